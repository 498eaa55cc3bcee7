"""Writes cells as XML of a worksheet, in the looks of the head row of their tab."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from xml.sax.saxutils import escape

from pipeline.form.desk_table import Content, Link
from pipeline.form.link import hyperlink
from pipeline.form.raw import column_letters
from pipeline.form.sheet_map import SheetMap

_FIRST_DAY = date(1899, 12, 30)  # day 0 of a spreadsheet
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_A_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read _x0041_ as A


class CellWriter:
    """Makes cells of a tab; `head` is the row of which they take their looks."""

    def __init__(self, sheet: SheetMap, head: int) -> None:
        self._sheet = sheet
        self._head = sheet.rows[head].cells if head in sheet.rows else {}

    def cell(self, row: int, column: int, content: Content | None) -> bytes:
        """One cell, empty without `content`; row and column count from 0."""
        attributes = {"r": f"{column_letters(column)}{row + 1}"}
        style = self._style(row, column)
        if style:
            attributes["s"] = style
        kind, inside = _inside(content, self._sheet.prefix)
        if kind:
            attributes["t"] = kind
        return wrapped("c", attributes, inside, self._sheet.prefix)

    def _style(self, row: int, column: int) -> str:
        there = self._sheet.rows.get(row)
        cell = there.cells.get(column) if there else None
        looks = cell or self._head.get(column)
        return looks.attributes.get("s", "") if looks and column else ""


def _inside(content: Content | None, prefix: str) -> tuple[str, bytes]:
    """The type of a cell and what stands in it."""

    def told(name: str, text: str) -> str:
        return f"<{prefix}{name}>{escape(text)}</{prefix}{name}>"

    if content is None:
        return "", b""
    if isinstance(content, date):
        return "", told("v", str((content - _FIRST_DAY).days)).encode()
    if isinstance(content, int):
        return "", told("v", str(content)).encode()
    text = _clean(content.text if isinstance(content, Link) else content)
    formula = hyperlink(content) if isinstance(content, Link) else None
    if formula is not None:
        return "str", f"{told('f', _clean(formula))}{told('v', text)}".encode()
    line = f'<{prefix}t xml:space="preserve">{escape(text)}</{prefix}t>'
    return "inlineStr", f"<{prefix}is>{line}</{prefix}is>".encode()


def _clean(text: str) -> str:
    return _LIKE_A_CODE.sub("_x005F_", _NOT_XML.sub("\ufffd", text))


def wrapped(name: str, attributes: Mapping[str, str], inside: bytes, prefix: str) -> bytes:
    """An element with its attributes and what is inside it."""
    told = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{prefix}{name}{told}>".encode() + inside + f"</{prefix}{name}>".encode()
