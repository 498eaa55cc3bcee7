"""Which page it is, is told rightly or not at all."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from PIL import Image

from pipeline.archive.look import looked_at
from pipeline.archive.opened import PictureLeaf
from tests.archive import paper
from tests.archive.folders import CODE, KENMERK, home, letter, pdf, scanned

PAGES = 5


@pytest.fixture(scope="module")
def clean() -> list[Image.Image]:
    return scanned(letter(pages=PAGES), paper.CLEAN)


@pytest.fixture(scope="module")
def brieven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brieven")
    home(folder, pages=PAGES)
    return folder


@pytest.mark.parametrize("seed", range(10))
def test_every_scan_is_told(seed: int, clean: list[Image.Image], brieven: Path) -> None:
    chance = Random(seed)  # noqa: S311 -- no secret
    number = seed % PAGES
    dpi, turned = chance.choice([100, 150, 200]), chance.choice([0, 90, 180, 270])
    spoiled = paper.scan(clean[number], chance, dpi, turned=turned)
    seen = looked_at(PictureLeaf(spoiled), brieven)
    assert (seen["codes"], seen["is_page"]) == ([CODE], number + 1)


@pytest.mark.parametrize("seed", range(5))
def test_no_photo_is_told_wrongly(seed: int, clean: list[Image.Image], brieven: Path) -> None:
    chance = Random(seed)  # noqa: S311 -- no secret
    number = seed % PAGES
    spoiled = paper.photo(clean[number], chance, long_side=1600)
    seen = looked_at(PictureLeaf(spoiled), brieven)
    assert seen["codes"] == [CODE]
    assert seen["is_page"] in {number + 1, None}


def test_a_page_of_another_text_with_this_code_is_not_told(brieven: Path) -> None:
    (page,) = scanned(letter(pages=9), 200)[8:]
    assert looked_at(PictureLeaf(page), brieven)["is_page"] is None


def test_without_a_pdf_as_made_nothing_is_told(clean: list[Image.Image], tmp_path: Path) -> None:
    seen = looked_at(PictureLeaf(clean[0]), tmp_path)
    assert (seen["codes"], seen["is_page"]) == ([CODE], None)


def test_pages_that_look_alike_are_not_told_apart(tmp_path: Path) -> None:

    folder = tmp_path / KENMERK
    folder.mkdir()
    same = pdf([(CODE, "", 1), (CODE, "", 1)])
    (folder / f"{KENMERK}-brief-college.pdf").write_bytes(same)
    seen = looked_at(PictureLeaf(scanned(same)[0]), tmp_path)
    assert (seen["codes"], seen["is_page"]) == ([CODE], None)
