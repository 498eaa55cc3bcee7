"""Whether a letter is sound: every Word program opens it, and it says all that it must say.

LibreOffice opens nearly anything, so a letter that opens there proves little. Of a letter made
from a template only what the template did not have is looked at: that takes half a millisecond.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from xml.parsers import expat

from lxml import etree

from pipeline.letters.anatomy import Anatomy
from pipeline.letters.fault import UnsoundLetterError, shorten
from pipeline.letters.marked import CUT
from pipeline.letters.package import NotAPackageError
from pipeline.letters.template import Template

# What ends a cell, a row and a table in nearly every document. Where one does not end so, it may
# still be right (a cell may end in a content control before its last alinea): then XPath decides.
_ENDS: Final = (
    (b"</w:tc>", b"</w:p></w:tc>"),
    (b"</w:tr>", b"</w:tc></w:tr>"),
    (b"</w:tbl>", b"</w:tr></w:tbl>"),
)
_NS: Final = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
_BROKEN: Final = {
    "een cel van een tabel eindigt niet op een alinea": etree.XPath(
        "boolean(//w:tc[not(*[last()][self::w:p])])", namespaces=_NS
    ),
    "een rij van een tabel heeft geen cellen": etree.XPath(
        "boolean(//w:tr[not(w:tc or w:sdt or w:customXml)])", namespaces=_NS
    ),
    "een tabel heeft geen rijen": etree.XPath(
        "boolean(//w:tbl[not(w:tr or w:sdt or w:customXml)])", namespaces=_NS
    ),
}
_STYLE: Final = re.compile(rb'Style w:val="([^"]*)"')  # of paragraph, run or table
_FIELD: Final = re.compile(rb'w:fldCharType="(\w+)"')
_PICTURE: Final = re.compile(rb'<wp:docPr\b[^>]*?\sid="(\d+)"')
_RELATION: Final = re.compile(rb' r:(?:embed|link|id|pict)="([^"]*)"')
_LEFT_OVER: Final = re.compile(r"\{\{|\{%|\{#|%\}|\}\}")
_PNG: Final = b"\x89PNG\r\n\x1a\n"


def check_sound(docx: bytes, printed: Sequence[str], template: Template) -> None:
    """Check a letter made from `template`; `printed` are the lines that must stand in it.

    Raises:
        UnsoundLetterError: it is damaged, or lacks something; all of it is named.
    """
    try:
        parts = template.package.differences(docx)
    except NotAPackageError as error:
        raise UnsoundLetterError(template.name, (f"het bestand {error}",)) from error
    check_parts(parts, printed, template)


def check_parts(parts: Mapping[str, bytes], printed: Sequence[str], template: Template) -> None:
    """Check what a letter has of its own, by part; raises as `check_sound` does."""
    if faults := tuple(_faults(parts, printed, template)):
        raise UnsoundLetterError(template.name, faults)


def _faults(
    parts: Mapping[str, bytes], printed: Sequence[str], template: Template
) -> Iterator[str]:
    anatomy = template.anatomy
    if any(name not in template.package.parts or name.endswith(".rels") for name in parts):
        # Made by docxtpl with pictures or documents of its own: another skeleton.
        anatomy = Anatomy.of({**template.package.parts, **parts})
        yield from anatomy.faults
    texts: list[str] = []
    for name, data in parts.items():
        if name in anatomy.marks and not data.startswith(_PNG):
            yield f"de QR-code {name} is geen afbeelding"
        if name.endswith(".xml"):
            try:
                texts.extend(_texts(data))
            except expat.ExpatError as error:
                yield f"het onderdeel {name} is beschadigd: {error}"
                continue
            yield from (f"{fault} ({name})" for fault in _broken(name, data, anatomy))
    # Tabs are elements in Word and part a value in two, and so do bold words; only then may texts
    # flow together.
    is_parted = any("\t" in value or "\n" in value for value in printed)
    has_marked = any(CUT.encode() in data for data in parts.values())
    between = "" if is_parted or has_marked else "\n"
    yield from _missing(between.join(texts), [_visible(value) for value in printed])


def _texts(data: bytes) -> Sequence[str]:
    """Everything between two tags of a part; raises ExpatError when it is no XML."""
    texts: list[str] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = max(len(data), 1)  # so that no text comes in pieces
    parser.CharacterDataHandler = texts.append
    parser.Parse(data, True)  # noqa: FBT003 -- expat's own way to say that this is all
    return texts


def _broken(name: str, data: bytes, anatomy: Anatomy) -> Iterator[str]:
    if any(data.count(end) != data.count(usual) for end, usual in _ENDS):
        tree = etree.fromstring(data)
        yield from (fault for fault, is_so in _BROKEN.items() if is_so(tree))
    if anatomy.styles is not None:
        for style in {found.decode() for found in _STYLE.findall(data)} - anatomy.styles:
            yield f"de stijl “{style}” bestaat niet"
    if not _balanced(_FIELD.findall(data)):
        yield "een veld (zoals het paginanummer) is niet afgesloten"
    if b"<wp:docPr" in data and _has_twins(name, data, anatomy):
        yield "twee afbeeldingen hebben hetzelfde nummer"
    known = anatomy.relations.get(name, {})
    for relation in {found.decode() for found in _RELATION.findall(data)} - known.keys():
        yield f"een verwijzing ({relation}) wijst nergens naar"


def _has_twins(name: str, data: bytes, anatomy: Anatomy) -> bool:
    numbers = [int(number) for number in _PICTURE.findall(data)]
    if name == "word/document.xml":
        numbers.extend(anatomy.pictures)
    return len(set(numbers)) < len(numbers)


def _balanced(marks: Sequence[bytes]) -> bool:
    depth = 0
    for mark in marks:
        depth += (mark == b"begin") - (mark == b"end")
        if depth < 0 or (mark == b"separate" and depth == 0):
            return False
    return depth == 0


def _missing(text: str, printed: Sequence[str]) -> Iterator[str]:
    place = 0
    for value in printed:
        # Values stand nearly in this order: look behind the last one first.
        found = text.find(value, place)
        if found >= 0:
            place = found
        elif value not in text:
            yield f"er ontbreekt: “{shorten(value)}”"
    if not _LEFT_OVER.search(text):
        return
    # A value may hold braces itself; what is left without the values is the template's.
    for value in sorted(printed, key=len, reverse=True):
        text = text.replace(value, "")
    for left in _LEFT_OVER.finditer(text):
        around = text[max(0, left.start() - 20) : left.end() + 40]
        yield f"er staat nog een opdracht van het sjabloon in: “{around}”"


def _visible(text: str) -> str:
    """Leave out what Word writes as an element: tabs and line breaks."""
    return text.replace("\t", "").replace("\n", "").replace("\r", "")
