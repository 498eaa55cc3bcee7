from __future__ import annotations

import io
import re
import time
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, Listing, RichText
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.letters.fault import FillError, NoTemplateError
from pipeline.letters.mark import qr_png
from pipeline.letters.package import unpack
from pipeline.letters.sound import check_sound
from pipeline.letters.template import Template
from tests.letters import sample
from tests.letters.sample import tekst
from tests.letters.word import (
    CONTEXTS,
    TEMPLATES,
    canonical,
    cell,
    environment,
    letter_text,
    p,
    row,
    table,
    template,
)

GOLDEN = Path(__file__).parent / "brief.txt"
COLLEGE = Template.open(TEMPLATES / "brief-college.docx")


def by_docxtpl(path: Path, context: dict[str, object]) -> bytes:
    docx = DocxTemplate(path)
    docx.render(context, environment(), autoescape=True)
    file = io.BytesIO()
    docx.save(file)
    return file.getvalue()


def same_as_docxtpl(path: Path, context: dict[str, object]) -> Template:
    opened = Template.open(path)
    ours, theirs = canonical(opened.render(context)), canonical(by_docxtpl(path, context))
    assert ours.keys() == theirs.keys()
    for name in ours:
        assert ours[name] == theirs[name], name
    return opened


def test_the_letter_reads_as_it_should() -> None:
    assert letter_text(COLLEGE.render({"brief": sample.brief()})) == GOLDEN.read_text("utf-8")


@pytest.mark.parametrize("name", CONTEXTS)
def test_a_template_of_the_repository_gives_what_docxtpl_gives(name: str) -> None:
    opened = same_as_docxtpl(TEMPLATES / name, dict(CONTEXTS[name]))
    assert opened.is_fast


def test_a_concept_gives_what_docxtpl_gives() -> None:
    concept = replace(
        sample.brief(),
        concept="CONCEPT 2 – voor de raad",
        kopie_voor="Kopie voor B. Bestuur,\nbestuursadviseur\tWerk",
        toetsing=sample.vragen(),
        open_punten=("De datum ontbreekt.",),
        belangen=(),
        minderheid=(),
        kern=tekst("Regel een\nregel twee & <drie>\tvier"),
    )
    same_as_docxtpl(TEMPLATES / "brief-college.docx", {"brief": concept})


BREADTH = {
    "cells in a loop": (
        table(
            1,
            row(cell(p("{%tc for x in xs %}")), cell(p("{{ x }}")), cell(p("{%tc endfor %}"))),
        ),
        "heeft een tabel met rijen of kolommen die er niet altijd staan",
    ),
    "rows in a loop, without a row that stays": (
        table(
            2,
            row(cell(p("{%tr for x in xs %}")), cell(p(""))),
            row(cell(p("{{ x }}")), cell(p("{{ loop.index }}"))),
            row(cell(p("{%tr endfor %}")), cell(p(""))),
        ),
        "heeft een tabel met rijen of kolommen die er niet altijd staan",
    ),
    "rows in a loop under a head": (
        table(
            2,
            row(cell(p("x")), cell(p("n"))),
            row(cell(p("{%tr for x in xs %}")), cell(p(""))),
            row(cell(p("{{ x }}")), cell(p("{{ loop.index }}"))),
            row(cell(p("{%tr endfor %}")), cell(p(""))),
        ),
        "",
    ),
    "colspan": (
        table(2, row(cell(p("{% colspan n %}{{ x }}"))), row(cell(p("a")), cell(p("b")))),
        "heeft een tabel met rijen of kolommen die er niet altijd staan",
    ),
    "cellbg": (table(1, row(cell(p("{% cellbg kleur %}{{ x }}")))), ""),
    "vertical merge": (
        table(
            2,
            row(cell(p("x")), cell(p("n"))),
            row(cell(p("{%tr for x in xs %}")), cell(p(""))),
            row(cell(p("{% vm %}{{ n }}")), cell(p("{{ x }}"))),
            row(cell(p("{%tr endfor %}")), cell(p(""))),
        ),
        "",
    ),
    "horizontal merge": (
        table(
            1,
            row(
                cell(p("{%tc for x in xs %}")),
                cell(p("{% hm %}{{ n }}")),
                cell(p("{%tc endfor %}")),
            ),
        ),
        "heeft een tabel met rijen of kolommen die er niet altijd staan",
    ),
    "rich text": (p("{{r rijk }}") + p("voor {{r rijk }} na"), ""),
    "listing": (p("{{ lijst }}", "Opsomming"), ""),
    "conditions": (
        p("{%p if n > 1 %}")
        + p("{{ x }}")
        + p("{%p endif %}")
        + p("{% if not n %}a{% else %}b{% endif %}"),
        "",
    ),
    "joined paragraphs": (p("een {%- if n %}") + p("twee{%- endif %}"), ""),
    "comments": (p("{#p weg #}") + p("blijft {# weg #}"), ""),
    "braces": (p("{_{ x }_} {_% y %_} {{ x }}"), ""),
    "split over runs": (
        (
            "<w:p><w:r><w:t>{</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{ x</w:t></w:r>"
            "<w:r><w:t> }}</w:t></w:r></w:p>"
        ),
        "",
    ),
    "smart quotes": (p("{{ xs|join(“, ”) }} {{ x if x == ‘q’ else n }}"), ""),
    "a tab and a line of its own": (p("a\tb {{ x }}\nc"), ""),
    "a text box": (
        "<w:p><w:r><w:pict><w:txbxContent>" + p("{{ lijst }}") + "</w:txbxContent></w:pict>"
        "</w:r></w:p>",
        "",
    ),
}
VALUES: dict[str, object] = {
    "x": "B&W <\"'> {{ n }} {% x %} 😀 € é\u00a0ö",
    "xs": ["a\nb", "c\td", "<e>"],
    "n": 3,
    "kleur": "FFEECC",
    "rijk": RichText("vet & schuin", bold=True),
    "lijst": Listing("een\ntwee\adrie\tvier\fvijf"),
}


@pytest.mark.parametrize("name", BREADTH)
def test_the_dialect_gives_what_docxtpl_gives(name: str, tmp_path: Path) -> None:
    body, reason = BREADTH[name]
    opened = same_as_docxtpl(template(tmp_path, body), VALUES)
    assert opened.slow_reason == reason


def test_headers_footers_and_properties_are_filled() -> None:
    letter = unpack(COLLEGE.render({"brief": replace(sample.brief(), titel="B&W <1>")}))
    properties = Document(io.BytesIO(COLLEGE.render({"brief": sample.brief()}))).core_properties
    assert properties.subject == sample.CODE
    assert b"<dc:title>B&amp;W &lt;1&gt;</dc:title>" in letter["docProps/core.xml"]
    assert b"AWI-2026-004<" in letter["docProps/custom.xml"]
    for name in ("word/footer1.xml", "word/footer2.xml"):
        assert sample.CODE.encode() in letter[name]
    for name in ("word/header1.xml", "word/header2.xml"):
        assert b"FICTIEF VOORBEELD" in letter[name]


def test_footnotes_are_filled() -> None:
    notes = Path(__file__).parent / "voetnoot.docx"
    same_as_docxtpl(notes, {"x": "a & b\nc"})


def test_a_picture_as_value_goes_through_docxtpl(tmp_path: Path) -> None:
    opened = Template.open(template(tmp_path, p("{{ beeld }}"), p("{{ x }}")))

    def picture(docx: DocxTemplate) -> InlineImage:
        return InlineImage(docx, io.BytesIO(qr_png("X")), width=Mm(10))

    letter = opened.render({"beeld": picture, "x": "B&W"})
    assert any(name.startswith("word/media/image") for name in unpack(letter))
    assert letter == opened.render({"beeld": picture, "x": "B&W"})
    check_sound(letter, ["B&W"], opened)


def test_the_same_letter_has_the_same_bytes() -> None:
    context = {"brief": sample.brief()}
    letters = [
        Template.open(TEMPLATES / "brief-college.docx").render(context, qr_png(sample.CODE))
        for _ in range(2)
    ]
    assert letters[0] == letters[1]
    with zipfile.ZipFile(io.BytesIO(letters[0])) as file:
        assert file.testzip() is None
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_qr_of_the_letter_stands_in_every_footer() -> None:
    mark = qr_png(sample.CODE)
    parts = unpack(COLLEGE.render({"brief": sample.brief()}, mark))
    assert [data for name, data in parts.items() if name.startswith("word/media/")] == [mark]


TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from("&<>\"'{}%#\t\n]"),
    min_size=1,
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT, TEXT)
def test_values_arrive_letter_for_letter(kern: str, punt: str, titel: str) -> None:
    brief = replace(
        sample.brief(), kern=tekst(kern, (punt,)), bevindingen=(tekst((punt, kern)),), titel=titel
    )
    letter = COLLEGE.render({"brief": brief})
    text = letter_text(letter)
    assert f" {kern}\n" in text
    assert f"[Opsomming] {punt}\n" in text
    check_sound(letter, brief.printed(), COLLEGE)


@settings(max_examples=15, deadline=None)
@given(TEXT.filter(lambda text: not any(mark in text for mark in ("{_", "_}", "%_"))))
def test_any_value_gives_what_docxtpl_gives(text: str) -> None:
    brief = replace(sample.brief(), kern=tekst(text), verzoek=text, titel="t")
    same_as_docxtpl(TEMPLATES / "brief-college.docx", {"brief": brief})


def test_a_letter_opens_in_python_docx() -> None:
    document = Document(io.BytesIO(COLLEGE.render({"brief": sample.brief()})))
    assert any(line.text == "Geacht college," for line in document.paragraphs)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Geachte {{ brief.naamloos }},", "“naamloos” is niet bekend"),
        ("{{ brif.kern }}", "“brif” is niet bekend"),
        ("{{ brief.code", "geen geldige opdracht"),
        ("{{ 1 + brief.code }}", "geen geldige opdracht"),
    ],
)
def test_a_mistake_is_told_with_its_paragraph(body: str, told: str, tmp_path: Path) -> None:
    path = template(tmp_path, p("Ervoor"), p(body), p("Erna"))
    with pytest.raises(FillError) as error:
        Template.open(path).render({"brief": sample.brief()})
    assert error.value.exit_status == 3
    assert str(error.value).startswith("Het sjabloon brief-college.docx kan niet worden ingevuld")
    assert told in str(error.value)
    assert "in de tekst" in str(error.value)


def test_a_missing_value_names_its_paragraph(tmp_path: Path) -> None:
    path = template(tmp_path, p("Ervoor"), p("Geachte {{ brief.naamloos }},"), p("Erna"))
    with pytest.raises(FillError, match=re.escape("bij “Geachte {{ brief.naamloos }},”")):
        Template.open(path).render({"brief": sample.brief()})


@pytest.mark.parametrize(
    "attack",
    [
        "{{ 9**(9**9) }}",
        "{{ 'a' * 10**12 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '{:999999999}'.format(1) }}",
        "{{ 'a'.center(10**9) }}",
        "{% for a in range(10**12) %}{% endfor %}",
        "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
        "{% set a = 'aaaaaaaaaa' %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}",
        "{% set a = 'aaaaaaaaaa' %}" + "{% set a = a + a %}" * 40 + "{{ a }}",
        "{% set a = 'aaaaaaaaaa' %}" + "{% set a = (a,a,a,a,a,a,a,a)|join(a) %}" * 40,
        "{% macro a(n) %}{{ a(n) }}{{ a(n) }}{% endmacro %}{{ a(1) }}",
        "{{ brief.__class__.__mro__ }}",
        "{{ brief.printed() }}",
        "{{ ''.__class__ }}",
        "{{ lipsum.__globals__ }}",
        "{% include 'x' %}",
        "{{ brief.code|attr('__class__') }}",
    ],
)
def test_a_template_can_neither_hang_nor_reach_out(attack: str, tmp_path: Path) -> None:
    start = time.perf_counter()
    with pytest.raises(FillError):
        Template.open(template(tmp_path, p(attack))).render({"brief": sample.brief()})
    assert time.perf_counter() - start < 5  # seconds; without the limits: never


@pytest.mark.parametrize("sign", ["\x00", "\x07\x08", "\ud800", "\x1f"])
def test_a_control_character_is_refused(sign: str) -> None:
    with pytest.raises(FillError):
        COLLEGE.render({"brief": replace(sample.brief(), groet=f"dag{sign}")})


def test_what_is_no_word_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "brief-college.docx"
    with pytest.raises(NoTemplateError, match="kan niet worden gelezen"):
        Template.open(path)
    path.write_bytes(b"geen zip")
    with pytest.raises(NoTemplateError, match="is geen Word-document"):
        Template.open(path)
