"""One line of the live Stand van zaken: what is still empty, wrong or worth a look at a step."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from pipeline.form.formula import Count
from pipeline.model import Stap


class Weight(StrEnum):
    """What a line counts, in the words behind its number."""

    MISSING = "in te vullen"  # ontbreekt
    WRONG = "te verbeteren"  # fout
    LOOK = "te bekijken"  # waarschuwing: the step does not wait for it


class Need(Struct, frozen=True):
    """One line: how many cells keep the advies at `stap`."""

    stap: Stap
    label: str
    key: str  # where the link leads
    count: Count
    weight: Weight = Weight.MISSING
