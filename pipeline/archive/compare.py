"""Compare: where the text of a signed file is not the text of the letter as it was made.

Programs break lines and words in other places, write other bullets, and put head and foot in
another order; none of that is a difference. A digit, a comma or a word is.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain
from typing import Final

from pipeline import dutch
from pipeline.archive.page_text import HYPHEN, DocumentText, PageText
from pipeline.contrast import contrast

_AROUND: Final = 4  # words on either side that tell the place
_MOVED: Final = 3  # words from which the same text elsewhere is called moved
_SHOWN: Final = 12  # differences of one letter
_MOST: Final = 4  # times the words of the letter; more is another document
_SPARE: Final = 2_000  # words that may be there in any case
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
# What services that let people sign put on the pages themselves, a line each.
_SERVICE: Final = re.compile(
    r"(?:docusign )?envelope id: [0-9a-f-]{36}"
    r"|(?:(?:digitaal|elektronisch) )?(?:ondertekend|getekend) door\b.{0,80}"
    r"|(?:(?:digitally|electronically) )?signed by\b.{0,80}"
    r"|(?:datum|date): ?[\d.:/ +'-]{8,40}",
    re.IGNORECASE,
)

_Change = tuple[int, int, int, int]  # from and to in the letter, from and to in the signed text


@dataclass(frozen=True, slots=True)
class Text:
    """The letter as it was made: its lines by page, or its paragraphs when there is no PDF."""

    pages: tuple[PageText, ...]
    running: frozenset[str] = frozenset()  # what stands at the head and foot of the pages
    is_paragraphs: bool = False  # without numbers and bullets of lists, which Word draws itself


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing the words, in Dutch."""

    is_compared: bool  # False for a scan, and when it is not known how the letter was made
    differences: tuple[str, ...] = ()
    additions: tuple[str, ...] = ()  # lines of a signing service
    pictures: tuple[int, ...] = ()  # pages of which the words cannot be known


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    page: int  # 0 where pages are not known
    is_first: bool  # of its line

    @property
    def plain(self) -> str:
        """The word in the form in which it is compared; a hyphen at a line end is still open."""
        return unicodedata.normalize("NFKC", self.text).translate(_LOOKS_ALIKE)

    @property
    def shown(self) -> str:
        return self.text.replace(HYPHEN, "-")


def as_made(pdf: DocumentText) -> Text:
    """The letter as it was printed."""
    return Text(pdf.pages, _running(pdf.pages))


def as_paragraphs(paragraphs: Sequence[str], running: Sequence[str] = ()) -> Text:
    """The letter as its Word file has it; `running` are the texts of its head and foot."""
    return Text((PageText(0, tuple(paragraphs)),), frozenset(map(_mask, running)), True)  # noqa: FBT003


def compare(signed: DocumentText, made: Text) -> Comparison:
    """Hold the text of a signed file against the letter as made.

    Of pages that are pictures nothing can be known; when the others can be told apart by their
    number, those are compared.
    """
    pictures = tuple(page.number for page in signed.pages if page.is_picture)
    left_out = set(pictures)
    is_paged = not made.is_paragraphs and len(made.pages) == len(signed.pages)
    if len(pictures) == len(signed.pages) or not made.pages or (pictures and not is_paged):
        return Comparison(is_compared=False, pictures=pictures)
    pages = [page for page in signed.pages if page.number not in left_out]
    was = list(_words([page for page in made.pages if page.number not in left_out], made.running))
    known = Counter(_mask(line) for page in made.pages for line in page.lines)
    additions = [
        line
        for page in pages
        for line in page.lines
        if _SERVICE.fullmatch(line) and _mask(line) not in known
    ]
    now = list(_words(pages, made.running, frozenset(additions)))
    if len(now) > _MOST * len(was) + _SPARE:
        found = ["Het bestand bevat veel meer tekst dan de brief; dit is een ander document."]
    else:
        found = list(_differences(was, now, is_unnumbered=made.is_paragraphs))
    more = len(found) - _SHOWN
    if more > 1:
        found[_SHOWN:] = [f"Er zijn nog {more} verschillen."]
    return Comparison(True, tuple(found), tuple(additions), pictures)  # noqa: FBT003


def _running(pages: Sequence[PageText]) -> frozenset[str]:
    """Lines that stand at the head or foot of all pages, but perhaps the first."""
    if len(pages) < 2:  # noqa: PLR2004 -- one page repeats nothing
        return frozenset()
    seen = Counter(chain.from_iterable({_mask(line) for line in _edges(page)} for page in pages))
    return frozenset(line for line, times in seen.items() if times >= max(2, len(pages) - 1))


def _edges(page: PageText) -> tuple[str, ...]:
    return (*page.lines[:_EDGE], *page.lines[-_EDGE:])


def _mask(line: str) -> str:
    """A line in which the number of the page does not matter."""
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _words(
    pages: Sequence[PageText], running: frozenset[str], without: frozenset[str] = frozenset()
) -> Iterator[_Word]:
    """The words of the text itself, a word that was broken at the end of a line as one."""
    waiting: _Word | None = None
    for page in pages:
        last = len(page.lines) - _EDGE
        for number, line in enumerate(page.lines):
            is_edge = number < _EDGE or number >= last
            if _FOOT.fullmatch(line) or line in without or (is_edge and _mask(line) in running):
                continue
            for word in _of_line(line, page.number):
                if waiting is None:
                    waiting = word
                elif word.is_first and _is_broken(waiting.text, word.text):
                    text = f"{waiting.text[:-1]}{HYPHEN}{word.text}"
                    waiting = _Word(text, waiting.page, waiting.is_first)
                else:
                    yield waiting
                    waiting = word
    if waiting is not None:
        yield waiting


def _of_line(line: str, page: int) -> Iterator[_Word]:
    for number, word in enumerate("".join(filter(_is_shown, line)).split()):
        yield _Word(word, page, is_first=number == 0)


def _is_shown(char: str) -> bool:
    """False for what has no shape: a break that is allowed, a change of direction, a control."""
    return char == HYPHEN or char.isspace() or unicodedata.category(char) not in {"Cc", "Cf"}


def _is_broken(end: str, start: str) -> bool:
    is_hyphen = end[-1:] in {"-", HYPHEN, "‐", "\u2011"}
    return is_hyphen and end[-2:-1].isalpha() and start[:1].isalpha()


def _differences(
    was: Sequence[_Word], now: Sequence[_Word], *, is_unnumbered: bool
) -> Iterator[str]:
    # Bullets and numbers of lists are known by standing in one of the two texts only. Without them
    # the two are laid beside each other once more, for they would split what else is alike.
    apart = _changes(was, now)
    was = _without(was, [(i1, i2) for i1, i2, _, _ in apart], numbers=False)
    now = _without(now, [(j1, j2) for _, _, j1, j2 in apart], numbers=is_unnumbered)
    changes = [
        (i1, i2, j1, j2)
        for i1, i2, j1, j2 in _changes(was, now)
        if not _is_same(was[i1:i2], now[j1:j2])
    ]
    for change, is_moved in _without_sources(changes, was, now):
        i1, i2, j1, j2 = change
        after = now[j1:j2]
        page = (now[min(j1, len(now) - 1)] if now else was[i1]).page
        place = f"Bladzijde {page}" if page else "In de tekst"
        if is_moved:
            words = _shorten([word.shown for word in after])
            yield f"{place}: “{words}” staat nu op een andere plaats in de brief."
        else:
            yield f"{place}: {contrast(_around(was, i1, i2), _around(now, j1, j2))}."


def _changes(was: Sequence[_Word], now: Sequence[_Word]) -> list[_Change]:
    matcher = SequenceMatcher(None, _settled(was, now), _settled(now, was), autojunk=False)
    return [(i1, i2, j1, j2) for kind, i1, i2, j1, j2 in matcher.get_opcodes() if kind != "equal"]


def _without(
    words: Sequence[_Word], spans: Sequence[tuple[int, int]], *, numbers: bool
) -> list[_Word]:
    """The words without the bullets, and the numbers, of lists in these places."""
    left_out = {
        place
        for start, end in spans
        for place in range(start, end)
        if _is_bullet(words[place]) or (numbers and _is_label(words[place]))
    }
    return [word for place, word in enumerate(words) if place not in left_out]


def _without_sources(
    changes: Sequence[_Change], was: Sequence[_Word], now: Sequence[_Word]
) -> Iterator[tuple[_Change, bool]]:
    """The changes, with True for what only moved: then the place where it stood is left out."""
    gone = {
        change: _gist(was[change[0] : change[1]])
        for change in changes
        if change[2] == change[3] and change[1] - change[0] >= _MOVED
    }
    came = {
        change: _gist(now[change[2] : change[3]]) for change in changes if change[0] == change[1]
    }
    for change in changes:
        if gone.get(change) not in came.values():
            yield change, came.get(change) in gone.values()


def _gist(words: Sequence[_Word]) -> list[str]:
    """The words of a piece, in no order: where a piece begins is arbitrary when it moved."""
    bare = (word.plain.replace(HYPHEN, "").replace("-", "") for word in words)
    return sorted(word for word in bare if word not in _BULLETS and word)


def _settled(words: Sequence[_Word], others: Sequence[_Word]) -> list[str]:
    """Each word as it is compared: a hyphen at a line end goes or stays as the other text has it."""
    known = {form for other in others for form in _forms(other.plain)}
    return [_settle(word.plain, known) for word in words]


def _forms(plain: str) -> tuple[str, ...]:
    return (plain.replace(HYPHEN, ""), plain.replace(HYPHEN, "-")) if HYPHEN in plain else (plain,)


def _settle(plain: str, known: set[str]) -> str:
    forms = _forms(plain)
    return next((form for form in forms if form in known), forms[0])


def _is_same(was: Sequence[_Word], now: Sequence[_Word]) -> bool:
    """True when only the spaces differ; between two digits a space is more than that."""
    old, new = [word.plain for word in was], [word.plain for word in now]
    return _is_alike("".join(old), "".join(new)) and _numbers(old) == _numbers(new)


def _is_alike(one: str, other: str) -> bool:
    """True when two texts are the same but for hyphens that may belong to the end of a line."""
    i = j = 0
    while i < len(one) and j < len(other):
        a, b = one[i], other[j]
        if a == b or {a, b} == {HYPHEN, "-"}:
            i, j = i + 1, j + 1
        elif HYPHEN in (a, b):
            i, j = i + (a == HYPHEN), j + (b == HYPHEN)
        else:
            return False
    return not (one[i:] + other[j:]).strip(HYPHEN)


def _numbers(words: Sequence[str]) -> list[str]:
    return re.findall(r"\d+(?: \d+)*", " ".join(words))


def _is_bullet(word: _Word) -> bool:
    """True for a bullet; Word draws some with a character of a font of symbols."""
    is_symbol = word.text in _BULLETS or unicodedata.category(word.text[0]) == "Co"
    return word.is_first and len(word.text) == 1 and is_symbol


def _is_label(word: _Word) -> bool:
    return word.is_first and _LABEL.fullmatch(word.plain) is not None


def _around(words: Sequence[_Word], start: int, end: int) -> str:
    return " ".join(word.shown for word in words[max(0, start - _AROUND) : end + _AROUND])


def _shorten(words: Sequence[str]) -> str:
    return " ".join(words) if len(words) <= 2 * _AROUND else f"{' '.join(words[: 2 * _AROUND])} …"


def told(comparison: Comparison) -> tuple[str, ...]:
    """What was and what could not be compared, in sentences for screen and record."""
    if not comparison.is_compared:
        return (
            "Van een scan zijn de woorden niet te vergelijken met de brief zoals die is gemaakt.",
        )
    sentences = []
    if comparison.differences:
        number = dutch.count(len(comparison.differences), "verschil", "verschillen")
        sentences.append(f"De tekst is vergeleken met de brief zoals die is gemaakt: {number}.")
    else:
        sentences.append("De tekst is woord voor woord gelijk aan de brief zoals die is gemaakt.")
    if comparison.pictures:
        pages = dutch.join([str(number) for number in comparison.pictures])
        sentences.append(
            f"Bladzijde {pages} is een scan; daarvan zijn de woorden niet te vergelijken."
        )
    if comparison.additions:
        lines = dutch.join([f"“{line}”" for line in comparison.additions])
        sentences.append(f"Bij het ondertekenen kwam erbij: {lines}.")
    return tuple(sentences)
