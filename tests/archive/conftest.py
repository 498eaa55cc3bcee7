"""A work folder with a letter in it, made once and copied; and archives in memory.

A disk confirms each file slowly.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

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


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    memory = Path("/dev/shm")  # noqa: S108 -- a folder of its own is made in it
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)
