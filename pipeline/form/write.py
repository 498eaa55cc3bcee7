"""Writes the input sheet: a Form with Answers becomes the workbook that a volunteer fills in.

Column A is hidden and holds a key per row; a row of which it starts with `#` names the columns.
That is all that reading relies on (parse.py). What the lead typed is always written as text,
never as a formula. The same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from xlsxwriter import Workbook

from pipeline.council import Raad
from pipeline.errors import PipelineError
from pipeline.form.choices import LISTS_TAB, write_lists
from pipeline.form.cover import write_checklist, write_cover
from pipeline.form.fields import FORM_VERSION
from pipeline.form.formula import Cells
from pipeline.form.layout import Answers, layout
from pipeline.form.nadruk_write import write_nadruk
from pipeline.form.page import break_between_blocks, set_up_page
from pipeline.form.paper import Layout
from pipeline.form.pen import Pen
from pipeline.form.rows import colour_while_typing, write_card_counts, write_row
from pipeline.form.spec import Form
from pipeline.form.style import GrowingSheet, styles
from pipeline.model import Nadruk

_CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 -- a workbook's date has no zone; fixed, so that equal input gives equal bytes
LONGEST = 32_767  # characters that fit in a cell


class TextTooLongError(PipelineError):
    """A text does not fit in a cell of a spreadsheet."""

    exit_status = 2
    hint = "Verdeel de tekst met een lege regel in alinea's. Er is niets geschreven."

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is te lang: in één cel passen {LONGEST} tekens.")


def write_form(
    path: Path | BinaryIO,
    form: Form,
    raad: Raad,
    answers: Answers,
    *,
    nadruk: Mapping[str, Nadruk] = MappingProxyType({}),
) -> None:
    """Write the workbook of `form` with `answers` in its cells.

    `nadruk` are the bold and italic words of the answers, by their path.

    Raises:
        TextTooLongError: an alinea is longer than a cell can hold; nothing is written.
    """
    plan = layout(form, kept(answers))
    with open_book(path, raad) as book:
        write_nadruk(book, write_tabs(book, plan, raad), plan, nadruk)


def kept(answers: Answers) -> Answers:
    """The answers with the version of the form they are written on."""
    return {**answers, "formulier.versie": FORM_VERSION}


@contextmanager
def open_book(path: Path | BinaryIO, raad: Raad) -> Iterator[Workbook]:
    """A workbook that is written to `path` at the end, with fixed dates."""
    book = Workbook(path, {"in_memory": True, "default_date_format": "d-m-yyyy"})
    book.set_properties(
        {"title": "Adviesformulier", "author": raad.naam, "company": raad.naam, "created": _CREATED}
    )
    yield book
    book.close()


def write_tabs(
    book: Workbook, plan: Layout, raad: Raad, extra_tab: str | None = None
) -> Mapping[str, Pen]:
    """Write all tabs in `book`; `extra_tab` is made empty after the first. Gives the pens."""
    _refuse_what_does_not_fit(plan)
    looks = styles(book)
    names = [place.tab.name for place in plan.tabs]
    sheets: dict[str, GrowingSheet] = {}
    for name in [names[0], *([extra_tab] if extra_tab else []), *names[1:]]:
        sheets[name] = book.add_worksheet(name, worksheet_class=GrowingSheet)
    sources = write_lists(book, book.add_worksheet(LISTS_TAB), raad)
    pens = {p.tab.name: Pen(sheets[p.tab.name], looks, p, raad, sources) for p in plan.tabs}
    cells = Cells(plan)
    for pen in pens.values():
        _write_tab(pen, plan, cells)
    return pens


def _refuse_what_does_not_fit(plan: Layout) -> None:
    for place in plan.tabs:
        for slot in (slot for row in place.rows for slot in row.slots):
            if isinstance(slot.value, str) and len(slot.value) > LONGEST:
                raise TextTooLongError(slot.path)


def _write_tab(pen: Pen, plan: Layout, cells: Cells) -> None:
    set_up_page(pen.sheet, pen.place, pen.raad)
    for number, row in enumerate(pen.place.rows):
        write_row(pen, number, row)
    break_between_blocks(pen.sheet, pen.place)
    colour_while_typing(pen, cells)
    write_card_counts(pen)
    if pen.place.tab is plan.tabs[0].tab:
        write_cover(pen, plan, cells)
    if pen.place.tab.name == "Inleveren":
        write_checklist(pen)
