"""A stopwatch, and the most memory that a process has used."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

Measured = Mapping[str, float]  # what, in seconds or MB


@dataclass
class Lap:
    """Filled in when the block ends."""

    seconds: float = 0.0  # on the wall
    cpu: float = 0.0  # of this process and of its children that ended


@contextmanager
def clock() -> Iterator[Lap]:
    """Time of a block. That of the processor says most on a machine that others use as well."""
    lap = Lap()
    start, cpu = time.perf_counter(), sum(os.times()[:4])
    yield lap
    lap.seconds, lap.cpu = time.perf_counter() - start, sum(os.times()[:4]) - cpu


def peak_memory(*, of_children: bool = False) -> float:
    """The most memory of this process, or of one that it started and that ended, in MB.

    0 where the system does not tell.
    """
    try:
        import resource  # noqa: PLC0415 -- Windows has none
    except ImportError:
        return 0.0
    whose = resource.RUSAGE_CHILDREN if of_children else resource.RUSAGE_SELF
    most = resource.getrusage(whose).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)
