from __future__ import annotations

import struct
import zlib

import pytest
import segno
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.letters.mark import qr_png
from pipeline.letters.modules import LONGEST

CODE = "AWI-2026-007-K1:3F9A7C2B"


def modules(png: bytes) -> list[list[bool]]:
    """Which modules are black, read from the middle pixel of each, without the quiet zone."""
    (length,) = struct.unpack_from(">L", png, 33)
    assert png[37:41] == b"IDAT"
    rows = zlib.decompress(png[41 : 41 + length])
    (side,) = struct.unpack_from(">L", png, 16)
    stride = 1 + -(-side // 8)
    lines = [
        f"{int.from_bytes(rows[at + 1 : at + stride]):b}" for at in range(0, len(rows), stride)
    ]
    grid = [[line.zfill(8 * (stride - 1))[at] == "0" for at in range(2, side, 4)] for line in lines]
    return [row[2:-2] for row in grid[2::4][2:-2]]


@given(st.from_regex(r"[A-Z0-9:/-]{0,28}[A-Z]", fullmatch=True))
def test_the_picture_is_the_code_that_segno_makes(code: str) -> None:
    bits = 4 + 9 + 11 * (len(code) // 2) + 6 * (len(code) % 2) + 4
    assume(bits % 8)  # segno adds an empty byte where the standard adds none
    mark = segno.make_qr(code, version=2, error="q", mask=2, boost_error=False)
    assert modules(qr_png(code)) == [[bool(cell) for cell in row] for row in mark.matrix]


def test_a_code_in_small_letters_is_refused() -> None:
    with pytest.raises(ValueError, match="substring"):
        qr_png("awi")


def test_the_same_code_gives_the_same_bytes() -> None:
    assert qr_png(CODE) == qr_png(CODE)


def test_the_longest_code_fits_and_a_longer_one_does_not() -> None:
    assert qr_png("A" * LONGEST)
    with pytest.raises(ValueError, match="fit"):
        qr_png("A" * (LONGEST + 1))
