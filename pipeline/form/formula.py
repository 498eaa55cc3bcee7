"""Small sums over answer cells, each as a formula and as its value for today's answers.

A workbook keeps both: the formula for whoever types on, the value for a program that has not
calculated yet (Excel's Protected View).
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from pipeline.form.choices import NO, YES
from pipeline.form.paper import Answer, Layout, RowKind
from pipeline.form.raw import column_letters
from pipeline.form.spec import Listing


class Truth(Struct, frozen=True):
    """A condition."""

    formula: str
    value: bool

    def __and__(self, other: Truth) -> Truth:
        return Truth(f"AND({self.formula},{other.formula})", self.value and other.value)

    def __or__(self, other: Truth) -> Truth:
        return Truth(f"OR({self.formula},{other.formula})", self.value or other.value)

    def __invert__(self) -> Truth:
        return Truth(f"NOT({self.formula})", not self.value)


class Count(Struct, frozen=True):
    """A number of cells."""

    formula: str
    value: int

    def __add__(self, other: Count) -> Count:
        return Count(f"{self.formula}+{other.formula}", self.value + other.value)

    def when(self, condition: Truth) -> Count:
        """The count if the condition holds, else 0."""
        formula = f"IF({condition.formula},{self.formula},0)"
        return Count(formula, self.value if condition.value else 0)


ONE = Count("1", 1)


class Words(Struct, frozen=True):
    """A text."""

    formula: str
    value: str

    def when(self, condition: Truth, otherwise: Words) -> Words:
        """The text if the condition holds, else the other one."""
        formula = f"IF({condition.formula},{self.formula},{otherwise.formula})"
        return Words(formula, self.value if condition.value else otherwise.value)


def said(text: str) -> Words:
    """A text that is always the same."""
    return Words(f'"{text}"', text)


class _Range(Struct):
    tab: str
    column: int
    first: int
    last: int

    @property
    def name(self) -> str:
        letter = column_letters(self.column)
        if self.first == self.last:
            return f"'{self.tab}'!${letter}${self.first + 1}"
        return f"'{self.tab}'!${letter}${self.first + 1}:${letter}${self.last + 1}"


class Cells:
    """The answer cells of a layout by key; of a list by the key of the list."""

    def __init__(self, plan: Layout) -> None:
        self._ranges: dict[str, _Range] = {}
        self._values: dict[str, list[Answer | None]] = {}
        for place in plan.tabs:
            for number, row in enumerate(place.rows):
                for slot in row.slots if row.kind is RowKind.ANSWER else ():
                    question = slot.question
                    key = question.key if isinstance(question, Listing) else slot.path
                    found = self._ranges.setdefault(
                        key, _Range(place.tab.name, slot.column, number, number)
                    )
                    found.last = number
                    if slot.value is not None and str(slot.value).strip():
                        self._values.setdefault(key, []).append(slot.value)

    def keys(self, start: str) -> list[str]:
        """The keys that begin with `start`, in the order of the form."""
        return [key for key in self._ranges if key.startswith(start)]

    def name(self, key: str) -> str:
        """The cell or cells, as a formula says it."""
        return self._ranges[key].name

    def filled(self, key: str) -> Truth:
        """True when something stands in a cell of `key`."""
        cells = self.name(key)
        formula = f"{count_filled(cells)}>0" if ":" in cells else f"LEN(TRIM({cells}))>0"
        return Truth(formula, bool(self._values.get(key)))

    def empty(self, key: str) -> Count:
        """1 when nothing stands there."""
        return ONE.when(~self.filled(key))

    def says(self, key: str, *words: str) -> Truth:
        """True when the cell holds one of `words`."""
        word = self.word(key)
        tests = ",".join(f'TRIM({self.name(key)})="{option}"' for option in words)
        return Truth(f"OR({tests})", word in words)

    def texts(self, key: str) -> list[str]:
        """What stands in the cells of `key` now, empty ones left out."""
        return [str(value) for value in self._values.get(key, ())]

    def text(self, key: str) -> str:
        """What stands in a cell now."""
        return next(iter(self.texts(key)), "")

    def number(self, key: str) -> int:
        """The number in a cell now; 0 when there is none."""
        value = self._values.get(key, [0])[0]
        return value if isinstance(value, int) else 0

    def day(self, key: str) -> date | None:
        """The day in a cell now."""
        value = self._values.get(key, [None])[0]
        return value if isinstance(value, date) else None

    def word(self, key: str) -> str:
        """What a cell says, in small letters."""
        value = self._values.get(key, [""])[0]
        if isinstance(value, bool):
            return YES if value else NO
        return str(value).strip().casefold()


def count_filled(cells: str) -> str:
    """How many of the cells hold more than spaces."""
    return f"SUMPRODUCT(--(LEN(TRIM({cells}))>0))"
