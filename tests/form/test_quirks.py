"""Every file of the corpus (quirks/README.md) reads to what stands beside it, or is named."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UnreadableSheetError
from pipeline.form.layout import Answer
from pipeline.form.parse import parse
from pipeline.form.read import Reader
from pipeline.form.reuse import answers_from
from tests.form.paper import FORM

CORPUS = Path(__file__).parent / "quirks"
FILES = sorted(p.name for p in CORPUS.iterdir() if p.suffix in {".xlsx", ".xlsm", ".xls", ".ods"})
EXPECTED: dict[str, Any] = json.loads((CORPUS / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as open_reader:
        yield open_reader


def shown(answer: Answer) -> Answer:
    """An answer as expected.json has it: a day in ISO, of a very long text its length."""
    if isinstance(answer, date):
        return answer.isoformat()
    return f"{len(answer)} tekens" if isinstance(answer, str) and len(answer) > 500 else answer


def outcome(reader: Reader, path: Path) -> dict[str, Any]:
    try:
        dossier, findings = parse(reader.read(path), FORM)
    except UnreadableSheetError as error:
        return {"melding": str(error)}
    basis = EXPECTED["basis"]
    answers = {key: shown(answer) for key, answer in answers_from(dossier).items()}
    del answers["formulier.versie"]
    return {
        "anders": {
            key: answers.get(key)
            for key in {*basis, *answers}
            if answers.get(key) != basis.get(key)
        },
        "bevindingen": sorted([finding.regel, finding.plaats] for finding in findings),
    }


@pytest.mark.parametrize("name", FILES)
def test_a_quirk_is_read_or_named(name: str, reader: Reader) -> None:
    start = time.monotonic()
    assert outcome(reader, CORPUS / name) == EXPECTED["bestanden"][name]
    assert time.monotonic() - start < 2


def test_the_readme_tells_the_story_of_every_file() -> None:
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| `([^`]+)` \|", readme, re.MULTILINE)) == FILES
    assert sorted(EXPECTED["bestanden"]) == FILES


def test_the_corpus_stays_small() -> None:
    assert sum(path.stat().st_size for path in CORPUS.iterdir()) < 3 * 2**20
