"""The council as input/adviesraad.toml tells it: people, werkgroepen, themes and settings.

council_file.py reads that file into a `Raad`. Nothing of one council stands in the code; what
differs between councils is a setting here.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from msgspec import Struct


class Lid(Struct, frozen=True):
    """A member, with the term of the appointment (`tot` included; None: no end known)."""

    naam: str
    rol: str  # voorzitter | secretaris | penningmeester | lid
    van: date
    tot: date | None = None
    email: str | None = None

    def is_lid_op(self, day: date) -> bool:
        """True when the term covers `day`."""
        return self.van <= day and (self.tot is None or day <= self.tot)


class Adviseur(Struct, frozen=True):
    """A bestuursadviseur or other contact at the gemeente."""

    naam: str
    functie: str
    email: str | None = None
    adres: str | None = None  # for a copy by post


class VasteWerkgroep(Struct, frozen=True):
    """A werkgroep with its people, themes and the bestuursadviseurs that get its copies."""

    naam: str
    domein: str  # werk | inkomen
    contactpersoon: str
    leden: tuple[str, ...]
    contact_gemeente: Adviseur | None = None
    bestuursadviseurs: tuple[Adviseur, ...] = ()


class Thema(Struct, frozen=True):
    """A theme of the council, with the domein it belongs to."""

    naam: str
    domein: str


class Zusterraad(Struct, frozen=True):
    """A sister council that is told of matters on its ground (S1-6)."""

    naam: str
    onderwerpen: tuple[str, ...]  # of: wmo, jeugd
    contactpersoon: str | None = None
    email: str | None = None


class Besluitregels(Struct, frozen=True):
    """How the council decides (S1-16)."""

    drempel: Decimal = Decimal("0.5")  # share of the votes in favour, reached at >=
    basis: str = "leden"  # leden | uitgebracht


class Briefinstellingen(Struct, frozen=True):
    """What the letter says of itself."""

    groet: str = "Met vriendelijke groet,"
    aanhef: str = "Geacht college,"
    portefeuillehouder: str | None = None  # "t.a.v. …" under the addressee
    email_college: str | None = None  # where the signed letter is sent; None: the draft has no To
    stemming: str = "unaniem of meerderheid"  # niet | unaniem of meerderheid | aantallen
    grondslag: str = ""  # one sentence: on which law the council advises
    merk: str | None = None  # e.g. FICTIEF VOORBEELD, on every page
    toetsing_als_bijlage: bool = False
    reactietermijn_weken: int = 6
    herinnering_griffie: bool = False


class Raad(Struct, frozen=True):
    """The council, as far as the documents need to know it."""

    naam: str  # "adviesraad Werk en Inkomen"
    gemeente: str  # "Arnhem"
    code: str  # "AWI": in kenmerken and file names
    plaats: str  # where letters are dated
    adres: tuple[str, ...]  # lines under the name of the council
    email: str  # of the secretariat
    telefoon: str | None
    website: str | None
    college: tuple[str, ...]  # addressee, line by line
    zetels: int  # seats, vacancies included
    leden: tuple[Lid, ...]
    plaatsvervangend_voorzitter: str | None
    ambtelijk_secretaris: str | None
    werkgroepen: tuple[VasteWerkgroep, ...]
    themas: tuple[Thema, ...]
    zusterraden: tuple[Zusterraad, ...]
    belangen: tuple[tuple[str, str], ...]  # klantgroep, belang: prefilled in the matrix
    besluit: Besluitregels
    brief: Briefinstellingen
    kenmerk_eerste: tuple[tuple[int, int], ...]  # year, first number
    afkortingen: tuple[str, ...]  # known to the council, free in the reading tips
    stukken_dagen_vooraf: int  # papers this many days before the meeting (S0:345)
    publicatie_weken: int  # chosen term for S1-18
    archief: Path | None  # elsewhere than output/archief; absolute
    bestuursadviseurs: tuple[Adviseur, ...] = ()  # all that the council knows, of any werkgroep
    waardering: str = "N"  # how long adviezen are kept, in MDTO: B, V or N (to be decided)
    gemeente_code: str | None = None  # of the gemeente in the register of the government: gm0202

    def leden_op(self, day: date) -> tuple[Lid, ...]:
        """The members whose term covers `day`; vacancies do not count."""
        return tuple(lid for lid in self.leden if lid.is_lid_op(day))

    def lid(self, naam: str) -> Lid | None:
        """The member of this name, upper and lower case alike; None if there is none.

        Of someone who came back, or who got another role, it is the latest term.
        """
        terms = [lid for lid in self.leden if same_name(lid.naam, naam)]
        return max(terms, key=lambda lid: lid.van, default=None)

    def voorzitter_op(self, day: date) -> Lid | None:
        """The voorzitter on `day`, else the plaatsvervangend voorzitter, else None."""
        present = self.leden_op(day)
        chair = next((lid for lid in present if lid.rol == "voorzitter"), None)
        if chair is None and self.plaatsvervangend_voorzitter is not None:
            deputy = self.plaatsvervangend_voorzitter
            chair = next((lid for lid in present if same_name(lid.naam, deputy)), None)
        return chair

    def werkgroep(self, naam: str) -> VasteWerkgroep | None:
        """The werkgroep of this name; None for one that the council does not list."""
        return next((w for w in self.werkgroepen if same_name(w.naam, naam)), None)

    def bestuursadviseur(self, naam: str) -> Adviseur | None:
        """The bestuursadviseur of this name; None for one that the council does not list."""
        return next((a for a in self.bestuursadviseurs if same_name(a.naam, naam)), None)

    def thema(self, naam: str) -> Thema | None:
        """The theme of this name; None for a new one."""
        return next((t for t in self.themas if same_name(t.naam, naam)), None)

    def belang(self, klantgroep: str) -> str:
        """The fixed belang of burger, gemeente or ondernemer."""
        return dict(self.belangen)[klantgroep]


def same_name(one: str, other: str) -> bool:
    """True when two names differ only in case and white space."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
