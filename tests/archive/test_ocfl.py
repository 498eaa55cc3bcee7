"""Inventories and log entries as values: what is written reads back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.archive import entries, ocfl
from pipeline.archive.entries import End, Event, Stored
from pipeline.archive.ocfl import Inventory, Made, next_version

HASHES = st.integers(0, 15).map(lambda digit: f"{digit:x}" * 128)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
NAMES = st.from_regex(r"[a-z]{1,3}(/[a-z]{1,3})?", fullmatch=True)
STATES = st.dictionaries(NAMES, HASHES, min_size=1, max_size=4)
MADE = st.builds(Made, st.just("2026-11-25T12:00:00+01:00"), TEXTS, TEXTS, st.just("v@example.org"))


@given(st.lists(st.tuples(STATES, MADE), min_size=1, max_size=5))
def test_an_inventory_reads_back_and_never_moves_what_it_holds(
    versions: list[tuple[dict[str, str], Made]],
) -> None:
    inventory: Inventory | None = None
    for state, made in versions:
        before = inventory
        inventory = next_version(before, "AWI-2026-001", state, made)
        assert inventory.state == state
        assert ocfl.parse(ocfl.to_bytes(inventory)) == inventory
        if before and before is not inventory:
            assert before.manifest.items() <= inventory.manifest.items()
            new = inventory.manifest.keys() - before.manifest.keys()
            assert not {inventory.manifest[path] for path in new} & set(before.manifest.values())
        elif before:
            assert before.state == state


@given(st.builds(
    Event, st.just("2026-11-25T12:00:00+01:00"), st.just(entries.TOEGEVOEGD), TEXTS, TEXTS,
    st.just("AWI-2026-001"), st.integers(1, 9), HASHES,
    st.lists(st.builds(Stored, TEXTS, st.integers(0, 10**12), HASHES), max_size=3).map(tuple),
))  # fmt: skip
def test_an_entry_reads_back(event: Event) -> None:
    entry = entries.after(None, event)
    assert entries.parse(entries.entry_bytes(entry)) == entry
    following = entries.after(entries.end_at(entry), event)
    assert (following.nummer, following.vorige) == (2, entries.end_at(entry).sha512)


@given(st.binary(max_size=200))
def test_what_is_not_ours_is_a_value_error(data: bytes) -> None:
    for read in (ocfl.parse, entries.parse, entries.parse_kop):
        with pytest.raises(ValueError):  # noqa: PT011 -- of any kind: that is the promise
            read(data)


def test_the_code_is_the_start_of_the_hash() -> None:
    end = End(1, "log/2026/000001.json", "3f9a7c2b11d0" + "0" * 116, 1)
    assert end.code == "3F9A-7C2B-11D0"


def test_a_repair_brings_no_files_and_no_advies() -> None:
    entry = entries.after(None, Event("2026", entries.HERSTELD, "", ""))
    assert (entry.checklist, entry.objecten) == ("", 0)
