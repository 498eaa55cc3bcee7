"""The press: carries out planned steps. It makes folders and files and decides nothing new."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path

from msgspec import Struct

from pipeline import dutch
from pipeline.disk import write_file
from pipeline.letters import concept
from pipeline.letters.doorgeleiding import referral
from pipeline.letters.draft import Draft, Files, standing
from pipeline.letters.edited import Edited, edited
from pipeline.letters.folder import Bindery
from pipeline.letters.issue import Source, earlier_files
from pipeline.letters.pdf import NONE, Printed, Printer, Word
from pipeline.letters.plan import Action, Candidate, Step
from pipeline.letters.setters import Drafted, Setter
from pipeline.letters.stationery import Stationery
from pipeline.model import Ernst
from pipeline.outcome import Made, NoPdf, NotYet, Refused, Remark, Result, Unchanged
from pipeline.report import as_line
from pipeline.world import World

_TOGETHER = 12  # letters whose PDFs are printed in one call: some 50 files


class Job(Struct, frozen=True):
    """A step on the press, and what was made of it so far."""

    step: Step
    edits: Edited
    drafted: Drafted | None  # None when nothing is written


class Press(Struct, frozen=True):
    """Makes the letters of one run. With `is_dry` it only tells what it would make."""

    world: World
    stationery: Stationery
    setter: Setter
    is_dry: bool = False
    replaces_edited: bool = False  # --vervang: a letter edited in Word may move to versies/
    printer: Printer | None = None
    adds_pdfs: bool = False  # --pdf: also to letters that stand, and to concepts

    def letters(self, steps: Iterable[tuple[Step, str]], bindery: Bindery) -> Iterator[Result]:
        """The folder of each step, whole or not at all; beside a step stands the hash of its sheet.

        Where PDFs are made, letters are made, printed and put in place a dozen at a time: a start
        of LibreOffice takes as long as seven letters, and a run that is cut off loses no more
        than the last dozen.
        """
        jobs = self._jobs(steps)
        while batch := list(islice(jobs, _TOGETHER if self.printer else 1)):
            printed = self._print(
                {name: word for _, draft in batch if draft for name, word in draft.words.items()}
            )
            for job, draft in batch:
                yield from self._finished(job, draft, printed, bindery)

    def _jobs(self, steps: Iterable[tuple[Step, str]]) -> Iterator[tuple[Job, Draft | None]]:
        """Each step with its draft, in order; some drafts are begun ahead."""
        waiting: deque[Job] = deque()
        for step, sha256 in steps:
            waiting.append(self._job(step, sha256))
            if len(waiting) > self.setter.ahead:
                yield _drafted(waiting.popleft())
        yield from map(_drafted, waiting)

    def _job(self, step: Step, sha256: str) -> Job:
        edits = self._edits(step)
        drafted: Drafted | None = None
        if step.action is Action.ONGEWIJZIGD:
            uitgave = step.candidate.uitgave
            if self.adds_pdfs and self.printer and uitgave and not uitgave.is_gearchiveerd:
                drafted = partial(standing, self._home(step), uitgave, edits.names)
        elif step.writes and (self.replaces_edited or not edits.changed):
            drafted = self.setter.begin(step, Source(step.candidate.bestand, sha256))
        return Job(step, edits, drafted)

    def _print(self, words: Mapping[str, Word]) -> Printed:
        if self.printer is None or self.is_dry or not words:
            return NONE
        return self.printer.print(words)

    def _finished(
        self, job: Job, draft: Draft | None, printed: Printed, bindery: Bindery
    ) -> Iterator[Result]:
        step, edits = job.step, job.edits
        if step.action is Action.OP_SLOT:
            yield Refused(step.candidate.bestand, (_locked(step),))
        elif step.action is Action.ONGEWIJZIGD:
            yield Unchanged(step.kenmerk, step.candidate.bestand)
            if draft and (pdfs := printed.of(draft.words)):
                bindery.put(self._home(step), draft.finished(pdfs))
                yield Remark(f"{step.kenmerk}: {dutch.count(len(pdfs), 'PDF', 'PDF’s')} erbij.")
            if edits.changed:
                yield Remark(_edited_but_unchanged(step, edits))
        elif draft is None:
            yield Refused(step.candidate.bestand, (_edited_and_changed(edits),))
        else:
            yield self._made(step, draft.finished(printed.of(draft.words)), bindery)
            for finding in step.candidate.report.of(Ernst.WAARSCHUWING):
                yield Remark(f"{step.kenmerk}, {as_line(finding)}")
        if edits.resaved:
            yield Remark(_resaved(step, edits))
        for name in draft.words if draft else ():
            if name in printed.failures:
                yield NoPdf(name, printed.failures[name])

    def concept(self, candidate: Candidate) -> Iterator[Result]:
        """Both forms of the concept of one sheet; unchanged text keeps its number."""
        d = candidate.dossier
        if not concept.is_possible(d):
            needed = "Voor een concept zijn een onderwerp en een adviespunt nodig."
            onderwerp = d.advies.onderwerp.answer or ""
            yield NotYet(candidate.bestand, onderwerp, candidate.report.stap.value, (needed,))
            return
        home = concept.home_of(self.world.folder.concept, d)
        numbered = concept.number(home, candidate.waarden, self.world.vandaag)
        files: Mapping[str, bytes] = {}
        if numbered.is_new:
            files = concept.files_of(numbered, candidate, self.world, self.stationery)
        printed = self._print(concept.unprinted(home, numbered, files)) if self.adds_pdfs else NONE
        if not self.is_dry:
            for name, content in {**files, **printed.files}.items():
                write_file(home / name, content)
        if numbered.is_new:
            yield Made(
                numbered.kenmerk,
                candidate.bestand,
                d.advies.onderwerp.value,
                self.world.folder.relative(home),
                tuple(sorted({*files, *printed.files})),
                numbered.nummer,
            )
        else:
            yield Unchanged(numbered.kenmerk, candidate.bestand)
            if pdfs := len(printed.files):
                added = dutch.count(pdfs, "PDF", "PDF’s")
                yield Remark(f"{candidate.bestand}, {numbered.kenmerk}: {added} erbij.")
        yield from (NoPdf(name, why) for name, why in printed.failures.items())

    def notes(self, candidate: Candidate) -> Iterator[Remark]:
        """The notes to sister councils on whose ground a dossier comes (S1-6).

        Only while it was not passed on, and once per text.
        """
        if candidate.dossier.raakvlak.doorgegeven_op.is_filled or self.is_dry:
            return
        folder = self.world.folder
        for zusterraad, note in referral(candidate.dossier, self.world.raad, self.world.vandaag):
            code = note.code.rpartition(":")[2].casefold()
            name = f"{dutch.slug(note.onderwerp)}-{dutch.slug(zusterraad, 25)}-{code}.docx"
            path = folder.doorgegeven / name
            if not path.exists():
                write_file(path, self.stationery.referral(note))
                yield Remark(f"Voor de {zusterraad} staat klaar: {folder.relative(path)}")

    def _made(self, step: Step, files: Files, bindery: Bindery) -> Made:
        home = self._home(step)
        if not self.is_dry:
            earlier = earlier_files(home) if step.action is Action.VERSIE else {}
            bindery.put(home, {**files, **earlier})
        return Made(
            step.kenmerk,
            step.candidate.bestand,
            step.candidate.dossier.advies.onderwerp.value,
            self.world.folder.relative(home),
            tuple(sorted(files)),
            step.versienummer,
            step.wijzigingen,
        )

    def _edits(self, step: Step) -> Edited:
        """What happened to the Word files of an earlier letter since they were made."""
        uitgave = step.candidate.uitgave
        if uitgave is None or step.action is Action.NIEUW:
            return Edited()
        return edited(self._home(step), uitgave)

    def _home(self, step: Step) -> Path:
        return self.world.folder.brieven / step.kenmerk


def _drafted(job: Job) -> tuple[Job, Draft | None]:
    return job, job.drafted() if job.drafted else None


def _locked(step: Step) -> str:
    changed = f" ({dutch.join(step.wijzigingen)})" if step.wijzigingen else ""
    return (
        f"{step.kenmerk} is al de deur uit en verandert niet meer, maar het formulier is "
        f"veranderd{changed}. Moet er een nieuwe brief komen? Gebruik dan: "
        f"advies brieven {step.candidate.bestand} --opvolger-van {step.kenmerk}"
    )


def _edited_and_changed(edits: Edited) -> str:
    return (
        f"{dutch.join(edits.names)} is na het maken veranderd, in Word of in een ander programma. "
        f"{edits.differences()} "
        "Er is niets overschreven. Wilt u toch een nieuwe versie? Gebruik dan --vervang: "
        "de veranderde brief blijft bewaard in de map versies."
    )


def _edited_but_unchanged(step: Step, edits: Edited) -> str:
    return (
        f"{step.kenmerk}: {dutch.join(edits.names)} is na het maken veranderd, in Word of in een "
        f"ander programma. {edits.differences()} Het formulier zegt iets anders. Verander liever "
        "het formulier en maak de brief dan opnieuw."
    )


def _resaved(step: Step, edits: Edited) -> str:
    kept = ""
    if step.writes:
        kept = f" Zo blijft het bewaard in versies/{step.versienummer - 1}."
    return (
        f"{step.kenmerk}: {dutch.join(edits.resaved)} is opnieuw bewaard, de tekst is gelijk.{kept}"
    )
