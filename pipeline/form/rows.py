"""Writes the rows of a tab: each kind of Row of the layout in its own dress."""

from __future__ import annotations

import re

from xlsxwriter.format import Format

from pipeline.form.asked import not_asked, still_needed, too_long
from pipeline.form.choices import validation
from pipeline.form.formula import Cells
from pipeline.form.grid import LABEL
from pipeline.form.paper import Row, RowKind
from pipeline.form.pen import Pen, write_answer, write_count, write_value
from pipeline.form.spec import Kind, Listing, Question
from pipeline.form.stand import card_column, card_counts
from pipeline.form.style import (
    LINE_HEIGHT,
    PADDING,
    Beside,
    height,
    small_height,
)
from pipeline.model import Stap

_NEEDED = {
    Stap.INVULLEN: "Nodig voor het overleg",
    Stap.OVERLEG: "Nodig voor de vergadering",
    Stap.PLENAIR: "Nodig voor de vergadering",
}
_FIXED_HEIGHTS = {
    RowKind.SPACE: 7.0,
    RowKind.TITLE: 34.0,
    RowKind.CARD: 22.0,
    RowKind.HEADING: 24.0,
}
_LATER_CARD = re.compile(r"\.[1-9]\d*\.")
HIGHEST = 409.0  # points; Excel allows no more


def write_row(pen: Pen, number: int, row: Row) -> None:
    """Write one row of the layout; `number` counts from 0."""
    sheet = pen.sheet
    if row.key:
        sheet.write_string(number, 0, row.key)
    if row.kind in {RowKind.HEAD, RowKind.KEPT}:
        for column, name in row.heads:
            sheet.write_string(number, column, name)
        for slot in row.slots:  # nobody types here
            write_answer(sheet, (number, slot.column), slot.value, pen.styles.plain)
        sheet.set_row(number, None, None, {"hidden": True})
        return
    _DRESS[row.kind](pen, number, row)
    if row.kind in _FIXED_HEIGHTS:
        sheet.set_fixed_row(number, _FIXED_HEIGHTS[row.kind])


def colour_while_typing(pen: Pen, cells: Cells) -> None:
    """Show what is not asked in this case, what is still needed and what is too long."""
    for number, row in enumerate(pen.place.rows):
        for slot in row.slots if row.kind is RowKind.ANSWER else ():
            at = (number, slot.column, number, slot.column)
            for truth, looks in (
                (not_asked(slot, cells), pen.styles.shut),
                (still_needed(slot, cells) if row.span else None, pen.styles.wanted),
                (too_long(slot, cells), pen.styles.mark),
            ):
                if truth is not None:
                    rule = {"type": "formula", "criteria": f"={truth.formula}", "format": looks}
                    pen.sheet.conditional_format(*at, rule)


def write_card_counts(pen: Pen) -> None:
    """Beside each card, hidden, what it lacks; the first tab adds it up."""
    first = card_column(pen.place)
    for card in card_counts(pen.place):
        for column, count in enumerate(card.counts, start=first):
            write_count(pen.sheet, (card.row, column), count.formula, count.value)
            pen.sheet.set_column(column, column, 4, None, {"hidden": True})


def _title(pen: Pen, number: int, row: Row) -> None:
    pen.sheet.write_string(number, LABEL, row.label, pen.styles.title)


def _intro(pen: Pen, number: int, row: Row) -> None:
    grid = pen.place.grid
    pen.sheet.merge_range(number, LABEL, number, grid.last, row.label, pen.styles.intro)
    pen.sheet.set_fixed_row(number, height(row.label, sum(grid.widths)) + PADDING)


def _heading(pen: Pen, number: int, row: Row) -> None:
    looks = pen.styles
    pen.sheet.merge_range(number, LABEL, number, pen.place.grid.last, row.label, looks.heading)
    if row.help:
        words = looks.heading_words, row.label, looks.soft, f"    {row.help}"
        pen.sheet.write_rich_string(number, LABEL, *words, looks.heading)


def _card(pen: Pen, number: int, row: Row) -> None:
    last = pen.place.grid.last
    pen.sheet.merge_range(number, LABEL, number, last, row.label, pen.styles.card)


def _columns(pen: Pen, number: int, row: Row) -> None:
    looks = pen.styles
    pen.sheet.write_string(number, LABEL, row.label, looks.columns)
    tallest = LINE_HEIGHT
    for column, question in row.columns:
        notes = [question.help, _needed(pen, question), *_hints(question)]
        help_text = "\n".join(note for note in notes if note)
        used = _write_label(pen, (number, column), (question.label, help_text), looks.columns)
        tallest = max(tallest, used)
    pen.sheet.set_fixed_row(number, tallest + PADDING)


def _answer(pen: Pen, number: int, row: Row) -> None:
    grid = pen.place.grid
    looks = pen.styles.tall if row.span > 1 else pen.styles.single
    beside = 0.0  # points that label and hint need
    if row.label.isdecimal():
        pen.sheet.write_string(number, LABEL, row.label, pen.styles.number)
    elif row.label:
        _merge_down(pen, (number, LABEL), row.span, looks.label)
        texts = row.label, _row_help(pen, row)
        beside = _write_label(pen, (number, LABEL), texts, looks.label)
    is_first_card = not _LATER_CARD.search(row.slots[0].path)  # the others would only repeat it
    if row.span and grid.hint is not None and row.slots[0].column == grid.answer and is_first_card:
        _merge_down(pen, (number, grid.hint), row.span, looks.hint)
        beside = max(beside, _write_hint(pen, (number, grid.hint), row.slots[0].question, looks))
    tallest = max(LINE_HEIGHT, beside if row.span == 1 else 0)
    for slot in row.slots:
        write_value(pen, number, slot)
        options = validation(slot.question, pen.sources)
        if options is not None:
            pen.sheet.data_validation(number, slot.column, number, slot.column, dict(options))
        if slot.question.kind is Kind.TEXT and len(row.slots) == 1:
            tallest = max(tallest, 2 * LINE_HEIGHT)
        text = slot.value if isinstance(slot.value, str) else ""
        tallest = max(tallest, height(text, grid.width(slot.column)))
    pen.sheet.set_row(number, min(tallest + PADDING, HIGHEST))


def _merge_down(pen: Pen, at: tuple[int, int], span: int, looks: Format) -> None:
    """Let a label stand beside all rows of its question."""
    if span > 1:
        row, column = at
        pen.sheet.merge_range(row, column, row + span - 1, column, "", looks)


def _row_help(pen: Pen, row: Row) -> str:
    """The help of a row; of a klantgroep its fixed belang."""
    section, _, part = row.key.partition(".")
    return f"Belang: {pen.raad.belang(part)}" if section == "winwin" else row.help


def _write_label(pen: Pen, at: tuple[int, int], texts: tuple[str, str], cell: Format) -> float:
    """A label with its help under it in one cell; gives the points that it takes."""
    label, help_text = texts
    looks = pen.styles
    if help_text:
        strong = looks.column_name if cell is looks.columns else looks.strong
        words = strong, label, looks.soft, f"\n{help_text}"
        pen.sheet.write_rich_string(*at, *words, cell)
    else:
        pen.sheet.write_string(*at, label, cell)
    width = pen.place.grid.width(at[1])
    return height(label, width) + small_height(help_text, width)


def _write_hint(
    pen: Pen, at: tuple[int, int], question: Question | Listing, beside: Beside
) -> float:
    """Beside the answer, in grey: when it is needed, what empty means, an example."""
    looks = pen.styles
    need = _needed(pen, question)
    rest = "\n".join(_hints(question))
    if need and rest:
        words = looks.need, need, looks.soft, f"\n{rest}"
        pen.sheet.write_rich_string(*at, *words, beside.hint)
    elif need:
        pen.sheet.write_string(*at, need, beside.hint_need)
    elif rest:
        pen.sheet.write_string(*at, rest, beside.hint)
    text = "\n".join(part for part in (need, rest) if part)
    return small_height(text, pen.place.grid.width(at[1]))


def _needed(pen: Pen, question: Question | Listing) -> str:
    """In words, for the lead; the secretary works by the day, not by the step."""
    if question.nodig is None or pen.place.tab.is_secretariat:
        return ""
    return _NEEDED.get(question.nodig, "")


def _hints(question: Question | Listing) -> list[str]:
    hints = []
    if isinstance(question, Question) and question.only_if:
        hints.append(f"Alleen bij een {question.only_if} advies")
    if question.default:
        hints.append(f"Leeg = {question.default}")
    if question.example:
        hints.append(f"Voorbeeld: {question.example}")
    if isinstance(question, Question) and question.rows > 1:
        hints.append("Eén alinea per vak. Alt+Enter = nieuwe regel.")
    return hints


def _space(pen: Pen, number: int, row: Row) -> None:
    """Only its height, which write_row gives."""


_DRESS = {
    RowKind.TITLE: _title,
    RowKind.INTRO: _intro,
    RowKind.HEADING: _heading,
    RowKind.COLUMNS: _columns,
    RowKind.CARD: _card,
    RowKind.ANSWER: _answer,
    RowKind.SPACE: _space,
}
