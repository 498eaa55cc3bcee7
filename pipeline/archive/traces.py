"""Traces: how many digital signatures a PDF bears or has borne, also where no field shows them.

A signature can be hidden by a program that adds behind a file, or lose its meaning in one that
saves it anew. Both leave traces, and both have to be told.
"""

from __future__ import annotations

import io
import re
from typing import Final

import pikepdf

from pipeline.archive.damaged import BROKEN, DamagedPdfError

_BYTE_RANGE: Final = re.compile(rb"/ByteRange\s*\[")

_EOF: Final = b"%%EOF"
_TAIL: Final = 2048  # bytes at the end in which a whole PDF has its end mark


def count_traces(pdf: bytes) -> int:
    """The number of signatures of which there is a trace; 0 for a PDF that nobody signed.

    Raises:
        DamagedPdfError: the file cannot be read as a PDF.
    """
    if _EOF not in pdf[-_TAIL:]:
        raise DamagedPdfError("is niet volledig: het einde ontbreekt")
    earlier = len(_BYTE_RANGE.findall(pdf))  # also in what was written over later
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            parts = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
            ranges = sum("/ByteRange" in one for one in parts)
            filled = sum(one.get("/FT") == pikepdf.Name.Sig and "/V" in one for one in parts)
    except pikepdf.PasswordError as error:
        raise DamagedPdfError("is beveiligd met een wachtwoord") from error
    except (pikepdf.PikepdfError, *BROKEN) as error:
        raise DamagedPdfError from error
    return max(earlier, ranges, filled)
