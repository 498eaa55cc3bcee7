"""Which files go into the archive object of one advies, and what must be told of them.

Flat, with names that Windows and an e-depot accept. Every byte is read once and held against what
was known of it: what is described, hashed and stored afterwards is what was looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from pipeline.archive.bundle import SOURCE, bundle
from pipeline.archive.papers import papers_of
from pipeline.archive.signed import signed_files
from pipeline.archive.text import SUFFIX, LetterText
from pipeline.archive.values import Match
from pipeline.letters.appendices import public_names
from pipeline.model import Dossier
from pipeline.workfolder import WorkFolder


class Known(Struct, frozen=True):
    """What the dossier tells of a letter beyond its brief.json, as far as there is a dossier."""

    openbare_bijlagen: frozenset[str] = frozenset()  # file names; all others are confidential
    openbaar_vanaf: date | None = None
    verzonden_op: date | None = None

    @classmethod
    def of(cls, d: Dossier) -> Known:
        """As the sheet and the secretary's table have it now."""
        return cls(
            frozenset(public_names(d)),
            d.advies.openbaar_vanaf.answer,
            d.procedure.verzonden_op.answer,
        )


class Contents(Struct, frozen=True):
    """The files of one object by name, but for the verification and the descriptions."""

    files: Mapping[str, bytes]
    signed: Mapping[Path, str]  # what was handed in, to the name that holds it
    readable: str | None = None  # the name of the PDF that was made of it
    mixed: tuple[str, ...] = ()  # hold pages that are not of this letter
    confidential: tuple[str, ...] = ()  # bijlagen for the college alone
    internal: tuple[str, ...] = ()  # for the council alone: sheet, toetsing, settings
    remarks: tuple[str, ...] = ()  # Dutch sentences for screen and record


def contents_of(
    match: Match,
    record: Mapping[str, Any],  # JSON: brief.json as `letters.record.raw` gives it
    known: Known,
    folder: WorkFolder,
    *,
    is_digitally_signed: bool,
) -> Contents:
    """Everything of one advies that is kept.

    Raises:
        ChangedMeanwhileError: a signed file is not what was recognised.
    """
    letter = match.letter
    signed = signed_files(match, is_digitally_signed=is_digitally_signed)
    made = papers_of(letter.home, record, known.openbare_bijlagen, folder)
    alineas = tuple(record.get("tekst") or ())
    text = LetterText(letter.kenmerk, letter.onderwerp, letter.briefdatum, alineas)
    source = f"{letter.kenmerk}{SOURCE}"
    files = {
        **signed.files,
        **made.files,
        source: bundle(made.sources),
        f"{letter.kenmerk}{SUFFIX}": text.to_bytes(),
    }
    return Contents(
        dict(sorted(files.items())),
        signed.names,
        signed.readable,
        signed.mixed,
        tuple(sorted(made.confidential)),
        (source,),
        (*signed.remarks, *made.remarks, *(() if alineas else (_NO_TEXT,))),
    )


_NO_TEXT = (
    "Bij deze brief is zijn tekst niet bewaard: u vindt hem op kenmerk en onderwerp, niet op wat "
    "erin staat."
)
