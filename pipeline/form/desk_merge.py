"""One dossier with its row of the secretary's table: `DeskRow` and `Dossier` in, `Dossier` out.

Where only one of the two has an answer, that counts. Where both have one, the table's stays, so
that no later copy of a sheet undoes a recorded vote; when they differ that is a melding with
both cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from pipeline.form.desk_table import NUMMER, PER_PUNT
from pipeline.model import Akkoord, Dossier, Ernst, Field, Finding, PuntReactie, Rows, Stap

Cells = Mapping[str, Field[Any]]  # by the key of the column; each field of its own type
S = TypeVar("S", bound=Struct)

CONFLICT = "S01"
_LONGEST_QUOTE = 60  # characters of an answer in a melding


class DeskRow(Struct, frozen=True):
    """What the table says of one dossier: an answer, maybe empty, for each of its columns."""

    form_id: str
    bestand: str  # the input sheet, as the row names it
    place: str
    answers: Cells
    steps: Mapping[str, Stap | None]  # of the columns
    reacties: tuple[Cells, ...] = ()  # per adviespunt; keys without the number of the row
    findings: tuple[Finding, ...] = ()


def merge(dossier: Dossier, row: DeskRow) -> tuple[Dossier, tuple[Finding, ...]]:
    """The dossier with the answers of its row; where both have one and differ, a melding."""
    merger = _Merger(row)
    reactie = merger.section(dossier.reactie)
    merged = replace(
        dossier,
        procedure=merger.section(dossier.procedure),
        reactie=replace(reactie, per_adviespunt=merger.per_punt(reactie.per_adviespunt)),
        opvolging=merger.section(dossier.opvolging),
        gezien_en_akkoord=_with_keys(dossier.gezien_en_akkoord, row.answers),
    )
    return merged, (*row.findings, *merger.findings)


def _with_keys(rows: Rows[Akkoord], answers: Cells) -> Rows[Akkoord]:
    """Where someone cleared a melding about a cell of the table, put the key of its answer."""
    if not rows.items:
        return rows
    keys = {cell.place.casefold(): key for key, cell in answers.items()}
    items = []
    for row in rows:
        key = keys.get((row.sleutel.answer or "").casefold())
        items.append(replace(row, sleutel=replace(row.sleutel, answer=key)) if key else row)
    return replace(rows, items=tuple(items))


class _Merger:
    """Lays one row beside its sheet, and collects where they differ."""

    def __init__(self, row: DeskRow) -> None:
        self._row = row
        self.findings: list[Finding] = []

    def section(self, section: S) -> S:
        """A section of the dossier, answer by answer."""
        changes = {}
        for name in section.__struct_fields__:
            of_sheet = getattr(section, name)
            of_desk = self._row.answers.get(of_sheet.key)
            if of_desk is not None:
                step = self._row.steps[of_sheet.key]
                changes[name] = self._settled(of_sheet, of_desk, step)
        return replace(section, **changes)

    def per_punt(self, rows: Rows[PuntReactie]) -> Rows[PuntReactie]:
        """The reactions, by number of the adviespunt; the last row about it counts."""
        items = list(rows)
        for cells in self._row.reacties:
            answers = [cell for key, cell in cells.items() if key != NUMMER]
            nummer = cells.get(NUMMER)
            if nummer is None or all(cell.is_empty for cell in answers):
                continue
            same = [n for n, item in enumerate(items) if item.nummer.answer == nummer.answer]
            index = same[-1] if same and nummer.is_filled else len(items)
            named = {name: _named(cell, index) for name, cell in cells.items()}
            if index == len(items):
                items.append(_reactie(named, index, nummer))
                continue
            settled = {
                name: self._settled(getattr(items[index], name), cell, Stap.REACTIE)
                for name, cell in named.items()
            }
            items[index] = replace(items[index], **settled)
        start = rows.place
        if not rows.items and self._row.reacties:
            start = next(iter(self._row.reacties[0].values())).place
        return replace(rows, place=start, items=tuple(items))

    def _settled(self, of_sheet: Field[Any], of_desk: Field[Any], stap: Stap | None) -> Field[Any]:
        if of_desk.is_empty:
            return of_desk if of_sheet.is_empty else of_sheet
        is_both = of_sheet.is_filled and of_desk.is_filled
        if is_both and _plain(of_sheet.answer) != _plain(of_desk.answer):
            self.findings.append(_conflict(of_sheet, of_desk, stap))
        return of_desk


def _reactie(cells: Mapping[str, Field[Any]], index: int, nummer: Field[Any]) -> PuntReactie:
    """A reaction that only the table has; of a column that was removed an empty answer."""
    parts = (
        cells.get(name) or Field[Any](f"{PER_PUNT}.{index}.{name}", name, nummer.place)
        for name in PuntReactie.__struct_fields__
    )
    return PuntReactie(*parts)


def _named(cell: Field[Any], index: int) -> Field[Any]:
    return replace(cell, key=cell.key.replace("*", str(index)))


def _conflict(of_sheet: Field[Any], of_desk: Field[Any], stap: Stap | None) -> Finding:
    melding = (
        f"“{of_desk.label}” is hier {_quoted(of_desk.answer)}, maar in het formulier "
        f"({of_sheet.place}) {_quoted(of_sheet.answer)}. Maak ze gelijk, of maak een van beide leeg."
    )
    return fout(CONFLICT, stap, of_desk.place, of_desk.key, melding)


def fout(rule: str, stap: Stap | None, where: str, key: str, melding: str) -> Finding:
    """A fout that the table gives rise to."""
    return Finding(rule, Ernst.FOUT, stap, where, key, melding, "formulier")


def _plain(answer: object) -> object:
    """An answer as it is compared: how a text was divided over lines does not matter."""
    return " ".join(answer.split()) if isinstance(answer, str) else answer


def _quoted(answer: object) -> str:
    if isinstance(answer, bool):
        return "“ja”" if answer else "“nee”"
    if isinstance(answer, date):
        return f"{answer.day}-{answer.month}-{answer.year}"
    if isinstance(answer, str):
        text = " ".join(answer.split())
        return f"“{text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + '…'}”"
    return str(answer)
