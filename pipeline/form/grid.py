"""The columns of each tab: how wide they are and which one holds what.

Column A is hidden and holds the keys, B the labels. A width is in characters, as Excel counts.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

LABEL = 1  # column B


class Grid(Struct, frozen=True, kw_only=True):
    """The columns of one tab, numbered from 0 (A)."""

    widths: tuple[float, ...]  # from column B on
    answer: int = 2  # where single questions and lists are answered
    hint: int | None = 3  # where examples and defaults stand in grey
    table: int = 2  # first column of a table
    is_landscape: bool = False
    names_tables: bool = True  # a heading above each table; needless where it is all there is
    rows_label: str = ""  # above the labels of a table's rows

    @property
    def last(self) -> int:
        """The last column in use."""
        return len(self.widths)

    def width(self, column: int) -> float:
        """Width of a column in characters."""
        return self.widths[column - 1]


_GRIDS: Mapping[str, Grid] = {
    "Start": Grid(widths=(5, 46, 76), hint=None),
    "Onderwerp": Grid(widths=(40, 46, 34, 32)),
    "Inhoud": Grid(widths=(40, 78, 28)),
    "Adviespunten": Grid(widths=(34, 78, 28)),
    "Overleg": Grid(widths=(44, 64, 32)),
    "Win-win": Grid(
        widths=(36, 26, 44, 36, 32),
        answer=3,
        hint=4,
        is_landscape=True,
        names_tables=False,
        rows_label="Voor wie?",
    ),
    "Toets": Grid(widths=(66, 20, 58), hint=None, names_tables=False, rows_label="Vraag"),
    "Voortgang": Grid(widths=(6, 52, 14, 24, 52), hint=None, is_landscape=True, names_tables=False),
    "Gezien en akkoord": Grid(widths=(6, 26, 64, 30), hint=None, names_tables=False),
    "Inleveren": Grid(widths=(44, 52, 36, 18)),
    "Secretariaat": Grid(widths=(44, 34, 30, 20, 50), table=LABEL, is_landscape=True),
}
_OTHERWISE = Grid(widths=(40, 70, 30))


def grid_of(tab: str) -> Grid:
    """The columns of the tab of this name."""
    return _GRIDS.get(tab, _OTHERWISE)
