"""The QR code in the footer of a letter: the letter's code as a small PNG.

Version 2-Q holds the 29 characters of the longest code and survives folds, stamps and copying:
at 18 mm every undamaged scan from 150 dpi on was read. A fixed mask saves the trial of all eight
and gives the same picture for the same code; segno's own PNG writer would take most of the time.
"""

from __future__ import annotations

import struct
import zlib
from typing import Final

from pipeline.letters.modules import SIDE, modules

_QUIET: Final = 2  # white modules in the picture; the paper around it gives the other two
_SCALE: Final = 4  # pixels of a module
_WIDTH: Final = (SIDE + 2 * _QUIET) * _SCALE  # pixels
_BYTES: Final = -(-_WIDTH // 8)  # of a line
_ALL_WHITE: Final = (1 << 8 * _BYTES) - 1
_LEVEL: Final = 6  # zlib's; more gains a few bytes
# Eight modules as pixels.
_WIDE: Final = [
    int("".join(bit * _SCALE for bit in f"{modules_of_8:08b}"), 2) for modules_of_8 in range(256)
]


def qr_png(code: str) -> bytes:
    """The picture for a code such as AWI-2026-007:3F9A7C2B.

    Raises:
        ValueError: the code is too long, or holds other characters.
    """
    rows = [0] * _QUIET + [*modules(code)] + [0] * _QUIET
    pixels = b"".join(_line(row) * _SCALE for row in rows)
    header = struct.pack(">2L5B", _WIDTH, _WIDTH, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(pixels, _LEVEL)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def _line(row: int) -> bytes:
    """A row of modules as one line of a picture of one bit a pixel, where a 1 is white."""
    black = 0
    wide = _WIDE
    for shift in range(0, SIDE, 8):
        black |= wide[row >> shift & 255] << shift * _SCALE
    black <<= _QUIET * _SCALE + 8 * _BYTES - _WIDTH
    return b"\0" + (_ALL_WHITE ^ black).to_bytes(_BYTES, "big")
