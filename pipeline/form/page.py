"""A tab as a page: column widths, what stays in sight, protection and how it prints on A4."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.council import Raad
from pipeline.form.breaks import BOTTOM, MARGIN, TOP, can_shrink, pages, room_down
from pipeline.form.grid import LABEL
from pipeline.form.paper import Row, RowKind, TabLayout
from pipeline.form.style import ACCENT, GREY_TAB, LINE_HEIGHT, GrowingSheet

_A4 = 9
TITLE_ROWS = 2  # the hidden head row and the title


def set_up_page(sheet: GrowingSheet, place: TabLayout, raad: Raad) -> None:
    """Set everything of a tab that is not in its cells."""
    sheet.set_column(0, 0, 12, None, {"hidden": True})
    for column, width in enumerate(place.grid.widths, start=LABEL):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(GREY_TAB if place.tab.is_secretariat else ACCENT)
    in_sight = _rows_in_sight(place)
    sheet.freeze_panes(in_sight, 0)
    if in_sight > TITLE_ROWS:
        sheet.repeat_rows(in_sight - 2)  # the names of the columns; a hidden head row follows them
    _protect(sheet)
    print_on_a4(sheet, raad, is_landscape=place.grid.is_landscape)
    everywhere = "A1:Z5000"
    sheet.ignore_errors(
        {
            "number_stored_as_text": everywhere,
            "formula_differs": everywhere,
            "empty_cell_reference": everywhere,
        }
    )
    first = next(
        (
            (number, row.slots[0].column)
            for number, row in enumerate(place.rows)
            if row.kind is RowKind.ANSWER
        ),
        (1, LABEL),
    )
    sheet.set_selection(*first, *first)


def print_on_a4(sheet: GrowingSheet, raad: Raad, *, is_landscape: bool) -> None:
    """One page wide, with the council above and the page number below."""
    sheet.set_paper(_A4)
    if is_landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(MARGIN, MARGIN, top=TOP, bottom=BOTTOM)
    name = raad.naam.replace("&", "&&")  # a single & starts a code
    sheet.set_header(f"&L&9&K5A676B{name}&R&9&K5A676BAdviesformulier – &A")
    sheet.set_footer("&R&9&K5A676BPagina &P van &N")


def break_between_blocks(sheet: GrowingSheet, place: TabLayout) -> None:
    """Begin a new page before a question, list or card that would stand half on this one.

    For when the rows are written: only then is known how high they are.
    """
    firsts = [0, *_blocks(place.rows)]
    pieces = [
        sum(sheet.heights.get(row, LINE_HEIGHT) for row in range(first, end))
        for first, end in pairwise((*firsts, len(place.rows)))
    ]
    widths, is_landscape = place.grid.widths, place.grid.is_landscape
    breaks = pages(pieces, room_down(widths, is_landscape=is_landscape))[1:]
    if breaks and can_shrink(sum(pieces), widths, is_landscape=is_landscape):
        sheet.fit_to_pages(1, 1)
    else:
        sheet.set_h_pagebreaks([firsts[number] for number in breaks])


def _blocks(rows: Sequence[Row]) -> Iterator[int]:
    """The rows before which a page may end; a heading stays with what it is above."""
    kind = RowKind.TITLE
    for number, row in enumerate(rows):
        if row.kind is RowKind.SPACE and kind not in {RowKind.TITLE, RowKind.HEADING}:
            yield number
        if row.kind not in {RowKind.SPACE, RowKind.HEAD, RowKind.KEPT, RowKind.INTRO}:
            kind = row.kind


def _rows_in_sight(place: TabLayout) -> int:
    """The title stays; above a logbook the names of its columns too."""
    answers = (n for n, row in enumerate(place.rows) if row.kind is RowKind.ANSWER)
    is_one_table = {r.key for r in place.rows if r.kind is RowKind.ANSWER} == {"voortgang.*"}
    return next(answers) if is_one_table else TITLE_ROWS


def _protect(sheet: GrowingSheet) -> None:
    """Only answers can be typed in; no password, and rows may be added and made higher.

    Excel lets a row grow with its text on a protected sheet only where format_rows is allowed.
    """
    sheet.protect(
        "", {"format_rows": True, "insert_rows": True, "insert_hyperlinks": True, "objects": True}
    )
