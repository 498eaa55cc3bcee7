"""Rules of the side roads: what an informal advice needs, and why a dossier was stopped."""

from __future__ import annotations

from pipeline.model import Dossier, Ernst, Stap
from pipeline.rules.engine import Circumstances, Objections, rule


@rule("I01", Ernst.ONTBREEKT, stap=Stap.INFORMEEL, bron="S1-17")
def informeel_is_compleet(d: Dossier, _at: Circumstances) -> Objections:
    """Voor een informeel advies is nodig waarover, met wie en wanneer is gesproken, en wat eruit kwam.

    De samenvatting gaat naar de leden, de punten komen op de website.
    """
    advies = d.advies
    asks = (
        (advies.onderwerp, "Schrijf in een paar woorden waar het over ging."),
        (advies.thema, "Kies het thema uit de lijst."),
        (d.werkgroep.naam, "Kies uw werkgroep uit de lijst."),
        (advies.besproken_op, "Vul de dag van het gesprek in."),
        (advies.besproken_met, "Schrijf op met wie u sprak."),
        (advies.samenvatting, "Vat voor de leden samen wat er is besproken."),
    )
    for cell, ask in asks:
        if cell.is_empty:
            yield cell.flag(f"is nog leeg. {ask}")


@rule("I02", Ernst.WAARSCHUWING, stap=Stap.INFORMEEL, bron="S1-17")
def website_krijgt_punten(d: Dossier, _at: Circumstances) -> Objections:
    """Van een informeel advies horen de belangrijkste punten op de website te staan."""
    points = d.advies.websitepunten
    if not points.items:
        yield points.flag("zijn nog leeg. Schrijf in korte zinnen op wat iedereen mag weten.")


@rule("I03", Ernst.ONTBREEKT, stap=Stap.GESTOPT, bron="S1-5")
def stoppen_heeft_een_reden(d: Dossier, _at: Circumstances) -> Objections:
    """Een reden is nodig als een dossier stopt."""
    if d.procedure.reden_gestopt.is_empty:
        yield d.procedure.reden_gestopt.flag("is nog leeg. Schrijf op waarom u stopte.")


RULES = (informeel_is_compleet, website_krijgt_punten, stoppen_heeft_een_reden)
