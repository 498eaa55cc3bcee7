"""Clearing what was found, what the council publishes itself, and never repeating a number."""

from __future__ import annotations

import re
import timeit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from stdnum.nl import bsn

from pipeline.model import Ernst
from pipeline.rules import personal
from tests.rules.harness import RAAD, at, changed, findings


def last_digits(first: str) -> list[str]:
    return [f"{first}{last}" for last in range(10) if bsn.is_valid(f"{first}{last}")]


# One in eleven beginnings has no last digit that makes it pass the elfproef.
BSN = (st.integers(1_000_000, 99_999_999).map("{:08d}".format).map(last_digits).filter(bool)).map(
    lambda passing: passing[0]
)


@settings(max_examples=30)
@given(number=BSN)
def test_a_melding_never_repeats_the_number(number: str) -> None:
    (finding,) = findings("X01", {"advies.kern": f"Haar BSN is {number}."})
    assert finding.ernst is Ernst.FOUT
    assert re.findall(r"\d+", finding.melding) == [number[-3:]]


@pytest.mark.parametrize(
    "sleutel",
    ["advies.bevindingen.0", "advies.bevindingen", "ADVIES.bevindingen.0", " advies.bevindingen "],
)
@settings(max_examples=20)
@given(number=BSN)
def test_a_clearance_with_reason_and_name_silences(number: str, sleutel: str) -> None:
    changes = {
        "advies.bevindingen.0": f"Haar BSN is {number}.",
        "gezien_en_akkoord": [{"sleutel": sleutel, "reden": "fictief", "door": "Bea Voorbeeld"}],
    }
    assert findings("X01", changes) == []


@pytest.mark.parametrize(
    "sleutel", ["advies", "advies.kern", "advies.bevindingen.1", "advies.bevindingen.00", "Inhoud"]
)
def test_a_clearance_of_something_else_silences_nothing(sleutel: str) -> None:
    changes = {
        "advies.bevindingen.0": "Haar BSN is 111222333.",
        "gezien_en_akkoord": [{"sleutel": sleutel, "reden": "fictief", "door": "Bea Voorbeeld"}],
    }
    assert len(findings("X01", changes)) == 1


def test_a_clearance_may_name_the_cell() -> None:
    wrong = {"advies.kern": "Bel 06-12345678."}
    (finding,) = findings("X04", wrong)
    tab, _, cell = finding.plaats.partition("!")
    for written in (finding.plaats, finding.plaats.lower(), f"'{tab}'! ${cell[0]}${cell[1:]}"):
        row = {"sleutel": written, "reden": "mag", "door": "Bea Voorbeeld"}
        assert findings("X04", {**wrong, "gezien_en_akkoord": [row]}) == []


def test_a_whole_card_can_be_cleared() -> None:
    row = {"sleutel": "advies.adviespunten.0", "reden": "mag", "door": "Bea Voorbeeld"}
    changes = {"advies.adviespunten.0.wie": "Bel 06-12345678.", "gezien_en_akkoord": [row]}
    assert findings("X04", changes) == []


def test_what_the_council_publishes_itself_is_no_find() -> None:
    adviser = replace(RAAD.werkgroepen[0].bestuursadviseurs[0], adres="Plein 3, 6811 CD Arnhem")
    group = replace(RAAD.werkgroepen[0], bestuursadviseurs=(adviser,))
    raad = replace(RAAD, telefoon="026 123 45 67", werkgroepen=(group,))
    text = (
        "Bel (026) 1234567 of +31 26 1234567, mail Secretariaat@adviesraad.example of "
        "g.gemeentemans@gemeente.example, schrijf naar Voorbeeldstraat 1, 6800AA Arnhem "
        "of Plein 3, 6811 CD Arnhem."
    )
    for code in ("X03", "X04", "X06"):
        assert findings(code, {"advies.kern": text}, at(raad=raad)) == []


def test_the_same_number_twice_in_one_text_is_told_once() -> None:
    text = {"advies.kern": "Bel 06-12345678, dus 06 1234 5678, of 06-87654321."}
    assert [f.melding.split("(")[1][:4] for f in findings("X04", text)] == ["…678", "…321"]


def test_a_short_confidential_title_is_not_looked_for() -> None:
    changes = {
        "advies.bijlagen": [{"titel": "Plan", "vertrouwelijk": True}],
        "advies.kern": "Wij willen een plan.",
    }
    assert findings("X07", changes) == []


def test_a_confidential_source_that_is_quoted_warns_and_can_be_cleared() -> None:
    changes: dict[str, object] = {
        "advies.bronnen": ["(vertrouwelijk) Notitie over het wijkteam"],
        "advies.aanleiding": "De notitie over  het Wijkteam zegt iets anders.",
    }
    (finding,) = findings("X07", changes)
    assert finding.sleutel == "advies.aanleiding"
    row = {"sleutel": "advies.aanleiding", "reden": "openbaar sinds mei", "door": "Bea Voorbeeld"}
    assert findings("X07", {**changes, "gezien_en_akkoord": [row]}) == []


def test_nine_hundred_ordinary_words_cost_next_to_nothing() -> None:
    sentence = "In 2026 vroegen wij 40 mensen wat zij van de brief over hun uitkering vonden. "
    d = changed({"advies.bevindingen": [sentence * 6] * 10})

    def judge() -> None:
        afresh = replace(d)  # or it would remember
        for rule in personal.RULES:
            rule.judge(afresh, at())

    # A tenth of this is usual; a busy machine must not fail the test.
    assert min(timeit.repeat(judge, number=5, repeat=5)) / 5 < 0.01
