"""Notes: what lies on the pages of a PDF beside what is drawn on them.

The boxes of digital signatures are taken off, for what they show is no text of the letter; links
show nothing. All other notes are left, to be drawn in and read like the page itself.
"""

from __future__ import annotations

import io
from typing import Final

import pikepdf
from msgspec import Struct

Box = tuple[float, float, float, float]  # left, bottom, right, top in points
Sizes = frozenset[tuple[int, int]]  # of images, in pixels
_SILENT: Final = frozenset({"/Link", "/Popup"})
_FIELD, _TYPED = "/Widget", "/FreeText"
_DEPTH: Final = 15  # of fields within fields


class Notes(Struct, frozen=True):
    """What lies on one page."""

    boxes: tuple[Box, ...] = ()  # of digital signatures
    kinds: frozenset[str] = frozenset()  # of the notes that are left, as PDF calls them
    typed: tuple[str, ...] = ()  # words that each program draws in its own way
    said: tuple[str, ...] = ()  # words in a box that opens beside the page

    @property
    def has_drawings(self) -> bool:
        """True for a pen signature on a tablet, a stamp, a line through the text."""
        return bool(self.kinds - {_FIELD, _TYPED})


def take_off(page: pikepdf.Page) -> Notes:
    """Take the boxes of signatures and what shows nothing off a page, and tell what lay on it."""
    boxes: list[Box] = []
    left: list[pikepdf.Object] = []
    for note in page.obj.get("/Annots", pikepdf.Array()):
        if _is_signature(note):
            boxes.extend(_box(note))
        elif _kind(note) not in _SILENT:
            left.append(note)
    page.obj.Annots = pikepdf.Array(left)
    return Notes(
        tuple(boxes),
        frozenset(map(_kind, left)),
        tuple(_words(note) for note in left if _kind(note) == _TYPED and "/AP" not in note),
        tuple(_words(n) for n in left if _kind(n) not in {_FIELD, _TYPED} and _words(n)),
    )


def clear_images(document: pikepdf.Pdf) -> Sizes:
    """The images that one can look through, such as a pen signature; known by their size."""
    return frozenset(
        (int(one.Width), int(one.Height))
        for one in document.objects
        if isinstance(one, pikepdf.Stream)
        and one.get("/Subtype") == pikepdf.Name.Image
        and ("/SMask" in one or "/Mask" in one)
    )


def saved(document: pikepdf.Pdf) -> bytes:
    """The PDF as it is now."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _kind(note: pikepdf.Object) -> str:
    return str(note.get("/Subtype", ""))


def _words(note: pikepdf.Object) -> str:
    return " ".join(str(note.get("/Contents", "")).split())


def _is_signature(note: pikepdf.Object) -> bool:
    """True for the box of a signature, or the empty box for one; a drawn box must be signed."""
    is_field = _kind(note) == _FIELD and _inherited(note, "/FT") == pikepdf.Name.Sig
    return is_field and (_inherited(note, "/V") is not None or "/AP" not in note)


def _inherited(field: pikepdf.Object, key: str) -> pikepdf.Object | None:
    for _ in range(_DEPTH):
        if key in field:
            found: pikepdf.Object = field[key]
            return found
        if "/Parent" not in field:
            break
        field = field.Parent
    return None


def _box(note: pikepdf.Object) -> list[Box]:
    """The box of a note; none for a signature that is not in sight."""
    one, two, three, four = (float(edge) for edge in note.Rect)
    is_seen = one != three and two != four
    return [(min(one, three), min(two, four), max(one, three), max(two, four))] if is_seen else []
