"""The placeholders of the templates: every value of letter.py, with its kind and what it means.

The classes of letter.py are the one definition: the check of a template looks names up in them,
and templates/README.md is written from them and the meanings below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, get_args, get_origin, get_type_hints

from msgspec import Struct

from pipeline.letters.letter import (
    Blok,
    Brief,
    BriefBelang,
    BriefPunt,
    BriefVraag,
    Doorgeleiding,
    Regel,
    Toetsverslag,
)
from pipeline.letters.mailtexts import MAILS

# What each template is filled with, by its file name.
ROOTS: Final[Mapping[str, tuple[str, type]]] = {
    "brief-college.docx": ("brief", Brief),
    "toetsing.docx": ("verslag", Toetsverslag),
    "doorgeleiding.docx": ("doorgeleiding", Doorgeleiding),
}
_ITEMS: Final[Mapping[type[Struct], tuple[str, str]]] = {
    BriefPunt: ("punt", "Een adviespunt: `{%p for punt in brief.adviespunten %}`"),
    BriefBelang: ("rij", "Een belang: `{%tr for rij in brief.belangen %}`"),
    BriefVraag: ("vraag", "Een vraag van de toets: `{%tr for vraag in verslag.toetsing %}`"),
    Regel: ("regel", "Een regel met een naam: `{%p for regel in brief.regels %}`"),
    Blok: ("blok", "Een alinea of opsomming van een tekst: `{%p for blok in brief.kern %}`"),
}
# A name means the same wherever it stands, unless its class says otherwise.
MEANINGS: Final[Mapping[str, str]] = {
    "afzender": "naam van de adviesraad",
    "gemeente": "naam van de gemeente",
    "afzender_regels": "adres, e-mail, telefoon en website van de adviesraad",
    "merk": "staat op elke bladzijde, bijvoorbeeld FICTIEF VOORBEELD; meestal leeg",
    "concept": "“CONCEPT 2 – voor de raad”; leeg bij een definitieve brief",
    "kopie_voor": "“Kopie voor” met naam en functie; leeg in de brief zelf",
    "geadresseerde": "de regels van het adres",
    "datumregel": "plaats en datum",
    "regels": "ons kenmerk, uw kenmerk, contact, bijlagen en kopie, voor zover die er zijn",
    "onderwerp": "het onderwerp, letter voor letter uit het formulier",
    "onderwerpregel": "soort advies en onderwerp",
    "aanhef": "Geacht college,",
    "kern": "de kern van het advies",
    "inleiding_punten": "Wij adviseren u:",
    "adviespunten": "de adviespunten",
    "verzoek": "het verzoek om een reactie",
    "groet": "Met vriendelijke groet,",
    "namens": "namens wie de brief wordt getekend",
    "ondertekenaar": "naam van wie tekent",
    "functie": "functie van wie tekent",
    "adviesvraag_inleiding": "wanneer de vraag kwam; leeg bij een ongevraagd advies",
    "adviesvraag": "de vraag zelf; leeg bij een ongevraagd advies",
    "aanleiding": "waarom de adviesraad dit advies geeft",
    "bevindingen": "de bevindingen, elk een tekst",
    "belangen": "wat het advies oplevert of vraagt, per klantgroep",
    "investering": "wat er nodig is; leeg als er geen investering nodig is",
    "gewenste_uitkomst": "waaraan u later ziet dat het is gelukt",
    "totstandkoming": "hoe het advies tot stand kwam",
    "gehoord": "met wie de werkgroep sprak",
    "bronnen": "gebruikte bronnen, zonder de vertrouwelijke",
    "grondslag": "de zin over de verordening",
    "minderheid": "het minderheidsstandpunt, alleen als dat in de brief mag",
    "bijlagen": "titels van de andere bijlagen",
    "toetsing": "vragen en antwoorden van de toets; meestal leeg",
    "open_punten": "wat nog open is; alleen in een concept voor de raad",
    "code": "kenmerk en controlecode, ook in de QR-code",
    "titel": "titel van het document",
    "kenmerk": "het kenmerk; leeg bij een concept",
    "toetser": "wie er toetste",
    "getoetst_op": "datum van de toets",
    "winwin": "de uitkomst van de win-winvergelijking, in woorden",
    "besluit": "hoe het besluit is genomen, in één zin",
    "meldingen": "waarschuwingen op de dag van de brief",
    "gezien": "wat op het tabblad Gezien en akkoord staat",
    "raakt": "de Wmo, de Jeugdwet of allebei",
    "samenvatting": "samenvatting voor de andere adviesraad",
    "volgnummer": "1, 2, 3 …",
    "nummer": "het nummer voor altijd, zoals AWI-2026-004/1",
    "advies": "het adviespunt zelf",
    "wie": "wie het uitvoert",
    "wanneer": "vanaf of voor wanneer",
    "waarom": "waarom dit adviespunt",
    "klantgroep": "de burger, de gemeente of de ondernemer",
    "belang": "het belang van deze klantgroep",
    "oplevert": "wat het advies oplevert of vraagt",
    "groep": "de groep waar de vraag bij hoort",
    "vraag": "de vraag",
    "antwoord": "het antwoord, in een woord",
    "toelichting": "de toelichting bij het antwoord",
    "naam": "wat er voor de regel staat, zoals Ons kenmerk",
    "waarde": "wat er achter staat",
    "tekst": "de alinea",
    "punten": "de punten van de opsomming",
    "is_lijst": "ja als dit een opsomming is",
}
_INTRO: Final = """\
# De sjablonen

U kunt de Word-bestanden in deze map zelf aanpassen: open ze in Word, verander tekst, lettertype of
volgorde, en kijk ze na met `advies controleer`. Wat tussen accolades staat, vult het programma in.

- `{{ brief.aanhef }}` zet daar één waarde.
- `{%p for regel in brief.geadresseerde %}` … `{%p endfor %}` herhaalt de alinea’s ertussen. De
  opdracht staat alleen in haar alinea (`%p`) of rij van een tabel (`%tr`); zo’n grijze regel staat
  niet in de brief.
- `{%p if brief.kopie_voor %}` … `{%p endif %}` laat de alinea’s ertussen weg als er niets is.
- `{{p tekst(brief.kern) }}` zet daar een hele tekst, met alinea’s en opsommingen. Hoe die eruitzien
  staat bovenaan het sjabloon, bij `{%p macro tekst(blokken) %}`.
- Woorden die in het formulier vet of cursief staan, zijn dat in een **tekst** ook in de brief. Daar
  hoeft u in het sjabloon niets voor te doen.
- De QR-code in de voettekst is een voorbeeld; elke brief krijgt zijn eigen code. Laat de afbeelding
  staan, met haar alternatieve tekst en ten minste 15 mm breed.

Een **regel** is gewone tekst. Een **tekst** heeft alinea’s en opsommingen. Van een **lijst** staat
onderaan wat er in elk onderdeel zit."""
_MAILS_INTRO: Final = """\
## De mailteksten

De bestanden `mail-….txt` opent u in een teksteditor (Kladblok). De eerste regel is het onderwerp,
onder een lege regel staat de mail. Het programma maakt er concepten van en verstuurt zelf niets.
Een plaatshouder schrijft u hier zonder voorvoegsel: `{{ kenmerk }}`."""


class Many(Struct, frozen=True):
    """A list of things of one kind."""

    item: object


@cache
def members(kind: type[Struct]) -> Mapping[str, object]:
    """What a template may write behind the dot: each name with its kind (a type, or Many)."""
    hints = get_type_hints(kind)
    found = {name: _kind(hints[name]) for name in kind.__struct_fields__}
    for name, value in vars(kind).items():
        if isinstance(value, property):
            found[name] = _kind(get_type_hints(value.fget)["return"])
    return found


@cache
def parts_of(kind: type[Struct]) -> frozenset[type[Struct]]:
    """The classes of everything that a value holds, at any depth."""
    found: set[type[Struct]] = set()
    for value in members(kind).values():
        item = value
        while isinstance(item, Many):
            item = item.item
        if isinstance(item, type) and issubclass(item, Struct) and item in _ITEMS:
            found |= {item, *parts_of(item)}
    return frozenset(found)


def name_of(kind: type[Struct]) -> str:
    """What a value of this class is called in the templates: brief, punt, regel."""
    roots = {root: name for name, root in ROOTS.values()}
    return roots.get(kind) or _ITEMS[kind][0]


def placeholders() -> str:
    """The page templates/README.md: what can stand in a template."""
    tables = [(f"## {file}", name, kind) for file, (name, kind) in ROOTS.items()]
    tables += [(f"## {title}", name, kind) for kind, (name, title) in _ITEMS.items()]
    lines = [*(line for table in tables for line in _table(*table)), "", _MAILS_INTRO]
    lines += [line for file in MAILS for line in _mail_table(file)]
    return "\n".join([_INTRO, *lines, ""])


def _table(title: str, prefix: str, kind: type[Struct]) -> Iterator[str]:
    yield from ("", title, "", "| plaatshouder | soort | betekenis |", "|---|---|---|")
    for name, value in members(kind).items():
        yield f"| `{prefix}.{name}` | {called(value)} | {MEANINGS[name]} |"


def _mail_table(file: str) -> Iterator[str]:
    when, known = MAILS[file]
    yield from ("", f"### {file}", "", f"{when}.", "", "| plaatshouder | betekenis |", "|---|---|")
    for name, meaning in known.items():
        yield f"| `{name}` | {meaning} |"


def called(kind: object) -> str:
    """How a user calls a kind of value."""
    if kind == Many(Blok):
        return "tekst"
    if isinstance(kind, Many):
        return "lijst van teksten" if kind.item == Many(Blok) else f"lijst van {_plural(kind.item)}"
    words: Mapping[object, str] = {str: "regel", int: "getal", bool: "ja of nee"}
    return words.get(kind, "onderdeel")


def _plural(kind: object) -> str:
    return f"`{_ITEMS[kind][0]}`" if isinstance(kind, type) and kind in _ITEMS else "regels"


def _kind(hint: object) -> object:
    return Many(_kind(get_args(hint)[0])) if get_origin(hint) is tuple else hint
