"""Reads the people of adviesraad.toml: leden, bestuursadviseurs and werkgroepen.

They are looked up by name, so that a werkgroep cannot hold someone who is no lid, and every name
comes out as it stands in the list of leden.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from pipeline import council_text as texts
from pipeline.council import Adviseur, Lid, VasteWerkgroep, same_name
from pipeline.form.fields import DOMEINEN
from pipeline.settings import Settings, Table

ROLLEN = ("voorzitter", "secretaris", "penningmeester", "lid")


def read_leden(settings: Settings) -> tuple[Lid, ...]:
    """All terms of all members; at any time at most one is voorzitter, and nobody twice a lid."""
    rows = settings.tables("leden")
    leden = tuple(_lid(row) for row in rows)
    if not rows:
        settings.mistake("leden", "er staan nog geen leden in; begin elk lid met [[leden]].")
    elif not any(lid.rol == "voorzitter" for lid in leden):
        rows[0].mistake("", 'geen van de leden heeft rol = "voorzitter"; één lid is voorzitter.')
    for (one, _), (other, row) in combinations(zip(leden, rows, strict=True), 2):
        if not _overlap(one, other):
            continue
        if one.naam and same_name(one.naam, other.naam):
            row.mistake(
                "naam",
                f"“{other.naam}” staat hier voor de tweede keer in dezelfde tijd; "
                "haal één blok weg, of laat het ene aflopen (tot) voor het andere begint (van).",
            )
        elif one.rol == other.rol == "voorzitter":
            row.mistake(
                "rol",
                f"“{one.naam}” en “{other.naam}” zijn in dezelfde tijd voorzitter; "
                "geef de eerste een einddatum (tot).",
            )
    return leden


def _lid(row: Table) -> Lid:
    lid = Lid(
        naam=texts.line(row, "naam"),
        rol=texts.choice(row, "rol", ROLLEN, "lid"),
        van=row.needed_day("van"),
        tot=row.day("tot"),
        email=texts.email(row, "email", needed=False),
    )
    if lid.tot is not None and lid.tot < lid.van:
        row.mistake("tot", f"ligt voor het begin van de termijn ({lid.van}).")
    return lid


def _overlap(one: Lid, other: Lid) -> bool:
    return one.van <= (other.tot or date.max) and other.van <= (one.tot or date.max)


def read_zetels(raad: Table, leden: Sequence[Lid]) -> int:
    """The seats; when the file does not say, as many as there have ever been members at once."""
    most = max((sum(o.is_lid_op(lid.van) for o in leden) for lid in leden), default=0)
    zetels = raad.whole("zetels", most, least=1)
    if zetels < most:
        raad.mistake("zetels", f"{zetels} is te weinig: er zijn {most} leden in dezelfde tijd.")
    return zetels


def read_plaatsvervanger(raad: Table, leden: Sequence[Lid]) -> str | None:
    """The lid who signs when there is no voorzitter."""
    naam = texts.optional(raad, "plaatsvervangend_voorzitter")
    return _known(raad, "plaatsvervangend_voorzitter", naam, leden) if naam else None


def read_ambtelijk_secretaris(raad: Table, leden: Sequence[Lid]) -> str | None:
    """The ambtelijk secretaris, who has no say and so is no lid (S0:98)."""
    naam = texts.optional(raad, "ambtelijk_secretaris")
    if naam and any(same_name(lid.naam, naam) for lid in leden):
        raad.mistake(
            "ambtelijk_secretaris",
            f"“{naam}” staat ook bij de leden; een ambtelijk secretaris is geen lid.",
        )
    return naam


def read_adviseurs(settings: Settings) -> tuple[Adviseur, ...]:
    """All bestuursadviseurs that the council knows."""
    rows = settings.tables("bestuursadviseurs")
    adviseurs = tuple(_adviseur(row) for row in rows)
    texts.refuse_doubles(rows, [a.naam for a in adviseurs], "de bestuursadviseurs")
    return adviseurs


def _adviseur(row: Table) -> Adviseur:
    return Adviseur(
        naam=texts.line(row, "naam"),
        functie=texts.line(row, "functie"),
        email=texts.email(row, "email", needed=False),
        adres=texts.optional(row, "adres"),
    )


def read_werkgroepen(
    settings: Settings, leden: Sequence[Lid], adviseurs: Sequence[Adviseur]
) -> tuple[VasteWerkgroep, ...]:
    """The werkgroepen, each with people who stand elsewhere in the file."""
    rows = settings.tables("werkgroepen")
    werkgroepen = tuple(_werkgroep(row, leden, adviseurs) for row in rows)
    texts.refuse_doubles(rows, [w.naam for w in werkgroepen], "de werkgroepen")
    return werkgroepen


def _werkgroep(row: Table, leden: Sequence[Lid], adviseurs: Sequence[Adviseur]) -> VasteWerkgroep:
    members = tuple(_known(row, "leden", naam, leden) for naam in texts.lines(row, "leden"))
    for naam in sorted({naam for naam in members if members.count(naam) > 1}):
        row.mistake("leden", f"“{naam}” staat hier twee keer.")
    contact = texts.line(row, "contactpersoon")
    if contact:
        contact = _known(row, "contactpersoon", contact, leden)
        if _find(contact, leden) and contact not in members:
            row.mistake("contactpersoon", f"“{contact}” staat niet bij de leden van de werkgroep.")
    advisers = []
    for naam in texts.lines(row, "bestuursadviseurs", ()):
        adviser = next((a for a in adviseurs if same_name(a.naam, naam)), None)
        if adviser is None:
            row.mistake(
                "bestuursadviseurs",
                f"“{naam}” is niet bekend; zet deze persoon ook in een blok [[bestuursadviseurs]].",
            )
        else:
            advisers.append(adviser)
    return VasteWerkgroep(
        naam=texts.line(row, "naam"),
        domein=texts.choice(row, "domein", DOMEINEN),
        contactpersoon=contact,
        leden=members,
        contact_gemeente=_adviseur(row.table("contact_gemeente"))
        if "contact_gemeente" in row
        else None,
        bestuursadviseurs=tuple(advisers),
    )


def _known(table: Table, key: str, naam: str, leden: Sequence[Lid]) -> str:
    """The name as it stands in the list of leden; a mistake when it does not stand there."""
    found = _find(naam, leden)
    if found is None:
        table.mistake(key, f"“{naam}” is geen lid van de raad; kies een naam uit [[leden]].")
        return naam
    return found


def _find(naam: str, leden: Sequence[Lid]) -> str | None:
    return next((lid.naam for lid in leden if same_name(lid.naam, naam)), None)
