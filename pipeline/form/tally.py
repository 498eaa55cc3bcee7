"""How much a spreadsheet holds, and the limits that its tabs together may not pass.

Runs in the child process (child.py) and imports nothing heavy.
"""

from __future__ import annotations

from pipeline.form.guard import RefusedError

MAX_ROWS = 100_000  # from the first to the last row with content
MAX_BOX = 5_000_000  # cells in the rectangle around all content of a tab
MAX_BOXES = 2 * MAX_BOX  # the same of all tabs together: two seconds of reading
MAX_BOX_XLS = 1_500_000  # the same in an .xls, of which the library holds every tab twice
MAX_CELLS = 200_000  # with content, in the whole file: a hundred forms
MAX_ELEMENTS = 2_200_000  # of XML in all sheets: a formatted cell in every row of a tab
MAX_COLUMN = 16_384
MAX_ROW = 1_048_576


class Tally:
    """What is counted over all tabs of a file."""

    def __init__(self) -> None:
        self.cells = 0  # with content
        self.elements = 0

    def add_element(self) -> None:
        """Count an XML element of a sheet.

        Raises:
            RefusedError: there are too many.
        """
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise RefusedError("many")


class Box:
    """The rectangle around the cells with content of one tab; refuses to grow too large."""

    def __init__(self, tally: Tally, most: int = MAX_BOX) -> None:
        self._tally = tally
        self._most = most
        self._top = self._left = MAX_ROW
        self._bottom = self._right = -1

    def add(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        """Note content at this cell, repeated over so many rows and columns.

        Raises:
            RefusedError: with the cell that lies too far away.
        """
        self._top = min(self._top, row)
        self._left = min(self._left, column)
        self._bottom = max(self._bottom, row + rows - 1)
        self._right = max(self._right, column + columns - 1)
        height = self._bottom - self._top + 1
        self._tally.cells += rows * columns
        if height > MAX_ROWS or height * (self._right - self._left + 1) > self._most:
            raise RefusedError("far", f"{row},{column}")
        if self._tally.cells > MAX_CELLS:
            raise RefusedError("many")
