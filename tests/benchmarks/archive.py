"""The archive: how fast it is verified beside bare SHA-512, and whether adding stays flat.

python -m tests.benchmarks.archive [--mb 1024] [--n 10000] [--map PLACE]
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.archive.audit import audit
from pipeline.archive.store import Files, Store, opened
from tests.benchmarks.clock import Lap, clock, peak_memory

WHEN = datetime(2026, 11, 25, 12, 0, 0, tzinfo=UTC)
_SCAN, _ZIP = 1_400_000, 250_000  # bytes of a signed scan and of what belongs to it
_ROUNDS = 3


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.archive")
    parser.add_argument("--mb", type=int, default=1024, help="size of the archive to verify")
    parser.add_argument("--n", type=int, default=10_000, help="adviezen to add")
    parser.add_argument("--map", type=Path, help="on which disk to work")
    asked = parser.parse_args()
    with TemporaryDirectory(dir=asked.map) as place:
        for line in chain(_verifying(Path(place), asked.mb), _adding(Path(place), asked.n)):
            print(line, flush=True)  # noqa: T201 -- the table is what this is for


def _verifying(place: Path, megabytes: int) -> Iterator[str]:
    archief = place / "groot"
    number = megabytes * 2**20 // (_SCAN + _ZIP)
    chance = random.Random(1)  # noqa: S311 -- any bytes will do
    with opened(archief) as store:
        for at in range(1, number + 1):
            made: Files = {"brief.pdf": chance.randbytes(_SCAN), "bron.zip": chance.randbytes(_ZIP)}
            _add(store, f"AWI-2026-{at:03}", made)
    files = [path for path in archief.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    yield f"| verify {number} adviezen, {size / 2**20:.0f} MB | best of {_ROUNDS} | ratio |"
    yield "|---|---|---|"
    before = peak_memory()
    bare = _best(lambda: _bare(files))
    ours = _best(lambda: _audit(archief, number))
    quick = _best(lambda: _audit(archief, number, is_quick=True))
    yield f"| bare SHA-512 of the same files, one thread | {size / bare.seconds / 2**20:.0f} MB/s | 1 |"
    yield f"| audit | {size / ours.seconds / 2**20:.0f} MB/s | {bare.seconds / ours.seconds:.2f} |"
    yield f"| audit, by time of the processor | | {bare.cpu / ours.cpu:.2f} |"
    yield f"| audit, quick | {quick.seconds * 1000:.0f} ms | {bare.seconds / quick.seconds:.0f} |"
    yield f"| memory that it took more | {peak_memory() - before:.0f} MB | |"
    yield ""
    shutil.rmtree(archief)


def _best(measure: Callable[[], None]) -> Lap:
    """The best time of some rounds; the first of them also brings the files into memory."""
    laps = []
    for _ in range(_ROUNDS):
        with clock() as lap:
            measure()
        laps.append(lap)
    return Lap(min(lap.seconds for lap in laps), min(lap.cpu for lap in laps))


def _bare(files: list[Path]) -> None:
    for path in files:
        with path.open("rb") as file:
            hashlib.file_digest(file, "sha512")


def _audit(archief: Path, number: int, *, is_quick: bool = False) -> None:
    found = audit(archief, is_quick=is_quick)
    assert (found.goed, found.fout) == (number, ())


def _adding(place: Path, number: int) -> Iterator[str]:
    """Adds with a run of its own for every ten, as a council would in some months."""
    archief = place / "veel"
    yield f"| adding {number} adviezen of 3 small files, in one year | time | processor |"
    yield "|---|---|---|"
    firsts = []
    for start in range(0, number, step := max(number // 10, 1)):
        with clock() as lap:
            for at in range(start, min(start + step, number), 10):
                with opened(archief) as store:
                    for one in range(at, min(at + 10, number)):
                        _add(store, f"AWI-2026-{one + 1:05}", _small(one))
        each, cpu = lap.seconds / step * 1000, lap.cpu / step * 1000
        firsts.append(cpu)
        yield f"| {start + 1} to {start + step} | {each:.1f} ms each | {cpu:.1f} ms each |"
    yield f"| last against first | | {firsts[-1] / firsts[0]:.2f} × |"
    with clock() as lap:
        found = audit(archief)
    assert (found.goed, found.fout) == (number, ())
    yield f"| verifying all of them | {lap.seconds:.1f} s | {peak_memory():.0f} MB at most |"


def _small(number: int) -> dict[str, bytes | Path]:
    return {name: f"{name} {number}".encode() * 40 for name in ("brief.pdf", "b.zip", "mdto.xml")}


def _add(store: Store, kenmerk: str, files: Files) -> None:
    store.add(kenmerk, files, message="Gearchiveerd.", user="Vera Voorbeeld", when=WHEN)


if __name__ == "__main__":
    main()
