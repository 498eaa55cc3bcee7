"""The six sample dossiers: each stands on its own step for years, and is as long as a real one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from pipeline.council_file import read_council
from pipeline.defaults import complete
from pipeline.form.fields import form
from pipeline.form.layout import Answers
from pipeline.form.normal import dossier_of, from_json
from pipeline.model import Ernst, Report
from pipeline.rules.engine import Circumstances, check
from pipeline.rules.outdated import read_outdated
from pipeline.rules.scheme import criteria_for_form, read_scheme

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RAAD = read_council(ROOT / "input" / "adviesraad.toml")
SCHEMA = read_scheme(ROOT / "templates" / "toetsingsschema.toml")
VEROUDERD = read_outdated(ROOT / "templates" / "verouderd.toml")
FORM = form(criteria_for_form(SCHEMA))
STANDS_ON = {
    "bijverdienen": ("brief", "win/win/win"),
    "beschut-werk": ("brief", "win/win na investering"),
    "schuldhulp-gezinnen": ("brief", "win/win/win"),
    "werkende-armen": ("overleg", None),
    "statushouders": ("besluit", "niet iedereen wint"),
    "doorbraak-informeel": ("informeel", None),
}
DAYS = [date(2026, 11, 22), *(date(year, 1, 1) for year in range(2027, 2037)), date(2036, 12, 31)]
# Sections of which the letter prints the texts; for an informal advice its summary.
PRINTED = ("advies.", "winwin.", "investering.", "procedure.minderheidsstandpunt")


def answers(name: str) -> Answers:
    return from_json(json.loads((HERE / f"{name}.json").read_text(encoding="utf-8")), FORM)


def report(name: str, day: date) -> Report:
    dossier = complete(dossier_of(answers(name), FORM), RAAD)
    return check(dossier, (), Circumstances(RAAD, SCHEMA, VEROUDERD, day))


def test_there_are_six_samples() -> None:
    assert {path.stem for path in HERE.glob("*.json")} == STANDS_ON.keys()


@pytest.mark.parametrize("name", STANDS_ON)
def test_a_sample_stands_on_the_same_step_for_ten_years(name: str) -> None:
    found = {(r.stap.value, r.winwin, r.has_fout) for r in (report(name, day) for day in DAYS)}
    assert found == {(*STANDS_ON[name], False)}


@pytest.mark.parametrize("name", STANDS_ON)
def test_a_sample_has_few_warnings_and_no_remarks(name: str) -> None:
    now = report(name, DAYS[0])
    assert len(now.of(Ernst.WAARSCHUWING)) <= 2
    assert not now.of(Ernst.OPMERKING)


@pytest.mark.parametrize("name", STANDS_ON)
def test_a_sample_is_as_long_as_a_real_advice(name: str) -> None:
    texts = [
        t for key, t in answers(name).items() if key.startswith(PRINTED) and isinstance(t, str)
    ]
    assert 300 <= sum(len(text.split()) for text in texts) <= 900


def test_no_two_samples_have_one_form_id() -> None:
    assert len({answers(name)["formulier.id"] for name in STANDS_ON}) == len(STANDS_ON)


@pytest.mark.parametrize("name", STANDS_ON)
def test_every_appendix_of_a_sample_is_there(name: str) -> None:
    files = [v for key, v in answers(name).items() if key.endswith(".bestand")]
    assert all((ROOT / "input" / "bijlagen" / str(file)).is_file() for file in files)
