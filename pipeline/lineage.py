"""Lineage: from which sheet each nagekeken copy came, also when the sheets between are gone.

A lead goes on in a copy, gets a copy of that back, and puts it in the place of the first. Only the
hash of the one before stands in it; the older ones are kept here, in output/.werk. Without them two
sheets of one advies are told as such, and a person chooses.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.disk import write_file
from pipeline.model import Dossier

_FILE = "afstamming.json"
Lineage = Mapping[str, str]  # SHA-256 of a sheet to that of the sheet it was made from


def known(workshop: Path) -> Lineage:
    """What earlier runs kept."""
    try:
        kept: dict[str, str] = dict(json.loads((workshop / _FILE).read_bytes()))
    except (OSError, ValueError):
        return {}
    return kept


def keep(workshop: Path, sheets: Iterable[tuple[str, Dossier]]) -> None:
    """Remember of each sheet (its SHA-256 and what it holds) from which one it was made."""
    before = known(workshop)
    bases = {sha256: base for sha256, d in sheets if (base := d.formulier.gebaseerd_op.answer)}
    if bases.items() - before.items():
        after = json.dumps({**before, **bases}, indent=2, sort_keys=True)
        write_file(workshop / _FILE, after.encode())


def ancestors(base: str | None, lineage: Lineage) -> tuple[str, ...]:
    """The sheet a copy was made from, the one that was made from, and so on."""
    found: list[str] = []
    while base and base not in found:
        found.append(base)
        base = lineage.get(base)
    return tuple(found)
