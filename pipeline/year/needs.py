"""What one advies needs next, and from whom: the sentence that the register says of it.

The meldingen say it cell by cell; this says it as a colleague would, in one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct

from pipeline import dutch
from pipeline.council import Raad
from pipeline.form.fields import SECRETARIAAT, form
from pipeline.model import Dossier, Ernst, Finding, Report, Stap, Uitgave
from pipeline.year.terms import reply_term

# The tab that the secretary fills in, and the id: two sheets in one are the secretary's to sort out.
_SECRETARY_KEYS = (
    "formulier",
    *(block.key for tab, block in form(()).blocks() if tab.name == SECRETARIAAT.name),
)
_BLOCKING = (Ernst.FOUT, Ernst.ONTBREEKT)


class Wie(StrEnum):
    """Who has to move."""

    WERKGROEP = "werkgroep"  # its 1e contactpersoon, who fills in the form
    SECRETARIS = "secretaris"
    VOORZITTER = "voorzitter"
    COLLEGE = "college"


class Nodig(Struct, frozen=True):
    """The next thing to do. `plaats` is the cell where it is written down, if there is one."""

    wie: Wie
    wat: str
    plaats: str | None = None


def next_need(
    d: Dossier, report: Report, uitgave: Uitgave | None, raad: Raad, vandaag: date
) -> Nodig | None:
    """What brings this advies further; None when nothing is left to do."""
    if mistakes := report.of(Ernst.FOUT):
        return _mend(mistakes)
    if report.stap is Stap.ONDERTEKENING and uitgave is not None:
        return _sign_and_send(d, uitgave, report.bevindingen)
    if report.stap is Stap.REACTIE:
        return _reply(d, raad, vandaag)
    if report.stap is Stap.OPVOLGING:
        return _look(d)
    if report.stap is Stap.BRIEF and not report.of(Ernst.ONTBREEKT):
        return Nodig(Wie.SECRETARIS, "De brief aan het college maken.")
    return _fill_in(d, report, vandaag)


def _mend(mistakes: Sequence[Finding]) -> Nodig:
    many = dutch.count(len(mistakes), "fout", "fouten")
    first = mistakes[0]
    return Nodig(_owner(first.sleutel), f"Eerst {many} in het formulier verbeteren.", first.plaats)


def _sign_and_send(d: Dossier, uitgave: Uitgave, findings: Sequence[Finding]) -> Nodig:
    place = findings[0].plaats if findings else d.procedure.verzonden_op.place
    is_sent = d.procedure.verzonden_op.is_filled
    if uitgave.is_gearchiveerd:
        what = f"De mails in output/verzenden/{uitgave.kenmerk} versturen en de dag invullen."
        return Nodig(Wie.SECRETARIS, what, place)
    if is_sent:
        return Nodig(Wie.SECRETARIS, "De ondertekende brief in het archief zetten.", place)
    return Nodig(Wie.VOORZITTER, "De brief ondertekenen; daarna archiveren en versturen.", place)


def _reply(d: Dossier, raad: Raad, vandaag: date) -> Nodig:
    term = reply_term(d, raad)
    place = d.reactie.ontvangen_op.place
    if term is None:
        return Nodig(
            Wie.SECRETARIS, "De dag van verzenden invullen.", d.procedure.verzonden_op.place
        )
    if vandaag > term:
        return Nodig(
            Wie.SECRETARIS,
            f"Het college vragen wanneer de reactie komt. De termijn liep tot {dutch.day(term)}.",
            place,
        )
    return Nodig(Wie.COLLEGE, f"Reageren, het liefst uiterlijk op {dutch.day(term)}.", place)


def _look(d: Dossier) -> Nodig:
    planned = d.advies.opvolgdatum.answer
    when = f"Op {dutch.day(planned)} in" if planned else "In"
    return Nodig(
        Wie.WERKGROEP, f"{when} de praktijk kijken hoe het gaat.", d.opvolging.bekeken_op.place
    )


def _fill_in(d: Dossier, report: Report, vandaag: date) -> Nodig | None:
    needed = report.of(Ernst.ONTBREEKT)
    if not needed:
        return None
    of_werkgroep = [f for f in needed if _owner(f.sleutel) is Wie.WERKGROEP]
    if of_werkgroep:
        return _of_werkgroep(report.stap, of_werkgroep)
    place = needed[0].plaats
    if report.stap is Stap.BESLUIT:
        return Nodig(Wie.SECRETARIS, "Het besluit van de vergadering invullen.", place)
    meeting = d.procedure.plenair_op.answer
    if report.stap is Stap.PLENAIR and meeting and meeting > vandaag:
        return Nodig(
            Wie.SECRETARIS, f"Bespreken in de vergadering van {dutch.day(meeting)}.", place
        )
    if report.stap is Stap.PLENAIR and meeting is None:
        return Nodig(Wie.SECRETARIS, "Een dag kiezen voor de plenaire vergadering.", place)
    return Nodig(Wie.SECRETARIS, _count(len(needed)), place)


def _of_werkgroep(stap: Stap, needed: Sequence[Finding]) -> Nodig:
    place = needed[0].plaats
    if stap is not Stap.OVERLEG:
        return Nodig(Wie.WERKGROEP, _count(len(needed)), place)
    keys = {finding.sleutel for finding in needed}
    to = {
        "procedure.overleg_voorzitter": "de voorzitter",
        "procedure.overleg_bestuursadviseurs": "de bestuursadviseurs",
    }
    people = [name for key, name in to.items() if key in keys]
    if not people:
        return Nodig(Wie.WERKGROEP, "Het onderwerp voorleggen aan de voorzitter.", place)
    return Nodig(Wie.WERKGROEP, f"Het concept voorleggen aan {dutch.join(people)}.", place)


def _count(number: int) -> str:
    return f"Nog {dutch.count(number, 'vraag', 'vragen')} in het formulier invullen."


def _owner(sleutel: str) -> Wie:
    """Whose cell this is: of the secretary, or else of the werkgroep."""
    mine = any(sleutel == key or sleutel.startswith(f"{key}.") for key in _SECRETARY_KEYS)
    return Wie.SECRETARIS if mine else Wie.WERKGROEP
