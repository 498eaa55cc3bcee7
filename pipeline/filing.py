"""Filing: each signed letter that was recognised is verified, stored and made ready to send.

`archiving` tells the whole story; this is what happens at the desk, one letter after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from pipeline.archive import verification
from pipeline.archive.contents import Contents, Known, contents_of
from pipeline.archive.deposit import Verification, deposit
from pipeline.archive.evidence import verify
from pipeline.archive.examining import Examiner
from pipeline.archive.filing import Filing as Described
from pipeline.archive.keeper import Keeper
from pipeline.archive.made import made
from pipeline.archive.match import NOT_COUNTED
from pipeline.archive.objects import BrokenObjectError, homes, read_object
from pipeline.archive.settled import handed_in_as
from pipeline.archive.signed import ChangedMeanwhileError
from pipeline.archive.store import DamagedObjectError, Store
from pipeline.archive.values import Evidence, Match
from pipeline.archived import AlreadyThere, Archived, Filed, Uncertain
from pipeline.errors import PipelineError
from pipeline.letters import record
from pipeline.posting import Post
from pipeline.world import World


class _Ready(Struct, frozen=True):
    """A match that was verified, with all that would be stored of it."""

    match: Match
    evidence: Evidence
    contents: Contents
    record: Mapping[str, object]
    known: Known


class Desk(Struct, frozen=True):
    """Where one signed letter after the other is verified and filed."""

    world: World
    now: datetime
    examiner: Examiner
    post: Post
    by_person: bool

    def plan(self, matches: Sequence[Match]) -> Iterator[Filed]:
        """What would become of each match; nothing is written."""
        return self._each(matches, self._plan)

    def file(self, matches: Sequence[Match], store: Store) -> Iterator[Filed]:
        """File each match, and draft its mails."""
        return self._each(matches, lambda one: self._file(one, store))

    def _each(
        self, matches: Sequence[Match], do: Callable[[Match], Iterator[Filed]]
    ) -> Iterator[Filed]:
        """The results of each match; of a damaged advies it is told, and the others go on."""
        for one in matches:
            try:
                yield from do(one)
            except DamagedObjectError as error:
                yield from self._uncertain(one, f"{error} {error.hint}")

    def _plan(self, one: Match) -> Iterator[Filed]:
        versie, is_there = _standing(self.world.archive, one)
        ready = None if is_there else self._ready(one, versie)
        if ready is None:
            yield AlreadyThere(one.letter.kenmerk, self._names(one), versie)
        elif isinstance(ready, _Ready):
            yield self._archived(ready, versie + 1)
        else:
            yield from ready

    def _file(self, one: Match, store: Store) -> Iterator[Filed]:
        versie, is_there = _standing(self.world.archive, one)
        if is_there:
            yield AlreadyThere(one.letter.kenmerk, self._names(one), versie)
            self.post.complete(one.letter.kenmerk, self.now)
            return
        ready = self._ready(one, versie)
        if not isinstance(ready, _Ready):
            yield from ready
            return
        filed = store.add(
            one.letter.kenmerk,
            self._deposit(ready),
            message=f"Ondertekende brief {one.letter.kenmerk} gearchiveerd",
            user=self.world.raad.naam,
            email=self.world.raad.email,
            when=self.now,
        )
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
        if versie and not self.by_person:
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
    """The version of an advies in the archive, 0 for none; True when it holds these very files.

    Raises:
        DamagedObjectError: the archive cannot tell which files it holds of this advies.
    """
    home = homes(archief).get(found.letter.kenmerk)
    if home is None:
        return 0, False
    try:
        there = read_object(home)
    except BrokenObjectError as error:
        raise DamagedObjectError(found.letter.kenmerk, str(error)) from error
    held = set(handed_in_as(there).values())
    return there.number, all(part.handed.sha512 in held for part in found.parts)


def _another(kenmerk: str, versie: int) -> str:
    return (
        f"{kenmerk} staat al in het archief (versie {versie}), met een ander bestand. Wat in het "
        "archief staat, verandert niet. Hoort dit bestand er ook bij, bijvoorbeeld een betere "
        f"scan? Zeg het dan zelf, met --als {kenmerk}: het komt er als nieuwe versie bij."
    )
