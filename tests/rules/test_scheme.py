"""The toetsingsschema: the default one, and every mistake of another in one go."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.errors import SettingsError
from pipeline.rules.registry import RULES
from pipeline.rules.scheme import AUTOMATIC, Toetsingsschema, criteria_for_form, read_scheme
from pipeline.rules.toets import criteria_rules
from tests.rules.harness import SCHEMA, at, changed

QUESTION = """
[[criterium]]
id = "T40"
groep = "Kan het?"
vraag = "Is het kort?"
bron = "eigen vraag"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "toetsingsschema.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_default_scheme_asks_the_fourteen_criteria_by_group() -> None:
    groups: dict[str, list[str]] = {}
    for criterium in SCHEMA.criteria:
        groups.setdefault(criterium.groep, []).append("+".join(criterium.ids))
    assert groups == {
        "Kan het?": ["T01", "T02", "T18", "T19"],
        "Klopt het?": ["T05", "T06", "T16", "T22", "T23", "T31", "T32"],
        "Is het eerlijk?": ["T20+T21", "T24", "T11+T25"],
    }
    assert all(c.verplicht and c.ook_in_formulier and c.hulp for c in SCHEMA.criteria)
    assert [c.id for c in SCHEMA.criteria if c.internal] == ["T32"]


def test_every_question_is_one_short_question() -> None:
    for criterium in SCHEMA.criteria:
        assert criterium.vraag.endswith("?")
        assert len(criterium.vraag) <= 90


def test_a_criterion_is_found_by_each_of_its_ids() -> None:
    found = SCHEMA.criterium("T21")
    assert found is not None
    assert found.id == "T20"
    assert SCHEMA.criterium("T99") is None


def test_a_council_adds_a_question_with_few_words(tmp_path: Path) -> None:
    (criterium,) = read_scheme(write(tmp_path, QUESTION)).criteria
    assert (criterium.ids, criterium.wie, criterium.verplicht) == (("T40",), "werkgroep", True)
    assert criteria_for_form(Toetsingsschema((criterium,))) == (("T40", "Is het kort?", ""),)


def test_all_mistakes_are_told_at_once_with_their_place(tmp_path: Path) -> None:
    wrong = (
        QUESTION.replace('"Kan het?"', '"Mag het?"')
        + QUESTION
        + 'verplciht = true\nomvat = ["T41"]\n'
    )
    with pytest.raises(SettingsError) as error:
        read_scheme(write(tmp_path, wrong + QUESTION.replace("T40", "T.1")))
    assert error.value.mistakes == (
        "regel 4, criterium[1].groep: “Mag het?” kan niet; kies uit: Kan het?, Klopt het?, Is het eerlijk?.",
        "regel 13, criterium[2].verplciht: deze instelling bestaat niet. Bedoelt u “verplicht”?",
        "regel 14, criterium[2].omvat: moet ook “T40” zelf noemen.",
        "regel 17, criterium[3].id: “T.1” mag alleen letters en cijfers hebben, zoals T40.",
    )


def test_an_id_of_a_rule_is_taken(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="“T12” toetst het programma zelf"):
        read_scheme(write(tmp_path, QUESTION.replace("T40", "T12")))
    codes = {rule.code for rule in RULES if rule.code.startswith("T")}
    assert codes <= AUTOMATIC
    assert not AUTOMATIC & {code for c in SCHEMA.criteria for code in c.ids}


def test_an_id_stands_once_and_a_scheme_asks_something(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="“T40” komt twee keer voor"):
        read_scheme(write(tmp_path, QUESTION + QUESTION))
    with pytest.raises(SettingsError, match="nog geen enkele vraag"):
        read_scheme(write(tmp_path, "# niets\n"))


def test_what_is_not_verplicht_may_stay_open_but_a_nee_needs_its_reason() -> None:
    free = replace(SCHEMA.criteria[0], verplicht=False)
    (rule,) = criteria_rules(Toetsingsschema((free,)))
    key = "toetsing.antwoorden.T01.antwoord"
    assert rule.judge(changed({key: ""}), at())[0] == []
    (finding,) = rule.judge(changed({key: "nee"}), at())[0]
    assert finding.sleutel == "toetsing.antwoorden.T01.toelichting"
    assert rule.demand.startswith("Uitleg is nodig bij “deels” of “nee”")


def test_what_is_not_on_the_form_is_not_asked() -> None:
    hidden = replace(SCHEMA.criteria[0], ook_in_formulier=False)
    assert criteria_rules(Toetsingsschema((hidden,))) == ()
    assert criteria_for_form(Toetsingsschema((hidden,))) == ()


def test_a_form_from_before_the_question_was_added_says_so() -> None:
    new = replace(SCHEMA.criteria[0], id="T40", ids=("T40",))
    (rule,) = criteria_rules(Toetsingsschema((new,)))
    (finding,) = rule.judge(changed({}), at())[0]
    assert finding.sleutel == "toetsing.datum"
    assert finding.melding.startswith("Dit formulier heeft een vraag nog niet")
