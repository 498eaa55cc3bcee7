"""LEESMIJ.txt: its commands are typed here as they stand, with the real sha512sum, and no program
of ours."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.archive.log import head
from tests.archive.shelf import add, fill
from tests.archive.test_audit import PDF, flip, truncate

pytestmark = pytest.mark.skipif(
    shutil.which("sha512sum") is None or shutil.which("sh") is None,
    reason="needs sha512sum and a shell",
)


def commands(archief: Path) -> list[str]:
    """What LEESMIJ.txt tells people to type: the indented lines below their text."""
    text = (archief / "LEESMIJ.txt").read_text("utf-8")
    return [line.strip() for line in re.findall(r"^ {4}\S.*$", text, re.MULTILINE)]


def typed(archief: Path, command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", command], cwd=archief, capture_output=True, encoding="utf-8", check=False
    )


@pytest.fixture
def archief(tmp_path: Path) -> Path:
    """AWI-2026-007 is the one that the text speaks of."""
    fill(tmp_path)
    for versie in (1, 2):
        add(tmp_path, "AWI-2026-007", versie)
    return tmp_path


def test_the_text_has_the_four_commands(archief: Path) -> None:
    assert [command.split()[0] for command in commands(archief)] == [
        "sha512sum",
        "cd",
        "certutil",
        "sha512sum",
    ]


def test_checking_all_files_says_nothing_when_all_is_well(archief: Path) -> None:
    check_all, check_inventory, _, _ = commands(archief)
    run = typed(archief, check_all)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    run = typed(archief, check_inventory)
    assert (run.returncode, run.stdout) == (0, "inventory.json: OK\n")


def test_every_file_of_every_advies_is_checked(archief: Path) -> None:
    run = typed(archief, commands(archief)[0].replace(" --quiet", ""))
    checked = {line.rsplit(": ", 1)[0] for line in run.stdout.splitlines()}
    there = {
        p.relative_to(archief).as_posix() for p in archief.glob("ocfl/*/*/**/*") if p.is_file()
    }
    tops = {place for place in there if re.fullmatch(r"ocfl/\d+/[^/]+/inventory.*", place)}
    assert checked == there - tops


def test_every_damaged_and_missing_file_is_named(archief: Path) -> None:
    flip(archief / PDF)
    truncate(archief / "ocfl/2026/AWI-2026-002/v2/content/reactie.pdf")
    (archief / "ocfl/2027/AWI-2027-001/v1/content/mdto/object.xml").unlink()
    run = typed(archief, commands(archief)[0])
    assert run.returncode == 1
    for place in (
        PDF,
        "AWI-2026-002/v2/content/reactie.pdf",
        "AWI-2027-001/v1/content/mdto/object.xml",
    ):
        assert place in run.stdout
    flip(archief / "ocfl/2026/AWI-2026-007/inventory.json")
    assert typed(archief, commands(archief)[1]).returncode == 1


def test_the_number_that_certutil_prints_stands_in_the_list(archief: Path) -> None:
    """certutil runs on Windows only; it prints the SHA-512 of the file in lower case hex."""
    found = re.fullmatch(r"certutil -hashfile (\S+) SHA512", commands(archief)[2])
    assert found
    folder = Path(*found[1].split("\\")[:-1])
    text = (archief / "LEESMIJ.txt").read_text("utf-8")
    listed = re.search(r"in (log\\\S+\.sha512)\.", text)
    assert listed
    lines = (archief / Path(*listed[1].split("\\"))).read_text("utf-8").splitlines()
    numbers = {line.split("  ", 1)[1]: line.split("  ", 1)[0] for line in lines}
    files = list((archief / folder).glob("*.pdf"))
    assert files
    for path in files:
        digest = hashlib.sha512(path.read_bytes()).hexdigest()
        assert numbers[path.relative_to(archief).as_posix()] == digest


def test_the_chain_is_as_the_text_says(archief: Path) -> None:
    command = commands(archief)[3]
    last = len(list((archief / "log/2026").glob("0*.json")))
    for number in range(1, last + 1):
        run = typed(archief, command.replace("000001", f"{number:06}"))
        digest = run.stdout.split()[0]
        if number < last:
            following = json.loads((archief / f"log/2026/{number + 1:06}.json").read_bytes())
            assert following["vorige"] == f"sha512:{digest}"
    kop = json.loads((archief / "log/kop.json").read_bytes())
    assert kop["sha512"] == digest
    assert digest[:12].upper() == (head(archief) or "").replace("-", "")


def test_the_text_fits_a_window(archief: Path) -> None:
    lines = (archief / "LEESMIJ.txt").read_text("utf-8").splitlines()
    assert max(map(len, lines)) <= 100
