"""brief.json: the record in each kenmerk folder, by which a letter is known from then on."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from pipeline.errors import PipelineError
from pipeline.letters.folder import RECORD
from pipeline.model import Uitgave

VERSION = 1
_KENMERK = re.compile(r"[A-Z][A-Z0-9]{1,9}-\d{4}-\d{3,}")


class DamagedRecordError(PipelineError):
    """A kenmerk folder without a readable brief.json: nobody can tell what was issued."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path} {what}.")
        self.hint = (
            "Zet deze map terug uit een reservekopie, of haal haar uit output/brieven als er een "
            "verdwaalde map staat. Tot dan maakt het programma geen nieuwe brieven, om geen "
            "kenmerk twee keer te gebruiken. Er is niets geschreven."
        )


def issued(letters: Path, archive: Path | None) -> tuple[Uitgave, ...]:
    """Every letter in output/brieven, by kenmerk; `archive` tells which are signed and filed.

    A folder that has no kenmerk for a name is not ours and is left alone.

    Raises:
        DamagedRecordError: a kenmerk folder has no brief.json, or one that is not ours.
    """
    if not letters.is_dir():
        return ()
    filed = archived(archive) if archive else frozenset()
    homes = sorted(p for p in letters.iterdir() if p.is_dir() and _KENMERK.fullmatch(p.name))
    return tuple(_read(home / RECORD, is_filed=home.name in filed) for home in homes)


def archived(archive: Path) -> frozenset[str]:
    """The kenmerken in the archive: ocfl/<year>/<kenmerk>."""
    return frozenset(path.name for path in (archive / "ocfl").glob("[0-9][0-9][0-9][0-9]/*"))


def to_bytes(record: Mapping[str, object]) -> bytes:
    """The record as it stands on disk: UTF-8, two spaces, one line end at the end."""
    try:
        return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"
    except (
        UnicodeEncodeError
    ):  # a file name that is no text, as Linux may have: then in plain ASCII
        return f"{json.dumps(record, indent=2)}\n".encode()


def hashes(files: Mapping[str, bytes | Path]) -> dict[str, str]:
    """Name to "sha256:…" of every file, in the order of the names."""
    return {name: digest(files[name]) for name in sorted(files)}


def digest(content: bytes | Path) -> str:
    """The SHA-256 of a file or of bytes, with the name of the algorithm."""
    data = content.read_bytes() if isinstance(content, Path) else content
    return f"sha256:{sha256(data).hexdigest()}"


def edited_by_hand(folder: Path, uitgave: Uitgave, names: Sequence[str]) -> tuple[str, ...]:
    """Which of `names` stand there with other bytes than were written."""
    return tuple(
        name
        for name in names
        if (folder / name).is_file() and digest(folder / name) != uitgave.bestanden.get(name)
    )


def raw(folder: Path) -> dict[str, Any]:  # JSON
    """The record of one folder as it stands on disk."""
    return _load(folder / RECORD)


def _read(path: Path, *, is_filed: bool) -> Uitgave:
    data = _load(path)
    try:
        return Uitgave(
            kenmerk=str(data["kenmerk"]),
            formulier_id=str(data["formulier_id"]),
            briefdatum=date.fromisoformat(str(data["briefdatum"])),
            versienummer=int(data["versienummer"]),
            code=str(data["code"]),
            onderwerp=str(data["onderwerp"]),
            waarden=dict(data["waarden"]),
            toetsing=dict(data["toetsing"]),
            besluit=dict(data["besluit"]),
            bestanden=dict(data["bestanden"]),
            sjablonen=dict(data["sjablonen"]),
            ingetrokken="ingetrokken" in data,
            is_gearchiveerd=is_filed,
            opvolger_van=data.get("opvolger_van"),
            map=path.parent.name,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedRecordError(path, "is beschadigd of niet van dit programma") from error


def _load(path: Path) -> dict[str, Any]:  # JSON: what it holds is known when it is read
    try:
        data: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    except FileNotFoundError as error:
        raise DamagedRecordError(path.parent, "is een map zonder brief.json") from error
    except (OSError, ValueError) as error:
        raise DamagedRecordError(path, "is niet leesbaar") from error
    if not isinstance(data, dict):
        raise DamagedRecordError(path, "is beschadigd of niet van dit programma")
    return data
