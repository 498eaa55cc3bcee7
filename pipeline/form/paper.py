"""The form laid out as rows: what a Layout is made of, and how it finds the cell of a key.

A value between deciding (layout.py) and doing (write.py, feedback.py); knows no spreadsheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum, auto

from msgspec import Struct, field

from pipeline.form.grid import LABEL, Grid
from pipeline.form.raw import column_letters
from pipeline.form.spec import Listing, Question, Tab

Answer = str | int | bool | date
Answers = Mapping[str, Answer]  # by JSON path, list items by index from 0; only filled values


class RowKind(Enum):
    """What a row of the sheet is for."""

    HEAD = auto()  # hidden: names the columns for whoever reads the workbook
    TITLE = auto()
    INTRO = auto()
    HEADING = auto()
    COLUMNS = auto()  # the visible names of a table's columns
    CARD = auto()  # the band above a card
    ANSWER = auto()
    KEPT = auto()  # hidden: an answer that the program keeps for itself
    SPACE = auto()


class Slot(Struct, frozen=True):
    """One answer cell: its column (0 is A), its path in the JSON and what is filled in."""

    column: int
    path: str
    question: Question | Listing
    value: Answer | None = None


class Row(Struct, frozen=True):
    """One row of a tab; `key` is what its hidden column A says."""

    kind: RowKind
    key: str = ""
    label: str = ""
    help: str = ""
    heads: tuple[tuple[int, str], ...] = ()
    columns: tuple[tuple[int, Question], ...] = ()
    slots: tuple[Slot, ...] = ()
    span: int = 1  # rows of this question from here on; 0 for its further rows


class Cell(Struct, frozen=True):
    """A place in the workbook; row and column count from 0."""

    tab: str
    row: int
    column: int

    @property
    def place(self) -> str:
        """As people name it: Inhoud!C8."""
        return f"{self.tab}!{column_letters(self.column)}{self.row + 1}"


class TabLayout(Struct, frozen=True):
    """The rows of one tab, from the first."""

    tab: Tab
    grid: Grid
    rows: tuple[Row, ...]


class Layout(Struct, frozen=True):
    """The whole workbook, as rows; knows where every key has its cell."""

    tabs: tuple[TabLayout, ...]
    _cells: Mapping[str, Cell] = field(default_factory=dict)

    def cell(self, key: str) -> Cell:
        """The first cell of `key`; of a list or section its first cell, else the title cell.

        Findings point at keys that have no cell of their own ("advies.bevindingen", or a
        seventh adviespunt that does not exist): the nearest that holds it is meant.
        """
        while key:
            if key in self._cells:
                return self._cells[key]
            inside = next(
                (c for path, c in self._cells.items() if path.startswith(f"{key}.")), None
            )
            if inside is not None:
                return inside
            key = key.rpartition(".")[0]
        return Cell(self.tabs[0].tab.name, 1, LABEL)
