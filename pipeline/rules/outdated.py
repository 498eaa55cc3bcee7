"""Outdated law and names: what templates/verouderd.toml says, and where a text uses it.

A secretary adds to that file, so it holds words and no regular expressions: `*` stands for more
letters of the same word, white space does not matter, and a word in capitals (WIJ) must stand in
capitals. No such pattern can hang.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from pipeline.rules.sketch import FirstLook, sketch
from pipeline.settings import Table, load

_FEWEST_LETTERS = 3  # of one word, beside its *; less would match nearly everything
_MOST_STARS = 2  # in one word; more could take long to look up
_MORE_LETTERS = r"\w{0,40}"


class Verouderd(Struct, frozen=True, cache_hash=True):
    """An expression that was once right, and what is right now.

    Any use of it contains one of the `pieces`, and of a word of that one of the `anchors`; both
    are sketched.
    """

    woorden: tuple[str, ...]  # as written in the file
    anchors: frozenset[str]
    pieces: tuple[str, ...]
    near: tuple[str, ...]  # only when one of these, if any, stands in the same alinea
    beter: str
    checked_on: date

    def found_in(self, text: str) -> str | None:
        """The first use of it in `text`, as it stands there; None if there is none."""
        for alinea in text.split("\n"):
            match = _any_of(self.woorden).search(alinea)
            if match and (not self.near or _any_of(self.near).search(alinea)):
                return match[0]
        return None


def read_outdated(path: Path) -> tuple[Verouderd, ...]:
    """Read templates/verouderd.toml, in the order of the file.

    Raises:
        SettingsError: the file is absent or holds mistakes; all of them are told at once.
    """
    settings = load(path, "templates/verouderd.toml")
    entries = tuple(_entry(table) for table in settings.tables("verouderd"))
    settings.finish()
    return entries


def candidates(
    texts: Iterable[str], words: frozenset[str], entries: tuple[Verouderd, ...]
) -> tuple[Verouderd, ...]:
    """The entries that texts with these words (sketch.words_of) may use: a cheap first look."""
    found = _first_look(entries).found(words)
    if not found:
        return ()
    together = sketch(" ".join("\n".join(texts).split()))  # a no-break space is one too
    return tuple(
        entry
        for entry in entries
        if not entry.anchors.isdisjoint(found) and any(piece in together for piece in entry.pieces)
    )


@lru_cache(maxsize=4)
def _first_look(entries: tuple[Verouderd, ...]) -> FirstLook:
    return FirstLook(tuple({anchor for entry in entries for anchor in entry.anchors}))


def uses(text: str, entries: Sequence[Verouderd]) -> Iterator[tuple[Verouderd, str]]:
    """Every entry that `text` uses, with the words as they stand there."""
    for entry in entries:
        if found := entry.found_in(text):
            yield entry, found


def _entry(table: Table) -> Verouderd:
    words = _checked(table, "woorden", table.texts("woorden"))
    return Verouderd(
        woorden=words,
        anchors=frozenset(map(_anchor, words)),
        pieces=tuple(map(_piece, words)),
        near=_checked(table, "bij", table.texts("bij", ())),
        beter=table.text("beter"),
        checked_on=table.needed_day("gecontroleerd_op"),
    )


def _checked(table: Table, key: str, written: Sequence[str]) -> tuple[str, ...]:
    """The usable ones of `written`; a mistake for each of the others."""
    usable = []
    for words in written:
        letters = [re.sub(r"\W", "", word) for word in words.split()]
        if max(map(len, letters), default=0) < _FEWEST_LETTERS:
            table.mistake(
                key, f"“{words}” is te kort; schrijf minstens drie letters van een woord."
            )
        elif re.search(r"[\\\[\](){}|^$+?]", words):
            table.mistake(
                key, f"“{words}” mag alleen letters, cijfers, spaties, leestekens en * bevatten."
            )
        elif any(word.count("*") > _MOST_STARS for word in words.split()):
            table.mistake(key, f"“{words}” mag hoogstens twee keer een * in een woord hebben.")
        else:
            usable.append(words)
    return tuple(usable)


@lru_cache(maxsize=256)
def _any_of(written: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of these expressions; made when its anchor was seen, for most never are."""
    alternatives = "|".join(r"\s+".join(map(_word, words.split())) for words in written)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")


def _word(word: str) -> str:
    pattern = _MORE_LETTERS.join(map(re.escape, word.split("*")))
    return pattern if word.isupper() and len(word) > 1 else f"(?i:{pattern})"


def _anchor(words: str) -> str:
    return sketch(max((part for word in words.split() for part in word.split("*")), key=len))


def _piece(words: str) -> str:
    pieces = " ".join(words.split()).split("*")
    return sketch(max((piece.strip() for piece in pieces), key=len))
