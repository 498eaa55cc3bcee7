"""Reading tips: at most five a sheet, one a field, the longest sentence first (S0:23–25).

They stand in a closed block and do not count in the result line: a tip is help, no demand.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from msgspec import Struct

from pipeline.model import Dossier, Ernst
from pipeline.rules import plain
from pipeline.rules.engine import Circumstances, Objections, rule
from pipeline.rules.text import own_words, vocabulary

MOST = 5  # a sheet

_BRON = "S0:23"
_SHOWN = 6  # words of a long sentence that are quoted, to find it by
_PERSONAL = re.compile(r"[@\d]")


@rule("R01", Ernst.OPMERKING, stap=None, bron=_BRON)
def zinnen_zijn_kort(d: Dossier, at: Circumstances) -> Objections:
    """Een zin van meer dan 25 woorden mag worden opgeknipt."""
    yield from _tips("R01", d, at)


@rule("R02", Ernst.OPMERKING, stap=None, bron=_BRON)
def afkortingen_zijn_bekend(d: Dossier, at: Circumstances) -> Objections:
    """Een onbekende afkorting mag één keer voluit worden geschreven."""
    yield from _tips("R02", d, at)


@rule("R03", Ernst.OPMERKING, stap=None, bron=_BRON)
def woorden_zijn_gewoon(d: Dossier, at: Circumstances) -> Objections:
    """Een ambtelijk woord mag worden vervangen door een gewoon woord."""
    yield from _tips("R03", d, at)


RULES = (zinnen_zijn_kort, afkortingen_zijn_bekend, woorden_zijn_gewoon)


class Tip(Struct, frozen=True):
    """One reading tip: the rule that gives it, the number of the text, and the words."""

    code: str
    text: int
    rest: str
    weight: int = 0  # words of the sentence: longer goes first


def _tips(code: str, d: Dossier, at: Circumstances) -> Objections:
    texts = own_words(d, at.raad)
    words = vocabulary(d, at.raad)
    for tip in choose(tuple(text.value for text in texts), words, at.raad.afkortingen):
        if tip.code == code:
            yield texts[tip.text].flag(tip.rest)


@lru_cache(maxsize=1)  # the three rules ask it in turn of the same sheet
def choose(
    texts: tuple[str, ...], vocabulary: frozenset[str], known: tuple[str, ...]
) -> tuple[Tip, ...]:
    """The tips that matter most: long sentences by length, then the others in the order of the form.

    `vocabulary` holds each word of the texts once (sketch.py).
    """
    known_here = {*known, *plain.COMMON}.union(*map(plain.explained, texts))
    # Usually there are none: one look at the words of all texts together tells. One word in small
    # letters goes with them, for nothing is an abbreviation in a text of capitals.
    has_unknown = not known_here.issuperset(plain.abbreviations(" ".join(("a", *vocabulary))))
    has_official = plain.may_hold_official(vocabulary)
    tips = []
    for number, text in enumerate(texts):
        tip = _long(number, text)
        if tip is None and has_unknown and (tip := _short(number, text, known_here)):
            known_here.update(plain.abbreviations(text))  # one abbreviation is told once
        if tip is None and has_official:
            tip = _official(number, text)
        if tip is not None:
            tips.append(tip)
    return tuple(sorted(tips, key=lambda tip: -tip.weight)[:MOST])


def _long(number: int, text: str) -> Tip | None:
    if text.count(" ") < plain.MAX_WORDS:
        return None
    words, sentence = plain.longest_sentence(text)
    if words <= plain.MAX_WORDS:
        return None
    rest = f"heeft een zin van {words} woorden (“{_start(sentence)} …”). Knip hem in tweeën."
    return Tip("R01", number, rest, words)


def _start(sentence: str) -> str:
    """The first words, to find the sentence by; a melding repeats no numbers or addresses."""
    words = sentence.split()[:_SHOWN]
    return " ".join("…" if _PERSONAL.search(word) else word for word in words)


def _short(number: int, text: str, known: Collection[str]) -> Tip | None:
    unknown = next((one for one in plain.abbreviations(text) if one not in known), None)
    if unknown is None:
        return None
    return Tip("R02", number, f"gebruikt “{unknown}”. Schrijf één keer voluit wat dat betekent.")


def _official(number: int, text: str) -> Tip | None:
    used = plain.official(text)
    if not used:
        return None
    rest = f"gebruikt “{used[0]}”. Gewoner is: “{plain.alternative(used[0])}”."
    return Tip("R03", number, rest)
