from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from pipeline.letters.lint import lint
from pipeline.letters.package import unpack
from pipeline.letters.placeholders import MEANINGS, ROOTS, parts_of, placeholders
from tests.letters.word import TEMPLATES, cell, p, row, table, with_parts, zipped

COLLEGE = TEMPLATES / "brief-college.docx"
HEAD = row(cell(p("kop")), cell(p("kop")), head=True)


def told(tmp_path: Path, *body: str) -> list[str]:
    """What is told of the template of the repository with this in front of its text."""
    document = unpack(COLLEGE.read_bytes())["word/document.xml"].decode()
    longer = document.replace("<w:body>", f"<w:body>{''.join(body)}", 1)
    path = with_parts(COLLEGE, {"word/document.xml": longer}, tmp_path / COLLEGE.name)
    return [str(mistake) for mistake in lint(path)]


def told_of(tmp_path: Path, part: str, change: Callable[[str], str]) -> list[str]:
    text = unpack(COLLEGE.read_bytes())[part].decode()
    assert change(text) != text
    path = with_parts(COLLEGE, {part: change(text)}, tmp_path / COLLEGE.name)
    return [str(mistake) for mistake in lint(path)]


@pytest.mark.parametrize("name", ROOTS)
def test_a_template_of_the_repository_has_no_mistakes(name: str) -> None:
    assert lint(TEMPLATES / name) == ()


ONE_PARAGRAPH = {
    "{{ brief.kenmrk }}": "de naam “brief.kenmrk” bestaat niet; bedoelt u “brief.kenmerk”?",
    "{{ breif.kenmerk }}": "de naam “breif” bestaat niet; bedoelt u “brief”?",
    "{{ brief.code|uper }}": "de bewerking “|uper” bestaat niet; bedoelt u “|upper”?",
    "{{ brief.kern }}": "dit is een tekst met alinea’s; schrijf {{p tekst(…) }}.",
    "{{ brief.regels }}": "dit is een lijst; herhaal haar met {%p for … %}.",
    "{{ brief.adviespunten[0] }}": "dit heeft onderdelen; noem er een achter een punt.",
    "{{ brief.regels[0].nam }}": "de naam “.nam” bestaat niet; bedoelt u “.naam”?",
    "{{ brief.__class__ }}": "dit vraagt “__class__”; dat mag niet in een sjabloon.",
    "{{ brief.printed() }}": "dit roept iets aan; dat mag niet in een sjabloon.",
    "{{ brief.code": "het teken {{ staat hier zonder het teken dat erbij hoort.",
    "brief.code }}": "het teken }} staat hier zonder het teken dat erbij hoort.",
    "Geachte { brief.aanhef }": "heeft één accolade; een plaatshouder heeft er twee: {{ … }}.",
    "{{ brief. }}": "is geen geldige opdracht",
    "{{ }}": "is niet af: er ontbreekt een naam of waarde.",
    "{% p if brief.code %}": "heeft een spatie te veel: schrijf {%p in plaats van {% p.",
    "{% fro x in brief.regels %}": "is onbekend: “fro” bestaat niet in een sjabloon.",
    "{% include 'x' %}": "gebruikt “include”; dat kan niet in een sjabloon.",
    "{%p if brief.code %}": "wordt niet gesloten: {% endif %} ontbreekt.",
    "{%p for x in brief.regels %}": "wordt niet gesloten: {% endfor %} ontbreekt.",
    "{%p endfor %}": "sluit iets dat niet open is: er is geen {% for %}.",
    "{%p endfro %}": "is onbekend; bedoelt u endfor of endif? “endfro” bestaat niet.",
    "{%p else %}": "hoort bij geen enkele {% if %}.",
    "{% for x in brief.code %}{% endfor %}": "dit herhaalt iets dat geen lijst is.",
    "{%tr for x in brief.regels %}": "kan alleen in een tabel staan: er is hier geen rij.",
}


@pytest.mark.parametrize("text", ONE_PARAGRAPH)
def test_a_mistake_is_told_with_its_paragraph(text: str, tmp_path: Path) -> None:
    found = told(tmp_path, p("Ervoor"), p(text), p("Erna"))
    assert any(f"bij “{text}”" in line and ONE_PARAGRAPH[text] in line for line in found), found
    assert len(found) == 1 + ("{%tr for" in text)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            p("Beste {%p if brief.code %}") + p("{%p endif %}"),
            "{%p if brief.code %} moet alleen staan: alle tekst in dezelfde alinea verdwijnt.",
        ),
        (
            p("{%p if brief.code %}{%p endif %}"),
            "{%p if brief.code %} moet de enige opdracht in deze alinea zijn.",
        ),
        (
            p("{%p if 7 % 2 %}") + p("{%p endif %}"),
            "mag binnen de opdracht geen % of } bevatten.",
        ),
        (
            p("{%p for x in brief.regels %}") + p("{%p if x.naam %}") + p("{%p endfor %}"),
            "wordt niet gesloten vóór {%p endfor %}: {% endif %} ontbreekt.",
        ),
        (
            table(
                2,
                HEAD,
                row(cell(p("{%tr for x in brief.regels %}")), cell(p("weg"))),
                row(cell(p("{%tr endfor %}")), cell(p(""))),
            ),
            "rij 2, cel 1, bij “{%tr for x in brief.regels %}”: moet alleen staan: alle tekst in",
        ),
        (
            table(2, row(cell(p("a")), cell(p("b")))),
            "tabel 1, rij 1, cel 1: de eerste rij is geen kop",
        ),
        (p("Kop", "Kop2"), "bij “Kop”: is een kop van niveau 2, maar er is hiervoor geen van 1."),
    ],
)
def test_a_mistake_in_several_paragraphs_is_told(body: str, sentence: str, tmp_path: Path) -> None:
    found = told(tmp_path, body)
    assert any(sentence in line for line in found), found


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    found = told(tmp_path, p("{{ brief.a }}"), p("{{ brief.b"), p("{%p if x %}"), p("{{ c|dd }}"))
    assert len(found) >= 6


def test_a_place_in_a_table_is_named(tmp_path: Path) -> None:
    body = table(2, HEAD, row(cell(p("a")), cell(p("b"), p("{{ brief.kenmrk }}"))))
    (line,) = told(tmp_path, body)
    assert line.startswith("de tekst, tabel 1, rij 2, cel 2, bij “{{ brief.kenmrk }}”: ")


DOCUMENT = {
    "no title": ("docProps/core.xml", r"<dc:title>.*?</dc:title>", "", "de titel ontbreekt"),
    "no language": ("word/styles.xml", r"<w:lang [^>]*/>", "", "de taal is niet Nederlands"),
    "no header row": ("word/document.xml", "<w:tblHeader/>", "", "de eerste rij is geen kop"),
    "no alt text": ("word/footer1.xml", r' descr="[^"]*"', "", "heeft geen alternatieve tekst"),
    "no mark": (
        "word/footer1.xml",
        r"<w:r><w:drawing>.*?</w:drawing></w:r>",
        "",
        "de voettekst, bij “{{ brief.code }}pagina 2 van 2”: de QR-code ontbreekt",
    ),
    "no code": ("word/footer2.xml", r"\{\{ brief.code \}\}", "", "de code ontbreekt als tekst"),
    "no footer": (
        "word/document.xml",
        r'<w:footerReference w:type="first"[^>]*/>',
        "",
        "niet elke bladzijde heeft een voettekst met de QR-code",
    ),
    "a value left out": (
        "word/document.xml",
        r"\{\{ brief.aanhef \}\}",
        "",
        "{{ brief.aanhef }} staat nergens: dat komt dan nooit in de brief.",
    ),
    "a lost part": (
        "word/_rels/document.xml.rels",
        "styles.xml",
        "weg.xml",
        "verwijst naar word/weg.xml, dat er niet is",
    ),
    "broken": ("word/document.xml", "</w:body>", "", "is beschadigd"),
}


@pytest.mark.parametrize("name", DOCUMENT)
def test_a_mistake_of_the_document_is_told(name: str, tmp_path: Path) -> None:
    part, old, new, sentence = DOCUMENT[name]
    found = told_of(tmp_path, part, lambda text: re.sub(old, new, text, flags=re.DOTALL))
    assert any(sentence in line for line in found), found


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is geen Word-document (.docx), of het is beschadigd."),
        (b"\xd0\xcf\x11\xe0" * 200, "is geen Word-document (.docx), of het is beschadigd."),
        (zipped({"a.txt": b""}), "[Content_Types].xml ontbreekt"),
    ],
)
def test_what_is_no_word_document_is_told(data: bytes, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / COLLEGE.name
    path.write_bytes(data)
    assert sentence in str(lint(path)[0])


def test_a_missing_template_is_told(tmp_path: Path) -> None:
    assert str(lint(tmp_path / COLLEGE.name)[0]) == "het bestand: kan niet worden gelezen."


def test_the_page_of_the_placeholders_is_up_to_date() -> None:
    assert (TEMPLATES / "README.md").read_text("utf-8") == placeholders()


def test_every_placeholder_has_a_meaning_and_every_meaning_a_placeholder() -> None:
    kinds: set[type[Struct]] = {
        part for _, root in ROOTS.values() for part in (root, *parts_of(root))
    }
    names = {name for kind in kinds for name in kind.__struct_fields__}
    assert names | {"is_lijst"} == set(MEANINGS)
