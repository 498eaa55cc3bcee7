"""Tree: what stands in a folder of an archive, and which of it ought not to. Changes nothing."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field

from pipeline.archive.places import JUNK


class Tree(Struct):
    """What was found, by place."""

    files: dict[str, int] = field(default_factory=dict)  # to size in bytes
    strangers: list[str] = field(default_factory=list)  # folders that do not belong, links, pipes
    junk: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)  # cannot be looked into


def look(archief: Path, place: str, folders: frozenset[str]) -> Tree:
    """Look in a place and, below it, in `folders`; other folders are only named.

    Never follows a link: what it leads to is not in the archive.
    """
    tree = Tree()
    _look(archief, place, folders, tree)
    return tree


def names(archief: Path, place: str) -> Iterator[os.DirEntry[str]]:
    """What stands in one folder, by name; nothing when it is not there.

    Raises:
        OSError: it cannot be looked into.
    """
    try:
        with os.scandir(archief / place) as entries:
            yield from sorted(entries, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return


def is_folder(entry: os.DirEntry[str]) -> bool:
    """True for a real folder."""
    return entry.is_dir(follow_symlinks=False) and not entry.is_symlink()


def is_junk(entry: os.DirEntry[str]) -> bool:
    """True for what Windows and macOS leave behind."""
    return entry.name.casefold() in JUNK and entry.is_file(follow_symlinks=False)


def _look(archief: Path, place: str, folders: frozenset[str], tree: Tree) -> None:
    try:
        for entry in names(archief, place):
            # Some disks give é back as e and an accent.
            below = f"{place}/{unicodedata.normalize('NFC', entry.name)}"
            if is_junk(entry):
                tree.junk.append(below)
            elif is_folder(entry) and below in folders:
                _look(archief, below, folders, tree)
            elif entry.is_file(follow_symlinks=False):
                tree.files[below] = entry.stat(follow_symlinks=False).st_size
            else:
                tree.strangers.append(below)
    except OSError:
        tree.closed.append(place)
