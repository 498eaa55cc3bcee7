"""Where the time of one dossier goes: every stage by itself, in one process.

    python -m tests.benchmarks.stages [--n 100]

Each stage works five times on each dossier, and the quickest time counts: on a shared machine that
says most of what the work itself takes. What a run pays beside these is the start of its
processes and what travels between them.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import msgspec
from python_calamine import CalamineWorkbook

from pipeline.checking import Checked, check_all
from pipeline.defaults import complete
from pipeline.form import child, read
from pipeline.form.guard import Archive
from pipeline.form.parse import parse
from pipeline.form.parts import inspect
from pipeline.letters import compose, toetsverslag
from pipeline.letters.compose import Issue
from pipeline.letters.draft import Draft
from pipeline.letters.folder import Bindery
from pipeline.letters.issue import Source, draft_of
from pipeline.letters.letter import Brief, Toetsverslag
from pipeline.letters.plan import Step, Wishes, numbering, plan
from pipeline.letters.stationery import Stationery
from pipeline.rules.engine import check
from pipeline.sheets import read_sheets
from pipeline.workfolder import WorkFolder
from pipeline.world import World, open_world
from tests.benchmarks import forms

_DAY = date(2026, 11, 22)
_TIMES = 5
T = TypeVar("T")
Row = tuple[str, float]  # a stage, and its seconds for one dossier


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.stages")
    parser.add_argument("--n", type=int, default=100, help="dossiers")
    with TemporaryDirectory() as place:
        folder = Path(place) / "werkmap"
        forms.make(folder, parser.parse_args().n)
        rows = list(_rows(folder, Path(place)))
    print("| stage | ms a dossier |\n|---|---|")  # noqa: T201 -- the table is what this is for
    for stage, seconds in (*rows, ("all of these", sum(seconds for _, seconds in rows))):
        print(f"| {stage} | {seconds * 1000:.2f} |")  # noqa: T201


def _rows(folder: Path, place: Path) -> Iterator[Row]:
    world = open_world(WorkFolder(folder), _DAY)
    paths = world.folder.sheets((), folder)
    yield from _reading(paths, world)
    checked = check_all(read_sheets(paths, world), world, ())
    at = world.circumstances()
    yield _timed("rules", checked, lambda one: check(one.sheet.dossier, (), at))
    yield from _letters(checked, world, place)


def _reading(paths: Sequence[Path], world: World) -> Iterator[Row]:
    files = [path.read_bytes() for path in paths]
    yield _timed("guards over a sheet", files, lambda data: inspect(Archive(data)))
    yield _timed("the library that reads it", files, _by_library)
    whole = _timed("", paths, lambda path: child._read(str(path)))[1]
    alone = sum(_timed("", files, part)[1] for part in (lambda d: inspect(Archive(d)), _by_library))
    yield "its cells as plain values", max(0.0, whole - alone)
    answers = [child._read(str(path)) for path in paths]
    yield _timed("to the run as JSON", answers, lambda answer: read._sheet(_sent(answer)))
    sheets = [read._sheet(_sent(answer)) for answer in answers]
    yield _timed("parsing", sheets, lambda raw: complete(parse(raw, world.form)[0], world.raad))


def _by_library(data: bytes) -> None:
    book: CalamineWorkbook = child._opened(data)
    for index in range(len(book.sheets_metadata)):
        for _ in book.get_sheet_by_index(index).iter_rows():
            pass


def _sent(answer: object) -> dict[str, object]:
    received: dict[str, object] = msgspec.json.decode(msgspec.json.encode(answer))
    return received


def _letters(checked: Sequence[Checked], world: World, place: Path) -> Iterator[Row]:
    stationery = Stationery.open(world.folder.templates, world.folder.settings)
    numbers = numbering(world.raad.code, (), {})
    steps = list(plan((one.candidate() for one in checked), numbers, Wishes(_DAY, pdf=False)))
    source = Source("een.xlsx", "0" * 64)

    def drafted(step: Step) -> Draft:
        return draft_of(step, world, stationery, source)

    def letters(brief: Brief, step: Step) -> None:
        advisers = tuple(step.candidate.dossier.bestuursadviseurs)
        copies = [copy for _, copy in compose.copies(brief, advisers)]
        assert len(list(stationery.letters(brief, copies))) == 1 + len(copies)

    composed = [(_composed(step, world), step) for step in steps]
    yield _timed("letter and two copies, checked", composed, lambda one: letters(*one))
    records = [_record(brief, step, world) for brief, step in composed]
    yield _timed("record of the toetsing, checked", records, stationery.record)
    whole = _timed("", steps, drafted)[1]
    alone = _timed("", composed, lambda one: letters(*one))[1]
    alone += _timed("", records, stationery.record)[1]
    drafts = [drafted(step) for step in steps]
    mail = _timed("", drafts, lambda draft: draft.finished({}))[1]
    yield "composing, hashes, mail and brief.json", max(0.0, whole - alone) + mail
    started = time.perf_counter()
    (place / "bouw").mkdir()
    with Bindery(place / "bouw") as bindery:
        for step, draft in zip(steps, drafts, strict=True):
            bindery.put(place / "brieven" / step.kenmerk, draft.finished({}))
    yield "folders, down to the disk (once)", (time.perf_counter() - started) / len(steps) - mail


def _composed(step: Step, world: World) -> Brief:
    candidate = step.candidate
    issue = Issue(step.kenmerk, step.briefdatum)
    return compose.letter(candidate.dossier, world.raad, candidate.besluit, issue, compose.PUBLIC)


def _record(brief: Brief, step: Step, world: World) -> Toetsverslag:
    candidate = step.candidate
    return toetsverslag.record_of_toetsing(
        candidate.dossier,
        world.raad,
        world.schema,
        report=candidate.report,
        brief=brief,
        besluit=candidate.besluit,
    )


def _timed(stage: str, things: Sequence[T], work: Callable[[T], object]) -> Row:
    quickest = [float("inf")] * len(things)
    for _ in range(_TIMES):
        for number, thing in enumerate(things):
            started = time.perf_counter()
            work(thing)
            quickest[number] = min(quickest[number], time.perf_counter() - started)
    return stage, sum(quickest) / len(quickest)


if __name__ == "__main__":
    main()
