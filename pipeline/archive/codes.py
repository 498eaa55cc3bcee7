"""The codes in the footers: text of a QR or of a page in, `Code` out; other texts are not ours.

AWI-2026-007:3F9A7C2B      the letter        AWI-2026-007-K1:3F9A7C2B   its first copy
AWI-2026-007-T:3F9A7C2B    its toetsing      CONCEPT-2:3F9A7C2B         the second concept
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from pipeline.archive.values import Code, Soort

_DASHES: Final = str.maketrans(dict.fromkeys("\u00ad\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
# A text layer may put white space anywhere; a word that goes on before or behind it is no code.
_IN_TEXT: Final = re.compile(
    r"""(?<![A-Z0-9-])
    (?: (?P<raad>[A-Z][A-Z0-9]{1,9}) \s*-\s* (?P<jaar>\d{4}) \s*-\s* (?P<volgnummer>\d{3,6})
        (?: \s*-\s* (?: K\s*(?P<kopie>\d{1,3}) | (?P<toetsing>T) ) )?
      | CONCEPT \s*-\s* (?P<concept>\d{1,4})
      | (?P<doorgeleiding>DOORGELEIDING) )
    \s*:\s* (?P<hash>(?:[0-9A-F]\s*){7}[0-9A-F]) (?![A-Z0-9])""",
    re.VERBOSE,
)
_KENMERK: Final = re.compile(r"[A-Z][A-Z0-9]{1,9}-\d{4}-\d{3,6}")
_LONGEST: Final = 60  # characters; ours have 29, and white space may stand between them


def parse(text: str) -> Code | None:
    """The code that a QR holds; None for the QR of somebody else."""
    if len(text) > _LONGEST:
        return None
    found = _IN_TEXT.fullmatch(_plain(text).strip())
    return _code(found) if found else None


def find(text: str) -> tuple[Code, ...]:
    """Every code in a text, each once, in the order of the text."""
    return tuple(dict.fromkeys(_code(found) for found in _IN_TEXT.finditer(_plain(text))))


def of_kenmerk(text: str) -> Code | None:
    """The code of a letter of which only the kenmerk is known, not the version."""
    kenmerk = _plain(text).strip()
    return Code(Soort.BRIEF, kenmerk, "") if _KENMERK.fullmatch(kenmerk) else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_DASHES).upper()


def _code(found: re.Match[str]) -> Code:
    digits = "".join(found["hash"].split())
    if found["concept"]:
        return Code(Soort.CONCEPT, "", digits, int(found["concept"]))
    if found["doorgeleiding"]:
        return Code(Soort.DOORGELEIDING, "", digits)
    kenmerk = f"{found['raad']}-{found['jaar']}-{found['volgnummer']}"
    if found["kopie"]:
        return Code(Soort.KOPIE, kenmerk, digits, int(found["kopie"]))
    return Code(Soort.TOETSING if found["toetsing"] else Soort.BRIEF, kenmerk, digits)
