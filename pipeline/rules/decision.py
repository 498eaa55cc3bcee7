"""What the council decided on one advies: by vote or by its voorzitter (S1-16, S0:348-349)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from msgspec import Struct

from pipeline.council import Raad
from pipeline.model import Dossier, Procedure

STEMMING = "stemming"
VOORZITTER = "voorzitter"


class Besluit(Struct, frozen=True):
    """A decision that was taken; who voted what is never recorded."""

    route: str  # stemming | voorzitter
    op: date
    aangenomen: bool  # False: afgewezen
    voor: int = 0
    tegen: int = 0
    onthouding: int = 0
    basis: int = 0  # votes that the threshold is a share of
    reden: str = ""  # why without a vote

    @property
    def unaniem(self) -> bool:
        """True when all voted, and none against."""
        return self.route == STEMMING and self.voor > 0 and self.tegen == self.onthouding == 0

    @property
    def staakt(self) -> bool:
        """True when as many are for as against."""
        return self.route == STEMMING and self.voor == self.tegen

    def as_json(self) -> dict[str, object]:
        """The decision as brief.json keeps it."""
        return {
            "route": self.route,
            "op": self.op.isoformat(),
            "voor": self.voor,
            "tegen": self.tegen,
            "onthouding": self.onthouding,
            "basis": self.basis,
            "aangenomen": self.aangenomen,
            "reden": self.reden or None,
        }


def decide(dossier: Dossier, raad: Raad) -> Besluit | None:
    """The decision, or None as long as there is none.

    Votes count as soon as voor and tegen are in and the meeting found the advice ripe for it; then
    only the votes count. Numbers that cannot be (more than the leden) decide nothing. Without votes
    the voorzitter's akkoord counts, if it has a reason.
    """
    procedure = dossier.procedure
    if procedure.voor.is_filled and procedure.tegen.is_filled:
        return _by_vote(procedure, raad) if procedure.rijp_voor_stemming.answer else None
    if not has_chair_route(procedure):
        return None
    chosen = procedure.besluit_op
    # The default of besluit_op is the meeting, at which this decision was not taken.
    is_chosen = chosen.is_filled and not chosen.is_default
    day = chosen.value if is_chosen else procedure.akkoord_voorzitter_op.value
    reason = procedure.reden_zonder_stemming.value
    return Besluit(VOORZITTER, day, aangenomen=True, reden=reason)


def has_votes(procedure: Procedure) -> bool:
    """True when any number of votes is filled in, or stands there unreadable."""
    votes = (procedure.voor, procedure.tegen, procedure.onthouding)
    return not all(number.is_empty for number in votes)


def has_chair_route(procedure: Procedure) -> bool:
    """True when the voorzitter approved without a vote, and says why."""
    is_approved = procedure.akkoord_voorzitter_op.is_filled
    return is_approved and procedure.reden_zonder_stemming.is_filled and not has_votes(procedure)


def decision_day(procedure: Procedure) -> date | None:
    """The day of a vote: besluit_op, by default the plenary meeting."""
    return procedure.besluit_op.answer or procedure.plenair_op.answer


def _by_vote(procedure: Procedure, raad: Raad) -> Besluit | None:
    day = decision_day(procedure)
    if day is None:
        return None
    voor, tegen = procedure.voor.value, procedure.tegen.value
    onthouding = procedure.onthouding.answer or 0
    leden = len(raad.leden_op(day))
    if voor + tegen + onthouding > leden:
        return None
    basis = leden if raad.besluit.basis == "leden" else voor + tegen
    passes = basis > 0 and Decimal(voor) >= raad.besluit.drempel * basis
    return Besluit(STEMMING, day, passes, voor, tegen, onthouding, basis)
