"""The story of each command: a stage a line. Read this first.

Every function here takes an opened `World` and gives what the command line tells the user; the
stages themselves stand in the modules that they are called from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import feedback
from pipeline.checking import Checked, as_if_new, check_all, settle
from pipeline.disk import write_file
from pipeline.errors import PipelineError, UsageError
from pipeline.form.normal import to_json
from pipeline.form.parse import places
from pipeline.letters import record
from pipeline.letters.conflict import Conflict, conflicts
from pipeline.letters.folder import RECORD, Bindery, locked, recover
from pipeline.letters.pdf import NoOfficeError, Printer, PrintFailedError
from pipeline.letters.plan import Wishes, numbering, plan
from pipeline.model import Ernst, Uitgave
from pipeline.outcome import Made, NoPdf, NotYet, Outcome, Refused, Remark, Result
from pipeline.report import as_line, sheet_json, toetsing_json
from pipeline.sheets import Batch, Progress, quiet, read_sheet, read_sheets
from pipeline.world import World
from pipeline.year.register import Register, make_register
from pipeline.year.register_files import register_files

if TYPE_CHECKING:
    from pipeline.letters.press import Press


@dataclass(frozen=True, slots=True)
class Toetsing:
    """What `toets` found."""

    batch: Batch
    checked: tuple[Checked, ...]
    nagekeken: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def has_fout(self) -> bool:
        """True when any sheet is wrong or could not be read."""
        return bool(self.batch.unreadable) or any(c.report.has_fout for c in self.checked)

    def as_json(self, world: World) -> dict[str, object]:
        """The document of `toets --json` and toetsing.json (2-contract)."""
        sheets = [
            sheet_json(c.sheet.bestand, c.sheet.dossier, c.report, c.kenmerk) for c in self.checked
        ]
        return dict(toetsing_json(world.vandaag, sheets, self.batch.unreadable))


def toets(world: World, paths: Sequence[Path], progress: Progress = quiet) -> Toetsing:
    """Check sheets; write toetsing.json, and a nagekeken copy where there is something to do."""
    issued = _issued(world)
    batch = settle(read_sheets(paths, world, progress), issued)
    checked = check_all(batch, world, issued)
    nagekeken, remarks = feedback.write_all(checked, world)
    remarks = (*map(Remark, batch.remarks), *remarks)
    toetsing = Toetsing(batch, checked, nagekeken, remarks)
    _write_toetsing(toetsing, world)
    return toetsing


def brieven(
    world: World,
    paths: Sequence[Path],
    wishes: Wishes,
    progress: Progress = quiet,
    office: Path | None = None,
) -> Outcome:
    """Check sheets and make the letters, or concepts, of those that are ripe for it.

    `office` is the LibreOffice that prints their PDFs.
    """
    # Only letters pay for Word: a tenth of a second.
    from pipeline.letters.press import Press  # noqa: PLC0415
    from pipeline.letters.stationery import Stationery  # noqa: PLC0415

    stationery = Stationery.open(world.folder.templates)
    press = Press(
        world,
        stationery,
        is_dry=wishes.is_dry,
        replaces_edited=wishes.vervang,
        printer=Printer(office) if office and wishes.pdf is not False else None,
        adds_pdfs=wishes.pdf is True,
    )
    batch = read_sheets(paths, world, progress)
    with nullcontext() if wishes.is_dry else locked(world.folder.werk):
        if not wishes.is_dry:
            recover(world.folder.werk, world.folder.brieven)
        issued = _issued(world)
        _know_all(wishes.named, issued)
        if wishes.trek_in:
            return _withdraw(world, wishes)
        batch = settle(batch, issued)
        checked = tuple(
            as_if_new(one, world, wishes.opvolger_van) for one in check_all(batch, world, issued)
        )
        make = (
            _concepts(checked, press)
            if wishes.is_concept
            else _letters(checked, press, issued, wishes)
        )
        results = tuple(_watched(make, progress))
        if not wishes.is_dry:
            _write_toetsing(Toetsing(batch, checked), world)
    results = (*_left_out(batch), *results, *_without_office(results, wishes, office))
    return Outcome(results, wishes.is_dry, _pdf_trouble(results, wishes, office))


def _without_office(
    results: Sequence[Result], wishes: Wishes, office: Path | None
) -> Iterator[Remark]:
    """Said once, and only where a letter was made that could have had a PDF."""
    could_have = wishes.pdf is None and not wishes.is_concept and not wishes.is_dry
    if office is None and could_have and any(isinstance(result, Made) for result in results):
        missing = NoOfficeError()
        yield Remark(f"{missing} {missing.hint}")


def _pdf_trouble(
    results: Sequence[Result], wishes: Wishes, office: Path | None
) -> PipelineError | None:
    """What ends the run with a failure though its letters are there."""
    if wishes.pdf and office is None and not wishes.is_dry:
        return NoOfficeError()
    failures = {result.naam: result.reden for result in results if isinstance(result, NoPdf)}
    return PrintFailedError(failures) if failures else None


def _left_out(batch: Batch) -> Iterator[Result]:
    for bestand, melding in batch.unreadable:
        yield Refused(bestand, (melding,))
    yield from map(Remark, (*batch.passed_over, *batch.remarks))


def _letters(
    checked: Sequence[Checked], press: Press, issued: Sequence[Uitgave], wishes: Wishes
) -> Iterator[Result]:
    raad = press.world.raad
    doubtful = conflicts(press.world.folder.brieven, issued)
    yield from _doubtful(doubtful, checked, press.world)
    ripe = []
    for one in checked:
        if any(conflict.touches(one.sheet.form_id, one.kenmerk) for conflict in doubtful):
            continue  # told above
        if one.report.has_fout:
            yield Refused(one.sheet.bestand, tuple(map(as_line, one.report.of(Ernst.FOUT))))
        elif one.may_have_letter:
            ripe.append(one)
        else:
            yield _not_yet(one)
    used = {*(u.kenmerk for u in issued), *record.archived(press.world.archive)}
    used |= {kenmerk for conflict in doubtful for kenmerk in conflict.kenmerken}
    numbers = numbering(raad.code, used, raad.kenmerk_eerste)
    steps = plan([one.candidate() for one in ripe], numbers, wishes)
    with Bindery(press.world.folder.werk) as bindery:
        hashes = (one.sheet.sha256 for one in ripe)
        yield from press.letters(zip(steps, hashes, strict=True), bindery)
    for one in checked:
        if not one.report.has_fout:
            yield from press.notes(one.candidate())


def _doubtful(
    doubtful: Sequence[Conflict], checked: Sequence[Checked], world: World
) -> Iterator[Refused]:
    """What a person must choose first; told at each sheet that it holds up, else at its folder."""
    for conflict in doubtful:
        held = [
            one.sheet.bestand for one in checked if conflict.touches(one.sheet.form_id, one.kenmerk)
        ]
        for bestand in held or [world.folder.relative(conflict.plaats)]:
            yield Refused(bestand, (conflict.melding,))


def _concepts(checked: Sequence[Checked], press: Press) -> Iterator[Result]:
    for one in checked:
        if one.uitgave is not None:
            yield Remark(f"{one.sheet.bestand}: hiervan is {one.kenmerk} al de definitieve brief.")
        elif one.report.stap.is_side_road:
            yield _not_yet(one)
        else:
            yield from press.concept(one.candidate())


def _not_yet(one: Checked) -> NotYet:
    needed = tuple(map(as_line, one.report.of(Ernst.ONTBREEKT)))
    onderwerp = one.sheet.dossier.advies.onderwerp.answer or ""
    return NotYet(one.sheet.bestand, onderwerp, one.report.stap.value, needed)


def register(world: World, progress: Progress = quiet) -> tuple[Register, tuple[str, ...]]:
    """Write the register and the overview page afresh, and append the secretary's table.

    Gives the register, and what there is to tell of the table.

    Raises:
        DeskInUseError, ForeignDeskError: nothing was added; the register itself was written.
    """
    from pipeline.desk_append import append_desk  # noqa: PLC0415 -- no other command writes it

    issued = _issued(world)
    paths = world.folder.sheets((), world.folder.root)
    batch = settle(read_sheets(paths, world, progress), issued)
    checked = check_all(batch, world, issued)
    values = make_register(checked, batch, issued, world)
    for name, content in register_files(values).items():
        write_file(world.folder.output / name, content)
    return values, (*batch.remarks, *append_desk(checked, issued, world))


def lees(
    world: World, path: Path, *, with_places: bool
) -> tuple[Mapping[str, object], tuple[str, ...]]:
    """What the pipeline reads from one sheet, in normal form, and what it could not read.

    Raises:
        MissingPathError: there is no such file.
        UnreadableSheetError: it is no form of ours.
    """
    sheet = read_sheet(path, world)
    document = to_json(sheet.read)
    if with_places:
        document["plaatsen"] = places(sheet.read)
    return document, tuple(as_line(f) for f in sheet.findings if f.ernst is Ernst.FOUT)


def _issued(world: World) -> tuple[Uitgave, ...]:
    return record.issued(world.folder.brieven, world.archive)


def _know_all(named: Iterable[str], issued: Sequence[Uitgave]) -> None:
    known = {uitgave.kenmerk for uitgave in issued}
    for kenmerk in sorted(named):
        if kenmerk not in known:
            raise UsageError(
                f"Er is geen brief met kenmerk {kenmerk}.", "Kijk in de map output/brieven."
            )


def _withdraw(world: World, wishes: Wishes) -> Outcome:
    """Mark a letter as withdrawn in its brief.json; its kenmerk stays used, its files stay."""
    assert wishes.trek_in is not None
    home = world.folder.brieven / wishes.trek_in
    document = record.raw(home)
    document["ingetrokken"] = {"op": world.vandaag.isoformat(), "reden": wishes.reden}
    if not wishes.is_dry:
        write_file(home / RECORD, record.to_bytes(document))
    return Outcome(
        (Remark(f"{wishes.trek_in} is ingetrokken: {wishes.reden}"),), is_plan=wishes.is_dry
    )


def _watched(results: Iterator[Result], progress: Progress) -> Iterator[Result]:
    for number, result in enumerate(results, start=1):
        progress("Brieven maken", number, 0)
        yield result


def _write_toetsing(toetsing: Toetsing, world: World) -> None:
    write_file(world.folder.toetsing / "toetsing.json", record.to_bytes(toetsing.as_json(world)))
