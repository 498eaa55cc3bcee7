"""The black and white modules of a QR code version 2-Q (ISO/IEC 18004), for a code in capitals.

What is the same in every code, its frame, is drawn by segno, once. Of a letter's own code only
the data are worked out here: segno takes half a millisecond for that, a third of a whole letter,
because it knows all versions, modes and masks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

import segno

LONGEST: Final = 29  # characters that fit
SIDE: Final = 25  # modules
_MASK: Final = 2  # a module is turned over in every third column
_SIGNS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_MODE, _MODE_BITS, _COUNT_BITS = 0b0010, 4, 9  # letters and digits in capitals
_PAIR_BITS, _SINGLE_BITS = 11, 6
_DATA, _REPAIR = 22, 22  # bytes; so a quarter of the code may be lost
_FILLING: Final = (0xEC, 0x11)  # bytes behind the data, by turns
_FIELD: Final = 0x11D  # the polynomial of the field that the repair bytes are reckoned in

Rows = tuple[int, ...]  # a bit a module, the first one highest; a 1 is black


def modules(code: str) -> Rows:
    """The rows of the code, without the quiet zone.

    Raises:
        ValueError: the code is too long, or holds other characters than capitals, digits and a
            few signs.
    """
    data = _data(code)
    frame, marks = _frame()
    picture = frame
    for place, byte in enumerate(data + _repair(data)):
        picture ^= marks[place][byte]
    row = (1 << SIDE) - 1
    return tuple(picture >> shift & row for shift in range(SIDE * (SIDE - 1), -1, -SIDE))


def _data(code: str) -> bytes:
    if len(code) > LONGEST:
        raise ValueError(f"{code} does not fit in this QR code")
    values = [_SIGNS.index(sign) for sign in code]
    bits = f"{_MODE:0{_MODE_BITS}b}{len(code):0{_COUNT_BITS}b}"
    for first, second in zip(values[::2], values[1::2], strict=False):
        bits += f"{first * len(_SIGNS) + second:0{_PAIR_BITS}b}"
    if len(values) % 2:
        bits += f"{values[-1]:0{_SINGLE_BITS}b}"
    bits = f"{bits}0000"[: 8 * _DATA]  # the end sign, as far as it fits
    size = -(-len(bits) // 8)
    data = int(bits.ljust(8 * size, "0"), 2).to_bytes(size, "big")
    return (data + bytes(_FILLING) * _DATA)[:_DATA]


def _repair(data: bytes) -> bytes:
    """The Reed-Solomon bytes: the rest of the data divided by the generator."""
    multiples = _multiples()
    rest = 0
    top = 8 * (_REPAIR - 1)
    for byte in data:
        factor = byte ^ (rest >> top)
        rest = ((rest << 8) & ((1 << (8 * _REPAIR)) - 1)) ^ multiples[factor]
    return rest.to_bytes(_REPAIR, "big")


@cache
def _multiples() -> Sequence[int]:
    """The generator polynomial, without its first term, times each of the 256 bytes."""
    powers = [1]
    while len(powers) < 255:  # noqa: PLR2004 -- all but zero
        double = powers[-1] << 1
        powers.append(double ^ _FIELD if double > 255 else double)  # noqa: PLR2004 -- the same
    logs = {power: exponent for exponent, power in enumerate(powers)}

    def times(one: int, other: int) -> int:
        return powers[(logs[one] + logs[other]) % 255] if one and other else 0

    generator = [1]
    for root in powers[:_REPAIR]:
        shifted = [0, *(times(root, term) for term in generator)]
        generator = [one ^ other for one, other in zip([*generator, 0], shifted, strict=True)]
    return [
        int.from_bytes(bytes(times(factor, term) for term in generator[1:]), "big")
        for factor in range(256)
    ]


@cache
def _frame() -> tuple[int, Sequence[Sequence[int]]]:
    """A code of nothing but zeroes as one number, and what each byte turns over in it.

    The seven modules left over at the end hold nothing and are right in the frame.
    """
    drawn = segno.make_qr("0", version=2, error="q", mask=_MASK, boost_error=False).matrix
    frame = int("".join("1" if cell else "0" for row in drawn for cell in row), 2)
    bits: list[int] = []
    for row, column in (at for at in _way() if not _is_fixed(*at)):
        bit = 1 << (SIDE**2 - 1 - row * SIDE - column)
        bits.append(bit)
        frame = frame & ~bit | (bit if column % 3 == 0 else 0)
    starts = range(0, 8 * (_DATA + _REPAIR), 8)
    marks = [[_turned(bits[start : start + 8], byte) for byte in range(256)] for start in starts]
    return frame, marks


def _turned(bits: Sequence[int], byte: int) -> int:
    """The modules that a byte makes black in an unmasked code; the eight are given in order."""
    return sum(bit for number, bit in enumerate(bits) if byte >> (7 - number) & 1)


def _way() -> Iterator[tuple[int, int]]:
    """The order of the data: in pairs of columns from the right, up and down by turns."""
    upwards = True
    for right in (*range(SIDE - 1, 6, -2), 5, 3, 1):  # column 6 measures the modules
        for row in reversed(range(SIDE)) if upwards else range(SIDE):
            yield row, right
            yield row, right - 1
        upwards = not upwards


def _is_fixed(row: int, column: int) -> bool:
    """Say whether a module belongs to the frame: the three corners, the eye, the two rulers."""
    low, high = 8, SIDE - 8
    corner = (row <= low and (column <= low or column >= high)) or (row >= high and column <= low)
    eye = row in range(16, 21) and column in range(16, 21)
    return corner or eye or 6 in (row, column)  # noqa: PLR2004 -- where the rulers lie
