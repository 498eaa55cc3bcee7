"""A batch of 200 generated dossiers: letters, register and overview, as one evening's work."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.benchmarks.forms import DATE, make
from tests.work import ROOT

NUMBER = 200
KENMERKEN = [f"AWI-2026-{number:03}" for number in range(1, NUMBER + 1)]


@dataclass(frozen=True)
class Batch:
    """The folder after its first run, and what the commands told."""

    folder: Path
    made: Any  # JSON of the commands
    register: Any


def advies(folder: Path, *arguments: str) -> Any:  # the JSON of the command
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *arguments, "--datum", DATE, "--json"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    folder = tmp_path_factory.mktemp("batch") / "werkmap"
    make(folder, NUMBER)
    return Batch(folder, advies(folder, "brieven", "--geen-pdf"), advies(folder, "register"))


def test_200_dossiers_get_their_letters_register_table_and_overview(batch: Batch) -> None:
    output = batch.folder / "output"
    assert [one["kenmerk"] for one in batch.made["gemaakt"]] == KENMERKEN
    assert [batch.made[key] for key in ("ongewijzigd", "niet_zover", "fout")] == [[], [], []]
    assert sorted(path.name for path in (output / "brieven").iterdir()) == KENMERKEN
    assert [one["kenmerk"] for one in batch.register["dossiers"]] == KENMERKEN
    assert {one["stap"] for one in batch.register["dossiers"]} == {"ondertekening"}
    overview = (output / "overzicht.html").read_text("utf-8")
    assert all(f">{kenmerk}<" in overview for kenmerk in KENMERKEN)
    table = load_workbook(batch.folder / "input/secretariaat.xlsx")
    found = {cell.value for row in table["Dossiers"].iter_rows() for cell in row}
    assert set(KENMERKEN) <= {_shown(value) for value in found}


def _shown(value: object) -> object:
    """The text of a link: =HYPERLINK("…","AWI-2026-001")."""
    return value.rpartition(',"')[2].rstrip('")') if isinstance(value, str) else value


def test_a_second_run_changes_no_letter(batch: Batch) -> None:
    letters = batch.folder / "output/brieven"
    before = {path: path.stat().st_mtime_ns for path in letters.rglob("*")}
    again = advies(batch.folder, "brieven", "--geen-pdf")
    assert [one["kenmerk"] for one in again["ongewijzigd"]] == KENMERKEN
    assert {path: path.stat().st_mtime_ns for path in letters.rglob("*")} == before
