"""Rules over the talks before the meeting: the voorzitter, the bestuursadviseurs, the agenda."""

from __future__ import annotations

from pipeline.model import Dossier, Ernst, Stap
from pipeline.rules.engine import Circumstances, Objections, rule


@rule("P01", Ernst.WAARSCHUWING, stap=Stap.INVULLEN, bron="S1-5")
def voorzitter_kent_het_onderwerp(d: Dossier, _at: Circumstances) -> Objections:
    """Het onderwerp hoort eerst naar de voorzitter te gaan.

    De voorzitter ziet of het niet al ergens anders loopt, en wie erbij kan helpen.
    """
    shown = d.procedure.voorgelegd_voorzitter
    if shown.is_empty:
        yield shown.flag(
            "is nog leeg. Leg het onderwerp voor aan de voorzitter voordat u verder schrijft."
        )


@rule("P02", Ernst.WAARSCHUWING, stap=Stap.INVULLEN, bron="S1-5")
def loopt_niet_elders(d: Dossier, _at: Circumstances) -> Objections:
    """Een onderwerp hoort niet op twee plaatsen tegelijk te lopen."""
    if d.procedure.elders_in_behandeling.answer:
        yield d.procedure.elders_in_behandeling.flag(
            "is “ja”. Spreek af wie het oppakt voordat u verder schrijft."
        )


@rule("P03", Ernst.WAARSCHUWING, stap=Stap.OVERLEG, bron="S1-15")
def overleg_is_opgeschreven(d: Dossier, _at: Circumstances) -> Objections:
    """Bij het overleg hoort te staan wat eruit kwam."""
    procedure = d.procedure
    is_shown = (
        procedure.overleg_voorzitter.is_filled or procedure.overleg_bestuursadviseurs.is_filled
    )
    if is_shown and procedure.uit_overleg.is_empty:
        yield procedure.uit_overleg.flag(
            "is nog leeg. Schrijf op wat zij zeiden en wat u ermee deed, ook als er geen antwoord kwam."
        )


@rule("P04", Ernst.WAARSCHUWING, stap=Stap.PLENAIR, bron="S0:345, 355")
def agenda_heeft_tijd(d: Dossier, _at: Circumstances) -> Objections:
    """Op de agenda hoort tijd voor het advies te zijn.

    Leeg laten mag: dan gelden besluitvorming en 20 minuten.
    """
    minutes = d.procedure.minuten
    if minutes.is_filled and minutes.value == 0:
        yield minutes.flag("is 0. Vul in hoeveel minuten u nodig heeft, of laat de cel leeg.")


@rule("P05", Ernst.WAARSCHUWING, stap=Stap.PLENAIR, bron="S0:345")
def vergadering_besluit(d: Dossier, _at: Circumstances) -> Objections:
    """Voor een stemming hoort “besluitvorming” aan de vergadering te zijn gevraagd.

    De leden weten dan vooraf dat zij gaan stemmen.
    """
    action = d.procedure.gewenste_actie
    if action.is_filled and action.value != "besluitvorming" and d.procedure.voor.is_filled:
        yield action.flag(f"is “{action.value}”, maar er is wel gestemd. Klopt dat?")


RULES = (
    voorzitter_kent_het_onderwerp,
    loopt_niet_elders,
    overleg_is_opgeschreven,
    agenda_heeft_tijd,
    vergadering_besluit,
)
