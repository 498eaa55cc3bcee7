"""Whether a template is fit for everyone, and carries the mark by which a scan is recognised.

What stands here spoils the letter silently: a reader-aloud that speaks English, a table without
header cells, a picture without a description, a page without the QR code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from pipeline.letters.anatomy import Anatomy
from pipeline.letters.paragraphs import FILE, Mistake, Place, W, paragraphs, title_of

_DC_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
_DOCPR: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_R_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_R_EMBED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_BLIP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_BODY: Final = "word/document.xml"

Trees = Mapping[str, etree._Element]  # noqa: SLF001 -- lxml has no other name for it


def check_accessible(trees: Trees, anatomy: Anatomy) -> Iterator[Mistake]:
    """Mistakes of the document as a whole."""
    yield from _title(trees)
    yield from _language(trees)
    for name, tree in trees.items():
        if name.startswith("word/"):
            yield from _pictures(name, tree)
    yield from _tables(trees[_BODY])
    yield from _headings(trees)
    yield from _footers(trees, anatomy)


def _of_file(sentence: str) -> Mistake:
    return Mistake(Place(FILE), "", sentence)


def _title(trees: Trees) -> Iterator[Mistake]:
    titles = [tree.findtext(_DC_TITLE, "").strip() for tree in trees.values()]
    if not any(titles):
        yield _of_file("de titel ontbreekt (Bestand, Info, Titel). Zet daar {{ brief.titel }}.")


def _language(trees: Trees) -> Iterator[Mistake]:
    styles = trees.get("word/styles.xml")
    languages = () if styles is None else styles.iterfind(f"{W}docDefaults//{W}lang")
    if not any(language.get(f"{W}val", "").startswith("nl") for language in languages):
        yield _of_file("de taal is niet Nederlands (Controleren, Taal, als standaard instellen).")


def _pictures(name: str, tree: etree._Element) -> Iterator[Mistake]:
    for picture in tree.iter(_DOCPR):
        if not picture.get("descr", "").strip():
            sentence = f"de afbeelding “{picture.get('name', '')}” heeft geen alternatieve tekst."
            yield Mistake(Place(title_of(name)), "", sentence)
    if next(tree.iter(f"{W}txbxContent"), None) is not None:
        sentence = "hier staat een tekstvak; voorleessoftware slaat dat over. Gebruik gewone tekst."
        yield Mistake(Place(title_of(name)), "", sentence)


def _tables(body: etree._Element) -> Iterator[Mistake]:
    for number, table in enumerate(body.iter(f"{W}tbl"), start=1):
        is_frame = len(table.findall(f"{W}tr/{W}tc")) == 1  # keeps what is in it on one page
        if not is_frame and table.find(f"{W}tr/{W}trPr/{W}tblHeader") is None:
            yield Mistake(
                Place("de tekst", "", number, 1, 1),
                "",
                "de eerste rij is geen kop (Tabelindeling, Veldnamenrij herhalen).",
            )


def _headings(trees: Trees) -> Iterator[Mistake]:
    styles = trees.get("word/styles.xml")
    levels: dict[str, int] = {}
    for style in () if styles is None else styles.iter(f"{W}style"):
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None:
            levels[style.get(f"{W}styleId", "")] = int(outline.get(f"{W}val", "0")) + 1
    last = 0
    for paragraph in paragraphs(_BODY, trees[_BODY]):
        used = paragraph.element.find(f"{W}pPr/{W}pStyle")
        level = 0 if used is None else levels.get(used.get(f"{W}val", ""), 0)
        if level > last + 1:
            sentence = f"is een kop van niveau {level}, maar er is hiervoor geen van {last + 1}."
            yield Mistake(paragraph.place, "", sentence)
        last = level or last


def _footers(trees: Trees, anatomy: Anatomy) -> Iterator[Mistake]:
    """Every page must carry the QR code with its text beside it: scans are matched by it."""
    relations = anatomy.relations[_BODY]
    references = list(trees[_BODY].iter(f"{W}footerReference"))
    kinds = {reference.get(f"{W}type", "default") for reference in references}
    needed = {"default"} | (
        {"first"} if next(trees[_BODY].iter(f"{W}titlePg"), None) is not None else set()
    )
    if needed - kinds:
        yield _of_file("niet elke bladzijde heeft een voettekst met de QR-code.")
    for name in sorted({relations.get(entry.get(_R_ID, ""), "") for entry in references}):
        if name not in trees:
            continue
        shown = {blip.get(_R_EMBED, "") for blip in trees[name].iter(_BLIP)}
        targets = {anatomy.relations[name].get(relation, "") for relation in shown}
        text = "".join(trees[name].itertext(f"{W}t"))
        if not targets & anatomy.marks:
            sentence = "de QR-code ontbreekt. Kopieer haar uit het oorspronkelijke sjabloon."
            yield Mistake(Place(title_of(name), text.strip()), "", sentence)
        if ".code" not in text:
            sentence = "de code ontbreekt als tekst naast de QR-code, zoals {{ brief.code }}."
            yield Mistake(Place(title_of(name), text.strip()), "", sentence)
