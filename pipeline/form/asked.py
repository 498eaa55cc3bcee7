"""Which answers are not asked in this case: their cells turn grey while typing.

Grey is a hint, no lock: what is filled in there all the same is read. The words beside the cell
("Alleen bij …") say the same without colour.
"""

from __future__ import annotations

import re

from pipeline.form.choices import NO
from pipeline.form.formula import Cells, Truth
from pipeline.form.layout import Slot
from pipeline.form.spec import Question

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


def too_long(slot: Slot, cells: Cells) -> Truth | None:
    """When this answer is longer than it may be; None for one of any length."""
    longest = slot.question.max_length if isinstance(slot.question, Question) else None
    if longest is None:
        return None
    return Truth(f"LEN({cells.name(slot.path)})>{longest}", value=False)
