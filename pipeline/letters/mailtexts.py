"""The mail texts of a work folder: which there are, and what each is filled with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pipeline.letters.fault import NoTemplateError
from pipeline.letters.mail import MailTemplate

VOORZITTER: Final = "mail-voorzitter.txt"
COLLEGE: Final = "mail-college.txt"
VERTROUWELIJK: Final = "mail-vertrouwelijk.txt"
KOPIE: Final = "mail-kopie.txt"
ZUSTERRAAD: Final = "mail-zusterraad.txt"
LEDEN: Final = "mail-leden.txt"

_KENMERK: Final = {
    "kenmerk": "het kenmerk van de brief",
    "onderwerp": "het onderwerp van de brief",
    "raad": "naam van de adviesraad",
}
_AANHEF: Final = {"aanhef": "Geacht college,"}
_TERMIJN: Final = {"termijn": "hoe lang het college heeft om te reageren, zoals zes weken"}
# When each mail is made, and its placeholders with what they mean.
MAILS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    VOORZITTER: (
        "Met de brief, ter ondertekening",
        {**_KENMERK, "voorzitter": "naam van wie tekent"},
    ),
    COLLEGE: ("Na het archiveren, aan het college", {**_KENMERK, **_AANHEF, **_TERMIJN}),
    VERTROUWELIJK: (
        "Aan het college, apart voor elke vertrouwelijke bijlage",
        {**_KENMERK, **_AANHEF},
    ),
    KOPIE: (
        "Na het archiveren, aan elke bestuursadviseur",
        {
            **_KENMERK,
            "naam": "naam van de bestuursadviseur",
            "kopie_voor": "“Kopie voor” met naam en functie",
        },
    ),
    ZUSTERRAAD: (
        "Na het archiveren, aan de andere adviesraad, als het advies de Wmo of de Jeugdwet raakt",
        {
            **_KENMERK,
            "naam": "contactpersoon, of de naam van de andere adviesraad",
            "raakt": "de Wmo, de Jeugdwet of allebei",
        },
    ),
    LEDEN: ("Na het archiveren, aan de leden", {**_KENMERK, **_TERMIJN}),
}


def lint_mail(path: Path) -> Iterator[str]:
    """What is wrong with a mail text; a text without mistakes can be filled for any letter."""
    _, known = MAILS[path.name]
    try:
        words = MailTemplate.read(path).fill(known)
    except NoTemplateError as error:
        yield str(error)
        return
    if not words.subject:
        yield "de eerste regel hoort het onderwerp te zijn, zoals: Onderwerp: Advies {{ kenmerk }}"
    if not words.body.strip():
        yield "onder het onderwerp staat geen tekst."
