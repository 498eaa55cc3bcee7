"""Decides which row and column every question has on its tab: Form and Answers to a Layout.

Pure: nothing here knows a spreadsheet library. The writer puts a Layout in a workbook and the
feedback asks it for the cell of a key, so that the two never disagree. A tab grows when there
are more answers than room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from pipeline.form.grid import LABEL, Grid, grid_of
from pipeline.form.paper import Answer, Answers, Cell, Layout, Row, RowKind, Slot, TabLayout
from pipeline.form.spec import Block, Cards, Form, Heading, Kind, Listing, Question, Tab, Table

__all__ = ["Answer", "Answers", "Layout", "alineas", "layout", "length_of"]

_CLEARED = "gezien_en_akkoord"
# Exactly between two characters that are not blank, so that stripping each cell and joining
# with a blank line gives the same text back.
_BETWEEN_ALINEAS = re.compile(r"(?<=\S)\n\n(?=\S)")


def layout(form: Form, answers: Answers) -> Layout:
    """Lay out `form` with `answers` in their cells."""
    tabs = tuple(_lay_tab(tab, answers) for tab in form.tabs)
    cells: dict[str, Cell] = {}
    for place in tabs:
        for number, row in enumerate(place.rows):
            # What the program keeps for itself is hidden: nobody is sent there.
            for slot in row.slots if row.kind is RowKind.ANSWER else ():
                cells.setdefault(slot.path, Cell(place.tab.name, number, slot.column))
    shown = {path: cell.place for path, cell in cells.items() if path in answers}
    return Layout(tuple(_naming_cells(place, shown) for place in tabs), cells)


def _naming_cells(place: TabLayout, shown: Mapping[str, str]) -> TabLayout:
    """Where a lead cleared an answer, show its cell on this form instead of its key.

    Cells move when a form grows, so the key is what is kept; reading turns the cell into it again.
    """
    if not any(block.key == _CLEARED for block in place.tab.blocks if isinstance(block, Table)):
        return place

    def named(slot: Slot) -> Slot:
        is_key = slot.question.key == "sleutel" and slot.value in shown
        return replace(slot, value=shown[str(slot.value)]) if is_key else slot

    rows = (replace(row, slots=tuple(named(slot) for slot in row.slots)) for row in place.rows)
    return replace(place, rows=tuple(rows))


def alineas(text: str) -> list[str]:
    """A long text as the cells it is written in."""
    return _BETWEEN_ALINEAS.split(text)


def length_of(key: str, answers: Answers) -> int:
    """How many items the list `key` has in the answers."""
    start = f"{key}."
    numbers = (
        path.removeprefix(start).partition(".")[0] for path in answers if path.startswith(start)
    )
    return max((int(number) + 1 for number in numbers), default=0)


def _lay_tab(tab: Tab, answers: Answers) -> TabLayout:
    grid = grid_of(tab.name)
    rows = [
        _head(grid),
        Row(RowKind.TITLE, label=tab.title),
        Row(RowKind.INTRO, label=tab.intro),
    ]
    heads = rows[0].heads
    for block in tab.blocks:
        wanted = _heads(block, grid)
        if isinstance(block, Table):
            # Labels of columns stand where answers do; under a head without columns they are no answers.
            rows += [Row(RowKind.SPACE), Row(RowKind.HEAD, key="#"), *_table_heading(block, grid)]
        elif heads != wanted:
            rows.append(_head(grid))
        heads = wanted
        rows.extend(_lay_block(block, grid, answers))
    return TabLayout(tab, grid, tuple(rows))


def _head(grid: Grid) -> Row:
    return Row(RowKind.HEAD, key="#", heads=((grid.answer, "antwoord"),))


def _heads(block: Block, grid: Grid) -> tuple[tuple[int, str], ...]:
    if isinstance(block, Table):
        return tuple((grid.table + n, column.key) for n, column in enumerate(block.columns))
    return ((grid.answer, "antwoord"),)


def _lay_block(block: Block, grid: Grid, answers: Answers) -> Iterator[Row]:
    if isinstance(block, Heading):
        yield Row(RowKind.SPACE)
        yield Row(RowKind.HEADING, label=block.text, help=block.help)
    elif isinstance(block, Question):
        if not block.is_hidden:
            yield Row(RowKind.SPACE)
        yield from _lay_question(block, block.key, block.key, grid, answers)
    elif isinstance(block, Listing):
        yield Row(RowKind.SPACE)
        yield from _lay_listing(block, grid, answers)
    elif isinstance(block, Cards):
        yield from _lay_cards(block, grid, answers)
    else:
        yield from _lay_table(block, grid, answers)


def _lay_question(
    question: Question, key: str, path: str, grid: Grid, answers: Answers
) -> Iterator[Row]:
    value = answers.get(path)
    pieces: Sequence[Answer | None] = [value]
    if question.kind is Kind.TEXT and isinstance(value, str):
        pieces = alineas(value)
    kind = RowKind.KEPT if question.is_hidden else RowKind.ANSWER
    count = max(question.rows, len(pieces))
    for number in range(count):
        piece = pieces[number] if number < len(pieces) else None
        yield Row(
            kind,
            key=key,
            label=question.label if number == 0 else "",
            help=question.help if number == 0 else "",
            slots=(Slot(grid.answer, path, question, piece),),
            span=0 if number else count,
        )


def _lay_listing(listing: Listing, grid: Grid, answers: Answers) -> Iterator[Row]:
    count = max(listing.room, length_of(listing.key, answers))
    for number in range(count):
        path = f"{listing.key}.{number}"
        yield Row(
            RowKind.ANSWER,
            key=f"{listing.key}.*",
            label=listing.label if number == 0 else "",
            help=listing.help if number == 0 else "",
            slots=(Slot(grid.answer, path, listing, answers.get(path)),),
            span=0 if number else count,
        )


def _lay_cards(cards: Cards, grid: Grid, answers: Answers) -> Iterator[Row]:
    for number in range(max(cards.room, length_of(cards.key, answers))):
        yield Row(RowKind.SPACE)
        yield Row(RowKind.CARD, label=f"{cards.label} {number + 1}")
        for question in cards.fields:
            key = f"{cards.key}.{number + 1}.{question.key}"
            path = f"{cards.key}.{number}.{question.key}"
            yield from _lay_question(question, key, path, grid, answers)


def _table_heading(table: Table, grid: Grid) -> Iterator[Row]:
    if grid.names_tables:
        yield Row(RowKind.HEADING, label=table.label, help=table.help)
    columns = tuple((grid.table + n, column) for n, column in enumerate(table.columns))
    yield Row(RowKind.COLUMNS, label=grid.rows_label, columns=columns)


def _lay_table(table: Table, grid: Grid, answers: Answers) -> Iterator[Row]:
    heads = _heads(table, grid)
    yield Row(RowKind.HEAD, key=f"#{table.key}", heads=heads)
    if table.is_fixed:
        helps = table.row_help or ("",) * len(table.rows)
        for (part, label), help_text in zip(table.rows, helps, strict=True):
            key = f"{table.key}.{part}"
            yield Row(
                RowKind.ANSWER,
                key=key,
                label=label,
                help=help_text,
                slots=_table_slots(table, key, grid, answers),
            )
        return
    for number in range(max(table.room, length_of(table.key, answers))):
        yield Row(
            RowKind.ANSWER,
            key=f"{table.key}.*",
            label="" if grid.table == LABEL else str(number + 1),
            slots=_table_slots(table, f"{table.key}.{number}", grid, answers),
        )


def _table_slots(table: Table, path: str, grid: Grid, answers: Answers) -> tuple[Slot, ...]:
    return tuple(
        Slot(grid.table + n, f"{path}.{column.key}", column, answers.get(f"{path}.{column.key}"))
        for n, column in enumerate(table.columns)
    )
