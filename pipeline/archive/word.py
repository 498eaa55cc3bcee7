"""The codes of a Word file: from its properties and its footers; of its pages nothing is known."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from pipeline.archive.codes import find, of_kenmerk, parse
from pipeline.archive.values import Code
from pipeline.form.guard import Archive, RefusedError

_DOCUMENT: Final = "word/document.xml"
_FOOTER: Final = re.compile(r"word/footer\d*\.xml")
_TEXT: Final = re.compile(r"<w:t(?: [^>]*)?>([^<]*)|<w:(?:tab|br)(?: [^>]*)?/>|</w:p>")
_SUBJECT: Final = re.compile(r"<dc:subject(?: [^>]*)?>([^<]*)</dc:subject>")
_PROPERTY: Final = re.compile(
    r"<(?:\w+:)?property [^>]*\bname=\"Kenmerk\"[^>]*>\s*<vt:\w+>([^<]*)</vt:"
)


def codes(data: bytes) -> tuple[Code, ...]:
    """Every code in a .docx, each once; a bare kenmerk when that is all, or when it differs.

    Raises:
        RefusedError: it is damaged, locked, unsafe to unpack, or another zip file.
    """
    archive = Archive(data)
    names = {entry.orig_filename for entry in archive.entries}
    if _DOCUMENT not in names:
        raise RefusedError(_other(archive, names))
    found: list[Code] = []
    kenmerk = None
    for entry in archive.entries:
        # All of it is inflated, for what is damaged or a bomb must be known as such.
        part = b"".join(archive.chunks(entry))
        name = entry.orig_filename
        if name == "docProps/core.xml":
            found += filter(None, (parse(unescape(text)) for text in _SUBJECT.findall(_text(part))))
        elif name == "docProps/custom.xml":
            kenmerk = next(map(of_kenmerk, _PROPERTY.findall(_text(part))), None)
        elif _FOOTER.fullmatch(name):
            found += find(unescape("".join(_words(_text(part)))))
    if kenmerk and kenmerk.kenmerk not in {code.kenmerk for code in found}:
        found.append(kenmerk)
    return tuple(dict.fromkeys(found))


def _words(part: str) -> list[str]:
    """The words of a part; a tab or the end of an alinea separates them."""
    return [found[1] if found[1] is not None else " " for found in _TEXT.finditer(part)]


def _text(part: bytes) -> str:
    try:
        return part.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError("damaged") from error


def _other(archive: Archive, names: set[str]) -> str:
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "spreadsheet"
    for entry in archive.entries:
        if entry.orig_filename == "mimetype":
            kind = b"".join(archive.chunks(entry))
            return "spreadsheet" if b"spreadsheet" in kind else "open document"
    return "zip"
