"""The terms of one advies that still run or have passed: what must happen by which day.

A term stands here as long as its step has not been left; what was done in time is history and
no longer a term. Days are the council's own: the settings say how many weeks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from pipeline.council import Raad
from pipeline.model import Dossier, Stap

SOON = timedelta(days=7)  # the reminder comes a week before a term passes


class Soort(StrEnum):
    """What must happen, as people call it."""

    STUKKEN = "stukken voor de vergadering"
    VERGADERING = "plenaire vergadering"
    GEWENST = "advies gewenst door het college"
    REACTIE = "reactie van het college"
    WEBSITE = "advies op de website"
    PRAKTIJK = "kijken in de praktijk"


class Stand(StrEnum):
    """How near a term is."""

    VOORBIJ = "voorbij"
    BINNENKORT = "binnenkort"
    LATER = "later"


class Termijn(Struct, frozen=True):
    """One term, seen from the day of the run."""

    soort: Soort
    dag: date
    dagen: int  # until the term; negative: passed that many days ago

    @property
    def stand(self) -> Stand:
        """How near it is; on the last day itself a term has not passed."""
        if self.dagen < 0:
            return Stand.VOORBIJ
        return Stand.BINNENKORT if self.dagen <= SOON.days else Stand.LATER


def terms(d: Dossier, stap: Stap, raad: Raad, vandaag: date) -> tuple[Termijn, ...]:
    """The open terms of one advies, the earliest first; none at the end of a road."""
    if stap.order >= Stap.AFGEROND.order:
        return ()
    found = [Termijn(soort, dag, (dag - vandaag).days) for soort, dag in _open(d, stap, raad)]
    found = [term for term in found if not _has_happened(term)]
    return tuple(sorted(found, key=lambda term: (term.dag, term.soort)))


def reply_term(d: Dossier, raad: Raad) -> date | None:
    """The last day of the term in which the college is asked to reply; None before sending."""
    sent = d.procedure.verzonden_op.answer
    return sent + timedelta(weeks=raad.brief.reactietermijn_weken) if sent else None


def publication_term(d: Dossier, raad: Raad) -> date | None:
    """The last day on which the advies should come on the website (S1-18); None before sending.

    The weeks run from the sending, or from the later day that the werkgroep asked for.
    """
    sent, later = d.procedure.verzonden_op.answer, d.advies.openbaar_vanaf.answer
    if sent is None:
        return None
    return max(sent, later or sent) + timedelta(weeks=raad.publicatie_weken)


def _open(d: Dossier, stap: Stap, raad: Raad) -> Iterator[tuple[Soort, date]]:
    meeting = d.procedure.plenair_op.answer
    if meeting and stap.order <= Stap.PLENAIR.order:
        yield Soort.VERGADERING, meeting
        if d.procedure.ingeleverd_op.is_empty:
            yield Soort.STUKKEN, meeting - timedelta(days=raad.stukken_dagen_vooraf)
    wished = d.advies.adviesvraag.gewenst_op.answer
    sent = d.procedure.verzonden_op.answer
    if wished and not sent:
        yield Soort.GEWENST, wished
    # Nothing tells whether an advies is on the website yet; after the reply nobody asks any more.
    website = publication_term(d, raad)
    if website and stap.order <= Stap.REACTIE.order:
        yield Soort.WEBSITE, website
    reply = reply_term(d, raad)
    if reply and stap is Stap.REACTIE:
        yield Soort.REACTIE, reply
    planned = d.advies.opvolgdatum.answer
    if planned and sent and d.opvolging.bekeken_op.is_empty:
        yield Soort.PRAKTIJK, planned


def _has_happened(term: Termijn) -> bool:
    """True for a meeting in the past: it was held, and what it left to do is no term."""
    return term.soort is Soort.VERGADERING and term.stand is Stand.VOORBIJ
