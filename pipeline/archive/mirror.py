"""Mirror: keeps a second copy of an archive in step. The archive itself is not changed.

The copy is an archive like the first, that may stand a few log entries behind it. Only what has
the hash that the log names is copied, so that damage does not travel; nothing is deleted there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field

from pipeline.archive import chain as chains
from pipeline.archive import log, moves
from pipeline.archive.against_log import Expected, examine_all, expected
from pipeline.archive.chain import Chain, Link
from pipeline.archive.entries import End, Entry
from pipeline.archive.flaw import Flaw, Kind
from pipeline.archive.mend import pieces_of, put_link, put_log, put_whole, upto
from pipeline.archive.moves import Moves, NoSourceError
from pipeline.archive.places import LOG, OCFL, WERK
from pipeline.archive.store import furnish, put_version
from pipeline.archive.strays import strays
from pipeline.errors import UsageError
from pipeline.letters.folder import locked


class UnfitTargetError(UsageError):
    """A folder in which no copy can be kept."""

    def __init__(self, target: Path, why: str) -> None:
        super().__init__(
            f"In {target} kan geen kopie van het archief komen: {why}.",
            "Noem een nieuwe of lege map, liefst op een andere schijf. Er is niets geschreven.",
        )


class Copied(Struct, frozen=True):
    """What came of copying."""

    gekopieerd: tuple[str, ...]  # kenmerken that are new in the copy, or have a new version there
    hersteld: tuple[str, ...]  # kenmerken that were damaged in the copy and are right again
    meldingen: tuple[str, ...]  # Dutch sentences: what was mended and where the damaged files are
    fout: tuple[str, ...]  # Dutch sentences: what is not in the copy as it ought to be, and why
    head: str | None  # the code of the copy


def copy(archief: Path, target: Path) -> Copied:
    """Bring the copy in `target` in step with the archive; mends what was damaged in the copy.

    Raises:
        BusyError: another run works in the archive or in the copy.
        UnfitTargetError: `target` holds other things, or lies in the archive.
        UnwritableError: the disk refuses; what was copied until then is whole.
    """
    _check(archief, target)
    if not _is_archive(archief):
        return _of_nothing(archief, target)
    with locked(archief / WERK), locked(target / WERK):
        moves.recover(archief)
        moves.recover(target)
        ours, theirs = chains.read(archief), chains.read(target)
        if objection := _objection(ours, theirs):
            return Copied((), (), (), (objection,), theirs.end.code if theirs.end else None)
        return _Mirror(archief, target, ours, theirs).carry_out()


class _Mirror(Struct):
    """One run of copying, of which the locks are held."""

    archief: Path
    target: Path
    ours: Chain
    theirs: Chain
    whole: set[str] = field(default_factory=set)  # kenmerken that are right in the copy
    copied: list[str] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def carry_out(self) -> Copied:
        held = self.theirs.end.nummer if self.theirs.end else 0
        self._mend_log(held)
        self._mend_adviezen(held)
        versions: dict[str, dict[int, Entry]] = {}
        for number in sorted(self.ours.links):
            link = self.ours.links[number]
            event = link.entry.event
            if link.entry.checklist:
                versions.setdefault(event.object, {})[event.objectversie] = link.entry
            if number > held:
                self._follow(link, versions.get(event.object, {}))
        end = self.ours.end
        return Copied(
            tuple(dict.fromkeys(self.copied)),
            tuple(self.mended),
            tuple(self.told),
            tuple(dict.fromkeys(self.wrong)),
            end.code if end else None,
        )

    def _mend_log(self, held: int) -> None:
        links = upto(self.ours, held)
        with Moves(self.target) as together:
            places = put_log(together, self.target, links, _end(links))
        for place in (*places, *furnish(self.target, _end(links))):
            if held:
                self.told.append(f"“{place}” in de kopie was beschadigd of weg, en is vervangen.")

    def _mend_adviezen(self, held: int) -> None:
        advices = Chain(links=upto(self.ours, held)).advices()
        found = examine_all(self.target, advices)
        for advies in advices:
            if all(flaw.kind is Kind.REMARK for flaw in found[advies.kenmerk]):
                self.whole.add(advies.kenmerk)
            else:
                self._put_whole(advies, found[advies.kenmerk])
        known = self.ours.advices()
        for flaw in (*self.theirs.flaws, *strays(self.target, known, is_quick=True)):
            if flaw.kind is Kind.EXTRA:
                self.wrong.append(f"In de kopie: {flaw.melding} Het is blijven staan.")

    def _put_whole(self, advies: Expected, flaws: tuple[Flaw, ...]) -> None:
        pieces = pieces_of(advies, (self.archief, self.target))
        try:
            with Moves(self.target) as together:
                stood = put_whole(together, self.target, advies, pieces)
        except NoSourceError as error:
            self.wrong.append(_lacks(advies.kenmerk, error))
            return
        self.whole.add(advies.kenmerk)
        if stood:
            self.mended.append(advies.kenmerk)
            self.told += [f"In de kopie: {flaw.melding}" for flaw in flaws]
            self.told.append(
                f"{advies.kenmerk} is in de kopie hersteld; wat er stond, is bewaard in .werk/opzij."
            )
        else:
            self.copied.append(advies.kenmerk)

    def _follow(self, link: Link, versions: dict[int, Entry]) -> None:
        """Let the copy go one entry further, with the files that came with it."""
        kenmerk = link.entry.event.object
        try:
            with Moves(self.target) as together:
                if link.entry.checklist:
                    self._put(together, link.entry.event.objectversie, expected(kenmerk, versions))
                put_link(together, link)
        except NoSourceError as error:
            self.whole.discard(kenmerk)
            self.wrong.append(_lacks(kenmerk, error))
            with Moves(self.target) as together:
                put_link(together, link)
            return
        if link.entry.checklist:
            self.whole.add(kenmerk)
            self.copied.append(kenmerk)

    def _put(self, together: Moves, number: int, advies: Expected) -> None:
        pieces = pieces_of(advies, (self.archief,))
        if number == 1 or advies.kenmerk not in self.whole:
            put_whole(together, self.target, advies, pieces)
            return
        own = {path: one for path, one in pieces.items() if path.startswith(f"v{number}/")}
        put_version(together, advies.kenmerk, number, own)


def _check(archief: Path, target: Path) -> None:
    here, there = archief.resolve(), target.resolve()
    if there.is_relative_to(here) or here.is_relative_to(there):
        raise UnfitTargetError(target, "de kopie en het archief zouden in elkaar liggen")
    if target.exists() and not target.is_dir():
        raise UnfitTargetError(target, "dit is een bestand en geen map")
    names = {path.name for path in target.iterdir()} if target.exists() else set()
    if names - {WERK} and not names & {OCFL, LOG}:
        raise UnfitTargetError(target, "er staan andere dingen in deze map")


def _is_archive(folder: Path) -> bool:
    return (folder / OCFL).is_dir() or (folder / LOG).is_dir()


def _of_nothing(archief: Path, target: Path) -> Copied:
    """There is no archive: not yet, or no more."""
    if not _is_archive(target):
        return Copied((), (), ("Het archief is nog leeg: er is niets te kopiëren.",), (), None)
    gone = (
        f"In {archief} staat geen archief meer, in de kopie wel. Er is niets gekopieerd. Is de "
        "schijf met het archief aangesloten? Haal het anders terug: advies archief herstel MAP."
    )
    return Copied((), (), (), (gone,), log.head(target))


def _objection(ours: Chain, theirs: Chain) -> str | None:
    """Why nothing can be copied: one of the two is not what it was."""
    if not ours.is_sound:
        return (
            "Het logboek van het archief is beschadigd. Er is niets gekopieerd, zodat de kopie "
            "goed blijft. Herstel het archief eerst: advies archief herstel MAP."
        )
    if not list(_contradictions(ours, theirs)):
        return None
    if theirs.end and ours.links.keys() < theirs.links.keys():
        return (
            "De kopie weet meer dan het archief: waarschijnlijk is het archief teruggezet uit een "
            "oudere reservekopie. Er is niets gekopieerd. Haal terug wat ontbreekt: advies archief "
            "herstel MAP."
        )
    return (
        "Het logboek van de kopie is een ander dan dat van het archief: de kopie is van een ander "
        "archief, of een van beide is opnieuw geschreven. Er is niets gekopieerd. Vergelijk de "
        "codes met die u eerder noteerde, of noem een lege map voor een nieuwe kopie."
    )


def _contradictions(ours: Chain, theirs: Chain) -> Iterator[int]:
    """Entries of the copy that are surely as they were written, and not those of the archive."""
    for number, link in theirs.links.items():
        own = ours.links.get(number)
        if link.is_pinned and (own is None or own.sha512 != link.sha512):
            yield number
    if theirs.end and (ours.end is None or theirs.end.nummer > ours.end.nummer):
        yield theirs.end.nummer


def _end(links: dict[int, Link]) -> End | None:
    return links[max(links)].end if links else None


def _lacks(kenmerk: str, error: NoSourceError) -> str:
    return (
        f"{kenmerk} is niet goed in de kopie: “{error.place}” is in het archief zelf beschadigd of "
        "weg. Kijk met “advies controleer” wat er mis is."
    )
