"""`brieven` with and without LibreOffice: PDFs beside each letter, or a sentence."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from pipeline.letters.office import OVERRIDE, find_office
from tests.benchmarks import forms
from tests.work import ROOT, TODAY, Work, changed, ready

OFFICE = find_office({key: value for key, value in os.environ.items() if key != OVERRIDE})
HOME = "brieven/AWI-2026-001"

needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
posix_only = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script of POSIX")


@pytest.fixture
def ripe(work: Work) -> Work:
    work.sheet("bijverdienen.xlsx", ready("bijverdienen"))
    return work


@pytest.fixture
def with_office(monkeypatch: pytest.MonkeyPatch) -> None:
    assert OFFICE is not None
    monkeypatch.setenv(OVERRIDE, str(OFFICE))


def files_in(work: Work, folder: str) -> dict[str, bytes]:
    home = work.root / "output" / folder
    return {name: (home / name).read_bytes() for name in work.listing(folder)}


@pytest.mark.tool
@needs_office
@pytest.mark.usefixtures("with_office")
def test_each_letter_copy_and_toetsing_has_its_pdf_and_brief_json_names_them(ripe: Work) -> None:
    run = ripe.run("brieven", "--json")

    assert (run.exit, run.err) == (0, "")
    assert ripe.listing(HOME) == [
        "AWI-2026-001-brief-college.docx",
        "AWI-2026-001-brief-college.pdf",
        "AWI-2026-001-kopie-ineke-inkomen.docx",
        "AWI-2026-001-kopie-ineke-inkomen.pdf",
        "AWI-2026-001-mail-voorzitter.eml",
        "AWI-2026-001-toetsing.docx",
        "AWI-2026-001-toetsing.pdf",
        "brief.json",
    ]
    assert run.json["gemaakt"][0]["bestanden"] == ripe.listing(HOME)
    assert ripe.record("AWI-2026-001")["bestanden"] == {
        name: f"sha256:{hashlib.sha256(content).hexdigest()}"
        for name, content in files_in(ripe, HOME).items()
        if name != "brief.json"
    }


@pytest.mark.tool
@needs_office
@pytest.mark.usefixtures("with_office")
def test_pdf_adds_to_a_letter_that_stands_only_what_lacks(ripe: Work) -> None:
    ripe.run("brieven", "--geen-pdf")
    before = files_in(ripe, HOME)

    first = ripe.run("brieven")
    unprinted = files_in(ripe, HOME)
    second = ripe.run("brieven", "--pdf")
    printed = files_in(ripe, HOME)
    third = ripe.run("brieven", "--pdf")

    assert (first.exit, second.exit, third.exit) == (0, 0, 0)
    assert unprinted == before
    assert {name for name in printed if name not in before} == {
        "AWI-2026-001-brief-college.pdf",
        "AWI-2026-001-kopie-ineke-inkomen.pdf",
        "AWI-2026-001-toetsing.pdf",
    }
    assert {n: c for n, c in printed.items() if n in before and n != "brief.json"} == {
        n: c for n, c in before.items() if n != "brief.json"
    }
    assert set(ripe.record("AWI-2026-001")["bestanden"]) == set(printed) - {"brief.json"}
    assert "1 ongewijzigd" in second.last_line
    assert "3 PDF’s" in second.out
    assert files_in(ripe, HOME) == printed


@pytest.mark.tool
@needs_office
@pytest.mark.usefixtures("with_office")
def test_a_new_version_has_new_pdfs_and_keeps_the_earlier_ones(ripe: Work) -> None:
    ripe.run("brieven")
    earlier = files_in(ripe, HOME)["AWI-2026-001-brief-college.pdf"]
    dossier = changed(ready("bijverdienen"), {"advies.adviespunten.0.wie": "het loket Geldzaken"})
    ripe.sheet("bijverdienen.xlsx", dossier)

    run = ripe.run("brieven")

    files = files_in(ripe, HOME)
    assert run.exit == 0
    assert files["versies/1/AWI-2026-001-brief-college.pdf"] == earlier
    assert files["AWI-2026-001-brief-college.pdf"] != earlier


def test_without_libreoffice_the_letters_are_there_and_one_sentence_says_so(ripe: Work) -> None:
    run = ripe.run("brieven")

    assert run.exit == 0
    assert run.out.count("LibreOffice is niet gevonden") == 1
    assert not [name for name in ripe.listing(HOME) if name.endswith(".pdf")]
    assert "LibreOffice" not in ripe.run("brieven").out, "nothing was made, so nothing lacks"


def test_pdf_without_libreoffice_makes_the_letters_and_fails(ripe: Work) -> None:
    run = ripe.run("brieven", "--pdf", "--json")

    assert run.exit == 3
    assert run.err.startswith("Fout: LibreOffice is niet gevonden.")
    assert [made["kenmerk"] for made in run.json["gemaakt"]] == ["AWI-2026-001"]
    assert "AWI-2026-001-brief-college.docx" in ripe.listing(HOME)


def test_geen_pdf_says_nothing_of_libreoffice(ripe: Work) -> None:
    run = ripe.run("brieven", "--geen-pdf")
    assert (run.exit, run.err) == (0, "")
    assert "LibreOffice" not in run.out


def test_droog_with_pdf_tells_the_plan_and_asks_no_libreoffice(ripe: Work) -> None:
    run = ripe.run("brieven", "--droog", "--pdf")
    assert (run.exit, run.err) == (0, "")
    assert "LibreOffice" not in run.out


@pytest.mark.tool
@needs_office
@pytest.mark.usefixtures("with_office")
def test_a_concept_is_printed_only_when_that_is_asked(work: Work) -> None:
    work.sheet("werkende-armen.xlsx", ready("werkende-armen"))

    work.run("brieven", "--concept")
    assert not [name for name in work.listing("concept") if name.endswith(".pdf")]

    run = work.run("brieven", "--concept", "--pdf")
    assert run.exit == 0
    assert "input/werkende-armen.xlsx, CONCEPT-1: 2 PDF’s erbij." in run.out
    assert "1 ongewijzigd" in run.last_line
    assert "erbij" not in work.run("brieven", "--concept", "--pdf").out
    assert [Path(name).name for name in work.listing("concept")] == [
        "concept-1-voor-de-gemeente.docx",
        "concept-1-voor-de-gemeente.pdf",
        "concept-1-voor-de-raad.docx",
        "concept-1-voor-de-raad.pdf",
        "concept-1.json",
    ]


@pytest.mark.tool
@needs_office
@pytest.mark.usefixtures("with_office")
def test_a_new_concept_names_its_pdfs_among_its_files(work: Work) -> None:
    work.sheet("werkende-armen.xlsx", ready("werkende-armen"))
    run = work.run("brieven", "--concept", "--pdf", "--json")
    (made,) = run.json["gemaakt"]
    assert made["bestanden"] == [Path(name).name for name in work.listing("concept")]
    assert len([name for name in made["bestanden"] if name.endswith(".pdf")]) == 2


@posix_only
def test_a_letter_that_does_not_print_is_named_and_is_there_as_word_file(
    ripe: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OVERRIDE, str(script(tmp_path, "pass")))

    run = ripe.run("brieven")

    assert run.exit == 3
    assert "  - AWI-2026-001-brief-college.docx: LibreOffice kan deze brief niet openen" in run.err
    assert "advies brieven --pdf" in run.err
    assert ripe.listing(HOME) == [
        "AWI-2026-001-brief-college.docx",
        "AWI-2026-001-kopie-ineke-inkomen.docx",
        "AWI-2026-001-mail-voorzitter.eml",
        "AWI-2026-001-toetsing.docx",
        "brief.json",
    ]


@posix_only
def test_killed_while_printing_leaves_whole_folders_and_the_next_run_completes(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "werkmap"
    forms.make(folder, 14)
    began = tmp_path / "began"
    hang = (
        f"began = Path({str(began)!r})\n"
        "began.open('a').write('x')\n"
        "len(began.read_text()) > 1 and time.sleep(20)"
    )
    office = script(tmp_path, hang)
    command = [sys.executable, "-m", "pipeline.cli", "--map", str(folder), "brieven", "--datum", TODAY]  # fmt: skip
    letters = folder / "output" / "brieven"

    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, OVERRIDE: str(office), "TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as run:
        for _ in range(600):
            if began.exists() and len(began.read_text()) > 1 and len(list(letters.glob("*"))) >= 4:
                break
            time.sleep(0.05)
        run.send_signal(signal.SIGKILL)

    whole = sorted(path.name for path in letters.iterdir())
    assert whole == [f"AWI-2026-{number:03}" for number in range(1, len(whole) + 1)]
    assert 0 < len(whole) < 14
    assert all((letters / name / "brief.json").exists() for name in whole)

    subprocess.run([*command, "--geen-pdf"], cwd=ROOT, check=True, capture_output=True)
    assert len(list(letters.iterdir())) == 14


def script(folder: Path, does: str) -> Path:
    """A program in the place of LibreOffice."""
    program = folder / "soffice"
    program.write_text(
        f"#!{sys.executable}\nimport time\nfrom pathlib import Path\n{does}\n", encoding="utf-8"
    )
    program.chmod(0o755)
    return program


@pytest.mark.tool
@needs_office
@pytest.mark.usefixtures("with_office")
def test_the_voorzitter_gets_the_pdf_to_sign_beside_the_word_file(ripe: Work) -> None:
    ripe.run("brieven")
    home = ripe.root / "output/brieven/AWI-2026-001"
    data = (home / "AWI-2026-001-mail-voorzitter.eml").read_bytes()
    parts = message_from_bytes(data, policy=default).walk()
    assert {part.get_filename(): part.get_content() for part in parts if part.get_filename()} == {
        name: (home / name).read_bytes()
        for name in ("AWI-2026-001-brief-college.pdf", "AWI-2026-001-brief-college.docx")
    }
