"""Rules over the dates of a dossier: what happened lies in the past, and in a possible order.

Only what cannot be is a fout. What was merely not ideal is a waarschuwing, with room for the
reason in “Ging iets anders dan de afspraak is?”; otherwise people will falsify dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from pipeline import dutch
from pipeline.model import Day, Dossier, Ernst, Stap
from pipeline.rules.engine import Circumstances, Objections, rule

_FIRST_YEAR = 2000
_REASON = "Klopt dat, leg dan uit waarom bij “Ging iets anders dan de afspraak is?”."


@rule("D01", Ernst.FOUT, stap=Stap.INVULLEN, bron="formulier")
def adviesvraag_is_gesteld(d: Dossier, at: Circumstances) -> Objections:
    """De datum van de adviesvraag moet in het verleden liggen."""
    yield from _not_yet((d.advies.adviesvraag.datum,), at.vandaag)


@rule("D02", Ernst.FOUT, stap=Stap.OVERLEG, bron="S1-15")
def overleg_is_geweest(d: Dossier, at: Circumstances) -> Objections:
    """De dagen waarop iets is voorgelegd, moeten in het verleden liggen."""
    procedure = d.procedure
    yield from _not_yet(
        (
            procedure.voorgelegd_voorzitter,
            procedure.overleg_voorzitter,
            procedure.overleg_bestuursadviseurs,
        ),
        at.vandaag,
    )


@rule("D03", Ernst.FOUT, stap=Stap.PLENAIR, bron="S0:385")
def voorbereiding_is_geweest(d: Dossier, at: Circumstances) -> Objections:
    """De toets, het inleveren en het doorgeven moeten in het verleden liggen."""
    yield from _not_yet(
        (d.raakvlak.doorgegeven_op, d.toetsing.datum, d.procedure.ingeleverd_op), at.vandaag
    )


@rule("D04", Ernst.FOUT, stap=Stap.BESLUIT, bron="S1-16")
def besluit_is_genomen(d: Dossier, at: Circumstances) -> Objections:
    """De dag van het besluit en van elk akkoord moet in het verleden liggen."""
    procedure = d.procedure
    yield from _not_yet(
        (procedure.besluit_op, procedure.akkoord_voorzitter_op, procedure.wijziging_akkoord_op),
        at.vandaag,
    )
    if procedure.voor.is_filled and procedure.besluit_op.is_default:
        yield from _not_yet((procedure.plenair_op,), at.vandaag)  # the meeting that voted


@rule("D05", Ernst.FOUT, stap=Stap.ONDERTEKENING, bron="S1-16")
def brief_is_verzonden(d: Dossier, at: Circumstances) -> Objections:
    """De dag van verzending moet in het verleden liggen."""
    yield from _not_yet((d.procedure.verzonden_op,), at.vandaag)


@rule("D06", Ernst.FOUT, stap=Stap.REACTIE, bron="S0:346")
def reactie_is_ontvangen(d: Dossier, at: Circumstances) -> Objections:
    """De dag van de reactie moet in het verleden liggen."""
    days = [d.reactie.ontvangen_op, *(punt.datum for punt in d.reactie.per_adviespunt)]
    yield from _not_yet(days, at.vandaag)


@rule("D07", Ernst.FOUT, stap=Stap.OPVOLGING, bron="S0:44")
def praktijk_is_bekeken(d: Dossier, at: Circumstances) -> Objections:
    """Wat als gedaan is opgeschreven, moet in het verleden liggen.

    De voortgang hoort hier bij, want die loopt door nadat de brief er is.
    """
    days = [d.opvolging.bekeken_op, *(regel.datum for regel in d.voortgang)]
    yield from _not_yet(days, at.vandaag)


@rule("D08", Ernst.FOUT, stap=None, bron="S1-17")
def zijweg_is_geweest(d: Dossier, at: Circumstances) -> Objections:
    """De dag van een informeel gesprek en de dag van stoppen moeten in het verleden liggen."""
    yield from _not_yet((d.advies.besproken_op, d.procedure.gestopt_op), at.vandaag)


@rule("D09", Ernst.FOUT, stap=Stap.BESLUIT, bron="S0:359")
def besluit_na_adviesvraag(d: Dossier, _at: Circumstances) -> Objections:
    """Het besluit moet na de adviesvraag zijn genomen."""
    asked = d.advies.adviesvraag.datum
    for decided in _known(asked, _meeting_that_decided(d), d.procedure.akkoord_voorzitter_op):
        if decided.value < asked.value:
            yield decided.flag(
                f"({_day(decided)}) ligt vóór de adviesvraag ({_day(asked)}). "
                "Verbeter een van de twee datums."
            )


@rule("D10", Ernst.FOUT, stap=Stap.REACTIE, bron="S0:346")
def reactie_na_verzending(d: Dossier, _at: Circumstances) -> Objections:
    """De reactie moet na de verzending van de brief zijn gekomen."""
    sent = d.procedure.verzonden_op
    answers = (punt.datum for punt in d.reactie.per_adviespunt)
    for received in _known(sent, d.reactie.ontvangen_op, *answers):
        if received.value < sent.value:
            yield received.flag(
                f"({_day(received)}) ligt vóór “{sent.label}” ({_day(sent)}). "
                "Verbeter een van de twee datums."
            )


@rule("D11", Ernst.FOUT, stap=Stap.ONDERTEKENING, bron="S1-16")
def verzending_na_besluit(d: Dossier, _at: Circumstances) -> Objections:
    """De brief moet na het besluit zijn verzonden."""
    sent = d.procedure.verzonden_op
    votes = d.procedure.voor.is_filled
    decided = _meeting_that_decided(d) if votes else d.procedure.akkoord_voorzitter_op
    for known in _known(sent, decided):
        if sent.value < known.value:
            yield sent.flag(
                f"({_day(sent)}) ligt vóór “{known.label}” ({_day(known)}). "
                "Verbeter een van de twee datums."
            )


@rule("D12", Ernst.WAARSCHUWING, stap=Stap.PLENAIR, bron="S1-15")
def overleg_voor_vergadering(d: Dossier, _at: Circumstances) -> Objections:
    """Het concept hoort vóór de vergadering aan voorzitter en bestuursadviseurs te zijn voorgelegd.

    Dan kan de raad meewegen wat zij ervan vonden.
    """
    procedure = d.procedure
    meeting = procedure.plenair_op
    talks = (procedure.overleg_voorzitter, procedure.overleg_bestuursadviseurs)
    for talk in _known(meeting, *talks):
        if talk.value > meeting.value and procedure.afwijking.is_empty:
            yield talk.flag(f"({_day(talk)}) ligt na de vergadering van {_day(meeting)}. {_REASON}")


@rule("D13", Ernst.WAARSCHUWING, stap=Stap.PLENAIR, bron="S0:345")
def stukken_op_tijd(d: Dossier, at: Circumstances) -> Objections:
    """De stukken horen minstens een week voor de plenaire vergadering te zijn ingeleverd.

    Leden bereiden zich thuis voor. Hoeveel dagen vooraf het moet, zegt stukken_dagen_vooraf in
    de instellingen van de raad. Een uitleg bij de afwijking is genoeg.
    """
    meeting = d.procedure.plenair_op
    room = timedelta(days=at.raad.stukken_dagen_vooraf)
    for handed_in in _known(meeting, d.procedure.ingeleverd_op):
        if meeting.value - handed_in.value < room and d.procedure.afwijking.is_empty:
            days = dutch.count(room.days, "dag", "dagen")
            when = "na" if handed_in.value > meeting.value else f"minder dan {days} vóór"
            yield handed_in.flag(
                f"({_day(handed_in)}) is {when} de vergadering van {_day(meeting)}. {_REASON}"
            )


@rule("D14", Ernst.WAARSCHUWING, stap=Stap.PLENAIR, bron="S0:385")
def toets_voor_inleveren(d: Dossier, _at: Circumstances) -> Objections:
    """De toets hoort te zijn gedaan voordat het advies wordt ingeleverd."""
    handed_in = d.procedure.ingeleverd_op
    for tested in _known(handed_in, d.toetsing.datum):
        if tested.value > handed_in.value and d.procedure.afwijking.is_empty:
            yield tested.flag(
                f"({_day(tested)}) ligt na “{handed_in.label}” ({_day(handed_in)}). {_REASON}"
            )


@rule("D15", Ernst.WAARSCHUWING, stap=Stap.PLENAIR, bron="formulier")
def jaartal_is_mogelijk(d: Dossier, at: Circumstances) -> Objections:
    """Een datum hoort een waarschijnlijk jaartal te hebben.

    Vooruit plannen mag; een vergadering over meer dan twee jaar, of een datum van vóór 2000, is
    bijna altijd een tikfout in het jaartal.
    """
    advies, procedure = d.advies, d.procedure
    planned = (procedure.plenair_op, advies.adviesvraag.gewenst_op, advies.openbaar_vanaf)
    past = (advies.adviesvraag.datum, procedure.voorgelegd_voorzitter, procedure.ingeleverd_op)
    for cell in (*past, *planned):
        is_early = cell.is_filled and cell.value.year < _FIRST_YEAR
        is_far = cell in planned and cell.is_filled and cell.value.year > at.vandaag.year + 2
        if is_early or is_far:
            yield cell.flag(
                f"heeft een onwaarschijnlijk jaartal: {cell.value.year}. Is dat een tikfout?"
            )


RULES = (
    adviesvraag_is_gesteld,
    overleg_is_geweest,
    voorbereiding_is_geweest,
    besluit_is_genomen,
    brief_is_verzonden,
    reactie_is_ontvangen,
    praktijk_is_bekeken,
    zijweg_is_geweest,
    besluit_na_adviesvraag,
    reactie_na_verzending,
    verzending_na_besluit,
    overleg_voor_vergadering,
    stukken_op_tijd,
    toets_voor_inleveren,
    jaartal_is_mogelijk,
)


def _not_yet(cells: Iterable[Day], today: date) -> Objections:
    for cell in cells:
        # A default follows from a planned day and may well lie ahead.
        if cell.is_filled and not cell.is_default and cell.value > today:
            yield cell.flag(
                f"({_day(cell)}) ligt in de toekomst. Vul in wanneer het is gebeurd, "
                "of laat de cel leeg zolang het nog moet gebeuren."
            )


def _known(anchor: Day, *others: Day) -> Iterator[Day]:
    """The filled ones of `others`, if there is an `anchor` to compare them with.

    An unreadable anchor ends the rule, so that the skip is noted.
    """
    if not anchor.is_empty and anchor.value:
        yield from (cell for cell in others if cell.is_filled)


def _meeting_that_decided(d: Dossier) -> Day:
    """The day of the decision, at the cell where somebody filled it in."""
    decided = d.procedure.besluit_op
    return d.procedure.plenair_op if decided.is_default else decided


def _day(cell: Day) -> str:
    return dutch.day(cell.value)
