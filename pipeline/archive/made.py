"""Made: the letter as it left the press, to hold a signed file against."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from pipeline.archive.compare import Text, as_made, as_paragraphs
from pipeline.archive.damaged import DamagedPdfError
from pipeline.archive.page_text import document_text
from pipeline.archive.values import Letter
from pipeline.letters import record
from pipeline.letters.package import NotAPackageError, unpack

_EDGES: Final = re.compile(r"word/(?:header|footer)\d*\.xml")
_PARAGRAPH: Final = "</w:p>"
_WORDS: Final = re.compile(r"<w:t(?: [^>]*)?>([^<]*)")


class Made(Struct, frozen=True):
    """What a letter says, and which files of it are known to be unsigned."""

    text: Text | None  # by page, else by paragraph; None when neither was kept
    paragraphs: tuple[str, ...]  # of the letter in Word; () when they were not kept
    marks: int | None  # things drawn on its pages that are no text; None without a PDF
    unsigned: frozenset[str]  # "sha256:…" of the files that were made


def made(letter: Letter) -> Made:
    """Read the kenmerk folder of a letter. A file that somebody changed since is not believed.

    Raises:
        DamagedRecordError: brief.json cannot be read.
    """
    kept = record.raw(letter.home)
    files: Mapping[str, str] = kept.get("bestanden") or {}
    body = tuple(text for text in kept.get("tekst") or () if isinstance(text, str))
    stem = f"{letter.kenmerk}-brief-college"
    pdf = _sound(letter, files, f"{stem}.pdf")
    try:
        printed = document_text(pdf) if pdf is not None else None
    except DamagedPdfError:
        printed = None
    if printed is not None:
        text: Text | None = as_made(printed)
    elif body:
        word = _sound(letter, files, f"{stem}.docx")
        text = as_paragraphs(body, _edges(word) if word is not None else ())
    else:
        text = None
    return Made(text, body, printed.marks if printed else None, frozenset(files.values()))


def _sound(letter: Letter, files: Mapping[str, str], name: str) -> bytes | None:
    path = letter.home / name
    if name not in files or not path.is_file():
        return None
    content = path.read_bytes()
    return content if record.digest(content) == files[name] else None


def _edges(docx: bytes) -> tuple[str, ...]:
    """The texts at the head and foot of the pages of a Word file."""
    try:
        parts = [body.decode() for name, body in unpack(docx).items() if _EDGES.fullmatch(name)]
    except (NotAPackageError, UnicodeDecodeError):
        return ()
    lines = (
        " ".join("".join(_WORDS.findall(paragraph)).split())
        for text in parts
        for paragraph in text.split(_PARAGRAPH)
    )
    return tuple(line for line in lines if line)
