"""One launcher for all tests of faults."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.standing import Launcher, Tell, launcher
from tests.work import Work


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Tell:
    def line(text: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{text}\n")

    return line


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    """A work folder in memory where that can be: a killed program leaves the same either way."""
    memory = Path("/dev/shm")  # noqa: S108 -- a folder of its own is made in it
    if not os.access(memory, os.W_OK):
        yield Work(tmp_path / "werkmap")
        return
    with TemporaryDirectory(dir=memory) as folder:
        yield Work(Path(folder) / "werkmap")


@pytest.fixture(scope="session")
def advies() -> Iterator[Launcher]:
    if not hasattr(os, "fork"):
        pytest.skip("killing a run at an exact step needs fork, which Windows does not have")
    with launcher() as process:
        yield process
