"""The step of a dossier, what is listed at it, the side roads and the frozen toetsing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from statistics import median
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.model import Ernst, Field, Finding, Rows, Stap, Uitgave
from pipeline.rules.engine import check
from tests.rules.harness import RAAD, SCHEMA, UITGAVE, UNREADABLE, at, changed, good, report

INFORMEEL: dict[str, object] = {
    "advies.vorm": "informeel",
    "advies.besproken_op": "2026-11-10",
    "advies.besproken_met": "de projectleider",
    "advies.samenvatting": "Wij spraken over de rekenhulp.",
    "advies.websitepunten": ["Er komt een rekenhulp."],
}
NO_VOTES: dict[str, object] = {
    "procedure.voor": "",
    "procedure.tegen": "",
    "procedure.onthouding": "",
}


def lines(changes: Mapping[str, object]) -> list[str]:
    return [f"{f.ernst} {f.sleutel}" for f in report(changes).bevindingen]


@pytest.mark.parametrize(
    ("key", "stap"),
    [
        ("advies.onderwerp", Stap.INVULLEN),
        ("advies.bevindingen", Stap.INVULLEN),
        ("procedure.overleg_voorzitter", Stap.OVERLEG),
        ("winwin.ondernemer.effect", Stap.PLENAIR),
        ("toetsing.datum", Stap.PLENAIR),
        ("procedure.plenair_op", Stap.PLENAIR),
        ("procedure.tegen", Stap.BESLUIT),
    ],
)
def test_the_step_is_the_first_that_lacks_something(key: str, stap: Stap) -> None:
    found = report({key: ""})
    assert found.stap is stap
    assert found.volgende_stap is stap.next
    assert not found.has_fout


def test_at_the_first_step_nothing_is_asked_that_comes_later() -> None:
    empty = {
        "advies.aanleiding": "",
        "procedure.overleg_voorzitter": "",
        "toetsing.datum": "",
        "advies.gehoord": "",
        "advies.kern": "",
        "procedure.verzonden_op": "",
        **NO_VOTES,
    }
    assert lines(empty) == ["ontbreekt advies.aanleiding"]


def test_a_fout_of_a_later_step_is_listed_and_stops_the_letter() -> None:
    found = report({"procedure.voor": 9})
    assert found.stap is Stap.BESLUIT
    assert [(f.regel, f.ernst) for f in found.bevindingen] == [("G04", Ernst.FOUT)]
    early = report({"procedure.voor": 9, "advies.aanleiding": ""})
    assert early.stap is Stap.INVULLEN
    assert [f.regel for f in early.bevindingen] == ["N04", "G04"]
    assert early.has_fout


def test_a_waarschuwing_about_what_is_filled_in_is_listed_at_once() -> None:
    changes = {"advies.aanleiding": "", "procedure.gewenste_actie": "dialoog"}
    assert lines(changes) == [
        "ontbreekt advies.aanleiding",
        "waarschuwing procedure.gewenste_actie",
    ]


def test_an_empty_cell_is_told_once() -> None:
    at_invullen = {"procedure.voorgelegd_voorzitter": "", "advies.aanleiding": ""}
    assert lines(at_invullen) == [
        "ontbreekt advies.aanleiding",
        "waarschuwing procedure.voorgelegd_voorzitter",
    ]
    assert lines({"procedure.voorgelegd_voorzitter": ""}) == [
        "ontbreekt procedure.voorgelegd_voorzitter"
    ]


def test_findings_stand_in_the_order_of_the_sheet() -> None:
    changes = {
        "toetsing.antwoorden.T01.antwoord": "",
        "winwin.gemeente.effect": "",
        "advies.adviespunten.1.wie": "",
        "advies.adviespunten.0.wanneer": "",
        "procedure.plenair_op": "",
    }
    assert [f.sleutel for f in report(changes).bevindingen] == [
        "advies.adviespunten.0.wanneer",
        "advies.adviespunten.1.wie",
        "winwin.gemeente.effect",
        "toetsing.antwoorden.T01.antwoord",
        "procedure.plenair_op",
    ]


def test_an_unreadable_cell_is_the_first_thing_to_mend() -> None:
    dossier = changed({"procedure.plenair_op": UNREADABLE})
    unreadable = Finding(
        "L01",
        Ernst.FOUT,
        None,
        dossier.procedure.plenair_op.place,
        "procedure.plenair_op",
        "“morgen” is geen datum.",
        "formulier",
    )
    found = check(dossier, [unreadable], at())
    assert found.stap is Stap.INVULLEN
    assert found.bevindingen == (unreadable,)


def test_what_follows_from_other_sheets_counts_too() -> None:
    double = Finding("Y01", Ernst.FOUT, None, "Start!B2", "formulier.id", "Dubbel.", "formulier")
    likeness = replace(double, regel="T33", ernst=Ernst.OPMERKING)
    assert check(good(), (), at(), [double]).has_fout
    assert check(good(), (), at(), [likeness]).is_ripe
    frozen = check(good(), (), at(uitgave=UITGAVE), [double, likeness])
    assert [f.regel for f in frozen.bevindingen if f.sleutel == "formulier.id"] == ["Y01"]


def test_a_place_outside_the_sheet_comes_last() -> None:
    row = Finding("Y02", Ernst.FOUT, None, "secretariaat.xlsx", "procedure.voor", "A.", "formulier")
    found = check(changed({"advies.aanleiding": ""}), (), at(), [row])
    assert [f.regel for f in found.bevindingen] == ["N04", "Y02"]


def test_an_empty_cell_in_a_row_of_a_later_step_is_not_told() -> None:
    row = {"nummer": None, "status": "overgenomen"}
    assert lines({"reactie.per_adviespunt": [row]}) == []


def test_a_dossier_that_is_ripe_stays_so_as_years_go_by() -> None:
    for year in range(2027, 2037):
        later = report({}, at(date(year, 1, 1)))
        assert (later.is_ripe, later.bevindingen) == (True, ())


# Side roads


def test_a_complete_informal_advice_has_nothing_to_tell() -> None:
    found = report({**INFORMEEL, "toetsing.datum": "", "procedure.overleg_voorzitter": ""})
    assert (found.stap, found.volgende_stap, found.bevindingen) == (Stap.INFORMEEL, None, ())


def test_an_informal_advice_lists_what_it_lacks_of_its_own() -> None:
    changes = {**INFORMEEL, "advies.samenvatting": "", "advies.aanleiding": ""}
    assert lines(changes) == ["ontbreekt advies.samenvatting"]
    assert report(changes).stap is Stap.INFORMEEL


@pytest.mark.parametrize(
    ("changes", "stap"),
    [
        ({"procedure.voor": 3, "procedure.tegen": 4}, Stap.AFGEWEZEN),
        ({"procedure.doorverwezen": True}, Stap.DOORVERWEZEN),
        (
            {"procedure.gestopt_op": "2026-11-20", "procedure.reden_gestopt": "Geen tijd."},
            Stap.GESTOPT,
        ),
    ],
)
def test_a_side_road_has_no_fout_whatever_else_is_open(
    changes: dict[str, object], stap: Stap
) -> None:
    found = report({**changes, "advies.aanleiding": "", "advies.onderwerp": "x" * 81})
    assert found.stap is stap
    assert not found.has_fout
    assert not found.is_ripe
    assert found.of(Ernst.ONTBREEKT) == ()


def test_stopping_needs_a_reason() -> None:
    found = report({"procedure.gestopt_op": "2026-11-20"})
    assert [f"{f.ernst} {f.sleutel}" for f in found.bevindingen] == [
        "ontbreekt procedure.reden_gestopt"
    ]


def test_impossible_votes_do_not_reject_an_advice() -> None:
    found = report({"procedure.voor": 1, "procedure.tegen": 60})
    assert found.stap is Stap.BESLUIT
    assert [f.regel for f in found.of(Ernst.FOUT)] == ["G04"]


def test_not_ripe_goes_back_to_plenair() -> None:
    found = report({"procedure.rijp_voor_stemming": False, **NO_VOTES})
    assert found.stap is Stap.PLENAIR
    assert [f.regel for f in found.bevindingen] == ["G01"]


def test_the_voorzitter_may_approve_without_a_meeting() -> None:
    found = report(
        {
            **NO_VOTES,
            "procedure.plenair_op": "",
            "procedure.besluit_op": "",
            "procedure.rijp_voor_stemming": "",
            "procedure.akkoord_voorzitter_op": "2026-11-13",
            "procedure.reden_zonder_stemming": "Het college besluit deze week al.",
        }
    )
    assert found.is_ripe
    assert [f.regel for f in found.bevindingen] == ["G06"]


# After the letter


def test_a_letter_freezes_the_toetsing() -> None:
    changes = {"advies.aanleiding": "", "winwin.burger.effect": "", "procedure.voor": 99}
    frozen = report(changes, at(uitgave=replace(UITGAVE, is_gearchiveerd=False)))
    assert frozen.stap is Stap.ONDERTEKENING
    assert frozen.winwin == "win/win/win"
    assert {f.sleutel for f in frozen.bevindingen} == {"procedure.verzonden_op"}


def test_a_member_who_leaves_does_not_turn_an_old_dossier_red() -> None:
    gone = replace(RAAD, leden=RAAD.leden[:1])
    frozen = report({"procedure.verzonden_op": "2026-11-20"}, at(raad=gone, uitgave=UITGAVE))
    assert (frozen.stap, frozen.has_fout) == (Stap.REACTIE, False)


def test_the_road_after_the_letter_ends_at_afgerond() -> None:
    sent: dict[str, object] = {"procedure.verzonden_op": "2026-11-20"}
    replied = {**sent, "reactie.ontvangen_op": "2026-12-15"}
    seen = {**replied, "opvolging.bekeken_op": "2027-05-20"}
    now = at(date(2027, 6, 1), uitgave=UITGAVE)
    assert report({}, now).stap is Stap.ONDERTEKENING
    assert report(sent, now).stap is Stap.REACTIE
    assert report(replied, now).stap is Stap.OPVOLGING
    done = report(seen, now)
    assert (done.stap, done.volgende_stap, done.bevindingen) == (Stap.AFGEROND, None, ())


def test_of_a_frozen_dossier_only_cells_that_are_still_filled_in_must_be_readable() -> None:
    def unreadable(key: str) -> Finding:
        return Finding("L01", Ernst.FOUT, None, "Toets!C5", key, "Onleesbaar.", "formulier")

    cells = [unreadable("toetsing.datum"), unreadable("reactie.ontvangen_op")]
    dossier = changed({"procedure.verzonden_op": "2026-11-20"})
    frozen = check(dossier, cells, at(uitgave=UITGAVE))
    assert "toetsing.datum" not in {f.sleutel for f in frozen.bevindingen}
    assert frozen.has_fout
    assert frozen.stap is Stap.ONDERTEKENING


def test_a_withdrawn_letter_is_the_end() -> None:
    found = report({"procedure.voor": 99}, at(uitgave=replace(UITGAVE, ingetrokken=True)))
    assert (found.stap, found.bevindingen) == (Stap.INGETROKKEN, ())


# What must hold for any sheet


def _keys(value: object) -> list[str]:
    if isinstance(value, Field):
        return [value.key]
    if isinstance(value, Rows):
        return [key for item in value for key in _keys(item)]
    if isinstance(value, dict):
        return [key for item in value.values() for key in _keys(item)]
    return [key for name in value.__struct_fields__ for key in _keys(getattr(value, name))]  # type: ignore[attr-defined]  # sections are Structs


KEYS = sorted(key for key in _keys(good()) if not key.startswith("formulier."))
TURNS: tuple[dict[str, object], ...] = (
    INFORMEEL,
    NO_VOTES,
    {"advies.soort": "gevraagd"},
    {"advies.thema": "Zwerfjongeren", "advies.domein": ""},
    {"winwin.gemeente.effect": "verlies", "winwin.ondernemer.effect": "niet geraakt"},
    {"investering.nodig": True},
    {"raakvlak.wmo": True},
    {"procedure.rijp_voor_stemming": False},
    {"procedure.akkoord_voorzitter_op": "2026-11-14"},
    {"procedure.plenair_op": "2026-12-10"},
    {"procedure.verzonden_op": "2026-11-20"},
    {"procedure.doorverwezen": True},
    {"procedure.gestopt_op": "2026-11-20"},
    {"toetsing.antwoorden.T01.antwoord": "nee", "toetsing.antwoorden.T32.antwoord": "ja"},
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(TURNS), max_size=4),
    st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["", UNREADABLE]), max_size=12),
    st.sampled_from([None, UITGAVE]),
)
def test_every_skipped_rule_has_a_finding_at_its_cell(
    turns: list[dict[str, object]], lost: dict[str, object], uitgave: Uitgave | None
) -> None:
    changes = {key: value for turn in (*turns, lost) for key, value in turn.items()}
    dossier = changed(changes)
    unreadable = [
        Finding("L01", Ernst.FOUT, None, "Start!B2", key, "Onleesbaar.", "formulier")
        for key, value in changes.items()
        if value == UNREADABLE
    ]
    found = check(dossier, unreadable, at(uitgave=uitgave))
    told = {finding.sleutel for finding in found.bevindingen}
    assert {skip.sleutel for skip in found.niet_getoetst} <= told


def test_a_dossier_is_judged_in_about_a_millisecond() -> None:
    dossiers = [changed({"advies.kern": f"De kern is {n}."}) for n in range(20)]
    times = []
    for dossier in dossiers:
        start = perf_counter()
        check(dossier, (), at())
        times.append(perf_counter() - start)
    assert median(times) < 0.003  # three times what it takes, for a busy machine


def test_every_criterion_on_the_form_is_answered_by_the_good_dossier() -> None:
    assert set(good().toetsing.antwoorden) == {criterium.id for criterium in SCHEMA.criteria}
