"""A stopwatch, and the most memory that this process has used."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

Measured = Mapping[str, float]  # what, in seconds or MB


@dataclass
class Lap:
    """Filled in when the block ends."""

    seconds: float = 0.0


@contextmanager
def clock() -> Iterator[Lap]:
    """Wall time of a block."""
    lap = Lap()
    start = time.perf_counter()
    yield lap
    lap.seconds = time.perf_counter() - start


def peak_memory() -> float:
    """The most memory of this process so far, in MB; 0 where the system does not tell."""
    try:
        import resource  # noqa: PLC0415 -- Windows has none
    except ImportError:
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)
