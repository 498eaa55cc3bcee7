"""Rules over the decision: the vote at the meeting, or the akkoord of the voorzitter (S1-16)."""

from __future__ import annotations

from pipeline import dutch
from pipeline.model import Dossier, Ernst, Stap
from pipeline.rules.decision import VOORZITTER, decide, decision_day, has_chair_route, has_votes
from pipeline.rules.engine import Circumstances, Objections, rule


@rule("G01", Ernst.ONTBREEKT, stap=Stap.PLENAIR, bron="S0:349")
def advies_is_rijp(d: Dossier, _at: Circumstances) -> Objections:
    """Een nieuwe bespreking is nodig als de vergadering het advies nog niet rijp vond."""
    ripe = d.procedure.rijp_voor_stemming
    if ripe.answer is False and not has_chair_route(d.procedure):
        yield ripe.flag(
            "is “nee”. Pas het advies aan, noteer de oude vergadering bij de voortgang, vul de "
            "nieuwe vergaderdatum in en maak deze cel leeg."
        )


@rule("G02", Ernst.ONTBREEKT, stap=Stap.BESLUIT, bron="S0:349; S1-16")
def er_is_besloten(d: Dossier, _at: Circumstances) -> Objections:
    """Een stemming is nodig, of een akkoord van de voorzitter met de reden."""
    procedure = d.procedure
    if has_chair_route(procedure):
        return
    if procedure.akkoord_voorzitter_op.is_filled and not has_votes(procedure):
        if procedure.reden_zonder_stemming.is_empty:
            yield procedure.reden_zonder_stemming.flag(
                "is nog leeg. Schrijf op waarom de voorzitter besloot zonder stemming."
            )
        return
    if procedure.rijp_voor_stemming.is_empty and not has_votes(procedure):
        yield procedure.rijp_voor_stemming.flag(
            "is nog leeg. Vond de vergadering dat er kon worden gestemd?"
        )
    for votes, word in ((procedure.voor, "voor"), (procedure.tegen, "tegen")):
        if votes.is_empty:
            yield votes.flag(f"is nog leeg. Vul het aantal in, of 0 als niemand {word} stemde.")


@rule("G03", Ernst.FOUT, stap=Stap.BESLUIT, bron="S0:349")
def stemmen_pas_als_rijp(d: Dossier, _at: Circumstances) -> Objections:
    """Er mag niet zijn gestemd over een advies dat nog niet rijp is."""
    ripe = d.procedure.rijp_voor_stemming
    if not has_votes(d.procedure):
        return
    if ripe.answer is False:
        yield ripe.flag("is “nee”, maar er zijn wel stemmen ingevuld. Verbeter een van de twee.")
    elif ripe.is_empty:
        yield ripe.flag("is nog leeg, maar er zijn wel stemmen ingevuld. Kies “ja” of “nee”.")


@rule("G04", Ernst.FOUT, stap=Stap.BESLUIT, bron="S0:349")
def niet_meer_stemmen_dan_leden(d: Dossier, at: Circumstances) -> Objections:
    """Er mogen niet meer stemmen zijn dan de raad op die dag leden had."""
    procedure = d.procedure
    day = decision_day(procedure)
    if not has_votes(procedure) or day is None:
        return
    cast = [v for v in (procedure.voor, procedure.tegen, procedure.onthouding) if v.is_filled]
    total = sum(votes.value for votes in cast)
    members = len(at.raad.leden_op(day))
    if total > members:
        yield cast[0].say(
            f"Er zijn {dutch.count(total, 'stem', 'stemmen')} ingevuld, maar op {dutch.day(day)} "
            f"had de raad {dutch.count(members, 'lid', 'leden')}. Tel de stemmen nog eens."
        )


@rule("G05", Ernst.WAARSCHUWING, stap=Stap.BESLUIT, bron="S1-16")
def meerderheid_is_voor(d: Dossier, at: Circumstances) -> Objections:
    """Meer leden horen voor te zijn dan tegen.

    De drempel van de raad beslist, ook als de stemmen staken.
    """
    besluit = decide(d, at.raad)
    if besluit is None or not besluit.aangenomen or besluit.route == VOORZITTER:
        return
    if besluit.staakt:
        yield d.procedure.voor.say(
            f"De stemmen staken: {besluit.voor} voor en {besluit.tegen} tegen. Volgens de afspraak "
            "van de raad is het advies aangenomen."
        )
    elif besluit.voor < besluit.tegen:
        yield d.procedure.voor.say(
            f"Er waren meer stemmen tegen ({besluit.tegen}) dan voor ({besluit.voor}). Volgens de "
            "afspraak van de raad is het advies aangenomen."
        )


@rule("G06", Ernst.WAARSCHUWING, stap=Stap.BESLUIT, bron="S1-16")
def vergadering_bekrachtigt(d: Dossier, _at: Circumstances) -> Objections:
    """Een besluit van de voorzitter hoort op de volgende agenda te komen.

    Daar bekrachtigt de vergadering het.
    """
    if has_chair_route(d.procedure):
        yield d.procedure.akkoord_voorzitter_op.say(
            "De voorzitter besloot zonder stemming. Zet het advies op de agenda van de volgende "
            "vergadering, ter bekrachtiging."
        )


@rule("G07", Ernst.OPMERKING, stap=Stap.BESLUIT, bron="S1-16")
def stemmen_gaan_voor(d: Dossier, _at: Circumstances) -> Objections:
    """Een akkoord van de voorzitter mag er naast de stemmen staan; alleen de stemmen tellen."""
    if has_votes(d.procedure) and d.procedure.akkoord_voorzitter_op.is_filled:
        yield d.procedure.akkoord_voorzitter_op.say(
            "Er is gestemd. Het akkoord van de voorzitter telt daarom niet mee."
        )


@rule("G08", Ernst.OPMERKING, stap=Stap.AFGEWEZEN, bron="S1-16")
def afgewezen_kan_opnieuw(d: Dossier, at: Circumstances) -> Objections:
    """Een afgewezen advies kan worden aangepast en opnieuw ingebracht."""
    besluit = decide(d, at.raad)
    if besluit is not None and not besluit.aangenomen:
        who = "leden" if at.raad.besluit.basis == "leden" else "uitgebrachte stemmen"
        start = "De stemmen staken. " if besluit.staakt else ""
        yield d.procedure.voor.say(
            f"{start}Het advies is afgewezen: voor waren {besluit.voor} van de {besluit.basis} {who}. Er "
            "komt geen brief. U kunt het aanpassen en opnieuw inbrengen."
        )


@rule("G09", Ernst.WAARSCHUWING, stap=Stap.BESLUIT, bron="S0:178")
def minderheid_is_beschreven(d: Dossier, _at: Circumstances) -> Objections:
    """Komt het standpunt van de minderheid in de brief, dan hoort het er te staan."""
    view = d.procedure.minderheidsstandpunt
    if d.procedure.minderheid_in_brief.answer and view.is_empty:
        yield view.flag("is nog leeg, maar moet wel in de brief. Schrijf het op, zonder namen.")


RULES = (
    advies_is_rijp,
    er_is_besloten,
    stemmen_pas_als_rijp,
    niet_meer_stemmen_dan_leden,
    meerderheid_is_voor,
    vergadering_bekrachtigt,
    stemmen_gaan_voor,
    afgewezen_kan_opnieuw,
    minderheid_is_beschreven,
)
