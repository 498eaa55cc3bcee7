"""Examine: one advies in the archive, held against what the log says that it consists of."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from msgspec import Struct

from pipeline.archive import entries, flaw, ocfl
from pipeline.archive.digest import digest_of
from pipeline.archive.entries import Entry
from pipeline.archive.flaw import Flaw, Kind
from pipeline.archive.places import home
from pipeline.archive.tree import Tree, look

_MOST_THREADS = 4  # hashing lets other threads work; more of them only make a disk seek


class Wanted(Struct, frozen=True):
    """What a file ought to be."""

    sha512: str
    size: int


class Expected(Struct, frozen=True):
    """What an advies ought to consist of."""

    kenmerk: str
    place: str
    files: Mapping[str, Wanted]  # by place
    versions: Mapping[str, int]  # hash of an inventory to the version that it is of
    is_whole: bool = True  # False when the log lost an entry of it: then not all is known

    def checklist(self, versie: int) -> bytes:
        """The list of the files that came with a version, as `sha512sum --check` reads it."""
        start = f"{self.place}/v{versie}/"
        mark = f"{self.place}/{ocfl.MARK}" if versie == 1 else start
        own = sorted(place for place in self.files if place.startswith((start, mark)))
        return entries.checklist_of((place, self.files[place].sha512) for place in own)


def expected(
    kenmerk: str, versions: Mapping[int, Entry], *, is_known_whole: bool = True
) -> Expected:
    """What the log says of an advies, given its entries by version."""
    place = home(kenmerk)
    files = {
        stored.pad: Wanted(stored.sha512, stored.bytes)
        for entry in versions.values()
        for stored in entry.event.bestanden
    }
    last = max(versions)
    inventory = f"{place}/v{last}/{ocfl.INVENTORY}"
    line = ocfl.sidecar_of(versions[last].event.inventaris)
    files[f"{place}/{ocfl.INVENTORY}"] = files[inventory]
    files[f"{place}/{ocfl.SIDECAR}"] = Wanted(digest_of(line).sha512, len(line))
    hashes = {entry.event.inventaris: number for number, entry in versions.items()}
    is_whole = is_known_whole and len(versions) == last
    return Expected(kenmerk, place, files, hashes, is_whole=is_whole)


def examine(archief: Path, advies: Expected, *, is_quick: bool) -> tuple[Flaw, ...]:
    """Everything that is wrong with an advies, and remarks.

    `is_quick` trusts the content of files that have the right size.
    """
    if not os.path.lexists(archief / advies.place):
        return (Flaw(Kind.MISSING, advies.place, f"{advies.kenmerk} is weg.", advies.kenmerk),)
    tree = look(archief, advies.place, _folders(advies))
    return tuple(_compare(archief, advies, tree, is_quick=is_quick))


def examine_all(
    archief: Path, advices: Sequence[Expected], *, is_quick: bool = False
) -> dict[str, tuple[Flaw, ...]]:
    """What is wrong with each advies, and remarks; by kenmerk."""
    look = partial(_examine_whole, archief, is_quick=is_quick)
    # Threads gain nothing where little is hashed.
    number = 1 if is_quick else min(os.cpu_count() or 1, _MOST_THREADS)
    with ThreadPoolExecutor(number) as threads:
        return dict(zip((one.kenmerk for one in advices), threads.map(look, advices), strict=True))


def _examine_whole(archief: Path, advies: Expected, *, is_quick: bool) -> tuple[Flaw, ...]:
    if not advies.is_whole:  # the log lost an entry of it, which is told
        advies = by_its_own_word(archief, advies.kenmerk) or advies
    return examine(archief, advies, is_quick=is_quick)


def by_its_own_word(archief: Path, kenmerk: str) -> Expected | None:
    """What an advies ought to consist of by its own inventory; None when that is damaged.

    Less than the log can tell: who forges a file can forge an inventory.
    """
    place = home(kenmerk)
    try:
        data = (archief / place / ocfl.INVENTORY).read_bytes()
        inventory = ocfl.parse(data)
        present = look(archief, place, _below(place, inventory)).files
        if (archief / place / ocfl.SIDECAR).read_bytes() != ocfl.sidecar(data):
            return None
    except (OSError, ValueError):
        return None
    files = {
        f"{place}/{path}": Wanted(sha512, present.get(f"{place}/{path}", 0))
        for path, sha512 in inventory.manifest.items()
    }
    for found in present:
        if "/content/" not in found:
            digest = digest_of(archief / found)
            files[found] = Wanted(digest.sha512, digest.size)
    return Expected(kenmerk, place, files, {}, is_whole=False)


def _below(place: str, inventory: ocfl.Inventory) -> frozenset[str]:
    paths = (f"{place}/{path}" for path in inventory.manifest)
    own = {f"{place}/v{number}" for number in range(1, inventory.head + 1)}
    return frozenset(own | {parent for path in paths for parent in _parents(path, place)})


def _folders(advies: Expected) -> frozenset[str]:
    return frozenset(p for path in advies.files for p in _parents(path, advies.place))


def _parents(path: str, place: str) -> Iterator[str]:
    """The folders of a file, up to that of the advies."""
    while len(path := path.rsplit("/", 1)[0]) >= len(place):
        yield path


def _compare(archief: Path, advies: Expected, tree: Tree, *, is_quick: bool) -> Iterator[Flaw]:
    kenmerk = advies.kenmerk
    extras = [place for place in tree.files if place not in advies.files]
    gone = [place for place in advies.files if place not in tree.files]
    moved = {} if is_quick else _moved(archief, advies, gone, extras)
    by_hash = {wanted.sha512: place for place, wanted in advies.files.items()}
    for place in sorted(advies.files):
        wanted = advies.files[place]
        if place in moved:
            yield flaw.renamed(place, kenmerk, moved[place])
        elif place not in tree.files:
            yield flaw.missing(place, kenmerk)
        else:
            has_size = tree.files[place] == wanted.size
            if has_size and is_quick and "/content/" in place:
                continue
            yield from _content(archief, advies, place, tree.files[place], by_hash)
    siblings = [place.rsplit("/", 1)[1] for place in advies.files]
    for place in sorted({*extras, *tree.strangers} - set(moved.values())):
        if advies.is_whole or "/content/" not in place:
            yield flaw.stray(place, kenmerk, siblings)
    yield from (flaw.unreadable(place, kenmerk) for place in tree.closed)
    yield from (flaw.junk(place) for place in tree.junk)


def _content(
    archief: Path, advies: Expected, place: str, size: int, by_hash: Mapping[str, str]
) -> Iterator[Flaw]:
    wanted = advies.files[place]
    try:
        found = digest_of(archief / place).sha512
    except OSError:
        yield flaw.unreadable(place, advies.kenmerk)
        return
    if found == wanted.sha512:
        return
    if place == f"{advies.place}/{ocfl.INVENTORY}":
        yield _inventory(archief, advies, place, found)
    elif (other := by_hash.get(found)) and "/content/" in place:
        yield flaw.swapped(place, advies.kenmerk, other)
    else:
        yield flaw.changed(place, advies.kenmerk, (size, wanted.size))


def _inventory(archief: Path, advies: Expected, place: str, found: str) -> Flaw:
    """An inventory that is not the right one: older, forged or damaged."""
    kenmerk = advies.kenmerk
    if version := advies.versions.get(found):
        last = max(advies.versions.values())
        melding = f"{kenmerk} is teruggezet naar versie {version}; het logboek kent versie {last}."
        return Flaw(Kind.CHANGED, place, melding, kenmerk)
    try:
        is_forged = (archief / advies.place / ocfl.SIDECAR).read_bytes() == ocfl.sidecar_of(found)
    except OSError:
        is_forged = False
    if not is_forged:
        return flaw.changed(place, kenmerk)
    melding = (
        f"de inhoudsopgave van {kenmerk} is vervangen door een andere die op zichzelf klopt, maar "
        "niet de gearchiveerde is: dit is geen gewone schade, iemand heeft haar veranderd."
    )
    return Flaw(Kind.CHANGED, place, melding, kenmerk)


def _moved(archief: Path, advies: Expected, gone: list[str], extras: list[str]) -> dict[str, str]:
    """Files that are gone, and under which name they stand there now."""
    looked_for = {advies.files[place].sha512: place for place in gone}
    found: dict[str, str] = {}
    for place in extras if gone else ():
        try:
            digest = digest_of(archief / place).sha512
        except OSError:
            continue
        if original := looked_for.pop(digest, None):
            found[original] = place
    return found
