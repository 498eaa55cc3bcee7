"""What stands in a spreadsheet file, cell by cell, before anyone asks what it means.

read.py makes it from a file, parse.py turns it into a dossier. Rows and columns count from 0;
only cells with content are here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum
from functools import lru_cache

from msgspec import Struct, field

from pipeline.model import Nadruk


class Defect(Enum):
    """Why a cell that is not empty has no value."""

    ERROR = "error"  # a cell error, such as #N/A
    UNCALCULATED = "uncalculated"  # a formula that was never calculated


class Broken(Struct, frozen=True):
    """A cell that holds something, but no value."""

    defect: Defect
    shown: str  # what the user sees in the cell: "#N/A"; empty for a formula without a value


# A date with a time other than midnight is a datetime; whole numbers are int. datetime is a date.
Value = str | int | float | bool | date | datetime | time | Broken


class RawTab(Struct, frozen=True):
    """One tab: its rows in order, each with its cells by column."""

    name: str
    rows: Mapping[int, Mapping[int, Value]]
    nadruk: Mapping[tuple[int, int], Nadruk] = field(default_factory=dict)  # by row and column


class RawSheet(Struct, frozen=True):
    """One spreadsheet file."""

    sha256: str  # of the bytes of the file, in lower-case hexadecimal
    tabs: tuple[RawTab, ...]


def column_letters(column: int) -> str:
    """The letters above a column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


_LETTERS = tuple(column_letters(column) for column in range(256))  # asked for every cell


@lru_cache(maxsize=20_000)  # the same cells in every sheet: each place is kept once
def place(tab: str, row: int, column: int) -> str:
    """The place as users write it: Tab!C7."""
    letters = _LETTERS[column] if column < len(_LETTERS) else column_letters(column)
    return f"{tab}!{letters}{row + 1}"
