"""Where everything stands in the XML of one worksheet: byte offsets of its rows and cells.

For who puts something in someone else's workbook and must leave all other bytes alone (graft.py).
The file has passed the guards of reading, so there is no DOCTYPE and no bomb in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from msgspec import Struct, field

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_TAG = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_PATHS = {  # what is noted, by where it stands
    ("worksheet", "dimension"): "ref",
    ("worksheet", "autoFilter"): "ref",
    ("worksheet", "conditionalFormatting"): "sqref",
    ("worksheet", "dataValidations", "dataValidation"): "sqref",
}
_DATA = ("worksheet", "sheetData")
_ROW = (*_DATA, "row")
_CELL = (*_ROW, "c")


class UnknownStructureError(Exception):
    """A workbook is built otherwise than Excel and LibreOffice do; nothing can be put in it."""


class Span(Struct):
    """An element: where its tag begins and ends, and where the element itself ends."""

    start: int
    tag_end: int
    end: int
    attributes: Mapping[str, str]

    @property
    def is_closed(self) -> bool:
        """True for an element that is nothing but its tag: <row/>."""
        return self.end == self.tag_end


class RowSpan(Struct):
    """A row with its cells by column; both count from 0."""

    span: Span
    cells: dict[int, Span] = field(default_factory=dict)


class SheetMap(Struct):
    """The parts of a worksheet that matter when rows are added."""

    xml: bytes
    data: Span
    rows: dict[int, RowSpan]
    ranges: list[tuple[str, Span]]  # name of the element, its span
    prefix: str  # of the elements, with its colon; usually ""


def cell_at(reference: str) -> tuple[int, int]:
    """Row and column of a reference such as C7, counting from 0.

    Raises:
        UnknownStructureError: it is no reference.
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise UnknownStructureError(reference)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def map_sheet(xml: bytes) -> SheetMap:
    """Find the rows and cells of a worksheet.

    Raises:
        UnknownStructureError: rows without a number, another encoding, no data at all.
    """
    walk = _Walk(xml)
    walk.go()
    if walk.data is None or list(walk.rows) != sorted(walk.rows):
        raise UnknownStructureError("sheetData")
    name = re.match(rb"<((?:[\w.-]+:)?)sheetData", xml[walk.data.start :])
    if name is None:
        raise UnknownStructureError("sheetData")
    return SheetMap(xml, walk.data, walk.rows, walk.ranges, name[1].decode())


def elements(xml: bytes) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every element of a small part by its local name, with its attributes by local name.

    Raises:
        UnknownStructureError: it is no XML.
    """
    found: list[tuple[str, Mapping[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append(
        (_local(name), {_local(key): value for key, value in attributes.items()})
    )
    try:
        parser.Parse(xml, True)  # noqa: FBT003 -- expat's own way to say that this is all
    except expat.ExpatError as error:
        raise UnknownStructureError("xml") from error
    yield from found


class _Walk:
    """One walk over the XML of a worksheet."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self._path: list[str] = []
        self._open: list[Span] = []
        self.data: Span | None = None
        self.rows: dict[int, RowSpan] = {}
        self.ranges: list[tuple[str, Span]] = []
        self._row: RowSpan | None = None

    def go(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        try:
            self._parser.Parse(self._xml, True)  # noqa: FBT003 -- expat's own way to say that this is all
        except expat.ExpatError as error:
            raise UnknownStructureError("xml") from error

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._path.append(_local(name))
        start = self._parser.CurrentByteIndex
        # In another encoding than UTF-8 the offsets would not be those of the bytes.
        if self._xml[start : start + 1] != b"<":
            raise UnknownStructureError("encoding")
        tag_end = _tag_end(self._xml, start)
        span = Span(start, tag_end, tag_end, attributes)
        self._open.append(span)
        self._note(tuple(self._path), span)

    def _note(self, path: tuple[str, ...], span: Span) -> None:
        if path == _CELL:
            assert self._row is not None
            _, column = cell_at(span.attributes.get("r", ""))
            self._row.cells[column] = span
        elif path == _ROW:
            number = span.attributes.get("r", "")
            if not number.isdecimal() or int(number) - 1 in self.rows:
                raise UnknownStructureError("row")
            self._row = self.rows[int(number) - 1] = RowSpan(span)
        elif path == _DATA:
            self.data = span
        elif path in _PATHS and _PATHS[path] in span.attributes:
            self.ranges.append((path[-1], span))

    def _end(self, _: str) -> None:
        self._path.pop()
        span = self._open.pop()
        if self._xml[span.tag_end - 2 : span.tag_end] != b"/>":
            span.end = self._xml.index(b">", self._parser.CurrentByteIndex) + 1


def range_attribute(element: str) -> str:
    """The attribute that says to which cells an element belongs."""
    return next(attribute for path, attribute in _PATHS.items() if path[-1] == element)


def _tag_end(xml: bytes, start: int) -> int:
    """Just after the > of a tag; a > inside quotes is part of a value."""
    tag = _TAG.match(xml, start)
    if tag is None:
        raise UnknownStructureError("tag")
    return tag.end()


def _local(name: str) -> str:
    return name.rpartition(":")[2]
