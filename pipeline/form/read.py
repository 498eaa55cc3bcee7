"""Reads spreadsheet files: Path in, RawSheet out; knows files and nothing of advices.

The reading itself happens in a child process (child.py) that may die of a hostile file. It is
kept warm; a second one starts only when there are files enough to earn its start back.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime, time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.errors import UnreadableSheetError
from pipeline.form.faults import sentence
from pipeline.form.raw import Broken, Defect, RawSheet, RawTab, Value

TIME_LIMIT = 20.0  # seconds a file; an honest one takes milliseconds
TWO_CHILDREN_FROM = 9  # files
_AHEAD = 16  # files read before the caller asks for them
_START = "import sys; sys.path += sys.argv[1:]; from pipeline.form.child import serve; serve()"

_SPECIAL: Mapping[str, Callable[[str], Value]] = {
    "d": date.fromisoformat,
    "m": datetime.fromisoformat,
    "t": time.fromisoformat,
    "e": lambda shown: Broken(Defect.ERROR, shown),
    "f": lambda shown: Broken(Defect.UNCALCULATED, shown),
}


class Reader:
    """Reads sheets while it is open.

    with Reader() as reader:
        raw = reader.read(path)
    """

    def __init__(self, time_limit: float = TIME_LIMIT) -> None:
        self._time_limit = time_limit
        self._children: list[_Child] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for child in self._children:
            child.stop()

    def read(self, path: Path) -> RawSheet:
        """All cells with content of one file.

        Raises:
            UnreadableSheetError: it is no sound spreadsheet; one Dutch sentence says what it is
                and what to do.
        """
        return self._child(0).read(path)

    def read_many(
        self, paths: Sequence[Path]
    ) -> Iterator[tuple[Path, RawSheet | UnreadableSheetError]]:
        """Each path with its sheet, or with the error that says why not; in the given order."""
        number = 2 if len(paths) >= TWO_CHILDREN_FROM else 1
        free: queue.SimpleQueue[_Child] = queue.SimpleQueue()
        for index in range(number):
            free.put(self._child(index))

        def one(path: Path) -> RawSheet | UnreadableSheetError:
            child = free.get()
            try:
                return child.read(path)
            except UnreadableSheetError as error:
                return error
            finally:
                free.put(child)

        waiting: deque[tuple[Path, Future[RawSheet | UnreadableSheetError]]] = deque()
        with ThreadPoolExecutor(number) as threads:
            for path in paths:
                waiting.append((path, threads.submit(one, path)))
                if len(waiting) > _AHEAD:
                    first, sheet = waiting.popleft()
                    yield first, sheet.result()
            for first, sheet in waiting:
                yield first, sheet.result()

    def _child(self, index: int) -> _Child:
        while len(self._children) <= index:
            self._children.append(_Child(self._time_limit))
        return self._children[index]


class _Child:
    """One child process; started when first needed, and again after it died."""

    def __init__(self, time_limit: float) -> None:
        self._time_limit = time_limit
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def read(self, path: Path) -> RawSheet:
        """Read one file in the child."""
        is_warm = self._process is not None
        answer = self._ask(str(path.absolute()))
        if answer.get("fault") == "crash" and is_warm:
            # Earlier files may have left it little memory: the verdict is that of a fresh child.
            answer = self._ask(str(path.absolute()))
        if "fault" in answer:
            raise UnreadableSheetError(sentence(str(answer["fault"]), str(answer["detail"])))
        return _sheet(answer)

    def stop(self) -> None:
        """End the process; the next `read` starts a new one."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._process = None

    def _ask(self, path: str) -> Mapping[str, object]:
        if self._process is not None and self._process.poll() is not None:
            self.stop()  # it died after its last answer: not the fault of this file
        process = self._process or self._start()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(path).encode("ascii") + b"\n")
            process.stdin.flush()
            line = self._answers.get(timeout=self._time_limit)
        except queue.Empty:
            self.stop()
            return {"fault": "time", "detail": ""}
        except OSError:  # the child is gone: a broken pipe here, an invalid argument on Windows
            line = b""
        if not line:
            self.stop()
            return {"fault": "crash", "detail": ""}
        answer: Mapping[str, object] = json.loads(line)
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        calamine = find_spec("python_calamine")
        assert calamine is not None
        assert calamine.origin is not None
        folders = [str(Path(__file__).parents[2]), str(Path(calamine.origin).parents[1])]
        # -I and -S: no settings of the user and no site-packages scan, which halves the start.
        process = subprocess.Popen(  # noqa: S603 -- our own program, no shell
            [sys.executable, "-I", "-S", "-c", _START, *folders],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a dying child has nothing to say to the user
        )
        answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        # A thread waits for the answers: pipes cannot be polled on Windows.
        threading.Thread(target=_listen, args=(process, answers), daemon=True).start()
        self._process, self._answers = process, answers
        return process


def _listen(process: subprocess.Popen[bytes], answers: queue.SimpleQueue[bytes]) -> None:
    assert process.stdout is not None
    try:
        for line in process.stdout:
            answers.put(line)
    except ValueError:  # closed by `stop` while waiting
        pass
    answers.put(b"")


def _sheet(answer: Mapping[str, object]) -> RawSheet:
    tabs = tuple(
        RawTab(
            name,
            {row: {column: _value(value) for column, value in cells} for row, cells in rows},
            {(row, column): tuple(map(tuple, spans)) for row, column, spans in words},
        )
        for name, rows, words in answer["tabs"]  # type: ignore[attr-defined]  # JSON of our own child
    )
    return RawSheet(str(answer["sha256"]), tabs)


def _value(value: str | float | list[str]) -> Value:
    if isinstance(value, list):
        kind, text = value
        return _SPECIAL[kind](text)
    return value
