"""Moves: files and folders that take their places together, also when the program is killed.

Everything is first written in `.werk/in`, down to the disk and read back. Then one rename, of
`in` to `klaar`, decides: before it nothing has happened, after it everything will. What is left to
do is a list of renames (`volgorde.json`), which can be done again from any point on and needs no
room on the disk. `recover` does so for a run that was killed.
"""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from hashlib import sha512
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from msgspec import Struct

from pipeline.archive.digest import digest_of, digest_on_disk
from pipeline.archive.places import WERK, check_length
from pipeline.disk import remove, replace, sync_folder, write_through, writing
from pipeline.errors import PipelineError

_IN, _READY, _ASIDE = f"{WERK}/in", f"{WERK}/klaar", f"{WERK}/opzij"
_ORDER = "volgorde.json"
_PIECE = 2**20  # bytes that are copied at a time


class NoSourceError(PipelineError):
    """None of the places that a file may come from has it as it ought to be."""

    hint = (
        "Wacht tot het bestand helemaal is opgeslagen of gescand en probeer het opnieuw. Er is "
        "niets van gearchiveerd."
    )

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} kon niet worden gelezen, of veranderde onder het lezen.")
        self.place = place


class UntrueDiskError(PipelineError):
    """A file reads otherwise than it was written."""

    hint = (
        "Archiveer niets meer op deze schijf: zij gaat waarschijnlijk stuk. Er is niets van "
        "gearchiveerd. Maak een reservekopie van de hele werkmap op een andere schijf."
    )

    def __init__(self, path: Path) -> None:
        super().__init__(f"De schijf geeft {path} anders terug dan het is geschreven.")


class DamagedOrderError(PipelineError):
    """Nobody can tell any more what a killed run still had to do."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} is beschadigd: een onderbroken run kan niet worden afgemaakt.")
        self.hint = (
            "Zet deze map ergens buiten het archief en gooi haar niet weg. Kijk daarna met "
            "“advies controleer” wat er ontbreekt. Er is niets geschreven."
        )


class Piece(Struct, frozen=True):
    """A file that is to be there: the hash of its bytes, and who may have them, the best first."""

    sha512: str
    sources: tuple[bytes | Path, ...]


def piece(content: bytes) -> Piece:
    """A file of which the bytes are at hand."""
    return Piece(digest_of(content).sha512, (content,))


class Moves:
    """One group of changes to an archive. Needs the lock.

        with Moves(archief) as moves:
            moves.put_folder("ocfl/2026/AWI-2026-007", pieces)
            moves.put("log/kop.json", piece(head))

    All of it is done when the block ends; nothing of it when the block ends with an error.

    Raises:
        NoSourceError: a file cannot be had as it ought to be.
        UntrueDiskError: the disk gave back other bytes than were written.
        UnwritableError: the disk refuses.
    """

    def __init__(self, archief: Path) -> None:
        self._archief = archief
        self._staging = archief / _IN
        self._order: list[tuple[str, str]] = []
        self.aside: Path | None = None  # where this group sets things aside, once it does

    def __enter__(self) -> Self:
        with writing(self._staging):
            shutil.rmtree(self._staging, ignore_errors=True)
            self._staging.mkdir(parents=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None and self._order:
                self._commit()
        finally:
            shutil.rmtree(self._staging, ignore_errors=True)
        if error is None:
            recover(self._archief)

    def put(self, place: str, file: Piece) -> None:
        """Make a file stand in a place, instead of what stands there."""
        staged = self._staged(place)
        with writing(staged):
            _write(staged, place, file, self._archief)

    def put_folder(self, place: str, files: Mapping[str, Piece]) -> None:
        """Make a folder with these files (path below it) stand where nothing stands."""
        staged = self._staged(place)
        folders = {staged}
        with writing(staged):
            staged.mkdir()
            for name, file in sorted(files.items()):
                target = staged / name
                target.parent.mkdir(parents=True, exist_ok=True)
                folders |= {p for p in target.parents if p.is_relative_to(staged)}
                _write(target, f"{place}/{name}", file, self._archief)
            for folder in sorted(folders, reverse=True):
                sync_folder(folder)

    def set_aside(self, place: str) -> None:
        """Move a file or folder out of the way, and keep it in `.werk/opzij`."""
        if self.aside is None:
            self.aside = self._archief / _ASIDE / str(self._next_number())
        kept = self.aside / place
        self._order.append((place, kept.relative_to(self._archief).as_posix()))

    def _staged(self, place: str) -> Path:
        name = str(len(self._order))
        self._order.append((f"{_READY}/{name}", place))
        return self._staging / name

    def _next_number(self) -> int:
        kept = self._archief / _ASIDE
        return max((int(p.name) for p in kept.glob("*") if p.name.isdecimal()), default=0) + 1

    def _commit(self) -> None:
        with writing(self._archief / _READY):
            write_through(self._staging / _ORDER, json.dumps(self._order).encode())
            sync_folder(self._staging)
            replace(self._staging, self._archief / _READY)
            sync_folder(self._archief / WERK)


def recover(archief: Path) -> bool:
    """Complete or undo what a killed run left behind; True when there was something to complete.

    Needs the lock.

    Raises:
        UnwritableError: the disk refuses; the next run tries again.
    """
    ready = archief / _READY
    with writing(ready):
        order = _read_order(ready)
        for old, new in order:
            _move(archief / old, archief / new, is_aside=new.startswith(_ASIDE))
        _settle(archief, (new for _, new in order))
        for folder in (ready, archief / _IN):
            if folder.exists():
                remove(folder)
    return bool(order)


def is_unfinished(archief: Path) -> bool:
    """True when a killed run left something that the next run will complete."""
    return (archief / _READY / _ORDER).exists()


def _read_order(ready: Path) -> list[tuple[str, str]]:
    try:
        return [(str(old), str(new)) for old, new in json.loads((ready / _ORDER).read_bytes())]
    except FileNotFoundError:  # the usual case; or all was done, and it was being cleared away
        return []
    except (TypeError, ValueError) as error:
        raise DamagedOrderError(ready) from error


def _move(old: Path, new: Path, *, is_aside: bool) -> None:
    """One step, which may have been done before."""
    # What was set aside has a successor in its old place by then: that one stays.
    if not os.path.lexists(old) or (is_aside and os.path.lexists(new)):
        return
    new.parent.mkdir(parents=True, exist_ok=True)
    replace(old, new)


def _settle(archief: Path, places: Iterable[str]) -> None:
    folders = {p for place in places for p in (archief / place).parents}
    for folder in sorted(folders, reverse=True):
        if folder.is_relative_to(archief) and folder.is_dir():
            sync_folder(folder)


def _write(target: Path, place: str, file: Piece, archief: Path) -> None:
    check_length(archief, place)
    if not any(_copy(source, target) == file.sha512 for source in file.sources):
        raise NoSourceError(place)
    if digest_on_disk(target).sha512 != file.sha512:
        raise UntrueDiskError(target)


def _copy(source: bytes | Path, target: Path) -> str | None:
    """Write a file down to the disk; the hash of what was read, or None when that failed."""
    try:
        reader = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    except OSError:
        return None
    found = sha512()
    with reader, target.open("wb") as file:
        while data := _read(reader):
            found.update(data)
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return None if data is None else found.hexdigest()


def _read(reader: BinaryIO) -> bytes | None:
    try:
        return reader.read(_PIECE)
    except OSError:  # of the source; the target's own are told as such
        return None
