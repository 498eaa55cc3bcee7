"""Looks through the XML of an .xlsx or .ods for what the reading library dies of or hides.

It dies of one cell with content far away from the others, and of a claim to hold a billion
texts; it hides cell errors. So every part is looked at once before the library opens the file.
Runs in the child process (child.py) and imports nothing heavy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.parsers import expat

from pipeline.form import emphasis
from pipeline.form.cells import (
    END_OF_CELLS,
    Doubts,
    Spreadsheet,
    Words,
    Worksheet,
    has_markup,
    whole,
    with_cells,
)
from pipeline.form.guard import RefusedError
from pipeline.form.tally import MAX_CELLS, Tally

MAX_TEXTS = 40 * 2**20  # bytes of shared texts

_PICTURE = "svg"  # pictures that people paste have a DOCTYPE, by right

# Plain searches: a regular expression without a fixed beginning takes thirty times as long.
_NOT_PLAIN = (b'"e"', b"'e'", b":f")
_HEAD = 2_000  # bytes in which the root of a part begins
_OF_DECLARATION = 2  # question marks
# A cell that is not written as <c r="C7" s="1" t="s">, or lies outside A1:MZ9999; not <col> and
# <conditional…>. The largest tab that this lets through is well below MAX_BOX. Each tag counts to
# its end: of a place that is given twice the library takes the last, and XML that is none may hold
# a tag in an attribute.
_ODD_CELL = re.compile(
    rb'<c(?! r="[A-M]?[A-Z][1-9][0-9]{0,3}"(?: s="[0-9]*")?(?: t="[A-Za-z]*")?/?>|ol|on)'
)
_ODD_ROW = re.compile(rb'<row(?! r="[1-9][0-9]{0,3}")')
# A formula with its value right behind it, which begins with a sign that is no white space.
_CALCULATED = re.compile(
    rb"<f(?: [A-Za-z0-9]+=\"[^\"<>]*\")*>[^<]*</f>"
    rb"<v>(?:[!-%'-;=-~\xc3]|\xe2(?:\x80[\x90-\xa6]|[\x82-\xbf]))[^<]*</v></c>"
)
_ENCODING = re.compile(rb"^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)")
_READ_BY_LIBRARY = frozenset({"worksheet", "workbook", "sst", "Relationships", "document-content"})


def is_plain(part: bytes, tally: Tally) -> bool:
    """True for a worksheet that is near and plain without a doubt, as nearly all are.

    Ten times faster than walking it; anything out of the ordinary is left to the walk: comments,
    DOCTYPE and UTF-16, formulas without a value, errors, cells that are written otherwise than
    Excel and LibreOffice do, and any cell far away, empty or not.
    """
    if b"<worksheet" not in part[:_HEAD] or not _is_utf_8(part) or b"\0" in part:
        return False
    cells = with_cells(part)
    # Validations and colours, half of a form, need no look; but no cells may stand behind them.
    if not cells or b"sheetData" in part[len(cells) + len(END_OF_CELLS) :]:
        return False
    if _has_odd_signs(cells) or _ODD_CELL.search(cells) or _ODD_ROW.search(cells):
        return False
    if not _has_all_values(cells):
        return False
    tally.cells += cells.count(b"<c r")
    return tally.cells <= MAX_CELLS


def _has_odd_signs(cells: bytes) -> bool:
    """True for markup, instructions, errors, and elements with a prefix that may be cells."""
    if has_markup(cells) or any(sign in cells for sign in _NOT_PLAIN):
        return True
    # One sign is looked for twenty times as fast as two.
    if cells.count(b"?") > _OF_DECLARATION and cells.count(b"<?") > 1:
        return True
    return b":c" in cells and cells.count(b":c") != cells.count(b":co")


def _has_all_values(cells: bytes) -> bool:
    """True when every formula has its value right behind it."""
    formulas = cells.count(b"<f")
    return not formulas or formulas == len(_CALCULATED.findall(cells))


def _is_utf_8(part: bytes) -> bool:
    """True for an XML part in UTF-8, for which the library takes any part.

    In any other encoding it finds no cells, and tells nobody.
    """
    declared = _ENCODING.match(part[:200])
    is_named_so = declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"us-ascii")
    return is_named_so and not part.startswith((b"\xfe\xff", b"\xff\xfe")) and b"\0" not in part[:8]


class Part:
    """One XML part, fed in chunks; what it is follows from its first element."""

    def __init__(self, tally: Tally) -> None:
        self.root = ""
        self.unique = 0  # shared texts that the part claims to hold
        self.is_done = False  # nothing more to learn from this part
        self.doubts: Doubts = {}
        self.emphasis = emphasis.NONE
        self.sheets: list[tuple[str, str]] = []  # of a workbook: name, relation id
        self.targets: dict[str, str] = {}  # of a part with relations
        self.tables: dict[str, Doubts] = {}  # of an .ods: by tab
        self.words: Words = {}  # of an .ods
        self._is_picture = False
        self._is_utf_8 = True
        self._tally = tally

    def feed(self, chunks: Iterable[bytes]) -> int:
        """Parse the part; gives its size. What follows after `is_done` is only counted.

        Raises:
            RefusedError: a DOCTYPE, an encoding that the library does not know, or content that
                lies too far away.
            expat.ExpatError: this is not XML.
        """
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._begin
        size = 0
        for chunk in chunks:
            if not size:
                self._is_utf_8 = _is_utf_8(chunk)
            size += len(chunk)
            if not self.is_done:
                self._parse(chunk[:_HEAD])  # of most parts the root tells enough
            if not self.is_done:
                self._parse(chunk[_HEAD:])
            if size > MAX_TEXTS and self.root == "sst":
                raise RefusedError("many")
        if not self.is_done:
            self._parse(b"", is_last=True)
        return size

    def _parse(self, chunk: bytes, *, is_last: bool = False) -> None:
        try:
            self._parser.Parse(chunk, is_last)
        except (LookupError, ValueError) as error:  # an encoding that does not exist
            raise expat.ExpatError(str(error)) from error

    def _refuse_doctype(self, name: str, *_: object) -> None:
        if name != _PICTURE:
            raise RefusedError("hostile", "doctype")
        self._is_picture = True

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self.root = name.rpartition(":")[2]
        if self._is_picture and self.root != _PICTURE:
            raise RefusedError("hostile", "doctype")
        if not self._is_utf_8 and self.root in _READ_BY_LIBRARY:
            raise RefusedError("damaged")
        if self.root == "worksheet":
            Worksheet(self._parser, self._tally, self.doubts)
        elif self.root == "workbook":
            self._parser.StartElementHandler = self._workbook
        elif self.root == "Relationships":
            self._parser.StartElementHandler = self._relation
        elif self.root == "document-content":
            Spreadsheet(self._parser, self._tally, self.tables, self.words)
        else:
            self.is_done = True
            self._parser.StartElementHandler = None
            self.unique = whole(attributes.get("uniqueCount", ""))

    def _workbook(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), relation))

    def _relation(self, _name: str, attributes: dict[str, str]) -> None:
        self.targets[attributes.get("Id", "")] = attributes.get("Target", "")
