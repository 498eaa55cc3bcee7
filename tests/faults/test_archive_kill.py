"""The archive under runs that are killed, out of space or three at once: nothing is lost.

`ADVIES_FAULTS=full pytest tests/faults` kills at 200 random moments instead of 15, and tries every
step instead of one in a few.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pipeline.archive import entries
from pipeline.archive.audit import audit
from pipeline.archive.mirror import copy
from pipeline.archive.places import KOP
from tests.archive.shelf import add, fill, tree
from tests.archive.test_audit import PDF, TWO, flip
from tests.archive.verdict import outside, sound
from tests.faults.archive_jobs import PROGRAM, bulk
from tests.faults.standing import Launcher, Tell
from tests.faults.test_full_disk import small_disk
from tests.faults.test_kill import IS_FULL, KILLED

KILLS, ADVIEZEN = (200, 6) if IS_FULL else (15, 4)
STRIDE = 1 if IS_FULL else 16  # steps between one trouble and the next
JOBS = ("leeg", "nieuw", "versie", "kopie", "bijwerken", "herstel")
TOP = re.compile(r"(ocfl/\d+/[^/]+)/(inventory\..*)")


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    memory = Path("/dev/shm")  # noqa: S108 -- a folder of its own is made in it
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        (home := Path(folder) / "werkmap").mkdir()
        yield home


def prepare(root: Path, job: str) -> tuple[Path, list[str], Path]:
    """What stands before a job, what is to be typed for it, and the archive that it changes."""
    standing = root.parent / "stond"
    archief, kopie = standing / "archief", standing / "kopie"
    standing.mkdir()
    if job == "leeg":
        return standing, ["nieuw"], root / "archief"
    fill(archief)
    if job in {"nieuw", "versie"}:
        return standing, [job], root / "archief"
    if job == "kopie":
        return standing, [job], root / "kopie"
    copy(archief, kopie)
    if job == "bijwerken":  # a new version, a new advies, and damage to be mended in the copy
        add(archief, "AWI-2026-001", 2)
        add(archief, "AWI-2026-060")
        flip(kopie / TWO / "v1/content/brief-ondertekend.pdf")
        return standing, ["kopie"], root / "kopie"
    flip(archief / PDF)
    flip(archief / "log/2026/000002.json")
    shutil.rmtree(archief / TWO)
    (archief / "ocfl/2026/van mij.txt").write_bytes(b"x")
    return standing, ["herstel"], root / "archief"


def start_over(root: Path, standing: Path) -> None:
    for name in ("archief", "kopie"):
        shutil.rmtree(root / name, ignore_errors=True)
        if (standing / name).exists():
            shutil.copytree(standing / name, root / name)


def run(advies: Launcher, root: Path, *arguments: str, **how: object) -> dict[str, object]:
    return dict(advies.run(root, *arguments, program=PROGRAM, **how))


def assert_nothing_half(target: Path, before: dict[str, str], after: dict[str, str]) -> None:
    """Every file is as it was or as it will be; a new advies is there as a whole or not at all.

    What a repair replaces may lie in .werk for a moment, where the next run finds it.
    """
    now = tree(target)
    if (target / KOP).exists():  # of which there are as many states as there are entries
        assert entries.parse_kop((target / KOP).read_bytes())
    for place, digest in now.items() - {(KOP, now.get(KOP))}:
        known = {before.get(place), after.get(place), "map"}
        if found := TOP.fullmatch(place):  # is for a moment that of an earlier version
            known |= {after.get(f"{found[1]}/v{number}/{found[2]}") for number in (1, 2, 3)}
        assert digest in known, place
    homes = {place.rsplit("/", 1)[0] for place in after if place.endswith("/0=ocfl_object_1.1")}
    for home in homes:
        first = {place for place in after if place.startswith(f"{home}/v1/")}
        there = {place for place in now if place.startswith(f"{home}/")}
        assert not there or first <= there | before.keys() - now.keys(), home


@pytest.mark.parametrize("job", JOBS)
def test_killed_before_every_step_that_writes(
    root: Path, advies: Launcher, tell: Tell, job: str
) -> None:
    standing, typed, target = prepare(root, job)
    start_over(root, standing)
    before = tree(target) if target.exists() else {}
    whole = run(advies, root, *typed)
    assert whole["exits"] == [0], whole["err"]
    expected = tree(target)
    sound(target)
    steps = range(1, int(str(whole["steps"])) + 1, STRIDE)
    for step in steps:
        start_over(root, standing)
        assert run(advies, root, *typed, kill_before=step)["exits"] == [KILLED], step
        assert_nothing_half(target, before, expected)
        again = run(advies, root, *typed)
        assert again["exits"] == [0], again["err"]
        assert tree(target) == expected, step
        assert {p.name for p in (target / ".werk").iterdir()} <= {"slot", "opzij"}
    sound(target)
    tell(f"archive, {job}: killed before {len(steps)} of {whole['steps']} steps; nothing half")


def test_killed_at_random_moments_while_work_is_left(
    root: Path, advies: Launcher, tell: Tell
) -> None:
    chance = random.Random(20261125)  # noqa: S311 -- any moment will do
    archief = root / "archief"
    whole = run(advies, root, "vul", str(ADVIEZEN))
    assert whole["exits"] == [0]
    expected, longest = tree(archief), float(str(whole["writing"]))
    killed = recovered = 0
    while killed < KILLS:
        shutil.rmtree(archief)
        while killed < KILLS:
            moment = chance.uniform(0, longest / 4)
            ended = run(advies, root, "vul", str(ADVIEZEN), kill_after=moment)
            if ended["exits"] == [0]:
                break  # too late: no work was left
            killed += 1
            recovered += (archief / ".werk/klaar").exists()
        assert run(advies, root, "vul", str(ADVIEZEN))["exits"] == [0]
        assert {place for place in tree(archief) if place.startswith("ocfl/")} == {
            place for place in expected if place.startswith("ocfl/")
        }
        assert sound(archief).goed == ADVIEZEN
        for at in range(1, ADVIEZEN + 1):
            content = archief / f"ocfl/2026/AWI-2026-{at:03}"
            for name, data in bulk(content.name, 2).items():
                versie = 2 if name == "reactie.pdf" else 1
                assert (content / f"v{versie}/content" / name).read_bytes() == data
    tell(
        f"archive: killed {killed} times at random while {ADVIEZEN} adviezen got two versions each, "
        f"{recovered} times between the decision and its last rename; nothing was lost"
    )


@pytest.mark.parametrize("job", JOBS)
def test_full_from_any_step_on(root: Path, advies: Launcher, tell: Tell, job: str) -> None:
    standing, typed, target = prepare(root, job)
    start_over(root, standing)
    before = tree(target) if target.exists() else {}
    whole = run(advies, root, *typed)
    expected = tree(target)
    steps = range(1, int(str(whole["steps"])) + 1, STRIDE)
    refused = 0
    for step in steps:
        start_over(root, standing)
        ended = run(advies, root, *typed, full_from=step)
        if ended["exits"] != [0]:
            refused += 1
            assert ended["exits"] == [3], (step, ended["err"])
            assert "de schijf is vol" in str(ended["err"]), step
        assert_nothing_half(target, before, expected)
        assert run(advies, root, *typed)["exits"] == [0]
        assert tree(target) == expected, step
    assert refused
    tell(f"archive, {job}: disk full from {len(steps)} of {whole['steps']} steps on; nothing half")


def test_on_a_real_disk_that_is_too_small(root: Path, advies: Launcher, tell: Tell) -> None:
    counts = []
    for kilobytes in (8, 300, 700, 1100):
        with small_disk(root / "archief", kilobytes):
            ended = run(advies, root, "vul", "4")
            assert ended["exits"] == [3], ended["err"]
            assert "de schijf is vol" in str(ended["err"])
            found = audit(root / "archief")
            assert found.fout == ()
            counts.append(found.goed)
            saved = root.parent / "bewaard"
            shutil.copytree(root / "archief", saved)
        (root / "archief").rmdir()
        saved.rename(root / "archief")
        assert run(advies, root, "vul", "4")["exits"] == [0]
        assert sound(root / "archief").goed == 4
        shutil.rmtree(root / "archief")
    tell(f"archive: on disks of 8 to 1100 kB {counts} of 4 adviezen stood whole before it was full")


def test_three_writers_at_once(root: Path, advies: Launcher, tell: Tell) -> None:
    race = run(advies, root, "vul", str(ADVIEZEN), at_once=3)
    assert race["exits"] == [0, 0, 0], race["err"]
    archief = root / "archief"
    assert sound(archief).goed == outside(archief) == ADVIEZEN
    assert len(list(archief.glob("log/2026/0*.json"))) == 2 * ADVIEZEN
    tell(f"archive: three writers of the same {ADVIEZEN} adviezen; each version stands once")
