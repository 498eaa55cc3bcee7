"""Conflict: finds letters of which there are two, as happens in folders synced between laptops.

A sync client keeps both versions of what two people changed, under a name of its own making:
“AWI-2026-004 (conflicted copy 2026-11-22)”, “AWI-2026-004-LAPTOP”, “brief (1).json”. Which one is
the letter only a person knows. Until that person has chosen, nothing is made, sent or archived of
what is named here; everything else goes on.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from pipeline import dutch
from pipeline.model import Uitgave

_COPY_OF_FOLDER = re.compile(r"([A-Z][A-Z0-9]{1,9}-\d{4}-\d{3,})[^\d].*", re.IGNORECASE)
_COPY_OF_RECORD = re.compile(r"brief.+\.json", re.IGNORECASE)
_UNTIL_THEN = "Tot dan wordt er niets van gemaakt, verzonden of gearchiveerd."


class Conflict(Struct, frozen=True):
    """Something in output/brieven that is there twice."""

    plaats: Path
    kenmerken: frozenset[str]  # the letters that it makes doubtful
    formulieren: frozenset[str]  # ids of the forms that may have led to them
    melding: str

    def touches(self, form_id: str, kenmerk: str | None) -> bool:
        """True when a sheet, or the letter that it has, is in doubt because of this."""
        return form_id in self.formulieren or kenmerk in self.kenmerken


def conflicts(letters: Path, issued: Sequence[Uitgave]) -> tuple[Conflict, ...]:
    """Everything in output/brieven of which a person must choose one; `issued` stands there."""
    if not letters.is_dir():
        return ()
    by_kenmerk = {uitgave.kenmerk: uitgave for uitgave in issued}
    found: list[Conflict] = []
    for home in sorted(letters.iterdir()):
        if copy := _COPY_OF_FOLDER.fullmatch(home.name):
            found += _copied_folder(home, copy[1].upper()) if home.is_dir() else ()
        elif uitgave := by_kenmerk.get(home.name):
            found += _copied_files(home, uitgave)
    return (*found, *_shared_kenmerken(letters, issued), *_rivals(letters, issued))


def _copied_folder(home: Path, kenmerk: str) -> Iterator[Conflict]:
    if not any(home.iterdir()):
        return  # what a sync client leaves behind after a person has chosen
    yield Conflict(
        home,
        frozenset({kenmerk}),
        _form_ids(home.glob("brief*.json")),
        f"“{home.name}” is een dubbele map van {kenmerk}, waarschijnlijk gemaakt door het "
        "synchroniseren tussen twee computers. Kies welke map klopt, geef die de naam "
        f"{kenmerk}, en zet de andere buiten output/brieven. {_UNTIL_THEN}",
    )


def _copied_files(home: Path, uitgave: Uitgave) -> Iterator[Conflict]:
    names = sorted(path.name for path in home.iterdir())
    records = [name for name in names if _COPY_OF_RECORD.fullmatch(name)]
    stems = tuple(name.removesuffix(".docx") for name in uitgave.bestanden if name[-5:] == ".docx")
    letters = [
        name
        for name in names
        if name.endswith(".docx") and name not in uitgave.bestanden and name.startswith(stems)
    ]
    if records or letters:
        which = dutch.join([f"“{name}”" for name in (*records, *letters)])
        yield Conflict(
            home,
            frozenset({uitgave.kenmerk}),
            _form_ids([home / name for name in records]) | {uitgave.formulier_id},
            f"In de map {uitgave.kenmerk} staat een dubbel bestand: {which}. Waarschijnlijk kwam "
            "dat door het synchroniseren tussen twee computers. Kies welk bestand klopt en zet "
            f"het andere buiten output/brieven. {_UNTIL_THEN}",
        )


def _shared_kenmerken(letters: Path, issued: Iterable[Uitgave]) -> Iterator[Conflict]:
    """Folders with another kenmerk inside than on the outside."""
    for uitgave in issued:
        if uitgave.map != uitgave.kenmerk:
            yield Conflict(
                letters / uitgave.map,
                frozenset({uitgave.kenmerk, uitgave.map}),
                frozenset({uitgave.formulier_id}),
                f"In de map {uitgave.map} staat de brief {uitgave.kenmerk}. Iemand gaf de map een "
                "andere naam, of er zijn twee mappen van één brief. Geef de map haar eigen naam "
                f"terug, of zet haar buiten output/brieven. {_UNTIL_THEN}",
            )


def _rivals(letters: Path, issued: Iterable[Uitgave]) -> Iterator[Conflict]:
    """Letters of one form, none of which was withdrawn or made as successor of the other."""
    by_form: dict[str, list[Uitgave]] = defaultdict(list)
    for uitgave in issued:
        if not uitgave.ingetrokken and uitgave.map == uitgave.kenmerk:
            by_form[uitgave.formulier_id].append(uitgave)
    for form_id, same in by_form.items():
        followed = {uitgave.opvolger_van for uitgave in same}
        last = [uitgave for uitgave in same if uitgave.kenmerk not in followed]
        if len(last) > 1:
            kenmerken = [uitgave.kenmerk for uitgave in last]
            yield Conflict(
                letters / kenmerken[-1],
                frozenset(kenmerken),
                frozenset({form_id}),
                f"Van één formulier zijn {len(last)} brieven: {dutch.join(kenmerken)}. "
                "Waarschijnlijk werkten twee computers tegelijk. Kies welke brief geldt en trek de "
                f"andere in met: advies brieven --trek-in {kenmerken[-1]} --reden “dubbel gemaakt”. "
                f"{_UNTIL_THEN}",
            )


def _form_ids(records: Iterable[Path]) -> frozenset[str]:
    """The forms that copies of a record speak of; one that cannot be read speaks of none."""
    found = set()
    for path in records:
        try:
            data = json.loads(path.read_bytes())
        except (OSError, ValueError):
            continue
        if isinstance(data, dict) and isinstance(data.get("formulier_id"), str):
            found.add(data["formulier_id"])
    return frozenset(found)
