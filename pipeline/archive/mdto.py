"""The description of an advies and its files by MDTO 1.0.1, as an e-depot takes it in.

One document for the advies as informatieobject and one for each file. What the standard leaves
open is left out here, never guessed: how long an advies is kept is for the archivist of the
gemeente to decide, and until then its waardering is "nader te bepalen".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha512
from typing import Any
from xml.etree.ElementTree import Element

from pipeline import dutch
from pipeline.archive.contents import Contents
from pipeline.archive.filing import Filing
from pipeline.archive.formats import format_of
from pipeline.archive.keeper import Keeper
from pipeline.archive.mdto_events import events
from pipeline.archive.mdto_xml import (
    begrip,
    document,
    element,
    identificatie,
    moment,
    verwijzing,
)
from pipeline.archive.values import Letter

SUFFIX = ".MDTO.xml"
FILE_SUFFIX = ".bestand.MDTO.xml"
_LONGEST_NAME = 80  # of an informatieobject
_LEVELS = "Begrippenlijst Aggregatieniveaus MDTO"
_VALUES = "Begrippenlijst Waarderingen MDTO"
_LIMITS = "Begrippenlijst Beperkingen MDTO"
_CHECKSUMS = "Begrippenlijst ChecksumAlgoritme MDTO"
_RELATIONS = "Begrippenlijst Relatietypen (informatieobject) MDTO"
_OWN = "Begrippenlijst adviesbrieven"
_WOO = "TOOI-waardelijst Woo-informatiecategorieën"
_ADVIEZEN = "https://identifier.overheid.nl/tooi/def/thes/kern/c_99a836c7"
_WAARDERINGEN = {
    "B": "Blijvend te bewaren",
    "V": "Tijdelijk te bewaren",
    "N": "Nader te bepalen",
}


def informatieobject(filing: Filing, contents: Contents, names: Sequence[str]) -> bytes:
    """The description of an advies; `names` are the files of which it consists."""
    keeper, letter, record = filing.keeper, filing.match.letter, filing.record
    return document(
        element(
            "informatieobject",
            identificatie("identificatie", letter.kenmerk, keeper.bron),
            element("naam", _shortened(letter.onderwerp)),
            begrip("aggregatieniveau", "Archiefstuk", _LEVELS),
            begrip("classificatie", "adviezen", _WOO, _ADVIEZEN),
            element("trefwoord", f"{_soort(record)} advies"),
            (element("omschrijving", text) for text in _descriptions(filing)),
            element(
                "dekkingInTijd",
                begrip("dekkingInTijdType", "Datum van de brief", _OWN),
                element("dekkingInTijdBegindatum", moment(letter.briefdatum)),
            ),
            verwijzing("dekkingInRuimte", keeper.gemeente_naam, *keeper.gemeente_id),
            element("taal", "nl"),
            events(filing, contents),
            waardering(keeper),
            verwijzing("isOnderdeelVan", keeper.serie_naam, keeper.serie, keeper.bron),
            (verwijzing("heeftRepresentatie", name, name, keeper.bron) for name in names),
            _predecessor(record, keeper),
            archiefvormers(keeper),
            _involved(filing),
            activiteit(),
            _limits(filing, contents),
        )
    )


def bestand(name: str, content: bytes, letter: Letter, keeper: Keeper, at: datetime) -> bytes:
    """The description of one file of an advies."""
    known = format_of(name, content)
    return document(
        element(
            "bestand",
            identificatie("identificatie", name, keeper.bron),
            element("naam", name),
            element("omvang", str(len(content))),
            begrip("bestandsformaat", known.name, "PRONOM-register", known.puid or ""),
            element(
                "checksum",
                begrip("checksumAlgoritme", "SHA-512", _CHECKSUMS),
                element("checksumWaarde", sha512(content).hexdigest()),
                element("checksumDatum", moment(at)),
            ),
            verwijzing(
                "isRepresentatieVan", _shortened(letter.onderwerp), letter.kenmerk, keeper.bron
            ),
        )
    )


def serie(
    keeper: Keeper, parts: Mapping[str, str], period: tuple[date, date], confidential: Sequence[str]
) -> bytes:
    """The description of a series of adviezen; `parts` are its kenmerken with their onderwerp."""
    first, last = period
    limit = "De beperkingen staan bij elk advies."
    if confidential:
        limit += f" Vertrouwelijk: {', '.join(confidential)}."
    return document(
        element(
            "informatieobject",
            identificatie("identificatie", keeper.serie, keeper.bron),
            element("naam", _shortened(keeper.serie_naam)),
            begrip("aggregatieniveau", "Serie", _LEVELS),
            begrip("classificatie", "adviezen", _WOO, _ADVIEZEN),
            element("omschrijving", f"{keeper.serie_naam} aan het college van B&W, ondertekend."),
            element(
                "dekkingInTijd",
                begrip("dekkingInTijdType", "Datum van de eerste en de laatste brief", _OWN),
                element("dekkingInTijdBegindatum", moment(first)),
                element("dekkingInTijdEinddatum", moment(last)),
            ),
            verwijzing("dekkingInRuimte", keeper.gemeente_naam, *keeper.gemeente_id),
            element("taal", "nl"),
            waardering(keeper),
            (
                verwijzing("bevatOnderdeel", _shortened(naam), kenmerk, keeper.bron)
                for kenmerk, naam in parts.items()
            ),
            archiefvormers(keeper),
            activiteit(),
            _limit(limit),
        )
    )


def waardering(keeper: Keeper) -> Element:
    """Whether it is kept for ever, for a time, or is yet to be decided."""
    return begrip("waardering", _WAARDERINGEN[keeper.waardering], _VALUES, keeper.waardering)


def archiefvormers(keeper: Keeper) -> Iterator[Element]:
    """The council, and the gemeente that it advises."""
    yield verwijzing("archiefvormer", keeper.naam)
    yield verwijzing("archiefvormer", keeper.gemeente_naam, *keeper.gemeente_id)


def activiteit() -> Element:
    """What the council did when it made this."""
    return verwijzing("activiteit", "Adviseren van het college van burgemeester en wethouders")


def _descriptions(filing: Filing) -> Iterator[str]:
    yield (
        f"{_soort(filing.record)} advies {filing.match.letter.kenmerk} aan het college van "
        "burgemeester en wethouders: de ondertekende brief met wat erbij hoort."
    )
    if kern := (filing.record["waarden"].get("kern") or "").strip():
        yield kern


def _predecessor(record: Mapping[str, Any], keeper: Keeper) -> Element | None:
    before = record.get("opvolger_van")
    if not before:
        return None
    return element(
        "gerelateerdInformatieobject",
        verwijzing(
            "gerelateerdInformatieobjectVerwijzing", f"Advies {before}", before, keeper.bron
        ),
        begrip("gerelateerdInformatieobjectTypeRelatie", "Vervangt", _RELATIONS),
    )


def _involved(filing: Filing) -> Iterator[Element]:
    """Who matters to it, by role: names are in the letter."""
    keeper = filing.keeper
    for relation, who in (("Ondertekenaar", keeper.signer), ("Geadresseerde", keeper.college)):
        yield element(
            "betrokkene",
            begrip("betrokkeneTypeRelatie", relation, _OWN),
            verwijzing("betrokkeneActor", who),
        )


def _limits(filing: Filing, contents: Contents) -> Iterator[Element]:
    """Who may see what: MDTO knows limits of an informatieobject, so files are named in them."""
    opened = filing.known.openbaar_vanaf
    if opened:
        yield _limit(f"Niet openbaar voor {dutch.day(opened)}.", until=opened)
    if contents.confidential:
        yield _limit(
            f"Vertrouwelijke bijlagen, alleen voor het college: {', '.join(contents.confidential)}."
        )
    if contents.mixed:
        yield _limit(
            f"Bevat ook bladzijden die niet bij dit advies horen: {', '.join(contents.mixed)}. "
            f"Alleen dit advies staat in {contents.readable or 'geen ander bestand'}."
        )
    yield _limit(
        f"Alleen voor de adviesraad zelf (formulier, toetsing en instellingen): "
        f"{', '.join(contents.internal)}."
    )


def _limit(text: str, until: date | None = None) -> Element:
    term = element(
        "beperkingGebruikTermijn", element("termijnEinddatum", moment(until or date.min))
    )
    return element(
        "beperkingGebruik",
        begrip("beperkingGebruikType", "Overig", _LIMITS),
        element("beperkingGebruikNadereBeschrijving", text),
        term if until else None,
    )


def _soort(record: Mapping[str, Any]) -> str:
    return dutch.sentence(record["waarden"].get("soort") or "ongevraagd")


def _shortened(text: str) -> str:
    """At most 80 characters, cut at a word."""
    whole = " ".join(text.split())
    if len(whole) <= _LONGEST_NAME:
        return whole or "zonder onderwerp"
    head = whole[: _LONGEST_NAME - 1]
    return f"{head.rpartition(' ')[0] or head}…"
