"""Texts with bold and italic words: a text to all, that shows its words so only in Word.

In Word such a text takes several runs. The template has one run for it, of which the looks hold
for each of them; so a template needs to know nothing of this.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape  # xml.sax has one too, and loads the network with it
from typing import Final

from msgspec.structs import replace

from pipeline.letters.letter import Tekst
from pipeline.model import Nadruk

# Ends a run and begins the next. The attribute says nothing to Word; by it the runs are known.
CUT: Final = '</w:t></w:r><w:r w:rsidRPr="00AD4A2B">'
_TEXT: Final = '<w:t xml:space="preserve">'
_BOLD: Final = "<w:b/><w:bCs/>"
_ITALIC: Final = "<w:i/><w:iCs/>"
_RUN: Final = re.compile(r"<w:r(?: [^>]*)?>(?:<w:rPr>(.*?)</w:rPr>)?", re.DOTALL)
_OWN: Final = re.compile(r"(?:<w:rPr>(.*?)</w:rPr>)?")
# These stand before bold and italic, by the schema.
_FIRST: Final = re.compile(r"(?:<w:rStyle [^>]*/>)?(?:<w:rFonts [^>]*/>)?")
_WEIGHT: Final = re.compile(r"<w:b(?:Cs)?(?: [^>]*)?/>")
_SLANT: Final = re.compile(r"<w:i(?:Cs)?(?: [^>]*)?/>")


class Marked(str):
    """A text of which some words are bold or italic; `nadruk` says which."""

    __slots__ = ("nadruk",)
    nadruk: Nadruk

    def __new__(cls, text: str, nadruk: Nadruk) -> Marked:  # noqa: PYI034 -- nothing derives from it
        """Make the text."""
        made = super().__new__(cls, text)
        made.nadruk = nadruk
        return made

    def __html__(self) -> str:
        """What a template prints inside its run."""
        pieces: list[str] = []
        done = 0
        for start, end, style in self.nadruk:
            bold = _BOLD if "b" in style else ""
            italic = _ITALIC if "i" in style else ""
            words = f"<w:rPr>{bold}{italic}</w:rPr>{_TEXT}{escape(self[start:end], quote=False)}"
            pieces += (escape(self[done:start], quote=False), CUT, words, CUT, _TEXT)
            done = end
        return "".join((*pieces, escape(self[done:], quote=False)))


def marked(blocks: Tekst, answer: str, nadruk: Nadruk) -> Tekst:
    """The alinea's and lists that were made of an answer, with the emphasis that it had."""
    if not nadruk:
        return blocks
    styles = [""] * len(answer)
    for start, end, style in nadruk:
        styles[start:end] = [style] * (end - start)
    place = 0

    def mark(text: str) -> str:
        nonlocal place
        found, place = _follow(text, answer, styles, place)
        spans = _spans(found)
        return Marked(text, spans) if spans else text

    return tuple(
        replace(blok, tekst=mark(blok.tekst), punten=tuple(mark(punt) for punt in blok.punten))
        for blok in blocks
    )


def with_looks(xml: str) -> str:
    """Give the runs of a text with emphasis the looks of the run of the template."""
    if CUT not in xml:
        return xml
    first, *others = xml.split(CUT)
    result = [first]
    looks = _looks(first)
    for piece in others:
        own = _OWN.match(piece)
        assert own  # it may be empty
        result.append(f"{CUT}{_dressed(own[1] or '', looks)}{piece[own.end() :]}")
        if "</w:r>" in piece:
            looks = _looks(piece)
    return "".join(result)


def _follow(text: str, answer: str, styles: Sequence[str], place: int) -> tuple[list[str], int]:
    """The style of each character of a piece of the answer, and where the piece ends.

    Making blocks only leaves out bullets and white space, so each character stands further on.
    """
    found: list[str] = []
    for sign in text:
        if not sign.isspace():
            place = answer.index(sign, place)
        is_there = answer[place : place + 1] == sign
        found.append(styles[place] if is_there else (found[-1] if found else ""))
        place += is_there
    return found, place


def _spans(styles: Sequence[str]) -> Nadruk:
    spans: list[tuple[int, int, str]] = []
    for index, style in enumerate(styles):
        if style and spans and spans[-1][1:] == (index, style):
            spans[-1] = (spans[-1][0], index + 1, style)
        elif style:
            spans.append((index, index + 1, style))
    return tuple(spans)


def _looks(xml: str) -> str:
    """The properties of the last run that begins here."""
    run = _RUN.match(xml, max(xml.rfind("<w:r>"), xml.rfind("<w:r ")))
    return (run[1] or "") if run else ""


def _dressed(own: str, looks: str) -> str:
    if "<w:b/>" in own:
        looks = _WEIGHT.sub("", looks)
    if "<w:i/>" in own:
        looks = _SLANT.sub("", looks)
    first = _FIRST.match(looks)
    assert first  # it may be empty
    properties = f"{first[0]}{own}{looks[first.end() :]}"
    return f"<w:rPr>{properties}</w:rPr>" if properties else ""
