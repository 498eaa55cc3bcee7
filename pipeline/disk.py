"""The disk: files that are there whole or not at all, on Windows too."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import PipelineError

_UNFINISHED = ".nieuw"  # end of the name of a file that is being written
_STALE = 60.0  # seconds after which nobody is writing it any more
_NO_SUCH_CALL = frozenset({errno.EINVAL, errno.ENOTSUP})  # some network drives: it is up to them
_PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)  # a virus scanner or sync client lets go within seconds


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


def write_file(path: Path, content: bytes) -> None:
    """Write one file whole or not at all.

    Raises:
        UnwritableError: the disk refuses; what stood there stands there still.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}{_UNFINISHED}")
        try:
            write_through(beside, content)
            replace(beside, path)
        finally:
            beside.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Delete what a killed run of `write_file` left unfinished in a folder, two levels deep."""
    for depth in ("", "*/", "*/*/"):
        for left in folder.glob(f"{depth}.*{_UNFINISHED}"):
            with writing(left), suppress(FileNotFoundError):  # it was finished just now
                if time.time() - left.stat().st_mtime > _STALE:
                    left.unlink(missing_ok=True)


def write_through(target: Path, content: bytes | Path) -> None:
    """Write a file, or a copy of one, down to the disk itself."""
    with target.open("wb") as file:
        if isinstance(content, Path):
            with content.open("rb") as source:
                shutil.copyfileobj(source, file)
        else:
            file.write(content)
        file.flush()
        os.fsync(file.fileno())


def rename(old: Path, new: Path) -> None:
    """Rename a file or folder; waits for a program that holds it for a moment."""
    _patiently(lambda: old.rename(new))


def replace(old: Path, new: Path) -> None:
    """Rename a file over what stands there, or a folder to where nothing stands; waits as well."""
    _patiently(lambda: old.replace(new))


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


def remove(folder: Path) -> None:
    """Delete a folder with all that is in it; waits as `rename` does."""
    _patiently(lambda: shutil.rmtree(folder))


def sync_folder(folder: Path) -> None:
    """Make a folder's entries last; Windows cannot open folders and needs no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SUCH_CALL:
            raise
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
