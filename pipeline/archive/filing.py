"""All that is known of an advies at the moment that it is filed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from pipeline.archive.contents import Known
from pipeline.archive.keeper import Keeper
from pipeline.archive.values import Evidence, Match


class Filing(Struct, frozen=True):
    """A signed letter with everything that describes it."""

    match: Match
    evidence: Evidence
    record: Mapping[str, Any]  # JSON: brief.json
    known: Known
    keeper: Keeper
    at: datetime  # with its time zone
