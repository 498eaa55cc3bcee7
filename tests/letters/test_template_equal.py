"""The fast way of filling templates beside docxtpl's own, in documents that mix its dialect."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, Listing, RichText
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.letters.mark import qr_png
from pipeline.letters.package import unpack
from pipeline.letters.template import Template
from tests.letters.word import (
    QUIET,
    TEMPLATES,
    canonical,
    cell,
    environment,
    p,
    row,
    table,
    template,
)

NO_STEADY_ROWS = "heeft een tabel met rijen of kolommen die er niet altijd staan"
PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><wp:docPr id="7" name="beeld" descr="{{ x }}"/></wp:inline>'
    "</w:drawing></w:r></w:p>"
)
# Pieces of a body, each in the dialect of docxtpl.
PIECES = (
    p("{{ x }}"),
    p("{% if n > 2 %}veel{% elif n %}iets{% else %}niets{% endif %}"),
    p("{%p if waar %}") + p("wel {{ x }}") + p("{%p else %}") + p("niet") + p("{%p endif %}"),
    p("{%p for x in xs %}") + p("{{ loop.index }} {{ x }}") + p("{%p endfor %}"),
    p("{%p for x in xs %}")
    + p("{%p for y in xs %}")
    + p("{{ x }}/{{ y }}")
    + p("{%p endfor %}")
    + p("{%p endfor %}"),
    p("een") + p("{%- if waar -%}") + p("twee") + p("{%- endif -%}") + p("drie"),
    p("{#p weg #}") + p("blijft {# weg #} staan"),
    p("{% set z = n + 1 %}{{ z }}"),
    p("{%p macro zin(t) %}") + p("» {{ t }} «") + p("{%p endmacro %}") + p("{{p zin(x) }}"),
    p("{{r rijk }}") + p("voor {{r rijk }} na"),
    p("{{ lijst }}", "Opsomming"),
    p("{_{ x }_} {_% y %_}"),
    p("{{ xs|join(“, ”) }} {{ x|upper }} {{ xs|length }}"),
    PICTURE,
    p("{%p for x in xs %}") + PICTURE + p("{%p endfor %}"),
    table(1, row(cell(p("{% cellbg kleur %}{{ x }}"))), row(cell(p("b")))),
    table(
        2,
        row(cell(p("x")), cell(p("n")), head=True),
        row(cell(p("{%tr for x in xs %}")), cell(p(""))),
        row(cell(p("{% vm %}{{ n }}")), cell(p("{{ x }}"))),
        row(cell(p("{%tr endfor %}")), cell(p(""))),
    ),
    table(
        2,
        row(cell(p("{%tr if waar %}")), cell(p(""))),
        row(cell(p("{{ x }}")), cell(p("{{ n }}"))),
        row(cell(p("{%tr endif %}")), cell(p(""))),
        row(cell(p("altijd")), cell(p("{{ lijst }}"))),
    ),
    table(1, row(cell(table(1, row(cell(p("{{ x }}")))), p("na de tabel")))),
)
# Tables whose columns depend on the values: docxtpl's own repair of the grid is taken then.
SLOW_PIECES = (
    table(1, row(cell(p("{%tc for x in xs %}")), cell(p("{{ x }}")), cell(p("{%tc endfor %}")))),
    table(2, row(cell(p("{% colspan n %}{{ x }}"))), row(cell(p("a")), cell(p("b")))),
    table(
        1,
        row(cell(p("{%tc for x in xs %}")), cell(p("{% hm %}{{ n }}")), cell(p("{%tc endfor %}"))),
    ),
    table(
        2,
        row(cell(p("{%tr for x in xs %}")), cell(p(""))),
        row(cell(p("{{ x }}")), cell(p("{{ loop.index }}"))),
        row(cell(p("{%tr endfor %}")), cell(p(""))),
    ),
)
SIGNS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from("&<>\"'{}%#\t\n]\u00a0"),
    max_size=25,
).filter(lambda text: not any(mark in text for mark in ("{_", "_}", "%_")))
VALUES = st.fixed_dictionaries(
    {
        "x": SIGNS,
        "xs": st.lists(SIGNS, max_size=3),
        "n": st.integers(1, 4),
        "waar": st.booleans(),
        "kleur": st.just("FFEECC"),
        "rijk": st.builds(RichText, SIGNS, bold=st.booleans(), italic=st.booleans()),
        "lijst": st.builds(Listing, st.text("ab&<\n\t\a\f", max_size=12)),
    }
)


def by_docxtpl(path: Path, context: dict[str, object]) -> bytes:
    docx = DocxTemplate(path)
    docx.render(context, environment(), autoescape=True)
    file = io.BytesIO()
    docx.save(file)
    return file.getvalue()


def assert_equal(path: Path, context: dict[str, object]) -> Template:
    """Fill a template in both ways; part by part the XML is the same."""
    opened = Template.open(path)
    ours, theirs = canonical(opened.render(context)), canonical(by_docxtpl(path, context))
    assert ours.keys() == theirs.keys()
    for name in ours:
        assert ours[name] == theirs[name], name
    return opened


mixed = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@mixed
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=8), values=VALUES)
def test_any_mix_of_pieces_is_what_docxtpl_makes_and_is_fast(
    pieces: list[str], values: dict[str, object], tmp_path: Path
) -> None:
    assert assert_equal(template(tmp_path, *pieces), values).is_fast


@mixed
@given(
    before=st.lists(st.sampled_from(PIECES), max_size=3),
    slow=st.sampled_from(SLOW_PIECES),
    after=st.lists(st.sampled_from(PIECES + SLOW_PIECES), max_size=3),
    values=VALUES.filter(lambda values: bool(values["xs"])),
)
def test_a_slow_piece_says_so_and_is_what_docxtpl_makes(
    before: list[str], slow: str, after: list[str], values: dict[str, object], tmp_path: Path
) -> None:
    opened = assert_equal(template(tmp_path, *before, slow, *after), values)
    assert opened.slow_reason == NO_STEADY_ROWS


@pytest.mark.parametrize("place", ["header1", "header2", "footer1", "footer2"])
def test_pieces_in_headers_and_footers_too(place: str, tmp_path: Path) -> None:
    name = f"word/{place}.xml"
    parts = unpack((TEMPLATES / "brief-college.docx").read_bytes())
    root = etree.fromstring(parts[name])
    tag = etree.QName(root).localname
    start = parts[name].decode().partition(f"<w:{tag}")[2].partition(">")[0]
    changes = {
        part.removesuffix(".xml").replace("/", "__"): _without_tags(parts[part]) for part in QUIET
    }
    for piece in (piece for piece in PIECES if piece is not PICTURE and "wp:inline" not in piece):
        changes[name.removesuffix(".xml").replace("/", "__")] = f"<w:{tag}{start}>{piece}</w:{tag}>"
        assert_equal(template(tmp_path, p("{{ x }}"), **changes), _values())


def test_a_picture_as_value_is_the_picture_that_docxtpl_places(tmp_path: Path) -> None:
    path = template(tmp_path, p("{{ beeld }}"), PICTURE, p("{{ x }}"))

    def picture(docx: DocxTemplate) -> InlineImage:
        return InlineImage(docx, io.BytesIO(qr_png("X")), width=Mm(10))

    ours = Template.open(path).render({**_values(), "beeld": picture})
    docx = DocxTemplate(path)
    docx.init_docx()
    docx.render({**_values(), "beeld": picture(docx)}, environment(), autoescape=True)
    file = io.BytesIO()
    docx.save(file)
    assert canonical(ours) == canonical(file.getvalue())


def test_a_link_in_rich_text_is_the_link_that_docxtpl_makes(tmp_path: Path) -> None:
    path = template(tmp_path, p("zie {{r link }}"))

    def link(docx: DocxTemplate) -> RichText:
        return RichText("de site", url_id=docx.build_url_id("https://adviesraad.example/?a=1&b=2"))

    ours = Template.open(path).render({"link": link})
    docx = DocxTemplate(path)
    docx.init_docx()
    docx.render({"link": link(docx)}, environment(), autoescape=True)
    file = io.BytesIO()
    docx.save(file)
    assert canonical(ours) == canonical(file.getvalue())
    relations = unpack(ours)["word/_rels/document.xml.rels"]
    assert b"https://adviesraad.example/?a=1&amp;b=2" in relations


def _values() -> dict[str, object]:
    return {
        "x": "B&W <\"'> {{ n }} 😀\nregel\ttab",
        "xs": ["a\nb", "c\td", "<e>"],
        "n": 3,
        "waar": True,
        "kleur": "FFEECC",
        "rijk": RichText("vet & schuin", bold=True),
        "lijst": Listing("een\ntwee\adrie\tvier\fvijf"),
    }


def _without_tags(part: bytes) -> str:

    return re.sub(r"\{\{.*?\}\}", "", part.decode())
