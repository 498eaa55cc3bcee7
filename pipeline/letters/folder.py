"""Kenmerk folders on disk: each appears whole or not at all, also after a kill.

A folder is built under `.werk/nieuw-<kenmerk>`, its brief.json last, and renamed into place. A
new version goes the same way: the folder that stands is moved to `.werk/oud-<kenmerk>`, the new
one takes its place, the old one is deleted. Whatever a killed run left in `.werk/` tells the
next run how far it came: `recover` completes it or undoes it.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.disk import UnwritableError, rename, sweep, sync_folder, write_through, writing
from pipeline.errors import PipelineError

RECORD = "brief.json"
_NEW, _OLD = "nieuw-", "oud-"
_WAIT = 30.0  # seconds that a second run waits for the lock
_AT_ONCE = 4  # folders that are written at the same time
_AHEAD = 8  # folders that may wait for their turn


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
    sweep(letters.parent)


class Bindery:
    """Builds several folders at once, and puts them in place one by one in the order given.

    A disk takes most of its time to confirm that a file is safe, and confirms many together as
    fast as one. So folders are written by a few threads while the next letter is being made; a
    folder takes its place when it and all before it are safe, so that a run that is cut off
    leaves no hole between the kenmerken. Needs the lock.

        with Bindery(workshop) as bindery:
            bindery.put(home, files)
    """

    def __init__(self, workshop: Path) -> None:
        self._workshop = workshop
        self._threads = ThreadPoolExecutor(_AT_ONCE)
        self._waiting: deque[tuple[Path, Future[None]]] = deque()
        self._shelves: set[Path] = set()  # folders of which the entries are not safe yet

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # A letter that cannot be made takes nothing away from those before it; a full disk does.
        is_sound = error is None or (
            isinstance(error, PipelineError) and not isinstance(error, UnwritableError)
        )
        try:
            while self._waiting and is_sound:
                self._place_first()
        finally:
            self._threads.shutdown(cancel_futures=True)
            for home, _ in self._waiting:
                shutil.rmtree(self._new(home), ignore_errors=True)
            for shelf in self._shelves:
                with writing(shelf):
                    sync_folder(shelf)

    def put(self, home: Path, files: Mapping[str, bytes | Path]) -> None:
        """Make `home` hold exactly `files` (name, with `/` for a subfolder, to bytes or a source).

        The record, brief.json, is written last. An earlier folder of the same name is replaced as
        a whole. All of it is done at the latest when the bindery closes.

        Raises:
            UnwritableError: the disk refuses this folder or an earlier one; what stood there
                stands there still.
        """
        self._waiting.append((home, self._threads.submit(_build, self._new(home), files)))
        if len(self._waiting) > _AHEAD:
            self._place_first()

    def _new(self, home: Path) -> Path:
        return self._workshop / f"{_NEW}{home.name}"

    def _place_first(self) -> None:
        home, built = self._waiting.popleft()
        with writing(home):
            built.result()
            _place(self._new(home), home, self._workshop / f"{_OLD}{home.name}")
        self._shelves.add(home.parent)


def _place(new: Path, home: Path, old: Path) -> None:
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        if home.exists():
            rename(home, old)
        rename(new, home)
    except OSError:
        if old.exists() and not home.exists():
            rename(old, home)
        shutil.rmtree(new, ignore_errors=True)
        raise
    if old.exists():
        sync_folder(home.parent)
        shutil.rmtree(old)


def _build(new: Path, files: Mapping[str, bytes | Path]) -> None:
    try:
        new.mkdir()
        folders = {new}
        for name in sorted(files, key=lambda name: (name == RECORD, name)):
            target = new / name
            if target.parent not in folders:
                target.parent.mkdir(parents=True, exist_ok=True)
                folders.add(target.parent)
            write_through(target, files[name])
        for folder in folders:
            sync_folder(folder)
    except OSError:
        shutil.rmtree(new, ignore_errors=True)
        raise
