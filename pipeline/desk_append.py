"""Makes and appends the secretary's table: a row for each new dossier and adviespunt.

Rows that are there are never changed, but for an empty kenmerk that is filled in once there is a
letter. The table is someone's own: rows are put in its bytes (form/graft.py), the result is read
back before it takes the place of the old one, and the old one is kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from hashlib import sha256
from pathlib import Path

from pipeline.checking import Checked, latest
from pipeline.desk import UnreadableDeskError, backups, lock_of, table_of
from pipeline.disk import UnwritableError, write_file, writing
from pipeline.dutch import count
from pipeline.errors import PipelineError, UnreadableSheetError
from pipeline.form.desk_table import (
    ADVIES,
    BESTAND,
    KENMERK,
    NUMMER,
    ONDERWERP,
    Content,
    DeskTab,
    Found,
    Line,
    Link,
    desk_tabs,
    find_tab,
)
from pipeline.form.desk_write import write_desk
from pipeline.form.graft import Graft, graft
from pipeline.form.raw import Broken, RawSheet, Value
from pipeline.form.read import Reader
from pipeline.form.sheet_map import UnknownStructureError
from pipeline.letters.folder import locked
from pipeline.model import Uitgave
from pipeline.world import World

_KEPT = 20  # backups
_LONGEST_ADVIES = 160  # characters of an adviespunt, to recognise it by
_NEW = "secretariaat-nieuw.xlsx"


class DeskInUseError(PipelineError):
    """The table is open in another program, which would overwrite what is added now."""

    def __init__(self, path: Path, lock: Path | None) -> None:
        super().__init__(
            f"{path} staat open in een ander programma, of u mag er niet in schrijven. "
            "De nieuwe adviezen staan er daarom nog niet in."
        )
        rest = f" Staat het nergens meer open? Verwijder dan {lock.name}." if lock else ""
        self.hint = (
            f"Bewaar en sluit de tabel, en geef dan opnieuw: advies register.{rest} "
            "In de tabel is niets veranderd."
        )


class ForeignDeskError(PipelineError):
    """The table was saved in a way that rows cannot be put in without a loss."""

    def __init__(self, path: Path, new: Path) -> None:
        super().__init__(
            f"In {path} kunnen geen regels worden toegevoegd: het bestand is anders opgebouwd "
            "dan Excel en LibreOffice doen."
        )
        self.hint = (
            f"Een nieuwe tabel met al uw antwoorden en de nieuwe adviezen staat in {new}. Kijk "
            f"die na en zet haar in de plaats van {path.name}; uw kleuren en eigen kolommen gaan "
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
    lines = _lines(checked, issued, world)
    with locked(world.folder.werk):
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
    with writing(path):
        data = path.read_bytes()
    with Reader() as reader:
        old = _read(reader, path, world)
        if old.sha256 != sha256(data).hexdigest():
            raise DeskInUseError(path, lock_of(path))  # it was saved just now
        additions = [a for tab in tabs if (a := _addition(old, tab, lines[tab.name]))]
        if not any(addition.is_needed for addition in additions):
            return ()
        _refuse_open(path)
        _back_up(path, backups(world.folder))
        new = world.folder.werk / _NEW
        try:
            content = graft(data, [addition.graft for addition in additions])
            write_file(new, content)
            _check(old, reader.read(new), additions)
        except (UnknownStructureError, UnreadableSheetError) as error:
            beside = world.folder.output / _NEW
            write_file(beside, write_desk(_everything(old, tabs, lines), tabs, world.raad))
            raise ForeignDeskError(path, beside) from error
        finally:
            new.unlink(missing_ok=True)
    try:
        write_file(path, content)
    except UnwritableError as error:
        if isinstance(error.__cause__, PermissionError):
            raise DeskInUseError(path, lock_of(path)) from error
        raise
    return tuple(_told(additions, world.folder.relative(path)))


@dataclass(frozen=True, slots=True)
class _Addition:
    """What is added to one tab."""

    tab: DeskTab
    lines: tuple[Line, ...]
    graft: Graft

    @property
    def is_needed(self) -> bool:
        return bool(self.graft.rows or self.graft.fills)


def _addition(old: RawSheet, tab: DeskTab, lines: Sequence[Line]) -> _Addition | None:
    """The lines that the tab lacks; None for a tab that the secretary removed."""
    found = find_tab(old, tab)
    if found is None:
        return None
    known = {_identity(found, row, form_id): row for row, form_id in found.rows}
    new = tuple(line for line in lines if _identity_of(line) not in known)
    columns = (0, *sorted(found.at.values()))
    last = max(
        (row for row, cells in found.tab.rows.items() if any(c in cells for c in columns)),
        default=found.head,
    )
    rows = tuple(
        {
            0: line.form_id,
            **{found.at[key]: content for key, content in line.cells.items() if key in found.at},
        }
        for line in new
    )
    fills = dict(_fills(found, {line.form_id: line for line in lines}))
    return _Addition(tab, new, Graft(found.tab.name, found.head, last, columns, rows, fills))


def _fills(found: Found, by_id: Mapping[str, Line]) -> Iterator[tuple[tuple[int, int], Content]]:
    """The kenmerk of a letter that was made since its row was."""
    column = None if NUMMER in found.at else found.at.get(KENMERK)
    for row, form_id in found.rows:
        line = by_id.get(form_id)
        kenmerk = line.cells.get(KENMERK) if line else None
        if column is not None and kenmerk and column not in found.tab.rows[row]:
            yield (row, column), kenmerk


def _identity(found: Found, row: int, form_id: str) -> tuple[str, ...]:
    """What a row is about: a dossier, or one adviespunt of a letter."""
    if NUMMER not in found.at:
        return (form_id,)
    cells = found.tab.rows[row]
    shown = (str(cells.get(found.at[key], "")).strip() for key in (KENMERK, NUMMER))
    return form_id, *shown


def _identity_of(line: Line) -> tuple[str, ...]:
    if NUMMER not in line.cells:
        return (line.form_id,)
    kenmerk = line.cells[KENMERK]
    assert isinstance(kenmerk, Link)
    return line.form_id, kenmerk.text, str(line.cells[NUMMER])


def _lines(
    checked: Sequence[Checked], issued: Sequence[Uitgave], world: World
) -> Mapping[str, Sequence[Line]]:
    """Every row that the table should have, by the name of its tab."""
    letters = latest(uitgave for uitgave in issued if not uitgave.ingetrokken)
    dossiers: dict[str, Line] = {}
    for one in checked:
        form_id = one.sheet.form_id
        if form_id:
            dossiers.setdefault(form_id, _dossier(one, letters.get(form_id), world))
    first, second = desk_tabs(world.form)
    punten = [
        line for uitgave in issued if not uitgave.ingetrokken for line in _punten(uitgave, world)
    ]
    return {first.name: list(dossiers.values()), second.name: punten}


def _dossier(one: Checked, uitgave: Uitgave | None, world: World) -> Line:
    onderwerp = one.sheet.dossier.advies.onderwerp.answer or "(nog zonder onderwerp)"
    cells: dict[str, Content] = {
        ONDERWERP: Link(_way(one.sheet.path, world), onderwerp),
        BESTAND: one.sheet.bestand,
    }
    if uitgave is not None:
        cells[KENMERK] = _letter(uitgave, world)
    return Line(one.sheet.form_id, cells)


def _punten(uitgave: Uitgave, world: World) -> Iterator[Line]:
    punten = uitgave.waarden.get("adviespunten")
    for nummer, punt in enumerate(punten if isinstance(punten, list) else (), start=1):
        advies = " ".join(str(punt.get("advies") or "").split())
        short = advies if len(advies) <= _LONGEST_ADVIES else f"{advies[:_LONGEST_ADVIES]}…"
        yield Line(
            uitgave.formulier_id, {KENMERK: _letter(uitgave, world), NUMMER: nummer, ADVIES: short}
        )


def _letter(uitgave: Uitgave, world: World) -> Link:
    return Link(_way(world.folder.brieven / uitgave.kenmerk, world), uitgave.kenmerk)


def _way(path: Path, world: World) -> str:
    """From the table to a file or folder, with slashes."""
    return Path(os.path.relpath(path, world.folder.input)).as_posix()


def _read(reader: Reader, path: Path, world: World) -> RawSheet:
    try:
        return reader.read(path)
    except UnreadableSheetError as error:
        raise UnreadableDeskError(path, str(error), backups(world.folder)) from error


def _check(old: RawSheet, new: RawSheet, additions: Sequence[_Addition]) -> None:
    """Read back: all that stood there stands there still, and every new row can be found."""
    added = {a.graft.tab: a for a in additions}
    for before, after in zip(old.tabs, new.tabs, strict=True):
        addition = added.get(before.name)
        rows = {number: dict(cells) for number, cells in after.rows.items()}
        if addition is not None:
            for number in range(addition.graft.last + 1, addition.graft.bottom + 1):
                cells = rows.get(number, {})
                for column in addition.graft.columns:
                    cells.pop(column, None)
            for number, column in addition.graft.fills:
                rows.get(number, {}).pop(column, None)
        same = {number: cells for number, cells in rows.items() if cells}
        if before.name != after.name or same != {n: dict(c) for n, c in before.rows.items()}:
            raise UnknownStructureError(before.name)
    for addition in additions:
        found = find_tab(new, addition.tab)
        there = {_identity(found, row, form_id) for row, form_id in found.rows} if found else set()
        if not {_identity_of(line) for line in addition.lines} <= there:
            raise UnknownStructureError(addition.tab.name)


def _everything(
    old: RawSheet, tabs: Sequence[DeskTab], lines: Mapping[str, Sequence[Line]]
) -> Mapping[str, Sequence[Line]]:
    """The rows that are there, with what they say, and the new ones after them."""
    everything = {}
    for tab in tabs:
        found = find_tab(old, tab)
        if found is None:
            everything[tab.name] = list(lines[tab.name])
            continue
        known = {_identity(found, row, form_id) for row, form_id in found.rows}
        new = [line for line in lines[tab.name] if _identity_of(line) not in known]
        everything[tab.name] = [*(_kept(found, *row) for row in found.rows), *new]
    return everything


def _kept(found: Found, row: int, form_id: str) -> Line:
    cells = found.tab.rows[row]
    return Line(
        form_id,
        {key: _content(cells[column]) for key, column in found.at.items() if column in cells},
    )


def _content(value: Value) -> Content:
    """What stood in a cell, as it can be written again."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime | float | time):
        return str(value)
    if isinstance(value, Broken):
        return value.shown
    return value


def _refuse_open(path: Path) -> None:
    lock = lock_of(path)
    if lock is not None:
        raise DeskInUseError(path, lock)
    try:
        with path.open("r+b"):
            pass
    except PermissionError as error:
        raise DeskInUseError(path, None) from error


def _back_up(path: Path, folder: Path) -> None:
    """Keep the table as it is now, by the moment it was saved; the oldest ones go."""
    with writing(folder):
        data = path.read_bytes()
        saved = datetime.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ006 -- the user's own clock
        name, number = f"{saved:%Y-%m-%d %H.%M.%S}", 1
        target = folder / f"{name}.xlsx"
        while target.exists() and target.read_bytes() != data:
            number += 1
            target = folder / f"{name} ({number}).xlsx"
        if not target.exists():
            write_file(target, data)
        older = sorted(other for other in folder.glob("*.xlsx") if other != target)
        for other in older[: max(0, len(older) + 1 - _KEPT)]:
            other.unlink()


def _told(additions: Sequence[_Addition], bestand: str) -> Iterator[str]:
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
