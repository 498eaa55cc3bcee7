"""A reader that remembers: only what changed is read again. For a run that goes on all day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from pipeline.errors import UnreadableSheetError
from pipeline.form.raw import RawSheet
from pipeline.form.read import TIME_LIMIT, Reader


class Recall(Reader):
    """Reads a sheet once, until it is told that the file changed."""

    def __init__(self, time_limit: float = TIME_LIMIT) -> None:
        super().__init__(time_limit)
        self._kept: dict[Path, RawSheet] = {}

    def forget(self, paths: Iterable[Path]) -> None:
        """These files changed or are gone."""
        for path in paths:
            self._kept.pop(path, None)

    def is_outdated(self, path: Path) -> bool:
        """True when the bytes of a file that was read are others now, whatever its time says."""
        kept = self._kept.get(path)
        return kept is not None and sha256(path.read_bytes()).hexdigest() != kept.sha256

    def read(self, path: Path) -> RawSheet:
        """As of `Reader`."""
        if path not in self._kept:
            self._kept[path] = super().read(path)
        return self._kept[path]

    def read_many(
        self, paths: Sequence[Path]
    ) -> Iterator[tuple[Path, RawSheet | UnreadableSheetError]]:
        """As of `Reader`; what could not be read is tried anew every time."""
        anew = dict(super().read_many([path for path in paths if path not in self._kept]))
        self._kept.update((p, raw) for p, raw in anew.items() if isinstance(raw, RawSheet))
        for path in paths:
            yield path, anew[path] if path in anew else self._kept[path]
