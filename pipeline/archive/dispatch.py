"""Dispatch: notes in the description of an archived advies when it was sent.

A letter is archived before it is sent, so its first description cannot tell. When the secretary
has filled in the day, the advies gets a new version that differs in nothing but this.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring  # of our own archive

from pipeline.archive.digest import digest_of
from pipeline.archive.keeper import Keeper
from pipeline.archive.mdto import SUFFIX
from pipeline.archive.mdto_events import VERZENDING, sent
from pipeline.archive.mdto_xml import document
from pipeline.archive.objects import ArchiveObject, BrokenObjectError, homes, read_object

Files = Mapping[str, bytes | Path]


def unsent(archief: Path) -> Mapping[str, Path]:
    """The folders of the adviezen that do not tell that they were sent, by kenmerk.

    One that cannot be read is among them: `told` says what is wrong with it.
    """
    return {kenmerk: home for kenmerk, home in homes(archief).items() if not _tells(home)}


def told(home: Path, day: date, keeper: Keeper) -> Files:
    """All files of an advies, with the day of sending in its description.

    Raises:
        BrokenObjectError: the archive is not as it was filed.
    """
    there = read_object(home)
    files: dict[str, bytes | Path] = {name: _sound(there, name) for name in there.files}
    files[f"{there.kenmerk}{SUFFIX}"] = _with_event(_description(there), sent(day, keeper))
    return files


def _tells(home: Path) -> bool:
    try:
        return f">{VERZENDING}<".encode() in _description(read_object(home))
    except BrokenObjectError:
        return False


def _sound(there: ArchiveObject, name: str) -> Path:
    """Where a file lies that is as it was filed; any other would be taken over for good."""
    path = there.path(name)
    try:
        is_sound = digest_of(path).sha512 == there.files[name]
    except OSError as error:
        raise BrokenObjectError(f"heeft een bestand dat niet te lezen is ({name})") from error
    if not is_sound:
        raise BrokenObjectError(f"heeft een bestand dat veranderd is ({name})")
    return path


def _description(there: ArchiveObject) -> bytes:
    path = there.first(SUFFIX)
    try:
        return path.read_bytes() if path else b""
    except OSError as error:
        raise BrokenObjectError("heeft geen leesbare beschrijving (MDTO)") from error


def _with_event(mdto: bytes, event: Element) -> bytes:
    try:
        about = fromstring(mdto)[0]  # noqa: S314 -- written by this program, checked by the store
    except (ParseError, IndexError) as error:
        raise BrokenObjectError("heeft een beschadigde beschrijving (MDTO)") from error
    for one in about.iter():
        one.tag = one.tag.rpartition("}")[2]
    places = [number for number, child in enumerate(about, start=1) if child.tag == event.tag]
    about.insert(places[-1] if places else len(about), event)
    return document(about)
