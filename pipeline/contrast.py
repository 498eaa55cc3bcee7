"""Contrast: shows in a few words of each where two texts part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

_AROUND = 3  # words of the common text on either side
_LONGEST = 12  # words of the part that differs


class Contrast(Struct, frozen=True):
    """Two readings of one place; "" for a text that is not there at all."""

    was: str
    now: str

    def __str__(self) -> str:
        if not self.was:
            return f"erbij kwam “{self.now}”"
        if not self.now:
            return f"weg is “{self.was}”"
        return f"er stond “{self.was}”, nu staat er “{self.now}”"


def contrast(was: str, now: str) -> Contrast:
    """The words around the place where two texts part; of a text beside none its first words."""
    old, new = was.split(), now.split()
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1]) if old and new else 0
    return Contrast(_excerpt(old, start, end), _excerpt(new, start, end))


def contrasts(was: Sequence[str], now: Sequence[str]) -> Iterator[Contrast]:
    """Where two texts of several alinea's part, in their order."""
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        old, new = was[i1:i2], now[j1:j2]
        for number in range(max(len(old), len(new))):
            yield contrast("".join(old[number : number + 1]), "".join(new[number : number + 1]))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts have in common at their start."""
    shortest = min(len(one), len(other))
    return next((n for n in range(shortest) if one[n] != other[n]), shortest)


def _excerpt(words: Sequence[str], start: int, end: int) -> str:
    first = max(0, start - _AROUND)
    last = min(len(words) - max(0, end - _AROUND), start + _LONGEST)
    before = "… " if first > 0 else ""
    after = " …" if last < len(words) else ""
    return f"{before}{' '.join(words[first:last])}{after}" if words else ""
