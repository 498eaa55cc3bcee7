"""Writes a new secretariaat.xlsx: the tabs of the table with the lines that are known now.

The hidden head row wears the looks of the answers below it: from there a line that is appended
later (graft.py) gets its own. Nothing is locked, so that the secretary may sort and add columns.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from pipeline.council import Raad
from pipeline.form.breaks import pages, room_across, taken
from pipeline.form.choices import validation
from pipeline.form.desk_table import HEAD, Column, Content, DeskTab, Line, Link
from pipeline.form.link import hyperlink
from pipeline.form.page import print_on_a4
from pipeline.form.spec import Kind
from pipeline.form.style import (
    ACCENT,
    LINE,
    LINE_HEIGHT,
    PADDING,
    SOFT,
    TEXT,
    TINT,
    GrowingSheet,
    height,
    small_height,
)

_CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 -- a workbook's date has no zone; fixed, so that equal input gives equal bytes
_TITLE, _INTRO, _GROUPS, _NAMES, FIRST = range(1, 6)  # rows; the head row is 0
_INTRO_WIDTH = 110  # characters
_ROOMY = 2  # characters; the guess of a height leaves room for a margin that these cells have not
HIGHEST = 400.0  # points
_SMALLEST = 2 / 3  # of the full size; one more page reads better


def write_desk(lines: Mapping[str, Sequence[Line]], tabs: Sequence[DeskTab], raad: Raad) -> bytes:
    """The bytes of a table with `lines`, by the name of their tab."""
    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True, "default_date_format": "d-m-yyyy"})
    book.set_properties(
        {"title": "Secretariaat", "author": raad.naam, "company": raad.naam, "created": _CREATED}
    )
    looks = _Looks(book)
    for tab in tabs:
        sheet = book.add_worksheet(tab.name, worksheet_class=GrowingSheet)
        _write_top(sheet, tab, looks)
        for number, line in enumerate(lines.get(tab.name, ()), start=FIRST):
            _write_line(sheet, number, line, tab, looks)
        _set_up(sheet, tab, raad)
    book.close()
    return target.getvalue()


class _Looks:
    """The formats of the table."""

    def __init__(self, book: Workbook) -> None:
        def make(**properties: object) -> Format:
            return book.add_format({"font_color": TEXT, "valign": "top", **properties})

        cell: dict[str, object] = {
            "text_wrap": True,
            "border": 1,
            "border_color": LINE,
            "align": "left",
        }
        band: dict[str, object] = {
            "bold": True,
            "font_color": ACCENT,
            "bg_color": TINT,
            "border": 1,
            "border_color": LINE,
            "align": "left",
            "text_wrap": True,
        }
        self.title = make(bold=True, font_size=20, font_color=ACCENT)
        self.intro = make(font_color=SOFT, text_wrap=True)
        self.group = make(**band, font_size=12)
        self.name = make(**band)
        self.strong = make(bold=True, font_color=ACCENT)
        self.soft = make(font_size=9, font_color=SOFT)
        self._text = make(**cell)
        self._link = make(**{**cell, "font_color": ACCENT, "underline": 1})
        self._date = make(**cell, num_format="d-m-yyyy")
        self._number = make(**cell, num_format="0")

    def of(self, column: Column) -> Format:
        """The looks of the cells of a column."""
        if column.is_link:
            return self._link
        kind = column.question.kind if column.question else Kind.LINE
        return {Kind.DATE: self._date, Kind.NUMBER: self._number}.get(kind, self._text)


def _write_top(sheet: GrowingSheet, tab: DeskTab, looks: _Looks) -> None:
    sheet.write_string(0, 0, f"{HEAD}{tab.name.casefold()}")
    for number, column in enumerate(tab.columns, start=1):
        sheet.write_string(0, number, column.key, looks.of(column))
    sheet.set_row(0, None, None, {"hidden": True})
    for row in range(_TITLE, FIRST):
        sheet.write_string(row, 0, HEAD)
    sheet.write_string(_TITLE, 1, tab.title, looks.title)
    sheet.set_fixed_row(_TITLE, 34)
    first = 1
    if tab.subtitle:
        sheet.write_string(_INTRO, 1, tab.subtitle, looks.intro)
        first = 2
    last, width = first - 1, 0.0
    for column in tab.columns[first - 1 :]:
        if width < _INTRO_WIDTH:
            last, width = last + 1, width + column.width
    sheet.merge_range(_INTRO, first, _INTRO, last, tab.intro, looks.intro)
    sheet.set_fixed_row(_INTRO, height(tab.intro, width) + PADDING)
    _write_names(sheet, tab, looks)


def _write_names(sheet: GrowingSheet, tab: DeskTab, looks: _Looks) -> None:
    """The groups, and below them the columns by name, with what an empty cell means."""
    at = 1
    for group in tab.groups:
        last = at + len(group.columns) - 1
        if last > at:
            sheet.merge_range(_GROUPS, at, _GROUPS, last, group.title, looks.group)
        else:
            sheet.write_string(_GROUPS, at, group.title, looks.group)
        at = last + 1
    tallest = 0.0
    for number, column in enumerate(tab.columns, start=1):
        note = _note(column)
        if note:
            words = looks.strong, column.label, looks.soft, f"\n{note}"
            sheet.write_rich_string(_NAMES, number, *words, looks.name)
        else:
            sheet.write_string(_NAMES, number, column.label, looks.name)
        width = column.width + _ROOMY
        tallest = max(tallest, height(column.label, width) + small_height(note, width))
    sheet.set_fixed_row(_NAMES, tallest + PADDING)


def _note(column: Column) -> str:
    """Under the name of a column: its help, and what an empty cell means."""
    if column.question is None:
        return ""
    default = f"Leeg = {column.question.default}." if column.question.default else ""
    return "\n".join(part for part in (column.question.help, default) if part)


def line_height(line: Line, tab: DeskTab) -> float:
    """Points that a row needs; LibreOffice does not find them out by itself."""
    tallest = LINE_HEIGHT
    for column in tab.columns:
        content = line.cells.get(column.key)
        text = content.text if isinstance(content, Link) else content
        if isinstance(text, str):
            tallest = max(tallest, height(text, column.width + _ROOMY))
    return min(tallest, HIGHEST) + PADDING / 2


def _write_line(sheet: GrowingSheet, number: int, line: Line, tab: DeskTab, looks: _Looks) -> None:
    sheet.write_string(number, 0, line.form_id)
    sheet.set_row(number, line_height(line, tab))
    for at, column in enumerate(tab.columns, start=1):
        _write(sheet, (number, at), line.cells.get(column.key), looks.of(column))


def _write(
    sheet: GrowingSheet, at: tuple[int, int], content: Content | None, looks: Format
) -> None:
    formula = hyperlink(content) if isinstance(content, Link) else None
    if content is None:
        sheet.write_blank(*at, None, looks)
    elif isinstance(content, Link) and formula is not None:
        sheet.write_formula(*at, f"={formula}", looks, content.text)
    elif isinstance(content, date):
        sheet.write_datetime(*at, content, looks)
    elif isinstance(content, int):
        sheet.write_number(*at, content, looks)
    else:
        sheet.write_string(*at, content.text if isinstance(content, Link) else content, looks)


def _set_up(sheet: GrowingSheet, tab: DeskTab, raad: Raad) -> None:
    sheet.set_column(0, 0, 12, None, {"hidden": True})
    last = FIRST + tab.room - 1
    for number, column in enumerate(tab.columns, start=1):
        sheet.set_column(number, number, column.width)
        options = validation(column.question, {}) if column.question else None
        if options is not None:
            shown = {key: value for key, value in options.items() if not key.startswith("input_")}
            sheet.data_validation(FIRST, number, last, number, shown)
    # The hidden keys are in it: sorting moves them along with their answers.
    sheet.autofilter(_NAMES, 0, last, len(tab.columns))
    sheet.freeze_panes(FIRST, 2)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(ACCENT)
    _set_up_print(sheet, tab, raad)
    sheet.set_selection(FIRST, 4, FIRST, 4)


def _set_up_print(sheet: GrowingSheet, tab: DeskTab, raad: Raad) -> None:
    """One page wide, or a page for every few groups, beside the first column of all."""
    print_on_a4(sheet, raad, is_landscape=True)
    name = raad.naam.replace("&", "&&")  # a single & starts a code
    sheet.set_header(f"&L&9&K5A676B{name}&R&9&K5A676BSecretariaat – &A")
    sheet.repeat_rows(_GROUPS, _NAMES)
    room = room_across(is_landscape=True)
    again = taken([tab.columns[0].width])
    groups = [taken([column.width for column in group.columns]) for group in tab.groups]
    firsts = pages(groups, room / _SMALLEST, again)
    if len(firsts) == 1:
        return
    widest = max(
        sum(groups[first:end]) + (again if first else 0)
        for first, end in zip(firsts, (*firsts[1:], None), strict=True)
    )
    # Excel breaks between columns where it is told to only when a tab is not to fit on a page.
    sheet.set_print_scale(min(100, int(100 * room / widest)))
    sheet.set_v_pagebreaks(
        [1 + sum(len(group.columns) for group in tab.groups[:first]) for first in firsts[1:]]
    )
    sheet.repeat_columns(0, 1)
    sheet.print_across()
