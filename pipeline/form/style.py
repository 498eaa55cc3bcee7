"""How the form looks: one accent colour, Calibri, and room to breathe.

Meaning is never in colour alone: what is needed, marked or not asked says so in words too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import ceil
from xml.sax.saxutils import escape

from msgspec import Struct
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

ACCENT = "#17505B"
TINT = "#E3EEEF"  # bands and column names
FIELD = "#F4F8F8"  # a cell to fill in
LINE = "#B4C6C9"
TEXT = "#22292B"
SOFT = "#5A676B"  # help, examples: 5.9:1 on white
SHUT = "#E6E6E6"  # not asked in this case
GREY_TAB = "#9AA3A6"
WARM = "#FFF1D6"  # something to look at
RED = "#9C2A1B"

LINE_HEIGHT = 15.0  # points, of 11 point Calibri
SMALL_HEIGHT = 13.5  # of 10 point
PADDING = 6.0

# How Excel stores a sign as a code (_x0041_ is A), and how XlsxWriter knows its own formatted text.
_MISREAD = re.compile(r"_x[0-9A-Fa-f]{4}_|^<r>.*</r>$", re.DOTALL)
_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST_RUN = 10**6  # of a text that is written as a run; write.py refuses what is too long


class GrowingSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter ships no types
    """A worksheet of which the rows grow with what is typed, and which keeps any text as it is.

    XlsxWriter marks every height that is set as the user's own (customHeight), and Excel never
    changes such a row again: a pasted alinea would be cut off. Without the mark the height is
    only where the row begins.

    XlsxWriter also writes a text from <r> to </r> as XML, and escapes only every other code of a
    text such as _x0041_x0042_. Such a text is written as a run of our own.
    """

    def __init__(self) -> None:
        super().__init__()
        self._fixed_rows: set[int] = set()
        self.heights: dict[int, float] = {}  # points, by row from 0; a hidden row has none
        self.xls_strmax = _LONGEST_RUN

    def _write_string(self, row: int, col: int, string: str, cell_format: Format = None) -> int:
        if _MISREAD.search(string):
            string = _run(string)
        written: int = super()._write_string(row, col, string, cell_format)
        return written

    def set_row(
        self,
        row: int,
        height: float | None = None,
        cell_format: Format | None = None,
        options: Mapping[str, object] | None = None,
    ) -> int:
        """Give a row its first height."""
        is_hidden = bool(options and options.get("hidden"))
        self.heights[row] = 0.0 if is_hidden else LINE_HEIGHT if height is None else height
        done: int = super().set_row(row, height, cell_format, options)
        return done

    def set_fixed_row(self, row: int, height: float) -> None:
        """Give a row without answers the height that it keeps; `row` counts from 0."""
        self.set_row(row, height)
        self._fixed_rows.add(row + 1)

    def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, object]]) -> None:
        super()._xml_start_tag_unencoded(tag, self._without_mark(tag, attributes))

    def _without_mark(
        self, tag: str, attributes: list[tuple[str, object]]
    ) -> list[tuple[str, object]]:
        if tag != "row" or dict(attributes)["r"] in self._fixed_rows:
            return attributes
        return [pair for pair in attributes if pair[0] != "customHeight"]


def _run(text: str) -> str:
    """The XML of a text without formatting.

    An underscore as &#95; is one for whoever reads the XML, and no code for XlsxWriter.
    """
    coded = _CODE.sub("_x005F_", text)
    plain = escape(coded).replace("_x", "&#95;x")
    return f'<r><t xml:space="preserve">{plain}</t></r>'


class Beside(Struct, frozen=True):
    """What stands left and right of an answer: in the middle of its row, above if it has more."""

    label: Format
    hint: Format
    hint_need: Format


class Styles(Struct, frozen=True):
    """Every format of the workbook."""

    title: Format
    intro: Format
    heading: Format
    heading_words: Format  # inside a cell
    card: Format
    columns: Format
    single: Beside  # of a question of one row
    tall: Beside
    number: Format
    text: Format
    date: Format
    count: Format
    strong: Format  # inside a cell
    column_name: Format  # inside a cell
    soft: Format  # inside a cell
    need: Format  # inside a cell
    plain: Format
    link: Format
    shut: Format
    wanted: Format
    mark: Format
    mark_word: Format


def styles(book: Workbook) -> Styles:
    """Make the formats in `book`."""

    def make(**properties: object) -> Format:
        return book.add_format({"font_color": TEXT, "valign": "top", **properties})

    def beside(valign: str) -> Beside:
        small: dict[str, object] = {
            "font_size": 10,
            "text_wrap": True,
            "align": "left",
            "indent": 1,
        }
        return Beside(
            make(text_wrap=True, bold=True, valign=valign),
            make(**small, font_color=SOFT, valign=valign),
            make(**small, font_color=ACCENT, bold=True, valign=valign),
        )

    field: dict[str, object] = {
        "locked": False,
        "text_wrap": True,
        "bg_color": FIELD,
        "border": 1,
        "border_color": LINE,
        "indent": 1,
        "align": "left",
        "valign": "vcenter",
    }
    band: dict[str, object] = {"bold": True, "font_color": ACCENT, "bg_color": TINT}
    return Styles(
        title=make(bold=True, font_size=20, font_color=ACCENT, valign="vcenter"),
        intro=make(font_color=SOFT, text_wrap=True),
        heading=make(
            bold=True,
            font_size=13,
            font_color=ACCENT,
            bottom=2,
            bottom_color=ACCENT,
            valign="vcenter",
        ),
        heading_words=make(bold=True, font_size=13, font_color=ACCENT),
        card=make(**band, font_size=12, valign="vcenter"),
        columns=make(
            **band,
            text_wrap=True,
            bottom=1,
            bottom_color=ACCENT,
            align="left",
            indent=1,
            valign="vcenter",
        ),
        single=beside("vcenter"),
        tall=beside("top"),
        number=make(font_color=SOFT, align="right", indent=1, valign="vcenter"),
        text=make(**field),
        date=make(**field, num_format="d-m-yyyy"),
        count=make(**field, num_format="0"),
        strong=make(bold=True, valign="vcenter"),
        column_name=make(bold=True, font_color=ACCENT),
        soft=make(font_size=10, font_color=SOFT),
        need=make(font_size=10, bold=True, font_color=ACCENT),
        plain=make(text_wrap=True, valign="vcenter"),
        link=make(font_color=ACCENT, underline=1, valign="vcenter"),
        shut=book.add_format({"bg_color": SHUT, "font_color": "#7A7A7A"}),
        wanted=book.add_format({"border": 1, "border_color": ACCENT}),
        mark=book.add_format({"bg_color": WARM}),
        mark_word=make(
            font_size=10, bold=True, font_color=RED, align="left", indent=1, valign="vcenter"
        ),
    )


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of `width` characters: a guess, rather too many.

    A width counts digits; Dutch text is narrower, and every line loses half a word at its end.
    """
    return sum(max(1, ceil(len(part) * 0.9 / max(width - 3, 1))) for part in text.split("\n"))


def height(text: str, width: float) -> float:
    """Points that a text takes."""
    return lines(text, width) * LINE_HEIGHT if text else 0.0


def small_height(text: str, width: float) -> float:
    """Points that a text takes in small print."""
    return lines(text, width * 1.15) * SMALL_HEIGHT if text else 0.0
