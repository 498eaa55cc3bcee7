"""Which page of the letter a scan or photo shows: its ink laid over that of the pages as made.

The code says which letter a page belongs to, not which page it is. So the page is straightened by
the place and size of its code and compared with each page of the PDF as made, in cells of a few
millimetres. The right page correlates with 0.8 to 0.97 in a scan, the others with less than 0.4.
Only a page that fits well and far better than every other is named; of the rest nothing is said.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct
from PIL import Image, ImageChops, ImageFilter, ImageStat

from pipeline.archive.edges import Quad, edges
from pipeline.archive.qr import Mark

_GRID: Final = (70, 198)  # cells of 3 by 1.5 mm: a line of text takes three or four
_LONG: Final = 800  # pixels of the long side at which a page is laid over another
_FITS: Final = 0.5  # correlation at which a page may be the one
_CLEAR: Final = 0.2  # how much better it must fit than the next
_SURE: Final = 0.85  # at which nothing needs to be moved any more
_SOUGHT: Final = 3  # pages of which the corners are sought, the likeliest
_STEPS: Final = (0.02, 0.01, 0.005, 0.0025)  # of the long side, by which corners are moved
_STRONG: Final = [min(255, max(0, level - 25) * 4) for level in range(256)]  # noise off, ink full
_BLUR: Final = 2  # pixels: half a cell of the grid
_A4: Final = 210 / 297


class Printed(Struct, frozen=True):
    """A page of the letter as made."""

    ink: Image.Image  # in cells of the grid
    mark: Quad  # the corners of its code, in parts of the page's width and height


def printed(page: Image.Image, marks: Sequence[Mark]) -> Printed | None:
    """A page as made, for comparison; None when it has not one code."""
    if len(marks) != 1:
        return None
    ink = _ink(page)
    width, height = ink.size
    corners = (0j, complex(width, 0), complex(width, height), complex(0, height))
    return Printed(_laid(ink, corners), _corners(marks[0]))


def which(page: Image.Image, mark: Mark, candidates: Sequence[Printed]) -> int | None:
    """The number of the page that this is one of, from 1; None when that is not certain."""
    ink = _ink(page)
    found = _placed(_corners(mark), complex(ink.width, 0), complex(0, ink.height))
    starts = [_best_start(ink, found, candidate) for candidate in candidates]
    fits = [fit for fit, _ in starts]
    number = _clear(fits)
    if number is None:
        # A scan lies straight enough to be told at once; of a photo the corners must be sought.
        paper = edges(page)
        if paper:
            quads = [_turned(paper, found, candidate.mark, ink.size) for candidate in candidates]
            placed = zip(quads, candidates, starts, strict=True)
            starts = [max((_fit(ink, q, c), q), s, key=_first) for q, c, s in placed]
            fits = [fit for fit, _ in starts]
        for index in sorted(range(len(fits)), key=fits.__getitem__)[-_SOUGHT:]:
            fits[index] = _moved(ink, candidates[index], *starts[index])
        number = _clear(fits)
    return number


def _clear(fits: Sequence[float]) -> int | None:
    """The one that fits, when it does so well and far better than the next."""
    *_, next_best, best = sorted((0.0, 0.0, *fits))
    return fits.index(best) + 1 if best >= _FITS and best - next_best >= _CLEAR else None


def _best_start(ink: Image.Image, found: Quad, candidate: Printed) -> tuple[float, Quad]:
    quads = _starts(ink, found, candidate.mark)
    return max(((_fit(ink, quad, candidate), quad) for quad in quads), key=_first)


def _first(start: tuple[float, Quad]) -> float:
    return start[0]


def _turned(paper: Quad, found: Quad, mark: Quad, size: tuple[int, int]) -> Quad:
    """The corners of the paper in pixels, the first being that of the page's top left."""
    centre, at = sum(found) / 4, sum(mark) / 4
    corners = _placed(paper, complex(size[0], 0), complex(0, size[1]))
    ways = [(*corners[first:], *corners[:first]) for first in range(4)]

    def away(way: Sequence[complex]) -> float:
        """How far the code would lie from where it was found."""
        top = way[0] + (way[1] - way[0]) * at.real
        bottom = way[3] + (way[2] - way[3]) * at.real
        return abs(top + (bottom - top) * at.imag - centre)

    a, b, c, d = min(ways, key=away)
    return a, b, c, d


def _corners(mark: Mark) -> Quad:
    a, b, c, d = (complex(x, y) for x, y in mark.corners)
    return a, b, c, d


def _placed(quad: Quad, across: complex, down: complex) -> Quad:
    a, b, c, d = (point.real * across + point.imag * down for point in quad)
    return a, b, c, d


def _ink(page: Image.Image) -> Image.Image:
    """The ink on the paper: how much darker each spot is than the paper around it."""
    grey = page.convert("L")
    while max(grey.size) >= 2 * _LONG:
        grey = grey.reduce(2)
    factor = _LONG / max(grey.size)
    size = (round(grey.width * factor), round(grey.height * factor))
    grey = grey.resize(size, Image.Resampling.BILINEAR)
    paper = grey.reduce(8).filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(2))
    ink = ImageChops.subtract(paper.resize(size, Image.Resampling.BILINEAR), grey)
    return ink.point(_STRONG).filter(ImageFilter.GaussianBlur(_BLUR))


def _starts(ink: Image.Image, found: Quad, mark: Quad) -> Iterator[Quad]:
    """Where the corners of the paper may lie: by the size of the code, by that of the frame."""
    paper = (0j, complex(_A4, 0), complex(_A4, 1), complex(0, 1))
    here = _placed(mark, complex(_A4, 0), 1j)
    middle, centre = sum(here) / 4, sum(found) / 4
    turn = sum((p - middle).conjugate() * (q - centre) for p, q in zip(here, found, strict=True))
    turn /= sum(abs(p - middle) ** 2 for p in here)
    for size in (abs(turn), max(ink.size)):
        scale = turn / abs(turn) * size
        a, b, c, d = (centre + scale * (corner - middle) for corner in paper)
        yield a, b, c, d


def _laid(ink: Image.Image, quad: Quad) -> Image.Image:
    """The part of an image between four corners, as a grid."""
    p, q, r, s = quad
    width, height = _GRID
    skew, right, down = p - q + r - s, q - r, s - r
    area = right.real * down.imag - down.real * right.imag
    if not area:
        return Image.new("L", _GRID)
    g = (skew.real * down.imag - down.real * skew.imag) / area
    h = (right.real * skew.imag - skew.real * right.imag) / area
    x, y = q - p + g * q, s - p + h * s
    data = (
        x.real / width,
        y.real / height,
        p.real,
        x.imag / width,
        y.imag / height,
        p.imag,
        g / width,
        h / height,
    )
    return ink.transform(_GRID, Image.Transform.PERSPECTIVE, data, Image.Resampling.BILINEAR)


def _fit(ink: Image.Image, quad: Quad, candidate: Printed) -> float:
    """How alike the ink is: a correlation, at most 1."""
    laid = _laid(ink, quad)
    one, other = ImageStat.Stat(laid), ImageStat.Stat(candidate.ink)
    both = ImageStat.Stat(ImageChops.multiply(laid, candidate.ink)).mean[0] * 255
    spread = math.sqrt(one.var[0] * other.var[0])
    return (both - one.mean[0] * other.mean[0]) / spread if spread else 0.0


def _moved(ink: Image.Image, candidate: Printed, fit: float, quad: Quad) -> float:
    """The best fit when the corners are moved a little."""
    corners = list(quad)
    for step in _STEPS:
        if fit > _SURE:
            break
        for index in range(4):
            for way in (1, -1, 1j, -1j):
                trial = corners.copy()
                trial[index] += way * step * max(ink.size)
                a, b, c, d = trial
                better = _fit(ink, (a, b, c, d), candidate)
                if better > fit:
                    fit, corners = better, trial
    return fit
