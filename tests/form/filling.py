"""How much work the usual case is: the cells that are filled in, per tab and in all.

python -m tests.form.filling
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.form.layout import layout
from pipeline.form.paper import RowKind
from pipeline.form.spec import Kind
from tests.form.paper import FORM, usual_case

_CHOSEN = {Kind.CHOICE, Kind.YESNO, Kind.SUGGEST}


@dataclass(frozen=True, slots=True)
class Filling:
    """What is filled in on one tab."""

    tab: str
    chosen: int  # from a list
    dates: int
    typed: int

    @property
    def cells(self) -> int:
        return self.chosen + self.dates + self.typed


def fillings() -> Iterator[Filling]:
    """Every tab on which something is filled in, in the order of the work."""
    for place in layout(FORM, usual_case()).tabs:
        slots = [s for row in place.rows if row.kind is RowKind.ANSWER for s in row.slots]
        filled = [slot for slot in slots if slot.value is not None]
        dates = sum(isinstance(slot.value, date) for slot in filled)
        chosen = sum(slot.question.kind in _CHOSEN for slot in filled)
        if filled:
            yield Filling(place.tab.name, chosen, dates, len(filled) - dates - chosen)


def main() -> None:
    print("| tab | cells | chosen | dates | typed |\n|---|---|---|---|---|")  # noqa: T201 -- the table is what this is for
    for tab in fillings():
        print(f"| {tab.tab} | {tab.cells} | {tab.chosen} | {tab.dates} | {tab.typed} |")  # noqa: T201 -- the same


if __name__ == "__main__":
    main()
