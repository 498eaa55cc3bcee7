"""The day of sending, added to a description that could not tell it yet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.archive.dispatch import _with_event
from pipeline.archive.keeper import Keeper
from pipeline.archive.mdto import SUFFIX
from pipeline.archive.mdto_events import sent
from pipeline.archive.objects import BrokenObjectError
from pipeline.council_file import read_council
from tests.archive.filings import BRIEFDATUM, KENMERK, deposited, scan
from tests.archive.schema import mistakes, needs_schema
from tests.work import ROOT, Work

KEEPER = Keeper.of(read_council(ROOT / "input" / "adviesraad.toml"), BRIEFDATUM)
EVENT = b">Verzending<"


@needs_schema
def test_the_description_stays_valid_and_says_nothing_else(desk: Work, home: Path) -> None:
    before = deposited(desk, scan(desk, home))[f"{KENMERK}{SUFFIX}"]
    after = _with_event(before, sent(date(2026, 11, 25), KEEPER))
    assert not mistakes(after)
    assert EVENT not in before
    assert after.count(EVENT) == 1
    lines = after.decode().splitlines()
    start = next(n for n, line in enumerate(lines) if "Verzending" in line) - 2
    end = next(n for n, line in enumerate(lines) if n > start and "</event>" in line)
    assert [*lines[:start], *lines[end + 1 :]] == before.decode().splitlines()


@given(st.binary(max_size=60))
def test_a_damaged_description_is_named(data: bytes) -> None:
    with pytest.raises(BrokenObjectError):
        _with_event(data, sent(date(2026, 11, 25), KEEPER))
