"""Writes the bold and italic words of answers in their cells, over the plain text."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from pipeline.form.nadruk import pieces, within
from pipeline.form.paper import Layout
from pipeline.form.pen import Pen
from pipeline.form.style import TEXT
from pipeline.model import Nadruk

_BETWEEN = len("\n\n")  # what parts the alinea's of a long text, each in a row of its own
_CODE = "_x"  # how Excel stores a sign as a code; XlsxWriter garbles one in formatted words


def write_nadruk(
    book: Workbook, pens: Mapping[str, Pen], plan: Layout, nadruk: Mapping[str, Nadruk]
) -> None:
    """Give the answers of `plan` their emphasis, by JSON path; `pens` wrote the plain ones."""
    if not nadruk:
        return
    looks = {style: _format(book, style) for style in ("", "b", "i", "bi")}
    done: dict[str, int] = {}  # how far in each text
    for place in plan.tabs:
        for number, row in enumerate(place.rows):
            for slot in row.slots:
                if slot.path not in nadruk or not isinstance(slot.value, str):
                    continue
                start = done.get(slot.path, 0)
                done[slot.path] = start + len(slot.value) + _BETWEEN
                words = within(nadruk[slot.path], start, start + len(slot.value))
                if words and _CODE not in slot.value:
                    pen = pens[place.tab.name]
                    parts = _parts(slot.value, words, looks)
                    pen.sheet.write_rich_string(number, slot.column, *parts, pen.styles.text)


def _format(book: Workbook, style: str) -> Format:
    return book.add_format({"font_color": TEXT, "bold": "b" in style, "italic": "i" in style})


def _parts(text: str, words: Nadruk, looks: Mapping[str, Format]) -> list[object]:
    """The pieces of a text, each after its format, as XlsxWriter wants them: two or more."""
    found = [(piece, style) for piece, style in pieces(text, words) if piece]
    if len(found) == 1:
        (whole, style) = found[0]
        found = [(whole[:1], style), (whole[1:], style)]
    return [part for piece, style in found if piece for part in (looks[style], piece)]
