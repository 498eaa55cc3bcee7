"""The build of a dossier: collected cells in, typed and nested values of model.py out.

The classes of model.py say which sections, lists and answers a dossier has; the form says what
each answer is. The two are brought together once per form, as a tree of small makers; making a
dossier is then a walk over that tree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol, get_args, get_origin, get_type_hints

from msgspec import Struct, field

from pipeline.form.nadruk import in_part, joined, tidied
from pipeline.form.raw import Value
from pipeline.form.spec import Cards, Form, Kind, Listing, Question, Tab, Table
from pipeline.form.values import UnreadableAnswerError, read
from pipeline.model import Antwoord, Dossier, Ernst, Field, Finding, Nadruk, Rows

ANTWOORDEN = "toetsing.antwoorden"

Spot = tuple[str, Value | None]  # place, and what stands there
Criterion = tuple[tuple[str, str, Question], ...]  # key, label and column of each cell
Record = dict[str, list[Spot]]  # by column; a long text takes several rows


class Harvest(Struct):
    """The answers of one sheet, picked but not yet read, and what was found on the way."""

    title: str  # place of the title cell of the whole form
    titles: Mapping[str, str] = field(default_factory=dict)  # of each tab, by its name on the form
    single: dict[str, list[Spot]] = field(default_factory=dict)
    items: dict[str, list[Spot]] = field(default_factory=dict)
    records: dict[str, list[Record]] = field(default_factory=dict)
    firsts: dict[str, str] = field(default_factory=dict)  # place of the first cell of a list
    findings: list[Finding] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)  # place of every filled cell, to its key
    nadruk: dict[str, Nadruk] = field(default_factory=dict)  # by place, as it stood in the cell

    def say(self, rule: str, place: str, key: str, message: str, ernst: Ernst = Ernst.FOUT) -> None:
        """Note a melding about what stands at `place`."""
        self.findings.append(Finding(rule, ernst, None, place, key, message, "formulier"))

    def read(
        self,
        key: str,
        question: Question | Listing,
        label: str,
        spots: Sequence[Spot],
        otherwise: str,
    ) -> Field[Any]:
        """The answer at `spots`; `otherwise` is its place when the sheet has no cell for it."""
        if not spots:
            return empty(key, label, otherwise)
        if len(spots) > 1:
            return in_part(self._read_several(key, question, label, spots))
        place, value = spots[0]
        if value is None:
            return empty(key, label, place)
        answer = self._read_one(key, question, label, place, value)
        return in_part(answer) if answer.nadruk else answer

    def _read_one(
        self, key: str, question: Question | Listing, label: str, place: str, value: Value
    ) -> Field[Any]:
        self.keys[place] = key
        try:
            answer = read(value, question)
            nadruk = self._nadruk(place, value, answer)
            return Field(key, label, place, answer, nadruk=nadruk)
        except UnreadableAnswerError as error:
            self.say(error.code, place, key, f"“{label}” {error.message}")
            return Field(key, label, place, unreadable=True)

    def _nadruk(self, place: str, value: Value, answer: object) -> Nadruk:
        nadruk = self.nadruk.get(place)
        if nadruk is None or not isinstance(value, str) or not isinstance(answer, str):
            return ()
        return tidied(value, nadruk, answer)

    def _read_several(
        self, key: str, question: Question | Listing, label: str, spots: Sequence[Spot]
    ) -> Field[Any]:
        """A long text, one alinea a row; another question may stand there twice after copying."""
        first = spots[0][0]
        parts = [
            self._read_one(key, question, label, place, value)
            for place, value in spots
            if value is not None
        ]
        for part in parts:
            if part.unreadable:
                return part
        filled = [part for part in parts if part.answer is not None]
        if not filled:
            return empty(key, label, first)
        if question.kind is Kind.TEXT:
            texts = [str(part.answer) for part in filled]
            nadruk = joined(zip(texts, [part.nadruk for part in filled], strict=True), "\n\n")
            return Field(key, label, first, "\n\n".join(texts), nadruk=nadruk)
        for part in filled[1:]:
            if part.answer != filled[0].answer:
                message = (
                    f"“{label}” is ook ingevuld in {filled[0].place}; maak een van beide leeg."
                )
                self.say("L09", part.place, key, message)
                return Field(key, label, part.place, unreadable=True)
        return filled[0]


@lru_cache(maxsize=10_000)
def empty(key: str, label: str, place: str) -> Field[Any]:
    """A cell without an answer: one and the same for all sheets, of which it is most."""
    return Field(key, label, place)


class Maker(Protocol):
    """Makes one value of the dossier."""

    def make(self, harvest: Harvest) -> Any:  # a section, field, list or table of model.py
        """The value, from what was harvested."""


class _Section(Struct, frozen=True):
    """A section of the model."""

    cls: type[Struct]
    children: tuple[Maker, ...]

    def make(self, harvest: Harvest) -> Any:
        return self.cls(*[child.make(harvest) for child in self.children])


class _Single(Struct, frozen=True):
    key: str
    question: Question
    tab: str

    def make(self, harvest: Harvest) -> Field[Any]:
        spots = harvest.single.get(self.key, ())
        otherwise = "" if spots else harvest.titles.get(self.tab, harvest.title)
        return harvest.read(self.key, self.question, self.question.label, spots, otherwise)


class _Texts(Struct, frozen=True):
    listing: Listing
    tab: str

    def make(self, harvest: Harvest) -> Rows[Field[Any]]:
        key, label = self.listing.key, self.listing.label
        items: list[Field[Any]] = []
        for spot in harvest.items.get(key, ()):
            item = harvest.read(f"{key}.{len(items)}", self.listing, label, (spot,), "")
            if not item.is_empty:
                items.append(item)
        place = harvest.firsts.get(key) or harvest.titles.get(self.tab, harvest.title)
        return Rows(key, label, place, tuple(items))


class _Records(Struct, frozen=True):
    """Rows of a free table, or cards."""

    key: str
    label: str
    cls: type[Struct]
    columns: tuple[Question, ...]
    tab: str

    def make(self, harvest: Harvest) -> Rows[Any]:
        place = harvest.firsts.get(self.key) or harvest.titles.get(self.tab, harvest.title)
        items: list[Any] = []
        for record in harvest.records.get(self.key, ()):
            row = [
                harvest.read(
                    f"{self.key}.{len(items)}.{column.key}",
                    column,
                    column.label,
                    record.get(column.key, ()),
                    place,
                )
                for column in self.columns
            ]
            if not all(cell.is_empty for cell in row):
                items.append(self.cls(*row))
        return Rows(self.key, self.label, place, tuple(items))


class _Criteria(Struct, frozen=True):
    """The answers of the toets: those of the form, and others that the sheet still has."""

    columns: tuple[Question, ...]
    criteria: Mapping[str, Criterion]
    tab: str

    def make(self, harvest: Harvest) -> Mapping[str, Antwoord]:
        otherwise = harvest.titles.get(self.tab, harvest.title)
        start = f"{ANTWOORDEN}."
        criteria = dict(self.criteria)
        for key in harvest.single:
            if key.startswith(start):
                number = key[len(start) :].partition(".")[0]
                if number not in criteria:
                    criteria[number] = _criterion(number, "Antwoord op de toets", self.columns)
        return {
            number: Antwoord(
                *[
                    harvest.read(key, column, label, harvest.single.get(key, ()), otherwise)
                    for key, label, column in cells
                ]
            )
            for number, cells in criteria.items()
        }


def _criterion(number: str, question: str, columns: Sequence[Question]) -> Criterion:
    """The cells of one criterion: the answer is called by its question, never by its number."""
    return tuple(
        (
            f"{ANTWOORDEN}.{number}.{column.key}",
            question if column.key == "antwoord" else column.label,
            column,
        )
        for column in columns
    )


def maker(form: Form) -> Maker:
    """What makes a Dossier of a harvest, for this form."""
    blocks = {block.key: (tab, block) for tab, block in form.blocks()}
    return _section(Dossier, "", blocks)


def _section(cls: type[Struct], key: str, blocks: Mapping[str, tuple[Tab, Any]]) -> _Section:
    hints = get_type_hints(cls)
    path = f"{key}." if key else ""
    return _Section(
        cls,
        tuple(_child(hints[name], f"{path}{name}", blocks) for name in cls.__struct_fields__),
    )


def _child(hint: Any, key: str, blocks: Mapping[str, tuple[Tab, Any]]) -> Maker:
    origin = get_origin(hint)
    if origin is Field:
        return _field(key, blocks)
    if origin is None:
        return _section(hint, key, blocks)
    tab, block = blocks[key]
    if isinstance(block, Listing):
        return _Texts(block, tab.name)
    if isinstance(block, Cards):
        return _Records(
            key, block.label, get_args(hint)[0], _ordered(get_args(hint)[0], block.fields), tab.name
        )
    assert isinstance(block, Table)
    if block.is_fixed or origin is not Rows:
        columns = _ordered(Antwoord, block.columns)
        cells = {number: _criterion(number, text, columns) for number, text in block.rows}
        return _Criteria(columns, cells, tab.name)
    return _Records(
        key, block.label, get_args(hint)[0], _ordered(get_args(hint)[0], block.columns), tab.name
    )


def _field(key: str, blocks: Mapping[str, tuple[Tab, Any]]) -> _Single:
    if key in blocks:
        tab, block = blocks[key]
        return _Single(key, block, tab.name)
    table, _, column = key.rpartition(".")
    tab, block = blocks[table.rpartition(".")[0]]
    return _Single(key, next(c for c in block.columns if c.key == column), tab.name)


def _ordered(cls: type[Struct], columns: Sequence[Question]) -> tuple[Question, ...]:
    """The columns in the order of the class; on the form they may stand otherwise."""
    by_key = {column.key: column for column in columns}
    return tuple(by_key[name] for name in cls.__struct_fields__)
