from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.archive.store import opened
from pipeline.workfolder import find
from pipeline.world import World, open_world
from pipeline.year.filed import Filed, Gearchiveerd, filed
from tests.archive.objects import store
from tests.archive.shelf import WHEN
from tests.work import Work

DAY = date(2026, 11, 22)
PDF = "AWI-2026-001-ondertekend.pdf"


@pytest.fixture
def world(work: Work) -> World:
    return open_world(find(work.root), DAY)


def test_an_empty_archive_has_no_code_and_nothing_is_filed(world: World) -> None:
    assert filed(world) == Filed(None, {}, {})


def test_each_advies_is_told_with_its_version_its_day_and_its_signed_letter(world: World) -> None:
    store(world.archive, "AWI-2026-001", {PDF: b"1"}, {PDF: b"1", "extra": b"2"})
    store(world.archive, "AWI-2026-002", {"AWI-2026-002-ondertekend.pdf": b"3"})
    home = "archief/ocfl/2026"
    assert filed(world).archief == {
        "AWI-2026-001": Gearchiveerd(2, DAY, f"{home}/AWI-2026-001/v1/content/{PDF}"),
        "AWI-2026-002": Gearchiveerd(
            1, DAY, f"{home}/AWI-2026-002/v1/content/AWI-2026-002-ondertekend.pdf"
        ),
    }


def test_the_pdf_to_read_goes_before_a_stack_of_letters(world: World) -> None:
    readable = "AWI-2026-001-ondertekend-leesbaar.pdf"
    store(world.archive, "AWI-2026-001", {PDF: b"1", readable: b"2"})
    found = filed(world).archief["AWI-2026-001"].ondertekend
    assert found == f"archief/ocfl/2026/AWI-2026-001/v1/content/{readable}"


def test_an_archive_elsewhere_is_named_by_its_whole_path(world: World, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elders"
    home = store(elsewhere, "AWI-2026-001", {PDF: b"1"})
    moved = replace(world, raad=replace(world.raad, archief=elsewhere))
    assert filed(moved).archief["AWI-2026-001"].ondertekend == str(home / "v1" / "content" / PDF)


def test_a_damaged_inventory_is_told_and_stops_nothing(world: World) -> None:
    home = store(world.archive, "AWI-2026-001", {PDF: b"1"})
    (home / "inventory.json").write_bytes(b"{")
    assert filed(world).archief == {"AWI-2026-001": Gearchiveerd()}


def test_the_code_is_that_of_the_log(world: World) -> None:
    with opened(world.archive) as archive:
        archive.add("AWI-2026-001", {PDF: b"1"}, message="x", user="y", when=WHEN)
        assert filed(world).code == archive.head


def test_mails_are_found_by_kenmerk_and_other_files_are_no_mails(world: World) -> None:
    home = world.folder.verzenden / "AWI-2026-001"
    home.mkdir(parents=True)
    for name in ("b-mail-leden.eml", "a-mail-college.eml", PDF):
        (home / name).write_bytes(b"x")
    (world.folder.verzenden / "Thumbs.db").write_bytes(b"x")
    assert filed(world).mails == {
        "AWI-2026-001": (
            "verzenden/AWI-2026-001/a-mail-college.eml",
            "verzenden/AWI-2026-001/b-mail-leden.eml",
        )
    }
