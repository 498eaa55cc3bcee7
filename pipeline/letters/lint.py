"""Whether a template will work, before a letter is made of it: every mistake at once, in Dutch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in a template that must be mended, and where it stands."""

    part: str
    paragraph: str
    sentence: str


def lint(path: Path) -> tuple[Mistake, ...]:
    """All mistakes of a template."""
    return ()
