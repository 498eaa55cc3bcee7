"""What is and what is no personal number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.nl import bsn

from pipeline.rules import numbers
from pipeline.rules.numbers import Hit

SEARCHES = (
    numbers.citizen_numbers,
    numbers.accounts,
    numbers.email_addresses,
    numbers.phone_numbers,
    numbers.birth_dates,
    numbers.addresses,
)
PIECES = (
    "06", "٣٤٥٦٧٨٩٠", "３４５６７８９０", "12345678", "+31", "BSN", "111222333", "geb", "GEBOREN", "Geboortedatum", "\u00a0",
    "\u202f", "\u00ad", "’", "‑", "-", ".", ": ", " ", "1-2-1960", "٣ maart", "6811", " AB", "NL91ABNA0417164300", "a@b.nl",
)  # fmt: skip
NINE = st.integers(min_value=10_000_000, max_value=999_999_999).map("{:09d}".format)


def grave(search: Callable[[str], Iterator[Hit]], text: str) -> list[bool]:
    return [hit.is_grave for hit in search(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BSN 111222333", [True]),
        ("burgerservicenummer: 1112.22.333", [True]),
        ("Sofi-nummer 111 222 333", [True]),
        ("burger service nummer 111222333", [True]),
        ("BSN 11-12-22-333", [True]),
        ("nummer 111222333", [False]),
        ("nummer 111-222-333", [False]),
        ("nummer 1112 22 333", [False]),
        ("op 11-12-2022 om 333", []),
        ("€ 111.222.333", []),
        ("111222333 euro", []),
        ("RSIN 111222333", []),
        ("https://example.nl/111222333", []),
        ("NL111222333B01", []),
        ("1111222333", []),
        ("111222333 4", []),
        ("000000000", []),
    ],
)
def test_a_bsn_is_nine_separate_digits_that_pass_the_elfproef(
    text: str, expected: list[bool]
) -> None:
    assert grave(numbers.citizen_numbers, text) == expected


@given(number=NINE)
def test_nine_digits_with_a_wrong_elfproef_are_silent(number: str) -> None:
    found = list(numbers.citizen_numbers(f"Haar BSN is {number}."))
    assert bool(found) == bsn.is_valid(number)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("NL91ABNA0417164300", 1),
        ("NL91 ABNA 0417 1643 00", 1),
        ("nl91 abna 0417.1643.00", 1),
        ("NL91-ABNA-0417-1643-00", 1),
        ("NL92ABNA0417164300", 0),
        ("DE89 3704 0044 0532 0130 00 IN EURO", 1),
        ("BE68 5390 0754 7034", 1),
        ("GB82 WEST 1234 5698 7654 32", 1),
        ("AWI2026 is geen rekening", 0),
    ],
)
def test_an_account_has_right_check_digits(text: str, count: int) -> None:
    assert len(list(numbers.accounts(text))) == count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jan@gmail.com", [True]),
        ("Jan.de-Vries+raad@hotmail.co.uk.", [True]),
        ("piet@ziggo.nl", [True]),
        ("info@gemeente.example", [False]),
        ("info@ziggodome.nl", [False]),
        ("@arnhem op Mastodon", []),
    ],
)
def test_a_mail_address_is_private_by_its_provider(text: str, expected: list[bool]) -> None:
    assert grave(numbers.email_addresses, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("06-12345678", [True]),
        ("06 12 34 56 78", [True]),
        ("06 – 1234 5678", [True]),
        ("(06) 12345678", [True]),
        ("+31612345678", [True]),
        ("+31 (0)6 12 34 56 78", [True]),
        ("0031 6 12345678", [True]),
        ("026-1234567", [False]),
        ("(026) 123 45 67", [False]),
        ("0318 123456", [False]),
        ("0900-1234567", []),
        ("0612345678901", []),
        ("2026-061234567", []),
        ("14 026", []),
        ("NL91 ABNA 0417 1643 00", []),
        ("op 06-11-2026 14.00 uur", []),
        ("op 05/11/2026 14:00 uur", []),
        ("van 06.00 tot 12.30 uur", []),
    ],
)
def test_a_mobile_number_is_grave_and_a_landline_is_not(text: str, expected: list[bool]) -> None:
    assert grave(numbers.phone_numbers, text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("geboren op 3 maart 1958", 1),
        ("Geboortedatum: 03-03-1958", 1),
        ("geb. 3/3/58", 1),
        ("geb 03-03-1958", 1),
        ("GEBOREN OP 3 MAART 1958", 1),
        ("geb: 3-3-58", 1),
        ("(geb) 3-3-58", 1),
        ("Geb.\u00a03-3-58", 1),
        ("geboren op ٣-٣-٥٨", 1),
        ("gebeurd op 3-3-58", 0),
        ("geboren te Arnhem, 1958-03-03", 1),
        ("geboren in 1958", 0),
        ("wie is geboren vóór 1 januari 1960", 0),
        ("wie na 1 januari 1960 geboren is", 0),
        ("de heb. 3-3-58", 0),
    ],
)
def test_a_birth_date_has_a_day(text: str, count: int) -> None:
    assert len(list(numbers.birth_dates(text))) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dorpsstraat 12, 6811 AB Arnhem", 1),
        ("Dorpsstraat 12a 6811AB", 1),
        ("Dorpsstraat 12 II, 6811 AB", 1),
        ("Dorpsstraat 12 te 6811 AB Arnhem", 1),
        ("Dorpsstraat 12-3\n6811 AB", 1),
        ("6811 AB 12", 1),
        ("6811ab nr. 12", 1),
        ("postcode 6811 AB", 0),
        ("in 2025 en 2026", 0),
        ("sinds 1 mei 2026 WW", 0),
        ("van 2025 naar 2026 in 3 stappen", 0),
    ],
)
def test_an_address_is_a_postcode_with_a_house_number(text: str, count: int) -> None:
    assert len(list(numbers.addresses(text))) == count


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search.__name__)
@given(
    text=st.text(alphabet="0123456789 -.()+@NLabAB06geboren\n", max_size=400)
    | st.lists(st.sampled_from(PIECES), max_size=5).map("".join)
)
def test_a_text_that_may_hold_nothing_holds_nothing(
    search: Callable[[str], Iterator[Hit]], text: str
) -> None:
    if list(search(text)):
        assert numbers.may_hold_any(text)
        assert numbers.may_hold_any(f"Kort.\n{text}\nKort.")


def test_digits_of_another_script_are_digits() -> None:
    text = "06٣٤٥٦٧٨٩٠"
    assert grave(numbers.phone_numbers, text) == [True]
    assert numbers.may_hold_any(text)


@given(text=st.text(alphabet="0123456789 -.+NLABNA", max_size=200))
def test_a_masked_number_never_shows_more_than_its_end(text: str) -> None:
    for search in (numbers.citizen_numbers, numbers.accounts, numbers.phone_numbers):
        for hit in search(text):
            assert hit.found not in hit.masked
            assert len(re.sub(r"\D", "", hit.masked)) <= 3


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search.__name__)
@pytest.mark.parametrize(
    "text",
    [
        "1 " * 10_000,
        "a" * 30_000,
        "a." * 10_000 + "@",
        "NL91 " * 5_000,
        "AB12 ABCD " * 3_000,
        "geboren " * 4_000,
        "6811 AB " * 3_000,
        "+31 " * 6_000,
    ],
    ids=lambda text: text[:6].strip(),
)
def test_no_text_makes_a_search_run_away(search: Callable[[str], Iterator[Hit]], text: str) -> None:
    list(search(text))
