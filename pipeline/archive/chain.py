"""Chain: reads the whole log of an archive, and says which of its entries can be trusted.

It starts at the end, as kop.json has it, and goes back: each entry holds the hash of the one
before. What does not have the hash that its successor names was changed afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from msgspec import Struct, field

from pipeline.archive import entries, flaw, log
from pipeline.archive.against_log import Expected, expected
from pipeline.archive.digest import digest_of
from pipeline.archive.entries import End, Entry
from pipeline.archive.flaw import Flaw, Kind
from pipeline.archive.places import KENMERK, KOP, LOG, YEAR
from pipeline.archive.tree import Tree, is_folder, look, names

_ENTRY = re.compile(rf"{LOG}/\d{{4}}/(\d{{6,}})\.json")
_LIST = re.compile(rf"{LOG}/\d{{4}}/({KENMERK.pattern})-v(\d+)\.sha512")


class Link(Struct, frozen=True):
    """An entry as it stands on disk."""

    entry: Entry
    sha512: str
    path: Path
    is_pinned: bool  # its hash is named by its successor, or by kop.json

    @property
    def end(self) -> End:
        """The log as it ends with this entry."""
        return End(self.entry.nummer, self.entry.regel, self.sha512, self.entry.objecten)


class Chain(Struct, frozen=True):
    """The log of an archive."""

    links: Mapping[int, Link] = field(default_factory=dict)  # entries that can be trusted
    end: End | None = None
    leesmij: str = ""  # hash of LEESMIJ.txt as it was written
    flaws: tuple[Flaw, ...] = ()
    remarks: tuple[Flaw, ...] = ()
    orphans: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    # lists of files of which the entry is lost: place to kenmerk and version
    is_named: bool = False  # kop.json is sound and says where the log ends
    is_sound: bool = True  # every entry is there, and kop.json names the last one

    def advices(self) -> list[Expected]:
        """What each advies ought to consist of, in the order of the kenmerken."""
        found: dict[str, dict[int, Entry]] = {}
        doubtful = {kenmerk for kenmerk, _ in self.orphans.values()}
        for number in sorted(self.links):
            entry = self.links[number].entry
            if entry.checklist:  # a repair brings no version
                found.setdefault(entry.event.object, {})[entry.event.objectversie] = entry
        return [
            expected(kenmerk, versions, is_known_whole=kenmerk not in doubtful)
            for kenmerk, versions in sorted(found.items())
        ]


def read(archief: Path) -> Chain:
    """Read the log. Never raises for what is wrong with it."""
    tree, folders = _tree(archief)
    positions: dict[int, list[str]] = {}
    for place in tree.files:
        if found := _ENTRY.fullmatch(place):
            positions.setdefault(int(found[1]), []).append(place)
    walk = _Walk(archief, positions)
    kop = log.read_kop(archief)
    end = walk.from_end(kop[0] if kop else None)
    if not positions and not kop and KOP not in tree.files:
        return Chain(flaws=_strangers(tree, set(), folders), remarks=_remarks(tree))
    if kop is None or end != kop[0] or not walk.is_named_by(end):
        walk.flaws.append(flaw.changed(KOP, "") if KOP in tree.files else flaw.missing(KOP, ""))
    is_sound = not walk.flaws
    known = {KOP, *(place for places in positions.values() for place in places)}
    lists = dict(_lists(walk.links))
    for place, entry in lists.items():
        walk.flaws.extend(_check_list(archief, place, entry, tree))
    known |= lists.keys()
    # A list whose entry is lost tells of which advies that was.
    orphans = {} if is_sound else _orphans(tree, lists.keys())
    known |= orphans.keys()
    return Chain(
        links=walk.links,
        end=end,
        leesmij=kop[1] if kop else "",
        flaws=(*walk.flaws, *_strangers(tree, known, folders)),
        remarks=_remarks(tree),
        orphans=orphans,
        is_named=kop is not None,
        is_sound=is_sound,
    )


class _Walk:
    """The way back from the last entry to the first."""

    def __init__(self, archief: Path, positions: Mapping[int, list[str]]) -> None:
        self._archief, self._positions = archief, positions
        self.links: dict[int, Link] = {}
        self.flaws: list[Flaw] = []

    def from_end(self, kop: End | None) -> End | None:
        """Collect the links; gives where the log ends, which may be further than `kop` says."""
        highest = max(self._positions, default=0)
        end = self._follow(kop) if kop else None
        number = end.nummer if end else highest
        pin = end.sha512 if end else ""
        year = end.regel.split("/")[1] if end else ""
        for place in sorted(p for n, ps in self._positions.items() if n > number for p in ps):
            self.flaws.append(flaw.stray(place))
        while number > 0:
            places = self._positions.get(number, [])
            link = self._pick(number, pin)
            if link:
                self.links[number] = link
                year = link.entry.regel.split("/")[1]
                pin = link.entry.vorige
                self.flaws += [flaw.stray(p) for p in places if p != link.entry.regel]
                end = end or link.end
            else:
                self.flaws += [_changed(place, number) for place in places] or [
                    _gone(entries.entry_place(year, number), number)
                ]
                pin = ""
            number -= 1
        return end

    def is_named_by(self, end: End) -> bool:
        """True unless kop.json says other things of the last entry than that entry itself."""
        link = self.links.get(end.nummer)
        return link is None or (end.regel, end.objecten) == (
            link.entry.regel,
            link.entry.objecten,
        )

    def _follow(self, end: End) -> End:
        """The end of the entries that go on where kop.json stops."""
        while link := self._pick(end.nummer + 1, ""):
            if link.entry.vorige != end.sha512:
                break
            end = link.end
        return end

    def _pick(self, number: int, pin: str) -> Link | None:
        """The entry with this number, and with this hash when it is known."""
        for place in self._positions.get(number, []):
            path = self._archief / place
            try:
                data = path.read_bytes()
                sha512 = digest_of(data).sha512
                if pin and sha512 != pin:
                    continue
                entry = entries.parse(data)
            except (OSError, ValueError):
                continue
            is_first = number == 1
            if (entry.nummer, entry.regel) == (number, place) and is_first != bool(entry.vorige):
                return Link(entry, sha512, path, is_pinned=bool(pin))
        return None


def _tree(archief: Path) -> tuple[Tree, frozenset[str]]:
    try:
        years = [e.name for e in names(archief, LOG) if is_folder(e) and YEAR.fullmatch(e.name)]
    except OSError:
        years = []
    folders = frozenset(f"{LOG}/{year}" for year in years)
    return look(archief, LOG, folders), folders


def _lists(links: Mapping[int, Link]) -> list[tuple[str, Entry]]:
    entries = (links[number].entry for number in sorted(links))
    return [(entry.checklist, entry) for entry in entries if entry.checklist]


def _orphans(tree: Tree, known: AbstractSet[str]) -> dict[str, tuple[str, int]]:
    found = ((place, _LIST.fullmatch(place)) for place in tree.files if place not in known)
    return {place: (match[1], int(match[3])) for place, match in found if match}


def _check_list(archief: Path, place: str, entry: Entry, tree: Tree) -> list[Flaw]:
    if place not in tree.files:
        return [flaw.missing(place, "")]
    try:
        is_right = (archief / place).read_bytes() == entries.checklist_bytes(entry)
    except OSError:
        return [flaw.unreadable(place, "")]
    return [] if is_right else [flaw.changed(place, "")]


def _strangers(tree: Tree, known: set[str], folders: frozenset[str]) -> tuple[Flaw, ...]:
    siblings = sorted({place.rsplit("/", 1)[1] for place in (*known, *folders)})
    empty = {
        folder for folder in folders if not any(p.startswith(f"{folder}/") for p in tree.files)
    }
    extras = sorted(
        {*tree.strangers, *empty, *(place for place in tree.files if place not in known)}
    )
    return (
        *(flaw.unreadable(place, "") for place in tree.closed),
        *(flaw.stray(place, siblings=siblings) for place in extras),
    )


def _remarks(tree: Tree) -> tuple[Flaw, ...]:
    return tuple(flaw.junk(place) for place in tree.junk)


def _changed(place: str, number: int) -> Flaw:
    melding = (
        f"regel {number} van het logboek is veranderd: het controlegetal is niet meer dat wat de "
        "volgende regel of kop.json noemt."
    )
    return Flaw(Kind.CHANGED, place, melding)


def _gone(place: str, number: int) -> Flaw:
    return Flaw(Kind.MISSING, place, f"regel {number} van het logboek is weg.")
