"""The archive object of one advies, file by file: what was kept, checked and described.

    Match, brief.json, dossier -contents-> files -verification-> -mdto-> all that is stored

The same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from pipeline.archive.contents import Contents
from pipeline.archive.filing import Filing
from pipeline.archive.mdto import FILE_SUFFIX, SUFFIX, bestand, informatieobject
from pipeline.archive.naming import VERIFICATION


class Verification(Struct, frozen=True):
    """The record of what was and was not checked, for programs and for people."""

    json: bytes
    text: bytes


def deposit(filing: Filing, contents: Contents, verification: Verification) -> Mapping[str, bytes]:
    """Every file of the object by its name, the descriptions of MDTO included.

    A description stands beside its file; that of the advies itself is `<kenmerk>.MDTO.xml`.
    """
    letter, keeper = filing.match.letter, filing.keeper
    kenmerk = letter.kenmerk
    files = {
        **contents.files,
        f"{kenmerk}{VERIFICATION}": verification.json,
        f"{kenmerk}-verificatie.txt": verification.text,
    }
    names = sorted(files)
    descriptions = {
        f"{name}{FILE_SUFFIX}": bestand(name, files[name], letter, keeper, filing.at)
        for name in names
    }
    whole = {f"{kenmerk}{SUFFIX}": informatieobject(filing, contents, names)}
    return dict(sorted({**files, **descriptions, **whole}.items()))
