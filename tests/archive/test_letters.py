"""What is known of the letters as made: read from their folders, and only of those asked for."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from pipeline.archive.codes import parse
from pipeline.archive.letters import asked_for, known_letters
from pipeline.archive.values import Handed, Letter, Page, Vorm
from pipeline.letters.record import DamagedRecordError, issued
from pipeline.model import Uitgave
from tests.archive.folders import CODE, HASH, KENMERK, home
from tests.work import Work, changed, ready

DAY = date(2026, 11, 22)


def uitgave(kenmerk: str = KENMERK, code: str = HASH, *, ingetrokken: bool = False) -> Uitgave:
    return Uitgave(
        kenmerk,
        "id",
        DAY,
        2,
        code,
        "Bijverdienen",
        {},
        {},
        {},
        ingetrokken=ingetrokken,
        map=kenmerk,
    )


def test_a_letter_is_known_with_its_pages_and_its_older_versions(tmp_path: Path) -> None:
    folder = home(tmp_path, pages=3)
    for number, code in ((1, "0000AAAA"), (10, "0000BBBB"), (2, HASH)):
        older = folder / "versies" / str(number)
        older.mkdir(parents=True)
        (older / "brief.json").write_text(json.dumps({"code": code}), encoding="utf-8")
    assert known_letters(tmp_path, [uitgave()], {KENMERK}) == (
        Letter(KENMERK, HASH, 2, "Bijverdienen", DAY, folder, 3, {"0000AAAA": 1, "0000BBBB": 10}),
    )


@pytest.mark.parametrize("content", [None, b"", b"%PDF-1.7 cut"])
def test_without_a_sound_pdf_the_pages_are_not_known(tmp_path: Path, content: bytes | None) -> None:
    pdf = home(tmp_path) / f"{KENMERK}-brief-college.pdf"
    pdf.unlink()
    if content is not None:
        pdf.write_bytes(content)
    (letter,) = known_letters(tmp_path, [uitgave(ingetrokken=True)], {KENMERK})
    assert (letter.pages, letter.is_withdrawn) == (None, True)


def test_only_the_folders_that_are_asked_for_are_opened(tmp_path: Path) -> None:
    damaged = home(tmp_path) / "versies" / "1"
    damaged.mkdir(parents=True)
    (damaged / "brief.json").write_bytes(b"{")
    assert known_letters(tmp_path, [uitgave()], {"AWI-2026-008"}) == ()
    with pytest.raises(DamagedRecordError):
        known_letters(tmp_path, [uitgave()], {KENMERK})


def test_the_kenmerken_on_the_files_and_that_of_a_person_are_asked_for() -> None:
    code = parse(CODE)
    assert code is not None
    handed = Handed(Path("a.pdf"), Vorm.PDF, "", 0, (Page(1, (code,)), Page(2)))
    assert asked_for([handed]) == {KENMERK}
    assert asked_for([handed], "AWI-2026-009") == {KENMERK, "AWI-2026-009"}


def test_a_letter_that_was_made_again_knows_its_first_version(work: Work) -> None:

    dossier = ready("bijverdienen")
    work.sheet("a.xlsx", dossier)
    assert work.run("brieven").exit == 0
    first = work.record("AWI-2026-001")["code"]
    work.sheet("a.xlsx", changed(dossier, {"advies.kern": "Een andere kern."}))
    assert work.run("brieven").exit == 0
    output = work.root / "output"
    made = issued(output / "brieven", output / "archief")
    (letter,) = known_letters(output / "brieven", made, {"AWI-2026-001"})
    assert (letter.versienummer, dict(letter.earlier), letter.pages) == (2, {first: 1}, None)
    assert letter.hash == work.record("AWI-2026-001")["code"] != first
