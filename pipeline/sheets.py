"""The sheets of a run: read, parsed, filled with the council's defaults, doubles sorted out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path

from msgspec import Struct

from pipeline.defaults import complete
from pipeline.desk import open_desk
from pipeline.errors import MissingPathError, UnreadableSheetError
from pipeline.form.desk import Desk
from pipeline.form.layout import Answers
from pipeline.form.parse import parse
from pipeline.form.raw import RawSheet
from pipeline.form.read import Reader
from pipeline.form.reuse import as_typed
from pipeline.model import Dossier, Ernst, Finding
from pipeline.rules.likeness import Work, work_of
from pipeline.shelf import Kept, Shelf
from pipeline.world import World

Progress = Callable[[str, int, int], None]  # what, how far, of how many


class Content(Struct, frozen=True):
    """What a sheet says: `read` as it was filled in, `dossier` with what the run adds to it.

    That is what the secretary's table says, and the council's defaults for what is still empty.
    """

    read: Dossier
    dossier: Dossier
    findings: tuple[Finding, ...]
    unreadable: Answers  # what stands in cells that could not be read, by JSON path


class Sheet(Struct, frozen=True):
    """One input sheet. In a large run its content lies on disk until it is asked for."""

    path: Path
    bestand: str  # relative to the work folder
    sha256: str
    form_id: str  # by which its letter is known; "" when it was lost
    onderwerp: str | None
    work: Work  # what tells whether it is like another one
    content: Kept[Content]
    beside: tuple[Finding, ...] = ()  # what follows from this sheet beside others with its id

    @property
    def read(self) -> Dossier:
        """See Content."""
        return self.content.get().read

    @property
    def dossier(self) -> Dossier:
        """See Content."""
        return self.content.get().dossier

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was wrong with its cells."""
        return self.content.get().findings

    @property
    def unreadable(self) -> Answers:
        """See Content."""
        return self.content.get().unreadable


class Batch(Struct, frozen=True):
    """All sheets of a run, and those that fell out of it."""

    sheets: tuple[Sheet, ...]
    unreadable: tuple[tuple[str, str], ...] = ()  # bestand, Dutch sentence
    passed_over: tuple[str, ...] = ()  # a sentence for each sheet for which another one counts
    remarks: tuple[str, ...] = ()  # about the secretary's table as a whole


def quiet(what: str, number: int, total: int) -> None:
    """No progress: for runs that nobody watches."""


def read_sheets(
    paths: Sequence[Path], world: World, progress: Progress = quiet, reader: Reader | None = None
) -> Batch:
    """Read every sheet; one that cannot be read is named and never stops the others.

    A `reader` that was started before, or goes on all day, stays open.

    Raises:
        UnreadableDeskError, LostDeskError: nobody knows what the secretary recorded.
    """
    sheets: list[Sheet] = []
    unreadable: list[tuple[str, str]] = []
    shelf: Shelf[Content] = Shelf()
    with nullcontext(reader) if reader else Reader() as opened:
        desk = open_desk(world.folder, world.form, opened)
        for number, (path, raw) in enumerate(opened.read_many(paths), start=1):
            progress("Formulieren lezen", number, len(paths))
            try:
                sheets.append(_sheet(path, raw, world, desk, shelf))
            except UnreadableSheetError as error:
                unreadable.append((world.folder.relative(path), str(error)))
    return Batch(tuple(sheets), tuple(unreadable), remarks=desk.remarks)


def read_sheet(path: Path, world: World) -> Sheet:
    """One sheet by itself, without what the secretary's table says of it.

    Raises:
        MissingPathError: there is no such file.
        UnreadableSheetError: it is no form of ours.
    """
    if not path.exists():
        raise MissingPathError(path)
    with Reader() as reader:
        return _sheet(path, reader.read(path), world, Desk(), Shelf())


def _sheet(
    path: Path,
    raw: RawSheet | UnreadableSheetError,
    world: World,
    desk: Desk,
    shelf: Shelf[Content],
) -> Sheet:
    if isinstance(raw, UnreadableSheetError):
        raise raw
    dossier, findings = parse(raw, world.form)
    if dossier.formulier.id.is_empty:
        findings = (_without_id(dossier), *findings)
    bestand = world.folder.relative(path)
    merged, of_desk = desk.beside(dossier, bestand)
    content = Content(
        dossier,
        complete(merged, world.raad),
        (*findings, *of_desk),
        as_typed(dossier, raw) if findings else {},
    )
    return Sheet(
        path,
        bestand,
        raw.sha256,
        dossier.formulier.id.answer or "",
        dossier.advies.onderwerp.answer,
        work_of(bestand, content.dossier),
        shelf.keep(content),
    )


def _without_id(dossier: Dossier) -> Finding:
    """A sheet that lost its number would get a new letter in every run."""
    return Finding(
        "L13",
        Ernst.FOUT,
        None,
        dossier.formulier.id.place,
        dossier.formulier.id.key,
        "Het formulier is zijn eigen nummer kwijt (een verborgen cel op het eerste tabblad is leeg "
        "gemaakt). Maak een nieuw formulier met: advies formulier --bijwerken, en gebruik dat.",
        "formulier",
    )
