"""Noting: puts in the archive on which day a letter was sent, once the secretary has filled it in.

What is damaged in the archive is told and left as it is; the other letters go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from pipeline import dutch
from pipeline.archive.dispatch import told, unsent
from pipeline.archive.keeper import Keeper
from pipeline.archive.moves import NoSourceError
from pipeline.archive.objects import BrokenObjectError
from pipeline.archive.store import DamagedObjectError, opened
from pipeline.archived import Unnoted
from pipeline.model import Uitgave
from pipeline.world import World


def noted(world: World, issued: Sequence[Uitgave], now: datetime) -> Iterator[str | Unnoted]:
    """The kenmerken of which the archive now tells the day, and what cannot be noted."""
    waiting = unsent(world.archive)
    if not waiting:
        return
    from pipeline.posting import Post  # noqa: PLC0415 -- it knows mails, and reads all sheets

    post = Post(world, issued)
    days = {kenmerk: day for kenmerk in waiting if (day := post.sent_on(kenmerk))}
    if not days:
        return
    letters = {uitgave.kenmerk: uitgave for uitgave in issued}
    raad = world.raad
    with opened(world.archive) as store:
        for kenmerk, day in days.items():
            keeper = Keeper.of(raad, letters[kenmerk].briefdatum)
            try:
                store.add(
                    kenmerk,
                    told(waiting[kenmerk], day, keeper),
                    message=f"Verzonden op {day.isoformat()}",
                    user=raad.naam,
                    email=raad.email,
                    when=now,
                )
            except (BrokenObjectError, DamagedObjectError, NoSourceError) as error:
                place = world.folder.relative(waiting[kenmerk])
                yield Unnoted(kenmerk, place, _sentence(kenmerk, _what(error), day))
            else:
                yield kenmerk


def _what(error: BrokenObjectError | DamagedObjectError | NoSourceError) -> str:
    """What is wrong with the advies, after its kenmerk."""
    if isinstance(error, DamagedObjectError):
        return error.what
    if isinstance(error, NoSourceError):
        return f"heeft een bestand dat niet te lezen is ({error.place})"
    return str(error)


def _sentence(kenmerk: str, what: str, day: date) -> str:
    return (
        f"{kenmerk} {what}; daarom kan de dag van verzenden ({dutch.day(day)}) niet in het archief "
        "worden genoteerd: kijk met “advies controleer” wat er mis is, en herstel het archief "
        "daarna uit uw tweede kopie met “advies archief herstel MAP”."
    )
