"""Kenmerken: AWI-2026-004, handed out once, never used again."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct


class Kenmerk(Struct, frozen=True):
    """The name of one letter: code of the council, year of the letter's date, number."""

    code: str
    jaar: int
    nummer: int

    def __str__(self) -> str:
        return f"{self.code}-{self.jaar}-{self.nummer:03d}"


def parse(text: str, code: str) -> Kenmerk | None:
    """Read a kenmerk of this council; None for anything else."""
    found = re.fullmatch(rf"{re.escape(code)}-(\d{{4}})-(\d{{3,}})", text, re.IGNORECASE)
    return Kenmerk(code, int(found[1]), int(found[2])) if found else None


def next_number(jaar: int, taken: Iterable[Kenmerk], first: int = 1) -> int:
    """One more than the highest number of that year; a hole is never refilled."""
    highest = max((k.nummer for k in taken if k.jaar == jaar), default=0)
    return max(highest + 1, first)


def holes(taken: Iterable[Kenmerk], first: dict[int, int]) -> tuple[Kenmerk, ...]:
    """Kenmerken that were skipped: told to the secretary, never given out."""
    by_year: dict[int, set[int]] = {}
    code = ""
    for kenmerk in taken:
        by_year.setdefault(kenmerk.jaar, set()).add(kenmerk.nummer)
        code = kenmerk.code
    return tuple(
        Kenmerk(code, jaar, nummer)
        for jaar, numbers in sorted(by_year.items())
        for nummer in range(first.get(jaar, 1), max(numbers))
        if nummer not in numbers
    )
