"""The ways in which a Word template or a letter made of it can be wrong."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.errors import PipelineError

_SHOWN = 120  # characters of a paragraph or a value in a message


class TemplateError(PipelineError):
    """A template of the work folder cannot be used."""

    hint = (
        "Verbeter het sjabloon in Word en kijk het na met: advies controleer. "
        "De plaatshouders staan in templates/README.md."
    )


class NoTemplateError(TemplateError):
    """The file is missing, or no Word document."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"Het sjabloon {name} {reason}.")


class WrongTemplateError(TemplateError):
    """Templates hold mistakes; all of them are told at once."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        lines = "\n".join(f"  - {mistake}" for mistake in mistakes)
        super().__init__(f"De sjablonen kloppen nog niet:\n{lines}")


class FillError(TemplateError):
    """A placeholder or a tag of the template does not work; says where it stands."""

    def __init__(self, name: str, part: str, paragraph: str, reason: str) -> None:
        place = f"in {part}, bij “{shorten(paragraph)}”" if paragraph else f"in {part}"
        super().__init__(f"Het sjabloon {name} kan niet worden ingevuld, {place}: {reason}.")
        self.part = part
        self.paragraph = paragraph


class UnsoundLetterError(PipelineError):
    """A letter that was made is damaged, or lacks something that it must say."""

    hint = "De brief is niet bewaard. Kijk het sjabloon na met: advies controleer"

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        lines = "\n".join(f"  - {fault}" for fault in faults)
        super().__init__(f"Een brief uit het sjabloon {name} is niet in orde:\n{lines}")
        self.faults = tuple(faults)


def shorten(text: str) -> str:
    """A text of at most 120 characters for in a message."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
