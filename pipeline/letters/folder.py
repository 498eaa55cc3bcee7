"""Kenmerk folders on disk: each appears whole or not at all, also after a kill.

A folder is built under `.werk/nieuw-<kenmerk>`, its brief.json last, and renamed into place. A
new version goes the same way: the folder that stands is moved to `.werk/oud-<kenmerk>`, the new
one takes its place, the old one is deleted. Whatever a killed run left in `.werk/` tells the
next run how far it came: `recover` completes it or undoes it.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import PipelineError

RECORD = "brief.json"
_NEW, _OLD = "nieuw-", "oud-"
_WAIT = 30.0  # seconds that a second run waits for the lock
_PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)  # a virus scanner or sync client lets go within seconds


class BusyError(PipelineError):
    """Another run is busy with the same work folder."""

    hint = "Wacht tot die klaar is en probeer het opnieuw. Er is niets geschreven."

    def __init__(self) -> None:
        super().__init__("Een ander venster of een collega is nu bezig met deze werkmap.")


class UnwritableError(PipelineError):
    """The disk refuses a file or folder."""

    def __init__(self, path: Path, cause: OSError) -> None:
        super().__init__(f"{path} kan niet worden geschreven: {_reason(cause)}.")
        self.hint = (
            "Controleer of er ruimte op de schijf is, of u in deze map mag schrijven en of het "
            "bestand niet in een ander programma openstaat. Wat al klaar was, staat er heel; "
            "van de rest is niets half geschreven."
        )


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Tell a failure of the disk as UnwritableError of `path`."""
    try:
        yield
    except OSError as error:
        raise UnwritableError(path, error) from error


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
                _rename(new, home)
            elif not home.exists():
                _rename(old, home)
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
                _rename(home, old)
            _rename(new, home)
        except OSError:
            if old.exists() and not home.exists():
                _rename(old, home)
            shutil.rmtree(new, ignore_errors=True)
            raise
        _sync_folder(home.parent)
        if old.exists():
            shutil.rmtree(old)


def _build(new: Path, files: Mapping[str, bytes | Path]) -> None:
    new.mkdir()
    folders = {new}
    for name in sorted(files, key=lambda name: (name == RECORD, name)):
        target = new / name
        target.parent.mkdir(parents=True, exist_ok=True)
        folders.add(target.parent)
        _write(target, files[name])
    for folder in folders:
        _sync_folder(folder)


def write_file(path: Path, content: bytes) -> None:
    """Write one file whole or not at all.

    Raises:
        UnwritableError: the disk refuses; what stood there stands there still.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}.nieuw")
        try:
            _write(beside, content)
            _patiently(lambda: beside.replace(path))
        finally:
            beside.unlink(missing_ok=True)


def _write(target: Path, content: bytes | Path) -> None:
    with target.open("wb") as file:
        if isinstance(content, Path):
            with content.open("rb") as source:
                shutil.copyfileobj(source, file)
        else:
            file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _rename(old: Path, new: Path) -> None:
    _patiently(lambda: old.rename(new))


def _patiently(action: Callable[[], object]) -> None:
    """Try again when Windows says that another program has the file for a moment."""
    for pause in _PATIENCE:
        try:
            action()
        except PermissionError:
            time.sleep(pause)
        else:
            return
    action()


def _sync_folder(folder: Path) -> None:
    """Make a folder's entries last; Windows cannot open folders and needs no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _reason(cause: OSError) -> str:
    reasons = {
        28: "de schijf is vol",
        13: "u heeft er geen rechten voor, of het staat open in een ander programma",
        30: "de schijf is alleen-lezen",
        36: "de naam is te lang",
        122: "uw schijfruimte is op",
    }
    return reasons.get(cause.errno or 0, cause.strerror or "onbekende reden")
