"""Every rule against its test sheets (README.md tells their format)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.model import Ernst, Stap
from pipeline.rules.engine import Rule
from pipeline.rules.registry import rules
from tests.rules.harness import SCHEMA, all_cases, read_case, report, rule_of

ALL = rules(SCHEMA)
CASES = tuple(all_cases())
VERBS = {
    Ernst.FOUT: r"\b(moet|moeten|mag niet|mogen niet|mag geen|mogen geen)\b",
    Ernst.ONTBREEKT: r"\b(is|zijn) nodig\b",
    Ernst.WAARSCHUWING: r"\b(hoort|horen)\b",
    Ernst.OPMERKING: r"\b(mag|mogen|kan|kunnen)\b",
}


def test_the_good_dossier_is_ripe_and_nothing_is_said_of_it() -> None:
    good = report()
    assert [f"{f.regel} {f.sleutel}: {f.melding}" for f in good.bevindingen] == []
    assert good.niet_getoetst == ()
    assert good.stap is Stap.BRIEF
    assert good.volgende_stap is Stap.ONDERTEKENING
    assert good.is_ripe
    assert good.winwin == "win/win/win"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_rule_flags_the_marked_cells_and_no_other(path: Path) -> None:
    case = read_case(path)
    findings, _ = rule_of(case.code).judge(case.dossier, case.circumstances)
    marked = {key for key, _ in case.marks}
    assert {f.sleutel for f in findings} == marked, [f.melding for f in findings]
    demanded = {(key, ernst) for key, ernst in case.marks if ernst}
    assert demanded <= {(f.sleutel, f.ernst.value) for f in findings}


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_every_rule_has_a_sheet_that_it_flags(rule: Rule) -> None:
    sheets = [path for path in CASES if path.stem.split("-")[0] == rule.code]
    assert any(read_case(path).marks for path in sheets)


def test_every_sheet_belongs_to_a_rule() -> None:
    codes = {rule.code for rule in ALL}
    assert [path.name for path in CASES if path.stem.split("-")[0] not in codes] == []


def test_codes_are_unique() -> None:
    codes = [rule.code for rule in ALL]
    assert sorted(codes) == sorted(set(codes))


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_a_rule_says_its_source_and_its_demand_with_the_verb_of_its_ernst(rule: Rule) -> None:
    assert rule.bron
    assert re.search(VERBS[rule.ernst], rule.demand), rule.demand


def test_every_message_is_a_whole_sentence_without_codes() -> None:
    for path in CASES:
        case = read_case(path)
        for finding in rule_of(case.code).judge(case.dossier, case.circumstances)[0]:
            assert re.match(r"[A-Z0-9“]", finding.melding), finding.melding
            assert re.search(r"[.?]$", finding.melding), finding.melding
            assert "  " not in finding.melding
            assert not re.search(r"\b(S[01][:-]\d|T\d\d\b)", finding.melding), finding.melding
