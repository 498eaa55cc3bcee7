"""Measures how plain a Dutch text is: long sentences, unknown abbreviations, official words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.rules.sketch import FirstLook, sketch

MAX_WORDS = 25  # of a sentence that people read in one go

_WORD = re.compile(r"\w[\w'’-]*")
# A full stop behind one of these ends no sentence.
_SHORT = """
    bijv bv o.a m.n i.v.m m.b.t t.a.v d.w.z art nr ca mw mevr dhr dr mr drs ir prof incl excl resp
    max min St
""".split()  # noqa: SIM905 -- words read better so
_NOT_SHORT = "".join(rf"(?<!\b{re.escape(short)}\.)" for short in _SHORT)
# A search for one of a few signs goes five times as fast as for one of several patterns.
_END = re.compile(rf"[.!?…\n](?:(?<=\n)\n*|(?:[\"”’)]+|{_NOT_SHORT})\s+(?=[\"“‘(]?[A-ZÀ-Þ0-9]))")
_CAPITALS = re.compile(r"[A-Z][A-Z]+")
_EXPLAINED = re.compile(r"\(([A-Z]{2,6})\)|\b([A-Z]{2,6})(?= \()")
_MAX_ABBREVIATION = 6  # letters; longer is a word in capitals
COMMON = frozenset(
    """AOW APK AVG A4 B&B B&W BBZ BRP BSN BTW BV CAO CBS CV EU EHBO FAQ GGD GGZ HAVO HBO HR ICT ID
    IOAW IOAZ IQ IT KVK MBO MKB NL NS NV NVVK OV PC PDF PGB QR SMS SVB SZW TV URL UWV VMBO VN VNG
    VSO VWO WC WIA WO WW WWW ZZP""".split()  # noqa: SIM905 -- a list of words reads as words
)
PLAIN: Mapping[str, str] = {
    "aangaande": "over",
    "additionele": "extra",
    "adequaat": "goed",
    "adequate": "goede",
    "alsmede": "en",
    "alsook": "en ook",
    "betreffende": "over",
    "bovengenoemde": "deze",
    "conform": "volgens",
    "continueren": "doorgaan met",
    "derhalve": "daarom",
    "desalniettemin": "toch",
    "desbetreffende": "deze",
    "dienaangaande": "daarover",
    "discrepantie": "verschil",
    "doch": "maar",
    "faciliteren": "mogelijk maken",
    "frequent": "vaak",
    "gaarne": "graag",
    "heden": "nu",
    "hetgeen": "wat",
    "implementatie": "invoering",
    "implementeren": "invoeren",
    "indien": "als",
    "ingevolge": "volgens",
    "initiëren": "beginnen met",
    "inzake": "over",
    "jegens": "tegenover",
    "krachtens": "volgens",
    "middels": "met",
    "mitsdien": "dus",
    "monitoren": "volgen",
    "niettemin": "toch",
    "omtrent": "over",
    "optimaliseren": "verbeteren",
    "participeren": "meedoen",
    "prioriteren": "voorrang geven aan",
    "reeds": "al",
    "significant": "duidelijk",
    "stakeholders": "betrokkenen",
    "substantieel": "flink",
    "substantiële": "flinke",
    "teneinde": "om",
    "tevens": "ook",
    "thans": "nu",
    "voornoemde": "deze",
}
PLAIN_PHRASES: Mapping[str, str] = {
    "dient te": "moet",
    "dienen te": "moeten",
    "door middel van": "met",
    "d.m.v.": "met",
    "draagt zorg voor": "zorgt voor",
    "i.c.m.": "samen met",
    "i.h.k.v.": "voor",
    "i.v.m.": "vanwege",
    "in het kader van": "voor",
    "m.b.t.": "over",
    "m.i.v.": "vanaf",
    "met betrekking tot": "over",
    "met ingang van": "vanaf",
    "n.a.v.": "na",
    "t.a.v.": "over",
    "t.b.v.": "voor",
    "t.o.v.": "vergeleken met",
    "te allen tijde": "altijd",
    "ten aanzien van": "over",
    "ten behoeve van": "voor",
    "zorg dragen voor": "zorgen voor",
}


_PHRASES = {sketch(max(phrase.split(), key=len)) for phrase in PLAIN_PHRASES}
_FIRST_LOOK = FirstLook((*map(sketch, PLAIN), *_PHRASES))


def longest_sentence(text: str) -> tuple[int, str]:
    """The longest of the sentences that are too long, and its words; (0, "") when none is."""
    long = [one for one in _END.split(text) if one.count(" ") >= MAX_WORDS]
    return max(((len(_WORD.findall(one)), one.strip()) for one in long), default=(0, ""))


def abbreviations(text: str) -> list[str]:
    """The abbreviations in capitals, in order; kenmerken and words in capitals are none."""
    if text.isupper():
        return []
    return [match[0] for match in _CAPITALS.finditer(text) if _is_abbreviation(text, match)]


def explained(text: str) -> set[str]:
    """The abbreviations that the text itself explains: "bureau (ABC)" or "ABC (bureau)"."""
    if "(" not in text:
        return set()
    return {one or other for one, other in _EXPLAINED.findall(text)}


def official(text: str) -> tuple[str, ...]:
    """The official words and phrases in a text; `alternative` says what is plainer."""
    folded = text.casefold()
    words = PLAIN.keys() & _WORD.findall(folded)
    phrases = (phrase for phrase in PLAIN_PHRASES if phrase in folded)
    return (*sorted(words, key=folded.index), *phrases)


def may_hold_official(words: frozenset[str]) -> bool:
    """False when no text with these words (sketch.words_of) can hold an official one."""
    found = _FIRST_LOOK.found(words)
    return any(
        anchor in _PHRASES
        or any(
            re.search(rf"(?<![a-z]){re.escape(anchor)}(?![a-z])", word.lower()) for word in words
        )
        for anchor in found
    )


def alternative(official_words: str) -> str:
    """What is plainer than an official word or phrase."""
    return PLAIN.get(official_words) or PLAIN_PHRASES[official_words]


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 2]
    if before.isalnum() or before in {"&", "-", "/", "@", "."} or len(match[0]) > _MAX_ABBREVIATION:
        return False
    return not (
        after[:1].isalnum() or after[:1] == "&" or (after[:1] == "-" and after[1:].isdigit())
    )
