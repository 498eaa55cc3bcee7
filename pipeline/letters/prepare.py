"""What docxtpl does to a template before the first value: each XML part becomes a Jinja source.

This is the half of docxtpl that is the same for every letter. What it does to the result of
Jinja afterwards (columns of tables, numbers of pictures, line breaks) is either proven to change
nothing here, or noted on the `Source` so that template.py takes that step as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.opc.part import Part
from docxtpl import DocxTemplate
from lxml import etree
from msgspec import Struct

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DECLARATION: Final = re.compile(r"^<\?xml[^>]*\?>\s*")
_FOOTNOTES: Final = "wordprocessingml.footnotes+xml"
_TAGS: Final = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
_STEP: Final = re.compile(r"{%-?\s*(\w+)|<w:(tbl|tr|tc)[ >]|</w:(tbl|tr|tc)>")
_OPENS: Final = frozenset(["for", "if", "macro", "call", "filter", "with", "autoescape"])
_ENDS: Final = frozenset(f"end{word}" for word in _OPENS)
# docxtpl's way to print {{ }} itself.
MARKERS: Final = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))


class Source(Struct, frozen=True):
    """One part as Jinja source, and which of docxtpl's later steps it needs for each letter."""

    name: str  # in the zip
    title: str  # as a user calls it
    xml: str
    before: str = _XML
    after: str = ""
    is_word: bool = True  # False for the document properties, which know no line breaks
    renumber: bool = False  # pictures in the body get the numbers 1001, 1002 …
    refit: bool = False  # the columns of a table can differ per letter

    @property
    def has_markers(self) -> bool:
        """True when the part prints braces with docxtpl's {_{ and }_}."""
        return any(marker in self.xml for marker, _ in MARKERS)

    @property
    def resolve_all(self) -> bool:
        """True when line breaks and tabs must be looked for in the whole part.

        Usually only near those of the values; not where the template itself holds them, or has
        paragraphs within paragraphs (text boxes).
        """
        return "<w:txbxContent" in self.xml or any(sign in self.xml for sign in "\t\n\a\f")

    @property
    def is_static(self) -> bool:
        """True when the part says the same in every letter."""
        opens = ("{{" in self.xml) or ("{%" in self.xml) or ("{#" in self.xml)
        return not (opens or self.has_markers or self.resolve_all)


def sources(docx: DocxTemplate) -> Iterator[Source]:
    """Every part that docxtpl fills, and the custom properties, which it forgets."""
    package = docx.docx.part.package
    yield _body(docx)
    for uri, title in ((docx.HEADER_URI, "de koptekst"), (docx.FOOTER_URI, "de voettekst")):
        for _, part in docx.get_headers_footers(uri):
            yield Source(_name(part), title, docx.patch_xml(docx.get_part_xml(part)))
    for part in package.iter_parts():
        if part.content_type.endswith(_FOOTNOTES):
            yield Source(_name(part), "de voetnoten", docx.patch_xml(_text(part)))
    for relation in package.rels.values():
        if relation.reltype in (REL.CORE_PROPERTIES, REL.CUSTOM_PROPERTIES):
            part = relation.target_part
            title = "de eigenschappen van het document"
            yield Source(_name(part), title, docx.patch_xml(_text(part)), is_word=False)


def _body(docx: DocxTemplate) -> Source:
    root = etree.fromstring(etree.tostring(docx.docx.element))
    body = root.find(f"{W}body")
    assert body is not None  # python-docx has opened it
    body.clear()
    before, after = re.split(r"<w:body\b[^>]*/>", etree.tostring(root, encoding="unicode"))
    # docxtpl repeats all namespaces on the body, which stands in a root that already has them.
    xml = re.sub(r"^<w:body\b[^>]*>", "<w:body>", docx.patch_xml(docx.get_xml()))
    return Source(
        _name(docx.docx.part),
        "de tekst",
        xml,
        before=_XML + before,
        after=after,
        renumber="<wp:docPr" in xml,
        refit=not _tables_stay_as_they_are(before, xml, after),
    )


def _tables_stay_as_they_are(before: str, xml: str, after: str) -> bool:
    """Say whether docxtpl's repair of tables changes nothing, whatever the values.

    So it is when every row of every table fills its columns exactly, when no cell comes and goes,
    and when each table has a row in every letter.
    """
    if "<w:tbl>" not in xml and "<w:tbl " not in xml:
        return True
    try:
        root = etree.fromstring(before + _TAGS.sub("", xml) + after)
    except etree.XMLSyntaxError:
        return False
    for table in root.iter(f"{W}tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        if any(_width(row) != columns for row in table.iter(f"{W}tr")):
            return False
    return _rows_are_certain(xml)


def _width(row: etree._Element) -> int:
    """The number of columns that the cells of a row take; -1 when that depends on values."""
    spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(f"{W}tc")]
    widths = ["1" if span is None else span.get(f"{W}val", "") for span in spans]
    return sum(map(int, widths)) if all(map(str.isdigit, widths)) else -1


def _rows_are_certain(xml: str) -> bool:
    depth = 0
    within: list[str] = []
    tables: list[tuple[int, bool]] = []  # depth at its start, and whether a row is certain
    for step in _STEP.finditer(xml):
        word, opened, closed = step.groups()
        if word:
            if within and within[-1] == "tr":
                return False
            depth += (word in _OPENS) - (word in _ENDS)
        elif opened:
            if opened == "tbl":
                tables.append((depth, False))
            elif opened == "tr" and tables[-1][0] == depth:
                tables[-1] = (depth, True)
            within.append(opened)
        else:
            within.pop()
            if closed == "tbl" and not tables.pop()[1]:
                return False
    return True


def _name(part: Part) -> str:
    return str(part.partname).removeprefix("/")


def _text(part: Part) -> str:
    return _DECLARATION.sub("", part.blob.decode("utf-8"))
