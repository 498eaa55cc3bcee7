"""Bold and italic words of the form in the letter: on exactly those words, in any template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openxml_audit import OpenXmlValidator

from pipeline.letters import prose
from pipeline.letters.fault import UnsoundLetterError
from pipeline.letters.letter import Blok, Tekst
from pipeline.letters.mark import qr_png
from pipeline.letters.marked import Marked, marked
from pipeline.letters.package import unpack
from pipeline.letters.sound import check_sound
from pipeline.letters.template import Template
from pipeline.letters.values import differences
from pipeline.model import Field
from tests.letters import sample
from tests.letters.test_template_equal import assert_equal
from tests.letters.word import TEMPLATES, W, cell, p, row, table, template
from tests.work import Work, ready

COLLEGE = Template.open(TEMPLATES / "brief-college.docx")
PLAIN = COLLEGE.render({"brief": sample.brief()}, qr_png(sample.brief().code))
NASTY = "<w:b/> & “{{ x }}” 😀\t{% ]]>"


def styled(docx: bytes) -> list[tuple[str, str]]:
    """Every text of the letter that is bold or italic by itself, with its style."""
    tree = etree.fromstring(unpack(docx)["word/document.xml"])
    found = []
    for run in tree.iter(f"{W}r"):
        style = "".join(sign for sign in "bi" if run.find(f"{W}rPr/{W}{sign}") is not None)
        signs = {f"{W}br": "\n", f"{W}tab": "\t"}
        text = "".join(signs.get(str(node.tag), node.text or "") for node in run)
        if style:
            found.append((text, style))
    return found


def written(answer: str, *words: tuple[str, str]) -> Tekst:
    """The blocks of an answer in which these words have a style."""
    nadruk = tuple((at := answer.index(text), at + len(text), style) for text, style in words)
    return prose.written(Field("k", "K", "A1", answer, nadruk=nadruk))


def rich(blok: Blok) -> list[list[tuple[str, str]]]:
    return [
        [(text[s:e], style) for s, e, style in text.nadruk] if isinstance(text, Marked) else []
        for text in (blok.punten or (blok.tekst,))
    ]


def test_emphasis_follows_its_words_into_alineas_and_lists() -> None:
    answer = "Eerst dit\n\nen - nu:\n- - een punt\n  dat doorloopt\n• twee punten\nna  de lijst"
    blocks = written(
        answer, ("dit\n\nen", "b"), ("punt\n  dat", "i"), ("twee", "bi"), ("na  de", "b")
    )
    assert blocks == prose.text(answer)
    assert [rich(blok) for blok in blocks] == [
        [[("dit", "b")]],
        [[("en", "b")]],
        [[("punt\ndat", "i")], [("twee", "bi")]],
        [[("na  de", "b")]],
    ]


@given(st.text("ab -•\n\t.", max_size=40), st.data())
def test_the_text_itself_never_changes(answer: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(answer)))
    end = data.draw(st.integers(start, len(answer)))
    blocks = marked(prose.text(answer), answer, ((start, end, "b"),) if start < end else ())
    assert blocks == prose.text(answer)
    bold = [
        text[s:e]
        for blok in blocks
        for text in (blok.tekst, *blok.punten)
        if isinstance(text, Marked)
        for s, e, _ in text.nadruk
    ]
    letters = [sign for sign in answer[start:end] if sign in "ab"]
    assert [sign for sign in "".join(bold) if sign in "ab"] == letters


def test_words_before_a_text_move_its_emphasis() -> None:
    cell = Field("k", "K", "A1", "een fonds", nadruk=((4, 9, "b"),))
    (blok,) = prose.written(cell, "Hoe dat wordt opgevangen: ")
    assert rich(blok) == [[("fonds", "b")]]


def test_a_letter_with_emphasis_is_sound(tmp_path: Path) -> None:
    answer = f"Wij zeggen\nmet klem {NASTY} dit.\n\n- een\n- twee"
    kern = written(answer, (f"klem {NASTY}", "b"), ("twee", "bi"))
    brief = replace(sample.brief(), kern=kern)
    docx = COLLEGE.render({"brief": brief}, qr_png(brief.code))
    check_sound(docx, brief.printed(), COLLEGE)
    path = tmp_path / "brief.docx"
    path.write_bytes(docx)
    assert not OpenXmlValidator().validate(path).errors
    added = [run for run in styled(docx) if run not in styled(PLAIN)]
    assert "".join(text for text, style in added if style == "b") == f"klem {NASTY}"
    assert ("twee", "bi") in added


def test_a_missing_word_is_noticed_in_a_letter_with_emphasis() -> None:
    brief = replace(sample.brief(), kern=written("Dit is vet.", ("vet", "b")))
    docx = COLLEGE.render({"brief": brief}, qr_png(brief.code))
    with pytest.raises(UnsoundLetterError, match=r"er ontbreekt: “Dit is niet vet\.”"):
        check_sound(docx, ["Dit is niet vet."], COLLEGE)


MARKED = Marked(f"a {NASTY} b", ((0, 1, "b"), (2, 2 + len(NASTY), "bi"), (4, 4, "i")))


@pytest.mark.parametrize(
    "body",
    [
        p("{{ x }}"),
        p("voor {{ x }} na {{ x }}"),
        p("{{ x|upper }}"),
        p("{%p for y in [x, x] %}") + p("{{ y }}") + p("{%p endfor %}"),
        p("{%p macro zin(t) %}")
        + p("» {{ t or 'niets' }} «")
        + p("{%p endmacro %}")
        + p("{{p zin(x) }}"),
        table(1, row(cell(p("{{ x }}")))),
    ],
)
def test_what_docxtpl_makes_of_it_is_the_same(body: str, tmp_path: Path) -> None:
    assert_equal(template(tmp_path, body), {"x": MARKED})


def test_the_looks_of_the_template_hold_for_every_word(tmp_path: Path) -> None:
    looks = '<w:rStyle w:val="Code"/><w:rFonts w:ascii="Arial"/><w:b w:val="0"/><w:sz w:val="30"/>'
    run = f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">Zo: {{{{ x }}}}.</w:t></w:r>'
    body = f"<w:p>{run}</w:p>" + p("{{ x }}")
    path = template(tmp_path, body)
    marked_text = Marked("een twee\ndrie", ((4, 13, "b"),))
    xml = unpack(Template.open(path).render({"x": marked_text}))["word/document.xml"].decode()
    bold = looks.replace('<w:b w:val="0"/>', "").replace("<w:sz", "<w:b/><w:bCs/><w:sz")
    cut = '<w:r w:rsidRPr="00AD4A2B">'
    text = '<w:t xml:space="preserve">'
    end = "</w:t></w:r>"
    two = f"{text}twee</w:t><w:br/>{text}drie{end}"
    assert (
        f"<w:p><w:r><w:rPr>{looks}</w:rPr>{text}Zo: een {end}"
        f"{cut}<w:rPr>{bold}</w:rPr>{two}{cut}<w:rPr>{looks}</w:rPr>{text}.{end}</w:p>"
        f"<w:p><w:r>{text}een {end}{cut}<w:rPr><w:b/><w:bCs/></w:rPr>{two}{cut}{text}{end}</w:p>"
    ) in xml


def test_another_emphasis_is_a_change_and_none_is_not() -> None:
    plain, rich_values = {"kern": "a"}, {"kern": "a", "nadruk": {"advies.kern": [[0, 1, "b"]]}}
    assert differences(plain, plain) == ()
    assert differences(plain, rich_values) == differences(rich_values, plain) == ("nadruk",)


def test_bold_words_on_the_form_are_bold_in_the_letter_and_change_it(tmp_path: Path) -> None:
    work = Work(tmp_path / "werkmap")
    sheet = work.sheet("bijverdienen.xlsx", ready("bijverdienen"))
    assert work.run("brieven").exit == 0
    assert "nadruk" not in work.record("AWI-2026-001")["waarden"]
    answers = {
        "advies.kern": [("Begin ", ""), ("vandaag", "b"), (" met dit & <dat>.", "")],
        "advies.bevindingen.*": [("Dit ", ""), ("moet", "i"), (" anders.", "")],
        "advies.adviespunten.1.advies": [("Laat ", ""), ("vooraf", "bi"), (" zien.", "")],
        "advies.onderwerp": [("Bijverdienen in de ", ""), ("bijstand", "b")],
    }
    make_rich(sheet, answers)
    assert "1 gewijzigd" in work.run("brieven", "--datum", "2026-11-23", datum=None).last_line
    folder = work.root / "output" / "brieven" / "AWI-2026-001"
    letters = sorted(folder.rglob("*brief-college*.docx"))
    words = [("vandaag", "b"), ("vooraf", "bi"), ("moet", "i")]
    found = [[run for run in styled(path.read_bytes()) if run in words] for path in letters]
    assert words in found
    assert "Klaar: 0 nieuw, 0 gewijzigd, 1 ongewijzigd" in work.run("brieven").last_line


def make_rich(sheet: Path, answers: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    """Type these answers in a form, the first cell of each, as someone does in Excel."""
    book = load_workbook(sheet, rich_text=True)
    todo = dict(answers)
    for tab in book:
        for number, (key,) in enumerate(tab.iter_rows(max_col=1, values_only=True), start=1):
            if (found := todo.pop(str(key), None)) is not None:
                blocks = [
                    TextBlock(InlineFont(b="b" in style, i="i" in style), text)
                    for text, style in found
                ]
                tab.cell(number, 3).value = CellRichText(*blocks)
    book.save(sheet)
