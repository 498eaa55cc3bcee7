from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UsageError
from pipeline.letters.kenmerk import Kenmerk, holes, next_number, parse
from pipeline.letters.plan import Action, Candidate, Wishes, numbering, plan
from pipeline.letters.values import code_of, differences, fingerprint
from pipeline.model import Report, Stap, Uitgave
from tests.rules.harness import good

DAY = date(2026, 11, 22)
REPORT = Report(Stap.BRIEF, Stap.ONDERTEKENING, "win/win/win")


def candidate(kern: str = "kern", uitgave: Uitgave | None = None) -> Candidate:
    return Candidate("input/a.xlsx", good(), REPORT, None, {"kern": kern}, uitgave)


def issued(kenmerk: str = "AWI-2026-004", version: int = 1) -> Uitgave:
    return Uitgave(
        kenmerk, "id", date(2026, 10, 1), version, "0" * 8, "x", {"kern": "kern"}, {}, {}
    )


@given(st.sets(st.integers(1, 400)), st.integers(1, 50))
def test_a_number_is_never_given_twice_and_never_fills_a_hole(taken: set[int], first: int) -> None:
    number = next_number(2026, [Kenmerk("AWI", 2026, n) for n in taken], first)
    assert number > max(taken, default=0)
    assert number >= first


def test_every_year_starts_anew() -> None:
    assert next_number(2027, [Kenmerk("AWI", 2026, 41)]) == 1


def test_holes_are_told() -> None:
    taken = [Kenmerk("AWI", 2026, n) for n in (3, 5, 6)]
    assert [str(k) for k in holes(taken, {2026: 2})] == ["AWI-2026-002", "AWI-2026-004"]


@pytest.mark.parametrize("text", ["AWI-2026-4", "XYZ-2026-004", "AWI-26-004", "AWI-2026-004 (2)"])
def test_what_is_no_kenmerk_is_none(text: str) -> None:
    assert parse(text, "AWI") is None


def test_new_letters_follow_each_other_in_their_order() -> None:
    numbers = numbering("AWI", ["AWI-2026-007", "AWI-2025-090"], [])
    steps = plan([candidate(), candidate(), candidate()], numbers, Wishes(DAY))
    assert [s.kenmerk for s in steps] == ["AWI-2026-008", "AWI-2026-009", "AWI-2026-010"]


def test_an_unchanged_letter_keeps_everything() -> None:
    (step,) = plan([candidate(uitgave=issued())], numbering("AWI", [], []), Wishes(DAY))
    assert (step.action, step.versienummer) == (Action.ONGEWIJZIGD, 1)


def test_a_changed_letter_keeps_kenmerk_and_first_date() -> None:
    (step,) = plan([candidate("anders", issued())], numbering("AWI", [], []), Wishes(DAY))
    assert (step.action, step.kenmerk, step.versienummer, step.briefdatum, step.wijzigingen) == (
        Action.VERSIE,
        "AWI-2026-004",
        2,
        date(2026, 10, 1),
        ("kern",),
    )


def test_differences_name_the_adviespunt() -> None:
    old = {"adviespunten": [{"wie": "a"}, {"wie": "b"}], "bronnen": []}
    new = {"adviespunten": [{"wie": "a"}, {"wie": "c"}, {"wie": "d"}], "bronnen": ["x"]}
    assert differences(old, new) == ("adviespunt 2", "adviespunt 3", "bronnen")


def test_the_code_follows_kenmerk_day_and_values_and_nothing_else() -> None:
    code = code_of("AWI-2026-004", DAY, {"b": 1, "a": "é"})
    assert code == code_of("AWI-2026-004", DAY, {"a": "é", "b": 1})
    assert len(code) == 8
    assert code == code.upper()
    assert code != code_of("AWI-2026-005", DAY, {"b": 1, "a": "é"})
    assert code != code_of("AWI-2026-004", date(2026, 11, 23), {"b": 1, "a": "é"})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})


def test_a_letter_is_not_withdrawn_without_a_reason() -> None:
    with pytest.raises(UsageError, match="--reden"):
        Wishes.of(
            DAY,
            briefdatum=None,
            opnieuw=(),
            opvolger_van=(),
            trek_in="AWI-2026-004",
            reden=None,
            is_concept=False,
        )
