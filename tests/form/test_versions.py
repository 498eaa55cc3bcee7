"""A form of an older version still reads, and is brought up to date with all its answers."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from tests.work import Work

CORPUS = Path(__file__).parent / "quirks"


def read(work: Work, name: str) -> dict[str, Any]:
    document: dict[str, Any] = work.run("lees", f"input/{name}").json
    del document["formulier"]
    return document


def brought_up_to_date(work: Work, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    shutil.copy(CORPUS / name, work.root / "input" / "oud.xlsx")
    assert (
        work.run("formulier", "--bijwerken", "input/oud.xlsx", "-o", "input/nieuw.xlsx").exit == 0
    )
    return read(work, "oud.xlsx"), read(work, "nieuw.xlsx")


def test_a_form_of_an_older_version_is_brought_up_to_date(work: Work) -> None:
    old, new = brought_up_to_date(work, "oudere-versie.xlsx")
    assert new == old
    assert new["advies"]["groter_doel"] is None  # its key was another one then
    form = work.run("toets", "input/nieuw.xlsx", "--json").json["formulieren"][0]
    assert [f for f in form["bevindingen"] if f["regel"] == "L11"] == []


def test_a_key_that_no_longer_exists_is_a_remark_and_stops_nothing(work: Work) -> None:
    shutil.copy(CORPUS / "oudere-versie.xlsx", work.root / "input" / "oud.xlsx")
    form = work.run("toets", "input/oud.xlsx", "--json").json["formulieren"][0]
    unknown = {f["sleutel"]: f["ernst"] for f in form["bevindingen"] if f["regel"] == "L11"}
    assert unknown == {"advies.doel": "opmerking", "procedure.stemmen.voor": "opmerking"}


def test_what_could_not_be_read_is_brought_along_as_it_was_typed(work: Work) -> None:
    brought_up_to_date(work, "tekstdatums.xlsx")
    form = work.run("toets", "input/nieuw.xlsx", "--json").json["formulieren"][0]
    told = [f["melding"] for f in form["bevindingen"] if f["regel"] == "L01"]
    assert len(told) == 1
    assert "“eind september”" in told[0]


def test_a_form_of_a_newer_version_says_so(work: Work) -> None:
    shutil.copy(CORPUS / "nieuwere-versie.xlsx", work.root / "input" / "nieuw.xlsx")
    run = work.run("toets", "--json")
    assert run.exit == 1
    assert "nieuwere versie" in run.json["onleesbaar"][0]["melding"]
