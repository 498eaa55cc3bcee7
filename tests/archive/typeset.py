"""Sets a letter as different programs do: other lines, hyphens, ligatures, bullets, heads and feet."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterator, Sequence

import pikepdf
from msgspec import Struct

_LIGATURES = {"fi": "\x01", "fl": "\x02"}
_WIDTH = 900  # of the text in points, times two: a character takes half its size


class Style(Struct, frozen=True):
    """How a program sets text."""

    columns: int = 90  # characters on a line
    lines: int = 50  # on a page
    hyphenates: int = 0  # breaks a word at a line end once in so many lines
    has_ligatures: bool = False
    bullet: str = ""
    is_numbered: bool = False  # the adviespunten get their numbers 1. 2. 3.
    head: str = ""
    foot: str = "AWI-2026-002:8A99B334"
    counts_pages: bool = True
    foot_first: bool = False  # the foot stands before the text in the file
    seed: int = 1


def typeset(paragraphs: Sequence[str], style: Style | None = None) -> bytes:
    """A PDF of these paragraphs."""
    style = style or Style()
    lines = [line for text in _labelled(paragraphs, style) for line in _broken(text, style)]
    sheets = [lines[i : i + style.lines] for i in range(0, len(lines), style.lines)]
    document = pikepdf.new()
    font = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Dictionary(
                Type=pikepdf.Name.Encoding,
                BaseEncoding=pikepdf.Name.WinAnsiEncoding,
                Differences=[1, pikepdf.Name.fi, pikepdf.Name.fl],
            ),
        )
    )
    for number, sheet in enumerate(sheets, start=1):
        page = document.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        foot = style.foot
        if style.counts_pages and number > 1:
            foot = f"{foot} pagina {number} van {len(sheets)}"
        edges = _at(800, [style.head], style) * bool(style.head) + _at(30, [foot], style)
        body = _at(780, sheet, style)
        page.Contents = document.make_stream(edges + body if style.foot_first else body + edges)
    saved = io.BytesIO()
    document.save(saved, deterministic_id=True)
    return saved.getvalue()


def _labelled(paragraphs: Sequence[str], style: Style) -> Iterator[str]:
    number = 0
    for before, text in zip(("", *paragraphs), paragraphs, strict=False):
        if style.is_numbered and (before == "Wij adviseren u:" or re.match(r"AWI-.*Wie:", before)):
            number += 1
            yield f"{number}. {text}" if not text.startswith("Wij vragen") else text
        elif style.bullet and text[:1].islower() and before.endswith(":"):
            yield f"{style.bullet} {text}"
        else:
            yield text


def _broken(text: str, style: Style) -> Iterator[str]:
    dice = random.Random(f"{style.seed}{text}")  # noqa: S311 -- the same breaks every time
    line = ""
    for word in text.split():
        if len(line) + len(word) + 1 <= style.columns:
            line = f"{line} {word}" if line else word
            continue
        can_break = word.isalpha() and len(word) > 7
        if style.hyphenates and can_break and dice.randrange(style.hyphenates) == 0:
            half = len(word) // 2
            yield f"{line} {word[:half]}-"
            line = word[half:]
        else:
            yield line
            line = word
    if line:
        yield line


def _at(top: int, lines: Sequence[str], style: Style) -> bytes:
    shown = b"".join(b"(" + _coded(line, style) + b") Tj T* " for line in lines)
    return (
        f"BT /F1 {min(10, _WIDTH // style.columns)} Tf 14 TL 60 {top} Td ".encode()
        + shown
        + b"ET\n"
    )


def _coded(line: str, style: Style) -> bytes:
    if style.has_ligatures:
        for letters, ligature in _LIGATURES.items():
            line = line.replace(letters, ligature)
    coded = line.encode("cp1252")
    return re.sub(rb"([()\\])", rb"\\\1", coded)
