"""Single faults in an archive, of every kind and anywhere: each is found, named and repaired.

`ADVIES_FAULTS=full pytest tests/faults` makes 640 of them instead of 64.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pipeline.archive import ocfl
from pipeline.archive.audit import audit
from pipeline.archive.digest import digest_of
from pipeline.archive.mirror import copy
from pipeline.archive.restore import restore
from tests.archive.shelf import USER, fill, tree
from tests.archive.verdict import outside
from tests.faults.standing import Tell
from tests.faults.test_kill import IS_FULL

EACH = 40 if IS_FULL else 4
WHEN = datetime(2026, 12, 1, 9, 0, 0, tzinfo=UTC)
Fault = Callable[[Path, random.Random], set[str]]  # gives the places that it touched


def files(archief: Path, pattern: str = "*") -> list[Path]:
    found = (p for p in sorted(archief.rglob(pattern)) if ".werk" not in p.parts and p.is_file())
    return [path for path in found if path.stat().st_size > 0]


def folders(archief: Path) -> list[Path]:
    """Folders in which something of the archive stands."""
    return sorted({path.parent for path in files(archief)} - {archief})


def place(archief: Path, path: Path) -> str:
    return path.relative_to(archief).as_posix()


def flipped(archief: Path, chance: random.Random) -> set[str]:
    path = chance.choice(files(archief))
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    return {place(archief, path)}


def truncated(archief: Path, chance: random.Random) -> set[str]:
    path = chance.choice(files(archief))
    os.truncate(path, chance.randrange(path.stat().st_size))
    return {place(archief, path)}


def lengthened(archief: Path, chance: random.Random) -> set[str]:
    path = chance.choice(files(archief))
    with path.open("ab") as file:
        file.write(chance.randbytes(chance.randint(1, 50)))
    return {place(archief, path)}


def zeroed(archief: Path, chance: random.Random) -> set[str]:
    path = chance.choice(files(archief))
    size = path.stat().st_size
    at = chance.randrange(size)
    data = path.read_bytes()
    path.write_bytes(data[:at] + bytes(size - at))
    return {place(archief, path)}


def missing(archief: Path, chance: random.Random) -> set[str]:
    path = chance.choice(files(archief))
    path.unlink()
    return {place(archief, path)}


def missing_folder(archief: Path, chance: random.Random) -> set[str]:
    path = chance.choice(folders(archief))
    shutil.rmtree(path)
    return {place(archief, path)}


def added(archief: Path, chance: random.Random) -> set[str]:
    path = chance.choice(folders(archief)) / f"nieuw-{chance.randrange(10**6)}.pdf"
    path.write_bytes(chance.randbytes(20))
    return {place(archief, path)}


def added_folder(archief: Path, chance: random.Random) -> set[str]:
    path = chance.choice(folders(archief)) / f"map-{chance.randrange(10**6)}"
    path.mkdir()
    return {place(archief, path)}


def conflict_copy(archief: Path, chance: random.Random) -> set[str]:
    path = chance.choice(files(archief))
    mark = chance.choice([" (1)", "-LAPTOP", " (conflicted copy 2026-11-22)"])
    other = path.with_name(f"{path.stem}{mark}{path.suffix}")
    shutil.copy(path, other)
    return {place(archief, other)}


def renamed(archief: Path, chance: random.Random) -> set[str]:
    path = chance.choice(files(archief))
    other = path.with_name(chance.choice([path.name.swapcase(), f"x{path.name}"]))
    if other == path:
        other = path.with_name(f"x{path.name}")
    path.rename(other)
    return {place(archief, path)}


def renamed_folder(archief: Path, chance: random.Random) -> set[str]:
    path = chance.choice(folders(archief))
    path.rename(path.with_name(f"{path.name}9"))
    return {place(archief, path)}


def moved(archief: Path, chance: random.Random) -> set[str]:
    path = chance.choice(files(archief))
    other = chance.choice([f for f in folders(archief) if f != path.parent])
    if (other / path.name).exists():
        return missing(archief, chance)
    path.rename(other / path.name)
    return {place(archief, path)}


def swapped(archief: Path, chance: random.Random) -> set[str]:
    while True:
        one, other = chance.sample(files(archief), 2)
        if one.read_bytes() != other.read_bytes():
            break
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)
    return {place(archief, one), place(archief, other)}


def overwritten_by_another(archief: Path, chance: random.Random) -> set[str]:
    while True:
        one, other = chance.sample(files(archief), 2)
        if one.read_bytes() != other.read_bytes():
            break
    shutil.copy(other, one)
    return {place(archief, one)}


def put_back(archief: Path, chance: random.Random) -> set[str]:
    """The advies with two versions as it was before the second."""
    home = archief / "ocfl/2026/AWI-2026-002"
    shutil.rmtree(home / "v2")
    for name in (ocfl.INVENTORY, ocfl.SIDECAR):
        shutil.copy(home / "v1" / name, home / name)
    assert chance
    return {place(archief, home)}


def forged(archief: Path, chance: random.Random) -> set[str]:
    """A file changed, and everything in the object hashed anew, so that OCFL finds it right."""
    path = chance.choice(files(archief / "ocfl", "*.pdf") + files(archief / "ocfl", "*.zip"))
    home = next(p for p in path.parents if (p / ocfl.MARK).exists())
    old = digest_of(path).sha512
    path.write_bytes(chance.randbytes(500))
    for inventory in (home / ocfl.INVENTORY, *sorted(home.glob(f"v*/{ocfl.INVENTORY}"))):
        text = inventory.read_text("utf-8").replace(old, digest_of(path).sha512).encode()
        inventory.write_bytes(text)
        inventory.with_name(ocfl.SIDECAR).write_bytes(ocfl.sidecar(text))
    assert outside(archief) == 3  # nobody but the log knows better
    return {place(archief, path)}


KINDS: tuple[Fault, ...] = (
    flipped, truncated, lengthened, zeroed, missing, missing_folder, added, added_folder,
    conflict_copy, renamed, renamed_folder, moved, swapped, overwritten_by_another, put_back, forged,
)  # fmt: skip


@pytest.fixture(scope="module")
def standing() -> Iterator[Path]:
    memory = Path("/dev/shm")  # noqa: S108 -- a folder of its own is made in it
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        archief = fill(Path(folder) / "stond")
        copy(archief, Path(folder) / "kopie")
        yield archief


def assert_named(archief: Path, touched: set[str]) -> None:
    """Each touched place is named by a flaw, or lies below or above one that is; and its advies."""
    found = audit(archief).fout
    for one in touched:
        near = [
            flaw
            for flaw in found
            if flaw.plaats == one
            or one.startswith(f"{flaw.plaats}/")
            or flaw.plaats.startswith(f"{one}/")
        ]
        assert near, (one, found)
        assert all(flaw.melding.endswith(".") for flaw in near)
        if kenmerk := re.search(r"ocfl/\d{4}/(AWI-\d{4}-\d{3})(/|$)", one):
            assert any(kenmerk[1] in flaw.melding or flaw.kenmerk for flaw in near), near


@pytest.mark.parametrize("fault", KINDS, ids=lambda fault: str(fault.__name__))
def test_each_single_fault_is_found_named_and_repaired(
    standing: Path, tell: Tell, fault: Fault
) -> None:
    chance = random.Random(fault.__name__)  # noqa: S311 -- any place will do
    archief, kopie = standing.parent / "archief", standing.parent / "kopie"
    where: Counter[str] = Counter()
    for _ in range(EACH):
        shutil.rmtree(archief, ignore_errors=True)
        shutil.copytree(standing, archief)
        touched = fault(archief, chance)
        assert_named(archief, touched)
        result = restore(archief, kopie, user=USER, when=WHEN)
        assert result.fout == (), touched
        assert result.meldingen, touched
        found = audit(archief)
        assert (found.goed, found.fout) == (3, ()), touched
        for part in ("ocfl", "LEESMIJ.txt"):
            now = {p: d for p, d in tree(archief).items() if p.startswith(part)}
            assert now == {p: d for p, d in tree(standing).items() if p.startswith(part)}, touched
        where[next(iter(touched)).split("/")[0]] += 1
    assert outside(archief) == 3
    tell(f"{EACH} times {fault.__name__} ({dict(where)}): each found, named and repaired")
