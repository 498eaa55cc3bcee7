"""The values of the archive: what was handed in, which letter it is, and what is known of it.

`Handed` is a file as it lies in input/ondertekend, `Letter` a letter as it was made, `Match` the
two together. `Evidence` is what was found out about the match. Frozen, like all our values.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from msgspec import Struct, field


class Soort(StrEnum):
    """Of what a code on a page speaks."""

    BRIEF = "brief"  # AWI-2026-007:3F9A7C2B
    KOPIE = "kopie"  # AWI-2026-007-K1:3F9A7C2B
    CONCEPT = "concept"  # CONCEPT-2:3F9A7C2B
    TOETSING = "toetsing"  # AWI-2026-007-T:3F9A7C2B, the record that never leaves the house
    DOORGELEIDING = "doorgeleiding"  # DOORGELEIDING:3F9A7C2B, a note to a sister council


class Code(Struct, frozen=True):
    """The code in the footer of a page, as QR and as text."""

    soort: Soort
    kenmerk: str  # empty for a concept and a doorgeleiding
    hash: str  # 8 hex digits in capitals, which letter and copies share; empty when it is lost
    nummer: int | None = None  # of the copy or the concept

    def __str__(self) -> str:
        """As it stands in the footer."""
        match self.soort:
            case Soort.CONCEPT:
                name = f"CONCEPT-{self.nummer}"
            case Soort.DOORGELEIDING:
                name = "DOORGELEIDING"
            case Soort.KOPIE:
                name = f"{self.kenmerk}-K{self.nummer}"
            case Soort.TOETSING:
                name = f"{self.kenmerk}-T"
            case Soort.BRIEF:
                name = self.kenmerk
        return f"{name}:{self.hash}" if self.hash else name


class Vorm(StrEnum):
    """What kind of file was handed in."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    HEIC = "heic"
    DOCX = "docx"


class Page(Struct, frozen=True):
    """One page of a file that was handed in."""

    number: int  # from 1
    codes: tuple[Code, ...] = ()  # each once; more than one is a doubt
    is_blank: bool = False  # nothing on it: the back of a sheet that was scanned on both sides
    is_picture: bool = False  # an image of paper, with no text of the letter's own
    is_page: int | None = None  # which page of the PDF as made it looks like; None: not certain


class Handed(Struct, frozen=True):
    """A file that was handed in, and what its pages say. Its bytes are never changed."""

    path: Path
    vorm: Vorm
    sha512: str  # of the bytes, 128 hex digits
    size: int  # bytes
    pages: tuple[Page, ...]


class Letter(Struct, frozen=True):
    """A letter as it was made, read from its kenmerk folder."""

    kenmerk: str
    hash: str  # of the version that counts, 8 hex digits in capitals
    versienummer: int
    onderwerp: str
    briefdatum: date
    home: Path  # output/brieven/<kenmerk>
    pages: int | None  # of its PDF as made; None when no PDF was made
    earlier: Mapping[str, int] = field(default_factory=dict)  # hash of older versions to number
    is_withdrawn: bool = False


class Part(Struct, frozen=True):
    """The pages of one file that are pages of the letter."""

    handed: Handed
    pages: tuple[int, ...]  # numbers from 1, without the blank ones


class Match(Struct, frozen=True):
    """Files that together are the signed letter, in the order of its pages."""

    letter: Letter
    parts: tuple[Part, ...]
    is_counted: bool  # True when the pages were counted against the PDF as made
    by_person: bool = False  # --als: a person decided
    remarks: tuple[str, ...] = ()  # Dutch sentences for screen and record


class Doubt(Struct, frozen=True):
    """Why a file is not filed: one Dutch sentence that says what it is and what to do."""

    path: Path
    melding: str


class Signature(Struct, frozen=True):
    """A digital signature, as far as it can be judged without a network (Archiefregeling 24)."""

    holder: str  # as the certificate names them
    at: datetime | None  # moment of signing, with time zone
    is_time_certified: bool  # by a time stamp; else the clock of the signer's computer
    is_intact: bool  # the signed bytes are as they were signed
    covers_all: bool  # the whole file, but for additions that change nothing visible
    is_trusted: bool | None  # None: no root certificates in input/vertrouwd to judge by
    issuer: str
    serial: str  # of the certificate, hexadecimal
    certificate: str  # SHA-256 of it, hexadecimal
    valid_from: datetime | None = None  # of the certificate
    valid_until: datetime | None = None
    fault: str = ""  # why it does not count, a Dutch sentence; empty when intact and covers_all
    melding: tuple[str, ...] = ()  # three sentences for a layman


class Evidence(Struct, frozen=True):
    """What was checked of a signed letter, what came out, and what could not be checked."""

    signatures: tuple[Signature, ...]
    differences: tuple[str, ...]  # between the text of the signed file and the letter as made
    is_compared: bool  # False for an image: its words cannot be known
    signer: str  # voorzitter or plaatsvervanger of that day, as the letter names them
    sentences: tuple[str, ...]  # for screen and record: what was and was not checked
    warnings: tuple[str, ...] = ()
    refusal: str = ""  # why it must not be filed, or empty
