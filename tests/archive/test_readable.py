"""The readable PDF: upright, nothing lost, nothing of other letters."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
from pathlib import Path

import pikepdf
import pillow_heif
import pypdfium2
import pytest
from PIL import Image, TiffImagePlugin

from pipeline.archive.formats import format_of
from pipeline.archive.readable import NotReadableError, readable
from pipeline.archive.values import Handed, Page, Part, Vorm
from tests.archive.filings import pdf, photo
from tests.work import ROOT

VERACHECK = ROOT.parent / "shared" / "tools" / "veracheck"


def part(vorm: Vorm, count: int = 1, pages: tuple[int, ...] = ()) -> Part:
    own = tuple(Page(number) for number in range(1, count + 1))
    return Part(Handed(Path("x"), vorm, "", 0, own), pages or tuple(p.number for p in own))


def made(*parts: tuple[Part, bytes]) -> bytes:
    return readable(parts, "AWI-2026-001, ondertekend")


def seen(content: bytes) -> list[Image.Image]:
    """The pages as a viewer shows them."""
    with pypdfium2.PdfDocument(content) as document:
        return [page.render(scale=1).to_pil() for page in document]


def is_upright(page: Image.Image) -> bool:
    """A4, with the red bar of the photo in its top left corner."""
    width, height = page.size
    red, green, _ = page.convert("RGB").getpixel((20, 8))  # type: ignore[misc]  # three bands
    far = page.convert("RGB").getpixel((width - 20, 8)), page.convert("RGB").getpixel((20, 400))
    return (width, height) == (596, 842) and red > 200 and green < 60 and far == ((255,) * 3,) * 2


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_camera_was_held(orientation: int) -> None:
    content = photo("een", orientation=orientation)
    (page,) = seen(made((part(Vorm.JPEG), content)))
    assert is_upright(page)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_photo_is_in_the_pdf_byte_for_byte(orientation: int) -> None:
    content = photo("een", orientation=orientation)
    with pikepdf.open(io.BytesIO(made((part(Vorm.JPEG), content)))) as book:
        (image,) = book.pages[0].get_images().values()
        assert image.read_raw_bytes() == content


@pytest.mark.parametrize(
    ("kind", "mode", "vorm"),
    [
        ("PNG", "RGB", Vorm.PNG),
        ("PNG", "RGBA", Vorm.PNG),
        ("PNG", "P", Vorm.PNG),
        ("JPEG", "CMYK", Vorm.JPEG),
        ("TIFF", "RGB", Vorm.TIFF),
        ("TIFF", "RGBA", Vorm.TIFF),
        ("TIFF", "CMYK", Vorm.TIFF),
        ("TIFF", "LAB", Vorm.TIFF),
    ],
)
def test_every_kind_of_picture_becomes_a_page(kind: str, mode: str, vorm: Vorm) -> None:
    if mode == "LAB":
        image = Image.new("LAB", (600, 848), (255, 128, 128))
        held = io.BytesIO()
        image.save(held, kind)
        content = held.getvalue()
    else:
        content = photo("een", kind=kind, mode=mode)
    (page,) = seen(made((part(vorm), content)))
    assert page.size == (596, 842)
    assert mode == "LAB" or is_upright(page)


def test_of_a_fax_the_pages_of_the_letter_are_taken() -> None:
    frames = [Image.new("1", (1728, 1100), value) for value in (1, 0, 1)]
    held = io.BytesIO()
    # A fax has twice as many points across as down: 204 by 98 an inch.
    frames[0].save(
        held,
        "TIFF",
        save_all=True,
        append_images=frames[1:],
        compression="group4",
        resolution_unit=2,
        x_resolution=204,
        y_resolution=98,
    )
    with Image.open(io.BytesIO(held.getvalue())) as image:
        assert isinstance(image, TiffImagePlugin.TiffImageFile)
        assert image.n_frames == 3
    pages = seen(made((part(Vorm.TIFF, 3, (2, 3)), held.getvalue())))
    assert [page.convert("L").getpixel((300, 400)) for page in pages] == [0, 255]
    assert {page.size for page in pages} == {(596, 842)}


def test_the_second_picture_in_a_telephone_photo_is_no_page() -> None:
    held = io.BytesIO()
    first, second = Image.new("RGB", (600, 848), "white"), Image.new("RGB", (60, 84), "red")
    first.save(held, "MPO", save_all=True, append_images=[second])
    with pikepdf.open(io.BytesIO(made((part(Vorm.JPEG), held.getvalue())))) as book:
        assert len(book.pages) == 1


def test_photos_and_pdfs_are_bound_in_the_order_of_the_pages() -> None:
    book = made((part(Vorm.PDF, 3, (3, 1)), pdf("a", "b", "c")), (part(Vorm.JPEG), photo("d")))
    with pypdfium2.PdfDocument(book) as document:
        words = [page.get_textpage().get_text_range() for page in document]
    assert words == ["c", "a", ""]


def test_it_says_what_it_is() -> None:
    with pikepdf.open(io.BytesIO(made((part(Vorm.JPEG), photo("een"))))) as book:
        assert str(book.docinfo["/Title"]) == "AWI-2026-001, ondertekend"
        assert str(book.Root.Lang) == "nl-NL"


@pytest.mark.skipif(not VERACHECK.exists(), reason="veraPDF is not beside this checkout")
@pytest.mark.skipif(shutil.which("javac") is None, reason="veraPDF needs Java")
def test_verapdf_finds_pdf_a_2b_in_pictures(tmp_path: Path) -> None:
    fax = io.BytesIO()
    Image.new("1", (1728, 2200), 1).save(fax, "TIFF", compression="group4", dpi=(200, 200))
    pictures = {
        "foto": (Vorm.JPEG, photo("een", orientation=6)),
        "grijs": (Vorm.JPEG, photo("een", mode="L")),
        "doorzichtig": (Vorm.PNG, photo("een", kind="PNG", mode="RGBA")),
        "palet": (Vorm.PNG, photo("een", kind="PNG", mode="P")),
        "fax": (Vorm.TIFF, fax.getvalue()),
        "telefoon": (Vorm.HEIC, heic("een")),
    }
    for name, (vorm, content) in pictures.items():
        (tmp_path / f"{name}.pdf").write_bytes(made((part(vorm), content)))
    checked = [str(path) for path in sorted(tmp_path.iterdir())]
    verdict = subprocess.run(
        [str(VERACHECK), "2b", *checked], capture_output=True, text=True, check=False
    )
    assert verdict.stdout.count("PASS") == len(pictures), verdict.stdout


def test_what_is_not_sure_to_last_does_not_say_that_it_does() -> None:
    for content in (
        made((part(Vorm.JPEG), photo("een", mode="CMYK"))),
        made((part(Vorm.PDF), pdf("a")), (part(Vorm.JPEG), photo("b"))),
    ):
        assert format_of("x.pdf", content).puid == "fmt/276"


def test_a_telephone_photo_stands_upright() -> None:
    (page,) = seen(made((part(Vorm.HEIC), heic("een"))))
    assert is_upright(page)


def heic(text: str) -> bytes:
    """A photo as an iPhone makes it."""
    held = io.BytesIO()
    with Image.open(io.BytesIO(photo(text))) as image:
        pillow_heif.from_pillow(image).save(held, quality=90)
    return held.getvalue()


def test_the_same_photos_give_the_same_bytes() -> None:
    content = photo("een", orientation=5)
    assert made((part(Vorm.JPEG), content)) == made((part(Vorm.JPEG), content))


@pytest.mark.parametrize(
    ("vorm", "content"),
    [
        (Vorm.JPEG, b""),
        (Vorm.JPEG, b"\xff\xd8\xff\xe0 kapot"),
        (Vorm.PNG, photo("een", kind="PNG")[:60]),
        (Vorm.TIFF, b"II*\0\x08\0\0\0"),
        (Vorm.HEIC, struct.pack(">I", 24) + b"ftypheic" + bytes(12)),
        (Vorm.PDF, b"%PDF-1.7 kapot"),
        (Vorm.PDF, pdf()),
    ],
)
def test_what_cannot_be_opened_is_an_error_of_its_own(vorm: Vorm, content: bytes) -> None:
    with pytest.raises(NotReadableError):
        made((part(vorm), content))


# Of a stack of letters


def stack(shared: pikepdf.Dictionary, book: pikepdf.Pdf, *drawn: str) -> bytes:
    for words in drawn:
        page = book.add_blank_page(page_size=(595, 842))
        page.obj.Resources = shared
        page.obj.Contents = book.make_stream(words.encode())
    held = io.BytesIO()
    book.save(held, compress_streams=False)
    return held.getvalue()


def form(book: pikepdf.Pdf, words: str, **more: object) -> pikepdf.Stream:
    return book.make_stream(
        words.encode(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 10, 10],
        **more,
    )


def laid_open(content: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as book:
        held = io.BytesIO()
        level = pikepdf.StreamDecodeLevel.all
        book.save(held, compress_streams=False, stream_decode_level=level)
        return held.getvalue()


def test_a_name_that_is_drawn_but_not_there_keeps_nothing_of_others_in() -> None:
    with pikepdf.new() as book:
        shared = book.make_indirect(
            pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=form(book, "% A"), B=form(book, "% B")))
        )
        content = stack(shared, book, "/A Do /Weg Do", "/B Do")
    own = laid_open(made((part(Vorm.PDF, 2, (1,)), content)))
    assert b"% A" in own
    assert b"% B" not in own


def test_a_drawing_within_a_drawing_brings_nothing_of_others_along() -> None:
    with pikepdf.new() as book:
        shared = book.make_indirect(pikepdf.Dictionary(XObject=pikepdf.Dictionary()))
        shared.XObject["/Inner"] = form(book, "% inner")
        shared.XObject["/Other"] = form(book, "% other")
        shared.XObject["/Outer"] = form(book, "/Inner Do", Resources=shared)
        shared.XObject["/Bare"] = form(book, "/Deep Do")  # draws from the list of the page
        shared.XObject["/Deep"] = form(book, "% deep")
        content = stack(shared, book, "/Outer Do /Bare Do", "/Other Do")
    own = laid_open(made((part(Vorm.PDF, 2, (1,)), content)))
    assert b"% inner" in own
    assert b"% deep" in own
    assert b"% other" not in own


def test_fields_and_links_bring_no_other_page_along() -> None:
    with pikepdf.open(io.BytesIO(pdf("eigen", "ANDERMANS"))) as book:
        first, second = book.pages
        look = form(book, "% handtekening")
        parent = book.make_indirect(pikepdf.Dictionary(T="velden", V="GEHEIM"))
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Sig,
            Rect=[0, 0, 10, 10],
            Parent=parent,
            P=second.obj,
            AP=pikepdf.Dictionary(N=look),
        )
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 10, 10],
            Dest=[second.obj, pikepdf.Name.Fit],
        )
        field = book.make_indirect(field)
        first.obj.Annots = pikepdf.Array([field, link])
        book.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        held = io.BytesIO()
        book.save(held)
    own = laid_open(made((part(Vorm.PDF, 2, (1,)), held.getvalue())))
    assert b"% handtekening" in own
    assert b"GEHEIM" not in own
    assert b"ANDERMANS" not in own


def test_a_page_on_which_nothing_is_drawn_can_be_taken() -> None:
    with pikepdf.new() as book:
        book.add_blank_page()
        del book.pages[0].obj["/Contents"]
        held = io.BytesIO()
        book.save(held)
    assert len(seen(made((part(Vorm.PDF), held.getvalue())))) == 1
