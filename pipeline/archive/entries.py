"""Entries of the log, as values and as they stand on disk: what happened to the archive.

An entry is a small file, log/2026/000012.json. It holds the hash of the one before, and lists
every file that came into the archive with it: the chain of entries alone tells what must be there.

    after(End | None, Event) -> Entry -entry_bytes-> bytes
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from pipeline import __version__
from pipeline.archive.digest import digest_of
from pipeline.archive.places import LOG

TOEGEVOEGD, NIEUWE_VERSIE, HERSTELD = "toegevoegd", "nieuwe versie", "hersteld"
_VERSION = 1
_NAMED = "sha512:"  # stands before every hash


class Stored(Struct, frozen=True):
    """A file that came into the archive."""

    pad: str  # place in the archive
    bytes: int
    sha512: str


class Event(Struct, frozen=True):
    """What happened, to be written down."""

    tijd: str  # ISO 8601 with time zone
    wat: str  # toegevoegd | nieuwe versie | hersteld
    door: str
    melding: str
    object: str = ""  # kenmerk; empty when it was no single advies
    objectversie: int = 0
    inventaris: str = ""  # SHA-512 of the inventory of that version
    bestanden: tuple[Stored, ...] = ()  # of that version, in the order of their places


class Entry(Struct, frozen=True):
    """One entry of the log."""

    nummer: int  # from 1, without gaps
    regel: str  # its own place: moved elsewhere it is not the same entry
    event: Event
    objecten: int  # adviezen in the archive after it
    vorige: str  # SHA-512 of the bytes of the entry before; empty for the first
    programma: str = f"adviesbrieven {__version__}"

    @property
    def checklist(self) -> str:
        """The place of the list of its files for `sha512sum --check`; empty without files."""
        event = self.event
        folder = self.regel.rsplit("/", 1)[0]
        return f"{folder}/{event.object}-v{event.objectversie}.sha512" if event.bestanden else ""


class End(Struct, frozen=True):
    """Where the log ends."""

    nummer: int
    regel: str
    sha512: str  # of the bytes of the last entry
    objecten: int

    @property
    def code(self) -> str:
        """The short code for people: 3F9A-7C2B-11D0."""
        return code(self.sha512)


def code(sha512: str) -> str:
    """The short code of an entry: the first twelve hex digits of its hash, in fours."""
    start = sha512[:12].upper()
    return "-".join(start[at : at + 4] for at in (0, 4, 8))


def after(last: End | None, event: Event) -> Entry:
    """The entry that tells of `event`, after the last one."""
    number = last.nummer + 1 if last else 1
    # A clock that was wrong, or set back, must not make the log run backwards.
    year = max(event.tijd[:4], last.regel.split("/")[1] if last else "")
    return Entry(
        nummer=number,
        regel=entry_place(year, number),
        event=event,
        objecten=(last.objecten if last else 0) + (event.wat == TOEGEVOEGD),
        vorige=last.sha512 if last else "",
    )


def end_at(entry: Entry) -> End:
    """The log as it ends with this entry."""
    return End(entry.nummer, entry.regel, digest_of(entry_bytes(entry)).sha512, entry.objecten)


def entry_place(year: str, number: int) -> str:
    """Where an entry stands."""
    return f"{LOG}/{year}/{number:06}.json"


def entry_bytes(entry: Entry) -> bytes:
    """The entry as it stands on disk."""
    event = entry.event
    return _json(
        {
            "versie": _VERSION,
            "nummer": entry.nummer,
            "regel": entry.regel,
            "tijd": event.tijd,
            "wat": event.wat,
            "object": event.object,
            "objectversie": event.objectversie,
            "door": event.door,
            "melding": event.melding,
            "inventaris": _named(event.inventaris),
            "controlelijst": _named(digest_of(checklist_bytes(entry)).sha512),
            "bestanden": [
                {**asdict(stored), "sha512": _named(stored.sha512)} for stored in event.bestanden
            ],
            "objecten": entry.objecten,
            "programma": entry.programma,
            "vorige": _named(entry.vorige),
        }
    )


def parse(data: bytes) -> Entry:
    """Read an entry.

    Raises:
        ValueError: it is none of ours, or a damaged one.
    """
    try:
        raw: dict[str, Any] = json.loads(data)
        event = Event(
            tijd=str(raw["tijd"]),
            wat=str(raw["wat"]),
            door=str(raw["door"]),
            melding=str(raw["melding"]),
            object=str(raw["object"]),
            objectversie=int(raw["objectversie"]),
            inventaris=_bare(raw["inventaris"]),
            bestanden=tuple(
                Stored(str(one["pad"]), int(one["bytes"]), _bare(one["sha512"]))
                for one in raw["bestanden"]
            ),
        )
        return Entry(
            nummer=int(raw["nummer"]),
            regel=str(raw["regel"]),
            event=event,
            objecten=int(raw["objecten"]),
            vorige=_bare(raw["vorige"]),
            programma=str(raw["programma"]),
        )
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError) as error:
        raise ValueError("no entry of ours") from error


def checklist_bytes(entry: Entry) -> bytes:
    """The files of an entry as `sha512sum --check` reads them, from the archive folder."""
    return checklist_of((one.pad, one.sha512) for one in entry.event.bestanden)


def checklist_of(files: Iterable[tuple[str, str]]) -> bytes:
    """Such a list of places and their hashes."""
    return "".join(f"{sha512}  {place}\n" for place, sha512 in files).encode()


def parse_kop(data: bytes) -> tuple[End, str]:
    """Where the log ends and the hash of LEESMIJ.txt, read from kop.json.

    Raises:
        ValueError: it is none of ours, or was changed by somebody else.
    """
    try:
        raw: dict[str, Any] = json.loads(data)
        last = End(int(raw["nummer"]), str(raw["regel"]), str(raw["sha512"]), int(raw["objecten"]))
        leesmij = _bare(raw["leesmij"])
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError) as error:
        raise ValueError("no kop.json of ours") from error
    if kop_bytes(last, leesmij) != data:
        raise ValueError("not byte for byte as we write it")
    return last, leesmij


def kop_bytes(last: End, leesmij: str) -> bytes:
    """kop.json: where the log ends, and the hash of LEESMIJ.txt as it was written.

    It ends with a hash of itself, so that a damaged kop.json does not put the blame on the entry
    that it names.
    """
    document = {
        "versie": _VERSION,
        "nummer": last.nummer,
        "regel": last.regel,
        "sha512": last.sha512,
        "code": last.code,
        "objecten": last.objecten,
        "leesmij": _named(leesmij),
    }
    return _json({**document, "zelf": _named(digest_of(_json(document)).sha512)})


def _named(sha512: str) -> str:
    return f"{_NAMED}{sha512}" if sha512 else ""


def _bare(named: str) -> str:
    return named.removeprefix(_NAMED)


def _json(document: Mapping[str, object]) -> bytes:
    return f"{json.dumps(document, ensure_ascii=False, indent=1)}\n".encode()
