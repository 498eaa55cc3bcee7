"""Posting: the mail drafts for a signed letter, in output/verzenden/<kenmerk>. Nothing is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from pipeline.archive.contents import Contents, Known
from pipeline.archive.objects import BrokenObjectError, homes, read_object
from pipeline.archive.signed import READABLE, SIGNED
from pipeline.archive.values import Match
from pipeline.disk import write_file
from pipeline.letters.folder import RECORD
from pipeline.letters.sending import Parcel, drafts
from pipeline.model import Dossier, Uitgave
from pipeline.sheets import read_sheets
from pipeline.world import World


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of drafting the mails of one letter."""

    folder: str  # where they are, from the work folder; empty when there are none
    sentences: tuple[str, ...]  # what the secretary must do beside them


class Post:
    """Drafts the mails of a run. The sheets are read once, when the first letter is filed."""

    def __init__(self, world: World, issued: Sequence[Uitgave]) -> None:
        self._world = world
        self._issued = {uitgave.kenmerk: uitgave for uitgave in issued}

    def known(self, kenmerk: str) -> Known:
        """What the dossier of a letter tells beyond its brief.json; nothing without a dossier."""
        dossier = self._dossier(kenmerk)
        return Known.of(dossier) if dossier else Known()

    def draft(self, found: Match, contents: Contents, now: datetime) -> Posted:
        """Write the drafts of a letter that was filed just now, with the signed letter beside them.

        Raises:
            NoTemplateError: a mail text is missing or holds a mistake.
            UnwritableError: the disk refuses.
        """
        return self._post(found.letter.kenmerk, _to_send(contents.files), now)

    def complete(self, kenmerk: str, now: datetime) -> None:
        """Write drafts that are not there though the letter is filed: a run was cut off."""
        if (self._world.folder.verzenden / kenmerk).exists():
            return
        dossier = self._dossier(kenmerk)
        if dossier is None or dossier.procedure.verzonden_op.is_filled:
            return
        try:
            there = read_object(homes(self._world.archive)[kenmerk])
            files = {name: there.path(name).read_bytes() for name in there.files}
        except (BrokenObjectError, OSError):
            return  # told by controleer
        self._post(kenmerk, _to_send(files), now)

    def _post(self, kenmerk: str, signed: Mapping[str, bytes], now: datetime) -> Posted:
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
        for name, content in {**signed, **sending.drafts}.items():
            write_file(home / name, content)
        return Posted(world.folder.relative(home), sending.sentences)

    def _dossier(self, kenmerk: str) -> Dossier | None:
        uitgave = self._issued.get(kenmerk)
        return self._dossiers.get(uitgave.formulier_id) if uitgave else None

    @cached_property
    def _dossiers(self) -> Mapping[str, Dossier]:
        folder = self._world.folder
        batch = read_sheets(folder.sheets((), folder.root), self._world)
        return {sheet.form_id: sheet.dossier for sheet in batch.sheets}


def _to_send(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The signed letter as others can open it: the PDF to read where there is one."""
    readable = {name: data for name, data in files.items() if name.endswith(READABLE)}
    if readable:
        return readable
    return {name: data for name, data in files.items() if f"{SIGNED}." in name and _is_whole(name)}


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


def _is_whole(name: str) -> bool:
    return not name.endswith(".MDTO.xml")


def _no_sheet(kenmerk: str) -> str:
    return (
        f"Het formulier van {kenmerk} staat niet in input; daarom zijn er geen mails klaargezet. "
        "De brief zelf is gearchiveerd."
    )
