"""The press: carries out planned steps. It makes folders and files and decides nothing new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import dutch
from pipeline.disk import write_file
from pipeline.letters import concept
from pipeline.letters.compose import referral
from pipeline.letters.edited import Edited, edited
from pipeline.letters.folder import Bindery
from pipeline.letters.issue import Source, earlier_files, files_of
from pipeline.letters.plan import Action, Candidate, Step
from pipeline.letters.stationery import Stationery
from pipeline.model import Ernst
from pipeline.outcome import Made, NotYet, Refused, Remark, Result, Unchanged
from pipeline.report import as_line
from pipeline.world import World


@dataclass(frozen=True, slots=True)
class Press:
    """Makes the letters of one run. With `is_dry` it only tells what it would make."""

    world: World
    stationery: Stationery
    is_dry: bool = False
    replaces_edited: bool = False  # --vervang: a letter edited in Word may move to versies/

    def letter(self, step: Step, sha256: str, bindery: Bindery) -> Iterator[Result]:
        """The folder of one step, whole or not at all; `sha256` is that of its sheet."""
        edits = self._edits(step)
        if step.action is Action.OP_SLOT:
            yield Refused(step.candidate.bestand, (_locked(step),))
        elif step.action is Action.ONGEWIJZIGD:
            yield Unchanged(step.kenmerk, step.candidate.bestand)
            if edits.changed:
                yield Remark(_edited_but_unchanged(step, edits))
        elif edits.changed and not self.replaces_edited:
            yield Refused(step.candidate.bestand, (_edited_and_changed(edits),))
        else:
            yield self._made(step, Source(step.candidate.bestand, sha256), bindery)
            for finding in step.candidate.report.of(Ernst.WAARSCHUWING):
                yield Remark(f"{step.kenmerk}, {as_line(finding)}")
        if edits.resaved:
            yield Remark(_resaved(step, edits))

    def concept(self, candidate: Candidate) -> Result:
        """Both forms of the concept of one sheet; unchanged text keeps its number."""
        d = candidate.dossier
        if not concept.is_possible(d):
            needed = "Voor een concept zijn een onderwerp en een adviespunt nodig."
            onderwerp = d.advies.onderwerp.answer or ""
            return NotYet(candidate.bestand, onderwerp, candidate.report.stap.value, (needed,))
        home = concept.home_of(self.world.folder.concept, d)
        numbered = concept.number(home, candidate.waarden, self.world.vandaag)
        if not numbered.is_new:
            return Unchanged(numbered.kenmerk, candidate.bestand)
        files = concept.files_of(numbered, candidate, self.world, self.stationery)
        if not self.is_dry:
            for name, content in files.items():
                write_file(home / name, content)
        return Made(
            numbered.kenmerk,
            candidate.bestand,
            d.advies.onderwerp.value,
            self.world.folder.relative(home),
            tuple(sorted(files)),
            numbered.nummer,
        )

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

    def _made(self, step: Step, source: Source, bindery: Bindery) -> Made:
        folder = self.world.folder
        home = folder.brieven / step.kenmerk
        files = files_of(step, self.world, self.stationery, source)
        if not self.is_dry:
            earlier = earlier_files(home) if step.action is Action.VERSIE else {}
            bindery.put(home, {**files, **earlier})
        return Made(
            step.kenmerk,
            step.candidate.bestand,
            step.candidate.dossier.advies.onderwerp.value,
            folder.relative(home),
            tuple(sorted(files)),
            step.versienummer,
            step.wijzigingen,
        )

    def _edits(self, step: Step) -> Edited:
        """What happened to the Word files of an earlier letter since they were made."""
        uitgave = step.candidate.uitgave
        if uitgave is None or step.action is Action.NIEUW:
            return Edited()
        return edited(self.world.folder.brieven / step.kenmerk, uitgave)


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
