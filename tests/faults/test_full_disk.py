"""A disk that runs full: one sentence, nothing half, and the next run with room completes all."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.standing import Launcher, Tell, assert_whole, tree
from tests.faults.test_kill import IS_FULL, put_sheets, start_over
from tests.work import Work

STRIDE = 1 if IS_FULL else 8  # steps between one full disk and the next


@pytest.mark.parametrize("is_new_version", [False, True])
def test_full_from_any_step_on(
    work: Work, advies: Launcher, tell: Tell, *, is_new_version: bool
) -> None:
    standing = None
    put_sheets(work, 2)
    if is_new_version:
        assert advies.run(work.root, "brieven")["exits"] == [0]
        standing = shutil.copytree(work.root / "output", work.root.parent / "stond")
        put_sheets(work, 2, "Een andere kern.")
    start_over(work, standing)
    whole = advies.run(work.root, "brieven")
    expected = tree(work.root / "output/brieven")
    told = range(1, whole["steps"] + 1, STRIDE)
    refused = 0
    for step in told:
        start_over(work, standing)
        run = advies.run(work.root, "brieven", full_from=step)
        if run["exits"] != [0]:  # with room for all but what the end of the run needs
            refused += 1
            assert run["exits"] == [3], step
            assert "de schijf is vol" in run["err"], step
        assert_whole(work.root)
        assert advies.run(work.root, "brieven")["exits"] == [0]
        assert tree(work.root / "output/brieven") == expected, step
        assert [p.name for p in (work.root / "output/.werk").iterdir()] == ["slot"]
    assert refused
    kind = "new versions" if is_new_version else "new letters"
    tell(f"{kind}: disk full from {len(told)} of {whole['steps']} steps on; nothing half")


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can make a small disk")
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("this machine allows no small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_on_a_real_disk_that_is_too_small(work: Work, advies: Launcher, tell: Tell) -> None:
    put_sheets(work, 4)
    counts = []
    for kilobytes in (8, 60, 120, 180, 240):
        start_over(work, None)
        with small_disk(work.root / "output", kilobytes):
            run = advies.run(work.root, "brieven")
            assert run["exits"] == [3]
            assert "de schijf is vol" in run["err"]
            counts.append(len(assert_whole(work.root)))
            saved = work.root.parent / "bewaard"
            shutil.copytree(work.root / "output", saved)
        start_over(work, saved)
        shutil.rmtree(saved)
        assert advies.run(work.root, "brieven")["exits"] == [0]
        assert len(assert_whole(work.root)) == 4
    tell(f"on disks of 8 to 240 kB {counts} of 4 letters stood whole before it was full")
