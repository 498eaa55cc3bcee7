"""How much work the usual case is: cells filled in per tab and per step, and characters typed.

    python -m tests.benchmarks.filling

Minutes are counted as the pipeline counts nothing: by cells and characters, at a slow typist's
speed (150 characters a minute) and half a minute for each drop-down or date. It is a sum, not a
test with people, and says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from pipeline.form.layout import Answer, layout
from pipeline.form.paper import RowKind
from tests.form.paper import FORM, usual_case

TYPED_A_MINUTE = 150  # characters, by someone who types with two fingers
CHOOSING = 0.5  # minutes for a drop-down or a date, looking included


def main() -> None:
    """Print the table."""
    for line in table():
        print(line)  # noqa: T201 -- the table is what this is for


def table() -> Iterator[str]:
    """A row per tab, in the order of the work, and the sum."""
    answers = usual_case()
    plan = layout(FORM, answers)
    cells: Counter[str] = Counter()
    signs: Counter[str] = Counter()
    chosen: Counter[str] = Counter()
    for place in plan.tabs:
        slots = [s for row in place.rows if row.kind is RowKind.ANSWER for s in row.slots]
        for value in (slot.value for slot in slots if slot.value is not None):
            cells[place.tab.name] += 1
            if is_typed(value):
                signs[place.tab.name] += len(str(value))
            else:
                chosen[place.tab.name] += 1
    yield "| tab | cells | characters typed | chosen | minutes |"
    yield "|---|---|---|---|---|"
    for tab in cells:
        yield row_of(tab, cells[tab], signs[tab], chosen[tab])
    yield row_of("together", cells.total(), signs.total(), chosen.total())


def is_typed(value: Answer) -> bool:
    """True for a text that is typed; a short word is chosen from a list."""
    return not isinstance(value, bool | date) and len(str(value)) > 12  # noqa: PLR2004 -- the longest choice


def row_of(name: str, cells: int, signs: int, chosen: int) -> str:
    """One row."""
    minutes = signs / TYPED_A_MINUTE + chosen * CHOOSING
    return f"| {name} | {cells} | {signs} | {chosen} | {minutes:.0f} |"


if __name__ == "__main__":
    main()
