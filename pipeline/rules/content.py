"""Rules over what the advice says: its kern, its length, its adviespunten, who was heard, sources."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Dossier, Ernst, Stap, Text
from pipeline.rules.engine import Circumstances, Objections, rule

_MANY_POINTS = 7
_MANY_WORDS = 900
# Of the letter as its template lays it out, in Carlito 11 points: measured on rendered pages.
_CHARACTERS_OF_LINE = 95
_LINES_OF_CORE = 66  # two pages, less head, request and signature
_LINES_OF_POINT = 2  # number, wie and wanneer, and the white below


@rule("C01", Ernst.WAARSCHUWING, stap=Stap.OVERLEG, bron="S0:23")
def brief_begint_met_de_kern(d: Dossier, _at: Circumstances) -> Objections:
    """De brief hoort te beginnen met de kern.

    Wie alleen het begin leest, weet dan waar het om gaat.
    """
    if d.advies.kern.is_empty:
        yield d.advies.kern.flag(
            "is nog leeg. Schrijf twee of drie zinnen voor het begin van de brief."
        )


@rule("C02", Ernst.WAARSCHUWING, stap=Stap.INVULLEN, bron="S0:357")
def niet_te_veel_adviespunten(d: Dossier, _at: Circumstances) -> Objections:
    """Een brief hoort hoogstens zeven adviespunten te hebben.

    Hoe meer punten, hoe kleiner de kans dat de gemeente ze alle oppakt.
    """
    points = d.advies.adviespunten
    if len(points) > _MANY_POINTS:
        yield points.say(
            f"Dit advies heeft {len(points)} adviespunten. Bundel punten die bij elkaar horen, of "
            "splits het advies in twee brieven."
        )


@rule("C03", Ernst.OPMERKING, stap=Stap.OVERLEG, bron="S0:23")
def tekst_is_kort(d: Dossier, _at: Circumstances) -> Objections:
    """De tekst mag korter als hij meer dan 900 woorden heeft."""
    words = sum(text.answer.count(" ") + 1 for text in _printed(d) if text.answer)
    if words > _MANY_WORDS:
        yield d.advies.aanleiding.say(
            f"De brief heeft al meer dan {_MANY_WORDS} woorden. Een kortere brief wordt beter "
            "gelezen: wat kan eruit?"
        )


@rule("C04", Ernst.WAARSCHUWING, stap=Stap.OVERLEG, bron="S0:23")
def brief_past_op_twee_bladzijden(d: Dossier, _at: Circumstances) -> Objections:
    """De brief hoort zonder de toelichting hoogstens twee bladzijden te zijn.

    Het college leest de brief; de toelichting zoekt op wie meer wil weten.
    """
    points = d.advies.adviespunten
    lines = _lines(d.advies.kern) + sum(_lines(p.advies) + _LINES_OF_POINT for p in points)
    if lines > _LINES_OF_CORE:
        yield points.say(
            "De kern en de adviespunten zijn samen langer dan twee bladzijden. Maak ze korter, en zet "
            "de uitleg bij “Waarom?”: die komt in de toelichting."
        )


@rule("T27", Ernst.WAARSCHUWING, stap=Stap.PLENAIR, bron="S0:135")
def er_is_iemand_gehoord(d: Dossier, _at: Circumstances) -> Objections:
    """Bij een advies hoort te staan wie is gehoord."""
    if not d.advies.gehoord.items:
        yield d.advies.gehoord.flag("is nog leeg. Noem de mensen of organisaties met wie u sprak.")


@rule("T28", Ernst.WAARSCHUWING, stap=Stap.PLENAIR, bron="S0:40")
def er_zijn_bronnen(d: Dossier, _at: Circumstances) -> Objections:
    """Bij een advies horen de bronnen te staan."""
    if not d.advies.bronnen.items:
        yield d.advies.bronnen.flag("zijn nog leeg. Noem de stukken en cijfers die u gebruikte.")


RULES = (
    brief_begint_met_de_kern,
    niet_te_veel_adviespunten,
    tekst_is_kort,
    brief_past_op_twee_bladzijden,
    er_is_iemand_gehoord,
    er_zijn_bronnen,
)


def _lines(text: Text) -> int:
    """About how many lines a text takes in the letter."""
    written = (text.answer or "").splitlines()
    return sum(1 + len(line) // _CHARACTERS_OF_LINE for line in written)


def _printed(d: Dossier) -> Iterator[Text]:
    """The running text of the letter."""
    yield from (d.advies.kern, d.advies.aanleiding, d.advies.gewenste_uitkomst)
    yield from d.advies.bevindingen
    for punt in d.advies.adviespunten:
        yield from (punt.advies, punt.waarom)
    for _, group in d.winwin:
        yield from (group.toelichting, group.compensatie)
