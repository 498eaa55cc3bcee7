"""Walks the cells in the XML of a sheet: where content is, and which cells are errors.

The library that reads spreadsheets shows a cell error and a formula without a value as empty
cells; the walk remembers them as doubts. Runs in the child process (child.py) and imports
nothing heavy.
"""

from __future__ import annotations

from xml.parsers import expat

from pipeline.form.guard import RefusedError
from pipeline.form.tally import MAX_COLUMN, MAX_ROW, Box, Tally

END_OF_CELLS = b"</sheetData>"
_DIGITS = 10  # of a number that is still worth reading
_SPACES = 100  # that people put behind each other; with more, a text has no emphasis
Doubts = dict[tuple[int, int], tuple[str, str]]  # row, column: ("e", "#N/A") or ("f", "")
# By tab, the bold and italic words of a cell: its text in pieces with a style, or "".
Words = dict[str, dict[tuple[int, int], list[tuple[str, str]]]]


def with_cells(part: bytes) -> bytes:
    """A worksheet up to the end of its cells; nothing when it is not clear where that is."""
    return part[: max(0, part.rfind(END_OF_CELLS))]


def has_markup(part: bytes) -> bool:
    """True for a part with a DOCTYPE, comments or CDATA."""
    return b"!" in part and b"<!" in part


class Worksheet:
    """Walks the cells of one tab of an .xlsx; as the library, it looks past any prefix."""

    def __init__(self, parser: expat.XMLParserType, tally: Tally, doubts: Doubts) -> None:
        self._parser = parser
        self._tally = tally
        self._box = Box(tally)
        self._doubts = doubts
        self._line = -1  # of the element around the cells; a cell without a place stands in it
        self._row = self._column = -1  # of the present cell
        self._type = ""
        self._is_formula = False
        self._shown = ""
        parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._tally.add_element()
        if ":" in name:
            name = _local(name)
        if name == "c":
            reference = attributes.get("r")
            if reference is None:
                self._row, self._column = self._line, self._column + 1
            else:
                self._row, self._column = _cell(reference)
            self._type = attributes.get("t", "")
            if self._type == "e":
                self._watch()
        elif name in ("v", "is"):
            self._box.add(self._row, self._column)
            self._shown = ""  # of two values the library takes the last
        elif name == "row":
            number = attributes.get("r")
            self._line = self._line + 1 if number is None else whole(number) - 1
            if not 0 <= self._line < MAX_ROW:
                raise RefusedError("damaged")
            self._row, self._column = self._line, -1
        elif name == "f":
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
        name = _local(name)
        if name == "f":
            self._shown = ""  # of the formula; what follows is its value
        elif name == "c":
            self._parser.EndElementHandler = None
            self._parser.CharacterDataHandler = None
            shown = self._shown.strip()
            if self._type == "e":
                self._doubts[self._row, self._column] = ("e", shown)
            elif self._is_formula and not shown and self._type != "str":
                self._doubts[self._row, self._column] = ("f", "")
            self._is_formula = False


class Spreadsheet:
    """Walks the cells of all tabs of an .ods, in which equal rows and cells are written once."""

    def __init__(
        self, parser: expat.XMLParserType, tally: Tally, tables: dict[str, Doubts], words: Words
    ) -> None:
        self._tally = tally
        self._tables = tables
        self._words = words
        self._marked: dict[tuple[int, int], list[tuple[str, str]]] = {}  # of the present tab
        self._styles: dict[str, str] = {}  # bold and italic ones, by name
        self._style = ""  # of which the properties come
        self._inside: list[str] = []  # the styles of the spans around the present text
        self._runs: list[tuple[str, str]] = []  # of the present cell
        self._box = Box(tally)
        self._doubts: Doubts = {}
        self._row = self._column = 0
        self._rows = self._columns = 1  # how often the present row and cell are repeated
        self._cell: dict[str, str] = {}
        self._shown = ""
        self._parser = parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._tally.add_element()
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._columns = _repeat(attributes.get("table:number-columns-repeated"), MAX_COLUMN)
            self._cell = attributes
            self._shown = ""
            self._runs = []
            self._parser.CharacterDataHandler = self._text
        elif name == "text:span":
            self._inside.append(self._styles.get(attributes.get("text:style-name", ""), ""))
        elif name in ("text:p", "text:line-break"):
            if self._runs or name != "text:p":
                self._runs.append(("\n", ""))
        elif name == "text:s":
            self._runs.append((" " * min(whole(attributes.get("text:c", "1")), _SPACES), ""))
        elif name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:text-properties":
            bold = "b" * (attributes.get("fo:font-weight") == "bold")
            self._styles[self._style] = bold + "i" * (attributes.get("fo:font-style") == "italic")
        elif name == "table:table-row":
            self._rows = _repeat(attributes.get("table:number-rows-repeated"), MAX_ROW)
            self._column = 0
        elif name == "table:table":
            self._box = Box(self._tally)
            self._doubts = self._tables.setdefault(attributes.get("table:name", ""), {})
            self._marked = self._words.setdefault(attributes.get("table:name", ""), {})
            self._row = 0

    def _text(self, text: str) -> None:
        self._shown += text
        self._runs.append((text, self._inside[-1] if self._inside else ""))

    def _end(self, name: str) -> None:
        self._tally.add_element()  # twice for each: they cost double here
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._parser.CharacterDataHandler = None
            self._note(self._shown.strip())
            if any(style for _, style in self._runs):
                self._marked[self._row, self._column] = self._runs
            self._column += self._columns
        elif name == "table:table-row":
            self._row += self._rows
        elif name == "text:span":
            self._inside.pop()

    def _note(self, shown: str) -> None:
        cell = self._cell
        value_type = cell.get("office:value-type")
        if value_type or shown:
            self._box.add(self._row, self._column, self._rows, self._columns)
        if cell.get("calcext:value-type") == "error":
            self._doubts[self._row, self._column] = ("e", shown)
        elif "table:formula" in cell and not value_type and not shown:
            self._doubts[self._row, self._column] = ("f", "")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def whole(text: str) -> int:
    """A whole number, else 0; a very large one is as large as any limit here."""
    text = text.strip()
    if not text.isascii() or not text.isdigit():
        return 0
    return int(text) if len(text) <= _DIGITS else 10**_DIGITS


def _repeat(text: str | None, most: int) -> int:
    return 1 if text is None else max(1, min(most, whole(text)))


_COLUMNS: dict[str, int] = {}  # letters of a column to its number: few, and asked for every cell


def _cell(reference: str) -> tuple[int, int]:
    """Row and column, from 0, of a reference such as C7.

    Raises:
        RefusedError: there is no such cell.
    """
    letters = reference.rstrip("0123456789")
    column = _COLUMNS.get(letters)
    if column is None:
        column = column_number(letters)
    row = whole(reference[len(letters) :])
    if not 0 < row <= MAX_ROW:
        raise RefusedError("damaged")
    return row - 1, column


def column_number(letters: str) -> int:
    """The number, from 0, of a column.

    Raises:
        RefusedError: there is no such column.
    """
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise RefusedError("damaged")
        number = number * 26 + ord(letter) - ord("A") + 1
    if not 0 < number <= MAX_COLUMN:
        raise RefusedError("damaged")
    _COLUMNS[letters] = number - 1
    return number - 1
