"""Runs that are killed: whatever the moment, the next run completes everything.

`ADVIES_FAULTS=full pytest tests/faults` kills at 200 random moments instead of 30, and before
every step of two letters instead of one.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest

from tests.faults.standing import Launcher, Tell, assert_whole, tree
from tests.work import Work, changed, ready

IS_FULL = os.environ.get("ADVIES_FAULTS") == "full"
KILLS, LETTERS, SWEPT = (200, 24, 2) if IS_FULL else (30, 24, 1)
KILLED = -9


def put_sheets(work: Work, number: int, kern: str = "De kern.") -> None:
    """So many ripe sheets; with another kern each letter gets a new version."""
    for index in range(number):
        name = f"{index:02}.xlsx"
        own = {"formulier.id": str(uuid5(NAMESPACE_URL, name)), "advies.onderwerp": f"Nr {index}"}
        work.sheet(name, changed(ready("bijverdienen"), {**own, "advies.kern": kern}))


def start_over(work: Work, standing: Path | None) -> None:
    shutil.rmtree(work.root / "output", ignore_errors=True)
    if standing is not None:
        shutil.copytree(standing, work.root / "output")


@pytest.mark.parametrize("is_new_version", [False, True])
def test_killed_before_every_step_that_writes(
    work: Work, advies: Launcher, tell: Tell, *, is_new_version: bool
) -> None:
    standing = None
    put_sheets(work, SWEPT)
    if is_new_version:
        assert advies.run(work.root, "brieven")["exits"] == [0]
        standing = shutil.copytree(work.root / "output", work.root.parent / "stond")
        put_sheets(work, SWEPT, "Een andere kern.")
    start_over(work, standing)
    whole = advies.run(work.root, "brieven")
    assert whole["exits"] == [0]
    expected = tree(work.root / "output/brieven")
    for step in range(1, whole["steps"] + 1):
        start_over(work, standing)
        assert advies.run(work.root, "brieven", kill_before=step)["exits"] == [KILLED], step
        assert_whole(work.root)
        assert advies.run(work.root, "brieven")["exits"] == [0]
        assert tree(work.root / "output/brieven") == expected, step
        assert [p.name for p in (work.root / "output/.werk").iterdir()] == ["slot"]
    kind = "a new version" if is_new_version else "a new letter"
    tell(f"{kind}: killed before each of {whole['steps']} steps; the next run completed all")


def test_concepts_killed_before_every_step_that_writes(
    work: Work, advies: Launcher, tell: Tell
) -> None:
    put_sheets(work, 1)
    whole = advies.run(work.root, "brieven", "--concept")
    expected = tree(work.root / "output/concept")
    assert len(expected) == 3
    for step in range(1, whole["steps"] + 1):
        start_over(work, None)
        assert advies.run(work.root, "brieven", "--concept", kill_before=step)["exits"] == [KILLED]
        assert advies.run(work.root, "brieven", "--concept")["exits"] == [0]
        found = tree(work.root / "output/concept")
        assert {name: found[name] for name in found if not name.endswith(".nieuw")} == expected
    tell(f"a concept: killed before each of {whole['steps']} steps; the next run completed it")


def test_the_secretary_s_table_survives_a_kill_before_every_step_that_writes(
    work: Work, advies: Launcher, tell: Tell
) -> None:
    table = work.root / "input/secretariaat.xlsx"
    put_sheets(work, 1)
    assert advies.run(work.root, "register")["exits"] == [0]
    before = table.read_bytes()
    standing = shutil.copytree(work.root / "output", work.root.parent / "stond")
    put_sheets(work, 2)
    whole = advies.run(work.root, "register")
    after, expected = table.read_bytes(), tree(work.root / "output")
    assert after != before
    for step in range(1, whole["steps"] + 1):
        start_over(work, standing)
        table.write_bytes(before)
        assert advies.run(work.root, "register", kill_before=step)["exits"] == [KILLED], step
        assert table.read_bytes() in {before, after}, step
        assert advies.run(work.root, "register")["exits"] == [0]
        assert table.read_bytes() == after, step
        made = tree(work.root / "output")
        assert {n: made[n] for n in ("register.json", "overzicht.html", "register.xlsx")} == {
            n: expected[n] for n in ("register.json", "overzicht.html", "register.xlsx")
        }
        backups = (work.root / "output/.werk/secretariaat").glob("*.xlsx")
        assert before in {path.read_bytes() for path in backups}
    tell(f"the register and the table: killed before each of {whole['steps']} steps; nothing lost")


def test_killed_at_random_moments_while_work_is_left(
    work: Work, advies: Launcher, tell: Tell
) -> None:
    chance = random.Random(20261122)  # noqa: S311 -- any moment will do
    put_sheets(work, LETTERS)
    longest = time_of_writing(work, advies)
    killed = in_between = version = 0
    while killed < KILLS:
        version += 1
        put_sheets(work, LETTERS, f"De kern van versie {version}.")
        while killed < KILLS:
            run = advies.run(work.root, "brieven", kill_after=chance.uniform(0, longest))
            versions = assert_whole(work.root)
            done = sum(number >= version for number in versions.values())
            if run["exits"] == [0] or done == LETTERS:
                break  # too late: no work was left
            assert run["exits"] == [-signal.SIGKILL]
            killed += 1
            in_between += done > 0
        assert advies.run(work.root, "brieven")["exits"] == [0]
        versions = assert_whole(work.root)
        assert versions == {f"AWI-2026-{n:03}": version for n in range(1, LETTERS + 1)}
        assert [p.name for p in (work.root / "output/.werk").iterdir()] == ["slot"]
    assert in_between
    tell(
        f"killed {killed} times while work was left, {in_between} of them between two "
        f"letters, in {version} versions of {LETTERS} letters; nothing was lost"
    )


def time_of_writing(work: Work, advies: Launcher) -> float:
    run = advies.run(work.root, "brieven")
    assert run["exits"] == [0]
    start_over(work, None)
    return run["writing"]
