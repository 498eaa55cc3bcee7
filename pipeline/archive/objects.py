"""Reading archive objects: which files the newest version of an advies holds, and where they lie.

Only what is needed to find and to hand over; whether an archive is sound is checked elsewhere.
The layout is that of OCFL 1.1: `ocfl/<year>/<kenmerk>/inventory.json` says it all.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

INVENTORY = "inventory.json"
_ALGORITHM = "sha512"
_YEAR = re.compile(r"\d{4}")
# A copy that a sync client made of a folder (“… (conflicted copy)”) is no advies.
_KENMERK = re.compile(r"[A-Z][A-Z0-9]{1,9}-\d{4}-\d{3,}")


class BrokenObjectError(Exception):
    """The inventory of an object is missing, damaged or leads outside it; says which in Dutch."""


class ArchiveObject(Struct, frozen=True):
    """The newest version of one advies."""

    kenmerk: str
    home: Path
    version: str  # v1, v2 …
    day: date  # on which this version was made
    files: Mapping[str, str]  # name to the SHA-512 that the inventory has, in small letters
    _places: Mapping[str, Sequence[str]]  # SHA-512 to where such bytes lie, from the home

    @property
    def number(self) -> int:
        """Of the version, from 1."""
        return int(self.version.removeprefix("v"))

    def path(self, name: str) -> Path:
        """Where a file lies; of one that did not change, in an older version.

        Raises:
            BrokenObjectError: the inventory does not say, or leads outside the object.
        """
        places = self._places.get(self.files[name])
        if not places:
            raise BrokenObjectError("heeft een inhoudsopgave die niet zegt waar alles ligt")
        place = places[0]
        if place.startswith("/") or "\\" in place or ":" in place or ".." in place.split("/"):
            raise BrokenObjectError("verwijst naar bestanden buiten zijn eigen map")
        return self.home / place

    def first(self, *suffixes: str) -> Path | None:
        """The file `<kenmerk><suffix>` of the first suffix that is there."""
        names = (f"{self.kenmerk}{suffix}" for suffix in suffixes)
        return next((self.path(name) for name in names if name in self.files), None)


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
        with open(f"{home}/{INVENTORY}", "rb") as file:  # noqa: PTH123 -- a search opens thousands
            inventory: Any = json.load(file)  # JSON
    except OSError as error:
        raise BrokenObjectError("heeft geen leesbare inhoudsopgave (inventory.json)") from error
    except ValueError as error:
        raise BrokenObjectError("heeft een beschadigde inhoudsopgave (inventory.json)") from error
    try:
        return _newest(home, inventory)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise BrokenObjectError("heeft een beschadigde inhoudsopgave (inventory.json)") from error


def _newest(home: Path, inventory: Any) -> ArchiveObject:
    if inventory["digestAlgorithm"] != _ALGORITHM:
        raise BrokenObjectError("gebruikt een controlegetal dat dit programma niet kent")
    head = inventory["head"]
    newest = inventory["versions"][head]
    files = {name: digest.lower() for digest, names in newest["state"].items() for name in names}
    places = {digest.lower(): paths for digest, paths in inventory["manifest"].items()}
    day = date.fromisoformat(newest["created"][: len("2026-11-22")])
    return ArchiveObject(home.name, home, head, day, files, places)


def _folders(folder: Path | str, named: re.Pattern[str]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            own = [e for e in entries if named.fullmatch(e.name) and e.is_dir()]
    except FileNotFoundError:
        return []
    return sorted(own, key=lambda entry: entry.name)
