"""Memory: equal arguments get the kept answer, others never do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.memory import Memory, remembered

CALLS: list[tuple[int, int]] = []


@remembered(key=lambda number, _other: number % 3)  # many share a place, on purpose
def add(number: int, other: int) -> int:
    CALLS.append((number, other))
    return number + other


questions = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), max_size=12)


@given(st.lists(questions, max_size=5))
def test_every_answer_is_the_right_one(rounds: list[list[tuple[int, int]]]) -> None:
    memory = Memory()
    for asked in rounds:
        with memory.round():
            assert [add(*one) for one in asked] == [sum(one) for one in asked]


def test_what_was_asked_in_the_round_before_is_not_worked_out_again() -> None:
    memory = Memory()
    CALLS.clear()
    for asked in ([(1, 1), (4, 1)], [(1, 1), (4, 2)], [(4, 2)], [(1, 1)]):
        with memory.round():
            for one in asked:
                add(*one)
    assert CALLS == [(1, 1), (4, 1), (4, 2), (1, 1)]  # the last was let go in the third round


def test_a_round_that_fails_leaves_what_was_known() -> None:
    memory = Memory()
    with memory.round():
        add(1, 1)
    with pytest.raises(ZeroDivisionError), memory.round():
        add(2, 1 // 0)
    CALLS.clear()
    with memory.round():
        add(1, 1)
    assert CALLS == []


def test_outside_a_round_nothing_is_kept() -> None:
    CALLS.clear()
    assert [add(1, 1), add(1, 1)] == [2, 2]
    assert CALLS == [(1, 1), (1, 1)]
