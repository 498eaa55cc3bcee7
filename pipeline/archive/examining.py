"""Examining: looks into signed files in a guarded child process; both ends of that line.

{"path": "C:/…/scan.pdf", "vorm": "pdf", "pages": 4, "roots": ["MIIC…"], "now": "2026-11-22T…"}
{"examined": "gASV…"}    (what `examine` gives, pickled, in base64)
"""

from __future__ import annotations

import json
import pickle
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from pipeline.archive.examine import Examined, examine
from pipeline.archive.page_text import DocumentText
from pipeline.archive.trust import Roots
from pipeline.archive.values import Part, Vorm
from pipeline.guarded import Guarded

try:
    import resource
except ImportError:  # Windows has no such limit; the time limit of the parent holds everywhere
    resource = None  # type: ignore[assignment]  # a module or nothing

TIME_LIMIT: Final = 120.0  # seconds a file; an honest one takes less than one
MAX_MEMORY: Final = 3 * 2**30  # bytes of address space
_PACKAGES: Final = ("pyhanko", "pypdfium2", "cryptography", "lxml", "msgspec")
_LOST: Final = (
    "dit bestand kan niet veilig worden gelezen. Open het, bewaar of druk het af als een nieuwe "
    "PDF, of scan de brief opnieuw"
)


class Examiner:
    """Looks into files while it is open."""

    def __init__(self, roots: Roots, now: datetime, time_limit: float = TIME_LIMIT) -> None:
        self._child = Guarded("pipeline.archive.examining", _PACKAGES, time_limit)
        self._fixed = {"roots": [_text(root) for root in roots], "now": now.isoformat()}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._child.stop()

    def examine(self, part: Part) -> Examined:
        """What is in the file of a part; its `fault` says why that cannot be known."""
        handed = part.handed
        file = {"path": str(handed.path.absolute()), "vorm": handed.vorm.value}
        answer = self._child.ask({**file, "pages": len(handed.pages), **self._fixed})
        if "examined" not in answer:
            return Examined("", DocumentText(()), fault=_LOST)
        found: Examined = pickle.loads(b64decode(str(answer["examined"])))  # noqa: S301 -- of our own child
        return found


def serve() -> None:
    """Answer requests until stdin closes."""
    if resource is not None:
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, most))
    for line in sys.stdin.buffer:
        answer = json.dumps(_answer(json.loads(line)))
        sys.stdout.buffer.write(answer.encode("ascii") + b"\n")
        sys.stdout.buffer.flush()


def _answer(request: Mapping[str, Any]) -> Mapping[str, str]:  # JSON
    try:
        content = Path(request["path"]).read_bytes()
        roots = tuple(b64decode(root) for root in request["roots"])
        now = datetime.fromisoformat(request["now"])
        vorm, pages = Vorm(request["vorm"]), int(request["pages"])
        return {"examined": _text(pickle.dumps(examine(content, vorm, pages, roots, now)))}
    except (OSError, MemoryError):
        return {"fault": "closed"}


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")
