"""The paragraphs of a template with their place, as the person who edits it in Word sees them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree
from msgspec import Struct

from pipeline.letters.fault import shorten

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TITLES: Final = {
    "word/document": "de tekst",
    "word/header": "de koptekst",
    "word/footer": "de voettekst",
    "word/footnotes": "de voetnoten",
    "docProps/": "de eigenschappen van het document",
}
FILE: Final = "het bestand"


class Place(Struct, frozen=True):
    """A paragraph of a part; table, row and cell count from 1, and are 0 outside a table."""

    part: str
    paragraph: str = ""
    table: int = 0
    row: int = 0
    cell: int = 0

    def __str__(self) -> str:
        words = [self.part]
        if self.table:
            words.append(f"tabel {self.table}, rij {self.row}, cel {self.cell}")
        if self.paragraph:
            words.append(f"bij “{shorten(self.paragraph)}”")
        return ", ".join(words)


class Paragraph(Struct, frozen=True):
    """The text of a paragraph, and its place."""

    text: str
    place: Place
    element: etree._Element


class Mistake(Struct, frozen=True):
    """Something in a template that must be mended; `str` tells all of it."""

    place: Place
    tag: str  # the placeholder or tag as it stands there; empty when it is about something else
    sentence: str

    def __str__(self) -> str:
        about = f" {self.tag}" if self.tag and self.tag != self.place.paragraph else ""
        return f"{self.place}:{about} {self.sentence}"


def title_of(name: str) -> str:
    """How a user calls a part of the document; the name itself for one that Word hides."""
    return next((title for start, title in _TITLES.items() if name.startswith(start)), name)


def paragraphs(name: str, tree: etree._Element) -> Iterator[Paragraph]:
    """Every paragraph of a part, in order."""
    tables: Mapping[etree._Element, int] = {
        table: number for number, table in enumerate(tree.iter(f"{W}tbl"), start=1)
    }
    for element in tree.iter(f"{W}p"):
        text = "".join(_texts(element))
        yield Paragraph(text, _place(title_of(name), text.strip(), element, tables), element)


def _texts(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        if next(element.iterancestors(f"{W}p")) is paragraph:  # not of a text box inside it
            yield (element.text or "") if element.tag == f"{W}t" else " "


def _place(
    part: str, text: str, element: etree._Element, tables: Mapping[etree._Element, int]
) -> Place:
    cell = next(element.iterancestors(f"{W}tc"), None)
    row = next(element.iterancestors(f"{W}tr"), None)
    table = next(element.iterancestors(f"{W}tbl"), None)
    if cell is None or row is None or table is None:
        return Place(part, text)
    cells = list(row.iter(f"{W}tc"))
    rows = table.findall(f"{W}tr")
    return Place(part, text, tables[table], rows.index(row) + 1, cells.index(cell) + 1)
