"""Posting: the mail drafts for a signed letter, in output/verzenden/<kenmerk>. Nothing is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from pipeline import dutch
from pipeline.archive.bundle import SOURCE, unbundled
from pipeline.archive.contents import Contents, Known
from pipeline.archive.mdto import FILE_SUFFIX
from pipeline.archive.naming import READABLE, SIGNED
from pipeline.archive.objects import BrokenObjectError, homes, read_object
from pipeline.archive.values import Match
from pipeline.checking import settle
from pipeline.disk import remove, rename, sync_folder, write_through, writing
from pipeline.letters.folder import RECORD
from pipeline.letters.sending import Parcel, drafts
from pipeline.model import Dossier, Uitgave
from pipeline.sheets import read_sheets
from pipeline.world import World

_EARLIER = "eerder"  # folder of what was drafted before


class Posted(Struct, frozen=True):
    """What came of drafting the mails of one letter."""

    folder: str  # where they are, from the work folder; empty when there are none
    sentences: tuple[str, ...]  # what the secretary must do beside them


class Post:
    """Drafts the mails of a run. The sheets are read once, when the first letter is filed."""

    def __init__(self, world: World, issued: Sequence[Uitgave]) -> None:
        self._world = world
        self._issued = {uitgave.kenmerk: uitgave for uitgave in issued}
        # Of these the sheet tells about the letter that came after, also when that was sent.
        self._followed = {uitgave.opvolger_van for uitgave in issued}

    def known(self, kenmerk: str) -> Known:
        """What the dossier of a letter tells beyond its brief.json; nothing without a dossier."""
        dossier = self._dossier(kenmerk)
        return Known.of(dossier) if dossier else Known()

    def sent_on(self, kenmerk: str) -> date | None:
        """The day on which the secretary sent a letter, as far as that is filled in."""
        dossier = None if kenmerk in self._followed else self._dossier(kenmerk)
        return dossier.procedure.verzonden_op.answer if dossier else None

    def draft(self, found: Match, contents: Contents, now: datetime) -> Posted:
        """Write the drafts of a letter that was filed just now, with the signed letter beside them.

        Raises:
            NoTemplateError: a mail text is missing or holds a mistake.
            UnwritableError: the disk refuses.
        """
        kenmerk, mixed = found.letter.kenmerk, () if contents.readable else contents.mixed
        return self._post(kenmerk, _to_send(kenmerk, contents.files), now, mixed)

    def complete(self, kenmerk: str, now: datetime) -> None:
        """Write drafts that are not there though the letter is filed: a run was cut off."""
        if (self._world.folder.verzenden / kenmerk).exists() or kenmerk in self._followed:
            return
        dossier = self._dossier(kenmerk)
        if dossier is None or dossier.procedure.verzonden_op.is_filled:
            return
        try:
            there = read_object(homes(self._world.archive)[kenmerk])
            files = {name: there.path(name).read_bytes() for name in there.files}
        except (BrokenObjectError, OSError):
            return  # told by controleer
        self._post(kenmerk, _to_send(kenmerk, files), now)

    def _post(
        self,
        kenmerk: str,
        signed: Mapping[str, bytes],
        now: datetime,
        mixed: Sequence[str] = (),
    ) -> Posted:
        world, dossier = self._world, self._dossier(kenmerk)
        if dossier is None:
            return Posted("", (_no_sheet(kenmerk),))
        home = world.folder.verzenden / kenmerk
        sending = drafts(
            kenmerk,
            dossier,
            world.raad,
            _parcel(self._issued[kenmerk], world.folder.brieven / kenmerk, signed),
            templates=world.folder.templates,
            day=now.date(),
        )
        new = world.folder.werk / f"mails-{kenmerk}"
        _place(new, home, {**signed, **sending.drafts})
        return Posted(world.folder.relative(home), (*_mixed(mixed), *sending.sentences))

    def _dossier(self, kenmerk: str) -> Dossier | None:
        uitgave = self._issued.get(kenmerk)
        return self._dossiers.get(uitgave.formulier_id) if uitgave else None

    @cached_property
    def _dossiers(self) -> Mapping[str, Dossier]:
        folder = self._world.folder
        read = read_sheets(folder.sheets((), folder.root), self._world)
        batch = settle(read, tuple(self._issued.values()), self._world)
        count = Counter(sheet.form_id for sheet in batch.sheets)
        # Two that contradict each other: which bijlagen are confidential, nobody can tell.
        return {s.form_id: s.dossier for s in batch.sheets if count[s.form_id] == 1}


def _to_send(kenmerk: str, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The signed letter as others can open it: the PDF to read where there is one."""
    readable = f"{kenmerk}{READABLE}"
    if readable in files:
        return {readable: files[readable]}
    signed: dict[str, bytes] = {}
    for name, content in files.items():
        if name.startswith(f"{kenmerk}{SIGNED}") and not name.endswith(FILE_SUFFIX):
            signed.update(unbundled(content) if name.endswith(SOURCE) else {name: content})
    return signed


def _place(new: Path, home: Path, files: Mapping[str, bytes]) -> None:
    """Put the drafts in place together: half of them would look like all there are to send.

    What lay there, of an earlier scan, may have been edited; it stays in a folder among the new.
    """
    with writing(home):
        if new.exists():
            remove(new)  # of a run that was cut off
        new.mkdir(parents=True)
        for name, content in files.items():
            write_through(new / name, content)
        sync_folder(new)
        home.parent.mkdir(parents=True, exist_ok=True)
        if home.exists():
            rename(home, new / _EARLIER)
        rename(new, home)
        sync_folder(home.parent)


def _parcel(uitgave: Uitgave, home: Path, signed: Mapping[str, bytes]) -> Parcel:
    own = f"{uitgave.kenmerk}-"
    files = {
        name: (home / name).read_bytes()
        for name in uitgave.bestanden
        if name != RECORD and (home / name).is_file()
    }
    return Parcel(
        signed,
        {name: data for name, data in files.items() if name.startswith(f"{own}kopie-")},
        {name: data for name, data in files.items() if not name.startswith(own)},
    )


def _mixed(names: Sequence[str]) -> Iterator[str]:
    if names:
        yield (
            f"{dutch.join(names)} gaat in zijn geheel mee met de mails, ook de bladzijden die niet "
            "bij deze brief horen. Kijk of iedereen die mag zien."
        )


def _no_sheet(kenmerk: str) -> str:
    return (
        f"Het formulier van {kenmerk} is niet te vinden in input, niet te lezen, of staat er twee "
        "keer; daarom zijn er geen mails klaargezet. De brief zelf is gearchiveerd. Staat het "
        "formulier er weer? Geef dan nog een keer: advies archiveer"
    )
