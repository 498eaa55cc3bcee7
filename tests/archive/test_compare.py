from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.archive.compare import Comparison, Text, as_made, as_paragraphs, compare, told
from pipeline.archive.damaged import DamagedPdfError
from pipeline.archive.page_text import DocumentText, PageText, document_text
from tests.archive import letters
from tests.archive.attacks import a_note, drawn_over, updated
from tests.archive.letters import EDITS
from tests.archive.signing import LINES, pdf, signed, text
from tests.archive.typeset import Style, typeset

STYLES: Mapping[str, Style] = {
    "gewoon": Style(),
    "smal": Style(columns=60, seed=2),
    "breed en klein": Style(columns=120, lines=53),
    "met afbreken": Style(columns=70, hyphenates=1, seed=3),
    "met afbreken, breed": Style(columns=101, hyphenates=2, seed=4),
    "met ligaturen": Style(has_ligatures=True),
    "met alles": Style(
        columns=64, hyphenates=1, has_ligatures=True, bullet="•", is_numbered=True, seed=5
    ),
    "met streepjes": Style(bullet="-", columns=77),
    "met nummers": Style(is_numbered=True, bullet="·"),
    "met merk boven": Style(head="FICTIEF VOORBEELD"),
    "voet voorop": Style(head="FICTIEF VOORBEELD", foot_first=True, columns=83),
    "korte bladzijden": Style(lines=17, columns=71, hyphenates=1, seed=6),
}
RUNNING = ("FICTIEF VOORBEELD",)


def made_of(texts: tuple[str, ...] | list[str]) -> Text:
    return as_paragraphs(texts, RUNNING)


def printed(texts: tuple[str, ...] | list[str], style: Style | None = None) -> DocumentText:
    return document_text(typeset(texts, style))


def test_honest_prints_of_three_letters_raise_no_alarm(capsys: pytest.CaptureFixture[str]) -> None:
    alarms = {
        (kenmerk, name): found
        for kenmerk, texts in letters.paragraphs().items()
        for name, style in STYLES.items()
        if (found := compare(printed(texts, style), made_of(texts)).differences)
    }
    seen = len(letters.paragraphs()) * len(STYLES)
    with capsys.disabled():
        print(f"\neerlijke afdrukken tegen het Word-bestand: {len(alarms)} van {seen} vals alarm")  # noqa: T201 -- the count is the point
    assert alarms == {}
    assert seen >= 30


def test_nor_do_they_against_the_pdf_as_made(capsys: pytest.CaptureFixture[str]) -> None:
    texts = letters.bijverdienen()
    merk = "FICTIEF VOORBEELD"
    made = as_made(printed(texts, Style(bullet="•", hyphenates=3, is_numbered=True, head=merk)))
    alarms = {}
    for name, style in STYLES.items():
        again = printed(texts, replace(style, is_numbered=True, head=merk))
        if found := compare(again, made).differences:
            alarms[name] = found
    with capsys.disabled():
        print(f"\neerlijke afdrukken tegen de PDF: {len(alarms)} van {len(STYLES)} vals alarm")  # noqa: T201 -- the count is the point
    assert alarms == {}


@pytest.mark.parametrize("name", EDITS)
def test_a_small_change_is_told_with_its_place(name: str) -> None:
    texts = letters.bijverdienen()
    edit, words = EDITS[name]
    changed = edit(list(texts))
    assert changed != list(texts)
    for style in (STYLES["gewoon"], STYLES["met alles"]):
        found = compare(printed(changed, style), made_of(texts)).differences
        assert 1 <= len(found) <= 3, found
        assert all(one.startswith("Bladzijde ") for one in found)
        assert any(words in one for one in found), found
    assert len(EDITS) >= 28


def test_the_sentence_names_the_page_and_the_words_around() -> None:
    texts = letters.bijverdienen()
    changed = letters.swap("artikel 47", "artikel 41")(list(texts))
    assert compare(printed(changed), made_of(texts)).differences == (
        (
            "Bladzijde 3: er stond “… grond van artikel 47 van de Participatiewet …”, nu staat er "
            "“… grond van artikel 41 van de Participatiewet …”."
        ),
    )


def test_what_a_visible_signature_shows_is_no_change_of_the_letter() -> None:
    texts = letters.bijverdienen()
    content = signed(typeset(texts), box=(60, 60, 260, 110))
    assert compare(document_text(content), made_of(texts)).differences == ()


def test_a_line_of_a_signing_service_is_told_and_is_no_difference() -> None:
    texts = letters.bijverdienen()
    line = "Docusign Envelope ID: 0A1B2C3D-0000-4444-8888-0123456789AB"
    comparison = compare(printed([line, *texts]), made_of(texts))
    assert comparison.differences == ()
    assert told(comparison) == (
        "De tekst is woord voor woord gelijk aan de brief zoals die is gemaakt.",
        f"Bij het ondertekenen kwam erbij: “{line}”.",
    )


def test_other_words_beside_the_signature_are_a_difference() -> None:
    texts = [*letters.bijverdienen(), "Akkoord onder voorbehoud"]
    (one,) = compare(printed(texts), made_of(letters.bijverdienen())).differences
    assert "Akkoord onder voorbehoud" in one


def test_a_head_that_was_not_there_is_a_difference() -> None:
    style = Style(head="Dit advies is ingetrokken")
    found = compare(printed(letters.bijverdienen(), style), made_of(letters.bijverdienen()))
    assert any("ingetrokken" in one for one in found.differences)


def test_another_document_is_called_so() -> None:
    texts = list(letters.bijverdienen())
    many = [*texts, *(f"Zin {n} over iets heel anders." for n in range(2000))]
    assert compare(printed(many), made_of(texts)).differences == (
        "Het bestand bevat veel meer tekst dan de brief; dit is een ander document.",
    )


MADE = as_made(document_text(pdf()))
NOTE = {"Subtype": pikepdf.Name.Stamp}
WHITE = b"q 1 g 60 735 400 18 re f Q "
HIDDEN: Mapping[str, Callable[[], bytes]] = {
    "een wit vlak": lambda: drawn_over(pdf(), WHITE),
    "een wit vlak met andere woorden": lambda: drawn_over(
        pdf(), WHITE + text(("Wij adviseren u om 92 banen te maken.",), 746)
    ),
    "een stempel met een wit vlak": lambda: drawn_over(pdf(), WHITE, NOTE),
    "een stempel met woorden": lambda: drawn_over(pdf(), text(("ONGELDIG",), 400), NOTE),
    "onzichtbare woorden": lambda: pdf().replace(b"(Wij adviseren", b"3 Tr (Wij adviseren"),
    "witte woorden": lambda: pdf().replace(b"(Wij adviseren", b"1 g (Wij adviseren"),
    "buiten beeld": lambda: pdf().replace(
        b"/MediaBox [ 0 0 595 842 ]", b"/MediaBox [ 0 0 595 755 ]"
    ),
}


@pytest.mark.parametrize("make", HIDDEN.values(), ids=HIDDEN.keys())
def test_words_that_a_reader_does_not_see_are_missed(make: Callable[[], bytes]) -> None:
    content = make()
    assert content != pdf()
    assert compare(document_text(content), MADE).differences != ()


def test_a_pen_signature_as_a_note_is_no_difference() -> None:
    pen = b"q 2 w 0 0 1 RG 70 700 m 120 740 160 680 200 720 c S Q"
    content = document_text(drawn_over(pdf(), pen, {"Subtype": pikepdf.Name.Ink}))
    assert content.has_drawings
    assert compare(content, MADE) == Comparison(is_compared=True)


def stamped(content: bytes, place: tuple[int, int, int, int]) -> bytes:
    """The PDF with a white stamp, drawn around its own corner and put somewhere on the page."""
    left, bottom, right, top = place
    width, height = right - left, top - bottom
    look = {"Rect": list(place), "BBox": [0, 0, width, height]}
    return drawn_over(content, f"1 g 0 0 {width} {height} re f".encode(), {**NOTE, **look})


def test_a_stamp_hides_what_is_under_it_and_nothing_else() -> None:
    plain = drawn_over(pdf(), text(("Onderaan",), 8))
    made = as_made(document_text(plain))
    beside = stamped(plain, (60, 300, 460, 330))
    over = stamped(plain, (60, 740, 460, 757))
    assert compare(document_text(beside), made).differences == ()
    (one,) = compare(document_text(over), made).differences
    assert "Wij adviseren u om 12 banen te maken." in one


def test_white_words_on_a_dark_ground_can_be_read() -> None:
    ground = b"q 0.2 0.2 0.5 rg 60 735 400 18 re f Q "
    content = document_text(
        drawn_over(pdf(((),)), ground + b"1 g " + text(("Wij adviseren u",), 740))
    )
    assert content.pages[0].lines == ("Wij adviseren u",)


def test_a_typed_note_that_every_program_draws_itself_is_a_difference() -> None:
    content = document_text(updated(pdf(), a_note))
    (one,) = compare(content, MADE).differences
    assert "Onder voorbehoud" in one


def test_a_note_beside_the_page_is_kept_apart() -> None:
    note = {"Subtype": pikepdf.Name.Text, "Contents": "Mooie brief"}
    content = document_text(drawn_over(pdf(), b"", note))
    assert content.notes == ("Mooie brief",)
    assert compare(content, MADE).differences == ()


def with_image(words: bytes, *, is_on_top: bool = False, is_clear: bool = False) -> bytes:
    """A page with an image all over it, and words under it or on top."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(((),)))) as document:
        kind = {
            "Type": pikepdf.Name.XObject,
            "Subtype": pikepdf.Name.Image,
            "Width": 100,
            "Height": 100,
            "ColorSpace": pikepdf.Name.DeviceGray,
            "BitsPerComponent": 8,
        }
        image = document.make_stream(b"\xee" * 10_000, **kind)
        if is_clear:
            image.SMask = document.make_stream(b"\0" * 10_000, **kind)
        page = document.pages[0]
        page.Resources.XObject = pikepdf.Dictionary(Im=image)
        picture = b"q 595 0 0 842 0 0 cm /Im Do Q "
        page.Contents = document.make_stream(picture + words if is_on_top else words + picture)
        document.save(made)
    return made.getvalue()


def test_a_page_wide_drawing_that_one_looks_through_is_no_paper() -> None:
    content = document_text(with_image(text(LINES[0]), is_clear=True))
    assert content.pages[0].lines == LINES[0]
    assert content.pages[0].under_image.startswith("Geacht college,")


@pytest.mark.parametrize(
    "content",
    [
        with_image(b""),
        with_image(b"3 Tr " + text(("Geacht collega,",)), is_on_top=True),
        with_image(text(("Geacht collega,",))),
    ],
    ids=["zonder woorden", "onzichtbare woorden erop", "woorden eronder"],
)
def test_what_a_scanner_guessed_is_never_compared(content: bytes) -> None:
    found = document_text(content)
    assert found.pages[0].is_picture
    assert found.pages[0].lines == ()
    comparison = compare(found, made_of(letters.bijverdienen()))
    assert comparison == Comparison(is_compared=False, pictures=(1,))
    assert told(comparison) == (
        "Van een scan zijn de woorden niet te vergelijken met de brief zoals die is gemaakt.",
    )


def test_of_a_file_that_is_partly_a_scan_the_rest_is_compared() -> None:
    made = as_made(document_text(pdf()))
    pages = (PageText(1, (), is_picture=True), document_text(pdf()).pages[1])
    comparison = compare(DocumentText(pages), made)
    assert comparison == Comparison(is_compared=True, pictures=(1,))
    assert "Bladzijde 1 is een scan; daarvan zijn de woorden niet te vergelijken." in told(
        comparison
    )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_gives_words_or_a_sentence(data: st.DataObject) -> None:
    content = bytearray(pdf())
    for _ in range(data.draw(st.integers(1, 10))):
        place = data.draw(st.integers(0, len(content) - 1))
        piece = data.draw(st.binary(max_size=20))
        content[place : place + len(piece)] = piece
    try:
        found = document_text(bytes(content))
    except DamagedPdfError as error:
        assert str(error).startswith("Dit PDF-bestand ")  # noqa: PT017 -- it may also be read
    else:
        assert isinstance(found, DocumentText)


words = st.lists(st.text("abcdefgh12,.-", min_size=1, max_size=9), min_size=1, max_size=40)


@given(words, st.integers(0, 39), st.text("xyz789", min_size=1, max_size=5))
def test_another_word_is_always_found(some: list[str], place: int, other: str) -> None:
    place %= len(some)
    changed = [*some[:place], other, *some[place + 1 :]]
    found = compare(
        DocumentText((PageText(1, (" ".join(changed),)),)), as_paragraphs([" ".join(some)])
    )
    assert found.differences != ()


@given(words, st.integers(1, 12))
def test_other_lines_are_never_a_difference(some: list[str], width: int) -> None:
    lines = tuple(" ".join(some[i : i + width]) for i in range(0, len(some), width))
    whole = as_paragraphs([" ".join(some)])
    assert compare(DocumentText((PageText(1, lines),)), whole).differences == ()
