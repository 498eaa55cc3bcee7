"""What kind of file was handed in, by its first bytes: a name proves nothing."""

from __future__ import annotations

from typing import Final

from pipeline.archive.values import Vorm
from pipeline.form.guard import RefusedError

_PDF_WITHIN: Final = 1024  # bytes before "%PDF-" that readers allow
_HEIC: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"})
_STARTS: Final = (
    (b"\xff\xd8\xff", Vorm.JPEG),
    (b"\x89PNG\r\n\x1a\n", Vorm.PNG),
    (b"II*\0", Vorm.TIFF),
    (b"MM\0*", Vorm.TIFF),
    (b"II+\0", Vorm.TIFF),
    (b"PK\x03\x04", Vorm.DOCX),  # a zip: word.py looks inside
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER: Final = (
    (b"GIF8", "other picture"),
    (b"BM", "other picture"),
    (b"8BPS", "other picture"),
    (b"AT&TFORM", "other picture"),
    (b"PK", "zip"),
    (b"Rar!", "zip"),
    (b"7z\xbc\xaf", "zip"),
)
_MAIL: Final = (b"from:", b"received:", b"return-path:", b"mime-version:", b"delivered-to:", b"x-")


def kind(data: bytes, name: str) -> Vorm:
    """The kind of a file that is not empty.

    Raises:
        RefusedError: it is none that a signed letter can be; the code says what it is.
    """
    if name.startswith("~$"):
        raise RefusedError("lock")
    for start, vorm in _STARTS:
        if data.startswith(start):
            return vorm
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return Vorm.PDF
    if data[4:8] == b"ftyp":
        if data[8:12] in _HEIC:
            return Vorm.HEIC
        raise RefusedError("other picture")
    raise RefusedError(_foreign(data))


def _foreign(data: bytes) -> str:
    if data.startswith(_OLE):
        return _ole(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "other picture"
    for start, code in _OTHER:
        if data.startswith(start):
            return code
    start = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if start.lower().startswith(_MAIL) and b"\nfrom:" in b"\n" + data[:20_000].lower():
        return "mail"
    return (
        "text"
        if not any(byte < ord(" ") and byte not in b"\t\n\r\f" for byte in start)
        else "foreign"
    )


def _ole(data: bytes) -> str:
    # Names of streams stand in UTF-16 in the directory of such a file.
    for stream, code in (
        ("EncryptedPackage", "password"),
        ("WordDocument", "old word"),
        ("Workbook", "spreadsheet"),
        ("__properties_version1.0", "mail"),
    ):
        if stream.encode("utf-16-le") in data:
            return code
    return "foreign"
