"""The decision of the council as formulas: what it still needs, and whether it was against.

The words are those of rules/decision.py and rules/votes.py.
"""

from __future__ import annotations

from datetime import date

from pipeline.council import Raad
from pipeline.form.choices import TERM_FROM, TERM_TO, YES
from pipeline.form.formula import Cells, Count, Truth

DECIDED = "procedure.besluit_op"
BY_CHAIR = "procedure.akkoord_voorzitter_op"
_MEETING, _RIPE = "procedure.plenair_op", "procedure.rijp_voor_stemming"
_FOR, _AGAINST, _ABSTAINED = "procedure.voor", "procedure.tegen", "procedure.onthouding"
_REASON = "procedure.reden_zonder_stemming"


def voted(cells: Cells) -> Truth:
    """True when any number of votes stands there."""
    return cells.filled(_FOR) | cells.filled(_AGAINST) | cells.filled(_ABSTAINED)


def by_chair(cells: Cells) -> Truth:
    """True when the voorzitter approved without a vote, and says why."""
    return cells.filled(BY_CHAIR) & cells.filled(_REASON) & ~voted(cells)


def undecided(cells: Cells) -> Count:
    """What is still empty of the decision."""
    without_vote = cells.filled(BY_CHAIR) & ~voted(cells)
    ripe = cells.empty(_RIPE).when(~voted(cells))
    votes = ripe + cells.empty(_FOR) + cells.empty(_AGAINST)
    return cells.empty(_REASON).when(without_vote) + votes.when(~without_vote)


def rejected(cells: Cells, raad: Raad) -> Truth:
    """True when the vote was valid and did not reach the council's share."""
    day, known = decision_day(cells)
    counted = cells.filled(_FOR) & cells.filled(_AGAINST) & cells.says(_RIPE, YES)
    counted &= Truth(f"ISNUMBER({day})", known is not None)
    total, most = total_votes(cells), members(cells, raad)
    counted &= Truth(f"{total.formula}<={most.formula}", total.value <= most.value)
    votes = Count(
        f"SUM({cells.name(_FOR)},{cells.name(_AGAINST)})",
        cells.number(_FOR) + cells.number(_AGAINST),
    )
    basis = most if raad.besluit.basis == "leden" else votes
    share = raad.besluit.drempel
    passes = Truth(
        f"AND({basis.formula}>0,SUM({cells.name(_FOR)})>={share}*{basis.formula})",
        basis.value > 0 and cells.number(_FOR) >= share * basis.value,
    )
    return counted & ~passes


def total_votes(cells: Cells) -> Count:
    """All votes that are filled in."""
    keys = (_FOR, _AGAINST, _ABSTAINED)
    return Count(f"SUM({','.join(map(cells.name, keys))})", sum(map(cells.number, keys)))


def members(cells: Cells, raad: Raad) -> Count:
    """How many members the council has on the day of the decision."""
    day, known = decision_day(cells)
    present = f"({TERM_FROM}<={day})*(({TERM_TO}=0)+({TERM_TO}>={day})>0)"
    return Count(f"SUMPRODUCT({present})", len(raad.leden_op(known)) if known else 0)


def decision_day(cells: Cells) -> tuple[str, date | None]:
    """The day of a vote, by default that of the meeting: as a formula and as it is now."""
    decided, meeting = cells.name(DECIDED), cells.name(_MEETING)
    formula = f"IF(ISNUMBER({decided}),{decided},{meeting})"
    return formula, cells.day(DECIDED) or cells.day(_MEETING)
