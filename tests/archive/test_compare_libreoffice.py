"""Letters printed by the real LibreOffice in other fonts and on other paper, held against the first print."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from pipeline.archive.compare import as_made, as_paragraphs, compare
from pipeline.archive.page_text import document_text
from pipeline.letters.office import OVERRIDE, find_office
from pipeline.letters.pdf import Word, to_pdf
from tests.archive.letters import NAMES
from tests.archive.signing import signed
from tests.work import Work, ready

OFFICE = find_office({key: value for key, value in os.environ.items() if key != OVERRIDE})
DAY = date(2026, 11, 22)
FONT = r'(w:ascii|w:hAnsi|w:cs)="[^"]*"'
HYPHENATION = (
    r"word/settings\.xml",
    "<w:compat>",
    '<w:autoHyphenation w:val="true"/><w:compat>',
)
# What is put in the place of what, in which part.
LOOKS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "zoals gemaakt": (),
    "met schreven": ((r"word/(styles|document)\.xml", FONT, r'\1="Liberation Serif"'),),
    "schrijfmachine": (
        (r"word/(styles|document)\.xml", FONT, r'\1="Liberation Mono"'),
        HYPHENATION,
    ),
    "met ligaturen": ((r"word/(styles|document)\.xml", FONT, r'\1="Carlito"'),),
    "met afbreken": (HYPHENATION,),
    "Amerikaans papier": (
        (r"word/document\.xml", r"<w:pgSz [^>]*>", '<w:pgSz w:w="12240" w:h="13000"/>'),
        HYPHENATION,
    ),
}

pytestmark = [
    pytest.mark.tool,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed"),
]


def restyled(docx: bytes, changes: tuple[tuple[str, str, str], ...]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(made, "w") as target:
        for info in source.infolist():
            part = source.read(info)
            for where, old, new in changes:
                if re.fullmatch(where, info.filename):
                    part = re.sub(old, new, part.decode()).encode()
            target.writestr(info, part)
    return made.getvalue()


def test_no_honest_print_raises_an_alarm(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert OFFICE is not None
    work = Work(tmp_path / "werkmap")
    for name in NAMES:
        work.sheet(f"{name}.xlsx", ready(name))
    assert work.run("brieven", "--geen-pdf").exit == 0
    homes = sorted((work.root / "output/brieven").iterdir())
    words = {home.name: (home / f"{home.name}-brief-college.docx").read_bytes() for home in homes}
    printed = to_pdf(
        OFFICE,
        {
            f"{kenmerk}~{look}.docx": Word(restyled(docx, changes), DAY)
            for kenmerk, docx in words.items()
            for look, changes in LOOKS.items()
        },
    )
    assert printed.failures == {}

    alarms: dict[str, tuple[str, ...]] = {}
    count = 0
    for name, content in printed.files.items():
        kenmerk, _, look = name.removesuffix(".pdf").partition("~")
        first = printed.files[f"{kenmerk}~zoals gemaakt.pdf"]
        texts = work.record(kenmerk)["tekst"]
        for how, again in variants(content, tmp_path).items():
            found = document_text(again)
            for made in (
                as_made(document_text(first)),
                as_paragraphs(texts, ("FICTIEF VOORBEELD",)),
            ):
                comparison = compare(found, made)
                assert comparison.is_compared
                count += 1
                if comparison.differences:
                    alarms[f"{kenmerk}, {look}, {how}"] = comparison.differences
    with capsys.disabled():
        print(f"\nafdrukken van LibreOffice: {len(alarms)} van {count} vals alarm")  # noqa: T201 -- the count is the point
    assert alarms == {}
    assert count >= 30


def variants(content: bytes, tmp: Path) -> Mapping[str, bytes]:
    """The same print after other programs had it."""
    again = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(again, linearize=True)
    found = {
        "zo": content,
        "opnieuw bewaard": again.getvalue(),
        "ondertekend": signed(content, box=(60, 60, 260, 110)),
    }
    if shutil.which("pdftocairo"):
        (tmp / "in.pdf").write_bytes(content)
        subprocess.run(["pdftocairo", "-pdf", tmp / "in.pdf", tmp / "uit.pdf"], check=True)
        found["door cairo"] = (tmp / "uit.pdf").read_bytes()
    return found
