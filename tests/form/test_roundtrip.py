"""What is written on a form is read back: lees(formulier(x)) == normal(x), through real files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.form.fields import KLANTGROEPEN
from pipeline.form.normal import from_json, normal, to_json
from pipeline.form.parse import parse, places
from pipeline.form.read import Reader
from pipeline.form.spec import Cards, Kind, Listing, Question, Table
from pipeline.form.write import write_form
from tests.form.paper import FORM
from tests.rules.harness import RAAD

JSON = dict[str, object]
PIECES = (
    "B&W", "<b>", "=1+1", "=cmd|'/c calc'!A0", "@SUM(1)", "'a", "''", "{{ x }}", "{% raw %}", "_x0041_", "_x0041_x0042_",
    "_x005F_x0041_", "_x", "0041_", "_x000D_", "_x00e9_", "<r>", "</r>", "<t>", "]]>", "&#95;", "&amp;", "\n\n", "\n", " ", "\u00a0",
    "é", "e\u0301", "\u0323\u0301", "👩\u200d👧", "🏳️\u200d🌈", "\u200b", "12", "3-3-2026", "ja", "TRUE", "#N/A", "http://a.example",
    "- punt", "#", "Inhoud",
)  # fmt: skip
SIGNS = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(SIGNS, max_size=4), max_size=6).map("".join)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as open_reader:
        yield open_reader


def answers(question: Question | Listing) -> st.SearchStrategy[object]:
    """Any answer that JSON may give to a question, or none."""
    if question.kind is Kind.DATE:
        filled: st.SearchStrategy[object] = st.dates(date(1990, 1, 1), date(2100, 12, 31)).map(
            date.isoformat
        )
    elif question.kind is Kind.NUMBER:
        filled = st.integers(0, 10**9)
    elif question.kind is Kind.YESNO:
        filled = st.booleans()
    elif question.kind is Kind.CHOICE:
        assert isinstance(question, Question)
        filled = st.sampled_from((*question.choices, ""))
    else:
        filled = TEXTS
    return st.none() | filled


def records(columns: tuple[Question, ...]) -> st.SearchStrategy[JSON]:
    return st.fixed_dictionaries({}, optional={c.key: answers(c) for c in columns})


@st.composite
def documents(draw: st.DrawFn) -> JSON:
    """A whole dossier as JSON, any part of which may be filled."""
    data: JSON = {}
    for _, block in FORM.blocks():
        if isinstance(block, Question):
            value: object = draw(answers(block)) if draw(st.booleans()) else None
        elif isinstance(block, Listing):
            value = draw(st.lists(answers(block), max_size=2 if draw(st.booleans()) else 14))
        elif isinstance(block, Cards):
            value = draw(st.lists(records(block.fields), max_size=12))
        elif block.is_fixed:
            value = {row: draw(records(block.columns)) for row, _ in block.rows}
        else:
            value = draw(st.lists(records(block.columns), max_size=3))
        put(data, block, value)
    put(data, Question("formulier.id", "", Kind.LINE), "f-1")
    put(data, Question("formulier.versie", "", Kind.NUMBER), 1)
    return data


def put(data: JSON, block: Question | Listing | Cards | Table, value: object) -> None:
    *above, name = block.key.split(".")
    for part in above:
        inner = data.setdefault(part, {})
        assert isinstance(inner, dict)
        data = inner
    data[name] = value


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_what_is_written_is_read_back(
    reader: Reader, tmp_path_factory: pytest.TempPathFactory, data: JSON
) -> None:
    path = tmp_path_factory.mktemp("formulier") / "formulier.xlsx"
    answered = from_json(data, FORM)
    write_form(path, FORM, RAAD, answered)
    dossier, findings = parse(reader.read(path), FORM)
    assert findings == ()
    assert to_json(dossier) == normal(data, FORM)
    assert set(places(dossier)) == {*answered, "formulier.versie"}


def test_what_looks_like_a_code_or_like_xml_stays_as_it_was_typed(
    reader: Reader, tmp_path: Path
) -> None:
    texts = [
        "_x0041_x0042_", "_x005F_x0041_", "_x0041" * 3 + "_", "<r>a</r>", "<r><t>&amp;</t></r>", "<r>_x0041_x0042_</r>",
        "x" * 32_750 + "_x0041_",
    ]  # fmt: skip
    path = tmp_path / "formulier.xlsx"
    answered = {f"advies.bevindingen.{number}": text for number, text in enumerate(texts)}
    write_form(path, FORM, RAAD, {"formulier.id": "f-1", **answered})
    dossier, findings = parse(reader.read(path), FORM)
    assert findings == ()
    assert [item.answer for item in dossier.advies.bevindingen] == texts


def test_an_empty_form_reads_empty(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "leeg.xlsx"
    write_form(path, FORM, RAAD, {"formulier.id": "f-1"})
    dossier, findings = parse(reader.read(path), FORM)
    assert findings == ()
    assert to_json(dossier) == normal({"formulier": {"id": "f-1"}}, FORM)
    cells = {group: belang.effect.place for group, belang in dossier.winwin}
    assert list(cells) == [group for group, _ in KLANTGROEPEN]
    assert len(set(cells.values())) == len(KLANTGROEPEN)
