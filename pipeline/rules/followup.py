"""Rules over what comes after the letter: signing, sending, the reply and the look in practice."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline import dutch
from pipeline.model import Dossier, Ernst, Stap
from pipeline.rules.engine import Circumstances, Objections, rule


@rule("V01", Ernst.ONTBREEKT, stap=Stap.ONDERTEKENING, bron="S1-16, 21")
def ondertekende_brief_is_gearchiveerd(d: Dossier, at: Circumstances) -> Objections:
    """De ondertekende brief in het archief is nodig."""
    if at.uitgave is None or at.uitgave.is_gearchiveerd:
        return
    if at.uitgave.is_gearchiveerd is None:
        yield d.procedure.verzonden_op.say(
            f"Of de ondertekende brief {at.uitgave.kenmerk} in het archief staat, is nu niet "
            "bekend. Toets opnieuw zodra het archief te bereiken is."
        )
    else:
        yield d.procedure.verzonden_op.say(
            f"De ondertekende brief {at.uitgave.kenmerk} staat nog niet in het archief. Zet hem in "
            "de map input/ondertekend en dubbelklik op Archiveren."
        )


@rule("V02", Ernst.ONTBREEKT, stap=Stap.ONDERTEKENING, bron="S1-16")
def brief_is_verzonden(d: Dossier, _at: Circumstances) -> Objections:
    """De dag waarop de brief is verzonden, is nodig."""
    if d.procedure.verzonden_op.is_empty:
        yield d.procedure.verzonden_op.flag(
            "is nog leeg. Verstuur de ondertekende brief en vul hier de dag in."
        )


@rule("V03", Ernst.FOUT, stap=Stap.REACTIE, bron="S0:346")
def reactie_hoort_bij_een_adviespunt(d: Dossier, _at: Circumstances) -> Objections:
    """Een reactie moet bij een adviespunt van dit advies horen."""
    last = len(d.advies.adviespunten)
    for row in d.reactie.per_adviespunt:
        if row.nummer.is_filled and not 1 <= row.nummer.value <= last:
            yield row.nummer.flag(
                f"is {row.nummer.value}, maar dit advies heeft "
                f"{dutch.count(last, 'adviespunt', 'adviespunten')}. Verbeter het nummer."
            )


@rule("V04", Ernst.FOUT, stap=Stap.REACTIE, bron="S0:346")
def een_status_per_adviespunt(d: Dossier, _at: Circumstances) -> Objections:
    """Een adviespunt mag niet twee keer een status krijgen."""
    seen: set[int] = set()
    for row in d.reactie.per_adviespunt:
        if row.nummer.is_filled:
            if row.nummer.value in seen:
                yield row.nummer.flag(f"{row.nummer.value} staat er twee keer. Laat er één staan.")
            seen.add(row.nummer.value)


@rule("V05", Ernst.WAARSCHUWING, stap=Stap.REACTIE, bron="S0:346")
def status_heeft_een_nummer(d: Dossier, _at: Circumstances) -> Objections:
    """Bij een status hoort het nummer van het adviespunt te staan."""
    for row in d.reactie.per_adviespunt:
        if row.status.is_filled and row.nummer.is_empty:
            yield row.nummer.flag("is nog leeg. Vul in bij welk adviespunt deze reactie hoort.")


@rule("V06", Ernst.ONTBREEKT, stap=Stap.REACTIE, bron="S0:346")
def college_heeft_gereageerd(d: Dossier, at: Circumstances) -> Objections:
    """Een reactie van het college is nodig, of een status bij elk adviespunt."""
    if d.reactie.ontvangen_op.is_empty and not _is_answered(d):
        sent = d.procedure.verzonden_op
        until = (
            f" De termijn loopt tot {dutch.day(_term(sent.value, at))}." if sent.is_filled else ""
        )
        yield d.reactie.ontvangen_op.flag(
            f"is nog leeg. Wij wachten op het college, of op een status per adviespunt.{until}"
        )


@rule("V07", Ernst.WAARSCHUWING, stap=Stap.REACTIE, bron="S0:346")
def reactie_is_op_tijd(d: Dossier, at: Circumstances) -> Objections:
    """Een reactie hoort binnen de termijn te komen."""
    sent = d.procedure.verzonden_op
    if sent.is_empty or not d.reactie.ontvangen_op.is_empty or _is_answered(d):
        return
    term = _term(sent.value, at)
    if at.vandaag > term:
        yield sent.say(
            f"De termijn voor een reactie liep tot {dutch.day(term)}. Vraag het college wanneer "
            "de reactie komt."
        )


@rule("V08", Ernst.WAARSCHUWING, stap=Stap.ONDERTEKENING, bron="S1-18")
def advies_is_op_tijd_openbaar(d: Dossier, at: Circumstances) -> Objections:
    """Een advies hoort binnen twee weken na verzending op de website te staan.

    Hoeveel weken het zijn, zegt publicatie_weken in de instellingen van de raad. Een uitleg bij de
    afwijking is genoeg.
    """
    sent, later = d.procedure.verzonden_op, d.advies.openbaar_vanaf
    if sent.is_empty or later.is_empty or d.procedure.afwijking.is_filled:
        return
    term = sent.value + timedelta(weeks=at.raad.publicatie_weken)
    if later.value > term:
        yield later.flag(
            f"is {dutch.day(later.value)}, meer dan "
            f"{dutch.count(at.raad.publicatie_weken, 'week', 'weken')} na verzending. Klopt dat?"
        )


@rule("T17", Ernst.WAARSCHUWING, stap=Stap.PLENAIR, bron="S0:385, 44")
def opvolging_komt_na_verzending(d: Dossier, _at: Circumstances) -> Objections:
    """De dag waarop u in de praktijk kijkt, hoort na de brief te liggen."""
    planned = d.advies.opvolgdatum
    if planned.is_empty:
        return
    for earlier in (d.procedure.verzonden_op, d.procedure.plenair_op):
        if earlier.is_filled and planned.value <= earlier.value:
            yield planned.flag(
                f"is {dutch.day(planned.value)}. Dat is niet later dan “{earlier.label}” "
                f"({dutch.day(earlier.value)}): kies een latere dag."
            )
            return


@rule("V09", Ernst.ONTBREEKT, stap=Stap.OPVOLGING, bron="S0:44")
def praktijk_is_bekeken(d: Dossier, _at: Circumstances) -> Objections:
    """Een blik in de praktijk is nodig, op of na de dag die daarvoor gepland is."""
    seen, planned = d.opvolging.bekeken_op, d.advies.opvolgdatum
    if seen.is_empty:
        when = f"Kijk op {dutch.day(planned.value)}" if planned.is_filled else "Kijk"
        yield seen.flag(f"is nog leeg. {when} in de praktijk hoe het gaat.")
    elif planned.is_filled and seen.value < planned.value:
        yield seen.flag(
            f"is {dutch.day(seen.value)}, vóór de geplande dag ({dutch.day(planned.value)}). Kijk "
            "dan nog een keer, of pas de geplande dag aan."
        )


@rule("V10", Ernst.WAARSCHUWING, stap=Stap.OPVOLGING, bron="S0:44")
def praktijk_is_op_tijd_bekeken(d: Dossier, at: Circumstances) -> Objections:
    """De werkgroep hoort op de geplande dag in de praktijk te kijken."""
    planned = d.advies.opvolgdatum
    if at.uitgave is None or d.opvolging.bekeken_op.is_filled:
        return  # before there is a letter there is nothing to look at
    if planned.is_filled and planned.value < at.vandaag:
        yield planned.flag(
            f"was {dutch.day(planned.value)}. Kijk in de praktijk hoe het gaat en schrijf op wat u zag."
        )


RULES = (
    opvolging_komt_na_verzending,
    ondertekende_brief_is_gearchiveerd,
    brief_is_verzonden,
    advies_is_op_tijd_openbaar,
    reactie_hoort_bij_een_adviespunt,
    een_status_per_adviespunt,
    status_heeft_een_nummer,
    college_heeft_gereageerd,
    reactie_is_op_tijd,
    praktijk_is_bekeken,
    praktijk_is_op_tijd_bekeken,
)


def _term(sent: date, at: Circumstances) -> date:
    return sent + timedelta(weeks=at.raad.brief.reactietermijn_weken)


def _is_answered(d: Dossier) -> bool:
    """True when every adviespunt has a status other than open."""
    answered = {
        row.nummer.answer
        for row in d.reactie.per_adviespunt
        if row.status.is_filled and row.status.value != "open"
    }
    return answered >= set(range(1, len(d.advies.adviespunten) + 1))
