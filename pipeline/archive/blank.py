"""Tells the empty back of a sheet from a page with something on it."""

from __future__ import annotations

from typing import Final

from PIL import Image

_LONG: Final = 600  # pixels of the long side: noise is averaged away, a word is not
_EDGE: Final = 0.09  # of each side: where holes, staples and the edge of the scanner show
_DARKER: Final = 45  # grey levels below the paper; what shines through from the front is lighter
_SPOTS: Final = 0.00025  # of the area: sixty spots; a line of text has some hundreds


def is_blank(page: Image.Image) -> bool:
    """True when nothing is written or printed on a page."""
    grey = page.convert("L")
    grey.thumbnail((_LONG, _LONG), Image.Resampling.BOX)
    width, height = grey.size
    left, top = round(width * _EDGE), round(height * _EDGE / 2)
    inner = grey.crop((left, top, width - left, height - top))
    counts = inner.histogram()
    total, seen, paper = sum(counts), 0, 255
    while seen * 2 < total:  # the middle grey is that of the paper
        seen += counts[paper]
        paper -= 1
    return sum(counts[: max(0, paper - _DARKER)]) <= total * _SPOTS
