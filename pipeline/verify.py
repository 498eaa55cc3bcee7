"""Verify: whether settings, templates and letters of a work folder are as they should be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from pipeline import dutch, reach
from pipeline.archive import flaw as archive_flaw
from pipeline.council_file import read_council
from pipeline.errors import PipelineError, SettingsError
from pipeline.letters import kenmerk, record
from pipeline.letters.conflict import conflicts
from pipeline.letters.fault import TemplateError
from pipeline.letters.folder import locked
from pipeline.letters.lint import lint
from pipeline.letters.mailtexts import MAILS, lint_mail
from pipeline.letters.stationery import NAMES
from pipeline.letters.template import Template
from pipeline.model import Uitgave
from pipeline.rules.outdated import read_outdated
from pipeline.rules.scheme import read_scheme
from pipeline.workfolder import WorkFolder

INSTELLING, SJABLOON, BRIEF, ARCHIEF = "instelling", "sjabloon", "brief", "archief"
_MEND = (
    "Is er in het archief iets veranderd, weg of te veel? Haal de goede bestanden terug uit uw "
    "tweede kopie: advies archief herstel MAP. Wat nu fout is, wordt dan apart gezet."
)


class Flaw(Struct, frozen=True):
    """Something that is not as it should be, and where."""

    soort: str  # instelling | sjabloon | brief | archief
    plaats: str
    melding: str

    def as_json(self) -> Mapping[str, str]:
        """As `controleer --json` tells it."""
        return {"soort": self.soort, "plaats": self.plaats, "melding": self.melding}


class Verdict(Struct, frozen=True):
    """What `controleer` found; `goed` counts what was looked at and is right."""

    goed: int
    fout: tuple[Flaw, ...]
    opmerkingen: tuple[Flaw, ...]
    archiefcode: str | None = None  # of the archive as it is; None as long as it is empty
    klopt_sinds: str | None = None  # an earlier code, from which on every byte was looked at

    @property
    def exit_status(self) -> int:
        """0 all right, 3 a setting or template is wrong, 1 a letter is not as it was made."""
        if any(flaw.soort in {INSTELLING, SJABLOON} for flaw in self.fout):
            return 3
        return 1 if self.fout else 0

    def as_json(self) -> Mapping[str, object]:
        """The document of 2-contract."""
        return {
            "goed": self.goed,
            "fout": [flaw.as_json() for flaw in self.fout],
            "opmerkingen": [flaw.as_json() for flaw in self.opmerkingen],
            "archiefcode": self.archiefcode,
        }

    def lines(self) -> Iterator[str]:
        """For the screen."""
        for word, flaws in (("Fout", self.fout), ("Opmerking", self.opmerkingen)):
            for flaw in flaws:
                yield f"{word} in {flaw.plaats}: {flaw.melding}"
        if any(flaw.soort == ARCHIEF for flaw in self.fout):
            yield _MEND
        elif self.klopt_sinds:
            yield (
                f"De code {self.klopt_sinds} klopt: alles wat toen in het archief stond, staat er nog "
                "net zo in."
            )
        if self.archiefcode:
            yield f"Code van het archief: {self.archiefcode}."
        yield (
            f"{dutch.count(self.goed, 'onderdeel is', 'onderdelen zijn')} goed, "
            f"{len(self.fout)} fout, {dutch.count(len(self.opmerkingen), 'opmerking', 'opmerkingen')}."
        )


def verify(
    folder: WorkFolder, vandaag: date, *, is_quick: bool = False, noted: str | None = None
) -> Verdict:
    """Look at everything, and tell everything.

    Changes nothing, but for completing what a killed run left half in the archive. `is_quick` only
    looks whether the files are there, and does not read them. `noted` is a code of the archive
    that somebody wrote down at some time.
    """
    flaws = [*_settings(folder), *_templates(folder)]
    looked_at = 3 + len(NAMES) + len(MAILS)
    remarks: list[Flaw] = []
    try:
        issued = record.issued(folder.brieven, _home_of_archive(folder))
    except PipelineError as error:
        flaws.append(Flaw(BRIEF, folder.relative(folder.brieven), str(error)))
        issued = ()
    for uitgave in issued:
        flaws.extend(_letter(folder, uitgave, is_quick=is_quick))
    flaws.extend(
        Flaw(BRIEF, folder.relative(conflict.plaats), conflict.melding)
        for conflict in conflicts(folder.brieven, issued)
    )
    remarks.extend(_holes(folder, issued))
    remarks.extend(_nobody_signs(folder, vandaag))
    remarks.extend(_slow(folder))
    wrong = len({flaw.plaats for flaw in flaws})
    archive = _archive(folder, is_quick=is_quick, noted=noted)
    return Verdict(
        looked_at + len(issued) - wrong + archive.goed,
        (*flaws, *archive.fout),
        (*remarks, *archive.opmerkingen),
        archive.archiefcode,
        None if is_quick else noted,
    )


def _archive(folder: WorkFolder, *, is_quick: bool, noted: str | None) -> Verdict:
    """The archive, wherever the settings put it."""
    from pipeline.archive import moves  # noqa: PLC0415 -- not before it is its turn
    from pipeline.archive.audit import audit  # noqa: PLC0415
    from pipeline.archive.places import WERK  # noqa: PLC0415

    home = _home_of_archive(folder)
    try:
        reach.expect(home, folder.werk)
    except PipelineError as error:
        flaw_of_all = Flaw(ARCHIEF, folder.relative(home), f"{error} {error.hint}")
        return Verdict(0, (flaw_of_all,), ())
    if not home.is_dir() and noted is None:
        return Verdict(0, (), ())
    if moves.is_unfinished(home):
        with locked(home / WERK):
            moves.recover(home)
    found = audit(home, is_quick=is_quick, expected_head=noted)

    def flaw(one: archive_flaw.Flaw) -> Flaw:
        return Flaw(ARCHIEF, folder.relative(home / one.plaats), one.melding)

    return Verdict(
        found.goed, tuple(map(flaw, found.fout)), tuple(map(flaw, found.opmerkingen)), found.head
    )


def _home_of_archive(folder: WorkFolder) -> Path:
    try:
        return read_council(folder.config).archief or folder.archief
    except SettingsError:
        return folder.archief


def _nobody_signs(folder: WorkFolder, vandaag: date) -> Iterator[Flaw]:
    try:
        raad = read_council(folder.config)
    except SettingsError:
        return
    if raad.voorzitter_op(vandaag) is None:
        sentence = (
            f"op {dutch.day(vandaag)} is er geen voorzitter die een brief kan ondertekenen; vul bij "
            "[[leden]] de termijn van de voorzitter in."
        )
        yield Flaw(INSTELLING, folder.relative(folder.config), sentence)


def _settings(folder: WorkFolder) -> Iterator[Flaw]:
    readers: tuple[tuple[Callable[[Path], object], Path], ...] = (
        (read_council, folder.config),
        (read_scheme, folder.templates / "toetsingsschema.toml"),
        (read_outdated, folder.templates / "verouderd.toml"),
    )
    for read, path in readers:
        try:
            read(path)
        except SettingsError as error:
            for mistake in error.mistakes:
                yield Flaw(INSTELLING, folder.relative(path), mistake)


def _templates(folder: WorkFolder) -> Iterator[Flaw]:
    for name in NAMES:
        path = folder.templates / name
        for mistake in lint(path):
            yield Flaw(SJABLOON, folder.relative(path), str(mistake))
    for name in MAILS:
        path = folder.templates / name
        for sentence in lint_mail(path):
            yield Flaw(SJABLOON, folder.relative(path), sentence)


def _slow(folder: WorkFolder) -> Iterator[Flaw]:
    """Templates that take docxtpl's slower steps; the letters are the same."""
    for name in NAMES:
        try:
            reason = Template.open(folder.templates / name).slow_reason
        except TemplateError:
            continue  # told above
        if reason:
            sentence = f"dit sjabloon {reason}. De brieven worden goed, maar kosten meer tijd."
            yield Flaw(SJABLOON, folder.relative(folder.templates / name), sentence)


def _letter(folder: WorkFolder, uitgave: Uitgave, *, is_quick: bool) -> Iterator[Flaw]:
    home = folder.brieven / uitgave.kenmerk
    for name, digest in sorted(uitgave.bestanden.items()):
        path = home / name
        if not path.is_file():
            yield Flaw(BRIEF, folder.relative(path), "dit bestand is weg.")
        elif not is_quick and record.digest(path) != digest:
            yield Flaw(BRIEF, folder.relative(path), "dit bestand is na het maken veranderd.")


def _holes(folder: WorkFolder, issued: tuple[Uitgave, ...]) -> Iterator[Flaw]:
    try:
        raad = read_council(folder.config)
    except SettingsError:
        return
    known = (kenmerk.parse(uitgave.kenmerk, raad.code) for uitgave in issued)
    taken = [number for number in known if number is not None]
    for hole in kenmerk.holes(taken, dict(raad.kenmerk_eerste)):
        sentence = f"kenmerk {hole} is overgeslagen; het wordt niet meer gebruikt."
        yield Flaw(BRIEF, folder.relative(folder.brieven), sentence)
