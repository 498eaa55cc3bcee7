"""One table, made in one run: the pipeline beside the physical limit and beside other programs.

    python -m tests.benchmarks [--n 1000] [--rivalen 100] [--groei 10 100 1000 10000]

Every contestant runs in a process of its own, one after the other. Nothing here is asserted by
wall time; the ratios of one run are what counts.
"""

from __future__ import annotations

import argparse
import multiprocessing
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from compileall import compile_dir
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from tests.benchmarks import forms, limit, ours, plain, rivals
from tests.benchmarks.clock import Measured
from tests.work import ROOT

_NODE_MODULES = ROOT / "node_modules"


def main() -> None:
    """Run everything and print the table."""
    asked = _arguments()
    compile_dir(ROOT / "pipeline", quiet=1)  # as pip does when it installs
    with TemporaryDirectory(dir=asked.map) as place:
        for line in _table(Path(place), asked):
            print(line, flush=True)  # noqa: T201 -- the table is what this is for


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--n", type=int, default=1000, help="sheets in the batch")
    parser.add_argument("--rivalen", type=int, default=100, help="sheets for the other programs")
    parser.add_argument("--groei", type=int, nargs="*", default=(), help="batches of these sizes")
    parser.add_argument("--map", type=Path, help="on which disk to work")
    parser.add_argument("--node", type=Path, default=_NODE_MODULES, help="folder of node modules")
    return parser.parse_args()


def _table(place: Path, asked: argparse.Namespace) -> Iterator[str]:
    yield f"{_machine()}, {datetime.now(UTC):%Y-%m-%d}, {asked.n} forms, two copies each"
    yield ""
    folder = place / "batch"
    forms.make(folder, asked.n)
    whole = _fresh(ours.batch, folder)
    few = min(asked.rivalen, asked.n)
    sheets = sorted((folder / "input").glob("*.xlsx"))
    issued = folder / "output" / "brieven"
    floor = _fresh(limit.measure, sheets, issued, folder / "templates", place / "limit")
    script = _fresh(plain.measure, sheets[:few], folder / "templates", place / "plain")
    letter = _fresh(ours.letter, folder, few)
    letters = sorted(issued.glob("*/*-brief-college.docx"))[:few]
    merged = _fresh(rivals.mailmerge, letters, _made(place / "mailmerge"))
    noded = _fresh(rivals.docxtemplater, letters, _made(place / "node"), asked.node)
    yield from _letter_rows(script["brief"] / few, letter["brief"], merged, noded)
    yield f"| dossier: physical limit (a) | {_each(floor, asked.n)} | |"
    yield f"| dossier: openpyxl + docxtpl (b), {few} forms | {_each(script, few)} | |"
    ratios = _ratios(whole, floor, script, (asked.n, few))
    yield f"| dossier: advies (e) | {_each(whole, asked.n)} | {ratios} |"
    yield f"| batch of {asked.n} | {whole['dossiers']:.1f} s | |"
    yield f"| the same again, nothing changed | {_ms(whole['opnieuw'] / asked.n)} a dossier | |"
    forms.make(place / "een", 1)
    yield from _start_rows(_fresh(ours.start, place / "een"))
    yield f"| peak memory of {asked.n} | {whole['geheugen']:.0f} MB | |"
    rmtree(folder)
    yield from _growth_rows(place, asked.groei)


def _letter_rows(
    plain_letter: float, ours_letter: float, merged: Measured, noded: Measured
) -> Iterator[str]:
    yield "| what | time | ratio |"
    yield "|---|---|---|"
    yield f"| letter: docxtpl (b) | {_ms(plain_letter)} | |"
    for name, measured in (("docx-mailmerge2 (c)", merged), ("docxtemplater, Node (d)", noded)):
        shown = _ms(measured["brief"]) if measured else "not installed"
        yield f"| letter: {name}, fields only | {shown} | |"
    ratio = plain_letter / ours_letter
    yield f"| letter: advies (e), checked, with QR | {_ms(ours_letter)} | {ratio:.0f} × (b) |"


def _each(measured: Measured, number: int) -> str:
    """Time of one dossier, and in brackets how long a processor was busy with it."""
    return f"{_ms(measured['dossiers'] / number)} ({_ms(measured['processor'] / number)})"


def _ratios(whole: Measured, floor: Measured, script: Measured, sizes: tuple[int, int]) -> str:
    number, few = sizes
    wall, cpu = (
        f"{script[kind] / few / (whole[kind] / number):.1f} × (b), "
        f"{whole[kind] / floor[kind]:.2f} × (a)"
        for kind in ("dossiers", "processor")
    )
    return f"{wall} ({cpu})"


def _start_rows(starts: Measured) -> Iterator[str]:
    most = 3 * starts["python"] + 0.060
    yield f"| start: a bare Python | {_ms(starts['python'])} | |"
    yield f"| start: the help text | {_ms(starts['help'])} | at most {_ms(most)} |"
    yield f"| start: toets of one sheet | {_ms(starts['toets'])} | at most 350 ms |"


def _growth_rows(place: Path, sizes: Sequence[int]) -> Iterator[str]:
    each: dict[int, tuple[float, float]] = {}
    for size in sizes:
        folder = place / f"groei-{size}"
        forms.make(folder, size)
        measured = _fresh(ours.batch, folder)
        each[size] = (measured["dossiers"] / size, measured["geheugen"])
        rmtree(folder)
        seconds, memory = each[size]
        yield f"| growth: {size} forms | {_ms(seconds)} a dossier | {memory:.0f} MB |"
    yield from _growth(each)


def _growth(each: Mapping[int, tuple[float, float]]) -> Iterator[str]:
    if 100 in each and max(each) > 100:
        most = max(each)
        ratio = each[most][0] / each[100][0]
        more = each[most][1] - each[100][1]
        yield f"| growth from 100 to {most} | | {ratio:.2f} × a dossier, {more:+.0f} MB |"


def _fresh(measure: Callable[..., Measured], *given: object) -> Measured:
    """Measure in a new process, so that nobody is warmed by another."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(measure, *given).result()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 0.01 else f"{seconds * 1000:.0f} ms"


def _machine() -> str:
    cores = multiprocessing.cpu_count()
    return f"{platform.system()} {platform.machine()}, {cores} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
