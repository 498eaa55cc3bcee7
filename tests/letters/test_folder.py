"""Folders are whole or not there: killed at any point, a next run completes or undoes."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline import disk
from pipeline.disk import UnwritableError, write_file
from pipeline.letters import folder

OLD = {"brief.docx": b"oud", "brief.json": b"1"}
NEW = {"brief.docx": b"nieuw", "versies/1/brief.docx": b"oud", "brief.json": b"2"}


def contents(home: Path) -> dict[str, bytes]:
    return {p.relative_to(home).as_posix(): p.read_bytes() for p in home.rglob("*") if p.is_file()}


def put(work: Path, home: Path, files: Mapping[str, bytes | Path]) -> None:
    with folder.Bindery(work) as bindery:
        bindery.put(home, files)


class Killed(BaseException):
    """Stands for a process that is gone at this very step."""


@contextmanager
def killed_before(step: int) -> Iterator[list[int]]:
    """Stop the world before the Nth call that touches the disk."""
    count = [0]
    real = {name: getattr(os, name) for name in ("fsync", "rename", "mkdir", "unlink", "rmdir")}

    def counted(name: str) -> object:
        def call(*args: object, **kwargs: object) -> object:
            count[0] += 1
            if count[0] == step:
                raise Killed
            return real[name](*args, **kwargs)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in real:
            patch.setattr(os, name, counted(name))
        yield count


@pytest.mark.parametrize("standing", [None, OLD])
def test_killed_before_any_step_a_folder_is_old_or_new(
    tmp_path: Path, standing: dict[str, bytes] | None
) -> None:
    step = 0
    while True:
        step += 1
        root = tmp_path / str(step)
        work, home = root / ".werk", root / "brieven" / "AWI-2026-001"
        work.mkdir(parents=True)
        if standing is not None:
            put(work, home, standing)
        with killed_before(step):
            try:
                put(work, home, NEW)
            except Killed:
                done = False
            else:
                done = True
        folder.recover(work, home.parent)
        found = contents(home) if home.exists() else None
        assert found in (standing, NEW)
        assert [p.name for p in work.iterdir()] == []
        if done:
            assert found == NEW
            break
    assert step > 8


def test_a_full_disk_leaves_what_stood_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, home = tmp_path / ".werk", tmp_path / "brieven" / "AWI-2026-001"
    work.mkdir()
    put(work, home, OLD)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnwritableError, match="de schijf is vol"):
        put(work, home, NEW)
    assert contents(home) == OLD
    assert list(work.iterdir()) == []
    with pytest.raises(UnwritableError):
        write_file(tmp_path / "a.json", b"x")
    assert not list(tmp_path.glob("*a.json*"))


def test_what_a_killed_run_left_unfinished_is_swept_away(tmp_path: Path) -> None:
    work, letters = tmp_path / ".werk", tmp_path / "brieven"
    old = letters / "AWI-2026-001" / ".brief.json.4711.nieuw"
    fresh = tmp_path / "toetsing" / ".toetsing.json.4712.nieuw"  # of a run that goes on now
    for path in (old, fresh):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    folder.recover(work, letters)
    assert not old.exists()
    assert fresh.exists()


def test_a_rename_waits_for_a_program_that_holds_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "_PATIENCE", (0.0, 0.0, 0.0))
    tries = []
    real = Path.replace

    def held(self: Path, target: Path) -> Path:
        tries.append(target)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "in gebruik")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", held)
    write_file(tmp_path / "a.json", b"x")
    assert (tmp_path / "a.json").read_bytes() == b"x"
    assert len(tries) == 3


def test_one_run_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "_WAIT", 0.1)
    with (
        folder.locked(tmp_path / ".werk"),
        pytest.raises(folder.BusyError),
        folder.locked(tmp_path / ".werk"),
    ):
        pass


def test_folders_take_their_place_in_the_order_given(tmp_path: Path) -> None:
    work, letters = tmp_path / ".werk", tmp_path / "brieven"
    work.mkdir()
    names = [f"AWI-2026-{number:03}" for number in range(30)]
    with folder.Bindery(work) as bindery:
        for name in names:
            bindery.put(letters / name, {"brief.json": name.encode()})
            standing = sorted(p.name for p in letters.iterdir()) if letters.exists() else []
            assert standing == names[: len(standing)]
    assert {p.name: contents(p) for p in letters.iterdir()} == {
        name: {"brief.json": name.encode()} for name in names
    }


def test_a_disk_that_gets_full_leaves_no_hole(tmp_path: Path) -> None:
    work, letters = tmp_path / ".werk", tmp_path / "brieven"
    work.mkdir()
    names = [f"AWI-2026-{number:03}" for number in range(20)]
    (work / f"nieuw-{names[5]}").write_bytes(b"in the way")
    with pytest.raises(UnwritableError), folder.Bindery(work) as bindery:  # noqa: PT012 -- at which letter it is told is not promised
        for name in names:
            bindery.put(letters / name, NEW)
    assert sorted(p.name for p in letters.iterdir()) == names[:5]
    assert [p.name for p in work.iterdir()] == [f"nieuw-{names[5]}"]
