"""Rules over the ground of the sister council: what touches the Wmo or the Jeugdwet (S1-6)."""

from __future__ import annotations

from pipeline.model import Dossier, Ernst, Stap
from pipeline.rules.engine import Circumstances, Objections, rule


@rule("T34", Ernst.ONTBREEKT, stap=Stap.PLENAIR, bron="S1-6")
def raakvlak_is_beantwoord(d: Dossier, _at: Circumstances) -> Objections:
    """Een antwoord op de vraag of het advies de Wmo of de Jeugdwet raakt, is nodig.

    De andere adviesraad krijgt dan een samenvatting en kan meedoen.
    """
    raakvlak = d.raakvlak
    for question in (raakvlak.wmo, raakvlak.jeugd):
        if question.is_empty:
            yield question.flag(
                "is nog leeg. Kies “ja” of “nee”. Bij “ja” hoort de andere adviesraad ervan."
            )
    if (raakvlak.wmo.answer or raakvlak.jeugd.answer) and raakvlak.samenvatting.is_empty:
        yield raakvlak.samenvatting.flag(
            "is nog leeg. Schrijf een paar zinnen, dan kan het programma ze doorgeven."
        )


@rule("J01", Ernst.WAARSCHUWING, stap=Stap.INVULLEN, bron="S1-6")
def raakvlak_is_doorgegeven(d: Dossier, _at: Circumstances) -> Objections:
    """Een raakvlak hoort meteen te worden doorgegeven aan de andere adviesraad.

    Ook als het advies nog lang niet klaar is: dan kan die raad op tijd meedenken.
    """
    raakvlak = d.raakvlak
    if (raakvlak.wmo.answer or raakvlak.jeugd.answer) and raakvlak.doorgegeven_op.is_empty:
        yield raakvlak.doorgegeven_op.flag(
            "is nog leeg. Geef de samenvatting door aan de andere adviesraad en vul hier de dag in."
        )


RULES = (raakvlak_is_beantwoord, raakvlak_is_doorgegeven)
