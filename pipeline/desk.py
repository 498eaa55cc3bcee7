"""The secretary's table at the start of a run: input/secretariaat.xlsx opened, or why it cannot be.

Without this table nobody knows the votes, what was sent and what the college said. So one that
is there and cannot be read, or that was there and is gone, ends the run: a letter that rests on
half of what is known is worse than no letter.
"""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from pipeline.errors import PipelineError, UnreadableSheetError
from pipeline.form.desk import Desk, NoDeskError, read_desk
from pipeline.form.desk_table import FILE
from pipeline.form.read import Reader
from pipeline.form.spec import Form
from pipeline.workfolder import WorkFolder

_BACKUPS = "secretariaat"


class UnreadableDeskError(PipelineError):
    """The secretary's table cannot be read, so nobody knows what was decided."""

    def __init__(self, folder: WorkFolder, path: Path, why: str) -> None:
        super().__init__(f"{folder.relative(path)} kan niet worden gelezen. {why}")
        self.hint = (
            "In deze tabel staan de stemmen en wat er is verzonden; zonder haar toetst het "
            f"programma niets en maakt het geen brieven. {_put_back(folder)} "
            "Er is niets geschreven."
        )


class LostDeskError(PipelineError):
    """The secretary's table was there, and is gone."""

    def __init__(self, folder: WorkFolder) -> None:
        bestand = folder.relative(folder.secretariaat)
        super().__init__(f"{bestand} is weg, terwijl die tabel er eerder wel was.")
        self.hint = (
            f"{_put_back(folder)} Wilt u echt met een lege tabel beginnen? Haal dan "
            "ook die map met reservekopieën weg. Er is niets geschreven."
        )


def open_desk(folder: WorkFolder, form: Form, reader: Reader) -> Desk:
    """What the table says; an empty Desk as long as there never was one.

    Raises:
        UnreadableDeskError: the file is damaged, locked with a password, or no table of ours.
        LostDeskError: there are backups of it, but no table.
    """
    path = table_of(folder)
    if path is None:
        if any(backups(folder).glob("*.xlsx")):
            raise LostDeskError(folder)
        return Desk()
    try:
        desk = read_desk(reader.read(path), form)
    except UnreadableSheetError as error:
        raise UnreadableDeskError(folder, path, str(error)) from error
    except NoDeskError as error:
        why = "De verborgen eerste rij of kolom, waaraan het programma de regels herkent, is weg."
        raise UnreadableDeskError(folder, path, why) from error
    if lock_of(path) is None:
        return desk
    open_now = (
        f"{folder.relative(path)} staat nu open in een ander programma. "
        "Wat daarin nog niet is bewaard, telt in deze run niet mee."
    )
    return replace(desk, remarks=(*desk.remarks, open_now))


def table_of(folder: WorkFolder) -> Path | None:
    """The table, however its name is spelled with capitals; None when there is none."""
    if folder.secretariaat.exists() or not folder.input.is_dir():
        return folder.secretariaat if folder.secretariaat.exists() else None
    names = (path for path in sorted(folder.input.iterdir()) if path.name.casefold() == FILE)
    return next(names, None)


def backups(folder: WorkFolder) -> Path:
    """Where the earlier states of the table are kept."""
    return folder.werk / _BACKUPS


def lock_of(path: Path) -> Path | None:
    """The file by which Excel or LibreOffice tells that it has the table open."""
    locks = (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#"))
    return next((lock for lock in locks if lock.exists()), None)


def _put_back(folder: WorkFolder) -> str:
    return (
        f"Zet een reservekopie terug: die staan in {folder.relative(backups(folder))}, met de dag "
        "waarop ze zijn bewaard."
    )
