from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.work import ROOT, Work, changed, ready, sample

STEPS = {
    "beschut-werk": "brief",
    "bijverdienen": "brief",
    "doorbraak-informeel": "informeel",
    "schuldhulp-gezinnen": "brief",
    "statushouders": "besluit",
    "werkende-armen": "overleg",
}


def test_toets_tells_the_step_of_every_sheet(work: Work) -> None:
    for name in STEPS:
        work.sheet(f"{name}.xlsx", sample(name))
    run = work.run("toets", "--json")
    assert run.exit == 0
    found = {Path(f["bestand"]).stem: f["stap"] for f in run.json["formulieren"]}
    assert found == STEPS
    assert run.json["onleesbaar"] == []
    assert run.json["datum"] == "2026-11-22"
    kept = json.loads((work.root / "output/toetsing/toetsing.json").read_bytes())
    assert kept == run.json


def test_a_melding_has_all_its_parts(work: Work) -> None:
    work.sheet("a.xlsx", changed(sample("bijverdienen"), {"winwin.ondernemer.effect": "verlies"}))
    (form,) = work.run("toets", "--json").json["formulieren"]
    found = [b for b in form["bevindingen"] if b["sleutel"] == "winwin.ondernemer.compensatie"]
    assert [b["ernst"] for b in found] == ["ontbreekt"]
    for finding in form["bevindingen"]:
        assert list(finding) == [
            "regel",
            "ernst",
            "stap",
            "plaats",
            "sleutel",
            "melding",
            "bron",
        ]
        assert all(finding.values())
        assert "!" in finding["plaats"]


def test_no_line_of_a_melding_is_wider_than_the_window(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for name in STEPS:
        work.sheet(f"{name}.xlsx", sample(name))
    told = work.run("toets").out.splitlines()
    meldingen = [line for line in told if line.startswith(("  - ", "      "))]
    assert any(line.startswith("  - ontbreekt Overleg!C9: “Concept") for line in meldingen)
    assert max(map(len, meldingen)) <= 80


def test_toets_changes_no_sheet(work: Work) -> None:
    path = work.sheet("a.xlsx", sample("statushouders"))
    before = path.read_bytes()
    work.run("toets")
    assert path.read_bytes() == before


def test_nagekeken_copy_only_where_there_is_something_to_do(work: Work) -> None:
    work.sheet("goed.xlsx", ready("beschut-werk"))
    work.sheet("nog-niet.xlsx", sample("werkende-armen"))
    run = work.run("toets")
    assert run.exit == 0
    assert work.listing("toetsing") == ["nog-niet-nagekeken.xlsx", "toetsing.json"]


def test_a_nagekeken_copy_that_a_lead_works_in_is_never_overwritten(work: Work) -> None:
    work.sheet("a.xlsx", sample("werkende-armen"))
    work.run("toets")
    copy = work.root / "output/toetsing/a-nagekeken.xlsx"
    copy.write_bytes(copy.read_bytes() + b"\0")
    theirs = copy.read_bytes()
    run = work.run("toets")
    assert copy.read_bytes() == theirs
    assert "blijft staan" in run.out


def test_the_nagekeken_copy_goes_when_the_sheet_is_mended(work: Work) -> None:
    work.sheet("a.xlsx", sample("werkende-armen"))
    work.run("toets")
    work.sheet("a.xlsx", ready("beschut-werk"))
    work.run("toets")
    assert work.listing("toetsing") == ["toetsing.json"]


def test_the_nagekeken_copy_takes_the_place_of_its_sheet(work: Work) -> None:
    work.sheet("a.xlsx", sample("werkende-armen"))
    work.run("toets")
    copy = work.root / "output/toetsing/a-nagekeken.xlsx"
    (work.root / "input/a-nagekeken.xlsx").write_bytes(copy.read_bytes())
    run = work.run("toets", "--json")
    assert run.exit == 0
    assert [f["bestand"] for f in run.json["formulieren"]] == ["input/a-nagekeken.xlsx"]
    assert "input/a.xlsx is overgeslagen" in work.run("toets").out.replace("\n  ", " ")


def test_two_sheets_with_one_id_and_other_answers_are_both_wrong(work: Work) -> None:
    one = sample("bijverdienen")
    work.sheet("a.xlsx", one)
    work.sheet("b.xlsx", changed(one, {"advies.kern": "Een andere kern."}))
    run = work.run("toets", "--json")
    assert run.exit == 1
    for form in run.json["formulieren"]:
        meldingen = [b["melding"] for b in form["bevindingen"] if b["ernst"] == "fout"]
        assert any("input/a.xlsx" in m and "input/b.xlsx" in m for m in meldingen)


def test_an_unreadable_sheet_never_stops_the_others(work: Work) -> None:
    work.sheet("goed.xlsx", ready("beschut-werk"))
    (work.root / "input" / "leeg.xlsx").write_bytes(b"")
    run = work.run("toets", "--json")
    assert run.exit == 1
    assert [f["bestand"] for f in run.json["formulieren"]] == ["input/goed.xlsx"]
    (wrong,) = run.json["onleesbaar"]
    assert wrong["bestand"] == "input/leeg.xlsx"
    assert "leeg" in wrong["melding"]


def test_a_missing_path_is_usage(work: Work) -> None:
    run = work.run("toets", "input/bestaat-niet.xlsx")
    assert run.exit == 2
    assert "bestaat niet" in run.err


@pytest.mark.parametrize("day", ["2026-11-22", "2027-02-28", "2031-07-01", "2036-12-31"])
def test_the_samples_stand_on_the_same_step_for_years(work: Work, day: str) -> None:
    for path in sorted((ROOT / "input").glob("*.*")):
        if path.suffix in {".xlsx", ".ods", ".xls"}:
            (work.root / "input" / path.name).write_bytes(path.read_bytes())
    for path in (ROOT / "input" / "bijlagen").iterdir():
        (work.root / "input" / "bijlagen").mkdir(exist_ok=True)
        (work.root / "input" / "bijlagen" / path.name).write_bytes(path.read_bytes())
    run = work.run("toets", "--json", datum=date.fromisoformat(day).isoformat())
    assert run.exit == 0
    assert {Path(f["bestand"]).stem: f["stap"] for f in run.json["formulieren"]} == STEPS


def test_what_could_not_be_read_is_not_lost_in_the_nagekeken_copy(work: Work) -> None:
    path = work.sheet("a.xlsx", sample("werkende-armen"))
    place = work.run("lees", "input/a.xlsx", "--plaatsen").json["plaatsen"]
    tab, cell = place["procedure.voorgelegd_voorzitter"].split("!")
    book = openpyxl.load_workbook(path)
    book[tab][cell].value = "volgende week"
    book.save(path)
    run = work.run("toets", "--json")
    assert run.exit == 1
    copy = openpyxl.load_workbook(work.root / "output/toetsing/a-nagekeken.xlsx")
    assert copy[tab][cell].value == "volgende week"
    assert copy[tab][cell].comment is not None


def fill(path: Path, tab: str, cell: str, text: str) -> None:
    book = openpyxl.load_workbook(path)
    book[tab][cell].value = text
    book.save(path)


def test_three_rounds_of_the_nagekeken_copy_beside_the_first_sheet(work: Work) -> None:
    work.sheet("d.xlsx", sample("werkende-armen"))
    places = work.run("lees", "input/d.xlsx", "--plaatsen").json["plaatsen"]
    tab, cell = places["advies.kern"].split("!")
    copy, back = (
        work.root / "output/toetsing/d-nagekeken.xlsx",
        work.root / "input/d-nagekeken.xlsx",
    )
    work.run("toets")
    for round_ in (1, 2, 3):
        back.write_bytes(copy.read_bytes())
        fill(back, tab, cell, f"De kern van ronde {round_}.")
        run = work.run("toets", "--json")
        assert run.exit == 0, run.out
        assert [f["bestand"] for f in run.json["formulieren"]] == ["input/d-nagekeken.xlsx"]
    kern = work.run("lees", "input/d-nagekeken.xlsx").json["advies"]["kern"]
    assert kern.startswith("De kern van ronde 3.")


@pytest.mark.parametrize("written", ["{0}!{1}", "{0}, vak {1}", "{0} {1}", "'{0}'!${1}"])
def test_a_clearance_names_its_cell_as_people_write_it(work: Work, written: str) -> None:
    private = {"advies.aanleiding": "Bel mij op 06 12345678."}
    work.sheet("a.xlsx", changed(ready("bijverdienen"), private))
    place = work.run("lees", "input/a.xlsx", "--plaatsen").json["plaatsen"]["advies.aanleiding"]
    assert _meldingen(work, "X0")
    row = {"sleutel": written.format(*place.split("!")), "reden": "mag", "door": "Stef Sjabloon"}
    work.sheet("a.xlsx", changed(ready("bijverdienen"), {**private, "gezien_en_akkoord": [row]}))
    assert not _meldingen(work, "X0")


def test_a_clearance_of_no_cell_is_told(work: Work) -> None:
    row = {"sleutel": "de aanleiding", "reden": "mag", "door": "Stef Sjabloon"}
    work.sheet("a.xlsx", changed(ready("bijverdienen"), {"gezien_en_akkoord": [row]}))
    (found,) = _meldingen(work, "X08")
    assert "Inhoud!C8" in found


def _meldingen(work: Work, code: str) -> list[str]:
    (form,) = work.run("toets", "--json").json["formulieren"]
    return [b["melding"] for b in form["bevindingen"] if b["regel"].startswith(code)]
