"""Repair from the copy: whatever is wrong comes right, and what was there is kept."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline.archive.audit import audit
from pipeline.archive.log import head
from pipeline.archive.mirror import copy
from pipeline.archive.restore import NoArchiveError, Restored, restore
from tests.archive.shelf import USER, WHEN, add, fill, tree
from tests.archive.test_audit import FAULTS, ONE, PDF, TWO, Fault, flip, forge, shorten, truncate
from tests.archive.verdict import sound, wrong


def both(folder: Path) -> tuple[Path, Path]:
    """An archive and its copy."""
    archief = fill(folder / "a")
    copy(archief, folder / "b")
    return archief, folder / "b"


def mend(archief: Path, source: Path) -> Restored:
    return restore(archief, source, user=USER, when=WHEN)


def filed(folder: Path) -> dict[str, str]:
    """The adviezen, without the log, which a repair adds to."""
    return {place: digest for place, digest in tree(folder).items() if place.startswith("ocfl/")}


@pytest.mark.parametrize(("fault", "told"), FAULTS)
def test_every_fault_is_repaired(tmp_path: Path, fault: Fault, told: list[str]) -> None:
    archief, source = both(tmp_path)
    fault(archief)
    assert wrong(archief), told
    result = mend(archief, source)
    assert result.fout == ()
    assert result.meldingen
    assert filed(archief) == filed(source)
    assert sound(archief).head == result.head
    copied = copy(archief, source)
    assert copied.fout == ()
    assert tree(source) == tree(archief)


def test_a_repair_is_told_and_recorded_and_what_was_there_is_kept(tmp_path: Path) -> None:
    archief, source = both(tmp_path)
    truncate(archief / PDF)
    damaged = (archief / PDF).read_bytes()
    result = mend(archief, source)
    sentence = (
        "“brief-ondertekend.pdf” van AWI-2026-001 is na het archiveren veranderd: het is korter "
        "geworden (2993 in plaats van 3000 bytes)."
    )
    assert result == Restored(
        ("AWI-2026-001",),
        (sentence, "AWI-2026-001 is hersteld; wat er stond, is bewaard."),
        (),
        archief / ".werk/opzij/1",
        head(archief),
    )
    assert (archief / ".werk/opzij/1" / PDF).read_bytes() == damaged
    entry = json.loads((archief / "log/2026/000005.json").read_bytes())
    assert (entry["wat"], entry["object"], entry["door"], entry["melding"]) == (
        "hersteld",
        "AWI-2026-001",
        USER,
        sentence,
    )


def test_a_sound_archive_is_left_alone(tmp_path: Path) -> None:
    archief, source = both(tmp_path)
    before = tree(archief)
    assert mend(archief, source) == Restored((), (), (), None, head(archief))
    assert tree(archief) == before


def test_a_copy_that_is_damaged_too_brings_what_it_has(tmp_path: Path) -> None:
    archief, source = both(tmp_path)
    flip(archief / PDF)
    flip(source / ONE / "v1/content/mdto/object.xml")
    assert mend(archief, source).hersteld == ("AWI-2026-001",)
    sound(archief)


def test_what_no_one_has_stays_as_it_is_and_is_told(tmp_path: Path) -> None:
    archief, source = both(tmp_path)
    for folder in (archief, source):
        flip(folder / PDF)
    before = tree(archief)
    result = mend(archief, source)
    assert result.fout == (
        "“brief-ondertekend.pdf” van AWI-2026-001 is na het archiveren veranderd.",
        (
            f"AWI-2026-001 kan niet worden hersteld: ook de kopie heeft “{PDF}” niet zoals het was. "
            "Er is niets aan veranderd."
        ),
    )
    assert tree(archief) == before


def test_a_copy_that_is_behind_repairs_what_it_knows(tmp_path: Path) -> None:
    archief, source = both(tmp_path)
    add(archief, "AWI-2026-003")
    add(archief, "AWI-2026-001", 2)
    flip(archief / PDF)
    flip(archief / "log/2026/000003.json")
    result = mend(archief, source)
    assert (result.hersteld, result.fout) == (("AWI-2026-001",), ())
    sound(archief)


def test_a_lost_archive_comes_back_whole(tmp_path: Path) -> None:
    archief, source = both(tmp_path)
    shutil.rmtree(archief)
    result = mend(archief, source)
    assert result.hersteld == ("AWI-2026-001", "AWI-2026-002", "AWI-2027-001")
    assert filed(archief) == filed(source)
    sound(archief)


def test_an_archive_put_back_from_an_old_backup_catches_up(tmp_path: Path) -> None:
    archief = fill(tmp_path / "a")
    add(archief, "AWI-2026-003")
    copy(archief, tmp_path / "b")
    shorten(archief)
    assert audit(archief).fout == ()
    assert mend(archief, tmp_path / "b").hersteld == ("AWI-2026-003",)
    sound(archief)


def test_forged_files_in_a_copy_do_not_come_in(tmp_path: Path) -> None:
    archief, source = both(tmp_path)
    forge(source / ONE, "v1/content/brief-ondertekend.pdf", b"een ander besluit")
    (archief / PDF).unlink()
    assert mend(archief, source).hersteld == ()
    assert not (archief / PDF).exists()


def test_the_copy_of_another_archive_changes_nothing(tmp_path: Path) -> None:
    archief = fill(tmp_path / "a")
    for kenmerk in ("AWI-2026-002", "AWI-2026-001"):
        add(tmp_path / "b", kenmerk)
    flip(archief / TWO / "v1/content/brief-ondertekend.pdf")
    result = mend(archief, tmp_path / "b")
    assert result.fout[0].startswith("Het logboek van de kopie is een ander dan")
    # Its bytes are nevertheless those that our own log names.
    assert result.hersteld == ("AWI-2026-002",)
    sound(archief)


def test_without_a_log_of_its_own_an_archive_takes_none_of_a_stranger(tmp_path: Path) -> None:
    archief = fill(tmp_path / "a")
    add(tmp_path / "b", "AWI-2026-090")
    shutil.rmtree(archief / "log")
    before = tree(archief)
    assert "het lijkt de kopie van een ander archief" in mend(archief, tmp_path / "b").fout[0]
    assert tree(archief) == before


def test_an_entry_that_both_lost_is_told_and_its_advies_stays(tmp_path: Path) -> None:
    archief, source = both(tmp_path)
    for folder in (archief, source):
        (folder / "log/2026/000003.json").unlink()
    before = filed(archief)
    result = mend(archief, source)
    assert "Regel 3 van het logboek kan niet worden hersteld: ook de kopie heeft haar niet." in (
        result.fout
    )
    assert filed(archief) == before


def test_both_logs_damaged_in_different_places_make_one_whole_log(tmp_path: Path) -> None:
    archief, source = both(tmp_path)
    flip(archief / "log/2026/000001.json")
    (archief / "log/kop.json").unlink()
    (source / "log/2026/000003.json").unlink()
    assert mend(archief, source).fout == ()
    sound(archief)


@pytest.mark.parametrize("place", ["weg", "leeg"])
def test_a_folder_without_an_archive_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "leeg").mkdir()
    archief = fill(tmp_path / "a")
    before = tree(archief)
    with pytest.raises(NoArchiveError):
        mend(archief, tmp_path / place)
    assert tree(archief) == before
