"""Rules over the people of a dossier: who may write, test and receive an advice, on which day.

The council changes over the years, so a name is judged on the day of handing in (before that:
today). A name that is not on the list gets the nearest one that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from rapidfuzz import fuzz, process

from pipeline import dutch
from pipeline.council import Raad, same_name
from pipeline.model import Dossier, Ernst, Stap, Text
from pipeline.rules.engine import Circumstances, Objections, rule

_SMALLEST, _LARGEST = 2, 4  # S0:90
_NEAR = 75  # likeness of names, in percent, from which one is proposed
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\W\d_]{2,}")


@rule("M01", Ernst.FOUT, stap=Stap.INVULLEN, bron="S0:318")
def contactpersoon_in_werkgroep(d: Dossier, _at: Circumstances) -> Objections:
    """De 1e contactpersoon moet bij de leden van de werkgroep staan."""
    contact, members = d.werkgroep.contactpersoon, d.werkgroep.leden
    names = [member.value for member in members if member.is_filled]
    if contact.is_empty or not names:
        return
    if not any(same_name(name, contact.value) for name in names):
        yield contact.flag(
            f"({contact.value}) staat niet bij “{members.label}”: {dutch.join(names)}. "
            f"Kies een van hen, of zet deze naam erbij.{_perhaps(contact.value, names)}"
        )


@rule("M02", Ernst.FOUT, stap=Stap.INVULLEN, bron="S0:318")
def contactpersoon_is_lid(d: Dossier, at: Circumstances) -> Objections:
    """De 1e contactpersoon moet lid van de raad zijn op de dag van inleveren."""
    contact = d.werkgroep.contactpersoon
    if contact.is_empty:
        return
    if reason := _why_no_member(contact.value, at.raad, _day_of_handing_in(d, at)):
        yield contact.flag(f"({contact.value}) {reason} Kies iemand die lid is.")


@rule("M03", Ernst.FOUT, stap=Stap.INVULLEN, bron="S0:98")
def ambtelijk_secretaris_schrijft_niet_mee(d: Dossier, at: Circumstances) -> Objections:
    """Lid van de werkgroep of opsteller moet een ander zijn dan de ambtelijk secretaris.

    De ambtelijk secretaris ondersteunt de raad en heeft geen adviesfunctie.
    """
    for person in (d.werkgroep.contactpersoon, *_writers(d)):
        if person.is_filled and _is_civil_servant(person.value, at.raad):
            yield person.flag(
                f"({person.value}) is de ambtelijk secretaris. "
                "Die ondersteunt de raad en schrijft geen advies mee. Haal deze naam weg."
            )


@rule("M04", Ernst.WAARSCHUWING, stap=Stap.INVULLEN, bron="S0:90")
def werkgroep_heeft_twee_tot_vier_leden(d: Dossier, _at: Circumstances) -> Objections:
    """Een werkgroep hoort twee tot vier leden te hebben."""
    members = d.werkgroep.leden
    if not _SMALLEST <= len(members) <= _LARGEST:
        yield members.flag(
            f"telt {dutch.count(len(members), 'naam', 'namen')}; "
            f"een werkgroep heeft {_SMALLEST} tot {_LARGEST} leden."
        )


@rule("M08", Ernst.ONTBREEKT, stap=Stap.INVULLEN, bron="S0:90")
def werkgroep_is_bekend(d: Dossier, at: Circumstances) -> Objections:
    """De leden van een werkgroep die niet in de lijst staat, zijn nodig.

    Van een bekende werkgroep weet het programma de leden, de contactpersoon en de adviseurs zelf.
    """
    naam = d.werkgroep.naam
    if naam.is_filled and not d.werkgroep.leden.items and at.raad.werkgroep(naam.value) is None:
        known = [werkgroep.naam for werkgroep in at.raad.werkgroepen]
        yield naam.flag(
            f"({naam.value}) staat niet in de lijst van de raad.{_perhaps(naam.value, known)} Kies een "
            "werkgroep uit de lijst, of vul hieronder de leden in."
        )


@rule("M05", Ernst.WAARSCHUWING, stap=Stap.INVULLEN, bron="S0:90")
def schrijvers_zijn_lid(d: Dossier, at: Circumstances) -> Objections:
    """De leden van de werkgroep en de opstellers horen lid van de raad te zijn.

    Wie een tijd meehielp zonder lid te zijn, staat bij “Met hulp van”.
    """
    day = _day_of_handing_in(d, at)
    contact = d.werkgroep.contactpersoon.answer or ""
    for person in _writers(d):
        if person.answer is None or same_name(person.answer, contact):
            continue  # the contactpersoon has a rule of its own
        reason = _why_no_member(person.answer, at.raad, day)
        if reason and not _is_civil_servant(person.answer, at.raad):
            yield person.flag(f"({person.answer}) {reason}")


@rule("M06", Ernst.WAARSCHUWING, stap=Stap.BRIEF, bron="S1-16")
def bestuursadviseur_heeft_email(d: Dossier, _at: Circumstances) -> Objections:
    """Een bestuursadviseur hoort een bruikbaar e-mailadres te hebben voor de kopie."""
    for adviser in d.bestuursadviseurs:
        email = adviser.email
        name = adviser.naam.answer or "deze bestuursadviseur"
        if email.is_empty:
            yield email.flag(f"van {name} is leeg: deze kopie gaat op papier.")
        elif email.is_filled and not _EMAIL.fullmatch(email.value):
            yield email.flag(
                f"van {name} is geen volledig e-mailadres. "
                "Verbeter het; anders gaat deze kopie op papier."
            )


@rule("M07", Ernst.WAARSCHUWING, stap=Stap.PLENAIR, bron="S0:385")
def toetser_is_lid(d: Dossier, at: Circumstances) -> Objections:
    """De toetser hoort lid van de raad te zijn op de dag van de toets: de raad toetst zelf."""
    tester = d.toetsing.toetser
    if tester.is_empty:
        return
    day = d.toetsing.datum.answer or _day_of_handing_in(d, at)
    # More people may have tested together: "A en B", "A, B".
    for name in re.split(r"\s*(?:,|;|/|&|\ben\b)\s*", tester.value):
        if name and (reason := _why_no_member(name, at.raad, day)):
            yield tester.flag(f"({name}) {reason}")


RULES = (
    contactpersoon_in_werkgroep,
    contactpersoon_is_lid,
    ambtelijk_secretaris_schrijft_niet_mee,
    werkgroep_heeft_twee_tot_vier_leden,
    werkgroep_is_bekend,
    schrijvers_zijn_lid,
    bestuursadviseur_heeft_email,
    toetser_is_lid,
)


def _writers(d: Dossier) -> Iterator[Text]:
    yield from d.werkgroep.leden
    if not d.werkgroep.opstellers.is_default:  # by default they are the same people
        yield from d.werkgroep.opstellers


def _day_of_handing_in(d: Dossier, at: Circumstances) -> date:
    return d.procedure.ingeleverd_op.answer or at.vandaag


def _is_civil_servant(name: str, raad: Raad) -> bool:
    return raad.ambtelijk_secretaris is not None and same_name(name, raad.ambtelijk_secretaris)


def _why_no_member(name: str, raad: Raad, day: date) -> str | None:
    """Why `name` is no member on `day`, in words; None for a member."""
    terms = [lid for lid in raad.leden if same_name(lid.naam, name)]
    if any(lid.is_lid_op(day) for lid in terms):
        return None
    past = [lid.tot for lid in terms if lid.tot is not None and lid.tot < day]
    if past:
        return f"is geen lid meer van de raad (was lid tot en met {dutch.day(max(past))})."
    if terms:
        return f"wordt pas lid van de raad op {dutch.day(min(lid.van for lid in terms))}."
    present = [lid.naam for lid in raad.leden_op(day)]
    return f"staat niet bij de leden van de raad.{_perhaps(name, present)}"


def _perhaps(name: str, known: list[str]) -> str:
    best = process.extractOne(
        name, known, scorer=fuzz.WRatio, processor=str.casefold, score_cutoff=_NEAR
    )
    return f" Bedoelt u {best[0]}?" if best else ""
