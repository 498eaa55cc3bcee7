"""Mend: puts adviezen and log entries in an archive that are elsewhere as they ought to be.

The copy of an archive and the archive itself are mended in the same way: whatever has the right
hash is right, wherever it comes from. What stood in the way is set aside, never deleted.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.archive import entries, log
from pipeline.archive.against_log import Expected
from pipeline.archive.chain import Chain, Link
from pipeline.archive.digest import digest_of
from pipeline.archive.entries import End
from pipeline.archive.log import kop_piece
from pipeline.archive.moves import Moves, Piece, piece
from pipeline.archive.places import KOP


def pieces_of(advies: Expected, roots: Sequence[Path]) -> dict[str, Piece]:
    """The files of an advies, path below it to where they may be: the first of `roots` first."""
    by_hash: dict[str, list[str]] = {}
    for place, wanted in advies.files.items():
        by_hash.setdefault(wanted.sha512, []).append(place)
    return {
        place.removeprefix(f"{advies.place}/"): Piece(
            wanted.sha512,
            tuple(root / same for root in roots for same in by_hash[wanted.sha512]),
        )
        for place, wanted in advies.files.items()
    }


def put_whole(
    together: Moves, archief: Path, advies: Expected, pieces: Mapping[str, Piece]
) -> bool:
    """Put a whole advies in place; True when something stood there, which is set aside.

    Raises:
        NoSourceError: one of its files is nowhere as it ought to be.
    """
    stands = os.path.lexists(archief / advies.place)
    if stands:
        together.set_aside(advies.place)
    together.put_folder(advies.place, pieces)
    return stands


def put_log(
    together: Moves, archief: Path, links: Mapping[int, Link], end: End | None
) -> list[str]:
    """Make the log of an archive hold `links`; gives the places that were not as they ought."""
    mended: list[str] = []
    for number in sorted(links):
        for place, file in _files_of(links[number]).items():
            if not _has(archief / place, file.sha512):
                _replace(together, archief, place, file)
                mended.append(place)
    kop = log.read_kop(archief)
    if end and (kop is None or kop[0] != end):
        _replace(together, archief, KOP, kop_piece(end))
        mended.append(KOP)
    return mended


def put_link(together: Moves, link: Link) -> None:
    """Let a log go on with an entry that stands elsewhere, byte for byte."""
    for place, file in _files_of(link).items():
        together.put(place, file)
    together.put(KOP, kop_piece(link.end))


def _files_of(link: Link) -> dict[str, Piece]:
    """The entry itself, and the list of its files."""
    entry = {link.entry.regel: Piece(link.sha512, (link.path,))}
    if not link.entry.checklist:
        return entry
    return {link.entry.checklist: piece(entries.checklist_bytes(link.entry)), **entry}


def upto(chain: Chain, number: int) -> dict[int, Link]:
    """The entries of a log up to and including one."""
    return {at: link for at, link in chain.links.items() if at <= number}


def _replace(together: Moves, archief: Path, place: str, file: Piece) -> None:
    if os.path.lexists(archief / place):
        together.set_aside(place)
    together.put(place, file)


def _has(path: Path, sha512: str) -> bool:
    try:
        return digest_of(path).sha512 == sha512
    except OSError:
        return False
