"""Store: puts adviezen in the archive, whole or not at all, and tells the log.

    with opened(archief) as store:
        filed = store.add("AWI-2026-007", files, message=…, user=…, when=…)

Nothing that is in the archive is ever changed: what is added later becomes a new version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from pipeline.archive import entries, leesmij, log, moves, ocfl
from pipeline.archive.digest import Digest, digest_of
from pipeline.archive.entries import NIEUWE_VERSIE, TOEGEVOEGD, End, Event, Stored
from pipeline.archive.moves import Moves, NoSourceError, Piece, piece
from pipeline.archive.places import (
    KOP,
    LEESMIJ,
    LOG,
    ROOT_MARK,
    WERK,
    checklist,
    fitting_all,
    home,
)
from pipeline.disk import writing
from pipeline.errors import PipelineError
from pipeline.letters.folder import locked

Files = Mapping[str, bytes | Path]  # name below v1/content to what it holds


class DamagedObjectError(PipelineError):
    """What the archive has of an advies is not as it was filed: nothing can be added to it."""

    def __init__(self, kenmerk: str, what: str) -> None:
        super().__init__(f"{kenmerk} {what}.")
        self.what = what
        self.hint = (
            "Kijk met “advies controleer” wat er mis is en herstel het archief uit uw tweede "
            "kopie met “advies archief herstel MAP”. Van dit advies is niets toegevoegd."
        )


class Filed(Struct, frozen=True):
    """What came of adding an advies."""

    kenmerk: str
    versie: int  # in which it stands
    head: str  # the short code of the archive, 3F9A-7C2B-11D0
    is_new: bool  # False: the archive held exactly this already, and nothing was written


@contextmanager
def opened(archief: Path) -> Iterator[Store]:
    """The archive, to add to; holds its lock, and first completes what a killed run left.

    Raises:
        BrokenLogError: nobody can tell where the log ends.
        BusyError: another run held the lock for 30 seconds.
        UnwritableError: the folder cannot be written.
    """
    with locked(archief / WERK):
        yield Store(archief)


class Store:
    """An archive of which this run holds the lock."""

    def __init__(self, archief: Path) -> None:
        self._archief = archief
        moves.recover(archief)
        self._end = log.end(archief)
        furnish(archief, self._end)

    @property
    def head(self) -> str | None:
        """The short code of the archive; None as long as it is empty."""
        return self._end.code if self._end else None

    def add(
        self,
        kenmerk: str,
        files: Files,
        *,
        message: str,
        user: str,
        when: datetime,
        email: str = "",
    ) -> Filed:
        """File an advies, or a new version of one, that holds exactly `files`.

        Raises:
            BrokenLogError: nobody can tell where the log ends.
            DamagedObjectError: what the archive has of this advies is not sound.
            NoSourceError: a file cannot be read, or changes meanwhile.
            UnfitNameError: a name that not every computer can store, or too long a path.
            UntrueDiskError: the disk gives back other bytes than were written.
            UnwritableError: the disk refuses. In all these cases the archive is as it was, or
                the next run completes what was decided.
            ValueError: `kenmerk` is none.
        """
        if moves.recover(self._archief):  # the disk refused to complete the one before
            self._end = log.end(self._archief)
        named = fitting_all(files)
        digests = {name: _digest(name, content) for name, content in named.items()}
        state = {name: digest.sha512 for name, digest in digests.items()}
        made = ocfl.Made(moment(when), message, user, email)
        before = self._standing(kenmerk)
        inventory = ocfl.next_version(before, kenmerk, state, made)
        if inventory is not before:
            self._commit(inventory, named, digests)
        assert self._end is not None
        return Filed(kenmerk, inventory.head, self._end.code, inventory is not before)

    def _standing(self, kenmerk: str) -> ocfl.Inventory | None:
        """What the archive has of an advies.

        Raises:
            DamagedObjectError: it cannot be read, or ought to be there and is not.
        """
        place = self._archief / home(kenmerk)
        if not place.exists():
            if self._list(kenmerk, 1) is not None:
                raise DamagedObjectError(kenmerk, "is uit het archief verdwenen")
            return None
        try:
            data = (place / ocfl.INVENTORY).read_bytes()
            inventory = ocfl.parse(data)
            is_sound = (
                (place / ocfl.SIDECAR).read_bytes() == ocfl.sidecar(data)
                and (place / f"v{inventory.head}" / ocfl.INVENTORY).read_bytes() == data
                and inventory.kenmerk == kenmerk
                and not (place / f"v{inventory.head + 1}").exists()
                # A version upon a forged one would make the forgery part of the archive.
                and digest_of(data).sha512 in (self._list(kenmerk, inventory.head) or "")
            )
        except (OSError, ValueError) as error:
            raise DamagedObjectError(kenmerk, "is in het archief beschadigd") from error
        if not is_sound:
            raise DamagedObjectError(kenmerk, "is in het archief beschadigd")
        return inventory

    def _list(self, kenmerk: str, versie: int) -> str | None:
        """The list of the files of a version, as it stands beside the log."""
        for year in (self._archief / LOG).glob("*"):
            path = self._archief / checklist(year.name, kenmerk, versie)
            if path.exists():
                return path.read_text("utf-8")
        return None

    def _commit(
        self, inventory: ocfl.Inventory, files: Files, digests: Mapping[str, Digest]
    ) -> None:
        number, data = inventory.head, ocfl.to_bytes(inventory)
        start = f"v{number}/{ocfl.CONTENT}/"
        new = {
            path: Piece(digest, (files[path.removeprefix(start)],))
            for path, digest in inventory.manifest.items()
            if path.startswith(start)
        }
        own = {**version_pieces(number, piece(data), data), **new}
        sizes = {f"{start}{name}": digest.size for name, digest in digests.items()}
        entry = entries.after(self._end, _event(inventory, data, own, sizes))
        with Moves(self._archief) as together:
            put_version(together, inventory.kenmerk, number, own)
            log.put_entry(together, entry)
        self._end = entries.end_at(entry)


def furnish(archief: Path, end: End | None) -> tuple[str, ...]:
    """Put LEESMIJ.txt and the declaration of the storage root there; gives those that lacked."""
    wanted = {ROOT_MARK: ocfl.ROOT_DECLARATION, LEESMIJ: leesmij.text()}
    lacking = tuple(place for place in wanted if not _holds(archief / place, wanted[place]))
    kop = log.read_kop(archief)
    is_told = kop is None or kop[1] == digest_of(leesmij.text()).sha512
    with Moves(archief) as together:
        for place in lacking:
            together.put(place, piece(wanted[place]))
        if end and (LEESMIJ in lacking or not is_told):
            together.put(KOP, log.kop_piece(end))
    return lacking


def version_pieces(number: int, inventory: Piece, data: bytes) -> dict[str, Piece]:
    """What a version consists of beside its content: path below the object to piece."""
    mark = {ocfl.MARK: piece(ocfl.DECLARATION)} if number == 1 else {}
    return {
        **mark,
        f"v{number}/{ocfl.INVENTORY}": inventory,
        f"v{number}/{ocfl.SIDECAR}": piece(ocfl.sidecar(data)),
    }


def put_version(together: Moves, kenmerk: str, number: int, pieces: Mapping[str, Piece]) -> None:
    """Put a version in place; the inventory of the object itself is that of its newest version."""
    place, folder = home(kenmerk), f"v{number}/"
    top = {name: pieces[f"{folder}{name}"] for name in (ocfl.INVENTORY, ocfl.SIDECAR)}
    if number == 1:
        together.put_folder(place, {**pieces, **top})
        return
    together.put_folder(
        f"{place}/v{number}",
        {path.removeprefix(folder): own for path, own in pieces.items()},
    )
    for name, own in top.items():
        together.put(f"{place}/{name}", own)


def _event(
    inventory: ocfl.Inventory,
    data: bytes,
    own: Mapping[str, Piece],
    sizes: Mapping[str, int],
) -> Event:
    made = inventory.versions[-1].made
    place = home(inventory.kenmerk)
    return Event(
        tijd=made.created,
        wat=TOEGEVOEGD if inventory.head == 1 else NIEUWE_VERSIE,
        door=made.name,
        melding=made.message,
        object=inventory.kenmerk,
        objectversie=inventory.head,
        inventaris=digest_of(data).sha512,
        bestanden=tuple(
            Stored(f"{place}/{path}", _size(own[path], sizes.get(path)), own[path].sha512)
            for path in sorted(own)
        ),
    )


def _size(own: Piece, known: int | None) -> int:
    return known if known is not None else sum(len(s) for s in own.sources if isinstance(s, bytes))


def _digest(name: str, content: bytes | Path) -> Digest:
    try:
        return digest_of(content)
    except OSError as error:
        raise NoSourceError(name) from error


def moment(when: datetime) -> str:
    """A moment as the archive writes it; without a time zone it is that of this computer."""
    aware = when if when.tzinfo else when.astimezone()
    return aware.isoformat(timespec="seconds")


def _holds(path: Path, content: bytes) -> bool:
    with writing(path):
        return path.exists() and path.read_bytes() == content
