"""Finding an advies by its words: reads the text of every archived letter, straight from disk.

There is no index that can run behind: a thousand letters are read in the blink of an eye. Capitals
and accents do not matter, words may be part of a longer one, and all of them must be there.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from msgspec import Struct

from pipeline.archive.objects import BrokenObjectError, homes, read_object
from pipeline.archive.text import SUFFIX, read_text, searchable
from pipeline.errors import UsageError

_BEFORE, _AFTER = 50, 110  # characters of a snippet around what was found
_QUOTES = str.maketrans("“”„«»‘’‚–—‑", '"""""\'\'\'---')
_TERM = re.compile(r'"([^"]*)"|(\S+)')
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_MARKS = re.compile(r"[\u0300-\u036f]")
# What to open, the best first: what was signed, else what says the same.
_TO_OPEN = (
    "-ondertekend-leesbaar.pdf",
    "-ondertekend.pdf",
    "-brief-college.pdf",
    "-ondertekend_bron.zip",
    SUFFIX,
)


class Hit(Struct, frozen=True):
    """An advies in which all words were found."""

    kenmerk: str
    onderwerp: str
    briefdatum: date
    snippet: str  # the words around the first hit; "…" where it was cut
    path: Path  # the file to open


class Found(Struct, frozen=True):
    """What a search gave; the best first."""

    hits: tuple[Hit, ...]
    unsearched: tuple[str, ...] = ()  # kenmerken of which the text could not be read

    @property
    def sentences(self) -> tuple[str, ...]:
        """What must be told beside the hits."""
        return tuple(
            f"{kenmerk} kon niet worden doorzocht: de tekst in het archief is niet leesbaar. "
            "Kijk met: advies controleer"
            for kenmerk in self.unsearched
        )


def search(archief: Path, text: str) -> Found:
    """Every advies in which all words of `text` stand; words in "quotes" stand together.

    Letters with the words in their onderwerp or kenmerk come first, then the newest.

    Raises:
        UsageError: there is no word to look for.
    """
    terms = _terms(text)
    if not terms:
        raise UsageError(
            "Er is geen woord om te zoeken.", "Bijvoorbeeld: advies archief zoek bijstand"
        )
    ranked: list[tuple[tuple[int, int, str], Hit]] = []
    unsearched: list[str] = []
    for kenmerk, home in homes(archief).items():
        try:
            hit = _hit(home, _newest_text(home), terms)
        except (OSError, ValueError):  # it is not there, or no text of ours
            unsearched.append(kenmerk)
        else:
            ranked += [(_rank(hit, terms), hit)] if hit else []
    ranked.sort(key=lambda one: one[0])
    return Found(tuple(hit for _, hit in ranked), tuple(unsearched))


def fold(text: str) -> str:
    """The text as it is compared: small letters, no accents, straight quotes and hyphens."""
    if not text.isascii():
        text = _NOT_ASCII.sub(lambda match: _plain(match[0]), text)
    return text.lower()


@cache  # a few dozen pieces, ten thousand times
def _plain(piece: str) -> str:
    plain = unicodedata.normalize("NFKD", piece.translate(_QUOTES))
    return _MARKS.sub("", plain).casefold()


def _terms(text: str) -> tuple[str, ...]:
    pieces = (phrase or word.strip('"') for phrase, word in _TERM.findall(text.translate(_QUOTES)))
    folded = (" ".join(fold(piece).split()) for piece in pieces)
    return tuple(dict.fromkeys(term for term in folded if term))


def _newest_text(home: Path) -> str:
    """Where the text of an advies lies, or should.

    With one version, as nearly all have, every file lies under its own name: then the inventory
    needs no reading, which would take longer than the text.
    """
    first = f"{home}/v1/content/{home.name}{SUFFIX}"
    if os.path.lexists(f"{home}/v2") or not os.path.lexists(first):
        return _by_inventory(home, SUFFIX) or _by_folder(home) or first
    return first


def _by_inventory(home: Path, *suffixes: str) -> str | None:
    try:
        path = read_object(home).first(*suffixes)
    except BrokenObjectError:
        return None
    return str(path) if path and path.is_file() else None


def _by_folder(home: Path) -> str | None:
    """A damaged object is still found: the newest text that lies there is read."""
    lying = home.glob(f"v*/content/{home.name}{SUFFIX}")
    newest = max(lying, key=lambda path: (len(path.parts[-3]), path.parts[-3]), default=None)
    return str(newest) if newest else None


def _hit(home: Path, path: str, terms: Sequence[str]) -> Hit | None:
    """The letter, if all terms are in it; raises ValueError when this is no text of a letter."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 -- a thousand in a search
        content = file.read()
    words = fold(searchable(content))
    if not all(term in words for term in terms):
        return None
    letter = read_text(content)
    return Hit(
        letter.kenmerk,
        letter.onderwerp,
        letter.briefdatum,
        next(_snippets(letter.alineas, terms), ""),
        _to_open(home, path),
    )


def _to_open(home: Path, text: str) -> Path:
    """The best file of an advies to look at."""
    stem = text.removesuffix(SUFFIX)
    if os.path.lexists(f"{home}/v2"):
        return Path(_by_inventory(home, *_TO_OPEN) or text)
    return Path(next(f"{stem}{end}" for end in _TO_OPEN if os.path.lexists(f"{stem}{end}")))


def _rank(hit: Hit, terms: Sequence[str]) -> tuple[int, int, str]:
    title = fold(f"{hit.kenmerk} {hit.onderwerp}")
    return (-sum(term in title for term in terms), -hit.briefdatum.toordinal(), hit.kenmerk)


def _snippets(alineas: Sequence[str], terms: Sequence[str]) -> Iterator[str]:
    """The words around each hit; the head of the letter, which repeats its onderwerp, last."""
    body = sorted(alineas, key=lambda alinea: alinea.startswith(("Onderwerp:", "Ons kenmerk")))
    for alinea in body:
        found = [place for term in terms if (place := fold(alinea).find(term)) >= 0]
        if found:
            yield _cut(alinea, _original(alinea, min(found)))


def _original(text: str, place: int) -> int:
    """Where in the text itself stands what is at `place` in its folded form."""
    length = 0
    for number, char in enumerate(text):
        length += len(fold(char))
        if length > place:
            return number
    return len(text)


def _cut(text: str, place: int) -> str:
    start, end = max(0, place - _BEFORE), place + _AFTER
    if start > 0:
        start = text.find(" ", start, place) + 1 or start
    if end < len(text):
        end = text.rfind(" ", place + 1, end) if " " in text[place + 1 : end] else end
    piece = text[start:end].strip()
    return f"{'…' if start > 0 else ''}{piece}{'…' if end < len(text) else ''}"
