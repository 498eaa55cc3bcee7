"""The pipeline itself, through the story of its commands, with everything on that guards a letter.

Numbering and lock, value check and soundness check, QR code, equal bytes, folders that are whole
or not there, every file synced to the disk.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from pipeline.checking import check_all
from pipeline.letters import compose
from pipeline.letters.compose import Issue
from pipeline.letters.letter import Brief
from pipeline.letters.stationery import Stationery
from pipeline.sheets import read_sheets
from pipeline.workfolder import WorkFolder
from pipeline.world import World, open_world
from tests.benchmarks.clock import Measured, clock, peak_memory

_DAY = date(2026, 11, 22)
_ADVIES = Path(sys.executable).with_name("advies")
_STARTS = 9  # the median of so many


def batch(folder: Path) -> Measured:
    """Seconds for all sheets of a work folder without letters, for doing it again, and memory.

    As a user gives the command, the start of the program included.
    """
    sheets = len(list((folder / "input").glob("*.xlsx")))
    with clock() as making:
        _brieven(folder)
    home = folder / "output" / "brieven"
    made = {path.name: path.stat().st_mtime_ns for path in home.iterdir()}
    assert len(made) == sheets, "every sheet must have led to a letter"
    peak = peak_memory(of_children=True)
    with clock() as again:
        _brieven(folder)
    assert made == {path.name: path.stat().st_mtime_ns for path in home.iterdir()}
    return {
        "dossiers": making.seconds,
        "processor": making.cpu,
        "opnieuw": again.seconds,
        "geheugen": peak,
    }


def _brieven(folder: Path) -> None:
    command: list[str | Path] = [
        _ADVIES,
        "--map",
        folder,
        "brieven",
        "--geen-pdf",
        "--datum",
        _DAY.isoformat(),
    ]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def letter(folder: Path, number: int) -> Measured:
    """Seconds for one letter or copy, from its texts to a checked .docx in memory.

    As in a run: each letter with its copies, which share what they have in common.
    """
    world = open_world(WorkFolder(folder), _DAY)
    stationery = Stationery.open(world.folder.templates)
    series = list(_series(world, number))
    with clock() as lap:
        made = sum(len(list(stationery.letters(brief, copies))) for brief, copies in series)
    return {"brief": lap.seconds / made}


def _series(world: World, number: int) -> Iterator[tuple[Brief, list[Brief]]]:
    batch = read_sheets(world.folder.sheets((), world.folder.root)[:number], world)
    for index, one in enumerate(check_all(batch, world, ()), start=1):
        d = one.sheet.dossier
        issue = Issue(f"AWI-2026-{index:03}", _DAY)
        brief = compose.letter(d, world.raad, one.besluit, issue, compose.PUBLIC)
        yield brief, [copy for _, copy in compose.copies(brief, tuple(d.bestuursadviseurs))]


def start(folder: Path) -> Measured:
    """Seconds of a bare Python, of `advies --help`, and of `advies toets` on one finished sheet."""
    sheet = min((folder / "input").glob("*.xlsx"))
    with TemporaryDirectory() as cwd:
        return {
            "python": _start([sys.executable, "-c", "pass"], cwd),
            "help": _start([_ADVIES, "--help"], cwd),
            "toets": _start(
                [_ADVIES, "--map", folder, "toets", sheet, "--datum", "2026-11-22"], cwd
            ),
        }


def _start(command: list[str | Path], cwd: str) -> float:
    laps = []
    for _ in range(_STARTS):
        with clock() as lap:
            subprocess.run(command, capture_output=True, cwd=cwd, check=True, env=os.environ)
        laps.append(lap.seconds)
    return median(laps)
