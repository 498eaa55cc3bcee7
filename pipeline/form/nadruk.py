"""Which words of an answer are bold or italic, while its text is tidied, joined and cut again.

Emphasis is what differs from the rest of an answer: an answer that is bold from end to end has
none, for that is how someone likes the look of a cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from pipeline.form.values import tidy_part
from pipeline.model import Field, Nadruk


def tidied(raw: str, nadruk: Nadruk, answer: str) -> Nadruk:
    """The emphasis of `raw` in `answer`, its tidied text; none if they cannot be laid together."""
    tidy = [(tidy_part(text), style) for text, style in pieces(raw, nadruk)]
    whole = "".join(text for text, _ in tidy)
    start = whole.find(answer)
    if whole.strip() != answer:
        return ()
    found = []
    end = -start
    for text, style in tidy:
        begin, end = end, end + len(text)
        if style:
            found.append((begin, end, style))
    return within(tuple(found), 0, len(answer))


def pieces(text: str, nadruk: Nadruk) -> Iterator[tuple[str, str]]:
    """A text in pieces, each with its style; "" for the words between."""
    done = 0
    for start, end, style in nadruk:
        yield text[done:start], ""
        yield text[start:end], style
        done = end
    yield text[done:], ""


def joined(parts: Iterable[tuple[str, Nadruk]], between: str) -> Nadruk:
    """The emphasis of texts that are joined with `between`."""
    found: list[tuple[int, int, str]] = []
    begin = 0
    for text, nadruk in parts:
        found += [(start + begin, end + begin, style) for start, end, style in nadruk]
        begin += len(text) + len(between)
    return tuple(found)


def within(nadruk: Nadruk, start: int, end: int) -> Nadruk:
    """The emphasis of the part of a text from `start` to `end`."""
    cut = ((max(s, start) - start, min(e, end) - start, style) for s, e, style in nadruk)
    return tuple((s, e, style) for s, e, style in cut if s < e)


def in_part(answer: Field[Any]) -> Field[Any]:
    """The answer without a style that all of its words have."""
    if not answer.nadruk:
        return answer
    text = str(answer.answer)
    kept = answer.nadruk
    for sign in "bi":
        rest = (words for words, style in pieces(text, kept) if sign not in style)
        if not "".join(rest).strip():
            kept = tuple((s, e, style.replace(sign, "")) for s, e, style in kept)
    return replace(answer, nadruk=tuple(span for span in kept if span[2]))
