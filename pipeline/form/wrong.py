"""What stands on the sheet and cannot be, as far as formulas can know: the rules of ernst *fout*.

Beside what is empty (stand.py) this keeps the first tab from saying that all is well. Whether a
name is a member, or a number a burgerservicenummer, only the pipeline knows.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.council import Raad, same_name
from pipeline.form.choices import YES
from pipeline.form.decided import BY_CHAIR, DECIDED, decision_day, members, total_votes, voted
from pipeline.form.fields import MAX_ONDERWERP
from pipeline.form.formula import ONE, Cells, Count, Truth, count_filled
from pipeline.form.need import Need, Weight
from pipeline.model import Stap

_SUBJECT = "advies.onderwerp"
_NOT_AHEAD = "Geen datum in de toekomst"
_TALKS = ("voorgelegd_voorzitter", "overleg_voorzitter", "overleg_bestuursadviseurs")
_PREPARED = ("toetsing.datum", "raakvlak.doorgegeven_op", "procedure.ingeleverd_op")
_ASKED = "advies.adviesvraag.datum"
_NONE = Count("0", 0)


def wrongs(cells: Cells, raad: Raad) -> Iterator[Need]:
    """A line for each kind of mistake of each step."""
    early, informal = Stap.INVULLEN, Stap.INFORMEEL
    for stap in (early, informal):
        label = f"Onderwerp: één regel, hoogstens {MAX_ONDERWERP} tekens"
        yield Need(stap, label, _SUBJECT, _odd_subject(cells), Weight.WRONG)
    yield _not_ahead(cells, early, _ASKED, "advies.besproken_op")
    yield _not_ahead(cells, informal, "advies.besproken_op")
    people = _civil_servant(cells, raad) + _contact_outside(cells)
    label = "Contactpersoon en schrijvers van de werkgroep"
    yield Need(early, label, "werkgroep.contactpersoon", people, Weight.WRONG)
    label = "Een werkgroep heeft twee tot vier leden"
    yield Need(early, label, "werkgroep.leden", _odd_number(cells, raad), Weight.LOOK)
    yield _not_ahead(cells, Stap.OVERLEG, *(f"procedure.{name}" for name in _TALKS))
    yield _not_ahead(cells, Stap.PLENAIR, *_PREPARED)
    yield _not_ahead(cells, Stap.BESLUIT, DECIDED, BY_CHAIR, "procedure.wijziging_akkoord_op")
    label = "Niet te veel stemmen, over een rijp advies"
    yield Need(Stap.BESLUIT, label, "procedure.voor", _odd_votes(cells, raad), Weight.WRONG)
    label = "Het besluit is van na de adviesvraag"
    yield Need(Stap.BESLUIT, label, "procedure.plenair_op", _before_question(cells), Weight.WRONG)


def is_unknown(cells: Cells, raad: Raad) -> Truth:
    """True for a werkgroep that the council does not list, of which nobody knows the leden."""
    name = "werkgroep.naam"
    known = [f"TRIM({cells.name(name)})={_quoted(w.naam)}" for w in raad.werkgroepen]
    is_known = Truth(
        f"OR({','.join(known)})" if known else "FALSE",
        raad.werkgroep(cells.text(name)) is not None,
    )
    return cells.filled(name) & ~cells.filled("werkgroep.leden") & ~is_known


def _not_ahead(cells: Cells, stap: Stap, *keys: str) -> Need:
    total = _NONE
    for key in keys:
        cell = cells.name(key)
        # Today's value takes every day for past: the same answers must give the same bytes.
        total += ONE.when(Truth(f"IF(ISNUMBER({cell}),{cell}>TODAY(),FALSE)", value=False))
    return Need(stap, _NOT_AHEAD, keys[0], total, Weight.WRONG)


def _odd_subject(cells: Cells) -> Count:
    cell, text = cells.name(_SUBJECT), cells.text(_SUBJECT)
    is_long = Truth(f"LEN({cell})>{MAX_ONDERWERP}", len(text) > MAX_ONDERWERP)
    is_broken = Truth(f"ISNUMBER(FIND(CHAR(10),{cell}))", "\n" in text)
    return ONE.when(is_long) + ONE.when(is_broken)


def _civil_servant(cells: Cells, raad: Raad) -> Count:
    total = _NONE
    if raad.ambtelijk_secretaris is not None:
        for key in ("werkgroep.contactpersoon", "werkgroep.leden", "werkgroep.opstellers"):
            total += _named(cells, key, raad.ambtelijk_secretaris)
    return total


def _named(cells: Cells, key: str, name: str) -> Count:
    found = sum(same_name(name, text) for text in cells.texts(key))
    return Count(f"SUMPRODUCT(--(TRIM({cells.name(key)})={_quoted(name)}))", found)


def _contact_outside(cells: Cells) -> Count:
    """1 if leden are filled in and the contactpersoon is none of them."""
    contact, leden = "werkgroep.contactpersoon", "werkgroep.leden"
    formula = f"SUMPRODUCT(--(TRIM({cells.name(leden)})=TRIM({cells.name(contact)})))=0"
    names = cells.texts(leden)
    is_outside = Truth(formula, not any(same_name(cells.text(contact), name) for name in names))
    return ONE.when(cells.filled(contact) & cells.filled(leden) & is_outside)


def _odd_number(cells: Cells, raad: Raad) -> Count:
    """1 if the leden that are filled in are too few or too many, or an unknown werkgroep has none."""
    leden = "werkgroep.leden"
    filled, number = count_filled(cells.name(leden)), len(cells.texts(leden))
    is_odd = Truth(f"OR({filled}<2,{filled}>4)", not 2 <= number <= 4)  # noqa: PLR2004 -- S0:90
    return ONE.when(is_odd & (cells.filled(leden) | is_unknown(cells, raad)))


def _odd_votes(cells: Cells, raad: Raad) -> Count:
    ripe = cells.says("procedure.rijp_voor_stemming", YES)
    number, most = total_votes(cells), members(cells, raad)
    day, known = decision_day(cells)
    is_known = Truth(f"ISNUMBER({day})", known is not None)
    too_many = Truth(f"{number.formula}>{most.formula}", number.value > most.value)
    return ONE.when(voted(cells) & ~ripe) + ONE.when(voted(cells) & is_known & too_many)


def _before_question(cells: Cells) -> Count:
    """The days of a decision that lie before the question."""
    asked, asked_on = cells.name(_ASKED), cells.day(_ASKED)
    total = _NONE
    for formula, day in (decision_day(cells), (cells.name(BY_CHAIR), cells.day(BY_CHAIR))):
        is_early = asked_on is not None and day is not None and day < asked_on
        both = f"AND(ISNUMBER({asked}),ISNUMBER({formula}))"
        total += ONE.when(Truth(f"IF({both},{formula}<{asked},FALSE)", is_early))
    return total


def _quoted(text: str) -> str:
    """A text inside a formula."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
