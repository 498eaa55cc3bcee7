"""Checking: puts every sheet of a run to the rules, beside each other and beside the letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from pipeline import lineage
from pipeline.form.parse import places
from pipeline.form.reuse import answers_from
from pipeline.letters.appendices import appendices
from pipeline.letters.plan import Candidate
from pipeline.letters.values import differences, printed_values
from pipeline.lineage import Lineage, ancestors
from pipeline.model import Dossier, Ernst, Finding, Report, Stap, Uitgave
from pipeline.rules import twins as twin
from pipeline.rules.decision import Besluit, decide
from pipeline.rules.engine import check
from pipeline.rules.likeness import likeness
from pipeline.rules.twins import twins
from pipeline.rules.voted import voted
from pipeline.sheets import Batch, Sheet
from pipeline.world import World


class Checked(Struct, frozen=True):
    """A sheet with its report and the letter it has led to."""

    sheet: Sheet
    report: Report
    besluit: Besluit | None
    uitgave: Uitgave | None
    may_concern_others: bool  # Wmo or Jeugd: there may be a note for the sister council (S1-6)

    @property
    def kenmerk(self) -> str | None:
        """The kenmerk of its letter."""
        return self.uitgave.kenmerk if self.uitgave else None

    @property
    def may_have_letter(self) -> bool:
        """True when it is ripe, or has a letter that is on its road."""
        on_the_road = not self.report.stap.is_side_road
        has_letter = self.uitgave is not None and self.report.stap.order > Stap.BRIEF.order
        return self.report.is_ripe or (has_letter and on_the_road)

    def candidate(self) -> Candidate:
        """What the planning of letters needs to know of this sheet."""
        d = self.sheet.dossier
        waarden = printed_values(d)
        return Candidate(self.sheet.bestand, d, self.report, self.besluit, waarden, self.uitgave)


def settle(batch: Batch, issued: Sequence[Uitgave], world: World) -> Batch:
    """Sort out the sheets with one form id: some are passed over, others contradict each other.

    See 2-contract, "One id, two files".
    """
    count = Counter(sheet.form_id for sheet in batch.sheets)
    with_letter = {uitgave.formulier_id for uitgave in issued}
    doubtful = [s for s in batch.sheets if count[s.form_id] > 1 or s.form_id in with_letter]
    kept = lineage.known(world.folder.werk)
    verdict = twins([_twin(sheet, kept) for sheet in doubtful], issued)
    passed = {one.bestand: one.reden for one in verdict.passed}
    sheets = tuple(
        replace(sheet, beside=verdict.findings.get(sheet.bestand, ()))
        for sheet in batch.sheets
        if sheet.bestand not in passed
    )
    return replace(batch, sheets=sheets, passed_over=tuple(passed.values()))


def check_all(batch: Batch, world: World, issued: Sequence[Uitgave]) -> tuple[Checked, ...]:
    """The report of every sheet, in the order of the batch, which must be settled."""
    letters = latest(issued)
    alike = likeness([sheet.work for sheet in batch.sheets], issued)
    return tuple(
        _checked(sheet, world, letters, alike.get(sheet.bestand, ())) for sheet in batch.sheets
    )


def latest(issued: Iterable[Uitgave]) -> Mapping[str, Uitgave]:
    """The letter that counts for each form id: the last one that was not withdrawn, if any."""
    ordered = sorted(issued, key=lambda uitgave: (not uitgave.ingetrokken, uitgave.kenmerk))
    return {uitgave.formulier_id: uitgave for uitgave in ordered}


def as_if_new(checked: Checked, world: World, successors: Collection[str]) -> Checked:
    """Judge a sheet anew whose letter would change: all rules count for what leaves the house.

    A sheet that still says what its letter says keeps the toetsing of that letter, unless that
    letter is to have a successor.
    """
    uitgave = checked.uitgave
    if uitgave is None or uitgave.ingetrokken:
        return checked
    candidate = checked.candidate()
    is_followed = uitgave.kenmerk in successors
    is_kept = candidate.is_out or not differences(uitgave.waarden, candidate.waarden)
    if is_kept and not is_followed:
        return checked
    sheet = checked.sheet
    together = _findings_beside(sheet.dossier, world)
    report = check(sheet.dossier, sheet.findings, world.circumstances(), (*sheet.beside, *together))
    return replace(checked, report=report)


def _twin(sheet: Sheet, kept: Lineage) -> twin.Sheet:
    saved = datetime.fromtimestamp(sheet.path.stat().st_mtime)  # noqa: DTZ006 -- the user's own clock
    older = ancestors(sheet.read.formulier.gebaseerd_op.answer, kept)
    return twin.Sheet(
        sheet.bestand, answers_from(sheet.read), places(sheet.read), sheet.sha256, saved, older
    )


def _checked(
    sheet: Sheet, world: World, letters: Mapping[str, Uitgave], together: Sequence[Finding]
) -> Checked:
    uitgave = letters.get(sheet.form_id)
    content = sheet.content.get()
    d = content.dossier
    missing = () if uitgave else _findings_beside(d, world)
    report = check(
        d,
        content.findings,
        world.circumstances(uitgave),
        (*sheet.beside, *together, *missing),
    )
    may_concern_others = bool(d.raakvlak.wmo.answer or d.raakvlak.jeugd.answer)
    return Checked(sheet, report, decide(d, world.raad), uitgave, may_concern_others)


def _findings_beside(d: Dossier, world: World) -> tuple[Finding, ...]:
    """What follows from files beside the sheet: its bijlagen, and the concept that was voted on."""
    number = d.procedure.besloten_versie.answer
    decided = None
    if number is not None:
        from pipeline.letters import concept  # noqa: PLC0415 -- 40 ms that only a decision on a concept pays

        decided = concept.kept(world.folder.concept, d, number)
    return (*_appendix_findings(d, world), *voted(d, decided))


def _appendix_findings(d: Dossier, world: World) -> tuple[Finding, ...]:
    """A bijlage that the letter names must lie ready in input/bijlagen."""
    ready = appendices(d, world.folder.bijlagen)
    return tuple(
        Finding(
            "F01",
            Ernst.ONTBREEKT,
            Stap.BRIEF,
            bijlage.bestand.place,
            bijlage.bestand.key,
            f"Het bestand “{name}” staat niet in de map input/bijlagen. "
            "Zet het daar neer, of verbeter de naam.",
            "S1-16",
        )
        for bijlage in d.advies.bijlagen
        if (name := bijlage.bestand.answer) and not (name in ready and ready[name].is_file())
    )
