from __future__ import annotations

from datetime import date, timedelta

import pytest

from pipeline.defaults import complete
from pipeline.model import Dossier, Stap
from pipeline.year.terms import Soort, Stand, Termijn, terms
from tests.work import Json, ready
from tests.year.dossiers import RAAD, dossier

TODAY = date(2026, 11, 22)


def told(stap: Stap, changes: Json, name: str = "bijverdienen") -> list[str]:
    found = terms(complete(dossier(ready(name), changes), RAAD), stap, RAAD, TODAY)
    return [f"{term.dag} {term.soort} {term.stand}" for term in found]


SENT = {"procedure.verzonden_op": "2026-11-02"}


def test_a_letter_that_was_sent_waits_for_reply_website_and_practice() -> None:
    assert told(Stap.REACTIE, {**SENT, "advies.opvolgdatum": None}) == [
        "2026-11-16 advies op de website voorbij",
        "2026-12-14 reactie van het college later",
        "2027-05-02 kijken in de praktijk later",
    ]


def test_the_website_waits_until_the_advies_may_be_public() -> None:
    told_later = told(Stap.REACTIE, {**SENT, "advies.openbaar_vanaf": "2026-12-01"})
    assert "2026-12-15 advies op de website later" in told_later


def test_after_the_reply_only_practice_remains() -> None:
    assert told(Stap.OPVOLGING, {**SENT, "advies.opvolgdatum": "2026-11-25"}) == [
        "2026-11-25 kijken in de praktijk binnenkort"
    ]


def test_papers_are_due_a_week_before_a_meeting() -> None:
    meeting = {"procedure.plenair_op": "2026-12-03", "procedure.ingeleverd_op": None}
    assert told(Stap.PLENAIR, meeting) == [
        "2026-11-26 stukken voor de vergadering binnenkort",
        "2026-12-03 plenaire vergadering later",
    ]


def test_a_meeting_that_was_held_is_no_term() -> None:
    assert told(Stap.PLENAIR, {"procedure.plenair_op": "2026-11-12"}) == []


def test_the_college_waits_for_an_advice_that_it_asked_for() -> None:
    assert told(Stap.ONDERTEKENING, {}, "beschut-werk") == [
        "2026-12-15 advies gewenst door het college later"
    ]


@pytest.mark.parametrize("stap", [Stap.AFGEROND, Stap.GESTOPT, Stap.INFORMEEL])
def test_at_the_end_of_a_road_nothing_is_due(stap: Stap) -> None:
    assert told(stap, SENT) == []


@pytest.mark.parametrize(
    ("days", "stand"),
    [(-1, Stand.VOORBIJ), (0, Stand.BINNENKORT), (7, Stand.BINNENKORT), (8, Stand.LATER)],
)
def test_a_term_comes_near_a_week_before_and_passes_after_its_last_day(
    days: int, stand: Stand
) -> None:
    assert Termijn(Soort.REACTIE, TODAY + timedelta(days), days).stand is stand


def test_an_empty_form_has_no_terms() -> None:
    empty: Dossier = dossier({}, {})
    assert terms(empty, Stap.INVULLEN, RAAD, TODAY) == ()
