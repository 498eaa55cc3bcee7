"""All that is known of an advies at the moment that it is filed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.archive.contents import Known
from pipeline.archive.keeper import Keeper
from pipeline.archive.values import Evidence, Match


@dataclass(frozen=True, slots=True)
class Filing:
    """A signed letter with everything that describes it."""

    match: Match
    evidence: Evidence
    record: Mapping[str, Any]  # JSON: brief.json
    known: Known
    keeper: Keeper
    at: datetime  # with its time zone
