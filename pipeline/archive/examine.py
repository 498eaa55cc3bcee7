"""Examine: looks into one file that was handed in, and judges nothing.

It opens files of strangers with libraries in C. Everything it takes and gives can travel to a
process of its own, so that a file that takes such a library down takes nothing else along.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Final

from msgspec import Struct

from pipeline.archive.damaged import DamagedPdfError
from pipeline.archive.page_text import DocumentText, PageText, document_text
from pipeline.archive.traces import count_traces
from pipeline.archive.trust import Roots
from pipeline.archive.values import Signature, Vorm
from pipeline.letters.edited import paragraphs
from pipeline.letters.package import NotAPackageError
from pipeline.letters.record import digest

_SIGNED_WORD: Final = "_xmlsignatures/"


class Examined(Struct, frozen=True):
    """What is in one file."""

    sha256: str  # "sha256:…" of its bytes
    text: DocumentText
    signatures: tuple[Signature, ...] = ()
    has_foreign_signature: bool = False  # of Word, which this program cannot judge
    fault: str = ""  # why it cannot be read, in Dutch


def examine(content: bytes, vorm: Vorm, pages: int, roots: Roots, now: datetime) -> Examined:
    """Look into a file; `pages` is the number of its pages, which counts for images only."""
    sha256 = digest(content)
    if vorm is Vorm.PDF:
        return _examine_pdf(content, sha256, roots, now)
    if vorm is Vorm.DOCX:
        return _examine_word(content, sha256)
    images = tuple(PageText(number + 1, (), is_picture=True) for number in range(pages))
    return Examined(sha256, DocumentText(images))


def _examine_pdf(content: bytes, sha256: str, roots: Roots, now: datetime) -> Examined:
    try:
        text = document_text(content)
        if not count_traces(content):
            return Examined(sha256, text)
        from pipeline.archive.signature import signatures  # noqa: PLC0415 -- 0.5 s that only a signed file pays

        return Examined(sha256, text, signatures(content, roots, now))
    except DamagedPdfError as error:
        return Examined(sha256, DocumentText(()), fault=str(error))


def _examine_word(content: bytes, sha256: str) -> Examined:
    try:
        text = DocumentText((PageText(0, tuple(paragraphs(content))),))
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            is_signed = any(name.startswith(_SIGNED_WORD) for name in package.namelist())
    except (NotAPackageError, UnicodeDecodeError) as error:
        why = str(error) if isinstance(error, NotAPackageError) else "is beschadigd"
        return Examined(sha256, DocumentText(()), fault=f"Dit Word-bestand {why}.")
    return Examined(sha256, text, has_foreign_signature=is_signed)
