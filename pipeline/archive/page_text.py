"""Page text: the words that a reader of a PDF sees, page by page.

A PDF can hold words that nobody sees (the text that a scanner guessed, words in white or under a
picture) and show words that are no text of the page (notes, filled-in fields). What is drawn last
lies on top, so the order of drawing decides. A page that is a picture of paper has no words.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

import pikepdf
import pypdfium2 as pdfium
from msgspec import Struct
from msgspec.structs import replace
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


class PageText(Struct, frozen=True):
    """What stands on one page."""

    number: int  # from 1
    lines: tuple[str, ...]  # the visible words; empty for a picture
    is_picture: bool = False  # an image of paper
    under_signature: str = ""  # words under the box of a digital signature
    under_image: str = ""  # words under an image, such as that of a pen signature
    marks: int = 0  # images and lines: what is drawn and is no text


class DocumentText(Struct, frozen=True):
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
    except pikepdf.PasswordError as error:
        raise DamagedPdfError("is beveiligd met een wachtwoord") from error
    except (pikepdf.PikepdfError, *BROKEN) as error:
        raise DamagedPdfError from error
    try:
        pages = tuple(_pages(shown, notes, clear, is_noted=is_noted))
    except pdfium.PdfiumError as error:
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
    drawn = tuple(_drawn(page))
    sheet = _Sheet.of(page.get_bbox(), drawn, clear)
    text, signed, behind = "", "", ""
    for char in _chars(page, drawn):
        if char.box is None:
            text += char.text
            continue
        x, y = (char.box[0] + char.box[2]) / 2, (char.box[1] + char.box[3]) / 2
        if not sheet.shows(char, x, y):
            continue
        text += char.text
        if any(_holds(box, x, y) for box in boxes):
            signed += char.text
        if any(char.z < z and _holds(box, x, y) for z, box in sheet.images):
            behind += char.text
    lines = tuple(" ".join(line.split()) for line in text.split(_LINE_END))
    visible = tuple(line for line in lines if line)
    return PageText(
        number,
        visible,
        is_picture=sheet.is_picture and not visible,
        under_signature=" ".join(signed.split()),
        under_image=" ".join(behind.split()),
        marks=sum(one.kind in _MARKS for one in drawn),
    )


class _Drawn(Struct, frozen=True):
    """Something on a page, in the order of drawing."""

    raw: Any  # a pointer of ctypes
    kind: int  # FPDF_PAGEOBJ_…
    box: Box  # on the page


class _Char(Struct, frozen=True):
    """A character; what pdfium adds to part words and lines has no box."""

    text: str
    z: int = 0  # its place in the order of drawing
    box: Box | None = None
    is_white: bool = False


class _Sheet(Struct, frozen=True):
    """What decides whether a character on a page is seen; each with its place in the order."""

    frame: Box
    images: tuple[tuple[int, Box], ...]
    lids: tuple[tuple[int, Box], ...]  # hide what was drawn before them
    grounds: tuple[tuple[int, Box], ...]  # let white be read that is drawn after them
    is_picture: bool

    @classmethod
    def of(cls, frame: Box, drawn: Sequence[_Drawn], clear: Sizes) -> _Sheet:
        """Look at all that is drawn; `clear` are the images that one can look through."""
        numbered = list(enumerate(drawn))
        images = [(z, one) for z, one in numbered if one.kind == raw.FPDF_PAGEOBJ_IMAGE]
        paper = [(z, _within(one.box, frame)) for z, one in images if _size(one) not in clear]
        areas = [(z, one) for z, one in numbered if one.kind == raw.FPDF_PAGEOBJ_PATH]
        lids = [
            (z, one.box) for z, one in areas if _is_rectangle(one) and _filling(one) is not None
        ]
        lids += [(z, box) for z, box in paper if _share(box, frame) >= _COVER]
        is_picture = sum(_share(box, frame) for _, box in paper) >= _PICTURE
        if is_picture:
            # What a scanner guessed lies under the picture, or is not drawn at all. Only words that
            # were put on top of the picture are there for a reader.
            lids.append((max(z for z, _ in paper), frame))
        grounds = [(z, one.box) for z, one in images]
        grounds += [(z, one.box) for z, one in areas if (_filling(one) or 0xFF) < _WHITE]
        seen = tuple((z, one.box) for z, one in images)
        return cls(frame, seen, tuple(lids), tuple(grounds), is_picture)

    def shows(self, char: _Char, x: float, y: float) -> bool:
        """True when a reader sees this character, of which the middle is at x, y."""
        if not _holds(self.frame, x, y):
            return False
        if any(char.z < z and _holds(box, x, y) for z, box in self.lids):
            return False
        return not char.is_white or any(z < char.z and _holds(box, x, y) for z, box in self.grounds)


def _drawn(page: pdfium.PdfPage) -> Iterator[_Drawn]:
    """Everything on a page, with what stands within other drawings."""
    for index in range(raw.FPDFPage_CountObjects(page)):
        yield from _unfolded(raw.FPDFPage_GetObject(page, index), pdfium.PdfMatrix(), _DEPTH)


def _unfolded(one: Any, around: pdfium.PdfMatrix, depth: int) -> Iterator[_Drawn]:
    kind = raw.FPDFPageObj_GetType(one)
    yield _Drawn(one, kind, _bounds(one, around))
    if kind == raw.FPDF_PAGEOBJ_FORM and depth:
        matrix = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(one, matrix)
        within = pdfium.PdfMatrix.from_raw(matrix).multiply(around)
        for index in range(raw.FPDFFormObj_CountObjects(one)):
            yield from _unfolded(raw.FPDFFormObj_GetObject(one, index), within, depth - 1)


def _bounds(one: Any, around: pdfium.PdfMatrix) -> Box:
    """The box on the page of something that has its place within a drawing."""
    edges = [ctypes.c_float(0) for _ in range(4)]
    raw.FPDFPageObj_GetBounds(one, *edges)  # of what has no size all edges stay 0
    box: Box = around.on_rect(*(edge.value for edge in edges))
    return box


def _chars(page: pdfium.PdfPage, drawn: Sequence[_Drawn]) -> Iterator[_Char]:
    """The characters that are drawn, in reading order."""
    text = page.get_textpage()
    order = {_address(one.raw): z for z, one in enumerate(drawn)}
    invisible = {
        _address(one.raw)
        for one in drawn
        if one.kind == raw.FPDF_PAGEOBJ_TEXT
        and raw.FPDFTextObj_GetTextRenderMode(one.raw) in _INVISIBLE
    }
    count = text.count_chars()
    if count > _LONGEST:
        raise DamagedPdfError("heeft een bladzijde met te veel tekens")
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        char = chr(code) if code else ""
        char = f"{HYPHEN}{_LINE_END}" if char in _HYPHENS else char
        source = raw.FPDFText_GetTextObject(text, index)
        if not source:
            yield _Char(char)
        elif (address := _address(source)) not in invisible:
            z = order.get(address, len(order))
            box = text.get_charbox(index, loose=True)
            yield _Char(char, z, box, _is_white(text, index))


def _is_white(text: pdfium.PdfTextPage, index: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
    raw.FPDFText_GetFillColor(text, index, red, green, blue, alpha)
    return min(red.value, green.value, blue.value) >= _WHITE or alpha.value < 0xFF - _WHITE


def _address(handle: Any) -> int:  # a pointer of ctypes
    return ctypes.addressof(handle.contents)


def _is_rectangle(path: _Drawn) -> bool:
    """True for a plain area; the outline of a letter or a flourish of the pen hides little."""
    return int(raw.FPDFPath_CountSegments(path.raw)) <= _RECTANGLE


def _filling(path: _Drawn) -> int | None:
    """The lightness of an area, 255 for white; None when one looks through it."""
    fill, stroke = ctypes.c_int(0), ctypes.c_int(0)
    raw.FPDFPath_GetDrawMode(path.raw, fill, stroke)
    red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
    raw.FPDFPageObj_GetFillColor(path.raw, red, green, blue, alpha)
    if fill.value == raw.FPDF_FILLMODE_NONE or alpha.value < _WHITE:
        return None
    return min(red.value, green.value, blue.value)


def _size(image: _Drawn) -> tuple[int, int]:
    width, height = ctypes.c_uint(0), ctypes.c_uint(0)
    raw.FPDFImageObj_GetImagePixelSize(image.raw, width, height)
    return width.value, height.value


def _within(box: Box, frame: Box) -> Box:
    left, bottom = max(box[0], frame[0]), max(box[1], frame[1])
    return left, bottom, max(left, min(box[2], frame[2])), max(bottom, min(box[3], frame[3]))


def _share(box: Box, frame: Box) -> float:
    whole = (frame[2] - frame[0]) * (frame[3] - frame[1])
    return (box[2] - box[0]) * (box[3] - box[1]) / whole if whole > 0 else 0.0


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
