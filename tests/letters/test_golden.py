"""The letters of the samples as text, as a colleague would review them.

Run as a module, this writes them again.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.letters.word import letter_text
from tests.work import Work, ready

GOLDEN = Path(__file__).parent / "golden"
LETTERS = {
    "beschut-werk": "AWI-2026-001",
    "bijverdienen": "AWI-2026-002",
    "schuldhulp-gezinnen": "AWI-2026-003",
}


def letters(folder: Path) -> dict[str, str]:
    """Each letter and toetsing as text, by the name of its golden file."""
    work = Work(folder)
    for name in LETTERS:
        work.sheet(f"{name}.xlsx", ready(name))
    assert work.run("brieven").exit == 0
    texts = {}
    for name, kenmerk in LETTERS.items():
        for kind in ("brief-college", "toetsing"):
            path = work.root / "output/brieven" / kenmerk / f"{kenmerk}-{kind}.docx"
            texts[f"{name}-{kind}.txt"] = letter_text(path.read_bytes()) + "\n"
    return texts


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return letters(tmp_path_factory.mktemp("golden") / "werkmap")


@pytest.mark.parametrize(
    "name", sorted(f"{n}-{k}.txt" for n in LETTERS for k in ("brief-college", "toetsing"))
)
def test_the_letter_says_what_it_said(made: dict[str, str], name: str) -> None:
    assert made[name] == (GOLDEN / name).read_text(encoding="utf-8"), (
        "if this is meant, write it again with: python -m tests.letters.test_golden"
    )


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in letters(Path(folder) / "werkmap").items():
            (GOLDEN / name).write_text(text, encoding="utf-8", newline="\n")
