"""Puts rows in someone's workbook, and leaves every other byte of its parts as it was.

Saving a user's file through a spreadsheet library drops what that library does not know. So the
rows are spliced into the XML of their tab: nothing is written anew but the tags that say how far
a tab, its filter and its drop-downs reach.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from pipeline.form.cell_xml import CellWriter, wrapped
from pipeline.form.desk_table import Content
from pipeline.form.raw import column_letters
from pipeline.form.sheet_map import (
    RowSpan,
    SheetMap,
    Span,
    UnknownStructureError,
    cell_at,
    elements,
    map_sheet,
    range_attribute,
)

_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"

Cells = Mapping[int, Content]  # by column


class NewRow(Struct, frozen=True):
    """A row to be added, and the points that it needs."""

    height: float
    cells: Cells


class Graft(Struct, frozen=True):
    """What is to be put on one tab; rows and columns count from 0.

    `rows` are new ones, which may only stand where the cells of `columns` are empty; `fills` are
    single cells of rows that are there.
    """

    tab: str
    head: int  # the row of which new cells take their looks
    last: int  # the last row with content in `columns`
    columns: Sequence[int]
    rows: Sequence[NewRow]
    fills: Mapping[tuple[int, int], Content]

    @property
    def bottom(self) -> int:
        """The last row after the rows are added."""
        return self.last + len(self.rows)


Edit = tuple[int, int, bytes]  # from, to, what comes there


def graft(data: bytes, grafts: Sequence[Graft]) -> bytes:
    """The workbook with the rows in it.

    Raises:
        UnknownStructureError: it is built otherwise than Excel and LibreOffice do.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as result:
        parts = _parts(source)
        todo = {_part(parts, one.tab): one for one in grafts}
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename in todo:
                content = _grafted(content, todo[entry.filename])
            same = zipfile.ZipInfo(entry.filename, entry.date_time)
            same.external_attr = entry.external_attr
            result.writestr(same, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _parts(source: zipfile.ZipFile) -> Mapping[str, str]:
    """The part of every tab, by its name."""
    names = set(source.namelist())
    if not {_WORKBOOK, _RELATIONS} <= names:
        raise UnknownStructureError(_WORKBOOK)
    targets = {
        attributes.get("Id", ""): attributes.get("Target", "")
        for name, attributes in elements(source.read(_RELATIONS))
        if name == "Relationship"
    }
    found = {}
    for name, attributes in elements(source.read(_WORKBOOK)):
        if name == "sheet":
            target = targets.get(attributes.get("id", ""), "")
            found[attributes.get("name", "")] = target[1:] if target[:1] == "/" else f"xl/{target}"
    return {tab: part for tab, part in found.items() if part in names}


def _part(parts: Mapping[str, str], tab: str) -> str:
    if tab not in parts:
        raise UnknownStructureError(tab)
    return parts[tab]


def _grafted(xml: bytes, wanted: Graft) -> bytes:
    sheet = map_sheet(xml)
    writer = CellWriter(sheet, wanted.head)
    edits = [*_row_edits(sheet, wanted, writer), *_range_edits(sheet, wanted)]
    pieces, at = [], 0
    # Sorting keeps the order of what is put in at one place.
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        if start < at:
            raise UnknownStructureError("edits")
        pieces += [xml[at:start], new]
        at = end
    return b"".join([*pieces, xml[at:]])


def _row_edits(sheet: SheetMap, wanted: Graft, writer: CellWriter) -> Iterator[Edit]:
    todo: dict[int, dict[int, Content]] = {}
    for (row, column), content in wanted.fills.items():
        todo.setdefault(row, {})[column] = content
    heights: dict[int, float] = {}
    for number, added in enumerate(wanted.rows, start=wanted.last + 1):
        todo[number], heights[number] = dict(added.cells), added.height
    new: dict[int, list[bytes]] = {}  # by the place where they come
    for number in sorted(todo):
        is_new = number > wanted.last
        columns = sorted({*todo[number], *(wanted.columns if is_new else ())})
        made = {column: writer.cell(number, column, todo[number].get(column)) for column in columns}
        if number in sheet.rows:
            yield from _into_row(sheet.rows[number], made, sheet.prefix)
        else:
            later = (row.span.start for other, row in sheet.rows.items() if other > number)
            place = next(later, _end_of_data(sheet))
            told = {"r": str(number + 1), "ht": f"{heights[number]:g}"}
            inside = b"".join(made.values())
            new.setdefault(place, []).append(wrapped("row", told, inside, sheet.prefix))
    if new and sheet.data.is_closed:
        rows = b"".join(row for place in new.values() for row in place)
        yield sheet.data.start, sheet.data.end, wrapped("sheetData", {}, rows, sheet.prefix)
        return
    for place, rows_there in new.items():
        yield place, place, b"".join(rows_there)


def _end_of_data(sheet: SheetMap) -> int:
    return sheet.xml.rindex(b"<", sheet.data.start, sheet.data.end)


def _into_row(row: RowSpan, made: Mapping[int, bytes], prefix: str) -> Iterator[Edit]:
    """Put cells in a row that is there, in the order of the columns."""
    if row.span.is_closed:
        inside = b"".join(made[column] for column in sorted(made))
        yield row.span.end - 2, row.span.end, b">" + inside + f"</{prefix}row>".encode()
        return
    last = max((span.end for span in row.cells.values()), default=row.span.tag_end)
    for column in sorted(made):
        if column in row.cells:
            yield row.cells[column].start, row.cells[column].end, made[column]
        else:
            later = (row.cells[other].start for other in sorted(row.cells) if other > column)
            place = next(later, last)
            yield place, place, made[column]


def _range_edits(sheet: SheetMap, wanted: Graft) -> Iterator[Edit]:
    """How far the tab, its filter, its drop-downs and its colour rules reach."""
    if not wanted.rows:
        return
    for name, span in sheet.ranges:
        attribute = range_attribute(name)
        old = span.attributes[attribute]
        if name in {"dimension", "autoFilter"}:
            new = _stretched(old, wanted, is_all=name == "dimension")
        else:
            new = " ".join([old, *_more(old, wanted)])
        if new != old:
            yield _attribute_edit(sheet.xml, span, attribute, new)


def _stretched(old: str, wanted: Graft, *, is_all: bool) -> str:
    """A range that reaches the new rows; a filter only if it reached the last row before."""
    top, left, bottom, right = _corners(old)
    if not is_all and bottom < wanted.last:
        return old
    if is_all:
        right = max(right, *wanted.columns)
        left = min(left, *wanted.columns)
    bottom = max(bottom, wanted.bottom)
    return f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"


def _more(sqref: str, wanted: Graft) -> Iterator[str]:
    """The ranges that are lacking for the new rows to have what the last row has."""
    boxes = [_corners(part) for part in sqref.split()]
    for column in wanted.columns:
        reach = [
            bottom
            for top, left, bottom, right in boxes
            if top <= wanted.last <= bottom and left <= column <= right
        ]
        if reach and max(reach) < wanted.bottom:
            letters = column_letters(column)
            yield f"{letters}{max(reach) + 2}:{letters}{wanted.bottom + 1}"


def _corners(reference: str) -> tuple[int, int, int, int]:
    first, _, second = reference.replace("$", "").partition(":")
    top, left = cell_at(first)
    bottom, right = cell_at(second or first)
    return top, left, bottom, right


def _attribute_edit(xml: bytes, span: Span, attribute: str, new: str) -> Edit:
    tag = xml[span.start : span.tag_end]
    found = re.search(rb"\s" + attribute.encode() + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    if found is None:
        raise UnknownStructureError(attribute)
    group = 1 if found[1] is not None else 2
    return span.start + found.start(group), span.start + found.end(group), new.encode()
