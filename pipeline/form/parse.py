"""Turns the cells of a sheet into a Dossier: typed answers that remember their cell.

Relies on nothing but the keys in column A and the head rows that name the columns; rows may be
inserted, sorted or copied, and tabs moved. What cannot be read is a melding, never an exception.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from pipeline.errors import UnreadableSheetError
from pipeline.form.fields import FORM_VERSION
from pipeline.form.keys import ANSWER, Plan, Target, plan_of
from pipeline.form.raw import RawSheet, RawTab, Value, place
from pipeline.form.shape import ANTWOORDEN, Harvest, Record, Spot
from pipeline.form.spec import Form
from pipeline.memory import remembered
from pipeline.model import Dossier, Ernst, Field, Finding, Rows

ALIASES: Mapping[str, str] = {  # criteria that share one answer (S0:388)
    "T21": "T20",
    "T20+T21": "T20",
    "T25": "T11",
    "T11+T25": "T11",
}
_HEAD = "#"
_OUR_KEYS = 4  # rows with a key that make a tab ours, though its head row was deleted
_CARD = re.compile(r"^(.+)\.(\d{1,4})\.(\w+)$")
# Inhoud!C8, and as people write it: Inhoud C8, or Inhoud, vak C8
_PLACE = re.compile(r"^'?(.+?)'?(?:\s*!\s*|,?\s+(?:vak\s+|cel\s+)?)\$?([A-Za-z]{1,3})\$?(\d{1,7})$")

NOT_OUR_FORM = (
    "Dit is geen adviesformulier van dit programma; maak een formulier met “advies formulier” "
    "en neem de antwoorden daarin over."
)
NEWER_FORM = (
    "Dit formulier is gemaakt met een nieuwere versie van dit programma; installeer de nieuwste "
    "versie en probeer het opnieuw."
)


@remembered(key=lambda raw, _form: raw.sha256)
def parse(raw: RawSheet, form: Form) -> tuple[Dossier, tuple[Finding, ...]]:
    """The dossier of one sheet, and meldingen about cells that cannot be read.

    Raises:
        UnreadableSheetError: this is not our form, or one of a newer version.
    """
    plan = plan_of(form)
    harvest = _Walk(plan, raw).harvest
    if "formulier.id" not in harvest.single:
        raise UnreadableSheetError(NOT_OUR_FORM)
    dossier: Dossier = plan.maker.make(harvest)
    if (dossier.formulier.versie.answer or 0) > FORM_VERSION:
        raise UnreadableSheetError(NEWER_FORM)
    return _with_keys_for_cells(dossier, harvest.keys), tuple(harvest.findings)


def places(dossier: Dossier) -> dict[str, str]:
    """The cell of every answer, by its JSON path."""
    return {cell.key: cell.place for cell in filled(dossier)}


def filled(part: object) -> Iterator[Field[object]]:
    """Every field under `part` that has a usable answer."""
    if isinstance(part, Field):
        if part.answer is not None:
            yield part
    elif isinstance(part, Rows):
        for item in part:
            yield from filled(item)
    elif isinstance(part, Mapping):
        for item in part.values():
            yield from filled(item)
    elif isinstance(part, Struct):
        for name in part.__struct_fields__:
            yield from filled(getattr(part, name))


class _Deck(Struct):
    """The cards of one kind while they are being found."""

    by_number: dict[int, Record] = field(default_factory=dict)
    copies: list[Record] = field(default_factory=list)
    now: dict[int, Record] = field(default_factory=dict)  # the card that a number means here

    def spots(self, number: int, name: str, *, is_next: bool) -> list[Spot]:
        """Where the answer of a card's field goes; a field seen before starts a new card."""
        card = self.now.get(number)
        if card is None:
            card = self.by_number[number] = self.now[number] = {}
        elif name in card and not is_next:
            card = self.now[number] = {}
            self.copies.append(card)
        return card.setdefault(name, [])

    def in_order(self) -> list[Record]:
        """The cards by number, copies after the others."""
        return [self.by_number[number] for number in sorted(self.by_number)] + self.copies


class _Row(Struct):
    """A keyed row, and the inserted rows below it: to what it belongs and where its columns are."""

    number: int
    key: str
    target: Target
    at: Mapping[str, int]


class _Walk:
    """One walk over all rows of a sheet."""

    def __init__(self, plan: Plan, raw: RawSheet) -> None:
        self._targets = plan.targets
        self._decks: dict[str, _Deck] = {}
        self._owners: dict[str, str] = {}  # the first tab that has a key
        actual = {tab.name.casefold(): tab.name for tab in raw.tabs}
        names = [tab.name for tab in plan.form.tabs]
        titles = {n: f"{actual[n.casefold()]}!B2" for n in names if n.casefold() in actual}
        self.harvest = Harvest(titles.get(names[0], f"{names[0]}!B2"), titles)
        for tab in raw.tabs:
            for (row, column), nadruk in tab.nadruk.items():
                self.harvest.nadruk[place(tab.name, row, column)] = nadruk
        heads = [_heads(tab) for tab in raw.tabs]
        self._everywhere = [head for of_tab in heads for head in of_tab.values()]
        for tab, of_tab in zip(raw.tabs, heads, strict=True):
            self._walk(tab, of_tab)
        for key, deck in self._decks.items():
            self.harvest.records[key] = deck.in_order()

    def _walk(self, tab: RawTab, heads: Mapping[int, Mapping[str, int]]) -> None:
        if not heads and self._known_keys(tab) < _OUR_KEYS:
            return  # a tab of the user's own
        head: Mapping[str, int] = {}
        at: dict[tuple[str, ...], Mapping[str, int]] = {}  # under this head, by target.columns
        above: _Row | None = None
        for number, cells in tab.rows.items():
            key = cells.get(0)
            key = key.strip() if isinstance(key, str) else ""
            if not key:
                if above is None or above.number != number - 1 or not above.target.goes_on:
                    self._remark_beside(tab.name, number, cells, head)
                elif any(column in cells for column in above.at.values()):
                    above.number = number
                    self._pick(tab.name, above, cells, is_next=True)
            elif key.startswith(_HEAD):
                head, at, above = heads[number], {}, None
            elif (target := self._targets.get(key) or self._rare_target(key)) is None:
                self._remark_unknown(tab.name, number, key)
                above = None
            else:
                is_next = above is not None and above.key == key
                if target.columns not in at:
                    at[target.columns] = _columns(
                        target, [head, *heads.values(), *self._everywhere]
                    )
                above = _Row(number, key, target, at[target.columns])
                if self._owners.setdefault(key, tab.name) == tab.name:
                    self._pick(tab.name, above, cells, is_next=is_next)
                else:
                    self._refuse_copy(tab.name, above, cells)

    def _known_keys(self, tab: RawTab) -> int:
        return sum(cells.get(0) in self._targets for cells in tab.rows.values())

    def _rare_target(self, key: str) -> Target | None:
        """A card beyond the room of the form, or a criterion that it does not ask."""
        if key.startswith(f"{ANTWOORDEN}."):
            number = key.rpartition(".")[2]
            dropped = self._targets[f"{ANTWOORDEN}#"]
            return replace(dropped, key=f"{ANTWOORDEN}.{ALIASES.get(number, number)}")
        card = _CARD.match(key)
        return self._targets.get(f"{card[1]}#{card[3]}") if card else None

    def _pick(self, tab: str, row: _Row, cells: Mapping[int, Value], *, is_next: bool) -> None:
        """Lay the answers of a row with those of its question."""
        harvest, target, at, number = self.harvest, row.target, row.at, row.number
        if not at:
            return
        if target.is_list and target.key not in harvest.firsts:
            harvest.firsts[target.key] = place(tab, number, next(iter(at.values())))
        if target.is_row:
            if any(column in cells for column in at.values()):
                record = {n: [(place(tab, number, c), cells.get(c))] for n, c in at.items()}
                harvest.records.setdefault(target.key, []).append(record)
        elif target.is_fixed:
            for name, column in at.items():
                spot = (place(tab, number, column), cells.get(column))
                harvest.single.setdefault(f"{target.key}.{name}", []).append(spot)
        else:
            column = at[ANSWER]
            if target.is_list and not target.card and column not in cells:
                return
            spot = (place(tab, number, column), cells.get(column))
            if target.card:
                deck = self._decks.setdefault(target.key, _Deck())
                card = int(row.key.split(".")[-2])
                deck.spots(card, target.card, is_next=is_next).append(spot)
            else:
                pile = harvest.items if target.is_list else harvest.single
                pile.setdefault(target.key, []).append(spot)

    def _refuse_copy(self, tab: str, row: _Row, cells: Mapping[int, Value]) -> None:
        for column in row.at.values():
            if column in cells:
                self.harvest.say(
                    "L10",
                    place(tab, row.number, column),
                    row.target.key,
                    f"Deze vraag staat ook op het tabblad “{self._owners[row.key]}”; alleen dat "
                    "wordt gelezen. Verwijder een van beide.",
                )

    def _remark_beside(
        self, tab: str, number: int, cells: Mapping[int, Value], head: Mapping[str, int]
    ) -> None:
        for column in head.values():
            if column in cells:
                self.harvest.say(
                    "L12",
                    place(tab, number, column),
                    "",
                    "Dit staat naast het formulier en wordt niet gelezen. Zet het in een cel bij "
                    "een vraag.",
                    Ernst.OPMERKING,
                )

    def _remark_unknown(self, tab: str, number: int, key: str) -> None:
        self.harvest.say(
            "L11",
            place(tab, number, 0),
            key,
            f"Deze regel hoort bij een vraag die dit programma niet kent (“{key[:60]}”) en wordt "
            "niet gelezen.",
            Ernst.OPMERKING,
        )


def _heads(tab: RawTab) -> dict[int, Mapping[str, int]]:
    """The columns that each head row names, by row."""
    return {
        number: {
            name.strip().casefold(): column
            for column, name in cells.items()
            if column and isinstance(name, str)
        }
        for number, cells in tab.rows.items()
        if isinstance(key := cells.get(0), str) and _HEAD in key and key.lstrip().startswith(_HEAD)
    }


def _columns(target: Target, heads: Sequence[Mapping[str, int]]) -> Mapping[str, int]:
    """Where the columns of a row are: as the head above it says.

    After sorting it may be any head of the tab; after deleting it, one of another tab.
    """
    head = next((head for head in heads if target.columns[0] in head), {})
    return {name: head[name] for name in target.columns if name in head}


def _with_keys_for_cells(dossier: Dossier, keys: Mapping[str, str]) -> Dossier:
    """Where “Gezien en akkoord” names a cell, as people do, put the key of its answer."""
    rows = dossier.gezien_en_akkoord
    found = {}
    for index, row in enumerate(rows):
        if row.sleutel.answer and (cell := _PLACE.match(row.sleutel.answer)):
            wanted = f"{cell[1]}!{cell[2]}{cell[3]}".casefold()
            found[index] = next((k for p, k in keys.items() if p.casefold() == wanted), None)
    if not any(found.values()):
        return dossier
    items = tuple(
        replace(row, sleutel=replace(row.sleutel, answer=found[index])) if found.get(index) else row
        for index, row in enumerate(rows)
    )
    return replace(dossier, gezien_en_akkoord=replace(rows, items=items))
