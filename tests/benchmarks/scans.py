"""How well pages are recognised: scans and photos that it makes itself, of real letters.

    python -m tests.benchmarks.scans [--n 5000]   prints one table; n is the number of pages

Of each page it is known which letter and which page it is, so a wrong answer shows. The pages go
through the same code as in `advies archiveer`. What is timed is the work of the processor (median),
so that a busy machine does not count.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any, Final

import pypdfium2
from PIL import Image

from pipeline.archive import look, qr
from pipeline.archive.opened import PictureLeaf
from pipeline.letters.office import OVERRIDE
from tests.archive import paper
from tests.work import Work, ready

_SAMPLES: Final = ("beschut-werk", "bijverdienen", "schuldhulp-gezinnen")
_TURNS: Final = (0, 0, 90, 180, 270)
_UNDAMAGED: Final = ("scan 150 dpi", "scan 200 dpi", "scan 300 dpi", "pen beside, 200 dpi")
_PHOTOS: Final = ("photo, 8 megapixels", "photo by messenger")
# Of every hundred pages, so many of each kind: the large ones take long to make.
_SHARES: Final[Mapping[str, int]] = {
    "scan 100 dpi": 14,
    "scan 150 dpi": 42,
    "scan 200 dpi": 18,
    "scan 300 dpi": 2,
    "pen beside, 200 dpi": 6,
    "photo, 8 megapixels": 2,
    "photo by messenger": 10,
    "red stamp, 200 dpi": 2,
    "blue pen across, 200 dpi": 2,
    "black pen across, 200 dpi": 2,
}


_given: list[Any] = []  # the folder of letters and their pages, in each process


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a letter as it comes from the printer."""

    png: bytes
    code: str
    number: int
    box: tuple[int, int, int, int]  # of its code, in pixels


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of one page."""

    kind: str
    is_read: bool
    is_wrong: bool  # another code than stands on it
    has_place: bool  # its number was found
    is_misplaced: bool  # another number than it has
    seconds: float  # of the processor


def main() -> None:
    """Make the letters, spoil their pages, look at them and print what came out."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scans")
    parser.add_argument("--n", type=int, default=5000, help="pages in all")
    parser.add_argument("--kernen", type=int, default=os.cpu_count() or 1, help="at the same time")
    asked = parser.parse_args()
    with TemporaryDirectory() as place:
        work = Work(Path(place) / "werkmap")
        brieven = work.root / "output" / "brieven"
        sheets = _letters(work, brieven)
        jobs = list(_jobs(asked.n, len(sheets)))
        given = (brieven, sheets)
        with ProcessPoolExecutor(asked.kernen, initializer=_prepare, initargs=given) as processes:
            seen = list(processes.map(_one, jobs, chunksize=10))
    for line in _table(seen):
        print(line)  # noqa: T201 -- the table is what this is for


def _letters(work: Work, brieven: Path) -> Sequence[Sheet]:
    """The pages of letters that the pipeline makes, at the resolution of a printer."""
    os.environ.pop(OVERRIDE, None)
    for name in _SAMPLES:
        work.sheet(f"{name}.xlsx", ready(name))
    assert work.run("brieven", "--pdf").exit == 0
    sheets = []
    for pdf in sorted(brieven.glob("*/*-brief-college.pdf")):
        for number, page in enumerate(pypdfium2.PdfDocument(pdf), 1):
            image = page.render(scale=paper.CLEAN / 72).to_pil().convert("RGB")
            (mark,) = qr.read(lambda _, image=image: image)  # type: ignore[misc]  # bound at once
            png = BytesIO()
            image.save(png, "PNG", compress_level=1)
            sheets.append(Sheet(png.getvalue(), str(mark.code), number, paper.box(image, mark)))
    return sheets


def _jobs(count: int, sheets: int) -> Iterator[tuple[int, str, int]]:
    kinds = [kind for kind, share in _SHARES.items() for _ in range(share)]
    Random(1).shuffle(kinds)  # noqa: S311 -- no secret
    for seed in range(count):
        yield seed, kinds[seed % len(kinds)], seed // 10 % sheets  # the same page ten times


def _prepare(brieven: Path, sheets: Sequence[Sheet]) -> None:
    """What a process needs to know once."""
    _given.extend((brieven, sheets))


def _one(job: tuple[int, str, int]) -> Seen:
    brieven, sheets = _given
    seed, kind, index = job
    sheet, chance = sheets[index], Random(seed)  # noqa: S311 -- the same
    spoiled = _spoiled(sheet, chance, kind)
    start = process_time()
    answer = look.looked_at(PictureLeaf(spoiled), brieven)
    seconds = process_time() - start
    codes, place = answer["codes"], answer["is_page"]
    assert isinstance(codes, list)
    return Seen(
        kind,
        codes == [sheet.code],
        bool(codes) and codes != [sheet.code],
        place is not None,
        place not in {None, sheet.number},
        seconds,
    )


@lru_cache(1)
def _clean(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def _spoiled(sheet: Sheet, chance: Random, kind: str) -> Image.Image:
    page = _clean(sheet.png)
    turned = chance.choice(_TURNS)
    marked: Mapping[str, Callable[[], Image.Image]] = {
        "red stamp, 200 dpi": lambda: paper.stamped(page, chance, sheet.box),
        "blue pen across, 200 dpi": lambda: paper.stroked(
            page, chance, sheet.box, "#2040b0", beside=False
        ),
        "black pen across, 200 dpi": lambda: paper.stroked(
            page, chance, sheet.box, "#141414", beside=False
        ),
        "pen beside, 200 dpi": lambda: paper.stroked(
            page, chance, sheet.box, chance.choice(["#2040b0", "#141414"]), beside=True
        ),
    }
    match kind:
        case "photo, 8 megapixels":
            return paper.photo(page, chance)
        case "photo by messenger":
            return paper.photo(page, chance, long_side=1600)
        case _ if kind in marked:
            return paper.scan(marked[kind](), chance, 200, turned=turned, in_colour=True)
        case _:
            return paper.scan(page, chance, int(kind.split()[1]), turned=turned)


def _table(seen: Sequence[Seen]) -> Iterator[str]:
    yield f"{'':28}{'pages':>7}{'read':>7}{'%':>8}{'wrong':>7}{'placed':>8}{'misplaced':>11}{'cpu s':>8}"
    for kind in _SHARES:
        yield _row(kind, [one for one in seen if one.kind == kind])
    yield ""
    yield _row("undamaged, from 150 dpi", [one for one in seen if one.kind in _UNDAMAGED])
    yield _row("photos", [one for one in seen if one.kind in _PHOTOS])
    yield _row("all", seen)


def _row(name: str, seen: Sequence[Seen]) -> str:
    read = sum(one.is_read for one in seen)
    share = 100 * read / max(1, len(seen))
    placed = sum(one.has_place for one in seen)
    middle = median([one.seconds for one in seen] or [0.0])
    return (
        f"{name:28}{len(seen):7}{read:7}{share:8.2f}{sum(one.is_wrong for one in seen):7}"
        f"{placed:8}{sum(one.is_misplaced for one in seen):11}{middle:8.3f}"
    )


if __name__ == "__main__":
    main()
