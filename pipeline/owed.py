"""Owed: what a watch puts off until nobody saves anything: register.xlsx, and a second look.

The workbook takes longer than all the rest of a round, and cannot be replaced while it stands
open in Excel. Some disks (memory sticks, network drives) tell time in steps of two seconds: a
sheet that was saved twice within one looks unchanged, so its bytes are looked at once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import inf
from pathlib import Path

from msgspec import Struct, field

from pipeline import registering
from pipeline.desk import lock_of
from pipeline.disk import UnwritableError
from pipeline.form.recall import Recall
from pipeline.world import World
from pipeline.year.register import Register
from pipeline.year.register_files import workbook_files

CALM = 3.0  # seconds without a round; more than the steps in which any disk tells time
_AGAIN = 30.0  # seconds after which a workbook that could not be written is tried again


class Owed(Struct):
    """The last register that has no workbook yet, and the files that were read since a calm."""

    workbook: Path
    reader: Recall
    tell: Callable[[str], None]
    due_register: tuple[Register, World] | None = None
    read: set[Path] = field(default_factory=set)
    due: float = inf  # the moment, in seconds of the watch
    told: str = ""

    def put_off(
        self, register: Register | None, world: World, read: Iterable[Path], at: float
    ) -> None:
        """A round ended at this moment; what it left to do waits until all is calm."""
        if register is not None:
            self.due_register = register, world
        self.read |= set(read)
        self.due = at + CALM

    def outdated(self) -> frozenset[Path]:
        """The files that were saved again without a new time; asked once."""
        changed = set()
        for path in self.read:
            try:
                if self.reader.is_outdated(path):
                    changed.add(path)
            except OSError:  # gone, or in the hands of another program: the next look tells
                continue
        self.read.clear()
        return frozenset(changed)

    def write(self) -> None:
        """Write the workbook.

        Raises:
            UnwritableError: the disk refuses, or the workbook stands open in Excel on Windows.
        """
        if self.due_register is not None:
            register, world = self.due_register
            registering.write_output(workbook_files(register), world)
        self.due_register, self.due, self.told = None, inf, ""

    def settle(self, at: float) -> None:
        """Write the workbook at this moment; that it cannot be done is told once, and tried again."""
        self.due = at + _AGAIN
        if self.due_register is not None and lock_of(self.workbook):
            self._say(
                "output/register.xlsx staat open in een ander programma. Het wordt bijgewerkt als "
                "u het sluit. Het overzicht is al bijgewerkt."
            )
            return
        try:
            self.write()
        except UnwritableError as error:
            self._say(f"{error} {error.hint}")

    def _say(self, sentence: str) -> None:
        if sentence != self.told:
            self.told = sentence
            self.tell(sentence)
