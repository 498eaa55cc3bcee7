"""Page text: the words that a reader of a PDF sees, page by page.

A PDF can hold words that nobody sees (the text that a scanner guessed, words in white or under a
picture) and show words that are no text of the page (notes, filled-in fields). What is drawn last
lies on top, so the order of drawing decides. A page that is a picture of paper has no words.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw

from pipeline.archive.damaged import BROKEN, DamagedPdfError
from pipeline.archive.notes import Box, Notes, Sizes, clear_images, saved, take_off

_PICTURE: Final = 0.75  # share of the page that images cover on a scan
_COVER: Final = 0.5  # share of the page from which an image counts as paper, not as a signature
_INVISIBLE: Final = frozenset({3, 7})  # text render modes that draw nothing
_WHITE: Final = 0xF5  # from here on nobody sees it on paper
_MARKS: Final = frozenset({raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING})
_RECTANGLE: Final = 5  # segments of a path that is one
_LONGEST: Final = 400_000  # characters on a page; a letter has 4,000
_DEPTH: Final = 15  # of drawings within drawings
_LINE_END: Final = "\n"
HYPHEN: Final = (
    "\u00ad"  # stands for a hyphen at the end of a line, which may belong to the word or not
)
_HYPHENS: Final = frozenset({"\x02", "\ufffe"})  # what pdfium makes of one, with the line end


@dataclass(frozen=True, slots=True)
class PageText:
    """What stands on one page."""

    number: int  # from 1
    lines: tuple[str, ...]  # the visible words; empty for a picture
    is_picture: bool = False  # an image of paper
    under_signature: str = ""  # words under the box of a digital signature
    under_image: str = ""  # words under an image, such as that of a pen signature
    marks: int = 0  # images and lines: what is drawn and is no text


@dataclass(frozen=True, slots=True)
class DocumentText:
    """What stands in a PDF, and what makes its looks depend on who looks."""

    pages: tuple[PageText, ...]
    has_layers: bool = False  # parts that a reader can switch on and off
    has_drawings: bool = False  # notes without words: a pen signature on a tablet, a stamp
    has_boxes: bool = False  # of digital signatures
    notes: tuple[str, ...] = ()  # what people noted, in a box that opens beside the page

    @property
    def marks(self) -> int:
        """How many things are drawn on its pages that are no text."""
        return sum(page.marks for page in self.pages)


def document_text(pdf: bytes) -> DocumentText:
    """The visible words of a PDF.

    Raises:
        DamagedPdfError: the file cannot be read as a PDF.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            notes = [take_off(page) for page in document.pages]
            has_layers = "/OCProperties" in document.Root
            clear = clear_images(document)
            is_noted = any(note.kinds for note in notes)
            shown = saved(document) if is_noted else pdf
        pages = tuple(_pages(shown, notes, clear, is_noted=is_noted))
    except pikepdf.PasswordError as error:
        raise DamagedPdfError("is beveiligd met een wachtwoord") from error
    except (pikepdf.PdfError, pdfium.PdfiumError, *BROKEN) as error:
        raise DamagedPdfError from error
    return DocumentText(
        pages,
        has_layers=has_layers,
        has_drawings=any(note.has_drawings for note in notes),
        has_boxes=any(note.boxes for note in notes),
        notes=tuple(words for note in notes for words in note.said),
    )


def _pages(
    pdf: bytes, notes: Sequence[Notes], clear: Sizes, *, is_noted: bool
) -> Iterator[PageText]:
    document = pdfium.PdfDocument(pdf)
    try:
        for index, note in enumerate(notes):
            page = document[index]
            if is_noted:
                raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
                page.close()
                page = document[index]  # what was drawn in is there from the next look on
            found = _page(page, index + 1, note.boxes, clear)
            yield replace(found, lines=(*found.lines, *filter(None, note.typed)))
            page.close()
    finally:
        document.close()


def _page(page: pdfium.PdfPage, number: int, boxes: tuple[Box, ...], clear: Sizes) -> PageText:
    frame: Box = page.get_bbox()
    objects = list(page.get_objects(max_depth=_DEPTH))
    images = [(z, one) for z, one in enumerate(objects) if one.type == raw.FPDF_PAGEOBJ_IMAGE]
    paper = [(z, one) for z, one in images if _size(one) not in clear]
    covered = sum(_share(_within(one.get_bounds(), frame), frame) for _, one in paper)
    lids = [(z, box) for z, one in enumerate(objects) if (box := _lid(one, frame, clear))]
    if covered >= _PICTURE:
        # What a scanner guessed lies under the picture, or is not drawn at all. Only words that
        # were put on top of the picture are there for a reader.
        lids.append((max(z for z, _ in paper), frame))
    grounds = [(z, box) for z, one in enumerate(objects) if (box := _ground(one))]
    text, signed, behind = "", "", ""
    for char, z, box, is_faint in _Chars(page, objects):
        if box is None:
            text += char
            continue
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if not _holds(frame, x, y) or any(z < above and _holds(lid, x, y) for above, lid in lids):
            continue
        if is_faint and not any(under < z and _holds(one, x, y) for under, one in grounds):
            continue
        text += char
        if any(_holds(one, x, y) for one in boxes):
            signed += char
        if any(z < above and _holds(one.get_bounds(), x, y) for above, one in images):
            behind += char
    lines = tuple(" ".join(line.split()) for line in text.split(_LINE_END))
    visible = tuple(line for line in lines if line)
    return PageText(
        number,
        visible,
        is_picture=covered >= _PICTURE and not visible,
        under_signature=" ".join(signed.split()),
        under_image=" ".join(behind.split()),
        marks=sum(one.type in _MARKS for one in objects),
    )


class _Chars:
    """The characters that are drawn, in reading order, with their place in the order of drawing.

    Each has its box, and tells whether it is white; what pdfium adds to part words and lines has
    no box.
    """

    def __init__(self, page: pdfium.PdfPage, objects: list[pdfium.PdfObject]) -> None:
        self._text = page.get_textpage()
        self._order = {_address(one.raw): z for z, one in enumerate(objects)}
        self._modes = {
            _address(one.raw): raw.FPDFTextObj_GetTextRenderMode(one.raw)
            for one in objects
            if one.type == raw.FPDF_PAGEOBJ_TEXT
        }

    def __iter__(self) -> Iterator[tuple[str, int, Box | None, bool]]:
        count = self._text.count_chars()
        if count > _LONGEST:
            raise DamagedPdfError("heeft een bladzijde met te veel tekens")
        for index in range(count):
            code = raw.FPDFText_GetUnicode(self._text, index)
            char = chr(code) if code else ""
            char = f"{HYPHEN}{_LINE_END}" if char in _HYPHENS else char
            drawn = raw.FPDFText_GetTextObject(self._text, index)
            if not drawn:
                yield char, 0, None, False
                continue
            address = _address(drawn)
            if self._modes.get(address) in _INVISIBLE:
                continue
            z = self._order.get(address, len(self._order))
            yield char, z, self._box(index), self._is_faint(index)

    def _is_faint(self, index: int) -> bool:
        red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
        raw.FPDFText_GetFillColor(self._text, index, red, green, blue, alpha)
        is_white = min(red.value, green.value, blue.value) >= _WHITE
        return is_white or alpha.value < 0xFF - _WHITE

    def _box(self, index: int) -> Box:
        left, bottom, right, top = self._text.get_charbox(index, loose=True)
        return left, bottom, right, top


def _address(handle: Any) -> int:  # a pointer of ctypes
    return ctypes.addressof(handle.contents)


def _lid(one: pdfium.PdfObject, frame: Box, clear: Sizes) -> Box | None:
    """The box of something opaque that hides what was drawn before it; None for the rest."""
    box: Box = one.get_bounds()
    if one.type == raw.FPDF_PAGEOBJ_IMAGE:
        box = _within(box, frame)
        return box if _size(one) not in clear and _share(box, frame) >= _COVER else None
    if one.type != raw.FPDF_PAGEOBJ_PATH:
        return None
    # A rectangle; the outline of a letter or a flourish of the pen hides nothing in full.
    is_plain = raw.FPDFPath_CountSegments(one.raw) <= _RECTANGLE
    return box if is_plain and _filling(one) is not None else None


def _size(image: pdfium.PdfObject) -> tuple[int, int]:
    width, height = ctypes.c_uint(0), ctypes.c_uint(0)
    raw.FPDFImageObj_GetImagePixelSize(image.raw, width, height)
    return width.value, height.value


def _ground(one: pdfium.PdfObject) -> Box | None:
    """The box of something on which white words can be read: an image, or a colour."""
    box: Box = one.get_bounds()
    if one.type == raw.FPDF_PAGEOBJ_IMAGE:
        return box
    filling = _filling(one) if one.type == raw.FPDF_PAGEOBJ_PATH else None
    return box if filling is not None and filling < _WHITE else None


def _filling(path: pdfium.PdfObject) -> int | None:
    """The lightness of an area, 255 for white; None when one looks through it."""
    fill, stroke = ctypes.c_int(0), ctypes.c_int(0)
    raw.FPDFPath_GetDrawMode(path.raw, fill, stroke)
    red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
    raw.FPDFPageObj_GetFillColor(path.raw, red, green, blue, alpha)
    if fill.value == raw.FPDF_FILLMODE_NONE or alpha.value < _WHITE:
        return None
    return min(red.value, green.value, blue.value)


def _within(box: Box, frame: Box) -> Box:
    left, bottom = max(box[0], frame[0]), max(box[1], frame[1])
    return left, bottom, max(left, min(box[2], frame[2])), max(bottom, min(box[3], frame[3]))


def _share(box: Box, frame: Box) -> float:
    whole = (frame[2] - frame[0]) * (frame[3] - frame[1])
    return (box[2] - box[0]) * (box[3] - box[1]) / whole if whole > 0 else 0.0


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
