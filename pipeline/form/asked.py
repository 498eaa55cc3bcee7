"""What is asked of an answer in this case, as conditions that colour its cell while typing.

Not asked turns grey, still needed gets a dark border. Both are hints, no locks: what is filled in
all the same is read. The words beside the cell ("Alleen bij …", "Nodig voor …") need no colour.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import or_

from pipeline.form.choices import NO
from pipeline.form.formula import Cells, Truth
from pipeline.form.paper import Slot
from pipeline.form.spec import Listing, Question
from pipeline.model import Stap

_BEFORE_MEETING = (Stap.INVULLEN, Stap.OVERLEG, Stap.PLENAIR)
_BY_SECRETARY = frozenset({"procedure.plenair_op"})
_COMPENSATION = re.compile(r"(winwin\.\w+)\.compensatie")
_INVESTMENT = frozenset(f"investering.{part}" for part in ("wat", "wie", "bedrag", "wanneer_winst"))
_SISTER_COUNCIL = frozenset(
    f"raakvlak.{part}" for part in ("samenvatting", "samen_oppakken", "doorgegeven_op")
)


def not_asked(slot: Slot, cells: Cells) -> Truth | None:
    """When this answer is not asked; None for one that always is."""
    only_if = slot.question.only_if if isinstance(slot.question, Question) else ""
    if only_if == "gevraagd":
        return ~cells.says("advies.soort", only_if)
    if only_if == "informeel":
        return ~cells.says("advies.vorm", only_if)
    if group := _COMPENSATION.fullmatch(slot.path):
        return cells.says(f"{group[1]}.effect", "winst", "gelijk", "niet geraakt")
    if slot.path in _INVESTMENT:
        return cells.says("investering.nodig", NO)
    if slot.path in _SISTER_COUNCIL:
        return cells.says("raakvlak.wmo", NO) & cells.says("raakvlak.jeugd", NO)
    return None


def still_needed(slot: Slot, cells: Cells) -> Truth | None:
    """When this answer is needed and empty; None for one that is not needed for the meeting.

    Of an adviespunt that is not used nothing is needed, but at least one must be there.
    """
    if slot.question.nodig not in _BEFORE_MEETING or slot.path in _BY_SECRETARY:
        return None
    key = slot.question.key if isinstance(slot.question, Listing) else slot.path
    empty = ~cells.filled(key)
    card, _, part = slot.path.rpartition(".")
    if not card.startswith("advies.adviespunten.") or card.endswith(".0"):
        return empty
    parts = [key for key in cells.keys(f"{card}.") if key != f"{card}.{part}"]
    return reduce(or_, [cells.filled(key) for key in parts]) & empty


def too_long(slot: Slot, cells: Cells) -> Truth | None:
    """When this answer is longer than it may be; None for one of any length."""
    longest = slot.question.max_length if isinstance(slot.question, Question) else None
    if longest is None:
        return None
    return Truth(f"LEN({cells.name(slot.path)})>{longest}", value=False)
