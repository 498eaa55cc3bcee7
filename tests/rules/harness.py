"""Makes dossiers for the tests of the rules: the good one, and the good one with changes."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

from msgspec.structs import replace

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
from pipeline.form.layout import Layout, layout
from pipeline.form.normal import dossier_of, from_json
from pipeline.form.spec import Kind
from pipeline.model import Dossier, Field, Finding, Report, Rows, Uitgave
from pipeline.rules.engine import Circumstances, Rule, check
from pipeline.rules.outdated import read_outdated
from pipeline.rules.registry import rules
from pipeline.rules.scheme import criteria_for_form, read_scheme

HERE = Path(__file__).parent
VANDAAG = date(2026, 11, 22)
TEMPLATES = HERE.parents[1] / "templates"
SCHEMA = read_scheme(TEMPLATES / "toetsingsschema.toml")
VEROUDERD = read_outdated(TEMPLATES / "verouderd.toml")
FORM = form(criteria_for_form(SCHEMA))
_QUESTIONS = dict(FORM.questions())
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
    """The good dossier with other answers, by JSON path; the council's defaults filled in.

    Each answer has the cell of a form that was made of it.
    """
    data = deepcopy(_good_json())
    unreadable = {key for key, value in changes.items() if value == UNREADABLE}
    for key, value in changes.items():
        # A list drops its empty rows, so something stands in for what cannot be read.
        is_item = key.rpartition(".")[2].isdigit()
        _set(data, key, ("?" if is_item else None) if key in unreadable else _typed(key, value))
    answers = from_json(data, FORM)
    place = partial(_in_cells, plan=layout(FORM, answers), unreadable=unreadable)
    return complete(place(dossier_of(answers, FORM)), raad)


def at(vandaag: date = VANDAAG, raad: Raad = RAAD, uitgave: Uitgave | None = None) -> Circumstances:
    """The circumstances of a test: the council of this module, the templates of the repository."""
    return Circumstances(raad, SCHEMA, VEROUDERD, vandaag, uitgave)


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
            uitgave = replace(UITGAVE, kenmerk=text)
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


def _set(data: Any, key: str, value: object) -> None:
    *path, last = key.split(".")
    for part in path:
        if isinstance(data, list) and int(part) == len(data):
            data.append({})
        data = data[int(part)] if isinstance(data, list) else data[part]
    if isinstance(data, list):
        data[int(last) : int(last) + 1] = [value]
    else:
        data[last] = [] if isinstance(data.get(last), list) and value is None else value


def _typed(key: str, value: object) -> object:
    """The JSON value that a text of a test sheet means."""
    if not isinstance(value, str):
        return value
    general = ".".join("*" if part.isdigit() else part for part in key.split("."))
    question = _QUESTIONS.get(general)
    kind = question.kind if question else Kind.LINE
    if not value:
        return None
    if kind is Kind.NUMBER:
        return int(value)
    return {"ja": True, "nee": False}[value] if kind is Kind.YESNO else value


def _in_cells(part: Any, plan: Layout, unreadable: Collection[str]) -> Any:
    """A part of a dossier with the cells of its form."""
    go_on = partial(_in_cells, plan=plan, unreadable=unreadable)
    if isinstance(part, Field):
        place = plan.cell(part.key).place
        if part.key in unreadable:
            return Field(part.key, part.label, place, unreadable=True)
        return replace(part, place=place)
    if isinstance(part, Rows):
        items = tuple(go_on(item) for item in part)
        return replace(part, place=plan.cell(part.key).place, items=items)
    if isinstance(part, Mapping):
        return {key: go_on(item) for key, item in part.items()}
    return type(part)(*[go_on(getattr(part, name)) for name in part.__struct_fields__])


def _replaced(value: Any, path: list[str], text: str) -> Any:
    if not path:
        return _like(value, text)
    head, *rest = path
    if isinstance(value, tuple):
        index = int(head)
        return (*value[:index], _replaced(value[index], rest, text), *value[index + 1 :])
    return replace(value, **{head: _replaced(getattr(value, head), rest, text)})


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


def all_cases() -> Iterator[Path]:
    """All test sheets, in order of name."""
    return iter(sorted((HERE / "cases").glob("*.txt")))
