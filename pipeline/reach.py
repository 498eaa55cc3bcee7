"""Reach: whether the archive is there, when there is one.

It may lie on a disk that is not connected now, and then looks as if nothing was ever filed: letters
would be made anew and archived a second time. So each run that files notes the code of the archive
in output/.werk, and where a code was noted there must be an archive.
"""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.archive.places import LOG, OCFL
from pipeline.disk import write_file
from pipeline.errors import PipelineError

_NOTED = "archiefcode"


class ArchiveOutOfReachError(PipelineError):
    """The disk on which the archive lies is not there."""

    def __init__(self, archief: Path) -> None:
        super().__init__(f"Het archief op {archief} is niet te bereiken.")
        self.hint = (
            "Sluit de schijf of netwerkmap aan, of verbeter [mappen] archief in "
            "input/adviesraad.toml. Er is niets geschreven."
        )


class LostArchiveError(PipelineError):
    """Adviezen were filed here, and where they lay is nothing."""

    def __init__(self, archief: Path, code: str, note: Path) -> None:
        super().__init__(
            f"In {archief} staat geen archief, maar er is eerder gearchiveerd (code {code})."
        )
        self.hint = (
            "Sluit de schijf of netwerkmap met het archief aan, of verbeter [mappen] archief in "
            "input/adviesraad.toml. Is het archief weg? Zet het terug uit uw tweede kopie, met: "
            "advies archief herstel MAP. Wilt u echt opnieuw beginnen, haal dan het bestand "
            f"{note} weg. Er is niets geschreven."
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


def noted(werk: Path) -> str | None:
    """The code that the archive had when this work folder last filed an advies."""
    try:
        return (werk / _NOTED).read_text(encoding="utf-8").strip() or None
    except (OSError, ValueError):
        return None


def note(werk: Path, code: str) -> None:
    """Remember that there is an archive.

    Raises:
        UnwritableError: the disk refuses.
    """
    if noted(werk) != code:
        write_file(werk / _NOTED, f"{code}\n".encode())
