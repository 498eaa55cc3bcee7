"""Finding an advies by its words: reads the text of every archived letter, straight from disk.

There is no index that can run behind: a thousand letters are read in the blink of an eye. Capitals
and accents do not matter, words may be part of a longer one, and all of them must be there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.archive.objects import BrokenObjectError, homes, read_object
from pipeline.archive.text import SUFFIX, LetterText, read_text
from pipeline.errors import UsageError

_BEFORE, _AFTER = 50, 110  # characters of a snippet around what was found
_QUOTES = str.maketrans("“”„«»‘’‚`–—‑", '"""""\'\'\'\'---')
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


@dataclass(frozen=True, slots=True)
class Hit:
    """An advies in which all words were found."""

    kenmerk: str
    onderwerp: str
    briefdatum: date
    snippet: str  # the words around the first hit; "…" where it was cut
    path: Path  # the file to open


@dataclass(frozen=True, slots=True)
class Found:
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
        read = _read(home)
        if read is None:
            unsearched.append(kenmerk)
        elif hit := _hit(*read, terms):
            ranked.append((_rank(hit, terms), hit))
    ranked.sort(key=lambda one: one[0])
    return Found(tuple(hit for _, hit in ranked), tuple(unsearched))


def fold(text: str) -> str:
    """The text as it is compared: small letters, no accents, straight quotes and hyphens."""
    if not text.isascii():
        text = _NOT_ASCII.sub(_plain, text)
    return text.lower()


def _plain(match: re.Match[str]) -> str:
    plain = unicodedata.normalize("NFKD", match[0].translate(_QUOTES))
    return _MARKS.sub("", plain).casefold()


def _terms(text: str) -> tuple[str, ...]:
    pieces = (phrase or word for phrase, word in _TERM.findall(text.translate(_QUOTES)))
    folded = (" ".join(fold(piece).split()) for piece in pieces)
    return tuple(dict.fromkeys(term for term in folded if term.strip('"')))


def _read(home: Path) -> tuple[LetterText, Path] | None:
    """The words of an advies and the file to open; None when they cannot be read."""
    try:
        newest = read_object(home)
        path = newest.first(SUFFIX)
        text = read_text(path.read_bytes()) if path else None
    except (BrokenObjectError, OSError, ValueError):
        return _read_without_inventory(home)
    return (text, newest.first(*_TO_OPEN) or home) if text else None


def _read_without_inventory(home: Path) -> tuple[LetterText, Path] | None:
    """A damaged object is still found: the newest text that lies there is read."""
    lying = home.glob(f"v*/content/{home.name}{SUFFIX}")
    for path in sorted(lying, key=lambda p: int(re.sub(r"\D", "", p.parts[-3]) or 0), reverse=True):
        try:
            return read_text(path.read_bytes()), path
        except (OSError, ValueError):
            continue
    return None


def _hit(letter: LetterText, path: Path, terms: Sequence[str]) -> Hit | None:
    words = fold("\n".join((letter.kenmerk, letter.onderwerp, *letter.alineas)))
    if not all(term in words for term in terms):
        return None
    snippet = next(_snippets(letter.alineas, terms), "")
    return Hit(letter.kenmerk, letter.onderwerp, letter.briefdatum, snippet, path)


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
