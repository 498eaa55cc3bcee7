"""The secretary's table as answers: secretariaat.xlsx in, `Desk` out, laid beside the sheets.

The input sheet tells the lead's part, this table the secretary's. A row is found by the id of
its form, wherever it was sorted to; each answer keeps its cell, named with the file
("secretariaat.xlsx, Dossiers!F7"). What is in the table stays: a sheet that says otherwise is a
melding with both cells, so that no later copy of a sheet undoes a recorded vote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, TypeVar

from pipeline.form.desk_table import (
    BESTAND,
    FILE,
    KENMERK,
    NUMMER,
    PER_PUNT,
    Column,
    DeskTab,
    Found,
    desk_tabs,
    find_tab,
)
from pipeline.form.raw import RawSheet, Value, place
from pipeline.form.spec import Form
from pipeline.form.values import UnreadableAnswerError, read
from pipeline.model import Dossier, Ernst, Field, Finding, PuntReactie, Rows, Stap

Cells = Mapping[str, Field[Any]]  # by the key of the column; each field of its own type
S = TypeVar("S")

CONFLICT, DOUBLE, MIXED_UP = "S01", "S02", "S03"
_LONGEST_QUOTE = 60  # characters of an answer in a melding


class NoDeskError(Exception):
    """The file holds no table of ours: the hidden first column or row is gone."""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """What the table says of one dossier: an answer, maybe empty, for each of its columns."""

    form_id: str
    bestand: str  # the input sheet, as the row names it
    place: str
    answers: Cells
    steps: Mapping[str, Stap | None]  # of the columns
    reacties: tuple[Cells, ...] = ()  # per adviespunt; keys without the number of the row
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """The whole table, by form id."""

    rows: Mapping[str, DeskRow] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)  # bestand to the id of its row
    remarks: tuple[str, ...] = ()  # what stands in the table and belongs to no dossier

    def beside(self, dossier: Dossier, bestand: str) -> tuple[Dossier, tuple[Finding, ...]]:
        """The dossier of the sheet `bestand` with what the table says of it."""
        row = self.rows.get(dossier.formulier.id.answer or "")
        if row is None:
            return dossier, ()
        merged, findings = merge(dossier, row)
        # A name that changed is no harm; one that now belongs to another row is.
        if row.bestand != bestand and self.files.get(bestand, row.form_id) != row.form_id:
            findings = (*findings, _mixed_up(row, bestand))
        return merged, findings


def read_desk(raw: RawSheet, form: Form) -> Desk:
    """The answers in the table.

    Raises:
        NoDeskError: there is no tab with the hidden head row of the dossiers.
    """
    dossiers, reacties = desk_tabs(form)
    found = find_tab(raw, dossiers)
    if found is None:
        raise NoDeskError
    reader = _Reader()
    answered = find_tab(raw, reacties)
    per_punt = reader.reacties(answered, reacties) if answered else {}
    rows = reader.dossiers(found, dossiers, per_punt)
    files = {row.bestand: form_id for form_id, row in rows.items() if row.bestand}
    unkeyed = [*_unkeyed(found, dossiers), *(_unkeyed(answered, reacties) if answered else ())]
    return Desk(rows, files, tuple(unkeyed))


def merge(dossier: Dossier, row: DeskRow) -> tuple[Dossier, tuple[Finding, ...]]:
    """The dossier with the answers of its row; where both have one and differ, a melding."""
    merger = _Merger(row)
    reactie = merger.section(dossier.reactie)
    merged = replace(
        dossier,
        procedure=merger.section(dossier.procedure),
        reactie=replace(reactie, per_adviespunt=merger.per_punt(reactie.per_adviespunt)),
        opvolging=merger.section(dossier.opvolging),
    )
    return merged, (*row.findings, *merger.findings)


class _Reader:
    """Reads the rows of both tabs; keeps the meldingen by form id."""

    def __init__(self) -> None:
        self._findings: dict[str, list[Finding]] = {}

    def dossiers(
        self, found: Found, tab: DeskTab, per_punt: Mapping[str, tuple[Cells, ...]]
    ) -> dict[str, DeskRow]:
        steps = {column.key: column.stap for column in tab.columns}
        first: dict[str, tuple[int, Cells]] = {}
        for number, form_id in found.rows:
            cells = self._cells(found, tab, number, form_id)
            if form_id not in first:
                first[form_id] = number, cells
            elif any(not cell.is_empty for cell in cells.values()):
                self._say(form_id, _double(found, number, first[form_id][0]))
        return {
            form_id: DeskRow(
                form_id,
                _shown(found, number, BESTAND),
                _place(found, number, 1),
                cells,
                steps,
                per_punt.get(form_id, ()),
                tuple(self._findings.get(form_id, ())),
            )
            for form_id, (number, cells) in first.items()
        }

    def reacties(self, found: Found, tab: DeskTab) -> dict[str, tuple[Cells, ...]]:
        """The rows of each form id; of a dossier with two letters those of the last."""
        by_letter: dict[str, dict[tuple[int, ...], list[Cells]]] = {}
        for number, form_id in found.rows:
            cells = self._cells(found, tab, number, form_id, start=f"{PER_PUNT}.*.")
            letter = tuple(map(int, re.findall(r"\d+", _shown(found, number, KENMERK))))
            by_letter.setdefault(form_id, {}).setdefault(letter, []).append(cells)
        return {form_id: tuple(letters[max(letters)]) for form_id, letters in by_letter.items()}

    def _cells(
        self, found: Found, tab: DeskTab, number: int, form_id: str, start: str = ""
    ) -> dict[str, Field[Any]]:
        values = found.tab.rows[number]
        return {
            column.key: self._cell(
                column,
                f"{start}{column.key}",
                _place(found, number, found.at[column.key]),
                values.get(found.at[column.key]),
                form_id,
            )
            for column in tab.columns
            if column.question is not None and column.key in found.at
        }

    def _cell(
        self, column: Column, key: str, where: str, value: Value | None, form_id: str
    ) -> Field[Any]:
        question = column.question
        assert question is not None
        if value is None:
            return Field(key, question.label, where)
        try:
            return Field(key, question.label, where, read(value, question))
        except UnreadableAnswerError as error:
            melding = f"“{question.label}” {error.message}"
            self._say(form_id, _fout(error.code, column.stap, where, key, melding))
            return Field(key, question.label, where, unreadable=True)

    def _say(self, form_id: str, finding: Finding) -> None:
        self._findings.setdefault(form_id, []).append(finding)


class _Merger:
    """Lays one row beside its sheet, and collects where they differ."""

    def __init__(self, row: DeskRow) -> None:
        self._row = row
        self.findings: list[Finding] = []

    def section(self, section: S) -> S:
        """A section of the dossier, answer by answer."""
        changes = {}
        for part in fields(section):  # type: ignore[arg-type]  # sections of the model are dataclasses
            of_sheet = getattr(section, part.name)
            of_desk = self._row.answers.get(of_sheet.key)
            if of_desk is not None:
                step = self._row.steps[of_sheet.key]
                changes[part.name] = self._settled(of_sheet, of_desk, step)
        return replace(section, **changes)  # type: ignore[type-var]  # the same

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
        cells.get(part.name)
        or Field[Any](f"{PER_PUNT}.{index}.{part.name}", part.name, nummer.place)
        for part in fields(PuntReactie)
    )
    return PuntReactie(*parts)


def _named(cell: Field[Any], index: int) -> Field[Any]:
    return replace(cell, key=cell.key.replace("*", str(index)))


def _unkeyed(found: Found, tab: DeskTab) -> Iterator[str]:
    """A sentence for each row with answers but without a form id."""
    columns = [found.at[c.key] for c in tab.columns if c.question and c.key in found.at]
    for number, cells in found.tab.rows.items():
        here = next((column for column in columns if column in cells), None)
        if number > found.head and here is not None and not str(cells.get(0, "")).strip():
            yield (
                f"{_place(found, number, here)}: deze regel hoort bij geen formulier en wordt "
                "niet gelezen. Zet de antwoorden in de regel die het programma voor het advies "
                "maakte."
            )


def _place(found: Found, row: int, column: int) -> str:
    return f"{FILE}, {place(found.tab.name, row, column)}"


def _shown(found: Found, row: int, key: str) -> str:
    column = found.at.get(key)
    return "" if column is None else str(found.tab.rows[row].get(column, "")).strip()


def _conflict(of_sheet: Field[Any], of_desk: Field[Any], stap: Stap | None) -> Finding:
    melding = (
        f"“{of_desk.label}” is hier {_quoted(of_desk.answer)}, maar in het formulier "
        f"({of_sheet.place}) {_quoted(of_sheet.answer)}. Maak ze gelijk, of maak een van beide leeg."
    )
    return _fout(CONFLICT, stap, of_desk.place, of_desk.key, melding)


def _double(found: Found, number: int, first: int) -> Finding:
    melding = (
        f"Dit advies staat ook in rij {first + 1}; alleen die regel wordt gelezen. Zet alles in "
        "één van beide en verwijder de andere."
    )
    return _fout(DOUBLE, Stap.BESLUIT, _place(found, number, 1), "formulier.id", melding)


def _mixed_up(row: DeskRow, bestand: str) -> Finding:
    melding = (
        f"Deze regel hoort bij {bestand}, maar noemt {row.bestand}. Misschien is maar een deel "
        "van de tabel gesorteerd, en staan de antwoorden nu bij het verkeerde advies. Zet een "
        "reservekopie terug, of verbeter de kolom “Formulier”."
    )
    return _fout(MIXED_UP, Stap.BESLUIT, row.place, "formulier.id", melding)


def _fout(rule: str, stap: Stap | None, where: str, key: str, melding: str) -> Finding:
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
