"""Makes a new work folder for any council: settings to fill in, templates and empty folders.

The folder appears whole or not at all.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from pipeline.errors import PipelineError, UsageError

EMPTY_FOLDERS = ("input/bijlagen", "input/ondertekend", "input/vertrouwd", "output")
_NEW = "nieuw"  # in the templates: what stands ready in a new work folder, in the same layout
# What the Finder and the Explorer put in a folder that its owner sees as empty.
_NOT_CONTENT = frozenset({".ds_store", "desktop.ini", "thumbs.db"})


class FolderNotEmptyError(UsageError):
    """The new work folder would get mixed up with what is there."""

    def __init__(self, target: Path) -> None:
        super().__init__(
            f"In {target} staat al iets. Er is niets geschreven.",
            "Kies een map die leeg is of die nog niet bestaat.",
        )


class NotAFolderError(UsageError):
    """The path of the new work folder is, or runs through, a file."""

    def __init__(self, target: Path) -> None:
        super().__init__(
            f"{target} is een bestand en geen map. Er is niets geschreven.",
            "Kies een andere naam voor de nieuwe map.",
        )


class FolderNotMadeError(PipelineError):
    """The disk or its permissions refuse the new work folder."""

    hint = "Kijk of u in die map mag schrijven en of de schijf niet vol is. Er is niets geschreven."

    def __init__(self, target: Path, cause: OSError) -> None:
        super().__init__(f"De map {target} kan niet worden gemaakt ({cause.strerror or cause}).")


class NoPackagedTemplatesError(PipelineError):
    """The program was installed without its templates."""

    hint = "Installeer het programma opnieuw, volgens de README."

    def __init__(self) -> None:
        super().__init__("De sjablonen die bij het programma horen, zijn niet gevonden.")


def init(target: Path) -> tuple[Path, ...]:
    """Make a work folder at `target`; gives the files in it, in order.

    Raises:
        UsageError: there is something at `target` already.
        FolderNotMadeError: the disk refuses; nothing was written.
    """
    files = dict(_files(packaged_templates()))
    target = Path(os.path.normpath(target.absolute()))
    try:
        existing = _nearest_folder(target)
        with tempfile.TemporaryDirectory(
            dir=existing, prefix=".advies-", ignore_cleanup_errors=True
        ) as staging:
            _write(files, Path(staging) / target.relative_to(existing))
            _move(Path(staging), existing)
    except OSError as error:
        raise FolderNotMadeError(target, error) from error
    return tuple(sorted(target / name for name in files))


def packaged_templates() -> Traversable:
    """The templates that came with the program: in the installed package, or in a checkout.

    Raises:
        NoPackagedTemplatesError: they are in neither.
    """
    package = resources.files("pipeline")
    for place in (package / "_templates", Path(str(package)).parent / "templates"):
        if (place / _NEW).is_dir():
            return place
    raise NoPackagedTemplatesError


def _files(templates: Traversable) -> Iterator[tuple[PurePosixPath, Traversable]]:
    """What a new work folder consists of: its relative paths, and where each comes from."""
    yield from _below(templates / _NEW, PurePosixPath())
    for child in templates.iterdir():
        if child.name != _NEW:
            yield from _below(child, PurePosixPath("templates", child.name))
    # The handleiding of the sample council serves all; a wheel has it in `nieuw` already.
    samples = Path(str(templates)).parent / "input"
    for name in ("HANDLEIDING.md", "handleiding"):
        if (samples / name).exists():
            yield from _below(samples / name, PurePosixPath("input", name))


def _below(source: Traversable, name: PurePosixPath) -> Iterator[tuple[PurePosixPath, Traversable]]:
    if source.is_dir():
        for child in source.iterdir():
            yield from _below(child, name / child.name)
    elif not source.name.startswith((".", "~")):  # .DS_Store, and ~$x.docx: open in Word
        yield name, source


def _nearest_folder(target: Path) -> Path:
    """The empty target itself, or the nearest folder above it that exists."""
    nearest = next(path for path in (target, *target.parents) if path.exists())
    if not nearest.is_dir():
        raise NotAFolderError(nearest)
    if nearest == target and any(c.name.lower() not in _NOT_CONTENT for c in target.iterdir()):
        raise FolderNotEmptyError(target)
    return nearest


def _write(files: Mapping[PurePosixPath, Traversable], folder: Path) -> None:
    for empty in EMPTY_FOLDERS:
        (folder / empty).mkdir(parents=True)
    for name, source in files.items():
        content = source.read_bytes()
        if name.suffix == ".cmd":  # Windows loses its way in a script with other line ends
            content = b"\r\n".join(content.splitlines()) + b"\r\n"
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _move(staging: Path, folder: Path) -> None:
    moved: list[Path] = []
    try:
        moved.extend(child.rename(folder / child.name) for child in sorted(staging.iterdir()))
    except OSError:
        for path in moved:
            path.rename(staging / path.name)
        raise
