"""What the launcher runs to make trouble for an archive: each job as a program of its own.

vul N         N adviezen, each in two versions        nieuw / versie   one advies more, one
kopie         archief to kopie                        version more
herstel       archief from kopie
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

from pipeline.archive.mirror import copy
from pipeline.archive.restore import restore
from pipeline.archive.store import opened
from pipeline.errors import PipelineError
from tests.archive.shelf import USER, WHEN, add

ARCHIEF, KOPIE = Path("archief"), Path("kopie")
PROGRAM = "tests.faults.archive_jobs"


def main() -> None:
    job, *rest = sys.argv[1:]
    jobs: dict[str, Callable[[], object]] = {
        "vul": lambda: many(int(rest[0])),
        "nieuw": lambda: add(ARCHIEF, "AWI-2026-050"),
        "versie": lambda: add(ARCHIEF, "AWI-2026-001", 2),
        "kopie": lambda: copy(ARCHIEF, KOPIE),
        "herstel": lambda: restore(ARCHIEF, KOPIE, user=USER, when=WHEN),
    }
    try:
        jobs[job]()
    except PipelineError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_status)
    sys.exit(0)


def bulk(kenmerk: str, versie: int) -> dict[str, bytes | Path]:
    """Files of some size, so that killing falls within their writing too."""
    chance = random.Random(kenmerk)  # noqa: S311 -- any bytes will do
    files: dict[str, bytes | Path] = {
        "brief.pdf": chance.randbytes(200_000),
        "bron.zip": chance.randbytes(50_000),
    }
    return {**files, **({"reactie.pdf": chance.randbytes(50_000)} if versie > 1 else {})}


def many(number: int) -> None:
    for versie in (1, 2):
        for at in range(1, number + 1):
            kenmerk = f"AWI-2026-{at:03}"
            home = ARCHIEF / "ocfl/2026" / kenmerk
            if (home / f"v{versie}").exists() and not (ARCHIEF / ".werk/klaar").exists():
                continue  # as a run does that looks first what is archived
            with opened(ARCHIEF) as store:
                if not (home / f"v{versie}").exists():
                    files = bulk(kenmerk, versie)
                    store.add(kenmerk, files, message="Gearchiveerd.", user=USER, when=WHEN)
