"""Sheets with one form id: which of them count, and which cannot both be true.

A nagekeken copy takes the place of the sheet that it was made from, as long as that sheet has not
changed since. Sheets with the same answers are one sheet. What is left over cannot be settled by
a program. An issued letter that someone used as a template for another advice is found here too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import PurePath

from msgspec import Struct
from rapidfuzz import fuzz

from pipeline import dutch
from pipeline.model import Ernst, Finding, Uitgave

Answers = Mapping[str, str | int | bool | date]

TITLE_CELL = "Start!B2"
_ID = "formulier.id"
_BASE = "formulier.gebaseerd_op"
_SHOWN = 3  # differing cells
_NAMED = 3  # other sheets
_SAME_PUNT = 80  # percent of likeness from which two adviespunten are the same


class Sheet(Struct, frozen=True):
    """One file that was read, as far as its identity goes."""

    bestand: str
    answers: Answers  # by JSON path, as `lees` has them
    places: Mapping[str, str]  # the cell of each answer
    sha256: str  # of the file
    saved: datetime  # when the file was last saved, local time
    older: tuple[str, ...] = ()  # SHA-256 of the sheets before its base, as far as they are known

    @property
    def form_id(self) -> str:
        """The id of the form, or "" for a sheet that lost it."""
        return str(self.answers.get(_ID, ""))

    @property
    def base(self) -> str:
        """The SHA-256 of the sheet that this nagekeken copy was made from, or ""."""
        return _bare_hash(str(self.answers.get(_BASE, "")))

    @property
    def content(self) -> Answers:
        """The answers that people gave."""
        return {key: value for key, value in self.answers.items() if key != _BASE}


class Passed(Struct, frozen=True):
    """A sheet that does not count, because another one does."""

    bestand: str
    door: str  # the bestand that counts
    reden: str  # a sentence for the user


class Twins(Struct, frozen=True):
    """What the run passes over, and what it must tell, per bestand."""

    passed: tuple[Passed, ...]
    findings: Mapping[str, tuple[Finding, ...]]


def twins(sheets: Sequence[Sheet], issued: Sequence[Uitgave]) -> Twins:
    """Which sheets count, and a fout for each that contradicts another one or an issued letter."""
    passed: list[Passed] = []
    findings: dict[str, list[Finding]] = defaultdict(list)
    by_id: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in sorted(sheets, key=lambda sheet: (sheet.bestand.casefold(), sheet.bestand)):
        if sheet.form_id:
            by_id[sheet.form_id].append(sheet)
    letters: dict[str, list[Uitgave]] = defaultdict(list)
    for uitgave in issued:
        letters[uitgave.formulier_id].append(uitgave)
    for form_id, same in by_id.items():
        counting = _once(_without_bases(same, passed), passed)
        # A stray does not make the sheet suspect that its letter came from.
        strays = [sheet for sheet in counting if _is_stray(sheet, letters[form_id])]
        for sheet in strays:
            findings[sheet.bestand].append(_copy(sheet, letters[form_id][-1]))
        own = [sheet for sheet in counting if sheet not in strays]
        for sheet in own if len(own) > 1 else ():
            others = [other for other in own if other is not sheet]
            findings[sheet.bestand].append(_contradiction(sheet, others))
    return Twins(tuple(passed), {name: tuple(found) for name, found in findings.items()})


def _without_bases(sheets: Sequence[Sheet], passed: list[Passed]) -> list[Sheet]:
    copies = {base: s for s in sheets for base in (*map(_bare_hash, s.older), s.base) if base}
    counting = []
    for sheet in sheets:
        copy = copies.get(_bare_hash(sheet.sha256))
        if copy is None or copy is sheet:
            counting.append(sheet)
        else:
            reason = (
                f"{sheet.bestand} is overgeslagen: {copy.bestand} is de nagekeken versie ervan."
            )
            passed.append(Passed(sheet.bestand, copy.bestand, reason))
    return counting


def _once(sheets: Sequence[Sheet], passed: list[Passed]) -> list[Sheet]:
    counting: list[tuple[Sheet, Answers]] = []
    for sheet in sheets:
        content = sheet.content
        twin = next((other for other, same in counting if same == content), None)
        if twin is None:
            counting.append((sheet, content))
        else:
            reason = (
                f"{sheet.bestand} is overgeslagen: er staat hetzelfde in als in {twin.bestand}."
            )
            passed.append(Passed(sheet.bestand, twin.bestand, reason))
    return [sheet for sheet, _ in counting]


def _contradiction(sheet: Sheet, others: Sequence[Sheet]) -> Finding:
    named = [f"{one.bestand} (opgeslagen {_moment(one)})" for one in (sheet, *others[:_NAMED])]
    if len(others) > _NAMED:
        named.append(f"nog {len(others) - _NAMED} andere")
    sentence = (
        f"Dit formulier ligt er {len(others) + 1} keer, met verschillende antwoorden: "
        f"{dutch.join(named)}. "
        f"De verschillen beginnen in {dutch.join(_differences(sheet, others[0]))}. "
        "Laat het goede bestand staan en zet het andere in een andere map."
    )
    if _subject(sheet) != _subject(others[0]):
        sentence += f" Is dit een ander advies? Maak dan een nieuw formulier met: {_mend(sheet)}"
    return _finding("K01", sentence)


def _differences(one: Sheet, other: Sheet) -> list[str]:
    """The first cells in which two sheets differ, in the order of the form."""
    keys = dict.fromkeys((*one.answers, *other.answers))
    differing = [
        key
        for key in keys
        if key not in (_ID, _BASE) and one.answers.get(key) != other.answers.get(key)
    ]
    cells = [one.places.get(key) or other.places.get(key, TITLE_CELL) for key in differing]
    return list(dict.fromkeys(cells))[:_SHOWN]


def _is_stray(sheet: Sheet, letters: Sequence[Uitgave]) -> bool:
    """True when the form has led to letters, and the sheet is of none of them."""
    return bool(letters) and not any(_is_of(sheet, uitgave) for uitgave in letters)


def _is_of(sheet: Sheet, uitgave: Uitgave) -> bool:
    """True when the sheet still is the one of this letter: its subject or half of its adviespunten."""
    if _subject(sheet) == _plain(uitgave.onderwerp):
        return True
    points = uitgave.waarden.get("adviespunten")
    printed = [
        str(point.get("advies") or "")
        for point in (points if isinstance(points, (list, tuple)) else ())
        if isinstance(point, Mapping)
    ]
    own = [
        str(value)
        for key, value in sheet.answers.items()
        if key.startswith("advies.adviespunten.") and key.endswith(".advies")
    ]
    kept = sum(any(fuzz.ratio(a, b) >= _SAME_PUNT for b in own) for a in printed)
    return bool(printed) and 2 * kept >= len(printed)


def _copy(sheet: Sheet, uitgave: Uitgave) -> Finding:
    return _finding(
        "K02",
        f"Dit is een kopie van {uitgave.kenmerk} (“{uitgave.onderwerp}”), met een ander onderwerp. "
        f"Voor een nieuw advies is een nieuw formulier nodig. Maak het met: {_mend(sheet)}",
    )


def _mend(sheet: Sheet) -> str:
    """The command line that makes a form with an id of its own."""
    old = PurePath(sheet.bestand)
    new = old.with_name(f"{old.stem}-nieuw.xlsx")
    return f'advies formulier --nieuw-van "{old.as_posix()}" -o "{new.as_posix()}"'


def _finding(code: str, sentence: str) -> Finding:
    return Finding(code, Ernst.FOUT, None, TITLE_CELL, _ID, sentence, "formulier")


def _subject(sheet: Sheet) -> str:
    return _plain(str(sheet.answers.get("advies.onderwerp", "")))


def _moment(sheet: Sheet) -> str:
    return f"{dutch.day(sheet.saved.date())}, {sheet.saved:%H:%M}"


def _bare_hash(text: str) -> str:
    return text.strip().removeprefix("sha256:").casefold()


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
