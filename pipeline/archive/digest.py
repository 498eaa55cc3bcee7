"""Digest: the SHA-512 of bytes or of a file, read in big pieces so that memory stays flat."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from msgspec import Struct

_PIECE = 2**20  # bytes; hashlib lets other threads work while it has a big piece


class Digest(Struct, frozen=True):
    """What is known of some bytes without having them."""

    sha512: str  # 128 hex digits
    size: int  # bytes


def digest_of(content: bytes | Path) -> Digest:
    """The digest of bytes or of a file.

    Raises:
        OSError: the file cannot be read.
    """
    if isinstance(content, bytes):
        return Digest(hashlib.sha512(content).hexdigest(), len(content))
    found, size = hashlib.sha512(), 0
    with content.open("rb", buffering=0) as file:
        # Most files are small: clearing room for a big one would take longer than hashing them.
        room = bytearray(min(_PIECE, os.fstat(file.fileno()).st_size + 1))
        view = memoryview(room)
        while count := file.readinto(room):
            found.update(view[:count])
            size += count
    return Digest(found.hexdigest(), size)


def digest_on_disk(path: Path) -> Digest:
    """The digest of what the disk itself holds, where the system can be told to forget its copy.

    Raises:
        OSError: the file cannot be read.
    """
    if sys.platform == "linux":
        handle = os.open(path, os.O_RDONLY)
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)
    return digest_of(path)
