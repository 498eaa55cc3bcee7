"""Dutch as a letter needs it: dates, lists of names, counts and names for files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

MAANDEN = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
NBSP = "\u00a0"
_EURO = re.compile(r"€[ \u00a0]?(?=\d)")
# Windows refuses these names whatever the extension.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(10)}
)


def day(value: date) -> str:
    """A date in words, without leading zero: 22 november 2026."""
    return f"{value.day} {MAANDEN[value.month - 1]} {value.year}"


def money(text: str) -> str:
    """Keep the euro sign and its amount together on a line: € 20.000 with a no-break space."""
    return _EURO.sub(f"€{NBSP}", text)


def join(words: Sequence[str], last: str = "en") -> str:
    """A list in a sentence: a, b en c."""
    if len(words) < 2:  # noqa: PLR2004 -- one word needs no "en"
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def sentence(text: str) -> str:
    """The text with a capital at its start, the rest as it is."""
    return text[:1].upper() + text[1:]


def count(number: int, one: str, many: str) -> str:
    """A number with its noun: 1 brief, 2 brieven."""
    return f"{number} {one if number == 1 else many}"


def slug(text: str, longest: int = 40) -> str:
    """A name for files that Windows, macOS, Linux and archives accept: a-z, 0-9 and hyphens.

    Accents are taken off ("José" gives "jose"); an empty result becomes "naamloos".
    """
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " en "))
    ascii_only = plain.encode("ascii", "ignore").decode("ascii")
    name = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:longest].rstrip("-")
    if not name:
        return "naamloos"
    return f"{name}-" if name in _DEVICES else name
