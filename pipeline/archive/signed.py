"""What was signed, as it goes into the archive: the bytes as they came, and a PDF to read.

The names that the files came with say nothing in twenty years; here they are called after the
kenmerk. What was handed in is only read, never changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha512
from pathlib import Path

from msgspec import Struct

from pipeline import dutch
from pipeline.archive.bundle import SOURCE, bundle
from pipeline.archive.naming import READABLE, SIGNED
from pipeline.archive.readable import IMAGES, NotReadableError, readable
from pipeline.archive.values import Handed, Match, Part, Vorm
from pipeline.errors import PipelineError

_EXTENSIONS = {
    Vorm.PDF: "pdf",
    Vorm.JPEG: "jpg",
    Vorm.PNG: "png",
    Vorm.TIFF: "tif",
    Vorm.HEIC: "heic",
    Vorm.DOCX: "docx",
}


class ChangedMeanwhileError(PipelineError):
    """A signed file is no longer what was looked at a moment ago."""

    exit_status = 1

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is veranderd of verplaatst terwijl het programma ermee bezig was."
        )
        self.hint = "Er is niets van gearchiveerd. Probeer het opnieuw als het bestand klaar is."


class Signed(Struct, frozen=True):
    """The files of what was signed, by the name that they get."""

    files: Mapping[str, bytes]
    names: Mapping[Path, str]  # what was handed in, to the name that holds it
    readable: str | None = None  # the name of the PDF that was made of it
    mixed: tuple[str, ...] = ()  # hold pages that are not of this letter
    remarks: tuple[str, ...] = ()  # Dutch sentences for screen and record


def signed_files(match: Match, *, is_digitally_signed: bool) -> Signed:
    """The bytes as they came, and beside them one PDF of just this letter where they are not that.

    No such PDF is made of what carries a digital signature: taken apart, the signature would be
    worth nothing, and look as if it were. Nor of a Word file, which is stored in a zip, for
    SharePoint and OneDrive write a bare one anew.

    Raises:
        ChangedMeanwhileError: a file is not what was recognised.
    """
    kenmerk = match.letter.kenmerk
    handed = {part.handed.path: part.handed for part in match.parts}
    contents = {path: _read(one) for path, one in handed.items()}
    names = _names(kenmerk, handed)
    files = {name: _stored(kenmerk, handed[path], contents[path]) for path, name in names.items()}
    mixed = tuple(sorted({names[part.handed.path] for part in match.parts if _has_others(part)}))
    remarks = []
    if mixed:
        remarks.append(
            f"{dutch.join(mixed)} bevat ook bladzijden die niet bij deze brief horen, en is heel "
            "bewaard."
        )
    made = None
    if not is_digitally_signed and _needs_readable(match):
        parts = [(part, contents[part.handed.path]) for part in match.parts]
        try:
            files[f"{kenmerk}{READABLE}"] = readable(parts, f"{kenmerk}, ondertekend")
            made = f"{kenmerk}{READABLE}"
        except NotReadableError:
            remarks.append(
                "Van wat is ingeleverd kon het programma geen leesbare PDF maken. De bestanden "
                "zelf zijn gearchiveerd zoals zij kwamen."
            )
    return Signed(files, names, made, mixed, tuple(remarks))


def _names(kenmerk: str, handed: Mapping[Path, Handed]) -> dict[Path, str]:
    """The name of each file; numbered in the order of the pages when there are more."""
    names = {}
    for number, (path, one) in enumerate(handed.items(), start=1):
        order = f"-{number}" if len(handed) > 1 else ""
        end = SOURCE if one.vorm is Vorm.DOCX else f".{_EXTENSIONS[one.vorm]}"
        names[path] = f"{kenmerk}{SIGNED}{order}{end}"
    return names


def _stored(kenmerk: str, handed: Handed, content: bytes) -> bytes:
    return bundle({f"{kenmerk}{SIGNED}.docx": content}) if handed.vorm is Vorm.DOCX else content


def _needs_readable(match: Match) -> bool:
    forms = {part.handed.vorm for part in match.parts}
    if Vorm.DOCX in forms:
        return False
    return bool(forms & IMAGES) or len(match.parts) > 1 or any(map(_has_others, match.parts))


def _has_others(part: Part) -> bool:
    """True when a file holds pages that are not blank and not of this letter."""
    return any(not page.is_blank and page.number not in part.pages for page in part.handed.pages)


def _read(handed: Handed) -> bytes:
    try:
        content = handed.path.read_bytes()
    except OSError as error:
        raise ChangedMeanwhileError(handed.path) from error
    if sha512(content).hexdigest() != handed.sha512.casefold():
        raise ChangedMeanwhileError(handed.path)
    return content
