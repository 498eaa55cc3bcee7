"""A small archive for tests."""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, datetime
from pathlib import Path

from pipeline.archive.store import Filed, opened

WHEN = datetime(2026, 11, 25, 14, 3, 11, tzinfo=UTC)
USER = "Vera Voorbeeld"
KENMERKEN = ("AWI-2026-001", "AWI-2026-002", "AWI-2027-001")


def files_of(kenmerk: str, versie: int = 1) -> dict[str, bytes | Path]:
    """Files of an advies, the same every time; a later version has one other and one more."""
    chance = random.Random(kenmerk)  # noqa: S311 -- any bytes will do
    files: dict[str, bytes | Path] = {
        "brief-ondertekend.pdf": chance.randbytes(3000),
        f"{kenmerk}_bron.zip": chance.randbytes(1500),
        "mdto/object.xml": f"<MDTO>{kenmerk}</MDTO>".encode(),
    }
    if versie > 1:
        files["mdto/object.xml"] = f"<MDTO>{kenmerk} versie {versie}</MDTO>".encode()
        files["reactie.pdf"] = chance.randbytes(800)
    return files


def add(archief: Path, kenmerk: str, versie: int = 1) -> Filed:
    with opened(archief) as store:
        return store.add(
            kenmerk, files_of(kenmerk, versie), message="Gearchiveerd.", user=USER, when=WHEN
        )


def fill(archief: Path) -> Path:
    """Three adviezen, the second in two versions."""
    for kenmerk in KENMERKEN:
        add(archief, kenmerk)
    add(archief, "AWI-2026-002", 2)
    return archief


def tree(folder: Path) -> dict[str, str]:
    """Every file and empty folder with the hash of its bytes; not what lies in .werk."""
    return {
        path.relative_to(folder).as_posix(): (
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "map"
        )
        for path in sorted(folder.rglob("*"))
        if ".werk" not in path.parts and (path.is_file() or not any(path.iterdir()))
    }
