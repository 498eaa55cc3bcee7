"""The words of a letter as plain text: what a search reads, and what can always be read.

    Kenmerk: AWI-2026-004
    Onderwerp: Bijverdienen in de bijstand
    Datum: 2026-11-22
    Bron: de brief zoals die is gemaakt

    Adviesraad Werk en Inkomen

    …

A head of four lines, an empty line, then an alinea a line with an empty line between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

SUFFIX = "-tekst.txt"
_KENMERK, _ONDERWERP, _DATUM, _BRON = "Kenmerk: ", "Onderwerp: ", "Datum: ", "Bron: "
_SOURCE = "de brief zoals die is gemaakt; wat is ondertekend, staat in de bestanden -ondertekend"


class LetterText(Struct, frozen=True):
    """The words of one letter, with what it is known by."""

    kenmerk: str
    onderwerp: str
    briefdatum: date
    alineas: Sequence[str]

    def to_bytes(self) -> bytes:
        """As it stands in the archive: UTF-8, lines end in a line feed."""
        head = (
            f"{_KENMERK}{self.kenmerk}",
            f"{_ONDERWERP}{_one_line(self.onderwerp)}",
            f"{_DATUM}{self.briefdatum.isoformat()}",
            f"{_BRON}{_SOURCE}",
        )
        body = "\n\n".join(_one_line(alinea) for alinea in self.alineas)
        # A lone half of a character pair cannot be written in UTF-8; it says nothing either.
        return ("\n".join(head) + f"\n\n{body}\n").encode(errors="replace")


def searchable(content: bytes) -> str:
    """Kenmerk, onderwerp and body of what `to_bytes` wrote, without the words around them.

    Raises:
        ValueError: this is not such a text.
    """
    head, _, body = content.decode().partition("\n\n")
    kenmerk, onderwerp, *_ = [*head.split("\n"), ""]
    if not (kenmerk.startswith(_KENMERK) and onderwerp.startswith(_ONDERWERP)):
        raise ValueError("no text of a letter")
    return f"{kenmerk[len(_KENMERK) :]}\n{onderwerp[len(_ONDERWERP) :]}\n{body}"


def read_text(content: bytes) -> LetterText:
    """The letter that `to_bytes` wrote.

    Raises:
        ValueError: this is not such a text.
    """
    kenmerk, onderwerp, body = searchable(content).split("\n", 2)
    datum = content.split(b"\n", 3)[2].decode()
    return LetterText(
        kenmerk,
        onderwerp,
        date.fromisoformat(datum.removeprefix(_DATUM)),
        tuple(alinea for alinea in body.removesuffix("\n").split("\n\n") if alinea),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
