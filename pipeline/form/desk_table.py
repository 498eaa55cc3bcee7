"""The secretary's table as it is laid out: which columns stand on which tab.

secretariaat.xlsx has a row per dossier and, on a second tab, a row per adviespunt of each letter.
As on the form, column A is hidden and holds a key per row (here the id of the dossier's form),
and a hidden head row, which starts with `#`, names the columns; the rows above the first dossier
have a `#` too. Every question is the form's
own, so a drop-down and the reading of an answer are the same in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from pipeline.form.raw import RawSheet, RawTab
from pipeline.form.spec import Form, Listing, Question
from pipeline.model import Stap

FILE = "secretariaat.xlsx"
DOSSIERS, REACTIES = "Dossiers", "Reacties"
HEAD = "#"
ONDERWERP, BESTAND, KENMERK = "advies.onderwerp", "bestand", "kenmerk"
NUMMER, ADVIES = "nummer", "advies"
PER_PUNT = "reactie.per_adviespunt"


class Link(Struct, frozen=True):
    """A text that opens a file or folder; `target` is relative to the table, with slashes."""

    target: str
    text: str


Content = str | int | date | Link  # a yes or no is a text here, as on the form


class Line(Struct, frozen=True):
    """A row that is to stand in the table: the id of the form, and its cells by column."""

    form_id: str
    cells: Mapping[str, Content]


class Column(Struct, frozen=True):
    """A column; without a `question` it is filled by the program and answers nothing."""

    key: str
    label: str
    width: float  # characters
    question: Question | None = None
    stap: Stap | None = None  # at which its mistakes count
    is_link: bool = False


class Group(Struct, frozen=True):
    """Columns that stand together under one heading."""

    title: str
    columns: tuple[Column, ...]


class DeskTab(Struct, frozen=True):
    """One tab of the table."""

    name: str
    title: str
    intro: str
    groups: tuple[Group, ...]
    room: int  # rows that have their drop-downs beforehand
    subtitle: str = ""  # below a title that is printed on every page: both fit in the first column

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns, from B on."""
        return tuple(column for group in self.groups for column in group.columns)


class Found(Struct, frozen=True):
    """Where a tab of ours stands in someone's file: its columns by key, its rows with a form id."""

    tab: RawTab
    head: int  # number of the head row
    at: Mapping[str, int]
    rows: tuple[tuple[int, str], ...]  # row, form id


def desk_tabs(form: Form) -> tuple[DeskTab, DeskTab]:
    """The two tabs, with the questions of `form`."""
    questions = dict(form.questions())

    def asked(stap: Stap, *wanted: tuple[str, float], start: str = "") -> tuple[Column, ...]:
        columns = []
        for key, width in wanted:
            question = questions[f"{start}{key}"]
            assert not isinstance(question, Listing)
            columns.append(Column(key, question.label, width, question, stap))
        return tuple(columns)

    dossiers = DeskTab(
        DOSSIERS,
        "Het secretariaat",
        "Vul in wat u weet; wat leeg blijft, leest het programma uit het formulier. Staat het op "
        "beide plaatsen en is het niet gelijk? Dan zegt het programma dat. Nieuwe adviezen komen "
        "eronder als u “advies register” typt. U mag sorteren, kleuren en eigen kolommen toevoegen.",
        (
            Group(
                "Het advies",
                (
                    Column(ONDERWERP, "Onderwerp", 34, is_link=True),
                    Column(BESTAND, "Formulier", 26),
                    Column(KENMERK, "Kenmerk", 15, is_link=True),
                ),
            ),
            Group(
                "Vergadering en stemming",
                asked(
                    Stap.BESLUIT,
                    ("procedure.ingeleverd_op", 13),
                    ("procedure.plenair_op", 14),
                    ("procedure.rijp_voor_stemming", 12),
                    ("procedure.voor", 10),
                    ("procedure.tegen", 10),
                    ("procedure.onthouding", 14),
                    ("procedure.besluit_op", 15),
                ),
            ),
            Group(
                "Bijzonderheden bij het besluit",
                asked(
                    Stap.BESLUIT,
                    ("procedure.akkoord_voorzitter_op", 16),
                    ("procedure.reden_zonder_stemming", 24),
                    ("procedure.besloten_versie", 19),
                    ("procedure.wijziging_akkoord_op", 19),
                    ("procedure.minderheidsstandpunt", 30),
                    ("procedure.minderheid_in_brief", 15),
                ),
            ),
            Group("Verzending", asked(Stap.ONDERTEKENING, ("procedure.verzonden_op", 14))),
            Group(
                "Reactie van het college",
                asked(Stap.REACTIE, ("reactie.ontvangen_op", 14), ("reactie.kenmerk", 18)),
            ),
            Group(
                "Opvolging",
                asked(Stap.OPVOLGING, ("opvolging.bekeken_op", 15), ("opvolging.bevinding", 30)),
            ),
            Group(
                "Als het anders loopt",
                asked(
                    Stap.BESLUIT,
                    ("procedure.doorverwezen", 17),
                    ("procedure.gestopt_op", 13),
                    ("procedure.reden_gestopt", 24),
                ),
            ),
        ),
        room=1000,
        subtitle="Eén regel per advies.",
    )
    reacties = DeskTab(
        REACTIES,
        "Wat zegt het college per adviespunt?",
        "Eén regel per adviespunt van elke brief. Een leeg antwoord telt als “open”.",
        (
            Group(
                "Het adviespunt",
                (
                    Column(KENMERK, "Kenmerk", 15),
                    *asked(Stap.REACTIE, (NUMMER, 12), start=f"{PER_PUNT}.*."),
                    Column(ADVIES, "Advies", 56),
                ),
            ),
            Group(
                "Reactie van het college",
                asked(
                    Stap.REACTIE,
                    ("status", 25),
                    ("datum", 13),
                    ("bron", 14),
                    ("motivering", 56),
                    start=f"{PER_PUNT}.*.",
                ),
            ),
        ),
        room=5000,
    )
    return dossiers, reacties


def find_tab(raw: RawSheet, tab: DeskTab) -> Found | None:
    """Where `tab` stands in a file, by its head row; None when it has none.

    The name of a tab may be changed; the head row tells which one it is.
    """
    wanted = f"{HEAD}{tab.name.casefold()}"
    for candidate in raw.tabs:
        for number, cells in candidate.rows.items():
            if str(cells.get(0, "")).strip().casefold() == wanted:
                at = {
                    name.strip(): column
                    for column, name in cells.items()
                    if column and isinstance(name, str)
                }
                keyed = (
                    (row, str(values[0]).strip())
                    for row, values in candidate.rows.items()
                    if row > number and 0 in values
                )
                rows = tuple((row, key) for row, key in keyed if key and not key.startswith(HEAD))
                return Found(candidate, number, at, rows)
    return None
