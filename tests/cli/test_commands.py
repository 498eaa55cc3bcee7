"""The smaller commands, and how the command line behaves as a whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.archive.shelf import fill
from tests.work import ROOT, Work, changed, ready, sample


def advies(
    *arguments: str | Path, cwd: Path, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *map(str, arguments)],
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        check=False,
    )


def test_a_form_filled_from_json_reads_back_the_same(work: Work) -> None:
    source = work.root / "x.json"
    source.write_text(json.dumps(sample("schuldhulp-gezinnen")), encoding="utf-8")
    made = work.run("formulier", "--gegevens", source, "-o", "input/x.xlsx")
    assert (made.exit, made.out) == (0, "Het formulier staat klaar: input/x.xlsx\n")
    read = work.run("lees", "input/x.xlsx").json
    again = work.root / "y.json"
    again.write_text(json.dumps(read), encoding="utf-8")
    work.run("formulier", "--gegevens", again, "-o", "input/y.xlsx")
    assert work.run("lees", "input/y.xlsx").json == read
    assert read["advies"]["onderwerp"] == sample("schuldhulp-gezinnen")["advies"]["onderwerp"]
    assert read["formulier"]["id"] == sample("schuldhulp-gezinnen")["formulier"]["id"]


def test_lees_adds_the_cells_when_asked(work: Work) -> None:
    work.sheet("a.xlsx", sample("bijverdienen"))
    places = work.run("lees", "input/a.xlsx", "--plaatsen").json["plaatsen"]
    assert places["advies.onderwerp"].startswith("Onderwerp!")
    assert places["advies.adviespunten.1.wie"].startswith("Adviespunten!")


def test_unknown_keys_are_refused_with_their_path(work: Work) -> None:
    source = work.root / "x.json"
    source.write_text('{"advies": {"onderwep": "x", "adviespunten": [{"wat": "y"}]}}')
    run = work.run("formulier", "--gegevens", source)
    assert run.exit == 2
    assert "advies.onderwep" in run.err
    assert "advies.adviespunten.0.wat" in run.err
    assert not list((work.root / "input").glob("*.xlsx"))


def test_a_new_form_takes_people_and_theme_and_gets_its_own_id(work: Work) -> None:
    old = changed(sample("schuldhulp-gezinnen"), {"werkgroep.naam": "Inkomen"})
    work.sheet("oud.xlsx", old)
    run = work.run("formulier", "--nieuw-van", "input/oud.xlsx", "--onderwerp", "Iets nieuws")
    assert run.exit == 0
    new = work.run("lees", "input/iets-nieuws.xlsx").json
    assert new["advies"]["thema"] == old["advies"]["thema"]
    assert new["werkgroep"]["naam"] == "Inkomen"
    assert new["advies"]["aanleiding"] is None
    assert new["formulier"]["id"] not in {None, old["formulier"]["id"]}


def test_a_form_is_never_overwritten(work: Work) -> None:
    work.sheet("a.xlsx", sample("bijverdienen"))
    run = work.run("formulier", "-o", "input/a.xlsx")
    assert run.exit == 2
    assert "bestaat al" in run.err


def test_the_register_follows_sheets_and_letters(work: Work) -> None:
    work.sheet("a.xlsx", ready("bijverdienen"))
    work.run("brieven")
    run = work.run("register", "--json")
    assert run.exit == 0
    (dossier,) = run.json["dossiers"]
    assert (dossier["kenmerk"], dossier["stap"]) == ("AWI-2026-001", "ondertekening")
    assert dossier["adviespunten"][1]["kenmerk"] == "AWI-2026-001/2"
    assert json.loads((work.root / "output/register.json").read_bytes()) == run.json


def test_controleer_is_content_with_the_samples(work: Work) -> None:
    run = work.run("controleer", "--json")
    assert (run.exit, run.json["fout"]) == (0, [])


def test_controleer_names_every_mistake_in_the_settings(work: Work) -> None:
    config = work.root / "input/adviesraad.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('code = "AWI"', 'code = "awi &"\nkleur = 3'), encoding="utf-8")
    run = work.run("controleer", "--json")
    assert run.exit == 3
    assert [f["plaats"] for f in run.json["fout"]] == ["input/adviesraad.toml"] * 2
    assert "kleur" in " ".join(f["melding"] for f in run.json["fout"])


def test_controleer_finds_a_letter_that_was_changed(work: Work) -> None:
    work.sheet("a.xlsx", ready("bijverdienen"))
    work.run("brieven")
    path = work.root / "output/brieven/AWI-2026-001/AWI-2026-001-brief-college.docx"
    path.write_bytes(path.read_bytes() + b"\0")
    run = work.run("controleer", "--json")
    assert run.exit == 1
    (flaw,) = run.json["fout"]
    assert flaw["plaats"] == "output/brieven/AWI-2026-001/AWI-2026-001-brief-college.docx"


def test_a_noted_code_is_confirmed_when_every_byte_is_as_it_was(work: Work) -> None:
    fill(work.root / "output/archief")
    first = work.run("controleer", "--json").json["archiefcode"]
    said = f"De code {first} klopt: alles wat toen in het archief stond, staat er nog net zo in."
    assert said in work.run("controleer", "--code", first).out.splitlines()
    assert said not in work.run("controleer", "--snel", "--code", first).out
    assert work.run("controleer", "--code", "0000-0000-0000").exit == 1


def test_controleer_says_how_a_damaged_archive_is_mended(work: Work) -> None:
    fill(work.root / "output/archief")
    signed = next((work.root / "output/archief/ocfl").rglob("brief-ondertekend.pdf"))
    signed.write_bytes(b"x")
    run = work.run("controleer")
    assert run.exit == 1
    assert "uw tweede kopie: advies archief herstel MAP." in run.out


def test_wrong_settings_end_a_run_before_anything_is_written(work: Work) -> None:
    work.sheet("a.xlsx", ready("bijverdienen"))
    (work.root / "input/adviesraad.toml").write_text("[raad\n", encoding="utf-8")
    run = work.run("brieven")
    assert run.exit == 3
    assert "regel 1" in run.err
    assert not (work.root / "output").exists()


def test_a_broken_template_ends_a_run_before_anything_is_written(work: Work) -> None:
    work.sheet("a.xlsx", ready("bijverdienen"))
    (work.root / "templates/brief-college.docx").write_bytes(b"geen Word")
    run = work.run("brieven")
    assert run.exit == 3
    assert "brief-college.docx" in run.err
    assert not (work.root / "output").exists()


def test_outside_a_work_folder_the_command_says_where_to_go(tmp_path: Path) -> None:
    run = advies("toets", cwd=tmp_path)
    assert run.returncode == 2
    assert "is geen werkmap" in run.stderr.decode()
    assert b"Traceback" not in run.stderr


def test_init_makes_a_work_folder_that_works_at_once(tmp_path: Path) -> None:
    assert advies("init", "raad", cwd=tmp_path).returncode == 0
    made = advies("--map", "raad", "formulier", "--onderwerp", "Proef", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert advies("--map", "raad", "toets", cwd=tmp_path).returncode == 0
    assert advies("--map", "raad", "controleer", cwd=tmp_path).returncode == 0
    assert advies("init", "raad", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-h"], "Gebruik: advies"),
        (["brieven", "-h"], "Gebruik: advies brieven"),
        (["brieven", "--raar"], "De optie --raar bestaat niet."),
        (["brievn"], "De opdracht brievn bestaat niet."),
        (["lees"], "Er ontbreekt BESTAND"),
        (["toets", "--datum", "gisteren"], "gisteren is geen datum"),
        (["toets", "--datum"], "Achter --datum ontbreekt een waarde."),
    ],
)
def test_the_command_line_speaks_dutch(arguments: list[str], words: str, tmp_path: Path) -> None:
    run = advies(*arguments, cwd=tmp_path)
    text = (run.stdout + run.stderr).decode().replace("'", "")
    assert words in text
    assert run.returncode == (0 if "-h" in arguments else 2)
    for english in ("Usage", "Error", "Options", "OPTIONS", "No such", "Missing", "Show ", "TEXT"):
        assert english not in text


def test_the_version_is_told(tmp_path: Path) -> None:
    assert advies("--versie", cwd=tmp_path).stdout.startswith(b"advies 1.")


def test_a_console_without_unicode_is_no_reason_to_stop(work: Work) -> None:
    work.sheet("a.xlsx", changed(ready("bijverdienen"), {"advies.onderwerp": "Ångström 😀 ≤ 5"}))
    run = advies("brieven", cwd=work.root, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert run.returncode == 0, run.stderr
    again = advies("toets", "--json", cwd=work.root, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert json.loads(again.stdout)["formulieren"][0]["onderwerp"] == "Ångström 😀 ≤ 5"


def test_output_that_nobody_watches_has_no_colour_and_no_progress(work: Work) -> None:
    work.sheet("a.xlsx", ready("bijverdienen"))
    run = advies("brieven", cwd=work.root)
    assert b"\x1b" not in run.stdout + run.stderr
    assert run.stderr == b""


def test_an_old_form_is_brought_up_to_date_with_all_its_answers(work: Work) -> None:
    work.sheet("oud.xlsx", sample("werkende-armen"))
    run = work.run("formulier", "--bijwerken", "input/oud.xlsx", "-o", "input/nieuw.xlsx")
    assert run.exit == 0
    old = work.run("lees", "input/oud.xlsx").json
    new = work.run("lees", "input/nieuw.xlsx").json
    assert new["formulier"].pop("gebaseerd_op")
    old["formulier"].pop("gebaseerd_op")
    assert new == old
    forms = work.run("toets", "--json").json["formulieren"]
    assert [f["bestand"] for f in forms] == ["input/nieuw.xlsx"]


def test_a_sheet_that_lost_its_number_gets_no_letter(work: Work) -> None:
    path = work.sheet("a.xlsx", ready("bijverdienen"))
    book = openpyxl.load_workbook(path)
    for row in book["Start"].iter_rows():
        if row[0].value == "formulier.id":
            for cell in row[1:]:
                cell.value = None
    book.save(path)
    run = work.run("brieven", "--json")
    assert run.exit == 1
    assert "--bijwerken" in run.json["fout"][0]["meldingen"][0]
    assert work.run("formulier", "--bijwerken", "input/a.xlsx", "-o", "input/b.xlsx").exit == 0
    path.unlink()
    assert work.run("brieven", "--json").json["gemaakt"][0]["bestand"] == "input/b.xlsx"


def test_json_that_is_nested_without_end_is_refused(work: Work) -> None:
    source = work.root / "diep.json"
    source.write_text('{"advies":' + "[" * 100_000)
    run = work.run("formulier", "--gegevens", source)
    assert run.exit == 2
    assert "geen formulier" in run.err
