"""Words: the text of pages or paragraphs as a row of words that can be laid beside another.

What programs do differently is taken out or left open here: head and foot of the pages, hyphens at
the end of a line, bullets, the form of quotes and dashes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from msgspec import Struct

from pipeline.archive.page_text import HYPHEN, PageText

_EDGE: Final = 3  # lines at the top and the bottom of a page where head and foot stand
_LOOKS_ALIKE: Final = str.maketrans(
    {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚`´", "'"), **dict.fromkeys("‐‑–—−", "-")}
)
_FOOT: Final = re.compile(
    r"(?:[A-Z][A-Z0-9]*-\d{4}-\d{3,}(?:-K\d+)?:[0-9A-F]{8}|CONCEPT-\d+:[0-9A-F]{8})?"
    r"\s*(?:pagina \d+ van \d+)?",
    re.IGNORECASE,
)
_BULLETS: Final = frozenset("•▪◦●○■□‣⁃·–-*")
_LABEL: Final = re.compile(r"(?:\d{1,2}|[a-z])[.)]")


class Word(Struct, frozen=True):
    """A word and where it stands."""

    text: str
    page: int  # 0 where pages are not known
    is_first: bool  # of its line

    @property
    def plain(self) -> str:
        """The word in the form in which it is compared; a hyphen at a line end is still open."""
        return unicodedata.normalize("NFKC", self.text).translate(_LOOKS_ALIKE)

    @property
    def shown(self) -> str:
        """The word for a person to read."""
        return self.text.replace(HYPHEN, "-")


def running_lines(pages: Sequence[PageText]) -> frozenset[str]:
    """Lines that stand at the head or foot of all pages, but perhaps the first."""
    if len(pages) < 2:  # noqa: PLR2004 -- one page repeats nothing
        return frozenset()
    seen = Counter(chain.from_iterable({mask(line) for line in _edges(page)} for page in pages))
    return frozenset(line for line, times in seen.items() if times >= max(2, len(pages) - 1))


def words_of(
    pages: Sequence[PageText], running: frozenset[str], without: frozenset[str] = frozenset()
) -> Iterator[Word]:
    """The words of the text itself, a word that was broken at the end of a line as one."""
    waiting: Word | None = None
    for page in pages:
        last = len(page.lines) - _EDGE
        for number, line in enumerate(page.lines):
            is_edge = number < _EDGE or number >= last
            if _FOOT.fullmatch(line) or line in without or (is_edge and mask(line) in running):
                continue
            for word in _of_line(line, page.number):
                if waiting is None:
                    waiting = word
                elif _is_broken(waiting.text, word.text):
                    # In a line “werk- en leerplek”: with a break in it, the space is gone.
                    hyphen = HYPHEN if word.is_first else "-"
                    text = f"{waiting.text[:-1]}{hyphen}{word.text}"
                    waiting = Word(text, waiting.page, waiting.is_first)
                else:
                    yield waiting
                    waiting = word
    if waiting is not None:
        yield waiting


def settled(words: Sequence[Word], others: Sequence[Word]) -> list[str]:
    """Each word as it is compared: a hyphen at a line end goes or stays as the other text has it."""
    known = {form for other in others for form in _forms(other.plain)}
    return [_settle(word.plain, known) for word in words]


def gist(words: Sequence[Word]) -> list[str]:
    """The words of a piece, in no order: where a piece begins is arbitrary when it moved."""
    bare = (word.plain.replace(HYPHEN, "").replace("-", "") for word in words)
    return sorted(word for word in bare if word not in _BULLETS and word)


def is_bullet(word: Word) -> bool:
    """True for a bullet; Word draws some with a character of a font of symbols."""
    is_symbol = word.text in _BULLETS or unicodedata.category(word.text[0]) == "Co"
    return word.is_first and len(word.text) == 1 and is_symbol


def is_label(word: Word) -> bool:
    """True for what may be the number of an item of a list."""
    return word.is_first and _LABEL.fullmatch(word.plain) is not None


def mask(line: str) -> str:
    """A line in which the number of the page does not matter."""
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _edges(page: PageText) -> tuple[str, ...]:
    return (*page.lines[:_EDGE], *page.lines[-_EDGE:])


def _of_line(line: str, page: int) -> Iterator[Word]:
    for number, word in enumerate("".join(filter(_is_shown, line)).split()):
        yield Word(word, page, is_first=number == 0)


def _is_shown(char: str) -> bool:
    """False for what has no shape: a break that is allowed, a change of direction, a control."""
    return char == HYPHEN or char.isspace() or unicodedata.category(char) not in {"Cc", "Cf"}


def _is_broken(end: str, start: str) -> bool:
    is_hyphen = end[-1:] in {"-", HYPHEN, "‐", "\u2011"}
    return is_hyphen and end[-2:-1].isalpha() and start[:1].isalpha()


def _forms(plain: str) -> tuple[str, ...]:
    return (plain.replace(HYPHEN, ""), plain.replace(HYPHEN, "-")) if HYPHEN in plain else (plain,)


def _settle(plain: str, known: set[str]) -> str:
    forms = _forms(plain)
    return next((form for form in forms if form in known), forms[0])
