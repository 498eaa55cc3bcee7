"""The values that travel through the pipeline; imports nothing of ours.

A `Dossier` is one input sheet as typed fields that remember their cell. A `Finding` is one
melding about it, a `Report` all meldingen with the step that follows from them. Everything is
frozen: a stage makes new values and changes none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum, StrEnum
from typing import Generic, TypeVar

from msgspec import Struct, field

T = TypeVar("T")
Nadruk = tuple[tuple[int, int, str], ...]  # from, to, and "b" bold, "i" italic or "bi" both


class Ernst(StrEnum):
    """How serious a melding is, gravest first."""

    FOUT = "fout"  # cannot be, or must not leave the house: no letter
    ONTBREEKT = "ontbreekt"  # still needed to leave the step
    WAARSCHUWING = "waarschuwing"  # the letter is made, and the run says so
    OPMERKING = "opmerking"  # a tip


class Stap(Enum):
    """A step of the road of one advies, in order; the side roads stand after AFGEROND."""

    INVULLEN = "invullen"
    OVERLEG = "overleg"
    PLENAIR = "plenair"
    BESLUIT = "besluit"
    BRIEF = "brief"
    ONDERTEKENING = "ondertekening"
    REACTIE = "reactie"
    OPVOLGING = "opvolging"
    AFGEROND = "afgerond"
    INFORMEEL = "informeel"
    AFGEWEZEN = "afgewezen"
    DOORVERWEZEN = "doorverwezen"
    GESTOPT = "gestopt"
    INGETROKKEN = "ingetrokken"

    def __init__(self, _value: str) -> None:
        # Place on the road; side roads come after all steps of the road. Asked for all the time.
        self.order = len(type(self).__members__)

    @property
    def is_side_road(self) -> bool:
        """True for the ends that an advies reaches without walking the whole road."""
        return self.order > Stap.AFGEROND.order

    @property
    def next(self) -> Stap | None:
        """The step after this one; None at the end of the road and on a side road."""
        if self.order >= Stap.AFGEROND.order:
            return None
        return tuple(Stap)[self.order + 1]


class UnansweredError(Exception):
    """A rule asked for the value of an empty or unreadable cell; the engine notes the skip."""

    def __init__(self, cell: Field[object]) -> None:
        super().__init__(cell.key)
        self.cell = cell


class Objection(Struct, frozen=True):
    """What a rule says about one place; the engine adds the rule's code, step and source."""

    place: str
    key: str
    message: str
    ernst: Ernst | None = None  # only where it differs from the rule's own


class Field(Struct, Generic[T], frozen=True):
    """One answer of the form, with the cell it was read from.

    `answer` is None when the cell is empty or `unreadable`. `is_default` marks a value that the
    lead left empty and that follows from the council or from another answer.
    """

    key: str  # JSON path, list items by index: advies.adviespunten.0.wie
    label: str  # as it stands on the form
    place: str  # Tab!Cel
    answer: T | None = None
    unreadable: bool = False
    is_default: bool = False
    nadruk: Nadruk = ()  # which words of a text are bold or italic

    @property
    def value(self) -> T:
        """The answer; an empty or unreadable cell ends the rule that asks.

        Raises:
            UnansweredError: there is no usable answer; the rule engine records the skip.
        """
        if self.answer is None:
            raise UnansweredError(self)  # type: ignore[arg-type]  # Field[T] of any T is meant
        return self.answer

    @property
    def is_empty(self) -> bool:
        """True when nothing was filled in (an unreadable cell is not empty)."""
        return self.answer is None and not self.unreadable

    @property
    def is_filled(self) -> bool:
        """True when there is a usable answer."""
        return self.answer is not None

    def flag(self, rest: str, ernst: Ernst | None = None) -> Objection:
        """Object to this answer: the label starts the sentence, `rest` finishes it."""
        return Objection(self.place, self.key, f"“{self.label}” {rest}", ernst)

    def say(self, sentence: str, ernst: Ernst | None = None) -> Objection:
        """Object at this cell with a whole sentence."""
        return Objection(self.place, self.key, sentence, ernst)


class Rows(Struct, Generic[T], frozen=True):
    """A list of the form (bevindingen, leden, adviespunten …) with the place of its first cell."""

    key: str
    label: str
    place: str
    items: tuple[T, ...] = ()
    is_default: bool = False

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """See Field."""
        return Rows, (self.key, self.label, self.place, self.items, self.is_default)

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> T:
        return self.items[index]

    def flag(self, rest: str, ernst: Ernst | None = None) -> Objection:
        """Object to the list as a whole, at its first cell."""
        return Objection(self.place, self.key, f"“{self.label}” {rest}", ernst)

    def say(self, sentence: str, ernst: Ernst | None = None) -> Objection:
        """Object at the first cell with a whole sentence."""
        return Objection(self.place, self.key, sentence, ernst)


Text = Field[str]
Texts = Rows[Field[str]]
Day = Field[date]
Number = Field[int]
YesNo = Field[bool]


# The sections of the form. Names and order are those of the JSON (2-contract); what each field
# means stands once, in form/fields.


class Formulier(Struct, frozen=True):
    id: Text
    versie: Number
    gebaseerd_op: Text


class Adviesvraag(Struct, frozen=True):
    datum: Day
    kenmerk: Text
    vraag: Text
    van: Text
    gewenst_op: Day


class Adviespunt(Struct, frozen=True):
    advies: Text
    wie: Text
    wanneer: Text
    waarom: Text


class Bijlage(Struct, frozen=True):
    titel: Text
    bestand: Text
    vertrouwelijk: YesNo


class Advies(Struct, frozen=True):
    onderwerp: Text
    kern: Text
    vorm: Text
    soort: Text
    adviesvraag: Adviesvraag
    domein: Text
    thema: Text
    dossier: Text
    vervolg_op: Text
    beleidsfase: Text
    aanleiding: Text
    totstandkoming: Text
    gehoord: Texts
    bronnen: Texts
    bevindingen: Texts
    groter_doel: Text
    gewenste_uitkomst: Text
    adviespunten: Rows[Adviespunt]
    bijlagen: Rows[Bijlage]
    opvolgdatum: Day
    openbaar_vanaf: Day
    besproken_op: Day
    besproken_met: Text
    samenvatting: Text
    websitepunten: Texts


class ContactGemeente(Struct, frozen=True):
    naam: Text
    functie: Text
    email: Text


class Werkgroep(Struct, frozen=True):
    naam: Text
    contactpersoon: Text
    leden: Texts
    opstellers: Texts
    met_hulp_van: Text
    contact_gemeente: ContactGemeente


class Bestuursadviseur(Struct, frozen=True):
    naam: Text
    functie: Text
    email: Text


class Belang(Struct, frozen=True):
    """One klantgroep of the win/win matrix."""

    belang: Text
    effect: Text  # winst | gelijk | verlies | niet geraakt
    toelichting: Text
    compensatie: Text


class Winwin(Struct, frozen=True):
    burger: Belang
    gemeente: Belang
    ondernemer: Belang

    def __iter__(self) -> Iterator[tuple[str, Belang]]:
        yield "burger", self.burger
        yield "gemeente", self.gemeente
        yield "ondernemer", self.ondernemer


class Investering(Struct, frozen=True):
    nodig: YesNo
    wie: Text
    wat: Text
    bedrag: Text  # free text, as people write it: "circa € 20.000 per jaar"
    wanneer_winst: Text


class Antwoord(Struct, frozen=True):
    antwoord: Text  # ja | deels | nee | n.v.t.
    toelichting: Text


class Toetsing(Struct, frozen=True):
    datum: Day
    toetser: Text
    antwoorden: Mapping[str, Antwoord]  # by criterion id, every criterion of the form


class Raakvlak(Struct, frozen=True):
    wmo: YesNo
    jeugd: YesNo
    samenvatting: Text
    samen_oppakken: YesNo
    doorgegeven_op: Day


class Procedure(Struct, frozen=True):
    voorgelegd_voorzitter: Day
    elders_in_behandeling: YesNo
    overleg_voorzitter: Day
    overleg_bestuursadviseurs: Day
    uit_overleg: Text
    gewenste_actie: Text
    minuten: Number
    ingeleverd_op: Day
    plenair_op: Day
    rijp_voor_stemming: YesNo
    voor: Number
    tegen: Number
    onthouding: Number
    besluit_op: Day
    akkoord_voorzitter_op: Day
    reden_zonder_stemming: Text
    besloten_versie: Number
    wijziging_akkoord_op: Day
    minderheidsstandpunt: Text
    minderheid_in_brief: YesNo
    afwijking: Text
    verzonden_op: Day
    doorverwezen: YesNo
    gestopt_op: Day
    reden_gestopt: Text


class PuntReactie(Struct, frozen=True):
    nummer: Number
    status: Text
    datum: Day
    bron: Text
    motivering: Text


class Reactie(Struct, frozen=True):
    ontvangen_op: Day
    kenmerk: Text
    per_adviespunt: Rows[PuntReactie]


class Opvolging(Struct, frozen=True):
    bekeken_op: Day
    bevinding: Text


class Voortgang(Struct, frozen=True):
    actie: Text
    datum: Day
    door: Text
    afspraak: Text


class Akkoord(Struct, frozen=True):
    """A hit of the personal-data check that a person has seen and cleared."""

    sleutel: Text
    reden: Text
    door: Text


class Dossier(Struct, frozen=True):
    """One input sheet: one advies from first idea to follow-up."""

    formulier: Formulier
    advies: Advies
    werkgroep: Werkgroep
    bestuursadviseurs: Rows[Bestuursadviseur]
    winwin: Winwin
    investering: Investering
    toetsing: Toetsing
    raakvlak: Raakvlak
    procedure: Procedure
    reactie: Reactie
    opvolging: Opvolging
    voortgang: Rows[Voortgang]
    gezien_en_akkoord: Rows[Akkoord]


class Finding(Struct, frozen=True):
    """One melding, as `toets` tells it and toetsing.json keeps it."""

    regel: str
    ernst: Ernst
    stap: Stap | None  # None: a rule of no step (counts for invullen)
    plaats: str
    sleutel: str
    melding: str
    bron: str


class Skip(Struct, frozen=True):
    """A rule that could not be judged, because a cell it needs has no usable answer."""

    regel: str
    sleutel: str
    reden: str


class Report(Struct, frozen=True):
    """What check found in one dossier: its step, its verdict and all meldingen in sheet order."""

    stap: Stap
    volgende_stap: Stap | None
    winwin: str | None
    bevindingen: tuple[Finding, ...] = ()
    niet_getoetst: tuple[Skip, ...] = ()

    def of(self, ernst: Ernst) -> tuple[Finding, ...]:
        """The meldingen of one ernst, in order."""
        return tuple(f for f in self.bevindingen if f.ernst is ernst)

    @property
    def has_fout(self) -> bool:
        """True when a fout, at whichever step, forbids a letter."""
        return any(f.ernst is Ernst.FOUT for f in self.bevindingen)

    @property
    def is_ripe(self) -> bool:
        """True when the definitive letter can be made now."""
        return self.stap is Stap.BRIEF and not self.has_fout and not self.of(Ernst.ONTBREEKT)


class Uitgave(Struct, frozen=True):
    """An issued letter, as its brief.json tells it: the toetsing is frozen from here on."""

    kenmerk: str
    formulier_id: str
    briefdatum: date
    versienummer: int
    code: str
    onderwerp: str
    waarden: Mapping[str, object]
    toetsing: Mapping[str, object]
    besluit: Mapping[str, object]
    bestanden: Mapping[str, str] = field(default_factory=dict)
    sjablonen: Mapping[str, str] = field(default_factory=dict)  # "sha256:…" by name
    ingetrokken: bool = False
    is_gearchiveerd: bool | None = False  # None: nobody can tell, the archive is out of reach
    opvolger_van: str | None = None  # kenmerk of the letter in whose place it was made
    map: str = ""  # name of the folder that it was found in
