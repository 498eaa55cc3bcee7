"""Archiving: the story of `archiveer`, from what was handed in to letters in the archive.

Look at the files, find out which letters they are, verify, file, and draft the mails. A file that
is not certain is named and left; every other one goes on. What was handed in is never changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import Path

from pipeline import reach
from pipeline.archive import verification
from pipeline.archive.contents import Contents, Known, contents_of
from pipeline.archive.deposit import Verification, deposit
from pipeline.archive.evidence import verify
from pipeline.archive.examining import Examiner
from pipeline.archive.filing import Filing as Described
from pipeline.archive.inspect import Inspector, handed_in
from pipeline.archive.keeper import Keeper
from pipeline.archive.letters import asked_for, known_letters
from pipeline.archive.made import made
from pipeline.archive.match import NOT_COUNTED, match
from pipeline.archive.objects import BrokenObjectError, homes, read_object
from pipeline.archive.settled import Held, handed_in_as, settled
from pipeline.archive.signed import ChangedMeanwhileError
from pipeline.archive.store import DamagedObjectError, Store, opened
from pipeline.archive.trust import read_roots
from pipeline.archive.values import Doubt, Evidence, Handed, Match
from pipeline.archived import AlreadyThere, Archived, Filed, Filing, Uncertain
from pipeline.errors import MissingPathError, PipelineError, UsageError
from pipeline.letters import record
from pipeline.letters.conflict import Conflict, conflicts
from pipeline.letters.folder import locked, recover
from pipeline.model import Uitgave
from pipeline.posting import Post
from pipeline.sheets import Progress, quiet
from pipeline.world import World


@dataclass(frozen=True, slots=True)
class Asked:
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
    filed = settled(world.archive, asked.paths) if asked.als is None else {}
    seen = _look(world, [path for path in asked.paths if path not in filed], progress)
    with nullcontext() if asked.is_dry else locked(world.folder.werk):
        if not asked.is_dry:
            recover(world.folder.werk, world.folder.brieven)
        issued = record.issued(world.folder.brieven, world.archive)
        matches, doubts = _recognise(world, seen, issued, asked.als)
        with Examiner(roots, now) as examiner:
            desk = _Desk(world, now, examiner, Post(world, issued), asked)
            known = desk.known(filed)
            if asked.is_dry or not matches:
                results, trouble = _gathered(chain(known, desk.plan(matches)))
                head = None
            else:
                with opened(world.archive) as store:
                    results, trouble = _gathered(chain(known, desk.file(matches, store)))
                    head = store.head
        if not asked.is_dry:
            trouble = trouble or _noted(world, head)
    uncertain = (Uncertain(world.folder.relative(one.path), one.melding) for one in doubts)
    return Filing((*results, *uncertain), head or _head(world), asked.is_dry, trouble)


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


def _head(world: World) -> str | None:
    from pipeline.archive.log import head  # noqa: PLC0415 -- only when nothing was filed

    return head(world.archive)


def _noted(world: World, head: str | None) -> PipelineError | None:
    try:
        if code := head or _head(world):
            reach.note(world.folder.werk, code)
    except PipelineError as error:
        return error
    return None


def _gathered(results: Iterator[Filed]) -> tuple[tuple[Filed, ...], PipelineError | None]:
    """All results as far as they came, and what ended the run early."""
    gathered: list[Filed] = []
    try:
        gathered.extend(results)
    except PipelineError as error:
        return tuple(gathered), error
    return tuple(gathered), None


@dataclass(frozen=True, slots=True)
class _Ready:
    """A match that was verified, with all that would be stored of it."""

    match: Match
    evidence: Evidence
    contents: Contents
    record: Mapping[str, object]
    known: Known


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where one signed letter after the other is verified and filed."""

    world: World
    now: datetime
    examiner: Examiner
    post: Post
    asked: Asked

    def plan(self, matches: Sequence[Match]) -> Iterator[Filed]:
        """What would become of each match; nothing is written."""
        for one in matches:
            versie, is_there = _standing(self.world.archive, one)
            ready = None if is_there else self._ready(one, versie)
            if ready is None:
                yield AlreadyThere(one.letter.kenmerk, self._names(one), versie)
            elif isinstance(ready, _Ready):
                yield self._archived(ready, versie + 1)
            else:
                yield from ready

    def known(self, filed: Mapping[Path, Held]) -> Iterator[Filed]:
        """What needs no looking at: the archive holds it byte for byte."""
        for held in dict.fromkeys(filed.values()):
            names = (path for path, one in filed.items() if one == held)
            yield AlreadyThere(
                held.kenmerk, tuple(map(self.world.folder.relative, names)), held.versie
            )
            if not self.asked.is_dry:
                self.post.complete(held.kenmerk, self.now)

    def file(self, matches: Sequence[Match], store: Store) -> Iterator[Filed]:
        """File each match, and draft its mails."""
        for one in matches:
            versie, is_there = _standing(self.world.archive, one)
            if is_there:
                yield AlreadyThere(one.letter.kenmerk, self._names(one), versie)
                self.post.complete(one.letter.kenmerk, self.now)
                continue
            ready = self._ready(one, versie)
            if not isinstance(ready, _Ready):
                yield from ready
                continue
            try:
                filed = store.add(
                    one.letter.kenmerk,
                    self._deposit(ready),
                    message=f"Ondertekende brief {one.letter.kenmerk} gearchiveerd",
                    user=self.world.raad.naam,
                    email=self.world.raad.email,
                    when=self.now,
                )
            except DamagedObjectError as error:
                yield from self._uncertain(one, f"{error} {error.hint}")
                continue
            done = self._archived(ready, filed.versie)
            try:
                sending = self.post.draft(one, ready.contents, self.now)
            except PipelineError:
                yield done  # it is filed; the next run drafts its mails
                raise
            yield replace(done, te_doen=sending.sentences, mails=sending.folder)

    def _ready(self, found: Match, versie: int) -> _Ready | tuple[Uncertain, ...]:
        """The match with all that would be stored, or why it is not filed."""
        kenmerk = found.letter.kenmerk
        if versie and self.asked.als is None:
            return self._uncertain(found, _another(kenmerk, versie))
        examined = [self.examiner.examine(part) for part in found.parts]
        evidence = verify(found, self.world.raad, examined, made(found.letter))
        if evidence.refusal:
            return self._uncertain(found, evidence.refusal)
        document = record.raw(found.letter.home)
        known = self.post.known(kenmerk)
        signed = bool(evidence.signatures)
        try:
            contents = contents_of(
                found, document, known, self.world.folder, is_digitally_signed=signed
            )
        except ChangedMeanwhileError as error:
            return self._uncertain(found, f"{error} {error.hint}")
        told = replace(evidence, sentences=(*evidence.sentences, *contents.remarks))
        return _Ready(found, told, contents, document, known)

    def _deposit(self, ready: _Ready) -> Mapping[str, bytes]:
        raad, evidence = self.world.raad, ready.evidence
        keeper = Keeper.of(raad, ready.match.letter.briefdatum)
        who = f"het secretariaat van de {raad.naam}"
        document = verification.as_json(evidence, ready.match, self.now, who)
        text = verification.as_text(evidence, ready.match, self.now, who)
        described = Described(ready.match, evidence, ready.record, ready.known, keeper, self.now)
        checked = Verification(record.to_bytes(document), text.encode())
        return deposit(described, ready.contents, checked)

    def _archived(self, ready: _Ready, versie: int) -> Archived:
        evidence, letter = ready.evidence, ready.match.letter
        remarks = (one for one in ready.match.remarks if one != NOT_COUNTED)  # evidence says why
        sentences = (*remarks, *evidence.sentences)
        return Archived(
            letter.kenmerk,
            letter.onderwerp,
            self._names(ready.match),
            versie,
            sentences,
            (*evidence.warnings, *evidence.differences),
        )

    def _uncertain(self, found: Match, melding: str) -> tuple[Uncertain, ...]:
        return tuple(Uncertain(name, melding) for name in self._names(found))

    def _names(self, found: Match) -> tuple[str, ...]:
        return tuple(self.world.folder.relative(part.handed.path) for part in found.parts)


def _standing(archief: Path, found: Match) -> tuple[int, bool]:
    """The version of an advies in the archive, 0 for none; True when it holds these very files."""
    home = homes(archief).get(found.letter.kenmerk)
    if home is None:
        return 0, False
    try:
        there = read_object(home)
    except BrokenObjectError:
        return 1, False  # told when it is added to, and by controleer
    held = set(handed_in_as(there).values())
    return there.number, all(part.handed.sha512 in held for part in found.parts)


def _another(kenmerk: str, versie: int) -> str:
    return (
        f"{kenmerk} staat al in het archief (versie {versie}), met een ander bestand. Wat in het "
        "archief staat, verandert niet. Hoort dit bestand er ook bij, bijvoorbeeld een betere "
        f"scan? Zeg het dan zelf, met --als {kenmerk}: het komt er als nieuwe versie bij."
    )
