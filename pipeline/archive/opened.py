"""Opens what was handed in: bytes in, pages out; by its content, whatever the name says.

Runs in the child process (look.py), for the libraries below it can hang or die of a hostile file.
Each page gives its image at the resolution that is asked for, and the words of its foot when it
has words of its own.
"""

from __future__ import annotations

import io
import math
import struct
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import pypdfium2
from msgspec import Struct
from PIL import Image
from pypdfium2 import raw as pdfium

from pipeline.archive.limits import MAX_PAGES, MAX_PIXELS
from pipeline.archive.values import Vorm
from pipeline.form.guard import RefusedError

PAPER: Final = (
    297 / 25.4
)  # inches: the long side of A4, by which the resolution of a photo is reckoned
_POINTS: Final = 72  # of an inch
_FOOT: Final = 0.25  # of the height: where the code stands
_SCAN: Final = 0.5  # of the page under images: the words on it are a scanner's guess
_RENDERED: Final = 40_000_000  # pixels of a page that claims to be larger than paper is
_DEEP: Final = 4  # forms in forms, in which a scanner hides its image
_SMALLER, _LARGER = 0.6, 1.4  # within these a photo or scan is best left as it is
_END: Final = 2048  # bytes at the end of a PDF, in which it says that it ends

# What Pillow raises on a damaged file, by reading its plugins.
_DAMAGED: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    OverflowError,
    ZeroDivisionError,
    RuntimeError,
    struct.error,
    zlib.error,
)
Image.MAX_IMAGE_PIXELS = None  # `_sized` is stricter, and says it in Dutch


class Leaf(ABC):
    """One page as it was handed in."""

    is_picture: bool  # an image of paper
    words: str  # all words on it that are its own; empty for a picture
    foot: str  # those in the lower part, where the code stands

    @abstractmethod
    def image(self, dpi: int) -> Image.Image:
        """How it looks, in RGB, at about this resolution.

        For a near one it may be the same image.
        """


class Opened(Struct, frozen=True):
    """A file that could be opened; pages are numbered from 1."""

    vorm: Vorm
    count: int
    leaf: Callable[[int], Leaf]


def open_pdf(data: bytes) -> Opened:
    """A PDF, digital or of a scanner.

    Raises:
        RefusedError: it is damaged, cut off, locked with a password, or has too many pages.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise RefusedError(_why(data, error.err_code)) from error
    if not _has_end(data):
        raise RefusedError("pdf truncated")
    if len(document) > MAX_PAGES:
        raise RefusedError("pages")
    return Opened(Vorm.PDF, len(document), lambda number: _PdfLeaf(document, number))


def open_picture(data: bytes, vorm: Vorm) -> Opened:
    """A photo or scan; only a TIFF has more pages than one.

    Raises:
        RefusedError: it is damaged, cut off or too large.
    """
    with _sound(), Image.open(io.BytesIO(data), formats=[vorm.value.upper()]) as image:
        count = _frames(image) if vorm is Vorm.TIFF else 1
        _sized(image)

    def leaf(number: int) -> Leaf:
        with _sound(), Image.open(io.BytesIO(data), formats=[vorm.value.upper()]) as frame:
            frame.seek(number - 1)
            _sized(frame)
            frame.load()
            return PictureLeaf(_rgb(frame))

    return Opened(vorm, count, leaf)


def open_heic(data: bytes) -> Opened:
    """A photo of an iPhone.

    Raises:
        RefusedError: it is damaged, cut off or too large.
    """
    import pi_heif  # noqa: PLC0415 -- 15 MB that only such a photo needs

    def leaf(_: int) -> Leaf:
        with _sound():
            photo = pi_heif.open_heif(io.BytesIO(data))
            _sized(photo)
            return PictureLeaf(_rgb(photo.to_pillow()))

    leaf(1)  # what is damaged is refused before anyone asks for its page
    return Opened(Vorm.HEIC, 1, leaf)


class _PdfLeaf(Leaf):
    def __init__(self, document: pypdfium2.PdfDocument, number: int) -> None:
        try:
            self._page = document[number - 1]
            self._width, self._height = self._page.get_size()
            text = self._page.get_textpage()
            own = text.get_text_bounded()
            covered = self._covered()
        except pypdfium2.PdfiumError as error:
            raise RefusedError("pdf damaged") from error
        if not 0 < self._width * self._height < math.inf:
            raise RefusedError("pdf damaged")
        self._drawn: tuple[int, Image.Image] | None = None
        self.is_picture = not own.strip() or covered >= _SCAN
        self.words = "" if self.is_picture else own
        self.foot = "" if self.is_picture else text.get_text_bounded(top=self._height * _FOOT)

    def image(self, dpi: int) -> Image.Image:
        if self._drawn is None or self._drawn[0] != dpi:
            self._drawn = None  # the old one goes first: such an image takes up to 60 MB
            self._drawn = dpi, self._render(dpi)
        return self._drawn[1]

    def _render(self, dpi: int) -> Image.Image:
        scale = dpi / _POINTS
        largest = math.sqrt(_RENDERED / (self._width * self._height))
        # Annotations too: a signature or stamp of a PDF program is one.
        bitmap = self._page.render(scale=min(scale, largest), rev_byteorder=True)
        drawn: Image.Image = bitmap.to_pil()
        return drawn if drawn.mode == "RGB" else drawn.convert("RGB")

    def _covered(self) -> float:
        """The part of the page that lies under images."""
        images = self._page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEP)
        area = 0.0
        for image in images:
            left, bottom, right, top = image.get_bounds()
            area += (right - left) * (top - bottom)
        return area / float(self._width * self._height)


class PictureLeaf(Leaf):
    """A page of which there is an image and nothing else."""

    is_picture = True
    words = foot = ""

    def __init__(self, image: Image.Image) -> None:
        self._image = image

    def image(self, dpi: int) -> Image.Image:
        """The picture itself, unless it is far from this resolution."""
        scale = dpi * PAPER / max(self._image.size)
        if scale < _SMALLER:
            return self._image.reduce(round(1 / scale))
        if scale < _LARGER:
            return self._image
        width, height = (max(1, round(side * scale)) for side in self._image.size)
        return self._image.resize((width, height), Image.Resampling.BICUBIC)


def _why(data: bytes, error: int | None) -> str:
    """Why a PDF does not open."""
    if not _has_end(data):
        return "pdf truncated"
    if error == pdfium.FPDF_ERR_FORMAT:
        return "pdf damaged"
    # Of a PDF without pages the library repeats the error of the file before it.
    return "pdf password" if b"/Encrypt" in data else "pdf no pages"


def _has_end(data: bytes) -> bool:
    return b"%%EOF" in data.rstrip(b"\0\r\n\t ")[-_END:]


@contextmanager
def _sound() -> Iterator[None]:
    try:
        yield
    except _DAMAGED as error:
        is_cut = "truncated" in str(error) or "end of file" in str(error).lower()
        raise RefusedError("picture truncated" if is_cut else "picture damaged") from error


def _frames(image: Image.Image) -> int:
    """Pages of a TIFF, counted no further than is allowed: a chain of them may go round."""
    for number in range(1, MAX_PAGES + 1):
        try:
            image.seek(number)
        except EOFError:
            image.seek(0)
            return number
    raise RefusedError("pages")


def _sized(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise RefusedError("pixels")


def _rgb(image: Image.Image) -> Image.Image:
    """The picture on white paper, in RGB."""
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        colours = image.convert("RGBA")
        paper = Image.new("RGBA", colours.size, "white")
        paper.alpha_composite(colours)
        return paper.convert("RGB")
    return image.convert("RGB")
