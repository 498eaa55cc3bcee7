"""Letters that are made in processes beside the run: the same bytes, and no process left behind."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline import shelf
from pipeline.errors import PipelineError, UsageError
from pipeline.letters import setters
from pipeline.letters.setters import Beside, Here, Setter, SetterLostError
from pipeline.letters.stationery import Stationery
from pipeline.workfolder import WorkFolder
from pipeline.world import open_world
from tests.work import TODAY, Work, changed, ready

NAMES = ("bijverdienen", "schuldhulp-gezinnen", "beschut-werk")


def work_of(root: Path) -> Work:
    work = Work(root)
    for number in range(6):
        dossier = changed(ready(NAMES[number % 3]), {"advies.onderwerp": f"Onderwerp {number}"})
        dossier["formulier"]["id"] = f"00000000-0000-4000-8000-00000000000{number}"
        work.sheet(f"{number}.xlsx", dossier)
    return work


def setter_of(tmp_path: Path) -> AbstractContextManager[Setter]:
    """What makes the letters of a work folder with six sheets."""
    folder = WorkFolder(work_of(tmp_path / "werkmap").root)
    world = open_world(folder, date.fromisoformat(TODAY))
    return setters.setters(world, Stationery.open(folder.templates), letters=6)


def content(work: Work) -> dict[str, bytes]:
    home = work.root / "output" / "brieven"
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def few_is_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setters, "MANY", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(shelf, "ROOM", 1)  # and the sheets lie on disk


def test_a_large_run_makes_the_same_letters(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    small = work_of(tmp_path / "klein")
    assert small.run("brieven", "--geen-pdf").exit == 0
    request.getfixturevalue("few_is_many")
    large = work_of(tmp_path / "groot")
    assert large.run("brieven", "--geen-pdf").exit == 0
    assert len(content(large)) > 6 * 4
    assert content(large) == content(small)


@pytest.mark.usefixtures("few_is_many")
def test_what_is_wrong_beside_is_told_as_it_is_here(tmp_path: Path) -> None:
    work = work_of(tmp_path / "werkmap")
    config = work.root / "input" / "adviesraad.toml"
    text = config.read_text("utf-8").replace("van = 2023-01-01", "van = 2035-01-01")
    config.write_text(text, "utf-8")
    told = work.run("brieven", "--geen-pdf")
    assert told.exit in {1, 3}
    assert "Traceback" not in told.err


@pytest.mark.usefixtures("few_is_many")
def test_a_setter_that_is_lost_ends_the_run_in_a_sentence(tmp_path: Path) -> None:
    with setter_of(tmp_path) as setter:
        assert isinstance(setter, Beside)
        lost: Any = setter.pool.submit(os._exit, 3)
        with pytest.raises(Exception, match="terminated abruptly"):
            lost.result()
        with pytest.raises(SetterLostError, match="gestopt"):
            setter.begin(None, None)  # type: ignore[arg-type]  # it comes to nothing


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to a whole console")
@pytest.mark.usefixtures("few_is_many")
def test_ctrl_c_is_for_the_run_itself_from_the_start(tmp_path: Path) -> None:
    with setter_of(tmp_path) as setter:
        assert isinstance(setter, Beside)
        beside = tuple(setter.pool._processes)
        for process in beside:
            os.kill(process, signal.SIGINT)
        assert setter.pool.submit(os.getpid).result() in beside
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_small_run_starts_no_process(tmp_path: Path) -> None:
    with setter_of(tmp_path) as setter:
        assert isinstance(setter, Here)
        assert setter.ahead == 0


def test_an_error_travels_between_processes_as_it_is() -> None:
    error = UsageError("Dit kan niet.", "Doe dat.")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own
    assert isinstance(again, PipelineError)
    assert (str(again), again.hint, again.exit_status) == ("Dit kan niet.", "Doe dat.", 2)
