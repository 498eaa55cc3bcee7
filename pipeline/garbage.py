"""Garbage: Python looks less often for values that hold each other, and are held by nobody else.

Ours are frozen and never do; of the libraries few do. Looking through all that a large run holds
took a quarter of the time in which this process took in what the reading children gave it.
"""

from __future__ import annotations

import gc

_NEW = 5_000  # values made and kept before Python looks through them; of itself after 700
_OLD = 20  # of such looks before it looks through what it has kept for longer


def look_seldom() -> None:
    """Let the values of this process rest; of what is there now none is looked at again."""
    gc.freeze()
    gc.set_threshold(_NEW, _OLD, _OLD)
