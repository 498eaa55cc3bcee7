"""Audit: every byte of an archive held against its log. Changes nothing.

What it cannot know by itself: whether somebody wrote the archive and all of its log anew. That
shows only in a code of the archive that was noted elsewhere (`expected_head`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from pipeline.archive import chain as chains
from pipeline.archive import entries, flaw, leesmij, moves, ocfl
from pipeline.archive.against_log import by_its_own_word, examine_all
from pipeline.archive.chain import Chain
from pipeline.archive.digest import digest_of
from pipeline.archive.flaw import Flaw, Kind
from pipeline.archive.places import KOP, LEESMIJ, LOG, OCFL, ROOT_MARK, WERK
from pipeline.archive.strays import strays, years


class Audit(Struct, frozen=True):
    """What came of looking at an archive."""

    goed: int  # adviezen with which nothing is wrong
    fout: tuple[Flaw, ...]
    opmerkingen: tuple[Flaw, ...]
    head: str | None  # the code of the archive, to be held against one that was noted


def audit(archief: Path, *, is_quick: bool = False, expected_head: str | None = None) -> Audit:
    """Look at all of an archive, and tell all that is wrong.

    `is_quick` looks at names, sizes, inventories and the log, and does not read the files
    themselves. `expected_head` is a code of the archive that was noted at some time: it must
    occur in the log.
    """
    chain = chains.read(archief)
    advices = chain.advices()
    per_advies = examine_all(archief, advices, is_quick=is_quick)
    bad = {kenmerk for kenmerk, flaws in per_advies.items() if any(map(_is_wrong, flaws))}
    found = [
        *_furniture(archief, chain),
        *chain.flaws,
        *chain.remarks,
        *_orphans(archief, chain),
        *_noted(chain, expected_head),
        *(one for kenmerk in sorted(per_advies) for one in per_advies[kenmerk]),
        *strays(archief, advices, is_quick=is_quick),
    ]
    return Audit(
        goed=len(per_advies) - len(bad),
        fout=tuple(one for one in found if _is_wrong(one)),
        opmerkingen=tuple(one for one in found if not _is_wrong(one)),
        head=chain.end.code if chain.end else None,
    )


def _is_wrong(one: Flaw) -> bool:
    return one.kind is not Kind.REMARK


def _furniture(archief: Path, chain: Chain) -> Iterator[Flaw]:
    """LEESMIJ.txt, the declaration of the storage root, and whether there is a log at all."""
    if not os.path.lexists(archief / OCFL) and not chain.links:
        return
    readme = chain.leesmij or digest_of(leesmij.text()).sha512
    for place, sha512 in (
        (LEESMIJ, readme),
        (ROOT_MARK, digest_of(ocfl.ROOT_DECLARATION).sha512),
    ):
        try:
            if digest_of(archief / place).sha512 != sha512:
                yield flaw.changed(place, "")
        except FileNotFoundError:
            yield flaw.missing(place, "")
        except OSError:
            yield flaw.unreadable(place, "")
    if chain.end is None and years(archief):
        melding = "het logboek is weg: niemand kan zeggen of het archief nog is zoals het was."
        yield Flaw(Kind.MISSING, LOG, melding)
    if moves.is_unfinished(archief):
        melding = (
            "het programma is een keer halverwege gestopt; de volgende keer dat u iets archiveert, "
            "maakt het dat vanzelf af."
        )
        yield Flaw(Kind.REMARK, WERK, melding)


def _orphans(archief: Path, chain: Chain) -> Iterator[Flaw]:
    """Lists of which the entry is lost, held against the advies itself."""
    for place, (kenmerk, versie) in chain.orphans.items():
        own = by_its_own_word(archief, kenmerk)
        try:
            if own and (archief / place).read_bytes() != own.checklist(versie):
                yield flaw.changed(place, "")
        except OSError:
            yield flaw.unreadable(place, "")


def _noted(chain: Chain, noted: str | None) -> Iterator[Flaw]:
    codes = {entries.code(link.sha512) for link in chain.links.values()}
    if chain.end:
        codes.add(chain.end.code)
    if noted and noted.strip().upper() not in codes:
        melding = (
            f"de code {noted} die u noteerde, komt in het logboek niet voor. Typte u haar goed "
            "over? Dan is het logboek ingekort of opnieuw geschreven, of de code is van een ander "
            "archief."
        )
        yield Flaw(Kind.CHANGED, KOP, melding)
