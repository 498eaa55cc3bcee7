"""Looks at what was handed in: Path in, `Handed` or `Doubt` out; changes nothing.

The looking itself happens in a child process (look.py) that a hostile file may take down. It is
kept warm, and where several files wait there are two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from pipeline.archive.codes import of_kenmerk, parse
from pipeline.archive.faults import sentence
from pipeline.archive.naming import natural
from pipeline.archive.values import Code, Doubt, Handed, Page, Vorm
from pipeline.guarded import Crew, Guarded

TIME_LIMIT: Final = 30.0  # seconds a page; an honest one takes a tenth of a second
_PACKAGES: Final = ("PIL", "pypdfium2", "pypdfium2_raw", "zxingcpp", "pi_heif", "msgspec")
_UNSEEN: Final = frozenset({"desktop.ini", "thumbs.db", "ehthumbs.db", "icon\r"})


class Inspector:
    """Looks at files while it is open; `brieven` holds the letters as made.

    with Inspector(folder.brieven) as inspector:
        seen = inspector.inspect(path)
    """

    def __init__(self, brieven: Path, time_limit: float = TIME_LIMIT) -> None:
        self._brieven = str(brieven.absolute())
        self._crew = Crew("pipeline.archive.look", _PACKAGES, time_limit)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._crew.__exit__(kind, error, trace)

    def inspect(self, path: Path) -> Handed | Doubt:
        """What the pages of one file say; or why nobody can tell, in one Dutch sentence."""
        return self._look(self._crew.child(), path)

    def inspect_many(self, paths: Sequence[Path]) -> Iterator[Handed | Doubt]:
        """The same of each file, in the given order; two are looked at at the same time."""
        for _, seen in self._crew.each(paths, self._look, min(2, max(1, len(paths)))):
            yield seen

    def _look(self, child: Guarded, path: Path) -> Handed | Doubt:
        if any("\ud800" <= sign <= "\udfff" for sign in path.name):
            return Doubt(path, sentence("name"))  # bytes that are no UTF-8; no record can hold it
        request = {"path": str(path.absolute()), "brieven": self._brieven}
        whole: Any = child.ask({**request, "page": 0})  # JSON of our own child
        if "fault" in whole:
            return Doubt(path, sentence(whole["fault"]))
        pages = []
        for number in range(1, whole["pages"] + 1):
            answer: Any = child.ask({**request, "page": number})  # JSON of our own child
            if "fault" in answer:
                return Doubt(path, sentence(answer["fault"]))
            pages.append(_page(number, answer))
        return Handed(path, Vorm(whole["vorm"]), whole["sha512"], whole["size"], tuple(pages))


def handed_in(folder: Path) -> tuple[Path, ...]:
    """Every file below a folder, by natural name; not what an operating system leaves behind."""
    if not folder.is_dir():
        return ()
    found = (path for path in folder.rglob("*") if path.is_file() and not _is_unseen(path, folder))
    return tuple(sorted(found, key=lambda path: natural(path.relative_to(folder).as_posix())))


def _is_unseen(path: Path, folder: Path) -> bool:
    """A file that no person put there: .DS_Store, desktop.ini, Thumbs.db, whatever is hidden."""
    parts = path.relative_to(folder).parts
    return path.name.casefold() in _UNSEEN or any(part.startswith(".") for part in parts)


def _page(number: int, answer: Any) -> Page:  # JSON of our own child
    return Page(
        number,
        tuple(_code(text) for text in answer["codes"]),
        is_blank=answer["is_blank"],
        is_picture=answer["is_picture"],
        is_page=answer["is_page"],
    )


def _code(text: str) -> Code:
    code = parse(text) or of_kenmerk(text)
    assert code is not None
    return code
