"""The council's Word templates, opened and checked once a run; fills them and checks each letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pipeline.letters.fault import WrongTemplateError
from pipeline.letters.letter import Brief, Doorgeleiding, Toetsverslag
from pipeline.letters.lint import lint
from pipeline.letters.mail import MailTemplate
from pipeline.letters.mailtexts import VOORZITTER
from pipeline.letters.mark import qr_png
from pipeline.letters.sound import check_sound
from pipeline.letters.template import Template

LETTER, RECORD, REFERRAL = "brief-college.docx", "toetsing.docx", "doorgeleiding.docx"
NAMES = (LETTER, RECORD, REFERRAL)


@dataclass(frozen=True, slots=True)
class Stationery:
    """All templates of a work folder."""

    templates: Mapping[str, Template]
    mail: MailTemplate  # to the voorzitter
    hashes: Mapping[str, str]  # "sha256:…" by name: brief.json tells which template was used

    @classmethod
    def open(cls, folder: Path, settings: Sequence[Path] = ()) -> Stationery:
        """Open every template of `folder`; the hashes of `settings` are kept beside theirs.

        Raises:
            TemplateError: a template is missing or holds mistakes; all of them are told.
        """
        mistakes = [f"{name}, {mistake}" for name in NAMES for mistake in lint(folder / name)]
        if mistakes:
            raise WrongTemplateError(mistakes)
        templates = {name: Template.open(folder / name) for name in NAMES}
        used = [*(folder / name for name in NAMES), *settings]
        hashes = {path.name: f"sha256:{sha256(path.read_bytes()).hexdigest()}" for path in used}
        return cls(templates, MailTemplate.read(folder / VOORZITTER), hashes)

    def letter(self, brief: Brief) -> bytes:
        """The letter, a copy or a concept as a Word file."""
        return self._fill(LETTER, {"brief": brief}, brief.code, brief.printed())

    def record(self, verslag: Toetsverslag) -> bytes:
        """The record of the toetsing as a Word file."""
        return self._fill(RECORD, {"verslag": verslag}, verslag.code, verslag.printed())

    def referral(self, note: Doorgeleiding) -> bytes:
        """The note to a sister council as a Word file."""
        return self._fill(REFERRAL, {"doorgeleiding": note}, note.code, note.printed())

    def _fill(
        self, name: str, context: Mapping[str, object], code: str, printed: Sequence[str]
    ) -> bytes:
        template = self.templates[name]
        document = template.render(context, qr_png(code))
        check_sound(document, printed, template)
        return document
