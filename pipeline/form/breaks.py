"""Where a tab breaks over pages of A4: what belongs together never stands half on a page.

Pure sums in points. A guess is on the safe side: LibreOffice and Excel measure a little differently.
"""

from __future__ import annotations

from collections.abc import Sequence

MARGIN = 0.5  # inch, left and right
TOP, BOTTOM = 0.8, 0.7  # inch
_INCH = 72.0
_SHORT, _LONG = 595.3, 841.9  # points; the sides of A4
_SMALLEST = 0.62  # of the full size; what is printed smaller is hard to read
_SAFE_ACROSS = 0.93  # of a page; LibreOffice makes columns up to 4% wider than Excel
_PER_CHARACTER, _PER_COLUMN = 5.25, 3.75  # points of a column in Calibri 11


def room_across(*, is_landscape: bool) -> float:
    """Points that surely fit beside each other at full size."""
    return _across(is_landscape=is_landscape) * _SAFE_ACROSS


def room_down(widths: Sequence[float], *, is_landscape: bool) -> float:
    """Points that fit below each other, where columns of `widths` characters are made to fit."""
    return _down(is_landscape=is_landscape) / _scale(widths, is_landscape=is_landscape)


def can_shrink(points: float, widths: Sequence[float], *, is_landscape: bool) -> bool:
    """Whether rows of `points` can still be read when they are made to fit on one page."""
    scale = min(
        _scale(widths, is_landscape=is_landscape), _down(is_landscape=is_landscape) / points
    )
    return scale >= _SMALLEST


def taken(widths: Sequence[float]) -> float:
    """Points that columns of `widths` characters take."""
    return sum(width * _PER_CHARACTER + _PER_COLUMN for width in widths)


def pages(pieces: Sequence[float], room: float, again: float = 0.0) -> tuple[int, ...]:
    """The number of the first piece of each page; `again` is repeated on every page but the first.

    A piece that is longer than a page runs on over the next ones, and others may follow it there.
    """
    firsts = [0]
    used = 0.0
    for number, piece in enumerate(pieces):
        if number and used + piece > room:
            firsts.append(number)
            used = again
        used += piece
        while used > room:
            used -= room - again
    return tuple(firsts)


def _scale(widths: Sequence[float], *, is_landscape: bool) -> float:
    return min(1.0, _across(is_landscape=is_landscape) / taken(widths))


def _across(*, is_landscape: bool) -> float:
    return (_LONG if is_landscape else _SHORT) - 2 * MARGIN * _INCH


def _down(*, is_landscape: bool) -> float:
    return (_SHORT if is_landscape else _LONG) - (TOP + BOTTOM) * _INCH
