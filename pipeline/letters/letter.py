"""A letter as values: everything that is printed and nothing that is not.

compose.py makes it of a dossier, template.py fills a Word template with it. The names here are
the placeholders of the templates (templates/README.md is generated from these docstrings).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct


class Blok(Struct, frozen=True):
    """A piece of running text: an alinea (`tekst`), or a list (`punten`) when `is_lijst`."""

    tekst: str = ""
    punten: tuple[str, ...] = ()

    @property
    def is_lijst(self) -> bool:
        """True for a list with bullets."""
        return bool(self.punten)


Tekst = tuple[Blok, ...]


class BriefPunt(Struct, frozen=True):
    """One adviespunt: `nummer` (AWI-2026-004/1), `advies`, `wie`, `wanneer`, `waarom`."""

    volgnummer: int
    nummer: str
    advies: Tekst
    wie: str
    wanneer: str
    waarom: Tekst


class BriefBelang(Struct, frozen=True):
    """One row of the table of belangen; `oplevert` says what the advice brings or asks."""

    klantgroep: str
    belang: Tekst
    oplevert: Tekst


class BriefVraag(Struct, frozen=True):
    """A question of the toets with its answer in words."""

    groep: str
    vraag: str
    antwoord: str
    toelichting: Tekst


class Regel(Struct, frozen=True):
    """A line with a name before it, as “Ons kenmerk  AWI-2026-004”."""

    naam: str
    waarde: str


class Brief(Struct, frozen=True):
    """The letter to the college, a copy of it, or a concept."""

    # head
    afzender: str  # name of the council
    gemeente: str
    afzender_regels: tuple[str, ...]  # address, e-mail, phone, website
    merk: str  # FICTIEF VOORBEELD, or empty
    concept: str  # "CONCEPT 2 – voor de raad", or empty
    kopie_voor: str  # "Kopie voor <naam>, <functie>", or empty
    geadresseerde: tuple[str, ...]
    datumregel: str  # "Arnhem, 22 november 2026"
    regels: tuple[
        Regel, ...
    ]  # ons kenmerk, uw kenmerk, contact, bijlagen, kopie: those that are there
    onderwerp: str  # letter for letter
    onderwerpregel: str  # "Ongevraagd advies – <onderwerp>"
    # core
    aanhef: str
    kern: Tekst
    inleiding_punten: str  # "Wij adviseren u:"
    adviespunten: tuple[BriefPunt, ...]
    verzoek: str
    groet: str
    namens: str
    ondertekenaar: str
    functie: str
    # bijlage 1, toelichting
    adviesvraag_inleiding: str  # "Op 3 oktober 2026 vroeg … ons:", or empty
    adviesvraag: Tekst
    aanleiding: Tekst
    bevindingen: tuple[Tekst, ...]
    belangen: tuple[BriefBelang, ...]
    investering: tuple[Regel, ...]
    gewenste_uitkomst: Tekst
    totstandkoming: Tekst
    gehoord: tuple[str, ...]
    bronnen: tuple[str, ...]
    grondslag: str
    minderheid: Tekst
    bijlagen: tuple[str, ...]  # titles of the further bijlagen
    # only in a concept for the council, or when the council prints its toetsing
    toetsing: tuple[BriefVraag, ...]
    open_punten: tuple[str, ...]
    # foot
    code: str  # AWI-2026-007:3F9A7C2B, as text and as QR
    titel: str  # title of the document
    kenmerk: str  # for the document properties; empty for a concept

    def printed(self) -> Sequence[str]:
        """Every piece of text that the letter must contain, in order; for the value check."""
        pieces: list[str] = []
        _gather(self, pieces)
        return pieces


class Toetsverslag(Struct, frozen=True):
    """The internal record of the toetsing: archived, never sent."""

    afzender: str
    merk: str
    kenmerk: str
    datumregel: str
    onderwerp: str
    titel: str
    code: str
    toetser: str
    getoetst_op: str
    winwin: str  # the verdict, in words
    besluit: str  # route and outcome, in one sentence
    toetsing: tuple[BriefVraag, ...]
    meldingen: tuple[str, ...]  # waarschuwingen at the time of the letter
    gezien: tuple[Regel, ...]  # what was cleared on the tab Gezien en akkoord

    def printed(self) -> Sequence[str]:
        """Every piece of text that the document must contain."""
        pieces: list[str] = []
        _gather(self, pieces)
        return pieces


class Doorgeleiding(Struct, frozen=True):
    """The note to the sister council: a matter that touches Wmo or Jeugd (S1-6)."""

    afzender: str
    gemeente: str
    afzender_regels: tuple[str, ...]
    merk: str
    geadresseerde: tuple[str, ...]
    datumregel: str
    onderwerp: str
    onderwerpregel: str
    raakt: str  # "de Wmo", "de Jeugdwet" or both
    samenvatting: Tekst
    verzoek: str
    groet: str
    ondertekenaar: str
    functie: str
    titel: str
    code: str

    def printed(self) -> Sequence[str]:
        """Every piece of text that the document must contain."""
        pieces: list[str] = []
        _gather(self, pieces)
        return pieces


# What a copy has of its own; all else is that of its letter, word for word.
COPY_VALUES = ("kopie_voor", "code")
# Steering values: they choose what is printed and are not printed themselves.
NOT_PRINTED = frozenset({"volgnummer", "titel", "kenmerk"})


def _gather(value: object, pieces: list[str]) -> None:
    if isinstance(value, str):
        if "\n" in value:
            pieces.extend(line for line in value.splitlines() if line.strip())
        elif value and not value.isspace():
            pieces.append(value)
    elif isinstance(value, tuple):
        for item in value:
            _gather(item, pieces)
    else:
        for name in getattr(value, "__struct_fields__", ()):
            if name not in NOT_PRINTED:
                _gather(getattr(value, name), pieces)
