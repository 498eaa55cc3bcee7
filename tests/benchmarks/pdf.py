"""PDFs beside a bare call of LibreOffice on the same files: what looking and mending costs.

python -m tests.benchmarks.pdf FOLDER [ROUNDS]   prints the ratio; FOLDER holds .docx letters
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from pipeline.letters.office import find_office
from pipeline.letters.pdf import BATCH, Word, to_pdf
from tests.benchmarks.clock import clock

_LETTERS = 2 * BATCH
_BARE = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'


def main() -> None:
    """Measure in turns, so that a busy moment hits both; a busy machine leaves the work alone."""
    folder, *rounds = sys.argv[1:]
    office = find_office(os.environ)
    assert office is not None, "LibreOffice is not installed"
    found = [path.read_bytes() for path in sorted(Path(folder).rglob("*.docx"))]
    letters = list(islice(cycle(found), _LETTERS))
    ours, bare, work = [], [], []
    for _ in range(int(rounds[0]) if rounds else 3):
        before = _worked()
        ours.append(_ours(office, letters))
        between = _worked()
        bare.append(_bare(office, letters))
        work.append((between - before) / (_worked() - between))
    ratios = sorted(one / other for one, other in zip(ours, bare, strict=True))
    print(  # noqa: T201 -- the line is what this is for
        f"{len(letters)} letters: PDF/A-2a and PDF/UA-1 in {median(ours):.1f} s, bare LibreOffice "
        f"in {median(bare):.1f} s, ratio {median(ratios):.2f} "
        f"({', '.join(f'{ratio:.2f}' for ratio in ratios)}); work of the processor {median(work):.2f}"
    )


def _worked() -> float:
    """Seconds that the processor worked for us and for what we started."""
    return sum(os.times()[:4])


def _ours(office: Path, letters: Sequence[bytes]) -> float:
    day = date(2026, 11, 22)
    with clock() as printing:
        printed = to_pdf(office, {f"{i}.docx": Word(c, day) for i, c in enumerate(letters)})
    assert len(printed.files) == len(letters)
    return printing.seconds


def _bare(office: Path, letters: Sequence[bytes]) -> float:
    """The same files in as many calls, with nothing before or after."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / f"{number}.docx" for number in range(len(letters))]
        for path, content in zip(paths, letters, strict=True):
            path.write_bytes(content)
        with clock() as printing:
            for start in range(0, len(paths), BATCH):
                profile = f"-env:UserInstallation={(folder / f'profile{start}').as_uri()}"
                subprocess.run(
                    [
                        *(str(office), profile, "--headless", "--convert-to", _BARE),
                        *("--outdir", str(folder), *map(str, paths[start : start + BATCH])),
                    ],
                    capture_output=True,
                    check=True,
                )
        assert len(list(folder.glob("*.pdf"))) == len(letters)
    return printing.seconds


if __name__ == "__main__":
    main()
