"""Draft: a kenmerk folder in the making, between the Word files and its place on disk.

The PDFs of many letters are printed at once, and brief.json names every file with its hash. So a
folder waits here until its PDFs are there, and gets its record then.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from pipeline.letters import record
from pipeline.letters.folder import RECORD
from pipeline.letters.mail import Mailbox, MailText, draft
from pipeline.letters.pdf import Word, pdf_name
from pipeline.model import Uitgave

Files = Mapping[str, bytes | Path]


class Covering(Struct, frozen=True):
    """The mail with which the letter goes to the voorzitter, who may sign on paper or in the PDF.

    It is made when it is known whether there is a PDF.
    """

    name: str  # of its file
    letter: str  # name of the letter in Word
    sender: Mailbox
    voorzitter: Mailbox
    words: MailText
    day: date

    def mail(self, files: Files) -> bytes:
        """The draft, with the letter as it stands among `files`."""
        letters = {name: files.get(name) for name in (pdf_name(self.letter), self.letter)}
        attached = {name: data for name, data in letters.items() if isinstance(data, bytes)}
        return draft(self.sender, [self.voorzitter], self.words, attached, self.day)


class Draft(Struct, frozen=True):
    """All that will stand in a kenmerk folder but its PDFs and its record."""

    files: Files
    record: Mapping[str, Any]  # JSON: brief.json; its "bestanden" still lack the PDFs
    words: Mapping[str, Word]  # the Word files to print
    covering: Covering | None = None

    def finished(self, pdfs: Mapping[str, bytes]) -> Files:
        """The whole folder, brief.json included."""
        added = dict(pdfs)
        if self.covering is not None:
            added[self.covering.name] = self.covering.mail({**self.files, **pdfs})
        hashes = {**self.record["bestanden"], **record.hashes(added)}
        document = {**self.record, "bestanden": dict(sorted(hashes.items()))}
        return {**self.files, **added, RECORD: record.to_bytes(document)}


def standing(home: Path, uitgave: Uitgave, edited: Collection[str]) -> Draft:
    """A letter that stands, with the Word files that have no PDF beside them yet.

    One that was edited in Word is not printed: the PDF would differ from what the letter is known
    to say.
    """
    files = {
        path.relative_to(home).as_posix(): path
        for path in sorted(home.rglob("*"))
        if path.is_file() and path != home / RECORD
    }
    words = {
        name: Word(files[name].read_bytes(), uitgave.briefdatum)
        for name in uitgave.bestanden
        if is_printed(name, uitgave.kenmerk)
        and name in files
        and name not in edited
        and pdf_name(name) not in files
    }
    return Draft(files, record.raw(home), words)


def is_printed(name: str, kenmerk: str) -> bool:
    """True for a Word file of our own making; a bijlage stays as it is."""
    return name.startswith(f"{kenmerk}-") and name.endswith(".docx")
