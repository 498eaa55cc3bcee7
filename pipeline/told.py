"""Told: what a run of `brieven` says beside the letters that it makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import dutch
from pipeline.checking import Checked
from pipeline.errors import PipelineError
from pipeline.letters.conflict import Conflict
from pipeline.letters.pdf import NoOfficeError, PrintFailedError
from pipeline.letters.plan import Wishes
from pipeline.model import Uitgave
from pipeline.outcome import Made, NoPdf, Refused, Remark, Result
from pipeline.sheets import Batch
from pipeline.world import World

if TYPE_CHECKING:
    from pipeline.letters.press import Press


def not_there(wishes: Wishes, checked: Sequence[Checked]) -> Iterator[Remark]:
    """What was asked of a letter whose sheet is not in this run; of the others it is told why."""
    there = {one.kenmerk for one in checked}
    for kenmerk in sorted((wishes.opnieuw | wishes.opvolger_van) - there):
        yield Remark(
            f"{kenmerk}: het formulier van deze brief was er niet bij; er is niets mee gedaan."
        )


def untimely(one: Checked, wishes: Wishes) -> str | None:
    """Why this sheet gets no letter now, though nothing on it is wrong."""
    uitgave, besluit = one.uitgave, one.besluit
    if uitgave and uitgave.kenmerk in wishes.opvolger_van and not one.candidate().is_out:
        return (
            f"{uitgave.kenmerk} is nog niet verstuurd of gearchiveerd en krijgt dus geen opvolger. "
            "Verander het formulier; dan komt er een nieuwe versie onder hetzelfde kenmerk."
        )
    if uitgave is None and besluit and wishes.briefdatum < besluit.op:
        return (
            f"De datum van de brief ({dutch.day(wishes.briefdatum)}) ligt vóór het besluit "
            f"({dutch.day(besluit.op)}). Kies met --briefdatum een latere dag."
        )
    return None


def left_as_they_are(
    issued: Sequence[Uitgave], unchanged: Iterable[str], press: Press
) -> Iterator[Remark]:
    """Said once: a template or setting that changed re-issues no letter."""
    kept = frozenset(unchanged)
    changed: Counter[str] = Counter()
    for uitgave in issued:
        if uitgave.kenmerk in kept:
            changed.update(
                name
                for name, digest in uitgave.sjablonen.items()
                if press.stationery.hashes.get(name, digest) != digest
            )
    if changed:
        letters = dutch.count(max(changed.values()), "brief", "brieven")
        yield Remark(
            f"Na het maken van {letters} is dit veranderd: {dutch.join(sorted(changed))}. Wat er "
            "staat, blijft zoals het is. Wilt u een brief opnieuw maken? Gebruik dan --opnieuw KENMERK."
        )


def held_up(
    doubtful: Sequence[Conflict], checked: Sequence[Checked], world: World
) -> Iterator[Refused]:
    """What a person must choose first; told at each sheet that it holds up, else at its folder."""
    for conflict in doubtful:
        held = [
            one.sheet.bestand for one in checked if conflict.touches(one.sheet.form_id, one.kenmerk)
        ]
        for bestand in held or [world.folder.relative(conflict.plaats)]:
            yield Refused(bestand, (conflict.melding,))


def left_out(batch: Batch) -> Iterator[Result]:
    """Sheets that could not be read, or for which another one counts."""
    for bestand, melding in batch.unreadable:
        yield Refused(bestand, (melding,))
    yield from map(Remark, (*batch.passed_over, *batch.remarks))


def without_office(
    results: Sequence[Result], wishes: Wishes, office: Path | None
) -> Iterator[Remark]:
    """Said once, and only where a letter was made that could have had a PDF."""
    could_have = wishes.pdf is None and not wishes.is_concept and not wishes.is_dry
    if office is None and could_have and any(isinstance(result, Made) for result in results):
        missing = NoOfficeError()
        yield Remark(f"{missing} {missing.hint}")


def pdf_trouble(
    results: Sequence[Result], wishes: Wishes, office: Path | None
) -> PipelineError | None:
    """What ends the run with a failure though its letters are there."""
    if wishes.pdf and office is None and not wishes.is_dry:
        return NoOfficeError()
    failures = {result.naam: result.reden for result in results if isinstance(result, NoPdf)}
    return PrintFailedError(failures) if failures else None
