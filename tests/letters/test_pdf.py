"""Letters printed by the real LibreOffice, judged by the real veraPDF; and a LibreOffice that fails."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.letters.office import OVERRIDE, find_office
from pipeline.letters.pdf import Printed, Word, pdf_name, to_pdf
from pipeline.letters.pdf_mend import UnsoundPdfError, mend
from tests.work import ROOT, Work, ready

OFFICE = find_office({key: value for key, value in os.environ.items() if key != OVERRIDE})
VERACHECK = ROOT.parent / "shared" / "tools" / "veracheck"
DAY = date(2026, 11, 22)

needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
posix_only = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script of POSIX")


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Word]:
    """Every letter, copy and toetsing of the sample dossiers, by name."""
    work = Work(tmp_path_factory.mktemp("brieven") / "werkmap")
    for name in ("beschut-werk", "bijverdienen", "schuldhulp-gezinnen"):
        work.sheet(f"{name}.xlsx", ready(name))
    assert work.run("brieven").exit == 0
    paths = sorted((work.root / "output" / "brieven").rglob("*.docx"))
    assert len(paths) == 10
    return {path.name: Word(path.read_bytes(), DAY) for path in paths}


@pytest.fixture(scope="module")
def printed(words: Mapping[str, Word]) -> Printed:
    assert OFFICE is not None
    return to_pdf(OFFICE, {**words, "met-link.docx": with_link(first_of(words))})


@pytest.mark.tool
@needs_office
def test_every_letter_copy_and_toetsing_is_printed(
    words: Mapping[str, Word], printed: Printed
) -> None:
    assert printed.failures == {}
    assert set(printed.files) == {pdf_name(name) for name in (*words, "met-link.docx")}
    for content in printed.files.values():
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert pdf.Root.Lang == "nl-NL"
            assert str(pdf.docinfo["/Title"])
            assert str(pdf.docinfo["/Subject"]).startswith("AWI-2026-00")


@needs_office
@pytest.mark.skipif(not VERACHECK.exists(), reason="veraPDF is not beside this checkout")
@pytest.mark.skipif(shutil.which("javac") is None, reason="veraPDF needs Java")
def test_verapdf_finds_pdf_a_2a_and_pdf_ua_1_in_all(printed: Printed, tmp_path: Path) -> None:
    for name, content in printed.files.items():
        (tmp_path / name).write_bytes(content)
    verdict = subprocess.run(
        [str(VERACHECK), "2a,ua1", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert verdict.returncode == 0, verdict.stdout
    assert verdict.stdout.count("PASS") == 2 * len(printed.files)


@pytest.mark.tool
@needs_office
def test_the_same_letter_gives_the_same_bytes_at_another_moment_and_in_another_batch(
    words: Mapping[str, Word], printed: Printed
) -> None:
    assert OFFICE is not None
    some = dict(reversed(list(words.items())[:3]))

    again = to_pdf(OFFICE, some).files

    assert again == {name: printed.files[name] for name in again}
    assert len(again) == 3


@pytest.mark.tool
@needs_office
def test_a_broken_letter_is_named_and_the_others_come(words: Mapping[str, Word]) -> None:
    assert OFFICE is not None
    sound = first_of(words)
    plain = io.BytesIO()
    docx.Document().save(plain)
    batch = {
        "afgebroken.docx": Word(sound.content[:9000], DAY),
        "goed.docx": sound,
        "geen-word.docx": Word(b"dit is gewone tekst" * 100, DAY),
        "engels.docx": Word(plain.getvalue(), DAY),
        "ook-goed.docx": sound,
    }

    result = to_pdf(OFFICE, batch)

    assert result.files.keys() == {"goed.pdf", "ook-goed.pdf"}
    assert result.files["goed.pdf"] == result.files["ook-goed.pdf"]
    assert result.failures == {
        "afgebroken.docx": "LibreOffice kan deze brief niet openen",
        "geen-word.docx": "LibreOffice kan deze brief niet openen",
        "engels.docx": "het sjabloon heeft niet Nederlands (nl-NL) als taal",
    }
    assert not result.is_hopeless


@pytest.mark.tool
@needs_office
@posix_only
def test_a_letter_on_which_libreoffice_hangs_is_named_and_all_it_started_is_ended(
    words: Mapping[str, Word], printed: Printed, tmp_path: Path
) -> None:
    name = next(iter(words))
    good = tmp_path / "good.pdf"
    good.write_bytes(printed.files[pdf_name(name)])
    office = stand_in(tmp_path, f'shutil.copy("{good}", target)')
    sound = words[name]
    hangs = Word(b"HANG", DAY)

    result = to_pdf(office, {"a.docx": sound, "b.docx": hangs, "c.docx": sound}, patience=0.8)

    assert result.files.keys() == {"a.pdf", "c.pdf"}
    assert result.failures == {"b.docx": "LibreOffice bleef hangen op deze brief"}
    assert_ended(int((tmp_path / "child").read_text()))


@posix_only
def test_a_libreoffice_that_only_hangs_is_given_up_soon(tmp_path: Path) -> None:
    office = stand_in(tmp_path, "")
    began = time.monotonic()

    result = to_pdf(office, {f"{i}.docx": Word(b"HANG", DAY) for i in range(60)}, patience=0.5)

    assert time.monotonic() - began < 5
    assert result.is_hopeless
    assert result.files == {}
    assert len(result.failures) == 60
    assert result.failures["59.docx"] == "LibreOffice werkt nu niet"


@pytest.mark.tool
@needs_office
@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("/StructTreeRoot", "de PDF mist de opbouw waarmee een voorleesprogramma werkt"),
        ("/MarkInfo", "de PDF mist de opbouw waarmee een voorleesprogramma werkt"),
        ("/Lang", "het sjabloon heeft niet Nederlands (nl-NL) als taal"),
        (
            "/Metadata",
            "deze LibreOffice maakt geen PDF/A-2 met PDF/UA; installeer versie 7.4 of nieuwer",
        ),
    ],
)
def test_a_pdf_that_lacks_what_a_template_or_libreoffice_should_give_is_refused(
    printed: Printed, key: str, why: str
) -> None:
    lacking = io.BytesIO()
    with pikepdf.open(io.BytesIO(next(iter(printed.files.values())))) as pdf:
        del pdf.Root[key]
        pdf.save(lacking)
    with pytest.raises(UnsoundPdfError, match=re.escape(why)):
        mend(lacking.getvalue(), DAY)


@posix_only
def test_half_a_pdf_is_no_pdf(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(whole)
    half = whole.getvalue()[: len(whole.getvalue()) // 2]
    office = stand_in(tmp_path, f"target.write_bytes({half!r})")

    result = to_pdf(office, {"brief.docx": Word(b"", DAY)})

    assert result.files == {}
    assert result.failures == {"brief.docx": "LibreOffice maakte een onleesbare PDF"}


def test_a_program_that_does_not_start_is_a_reason_and_no_traceback(tmp_path: Path) -> None:
    office = tmp_path / "soffice"
    office.write_bytes(b"\x00")

    result = to_pdf(office, {"brief.docx": Word(b"", DAY)})

    assert result.failures == {"brief.docx": "LibreOffice wil niet starten"}


def test_libreoffice_can_be_switched_off_or_named(tmp_path: Path) -> None:
    named = tmp_path / "mijn kantoor" / "soffice"
    assert find_office({OVERRIDE: ""}) is None
    assert find_office({OVERRIDE: str(named)}) is None
    named.parent.mkdir()
    named.touch()
    assert find_office({OVERRIDE: str(named)}) == named


def test_libreoffice_is_found_where_windows_installs_it(tmp_path: Path) -> None:
    program = tmp_path / "LibreOffice" / "program" / "soffice.com"
    program.parent.mkdir(parents=True)
    program.touch()
    assert find_office({"PATH": "", "PROGRAMFILES": str(tmp_path)}) == program


def first_of(words: Mapping[str, Word]) -> Word:
    return next(iter(words.values()))


def with_link(word: Word) -> Word:
    """The letter with a link in it, of which LibreOffice makes a page with a wrong tab order."""
    document = docx.Document(io.BytesIO(word.content))
    document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    target = document.part.relate_to(
        "https://raad.example/", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    link = (
        f'<w:hyperlink {nsdecls("w", "r")} r:id="{target}"><w:r><w:rPr>'
        '<w:rStyle w:val="Hyperlink"/></w:rPr><w:t>onze website</w:t></w:r></w:hyperlink>'
    )
    document.add_paragraph()._p.insert_element_before(parse_xml(link))
    saved = io.BytesIO()
    document.save(saved)
    return Word(saved.getvalue(), word.day)


def stand_in(folder: Path, prints: str) -> Path:
    """A program that is called as LibreOffice is, and hangs with a child on a letter of "HANG"."""
    program = folder / "soffice"
    program.write_text(
        f"#!{sys.executable}\n"
        "import shutil, subprocess, sys\n"
        "from pathlib import Path\n"
        "args = sys.argv[1:]\n"
        "out = Path(args[args.index('--outdir') + 1])\n"
        "for source in map(Path, args[args.index('--outdir') + 2:]):\n"
        "    if source.read_bytes() == b'HANG':\n"
        "        child = subprocess.Popen(['sleep', '300'])\n"
        f"        Path({str(folder / 'child')!r}).write_text(str(child.pid))\n"
        "        child.wait()\n"
        "    target = out / (source.stem + '.pdf')\n"
        f"    {prints or 'pass'}\n",
        encoding="utf-8",
    )
    program.chmod(0o755)
    return program


def assert_ended(pid: int) -> None:
    """The process is gone, or dead and waiting for its parent to notice."""
    ask = ["ps", "-o", "stat=", "-p", str(pid)]
    for _ in range(20):
        said = subprocess.run(ask, capture_output=True, text=True, check=False)
        if said.stdout.strip()[:1] in {"", "Z"}:
            return
        time.sleep(0.05)
    pytest.fail(f"process {pid} still runs")
