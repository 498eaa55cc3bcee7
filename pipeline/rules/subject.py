"""Rules over the subject: onderwerp, thema, the question of the gemeente, the phase of its policy."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from pipeline.form.fields import MAX_ONDERWERP
from pipeline.model import Dossier, Ernst, Stap
from pipeline.rules.engine import Circumstances, Objections, rule

_NEAR = 70  # of 100: a typing error is nearer than another theme


@rule("O01", Ernst.FOUT, stap=None, bron="MDTO")
def onderwerp_past_in_archief(d: Dossier, _at: Circumstances) -> Objections:
    """Het onderwerp moet in 80 tekens passen.

    Het is de naam van het advies in het archief, en die mag niet langer zijn.
    """
    onderwerp = d.advies.onderwerp
    if onderwerp.is_filled and len(onderwerp.value) > MAX_ONDERWERP:
        yield onderwerp.flag(
            f"heeft {len(onderwerp.value)} tekens; er passen er {MAX_ONDERWERP}. Maak het korter."
        )


@rule("O02", Ernst.FOUT, stap=None, bron="S1-16")
def onderwerp_is_een_regel(d: Dossier, _at: Circumstances) -> Objections:
    """Het onderwerp moet op één regel staan."""
    onderwerp = d.advies.onderwerp
    if onderwerp.is_filled and "\n" in onderwerp.value:
        yield onderwerp.flag("staat op meer regels. Schrijf het op één regel.")


@rule("T03", Ernst.OPMERKING, stap=None, bron="S0:359; S1-8, 9")
def thema_staat_op_de_lijst(d: Dossier, at: Circumstances) -> Objections:
    """Een nieuw thema mag; het kan ook een tikfout zijn.

    Bij een thema van de lijst weet het programma of het om werk of inkomen gaat.
    """
    thema = d.advies.thema
    if thema.is_empty or at.raad.thema(thema.value) is not None:
        return
    names = [known.naam for known in at.raad.themas]
    near = process.extractOne(thema.value, names, scorer=fuzz.WRatio, score_cutoff=_NEAR)
    hint = f" Bedoelt u “{near[0]}”?" if near else " Is het nieuw? Dan is het goed zo."
    yield thema.flag(f"“{thema.value}” staat niet op de lijst van de raad.{hint}")
    if d.advies.domein.is_empty:
        yield d.advies.domein.flag(
            "is nog leeg. Kies of dit nieuwe thema over werk of inkomen gaat."
        )


@rule("T04", Ernst.ONTBREEKT, stap=Stap.INVULLEN, bron="S0:359")
def gevraagd_heeft_een_vraag(d: Dossier, _at: Circumstances) -> Objections:
    """De adviesvraag is nodig als de gemeente om het advies vroeg.

    De brief antwoordt op die vraag. Zonder gewenste datum is er alleen een waarschuwing.
    """
    if d.advies.soort.answer != "gevraagd":
        return
    vraag = d.advies.adviesvraag
    if vraag.vraag.is_empty:
        yield vraag.vraag.flag("is nog leeg. Neem de vraag van de gemeente hier over.")
    if vraag.gewenst_op.is_empty:
        yield vraag.gewenst_op.flag(
            "is nog leeg. Vraag de gemeente wanneer zij het advies wil hebben.",
            Ernst.WAARSCHUWING,
        )


@rule("O03", Ernst.WAARSCHUWING, stap=Stap.INVULLEN, bron="S0:171")
def ongevraagd_heeft_geen_vraag(d: Dossier, _at: Circumstances) -> Objections:
    """Bij een ongevraagd advies hoort geen adviesvraag te staan.

    Vaak is dan vergeten “gevraagd” te kiezen. De brief neemt de vraag niet over.
    """
    if d.advies.soort.answer == "ongevraagd" and d.advies.adviesvraag.vraag.is_filled:
        yield d.advies.soort.flag(
            "is ongevraagd, maar er staat wel een adviesvraag. Kies “gevraagd” als de gemeente "
            "erom vroeg."
        )


@rule("T26", Ernst.WAARSCHUWING, stap=Stap.INVULLEN, bron="S0:16, 44")
def advies_is_op_tijd(d: Dossier, _at: Circumstances) -> Objections:
    """Een advies hoort er te zijn vóór de gemeente besluit.

    Is het beleid al in uitvoering of wordt het bekeken, dan speelt dit niet meer.
    """
    if d.advies.beleidsfase.answer == "besluitvorming":
        yield d.advies.beleidsfase.flag(
            "is besluitvorming: de gemeente besluit binnenkort. Overleg met de voorzitter of uw "
            "advies nog op tijd komt."
        )


RULES = (
    onderwerp_past_in_archief,
    onderwerp_is_een_regel,
    thema_staat_op_de_lijst,
    gevraagd_heeft_een_vraag,
    ongevraagd_heeft_geen_vraag,
    advies_is_op_tijd,
)
