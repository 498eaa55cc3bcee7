"""The signed letter as one PDF that everyone can open, beside the bytes that came in.

Photos and scans become pages of A4, without touching a pixel of a JPEG, PNG or TIFF. Of a PDF that
holds more than this letter only its own pages are taken, with nothing of the others in it. Of
pictures alone it is PDF/A-2b. The same input gives the same bytes.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

import img2pdf
import pi_heif
import pikepdf
from PIL import Image, ImageOps, ImageSequence

from pipeline.archive.excerpt import isolate
from pipeline.archive.lasting import can_last, make_lasting
from pipeline.archive.values import Part, Vorm

IMAGES = frozenset({Vorm.JPEG, Vorm.PNG, Vorm.TIFF, Vorm.HEIC})
_A4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
_ORIENTATION = 0x112  # Exif: how the camera was held
# What a viewer must turn clockwise. The mirrored ones (2, 4, 5, 7) a PDF page cannot do.
_TURNS = {
    None: img2pdf.Rotation.none,
    1: img2pdf.Rotation.none,
    3: img2pdf.Rotation["180"],
    6: img2pdf.Rotation["90"],
    8: img2pdf.Rotation["270"],
}
_QUALITY = 95  # of a JPEG made of an image that a PDF cannot hold as it is
_REFUSALS = (
    img2pdf.ImageOpenError,
    img2pdf.JpegColorspaceError,
    img2pdf.UnsupportedColorspaceError,
    img2pdf.AlphaChannelError,
    img2pdf.NegativeDimensionError,
    ValueError,  # of colours that it does not know
)
# It remarks, in English, on what it finds in a picture; the run tells what matters.
logging.getLogger(img2pdf.__name__).addHandler(logging.NullHandler())


class NotReadableError(Exception):
    """No PDF can be made of what was handed in; the bytes that came in are kept all the same."""


def readable(parts: Sequence[tuple[Part, bytes]], title: str) -> bytes:
    """One PDF of the pages of the letter, in their order.

    Raises:
        NotReadableError: a file cannot be opened as what it seems.
    """
    try:
        return _bound(parts, title)
    except (
        pikepdf.PikepdfError,
        OSError,
        SyntaxError,
        Image.DecompressionBombError,
    ) as error:
        # Pillow tells a damaged image as OSError, and a broken PNG as SyntaxError.
        raise NotReadableError from error


def _bound(parts: Sequence[tuple[Part, bytes]], title: str) -> bytes:
    with ExitStack() as open_files:
        # What is taken from another PDF is read when the new one is saved.
        book = open_files.enter_context(pikepdf.new())
        for part, content in parts:
            source = _as_pdf(part, content) if part.handed.vorm in IMAGES else content
            pdf = open_files.enter_context(pikepdf.open(io.BytesIO(source)))
            for number in part.pages:
                if not 1 <= number <= len(pdf.pages):
                    raise NotReadableError
                book.pages.append(pdf.pages[number - 1])
        for page in book.pages:
            isolate(page)
        book.docinfo["/Title"] = title
        book.Root["/Lang"] = pikepdf.String("nl-NL")
        book.Root["/ViewerPreferences"] = pikepdf.Dictionary(DisplayDocTitle=True)
        if all(part.handed.vorm in IMAGES for part, _ in parts) and can_last(book):
            make_lasting(book, title)
        made = io.BytesIO()
        book.save(made, deterministic_id=True, min_version="1.7")
        return made.getvalue()


def _as_pdf(part: Part, content: bytes) -> bytes:
    """An image as a PDF with a page for each of its frames."""
    vorm = part.handed.vorm
    with warnings.catch_warnings():
        # Pillow warns, in English, of Exif that is damaged: the picture itself is what counts.
        warnings.simplefilter("ignore")
        return _image_as_pdf(vorm, content)


def _image_as_pdf(vorm: Vorm, content: bytes) -> bytes:
    turn = None if vorm is Vorm.HEIC else _turn(content)
    if turn is not None:
        try:
            return _embed([content], turn, is_single=vorm is not Vorm.TIFF)
        except _REFUSALS:
            turn = img2pdf.Rotation.none
    return _embed(list(_as_jpegs(content)), img2pdf.Rotation.none, is_single=True)


def _embed(images: list[bytes], turn: img2pdf.Rotation, *, is_single: bool) -> bytes:
    made: bytes = img2pdf.convert(
        images,
        engine=img2pdf.Engine.internal,
        nodate=True,
        layout_fun=_on_a4,
        rotation=turn,
        # A telephone puts a small picture, or one of depth, behind the real one.
        first_frame_only=is_single,
    )
    return made


def _on_a4(width: int, height: int, dpi: tuple[float, float]) -> tuple[float, float, float, float]:
    """The size of the page and of the picture on it, in points.

    By the size on paper: of a fax the points are twice as high as they are wide.
    """
    across, down = width / dpi[0], height / dpi[1]
    page_width, page_height = _A4 if across <= down else _A4[::-1]
    scale = min(page_width / across, page_height / down)
    return page_width, page_height, across * scale, down * scale


def _turn(content: bytes) -> img2pdf.Rotation | None:
    """How the page must be turned; None when turning is not enough."""
    with Image.open(io.BytesIO(content)) as image:
        return _TURNS.get(image.getexif().get(_ORIENTATION))


def _as_jpegs(content: bytes) -> Iterator[bytes]:
    """Each frame as JPEG, upright: for HEIC, mirrored pictures and rare kinds of TIFF."""
    pi_heif.register_heif_opener()
    with Image.open(io.BytesIO(content)) as image:
        for frame in ImageSequence.Iterator(image):
            upright = ImageOps.exif_transpose(frame).convert("RGB")
            made = io.BytesIO()
            upright.save(made, "JPEG", quality=_QUALITY, subsampling=0)
            yield made.getvalue()
