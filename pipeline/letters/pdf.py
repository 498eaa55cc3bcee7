"""Print: turns Word letters into accessible PDFs for the archive (PDF/A-2a, PDF/UA-1).

LibreOffice does the layout, many letters in one call, for starting it costs as much as seven
letters. No printed page is trusted: each is looked at and mended (`pdf_mend`), and a letter that
did not come is named. Nothing else ever takes the place of a PDF.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from msgspec import Struct

from pipeline.disk import writing
from pipeline.errors import PipelineError
from pipeline.letters.office import convert

BATCH = 50  # letters a call; more gains nothing
PATIENCE = 90.0  # seconds for one letter, or for the first start on a slow computer
_HOPELESS = "LibreOffice werkt nu niet"
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


class Word(Struct, frozen=True):
    """A letter as a Word file, and its date, which its PDF bears too."""

    content: bytes
    day: date


class Printed(Struct, frozen=True):
    """The PDFs by name, and by the name of its Word file why a letter has none."""

    files: Mapping[str, bytes]
    failures: Mapping[str, str]
    is_hopeless: bool = False  # LibreOffice does nothing at all: asking it again takes minutes

    def of(self, words: Iterable[str]) -> Mapping[str, bytes]:
        """The PDFs of these Word files, as far as they came."""
        names = map(pdf_name, words)
        return {name: self.files[name] for name in names if name in self.files}


NONE = Printed({}, {})


class Printer:
    """LibreOffice during one run; once it proves to do nothing at all it is not asked again."""

    def __init__(self, office: Path, patience: float = PATIENCE) -> None:
        self._office = office
        self._patience = patience
        self._is_hopeless = False

    def print(self, words: Mapping[str, Word]) -> Printed:
        """Print these Word files, as `to_pdf` does."""
        if self._is_hopeless:
            return Printed({}, dict.fromkeys(words, _HOPELESS), is_hopeless=True)
        printed = to_pdf(self._office, words, self._patience)
        self._is_hopeless = printed.is_hopeless
        return printed


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
        batch, calls = {name: sources[name] for name in left[:BATCH]}, calls + 1
        # A profile of which LibreOffice was killed may be broken or locked: a new one each time.
        profile = folder / f"profiel{calls}"
        why = convert(office, list(batch.values()), target, profile, patience)
        came, unsound = _collect(target, batch, words)
        missing = [name for name in batch if name not in unsound and pdf_name(name) not in came]
        files |= came
        failures |= unsound
        if not why:
            failures |= dict.fromkeys(missing, "LibreOffice kan deze brief niet openen")
            left = left[BATCH:]
        else:
            # It prints in order, so it stopped in a PDF that is unsound, else at the first that is
            # missing. What comes after that gets another call.
            blamed = [] if unsound else missing[:1]
            failures |= dict.fromkeys(blamed, why)
            left = [*missing[len(blamed) :], *left[BATCH:]]
        idle = 0 if came or unsound else idle + 1
    failures |= dict.fromkeys(left, _HOPELESS)
    return Printed(files, failures, is_hopeless=bool(left))


def _collect(
    target: Path, batch: Mapping[str, Path], words: Mapping[str, Word]
) -> tuple[dict[str, bytes], dict[str, str]]:
    """The PDFs of a call that are sound, by their names, and what is wrong with the others."""
    from pipeline.letters.pdf_mend import (  # noqa: PLC0415 -- 80 ms that only printing pays
        UnsoundPdfError,
        mend,
    )

    files: dict[str, bytes] = {}
    unsound: dict[str, str] = {}
    for name, source in batch.items():
        page = target / f"{source.stem}.pdf"
        if page.exists():
            try:
                files[pdf_name(name)] = mend(page.read_bytes(), words[name].day)
            except UnsoundPdfError as error:
                unsound[name] = str(error)
    return files, unsound


def _lay_down(words: Mapping[str, Word], folder: Path) -> Mapping[str, Path]:
    """Write the Word files under plain names: a name of a letter may be too long for a path."""
    sources = {name: folder / f"{number:04}.docx" for number, name in enumerate(words)}
    for name, path in sources.items():
        path.write_bytes(words[name].content)
    return sources
