"""Makes dossiers for the tests of the rules: the good one, and the good one with changes."""

from __future__ import annotations

import dataclasses
import json
import re
import typing
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.council import (
    Adviseur,
    Besluitregels,
    Briefinstellingen,
    Lid,
    Raad,
    Thema,
    VasteWerkgroep,
    Zusterraad,
)
from pipeline.defaults import complete
from pipeline.form.fields import form
from pipeline.form.spec import Cards, Listing, Question
from pipeline.model import Antwoord, Dossier, Field, Finding, Report, Rows, Uitgave
from pipeline.rules.engine import Circumstances, Rule, check
from pipeline.rules.registry import rules
from pipeline.rules.scheme import Toetsingsschema, criteria_for_form, read_scheme

HERE = Path(__file__).parent
VANDAAG = date(2026, 11, 22)
SCHEMA: Toetsingsschema = read_scheme(HERE.parents[1] / "templates" / "toetsingsschema.toml")
UNREADABLE = "<onleesbaar>"

_BESTUURSADVISEUR = Adviseur(
    "Gijs Gemeentemans", "beleidsadviseur", "g.gemeentemans@gemeente.example"
)
RAAD = Raad(
    naam="adviesraad Werk en Inkomen",
    gemeente="Arnhem",
    code="AWI",
    plaats="Arnhem",
    adres=("Voorbeeldstraat 1", "6800 AA Arnhem"),
    email="secretariaat@adviesraad.example",
    telefoon=None,
    website="https://adviesraad.example",
    college=("College van burgemeester en wethouders", "Postbus 1", "6800 AA Arnhem"),
    zetels=7,
    leden=(
        Lid("Anna Testman", "voorzitter", date(2025, 1, 1), date(2028, 12, 31)),
        Lid("Bea Voorbeeld", "secretaris", date(2025, 1, 1), date(2028, 12, 31)),
        Lid("Cor Proefman", "penningmeester", date(2025, 1, 1), date(2028, 12, 31)),
        Lid("Dirk Fictief", "lid", date(2025, 1, 1), date(2028, 12, 31)),
        Lid("Els Verzonnen", "lid", date(2025, 1, 1), date(2028, 12, 31)),
        Lid("Fien Bedacht", "lid", date(2025, 1, 1), date(2028, 12, 31)),
        Lid("Henk Modelman", "lid", date(2025, 1, 1), date(2028, 12, 31)),
    ),
    plaatsvervangend_voorzitter="Cor Proefman",
    ambtelijk_secretaris="Ina Ambtelijk",
    werkgroepen=(
        VasteWerkgroep(
            naam="Inkomen",
            domein="inkomen",
            contactpersoon="Bea Voorbeeld",
            leden=("Bea Voorbeeld", "Dirk Fictief", "Els Verzonnen"),
            contact_gemeente=_BESTUURSADVISEUR,
            bestuursadviseurs=(_BESTUURSADVISEUR,),
        ),
    ),
    themas=(
        Thema("Werkende armen", "inkomen"),
        Thema("Armoede en schulden", "inkomen"),
        Thema("Nieuw beschut werk", "werk"),
    ),
    zusterraden=(Zusterraad("adviesraad Jeugd & Wmo", ("wmo", "jeugd")),),
    belangen=(
        ("burger", "Onder goede omstandigheden in het eigen onderhoud voorzien."),
        ("gemeente", "Goed beleid voeren binnen het budget."),
        ("ondernemer", "Met weinig moeite een gezond bedrijf hebben."),
    ),
    besluit=Besluitregels(),
    brief=Briefinstellingen(),
    kenmerk_eerste=(),
    afkortingen=("UWV", "VNG"),
    stukken_dagen_vooraf=7,
    publicatie_weken=2,
    archief=None,
)
UITGAVE = Uitgave(
    kenmerk="AWI-2026-004",
    formulier_id="7d0c2a52-6a0e-4d53-9a55-0d5a3f1c7b10",
    briefdatum=date(2026, 11, 16),
    versienummer=1,
    code="3F9A7C2B",
    onderwerp="Bijverdienen naast de bijstand",
    waarden={},
    toetsing={"winwin": "win/win/win", "bevindingen": []},
    besluit={"route": "stemming"},
    is_gearchiveerd=True,
)

Changes = Mapping[str, object]


def good() -> Dossier:
    """The good dossier: on 2026-11-22 its letter can be made."""
    return changed({})


def changed(changes: Changes, raad: Raad = RAAD) -> Dossier:
    """The good dossier with other answers, by JSON path; the council's defaults filled in."""
    data = deepcopy(_good_json())
    for key, value in changes.items():
        _set(data, key, value)
    return complete(dossier(data), raad)


def dossier(data: Mapping[str, Any]) -> Dossier:
    """A dossier of its JSON, with cells where the form would have them."""
    made = _build(Dossier, "", data)
    assert isinstance(made, Dossier)
    return made


def at(vandaag: date = VANDAAG, raad: Raad = RAAD, uitgave: Uitgave | None = None) -> Circumstances:
    """The circumstances of a test: the council of this module and no outdated words."""
    return Circumstances(raad, SCHEMA, (), vandaag, uitgave)


def report(changes: Changes | None = None, circumstances: Circumstances | None = None) -> Report:
    """What check says of the good dossier with changes."""
    now = circumstances or at()
    return check(changed(changes or {}, now.raad), (), now)


def rule_of(code: str) -> Rule:
    """The rule of this code."""
    return next(rule for rule in rules(SCHEMA) if rule.code == code)


def findings(
    code: str, changes: Changes | None = None, circumstances: Circumstances | None = None
) -> list[Finding]:
    """What one rule says of the good dossier with changes, whatever the step."""
    now = circumstances or at()
    return rule_of(code).judge(changed(changes or {}, now.raad), now)[0]


@dataclass(frozen=True, slots=True)
class Case:
    """One test sheet: the changes and the marks (key, ernst or empty)."""

    code: str
    story: str
    dossier: Dossier
    circumstances: Circumstances
    marks: frozenset[tuple[str, str]]


def read_case(path: Path) -> Case:
    """Read one test sheet (README.md tells the format)."""
    story, *lines = path.read_text(encoding="utf-8").splitlines()
    changes: dict[str, object] = {}
    marks = set()
    vandaag, raad, uitgave = VANDAAG, RAAD, None
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        mark = _MARK.search(line)
        key, is_set, text = (part.strip() for part in _MARK.sub("", line).partition("="))
        if mark is not None:
            marks.add((key, mark[1]))
        if not is_set:
            assert mark, f"{path.name}: {line!r}"
            continue
        if key == "vandaag":
            vandaag = date.fromisoformat(text)
        elif key.startswith("raad."):
            raad = _replaced(raad, key.split(".")[1:], text)
        elif key == "uitgave":
            uitgave = dataclasses.replace(UITGAVE, kenmerk=text)
        elif key.startswith("uitgave."):
            uitgave = _replaced(uitgave or UITGAVE, key.split(".")[1:], text)
        else:
            changes[key] = json.loads(text) if text[:1] in ("[", "{") else text.replace("\\n", "\n")
    code = path.stem.split("-")[0]
    return Case(code, story, changed(changes, raad), at(vandaag, raad, uitgave), frozenset(marks))


_MARK = re.compile(r"\s!([a-z]*)\s*$")


@cache
def _good_json() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((HERE / "goed.json").read_text(encoding="utf-8"))
    return data


def _set(data: Any, key: str, value: object) -> None:  # noqa: ANN401 -- JSON
    *path, last = key.split(".")
    for part in path:
        if isinstance(data, list) and int(part) == len(data):
            data.append({})
        data = data[int(part)] if isinstance(data, list) else data.setdefault(part, {})
    if isinstance(data, list):
        data[int(last) : int(last) + 1] = [value]
    elif isinstance(data.get(last), list) and value in ("", None):
        data[last] = []
    else:
        data[last] = value


def _replaced(value: Any, path: list[str], text: str) -> Any:  # noqa: ANN401 -- any setting
    if not path:
        return _like(value, text)
    head, *rest = path
    if isinstance(value, tuple):
        index = int(head)
        return (*value[:index], _replaced(value[index], rest, text), *value[index + 1 :])
    return dataclasses.replace(value, **{head: _replaced(getattr(value, head), rest, text)})


def _like(old: object, text: str) -> object:
    if isinstance(old, bool):
        return text == "ja"
    if isinstance(old, int):
        return int(text)
    if isinstance(old, Decimal):
        return Decimal(text)
    if isinstance(old, tuple):
        return tuple(json.loads(text or "[]"))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    return text or None


def _build(hint: Any, key: str, data: Any) -> object:  # noqa: ANN401 -- type hints and JSON
    origin = typing.get_origin(hint)
    if origin is Field:
        return _field(typing.get_args(hint)[0], key, data)
    if origin is Rows:
        (item,) = typing.get_args(hint)
        label, place = _CELLS.where(key)
        items = tuple(_build(item, f"{key}.{i}", part) for i, part in enumerate(data or ()))
        return Rows(key, label, place, items)
    if key == "toetsing.antwoorden":
        ids = [criterium.id for criterium in SCHEMA.criteria]
        return {i: _build(Antwoord, f"{key}.{i}", data.get(i)) for i in ids}
    parts = {
        name: _build(part, f"{key}.{name}".lstrip("."), (data or {}).get(name))
        for name, part in _hints(hint).items()
    }
    return hint(**parts)


@cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _field(kind: type, key: str, data: object) -> Field[Any]:
    label, place = _CELLS.where(key)
    if data == UNREADABLE:
        return Field(key, label, place, unreadable=True)
    if data in ("", None):
        return Field(key, label, place)
    if isinstance(data, str):
        if kind is date:
            data = date.fromisoformat(data)
        elif kind is int:
            data = int(data)
        elif kind is bool:
            data = {"ja": True, "nee": False}[data]
    assert isinstance(data, kind), f"{key} = {data!r}"
    return Field(key, label, place, data)


class _Cells:
    """Where each question of the form would stand, roughly as the workbook has it."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, str, int, int]] = {}  # label, tab, column, row
        self._step: dict[str, tuple[int, bool]] = {}  # rows per item
        for tab in form(criteria_for_form(SCHEMA)).tabs:
            row = 4
            for block in tab.blocks:
                row = self._note(tab.name, row, block) + 1

    def _note(self, tab: str, row: int, block: object) -> int:
        if isinstance(block, Question):
            self._known[block.key] = (block.label, tab, 2, row)
            return row + block.rows
        if isinstance(block, Listing):
            self._known[block.key] = self._known[f"{block.key}.*"] = (block.label, tab, 2, row)
            self._step[block.key] = (1, False)
            return row + block.room
        if isinstance(block, Cards):
            self._known[block.key] = (block.label, tab, 2, row)
            self._step[block.key] = (len(block.fields) + 1, False)
            for i, question in enumerate(block.fields):
                self._known[f"{block.key}.*.{question.key}"] = (question.label, tab, 2, row + i)
            return row + block.room * (len(block.fields) + 1)
        if hasattr(block, "columns"):
            self._known[block.key] = (block.label, tab, 2, row)  # type: ignore[attr-defined]
            self._step[block.key] = (1, False)  # type: ignore[attr-defined]
            keys = [key for key, _ in block.rows] or ["*"]  # type: ignore[attr-defined]
            for i, name in enumerate(keys):
                for j, question in enumerate(block.columns):
                    cell = (question.label, tab, 2 + j, row + i)
                    self._known[f"{block.key}.{name}.{question.key}"] = cell  # type: ignore[attr-defined]
            return row + (block.room or len(keys))
        return row + 1

    def where(self, key: str) -> tuple[str, str]:
        """Label and place of a key; items of lists by their index."""
        number = 0
        step = 0
        parts = []
        for part in key.split("."):
            if part.isdigit():
                number = int(part)
                step = self._step[".".join(parts)][0]
                parts.append("*")
            else:
                parts.append(part)
        label, tab, column, row = self._known[".".join(parts)]
        return label, f"{tab}!{'ABCDEFGHIJ'[column]}{row + number * step}"


_CELLS = _Cells()


def all_cases() -> Iterator[Path]:
    """All test sheets, in order of name."""
    return iter(sorted((HERE / "cases").glob("*.txt")))
