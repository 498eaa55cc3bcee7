"""The guards before a spreadsheet is opened: what kind of file it is, and whether it is safe.

The library that reads spreadsheets can hang, swallow all memory or take its whole process down
on a file of a few kilobytes; so nothing is opened that did not pass here. Runs in the child
process (child.py) and imports nothing heavy.
"""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator

MAX_FILE = 25 * 2**20  # bytes
MAX_ENTRIES = 2_000
MAX_INFLATED = 300 * 2**20  # bytes, of all parts together
MAX_RATIO = 200  # honest sheets reach 100
RATIO_FROM = 10 * 2**20  # bytes; below this a high ratio does no harm
CHUNK = 2**16

_LOCK_FILE = 165  # bytes: the name of who has the file open, padded
_LOCK_NAME = 54  # characters of that name at most
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_END_RECORD = 22  # bytes, at the end of every zip
_ENCRYPTED = 0x1  # flag bit of a zip entry
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PRINTABLE_FROM = 0x20


class RefusedError(Exception):
    """The file is refused; `code` says why (read.py has the sentences), `detail` what was seen."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def load(path: str, most: int = MAX_FILE) -> bytes:
    """All bytes of a regular file of at most `most` bytes.

    Raises:
        RefusedError: it is a folder, a pipe, empty, too big, or only a stand-in for a cloud file.
        OSError: it cannot be opened.
    """
    status = os.stat(path)  # noqa: PTH116 -- pathlib would cost this light process its start
    if stat.S_ISDIR(status.st_mode):
        raise RefusedError("folder")
    if not stat.S_ISREG(status.st_mode):
        raise RefusedError("special")
    if status.st_size > most:
        raise RefusedError("big")
    with open(path, "rb") as file:  # noqa: PTH123 -- the same
        data = file.read(most + 1)
    if len(data) > most:
        raise RefusedError("big")
    if not data:
        raise RefusedError("empty")
    if not data.strip(b"\0"):
        raise RefusedError("cloud")
    return data


def kind(data: bytes, name: str) -> str:
    """What a file is by its content: "zip" or "xls".

    Raises:
        RefusedError: it is something else; the code says what.
    """
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    if data.startswith(_OLE):
        return _ole_kind(data)
    if _is_lock_file(data, name):
        raise RefusedError("lock")
    raise RefusedError(_foreign_kind(data))


def _ole_kind(data: bytes) -> str:
    # Names of streams stand in UTF-16 in the directory of an OLE file.
    if _has_stream(data, "EncryptedPackage") or _has_stream(data, "EncryptionInfo"):
        raise RefusedError("password")
    if _has_stream(data, "Workbook") or _has_stream(data, "Book"):
        return "xls"
    if _has_stream(data, "WordDocument"):
        raise RefusedError("word")
    raise RefusedError("foreign")


def _has_stream(data: bytes, name: str) -> bool:
    return f"{name}\0".encode("utf-16-le") in data


def _is_lock_file(data: bytes, name: str) -> bool:
    if name.startswith("~$"):
        return True
    length = data[0]
    owner = data[1 : 1 + length]
    return (
        len(data) == _LOCK_FILE
        and 0 < length <= _LOCK_NAME
        and all(byte >= _PRINTABLE_FROM for byte in owner)
    )


_STARTS: tuple[tuple[bytes, str], ...] = (  # in lower case, after white space
    (b"%pdf", "pdf"),
    (b"\x89png", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"gif8", "picture"),
    (b"pk", "truncated"),  # an archive of several parts, or one without any entry
    (b"{\\rtf", "word"),
    (b"<", "html"),
)


def _foreign_kind(data: bytes) -> str:
    start = data[:2048].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start or b"<office:document" in start:
        return "xml"
    for beginning, name in _STARTS:
        if start.startswith(beginning):
            return name
    is_text = not any(byte < _PRINTABLE_FROM and byte not in b"\t\n\r\f" for byte in start)
    return "csv" if is_text else "foreign"


class Archive:
    """The parts of a zip file, known to be sound by name, number and place."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._inflated = 0
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self.entries = archive.infolist()
        except zipfile.BadZipFile as error:
            end = data.rfind(b"PK\x05\x06")
            has_end = 0 <= end <= len(data) - _END_RECORD
            raise RefusedError("damaged" if has_end else "truncated") from error
        except (NotImplementedError, UnicodeDecodeError, ValueError, struct.error) as error:
            raise RefusedError("damaged") from error
        if len(self.entries) > MAX_ENTRIES:
            raise RefusedError("hostile", "entries")
        self._refuse_names()
        self._refuse_overlaps()

    def _refuse_names(self) -> None:
        seen = set()
        for entry in self.entries:
            name = entry.orig_filename
            # Windows programs of the nineties wrote backslashes; no office program does now.
            parts = name.split("/")
            is_odd = (
                not name
                or name.startswith("/")
                or "\\" in name
                or ":" in name
                or ".." in parts
                or "." in parts
                or not name.isprintable()
            )
            if is_odd:
                raise RefusedError("hostile", "name")
            folded = name.casefold()
            if folded in seen:
                raise RefusedError("hostile", "duplicate")
            seen.add(folded)

    def _refuse_overlaps(self) -> None:
        end = 0
        for entry in sorted(self.entries, key=lambda entry: entry.header_offset):
            if entry.flag_bits & _ENCRYPTED:
                raise RefusedError("password")
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise RefusedError("damaged")
            if entry.header_offset < end:
                raise RefusedError("hostile", "overlap")
            end = self._start(entry) + entry.compress_size
            if end > len(self._data):
                raise RefusedError("truncated")

    def _start(self, entry: zipfile.ZipInfo) -> int:
        """Where the packed bytes of an entry begin."""
        header = self._data[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
        if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            raise RefusedError("damaged")
        *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        return int(entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length)

    def chunks(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """The inflated bytes of an entry, counted while they come: its header may lie.

        Raises:
            RefusedError: it is a bomb, or not really deflated.
        """
        start = self._start(entry)
        packed = self._data[start : start + entry.compress_size]
        size = 0
        for chunk in _inflate(packed, is_deflated=entry.compress_type == zipfile.ZIP_DEFLATED):
            size += len(chunk)
            self._inflated += len(chunk)
            is_bomb = size > RATIO_FROM and size > MAX_RATIO * len(packed)
            if is_bomb or self._inflated > MAX_INFLATED:
                raise RefusedError("bomb")
            yield chunk


def _inflate(packed: bytes, *, is_deflated: bool) -> Iterator[bytes]:
    if not is_deflated:
        for start in range(0, len(packed), CHUNK):
            yield packed[start : start + CHUNK]
        return
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    rest = packed
    try:
        while not stream.eof:
            chunk = stream.decompress(rest, CHUNK)
            rest = stream.unconsumed_tail
            if not chunk and not rest:
                break
            yield chunk
    except zlib.error as error:
        raise RefusedError("damaged") from error
    if not stream.eof:
        raise RefusedError("truncated")
