"""What the secretary reads on the screen: the tables and the closing line of each command."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from pipeline import dutch
from pipeline.archived import Archived, Filing, in_words
from pipeline.checking import Checked
from pipeline.model import Ernst, Finding
from pipeline.outcome import Made, NotYet, Outcome, Refused, Remark, Unchanged, Withdrawn
from pipeline.toetsing import Toetsing

if TYPE_CHECKING:
    from pipeline.year.register import Register

_COLOURS = {
    Ernst.FOUT: "red",
    Ernst.ONTBREEKT: "yellow",
    Ernst.WAARSCHUWING: "yellow",
    Ernst.OPMERKING: "blue",
}
_REFUSED = "Niet gemaakt"
_NARROW, _WIDE = 60, 110  # characters: readable on any window
_NO_SHEETS = (
    "Er staan nog geen formulieren in de map input. Zet ze daar neer, of maak er een met: "
    "advies formulier"
)
_LEAST = 20  # characters of an onderwerp that are always shown


def show_outcome(outcome: Outcome) -> Iterator[str]:
    """The table of `brieven`: what was made, what was not that far, what is wrong."""
    for title, lines in _chapters(outcome):
        if told := list(lines):
            yield _heading(title, "red" if title == _REFUSED else "green")
            yield from told
    yield ""
    made = () if outcome.is_plan else outcome.of(Made)
    if any(not one.is_concept for one in made):
        yield (
            "De brieven staan in output/brieven, elk in een eigen map. Daarin staat ook de mail "
            "waarmee u de voorzitter om een handtekening vraagt."
        )
    if any(one.is_concept for one in made):
        yield (
            "Elk concept is er twee keer: “voor de gemeente” is voor de bestuursadviseurs, “voor "
            "de raad” (met de toetsing) is voor de voorzitter en de leden."
        )
    yield _closing(outcome)


def _chapters(outcome: Outcome) -> Iterator[tuple[str, Iterable[str]]]:
    made = [(one.kenmerk, one.onderwerp, _what(one)) for one in outcome.of(Made)]
    yield "Dit wordt gemaakt" if outcome.is_plan else "Gemaakt", _table(made)
    yield "Ongewijzigd", _table([(one.kenmerk, one.bestand) for one in outcome.of(Unchanged)])
    waiting, aside = _waiting(outcome)
    yield "Nog niet zover", _entries((f"{s.bestand} – stap {s.stap}", s.ontbreekt) for s in waiting)
    yield "Krijgt geen brief", _entries((f"{s.bestand} – {s.stap}", s.ontbreekt) for s in aside)
    yield _REFUSED, _entries((s.bestand, s.meldingen) for s in outcome.of(Refused))
    remarks = (_wrapped(remark.sentence, "  - ", "    ") for remark in outcome.of(Remark))
    yield "Let op", chain.from_iterable(remarks)


def show_register(register: Register) -> Iterator[str]:
    """What `register` wrote, and which sheets it could not read."""
    for bestand, melding in register.onleesbaar:
        yield from _entry(bestand, (melding,))
    yield "Open output/overzicht.html in uw browser. De lijst om te filteren is output/register.xlsx."
    yield (
        f"Klaar: {dutch.count(len(register.dossiers), 'advies', 'adviezen')} in het register, "
        f"{len(register.onleesbaar)} niet te lezen."
    )


def show_toetsing(toetsing: Toetsing) -> Iterator[str]:
    """The meldingen of `toets`, sheet by sheet; reading tips are only counted."""
    batch = toetsing.batch
    for checked in toetsing.checked:
        yield from _sheet(checked)
    if batch.unreadable:
        yield _heading("Niet te lezen", "red")
    for bestand, melding in batch.unreadable:
        yield from _entry(bestand, (melding,))
    yield ""
    if not toetsing.checked and not batch.unreadable:
        yield _NO_SHEETS
    unseen = (toetsing.unseen,) if toetsing.unseen else ()
    for sentence in (*batch.passed_over, *(one.sentence for one in toetsing.remarks), *unseen):
        yield from _wrapped(sentence, "", "  ")
    for path in toetsing.nagekeken:
        yield f"Nagekeken: {path}"
    fouten = sum(c.report.has_fout for c in toetsing.checked)
    yield (
        f"{dutch.count(len(toetsing.checked), 'formulier', 'formulieren')} getoetst, "
        f"{fouten} met een fout, {len(batch.unreadable)} niet te lezen."
    )


def _sheet(checked: Checked) -> Iterator[str]:
    report = checked.report
    onderwerp = checked.sheet.onderwerp or "nog zonder onderwerp"
    verdict = f", {report.winwin}" if report.winwin else ""
    yield _heading(f"{checked.sheet.bestand} – {onderwerp}")
    yield f"  Stap: {report.stap.value}{verdict}"
    for finding in report.bevindingen:
        if finding.ernst is not Ernst.OPMERKING:
            yield from _finding(finding)
    if not report.bevindingen:
        yield "  Niets aan te merken; er is geen nagekeken formulier nodig."
    tips = len(report.of(Ernst.OPMERKING))
    if tips:
        yield f"  {dutch.count(tips, 'tip', 'tips')} in het nagekeken formulier."


def show_filing(filing: Filing) -> Iterator[str]:
    """What `archiveer` tells."""
    if filing.archived:
        yield _heading("Zou worden gearchiveerd" if filing.is_plan else "Gearchiveerd")
    for one in filing.archived:
        yield from _archived(one)
    if filing.already_there:
        yield _heading("Stond al in het archief")
        for there in filing.already_there:
            yield from _wrapped(f"{there.kenmerk}: {in_words(there.bestanden)}", "  ", "    ")
    if filing.sent:
        yield _heading("Verzonden: de dag staat nu ook in het archief")
        yield from _wrapped(dutch.join(filing.sent), "  ", "    ")
    if filing.unnoted:
        yield _heading("Beschadigd in het archief: dag van verzenden niet te noteren", "red")
        for damaged in filing.unnoted:
            yield from _wrapped(damaged.melding, "  ", "    ")
    if filing.uncertain:
        yield _heading("Niet zeker: niet gearchiveerd", "red")
        for names, melding in filing.doubts:
            yield from _wrapped(names, "  ", "    ")
            yield from _wrapped(melding, "    - ", "      ")
    yield ""
    yield from filing.closing()


def _archived(one: Archived) -> Iterator[str]:
    version = f", versie {one.versie}" if one.versie > 1 else ""
    yield from _wrapped(f"{one.kenmerk} – {one.onderwerp}{version}", "  ", "    ")
    lines = (f"Uit {in_words(one.bestanden)}.", *one.meldingen)
    yield from chain.from_iterable(_wrapped(line, "    - ", "      ") for line in lines)
    for warning in one.waarschuwingen:
        yield from _wrapped(f"Let op: {warning}", "    ! ", "      ")
    if one.mails:
        yield from _wrapped(
            f"De mails staan klaar in {one.mails}. Bekijk ze, verstuur ze, en vul daarna in de "
            "tabel van het secretariaat de dag in bij “Verzonden op”.",
            "    - ",
            "      ",
        )
    for sentence in one.te_doen:
        yield from _wrapped(sentence, "    - ", "      ")


def _closing(outcome: Outcome) -> str:
    if withdrawn := outcome.of(Withdrawn):
        names = dutch.join([one.kenmerk for one in withdrawn])
        done = "zou worden ingetrokken" if outcome.is_plan else "is ingetrokken"
        return (
            f"{names} {done}; het kenmerk wordt niet opnieuw gebruikt. Verder is er niets gedaan."
        )
    made = outcome.of(Made)
    new = sum(m.versienummer == 1 for m in made)
    changed = {m.kenmerk: dutch.join(m.wijzigingen) for m in made if m.wijzigingen}
    named = changed.values() if len(changed) == 1 else map(": ".join, changed.items())
    again = f"{len(made) - new} gewijzigd" + (f" ({'; '.join(named)})" if changed else "")
    waiting, aside = _waiting(outcome)
    none = f", {len(aside)} zonder brief" if aside else ""
    counts = (
        f"{new} nieuw, {again}, {len(outcome.of(Unchanged))} ongewijzigd, "
        f"{len(waiting)} nog niet zover{none}, {len(outcome.of(Refused))} niet gemaakt."
    )
    if not outcome.results:
        return f"{_NO_SHEETS}. Er is niets gemaakt."
    return f"Er is niets geschreven. Het plan: {counts}" if outcome.is_plan else f"Klaar: {counts}"


def _waiting(outcome: Outcome) -> tuple[list[NotYet], list[NotYet]]:
    """Those that are on their road to a letter, and those that will get none."""
    found = outcome.of(NotYet)
    return [one for one in found if not one.is_aside], [one for one in found if one.is_aside]


def _what(made: Made) -> str:
    copies = sum("-kopie-" in name and name.endswith(".docx") for name in made.bestanden)
    if made.is_concept:
        return made.map
    version = f", versie {made.versienummer}" if made.versienummer > 1 else ""
    return f"brief en {dutch.count(copies, 'kopie', 'kopieën')}{version}"


def _heading(text: str, colour: str = "green") -> str:
    return "\n" + click.style(text, fg=colour, bold=True)


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Columns side by side; the second, an onderwerp or a path, gives way on a narrow screen."""
    if not rows:
        return
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    room = _width() - sum(widths) + widths[1] - 2 * len(widths)
    widths[1] = min(widths[1], max(room, _LEAST))
    for row in rows:
        cells = (_cut(cell, width).ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(cells)}".rstrip()


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _entries(entries: Iterable[tuple[str, Iterable[str]]]) -> Iterator[str]:
    for title, lines in entries:
        yield from _entry(title, lines)


def _entry(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"  {title}"
    for line in lines:
        yield from _wrapped(line, "    - ", "      ")


def _finding(finding: Finding) -> Iterator[str]:
    word = finding.ernst.value
    first, *rest = _wrapped(f"  - {word} {finding.plaats}: {finding.melding}", "", "      ")
    yield first.replace(word, click.style(word, fg=_COLOURS[finding.ernst]), 1)
    yield from rest


def _wrapped(text: str, first: str, rest: str) -> Iterator[str]:
    yield from wrap(
        text,
        _width(),
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _width() -> int:
    return max(_NARROW, min(_WIDE, shutil.get_terminal_size().columns))
