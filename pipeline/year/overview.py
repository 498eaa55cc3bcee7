"""overzicht.html: the register as one page for everybody, without network or anything beside it.

The page holds its own style and script; a content security policy admits exactly those two, by
their hash, and nothing else. Whatever comes from a sheet is escaped by the template. Links are
relative to output/, so that the page works from any copy of the work folder.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup
from msgspec import Struct

from pipeline import dutch
from pipeline.model import Ernst, Finding, Stap
from pipeline.year.filed import code_sentences
from pipeline.year.needs import Wie
from pipeline.year.register import Entry, Register
from pipeline.year.success import STATUSES, TARGET, Jaar
from pipeline.year.terms import Stand, Termijn

Item = TypeVar("Item")
_MANY = 60  # adviezen, from which on the browser must not lay out all of them at once
NEAR = 28  # days: a term further away is told with its dossier only
_ROAD = tuple(stap for stap in Stap if not stap.is_side_road)
_SIDE = tuple(stap for stap in Stap if stap.is_side_road)
_WHAT = {
    Stap.INVULLEN: "het formulier",
    Stap.OVERLEG: "met voorzitter en gemeente",
    Stap.PLENAIR: "naar de vergadering",
    Stap.BESLUIT: "de raad beslist",
    Stap.BRIEF: "aan het college",
    Stap.ONDERTEKENING: "tekenen en versturen",
    Stap.REACTIE: "van het college",
    Stap.OPVOLGING: "kijken in de praktijk",
    Stap.AFGEROND: "klaar",
    Stap.INFORMEEL: "zonder brief besproken",
    Stap.AFGEWEZEN: "te weinig stemmen",
    Stap.DOORVERWEZEN: "naar het wijkteam",
    Stap.GESTOPT: "er komt geen brief",
    Stap.INGETROKKEN: "de brief is ingetrokken",
}


class Card(Struct, frozen=True):
    """One dossier on the page."""

    entry: Entry
    anker: str

    @property
    def naam(self) -> str:
        """How the page calls it: its subject, or else its file."""
        return self.entry.onderwerp or f"Nog zonder onderwerp ({self.entry.bestand})"

    @property
    def stap_nummer(self) -> int | None:
        """Its place on the road, from 1; None on a side road."""
        stap = self.entry.stap
        return None if stap.is_side_road else stap.order + 1

    @property
    def is_open(self) -> bool:
        """True when something must be mended or filled in."""
        count = self.entry.tellingen
        return bool(count[Ernst.FOUT] or count[Ernst.ONTBREEKT])

    @property
    def formulier(self) -> str | None:
        """The link to its sheet; None for a sheet outside the work folder."""
        bestand = self.entry.bestand
        return quote(f"../{bestand}") if bestand.startswith("input/") else None

    @property
    def brieven(self) -> tuple[tuple[str, str], ...]:
        """The name and the link of its letter and copies."""
        return tuple((path.rsplit("/", 1)[-1], quote(path)) for path in self.entry.brieven)

    @property
    def ondertekend(self) -> tuple[str, str] | None:
        """The name and the link of the signed letter in the archive."""
        place = self.entry.archief.ondertekend if self.entry.archief else None
        if place is None:
            return None
        path = Path(place)
        return path.name, path.as_uri() if path.is_absolute() else quote(place)

    @property
    def mails(self) -> tuple[tuple[str, str], ...]:
        """The name and the link of its mails."""
        return tuple((path.rsplit("/", 1)[-1], quote(path)) for path in self.entry.mails)

    @property
    def meldingen(self) -> tuple[Finding, ...]:
        """The meldingen that ask for something."""
        return tuple(f for f in self.entry.meldingen if f.ernst is not Ernst.OPMERKING)

    @property
    def tips(self) -> tuple[Finding, ...]:
        """The others; a dossier that is much like another one is told here too."""
        return tuple(f for f in self.entry.meldingen if f.ernst is Ernst.OPMERKING)

    @property
    def dagen(self) -> tuple[tuple[str, date], ...]:
        """Its days, in the order of the road."""
        e = self.entry
        days = (
            ("Gevraagd door het college", e.adviesvraag_op),
            ("Gewenst door het college", e.gewenst_op),
            ("Ingeleverd", e.ingeleverd_op),
            ("Vergadering", e.plenair_op),
            ("Besloten", e.besluit_op),
            ("Datum van de brief", e.briefdatum),
            ("Gearchiveerd", e.archief.op if e.archief else None),
            ("Verzonden", e.verzonden_op),
            ("Op de website, uiterlijk", e.openbaar_voor),
            ("Reactie, uiterlijk", e.reactie_voor),
            ("Reactie ontvangen", e.reactie_ontvangen_op),
            ("Kijken in de praktijk", e.opvolgdatum),
            ("In de praktijk bekeken", e.bekeken_op),
        )
        return tuple((what, day) for what, day in days if day)


class Bar(Struct, frozen=True):
    """A piece of a bar: where it starts and how long it is, in hundredths of the width."""

    soort: str
    start: float
    lengte: float
    aantal: int


def overview_html(register: Register) -> str:
    """The whole page."""
    style, script = _part("page.css"), _part("page.js")
    cards = [
        Card(entry, f"d{number}")
        for number, entry in enumerate(sorted(register.dossiers, key=_urgency), start=1)
    ]
    return _template().render(
        register=register,
        cards=cards,
        aan_zet=[
            (wie, [c for c in cards if c.entry.nodig and c.entry.nodig.wie is wie]) for wie in Wie
        ],
        termijnen=_near(cards),
        dichtbij=NEAR,
        weg=[(stap, _WHAT[stap], _on(cards, stap)) for stap in _ROAD],
        zijwegen=[(stap, _WHAT[stap], on) for stap in _SIDE if (on := _on(cards, stap))],
        themas=_choices(card.entry.thema for card in cards),
        werkgroepen=_choices(card.entry.werkgroep for card in cards),
        wie=tuple(Wie),
        few=few,
        veel=_MANY,
        doel=TARGET,
        code_uitleg=code_sentences(register.archiefcode),
        balken=[(jaar, year_bars(jaar, register.jaren)) for jaar in register.jaren],
        doelstreep=_hundredths(TARGET, _widest(register.jaren)),
        punten=point_bars(register.jaren[0]),
        voorbij=Stand.VOORBIJ,
        ernst=Ernst,
        style=Markup(style),  # noqa: S704 -- our own file, of which the policy holds the hash
        script=Markup(script),  # noqa: S704 -- the same
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def few(items: Sequence[Item], most: int = 3) -> Sequence[Item]:
    """The first of a list, or all when it is hardly longer: “nog 1” helps nobody."""
    return items if len(items) <= most + 1 else items[:most]


def distance(days: int) -> str:
    """How far away a day is: vandaag, morgen, over 5 dagen, 3 dagen geleden."""
    words = {0: "vandaag", 1: "morgen", -1: "gisteren"}
    if days in words:
        return words[days]
    return f"over {days} dagen" if days > 0 else f"{-days} dagen geleden"


def year_bars(jaar: Jaar, jaren: Sequence[Jaar]) -> tuple[Bar, ...]:
    """The bar of one year: letters taken over as a whole, then those of which a part was."""
    return _bars((("geheel", jaar.geheel), ("deels", jaar.deels)), _widest(jaren))


def point_bars(jaar: Jaar) -> tuple[Bar, ...]:
    """The adviespunten of one year by status, on a bar of their own."""
    return _bars([(status, jaar.punten[status]) for status in STATUSES], jaar.alle_punten)


def _bars(parts: Sequence[tuple[str, int]], whole: int) -> tuple[Bar, ...]:
    bars: list[Bar] = []
    done = 0
    for name, number in parts:
        start = _hundredths(done, whole)
        done += number
        bars.append(Bar(name, start, round(_hundredths(done, whole) - start, 2), number))
    return tuple(bars)


def _hundredths(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def _widest(jaren: Sequence[Jaar]) -> int:
    return max(TARGET + 1, *(jaar.geheel + jaar.deels for jaar in jaren))


def _urgency(entry: Entry) -> tuple[object, ...]:
    """What passes first stands first; what is done or went aside stands last."""
    term = entry.volgende_termijn
    return (
        entry.stap.order >= Stap.AFGEROND.order,
        term.dag if term else date.max,
        entry.stap.order,
        entry.kenmerk or "",
        entry.bestand,
    )


def _near(cards: Iterable[Card]) -> list[tuple[Termijn, Card]]:
    """The terms that have passed or pass within four weeks, the earliest first."""
    near = [(term, card) for card in cards for term in card.entry.termijnen if term.dagen <= NEAR]
    return sorted(near, key=lambda one: one[0].dag)


def _on(cards: Iterable[Card], stap: Stap) -> list[Card]:
    return [card for card in cards if card.entry.stap is stap]


def _choices(names: Iterable[str | None]) -> list[str]:
    return sorted({name for name in names if name}, key=str.casefold)


@cache  # `bewaak` makes the page all day
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "dag": dutch.day,
        "afstand": distance,
        "tel": dutch.count,
        "hoofdletter": dutch.sentence,
    }
    return environment.from_string(_part("page.html.j2"))


def _part(name: str) -> str:
    """A file of the page, with line ends as the browser hashes them."""
    return (files("pipeline.year") / "page" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
