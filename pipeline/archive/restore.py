"""Restore: makes an archive whole again with the help of a copy.

Only what has the hash that the log names comes back, from whichever of the two has it. What was
damaged is kept in `.werk/opzij`, and each repair has its own entry in the log, written together
with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct, field

from pipeline import dutch
from pipeline.archive import chain as chains
from pipeline.archive import entries, log, moves
from pipeline.archive.against_log import Expected, examine_all
from pipeline.archive.chain import Chain, Link
from pipeline.archive.entries import HERSTELD, End, Event
from pipeline.archive.flaw import Flaw, Kind
from pipeline.archive.mend import pieces_of, put_log, put_whole
from pipeline.archive.moves import Moves, NoSourceError
from pipeline.archive.places import LOG, OCFL, WERK
from pipeline.archive.store import furnish, moment
from pipeline.archive.strays import is_namesake, strays, years
from pipeline.errors import UsageError
from pipeline.letters.folder import locked

_FEW = 3  # sentences that one entry of the log holds


class NoArchiveError(UsageError):
    """A folder that holds no archive to restore from."""

    def __init__(self, source: Path) -> None:
        super().__init__(
            f"{source} is geen kopie van een archief: de mappen ocfl en log staan er niet in.",
            "Noem de map die u bij “advies archief kopie” gebruikte. Er is niets geschreven.",
        )


class Restored(Struct, frozen=True):
    """What came of a repair."""

    hersteld: tuple[str, ...]  # kenmerken that are right again
    meldingen: tuple[str, ...]  # Dutch sentences: what was wrong and is right, what was set aside
    fout: tuple[str, ...]  # Dutch sentences: what could not be repaired, and why
    opzij: Path | None  # where the damaged files are kept
    head: str | None  # the code of the archive


def restore(archief: Path, source: Path, *, user: str, when: datetime) -> Restored:
    """Repair what is damaged or gone in the archive from the copy in `source`, which is only read.

    Raises:
        BusyError: another run works in the archive.
        NoArchiveError: `source` is no archive.
        UnwritableError: the disk refuses; what was repaired until then is whole.
    """
    if not (source / OCFL).is_dir() and not (source / LOG).is_dir():
        raise NoArchiveError(source)
    with locked(archief / WERK):
        moves.recover(archief)
        ours, theirs = chains.read(archief), chains.read(source)
        if ours.end is None and _is_of_another(archief, theirs):
            return Restored((), (), (_another(source),), None, None)
        return _Repair(archief, source, user, moment(when)).carry_out(ours, theirs)


class _Repair(Struct):
    """One run of repairing, of which the lock is held."""

    archief: Path
    source: Path
    user: str
    tijd: str
    end: End | None = None
    mended: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    opzij: Path | None = None

    def carry_out(self, ours: Chain, theirs: Chain) -> Restored:
        trusted = merged(ours, theirs)
        self.end = trusted.end
        self._tell_of_logs(trusted, theirs)
        advices = trusted.advices()
        self._mend_base(ours, trusted, advices)
        found = examine_all(self.archief, advices)
        for advies in advices:
            flaws = [flaw for flaw in found[advies.kenmerk] if flaw.kind is not Kind.REMARK]
            if flaws:
                self._mend_advies(advies, flaws)
        code = self.end.code if self.end else None
        return Restored(tuple(self.mended), tuple(self.told), tuple(self.wrong), self.opzij, code)

    def _tell_of_logs(self, trusted: Chain, theirs: Chain) -> None:
        last = trusted.end.nummer if trusted.end else 0
        lost = [number for number in range(1, last + 1) if number not in trusted.links]
        self.wrong += [
            f"Regel {number} van het logboek kan niet worden hersteld: ook de kopie heeft haar niet."
            for number in lost
        ]
        link = trusted.links.get(theirs.end.nummer) if theirs.end else None
        if theirs.end and (link is None or link.sha512 != theirs.end.sha512):
            self.wrong.append(
                "Het logboek van de kopie is een ander dan dat van het archief. Alleen bestanden "
                "die volgens het logboek van het archief goed zijn, komen terug."
            )

    def _mend_base(self, ours: Chain, trusted: Chain, advices: list[Expected]) -> None:
        """Set aside what was never filed, and make the log whole."""
        last = trusted.end.nummer if trusted.end else 0
        is_whole = len(trusted.links) == last
        wanted = {link.entry.regel for link in trusted.links.values()}
        wanted |= {link.entry.checklist for link in trusted.links.values()}
        extras = _outermost(
            flaw
            for flaw in (*ours.flaws, *strays(self.archief, advices, is_quick=True))
            # An advies of which the entry is lost stays where it is.
            if flaw.kind is Kind.EXTRA
            and flaw.plaats not in wanted
            and (is_whole or not flaw.kenmerk)
        )
        with Moves(self.archief) as together:
            for flaw in extras:
                together.set_aside(flaw.plaats)
            places = put_log(together, self.archief, trusted.links, trusted.end)
            if extras or places:
                told = [f"“{place}” hersteld" for place in places]
                told += [f"“{flaw.plaats}” apart gezet" for flaw in extras]
                self._keep(together, dutch.sentence(f"{dutch.join(told)}."))
        self.told += [f"{flaw.melding} Het is apart gezet." for flaw in extras]
        self.told += [
            f"“{place}” is hersteld." for place in (*places, *furnish(self.archief, self.end))
        ]

    def _mend_advies(self, advies: Expected, flaws: list[Flaw]) -> None:
        if not advies.is_whole:  # what it consists of is in an entry that is lost
            self.wrong += [flaw.melding for flaw in flaws]
            return
        pieces = pieces_of(advies, (self.archief, self.source))
        more = f"En nog {len(flaws) - _FEW} andere." if len(flaws) > _FEW else ""
        melding = " ".join([*(flaw.melding for flaw in flaws[:_FEW]), more]).rstrip()
        try:
            with Moves(self.archief) as together:
                stood = put_whole(together, self.archief, advies, pieces)
                self._keep(together, dutch.sentence(melding), advies.kenmerk)
        except NoSourceError as error:
            self.wrong += [flaw.melding for flaw in flaws]
            self.wrong.append(
                f"{advies.kenmerk} kan niet worden hersteld: ook de kopie heeft “{error.place}” "
                "niet zoals het was. Er is niets aan veranderd."
            )
            return
        self.mended.append(advies.kenmerk)
        self.told += [flaw.melding for flaw in flaws]
        kept = "; wat er stond, is bewaard" if stood else ""
        self.told.append(f"{advies.kenmerk} is hersteld{kept}.")

    def _keep(self, together: Moves, melding: str, kenmerk: str = "") -> None:
        """Write a repair down in the log, as part of the repair."""
        event = Event(self.tijd, HERSTELD, self.user, melding, kenmerk)
        entry = entries.after(self.end, event)
        log.put_entry(together, entry)
        self.end = entries.end_at(entry)
        self.opzij = together.aside or self.opzij


def _is_of_another(archief: Path, theirs: Chain) -> bool:
    """True when there are adviezen, of which the copy knows none.

    Without a log of our own nothing else tells whether it is a copy of this archive.
    """
    advices = theirs.advices()
    return bool(years(archief)) and not any(is_namesake(archief, one) for one in advices)


def _another(source: Path) -> str:
    return (
        f"Het logboek van het archief is weg, en {source} kent geen van de adviezen die er staan: "
        "het lijkt de kopie van een ander archief. Er is niets veranderd."
    )


def _outermost(flaws: Iterable[Flaw]) -> list[Flaw]:
    """Each place once, without what goes along with a folder that is there too."""
    by_place = {flaw.plaats: flaw for flaw in flaws}
    return [
        flaw
        for place, flaw in by_place.items()
        if not any(place.startswith(f"{other}/") for other in by_place)
    ]


def merged(ours: Chain, theirs: Chain) -> Chain:
    """The log that can be trusted most: our own, with what it lacks from the copy.

    The copy's is taken when it goes on where ours ends, or when ours does not even know its end.
    """
    pool = {link.sha512: link for one in (theirs, ours) for link in one.links.values()}
    own, other = _walk(ours.end, pool), _walk(theirs.end, pool)
    is_other_whole = theirs.end is not None and len(other) == theirs.end.nummer
    agrees = not any(
        link.is_pinned and number in other and other[number].sha512 != link.sha512
        for number, link in ours.links.items()
    )
    if is_other_whole and agrees and theirs.end is not None:
        last = other.get(ours.end.nummer) if ours.end else None
        goes_on = ours.end is None or (last is not None and last.sha512 == ours.end.sha512)
        reaches = ours.end is None or theirs.end.nummer >= ours.end.nummer
        if goes_on or (reaches and not ours.is_named):
            return Chain(links=other, end=theirs.end)
    if ours.end is not None and len(own) == ours.end.nummer:
        return Chain(links=own, end=ours.end)
    links = {**(other if agrees else {}), **ours.links, **own}
    return Chain(links=links, end=ours.end, orphans=ours.orphans)


def _walk(end: End | None, pool: Mapping[str, Link]) -> dict[int, Link]:
    """The entries from the end back, as far as each can be found by its hash."""
    found: dict[int, Link] = {}
    pin = end.sha512 if end else ""
    while link := pool.get(pin):
        found[link.entry.nummer] = link
        pin = link.entry.vorige
    return found
