"""Shelf: keeps what a run has read; beyond the first few hundred values on disk, not in memory.

A council that runs ten thousand sheets at once needs no more memory than for some hundreds.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from typing import IO, Generic, TypeVar
from weakref import finalize

from msgspec import Struct

from pipeline.disk import writing

T = TypeVar("T")
ROOM = 250  # values in memory; a sheet takes some 30 KB
_AT_HAND = 16  # values that were asked for last: a stage asks several times for the same one


class Shelf(Generic[T]):
    """Where values are kept. What lies on disk is gone with the process, however it ends."""

    def __init__(self) -> None:
        self._left = ROOM
        self._file: IO[bytes] | None = None
        self._at_hand: OrderedDict[int, T] = OrderedDict()

    def keep(self, value: T) -> Kept[T]:
        """Keep a value.

        Raises:
            UnwritableError: the folder for temporary files is full.
        """
        if self._left > 0:
            self._left -= 1
            return Kept(value=value)
        with writing(Path(gettempdir())):
            if self._file is None:
                self._file = TemporaryFile()  # noqa: SIM115 -- open as long as the shelf
                finalize(self, self._file.close)
            place = self._file.seek(0, 2)
            pickle.dump(value, self._file, protocol=pickle.HIGHEST_PROTOCOL)
        self._note(place, value)
        return Kept(self, place)

    def at(self, place: int) -> T:
        """A value from disk, as its equal: what was changed in the one given is not there."""
        if place in self._at_hand:
            self._at_hand.move_to_end(place)
            return self._at_hand[place]
        assert self._file is not None
        self._file.seek(place)
        value: T = pickle.load(self._file)  # noqa: S301 -- written by this very process
        self._note(place, value)
        return value

    def _note(self, place: int, value: T) -> None:
        self._at_hand[place] = value
        if len(self._at_hand) > _AT_HAND:
            self._at_hand.popitem(last=False)


class Kept(Struct, Generic[T], frozen=True):
    """A value on a shelf."""

    shelf: Shelf[T] | None = None
    place: int = 0
    value: T | None = None

    def get(self) -> T:
        """The value itself."""
        if self.shelf is not None:
            return self.shelf.at(self.place)
        assert self.value is not None
        return self.value
