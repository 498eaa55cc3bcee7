"""Damaged: a PDF that cannot be read, and what libraries raise when they walk over one."""

from __future__ import annotations

import struct
import zlib
from typing import Final

from pipeline.errors import PipelineError

# The readers of PDF walk over damaged and malicious input unguarded, so besides their own classes
# of errors these come out of them.
BROKEN: Final = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RecursionError,
    NotImplementedError,
    OSError,
    struct.error,
    zlib.error,
)


class DamagedPdfError(PipelineError):
    """A PDF of which the structure cannot be read, so that nothing can be said of it."""

    exit_status = 1
    hint = "Vraag het bestand opnieuw op, of scan de brief nog een keer. Er is niets gearchiveerd."

    def __init__(self, why: str = "is beschadigd of niet volledig") -> None:
        super().__init__(f"Dit PDF-bestand {why}.")
