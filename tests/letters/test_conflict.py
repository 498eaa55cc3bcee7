"""Folders synced between two laptops: what is there twice is named, and waits for a person."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.work import Work, changed, ready

NAMES = ("beschut-werk", "bijverdienen", "schuldhulp-gezinnen")
ONE, TWO, THREE = "AWI-2026-001", "AWI-2026-002", "AWI-2026-003"


@pytest.fixture
def issued(work: Work) -> Work:
    for name in NAMES:
        work.sheet(f"{name}.xlsx", ready(name))
    work.run("brieven")
    return work


def brieven(work: Work) -> Path:
    return work.root / "output/brieven"


def change_all(work: Work) -> None:
    for name in NAMES:
        work.sheet(f"{name}.xlsx", changed(ready(name), {"advies.kern": "Anders."}))


@pytest.mark.parametrize(
    "name",
    [
        f"{TWO} (conflicted copy 2026-11-22)",
        f"{TWO}-LAPTOP",
        f"{TWO} 2",
        f"{TWO} - kopie",
        "awi-2026-002_PC-van-Anna",
    ],
)
def test_a_double_folder_holds_its_letter_and_no_other(issued: Work, name: str) -> None:
    shutil.copytree(brieven(issued) / TWO, brieven(issued) / name)
    change_all(issued)
    run = issued.run("brieven", "--json")
    assert run.exit == 1
    assert [one["kenmerk"] for one in run.json["gemaakt"]] == [ONE, THREE]
    (held,) = run.json["fout"]
    assert held["bestand"] == "input/bijverdienen.xlsx"
    assert f"“{name}” is een dubbele map van {TWO}" in held["meldingen"][0]
    assert issued.record(TWO)["versienummer"] == 1
    (flaw,) = issued.run("controleer", "--json", datum=None).json["fout"]
    assert flaw["plaats"] == f"output/brieven/{name}"
    shutil.rmtree(brieven(issued) / name)
    assert [one["kenmerk"] for one in issued.run("brieven", "--json").json["gemaakt"]] == [TWO]


def test_what_a_sync_client_leaves_empty_is_no_letter(issued: Work) -> None:
    (brieven(issued) / f"{TWO} 2").mkdir()
    assert issued.run("brieven").exit == 0


@pytest.mark.parametrize(
    "name", ["brief-LAPTOP.json", "brief (1).json", f"{TWO}-brief-college-LAPTOP.docx"]
)
def test_a_double_file_holds_its_letter(issued: Work, name: str) -> None:
    home = brieven(issued) / TWO
    like = "brief.json" if name.endswith("json") else f"{TWO}-brief-college.docx"
    shutil.copy(home / like, home / name)
    run = issued.run("brieven", "--json")
    assert run.exit == 1
    assert f"“{name}”" in run.json["fout"][0]["meldingen"][0]
    assert [one["kenmerk"] for one in run.json["ongewijzigd"]] == [ONE, THREE]


def test_the_form_of_which_the_record_was_pushed_aside_gets_no_second_kenmerk(
    issued: Work,
) -> None:
    """Two laptops gave AWI-2026-003 to two forms; the sync client kept one brief.json."""
    home = brieven(issued) / THREE
    other = json.loads((home / "brief.json").read_bytes())
    work_id = "2b1a3a6e-0000-4000-8000-000000000000"
    other["formulier_id"] = work_id
    (home / "brief-LAPTOP.json").write_text(json.dumps(other), encoding="utf-8")
    issued.sheet("z.xlsx", changed(ready("bijverdienen"), {"formulier.id": work_id}))
    run = issued.run("brieven", "--json")
    assert run.json["gemaakt"] == []
    assert [one["bestand"] for one in run.json["fout"]] == [
        "input/schuldhulp-gezinnen.xlsx",
        "input/z.xlsx",
    ]


def test_one_kenmerk_in_two_folders_holds_both(issued: Work) -> None:
    home = brieven(issued) / "AWI-2026-004"
    shutil.copytree(brieven(issued) / TWO, home)
    run = issued.run("brieven", "--json")
    assert run.exit == 1
    assert (
        "In de map AWI-2026-004 staat de brief AWI-2026-002." in run.json["fout"][0]["meldingen"][0]
    )
    issued.sheet("z.xlsx", changed(ready("bijverdienen"), {"formulier.id": None}))
    made = issued.run("brieven", "--json").json["gemaakt"]
    assert [one["kenmerk"] for one in made] == ["AWI-2026-005"]


def test_two_letters_of_one_form_wait_until_one_is_withdrawn(issued: Work) -> None:
    home = brieven(issued) / "AWI-2026-004"
    shutil.copytree(brieven(issued) / TWO, home)
    record = json.loads((home / "brief.json").read_bytes())
    record["kenmerk"] = "AWI-2026-004"
    (home / "brief.json").write_text(json.dumps(record), encoding="utf-8")
    run = issued.run("brieven", "--json")
    assert run.exit == 1
    (held,) = run.json["fout"]
    assert "Van één formulier zijn 2 brieven: AWI-2026-002 en AWI-2026-004" in held["meldingen"][0]
    issued.run("brieven", "--trek-in", "AWI-2026-004", "--reden", "dubbel gemaakt")
    run = issued.run("brieven", "--json")
    assert run.exit == 0
    assert [one["kenmerk"] for one in run.json["ongewijzigd"]] == [ONE, TWO, THREE]


def test_a_successor_is_no_double(issued: Work) -> None:
    sent = {"procedure.verzonden_op": "2026-11-20"}
    issued.sheet("bijverdienen.xlsx", changed(ready("bijverdienen"), sent))
    run = issued.run("brieven", "--opvolger-van", TWO, "--json")
    assert [one["kenmerk"] for one in run.json["gemaakt"]] == ["AWI-2026-004"]
    assert issued.record("AWI-2026-004")["opvolger_van"] == TWO
    assert issued.run("brieven").exit == 0


def test_a_double_of_a_letter_without_a_sheet_is_named_by_its_folder(issued: Work) -> None:
    shutil.copytree(brieven(issued) / TWO, brieven(issued) / f"{TWO} 2")
    (issued.root / "input/bijverdienen.xlsx").unlink()
    (held,) = issued.run("brieven", "--json").json["fout"]
    assert held["bestand"] == f"output/brieven/{TWO} 2"


def test_a_kenmerk_that_only_a_double_has_is_not_given_again(issued: Work) -> None:
    shutil.copytree(brieven(issued) / THREE, brieven(issued) / "AWI-2026-009-LAPTOP")
    issued.sheet("z.xlsx", changed(ready("bijverdienen"), {"formulier.id": None}))
    made = issued.run("brieven", "--json").json["gemaakt"]
    assert [one["kenmerk"] for one in made] == ["AWI-2026-010"]


def test_the_register_and_the_overview_name_what_is_there_twice(issued: Work) -> None:
    shutil.copytree(brieven(issued) / TWO, brieven(issued) / f"{TWO}-LAPTOP")
    sentence = f"“{TWO}-LAPTOP” is een dubbele map van {TWO}, waarschijnlijk gemaakt door"
    assert sentence in issued.run("register").out
    assert sentence in (issued.root / "output/overzicht.html").read_text("utf-8")
    shutil.rmtree(brieven(issued) / f"{TWO}-LAPTOP")
    assert sentence not in issued.run("register").out
