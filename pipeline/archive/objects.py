"""Reading archive objects: which files the newest version of an advies holds, and where they lie.

Only what is needed to find and to hand over; whether an archive is sound is checked elsewhere.
The layout is that of OCFL 1.1: `ocfl/<year>/<kenmerk>/inventory.json` says it all.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

INVENTORY = "inventory.json"
_ALGORITHM = "sha512"
_YEAR = re.compile(r"\d{4}")
# A copy that a sync client made of a folder (“… (conflicted copy)”) is no advies.
_KENMERK = re.compile(r"[A-Z][A-Z0-9]{1,9}-\d{4}-\d{3,}")


class BrokenObjectError(Exception):
    """The inventory of an object is missing, damaged or leads outside it; says which in Dutch."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it lies in the archive."""

    path: Path
    sha512: str  # as the inventory has it, in small letters


@dataclass(frozen=True, slots=True)
class ArchiveObject:
    """The newest version of one advies."""

    kenmerk: str
    home: Path
    version: str  # v1, v2 …
    files: Mapping[str, Stored]  # by name

    def first(self, *suffixes: str) -> Path | None:
        """The file `<kenmerk><suffix>` of the first suffix that is there."""
        names = (f"{self.kenmerk}{suffix}" for suffix in suffixes)
        return next((self.files[name].path for name in names if name in self.files), None)


def homes(archief: Path) -> dict[str, Path]:
    """The folder of every advies by kenmerk, in the order of year and kenmerk."""
    found: dict[str, Path] = {}
    for year in _folders(archief / "ocfl", _YEAR):
        found.update((home.name, Path(home.path)) for home in _folders(year.path, _KENMERK))
    return found


def read_object(home: Path) -> ArchiveObject:
    """The newest version of an advies, as its inventory tells.

    Raises:
        BrokenObjectError: the inventory cannot be trusted to say where the files are.
    """
    try:
        inventory: Any = json.loads((home / INVENTORY).read_bytes())  # JSON
    except OSError as error:
        raise BrokenObjectError("heeft geen leesbare inhoudsopgave (inventory.json)") from error
    except ValueError as error:
        raise BrokenObjectError("heeft een beschadigde inhoudsopgave (inventory.json)") from error
    try:
        return _newest(home, inventory)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise BrokenObjectError("heeft een beschadigde inhoudsopgave (inventory.json)") from error


def _newest(home: Path, inventory: Any) -> ArchiveObject:
    if inventory["digestAlgorithm"] != _ALGORITHM:
        raise BrokenObjectError("gebruikt een controlegetal dat dit programma niet kent")
    head = inventory["head"]
    places = {digest.casefold(): paths[0] for digest, paths in inventory["manifest"].items()}
    files = {
        name: Stored(_inside(home, places[digest.casefold()]), digest.casefold())
        for digest, names in inventory["versions"][head]["state"].items()
        for name in names
    }
    return ArchiveObject(home.name, home, head, files)


def _inside(home: Path, place: str) -> Path:
    if place.startswith("/") or "\\" in place or ":" in place or ".." in place.split("/"):
        raise BrokenObjectError("verwijst naar bestanden buiten zijn eigen map")
    return home / place


def _folders(folder: Path | str, named: re.Pattern[str]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            own = [e for e in entries if named.fullmatch(e.name) and e.is_dir()]
    except FileNotFoundError:
        return []
    return sorted(own, key=lambda entry: entry.name)
