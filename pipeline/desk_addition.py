"""What one tab of the secretary's table lacks, and whether it was added without a loss.

A row is known by what it is about (the dossier, or one adviespunt of a letter), wherever it was
sorted to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time

from msgspec import Struct

from pipeline.form.desk_table import (
    KENMERK,
    NUMMER,
    Content,
    DeskTab,
    Found,
    Line,
    Link,
    find_tab,
)
from pipeline.form.desk_write import line_height
from pipeline.form.graft import Graft, NewRow
from pipeline.form.raw import Broken, RawSheet, Value
from pipeline.form.sheet_map import UnknownStructureError


class Addition(Struct, frozen=True):
    """What is added to one tab."""

    tab: DeskTab
    lines: tuple[Line, ...]
    graft: Graft

    @property
    def is_needed(self) -> bool:
        """True when anything is to be written."""
        return bool(self.graft.rows or self.graft.fills)


def addition_to(old: RawSheet, tab: DeskTab, lines: Sequence[Line]) -> Addition | None:
    """The lines that the tab lacks; None for a tab that the secretary removed."""
    found = find_tab(old, tab)
    if found is None:
        return None
    known = {_identity(found, row, form_id): row for row, form_id in found.rows}
    new = tuple(line for line in lines if _identity_of(line) not in known)
    columns = (0, *sorted(found.at.values()))
    last = max(
        (row for row, cells in found.tab.rows.items() if any(c in cells for c in columns)),
        default=found.head,
    )
    rows = tuple(
        NewRow(
            line_height(line, tab),
            {0: line.form_id, **{found.at[k]: c for k, c in line.cells.items() if k in found.at}},
        )
        for line in new
    )
    fills = dict(_fills(found, {line.form_id: line for line in lines}))
    return Addition(tab, new, Graft(found.tab.name, found.head, last, columns, rows, fills))


def _fills(found: Found, by_id: Mapping[str, Line]) -> Iterator[tuple[tuple[int, int], Content]]:
    """The kenmerk of a letter that was made since its row was."""
    column = None if NUMMER in found.at else found.at.get(KENMERK)
    for row, form_id in found.rows:
        line = by_id.get(form_id)
        kenmerk = line.cells.get(KENMERK) if line else None
        if column is not None and kenmerk and column not in found.tab.rows[row]:
            yield (row, column), kenmerk


def _identity(found: Found, row: int, form_id: str) -> tuple[str, ...]:
    """What a row is about: a dossier, or one adviespunt of a letter."""
    if NUMMER not in found.at:
        return (form_id,)
    cells = found.tab.rows[row]
    shown = (str(cells.get(found.at[key], "")).strip() for key in (KENMERK, NUMMER))
    return form_id, *shown


def _identity_of(line: Line) -> tuple[str, ...]:
    if NUMMER not in line.cells:
        return (line.form_id,)
    return line.form_id, str(line.cells[KENMERK]), str(line.cells[NUMMER])


def check_added(old: RawSheet, new: RawSheet, additions: Sequence[Addition]) -> None:
    """Read back: all that stood there stands there still, and every new row can be found."""
    added = {a.graft.tab: a for a in additions}
    for before, after in zip(old.tabs, new.tabs, strict=True):
        addition = added.get(before.name)
        rows = {number: dict(cells) for number, cells in after.rows.items()}
        if addition is not None:
            for number in range(addition.graft.last + 1, addition.graft.bottom + 1):
                cells = rows.get(number, {})
                for column in addition.graft.columns:
                    cells.pop(column, None)
            for number, column in addition.graft.fills:
                rows.get(number, {}).pop(column, None)
        same = {number: cells for number, cells in rows.items() if cells}
        if before.name != after.name or same != {n: dict(c) for n, c in before.rows.items()}:
            raise UnknownStructureError(before.name)
    for addition in additions:
        found = find_tab(new, addition.tab)
        there = {_identity(found, row, form_id) for row, form_id in found.rows} if found else set()
        if not {_identity_of(line) for line in addition.lines} <= there:
            raise UnknownStructureError(addition.tab.name)


def everything(
    old: RawSheet, tabs: Sequence[DeskTab], lines: Mapping[str, Sequence[Line]]
) -> Mapping[str, Sequence[Line]]:
    """The rows that are there, with what they say, and the new ones after them."""
    rows: dict[str, list[Line]] = {}
    for tab in tabs:
        found = find_tab(old, tab)
        if found is None:
            rows[tab.name] = list(lines[tab.name])
            continue
        known = {_identity(found, row, form_id) for row, form_id in found.rows}
        new = [line for line in lines[tab.name] if _identity_of(line) not in known]
        ours = {_identity_of(line): line for line in lines[tab.name]}
        kept = [_kept(found, *row, ours.get(_identity(found, *row))) for row in found.rows]
        rows[tab.name] = [*kept, *new]
    return rows


def _kept(found: Found, row: int, form_id: str, ours: Line | None) -> Line:
    """A row as it is, with our own links anew: those are formulas, which may have no value."""
    cells = found.tab.rows[row]
    typed = {key: _content(cells[column]) for key, column in found.at.items() if column in cells}
    links = {k: c for k, c in ours.cells.items() if isinstance(c, Link)} if ours else {}
    return Line(form_id, {**typed, **links})


def _content(value: Value) -> Content:
    """What stood in a cell, as it can be written again."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime | float | time):
        return str(value)
    if isinstance(value, Broken):
        return value.shown
    return value
