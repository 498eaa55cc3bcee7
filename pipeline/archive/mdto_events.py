"""What happened to an advies, as events of MDTO: the road from letter to archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import Element

from pipeline.archive.contents import Contents
from pipeline.archive.filing import Filing
from pipeline.archive.keeper import Keeper
from pipeline.archive.mdto_xml import begrip, element, moment, verwijzing
from pipeline.archive.readable import IMAGES
from pipeline.archive.values import Match, Signature
from pipeline.rules.decision import VOORZITTER

VERZENDING = "Verzending"
_EVENTS = "Begrippenlijst EventTypeLijst MDTO"


def events(filing: Filing, contents: Contents) -> Iterator[Element]:
    """What happened to an advies, as far as it is known when it is filed."""
    keeper, letter, record = filing.keeper, filing.match.letter, filing.record
    yield from _decided(record.get("besluit") or {}, keeper)
    yield _event(
        "Creatie",
        letter.briefdatum,
        keeper.naam,
        f"Brief gemaakt, versie {letter.versienummer}, met {record.get('programma', 'onbekend')}.",
    )
    for signature in filing.evidence.signatures:
        yield _event("Accordering", signature.at, keeper.signer, "Digitaal ondertekend.")
    if _is_scan(filing.match):
        yield _event(
            "Digitalisering", None, keeper.naam, "Op papier ondertekend, gescand of gefotografeerd."
        )
    for signature in filing.evidence.signatures:
        yield _event("Validatie Handtekening", filing.at, keeper.naam, _judged(signature))
    if contents.readable:
        yield _event(
            "Conversie",
            filing.at,
            keeper.naam,
            f"Van wat is ingeleverd is ook een leesbare PDF gemaakt: {contents.readable}. Wat is "
            "ingeleverd, is onveranderd bewaard.",
        )
    came = ", ".join(f"{path.name} ({name})" for path, name in contents.signed.items())
    result = f"Opgenomen in het archief van de adviesraad. Ingeleverd als: {came}."
    yield _event("Opname", filing.at, keeper.naam, result)
    if filing.known.verzonden_op:
        yield sent(filing.known.verzonden_op, keeper)


def sent(day: date, keeper: Keeper) -> Element:
    """That the letter went to the college."""
    return _event(VERZENDING, day, keeper.naam, "Verzonden aan het college.")


def _event(kind: str, at: date | datetime | None, actor: str, result: str) -> Element:
    return element(
        "event",
        begrip("eventType", kind, _EVENTS),
        element("eventTijd", moment(at)) if at else None,
        verwijzing("eventVerantwoordelijkeActor", actor),
        element("eventResultaat", result),
    )


def _decided(besluit: Mapping[str, Any], keeper: Keeper) -> Iterator[Element]:
    """How was decided. The numbers of votes are in brief.json, and for the council alone."""
    if not besluit.get("op"):
        return
    day = date.fromisoformat(besluit["op"])
    if besluit["route"] == VOORZITTER:
        result = "Akkoord van de voorzitter, zonder stemming."
        yield _event("Accordering", day, keeper.voorzitter, result)
    else:
        yield _event("Accordering", day, keeper.naam, "Vastgesteld na stemming door de leden.")


def _judged(signature: Signature) -> str:
    trust = {
        True: "het certificaat is vertrouwd",
        False: "het certificaat is niet vertrouwd",
        None: "of het certificaat te vertrouwen is, is niet beoordeeld",
    }[signature.is_trusted]
    intact = "ongeschonden" if signature.is_intact else "niet ongeschonden"
    whole = "over het hele bestand" if signature.covers_all else "niet over het hele bestand"
    return f"Handtekening {intact}, {whole}; {trust}. Certificaat {signature.serial}."


def _is_scan(match: Match) -> bool:
    """True when what was signed was paper."""
    return any(
        part.handed.vorm in IMAGES
        or any(page.is_picture for page in part.handed.pages if page.number in part.pages)
        for part in match.parts
    )
