"""`advies bewaak`: the watch itself with a clock of the test, and the command as a real process."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.form.recall import Recall
from pipeline.glance import STILL, Watched, changes, glance
from pipeline.owed import CALM
from pipeline.reach import note
from pipeline.watch import Clock, Watcher
from pipeline.workfolder import WorkFolder
from tests.benchmarks.forms import make
from tests.work import ROOT, Work, changed, ready

A, B = Path("a.xlsx"), Path("b.xlsx")
MARK = "Klein verschil"


class Watching:
    """A watch of which the test turns the hands of the clock."""

    def __init__(self, work: Work, reader: Recall) -> None:
        self.elapsed = 100.0
        self.today = date(2026, 11, 22)
        self.lines: list[str] = []
        clock = Clock(
            lambda: datetime(2026, 11, 22, 14, 3, 22),  # noqa: DTZ001 -- the user's own clock
            lambda: self.today,
            lambda: self.elapsed,
            lambda _: None,
        )
        folder = WorkFolder(work.root)
        self.watcher = Watcher(folder, clock, self.lines.append, reader)
        self.toetsing = folder.toetsing / "toetsing.json"
        self.overview = folder.output / "overzicht.html"
        self.workbook = folder.output / "register.xlsx"

    def look(self, later: float = 0.0) -> list[str]:
        """What is said when it looks `later` seconds after the last time."""
        self.elapsed += later
        self.lines.clear()
        self.watcher.look()
        return list(self.lines)

    def look_until_still(self) -> list[str]:
        return [*self.look(0.1), *self.look(STILL + 0.1)]

    def sheets(self) -> dict[str, Any]:
        found = json.loads(self.toetsing.read_bytes())["formulieren"]
        return {sheet["bestand"]: sheet for sheet in found}


@pytest.fixture
def watching(work: Work) -> Iterator[Watching]:
    work.sheet("a.xlsx", ready("bijverdienen"))
    with Recall() as reader:
        yield Watching(work, reader)


snapshots = st.dictionaries(
    st.sampled_from([A, B, Path("c.ods")]), st.tuples(st.integers(0, 2), st.integers(0, 2))
)


@given(snapshots, snapshots)
def test_every_difference_is_a_change_and_nothing_else(before: Any, after: Any) -> None:
    found = changes(before, after)
    assert found == changes(after, before)
    assert {p: s for p, s in before.items() if p not in found} == {
        p: s for p, s in after.items() if p not in found
    }
    assert all(before.get(path) != after.get(path) for path in found)


def test_a_file_counts_once_it_stands_still() -> None:
    watched, found = Watched({A: (1, 1)}).seen({A: (2, 2), B: (1, 1)}, 0.0)
    assert not found
    watched, found = watched.seen({A: (3, 3), B: (1, 1)}, STILL)  # a grows, b does not
    assert found == {B}
    watched, found = watched.seen({A: (3, 3), B: (1, 1)}, 2 * STILL)
    assert found == {A}
    assert watched == Watched({A: (3, 3), B: (1, 1)})


def test_a_file_that_comes_back_as_it_was_is_no_change() -> None:
    watched, _ = Watched({A: (1, 1)}).seen({}, 0.0)
    assert watched.seen({A: (1, 1)}, 9.0) == (Watched({A: (1, 1)}), frozenset())


def test_locks_and_unfinished_files_are_not_seen(work: Work) -> None:
    for name in ("~$a.xlsx", ".~lock.a.xlsx#", ".a.xlsx", "a.tmp", "ondertekend/scan.pdf"):
        path = work.root / "input" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    (work.root / "input/bijlagen").mkdir()
    (work.root / "input/bijlagen/verslag.pdf").write_bytes(b"x")
    folder = WorkFolder(work.root)
    seen = {path.relative_to(work.root).as_posix() for path in glance(folder, folder.archief)}
    assert {name for name in seen if name.startswith("input")} == {
        "input/adviesraad.toml",
        "input/bijlagen/verslag.pdf",
    }


def test_it_starts_with_all_and_then_tells_what_was_saved(work: Work, watching: Watching) -> None:
    start = "14:03:22  1 formulier getoetst, 0 met een fout, 0 niet te lezen."
    assert watching.look() == [start]
    assert watching.look(9) == []
    work.sheet("a.xlsx", changed(ready("bijverdienen"), {"advies.onderwerp": MARK}))
    assert watching.look(0.4) == []
    (line,) = watching.look(STILL + 0.1)
    assert line.startswith("14:03:22  input/a.xlsx – stap brief: ")
    assert watching.sheets()["input/a.xlsx"]["onderwerp"] == MARK
    assert MARK in watching.overview.read_text("utf-8")
    assert watching.look(9) == []


def test_a_half_written_sheet_is_left_until_it_is_whole(work: Work, watching: Watching) -> None:
    watching.look()
    path = work.sheet("b.xlsx", changed(ready("statushouders"), {"advies.onderwerp": MARK}))
    whole = path.read_bytes()
    for size in (1000, 5000, 9000):
        path.write_bytes(whole[:size])
        assert watching.look(0.6) == []
    assert "input/b.xlsx" not in watching.sheets()
    path.write_bytes(whole)
    (line,) = watching.look_until_still()
    assert "input/b.xlsx – stap " in line
    assert watching.sheets()["input/b.xlsx"]["onderwerp"] == MARK


def test_a_damaged_sheet_is_told_and_stops_nothing(work: Work, watching: Watching) -> None:
    watching.look()
    (work.root / "input/b.xlsx").write_bytes(b"PK half")
    (line,) = watching.look_until_still()
    assert line.startswith("14:03:22  input/b.xlsx – niet te lezen: ")
    (work.root / "input/b.xlsx").unlink()
    assert watching.look_until_still() == ["14:03:22  input/b.xlsx – staat er niet meer"]


def test_a_sync_conflict_copy_is_told_at_both(work: Work, watching: Watching) -> None:
    dossier = {**ready("bijverdienen"), "formulier": {"id": "7d0c2a52-6a0e-4d53-9a55-0d5a3f1c7b10"}}
    work.sheet("a.xlsx", dossier)
    watching.look()
    copy = "a (conflicted copy 2026-11-22).xlsx"
    work.sheet(copy, changed(dossier, {"advies.onderwerp": MARK}))
    told = "\n".join(watching.look_until_still())
    assert f"input/{copy} – " in told
    assert "input/a.xlsx – " in told
    assert "fout" in told


def test_a_vanished_folder_is_told_once_and_waited_for(work: Work, watching: Watching) -> None:
    watching.look()
    (work.root / "input").rename(work.root / "weg")
    (line,) = watching.look(0.4)
    assert "De map input is nu niet te bereiken." in line
    assert watching.look(60) == []
    assert len(watching.sheets()) == 1
    (work.root / "weg").rename(work.root / "input")
    assert watching.look(60) == ["14:03:22  Dat is verholpen. Het bewaken gaat verder."]


def test_wrong_settings_are_told_and_mended(work: Work, watching: Watching) -> None:
    config = work.root / "input/adviesraad.toml"
    good = config.read_bytes()
    config.write_bytes(b"[raad\n")
    (line,) = watching.look()
    assert "adviesraad.toml klopt nog niet" in line
    assert watching.look(60) == []
    config.write_bytes(good)
    assert watching.look_until_still() == [
        "14:03:22  1 formulier getoetst, 0 met een fout, 0 niet te lezen.",
        "14:03:22  Dat is verholpen. Het bewaken gaat verder.",
    ]


@pytest.mark.parametrize("is_file", [False, True])
def test_an_archive_out_of_reach_is_told_once_and_nothing_is_claimed(
    work: Work, watching: Watching, *, is_file: bool
) -> None:
    kenmerk = "AWI-2026-001"
    work.run("brieven", "--geen-pdf")
    archief = work.root / "output/archief"
    for place in (f"ocfl/2026/{kenmerk}", "log/2026"):
        (archief / place).mkdir(parents=True)
    note(work.root / "output/.werk", "3F9A-7C2B-11D0", [kenmerk])
    assert len(watching.look()) == 1
    before = watching.overview.read_bytes()
    assert ontbreekt(watching) == ["V02"]  # to be sent
    archief.rename(away := archief.with_name("weg"))
    if is_file:
        archief.touch()  # what a broken connection shows is no folder
    (line,) = watching.look_until_still()
    assert str(archief) in line
    assert "Toetsen gaat gewoon door." in line
    assert line.endswith("Het overzicht en het register blijven intussen zoals ze waren.")
    assert ontbreekt(watching) == ["V02"]
    assert watching.look(60) == []
    work.sheet("b.xlsx", changed(ready("statushouders"), {"advies.onderwerp": MARK}))
    (line,) = watching.look_until_still()
    assert "input/b.xlsx – stap " in line
    assert watching.overview.read_bytes() == before
    if is_file:
        archief.unlink()
    away.rename(archief)
    assert watching.look_until_still() == [
        "14:03:22  Het archief is weer te bereiken. Het overzicht en het register worden weer bijgewerkt."
    ]
    assert MARK in watching.overview.read_text("utf-8")


def test_eenmaal_tells_that_the_archive_is_out_of_reach(work: Work) -> None:
    work.sheet("a.xlsx", ready("bijverdienen"))
    note(work.root / "output/.werk", "3F9A-7C2B-11D0", [])
    run = work.run("bewaak", "--eenmaal")
    assert (run.exit, run.err) == (0, "")
    assert run.out.count("staat geen archief, maar er is eerder gearchiveerd") == 1
    assert "toetsing/toetsing.json" in work.listing("")
    assert not [name for name in work.listing("") if name.startswith(("overzicht", "register"))]


def ontbreekt(watching: Watching) -> list[str]:
    """The rules that ask for something in the first sheet."""
    found = watching.sheets()["input/a.xlsx"]["bevindingen"]
    return [one["regel"] for one in found if one["ernst"] == "ontbreekt"]


def test_a_new_day_judges_anew(watching: Watching) -> None:
    watching.look()
    watching.today = date(2027, 3, 1)
    watching.look(1)
    assert json.loads(watching.toetsing.read_bytes())["datum"] == "2027-03-01"


def test_what_it_says_is_always_what_a_fresh_toetsing_says(work: Work, watching: Watching) -> None:
    settings, terms = work.root / "input/adviesraad.toml", work.root / "templates/verouderd.toml"
    scheme = work.root / "templates/toetsingsschema.toml"
    first, second = ready("bijverdienen"), ready("statushouders")
    with_file = {"titel": "Verslag", "bestand": "verslag.pdf", "vertrouwelijk": False}
    bijlage = work.root / "input/bijlagen/verslag.pdf"
    bijlage.parent.mkdir()
    rounds: tuple[Callable[[], object], ...] = (
        lambda: work.sheet("b.xlsx", second),
        lambda: work.sheet("a.xlsx", changed(first, {"procedure.voor": 1})),
        lambda: work.sheet("c.xlsx", changed(first, {"advies.onderwerp": MARK})),  # likeness
        lambda: work.sheet("a.xlsx", changed(first, {"advies.bijlagen": [with_file]})),
        lambda: bijlage.write_bytes(b"%PDF"),
        bijlage.unlink,
        lambda: _edit(settings, "reactie_weken = 6", "reactie_weken = 4"),
        lambda: _edit(scheme, 'id = "T01"', 'id = "T01"\nverplicht = false'),
        lambda: terms.write_text("", encoding="utf-8"),
        lambda: work.run("register"),  # makes the secretary's table
        lambda: work.run("brieven", "--geen-pdf"),
        lambda: work.run("brieven", "--concept", "--geen-pdf", "input/b.xlsx"),
        (work.root / "input/b.xlsx").unlink,
        lambda: setattr(watching, "today", date(2027, 9, 1)),
    )
    watching.look()
    for change in rounds:
        change()
        watching.look_until_still()
        watching.look(6)
        told = watching.toetsing.read_bytes(), watching.overview.read_bytes()
        work.run("bewaak", "--eenmaal", datum=watching.today.isoformat())
        assert (watching.toetsing.read_bytes(), watching.overview.read_bytes()) == told


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_sheet_saved_twice_within_one_tick_of_the_disk_is_read_again(
    work: Work, watching: Watching
) -> None:
    path = work.sheet("a.xlsx", ready("bijverdienen"))
    watching.look()
    before = path.stat()
    path.write_bytes(b"?" * before.st_size)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert watching.look(1) == []
    (line,) = watching.look(CALM + 0.1)
    assert line.startswith("14:03:22  input/a.xlsx – niet te lezen: ")


def test_the_workbook_waits_until_nobody_saves_and_nobody_has_it_open(
    work: Work, watching: Watching
) -> None:
    watching.look()
    assert not watching.workbook.exists()
    lock = watching.workbook.with_name("~$register.xlsx")
    lock.touch()
    (line,) = watching.look(CALM + 0.1)
    assert line == (
        "14:03:22  output/register.xlsx staat open in een ander programma. Het wordt bijgewerkt "
        "als u het sluit. Het overzicht is al bijgewerkt."
    )
    assert watching.look(60) == []
    lock.unlink()
    assert watching.look(60) == []
    assert watching.workbook.is_file()
    assert watching.look(60) == []
    work.sheet("a.xlsx", changed(ready("bijverdienen"), {"advies.onderwerp": MARK}))
    before = watching.workbook.read_bytes()
    watching.look_until_still()
    assert watching.workbook.read_bytes() == before
    watching.look(CALM + 0.1)
    assert watching.workbook.read_bytes() != before


def test_eenmaal_looks_once_and_makes_no_letters(work: Work) -> None:
    work.sheet("a.xlsx", ready("bijverdienen"))
    run = work.run("bewaak", "--eenmaal")
    assert (run.exit, run.err) == (0, "")
    assert run.last_line.endswith("1 formulier getoetst, 0 met een fout, 0 niet te lezen.")
    assert work.listing("brieven") == []
    assert (work.root / "output/overzicht.html").is_file()
    (work.root / "input/adviesraad.toml").write_bytes(b"[raad\n")
    assert work.run("bewaak", "--eenmaal").exit == 3


def test_a_real_watch_is_quick_and_stops_with_one_line(work: Work) -> None:
    work.sheet("a.xlsx", ready("bijverdienen"))
    overview = work.root / "output/overzicht.html"
    with started(work.root) as (process, log):
        wait_for(overview.exists, 30)
        spare = work.sheet("../b.xlsx", changed(ready("statushouders"), {"advies.onderwerp": MARK}))
        shutil.copy(spare, work.root / "input/b.xlsx")
        saved = time.monotonic()
        wait_for(lambda: MARK in overview.read_text("utf-8"), 15)
        assert time.monotonic() - saved < 10  # 2 on a quiet machine
        wait_for(lambda: "input/b.xlsx – stap" in log.read_text("utf-8"), 15)
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 0
    lines = log.read_text("utf-8").splitlines()
    assert lines[0] == "De map input wordt bewaakt. Stoppen: Ctrl-C."
    assert lines[-1] == "Gestopt met bewaken. Er zijn geen brieven gemaakt."
    assert len(lines) == 4
    assert work.listing("brieven") == []


@pytest.mark.skipif(os.environ.get("ADVIES_FAULTS") != "full", reason="takes half a minute")
@pytest.mark.parametrize(("number", "limit"), [(200, 2), (500, 4)])
def test_a_sheet_among_hundreds_is_toetst_within_seconds(
    tmp_path: Path, number: int, limit: float, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path / "werkmap", number)
    sheets = sorted((tmp_path / "werkmap/input").glob("*.xlsx"))
    took = []
    with started(tmp_path / "werkmap") as (_, log):
        wait_for(lambda: f"{number} formulieren getoetst" in log.read_text("utf-8"), 120)
        time.sleep(1)  # the overview of the first round
        for index, sheet in enumerate(sheets[:20]):
            told = len(log.read_bytes())
            renamed(sheet)
            saved = time.monotonic()
            wait_for(partial(has_grown, log, told), 30)
            took.append(time.monotonic() - saved)
            time.sleep(index % 5)  # also into the calm in which register.xlsx is written
    with capsys.disabled():
        print(f"\namong {number} sheets a saved one is told within {max(took):.2f} s")  # noqa: T201
    assert max(took) < limit


def has_grown(path: Path, size: int) -> bool:
    return path.stat().st_size > size


def renamed(sheet: Path) -> None:
    """Give the advies of a sheet another subject, as someone would who saves it."""
    with zipfile.ZipFile(sheet) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(sheet, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in parts.items():
            book.writestr(name, part.replace(b" nummer ", b" nieuw nummer "))


@contextmanager
def started(root: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    if os.name == "nt":
        pytest.skip("Ctrl-C cannot be sent to one process on Windows")
    log = root / "bewaak.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.cli", "bewaak", "--datum", "2026-11-22"],
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        )
        try:
            yield process, log
        finally:
            process.kill()
            process.wait()


def wait_for(is_there: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not is_there():
        assert time.monotonic() < end
        time.sleep(0.05)
