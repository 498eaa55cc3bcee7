"""Starts real runs of `advies` that end badly: killed, out of space, or eight at once.

One warm process that forks: a start of Python for each of some hundreds of runs would take longer
than the runs. It gets one JSON object a line (`Order`) and answers with one (`Ending`).
"""

from __future__ import annotations

import errno
import io
import json
import os
import pkgutil
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import IO, Any, NotRequired, Self, TypedDict

import filelock

import pipeline
from pipeline.cli import main
from pipeline.letters.office import OVERRIDE

GROWS = ("mkdir", "fsync")  # need room on the disk; so do open and write
SHRINKS = ("rename", "replace", "unlink", "rmdir")


class Order(TypedDict):
    root: str
    arguments: list[str]
    program: NotRequired[str]  # a module whose main() runs instead of that of the command line
    office: NotRequired[str]  # the program that prints PDFs; default none
    at_once: NotRequired[int]  # how many processes, default one
    kill_before: NotRequired[int]  # the step that writes before which it is killed
    full_from: NotRequired[int]  # the step that writes from which the disk is full
    kill_after: NotRequired[float]  # seconds after its first step that writes


class Ending(TypedDict):
    exits: list[int]  # exit status, or minus the signal
    out: str
    err: str
    steps: int  # that write, of a single process that ended by itself
    writing: float  # seconds from the first of them to the end


class Steps:
    """Counts every call that changes the disk, and ends the world at one of them."""

    def __init__(self, kill_before: int, full_from: int, started: int) -> None:
        self.count = 0
        self._started = started  # the end of a pipe, told when the first step comes
        self._kill_before, self._full_from = kill_before, full_from
        self._one = threading.Lock()

    def step(self, *, grows: bool) -> None:
        with self._one:
            self.count += 1
            if self.count == 1:
                os.write(self._started, b"1")
            if self.count == self._kill_before:
                os.kill(os.getpid(), signal.SIGKILL)
                time.sleep(10)  # the signal comes first
            if grows and 0 < self._full_from <= self.count:
                raise OSError(errno.ENOSPC, "No space left on device")

    def watch(self) -> None:
        for name in (*GROWS, *SHRINKS):
            setattr(os, name, self._counted(getattr(os, name), grows=name in GROWS))
        opened = io.open

        def watched(file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
            if isinstance(file, int) or not set(mode) & set("wxa+"):  # a number is a pipe
                return opened(file, mode, *rest, **named)
            self.step(grows=True)
            return Torn(opened(file, mode, *rest, **named), self)

        io.open = watched  # pathlib opens files through it

    def _counted(self, real: Callable[..., Any], *, grows: bool) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            self.step(grows=grows)
            return real(*arguments, **named)

        return call


class Torn:
    """A file of which a write may end halfway."""

    def __init__(self, file: IO[bytes], steps: Steps) -> None:
        self._file, self._steps = file, steps

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, data: bytes) -> int:
        half = len(data) // 2
        self._file.write(data[:half])
        self._file.flush()
        self._steps.step(grows=True)
        return half + self._file.write(data[half:])


def carry_out(order: Order) -> Ending:
    root = Path(order["root"])
    logs = [root.parent / f"{number}.log" for number in range(order.get("at_once", 1))]
    is_writing, started = os.pipe()
    children = [start(order, log, started) for log in logs]
    os.close(started)  # else the reading would wait for a run that ended without a step
    os.read(is_writing, 1)
    began = time.monotonic()
    if "kill_after" in order:
        time.sleep(order["kill_after"])
        for child in children:
            os.kill(child, signal.SIGKILL)
    exits = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    seconds = time.monotonic() - began
    os.close(is_writing)
    counted = logs[0].with_suffix(".steps")
    return {
        "exits": exits,
        "out": "".join(log.with_suffix(".out").read_text(encoding="utf-8") for log in logs),
        "err": "".join(log.with_suffix(".err").read_text(encoding="utf-8") for log in logs),
        "steps": int(counted.read_text(encoding="utf-8") or 0),
        "writing": seconds,
    }


def start(order: Order, log: Path, started: int) -> int:
    """Fork one run; its pid."""
    for suffix in (".out", ".err", ".steps"):
        log.with_suffix(suffix).write_text("", encoding="utf-8")
    child = os.fork()
    if child:
        return child
    steps = Steps(order.get("kill_before", 0), order.get("full_from", 0), started)
    exit_status: object = 99
    real_open = open
    try:
        os.chdir(order["root"])
        os.environ[OVERRIDE] = order.get("office", "")
        for number, suffix in ((1, ".out"), (2, ".err")):
            os.dup2(os.open(log.with_suffix(suffix), os.O_WRONLY), number)
        sys.stdout = real_open(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = real_open(2, "w", encoding="utf-8", closefd=False)
        sys.argv = ["advies", *order["arguments"]]
        program = import_module(order["program"]).main if "program" in order else main
        steps.watch()
        program()
    except SystemExit as stop:
        exit_status = stop.code
    except BaseException:  # noqa: BLE001 -- a bug of any kind is told; standing.py fails on it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        with real_open(log.with_suffix(".steps"), "w", encoding="utf-8") as counted:
            counted.write(str(steps.count))
        os._exit(exit_status if isinstance(exit_status, int) else 0)


def warm_up() -> None:
    """Load everything once, for all forks."""
    assert filelock
    for found in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        import_module(found.name)


if __name__ == "__main__":
    warm_up()
    for line in sys.stdin:
        sys.stdout.write(f"{json.dumps(carry_out(json.loads(line)))}\n")
        sys.stdout.flush()
