"""Makes and appends the secretary's table: a row for each new dossier and adviespunt.

Rows that are there are never changed, but for an empty kenmerk that is filled in once there is a
letter. The table is someone's own: rows are put in its bytes (form/graft.py), the result is read
back before it takes the place of the old one, and the old one is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile

from pipeline.checking import Checked
from pipeline.desk import UnreadableDeskError, backups, lock_of, table_of
from pipeline.desk_addition import Addition, addition_to, check_added, everything
from pipeline.desk_lines import wanted_lines
from pipeline.disk import UnwritableError, sweep, write_file, writing
from pipeline.dutch import count
from pipeline.errors import PipelineError, UnreadableSheetError
from pipeline.form.desk_table import DeskTab, Line, desk_tabs
from pipeline.form.desk_write import write_desk
from pipeline.form.graft import graft
from pipeline.form.raw import RawSheet
from pipeline.form.read import Reader
from pipeline.form.sheet_map import UnknownStructureError
from pipeline.letters.folder import locked
from pipeline.model import Uitgave
from pipeline.world import World

_KEPT = 20  # backups
_NEW = "secretariaat-nieuw.xlsx"


class DeskInUseError(PipelineError):
    """The table is open in another program, which would overwrite what is added now."""

    def __init__(self, bestand: str, lock: Path | None) -> None:
        super().__init__(
            f"{bestand} staat open in een ander programma, of u mag er niet in schrijven. "
            "De nieuwe adviezen staan er daarom nog niet in."
        )
        rest = f" Staat het nergens meer open? Verwijder dan {lock.name}." if lock else ""
        self.hint = (
            f"Bewaar en sluit de tabel, en geef dan opnieuw: advies register.{rest} "
            "In de tabel is niets veranderd; register en overzicht zijn wel bijgewerkt."
        )


class ForeignDeskError(PipelineError):
    """The table was saved in a way that rows cannot be put in without a loss."""

    def __init__(self, bestand: str, new: str) -> None:
        super().__init__(
            f"In {bestand} kunnen geen regels worden toegevoegd: het bestand is anders opgebouwd "
            "dan Excel en LibreOffice doen."
        )
        self.hint = (
            f"Een nieuwe tabel met al uw antwoorden en de nieuwe adviezen staat in {new}. Kijk "
            f"die na en zet haar in de plaats van {bestand}; uw kleuren en eigen kolommen gaan "
            "niet mee. Of bewaar uw tabel in Excel als gewone werkmap (.xlsx) en probeer het "
            "opnieuw. Uw tabel is niet veranderd."
        )


def append_desk(
    checked: Sequence[Checked], issued: Sequence[Uitgave], world: World
) -> tuple[str, ...]:
    """Make the table, or add what is new; gives what was done, in sentences.

    Raises:
        DeskInUseError: it is open elsewhere; nothing was written.
        ForeignDeskError: it is built in an unknown way; a new table was made beside it.
        UnwritableError: the disk refuses; what stood there stands there still.
    """
    tabs = desk_tabs(world.form)
    lines = wanted_lines(checked, issued, world)
    with locked(world.folder.werk):
        sweep(world.folder.input)
        path = table_of(world.folder)
        if path is None:
            return _made(lines, tabs, world)
        return _appended(path, lines, tabs, world)


def _made(
    lines: Mapping[str, Sequence[Line]], tabs: Sequence[DeskTab], world: World
) -> tuple[str, ...]:
    path = world.folder.secretariaat
    write_file(path, write_desk(lines, tabs, world.raad))
    _back_up(path, backups(world.folder))
    dossiers = count(len(lines[tabs[0].name]), "advies", "adviezen")
    return (f"De tabel {world.folder.relative(path)} is gemaakt, met {dossiers}.",)


def _appended(
    path: Path, lines: Mapping[str, Sequence[Line]], tabs: Sequence[DeskTab], world: World
) -> tuple[str, ...]:
    bestand = world.folder.relative(path)
    with writing(path):
        data = path.read_bytes()
    with Reader() as reader:
        old = _read(reader, path, world)
        if old.sha256 != sha256(data).hexdigest():
            raise DeskInUseError(bestand, lock_of(path))  # it was saved just now
        additions = [a for tab in tabs if (a := addition_to(old, tab, lines[tab.name]))]
        if not any(addition.is_needed for addition in additions):
            return ()
        _refuse_open(path, bestand)
        _back_up(path, backups(world.folder))
        new = world.folder.werk / _NEW
        try:
            content = graft(data, [addition.graft for addition in additions])
            write_file(new, content)
            check_added(old, reader.read(new), additions)
        except (UnknownStructureError, UnreadableSheetError, BadZipFile) as error:
            beside = world.folder.output / _NEW
            write_file(beside, write_desk(everything(old, tabs, lines), tabs, world.raad))
            raise ForeignDeskError(bestand, world.folder.relative(beside)) from error
        finally:
            new.unlink(missing_ok=True)
    if path.read_bytes() != data:
        raise DeskInUseError(bestand, lock_of(path))  # it was saved while rows were put in
    try:
        write_file(path, content)
    except UnwritableError as error:
        if isinstance(error.__cause__, PermissionError):
            raise DeskInUseError(bestand, lock_of(path)) from error
        raise
    return tuple(_told(additions, bestand))


def _read(reader: Reader, path: Path, world: World) -> RawSheet:
    try:
        return reader.read(path)
    except UnreadableSheetError as error:
        raise UnreadableDeskError(world.folder, path, str(error)) from error


def _refuse_open(path: Path, bestand: str) -> None:
    lock = lock_of(path)
    if lock is not None:
        raise DeskInUseError(bestand, lock)
    try:
        with path.open("r+b"):
            pass
    except PermissionError as error:
        raise DeskInUseError(bestand, None) from error


def _back_up(path: Path, folder: Path) -> None:
    """Keep the table as it is now, by the moment it was saved; the oldest ones go."""
    with writing(folder):
        data = path.read_bytes()
        saved = datetime.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ006 -- the user's own clock
        name, number = f"{saved:%Y-%m-%d %H.%M.%S}", 1
        target = folder / f"{name}.xlsx"
        while target.exists() and target.read_bytes() != data:
            number += 1
            target = folder / f"{name}_{number}.xlsx"
        if not target.exists():
            write_file(target, data)
        older = sorted(other for other in folder.glob("*.xlsx") if other != target)
        for other in older[: max(0, len(older) + 1 - _KEPT)]:
            other.unlink()


def _told(additions: Sequence[Addition], bestand: str) -> Iterator[str]:
    words = (("advies", "adviezen"), ("adviespunt", "adviespunten"))
    added = [
        count(len(addition.lines), *word)
        for addition, word in zip(additions, words, strict=False)
        if addition.lines
    ]
    if added:
        yield f"In {bestand} toegevoegd: {' en '.join(added)}."
    filled = sum(len(addition.graft.fills) for addition in additions)
    if filled:
        yield f"In {bestand} staat nu bij {count(filled, 'advies', 'adviezen')} het kenmerk."
