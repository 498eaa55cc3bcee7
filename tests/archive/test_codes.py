"""Codes are read as they are printed, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.archive.codes import find, of_kenmerk, parse
from pipeline.archive.values import Code, Soort

BRIEF = Code(Soort.BRIEF, "AWI-2026-007", "3F9A7C2B")
KNOWN = {
    "AWI-2026-007:3F9A7C2B": BRIEF,
    "AWI-2026-007-K1:3F9A7C2B": Code(Soort.KOPIE, "AWI-2026-007", "3F9A7C2B", 1),
    "AWI-2026-007-T:3F9A7C2B": Code(Soort.TOETSING, "AWI-2026-007", "3F9A7C2B"),
    "CONCEPT-2:3F9A7C2B": Code(Soort.CONCEPT, "", "3F9A7C2B", 2),
    "DOORGELEIDING:3F9A7C2B": Code(Soort.DOORGELEIDING, "", "3F9A7C2B"),
}
DIGITS = st.text("0123456789ABCDEF", min_size=8, max_size=8)
KENMERKEN = st.from_regex(r"[A-Z][A-Z0-9]{1,9}-\d{4}-\d{3,5}", fullmatch=True).filter(str.isascii)
CODES = st.one_of(
    st.builds(Code, st.sampled_from([Soort.BRIEF, Soort.TOETSING]), KENMERKEN, DIGITS),
    st.builds(Code, st.just(Soort.KOPIE), KENMERKEN, DIGITS, st.integers(1, 99)),
    st.builds(Code, st.just(Soort.CONCEPT), st.just(""), DIGITS, st.integers(1, 99)),
)


@pytest.mark.parametrize("text", KNOWN)
def test_every_code_that_we_print_is_read(text: str) -> None:
    assert parse(text) == KNOWN[text]
    assert str(KNOWN[text]) == text


@given(CODES)
def test_a_code_is_read_as_it_was_written(code: Code) -> None:
    assert parse(str(code)) == code
    assert find(f"voorzitter\r\n{code} pagina 2 van 5") == (code,)


@pytest.mark.parametrize(
    "text",
    [
        " awi-2026-007:3f9a7c2b\n",
        "AWI-2026- 007 : 3F9A 7C2B",
        "AWI\u20112026\u2011007:3F9A7C2B",
        "AWI-2026-007:\r\n3F9A7C2B",
    ],
)
def test_a_code_that_a_text_layer_broke_is_read(text: str) -> None:
    assert parse(text) == BRIEF


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://gemeente.example/AWI-2026-007",
        "AWI-2026-007",
        "AWI-2026-007:3F9A7C2",
        "AWI-2026-007:3F9A7C2BD",
        "XAWI-20267-007:3F9A7C2B",
        "AWI-2026-007:3G9A7C2B",
        "9999-2026-007:3F9A7C2B",
        "CONCEPT:3F9A7C2B",
        "A" * 10_000,
    ],
)
def test_the_code_of_somebody_else_is_none(text: str) -> None:
    assert parse(text) is None


def test_every_code_in_a_text_is_found_once() -> None:
    text = "AWI-2026-007:3F9A7C2B … AWI-2026-007-K1:3F9A7C2B … AWI-2026-007:3F9A7C2B"
    assert [str(code) for code in find(text)] == [
        "AWI-2026-007:3F9A7C2B",
        "AWI-2026-007-K1:3F9A7C2B",
    ]


def test_a_bare_kenmerk_says_that_its_version_is_lost() -> None:
    assert of_kenmerk(" awi-2026-007 ") == Code(Soort.BRIEF, "AWI-2026-007", "")
    assert of_kenmerk("ons kenmerk") is None
