"""Dispatch: notes in the description of an archived advies when it was sent.

A letter is archived before it is sent, so its first description cannot tell. When the secretary
has filled in the day, the advies gets a new version that differs in nothing but this.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring  # of our own archive

from msgspec import Struct

from pipeline.archive.keeper import Keeper
from pipeline.archive.mdto import SUFFIX
from pipeline.archive.mdto_events import VERZENDING, sent
from pipeline.archive.mdto_xml import document
from pipeline.archive.objects import ArchiveObject, BrokenObjectError, homes, read_object

Files = Mapping[str, bytes | Path]


class Unsent(Struct, frozen=True):
    """An archived advies whose description does not tell yet that it was sent."""

    there: ArchiveObject
    mdto: bytes

    def told(self, day: date, keeper: Keeper) -> Files:
        """All files of the advies, with the day of sending in its description.

        Raises:
            BrokenObjectError: the archive is not as it was filed.
        """
        kenmerk = self.there.kenmerk
        files: dict[str, bytes | Path] = {name: self.there.path(name) for name in self.there.files}
        files[f"{kenmerk}{SUFFIX}"] = _with_event(self.mdto, sent(day, keeper))
        return files


def unsent(archief: Path) -> Mapping[str, Unsent]:
    """The archived adviezen of which nobody noted that they were sent, by kenmerk."""
    found = {}
    for kenmerk, home in homes(archief).items():
        try:
            there = read_object(home)
            path = there.first(SUFFIX)
            mdto = path.read_bytes() if path else b""
        except (BrokenObjectError, OSError):
            continue  # told by controleer
        if mdto and f">{VERZENDING}<".encode() not in mdto:
            found[kenmerk] = Unsent(there, mdto)
    return found


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
