"""Every kind of file is looked at by its content; what cannot be is told in a sentence of its own."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pikepdf
import pytest
from PIL import Image, ImageDraw

from pipeline.archive.inspect import Inspector, handed_in
from pipeline.archive.values import Doubt, Handed, Page, Vorm
from tests.archive import paper
from tests.archive.folders import (
    CODE,
    KENMERK,
    blank,
    home,
    letter,
    pdf,
    picture,
    scan_pdf,
    scanned,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
HEIC = Path(__file__).parent / "foto.heic"
MODULE = 20  # so that a picture of one page stays small


@pytest.fixture(scope="module")
def inspector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inspector]:
    brieven = tmp_path_factory.mktemp("brieven")
    home(brieven)
    with Inspector(brieven) as open_inspector:
        yield open_inspector


@pytest.fixture
def look(inspector: Inspector, tmp_path: Path) -> Look:
    return Look(inspector, tmp_path)


class Look:
    """Looks at bytes as a file with any name."""

    def __init__(self, inspector: Inspector, folder: Path) -> None:
        self._inspector = inspector
        self._folder = folder

    def at(self, data: bytes, name: str = "scan.bin") -> Handed | Doubt:
        path = self._folder / name
        path.write_bytes(data)
        return self._inspector.inspect(path)

    def pages(self, data: bytes, name: str = "scan.bin") -> tuple[Page, ...]:
        seen = self.at(data, name)
        assert isinstance(seen, Handed), seen
        return seen.pages

    def codes(self, data: bytes, name: str = "scan.bin") -> list[str]:
        return [" ".join(map(str, page.codes)) for page in self.pages(data, name)]

    def told(self, data: bytes, name: str = "scan.bin") -> str:
        seen = self.at(data, name)
        assert isinstance(seen, Doubt), seen
        return seen.melding


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that claims to be large and holds nothing."""
    header = struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    )
    return b"\x89PNG\r\n\x1a\n" + chunks


def zipped(**parts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return target.getvalue()


def docx(subject: str = "", kenmerk: str = "", footer: str = "") -> bytes:
    return zipped(
        word__document_xml="<w:document/>",
        docProps__core_xml=f"<cp:coreProperties><dc:subject>{subject}</dc:subject></cp:coreProperties>",
        docProps__custom_xml=f'<Properties><property fmtid="{{D5}}" pid="2" name="Kenmerk"><vt:lpwstr>{kenmerk}</vt:lpwstr></property></Properties>',
        word__footer1_xml=f"<w:ftr><w:p>{footer}</w:p></w:ftr>",
    )


def locked(document: bytes) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as opened:
        opened.save(target, encryption=pikepdf.Encryption(user="geheim", owner="geheim"))
    return target.getvalue()


def searchable(image: Image.Image, guess: str) -> bytes:
    """A scan with the words that a scanner read on it, invisible over the picture."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan_pdf([image]))) as opened:
        page = opened.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources.Font = pikepdf.Dictionary(F1=opened.make_indirect(font))
        words = f"BT 3 Tr /F1 8 Tf 130 49 Td ({guess}) Tj ET".encode()
        page.contents_add(opened.make_stream(words))
        opened.save(target)
    return target.getvalue()


def test_a_digital_pdf_is_read_page_by_page(look: Look) -> None:
    data = letter()
    seen = look.at(data, "brief.docx")
    assert isinstance(seen, Handed)
    assert (seen.vorm, seen.size, len(seen.sha512)) == (Vorm.PDF, len(data), 128)
    assert [(p.number, p.is_picture, p.is_blank, p.is_page) for p in seen.pages] == [
        (number, False, False, number) for number in (1, 2, 3)
    ]
    assert [str(code) for page in seen.pages for code in page.codes] == [CODE] * 3


@pytest.mark.parametrize(
    ("form", "vorm"), [("JPEG", Vorm.JPEG), ("PNG", Vorm.PNG), ("TIFF", Vorm.TIFF)]
)
def test_a_picture_is_read_whatever_its_name(look: Look, form: str, vorm: Vorm) -> None:
    seen = look.at(picture(scanned(letter())[1], form), "brief.pdf")
    assert isinstance(seen, Handed)
    assert seen.vorm is vorm
    assert [(str(*p.codes), p.is_picture, p.is_page) for p in seen.pages] == [(CODE, True, 2)]


def test_a_photo_of_an_iphone_is_read(look: Look) -> None:
    seen = look.at(HEIC.read_bytes(), "IMG_0042.HEIC")
    assert isinstance(seen, Handed)
    assert (seen.vorm, [str(*page.codes) for page in seen.pages]) == (Vorm.HEIC, [CODE])


def test_a_tiff_has_many_pages(look: Look) -> None:
    first, *rest = scanned(letter())
    data = picture(first, "TIFF", save_all=True, append_images=rest, compression="tiff_lzw")
    assert [page.is_page for page in look.pages(data)] == [1, 2, 3]


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "CMYK", "I;16"])
def test_every_kind_of_pixel_is_read(look: Look, mode: str) -> None:
    image = scanned(letter())[0]
    if mode == "I;16":
        grey = image.convert("L")
        image = Image.frombytes("I;16", grey.size, bytes(b for v in grey.tobytes() for b in (0, v)))
    else:
        image = image.convert(mode)
    assert look.codes(picture(image, "TIFF")) == [CODE]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_may_lie_any_way(look: Look, turn: int) -> None:
    image = scanned(letter())[2].rotate(turn, expand=True)
    (page,) = look.pages(scan_pdf([image]))
    assert (str(*page.codes), page.is_picture, page.is_page) == (CODE, True, 3)


def test_the_backs_of_sheets_are_blank(look: Look) -> None:
    first, second, _ = scanned(letter())
    noise = Random(4)  # noqa: S311 -- no secret
    back = paper.scan(blank().resize(first.size), noise, 300)
    pages = look.pages(scan_pdf([first, blank(), second, back]))
    assert [page.is_blank for page in pages] == [False, True, False, True]


def test_a_page_with_one_word_is_not_blank(look: Look) -> None:
    page = blank()
    ImageDraw.Draw(page).text((600, 800), "Akkoord", fill="black", font_size=40)
    assert [(p.codes, p.is_blank) for p in look.pages(scan_pdf([page]))] == [((), False)]


def test_the_code_counts_above_what_a_scanner_read(look: Look) -> None:
    image = scanned(letter())[0]
    assert look.codes(searchable(image, f"{KENMERK}:3F9A7028")) == [CODE]


def test_what_a_scanner_read_is_never_trusted(look: Look) -> None:
    image = scanned(pdf([("", CODE, 1)]))[0]
    assert look.codes(searchable(image, CODE)) == [""]


def test_words_of_a_digital_page_count(look: Look) -> None:
    assert look.codes(pdf([("", CODE, 1)])) == [CODE]


def test_words_and_code_that_differ_are_both_told(look: Look) -> None:
    other = f"{KENMERK}-K1:3F9A7C2B"
    assert look.codes(pdf([(CODE, other, 1)])) == [f"{CODE} {other}"]


def test_two_letters_on_one_page_are_both_told(look: Look) -> None:
    one, other = (scanned(pdf([(code, "", 1)]))[0] for code in (CODE, "AWI-2026-008:11112222"))
    both = Image.new("RGB", (one.width * 2, one.height), "white")
    both.paste(one, (0, 0))
    both.paste(other, (one.width, 0))
    (codes,) = look.codes(picture(both, "PNG"))
    assert sorted(codes.split()) == [CODE, "AWI-2026-008:11112222"]


def test_the_code_of_somebody_else_is_no_code(look: Look) -> None:
    (page,) = look.pages(pdf([("HTTPS://GEMEENTE.EXAMPLE", "", 1)]))
    assert page.codes == ()


def test_a_stroke_of_blue_ink_and_a_red_stamp_are_looked_through(look: Look) -> None:
    clean = scanned(letter(), paper.CLEAN)[1]
    box = (308, 3120, 490, 3305)
    chance = Random(5)  # noqa: S311 -- no secret
    stamped = paper.stamped(clean, chance, box)
    assert look.codes(picture(stamped, "PNG")) == [CODE]


@pytest.mark.parametrize(
    ("parts", "codes"),
    [
        ({"subject": CODE, "kenmerk": KENMERK}, CODE),
        ({"footer": f"<w:r><w:tab/><w:t>{KENMERK}</w:t></w:r><w:r><w:t>:3F9A7C2B</w:t></w:r>"}, CODE),
        ({"kenmerk": KENMERK}, KENMERK),
        ({"subject": CODE, "kenmerk": "AWI-2026-008"}, f"{CODE} AWI-2026-008"),
        ({"subject": CODE, "footer": "<w:t>CONCEPT-2:3F9A7C2B</w:t>"}, f"{CODE} CONCEPT-2:3F9A7C2B"),
        ({"subject": "Vergadering"}, ""),
    ],
)  # fmt: skip
def test_a_word_file_says_its_code(look: Look, parts: dict[str, str], codes: str) -> None:
    seen = look.at(docx(**parts))
    assert isinstance(seen, Handed)
    assert seen.vorm is Vorm.DOCX
    (page,) = seen.pages
    assert sorted(map(str, page.codes)) == sorted(codes.split())


JPEG = picture(blank(), "JPEG")
BAD = {
    "empty": (b"", "leeg (0 bytes)"),
    "not downloaded": (bytes(20_000), "OneDrive"),
    "truncated pdf": (letter()[:-200], "Deze PDF is niet compleet"),
    "half a pdf": (letter()[:900], "Deze PDF is niet compleet"),
    "damaged pdf": (b"%PDF-1.7\n" + b"x" * 500 + b"\n%%EOF\n", "Deze PDF is beschadigd"),
    "locked pdf": (locked(letter()), "Deze PDF is beveiligd met een wachtwoord"),
    "pdf without pages": (pdf([]), "heeft geen bladzijden"),
    "pdf of too many pages": (pdf([("", "", 1)] * 201), "meer dan 200 bladzijden"),
    "truncated jpeg": (JPEG[: len(JPEG) // 2], "Deze afbeelding is niet compleet"),
    "damaged png": (b"\x89PNG\r\n\x1a\n" + b"x" * 90, "Deze afbeelding is beschadigd"),
    "damaged tiff": (b"II*\0" + b"\xff" * 90, "Deze afbeelding is beschadigd"),
    "damaged heic": (HEIC.read_bytes()[:600], "Deze afbeelding is"),
    "bomb of pixels": (png_of_size(30_000, 30_000), "120 miljoen beeldpunten"),
    "gif": (picture(blank(), "GIF"), "afbeelding van een soort"),
    "webp": (b"RIFF\0\0\0\0WEBPVP8 ", "afbeelding van een soort"),
    "locked word": (OLE + "EncryptedPackage".encode("utf-16-le"), "Word-bestand is beveiligd"),
    "old word": (OLE + "WordDocument".encode("utf-16-le"), "(.doc)"),
    "message of outlook": (OLE + "__properties_version1.0".encode("utf-16-le"), "e-mailbericht"),
    "mail": (b"From: a@b.example\r\nSubject: x\r\n\r\nx", "e-mailbericht"),
    "truncated word": (docx(CODE)[:-30], "niet compleet"),
    "open document": (zipped(mimetype="application/vnd.oasis.opendocument.text"), "(.odt)"),
    "spreadsheet": (zipped(xl__workbook_xml="<x/>"), "Excel-bestand"),
    "zip": (zipped(foto="x"), "(.zip)"),
    "bomb of words": (docx(subject=" " * 60_000_000), "onredelijk groot"),
    "text": (b"Geacht college,", "tekstbestand"),
    "noise": (bytes(range(256)) * 9, "wat werkt, is een PDF, een foto of scan (JPEG, PNG, TIFF, HEIC) of een Word-bestand (.docx)"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_told_in_its_own_sentence(look: Look, kind: str) -> None:
    data, words = BAD[kind]
    told = look.told(data)
    assert words in told
    assert told.endswith(".")
    assert told.startswith(("Dit ", "Deze ", "Van dit "))


def test_a_lock_file_of_word_is_told(look: Look) -> None:
    assert "hulpbestand (~$)" in look.told(b"\x05Vera" + bytes(157), "~$brief.docx")


def test_a_folder_and_a_missing_file_are_told(inspector: Inspector, tmp_path: Path) -> None:
    for path, words in ((tmp_path, "Dit is een map"), (tmp_path / "weg.pdf", "bestaat niet")):
        seen = inspector.inspect(path)
        assert isinstance(seen, Doubt)
        assert words in seen.melding


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks another program to stop it")
def test_a_child_that_died_is_replaced(look: Look) -> None:
    assert look.codes(letter()) == [CODE] * 3
    process = look._inspector._crew.child()._process
    assert process is not None
    process.kill()
    process.wait()
    assert look.codes(letter()) == [CODE] * 3


def test_a_page_that_takes_too_long_is_told_and_the_next_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(letter())
    with Inspector(tmp_path, time_limit=0.001) as hasty:
        seen = hasty.inspect(path)
    assert isinstance(seen, Doubt)
    assert "duurde te lang" in seen.melding


def test_many_files_come_back_in_their_order(inspector: Inspector, tmp_path: Path) -> None:
    paths = []
    for number in range(1, 7):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(letter(pages=number) if number % 2 else b"%PDF-1.7")
        paths.append(path)
    seen = list(inspector.inspect_many(paths))
    assert [len(one.pages) if isinstance(one, Handed) else 0 for one in seen] == [1, 0, 3, 0, 5, 0]
    assert [one.path for one in seen] == paths


def test_the_file_is_never_changed(look: Look, tmp_path: Path) -> None:
    data = letter()
    look.at(data, "scan.pdf")
    assert (tmp_path / "scan.pdf").read_bytes() == data
    assert list(tmp_path.iterdir()) == [tmp_path / "scan.pdf"]


def test_what_an_operating_system_leaves_behind_is_not_handed_in(tmp_path: Path) -> None:
    for name in (
        "foto 10.jpg",
        "foto 9.jpg",
        ".DS_Store",
        "desktop.ini",
        "Thumbs.db",
        "._foto 9.jpg",
    ):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "mei").mkdir()
    (tmp_path / "mei" / "scan.pdf").write_bytes(b"x")
    names = [path.relative_to(tmp_path).as_posix() for path in handed_in(tmp_path)]
    assert names == ["foto 9.jpg", "foto 10.jpg", "mei/scan.pdf"]
    assert handed_in(tmp_path / "er niet") == ()
