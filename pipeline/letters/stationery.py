"""The council's Word templates, opened and checked once a run; fills them and checks each letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from pipeline.letters.fault import WrongTemplateError
from pipeline.letters.letter import COPY_VALUES, Brief, Doorgeleiding, Toetsverslag
from pipeline.letters.lint import lint
from pipeline.letters.mail import MailTemplate
from pipeline.letters.mailtexts import VOORZITTER
from pipeline.letters.mark import qr_png
from pipeline.letters.seams import Varying
from pipeline.letters.series import Series
from pipeline.letters.sound import check_parts, check_sound
from pipeline.letters.template import Template

LETTER, RECORD, REFERRAL = "brief-college.docx", "toetsing.docx", "doorgeleiding.docx"
NAMES = (LETTER, RECORD, REFERRAL)


class Stationery(Struct, frozen=True):
    """All templates of a work folder."""

    templates: Mapping[str, Template]
    series: Series  # of the letter, with its copies
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
        return cls.opened(folder, settings)

    @classmethod
    def opened(cls, folder: Path, settings: Sequence[Path] = ()) -> Stationery:
        """The same for a folder that was found to be right; raises TemplateError."""
        templates = {name: Template.open(folder / name) for name in NAMES}
        used = [*(folder / name for name in NAMES), *settings]
        hashes = {path.name: f"sha256:{sha256(path.read_bytes()).hexdigest()}" for path in used}
        series = Series.of(templates[LETTER], Varying("brief", COPY_VALUES))
        return cls(templates, series, MailTemplate.read(folder / VOORZITTER), hashes)

    def letter(self, brief: Brief) -> bytes:
        """A letter or a concept as a Word file."""
        return self._fill(LETTER, {"brief": brief}, brief.code, brief.printed())

    def letters(self, brief: Brief, copies: Sequence[Brief]) -> Iterator[bytes]:
        """The letter and then its copies, which differ from it in `COPY_VALUES` alone."""
        template = self.templates[LETTER]
        letters = self.series.begin({"brief": brief})
        first = letters.first(qr_png(brief.code))
        check_sound(first, brief.printed(), template)
        yield first
        for copy in copies:
            made = letters.copy({"brief": copy}, qr_png(copy.code))
            if made.is_whole:
                check_sound(made.docx, copy.printed(), template)
            else:
                check_parts(made.own, [getattr(copy, name) for name in COPY_VALUES], template)
            yield made.docx

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
