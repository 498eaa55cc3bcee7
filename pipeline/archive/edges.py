"""Where the paper lies in a photo: its four corners, when it is lighter than the table."""

from __future__ import annotations

from typing import Final

from PIL import Image, ImageFilter

Quad = tuple[complex, complex, complex, complex]  # clockwise; x + iy

_LONG: Final = 160  # pixels of the long side: corners within a centimetre are near enough
_LEAST: Final = 0.3  # of the photo under paper; less is something else that is light


def edges(photo: Image.Image) -> Quad | None:
    """The corners of the paper in parts of the photo, clockwise from any of them."""
    grey = photo.convert("L")
    grey.thumbnail((_LONG, _LONG), Image.Resampling.BOX)
    # Words vanish under the paper around them; a shadow falls on paper and table alike.
    grey = grey.filter(ImageFilter.MaxFilter(3)).filter(ImageFilter.MedianFilter(5))
    width, height = grey.size
    counts = grey.histogram()
    border = _border(counts)
    if sum(counts[border:]) < _LEAST * width * height:
        return None
    light = [
        (spot % width, spot // width)
        for spot, level in enumerate(grey.tobytes())
        if level >= border
    ]
    first = min(light, key=lambda at: at[0] + at[1])
    second = max(light, key=lambda at: at[0] - at[1])
    third = max(light, key=lambda at: at[0] + at[1])
    fourth = min(light, key=lambda at: at[0] - at[1])
    a, b, c, d = (
        complex((x + 0.5) / width, (y + 0.5) / height) for x, y in (first, second, third, fourth)
    )
    return a, b, c, d


def _border(counts: list[int]) -> int:
    """The grey level that parts dark from light best (Otsu, 1979)."""
    total, weighted = sum(counts), sum(level * count for level, count in enumerate(counts))
    below = below_weighted = 0
    best, border = 0.0, 128
    for level, count in enumerate(counts):
        below += count
        below_weighted += level * count
        above = total - below
        if below and above:
            gap = below_weighted / below - (weighted - below_weighted) / above
            if below * above * gap * gap > best:
                best, border = below * above * gap * gap, level + 1
    return border
