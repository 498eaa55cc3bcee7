"""What stands in output/ after a run that ended badly, held against what may stand there."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from tests.faults.launcher import Ending, Order
from tests.work import ROOT, TODAY

Tell = Callable[[str], None]  # prints what was counted, also when pytest captures
DAY = ["--datum", TODAY]


class Launcher:
    """The warm process that starts the runs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, root: Path, *arguments: str, **how: Any) -> Ending:
        """One run of `advies …`; `how` says how it ends (see Order)."""
        order = cast("Order", {"root": str(root), "arguments": [*arguments, *DAY], **how})
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        ending: Ending = json.loads(self._process.stdout.readline())
        assert "Traceback" not in ending["err"], ending["err"]
        return ending


@contextmanager
def launcher() -> Iterator[Launcher]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.launcher"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with process:
        yield Launcher(process)
        assert process.stdin is not None
        process.stdin.close()


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def assert_whole(root: Path) -> dict[str, int]:
    """No half folder, no gap, no double, no lost version; gives the version of each kenmerk.

    A folder that a killed run was changing may stand in .werk/ until the next run puts it back.
    """
    letters = root / "output" / "brieven"
    homes = sorted(letters.iterdir()) if letters.is_dir() else []
    versions: dict[str, int] = {}
    forms: set[str] = set()
    for home in homes:
        record = _record(home)
        assert record["kenmerk"] == home.name
        assert record["formulier_id"] not in forms, "two letters of one form"
        forms.add(record["formulier_id"])
        names = {p.name for p in home.iterdir() if p.is_file()} - {"brief.json"}
        assert names == set(record["bestanden"]), "a half folder, or files of another version"
        for name, digest in record["bestanden"].items():
            assert f"sha256:{hashlib.sha256((home / name).read_bytes()).hexdigest()}" == digest
        kept = sorted(int(p.name) for p in (home / "versies").glob("*"))
        assert kept == list(range(1, record["versienummer"])), "a lost version"
        for number in kept:
            assert _record(home / "versies" / str(number))["versienummer"] == number
        versions[home.name] = record["versienummer"]
    moved = {p.name.removeprefix("oud-") for p in (root / "output" / ".werk").glob("oud-*")}
    numbers = sorted({int(name[-3:]) for name in {*versions, *moved}})
    assert numbers == list(range(1, len(numbers) + 1)), "a gap in the series"
    return versions


def _record(home: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((home / "brief.json").read_bytes())
    return record
