"""The ways in which the world around a run can be wrong.

Wrong data in a sheet is a `Finding` (see model), never an exception. What stands here ends a
run, or one file of it: each class owns its sentence, its advice and its exit status, and is
told to the user in one place (cli).
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar


class PipelineError(Exception):
    """Something outside the sheets is wrong: `str(error)` says what, `hint` says what to do."""

    exit_status: ClassVar[int] = 3
    hint: str = ""

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes as it is: each class has arguments of its own."""
        return _revived, (type(self), self.args, self.__dict__)


def _revived(
    kind: type[PipelineError], args: tuple[str, ...], state: dict[str, object]
) -> PipelineError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error


class UsageError(PipelineError):
    """The command was given something that cannot be meant."""

    exit_status = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class NoWorkFolderError(UsageError):
    """Neither the current folder nor a folder above it is a work folder."""

    def __init__(self, start: Path) -> None:
        super().__init__(
            f"{start} is geen werkmap: het bestand input/adviesraad.toml is hier niet gevonden.",
            "Ga naar de map van uw adviesraad, of maak een nieuwe met: advies init MAP",
        )


class MissingPathError(UsageError):
    """A path on the command line leads nowhere."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} bestaat niet.", "Controleer de naam en de map van het bestand.")


class SettingsError(PipelineError):
    """A settings file of the council holds mistakes; all of them are told at once."""

    def __init__(self, file: str, mistakes: list[str]) -> None:
        lines = "\n".join(f"  - {mistake}" for mistake in mistakes)
        super().__init__(f"{file} klopt nog niet:\n{lines}")
        self.mistakes = tuple(mistakes)
        self.hint = (
            f"Verbeter {file} in een teksteditor (Kladblok) en probeer het opnieuw. "
            "Er is niets geschreven."
        )


class UnreadableSheetError(PipelineError):
    """One input sheet cannot be read; the others go on."""

    exit_status = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
