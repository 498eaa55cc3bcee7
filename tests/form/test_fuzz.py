"""Damaged forms, some thousands: each ends in a dossier or in one Dutch sentence, and soon.

    ADVIES_FUZZ_SECONDS=600 ADVIES_FUZZ_SEED=7 python -m pytest tests/form/test_fuzz.py -s

The seed is fixed, so that a run can be repeated; how far it comes is bounded by time. A file that
fails is kept in the folder that the failure names; once mended it belongs in quirks/.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from itertools import count
from pathlib import Path
from random import Random

from pipeline.errors import UnreadableSheetError
from pipeline.form.faults import sentence
from pipeline.form.normal import to_json
from pipeline.form.parse import parse
from pipeline.form.read import Reader
from tests.form.mutants import mutant
from tests.form.paper import FORM
from tests.form.sheets import sheet_of

SECONDS = float(os.environ.get("ADVIES_FUZZ_SECONDS", "6"))
SEED = int(os.environ.get("ADVIES_FUZZ_SEED", "20261122"))
LIMIT = 2.0  # seconds a file
CORPUS = Path(__file__).parent / "quirks"
SMALL = sheet_of(
    ("advies.kern", "Kern", "Kort."),
    ("advies.gehoord.*", "Gehoord", 12.5),
    ("procedure.plenair_op", "Op", "=TODAY()"),
    ("advies.adviespunten.1.wie", "Wie", "Het college"),
    ("#voortgang", "actie", "datum"),
    ("voortgang.*", "Bellen", 46310),
)
WHOLE = ("eigen.xlsx", "libreoffice.xlsx", "libreoffice.ods", "libreoffice.xls", "formules.xls")
STARTS = ("Dit ", "Van dit ", "In ")
DIED = {sentence("crash", ""), sentence("time", "")}


def test_a_damaged_form_is_read_or_named(tmp_path: Path) -> None:
    random = Random(SEED)  # noqa: S311 -- not for secrets
    # A small form is read ten times as fast as a whole one, and has all that can go wrong.
    seeds = [SMALL] * 15 + [(CORPUS / name).read_bytes() for name in WHOLE]
    ends: Counter[str] = Counter()
    slowest = 0.0
    stop = time.monotonic() + SECONDS
    with Reader() as reader:
        for number in count():
            if time.monotonic() > stop:
                break
            path = tmp_path / f"{SEED}-{number}.xlsx"
            path.write_bytes(mutant(random.choice(seeds), random))
            took, end = timed(reader, path)
            if took > LIMIT:  # the machine may have been busy with something else
                took, end = timed(reader, path)
            slowest = max(slowest, took)
            ends[end] += 1
            assert end in ("read", "named"), f"{path}: {end}"
            assert took < LIMIT, f"{path}: {took:.1f} s"
            path.unlink()
    read, named = ends["read"], ends["named"]
    print(  # noqa: T201 -- the statistics, with -s
        f"{read + named:,} files: {read:,} read, {named:,} named, 0 crashes; "
        f"the slowest took {slowest:.2f} s"
    )
    assert read
    assert named


def timed(reader: Reader, path: Path) -> tuple[float, str]:
    start = time.monotonic()
    end = outcome(reader, path)
    return time.monotonic() - start, end


def outcome(reader: Reader, path: Path) -> str:
    try:
        dossier, findings = parse(reader.read(path), FORM)
    except UnreadableSheetError as error:
        said = str(error)
        if said in DIED:
            return "the child died"
        return "named" if said.startswith(STARTS) and said.endswith(".") else f"odd: {said}"
    to_json(dossier)
    return "read" if all(finding.melding.endswith(".") for finding in findings) else "odd melding"
