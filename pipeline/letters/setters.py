"""Setters: turn planned steps into drafts; for a large run in processes beside this one.

    with setters(world, stationery, letters=400) as setter:
        draft = setter.begin(step, source)
        … draft()

A draft follows from its step alone, so it does not matter where it is made: the same bytes come
out. Starting a process takes as long as some hundreds of letters, so a small run has no others.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process
from typing import Protocol

from msgspec import Struct

from pipeline.errors import PipelineError
from pipeline.garbage import look_seldom
from pipeline.letters.draft import Draft
from pipeline.letters.issue import Source, draft_of
from pipeline.letters.plan import Step
from pipeline.letters.stationery import Stationery
from pipeline.world import World

MANY = 300  # letters, from which other processes earn their start back
_MOST = 4  # processes; writing the folders takes the time of one
_AHEAD = 4  # drafts that wait for each process

Drafted = Callable[[], Draft]


class SetterLostError(PipelineError):
    """A process that made letters was ended by something else."""

    def __init__(self) -> None:
        super().__init__("Het maken van de brieven is door iets anders op deze computer gestopt.")
        self.hint = "Geef de opdracht opnieuw. Wat al klaar was, staat er heel; de rest volgt dan."


class Setter(Protocol):
    """Makes drafts."""

    @property
    def ahead(self) -> int:
        """How many may be begun before the first is asked for."""

    def begin(self, step: Step, source: Source) -> Drafted:
        """Begin a draft; calling what comes back gives it, or raises as `draft_of` does."""


class Here(Struct, frozen=True):
    """Makes each draft when it is asked for."""

    world: World
    stationery: Stationery
    ahead: int = 0

    def begin(self, step: Step, source: Source) -> Drafted:
        """See Setter."""
        return lambda: draft_of(step, self.world, self.stationery, source)


class Beside(Struct, frozen=True):
    """Makes drafts in other processes, some ahead of the one that is asked for."""

    pool: ProcessPoolExecutor
    ahead: int

    def begin(self, step: Step, source: Source) -> Drafted:
        """See Setter."""
        try:
            waiting = self.pool.submit(_draft, step, source)
        except BrokenProcessPool as error:
            raise SetterLostError from error

        def draft() -> Draft:
            try:
                return waiting.result()
            except BrokenProcessPool as error:
                raise SetterLostError from error

        return draft


@contextmanager
def setters(world: World, stationery: Stationery, *, letters: int) -> Iterator[Setter]:
    """A setter for a run that may make so many letters; it gets ready at once."""
    number = min(os.cpu_count() or 1, _MOST)
    if letters < MANY or number == 1:
        yield Here(world, stationery)
        return
    context = get_context("spawn")  # the only way that all systems have, and safe with threads
    pool = ProcessPoolExecutor(number, context, initializer=_open, initargs=(world,))
    try:
        with _deaf_to_ctrl_c():
            for _ in range(number):
                pool.submit(_ready)  # each starts a process, which takes half a second to be ready
        yield Beside(pool, _AHEAD * number)
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Ctrl-C is for the run itself: a process that starts meanwhile does not hear it either."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_here: list[Here] = []  # of this process, once it has opened its templates


def _open(world: World) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # on Windows it inherits nothing of that
    threading.Thread(target=_end_with_parent, daemon=True).start()
    stationery = Stationery.opened(world.folder.templates, world.folder.settings)
    _here.append(Here(world, stationery))
    look_seldom()


def _end_with_parent() -> None:
    """A run that is killed leaves no process behind."""
    parent = parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os._exit(1)


def _ready() -> None:
    """Nothing but the start of a process."""


def _draft(step: Step, source: Source) -> Draft:
    return _here[0].begin(step, source)()
