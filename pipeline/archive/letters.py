"""The letters as they were made, as far as the archive asks for them: kenmerk folders in, `Letter` out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from pipeline.archive.naming import pdf_of
from pipeline.archive.values import Handed, Letter
from pipeline.letters import record
from pipeline.letters.issue import VERSIONS
from pipeline.model import Uitgave


def asked_for(handed: Sequence[Handed], als: str | None = None) -> frozenset[str]:
    """The kenmerken that stand on the files, and the one that a person named."""
    found = {code.kenmerk for one in handed for page in one.pages for code in page.codes}
    return frozenset(found | {als or ""}) - {""}


def known_letters(
    brieven: Path, issued: Sequence[Uitgave], kenmerken: Collection[str]
) -> tuple[Letter, ...]:
    """The letters with these kenmerken; only their folders are opened.

    Raises:
        DamagedRecordError: the brief.json of an older version cannot be read.
    """
    return tuple(_letter(brieven, one) for one in issued if one.kenmerk in kenmerken)


def _letter(brieven: Path, uitgave: Uitgave) -> Letter:
    home = brieven / (uitgave.map or uitgave.kenmerk)
    return Letter(
        uitgave.kenmerk,
        uitgave.code,
        uitgave.versienummer,
        uitgave.onderwerp,
        uitgave.briefdatum,
        home,
        _pages(pdf_of(home, uitgave.kenmerk)),
        _earlier(home, uitgave.code),
        is_withdrawn=uitgave.ingetrokken,
    )


def _pages(pdf: Path) -> int | None:
    """How many pages the letter has as made; None when there is no PDF that says so."""
    import pikepdf  # noqa: PLC0415 -- heavy, and only needed when something was handed in

    try:
        with pikepdf.open(pdf) as document:
            return len(document.pages)
    except (OSError, pikepdf.PikepdfError):
        return None


def _earlier(home: Path, now: str) -> Mapping[str, int]:
    """The codes of older versions; one whose text came back is the letter as it counts now."""
    found = {}
    for folder in sorted((home / VERSIONS).glob("*")):
        if folder.name.isdecimal():
            found[str(record.raw(folder)["code"])] = int(folder.name)
    return {code: number for code, number in found.items() if code != now}
