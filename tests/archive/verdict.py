"""What is said of an archive: by our own audit, and by ocfl-py, which knows nothing of us.

A module of its own, for ocfl-py takes seconds to load.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import ocfl

from pipeline.archive.audit import Audit, audit


def wrong(archief: Path) -> list[str]:
    return [one.melding for one in audit(archief).fout]


def sound(archief: Path) -> Audit:
    """The audit of an archive with which nothing is wrong, by our own word and by another's."""
    found = audit(archief)
    assert found.fout == ()
    assert audit(archief, is_quick=True) == found
    homes = list((archief / "ocfl").glob("*/*"))
    assert found.goed == len(homes)
    assert outside(archief) == len(homes)
    return found


def outside(archief: Path) -> int:
    """How many objects ocfl-py calls good; what it says of the root must be good too."""
    root = ocfl.StorageRoot(str(archief / "ocfl"))
    assert root.validate(log_warnings=False), root.log
    assert root.good_objects == root.num_objects, root.errors
    return int(root.good_objects)


def held(archief: Path, kenmerk: str) -> Mapping[str, bytes]:
    """The newest version of an advies as an outside program reads it: name to bytes."""
    home = archief / "ocfl" / kenmerk.split("-")[1] / kenmerk
    version = ocfl.Object(path=str(home)).parse_inventory().current_version
    return {
        name: (home / version.content_path_for_logical_path(name)).read_bytes()
        for name in version.logical_paths
    }
