"""The decision: which route, on which day, with how many of which votes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from pipeline.council import Besluitregels
from pipeline.rules.decision import Besluit, decide
from tests.rules.harness import RAAD, changed

VOORZITTER = {
    "procedure.voor": "",
    "procedure.tegen": "",
    "procedure.onthouding": "",
    "procedure.besluit_op": "",
    "procedure.akkoord_voorzitter_op": "2026-11-14",
    "procedure.reden_zonder_stemming": "Spoed.",
}


def votes(voor: int, tegen: int, onthouding: int) -> dict[str, object]:
    return {"procedure.voor": voor, "procedure.tegen": tegen, "procedure.onthouding": onthouding}


def test_a_vote_is_told_with_its_basis() -> None:
    besluit = decide(changed({"procedure.besluit_op": ""}), RAAD)
    assert besluit == Besluit(
        "stemming", date(2026, 11, 12), aangenomen=True, voor=6, tegen=1, onthouding=0, basis=7
    )
    assert besluit.as_json() == {
        "route": "stemming",
        "op": "2026-11-12",
        "voor": 6,
        "tegen": 1,
        "onthouding": 0,
        "basis": 7,
        "aangenomen": True,
        "reden": None,
    }


@pytest.mark.parametrize(
    ("cast", "basis", "drempel", "passes"),
    [
        ((4, 3, 0), "leden", "0.5", True),
        ((3, 0, 4), "leden", "0.5", False),
        ((3, 1, 3), "uitgebracht", "0.5", True),
        ((0, 0, 7), "uitgebracht", "0.5", False),
        ((4, 1, 2), "leden", "0.66", False),
        ((5, 2, 0), "leden", "0.66", True),
    ],
)
def test_the_threshold_of_the_council_decides(
    cast: tuple[int, int, int],
    basis: str,
    drempel: str,
    passes: bool,  # noqa: FBT001 -- a column of the table
) -> None:
    raad = replace(RAAD, besluit=Besluitregels(Decimal(drempel), basis))
    besluit = decide(changed(votes(*cast)), raad)
    assert besluit is not None
    assert besluit.aangenomen is passes


def test_vacancies_do_not_count_in_the_basis() -> None:
    raad = replace(RAAD, leden=RAAD.leden[:6])
    besluit = decide(changed(votes(3, 3, 0)), raad)
    assert besluit is not None
    assert (besluit.basis, besluit.aangenomen, besluit.staakt) == (6, True, True)


def test_unaniem_means_nobody_against_and_nobody_abstained() -> None:
    for cast, unaniem in (((7, 0, 0), True), ((6, 0, 1), False), ((6, 1, 0), False)):
        besluit = decide(changed(votes(*cast)), RAAD)
        assert besluit is not None
        assert besluit.unaniem is unaniem


def test_the_voorzitter_decides_on_the_day_of_the_akkoord() -> None:
    besluit = decide(changed(VOORZITTER), RAAD)
    assert besluit == Besluit("voorzitter", date(2026, 11, 14), aangenomen=True, reden="Spoed.")
    assert not besluit.unaniem
    chosen = decide(changed({**VOORZITTER, "procedure.besluit_op": "2026-11-15"}), RAAD)
    assert chosen is not None
    assert chosen.op == date(2026, 11, 15)


def test_votes_count_whatever_the_voorzitter_approved() -> None:
    besluit = decide(changed({**VOORZITTER, **votes(2, 5, 0)}), RAAD)
    assert besluit is not None
    assert (besluit.route, besluit.aangenomen) == ("stemming", False)


@pytest.mark.parametrize(
    "changes",
    [
        {"procedure.tegen": ""},
        {"procedure.rijp_voor_stemming": False},
        {"procedure.rijp_voor_stemming": ""},
        {"procedure.voor": 8},
        {"procedure.plenair_op": "", "procedure.besluit_op": ""},
        {**VOORZITTER, "procedure.reden_zonder_stemming": ""},
        {**VOORZITTER, "procedure.tegen": 1},
    ],
)
def test_without_a_sound_decision_there_is_none(changes: dict[str, object]) -> None:
    assert decide(changed(changes), RAAD) is None
