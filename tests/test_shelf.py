"""Values that lie on disk while nobody needs them."""

from __future__ import annotations

import gc
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import shelf
from pipeline.shelf import Shelf


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.text(max_size=9), max_size=3), min_size=1, max_size=60),
    st.integers(0, 10),
    st.lists(st.integers(0, 59), max_size=80),
)
def test_what_is_kept_comes_back(
    monkeypatch: pytest.MonkeyPatch, values: list[list[str]], room: int, asked: Sequence[int]
) -> None:
    monkeypatch.setattr(shelf, "ROOM", room)
    there: Shelf[list[str]] = Shelf()
    kept = [there.keep(value) for value in values]
    for number in asked:
        assert kept[number % len(kept)].get() == values[number % len(kept)]


def test_what_lies_on_disk_takes_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    class Heavy:
        alive = 0

        def __init__(self, number: int) -> None:
            self.number = number
            Heavy.alive += 1

        def __del__(self) -> None:
            Heavy.alive -= 1

        def __reduce__(self) -> tuple[object, ...]:
            return (dict, ((("number", self.number),),))

    monkeypatch.setattr(shelf, "ROOM", 10)
    there: Shelf[Heavy] = Shelf()
    kept = [there.keep(Heavy(number)) for number in range(500)]
    gc.collect()
    assert Heavy.alive < 40
    assert kept[499].get()
