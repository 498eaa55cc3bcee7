r"""Reads one answer: the value of a cell as the type that its question asks, or why that fails.

Generous in what people type ("di 3 mrt 2026", "JA.", "Niet  geraakt"), strict in what is left:
nothing is guessed. A text comes out in its normal form: NFC, line ends as \n, no white space
around it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from pipeline.dutch import MAANDEN, NBSP
from pipeline.form.raw import Broken, Defect, Value
from pipeline.form.spec import Kind, Listing, Question

Answer = str | int | bool | date

FIRST_YEAR, LAST_YEAR = 1990, 2100  # a year outside is a typing error
LARGEST = 10**9  # more is no count of anything on the form, and a spreadsheet would round it

# Text that a letter cannot carry: XML refuses these, and Word drops what follows.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Signs that make a text look other than it is: the order of what follows is turned round.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_END = re.compile("(?:\r|_x000D_)\n?")  # _x000D_ is how Excel stores a carriage return
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"  # zero-width signs
_NOISE = re.compile(r"""[\s\u200b-\u200d\u2060\ufeff"'“”„‘’.\-]+""")
_LONGEST_QUOTE = 40  # characters of what was found, in a melding

# A date of which the format was lost is the number that a spreadsheet keeps for it: 46084 is
# 3-3-2026. Any program shows it as that date once the cell is formatted as one.
_DAY_0 = date(1899, 12, 30)
_DAYS = range((date(2000, 1, 1) - _DAY_0).days, (date(LAST_YEAR, 12, 31) - _DAY_0).days + 1)

_JA = frozenset({"ja", "j", "yes", "y", "x", "true", "waar"})
_NEE = frozenset({"nee", "n", "no", "false", "onwaar"})

_WEEKDAY = re.compile(
    r"^(?:ma(?:andag)?|di(?:nsdag)?|wo(?:ensdag)?|do(?:nderdag)?|vr(?:ijdag)?|za(?:terdag)?|"
    r"zo(?:ndag)?)\b[.,]?\s*(?=\d)"
)
_DAY_FIRST = re.compile(r"^(\d{1,2})\s?[-/.\s]\s?(\d{1,2})\s?[-/.\s]\s?(\d{4}|\d{2})$")
_YEAR_FIRST = re.compile(r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[t ]00:00(?::00(?:\.0+)?)?)?$")
_IN_WORDS = re.compile(r"^(\d{1,2})(?:e|ste|de)?[\s.-]*([a-z]+)\.?[\s.,'’-]*(\d{4}|\d{2})$")
_MONTHS: Mapping[str, int] = {
    **{name: number for number, name in enumerate(MAANDEN, start=1)},
    **{name[:3]: number for number, name in enumerate(MAANDEN, start=1)},
    "mrt": 3,
    "sept": 9,
}
_WHOLE = re.compile(r"^\+?(\d{1,3}(?:\.\d{3})+|\d+)(?:,0+)?$|^(\d+)\.0{1,2}$")


class UnreadableAnswerError(Exception):
    """A cell does not hold what its question asks; `code` is the rule, `expected` the advice."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def read(value: Value, question: Question | Listing) -> Answer | None:
    """The answer in a cell; None when there is nothing but white space.

    Raises:
        UnreadableAnswerError: there is something that does not answer the question.
    """
    if type(value) is str:
        clean = tidy(value)
        if clean is None:
            return None
        value = clean
    elif type(value) is Broken:
        raise _broken(value)
    return _READERS[question.kind](value, question)


def tidy(text: str) -> str | None:
    """A text in its normal form; None when nothing is left.

    Raises:
        UnreadableAnswerError: it holds a character that no letter can carry.
    """
    text = tidy_part(text)
    if not text.isprintable():  # fast; what it refuses is looked at
        _refuse_bad_characters(text)
        if is_blank(text):
            return None
    return text.strip() or None


def tidy_part(text: str) -> str:
    """A part of a text in its normal form, with the white space around it."""
    if "\r" in text or "_x000D_" in text:
        text = _LINE_END.sub("\n", text)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def is_blank(text: str) -> bool:
    """True for a text of nothing but white space and signs without width."""
    return not text.strip().strip(_INVISIBLE) or not text.translate(_WITHOUT_INVISIBLE).strip()


_WITHOUT_INVISIBLE = dict.fromkeys(map(ord, _INVISIBLE))


def _refuse_bad_characters(text: str) -> None:
    if bad := _CONTROL.search(text):
        raise UnreadableAnswerError(
            "L07",
            f"bevat een onzichtbaar stuurteken (U+{ord(bad[0]):04X}) {_around(text, bad)}; "
            "haal het weg of typ de zin opnieuw.",
        )
    if bad := _BIDI.search(text):
        raise UnreadableAnswerError(
            "L08",
            f"bevat een onzichtbaar teken (U+{ord(bad[0]):04X}) dat de leesrichting omkeert "
            f"{_around(text, bad)}; haal het weg of typ de zin opnieuw.",
        )


def _around(text: str, bad: re.Match[str]) -> str:
    before = "".join(sign for sign in text[: bad.start()] if sign.isprintable())[-20:].strip()
    return f"na “{before}”" if before else "aan het begin"


def _broken(cell: Broken) -> UnreadableAnswerError:
    if cell.defect is Defect.ERROR:
        shown = f" ({cell.shown})" if cell.shown else ""
        return UnreadableAnswerError(
            "L05", f"bevat een fout van het rekenprogramma{shown}; typ hier het antwoord zelf."
        )
    return UnreadableAnswerError(
        "L06",
        "bevat een formule die nog niet is uitgerekend; open het formulier, bewaar het opnieuw, "
        "of typ hier het antwoord zelf.",
    )


def _text(value: Value, _: Question | Listing) -> str:
    """What the user sees in the cell."""
    show = _SHOWN.get(type(value))
    return show(value) if show is not None else str(value)


def _numeric(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"


_SHOWN: Mapping[type, Callable[[Any], str]] = {
    bool: lambda value: "WAAR" if value else "ONWAAR",
    float: lambda value: repr(value).replace(".", ","),
    datetime: lambda value: f"{_numeric(value)} {value:%H:%M}",
    date: _numeric,
    time: lambda value: f"{value:%H:%M}",
}


def _date(value: Value, question: Question | Listing) -> date:
    if isinstance(value, datetime):
        found: date | None = value.date()
    elif isinstance(value, date):
        found = value
    elif isinstance(value, str):
        found = _date_in(value)
    elif isinstance(value, int) and not isinstance(value, bool) and value in _DAYS:
        found = _DAY_0 + timedelta(days=value)
    else:
        found = None
    if found is None:
        raise _expected("L01", value, question, "een datum zijn, zoals 15-10-2026")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise _expected(
            "L01",
            value,
            question,
            f"een datum tussen {FIRST_YEAR} en {LAST_YEAR} zijn, zoals 15-10-2026",
        )
    return found


def _date_in(text: str) -> date | None:
    plain = " ".join(text.replace(NBSP, " ").casefold().split()).strip("\"'“”„‘’ .")
    plain = _WEEKDAY.sub("", plain)
    if match := _DAY_FIRST.match(plain):
        day, month, year = match.groups()
    elif match := _YEAR_FIRST.match(plain):
        year, month, day = match.groups()
    elif (match := _IN_WORDS.match(plain)) and match[2] in _MONTHS:
        day, month, year = match[1], str(_MONTHS[match[2]]), match[3]
    else:
        return None
    century = 2000 if len(year) == 2 else 0  # noqa: PLR2004 -- a year of two digits
    try:
        return date(century + int(year), int(month), int(day))
    except ValueError:  # 31 februari
        return None


def _number(value: Value, question: Question | Listing) -> int:
    found = None
    if isinstance(value, str):
        match = _WHOLE.match(value.replace(NBSP, " ").strip("\"'“”„‘’ "))
        if match:
            found = int((match[1] or match[2]).replace(".", ""))
    elif isinstance(value, int) and not isinstance(value, bool):
        found = value
    if found is None or not 0 <= found <= LARGEST:
        raise _expected("L02", value, question, "een heel getal zijn, zoals 20")
    return found


def _yes_no(value: Value, question: Question | Listing) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and value in (0, 1):
        return value == 1  # how LibreOffice stores WAAR and ONWAAR that a formula gave
    word = _plain(value) if isinstance(value, str) else ""
    if word in _JA:
        return True
    if word in _NEE:
        return False
    raise _expected("L03", value, question, "ja of nee zijn")


def _choice(value: Value, question: Question | Listing) -> str:
    assert isinstance(question, Question)
    shown = ("ja" if value else "nee") if isinstance(value, bool) else _text(value, question)
    wanted = _plain(shown)
    for choice in question.choices:
        if _plain(choice) == wanted:
            return choice
    raise _expected(
        "L04", value, question, f"een van deze keuzes zijn: {', '.join(question.choices)}"
    )


def _plain(text: str) -> str:
    return _NOISE.sub("", text).casefold()


def _expected(
    code: str, value: Value, question: Question | Listing, words: str
) -> UnreadableAnswerError:
    shown = " ".join(_text(value, question).split())
    if len(shown) > _LONGEST_QUOTE:
        shown = f"{shown[:_LONGEST_QUOTE]}…"
    return UnreadableAnswerError(
        code, f"is niet te lezen: er staat “{shown}”, en het moet {words}."
    )


_READERS: Mapping[Kind, Callable[[Value, Question | Listing], Answer]] = {
    Kind.LINE: _text,
    Kind.TEXT: _text,
    Kind.SUGGEST: _text,
    Kind.DATE: _date,
    Kind.NUMBER: _number,
    Kind.YESNO: _yes_no,
    Kind.CHOICE: _choice,
}
