"""The zip around a Word document: reads its parts once, writes it again with some of them replaced.

What does not change keeps its compressed bytes, every entry has the same fixed time, and nothing
of the machine stands in it: the same parts give the same bytes.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from msgspec import Struct

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_STORED_BLOCK: Final = struct.Struct("<B2H")  # of a deflated stream
_VERSION: Final = 20  # the lowest that knows deflate
_UTF8: Final = 0x800
_MIDNIGHT, _NEW_YEAR_1980 = 0, 0x21  # the oldest moment that a zip can hold
_STORED, _DEFLATED = 0, 8
# Once per template we compress as well as we can, once per letter nearly as well but much faster.
_LEVEL_ONCE, _LEVEL_EACH = 9, 2
_LAST_BLOCK: Final = b"\x03\0"  # empty; by it a reader knows the end
_SMALL: Final = 600  # bytes; packing these costs more than it saves
LARGEST: Final = 50_000_000  # bytes of all parts together; a template is a hundred times smaller


class NotAPackageError(Exception):
    """The bytes are no zip file, or one that no Word program writes; says which in Dutch."""


class Piece(Struct, frozen=True):
    """A stretch of a part, packed by itself: pieces behind each other are the packed part."""

    data: bytes
    stream: bytes

    @classmethod
    def of(cls, data: bytes) -> Piece:
        """Compress a stretch; a short one stays as it is, in a block of its own."""
        if len(data) < _SMALL:
            return cls(data, _STORED_BLOCK.pack(0, len(data), len(data) ^ 0xFFFF) + data)
        packer = zlib.compressobj(_LEVEL_EACH, zlib.DEFLATED, -zlib.MAX_WBITS)
        return cls(data, packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH))


class Entry(Struct, frozen=True):
    """A part as it stands in the zip."""

    name: bytes
    method: int
    crc: int
    size: int
    stream: bytes

    @classmethod
    def of(cls, name: str, data: bytes, level: int) -> Entry:
        """Compress a part; one that would hardly shrink is stored."""
        if len(data) < _SMALL:
            return cls(name.encode(), _STORED, zlib.crc32(data), len(data), data)
        packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
        stream = packer.compress(data) + packer.flush()
        method = _DEFLATED
        if len(stream) >= len(data):
            stream, method = data, _STORED
        return cls(name.encode(), method, zlib.crc32(data), len(data), stream)

    @classmethod
    def each(cls, name: str, data: bytes) -> Entry:
        """Compress a part of one letter."""
        return cls.of(name, data, _LEVEL_EACH)

    @classmethod
    def joined(cls, name: str, pieces: Sequence[Piece]) -> Entry:
        """A part that was packed in pieces."""
        crc = 0
        for piece in pieces:
            crc = zlib.crc32(piece.data, crc)
        size = sum(len(piece.data) for piece in pieces)
        stream = b"".join((*(piece.stream for piece in pieces), _LAST_BLOCK))
        return cls(name.encode(), _DEFLATED, crc, size, stream)

    def head(self) -> bytes:
        """The local header with the stream behind it."""
        return self._pack(_LOCAL, (b"PK\3\4", _VERSION), (0,)) + self.name + self.stream

    def listing(self, offset: int) -> bytes:
        """The line in the central directory."""
        start = (b"PK\1\2", _VERSION, _VERSION)
        return self._pack(_CENTRAL, start, (0, 0, 0, 0, 0, offset)) + self.name

    def _pack(self, form: struct.Struct, start: tuple[object, ...], end: tuple[int, ...]) -> bytes:
        flags = 0 if self.name.isascii() else _UTF8
        times = (_MIDNIGHT, _NEW_YEAR_1980)
        sizes = (self.crc, len(self.stream), self.size, len(self.name))
        return form.pack(*start, flags, self.method, *times, *sizes, *end)


class Package(Struct, frozen=True):
    """The parts of a Word document by their name in the zip, and their ready-made entries."""

    parts: Mapping[str, bytes]
    _entries: Mapping[str, tuple[Entry, bytes]]

    @classmethod
    def of(cls, parts: Mapping[str, bytes]) -> Package:
        """Compress all parts once."""
        entries = {name: Entry.of(name, data, _LEVEL_ONCE) for name, data in parts.items()}
        return cls(parts, {name: (entry, entry.head()) for name, entry in entries.items()})

    @classmethod
    def read(cls, data: bytes) -> Package:
        """Unpack a .docx file; raises NotAPackageError."""
        return cls.of(unpack(data))

    def write(self, changed: Mapping[str, bytes | Entry]) -> bytes:
        """The document with the changed parts, packed or not, in the place of the old ones."""
        pieces: list[bytes] = []
        listing: list[bytes] = []
        offset = 0
        for name, ready in self._entries.items():
            entry, head = ready
            if name in changed:
                new = changed[name]
                entry = new if isinstance(new, Entry) else Entry.each(name, new)
                head = entry.head()
            listing.append(entry.listing(offset))
            pieces.append(head)
            offset += len(head)
        return b"".join((*pieces, _tail(listing, offset)))

    def differences(self, data: bytes) -> dict[str, bytes]:
        """The parts of a document that are not exactly these, by name; raises NotAPackageError.

        What still has the same bytes at its place in the file is not unpacked again. A part that
        was dropped is an error: no letter is made that way.
        """
        found = self._as_written(data)
        if found is not None:
            return found
        found = {}
        with _opened(data) as file:
            for info in file.infolist():
                ready = self._entries.get(info.filename)
                if ready is None or not data.startswith(ready[1], info.header_offset):
                    found[info.filename] = _inflated(data, info)
            missing = self._entries.keys() - set(file.namelist())
        if missing:
            raise NotAPackageError(f"mist onderdelen: {', '.join(sorted(missing))}")
        return found

    def _as_written(self, data: bytes) -> dict[str, bytes] | None:
        """The changed parts of a document that is byte for byte as `write` writes it, else None.

        Reading a zip file in general takes as long as filling the letter.
        """
        found: dict[str, bytes] = {}
        listing: list[bytes] = []
        offset = 0
        for name, (ready, ready_head) in self._entries.items():
            entry, head = ready, ready_head
            if not data.startswith(head, offset):
                changed = _entry_at(data, offset, name)
                if changed is None:
                    return None
                entry, found[name] = changed
                head = entry.head()
                if not data.startswith(head, offset):
                    return None
            listing.append(entry.listing(offset))
            offset += len(head)
        return found if data[offset:] == _tail(listing, offset) else None


def _tail(listing: Sequence[bytes], offset: int) -> bytes:
    """What stands behind the parts of a zip: their list, and where it begins."""
    directory = b"".join(listing)
    count = len(listing)
    return directory + _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), offset, 0)


def _entry_at(data: bytes, offset: int, name: str) -> tuple[Entry, bytes] | None:
    """The entry at this place with its content; None where it is not sound, or another one."""
    if len(data) < offset + _LOCAL.size:
        return None
    _, _, _, method, _, _, crc, packed, size, name_length, _ = _LOCAL.unpack_from(data, offset)
    start = offset + _LOCAL.size + name_length
    stream = data[start : start + packed]
    try:
        content = stream if method == _STORED else zlib.decompress(stream, -zlib.MAX_WBITS)
    except zlib.error:
        return None
    if len(content) != size or zlib.crc32(content) != crc:
        return None
    return Entry(name.encode(), method, crc, size, stream), content


def unpack(data: bytes) -> dict[str, bytes]:
    """Every part of a zip file by its name, in the order of the file; raises NotAPackageError."""
    with _opened(data) as file:
        return {info.filename: file.read(info) for info in file.infolist() if not info.is_dir()}


def part(data: bytes, name: str) -> bytes:
    """One part of a Word document; raises NotAPackageError, also when it has no such part."""
    with _opened(data) as file:
        if name not in file.NameToInfo:
            raise NotAPackageError(f"mist het onderdeel {name}")
        return _inflated(data, file.getinfo(name))


def _inflated(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """One part; four times as fast as ZipFile.read, which is made for streams."""
    lengths = _LOCAL.unpack_from(data, info.header_offset)[-2:]
    start = info.header_offset + _LOCAL.size + sum(lengths)
    stream = data[start : start + info.compress_size]
    part = stream if info.compress_type == _STORED else zlib.decompress(stream, -zlib.MAX_WBITS)
    if zlib.crc32(part) != info.CRC:
        raise NotAPackageError("is beschadigd")
    return part


@contextmanager
def _opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            infos = file.infolist()
            if sum(info.file_size for info in infos) > LARGEST:
                raise NotAPackageError("is uitgepakt groter dan 50 MB")
            if len({info.filename for info in infos}) < len(infos):
                raise NotAPackageError("bevat hetzelfde onderdeel twee keer")
            yield file
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        RuntimeError,
        NotImplementedError,
        EOFError,
    ) as error:
        # RuntimeError: a password. NotImplementedError: a compression that Word does not use.
        raise NotAPackageError("is geen Word-document (.docx), of het is beschadigd") from error
