"""The work folder: where everything stands, and which sheets a run reads.

It looks and never writes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from pipeline.errors import MissingPathError, NoWorkFolderError

SHEET_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
_CONFIG = Path("input") / "adviesraad.toml"
_DESK = "secretariaat.xlsx"  # one row per dossier, for the secretary: no sheet
_LOCK = "~$"  # Excel puts "~$x.xlsx" beside x.xlsx while that is open
_NO_SHEETS = frozenset({"bijlagen", "ondertekend", "vertrouwd"})


class WorkFolder(Struct, frozen=True):
    """The folder of one council. `root` is absolute."""

    root: Path

    @property
    def input(self) -> Path:
        """What people put in: the settings, the sheets and what belongs to them."""
        return self.root / "input"

    @property
    def config(self) -> Path:
        """The council: adviesraad.toml."""
        return self.root / _CONFIG

    @property
    def settings(self) -> tuple[Path, ...]:
        """The files that decide what is checked, and what a letter says of the council."""
        return (self.config, self.templates / "toetsingsschema.toml")

    @property
    def secretariaat(self) -> Path:
        """The secretary's own sheet, one row per dossier."""
        return self.input / _DESK

    @property
    def bijlagen(self) -> Path:
        """Files that go with a letter."""
        return self.input / "bijlagen"

    @property
    def ondertekend(self) -> Path:
        """Signed letters that wait for the archive."""
        return self.input / "ondertekend"

    @property
    def vertrouwd(self) -> Path:
        """Certificates (.pem) that make a digital signature trusted."""
        return self.input / "vertrouwd"

    @property
    def templates(self) -> Path:
        """Letters, mail texts and lists that the secretary may edit."""
        return self.root / "templates"

    @property
    def output(self) -> Path:
        """Everything that the pipeline writes."""
        return self.root / "output"

    @property
    def toetsing(self) -> Path:
        """toetsing.json and the nagekeken sheets."""
        return self.output / "toetsing"

    @property
    def concept(self) -> Path:
        """Concept letters."""
        return self.output / "concept"

    @property
    def doorgegeven(self) -> Path:
        """Summaries for the sister council."""
        return self.output / "doorgegeven"

    @property
    def verzenden(self) -> Path:
        """Mail drafts with the signed letter, per kenmerk."""
        return self.output / "verzenden"

    @property
    def brieven(self) -> Path:
        """Complete kenmerk folders and nothing else."""
        return self.output / "brieven"

    @property
    def archief(self) -> Path:
        """The archive, unless the council's `mappen.archief` says otherwise."""
        return self.output / "archief"

    @property
    def werk(self) -> Path:
        """Staging and locks."""
        return self.output / ".werk"

    def sheets(self, paths: Sequence[Path], cwd: Path) -> tuple[Path, ...]:
        """The sheets of a run, each once, in the order of their names (kenmerken follow it).

        `paths` are files or folders as the user gave them, standing in `cwd`; none means all of
        input/. A file that is named is taken whatever it is. A sheet outside the work folder
        keeps its path as given.

        Raises:
            MissingPathError: a path leads nowhere.
        """
        found: dict[str, Path] = {}
        for given in paths or (self.input,):
            for path in _in(given, cwd, closed=self.output):
                absolute = Path(os.path.normpath(cwd / path))
                inside = self._inside(absolute)
                # Read twice under two names, a sheet would be a copy of itself.
                found.setdefault(os.path.realpath(absolute), path if inside is None else absolute)
        return tuple(sorted(found.values(), key=self._order))

    def relative(self, path: Path) -> str:
        """How messages name a path: from the work folder where it lies in it, else as given."""
        inside = self._inside(path)
        return str(path) if inside is None else inside

    def _order(self, path: Path) -> tuple[str, str]:
        name = self.relative(path)
        return name.casefold(), name

    def _inside(self, path: Path) -> str | None:
        if path.is_relative_to(self.root):
            return path.relative_to(self.root).as_posix()
        # The same folder has other names too: /tmp on a Mac, RUNNER~1 on Windows.
        real, root = Path(os.path.realpath(path)), Path(os.path.realpath(self.root))
        return real.relative_to(root).as_posix() if real.is_relative_to(root) else None


def find(start: Path, map_option: Path | None = None) -> WorkFolder:
    """The work folder that --map names, else the nearest one at or above `start`.

    Raises:
        MissingPathError: the folder of --map is not there.
        NoWorkFolderError: no input/adviesraad.toml was found.
    """
    if map_option is None:
        tried = (start, *start.parents)
    else:
        named = Path(os.path.normpath(start / map_option))
        if not os.path.lexists(named):
            raise MissingPathError(map_option)
        tried = (named,)
    for folder in tried:
        if (folder / _CONFIG).is_file():
            return WorkFolder(folder)
    raise NoWorkFolderError(tried[0])


def _in(given: Path, cwd: Path, *, closed: Path) -> Iterator[Path]:
    path = cwd / given
    if not os.path.lexists(path):
        raise MissingPathError(given)
    if _is_folder(path) and path.suffix.lower() not in SHEET_SUFFIXES:
        # A link back to a folder above would be walked for ever.
        real = Path(os.path.realpath(path))
        seen = {str(real), *map(str, real.parents), os.path.realpath(closed)}
        yield from _walk(given, cwd, seen)
    else:
        yield given


def _walk(folder: Path, cwd: Path, seen: set[str]) -> Iterator[Path]:
    try:
        names = sorted(child.name for child in (cwd / folder).iterdir())
    except OSError:
        yield folder  # cannot be opened: named among the unreadable ones, the others go on
        return
    for name in names:
        path = folder / name
        if Path(name).suffix.lower() in SHEET_SUFFIXES:
            if not _is_skipped(name):
                yield path
        elif _is_folder(cwd / path) and not name.startswith(".") and name.lower() not in _NO_SHEETS:
            real = os.path.realpath(cwd / path)
            if real not in seen:
                seen.add(real)
                yield from _walk(path, cwd, seen)


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 -- Path.is_dir raises on a file that OneDrive withholds


def _is_skipped(name: str) -> bool:
    """True for the secretary's own sheet, and for what macOS and LibreOffice leave behind."""
    return name.startswith(".") or name.lower().removeprefix(_LOCK) == _DESK
