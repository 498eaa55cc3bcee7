"""Settled: which files the archive holds already, byte for byte. They need no looking at.

What was filed stays in input/ondertekend, for nothing there is ever moved; so in a run most files
are old ones, and looking at a page takes a hundred times as long as hashing it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import file_digest, sha512
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from msgspec import Struct

from pipeline.archive.bundle import SOURCE, unbundled
from pipeline.archive.naming import READABLE, SIGNED, VERIFICATION
from pipeline.archive.objects import ArchiveObject, BrokenObjectError, homes, read_object


class Held(Struct, frozen=True):
    """Where something is in the archive."""

    kenmerk: str
    versie: int


def settled(archief: Path, paths: Sequence[Path]) -> Mapping[Path, Held]:
    """The files of which the archive holds the very bytes as those of a signed letter."""
    there = homes(archief) if paths else {}
    held = dict(pair for home in there.values() for pair in _signed(home))
    if not held:
        return {}
    digests = ((path, _sha512(path)) for path in paths)
    return {path: held[digest] for path, digest in digests if digest in held}


def handed_in_as(there: ArchiveObject) -> Mapping[str, str]:
    """What was once handed in of an advies: the name that holds it, to its SHA-512.

    A Word file lies in a zip, so that nobody's sync client writes it anew.
    """
    signed = {n: d for n, d in there.files.items() if n.startswith(f"{there.kenmerk}{SIGNED}")}
    return {n: _of_word(there, n) if n.endswith(SOURCE) else d for n, d in signed.items()}


def _signed(home: Path) -> Iterator[tuple[str, Held]]:
    try:
        there = read_object(home)
    except BrokenObjectError:
        return  # told by controleer
    mixed = _holding_others(there)
    for digest in handed_in_as(there).values():
        if digest not in mixed:
            yield digest, Held(home.name, there.number)


def _of_word(there: ArchiveObject, name: str) -> str:
    try:
        (content,) = unbundled(there.path(name).read_bytes()).values()
    except (BrokenObjectError, BadZipFile, OSError, ValueError):
        return ""  # told by controleer
    return sha512(content).hexdigest()


def _holding_others(there: ArchiveObject) -> frozenset[str]:
    """The files of which a part was taken, by SHA-512: other letters in them may not be filed yet."""
    if f"{there.kenmerk}{READABLE}" not in there.files:
        return frozenset()
    try:
        path = there.path(f"{there.kenmerk}{VERIFICATION}")
        received: Any = json.loads(path.read_bytes())["ontvangen"]  # JSON
        return frozenset(
            str(one["sha512"]).removeprefix("sha512:")
            for one in received
            for page in one["codes"]
            if any(not code.startswith(f"{there.kenmerk}:") for code in page["codes"])
        )
    except (BrokenObjectError, OSError, ValueError, KeyError, TypeError):
        return frozenset(there.files.values())  # told by controleer; looking at them is never wrong


def _sha512(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha512").hexdigest()
    except OSError:
        return ""  # looking at it tells why it cannot be read
