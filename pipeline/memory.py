"""Memory: a run that goes on all day works out again only what its arguments changed.

For functions that rest on nothing but their arguments. What was answered before is given again
only when every argument equals what it was answered for, so that it can never be out of date.
Outside `Memory.round` nothing is kept: a run that ends soon has no use for it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_Answers = dict[tuple[str, Hashable], list[tuple[tuple[object, ...], Any]]]


class Memory:
    """The answers of one round of work, for the next one; what that does not ask is let go."""

    def __init__(self) -> None:
        self._before: _Answers = {}
        self._now: _Answers = {}

    @contextmanager
    def round(self) -> Iterator[None]:
        """Remember what is asked meanwhile; a round that fails leaves the one before it in place."""
        self._now = {}
        token = _IN_USE.set(self)
        try:
            yield
        finally:
            _IN_USE.reset(token)
        self._before = self._now

    def answer(
        self, key: tuple[str, Hashable], given: tuple[object, ...], work_out: Callable[[], T]
    ) -> T:
        """The answer to `given`; the key only tells where to look, it decides nothing."""
        for kept, answer in self._before.get(key, ()):
            if kept == given:
                found: T = answer
                break
        else:
            found = work_out()
        self._now.setdefault(key, []).append((given, found))
        return found


_IN_USE: ContextVar[Memory | None] = ContextVar("memory", default=None)


def remembered(key: Callable[..., Hashable]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Let a round of work remember the answers of a pure function; `key` finds them quickly."""

    def decorated(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def asked(*given: P.args, **named: P.kwargs) -> T:
            memory = _IN_USE.get()
            if memory is None:
                return function(*given, **named)
            where = (function.__qualname__, key(*given, **named))
            arguments = (*given, *sorted(named.items()))
            return memory.answer(where, arguments, lambda: function(*given, **named))

        return asked

    return decorated
