"""The secretary's table as answers: secretariaat.xlsx in, `Desk` out, laid beside the sheets.

The input sheet tells the lead's part, this table the secretary's. A row is found by the id of
its form, wherever it was sorted to; each answer keeps its cell, named with the file
("secretariaat.xlsx, Dossiers!F7"). What cannot be read is a melding about that dossier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from pipeline.form.desk_merge import Cells, DeskRow, fout, merge
from pipeline.form.desk_table import (
    BESTAND,
    FILE,
    KENMERK,
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
from pipeline.model import Dossier, Field, Finding, Stap

DOUBLE, MIXED_UP = "S02", "S03"


class NoDeskError(Exception):
    """The file holds no table of ours: the hidden first column or row is gone."""


class Desk(Struct, frozen=True):
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
            self._say(form_id, fout(error.code, column.stap, where, key, melding))
            return Field(key, question.label, where, unreadable=True)

    def _say(self, form_id: str, finding: Finding) -> None:
        self._findings.setdefault(form_id, []).append(finding)


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


def _double(found: Found, number: int, first: int) -> Finding:
    melding = (
        f"Dit advies staat ook in rij {first + 1}; alleen die regel wordt gelezen. Zet alles in "
        "één van beide en verwijder de andere."
    )
    return fout(DOUBLE, Stap.BESLUIT, _place(found, number, 1), "formulier.id", melding)


def _mixed_up(row: DeskRow, bestand: str) -> Finding:
    melding = (
        f"Deze regel hoort bij {bestand}, maar noemt {row.bestand}. Misschien is maar een deel "
        "van de tabel gesorteerd, en staan de antwoorden nu bij het verkeerde advies. Zet een "
        "reservekopie terug, of verbeter de kolom “Formulier”."
    )
    return fout(MIXED_UP, Stap.BESLUIT, row.place, "formulier.id", melding)
