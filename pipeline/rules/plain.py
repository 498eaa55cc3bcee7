"""Measures how plain a Dutch text is: long sentences, unknown abbreviations, official words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

MAX_WORDS = 25  # of a sentence that people read in one go

_END = re.compile(r"[.!?…][\"”’)]*\s+(?=[\"“‘(]?[A-ZÀ-Þ0-9])|\n+")
_WORD = re.compile(r"\w[\w'’-]*")
# A full stop behind one of these ends no sentence.
_NO_END = re.compile(
    r"\b(?:bijv|bv|o\.a|m\.n|i\.v\.m|m\.b\.t|t\.a\.v|d\.w\.z|art|nr|ca|mw|mevr|dhr|dr|mr|drs|ir"
    r"|prof|incl|excl|resp|max|min|St)\.$"
)
_CAPITALS = re.compile(r"[A-Z]{2,6}(?![\w&])(?<![\w&-][A-Z]{2})(?<![\w&-][A-Z]{3})")
_EXPLAINED = re.compile(r"\(([A-Z]{2,6})\)|\b([A-Z]{2,6})(?= \()")
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


def longest_sentence(text: str) -> tuple[int, str]:
    """The sentence with most words, and how many; (0, "") for an empty text."""
    return max(((len(_WORD.findall(one)), one) for one in _sentences(text)), default=(0, ""))


def abbreviations(text: str) -> list[str]:
    """The abbreviations in capitals, in order; those in a heading of capitals are none."""
    return [word for word in _CAPITALS.findall(text) if not text.isupper()]


def explained(text: str) -> set[str]:
    """The abbreviations that the text itself explains: "bureau (ABC)" or "ABC (bureau)"."""
    return {one or other for one, other in _EXPLAINED.findall(text)}


def unknown(text: str, known: Collection[str]) -> str | None:
    """The first abbreviation that is neither `known` nor common; None if there is none."""
    return next(
        (one for one in abbreviations(text) if one not in known and one not in COMMON), None
    )


def official(text: str) -> tuple[str, str] | None:
    """An official word or phrase and its plain alternative; None if there is none."""
    folded = text.casefold()
    words = PLAIN.keys() & _WORD.findall(folded)
    if words:
        word = min(words, key=folded.index)
        return word, PLAIN[word]
    return next(
        ((phrase, plain) for phrase, plain in PLAIN_PHRASES.items() if phrase in folded), None
    )


def _sentences(text: str) -> Iterator[str]:
    held = ""
    for piece in _END.split(text):
        held = f"{held} {piece}" if held else piece
        if not _NO_END.search(held):
            yield held
            held = ""
    if held:
        yield held
