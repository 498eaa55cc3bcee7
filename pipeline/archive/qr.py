"""Reads the QR codes on a page: an image at any resolution in, codes with their place out.

A cascade: most pages are read at once; a page that a pen, a stamp or a bad scan spoiled is tried
again in other ways, each of which reads pages that no other does. Blue ink vanishes in the blue
channel, a red stamp in the red one. The code itself corrects errors and refuses what it cannot
correct, so trying longer never reads something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import zxingcpp
from msgspec import Struct
from PIL import Image, ImageFilter
from zxingcpp import Binarizer

from pipeline.archive.codes import parse
from pipeline.archive.values import Code

Paint = Callable[[Image.Image], Image.Image]  # RGB in, grey out
Draw = Callable[[int], Image.Image]  # a page at a resolution in dpi
Point = tuple[float, float]


class Mark(Struct, frozen=True):
    """A code that was read, and where on its page it stands."""

    code: Code
    corners: tuple[Point, Point, Point, Point]  # of the code itself: top left, clockwise; 0 to 1


class _Pass(Struct, frozen=True):
    dpi: int
    paint: Paint
    binarizer: Binarizer = Binarizer.LocalAverage


def _grey(image: Image.Image) -> Image.Image:
    return image.convert("L")


def _channel(band: int) -> Paint:
    return lambda image: image.getchannel(band)


def _cut(threshold: int) -> Paint:
    return lambda image: image.convert("L").point(lambda value: 255 if value > threshold else 0)


def _sharpened(image: Image.Image) -> Image.Image:
    return image.convert("L").filter(ImageFilter.UnsharpMask(radius=3, percent=250, threshold=0))


_FORMATS: Final = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_RED, _BLUE = _channel(0), _channel(2)
PLAIN: Final = 200  # dpi at which nearly every page is read
_QUICK: Final = (_Pass(PLAIN, _grey), _Pass(300, _grey))
_PATIENT: Final = (
    *(_Pass(300, paint) for paint in (_BLUE, _RED)),
    *(_Pass(300, _cut(threshold), Binarizer.FixedThreshold) for threshold in (128, 90, 165)),
    *(_Pass(300, paint, Binarizer.GlobalHistogram) for paint in (_BLUE, _RED)),
    _Pass(450, _grey),
    _Pass(300, _sharpened),
)


def read(image: Draw) -> tuple[Mark, ...]:
    """The codes of ours on a page, each once; `image` gives the page at a resolution in dpi."""
    return _tried(image, _QUICK)


def read_patiently(image: Draw) -> tuple[Mark, ...]:
    """The same of a page on which `read` found nothing; takes seconds when there is nothing."""
    return _tried(image, _PATIENT)


def _tried(image: Draw, cascade: Sequence[_Pass]) -> tuple[Mark, ...]:
    tried: set[tuple[tuple[int, int], Paint, Binarizer]] = set()
    for one in cascade:
        page = image(one.dpi)
        attempt = page.size, one.paint, one.binarizer
        if attempt in tried:
            continue
        tried.add(attempt)
        marks = {mark.code: mark for mark in _marks(one.paint(page), one.binarizer)}
        if marks:
            return tuple(marks.values())
    return ()


def _marks(image: Image.Image, binarizer: Binarizer) -> Iterator[Mark]:
    found = zxingcpp.read_barcodes(image, formats=_FORMATS, try_invert=False, binarizer=binarizer)
    width, height = image.size
    for barcode in found:
        code = parse(barcode.text)
        if code is not None:
            at = barcode.position
            corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
            a, b, c, d = ((corner.x / width, corner.y / height) for corner in corners)
            yield Mark(code, (a, b, c, d))
