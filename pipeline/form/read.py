"""Reads spreadsheet files: Path in, RawSheet out; knows files and nothing of advices.

The reading itself happens in a child process (child.py) that may die of a hostile file. It is
kept warm; a second one starts only when there are files enough to earn its start back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.errors import UnreadableSheetError
from pipeline.form.faults import sentence
from pipeline.form.raw import Broken, Defect, RawSheet, RawTab, Value
from pipeline.guarded import Crew, Guarded

TIME_LIMIT = 20.0  # seconds a file; an honest one takes milliseconds
TWO_CHILDREN_FROM = 9  # files

_SPECIAL: Mapping[str, Callable[[str], Value]] = {
    "d": date.fromisoformat,
    "m": datetime.fromisoformat,
    "t": time.fromisoformat,
    "n": int,
    "e": lambda shown: Broken(Defect.ERROR, shown),
    "f": lambda shown: Broken(Defect.UNCALCULATED, shown),
}


class Reader:
    """Reads sheets while it is open.

    with Reader() as reader:
        raw = reader.read(path)
    """

    def __init__(self, time_limit: float = TIME_LIMIT) -> None:
        self._crew = Crew("pipeline.form.child", ("python_calamine", "msgspec"), time_limit)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._crew.__exit__(kind, error, trace)

    def get_ready(self) -> None:
        """Start a child now, so that it is warm when the first sheet comes."""
        self._crew.child().start()

    def read(self, path: Path) -> RawSheet:
        """All cells with content of one file.

        Raises:
            UnreadableSheetError: it is no sound spreadsheet; one Dutch sentence says what it is
                and what to do.
        """
        return _read(self._crew.child(), path)

    def read_many(
        self, paths: Sequence[Path]
    ) -> Iterator[tuple[Path, RawSheet | UnreadableSheetError]]:
        """Each path with its sheet, or with the error that says why not; in the given order."""
        number = 2 if len(paths) >= TWO_CHILDREN_FROM else 1
        yield from self._crew.each(paths, _read_or_refuse, number)


def _read_or_refuse(child: Guarded, path: Path) -> RawSheet | UnreadableSheetError:
    try:
        return _read(child, path)
    except UnreadableSheetError as error:
        return error


def _read(child: Guarded, path: Path) -> RawSheet:
    answer = child.ask(str(path.absolute()))
    if "fault" in answer:
        raise UnreadableSheetError(sentence(str(answer["fault"]), str(answer["detail"])))
    return _sheet(answer)


def _sheet(answer: Mapping[str, object]) -> RawSheet:
    tabs = tuple(
        RawTab(
            name,
            {
                row: {
                    column: value if type(value) is str else _value(value)
                    for column, value in cells
                }
                for row, cells in rows
            },
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
