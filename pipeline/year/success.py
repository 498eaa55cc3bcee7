"""The key success factor: how many letters of a year the college took over as a whole (S0:42).

Only what stands in the sheets is counted. A letter without a sheet is a letter of its year of
which nobody knows the answers; a letter that was withdrawn counts for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

TARGET = 5  # letters a year that are taken over as a whole (S0:42)
OPEN = "open"
OVERGENOMEN = "overgenomen"
GEDEELTELIJK = "gedeeltelijk overgenomen"
VERVALLEN = "vervallen"
STATUSES = (
    OVERGENOMEN,
    GEDEELTELIJK,
    "niet overgenomen",
    "aangehouden",
    OPEN,
    VERVALLEN,
)


class Answered(Struct, frozen=True):
    """A letter of one year with the status of each of its adviespunten; none: without a sheet."""

    jaar: int
    statussen: tuple[str, ...]

    @property
    def is_taken_over(self) -> bool:
        """True when every adviespunt that was not dropped is overgenomen, and there is one."""
        counting = [status for status in self.statussen if status != VERVALLEN]
        return bool(counting) and all(status == OVERGENOMEN for status in counting)

    @property
    def is_partly_taken_over(self) -> bool:
        """True when something of it was taken over, but not all."""
        some = any(status in (OVERGENOMEN, GEDEELTELIJK) for status in self.statussen)
        return some and not self.is_taken_over


class Jaar(Struct, frozen=True):
    """What the college did with the letters of one year."""

    jaar: int
    brieven: int
    geheel: int  # letters taken over as a whole: the figure that counts against TARGET
    deels: int  # letters of which something was taken over
    zonder_formulier: int  # letters of which the answers are not known
    punten: Mapping[str, int]  # adviespunten by status, every status of STATUSES

    @property
    def alle_punten(self) -> int:
        """All adviespunten of the letters of this year."""
        return sum(self.punten.values())

    @property
    def overgenomen(self) -> int:
        """The adviespunten that were taken over as a whole."""
        return self.punten[OVERGENOMEN]


def years(letters: Iterable[Answered], this_year: int) -> tuple[Jaar, ...]:
    """Every year with letters, and this year, the latest first."""
    by_year: dict[int, list[Answered]] = {this_year: []}
    for letter in letters:
        by_year.setdefault(letter.jaar, []).append(letter)
    return tuple(_year(jaar, by_year[jaar]) for jaar in sorted(by_year, reverse=True))


def _year(jaar: int, letters: Sequence[Answered]) -> Jaar:
    count = Counter(status for letter in letters for status in letter.statussen)
    return Jaar(
        jaar=jaar,
        brieven=len(letters),
        geheel=sum(letter.is_taken_over for letter in letters),
        deels=sum(letter.is_partly_taken_over for letter in letters),
        zonder_formulier=sum(not letter.statussen for letter in letters),
        punten={status: count[status] for status in STATUSES},
    )
