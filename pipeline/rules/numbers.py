"""Finds personal numbers and addresses in a text; knows patterns and nothing of dossiers.

Ordinary prose costs next to nothing: a text with hardly a digit is not searched at all. No pattern
can run away: repeats are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_FEWEST_DIGITS = 5  # a postcode with a house number
_NO_DIGITS = bytes(set(range(128)) - set(b"0123456789"))
_BIRTH_WORD = re.compile(rb"geb(?:oren|oorte|\b)")
_SPACE = r"[ \u00a0\u202f]"
_DASH = r"[-–‑]"
_NINE = re.compile(rf"(?<!\d)\d(?:(?:{_SPACE}|[.\-])?\d){{8}}(?!\d)(?!(?:{_SPACE}|[.\-])\d)")
# A number that stands by itself is written in one go or in one of these groupings.
_GROUPED = re.compile(r"\d{9}|\d{3}(.)\d{3}\1\d{3}|\d{4}(.)\d{2}\2\d{3}")
_BSN_WORD = re.compile(r"\bBSN|burger ?service ?nummer|sofi-?n", re.IGNORECASE)
_OTHER_WORD = re.compile(r"RSIN|KvK|btw|€|\beuro\b", re.IGNORECASE)
_DUTCH_IBAN = re.compile(
    r"\bNL[ \u00a0-]?\d\d[ \u00a0-]?[A-Z]{4}[ \u00a0-]?(?:\d[ \u00a0.-]?){9}\d(?!\d)",
    re.IGNORECASE,
)
_OTHER_IBAN = re.compile(
    rf"\b(?!NL)[A-Z]{{2}}\d{{2}}(?:{_SPACE}?[A-Z0-9]{{4}}){{2,7}}(?:{_SPACE}?[A-Z0-9]{{1,3}})?\b"
)
_EMAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}")
_SEPARATOR = rf"(?:{_SPACE}|[.()/]|{_DASH}){{0,3}}"
_PHONE = re.compile(
    rf"(?<![\d.,])(?P<lead>(?:\+|00){_SPACE}?31{_SEPARATOR}(?:0\)?{_SEPARATOR})?|0)"
    rf"(?P<rest>[1-9](?:{_SEPARATOR}\d){{8}})(?!\d)"
)
_DATE = re.compile(r"\d\d([-./])\d\d\1(?:19|20)\d\d(?!\d)")
_BANK = re.compile(r"\d\W?[A-Za-z]{4}\W?$")
_MONTH = (
    "(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    r"|jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)\.?"
)
_BIRTH = re.compile(
    r"\b(?:geboren|geboorte(?:datum|dag)|geb\b\.?)(?P<between>[^\d\n]{0,40})"
    rf"(?:\d{{1,2}}\s?[-/.]\s?\d{{1,2}}\s?[-/.]\s?\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}\s{_MONTH}(?:\s\d{{4}})?)",
    re.IGNORECASE,
)
# "wie geboren is vóór 1 januari 1960" is a rule of law, not a person.
_BOUNDARY = re.compile(r"\b(?:v[oó]{2}r|na|vanaf|tot|tussen|sinds)\b", re.IGNORECASE)
_POSTCODE = r"[1-9]\d{3}(?:[ \u00a0]?(?!SA|SD|SS)[A-Z]{2}|[a-z]{2})"
_ADDRESS = re.compile(
    rf"\b(?:\d{{1,5}}{_SPACE}?(?:[A-Za-z]|I{{2,3}}|IV|bis|hs)?(?:[-/]\w{{1,4}})?\s{{0,2}}(?:,|te\s|in\s)?\s?(?P<after>{_POSTCODE})"
    rf"|(?P<before>{_POSTCODE}),?\s?(?:(?:huisnummer|nr\.?|nummer)\s?)?\d{{1,5}})\b"
)
_ANY_PROVIDER = frozenset(
    {"gmail", "googlemail", "hotmail", "outlook", "live", "yahoo", "gmx", "icloud", "protonmail"}
)
_PROVIDERS = re.compile(
    r"(?:aol|mac|mail|me|msn)\.com|proton\.me|(?:"
    r"caiway|casema|chello|concepts|freedom|hetnet|home|kabelfoon|kpnmail|"
    r"kpnplanet|onsbrabantnet|planet|quicknet|solcon|telfort|tele2|tiscali|"
    r"upcmail|versatel|wanadoo|xs4all|zeelandnet|ziggo|zonnet)\.nl"
)


class Hit(Struct, frozen=True):
    """Something found; `is_grave` where the text itself says that it is personal."""

    found: str  # as it stands in the text
    is_grave: bool = True

    @property
    def masked(self) -> str:
        """The end of what was found, enough to recognise it by: “…123”."""
        return f"…{re.sub(r'[^A-Za-z0-9]', '', self.found)[-3:]}"


def may_hold_any(text: str) -> bool:
    """False for a text in which none of the searches below can find anything; most texts."""
    return "@" in text or _digits(text) >= _FEWEST_DIGITS or _may_hold_a_birth_date(text)


def citizen_numbers(text: str) -> Iterator[Hit]:
    """Burgerservicenummers: nine digits that pass the elfproef; grave beside the word BSN.

    Without that word they must stand by themselves in a usual grouping: one in eleven numbers
    passes by accident. An RSIN passes the same test and is of an organisation.
    """
    for match in _NINE.finditer(text):
        start, end = match.span()
        if not _passes_elfproef(re.sub(r"\D", "", match[0])):
            continue
        around = text[max(0, start - 60) : end + 30]
        if _BSN_WORD.search(around):
            yield Hit(match[0])
        elif (
            _GROUPED.fullmatch(match[0])
            and not re.search(r"[\w/.=\-]$", text[:start][-1:])
            and not _OTHER_WORD.search(text[max(0, start - 20) : end + 8])
        ):
            yield Hit(match[0], is_grave=False)


def accounts(text: str) -> Iterator[Hit]:
    """IBANs with right check digits, of any country."""
    for match in _DUTCH_IBAN.finditer(text):
        if _is_account(match[0]):
            yield Hit(match[0])
    for match in _OTHER_IBAN.finditer(text):
        # The pattern may have run on into a word that follows in capitals.
        groups = re.split(r"[ \u00a0\u202f]", match[0])
        for length in range(len(groups), 0, -1):
            if _is_account("".join(groups[:length])):
                yield Hit(" ".join(groups[:length]))
                break


def email_addresses(text: str) -> Iterator[Hit]:
    """E-mail addresses; grave with a provider for private people."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield Hit(match[0], is_grave=_is_private(match[0]))


def phone_numbers(text: str) -> Iterator[Hit]:
    """Dutch phone numbers; grave when mobile. Service numbers (0800, 0900, 14 026) are none."""
    for match in _PHONE.finditer(text):
        rest = re.sub(r"\D", "", match["rest"])
        # "06-11-2026 14.00 uur" has the digits of a phone number, and so has the end of an IBAN.
        if _DATE.match(match[0]) or _BANK.search(text[: match.start()][-8:]):
            continue
        if not rest.startswith(("800", "900", "906", "909")):
            yield Hit(match[0], is_grave=rest.startswith("6"))


def birth_dates(text: str) -> Iterator[Hit]:
    """Dates of birth; a year alone is none."""
    if _may_hold_a_birth_date(text):
        for match in _BIRTH.finditer(text):
            if not _BOUNDARY.search(match["between"]):
                yield Hit(match[0])


def addresses(text: str) -> Iterator[Hit]:
    """Postcodes with a house number before or behind them."""
    for match in _ADDRESS.finditer(text):
        yield Hit(match["after"] or match["before"])


def _digits(text: str) -> int:
    """How many digits, of any script: to a pattern they are all the same."""
    digits = text.encode("utf-8", "replace").translate(None, _NO_DIGITS)
    if digits.isascii():
        return len(digits)
    return sum(map(str.isdecimal, digits.decode("utf-8")))


def _may_hold_a_birth_date(text: str) -> bool:
    return _BIRTH_WORD.search(text.encode("utf-8", "replace").lower()) is not None


def _is_account(written: str) -> bool:
    # Check digits and length; the banks of a country change too often to be known here.
    from stdnum import iban  # noqa: PLC0415 -- loads the network of Python; only for such a number

    return bool(iban.is_valid(re.sub(r"[\s.-]", "", written), check_country=False))


def _is_private(address: str) -> bool:
    domain = address.rpartition("@")[2].casefold()
    return _PROVIDERS.fullmatch(domain) is not None or domain.partition(".")[0] in _ANY_PROVIDER


def _passes_elfproef(digits: str) -> bool:
    from stdnum.nl import bsn  # noqa: PLC0415 -- as above

    return bool(bsn.is_valid(digits))
