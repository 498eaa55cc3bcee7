"""Kenmerk folders on disk: each appears whole or not at all, also after a kill.

A folder is built under `.werk/nieuw-<kenmerk>`, its brief.json last, and renamed into place. A
new version goes the same way: the folder that stands is moved to `.werk/oud-<kenmerk>`, the new
one takes its place, the old one is deleted. Whatever a killed run left in `.werk/` tells the
next run how far it came: `recover` completes it or undoes it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pipeline.disk import rename, sync_folder, write_through, writing
from pipeline.errors import PipelineError

RECORD = "brief.json"
_NEW, _OLD = "nieuw-", "oud-"
_WAIT = 30.0  # seconds that a second run waits for the lock


class BusyError(PipelineError):
    """Another run is busy with the same work folder."""

    hint = "Wacht tot die klaar is en probeer het opnieuw. Er is niets geschreven."

    def __init__(self) -> None:
        super().__init__("Een ander venster of een collega is nu bezig met deze werkmap.")


@contextmanager
def locked(workshop: Path) -> Iterator[None]:
    """Hold the lock of the work folder; `workshop` is output/.werk.

    Raises:
        BusyError: another run held it for 30 seconds.
        UnwritableError: the folder cannot be written.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 -- 40 ms that only issuing pays

    with writing(workshop):
        workshop.mkdir(parents=True, exist_ok=True)
        lock = FileLock(workshop / "slot", timeout=_WAIT)
        try:
            lock.acquire()
        except Timeout as error:
            raise BusyError from error
    try:
        yield
    finally:
        lock.release()


def recover(workshop: Path, letters: Path) -> None:
    """Complete or undo what a killed run left behind. Needs the lock."""
    with writing(workshop):
        for old in sorted(workshop.glob(f"{_OLD}*")):
            home = letters / old.name.removeprefix(_OLD)
            new = workshop / f"{_NEW}{home.name}"
            if not home.exists() and (new / RECORD).exists():
                rename(new, home)
            elif not home.exists():
                rename(old, home)
                continue
            shutil.rmtree(old)
        for new in sorted(workshop.glob(f"{_NEW}*")):
            shutil.rmtree(new)


def put(workshop: Path, home: Path, files: Mapping[str, bytes | Path]) -> None:
    """Make `home` hold exactly `files` (name, with `/` for a subfolder, to bytes or a source).

    The record, brief.json, is written last. An earlier folder of the same name is replaced as a
    whole. Needs the lock.

    Raises:
        UnwritableError: the disk refuses; what stood at `home` stands there still.
    """
    new, old = workshop / f"{_NEW}{home.name}", workshop / f"{_OLD}{home.name}"
    with writing(home):
        try:
            _build(new, files)
            home.parent.mkdir(parents=True, exist_ok=True)
            if home.exists():
                rename(home, old)
            rename(new, home)
        except OSError:
            if old.exists() and not home.exists():
                rename(old, home)
            shutil.rmtree(new, ignore_errors=True)
            raise
        sync_folder(home.parent)
        if old.exists():
            shutil.rmtree(old)


def _build(new: Path, files: Mapping[str, bytes | Path]) -> None:
    new.mkdir()
    folders = {new}
    for name in sorted(files, key=lambda name: (name == RECORD, name)):
        target = new / name
        target.parent.mkdir(parents=True, exist_ok=True)
        folders.add(target.parent)
        write_through(target, files[name])
    for folder in folders:
        sync_folder(folder)
