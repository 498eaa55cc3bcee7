"""A letter that someone changed is told from one that a program only saved again."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from pipeline.contrast import contrast, contrasts
from pipeline.letters.edited import paragraphs
from tests.work import Work, changed, ready

KENMERK = "AWI-2026-001"
LETTER, COPY = f"{KENMERK}-brief-college.docx", f"{KENMERK}-kopie-ineke-inkomen.docx"
ALL = (LETTER, COPY, f"{KENMERK}-toetsing.docx")


@pytest.fixture
def issued(work: Work) -> Work:
    work.sheet("bijverdienen.xlsx", ready("bijverdienen"))
    work.run("brieven")
    return work


def home(work: Work) -> Path:
    return work.root / "output/brieven" / KENMERK


def save_again(path: Path) -> bytes:
    """As SharePoint does: other bytes, the same text."""
    before = path.read_bytes()
    docx.Document(str(path)).save(str(path))
    assert path.read_bytes() != before
    return path.read_bytes()


def replace_words(path: Path, was: str, now: str) -> None:
    document = docx.Document(str(path))
    (found,) = [p for p in document.paragraphs if was in p.text]
    text = found.text.replace(was, now)
    for run in found.runs[1:]:
        run.text = ""
    found.runs[0].text = text
    document.save(str(path))


def change_sheet(work: Work) -> None:
    work.sheet("bijverdienen.xlsx", changed(ready("bijverdienen"), {"advies.kern": "Anders."}))


def test_a_letter_that_was_only_saved_again_is_told_and_stays(issued: Work) -> None:
    theirs = [save_again(home(issued) / name) for name in ALL]
    run = issued.run("brieven")
    assert run.exit == 0
    assert "is opnieuw bewaard, de tekst is gelijk" in " ".join(run.out.split())
    assert "na het maken veranderd" not in run.out
    assert [(home(issued) / name).read_bytes() for name in ALL] == theirs


def test_a_new_version_keeps_what_was_saved_again(issued: Work) -> None:
    theirs = [save_again(home(issued) / name) for name in ALL]
    change_sheet(issued)
    run = issued.run("brieven")
    assert run.exit == 0
    assert "versies/1" in run.out
    assert [(home(issued) / "versies/1" / name).read_bytes() for name in ALL] == theirs


@pytest.mark.parametrize("name", [LETTER, COPY])
def test_changed_words_are_told_as_they_were_and_as_they_are(issued: Work, name: str) -> None:
    replace_words(home(issued) / name, "Geacht college", "Beste wethouder")
    change_sheet(issued)
    run = issued.run("brieven", "--json")
    assert run.exit == 1
    melding = run.json["fout"][0]["meldingen"][0]
    assert f"In {name}: er stond “Geacht college,”, nu staat er “Beste wethouder,”." in melding
    assert issued.record(KENMERK)["versienummer"] == 1


def test_an_added_alinea_is_told_when_the_sheet_did_not_change(issued: Work) -> None:
    path = home(issued) / LETTER
    document = docx.Document(str(path))
    document.add_paragraph("Met de hand toegevoegd.")
    document.save(str(path))
    run = issued.run("brieven")
    assert run.exit == 0
    assert "erbij kwam “Met de hand toegevoegd.”" in " ".join(run.out.split())


def test_what_is_no_word_file_any_more_is_never_overwritten(issued: Work) -> None:
    (home(issued) / LETTER).write_bytes(b"kapot")
    change_sheet(issued)
    run = issued.run("brieven", "--json")
    assert "geen leesbaar Word-document" in run.json["fout"][0]["meldingen"][0]
    assert (home(issued) / LETTER).read_bytes() == b"kapot"


@pytest.mark.tool
def test_saving_in_libreoffice_changes_no_text(issued: Work, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    for name in (LETTER, COPY):
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={(tmp_path / 'profiel').as_uri()}",
                "--headless",
                "--convert-to",
                "docx:MS Word 2007 XML",
                "--outdir",
                str(tmp_path),
                str(home(issued) / name),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        again = (tmp_path / name).read_bytes()
        assert paragraphs(again) == paragraphs((home(issued) / name).read_bytes())


def test_a_contrast_shows_the_place_and_a_few_words_around_it() -> None:
    was = "een twee drie vier vijf zes zeven acht negen tien"
    assert str(contrast(was, was.replace("zes", "ZES"))) == (
        "er stond “… drie vier vijf zes zeven acht negen …”, "
        "nu staat er “… drie vier vijf ZES zeven acht negen …”"
    )
    assert str(contrast("", "nieuw")) == "erbij kwam “nieuw”"
    assert str(contrast("oud", "")) == "weg is “oud”"


def test_an_alinea_in_the_middle_is_the_only_contrast() -> None:
    assert [str(c) for c in contrasts(["a", "b"], ["a", "x y", "b"])] == ["erbij kwam “x y”"]
    assert list(contrasts(["a", "b"], ["a", "b"])) == []
