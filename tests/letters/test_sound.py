from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from pipeline.letters.fault import UnsoundLetterError
from pipeline.letters.mark import qr_png
from pipeline.letters.package import Package, unpack
from pipeline.letters.sound import check_sound
from pipeline.letters.template import Template
from tests.letters import sample
from tests.letters.word import CONTEXTS, TEMPLATES, p, template

COLLEGE = Template.open(TEMPLATES / "brief-college.docx")
BRIEF = sample.brief()
LETTER = COLLEGE.render({"brief": BRIEF}, qr_png(BRIEF.code))
BODY, FOOTER = "word/document.xml", "word/footer1.xml"


def damaged(part: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = unpack(LETTER)
    changed = change(parts[part])
    assert changed != parts[part]
    return Package.of({**parts, part: changed}).write({})


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda data: re.sub(old.encode(), new.encode(), data, count=1, flags=re.DOTALL)


def test_a_sound_letter_passes() -> None:
    check_sound(LETTER, BRIEF.printed(), COLLEGE)


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        (BODY, "(<w:tc>.*?)<w:p>.*?</w:tc>", r"\1</w:tc>", "cel van een tabel eindigt niet"),
        (BODY, "(</w:trPr>).*?</w:tr>", r"\1</w:tr>", "rij van een tabel heeft geen cellen"),
        (BODY, "(</w:tblGrid>).*?</w:tbl>", r"\1</w:tbl>", "een tabel heeft geen rijen"),
        (BODY, 'pStyle w:val="Aanhef"', 'pStyle w:val="Weg"', "de stijl “Weg” bestaat niet"),
        (BODY, "</w:body>", "", "is beschadigd"),
        (BODY, "Geacht college,", "Geachte raad,", "er ontbreekt: “Geacht college,”"),
        (BODY, "Geacht college,", "Geacht college, {{ x }}", "nog een opdracht van het sjabloon"),
        (FOOTER, 'fldCharType="end"', 'fldCharType="begin"', "is niet afgesloten"),
        (FOOTER, 'r:embed="rId1"', 'r:embed="rId9"', "(rId9) wijst nergens naar"),
        (FOOTER, "(<w:r><w:drawing>.*?</w:drawing></w:r>)", r"\1\1", "hetzelfde nummer"),
        ("word/media/qr.png", "^.*$", "GIF89a", "is geen afbeelding"),
    ],
)
def test_damage_is_named(part: str, old: str, new: str, fault: str) -> None:
    with pytest.raises(UnsoundLetterError) as error:
        check_sound(damaged(part, swap(old, new)), BRIEF.printed(), COLLEGE)
    assert fault in str(error.value)
    assert error.value.hint


def test_a_damaged_file_is_named() -> None:
    for broken in (
        LETTER[:-40],
        LETTER[:3000],
        b"",
        LETTER.replace(b"word/styles.xml", b"word/stylez.xml"),
    ):
        with pytest.raises(UnsoundLetterError):
            check_sound(broken, BRIEF.printed(), COLLEGE)


def test_a_flipped_byte_is_found() -> None:
    start = LETTER.index(b"word/document.xml") + 400
    broken = LETTER[:start] + bytes([LETTER[start] ^ 0x10]) + LETTER[start + 1 :]
    with pytest.raises(UnsoundLetterError):
        check_sound(broken, BRIEF.printed(), COLLEGE)


def test_every_missing_value_is_named_at_once() -> None:
    with pytest.raises(UnsoundLetterError) as error:
        check_sound(LETTER, ["niet dit", "en niet dat"], COLLEGE)
    assert error.value.faults == ("er ontbreekt: “niet dit”", "er ontbreekt: “en niet dat”")


def test_braces_of_a_value_are_no_left_overs(tmp_path: Path) -> None:
    opened = Template.open(template(tmp_path, p("Zo: {{ x }}.")))
    value = "schrijf {{ naam }} of {% if %}\tzo"
    check_sound(opened.render({"x": value}), [value], opened)
    with pytest.raises(UnsoundLetterError, match="nog een opdracht"):
        check_sound(opened.render({"x": value}), ["Zo"], opened)


@pytest.mark.parametrize("name", CONTEXTS)
def test_an_outside_validator_finds_nothing_in_a_letter(name: str, tmp_path: Path) -> None:
    opened = Template.open(TEMPLATES / name)
    letter = tmp_path / "brief.docx"
    letter.write_bytes(opened.render(CONTEXTS[name], qr_png(sample.CODE)))
    found = [
        {(error.part_uri, error.description) for error in OpenXmlValidator().validate(path).errors}
        for path in (TEMPLATES / name, letter)
    ]
    assert found == [set(), set()]
