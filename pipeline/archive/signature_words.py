"""What a digital signature is worth, in three Dutch sentences for someone who never saw one."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from asn1crypto import x509
from msgspec import Struct
from msgspec.structs import replace

from pipeline import dutch
from pipeline.archive.values import Signature

DUTCH_TIME: Final = ZoneInfo("Europe/Amsterdam")
_UNKNOWN: Final = "onbekend"
_NAMES: Final = ("common_name", "pseudonym", "organization_name")

CHANGED: Final = "De inhoud van het bestand is na het ondertekenen veranderd."
FORGED: Final = "De handtekening klopt niet met haar certificaat: zij is beschadigd of nagemaakt."
RESAVED: Final = (
    "Het bestand is na het ondertekenen opnieuw bewaard, zodat de handtekening niet meer klopt. "
    "Vraag het bestand zoals het is ondertekend."
)
CUT_OFF: Final = "Het bestand is niet volledig: het einde dat is ondertekend, ontbreekt."
EXTENDED: Final = (
    "Na het ondertekenen is er iets in het bestand veranderd of erbij gezet: tekst, een opmerking "
    "of een stempel."
)
UNREADABLE: Final = "De handtekening is niet te controleren: het bestand is beschadigd."
UNKNOWN_FORM: Final = (
    "De handtekening is niet te controleren: zij is beschadigd, of van een verouderde soort."
)
TAKEN_OUT: Final = "Er is een handtekening uit dit bestand gehaald of vervangen."


class Certificate(Struct, frozen=True):
    """What else is known of a signature, and only serves to find the words."""

    is_self_made: bool
    is_for_signing: bool
    is_revoked: bool
    stamped_by: str  # who gave the time stamp; empty when there is none
    is_followed: bool  # other signatures or proofs came behind it


def name_of(name: x509.Name) -> str:
    """The person or organisation of a certificate, as one line."""
    parts = name.native
    for kind in _NAMES:
        if value := parts.get(kind):
            return _line(str(value if isinstance(value, str) else value[0])) or _UNKNOWN
    return _line(name.human_friendly) or _UNKNOWN


def _line(text: str) -> str:
    """A name without what could play tricks on a screen: controls and changes of direction."""
    shown = (char for char in text if char.isspace() or unicodedata.category(char)[0] != "C")
    return " ".join("".join(shown).split())


def weak(algorithm: str) -> str:
    """The fault of a signature whose arithmetic has been broken."""
    return (
        f"De handtekening gebruikt een verouderde techniek ({algorithm.upper()}) die na te maken "
        "is, en bewijst daarom niets."
    )


def filled_in(fields: Sequence[str]) -> str:
    """The fault of a file in which something was filled in after signing."""
    return f"Na het ondertekenen is er iets ingevuld in het bestand (veld {_line(dutch.join(fields))})."


def other_pages(was: int, now: int) -> str:
    """The fault of a file that got more or fewer pages after signing."""
    signed = dutch.count(was, "bladzijde", "bladzijden")
    return (
        f"Na het ondertekenen zijn er bladzijden bijgekomen of weggehaald: ondertekend is een "
        f"bestand van {signed}, nu zijn het er {now}."
    )


def moment(at: datetime) -> str:
    """A moment in Dutch time: 22 november 2026 om 14.05 uur."""
    here = at.astimezone(DUTCH_TIME)
    return f"{dutch.day(here.date())} om {here.hour}.{here.minute:02} uur"


def unverifiable(fault: str) -> Signature:
    """A signature of which only is known that it is there, or has been."""
    signature = Signature(
        holder=_UNKNOWN,
        at=None,
        is_time_certified=False,
        is_intact=False,
        covers_all=False,
        is_trusted=None,
        issuer=_UNKNOWN,
        serial="",
        certificate="",
        fault=fault,
    )
    return replace(
        signature,
        melding=(
            "Van wie de handtekening is, is niet vast te stellen.",
            fault,
            "Of de handtekening echt is, is niet na te gaan.",
        ),
    )


def with_sentences(signature: Signature, about: Certificate, now: datetime) -> Signature:
    """The signature with its three sentences: by whom and when, unchanged or not, trusted or not."""
    melding = (_by_whom(signature, about), _unchanged(signature, about))
    return replace(signature, melding=(*melding, _trusted(signature, about, now)))


def _by_whom(signature: Signature, about: Certificate) -> str:
    who = f"De handtekening is van {signature.holder}"
    if signature.at is None:
        return f"{who}; wanneer zij is gezet, staat er niet bij."
    if signature.is_time_certified:
        source = f"volgens een tijdstempel van {about.stamped_by}"
    else:
        source = "volgens de klok van de computer waarop is getekend"
    return f"{who}, gezet op {moment(signature.at)} {source}."


def _unchanged(signature: Signature, about: Certificate) -> str:
    if signature.fault:
        return signature.fault
    if about.is_followed:
        return (
            "De inhoud is sinds het ondertekenen niet veranderd; er kwam alleen een handtekening "
            "of een bewijs ervan bij."
        )
    return "Het hele bestand is sinds het ondertekenen niet veranderd."


def _trusted(signature: Signature, about: Certificate, now: datetime) -> str:
    if about.is_self_made:
        source = "Het certificaat is zelf gemaakt, niet door een uitgever van certificaten"
    else:
        source = f"Het certificaat is uitgegeven door {signature.issuer}"
    if not signature.is_intact:
        return f"{source}; omdat de handtekening niet klopt, is het niet verder beoordeeld."
    if signature.is_trusted:
        verdict = "en hoort bij een certificaat dat u vertrouwt (map vertrouwd)"
    elif signature.is_trusted is None:
        verdict = (
            "; of dat te vertrouwen is, is niet nagegaan, want er staat geen certificaat in de map "
            "vertrouwd"
        )
    else:
        verdict = "en is met de map vertrouwd niet als betrouwbaar te herkennen"
    remarks = dutch.join([*_remarks(signature, about, now)])
    glue = "" if verdict.startswith(";") else " "
    return f"{source}{glue}{verdict}{f'; {remarks}' if remarks else ''}."


def _remarks(signature: Signature, about: Certificate, now: datetime) -> list[str]:
    start, end = signature.valid_from, signature.valid_until
    at = signature.at or now
    remarks = []
    if about.is_revoked:
        remarks.append("het is ingetrokken")
    if end and at > end:
        remarks.append(f"het was bij het ondertekenen al verlopen ({dutch.day(end.date())})")
    elif end and now > end:
        remarks.append(f"het is sinds {dutch.day(end.date())} verlopen")
    if start and at < start:
        remarks.append(f"het geldt pas vanaf {dutch.day(start.date())}")
    if not about.is_for_signing:
        remarks.append("het is niet bedoeld om mee te ondertekenen")
    if about.stamped_by and not signature.is_time_certified:
        remarks.append(
            f"het tijdstempel van {about.stamped_by} is niet als betrouwbaar te herkennen"
        )
    return remarks
