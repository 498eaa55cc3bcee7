"""Bold and italic words in a cell: read, kept while the text is tidied, and written back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from xlsxwriter import Workbook as Writer

from pipeline.errors import UnreadableSheetError
from pipeline.form.feedback import write_feedback
from pipeline.form.nadruk import in_part, pieces, tidied
from pipeline.form.normal import to_json
from pipeline.form.parse import parse
from pipeline.form.read import Reader
from pipeline.form.reuse import answers_from, nadruk_from
from pipeline.form.values import tidy
from pipeline.form.write import write_form
from pipeline.model import Dossier, Field, Nadruk, Stap
from tests.form.paper import FORM, usual_case
from tests.form.sheets import START, operated, saved
from tests.rules.harness import RAAD

Pieces = Sequence[tuple[str, str]]  # text and style
Written = Callable[..., bytes]
MIXED: Pieces = (
    ("Wij ", ""),
    ("<b>&amp; “één”\n", "b"),
    ("- ", ""),
    (" 😀 {{ x }}", "bi"),
    (" en\nverder ", "i"),
    ("zo.", ""),
)
MIXED_WORDS = [("<b>&amp; “één”\n", "b"), (" 😀 {{ x }}", "bi"), (" en\nverder ", "i")]


def by_xlsxwriter(*rows: Pieces) -> bytes:
    data = BytesIO()
    book = Writer(data, {"in_memory": True})
    sheet = book.add_worksheet("Inhoud")
    for number, row in enumerate(START):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    for number, found in enumerate(rows, start=len(START)):
        sheet.write_string(number, 0, "advies.kern")
        parts: list[object] = []
        for text, style in found:
            look = book.add_format({"bold": "b" in style, "italic": "i" in style})
            parts += [look, text]
        sheet.write_rich_string(number, 2, *parts)
    book.close()
    return data.getvalue()


def by_openpyxl(*rows: Pieces) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in START:
        sheet.append(tuple(row))  # type: ignore[arg-type]  # texts and numbers
    for found in rows:
        blocks = [
            TextBlock(InlineFont(b="b" in style or None, i="i" in style or None), text)
            for text, style in found
        ]
        sheet.append(("advies.kern", None, CellRichText(*blocks)))
    data = BytesIO()
    book.save(data)
    return data.getvalue()


ODS = """<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s"
 xmlns:fo="f"><office:automatic-styles>
<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties fo:font-style="italic"
 fo:font-weight="normal"/></style:style></office:automatic-styles><office:body><office:spreadsheet>
<table:table table:name="Inhoud">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def ods(*kern: str) -> bytes:
    """A form as LibreOffice keeps it, with these cells for the kern."""
    keyed = [("#", "", "<text:p>antwoord</text:p>"), ("formulier.id", "", "<text:p>f-1</text:p>")]
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string">{content}</table:table-cell>'
            for content in (f"<text:p>{key}</text:p>", "<text:p>x</text:p>", cell)
        )
        + "</table:table-row>"
        for key, _, cell in [*keyed, *(("advies.kern", "", cell) for cell in kern)]
    )
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS.replace(">\n<", "><").format(rows=rows))
    return data.getvalue()


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as one:
        yield one


def read(reader: Reader, data: bytes, folder: Path) -> Dossier:
    return parse(reader.read(saved(folder, data)), FORM)[0]


def words(cell: Field[str]) -> list[tuple[str, str]]:
    return [(cell.value[start:end], style) for start, end, style in cell.nadruk]


@pytest.mark.parametrize("written", [by_xlsxwriter, by_openpyxl])
def test_bold_and_italic_words_are_found_to_the_letter(
    written: Written, reader: Reader, tmp_path: Path
) -> None:
    kern = read(reader, written(MIXED), tmp_path).advies.kern
    assert kern.value == "".join(text for text, _ in MIXED)
    assert words(kern) == MIXED_WORDS


@pytest.mark.parametrize("written", [by_xlsxwriter, by_openpyxl])
def test_words_keep_their_place_in_a_text_of_several_rows(
    written: Written, reader: Reader, tmp_path: Path
) -> None:
    heading: Pieces = (("Kop ", "b"), ("vet", "b"))
    rows = (heading, (("  gewoon ", ""), ("schuin ", "i")), (("en ", ""), ("weer", "b")))
    kern = read(reader, written(*rows), tmp_path).advies.kern
    assert kern.value == "Kop vet\n\ngewoon schuin\n\nen weer"
    assert words(kern) == [("Kop vet", "b"), ("schuin", "i"), ("weer", "b")]


def test_words_in_an_ods_are_found(reader: Reader, tmp_path: Path) -> None:
    first = (
        '<text:p>Wij <text:span text:style-name="T1">vinden &amp; <text:s text:c="2"/>weten</text:span>'
        '</text:p><text:p><text:span text:style-name="T2">dit</text:span> nu</text:p>'
    )
    second = '<text:p>En <text:span text:style-name="T1">meer</text:span></text:p>'
    kern = read(reader, ods(first, second), tmp_path).advies.kern
    assert kern.value.startswith("Wij vinden & ")
    assert kern.value.endswith("weten\ndit nu\n\nEn meer")
    assert [word for word in words(kern) if word[1] == "i"] == [("dit", "i")]
    assert words(kern)[-1] == ("meer", "b")
    assert words(kern)[0][0].startswith("vinden & ")


def test_the_json_of_a_form_does_not_tell_of_it(reader: Reader, tmp_path: Path) -> None:
    rich = to_json(read(reader, by_xlsxwriter(MIXED), tmp_path))
    plain = [(text, "") for text, _ in MIXED]
    assert rich == to_json(read(reader, by_xlsxwriter(plain), tmp_path))


def test_an_answer_in_one_style_has_no_emphasis(reader: Reader, tmp_path: Path) -> None:
    whole: Pieces = (("Alles ", "b"), (" is ", "b"), ("vet", "b"))
    assert read(reader, by_openpyxl(whole), tmp_path).advies.kern.nadruk == ()
    half: Pieces = (("Alles is vet, ", "b"), ("dit ook schuin", "bi"))
    assert words(read(reader, by_openpyxl(half), tmp_path).advies.kern) == [("dit ook schuin", "i")]


def test_a_bold_cell_has_no_emphasis(reader: Reader, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (*START, ("advies.kern", None, "Een vette cel")):
        sheet.append(tuple(row))  # type: ignore[arg-type]  # texts and numbers
    sheet.cell(len(START) + 1, 3).font = Font(bold=True)
    data = BytesIO()
    book.save(data)
    assert read(reader, data.getvalue(), tmp_path).advies.kern.nadruk == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<sst ", b"<!-- <si><r> --><sst "),
        (b"<si><r>", b"<si><rPh sb='0' eb='1'><t>x</t></rPh><r>"),
        (b"<b/>", b'<b val="0"/>'),
        (b"<t>vet", b"<t foo='<'>vet"),
        (b"</si>", b"</si><si/>"),
    ],
)
def test_odd_xml_never_puts_emphasis_on_other_words(
    old: bytes, new: bytes, reader: Reader, tmp_path: Path
) -> None:
    data = by_xlsxwriter((("gewoon ", ""), ("vet", "b"), (" rest", "")))
    odd = operated(data, lambda _, part: part.replace(old, new))
    with suppress(UnreadableSheetError):  # nothing was read, so nothing wrong either
        assert words(read(reader, odd, tmp_path).advies.kern) in ([], [("vet", "b")])


@given(
    st.lists(st.tuples(st.text("a ëe\u0301\r\n-é", max_size=6), st.sampled_from(["", "b", "i"])))
)
def test_tidying_keeps_the_words_or_drops_the_emphasis(found: list[tuple[str, str]]) -> None:
    raw = "".join(text for text, _ in found)
    nadruk: list[tuple[int, int, str]] = []
    at = 0
    for text, style in found:
        if style and text:
            nadruk.append((at, at + len(text), style))
        at += len(text)
    answer = tidy(raw) or ""
    kept = tidied(raw, tuple(nadruk), answer)
    assert "".join(piece for piece, _ in pieces(answer, kept)) == answer
    for start, end, _ in kept:
        assert 0 <= start < end <= len(answer)


def test_the_nagekeken_copy_gives_the_same_words_back(reader: Reader, tmp_path: Path) -> None:
    aanleiding = "Een kop\n\nWij zeggen dit\nmet klem en\n\nzo & <niet> anders, _x0041_ ook"
    nadruk: Mapping[str, Nadruk] = {
        "advies.kern": ((0, 6, "b"), (7, 11, "i")),
        "advies.aanleiding": ((0, 7, "b"), (13, 19, "bi"), (28, 32, "i")),
        "advies.bevindingen.1": ((0, 6, "i"),),
        "advies.adviespunten.0.waarom": ((4, 8, "b"),),
    }
    data = BytesIO()
    answers = {**usual_case(), "advies.aanleiding": aanleiding, "formulier.id": "f-1"}
    write_feedback(
        data,
        FORM,
        RAAD,
        answers,
        (),
        source_sha256="ab" * 32,
        source_name="bijverdienen.xlsx",
        stap=Stap.INVULLEN,
        datum=date(2026, 11, 22),
        nadruk=nadruk,
    )
    copy = read(reader, data.getvalue(), tmp_path)
    assert nadruk_from(copy) == nadruk
    assert copy.advies.aanleiding.value == aanleiding


def test_a_form_without_emphasis_has_none(reader: Reader, tmp_path: Path) -> None:
    data = BytesIO()
    write_form(data, FORM, RAAD, {**usual_case(), "formulier.id": "f-1"})
    dossier = read(reader, data.getvalue(), tmp_path)
    assert nadruk_from(dossier) == {}
    assert answers_from(dossier)["advies.kern"] == usual_case()["advies.kern"]


def test_a_style_of_the_whole_answer_is_taken_off() -> None:
    cell = Field("k", "K", "A1", "een twee", nadruk=((0, 3, "b"), (4, 8, "bi")))
    assert in_part(cell).nadruk == ((4, 8, "i"),)
