"""Signer: whether the one who signed is the one who should have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Final

from pipeline import dutch
from pipeline.archive.values import Signature
from pipeline.council import Lid, Raad, same_name

_PARTICLES: Final = frozenset(
    {"van", "de", "den", "der", "het", "ten", "ter", "te", "in", "t", "el", "al", "v", "d"}
)
_TITLES: Final = frozenset(
    {"dhr", "mevr", "mw", "drs", "mr", "dr", "ir", "ing", "prof", "msc", "ma"}
)


def may_sign(raad: Raad, day: date) -> tuple[Lid, ...]:
    """The voorzitter and the plaatsvervangend voorzitter of a day, as far as they are lid then."""
    chair = raad.voorzitter_op(day)
    deputy = raad.plaatsvervangend_voorzitter
    others = (lid for lid in raad.leden_op(day) if deputy and same_name(lid.naam, deputy))
    return tuple(dict.fromkeys(lid for lid in (chair, *others) if lid is not None))


def printed(raad: Raad, paragraphs: Sequence[str]) -> str:
    """The name under the letter: a paragraph that is the name of a lid and nothing else."""
    return next((p for p in paragraphs if raad.lid(p) is not None), "")


def is_same_person(holder: str, naam: str) -> bool:
    """True when a certificate may be that of this person.

    Certificates hold names in many forms: “V. Voorbeeld”, “VOORBEELD, Vera”, with a second name
    of marriage or a title. The surname has to be there, and the first name or its letter.
    """
    first, *rest = _words(naam) or [""]
    surname = [word for word in rest if word not in _PARTICLES]
    held = _words(holder)
    others = [word for word in held if word not in surname]
    if not surname or not set(surname) <= set(held):
        return bool(first) and not surname and first in held
    return not others or any(
        word in (first, first[:1]) or _initials(word, first) for word in others
    )


def doubts(
    raad: Raad, signatures: Sequence[Signature], name: str, briefdatum: date
) -> tuple[str, ...]:
    """Why the one who signed may not be the one who should have, in Dutch."""
    found = []
    chairs = may_sign(raad, briefdatum)
    if name and not any(same_name(lid.naam, name) for lid in chairs):
        found.append(
            f"Onder de brief staat {name}, en die was op {dutch.day(briefdatum)} geen voorzitter "
            f"of plaatsvervangend voorzitter{_who(chairs)}."
        )
    if signatures and not any(_is_chair(raad, one, briefdatum) for one in signatures):
        day = signatures[0].at.date() if signatures[0].at else briefdatum
        holders = dutch.join([one.holder for one in signatures])
        found.append(
            f"De handtekening is van {holders}, en niet van de voorzitter of de plaatsvervangend "
            f"voorzitter op {dutch.day(day)}{_who(may_sign(raad, day))}."
        )
    found.extend(
        f"De handtekening van {one.holder} is volgens haar eigen datum gezet op "
        f"{dutch.day(one.at.date())}, voor de datum van de brief ({dutch.day(briefdatum)})."
        for one in signatures
        if one.at and one.at.date() < briefdatum
    )
    return tuple(found)


def _is_chair(raad: Raad, signature: Signature, briefdatum: date) -> bool:
    day = signature.at.date() if signature.at else briefdatum
    return any(is_same_person(signature.holder, lid.naam) for lid in may_sign(raad, day))


def _who(chairs: Sequence[Lid]) -> str:
    return f" ({dutch.join([lid.naam for lid in chairs], 'of')})" if chairs else ""


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    # A hyphen joins two surnames of which a certificate may hold one on each side.
    words = re.findall(r"[^\W\d_]+", letters)
    return [word for word in words if word not in _TITLES]


def _initials(word: str, first: str) -> bool:
    """True for letters run together: “VJ” for Vera Johanna."""
    return len(word) <= 3 and word[:1] == first[:1]  # noqa: PLR2004 -- longer is a name
