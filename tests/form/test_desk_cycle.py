"""The table from making to sending: `register` makes it, the secretary fills it, runs use it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import PatternFill

from tests.form.desks import about, cell, convert, fill, needs_libreoffice, shown
from tests.form.sheets import operated
from tests.work import ROOT, Json, Work, changed, ready

MEETING = date(2026, 11, 12)
ADOPTED: Mapping[str, object] = {
    "procedure.plenair_op": MEETING,
    "procedure.rijp_voor_stemming": "ja",
    "procedure.voor": 6,
    "procedure.tegen": 1,
    "procedure.onthouding": 0,
}
_OF_THE_SECRETARY = ("plenair_op", "rijp_voor_stemming", "voor", "tegen", "onthouding")


def undecided(onderwerp: str, **answers: object) -> Json:
    """A dossier that is ready for the meeting, as the lead hands it in."""
    empty: dict[str, object] = {f"procedure.{key}": None for key in _OF_THE_SECRETARY}
    given = {f"procedure.{key}": value for key, value in answers.items()}
    return changed(
        ready("bijverdienen"),
        {**empty, "advies.onderwerp": onderwerp, "formulier": {"versie": 1}, **given},
    )


@pytest.fixture
def table(work: Work) -> Path:
    work.sheet("a.xlsx", undecided("Eerste onderwerp"))
    work.sheet("sub/b.xlsx", undecided("Tweede onderwerp"))
    assert work.run("register").exit == 0
    return work.root / "input/secretariaat.xlsx"


def stappen(work: Work) -> dict[str, str]:
    """The step of every sheet."""
    sheets = work.run("toets", "--json").json["formulieren"]
    return {sheet["bestand"]: sheet["stap"] for sheet in sheets}


def fouten(work: Work) -> list[tuple[str, str]]:
    """Rule and place of every fout."""
    sheets = work.run("toets", "--json").json["formulieren"]
    found = (f for sheet in sheets for f in sheet["bevindingen"])
    return [(f["regel"], f["plaats"]) for f in found if f["ernst"] == "fout"]


def test_register_makes_a_row_for_each_dossier(work: Work, table: Path) -> None:
    assert shown(table) == [
        {"advies.onderwerp": "Eerste onderwerp", "bestand": "input/a.xlsx"},
        {"advies.onderwerp": "Tweede onderwerp", "bestand": "input/sub/b.xlsx"},
    ]
    assert shown(table, "Reacties") == []
    sheet = load_workbook(table)["Dossiers"]
    assert cell(sheet, 7, "advies.onderwerp").value == '=HYPERLINK("sub/b.xlsx","Tweede onderwerp")'
    assert sheet.freeze_panes == "C6"
    before = table.read_bytes()
    assert work.run("register").exit == 0
    assert table.read_bytes() == before


def test_votes_in_the_table_make_the_letter_and_the_letter_its_reactions(
    work: Work, table: Path
) -> None:
    assert stappen(work) == {"input/a.xlsx": "plenair", "input/sub/b.xlsx": "plenair"}
    fill(table, {"Eerste": ADOPTED})
    assert stappen(work) == {"input/a.xlsx": "brief", "input/sub/b.xlsx": "plenair"}
    made = work.run("brieven", "--json").json["gemaakt"]
    assert [one["kenmerk"] for one in made] == ["AWI-2026-001"]

    run = work.run("register")
    assert "In input/secretariaat.xlsx toegevoegd: 4 adviespunten." in run.out
    assert [row.get("kenmerk") for row in shown(table)] == ["AWI-2026-001", None]
    assert [row["nummer"] for row in shown(table, "Reacties")] == [1, 2, 3, 4]

    fill(table, {"Eerste": {"procedure.verzonden_op": date(2026, 11, 20)}})
    answer = {"status": "overgenomen", "datum": date(2026, 11, 21), "bron": "brief"}
    points = [str(row["advies"]) for row in shown(table, "Reacties")]
    fill(table, dict.fromkeys(points, answer), "Reacties")
    document = work.run("register", "--json").json
    assert len(shown(table, "Reacties")) == 4
    assert [p["status"] for p in document["dossiers"][0]["adviespunten"]] == ["overgenomen"] * 4
    assert work.run("brieven").last_line.startswith("Klaar: 0 nieuw, 0 gewijzigd, 1 ongewijzigd")


def test_new_dossiers_are_added_and_the_secretary_keeps_what_she_made(
    work: Work, table: Path
) -> None:
    book = load_workbook(table)
    sheet = book["Dossiers"]
    sheet["AA5"], sheet["AA6"] = "Mijn notities", "bellen"
    sheet["B6"].fill = PatternFill("solid", fgColor="FFFF00")
    # Sorted: the second dossier first.
    for column in range(1, 26):
        one, other = sheet.cell(6, column), sheet.cell(7, column)
        one.value, other.value = other.value, one.value
    cell(sheet, 6, "procedure.voor").value = 5
    book.create_sheet("Van mij")["A1"] = "blijft"
    book.save(table)
    before = table.read_bytes()

    work.sheet("c.xlsx", undecided("Derde onderwerp"))
    run = work.run("register")
    assert "In input/secretariaat.xlsx toegevoegd: 1 advies." in run.out
    book = load_workbook(table)
    sheet = book["Dossiers"]
    assert [row["advies.onderwerp"] for row in shown(table)] == [
        "Tweede onderwerp",
        "Eerste onderwerp",
        "Derde onderwerp",
    ]
    assert (sheet["AA5"].value, sheet["AA6"].value) == ("Mijn notities", "bellen")
    assert sheet["B6"].fill.fgColor.rgb == "00FFFF00"
    assert book["Van mij"]["A1"].value == "blijft"
    backups = (work.root / "output/.werk/secretariaat").glob("*.xlsx")
    assert before in [path.read_bytes() for path in backups]
    found = work.run("toets", "--json").json["formulieren"]
    votes = [
        f["plaats"] for s in found for f in s["bevindingen"] if f["sleutel"] == "procedure.voor"
    ]
    assert {place.partition("!")[0] for place in votes} <= {"secretariaat.xlsx, Dossiers"}


def test_a_later_copy_of_a_sheet_does_not_undo_a_vote(work: Work, table: Path) -> None:
    fill(table, {"Eerste": ADOPTED, "Tweede": ADOPTED})
    answers = {"plenair_op": "2026-11-12", "rijp_voor_stemming": True, "voor": 2, "tegen": 5}
    work.sheet("a.xlsx", undecided("Eerste onderwerp", **answers))

    assert fouten(work) == [
        ("S01", "secretariaat.xlsx, Dossiers!H6"),
        ("S01", "secretariaat.xlsx, Dossiers!I6"),
    ]
    run = work.run("brieven", "--json")
    assert run.exit == 1
    assert [one["bestand"] for one in run.json["gemaakt"]] == ["input/sub/b.xlsx"]
    assert re.fullmatch(
        r"secretariaat\.xlsx, Dossiers!H6: “Stemmen voor” is hier 6, maar in het formulier "
        r"\(Secretariaat!C\d+\) 2\. Maak ze gelijk, of maak een van beide leeg\.",
        run.json["fout"][0]["meldingen"][0],
    )


@pytest.mark.parametrize("lock", ["~$secretariaat.xlsx", ".~lock.secretariaat.xlsx#"])
def test_nothing_is_added_while_the_table_is_open_elsewhere(
    work: Work, table: Path, lock: str
) -> None:
    work.sheet("c.xlsx", undecided("Derde onderwerp"))
    (table.parent / lock).write_bytes(b"\x05Anna ")
    before = table.read_bytes()

    run = work.run("register")
    assert (run.exit, table.read_bytes()) == (3, before)
    assert "secretariaat.xlsx staat open in een ander programma" in run.err
    assert lock in run.err
    assert "Wat daarin nog niet is bewaard" in work.run("brieven").out.replace("\n    ", " ")
    (table.parent / lock).unlink()
    assert work.run("register").exit == 0
    assert len(shown(table)) == 3


@pytest.mark.parametrize("command", ["toets", "brieven", "register"])
def test_a_table_that_cannot_be_read_ends_the_run(work: Work, table: Path, command: str) -> None:
    fill(table, {"Eerste": ADOPTED})
    table.write_bytes(table.read_bytes()[:3000])
    run = work.run(command)
    assert run.exit == 3
    assert "secretariaat.xlsx kan niet worden gelezen. Dit bestand is niet compleet" in run.err
    assert "Zet een reservekopie terug" in run.err
    assert not (work.root / "output/brieven").exists()


def test_a_table_that_is_gone_ends_the_run_until_it_is_put_back(work: Work, table: Path) -> None:
    table.unlink()
    run = work.run("brieven")
    assert run.exit == 3
    assert "is weg, terwijl die tabel er eerder wel was" in run.err
    (backup,) = (work.root / "output/.werk/secretariaat").glob("*.xlsx")
    backup.rename(table)
    assert work.run("brieven").exit == 0


def test_a_table_without_its_hidden_column_is_refused(work: Work, table: Path) -> None:
    book = load_workbook(table)
    book["Dossiers"].delete_cols(1)
    book.save(table)
    run = work.run("toets")
    assert (run.exit, "De verborgen eerste rij of kolom" in run.err) == (3, True)


def test_a_table_of_an_unknown_build_is_left_alone_and_made_anew_beside_it(
    work: Work, table: Path
) -> None:
    fill(table, {"Eerste": ADOPTED})
    # A program of another make: sound for a reader, but not built as Excel's.
    part = "xl/worksheets/sheet1.xml"
    odd = operated(
        table.read_bytes(),
        lambda name, data: data.replace(b'<row r="4"', b"<row") if name == part else data,
    )
    table.write_bytes(odd)
    work.sheet("c.xlsx", undecided("Derde onderwerp"))

    run = work.run("register")
    assert (run.exit, table.read_bytes()) == (3, odd)
    assert "Een nieuwe tabel met al uw antwoorden" in run.err
    new = shown(work.root / "output/secretariaat-nieuw.xlsx")
    assert [row.get("procedure.voor") for row in new] == [6, None, None]
    assert [row["advies.onderwerp"] for row in new][2] == "Derde onderwerp"


def test_what_a_killed_run_left_beside_the_table_is_cleared(work: Work, table: Path) -> None:
    left = table.with_name(".secretariaat.xlsx.4711.nieuw")
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    assert work.run("register").exit == 0
    assert not left.exists()


def test_the_last_twenty_states_are_kept(work: Work, table: Path) -> None:
    folder = work.root / "output/.werk/secretariaat"
    for number in range(25):
        (folder / f"2026-01-01 10.00.{number:02}.xlsx").write_bytes(b"eerder")
    fill(table, {"Eerste": ADOPTED})
    now = table.read_bytes()
    work.sheet("c.xlsx", undecided("Derde onderwerp"))
    assert work.run("register").exit == 0
    kept = sorted(folder.iterdir())
    assert len(kept) == 20
    assert kept[-1].read_bytes() == now
    assert kept[0].name == "2026-01-01 10.00.07.xlsx"


def test_runs_at_once_add_every_dossier_once(work: Work, table: Path) -> None:
    for number in range(6):
        work.sheet(f"n{number}.xlsx", undecided(f"Onderwerp {number}"))
    command = [sys.executable, "-m", "pipeline.cli", "--map", str(work.root), "register"]
    runs = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    told = [run.communicate(timeout=120) for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], told
    assert len(shown(table)) == 2 + 6
    assert sum(b"toegevoegd: 6 adviezen" in out for out, _ in told) == 1


@pytest.mark.tool
@needs_libreoffice
def test_a_table_saved_by_libreoffice_is_appended_and_read(work: Work, table: Path) -> None:
    fill(table, {"Tweede": ADOPTED})
    table.write_bytes(convert(table).read_bytes())
    work.sheet("c.xlsx", undecided("Derde onderwerp"))
    assert work.run("register").exit == 0
    fill(table, {"Derde": ADOPTED})
    table.write_bytes(convert(table).read_bytes())

    assert stappen(work) == {
        "input/a.xlsx": "plenair",
        "input/c.xlsx": "brief",
        "input/sub/b.xlsx": "brief",
    }
    sheet = load_workbook(table)["Dossiers"]
    day = cell(sheet, about(sheet, "Derde"), "procedure.plenair_op")
    assert str(day.value).startswith("2026-11-12")
    assert any(day.coordinate in one.cells for one in sheet.data_validations.dataValidation)


def test_a_council_evening_of_six_dossiers_one_table_and_one_run(work: Work) -> None:
    evening: Mapping[str, Mapping[str, object]] = {
        "Aangenomen": ADOPTED,
        "Nipt aangenomen": {**ADOPTED, "procedure.voor": 4, "procedure.tegen": 3},
        "Afgewezen": {**ADOPTED, "procedure.voor": 2, "procedure.tegen": 5},
        "Nog niet rijp": {
            "procedure.plenair_op": MEETING,
            "procedure.rijp_voor_stemming": "nee",
        },
        "Akkoord voorzitter": {
            "procedure.akkoord_voorzitter_op": MEETING,
            "procedure.reden_zonder_stemming": "De gemeente beslist al volgende week.",
        },
        "Gestopt": {
            "procedure.gestopt_op": MEETING,
            "procedure.reden_gestopt": "De gemeente doet dit al.",
        },
    }
    for number, onderwerp in enumerate(evening, start=1):
        work.sheet(f"{number}.xlsx", undecided(onderwerp))
    assert work.run("register").exit == 0
    table = work.root / "input/secretariaat.xlsx"
    fill(table, evening)

    outcome = work.run("brieven", "--json")
    assert outcome.exit == 0
    assert [one["bestand"] for one in outcome.json["gemaakt"]] == [
        "input/1.xlsx",
        "input/2.xlsx",
        "input/5.xlsx",
    ]
    assert stappen(work) == {
        "input/1.xlsx": "ondertekening",
        "input/2.xlsx": "ondertekening",
        "input/3.xlsx": "afgewezen",
        "input/4.xlsx": "plenair",
        "input/5.xlsx": "ondertekening",
        "input/6.xlsx": "gestopt",
    }
