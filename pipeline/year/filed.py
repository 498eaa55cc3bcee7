"""Filed: what the archive holds of a letter and which mails are ready, as the register tells it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from pipeline.archive.log import head
from pipeline.archive.objects import BrokenObjectError, homes, read_object
from pipeline.workfolder import WorkFolder
from pipeline.world import World

# What was signed, as people can open it: the PDF that was made for reading goes first.
_TO_READ = ("-ondertekend-leesbaar.pdf", "-ondertekend.pdf", "-ondertekend_bron.zip")
_NONE_YET = (
    "Er is nog geen ondertekende brief gearchiveerd. Daarna staat hier de code van het archief."
)
_NOTE_IT = (
    "Schrijf deze code met de datum op papier, bijvoorbeeld in het verslag van de vergadering. Na "
    "elke nieuwe brief in het archief is er een nieuwe code."
)
_CHECK = "Typ dan: advies controleer --code"


class Gearchiveerd(Struct, frozen=True):
    """A signed letter in the archive; all is None where its inventory cannot be read."""

    versie: int | None = None
    op: date | None = None  # the day on which this version came
    ondertekend: str | None = None  # the file to open: a path from output/, or a whole one


class Filed(Struct, frozen=True):
    """What there is of every letter, looked up once for a whole register."""

    code: str | None  # the short code of the archive; None when it is empty, or its log is damaged
    archief: Mapping[str, Gearchiveerd]  # by kenmerk
    mails: Mapping[str, tuple[str, ...]]  # by kenmerk: the drafts, as paths from output/


def filed(world: World) -> Filed:
    """Look in the archive and in output/verzenden; reads an inventory per advies, and no letter."""
    folder = world.folder
    return Filed(
        head(world.archive),
        {kenmerk: _archived(home, folder) for kenmerk, home in homes(world.archive).items()},
        {
            home.name: tuple(f"verzenden/{home.name}/{mail.name}" for mail in mails)
            for home in _entries(folder.verzenden)
            if (mails := [one for one in _entries(Path(home)) if one.name.endswith(".eml")])
        },
    )


def code_sentences(code: str | None) -> Sequence[str]:
    """What the code of the archive is for, as the overview and the workbook say it."""
    if code is None:
        return (_NONE_YET,)
    return (
        _NOTE_IT,
        f"Wilt u later weten of er in het archief niets is veranderd of weggehaald? {_CHECK} {code}",
    )


def _archived(home: Path, folder: WorkFolder) -> Gearchiveerd:
    try:
        there = read_object(home)
        signed = there.first(*_TO_READ)
    except BrokenObjectError:
        return Gearchiveerd()
    return Gearchiveerd(there.number, there.day, _place(signed, folder) if signed else None)


def _place(path: Path, folder: WorkFolder) -> str:
    """From output/ where that works from any copy of the work folder, else as it is."""
    if path.is_relative_to(folder.root):
        return Path(os.path.relpath(path, folder.output)).as_posix()
    return str(path)


def _entries(folder: Path) -> Sequence[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda one: one.name)
    except (FileNotFoundError, NotADirectoryError):
        return ()
