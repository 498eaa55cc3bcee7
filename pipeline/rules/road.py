"""The road of one advies: which rules count for it, which step it is at, what is listed.

There are three roads. Most dossiers walk `ROAD` from invullen on, as far as the letter. Once a
letter exists its toetsing is frozen: only what comes after the letter is still judged. A side
road ends elsewhere: an informal advice, or one that was stopped, referred, rejected or withdrawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from pipeline.council import Raad
from pipeline.form.fields import form
from pipeline.model import Dossier, Ernst, Field, Finding, Rows, Stap, Uitgave
from pipeline.rules.decision import decide
from pipeline.rules.winwin import verdict

_AFTER_LETTER = (Stap.ONDERTEKENING, Stap.REACTIE, Stap.OPVOLGING)
# What is still filled in when the letter is made; the rest of the sheet is history by then.
_KEYS_AFTER_LETTER = (
    "reactie.",
    "opvolging.",
    "voortgang.",
    "procedure.verzonden_op",
    "advies.opvolgdatum",
    "advies.openbaar_vanaf",
)
_BLOCKING = (Ernst.FOUT, Ernst.ONTBREEKT)
_GRAVITY = {ernst: number for number, ernst in enumerate(Ernst)}
_PLACE = re.compile(r"(.*)!([A-Z]+)(\d+)")
_TABS = {tab.name: number for number, tab in enumerate(form(()).tabs)}


class Road(Struct, frozen=True):
    """The road that one dossier is on."""

    end: Stap | None = None  # the side road; None: the ordinary road
    uitgave: Uitgave | None = None

    def walks(self, stap: Stap | None) -> bool:
        """True when rules of this step count on this road.

        Rules of no step look at what leaves the house. Of the side roads only the informal one
        has something to show.
        """
        if self.end is not None:
            return stap is self.end or (stap is None and self.end is Stap.INFORMEEL)
        if self.uitgave is not None:
            return stap in _AFTER_LETTER
        return stap is None or not stap.is_side_road

    def reads(self, key: str) -> bool:
        """True when an unreadable cell with this key still matters."""
        return self.uitgave is None or key.startswith(_KEYS_AFTER_LETTER)

    def joins(self, finding: Finding) -> bool:
        """True when a finding beside other sheets matters: two sheets in one always do."""
        return finding.ernst is Ernst.FOUT or self.walks(finding.stap)

    def stap(self, findings: Iterable[Finding]) -> Stap:
        """The first step that has something to be done; rules of no step count for invullen."""
        if self.end is not None:
            return self.end
        last = Stap.AFGEROND if self.uitgave else Stap.BRIEF
        first = Stap.ONDERTEKENING if self.uitgave else Stap.INVULLEN
        open_steps = (f.stap or first for f in findings if f.ernst in _BLOCKING)
        return max(min((*open_steps, last), key=_order), first, key=_order)

    def is_reached(self, stap: Stap | None, now: Stap) -> bool:
        """True when a rule of this step has its turn at step `now`."""
        return stap is None or stap.order <= now.order

    def listed(self, dossier: Dossier, findings: Sequence[Finding], now: Stap) -> list[Finding]:
        """What is told at step `now`: of later steps no empty cells, but every fout.

        One empty cell is told once: that it is needed takes the place of that it would be good.
        """
        told = [
            f
            for f in findings
            if f.ernst is Ernst.FOUT
            or self.is_reached(f.stap, now)
            or (f.ernst is not Ernst.ONTBREEKT and not _is_empty(dossier, f.sleutel))
        ]
        needed = {f.sleutel for f in told if f.ernst is Ernst.ONTBREEKT}
        return [
            f
            for f in told
            if f.ernst in _BLOCKING or f.sleutel not in needed or not _is_empty(dossier, f.sleutel)
        ]

    def winwin(self, dossier: Dossier) -> str | None:
        """The verdict: that of the letter once there is one."""
        if self.uitgave is None:
            return verdict(dossier.winwin, dossier.investering)
        frozen = self.uitgave.toetsing.get("winwin")
        return frozen if isinstance(frozen, str) else None


def road_of(dossier: Dossier, raad: Raad, uitgave: Uitgave | None) -> Road:
    """The road that follows from the dossier and the letter it has led to, if any."""
    if uitgave is not None:
        return Road(Stap.INGETROKKEN if uitgave.ingetrokken else None, uitgave)
    procedure = dossier.procedure
    if procedure.gestopt_op.is_filled:
        return Road(Stap.GESTOPT)
    if procedure.doorverwezen.answer:
        return Road(Stap.DOORVERWEZEN)
    if dossier.advies.vorm.answer == "informeel":
        return Road(Stap.INFORMEEL)
    besluit = decide(dossier, raad)
    if besluit is not None and not besluit.aangenomen:
        return Road(Stap.AFGEWEZEN)
    return Road()


def listing_order(finding: Finding) -> tuple[int, str, int, int, str, int, str]:
    """The order of the sheet: tab, row, column; at one cell the gravest first."""
    return (*_cell_order(finding.plaats), _GRAVITY[finding.ernst], finding.regel)


@lru_cache(maxsize=4096)
def _cell_order(place: str) -> tuple[int, str, int, int, str]:
    cell = _PLACE.fullmatch(place)
    if cell is None:  # a place outside the sheet, as a row of the secretariat
        return len(_TABS), "", 0, 0, place
    tab, letters, row = cell.groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return _TABS.get(tab, len(_TABS)), tab, int(row), column, ""


def _order(stap: Stap) -> int:
    return stap.order


def _is_empty(dossier: Dossier, key: str) -> bool:
    """True when the cell or list of this key is empty; a key of no cell is not."""
    found: object = dossier
    for part in key.split("."):
        if isinstance(found, Rows):
            if not part.isdigit() or int(part) >= len(found):
                return False
            found = found[int(part)]
        elif isinstance(found, dict):
            found = found.get(part)
        else:
            found = getattr(found, part, None)
    if isinstance(found, Rows):
        return not found.items
    return isinstance(found, Field) and found.is_empty
