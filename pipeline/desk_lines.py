"""Which rows the secretary's table should have: one per dossier, one per adviespunt of a letter."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import shorten

from pipeline.checking import Checked, latest
from pipeline.form.desk_table import (
    ADVIES,
    BESTAND,
    KENMERK,
    NUMMER,
    ONDERWERP,
    Content,
    Line,
    Link,
    desk_tabs,
)
from pipeline.model import Uitgave
from pipeline.world import World

_LONGEST_ADVIES = 160  # characters of an adviespunt, to recognise it by


def wanted_lines(
    checked: Sequence[Checked], issued: Sequence[Uitgave], world: World
) -> Mapping[str, Sequence[Line]]:
    """Every row that the table should have, by the name of its tab."""
    letters = latest(uitgave for uitgave in issued if not uitgave.ingetrokken)
    dossiers: dict[str, Line] = {}
    for one in checked:
        form_id = one.sheet.form_id
        if form_id:
            dossiers.setdefault(form_id, _dossier(one, letters.get(form_id), world))
    first, second = desk_tabs(world.form)
    punten = [line for uitgave in issued if not uitgave.ingetrokken for line in _punten(uitgave)]
    return {first.name: list(dossiers.values()), second.name: punten}


def _dossier(one: Checked, uitgave: Uitgave | None, world: World) -> Line:
    onderwerp = one.sheet.onderwerp or "(nog zonder onderwerp)"
    cells: dict[str, Content] = {
        ONDERWERP: Link(_way(one.sheet.path, world), onderwerp),
        BESTAND: one.sheet.bestand,
    }
    if uitgave is not None:
        cells[KENMERK] = _letter(uitgave, world)
    return Line(one.sheet.form_id, cells)


def _punten(uitgave: Uitgave) -> Iterator[Line]:
    punten = uitgave.waarden.get("adviespunten")
    for nummer, punt in enumerate(punten if isinstance(punten, list) else (), start=1):
        short = shorten(str(punt.get("advies") or ""), _LONGEST_ADVIES, placeholder=" …")
        yield Line(uitgave.formulier_id, {KENMERK: uitgave.kenmerk, NUMMER: nummer, ADVIES: short})


def _letter(uitgave: Uitgave, world: World) -> Link:
    return Link(_way(world.folder.brieven / uitgave.kenmerk, world), uitgave.kenmerk)


def _way(path: Path, world: World) -> str:
    """From the table to a file or folder, with slashes."""
    return Path(os.path.relpath(path, world.folder.input)).as_posix()
