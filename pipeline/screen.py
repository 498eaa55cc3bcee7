"""What the secretary reads on the screen: the tables and the closing line of each command."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

import click

from pipeline import dutch
from pipeline.checking import Checked
from pipeline.model import Ernst, Finding
from pipeline.outcome import Made, NotYet, Outcome, Refused, Remark, Unchanged, Withdrawn
from pipeline.toetsing import Toetsing
from pipeline.year.register import Register

_COLOURS = {
    Ernst.FOUT: "red",
    Ernst.ONTBREEKT: "yellow",
    Ernst.WAARSCHUWING: "yellow",
    Ernst.OPMERKING: "blue",
}
_NARROW, _WIDE = 60, 110  # characters: readable on any window
_LEAST = 20  # characters of an onderwerp that are always shown


def show_outcome(outcome: Outcome) -> Iterator[str]:
    """The table of `brieven`: what was made, what was not that far, what is wrong."""
    made, same = outcome.of(Made), outcome.of(Unchanged)
    if made:
        yield _heading("Dit wordt gemaakt" if outcome.is_plan else "Gemaakt")
        yield from _table([(m.kenmerk, m.onderwerp, _what(m)) for m in made])
    if same:
        yield _heading("Ongewijzigd")
        yield from _table([(u.kenmerk, u.bestand) for u in same])
    if waiting := outcome.of(NotYet):
        yield _heading("Nog niet zover")
        for one in waiting:
            yield from _entry(f"{one.bestand} – stap {one.stap}", one.ontbreekt)
    if refused := outcome.of(Refused):
        yield _heading("Niet gemaakt", "red")
        for sheet in refused:
            yield from _entry(sheet.bestand, sheet.meldingen)
    if remarks := outcome.of(Remark):
        yield _heading("Let op")
        for remark in remarks:
            yield from _wrapped(remark.sentence, "  - ", "    ")
    yield ""
    yield _closing(outcome)


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
        yield "Er staan nog geen formulieren in de map input. Zet ze daar neer."
    for sentence in (*batch.passed_over, *(remark.sentence for remark in toetsing.remarks)):
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
    counts = (
        f"{new} nieuw, {again}, {len(outcome.of(Unchanged))} ongewijzigd, "
        f"{len(outcome.of(NotYet))} nog niet zover, {len(outcome.of(Refused))} niet gemaakt."
    )
    return f"Er is niets geschreven. Het plan: {counts}" if outcome.is_plan else f"Klaar: {counts}"


def _what(made: Made) -> str:
    copies = sum("-kopie-" in name and name.endswith(".docx") for name in made.bestanden)
    if made.kenmerk.startswith("CONCEPT"):
        return made.map
    version = f", versie {made.versienummer}" if made.versienummer > 1 else ""
    return f"brief en {dutch.count(copies, 'kopie', 'kopieën')}{version}"


def _heading(text: str, colour: str = "green") -> str:
    return "\n" + click.style(text, fg=colour, bold=True)


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Columns side by side; the second, an onderwerp or a path, gives way on a narrow screen."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    room = _width() - sum(widths) + widths[1] - 2 * len(widths)
    widths[1] = min(widths[1], max(room, _LEAST))
    for row in rows:
        cells = (_cut(cell, width).ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(cells)}".rstrip()


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _entry(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"  {title}"
    for line in lines:
        yield from _wrapped(line, "    - ", "      ")


def _finding(finding: Finding) -> Iterator[str]:
    word = click.style(finding.ernst.value, fg=_COLOURS[finding.ernst])
    first, *rest = _wrapped(f"{finding.plaats}: {finding.melding}", "", "      ")
    yield f"  - {word} {first}"
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
