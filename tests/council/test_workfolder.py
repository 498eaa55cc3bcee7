"""The work folder is found from anywhere in it, and a run reads the right sheets in order."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.errors import MissingPathError, NoWorkFolderError
from pipeline.workfolder import WorkFolder, find


@pytest.fixture
def work(tmp_path: Path) -> WorkFolder:
    root = tmp_path / "raad"
    write(root, "input/adviesraad.toml")
    return WorkFolder(root)


def write(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")


def listing(work: WorkFolder, *given: str, cwd: Path | None = None) -> list[str]:
    found = work.sheets([Path(name) for name in given], cwd or work.root)
    return [work.relative(path) for path in found]


def link(place: Path, target: Path) -> None:
    try:
        place.symlink_to(target, target_is_directory=target.is_dir())
    except OSError:
        pytest.skip("links need a right that this Windows user lacks")


# Finding the folder


def test_the_work_folder_is_found_from_a_folder_below(work: WorkFolder) -> None:
    below = work.root / "input" / "2026"
    below.mkdir()
    assert find(below) == work


def test_the_nearest_work_folder_counts(work: WorkFolder) -> None:
    write(work.root, "oud/input/adviesraad.toml")
    assert find(work.root / "oud" / "input").root == work.root / "oud"


def test_map_names_the_work_folder(work: WorkFolder) -> None:
    assert find(work.root.parent, Path("raad")) == work
    assert find(work.root / "input", Path("..")) == work
    assert find(Path.cwd(), work.root) == work


def test_map_looks_in_no_folder_above(work: WorkFolder) -> None:
    with pytest.raises(NoWorkFolderError):
        find(work.root, Path("input"))


def test_no_work_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoWorkFolderError, match=r"is geen werkmap"):
        find(tmp_path)


def test_a_map_that_is_not_there_is_said(work: WorkFolder) -> None:
    with pytest.raises(MissingPathError, match=r"^elders bestaat niet\.$"):
        find(work.root, Path("elders"))


def test_every_place_of_the_contract(work: WorkFolder) -> None:
    places = {
        work.relative(place)
        for place in (
            work.input,
            work.config,
            work.secretariaat,
            work.bijlagen,
            work.ondertekend,
            work.vertrouwd,
            work.templates,
            work.output,
            work.toetsing,
            work.concept,
            work.doorgegeven,
            work.verzenden,
            work.brieven,
            work.archief,
            work.werk,
        )
    }
    assert places == {
        "input",
        "input/adviesraad.toml",
        "input/secretariaat.xlsx",
        "input/bijlagen",
        "input/ondertekend",
        "input/vertrouwd",
        "templates",
        "output",
        "output/toetsing",
        "output/concept",
        "output/doorgegeven",
        "output/verzenden",
        "output/brieven",
        "output/archief",
        "output/.werk",
    }


# The sheets of a run


def test_all_of_input_is_read_in_order_of_its_names(work: WorkFolder) -> None:
    write(
        work.root,
        "input/Zorg.xlsx",
        "input/armoede.XLSX",
        "input/beschut.ods",
        "input/oud.xls",
        "input/Makro.xlsm",
        "input/2026/werk.xlsx",
    )
    assert listing(work) == [
        "input/2026/werk.xlsx",
        "input/armoede.XLSX",
        "input/beschut.ods",
        "input/Makro.xlsm",
        "input/oud.xls",
        "input/Zorg.xlsx",
    ]


def test_what_is_no_sheet_is_passed_over(work: WorkFolder) -> None:
    write(
        work.root,
        "input/secretariaat.xlsx",
        "input/~$secretariaat.xlsx",
        "input/bijlagen/cijfers.xlsx",
        "input/ondertekend/scan.xlsx",
        "input/2026/Vertrouwd/x.ods",
        "input/.~lock.armoede.xlsx#",
        "input/._armoede.xlsx",
        "input/.Trash/armoede.xlsx",
        "input/HANDLEIDING.md",
        "output/toetsing/armoede-nagekeken.xlsx",
        "input/armoede.xlsx",
    )
    assert listing(work) == ["input/armoede.xlsx"]


def test_a_lock_file_of_excel_is_kept_so_that_it_can_be_named(work: WorkFolder) -> None:
    write(work.root, "input/armoede.xlsx", "input/~$armoede.xlsx")
    assert listing(work) == ["input/armoede.xlsx", "input/~$armoede.xlsx"]


def test_a_folder_with_the_name_of_a_sheet_is_kept_so_that_it_can_be_named(
    work: WorkFolder,
) -> None:
    write(work.root, "input/map.xlsx/binnen.xlsx")
    assert listing(work) == listing(work, "input/map.xlsx") == ["input/map.xlsx"]


def test_a_named_file_is_taken_whatever_it_is(work: WorkFolder) -> None:
    write(
        work.root,
        "input/brief.docx",
        "input/.~lock.armoede.xlsx#",
        "input/secretariaat.xlsx",
        "input/bijlagen/cijfers.xlsx",
    )
    names = [
        "input/.~lock.armoede.xlsx#",
        "input/bijlagen/cijfers.xlsx",
        "input/brief.docx",
        "input/secretariaat.xlsx",
    ]
    assert listing(work, *reversed(names)) == names


def test_a_named_folder_is_searched(work: WorkFolder) -> None:
    write(work.root, "input/2026/a.xlsx", "input/b.xlsx")
    assert listing(work, "2026", cwd=work.input) == ["input/2026/a.xlsx"]


def test_the_whole_work_folder_leaves_output_alone(work: WorkFolder) -> None:
    write(work.root, "input/a.xlsx", "output/toetsing/a-nagekeken.xlsx", "output/.werk/b.xlsx")
    assert listing(work, ".") == ["input/a.xlsx"]
    assert listing(work, "output/toetsing") == ["output/toetsing/a-nagekeken.xlsx"]


def test_a_sheet_named_twice_is_read_once(work: WorkFolder) -> None:
    write(work.root, "input/a.xlsx")
    given = ("a.xlsx", "../input/a.xlsx", str(work.input / "a.xlsx"), ".")
    assert listing(work, *given, cwd=work.input) == ["input/a.xlsx"]


def test_a_sheet_outside_the_work_folder_keeps_its_path_as_given(
    work: WorkFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(work.root.parent, "elders/b.xlsx")
    monkeypatch.chdir(work.input)
    given = str(Path("..", "..", "elders", "b.xlsx"))
    assert listing(work, given, cwd=Path.cwd()) == [given]
    assert listing(work, str(Path(given).parent), cwd=Path.cwd()) == [given]
    assert work.sheets([Path(given)], Path.cwd())[0].is_file()


def test_a_path_that_leads_nowhere_is_said(work: WorkFolder) -> None:
    with pytest.raises(MissingPathError, match=r"^weg\.xlsx bestaat niet\.$"):
        work.sheets([Path("weg.xlsx")], work.input)
    with pytest.raises(MissingPathError):
        work.sheets([Path("x" * 5000)], work.input)


def test_a_work_folder_without_sheets_gives_none(work: WorkFolder) -> None:
    assert listing(work) == []


def test_links_in_a_circle_end(work: WorkFolder) -> None:
    write(work.root, "input/2026/a.xlsx")
    link(work.input / "2026" / "terug", work.input)
    link(work.input / "boven", work.root)
    link(work.input / "zelf.xlsx", work.input / "zelf.xlsx")
    assert listing(work) == ["input/2026/a.xlsx", "input/zelf.xlsx"]


def test_a_link_to_a_folder_elsewhere_is_followed(work: WorkFolder) -> None:
    write(work.root.parent, "gedeeld/c.xlsx")
    link(work.input / "gedeeld", work.root.parent / "gedeeld")
    assert listing(work) == ["input/gedeeld/c.xlsx"]


def test_the_work_folder_has_one_name_also_through_a_link(work: WorkFolder) -> None:
    write(work.root, "input/a.xlsx")
    link(work.root.parent / "snelkoppeling", work.root)
    other = work.root.parent / "snelkoppeling" / "input" / "a.xlsx"
    assert work.relative(other) == "input/a.xlsx"


@pytest.mark.skipif(
    os.name == "nt" or getattr(os, "geteuid", lambda: 1)() == 0, reason="root opens every folder"
)
def test_a_folder_that_cannot_be_opened_is_named(work: WorkFolder) -> None:
    write(work.root, "input/a.xlsx", "input/dicht/b.xlsx")
    (work.input / "dicht").chmod(0)
    try:
        assert listing(work) == ["input/a.xlsx", "input/dicht"]
    finally:
        (work.input / "dicht").chmod(0o700)
