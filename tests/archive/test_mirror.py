"""The second copy: in step, and never worse than it was."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.archive.log import head
from pipeline.archive.mirror import Copied, UnfitTargetError, copy
from tests.archive.shelf import KENMERKEN, add, fill, tree
from tests.archive.test_audit import ONE, PDF, flip, shorten
from tests.archive.verdict import sound

TWO = "ocfl/2026/AWI-2026-002"


def test_a_copy_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    archief = fill(tmp_path / "a")
    assert copy(archief, tmp_path / "b") == Copied(
        ("AWI-2026-001", "AWI-2026-002", "AWI-2027-001"), (), (), (), head(archief)
    )
    assert tree(tmp_path / "b") == tree(archief)
    sound(tmp_path / "b")


def test_copying_again_copies_only_what_is_new(tmp_path: Path) -> None:
    archief = fill(tmp_path / "a")
    copy(archief, tmp_path / "b")
    assert copy(archief, tmp_path / "b") == Copied((), (), (), (), head(archief))
    add(archief, "AWI-2026-003")
    add(archief, "AWI-2026-001", 2)
    result = copy(archief, tmp_path / "b")
    assert result.gekopieerd == ("AWI-2026-003", "AWI-2026-001")
    assert tree(tmp_path / "b") == tree(archief)
    sound(tmp_path / "b")


@pytest.mark.parametrize("place", [PDF, f"{ONE}/inventory.json", f"{ONE}/v1/inventory.json"])
def test_damage_does_not_travel(tmp_path: Path, place: str) -> None:
    archief = fill(tmp_path / "a")
    copy(archief, tmp_path / "b")
    good = tree(tmp_path / "b")
    flip(archief / place)
    assert copy(archief, tmp_path / "b") == Copied((), (), (), (), head(archief))
    assert tree(tmp_path / "b") == good


def test_a_damaged_advies_is_not_copied_and_the_others_are(tmp_path: Path) -> None:
    archief = fill(tmp_path / "a")
    flip(archief / PDF)
    result = copy(archief, tmp_path / "b")
    assert result.gekopieerd == ("AWI-2026-002", "AWI-2027-001")
    assert result.fout == (
        (
            "AWI-2026-001 is niet goed in de kopie: "
            "“ocfl/2026/AWI-2026-001/v1/content/brief-ondertekend.pdf” is in het archief zelf "
            "beschadigd of weg. Kijk met “advies controleer” wat er mis is."
        ),
    )
    flip(archief / PDF)
    again = copy(archief, tmp_path / "b")
    assert (again.gekopieerd, again.fout) == (("AWI-2026-001",), ())
    assert tree(tmp_path / "b") == tree(archief)


def test_a_new_version_of_what_could_not_be_copied_brings_all_versions(tmp_path: Path) -> None:
    archief = fill(tmp_path / "a")
    place = archief / TWO / "v1/content/mdto/object.xml"
    flip(place)
    assert "AWI-2026-002" not in copy(archief, tmp_path / "b").gekopieerd
    flip(place)
    add(archief, "AWI-2026-002", 3)
    assert copy(archief, tmp_path / "b").fout == ()
    assert tree(tmp_path / "b") == tree(archief)
    sound(tmp_path / "b")


def test_damage_in_the_copy_is_mended_and_kept_aside(tmp_path: Path) -> None:
    archief = fill(tmp_path / "a")
    copy(archief, tmp_path / "b")
    flip(tmp_path / "b" / PDF)
    shutil.rmtree(tmp_path / "b" / TWO)
    flip(tmp_path / "b/log/2026/000002.json")
    (tmp_path / "b/log/kop.json").unlink()
    flip(tmp_path / "b/LEESMIJ.txt")
    result = copy(archief, tmp_path / "b")
    assert (result.hersteld, result.gekopieerd) == (("AWI-2026-001",), ("AWI-2026-002",))
    assert result.meldingen == (
        "“log/2026/000002.json” in de kopie was beschadigd of weg, en is vervangen.",
        "“log/kop.json” in de kopie was beschadigd of weg, en is vervangen.",
        "“LEESMIJ.txt” in de kopie was beschadigd of weg, en is vervangen.",
        "In de kopie: “brief-ondertekend.pdf” van AWI-2026-001 is na het archiveren veranderd.",
        "AWI-2026-001 is in de kopie hersteld; wat er stond, is bewaard in .werk/opzij.",
    )
    assert tree(tmp_path / "b") == tree(archief)
    kept = {p.name for p in (tmp_path / "b/.werk/opzij").rglob("*") if p.is_file()}
    assert {"000002.json", "brief-ondertekend.pdf"} <= kept


def test_what_does_not_belong_in_the_copy_is_told_and_stays(tmp_path: Path) -> None:
    archief = fill(tmp_path / "a")
    copy(archief, tmp_path / "b")
    (tmp_path / "b/ocfl/2026/notities.txt").write_bytes(b"van mij")
    assert copy(archief, tmp_path / "b").fout == (
        "In de kopie: “ocfl/2026/notities.txt” hoort niet in het archief. Het is blijven staan.",
    )
    assert (tmp_path / "b/ocfl/2026/notities.txt").read_bytes() == b"van mij"


def test_an_archive_with_a_broken_log_is_not_copied(tmp_path: Path) -> None:
    archief = fill(tmp_path / "a")
    copy(archief, tmp_path / "b")
    good = tree(tmp_path / "b")
    flip(archief / "log/2026/000002.json")
    result = copy(archief, tmp_path / "b")
    assert result.fout[0].startswith("Het logboek van het archief is beschadigd.")
    assert tree(tmp_path / "b") == good


def test_an_archive_that_was_shortened_is_not_copied(tmp_path: Path) -> None:
    archief = fill(tmp_path / "a")
    add(archief, "AWI-2026-003")
    copy(archief, tmp_path / "b")
    good = tree(tmp_path / "b")
    shorten(archief)
    assert copy(archief, tmp_path / "b").fout[0].startswith("De kopie weet meer dan het archief")
    assert tree(tmp_path / "b") == good


def test_another_archive_is_not_copied_over_it(tmp_path: Path) -> None:
    copy(fill(tmp_path / "a"), tmp_path / "b")
    good = tree(tmp_path / "b")
    for kenmerk in KENMERKEN[::-1]:
        add(tmp_path / "c", kenmerk)
    result = copy(tmp_path / "c", tmp_path / "b")
    assert result.gekopieerd == ()
    assert result.fout[0].startswith(("Het logboek van de kopie", "De kopie weet meer"))
    assert tree(tmp_path / "b") == good


@pytest.mark.parametrize("place", ["a", "a/kopie", ".", "bestand.txt", "vol"])
def test_a_copy_needs_a_folder_of_its_own(tmp_path: Path, place: str) -> None:
    archief = fill(tmp_path / "a")
    (tmp_path / "bestand.txt").write_bytes(b"")
    (tmp_path / "vol").mkdir()
    (tmp_path / "vol/vakantie.jpg").write_bytes(b"")
    with pytest.raises(UnfitTargetError):
        copy(archief, tmp_path / place)


def test_without_an_archive_there_is_nothing_to_copy_and_nothing_is_made(tmp_path: Path) -> None:
    result = copy(tmp_path / "a", tmp_path / "b")
    assert result.meldingen == ("Het archief is nog leeg: er is niets te kopiëren.",)
    assert list(tmp_path.iterdir()) == []


def test_an_archive_that_is_gone_leaves_the_copy_alone(tmp_path: Path) -> None:
    archief = fill(tmp_path / "a")
    copy(archief, tmp_path / "b")
    good = tree(tmp_path / "b")
    shutil.rmtree(archief)
    assert "staat geen archief meer" in copy(archief, tmp_path / "b").fout[0]
    assert tree(tmp_path / "b") == good
    assert not archief.exists()
