"""PDFs that come later: a letter that gets them is whole at every moment, also when killed."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from pipeline.letters.office import OVERRIDE, find_office
from tests.faults.standing import Launcher, Tell, assert_whole, tree
from tests.faults.test_kill import IS_FULL, KILLED, put_sheets, start_over
from tests.work import Work

STRIDE = 1 if IS_FULL else 7  # steps between one kill and the next

# LibreOffice, which prints each file only once: what it printed is kept and handed out again.
PATIENT_OFFICE = """#!{python} -S
import hashlib, os, shutil, subprocess, sys
at = sys.argv.index("--outdir")
target, sources = sys.argv[at + 1], sys.argv[at + 2:]
def kept(path):
    with open(path, "rb") as file:
        return os.path.join({kept!r}, hashlib.sha256(file.read()).hexdigest())
if not all(os.path.exists(kept(path)) for path in sources):
    subprocess.run([{office!r}, *sys.argv[1:]])
    for path in sources:
        name = os.path.basename(path).replace(".docx", ".pdf")
        shutil.copy(os.path.join(target, name), kept(path))
else:
    for path in sources:
        name = os.path.basename(path).replace(".docx", ".pdf")
        shutil.copy(kept(path), os.path.join(target, name))
"""


@pytest.fixture
def office(tmp_path: Path) -> str:
    found = find_office({key: value for key, value in os.environ.items() if key != OVERRIDE})
    if found is None:
        pytest.skip("LibreOffice is not installed")
    (kept := tmp_path / "bewaard").mkdir()
    program = tmp_path / "soffice"
    text = PATIENT_OFFICE.format(python=sys.executable, kept=str(kept), office=str(found))
    program.write_text(text, encoding="utf-8")
    program.chmod(0o755)
    return str(program)


@pytest.mark.tool
def test_killed_while_pdfs_are_added(work: Work, advies: Launcher, tell: Tell, office: str) -> None:
    for kern in ("De kern.", "Een andere kern."):
        put_sheets(work, 1, kern)
        assert advies.run(work.root, "brieven")["exits"] == [0]
    standing = shutil.copytree(work.root / "output", work.root.parent / "stond")
    for _ in range(2):  # LibreOffice itself leaves more to clear away than what it printed
        start_over(work, standing)
        whole = advies.run(work.root, "brieven", "--pdf", office=office)
        assert whole["exits"] == [0], whole["err"]
    expected = tree(work.root / "output/brieven")
    assert sum(name.endswith(".pdf") for name in expected) == 3
    steps = range(1, whole["steps"] + 1, STRIDE)
    for step in steps:
        start_over(work, standing)
        run = advies.run(work.root, "brieven", "--pdf", office=office, kill_before=step)
        assert run["exits"] == [KILLED], step
        assert_whole(work.root)
        assert advies.run(work.root, "brieven", "--pdf", office=office)["exits"] == [0]
        assert tree(work.root / "output/brieven") == expected, step
    tell(f"PDFs added later: killed before {len(steps)} of {whole['steps']} steps; nothing lost")
