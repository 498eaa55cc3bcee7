"""Print: turns Word letters into accessible PDFs for the archive (PDF/A-2a, PDF/UA-1).

LibreOffice does the layout, many letters in one call, for starting it costs as much as seven
letters. No printed page is trusted: each is looked at and mended (`pdf_mend`), and a letter that
did not come is named. Nothing else ever takes the place of a PDF.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from pipeline.disk import writing
from pipeline.errors import PipelineError
from pipeline.letters.office import convert
from pipeline.letters.pdf_mend import UnsoundPdfError, mend

BATCH = 50  # letters a call; more gains nothing
PATIENCE = 90.0  # seconds for one letter, or for the first start on a slow computer
_ENOUGH = 2  # calls in a row that print nothing: then LibreOffice itself is at fault


class NoOfficeError(PipelineError):
    """There is no LibreOffice to print with."""

    hint = (
        "Wilt u PDF’s? Installeer LibreOffice (gratis, www.libreoffice.org) en geef dan: "
        "advies brieven --pdf"
    )

    def __init__(self) -> None:
        super().__init__(
            "LibreOffice is niet gevonden. De brieven zijn er als Word-bestand (.docx), zonder PDF."
        )


class PrintFailedError(PipelineError):
    """Some letters have no PDF; the letters themselves are there."""

    hint = (
        "De brieven zelf zijn er wel, als Word-bestand. Geef later nog eens: advies brieven --pdf. "
        "Dat maakt alleen de PDF’s die ontbreken."
    )

    def __init__(self, failures: Mapping[str, str]) -> None:
        lines = "\n".join(f"  - {name}: {why}" for name, why in failures.items())
        super().__init__(f"Van {len(failures)} Word-bestand(en) is geen PDF gemaakt:\n{lines}")


@dataclass(frozen=True, slots=True)
class Word:
    """A letter as a Word file, and its date, which its PDF bears too."""

    content: bytes
    day: date


@dataclass(frozen=True, slots=True)
class Printed:
    """The PDFs by name, and by the name of its Word file why a letter has none."""

    files: Mapping[str, bytes]
    failures: Mapping[str, str]
    is_hopeless: bool = False  # LibreOffice does nothing at all: asking it again takes minutes


def pdf_name(name: str) -> str:
    """The name of the PDF of a Word file."""
    return f"{name.removesuffix('.docx')}.pdf"


def to_pdf(office: Path, words: Mapping[str, Word], patience: float = PATIENCE) -> Printed:
    """Print Word files; the same files give the same bytes on the same LibreOffice.

    Raises:
        UnwritableError: the folder for temporary files cannot be written.
    """
    # Not in the work folder: a profile of 200 small files would go round by OneDrive, and what
    # a killed run leaves behind may never stand between letters.
    with (
        writing(Path(gettempdir())),
        TemporaryDirectory(prefix="advies-", ignore_cleanup_errors=True) as folder,
    ):
        return _print_all(office, words, Path(folder), patience)


def _print_all(office: Path, words: Mapping[str, Word], folder: Path, patience: float) -> Printed:
    (target := folder / "pdf").mkdir()
    sources = _lay_down(words, folder)
    files: dict[str, bytes] = {}
    failures: dict[str, str] = {}
    left, calls, idle = list(words), 0, 0
    while left and idle < _ENOUGH:
        batch, calls = left[:BATCH], calls + 1
        # A profile of which LibreOffice was killed may be broken or locked: a new one each time.
        profile = folder / f"profiel{calls}"
        why = convert(office, [sources[name] for name in batch], target, profile, patience)
        missing = [name for name in batch if not _page(target, sources[name]).exists()]
        for name in (name for name in batch if name not in missing):
            try:
                content = _page(target, sources[name]).read_bytes()
                files[pdf_name(name)] = mend(content, words[name].day)
            except UnsoundPdfError as error:
                failures[name] = str(error)
        if why:
            # It prints in order, so it stopped at the first that is missing.
            failures |= dict.fromkeys(missing[:1], why)
            left = [*missing[1:], *left[BATCH:]]
        else:
            failures |= dict.fromkeys(missing, "LibreOffice kan deze brief niet openen")
            left = left[BATCH:]
        idle = idle + 1 if len(missing) == len(batch) else 0
    failures |= dict.fromkeys(left, "LibreOffice werkt nu niet")
    return Printed(files, failures, is_hopeless=bool(left))


def _lay_down(words: Mapping[str, Word], folder: Path) -> Mapping[str, Path]:
    """Write the Word files under plain names: a name of a letter may be too long for a path."""
    sources = {name: folder / f"{number:04}.docx" for number, name in enumerate(words)}
    for name, path in sources.items():
        path.write_bytes(words[name].content)
    return sources


def _page(target: Path, source: Path) -> Path:
    return target / f"{source.stem}.pdf"
