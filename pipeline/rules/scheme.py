"""The toetsingsschema: the criteria that a council puts its own advices to (S0:389).

Reads templates/toetsingsschema.toml strictly, and tells the form which questions to ask. What an
answer means is up to the rules (toets).
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from pipeline.settings import Table, load

GROEPEN = ("Kan het?", "Klopt het?", "Is het eerlijk?")
WIE = ("werkgroep", "voorzitter")
# Criteria of the same figure that the program judges by itself; nobody answers them.
AUTOMATIC = frozenset(
    "T03 T04 T07 T08 T09 T10 T12 T13 T14 T15 T17 T26 T27 T28 T33 T34 T35".split()  # noqa: SIM905 -- read at a glance
)


class Criterium(Struct, frozen=True):
    """One criterion that people answer on the tab Toets.

    `id` is the key of its answer; `ids` are all criteria that this one answer covers (T20 covers
    T20 and T21, T11 covers T11 and T25).
    """

    id: str
    ids: tuple[str, ...]
    groep: str  # "Kan het?" | "Klopt het?" | "Is het eerlijk?"
    vraag: str
    hulp: str
    bron: str
    wie: str  # who answers: werkgroep | voorzitter
    verplicht: bool = True
    ook_in_formulier: bool = True
    internal: bool = False


class Toetsingsschema(Struct, frozen=True):
    """The criteria in the order of the form."""

    criteria: tuple[Criterium, ...]

    def criterium(self, code: str) -> Criterium | None:
        """The criterion of this id, also by a second id that it covers (T21); None if unknown."""
        return next((c for c in self.criteria if code == c.id or code in c.ids), None)


def read_scheme(path: Path, name: str = "templates/toetsingsschema.toml") -> Toetsingsschema:
    """Read the scheme; `name` is how messages call the file.

    Raises:
        SettingsError: the file cannot be read, or holds mistakes; it tells all of them.
    """
    settings = load(path, name)
    tables = settings.tables("criterium")
    if not tables:
        settings.mistake("criterium", "er staat nog geen enkele vraag in ([[criterium]]).")
    criteria: list[Criterium] = []
    taken: set[str] = set()
    for table in tables:
        criterium = _criterium(table)
        for code in criterium.ids:
            if code in taken:
                table.mistake("id", f"“{code}” komt twee keer voor; geef elke vraag een eigen id.")
        taken.update(criterium.ids)
        criteria.append(criterium)
    settings.finish()
    return Toetsingsschema(tuple(criteria))


def criteria_for_form(schema: Toetsingsschema) -> tuple[tuple[str, str, str], ...]:
    """Id, question and help of every criterion that stands on the form, in order."""
    return tuple((c.id, c.vraag, c.hulp) for c in schema.criteria if c.ook_in_formulier)


def _criterium(table: Table) -> Criterium:
    code = table.text("id")
    # A dot would break the key of the answer: toetsing.antwoorden.T01.antwoord.
    if code and not (code.isascii() and code.isalnum()):
        table.mistake("id", f"“{code}” mag alleen letters en cijfers hebben, zoals T40.")
    if code in AUTOMATIC:
        table.mistake("id", f"“{code}” toetst het programma zelf; kies een nieuw id, zoals T40.")
    return Criterium(
        id=code,
        ids=_ids(table, code),
        groep=table.choice("groep", GROEPEN),
        vraag=table.text("vraag"),
        hulp=table.text("hulp", ""),
        bron=table.text("bron"),
        wie=table.choice("wie", WIE, "werkgroep"),
        verplicht=table.yes_no("verplicht", default=True),
        ook_in_formulier=table.yes_no("ook_in_formulier", default=True),
        internal=table.yes_no("internal", default=False),
    )


def _ids(table: Table, code: str) -> tuple[str, ...]:
    ids = table.texts("omvat", (code,))
    if code not in ids:
        table.mistake("omvat", f"moet ook “{code}” zelf noemen.")
    return ids
