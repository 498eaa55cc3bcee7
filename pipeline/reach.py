"""Reach: whether the archive is there, when there is one.

It may lie on a disk that is not connected now, and then looks as if nothing was ever filed: letters
would be made anew and archived a second time. So each run that files notes in output/.werk the code of
the archive and what is in it. Where a code was noted there must be an archive; and what only looks
at sheets goes on without one, knowing what was noted and claiming no more.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from pipeline.archive.places import LOG, OCFL
from pipeline.disk import write_file
from pipeline.errors import PipelineError
from pipeline.letters import record
from pipeline.model import Uitgave

_NOTED = "archiefcode"  # the code, and the kenmerken in the archive, a line each
_GOES_ON = (
    "Toetsen gaat gewoon door. Van brieven waarvan hier is genoteerd dat ze in het archief staan, "
    "blijft dat gelden; van andere brieven is dat nu niet bekend."
)


class AwayError(PipelineError):
    """The archive is not where it was; `remedy` says what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy
        self.hint = f"{remedy} Er is niets geschreven."


class ArchiveOutOfReachError(AwayError):
    """The disk on which the archive lies is not there."""

    def __init__(self, archief: Path) -> None:
        super().__init__(
            f"Het archief op {archief} is niet te bereiken.",
            "Sluit de schijf of netwerkmap aan, of verbeter [mappen] archief in "
            "input/adviesraad.toml.",
        )


class LostArchiveError(AwayError):
    """Adviezen were filed here, and where they lay is nothing."""

    def __init__(self, archief: Path, code: str, note: Path) -> None:
        super().__init__(
            f"In {archief} staat geen archief, maar er is eerder gearchiveerd (code {code}).",
            "Sluit de schijf of netwerkmap met het archief aan, of verbeter [mappen] archief in "
            "input/adviesraad.toml. Is het archief weg? Zet het terug uit uw tweede kopie, met: "
            "advies archief herstel MAP. Wilt u echt opnieuw beginnen, haal dan het bestand "
            f"{note} weg.",
        )


def expect(archief: Path, werk: Path) -> None:
    """Nothing when the archive is there, or none was begun; `werk` is output/.werk.

    Raises:
        ArchiveOutOfReachError: not even the folder in which it lies is there.
        LostArchiveError: it was there in an earlier run.
    """
    try:
        there = set(os.listdir(archief))  # noqa: PTH208 -- all names at once
    except FileNotFoundError as error:
        there = set()
        if not archief.parent.is_dir() and archief.parent != werk.parent:
            raise ArchiveOutOfReachError(archief) from error
    except OSError as error:
        raise ArchiveOutOfReachError(archief) from error
    code = noted(werk)
    if code and there.isdisjoint({LOG, OCFL}):
        raise LostArchiveError(archief, code, werk / _NOTED)


def issued(letters: Path, archief: Path, werk: Path) -> tuple[tuple[Uitgave, ...], str | None]:
    """As `record.issued`, also without an archive; and then a sentence that says what is missed.

    Of a letter that was noted as filed that stays known: what is archived never leaves the archive.

    Raises:
        DamagedRecordError: as there.
    """
    try:
        expect(archief, werk)
    except AwayError as error:
        _, *filed = _lines(werk) or [""]
        known = (
            replace(uitgave, is_gearchiveerd=uitgave.kenmerk in filed or None)
            for uitgave in record.issued(letters, None)
        )
        return tuple(known), f"{error} {error.remedy} {_GOES_ON}"
    return record.issued(letters, archief), None


def noted(werk: Path) -> str | None:
    """The code that the archive had when this work folder last filed an advies."""
    return next(iter(_lines(werk)), None)


def note(werk: Path, code: str, kenmerken: Iterable[str]) -> None:
    """Remember that there is an archive, and what is in it.

    Raises:
        UnwritableError: the disk refuses.
    """
    lines = [code, *sorted(kenmerken)]
    if _lines(werk) != lines:
        write_file(werk / _NOTED, "".join(f"{line}\n" for line in lines).encode())


def _lines(werk: Path) -> list[str]:
    try:
        return (werk / _NOTED).read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return []
