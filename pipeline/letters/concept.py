"""Concept letters: numbered per advies, in two forms, never mistaken for a letter.

For the council (with the toetsing and what is still open) and for the gemeente (text only). The
values of each concept are kept beside it, so that it stays known what was talked about.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline import dutch
from pipeline.letters import compose, record, toetsverslag
from pipeline.letters.compose import Internal, Issue
from pipeline.letters.pdf import Word
from pipeline.letters.plan import Candidate
from pipeline.letters.values import Values
from pipeline.model import Dossier, Ernst
from pipeline.report import as_line
from pipeline.world import World

if TYPE_CHECKING:  # who only asks about letters need not load Word
    from pipeline.letters.stationery import Stationery

_SHORT = 8  # characters of the id in the name of a folder
_NUMBER = re.compile(r"concept-(\d+)\.json")


class Concept(Struct, frozen=True):
    """One concept: its number, and whether its text was there already."""

    nummer: int
    day: date
    is_new: bool

    @property
    def kenmerk(self) -> str:
        """CONCEPT-2: what stands in the footer instead of a kenmerk."""
        return f"CONCEPT-{self.nummer}"


def is_possible(d: Dossier) -> bool:
    """True as soon as there is an onderwerp and one adviespunt."""
    return d.advies.onderwerp.is_filled and any(p.advies.is_filled for p in d.advies.adviespunten)


def home_of(concepts: Path, d: Dossier) -> Path:
    """The folder of all concepts of one advies, which its id tells apart.

    It is named after the onderwerp of the first concept and keeps that name: another onderwerp
    makes no other advies.
    """
    short = _short_id(d)
    standing = sorted(concepts.glob(f"*-{short}"))
    named = concepts / f"{dutch.slug(d.advies.onderwerp.answer or '')}-{short}"
    return standing[0] if standing and d.formulier.id.is_filled else named


def kept(concepts: Path, d: Dossier, nummer: int) -> Values | None:
    """What concept `nummer` of this advies said.

    None when there is no such concept, when its record is damaged, and when two laptops gave one
    number to two texts: the copies that a sync client made are read too.
    """
    found: list[object] = []
    for path in concepts.glob(f"*-{_short_id(d)}*/concept-{nummer}*.json"):
        if path.stem[len(f"concept-{nummer}") :][:1].isdigit():
            continue  # concept-12 beside concept-1
        try:
            waarden = json.loads(path.read_bytes())["waarden"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if waarden not in found:
            found.append(waarden)
    return found[0] if len(found) == 1 and isinstance(found[0], dict) else None


def _short_id(d: Dossier) -> str:
    return dutch.slug(d.formulier.id.answer or "zonder-nummer")[:_SHORT]


def number(home: Path, waarden: Values, day: date) -> Concept:
    """The next concept of this advies, or the last one when the text is still the same."""
    known = {
        int(found[1]): path
        for path in home.glob("concept-*.json")
        if (found := _NUMBER.fullmatch(path.name))
    }
    if not known:
        return Concept(1, day, is_new=True)
    last = max(known)
    try:
        kept = json.loads(known[last].read_bytes())
        is_same, kept_day = kept["waarden"] == waarden, date.fromisoformat(kept["datum"])
    except (ValueError, KeyError, TypeError):  # damaged: a new number is always right
        is_same = False
    return Concept(last, kept_day, is_new=False) if is_same else Concept(last + 1, day, is_new=True)


def unprinted(home: Path, concept: Concept, new: Mapping[str, bytes]) -> Mapping[str, Word]:
    """The Word files of a concept that have no PDF beside them; of one that stands, or is `new`."""
    if new:
        return {
            name: Word(content, concept.day)
            for name, content in new.items()
            if name.endswith(".docx")
        }
    paths = sorted(home.glob(f"concept-{concept.nummer}-*.docx"))
    return {
        path.name: Word(path.read_bytes(), concept.day)
        for path in paths
        if not path.with_suffix(".pdf").exists()
    }


def files_of(
    concept: Concept, candidate: Candidate, world: World, stationery: Stationery
) -> Mapping[str, bytes]:
    """Both forms of the concept and its record, which is named last and written last."""
    d, report = candidate.dossier, candidate.report
    open_points = (
        *report.of(Ernst.FOUT),
        *report.of(Ernst.ONTBREEKT),
        *report.of(Ernst.WAARSCHUWING),
    )
    internal = Internal(
        toetsverslag.questions(d, world.schema), tuple(as_line(f) for f in open_points)
    )
    files: dict[str, bytes] = {}
    for audience, shown in (("raad", internal), ("gemeente", compose.PUBLIC)):
        label = f"CONCEPT {concept.nummer} – voor de {audience}"
        issue = Issue(concept.kenmerk, concept.day, label)
        brief = compose.letter(d, world.raad, candidate.besluit, issue, shown)
        files[f"concept-{concept.nummer}-voor-de-{audience}.docx"] = stationery.letter(brief)
    files[f"concept-{concept.nummer}.json"] = record.to_bytes(
        {
            "versie": 1,
            "nummer": concept.nummer,
            "datum": concept.day.isoformat(),
            "waarden": candidate.waarden,
        }
    )
    return files
