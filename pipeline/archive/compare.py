"""Compare: where the text of a signed file is not the text of the letter as it was made.

Programs break lines and words in other places, write other bullets, and put head and foot in
another order; none of that is a difference. A digit, a comma or a word is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from msgspec import Struct

from pipeline import dutch
from pipeline.archive.page_text import HYPHEN, DocumentText, PageText
from pipeline.archive.words import (
    Word,
    gist,
    is_bullet,
    is_label,
    mask,
    running_lines,
    settled,
    words_of,
)
from pipeline.contrast import contrast

_AROUND: Final = 4  # words on either side that tell the place
_MOVED: Final = 3  # words from which the same text elsewhere is called moved
_SHOWN: Final = 12  # differences of one letter
_MOST: Final = 4  # times the words of the letter; more is another document
_SPARE: Final = 2_000  # words that may be there in any case
# What services that let people sign put on the pages themselves, a line each.
_SERVICE: Final = re.compile(
    r"(?:docusign )?envelope id: [0-9a-f-]{36}"
    r"|(?:(?:digitaal|elektronisch) )?(?:ondertekend|getekend) door\b.{0,80}"
    r"|(?:(?:digitally|electronically) )?signed by\b.{0,80}"
    r"|(?:datum|date|tijdstempel|timestamp): ?[\d.:/ +'-]{8,40}(?:utc|cet|cest)?\.?",
    re.IGNORECASE,
)

_Change = tuple[int, int, int, int]  # from and to in the letter, from and to in the signed text


class Text(Struct, frozen=True):
    """The letter as it was made: its lines by page, or its paragraphs when there is no PDF."""

    pages: tuple[PageText, ...]
    running: frozenset[str] = frozenset()  # what stands at the head and foot of the pages
    is_paragraphs: bool = False  # without numbers and bullets of lists, which Word draws itself


class Comparison(Struct, frozen=True):
    """What came of comparing the words, in Dutch."""

    is_compared: bool  # False for a scan, and when it is not known how the letter was made
    differences: tuple[str, ...] = ()
    additions: tuple[str, ...] = ()  # lines of a signing service
    pictures: tuple[int, ...] = ()  # pages of which the words cannot be known


def as_made(pdf: DocumentText) -> Text:
    """The letter as it was printed."""
    return Text(pdf.pages, running_lines(pdf.pages))


def as_paragraphs(paragraphs: Sequence[str], running: Sequence[str] = ()) -> Text:
    """The letter as its Word file has it; `running` are the texts of its head and foot."""
    pages = (PageText(0, tuple(paragraphs)),)
    return Text(pages, frozenset(map(mask, running)), is_paragraphs=True)


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
    was = list(words_of([page for page in made.pages if page.number not in left_out], made.running))
    known = Counter(mask(line) for page in made.pages for line in page.lines)
    additions = [
        line
        for page in pages
        for line in page.lines
        if _SERVICE.fullmatch(line) and mask(line) not in known
    ]
    now = list(words_of(pages, made.running, frozenset(additions)))
    if len(now) > _MOST * len(was) + _SPARE:
        found = ["Het bestand bevat veel meer tekst dan de brief; dit is een ander document."]
    else:
        found = list(_differences(was, now, is_unnumbered=made.is_paragraphs))
    more = len(found) - _SHOWN
    if more > 1:
        found[_SHOWN:] = [f"Er zijn nog {more} verschillen."]
    return Comparison(
        is_compared=True,
        differences=tuple(found),
        additions=tuple(additions),
        pictures=pictures,
    )


def _differences(was: Sequence[Word], now: Sequence[Word], *, is_unnumbered: bool) -> Iterator[str]:
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


def _changes(was: Sequence[Word], now: Sequence[Word]) -> list[_Change]:
    matcher = SequenceMatcher(None, settled(was, now), settled(now, was), autojunk=False)
    return [(i1, i2, j1, j2) for kind, i1, i2, j1, j2 in matcher.get_opcodes() if kind != "equal"]


def _without(
    words: Sequence[Word], spans: Sequence[tuple[int, int]], *, numbers: bool
) -> list[Word]:
    """The words without the bullets, and the numbers, of lists in these places."""
    left_out = {
        place
        for start, end in spans
        for place in range(start, end)
        if is_bullet(words[place]) or (numbers and is_label(words[place]))
    }
    return [word for place, word in enumerate(words) if place not in left_out]


def _without_sources(
    changes: Sequence[_Change], was: Sequence[Word], now: Sequence[Word]
) -> Iterator[tuple[_Change, bool]]:
    """The changes, with True for what only moved: then the place where it stood is left out."""
    gone = {
        change: gist(was[change[0] : change[1]])
        for change in changes
        if change[2] == change[3] and change[1] - change[0] >= _MOVED
    }
    came = {
        change: gist(now[change[2] : change[3]]) for change in changes if change[0] == change[1]
    }
    for change in changes:
        if gone.get(change) not in came.values():
            yield change, came.get(change) in gone.values()


def _is_same(was: Sequence[Word], now: Sequence[Word]) -> bool:
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


def _around(words: Sequence[Word], start: int, end: int) -> str:
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
