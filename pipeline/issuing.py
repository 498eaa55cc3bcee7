"""Issuing: the story of `brieven`, from checked sheets to letters in place.

Under one lock: recover what a killed run left, settle the sheets with one id, check, plan, and
put the press to work. Every sheet ends in a `Result`; what breaks on the way ends the run, and is
told beside what was made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pipeline import reach, told
from pipeline.checking import Checked, as_if_new, check_all, settle
from pipeline.errors import PipelineError
from pipeline.form.read import Reader
from pipeline.letters import record
from pipeline.letters.conflict import conflicts
from pipeline.letters.folder import RECORD, Bindery, locked, recover
from pipeline.letters.pdf import Printer
from pipeline.letters.plan import Wishes, numbering, plan
from pipeline.model import Ernst, Stap, Uitgave
from pipeline.outcome import (
    Made,
    NotYet,
    Outcome,
    Refused,
    Remark,
    Result,
    Unchanged,
)
from pipeline.report import as_line
from pipeline.sheets import Batch, Progress, quiet, read_sheets
from pipeline.toetsing import Toetsing
from pipeline.withdrawing import know_all, withdraw
from pipeline.world import World

if TYPE_CHECKING:
    from pipeline.letters.press import Press
    from pipeline.letters.stationery import Stationery

_PRIVACY = "X"  # codes of the rules on personal data (rules/personal)


def brieven(
    world: World,
    paths: Sequence[Path],
    wishes: Wishes,
    progress: Progress = quiet,
    office: Path | None = None,
    *,
    reader: Reader | None = None,
) -> Outcome:
    """Check sheets and make the letters, or concepts, of those that are ripe for it.

    `office` is the LibreOffice that prints their PDFs; a `reader` that was started before saves time.
    """
    reach.expect(world.archive, world.folder.werk)  # else what was signed could change
    stationery = _stationery(world)
    read = _read(world, paths, progress, reader)
    with nullcontext() if wishes.is_dry else locked(world.folder.werk):
        if not wishes.is_dry:
            recover(world.folder.werk, world.folder.brieven)
        issued = record.issued(world.folder.brieven, world.archive)
        know_all(wishes.named, issued)
        if wishes.trek_in:
            return withdraw(world, wishes)
        batch = _only(settle(read, issued, world), paths, world)
        letters = 0 if wishes.is_concept else _without_letter(batch, issued)
        with _press(world, stationery, wishes, office, letters) as press:
            checked = tuple(
                as_if_new(one, world, wishes.opvolger_van)
                for one in check_all(batch, world, issued)
            )
            make = _concepts if wishes.is_concept else _letters
            results, trouble = _gathered(make(checked, press, issued, wishes), progress)
        if trouble and not wishes.is_concept and not wishes.is_dry:
            results = tuple(result for result in results if _stands(result, world))
        if not wishes.is_dry:
            Toetsing(batch, checked).write(world)
    results = (*told.left_out(batch), *results, *told.without_office(results, wishes, office))
    return Outcome(results, wishes.is_dry, trouble or told.pdf_trouble(results, wishes, office))


def _stationery(world: World) -> Stationery:
    # Only letters pay for Word: a tenth of a second.
    from pipeline.letters.stationery import Stationery  # noqa: PLC0415

    return Stationery.open(world.folder.templates, world.folder.settings)


@contextmanager
def _press(
    world: World, stationery: Stationery, wishes: Wishes, office: Path | None, letters: int
) -> Iterator[Press]:
    from pipeline.letters.press import Press  # noqa: PLC0415 -- as above
    from pipeline.letters.setters import setters  # noqa: PLC0415

    with setters(world, stationery, letters=letters) as setter:
        yield Press(
            world,
            stationery,
            setter,
            is_dry=wishes.is_dry,
            replaces_edited=wishes.vervang,
            printer=Printer(office) if office and wishes.pdf is not False else None,
            adds_pdfs=wishes.pdf is True,
        )


def _read(world: World, paths: Sequence[Path], progress: Progress, reader: Reader | None) -> Batch:
    """The sheets of the run, and all of input/ beside them: a twin may lie there."""
    others = world.folder.sheets((), world.folder.root)
    everything = tuple(dict.fromkeys((*paths, *others)))
    return read_sheets(everything, world, progress, reader)


def _only(batch: Batch, paths: Sequence[Path], world: World) -> Batch:
    """The part of a settled batch that the run is about."""
    wanted = {world.folder.relative(path) for path in paths}
    return replace(
        batch,
        sheets=tuple(sheet for sheet in batch.sheets if sheet.bestand in wanted),
        unreadable=tuple(one for one in batch.unreadable if one[0] in wanted),
    )


def _without_letter(batch: Batch, issued: Sequence[Uitgave]) -> int:
    """How many letters a run may have to make."""
    with_letter = {uitgave.formulier_id for uitgave in issued}
    return sum(sheet.form_id not in with_letter for sheet in batch.sheets)


def _gathered(
    results: Iterator[Result], progress: Progress
) -> tuple[tuple[Result, ...], PipelineError | None]:
    """All results as far as they came, and what ended the run early."""
    gathered: list[Result] = []
    try:
        for result in results:
            gathered.append(result)
            progress("Brieven maken", len(gathered), 0)
    except PipelineError as error:
        return tuple(gathered), error
    return tuple(gathered), None


def _stands(result: Result, world: World) -> bool:
    """False for a letter that was made and did not come to its place before the run ended."""
    if not isinstance(result, Made):
        return True
    home = world.folder.brieven / result.kenmerk
    is_there = (home / RECORD).exists()
    return is_there and record.raw(home)["versienummer"] == result.versienummer


def _letters(
    checked: Sequence[Checked], press: Press, issued: Sequence[Uitgave], wishes: Wishes
) -> Iterator[Result]:
    world = press.world
    doubtful = conflicts(world.folder.brieven, issued)
    yield from told.held_up(doubtful, checked, world)
    ripe = []
    for one in checked:
        if any(conflict.touches(one.sheet.form_id, one.kenmerk) for conflict in doubtful):
            continue  # told above
        if one.report.has_fout:
            yield Refused(one.sheet.bestand, tuple(map(as_line, one.report.of(Ernst.FOUT))))
        elif not one.may_have_letter:
            yield from _not_yet(one)
        elif why_not := told.untimely(one, wishes):
            yield Refused(one.sheet.bestand, (why_not,))
        else:
            ripe.append(one)
    used = {*(u.kenmerk for u in issued), *record.archived(world.archive)}
    used |= {kenmerk for conflict in doubtful for kenmerk in conflict.kenmerken}
    numbers = numbering(world.raad.code, used, world.raad.kenmerk_eerste)
    steps = plan((one.candidate() for one in ripe), numbers, wishes)
    yield from told.not_there(wishes, checked)
    unchanged = set()
    with Bindery(world.folder.werk) as bindery:
        hashes = (one.sheet.sha256 for one in ripe)
        for result in press.letters(zip(steps, hashes, strict=True), bindery):
            if isinstance(result, Unchanged):
                unchanged.add(result.kenmerk)
            yield result
    yield from told.left_as_they_are(issued, unchanged, press)
    for one in checked:
        if one.may_concern_others and not one.report.has_fout:
            yield from press.notes(one.candidate())


def _concepts(
    checked: Sequence[Checked], press: Press, _issued: Sequence[Uitgave], _wishes: Wishes
) -> Iterator[Result]:
    for one in checked:
        private = [f for f in one.report.of(Ernst.FOUT) if f.regel.startswith(_PRIVACY)]
        if one.uitgave is not None:
            yield Remark(f"{one.sheet.bestand}: hiervan is {one.kenmerk} al de definitieve brief.")
        elif one.report.stap.is_side_road:
            yield from _not_yet(one)
        elif private:
            yield Refused(one.sheet.bestand, tuple(map(as_line, private)))
        else:
            yield from press.concept(one.candidate())


def _not_yet(one: Checked) -> Iterator[Result]:
    needed = tuple(map(as_line, one.report.of(Ernst.ONTBREEKT)))
    yield NotYet(one.sheet.bestand, one.sheet.onderwerp or "", one.report.stap.value, needed)
    if one.report.stap is Stap.AFGEWEZEN and (besluit := one.besluit):
        yield Remark(
            f"{one.sheet.bestand}: afgewezen met {besluit.voor} voor en {besluit.tegen} tegen; "
            f"de drempel geldt over {besluit.basis}."
        )
