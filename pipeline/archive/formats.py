"""File formats by their bytes, in the words of PRONOM, the register that archives use.

Only what the bytes make certain gets a code (puid). A file name proves nothing.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from msgspec import Struct

_HEAD = 1024  # bytes in which a PDF must say that it is one
_PDF = re.compile(rb"%PDF-(\d\.\d)")
_PDF_NAME = "Acrobat PDF {} - Portable Document Format"
_PDF_PUIDS = {
    b"1.0": "fmt/14",
    b"1.1": "fmt/15",
    b"1.2": "fmt/16",
    b"1.3": "fmt/17",
    b"1.4": "fmt/18",
    b"1.5": "fmt/19",
    b"1.6": "fmt/20",
    b"1.7": "fmt/276",
    b"2.0": "fmt/1129",
}
# XMP writes a value as an element or as an attribute.
_PART = re.compile(rb"""pdfaid:part(?:>|\s*=\s*["'])(\d)""")
_LEVEL = re.compile(rb"""pdfaid:conformance(?:>|\s*=\s*["'])([ABUabu])""")
_PDFA_PUIDS = {
    b"1A": "fmt/95",
    b"1B": "fmt/354",
    b"2A": "fmt/476",
    b"2B": "fmt/477",
    b"2U": "fmt/478",
    b"3A": "fmt/479",
    b"3B": "fmt/480",
    b"3U": "fmt/481",
}
_JFIF_PUIDS = {
    b"\1\0": ("1.00", "fmt/42"),
    b"\1\1": ("1.01", "fmt/43"),
    b"\1\2": ("1.02", "fmt/44"),
}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"mif1", b"heim", b"heis"})
_WORD = (b"word/document.xml", "Microsoft Word for Windows 2007 onwards", "fmt/412")
_EXCEL = (b"xl/workbook.xml", "Microsoft Excel for Windows 2007 onwards", "fmt/214")
# Texts have no bytes of their own to know them by: these we wrote ourselves.
_TEXTS = {
    ".txt": ("Plain Text File", "x-fmt/111"),
    ".json": ("JSON Data Interchange Format", "fmt/817"),
    ".xml": ("Extensible Markup Language 1.0", "fmt/101"),
}


class Format(Struct, frozen=True):
    """A file format; `puid` is its code in PRONOM, or None where the bytes do not prove one."""

    name: str
    puid: str | None = None


def format_of(name: str, content: bytes) -> Format:
    """The format of a file."""
    if version := _PDF.search(content[:_HEAD]):
        return _pdf(content, version[1])
    if content.startswith(b"PK\3\4"):
        return _zip(name, content)
    return _image(content) or _text(name, content)


def _image(content: bytes) -> Format | None:
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format("Portable Network Graphics")
    if content.startswith((b"II*\0", b"MM\0*")):
        return Format("Tagged Image File Format", "fmt/353")
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return Format("High Efficiency Image File Format", "fmt/1101")
    return None


def _pdf(content: bytes, version: bytes) -> Format:
    claims = {
        (part + level.upper())
        for part in set(_PART.findall(content))
        for level in set(_LEVEL.findall(content))
    }
    if len(claims) == 1 and (puid := _PDFA_PUIDS.get(claim := claims.pop())):
        return Format(f"Acrobat PDF/A - Portable Document Format {claim.decode().lower()}", puid)
    return Format(_PDF_NAME.format(version.decode()), _PDF_PUIDS.get(version))


def _jpeg(content: bytes) -> Format:
    if content[6:11] == b"JFIF\0" and content[11:13] in _JFIF_PUIDS:
        version, puid = _JFIF_PUIDS[content[11:13]]
        return Format(f"JPEG File Interchange Format {version}", puid)
    return Format("JPEG")


def _zip(name: str, content: bytes) -> Format:
    if name.endswith(".zip"):
        return Format("ZIP Format", "x-fmt/263")
    for part, label, puid in (_WORD, _EXCEL):
        if part in content:
            return Format(label, puid)
    return _by_name(name)


def _text(name: str, content: bytes) -> Format:
    known = _TEXTS.get(PurePath(name).suffix.casefold())
    if known is None or b"\0" in content:
        return _by_name(name)
    return Format(*known)


def _by_name(name: str) -> Format:
    suffix = PurePath(name).suffix.removeprefix(".")
    return Format(f"onbekend, met de extensie {suffix}" if suffix else "onbekend")
