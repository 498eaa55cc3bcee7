"""Looks through the XML of an .xlsx or .ods for what the reading library dies of or hides.

It dies of one cell with content far away from the others; it hides cell errors and formulas
without a value, both of which it shows as empty cells. So every sheet is walked once before the
library opens the file. Runs in the child process (child.py) and imports nothing heavy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from xml.parsers import expat

from pipeline.form.guard import RefusedError

MAX_ROWS = 100_000  # from the first to the last row with content
MAX_BOX = 5_000_000  # cells in the rectangle around all content of a tab
MAX_CELLS = 500_000  # with content, in the whole file: what can be read within two seconds
MAX_COLUMN = 16_384
MAX_ROW = 1_048_576

Doubt = tuple[str, str]  # ("e", "#N/A") or ("f", "")
Doubts = dict[tuple[int, int], Doubt]
Start = Callable[[str, dict[str, str]], None]


# Plain searches: a regular expression without a fixed beginning takes thirty times as long.
_NOT_PLAIN = (b"<!", b"\0", b"<f>", b"<f ", b'"e"', b"'e'")
_OTHER_C = re.compile(rb"<c(?:ol|on|f)")  # the other elements of a worksheet that begin like <c
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')


def is_plain(part: bytes, count: list[int]) -> bool:
    """True for a worksheet that is near and plain without a doubt, as nearly all are.

    Ten times faster than walking it; anything out of the ordinary is left to the walk: comments,
    DOCTYPE and UTF-16, formulas, errors, cells that are written otherwise than Excel and
    LibreOffice do, and any cell far away, empty or not.
    """
    is_odd = b"<worksheet" not in part or part.count(b"<?") > 1
    if is_odd or any(sign in part for sign in _NOT_PLAIN):
        return False
    if b":c" in part and part.count(b":c") != part.count(b":cf") + part.count(b":co"):
        return False
    cells = _PLAIN_CELL.findall(part)
    if len(cells) + len(_OTHER_C.findall(part)) != part.count(b"<c"):
        return False
    bottom = max((int(row) for _, row in cells), default=0)
    right = max((_column(letters.decode("ascii")) for letters in {c for c, _ in cells}), default=0)
    if bottom > MAX_ROWS or bottom * (right + 1) > MAX_BOX:
        return False
    count[0] += len(cells)
    return count[0] <= MAX_CELLS


class Box:
    """The rectangle around the cells with content of one tab; refuses to grow too large."""

    def __init__(self, count: list[int]) -> None:
        self._count = count  # of the whole file, shared by its tabs
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
        self._count[0] += rows * columns
        if height > MAX_ROWS or height * (self._right - self._left + 1) > MAX_BOX:
            raise RefusedError("far", f"{row},{column}")
        if self._count[0] > MAX_CELLS:
            raise RefusedError("many")


class Part:
    """One XML part, fed in chunks; what it is follows from its first element."""

    def __init__(self, count: list[int]) -> None:
        self.root = ""
        self.unique = 0  # shared texts that the part claims to hold
        self.is_done = False  # nothing more to learn from this part
        self.doubts: Doubts = {}
        self.sheets: list[tuple[str, str]] = []  # of a workbook: name, relation id
        self.targets: dict[str, str] = {}  # of a part with relations
        self.tables: dict[str, Doubts] = {}  # of an .ods: by tab
        self._count = count
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._begin

    def feed(self, chunks: Iterable[bytes]) -> int:
        """Parse the part; gives its size. What follows after `is_done` is only counted.

        Raises:
            RefusedError: a DOCTYPE, or content that lies too far away.
            expat.ExpatError: this is not XML.
        """
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if not self.is_done:
                self._parse(chunk)
        if not self.is_done:
            self._parse(b"", is_last=True)
        return size

    def _parse(self, chunk: bytes, *, is_last: bool = False) -> None:
        try:
            self._parser.Parse(chunk, is_last)
        except (LookupError, ValueError) as error:  # an encoding that does not exist
            raise expat.ExpatError(str(error)) from error

    def _refuse_doctype(self, *_: object) -> None:
        raise RefusedError("hostile", "doctype")

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        prefix, _, self.root = name.rpartition(":")
        prefix = f"{prefix}:" if prefix else ""
        if self.root == "worksheet":
            _Worksheet(self._parser, prefix, Box(self._count), self.doubts)
        elif self.root == "workbook":
            self._parser.StartElementHandler = self._workbook
        elif self.root == "Relationships":
            self._parser.StartElementHandler = self._relation
        elif self.root == "document-content":
            _Spreadsheet(self._parser, self._count, self.tables)
        else:
            self.is_done = True
            self._parser.StartElementHandler = None
            self.unique = _whole(attributes.get("uniqueCount", ""))

    def _workbook(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), relation))

    def _relation(self, _name: str, attributes: dict[str, str]) -> None:
        self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class _Worksheet:
    """Walks the cells of one tab of an .xlsx."""

    def __init__(self, parser: expat.XMLParserType, prefix: str, box: Box, doubts: Doubts) -> None:
        self._parser = parser
        self._box = box
        self._doubts = doubts
        self._row = self._column = -1
        self._type = ""
        self._is_formula = False
        self._shown = ""
        self._row_name, self._cell_name = f"{prefix}row", f"{prefix}c"
        self._value_name, self._formula_name = f"{prefix}v", f"{prefix}f"
        self._inline_name = f"{prefix}is"
        parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._cell_name:
            reference = attributes.get("r")
            if reference is None:
                self._column += 1
            else:
                self._row, self._column = _cell(reference)
            self._type = attributes.get("t", "")
            if self._type == "e":
                self._watch()
        elif name in (self._value_name, self._inline_name):
            self._box.add(self._row, self._column)
        elif name == self._row_name:
            number = attributes.get("r")
            self._row = self._row + 1 if number is None else _whole(number) - 1
            self._column = -1
        elif name == self._formula_name:
            self._is_formula = True
            self._box.add(self._row, self._column)
            self._watch()

    def _watch(self) -> None:
        # Most cells need no end: the handlers that cost time are only there when they do.
        self._shown = ""
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def _text(self, text: str) -> None:
        self._shown += text

    def _end(self, name: str) -> None:
        if name == self._formula_name:
            self._shown = ""  # of the formula; what follows is its value
        elif name == self._cell_name:
            self._parser.EndElementHandler = None
            self._parser.CharacterDataHandler = None
            shown = self._shown.strip()
            if self._type == "e":
                self._doubts[self._row, self._column] = ("e", shown)
            elif self._is_formula and not shown and self._type != "str":
                self._doubts[self._row, self._column] = ("f", "")
            self._is_formula = False


class _Spreadsheet:
    """Walks the cells of all tabs of an .ods, in which equal rows and cells are written once."""

    def __init__(
        self, parser: expat.XMLParserType, count: list[int], tables: dict[str, Doubts]
    ) -> None:
        self._count = count
        self._tables = tables
        self._box = Box(count)
        self._doubts: Doubts = {}
        self._row = self._column = 0
        self._rows = self._columns = 1  # how often the present row and cell are repeated
        self._cell: dict[str, str] = {}
        self._shown = ""
        self._parser = parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._columns = _repeat(attributes.get("table:number-columns-repeated"), MAX_COLUMN)
            self._cell = attributes
            self._shown = ""
            self._parser.CharacterDataHandler = self._text
        elif name == "table:table-row":
            self._rows = _repeat(attributes.get("table:number-rows-repeated"), MAX_ROW)
            self._column = 0
        elif name == "table:table":
            self._box = Box(self._count)
            self._doubts = self._tables.setdefault(attributes.get("table:name", ""), {})
            self._row = 0

    def _text(self, text: str) -> None:
        self._shown += text

    def _end(self, name: str) -> None:
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._parser.CharacterDataHandler = None
            self._note(self._shown.strip())
            self._column += self._columns
        elif name == "table:table-row":
            self._row += self._rows

    def _note(self, shown: str) -> None:
        cell = self._cell
        value_type = cell.get("office:value-type")
        if value_type or shown:
            self._box.add(self._row, self._column, self._rows, self._columns)
        if cell.get("calcext:value-type") == "error":
            self._doubts[self._row, self._column] = ("e", shown)
        elif "table:formula" in cell and not value_type and not shown:
            self._doubts[self._row, self._column] = ("f", "")


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:  # noqa: PLR2004 -- 9 digits suffice
        return 0
    return int(text)


def _repeat(text: str | None, most: int) -> int:
    return 1 if text is None else max(1, min(most, _whole(text)))


_COLUMNS: dict[str, int] = {}  # letters of a column to its number: few, and asked for every cell


def _cell(reference: str) -> tuple[int, int]:
    """Row and column, from 0, of a reference such as C7.

    Raises:
        RefusedError: there is no such cell.
    """
    letters = reference.rstrip("0123456789")
    column = _COLUMNS.get(letters)
    if column is None:
        column = _column(letters)
    row = _whole(reference[len(letters) :])
    if not 0 < row <= MAX_ROW:
        raise RefusedError("damaged")
    return row - 1, column


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise RefusedError("damaged")
        number = number * 26 + ord(letter) - ord("A") + 1
    if not 0 < number <= MAX_COLUMN:
        raise RefusedError("damaged")
    _COLUMNS[letters] = number - 1
    return number - 1
