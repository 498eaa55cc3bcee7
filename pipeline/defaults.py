"""Fills what the lead left empty and what follows from the council or from another answer.

"Empty means default" (the public contract): a field so filled says `is_default` and keeps its
cell. What someone filled in stays, also when it cannot be read.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from msgspec.structs import replace

from pipeline.council import Adviseur, Raad, VasteWerkgroep, same_name
from pipeline.memory import remembered
from pipeline.model import (
    Advies,
    Antwoord,
    Belang,
    Bestuursadviseur,
    ContactGemeente,
    Dossier,
    Field,
    Procedure,
    Rows,
    Text,
    Texts,
    Toetsing,
    Werkgroep,
    Winwin,
)

T = TypeVar("T")

MINUTEN = 20
OPVOLGING_MAANDEN = 6
BETAALD_WERK = "T06"  # "betaald werk is het uitgangspunt": no question for inkomen


@remembered(key=lambda dossier, _raad: dossier.formulier.id.answer)
def complete(dossier: Dossier, raad: Raad) -> Dossier:
    """The dossier as the rules and the letter see it, with every default filled in."""
    chosen = raad.werkgroep(dossier.werkgroep.naam.answer or "")
    advies = _advies(dossier.advies, dossier.procedure, raad)
    return replace(
        dossier,
        advies=advies,
        werkgroep=_werkgroep(dossier.werkgroep, chosen),
        bestuursadviseurs=_bestuursadviseurs(dossier.bestuursadviseurs, chosen, raad),
        winwin=_winwin(dossier.winwin, raad),
        toetsing=_toetsing(dossier.toetsing, advies),
        procedure=_procedure(dossier.procedure),
    )


def _advies(advies: Advies, procedure: Procedure, raad: Raad) -> Advies:
    thema = raad.thema(advies.thema.answer or "")
    sent = procedure.verzonden_op.answer
    return replace(
        advies,
        vorm=_filled(advies.vorm, "formeel"),
        soort=_filled(advies.soort, "ongevraagd"),
        domein=_filled(advies.domein, thema.domein if thema else None),
        dossier=_filled(advies.dossier, advies.thema.answer),
        opvolgdatum=_filled(
            advies.opvolgdatum, _months_after(sent, OPVOLGING_MAANDEN) if sent else None
        ),
    )


def _werkgroep(werkgroep: Werkgroep, chosen: VasteWerkgroep | None) -> Werkgroep:
    leden = _names(werkgroep.leden, chosen.leden if chosen else ())
    return replace(
        werkgroep,
        contactpersoon=_filled(werkgroep.contactpersoon, chosen.contactpersoon if chosen else None),
        leden=leden,
        opstellers=_names(werkgroep.opstellers, [lid.answer for lid in leden if lid.answer]),
        contact_gemeente=_contact(
            werkgroep.contact_gemeente, chosen.contact_gemeente if chosen else None
        ),
    )


def _contact(contact: ContactGemeente, known: Adviseur | None) -> ContactGemeente:
    is_untouched = contact.naam.is_empty and contact.functie.is_empty and contact.email.is_empty
    if known is None or not (is_untouched or _is_named(contact.naam, known)):
        return contact  # the function and e-mail of one person never get the name of another
    return ContactGemeente(
        naam=_filled(contact.naam, known.naam),
        functie=_filled(contact.functie, known.functie),
        email=_filled(contact.email, known.email),
    )


def _bestuursadviseurs(
    rows: Rows[Bestuursadviseur], chosen: VasteWerkgroep | None, raad: Raad
) -> Rows[Bestuursadviseur]:
    if rows.items:
        return replace(rows, items=tuple(_known_adviseur(row, raad) for row in rows))
    if chosen is None or not chosen.bestuursadviseurs:
        return rows
    items = tuple(
        Bestuursadviseur(
            naam=_made(rows, f"{number}.naam", "Naam", adviseur.naam),
            functie=_made(rows, f"{number}.functie", "Functie", adviseur.functie),
            email=_made(rows, f"{number}.email", "E-mail", adviseur.email),
        )
        for number, adviseur in enumerate(chosen.bestuursadviseurs)
    )
    return replace(rows, items=items, is_default=True)


def _known_adviseur(row: Bestuursadviseur, raad: Raad) -> Bestuursadviseur:
    """The row, with function and e-mail of someone whom the lead chose from the list by name."""
    known = raad.bestuursadviseur(row.naam.answer or "")
    if known is None:
        return row
    return replace(
        row,
        functie=_filled(row.functie, known.functie),
        email=_filled(row.email, known.email),
    )


def _winwin(winwin: Winwin, raad: Raad) -> Winwin:
    return Winwin(
        burger=_belang(winwin.burger, raad.belang("burger")),
        gemeente=_belang(winwin.gemeente, raad.belang("gemeente")),
        ondernemer=_belang(winwin.ondernemer, raad.belang("ondernemer")),
    )


def _belang(row: Belang, belang: str) -> Belang:
    return replace(row, belang=_filled(row.belang, belang))


def _toetsing(toetsing: Toetsing, advies: Advies) -> Toetsing:
    row = toetsing.antwoorden.get(BETAALD_WERK)
    if row is None or advies.domein.answer != "inkomen" or not row.toelichting.is_empty:
        return toetsing  # who explains something has an answer in mind
    answered = Antwoord(_filled(row.antwoord, "n.v.t."), row.toelichting)
    return replace(toetsing, antwoorden={**toetsing.antwoorden, BETAALD_WERK: answered})


def _procedure(procedure: Procedure) -> Procedure:
    return replace(
        procedure,
        gewenste_actie=_filled(procedure.gewenste_actie, "besluitvorming"),
        minuten=_filled(procedure.minuten, MINUTEN),
        besluit_op=_filled(procedure.besluit_op, procedure.plenair_op.answer),
    )


def _filled(field: Field[T], default: T | None) -> Field[T]:
    if default is None or not field.is_empty:
        return field
    return Field(field.key, field.label, field.place, default, is_default=True)


def _names(rows: Texts, names: Iterable[str]) -> Texts:
    made = tuple(_made(rows, f"{n}", rows.label, name) for n, name in enumerate(names))
    return replace(rows, items=made, is_default=True) if made and not rows.items else rows


def _made(rows: Rows[T], key: str, label: str, answer: str | None) -> Text:
    """A field of an empty list: its place is that of the list."""
    return Field(f"{rows.key}.{key}", label, rows.place, answer, is_default=answer is not None)


def _is_named(naam: Text, known: Adviseur) -> bool:
    return naam.answer is not None and same_name(naam.answer, known.naam)


def _months_after(day: date, months: int) -> date:
    """The same day some months later; the last of the month where that day does not exist."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
