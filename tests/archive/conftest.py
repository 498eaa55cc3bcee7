"""A work folder with a letter in it, made once and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.archive import filings
from tests.work import Work


@pytest.fixture(scope="session")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = Work(tmp_path_factory.mktemp("archief") / "werkmap")
    home = filings.issue(work)
    filings.add(
        home,
        {
            f"{home.name}-brief-college.pdf": filings.pdf("brief"),
            f"{home.name}-kopie-bram-beleid.pdf": filings.pdf("kopie"),
            f"{home.name}-toetsing.pdf": filings.pdf("toetsing"),
        },
    )
    return work.root


@pytest.fixture
def desk(issued: Path, tmp_path: Path) -> Work:
    """The work folder, with AWI-2026-001 made and not yet signed."""
    work = Work(tmp_path / "werkmap")
    shutil.copytree(issued, work.root, dirs_exist_ok=True)
    return work


@pytest.fixture
def home(desk: Work) -> Path:
    return desk.root / "output" / "brieven" / filings.KENMERK
