"""Archiving: the story of `archiveer`, from what was handed in to letters in the archive.

Look at the files, find out which letters they are, verify, file, and draft the mails. A file that
is not certain is named and left; every other one goes on. What was handed in is never changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from pipeline import noting, reach
from pipeline.archive import log, moves
from pipeline.archive.inspect import Inspector, handed_in
from pipeline.archive.objects import homes
from pipeline.archive.settled import Held, settled
from pipeline.archive.store import opened
from pipeline.archive.trust import Roots, read_roots
from pipeline.archive.values import Doubt, Handed, Match
from pipeline.archived import AlreadyThere, Filed, Filing, Uncertain, Unnoted
from pipeline.errors import MissingPathError, PipelineError, UsageError
from pipeline.letters import record
from pipeline.letters.conflict import Conflict, conflicts
from pipeline.letters.folder import locked, recover
from pipeline.model import Uitgave
from pipeline.sheets import Progress, quiet
from pipeline.world import World

T = TypeVar("T")


class Asked(Struct, frozen=True):
    """What the secretary asked for: these files, as this letter if a person says so."""

    paths: tuple[Path, ...]
    als: str | None = None
    is_dry: bool = False

    @classmethod
    def of(cls, world: World, paths: Sequence[Path], als: str | None, *, is_dry: bool) -> Asked:
        """The wishes as typed; no path means all that lies in input/ondertekend.

        Raises:
            MissingPathError: a path leads nowhere.
            UsageError: --als without a file: which one is meant?
        """
        if als and not paths:
            raise UsageError(
                "Bij --als hoort het bestand dat u bedoelt.",
                f"Bijvoorbeeld: advies archiveer input/ondertekend/scan.pdf --als {als.upper()}",
            )
        found: dict[Path, None] = {}
        for path in paths or (world.folder.ondertekend,):
            if paths and not path.exists():
                raise MissingPathError(path)
            inside = handed_in(path) if path.is_dir() or not paths else (path,)
            found.update(dict.fromkeys(one.absolute() for one in inside))
        return cls(tuple(found), als.upper() if als else None, is_dry)


def archiveer(world: World, asked: Asked, now: datetime, progress: Progress = quiet) -> Filing:
    """File what was handed in; `now` is the moment of it, with its time zone.

    Raises:
        UnreadableRootError: a certificate in input/vertrouwd cannot be read.
        ArchiveOutOfReachError, LostArchiveError: the archive is not where it was.
        DamagedRecordError, BusyError, BrokenLogError, UnwritableError: nothing was filed.
    """
    roots = read_roots(world.folder.vertrouwd)
    reach.expect(world.archive, world.folder.werk)
    if moves.is_unfinished(world.archive) and not asked.is_dry:
        with opened(world.archive):  # which completes what a killed run left half
            pass
    filed = settled(world.archive, asked.paths) if asked.als is None else {}
    seen = _look(world, [path for path in asked.paths if path not in filed], progress)
    with nullcontext() if asked.is_dry else locked(world.folder.werk):
        if not asked.is_dry:
            recover(world.folder.werk, world.folder.brieven)
        issued = record.issued(world.folder.brieven, world.archive)
        matches, doubts = _recognise(world, seen, issued, asked.als)
        there = _Work(world, asked, issued, roots, now)
        results, trouble = there.done(filed, matches)
        noted: list[str | Unnoted] = []
        if not asked.is_dry and trouble is None:
            noted, trouble = _gathered(noting.noted(world, issued, now))
        code = log.head(world.archive)
        if code and not asked.is_dry:
            trouble = trouble or _noted(world, code)
    uncertain = (Uncertain(world.folder.relative(one.path), one.melding) for one in doubts)
    return Filing(
        (*results, *uncertain),
        code,
        asked.is_dry,
        trouble,
        tuple(one for one in noted if isinstance(one, str)),
        tuple(one for one in noted if isinstance(one, Unnoted)),
    )


def _look(world: World, paths: Sequence[Path], progress: Progress) -> Sequence[Handed | Doubt]:
    seen = []
    with Inspector(world.folder.brieven) as inspector:
        for number, one in enumerate(inspector.inspect_many(paths), start=1):
            progress("Bestanden bekijken", number, len(paths))
            seen.append(one)
    return seen


def _recognise(
    world: World, seen: Sequence[Handed | Doubt], issued: Sequence[Uitgave], als: str | None
) -> tuple[Sequence[Match], Sequence[Doubt]]:
    handed = [one for one in seen if isinstance(one, Handed)]
    if not handed:
        return (), tuple(one for one in seen if isinstance(one, Doubt))
    from pipeline.archive.letters import asked_for, known_letters  # noqa: PLC0415 -- knows Word
    from pipeline.archive.match import match  # noqa: PLC0415 -- not before it is its turn

    letters = known_letters(world.folder.brieven, issued, asked_for(handed, als))
    matches, doubts = match(handed, letters, als)
    doubtful = conflicts(world.folder.brieven, issued)
    sure, held = [], []
    for one in matches:
        conflict = _conflict(one, doubtful)
        if conflict is None:
            sure.append(one)
        else:
            held += [Doubt(part.handed.path, conflict.melding) for part in one.parts]
    return sure, (*(one for one in seen if isinstance(one, Doubt)), *doubts, *held)


def _conflict(found: Match, doubtful: Sequence[Conflict]) -> Conflict | None:
    """Of a letter that is there twice only a person knows which one was signed."""
    kenmerk = found.letter.kenmerk
    return next((one for one in doubtful if kenmerk in one.kenmerken), None)


def _noted(world: World, code: str) -> PipelineError | None:
    try:
        reach.note(world.folder.werk, code, homes(world.archive))
    except PipelineError as error:
        return error
    return None


def _gathered(results: Iterator[T]) -> tuple[list[T], PipelineError | None]:
    """All results as far as they came, and what ended the run early."""
    gathered: list[T] = []
    try:
        gathered.extend(results)
    except PipelineError as error:
        return gathered, error
    return gathered, None


class _Work(Struct, frozen=True):
    """What is to be done; that knows PDFs and mails, and loads them only when there is something."""

    world: World
    asked: Asked
    issued: Sequence[Uitgave]
    roots: Roots
    now: datetime

    def done(
        self, filed: Mapping[Path, Held], matches: Sequence[Match]
    ) -> tuple[list[Filed], PipelineError | None]:
        """The results, and what ended the run early."""
        known = self._known(filed)
        if not matches:
            return _gathered(known)
        from pipeline.archive.examining import Examiner  # noqa: PLC0415 -- see the class
        from pipeline.filing import Desk  # noqa: PLC0415
        from pipeline.posting import Post  # noqa: PLC0415

        with Examiner(self.roots, self.now) as examiner:
            post, by_person = Post(self.world, self.issued), self.asked.als is not None
            desk = Desk(self.world, self.now, examiner, post, by_person)
            if self.asked.is_dry:
                return _gathered(chain(known, desk.plan(matches)))
            with opened(self.world.archive) as store:
                return _gathered(chain(known, desk.file(matches, store)))

    def _known(self, filed: Mapping[Path, Held]) -> Iterator[Filed]:
        """What needs no looking at: the archive holds it byte for byte."""
        folder = self.world.folder
        for held in dict.fromkeys(filed.values()):
            names = (path for path, one in filed.items() if one == held)
            yield AlreadyThere(held.kenmerk, tuple(map(folder.relative, names)), held.versie)
            if not self.asked.is_dry and not (folder.verzenden / held.kenmerk).exists():
                from pipeline.posting import Post  # noqa: PLC0415 -- see the class

                Post(self.world, self.issued).complete(held.kenmerk, self.now)
