"""Looks through an old .xls for far cells and cell errors, as scan.py does for newer files.

The library makes room for as many cells as a tab claims to have, and dies of one that claims
much, as after formatting a cell far away; the claim is taken out before it reads.

An .xls is a small file system (OLE) that holds one stream of records (BIFF8). Whatever is odd
about it is left to the library that reads spreadsheets. Runs in the child process (child.py)
and imports nothing heavy.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence

from pipeline.form.cells import Doubts
from pipeline.form.tally import MAX_BOX_XLS, Box, Tally

_FAT_IN_HEADER = 109  # sectors of the allocation table; with more the file is no form
_ENTRY = 128  # bytes of an entry in the directory
_SMALL = 4096  # bytes: a smaller stream is stored otherwise, and is no form
_LAST = 0xFFFF_FFFA  # sector numbers from here on end a chain
_DIMENSIONS = 0x0200
_BOF, _BOUNDSHEET, _FORMULA, _BOOLERR = 0x0809, 0x0085, 0x0006, 0x0205
_CELLS = frozenset({_FORMULA, _BOOLERR, 0x0203, 0x027E, 0x00BD, 0x00FD, 0x0204, 0x00D6})
_ERRORS: Mapping[int, str] = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def inspect(data: bytes) -> tuple[bytes, Mapping[str, Doubts]]:
    """The file without claims of how large its tabs are, and the cell errors of each tab.

    Raises:
        RefusedError: there is content that lies too far away.
    """
    try:
        stream, sectors, size = _stream(data)
    except (struct.error, IndexError):
        return data, {}
    without_claims = bytearray(data)
    tally = Tally()
    names: dict[int, str] = {}
    found: dict[str, Doubts] = {}
    doubts: Doubts = {}
    box = Box(tally, MAX_BOX_XLS)
    for at, kind, body in _records(stream):
        tally.add_element()
        if kind == _DIMENSIONS:
            for there in range(at + 4, at + 4 + len(body)):
                without_claims[(sectors[there // size] + 1) * size + there % size] = 0
        elif kind == _BOUNDSHEET and len(body) >= 8:  # noqa: PLR2004 -- its fixed part
            names[int.from_bytes(body[:4], "little")] = _name(body)
        elif kind == _BOF:
            doubts = found.setdefault(names.get(at, ""), {})
            box = Box(tally, MAX_BOX_XLS)
        elif kind in _CELLS and len(body) >= 8:  # noqa: PLR2004 -- a cell, its format and a value
            row, column = struct.unpack_from("<2H", body)
            box.add(row, column)
            error = _error(kind, body)
            if error is not None:
                doubts[row, column] = ("e", _ERRORS.get(error, ""))
    return bytes(without_claims), found


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _error(kind: int, body: bytes) -> int | None:
    if kind == _BOOLERR and body[7] == 1:
        return body[6]
    # The result of a formula that is no number ends in FFFF; 2 is an error.
    if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:  # noqa: PLR2004 -- as said
        return body[8]
    return None


def _name(body: bytes) -> str:
    """The name of a tab: its length, whether it is wide, and its characters."""
    length, is_wide = body[6], body[7] & 1
    if is_wide:
        return body[8 : 8 + length * 2].decode("utf-16-le", "replace")
    return body[8 : 8 + length].decode("latin-1")


def _stream(data: bytes) -> tuple[bytes, Sequence[int], int]:
    """The bytes of the stream Workbook, its sectors and their size; empty when it is not found."""
    (shift,) = struct.unpack_from("<H", data, 30)
    size = 1 << min(shift, 16)
    (directory,) = struct.unpack_from("<I", data, 48)
    table: list[int] = []
    for sector in struct.unpack_from(f"<{_FAT_IN_HEADER}I", data, 76):
        if sector < _LAST:
            table += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    entries = _joined(data, _chain(data, table, directory, size), size)
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        entry = entries[at : at + _ENTRY]
        name = entry[: max(0, int.from_bytes(entry[64:66], "little") - 2)].decode(
            "utf-16-le", "replace"
        )
        if name in ("Workbook", "Book"):
            start, length = struct.unpack_from("<2I", entry, 116)
            if length >= _SMALL:
                sectors = _chain(data, table, start, size)
                return _joined(data, sectors, size)[:length], sectors, size
    return b"", (), size


def _chain(data: bytes, table: list[int], sector: int, size: int) -> list[int]:
    """The sectors of a stream, in order."""
    sectors: list[int] = []
    there = (len(data) - 1) // size  # sectors behind the header, the last one perhaps cut off
    while sector < min(_LAST, there) and len(sectors) <= len(table):
        sectors.append(sector)
        sector = table[sector]
    return sectors


def _joined(data: bytes, sectors: Sequence[int], size: int) -> bytes:
    return b"".join(data[(sector + 1) * size : (sector + 2) * size] for sector in sectors)
