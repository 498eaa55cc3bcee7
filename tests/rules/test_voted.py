"""What was voted on is what is sent."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from pipeline.letters.values import printed_values
from pipeline.model import Dossier, Ernst
from pipeline.rules.voted import voted
from tests.rules.harness import good


def decided(d: Dossier, number: int | None = 2) -> Dossier:
    cell = replace(d.procedure.besloten_versie, answer=number)
    return replace(d, procedure=replace(d.procedure, besloten_versie=cell))


def concept() -> dict[str, Any]:
    return dict(printed_values(good()))


def test_without_a_concept_that_was_voted_on_nothing_is_held() -> None:
    assert voted(decided(good(), None), None) == ()


def test_the_text_that_was_voted_on_goes_out() -> None:
    assert voted(decided(good()), concept()) == ()


def test_other_spaces_are_no_other_text() -> None:
    kept = concept()
    kept["kern"] = str(kept["kern"]).replace(" ", "\n  ", 1)
    assert voted(decided(good()), kept) == ()


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("advies", "Adviespunt 1: "),
        ("wie", "Adviespunt 1, wie: "),
        ("wanneer", "Adviespunt 1, wanneer: "),
        ("waarom", "Adviespunt 1, waarom: "),
    ],
)
def test_a_changed_adviespunt_holds_the_letter_and_shows_both_texts(part: str, name: str) -> None:
    kept = concept()
    kept["adviespunten"] = [dict(punt) for punt in kept["adviespunten"]]
    kept["adviespunten"][0][part] = "iets heel anders"
    (finding,) = voted(decided(good()), kept)
    assert (finding.regel, finding.ernst) == ("F02", Ernst.ONTBREEKT)
    assert finding.sleutel == "procedure.wijziging_akkoord_op"
    assert f"{name}er stond “iets heel anders" in finding.melding
    assert "nu staat er “" in finding.melding


@pytest.mark.parametrize("part", ["onderwerp", "kern"])
def test_a_changed_onderwerp_or_kern_holds_the_letter(part: str) -> None:
    (finding,) = voted(decided(good()), {**concept(), part: "iets heel anders"})
    assert f"{part.capitalize()}: er stond" in finding.melding


def test_a_point_that_was_dropped_holds_the_letter() -> None:
    kept = concept()
    kept["adviespunten"] = [*kept["adviespunten"], {"advies": "Een punt meer.", "wie": "x"}]
    (finding,) = voted(decided(good()), kept)
    assert "weg is “Een punt meer.”" in finding.melding


def test_what_the_council_did_not_vote_on_may_change() -> None:
    assert voted(decided(good()), {**concept(), "aanleiding": "Anders.", "bronnen": []}) == ()


def test_an_unknown_concept_holds_the_letter() -> None:
    (finding,) = voted(decided(good(), 9), None)
    assert (finding.regel, finding.sleutel) == ("F03", "procedure.besloten_versie")
    assert "Concept 9" in finding.melding


def test_with_consent_the_changed_text_goes_out() -> None:
    d = decided(good())
    when = replace(d.procedure.wijziging_akkoord_op, answer=d.procedure.plenair_op.value)
    d = replace(d, procedure=replace(d.procedure, wijziging_akkoord_op=when))
    assert voted(d, {**concept(), "kern": "Anders."}) == ()
    assert voted(d, None) == ()
