"""The rule engine: puts one dossier to every rule and makes the Report.

A rule is a generator function over the dossier and the circumstances of the run. Its first
docstring line is the demand: *moet* (fout), *is nodig* (ontbreekt), *hoort* (waarschuwing) or
*mag* (opmerking); the rest says why. Asking the `.value` of an empty or unreadable cell ends
the rule; the engine notes the skip.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from msgspec import Struct

from pipeline.council import Raad
from pipeline.memory import remembered
from pipeline.model import (
    Dossier,
    Ernst,
    Finding,
    Objection,
    Report,
    Skip,
    Stap,
    Uitgave,
    UnansweredError,
)
from pipeline.rules.outdated import Verouderd
from pipeline.rules.road import listing_order, road_of
from pipeline.rules.scheme import Toetsingsschema


class Circumstances(Struct, frozen=True):
    """What a rule may know beside the dossier itself; the clock and the files stay outside."""

    raad: Raad
    schema: Toetsingsschema
    verouderd: tuple[Verouderd, ...]
    vandaag: date
    uitgave: Uitgave | None = None  # the letter that this dossier has led to, if any


Objections = Iterator[Objection]
Check = Callable[[Dossier, Circumstances], Objections]


class Rule(Struct, frozen=True):
    """A check with its code, ernst, step (None: of no step) and source."""

    code: str
    ernst: Ernst
    stap: Stap | None
    bron: str
    check: Check

    @property
    def demand(self) -> str:
        """What the rule asks, in one Dutch sentence."""
        return (self.check.__doc__ or "").strip().splitlines()[0]

    @property
    def why(self) -> str:
        """Why it asks this: the rest of the docstring, alinea's on one line each."""
        _, *rest = inspect.cleandoc(self.check.__doc__ or "").split("\n\n")
        return "\n\n".join(" ".join(part.split()) for part in rest)

    def judge(self, d: Dossier, at: Circumstances) -> tuple[list[Finding], Skip | None]:
        """All findings of this rule, and the skip if a cell it needs has no usable answer."""
        findings = []
        skip = None
        try:
            for objection in self.check(d, at):
                findings.append(self._finding(objection))  # noqa: PERF401 -- what came before a skip is kept
        except UnansweredError as unanswered:
            cell = unanswered.cell
            skip = _skip(self.code, cell.key, cell.label, is_unreadable=cell.unreadable)
        return findings, skip

    def _finding(self, objection: Objection) -> Finding:
        ernst = objection.ernst or self.ernst
        return Finding(
            self.code,
            ernst,
            self.stap,
            objection.place,
            objection.key,
            objection.message,
            self.bron,
        )


@lru_cache(maxsize=5_000)
def _skip(code: str, key: str, label: str, *, is_unreadable: bool) -> Skip:
    """One and the same for all sheets: most of them skip most of the same rules."""
    return Skip(code, key, f"“{label}” is {'niet leesbaar' if is_unreadable else 'leeg'}")


def rule(code: str, ernst: Ernst, *, stap: Stap | None, bron: str) -> Callable[[Check], Rule]:
    """Make a rule of a check; the name under `def` is the rule itself."""
    return lambda check: Rule(code, ernst, stap, bron, check)


@remembered(key=lambda dossier, *_: dossier.formulier.id.answer)
def check(
    dossier: Dossier,
    read_findings: Sequence[Finding],
    at: Circumstances,
    together: Sequence[Finding] = (),
) -> Report:
    """Put one dossier, its defaults filled in, to every rule that counts for it now.

    `read_findings` are the cells that could not be read, `together` what follows from this sheet
    beside others (likeness, two sheets with one id).
    """
    from pipeline.rules.registry import rules  # noqa: PLC0415 -- the rules are made with this module

    road = road_of(dossier, at.raad, at.uitgave)
    found: list[Finding] = [f for f in read_findings if road.reads(f.sleutel)]
    found += [f for f in together if road.joins(f)]
    skips: list[tuple[Stap | None, Skip]] = []
    walked = {stap: road.walks(stap) for stap in (None, *Stap)}
    for one in rules(at.schema):
        if not walked[one.stap]:
            continue
        findings, skip = one.judge(dossier, at)
        found += findings
        if skip is not None:
            skips.append((one.stap, skip))
    stap = road.stap(found)
    listed = road.listed(dossier, found, stap)
    return Report(
        stap=stap,
        volgende_stap=stap.next,
        winwin=road.winwin(dossier),
        bevindingen=tuple(sorted(listed, key=listing_order)),
        niet_getoetst=tuple(skip for when, skip in skips if road.is_reached(when, stap)),
    )
