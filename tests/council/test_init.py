"""A new work folder: valid out of the box, whole or not there at all."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from pipeline.council_file import read_council
from pipeline.init import (
    FolderNotEmptyError,
    FolderNotMadeError,
    NotAFolderError,
    init,
    packaged_templates,
)
from pipeline.workfolder import WorkFolder, find

ROOT = Path(__file__).parents[2]
SCRIPTS = ("Toetsen.cmd", "Brieven maken.cmd", "Archiveren.cmd")


def listing(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_new_work_folder_has_everything_and_nothing_else(tmp_path: Path) -> None:
    made = init(tmp_path / "raad")
    templates = sorted(p.name for p in packaged_templates().iterdir() if p.name != "nieuw")
    assert listing(tmp_path / "raad") == sorted(
        [
            "Archiveren.cmd",
            "Brieven maken.cmd",
            "Toetsen.cmd",
            "input",
            "input/adviesraad.toml",
            "input/bijlagen",
            "input/HANDLEIDING.md",
            "input/handleiding",
            "input/handleiding/brief.png",
            "input/handleiding/formulier.png",
            "input/handleiding/nagekeken.png",
            "input/handleiding/start.png",
            "input/ondertekend",
            "input/vertrouwd",
            "output",
            "output/LEESMIJ.txt",
            "templates",
            *(f"templates/{name}" for name in templates),
        ]
    )
    assert list(made) == sorted(p for p in (tmp_path / "raad").rglob("*") if p.is_file())
    assert list(tmp_path.iterdir()) == [tmp_path / "raad"]


def test_its_council_is_valid_and_plainly_not_filled_in(tmp_path: Path) -> None:
    init(tmp_path / "raad")
    raad = read_council(find(tmp_path / "raad").config)
    assert raad.gemeente == "Vul in"
    assert all(lid.naam.startswith("Vul In") for lid in raad.leden)
    assert raad.brief.merk == "VOORBEELD, NOG NIET INGEVULD"
    assert raad.werkgroepen
    assert raad.themas


def test_it_knows_nothing_of_one_council(tmp_path: Path) -> None:
    for path in init(tmp_path / "raad"):
        contents = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as document:
                contents += [document.read(part) for part in document.namelist()]
        assert not any(b"Arnhem" in content for content in contents), path


def test_its_first_run_finds_no_sheets(tmp_path: Path) -> None:
    init(tmp_path / "raad")
    assert WorkFolder(tmp_path / "raad").sheets((), tmp_path) == ()


def test_an_empty_folder_is_filled_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".DS_Store").write_bytes(b"")
    init(Path())
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        [".DS_Store", *SCRIPTS, "input", "output", "templates"]
    )


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    init(tmp_path / "Mijn documenten" / "raad W&I")
    assert (tmp_path / "Mijn documenten" / "raad W&I" / "input" / "adviesraad.toml").is_file()


def test_a_detour_in_the_path_leaves_no_trace(tmp_path: Path) -> None:
    init(tmp_path / "omweg" / ".." / "raad")
    assert [path.name for path in tmp_path.iterdir()] == ["raad"]


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notulen.docx").write_bytes(b"x")
    with pytest.raises(FolderNotEmptyError) as caught:
        init(tmp_path)
    assert str(caught.value) == f"In {tmp_path} staat al iets. Er is niets geschreven."
    assert caught.value.exit_status == 2
    assert listing(tmp_path) == ["notulen.docx"]


@pytest.mark.parametrize("name", ["notulen.docx", "notulen.docx/raad"])
def test_a_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "notulen.docx").write_bytes(b"x")
    with pytest.raises(NotAFolderError, match=r"notulen\.docx is een bestand en geen map"):
        init(tmp_path / name)


def test_what_the_disk_refuses_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(FolderNotMadeError) as caught:
        init(tmp_path / "a" / ("x" * 300))
    assert caught.value.exit_status == 3
    assert listing(tmp_path) == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_scripts_are_plain_and_end_their_lines_as_windows_does(
    tmp_path: Path, name: str
) -> None:
    init(tmp_path / "raad")
    script = (tmp_path / "raad" / name).read_bytes()
    assert script.isascii()
    assert script.count(b"\r\n") == script.count(b"\n") == len(script.splitlines())
    text = script.decode("ascii")
    assert "chcp 65001 >nul" in text
    assert 'cd /d "%~dp0"' in text
    assert text.rstrip().splitlines()[-2] == "pause"
    labels = {line[1:] for line in text.splitlines() if line.startswith(":")}
    assert {line.split("goto ")[1] for line in text.splitlines() if "goto " in line} <= labels


def test_the_scripts_differ_in_their_verb_only(tmp_path: Path) -> None:
    init(tmp_path / "raad")
    toetsen, brieven, archiveren = (
        (tmp_path / "raad" / name).read_text("ascii") for name in SCRIPTS
    )
    assert (
        toetsen.replace("Formulieren toetsen", "Brieven maken").replace(" toets %*", " brieven %*")
        == brieven
    )
    assert (
        brieven.replace("Brieven maken", "Archiveren")
        .replace("sleep er formulieren op", "sleep er ondertekende brieven op")
        .replace(" brieven %*", " archiveer %*")
        == archiveren
    )


def test_output_says_not_to_throw_it_away(tmp_path: Path) -> None:
    init(tmp_path / "raad")
    text = (tmp_path / "raad" / "output" / "LEESMIJ.txt").read_text("utf-8")
    assert text.startswith("NIET WEGGOOIEN: HIERIN STAAT UW ARCHIEF")


def test_the_sample_work_folder_says_so_too() -> None:
    here = (ROOT / "output" / "LEESMIJ.txt").read_text("utf-8")
    assert here == (packaged_templates() / "nieuw" / "output" / "LEESMIJ.txt").read_text("utf-8")
