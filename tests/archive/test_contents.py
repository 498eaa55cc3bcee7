"""What goes into the archive object of an advies, and under which names."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from pipeline.archive.contents import Known
from pipeline.archive.signed import ChangedMeanwhileError
from pipeline.archive.values import Page, Part, Vorm
from pipeline.letters import record
from tests.archive.filings import (
    KENMERK,
    PUBLIC,
    SIGNATURE,
    add,
    amend,
    contents,
    deposited,
    handed,
    match,
    pdf,
    photo,
    scan,
    whole,
)
from tests.work import Work

USUAL = [
    "AWI-2026-001-bijlage-gesprekken-beschut-werk.pdf",
    "AWI-2026-001-brief-college.pdf",
    "AWI-2026-001-kopie-bram-beleid.pdf",
    "AWI-2026-001-ondertekend.pdf",
    "AWI-2026-001-tekst.txt",
    "AWI-2026-001_bron.zip",
]
SOURCES = [
    "AWI-2026-001-brief-college.docx",
    "AWI-2026-001-kopie-bram-beleid.docx",
    "AWI-2026-001-toetsing.docx",
    "AWI-2026-001-toetsing.pdf",
    "brief.json",
    "formulier/beschut-werk.xlsx",
    "sjablonen/adviesraad.toml",
    "sjablonen/brief-college.docx",
    "sjablonen/doorgeleiding.docx",
    "sjablonen/toetsing.docx",
    "sjablonen/toetsingsschema.toml",
]
FIT = re.compile(r"[^<>:\"/\\|?*#&. ]+(\.[a-z0-9]+)?")  # the SIP specification of MDTO


def in_zip(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        return file.namelist()


def texts(content: bytes) -> bytes:
    """Everything that a PDF holds, uncompressed."""
    with pikepdf.open(io.BytesIO(content)) as file:
        made = io.BytesIO()
        file.save(made, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)
        return made.getvalue()


# What was signed


def test_a_scan_is_kept_as_it_came_with_everything_beside_it(desk: Work, home: Path) -> None:
    found = scan(desk, home)
    kept = contents(desk, found)
    assert list(kept.files) == USUAL
    assert kept.files[f"{KENMERK}-ondertekend.pdf"] == found.parts[0].handed.path.read_bytes()
    assert kept.signed == {found.parts[0].handed.path: f"{KENMERK}-ondertekend.pdf"}
    assert in_zip(kept.files[f"{KENMERK}_bron.zip"]) == SOURCES
    assert kept.remarks == kept.mixed == kept.confidential == ()
    assert kept.readable is None


def test_every_file_has_a_description_beside_it(desk: Work, home: Path) -> None:
    files = deposited(desk, scan(desk, home))
    described = {name for name in files if not name.endswith(".MDTO.xml")}
    assert described == {*USUAL, f"{KENMERK}-verificatie.json", f"{KENMERK}-verificatie.txt"}
    sidecars = {f"{name}.bestand.MDTO.xml" for name in described}
    assert set(files) == described | sidecars | {f"{KENMERK}.MDTO.xml"}


def test_photos_are_numbered_by_page_and_become_one_pdf(desk: Work, home: Path) -> None:
    inbox = desk.root / "input" / "ondertekend"
    found = match(
        home,
        whole(handed(inbox / "IMG_9 (2).jpg", photo("een", orientation=6), Vorm.JPEG)),
        whole(handed(inbox / "IMG_1.PNG", photo("twee", kind="PNG"), Vorm.PNG)),
    )
    kept = contents(desk, found)
    assert [name for name in kept.files if "-ondertekend" in name] == [
        "AWI-2026-001-ondertekend-1.jpg",
        "AWI-2026-001-ondertekend-2.png",
        "AWI-2026-001-ondertekend-leesbaar.pdf",
    ]
    assert kept.files["AWI-2026-001-ondertekend-1.jpg"] == photo("een", orientation=6)
    assert kept.readable == "AWI-2026-001-ondertekend-leesbaar.pdf"


def test_of_a_pdf_with_more_letters_only_its_own_pages_can_be_read(desk: Work, home: Path) -> None:
    path = desk.root / "input" / "ondertekend" / "stapel.pdf"
    content = pdf("eigen1", "ANDERMANS", "eigen2", "LEEG")
    pages = (Page(1), Page(2), Page(3), Page(4, is_blank=True))
    kept = contents(desk, match(home, Part(handed(path, content, Vorm.PDF, pages), (1, 3))))
    assert kept.files[f"{KENMERK}-ondertekend.pdf"] == content
    assert kept.mixed == (f"{KENMERK}-ondertekend.pdf",)
    assert kept.readable is not None
    own = texts(kept.files[kept.readable])
    assert b"(eigen1)" in own
    assert b"STEMPEL eigen2" in own
    assert b"ANDERMANS" not in own
    assert kept.remarks == (
        (
            "AWI-2026-001-ondertekend.pdf bevat ook bladzijden die niet bij deze brief horen, en is "
            "heel bewaard."
        ),
    )


def test_blank_backs_of_a_scan_need_no_second_pdf(desk: Work, home: Path) -> None:
    pages = (Page(1, is_picture=True), Page(2, is_blank=True))
    one = handed(desk.root / "x.pdf", pdf("een", ""), Vorm.PDF, pages)
    assert contents(desk, match(home, whole(one))).readable is None


def test_a_digitally_signed_pdf_is_never_taken_apart(desk: Work, home: Path) -> None:
    pages = (Page(1), Page(2))
    one = handed(desk.root / "x.pdf", pdf("een", "ander"), Vorm.PDF, pages)
    kept = contents(desk, match(home, Part(one, (1,))), is_digitally_signed=True)
    assert kept.readable is None
    assert [name for name in kept.files if "ondertekend" in name] == [
        "AWI-2026-001-ondertekend.pdf"
    ]


def test_pieces_of_one_file_are_that_file_once(desk: Work, home: Path) -> None:
    pages = (Page(1), Page(2), Page(3))
    one = handed(desk.root / "x.pdf", pdf("a", "b", "c"), Vorm.PDF, pages)
    kept = contents(desk, match(home, Part(one, (3,)), Part(one, (1, 2))))
    assert kept.signed == {one.path: f"{KENMERK}-ondertekend.pdf"}
    assert kept.readable is not None
    with pikepdf.open(io.BytesIO(kept.files[kept.readable])) as made:
        words = [page.Contents.read_bytes() for page in made.pages]
    assert [word for page in words for word in (b"(a)", b"(b)", b"(c)") if word in page] == [
        b"(c)",
        b"(a)",
        b"(b)",
    ]


def test_a_signed_word_file_is_never_kept_bare(desk: Work, home: Path) -> None:
    content = (home / f"{KENMERK}-brief-college.docx").read_bytes()
    one = handed(desk.root / "getekend.docx", content, Vorm.DOCX)
    kept = contents(desk, match(home, whole(one)))
    assert kept.signed == {one.path: f"{KENMERK}-ondertekend_bron.zip"}
    stored = kept.files[f"{KENMERK}-ondertekend_bron.zip"]
    assert in_zip(stored) == [f"{KENMERK}-ondertekend.docx"]
    assert content in stored
    assert not any(name.endswith(".docx") for name in kept.files)
    assert kept.readable is None


def test_a_file_that_changed_since_it_was_recognised_is_not_filed(desk: Work, home: Path) -> None:
    found = scan(desk, home)
    found.parts[0].handed.path.write_bytes(pdf("iets anders"))
    with pytest.raises(ChangedMeanwhileError, match=r"scan 0001\.pdf is veranderd"):
        contents(desk, found)
    found.parts[0].handed.path.unlink()
    with pytest.raises(ChangedMeanwhileError):
        contents(desk, found)


def test_a_photo_that_nothing_can_open_is_kept_all_the_same(desk: Work, home: Path) -> None:
    one = handed(desk.root / "x.heic", b"geen foto", Vorm.HEIC)
    kept = contents(desk, match(home, whole(one)))
    assert kept.files[f"{KENMERK}-ondertekend.heic"] == b"geen foto"
    assert kept.readable is None
    assert kept.remarks == (
        (
            "Van wat is ingeleverd kon het programma geen leesbare PDF maken. De bestanden zelf zijn "
            "gearchiveerd zoals zij kwamen."
        ),
    )


def test_what_is_handed_in_stays_as_it_was(desk: Work, home: Path) -> None:
    found = scan(desk, home)
    before = found.parts[0].handed.path.stat()
    deposited(desk, found)
    after = found.parts[0].handed.path.stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)


# What was made


def test_a_bijlage_that_is_not_known_to_be_public_is_confidential(desk: Work, home: Path) -> None:
    kept = contents(desk, scan(desk, home), Known())
    assert kept.confidential == ("AWI-2026-001-bijlage-vertrouwelijk-gesprekken-beschut-werk.pdf",)
    assert kept.confidential[0] in kept.files


def test_names_of_bijlagen_fit_everywhere(desk: Work, home: Path) -> None:
    add(
        home,
        {
            "Notitie #1 & 2 (déf.) v1.2.PDF": b"%PDF-1.7 a",
            "notitie 1 en 2 (def.) v1.2.pdf": b"%PDF-1.7 b",
            "begroting.xlsx": b"PK\3\4 c",
            "zonder extensie": b"d",
            f"bijlage-{KENMERK}-plan.pdf": b"%PDF-1.7 e",
            "bericht.eml": b"f",
        },
    )
    kept = contents(desk, scan(desk, home))
    made = [name for name in kept.files if "-bijlage-" in name]
    assert made == [
        "AWI-2026-001-bijlage-gesprekken-beschut-werk.pdf",
        "AWI-2026-001-bijlage-vertrouwelijk-awi-2026-001-plan.pdf",
        "AWI-2026-001-bijlage-vertrouwelijk-begroting_bron.zip",
        "AWI-2026-001-bijlage-vertrouwelijk-bericht.eml",
        "AWI-2026-001-bijlage-vertrouwelijk-notitie-1-en-2-def-v1-2-2.pdf",
        "AWI-2026-001-bijlage-vertrouwelijk-notitie-1-en-2-def-v1-2.pdf",
        "AWI-2026-001-bijlage-vertrouwelijk-zonder-extensie",
    ]
    assert all(FIT.fullmatch(name) for name in kept.files)


def test_a_bijlage_with_the_name_of_a_letter_is_public_by_its_own_name(
    desk: Work, home: Path
) -> None:
    add(home, {f"bijlage-{KENMERK}-plan.pdf": b"%PDF-1.7"})
    known = replace(PUBLIC, openbare_bijlagen=frozenset({f"{KENMERK}-plan.pdf"}))
    kept = contents(desk, scan(desk, home), known)
    assert "AWI-2026-001-bijlage-awi-2026-001-plan.pdf" in kept.files


def test_a_letter_changed_in_word_is_kept_apart_and_told(desk: Work, home: Path) -> None:
    (home / f"{KENMERK}-brief-college.pdf").write_bytes(pdf("veranderd"))
    kept = contents(desk, scan(desk, home))
    assert f"{KENMERK}-brief-college.pdf" not in kept.files
    assert f"veranderd/{KENMERK}-brief-college.pdf" in in_zip(kept.files[f"{KENMERK}_bron.zip"])
    assert kept.remarks == (
        (
            "AWI-2026-001-brief-college.pdf is veranderd sinds de brief is gemaakt. Het veranderde "
            "bestand is bewaard in AWI-2026-001_bron.zip, in de map veranderd."
        ),
    )


def test_a_changed_bijlage_is_kept_as_it_is_and_told(desk: Work, home: Path) -> None:
    (home / "gesprekken-beschut-werk.pdf").write_bytes(pdf("nieuwer"))
    kept = contents(desk, scan(desk, home))
    assert kept.files[USUAL[0]] == pdf("nieuwer")
    assert kept.remarks == (
        (
            "De bijlage gesprekken-beschut-werk.pdf is veranderd sinds de brief is gemaakt. Zij is "
            "gearchiveerd zoals zij nu is."
        ),
    )


def test_without_libreoffice_there_is_no_pdf_as_made(desk: Work, home: Path) -> None:
    document = record.raw(home)
    for name in [name for name in document["bestanden"] if name.startswith(f"{KENMERK}-")]:
        if name.endswith(".pdf"):
            del document["bestanden"][name]
            (home / name).unlink()
    amend(home, document)
    kept = contents(desk, scan(desk, home))
    assert list(kept.files) == [USUAL[0], *USUAL[3:]]
    assert kept.remarks == ()


def test_sources_that_are_gone_or_changed_are_told(desk: Work, home: Path) -> None:
    (desk.root / "input" / "beschut-werk.xlsx").write_bytes(b"anders")
    (desk.root / "templates" / "toetsing.docx").unlink()
    (desk.root / "input" / "adviesraad.toml").write_text("anders", encoding="utf-8")
    (home / "gesprekken-beschut-werk.pdf").unlink()
    kept = contents(desk, scan(desk, home))
    gone = {"formulier/beschut-werk.xlsx", "sjablonen/adviesraad.toml", "sjablonen/toetsing.docx"}
    assert in_zip(kept.files[f"{KENMERK}_bron.zip"]) == [n for n in SOURCES if n not in gone]
    assert kept.remarks == (
        "gesprekken-beschut-werk.pdf staat niet meer bij de brief en is niet gearchiveerd.",
        (
            "Het formulier input/beschut-werk.xlsx waarvan de brief is gemaakt, is daarna veranderd en "
            "is niet gearchiveerd. Wat de brief daaruit overnam, staat in brief.json."
        ),
        (
            "toetsing.docx en adviesraad.toml zijn veranderd sinds de brief is gemaakt en zijn niet "
            "gearchiveerd."
        ),
    )


def test_a_letter_of_before_its_text_was_kept_says_so(desk: Work, home: Path) -> None:
    document = record.raw(home)
    del document["tekst"]
    amend(home, document)
    assert contents(desk, scan(desk, home)).remarks == (
        (
            "Bij deze brief is zijn tekst niet bewaard: u vindt hem op kenmerk en onderwerp, niet op "
            "wat erin staat."
        ),
    )


# Always


def test_the_same_input_gives_the_same_bytes(desk: Work, home: Path) -> None:
    inbox = desk.root / "input" / "ondertekend"
    found = match(
        home,
        whole(handed(inbox / "a.jpg", photo("een", orientation=5), Vorm.JPEG)),
        whole(handed(inbox / "b.pdf", pdf("twee"), Vorm.PDF)),
    )
    assert deposited(desk, found) == deposited(desk, found)
    assert deposited(desk, found, PUBLIC, SIGNATURE) == deposited(desk, found, PUBLIC, SIGNATURE)
