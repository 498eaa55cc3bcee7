"""Registers as values: one dossier with what a test changes, and as many as a busy council has."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from pipeline.model import Ernst, Finding, Stap
from pipeline.year.filed import Gearchiveerd
from pipeline.year.needs import Nodig, Wie
from pipeline.year.register import Entry, Punt, Register
from pipeline.year.success import Answered, years
from pipeline.year.terms import Soort, Termijn

TODAY = date(2026, 11, 22)
SUBJECTS = (
    "Beschut werk bij gewone werkgevers",
    "Bijverdienen in de bijstand: weten waar u aan toe bent",
    "Eerder hulp bij schulden voor gezinnen met kinderen",
    "Werkende Arnhemmers met weinig geld beter bereiken",
    "Goed voorbereid zelf de vaste lasten betalen",
)
NEEDS = {
    Stap.INVULLEN: Nodig(Wie.WERKGROEP, "Nog 4 vragen in het formulier invullen.", "Inhoud!C8"),
    Stap.OVERLEG: Nodig(Wie.WERKGROEP, "Het concept voorleggen aan de voorzitter.", "Overleg!C9"),
    Stap.PLENAIR: Nodig(
        Wie.SECRETARIS, "Bespreken in de vergadering van 10 december 2026.", "Secretariaat!C9"
    ),
    Stap.BESLUIT: Nodig(
        Wie.SECRETARIS, "Het besluit van de vergadering invullen.", "Secretariaat!C11"
    ),
    Stap.BRIEF: Nodig(Wie.SECRETARIS, "De brief aan het college maken."),
    Stap.ONDERTEKENING: Nodig(
        Wie.VOORZITTER,
        "De brief ondertekenen; daarna archiveren en versturen.",
        "Secretariaat!C36",
    ),
    Stap.REACTIE: Nodig(Wie.COLLEGE, "Reageren, het liefst uiterlijk op 1 december 2026."),
    Stap.OPVOLGING: Nodig(Wie.WERKGROEP, "Op 1 mei 2027 in de praktijk kijken hoe het gaat."),
}
ROAD = tuple(stap for stap in Stap if not stap.is_side_road)


def finding(ernst: Ernst = Ernst.ONTBREEKT, melding: str = "“Wie” is nog leeg.") -> Finding:
    return Finding("N12", ernst, Stap.PLENAIR, "Adviespunten!C9", "x", melding, "S0:345")


def point(nummer: int = 1, status: str = "open", kenmerk: str | None = None) -> Punt:
    return Punt(
        nummer=nummer,
        kenmerk=f"{kenmerk}/{nummer}" if kenmerk else None,
        advies="Betaal bij bedrijven met een beschutte werkplek een begeleider op de werkvloer.",
        wie="de afdeling Werk",
        wanneer="vanaf 1 juli 2027",
        status=status,
        is_niet_beantwoord=False,
        datum=None,
        bron=None,
        motivering=None,
    )


def term(soort: Soort = Soort.REACTIE, days: int = 30) -> Termijn:
    return Termijn(soort, TODAY + timedelta(days=days), days)


def entry(number: int = 1, stap: Stap = Stap.ONDERTEKENING, **changes: Any) -> Entry:  # any field
    has_letter = Stap.ONDERTEKENING.order <= stap.order <= Stap.AFGEROND.order
    kenmerk = f"AWI-2026-{number:03}" if has_letter else None
    sent = date(2026, 10, 1) if stap.order in range(6, 9) else None
    made = Entry(
        bestand=f"input/advies-{number:03}.xlsx",
        formulier_id=f"id-{number}",
        kenmerk=kenmerk,
        onderwerp=f"{SUBJECTS[number % len(SUBJECTS)]} ({number})",
        soort="ongevraagd" if number % 3 else "gevraagd",
        vorm="formeel",
        domein="werk" if number % 2 else "inkomen",
        thema=("Schuldhulpverlening", "Nieuw beschut werk", "Werkende armen")[number % 3],
        dossier="Werkende armen",
        werkgroep="Werk" if number % 2 else "Inkomen",
        contactpersoon="Mo Model" if number % 2 else "Dirk Denkbeeld",
        stap=stap,
        volgende_stap=stap.next,
        winwin="win/win/win",
        adviesvraag_op=None,
        gewenst_op=None,
        ingeleverd_op=date(2026, 11, 2),
        plenair_op=date(2026, 11, 12),
        besluit_op=date(2026, 11, 12),
        briefdatum=date(2026, 11, 22) if has_letter else None,
        verzonden_op=sent,
        reactie_voor=sent + timedelta(weeks=6) if sent else None,
        reactie_ontvangen_op=None,
        openbaar_voor=sent + timedelta(weeks=2) if sent else None,
        opvolgdatum=date(2027, 9, 15),
        bekeken_op=None,
        meldingen=(),
        nodig=NEEDS.get(stap),
        termijnen=(),
        adviespunten=tuple(point(nr, kenmerk=kenmerk) for nr in (1, 2, 3)),
        brieven=(f"brieven/{kenmerk}/{kenmerk}-brief-college.docx",) if kenmerk else (),
        archief=Gearchiveerd(1, date(2026, 11, 25), f"archief/{kenmerk}.pdf") if sent else None,
        mails=(f"verzenden/{kenmerk}/{kenmerk}-mail-college.eml",) if sent else (),
    )
    return replace(made, **changes)


def register(*dossiers: Entry, **changes: Any) -> Register:  # any field
    letters = [
        Answered(one.briefdatum.year, tuple(p.status for p in one.adviespunten))
        for one in dossiers
        if one.briefdatum
    ]
    made = Register(
        datum=TODAY,
        raad="adviesraad Werk en Inkomen",
        gemeente="Arnhem",
        dossiers=dossiers,
        zonder_formulier=(),
        onleesbaar=(),
        overgeslagen=(),
        opmerkingen=(),
        jaren=years(letters, TODAY.year),
        archiefcode="3F9A-7C2B-11D0" if any(one.archief for one in dossiers) else None,
    )
    return replace(made, **changes)


def busy(number: int) -> Register:
    """A council with `number` dossiers, spread over all steps, side roads, terms and years."""
    return register(*_many(number))


def _many(number: int) -> Iterable[Entry]:
    statuses = ("overgenomen", "gedeeltelijk overgenomen", "niet overgenomen", "aangehouden")
    for n in range(1, number + 1):
        stap = Stap.GESTOPT if n % 23 == 0 else ROAD[(n * 7) % len(ROAD)]
        made = entry(n, stap)
        answered = stap.order in range(7, 9)
        status = statuses[(n // 9) % 4] if answered else "open"
        yield replace(
            made,
            briefdatum=date(2020 + n % 7, 3, 1) if made.briefdatum else None,
            meldingen=tuple(finding(list(Ernst)[k % 4]) for k in range(n % 5)),
            termijnen=(term(list(Soort)[n % 6], days=n % 80 - 15),) if n % 2 else (),
            adviespunten=tuple(point(k, status, made.kenmerk) for k in range(1, 2 + n % 6)),
        )
