"""Glance: what a watcher sees of a work folder, and what of it changed and stands still.

Looking again and again is the only way that also works on a network drive and in a folder of a
sync client: those tell no program when a file changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from pipeline.workfolder import SHEET_SUFFIXES, WorkFolder

STILL = 0.6  # seconds that a file must not change: who writes it is done then
_CLOSED = frozenset({"ondertekend", "vertrouwd"})  # nothing in them changes what a sheet is worth
_BIJLAGEN = "bijlagen"

Stamp = tuple[int, int]  # size in bytes, time of change in nanoseconds
Snapshot = Mapping[Path, Stamp]


class Watched(Struct, frozen=True):
    """What was acted on, and what changed since but may still be being written."""

    known: Snapshot = field(default_factory=dict)
    waiting: Mapping[Path, tuple[Stamp | None, float]] = field(default_factory=dict)

    def seen(self, there: Snapshot, at: float) -> tuple[Watched, frozenset[Path]]:
        """What a look at moment `at` (seconds) adds, and the paths that changed and stand still."""
        waiting: dict[Path, tuple[Stamp | None, float]] = {}
        for path in changes(self.known, there):
            stamp, since = self.waiting.get(path, (None, at))
            is_same = path in self.waiting and stamp == there.get(path)
            waiting[path] = (there.get(path), since if is_same else at)
        ready = frozenset(path for path, (_, since) in waiting.items() if at - since >= STILL)
        known = {path: stamp for path, stamp in self.known.items() if path not in ready}
        known |= {path: there[path] for path in ready if path in there}
        waiting = {path: entry for path, entry in waiting.items() if path not in ready}
        return Watched(known, waiting), ready


def changes(before: Snapshot, after: Snapshot) -> frozenset[Path]:
    """The paths that are new, changed or gone."""
    either = before.keys() | after.keys()
    return frozenset(path for path in either if before.get(path) != after.get(path))


def glance(folder: WorkFolder, archive: Path) -> Snapshot:
    """Everything that a toetsing or the overview is made of, without opening any file.

    A letter, a concept or an archived letter changes the folder that it comes to stand in; a new
    version in the archive changes its log.

    Raises:
        OSError: input/ cannot be reached.
    """
    input_files = _walk(folder.input, {os.path.realpath(folder.input)})
    lists = _entries(folder.templates, missing_ok=True)
    made = (folder.brieven, folder.concept, folder.verzenden)
    return {
        **dict(input_files),
        **{Path(entry.path): _stamp(entry) for entry in lists if entry.name.endswith(".toml")},
        **{
            Path(entry.path): _stamp(entry)
            for home in made
            for entry in _entries(home, missing_ok=True)
        },
        **_archived(archive),
    }


def _archived(archive: Path) -> Snapshot:
    """What changes with each advies that is filed; nothing while its disk is away (see reach)."""
    try:
        return {
            Path(entry.path): _stamp(entry)
            for home in (archive / "ocfl", archive / "log")
            for entry in _entries(home, missing_ok=True)
        }
    except OSError:
        return {}


def _walk(home: Path, seen: set[str]) -> Iterator[tuple[Path, Stamp]]:
    for entry in _entries(home, missing_ok=len(seen) > 1):
        path = Path(entry.path)
        if entry.is_dir():
            real = os.path.realpath(path)  # a link back to a folder above would never end
            if entry.name.lower() not in _CLOSED and real not in seen:
                seen.add(real)
                yield from _walk(path, seen)
        elif path.suffix.lower() in {*SHEET_SUFFIXES, ".toml"} or home.name.lower() == _BIJLAGEN:
            yield path, _stamp(entry)


def _entries(home: Path, *, missing_ok: bool) -> list[os.DirEntry[str]]:
    """What stands in a folder, without the locks and unfinished files of other programs."""
    try:
        with os.scandir(home) as found:
            return [entry for entry in found if not entry.name.startswith((".", "~"))]
    except (FileNotFoundError, PermissionError):
        if missing_ok:
            return []
        raise


def _stamp(entry: os.DirEntry[str]) -> Stamp:
    try:
        state = entry.stat()
    except FileNotFoundError:  # gone since the folder was listed
        return (-1, -1)
    return state.st_size, state.st_mtime_ns
