from __future__ import annotations

import io
import struct
import zlib

import pytest
import segno

from pipeline.letters.mark import LONGEST, qr_png

CODE = "AWI-2026-007-K1:3F9A7C2B"


def pixels(png: bytes) -> bytes:
    """The unpacked rows of a picture of one bit a pixel."""
    packed = b""
    place = 8
    while place < len(png):
        (length,) = struct.unpack_from(">L", png, place)
        if png[place + 4 : place + 8] == b"IDAT":
            packed += png[place + 8 : place + 8 + length]
        place += length + 12
    return zlib.decompress(packed)


def test_the_picture_is_the_one_that_segno_draws() -> None:
    theirs = io.BytesIO()
    mark = segno.make_qr(CODE, version=2, error="q", mask=2, boost_error=False)
    mark.save(theirs, kind="png", scale=4, border=2)
    ours = qr_png(CODE)
    assert struct.unpack(">2L", ours[16:24]) == struct.unpack(">2L", theirs.getvalue()[16:24])
    # The last bits of a row are no pixels.
    row = 16
    for start in range(0, len(pixels(ours)), row):
        mine, its = pixels(ours)[start : start + row], pixels(theirs.getvalue())[start : start + row]
        assert mine[:-1] == its[:-1]
        assert mine[-1] & 0xF0 == its[-1] & 0xF0


def test_the_same_code_gives_the_same_bytes() -> None:
    assert qr_png(CODE) == qr_png(CODE)


def test_the_longest_code_fits_and_a_longer_one_does_not() -> None:
    assert qr_png("A" * LONGEST)
    with pytest.raises(ValueError, match="fit"):
        qr_png("A" * (LONGEST + 1))
