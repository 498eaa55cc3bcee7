"""A warm child process for work that a hostile file may turn against us.

The libraries that open other people's files can hang, swallow all memory or take their process
down. So they work in a child that may be lost: one request a line, one answer a line, both JSON.
It is kept warm, for a start per file would cost more than the work; after a crash or a hang the
next request gets a fresh one.
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
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypeVar

import msgspec

Answer = Mapping[str, object]
T = TypeVar("T")
R = TypeVar("R")

_AHEAD: Final = 16  # files worked on before the caller asks for them
_HERE: Final = Path(__file__).parents[1]


class Guarded:
    """One child process; started when first needed, and again after it died.

    `module` is ours and has a `serve()` that answers requests until stdin closes; `packages` are
    the outside packages that it imports.
    """

    def __init__(self, module: str, packages: Sequence[str], time_limit: float) -> None:
        self._module = module
        self._packages = packages
        self._time_limit = time_limit  # seconds a request
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def ask(self, request: object) -> Answer:
        """The answer of the child; {"fault": "time"} or {"fault": "crash"} when it has none."""
        is_warm = self._process is not None
        answer = self._ask(request)
        if answer.get("fault") == "crash" and is_warm:
            # Earlier files may have left it little memory: the verdict is that of a fresh child.
            answer = self._ask(request)
        return answer

    def start(self) -> None:
        """Start the process if it does not run yet; it gets ready while the caller goes on."""
        if self._process is None:
            self._start()

    def stop(self) -> None:
        """End the process; the next request starts a new one."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._process = None

    def _ask(self, request: object) -> Answer:
        if self._process is not None and self._process.poll() is not None:
            self.stop()  # it died after its last answer: not the fault of this file
        process = self._process or self._start()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
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
        answer: Answer = msgspec.json.decode(line)
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        folders = dict.fromkeys([str(_HERE), *map(_home, self._packages)])
        start = f"import sys; sys.path += sys.argv[1:]; from {self._module} import serve; serve()"
        # -I and -S: no settings of the user and no site-packages scan, which halves the start.
        process = subprocess.Popen(  # noqa: S603 -- our own program, no shell
            [sys.executable, "-I", "-S", "-c", start, *folders],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a dying child has nothing to say to the user
        )
        answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        # A thread waits for the answers: pipes cannot be polled on Windows.
        threading.Thread(target=_listen, args=(process, answers), daemon=True).start()
        self._process, self._answers = process, answers
        return process


class Crew:
    """Children that share the work while it is open; none is started before it is needed."""

    def __init__(self, module: str, packages: Sequence[str], time_limit: float) -> None:
        self._module = module
        self._packages = packages
        self._time_limit = time_limit
        self._children: list[Guarded] = []

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

    def child(self, index: int = 0) -> Guarded:
        """One of the children."""
        while len(self._children) <= index:
            self._children.append(Guarded(self._module, self._packages, self._time_limit))
        return self._children[index]

    def each(
        self, items: Sequence[T], work: Callable[[Guarded, T], R], number: int
    ) -> Iterator[tuple[T, R]]:
        """Every item with what `work` gave for it, in the given order, by `number` children."""
        free: queue.SimpleQueue[Guarded] = queue.SimpleQueue()
        for index in range(number):
            free.put(self.child(index))

        def one(item: T) -> R:
            child = free.get()
            try:
                return work(child, item)
            finally:
                free.put(child)

        waiting: deque[tuple[T, Future[R]]] = deque()
        with ThreadPoolExecutor(number) as threads:
            for item in items:
                waiting.append((item, threads.submit(one, item)))
                if len(waiting) > _AHEAD:
                    first, result = waiting.popleft()
                    yield first, result.result()
            for first, result in waiting:
                yield first, result.result()


def _home(package: str) -> str:
    """The folder from which a package is imported."""
    spec = find_spec(package)
    assert spec is not None
    if spec.submodule_search_locations:
        return str(Path(next(iter(spec.submodule_search_locations))).parent)
    assert spec.origin is not None
    return str(Path(spec.origin).parent)


def _listen(process: subprocess.Popen[bytes], answers: queue.SimpleQueue[bytes]) -> None:
    assert process.stdout is not None
    try:
        for line in process.stdout:
            answers.put(line)
    except ValueError:  # closed by `stop` while waiting
        pass
    answers.put(b"")
