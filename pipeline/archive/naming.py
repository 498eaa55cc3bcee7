"""Names of files: how the signed letter is called, where the PDF of a letter lies, and foto 2 before foto 10."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

# Ends of names in the archive, behind the kenmerk.
SIGNED: Final = "-ondertekend"
READABLE: Final = "-ondertekend-leesbaar.pdf"
VERIFICATION: Final = "-verificatie.json"
_DIGITS: Final = re.compile(r"(\d+)")


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """A key to sort by: words by letter, numbers by size, scan.pdf before scan2.pdf."""
    stem, _, suffix = name.casefold().rpartition(".")
    parts = [*_DIGITS.split(stem), suffix] if stem else _DIGITS.split(suffix)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def pdf_of(home: Path, kenmerk: str) -> Path:
    """Where the PDF of a letter to the college lies in its kenmerk folder."""
    return home / f"{kenmerk}-brief-college.pdf"
