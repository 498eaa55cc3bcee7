"""Flaw: something in an archive that is not as it was filed, in one Dutch sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import PurePosixPath

from msgspec import Struct

_CONTENT = re.compile(r"ocfl/\d{4}/[^/]+/v\d+/content/(.+)")
_IN_OBJECT = re.compile(r"ocfl/\d{4}/[^/]+/(.+)")


class Kind(StrEnum):
    """What is wrong."""

    CHANGED = "veranderd"
    MISSING = "weg"
    EXTRA = "te veel"
    REMARK = "opmerking"  # nothing is wrong, but somebody may want to know


class Flaw(Struct, frozen=True):
    """What is wrong, and with which file or folder."""

    kind: Kind
    plaats: str  # in the archive, with `/`
    melding: str
    kenmerk: str = ""  # of which advies; empty for the log and what belongs to no advies


def changed(plaats: str, kenmerk: str, sizes: tuple[int, int] | None = None) -> Flaw:
    """A file with other bytes; `sizes` are those that it has and ought to have."""
    how = ""
    if sizes and sizes[0] != sizes[1]:
        word = "korter" if sizes[0] < sizes[1] else "langer"
        how = f": het is {word} geworden ({sizes[0]} in plaats van {sizes[1]} bytes)"
    return Flaw(
        Kind.CHANGED, plaats, f"{of(plaats, kenmerk)} is na het archiveren veranderd{how}.", kenmerk
    )


def swapped(plaats: str, kenmerk: str, other: str) -> Flaw:
    """A file that has the bytes of another one."""
    melding = f"{of(plaats, kenmerk)} heeft nu de inhoud van “{shown(other)}”."
    return Flaw(Kind.CHANGED, plaats, melding, kenmerk)


def missing(plaats: str, kenmerk: str) -> Flaw:
    """A file that is gone."""
    return Flaw(Kind.MISSING, plaats, f"{of(plaats, kenmerk)} is weg.", kenmerk)


def renamed(plaats: str, kenmerk: str, now: str) -> Flaw:
    """A file that stands there under another name."""
    melding = f"{of(plaats, kenmerk)} heet nu “{shown(now)}”; geef het zijn oude naam terug."
    return Flaw(Kind.MISSING, plaats, melding, kenmerk)


def unreadable(plaats: str, kenmerk: str) -> Flaw:
    """A file or folder that the disk does not give."""
    melding = (
        f"{of(plaats, kenmerk)} kan niet worden gelezen; u heeft er geen rechten voor, of de "
        "schijf is beschadigd."
    )
    return Flaw(Kind.CHANGED, plaats, melding, kenmerk)


def stray(plaats: str, kenmerk: str = "", siblings: Iterable[str] = ()) -> Flaw:
    """A file, folder or link that was never filed; `siblings` are the names that belong there."""
    name = PurePosixPath(plaats).name
    original = next((one for one in siblings if _is_copy(name, one)), None)
    if original:
        melding = (
            f"“{name}” is een dubbele van “{original}”, waarschijnlijk gemaakt door het "
            "synchroniseren tussen twee computers; het hoort niet in het archief."
        )
    else:
        melding = (
            f"“{shown(plaats)}” hoort niet {f'bij {kenmerk}' if kenmerk else 'in het archief'}."
        )
    return Flaw(Kind.EXTRA, plaats, melding, kenmerk)


def junk(plaats: str) -> Flaw:
    """A file that Windows or macOS made by itself."""
    name = PurePosixPath(plaats).name
    melding = f"“{name}” is door Windows of macOS gemaakt en doet geen kwaad; u mag het weggooien."
    return Flaw(Kind.REMARK, plaats, melding)


def of(plaats: str, kenmerk: str) -> str:
    """A file as a sentence starts with it: “brief.pdf” van AWI-2026-007."""
    return f"“{shown(plaats)}” van {kenmerk}" if kenmerk else f"“{shown(plaats)}”"


def shown(plaats: str) -> str:
    """A file as people know it: without the folders that the archive puts around it."""
    found = _CONTENT.fullmatch(plaats) or _IN_OBJECT.fullmatch(plaats)
    return found[1] if found else plaats


def _is_copy(name: str, original: str) -> bool:
    """True for “brief (1).pdf”, “brief-LAPTOP.pdf” and “brief (conflicted copy).pdf”."""
    one, other = PurePosixPath(name), PurePosixPath(original)
    rest = one.stem.removeprefix(other.stem)
    return one.suffix == other.suffix and rest != one.stem and bool(re.match(r"[ (_~-]", rest))
