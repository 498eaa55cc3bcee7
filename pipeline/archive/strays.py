"""Strays: what stands in an archive outside the adviezen that its log knows."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.archive import flaw, ocfl
from pipeline.archive.against_log import Expected, by_its_own_word, examine
from pipeline.archive.digest import digest_of
from pipeline.archive.flaw import Flaw, Kind
from pipeline.archive.places import KENMERK, LEESMIJ, LOG, OCFL, ROOT_MARK, WERK, YEAR, home
from pipeline.archive.tree import is_folder, is_junk, names


def strays(archief: Path, advices: Sequence[Expected], *, is_quick: bool) -> Iterator[Flaw]:
    """Everything that was never filed; `advices` are those that the log knows.

    An advies of which the log does not tell is looked at by its own inventory.
    """
    yield from _beside(archief, "", (OCFL, LOG, WERK), (LEESMIJ,))
    yield from _beside(archief, OCFL, years(archief), (ROOT_MARK.rsplit("/", 1)[1],))
    known = {advies.place: advies for advies in advices}
    for year in years(archief):
        yield from _in_year(archief, f"{OCFL}/{year}", known, is_quick=is_quick)


def years(archief: Path) -> list[str]:
    """The years of which there are adviezen."""
    return [e.name for e in _names(archief, OCFL) if is_folder(e) and YEAR.fullmatch(e.name)]


def is_namesake(archief: Path, advies: Expected) -> bool:
    """True when some version of this very advies stands in its place."""
    try:
        return digest_of(archief / advies.place / ocfl.INVENTORY).sha512 in advies.versions
    except OSError:
        return False


def _beside(
    archief: Path, place: str, folders: Sequence[str], files: Sequence[str]
) -> Iterator[Flaw]:
    """What stands in a folder beside what belongs there."""
    for entry in _names(archief, place):
        below = f"{place}/{entry.name}".lstrip("/")
        is_file = entry.is_file(follow_symlinks=False)
        if is_junk(entry):
            yield flaw.junk(below)
        elif entry.name not in (files if is_file else folders if is_folder(entry) else ()):
            yield flaw.stray(below, siblings=(*folders, *files))


def _in_year(
    archief: Path, place: str, known: Mapping[str, Expected], *, is_quick: bool
) -> Iterator[Flaw]:
    entries = _names(archief, place)
    siblings = [one.rsplit("/", 1)[1] for one in known if one.startswith(f"{place}/")]
    if not entries:
        yield flaw.stray(place)
    for entry in entries:
        below = f"{place}/{entry.name}"
        if below in known and is_folder(entry):
            continue  # examined by itself
        if is_junk(entry):
            yield flaw.junk(below)
        elif namesake := _namesake(archief, below, known):
            yield namesake
        elif is_folder(entry) and KENMERK.fullmatch(entry.name) and home(entry.name) == below:
            yield from _untold(archief, below, entry.name, is_quick=is_quick)
        else:
            yield flaw.stray(below, siblings=siblings)


def _namesake(archief: Path, place: str, known: Mapping[str, Expected]) -> Flaw | None:
    """A folder that is that of a known advies, under another name."""
    try:
        found = digest_of(archief / place / ocfl.INVENTORY).sha512
    except OSError:
        return None
    advies = next((one for one in known.values() if found in one.versions), None)
    if advies is None:
        return None
    name = place.rsplit("/", 1)[1]
    melding = (
        f"“{name}” is de map van {advies.kenmerk} onder een andere naam, of een dubbele ervan."
    )
    return Flaw(Kind.EXTRA, place, melding)


def _untold(archief: Path, place: str, kenmerk: str, *, is_quick: bool) -> Iterator[Flaw]:
    """An advies of which the log does not tell."""
    melding = f"{kenmerk} staat in het archief, maar niet in het logboek."
    yield Flaw(Kind.EXTRA, place, melding, kenmerk)
    if own := by_its_own_word(archief, kenmerk):
        yield from examine(archief, own, is_quick=is_quick)
    else:
        yield flaw.changed(f"{place}/{ocfl.INVENTORY}", kenmerk)


def _names(archief: Path, place: str) -> list[os.DirEntry[str]]:
    try:
        return list(names(archief, place))
    except OSError:
        return []  # what cannot be looked into shows in the adviezen that are gone
