"""How plain a text is: sentences, abbreviations, official words; and which tips are chosen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules import plain
from pipeline.rules.reading import MOST, Tip, choose
from pipeline.rules.sketch import words_of

LONG = " ".join(["woord"] * 26).capitalize() + "."
LONGER = " ".join(["woord"] * 40).capitalize() + "."


def chosen(texts: tuple[str, ...], known: tuple[str, ...]) -> tuple[Tip, ...]:
    """The tips about some texts."""
    return choose(texts, words_of(texts), known)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LONG, 26),
        (f"{LONGER} {LONG}", 40),
        (f"{LONG}\n{LONG}", 26),
        (f"{LONG} “{LONG}”", 26),
        ("Woord " * 13 + "bijv. " + "Woord " * 13 + ".", 27),
        ("woord " * 13 + "in 2026. " + "Woord " * 13, 15),
        ("woord, – " * 20 + "einde van de lange zin met veel streepjes.", 28),
        ("", 0),
    ],
)
def test_a_sentence_ends_at_a_full_stop_and_not_in_an_abbreviation(text: str, words: int) -> None:
    count, _ = plain.longest_sentence(text)
    assert count == words if words > plain.MAX_WORDS else count <= plain.MAX_WORDS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De SROI en de RMC-functie", ["SROI", "RMC"]),
        ("B&W en R&D", []),
        ("kenmerk AWI-2026-004", []),
        ("CO2 en COVID-19", []),
        ("WAAROM ZO", []),
        ("Dit is BELANGRIJK", []),
        ("mail@IPS.nl", []),
        ("ZZP'ers", ["ZZP"]),
    ],
)
def test_an_abbreviation_is_a_few_capitals_by_themselves(text: str, expected: list[str]) -> None:
    assert plain.abbreviations(text) == expected


def test_an_abbreviation_is_explained_by_brackets() -> None:
    text = "Het Regionaal Meldpunt (RMC) en de IPS (individuele plaatsing)"
    assert plain.explained(text) == {"RMC", "IPS"}


def test_official_words_come_in_order_with_a_plain_one() -> None:
    used = plain.official("Teneinde dit te bereiken dient te worden gekeken, conform het plan.")
    assert used == ("teneinde", "conform", "dient te")
    assert [plain.alternative(one) for one in used] == ["om", "volgens", "moet"]


def test_a_part_of_a_word_is_no_official_word() -> None:
    assert plain.official("Indiening, middelste, omtrentheid en confrontatie") == ()


def test_every_alternative_is_plain_itself() -> None:
    for alternative in (*plain.PLAIN.values(), *plain.PLAIN_PHRASES.values()):
        assert plain.official(alternative) == ()


def test_long_sentences_go_first_and_five_is_most() -> None:
    texts = ("Conform plan.", "De SROI.", LONG, "Kort.", LONGER, LONG, "De RMC.", "Tevens.")
    tips = chosen(texts, ())
    assert [(tip.code, tip.text) for tip in tips] == [
        ("R01", 4),
        ("R01", 2),
        ("R01", 5),
        ("R03", 0),
        ("R02", 1),
    ]
    assert len(tips) == MOST


def test_one_field_gets_one_tip_and_one_abbreviation_is_told_once() -> None:
    tips = chosen((f"{LONG} SROI conform", "De SROI", "Ook SROI"), ())
    assert [(tip.code, tip.text) for tip in tips] == [("R01", 0), ("R02", 1)]


def test_a_tip_repeats_no_numbers() -> None:
    (tip,) = chosen((f"Haar BSN is 111222333, mail a@b.nl {LONG}",), ("BSN",))
    assert "(“Haar BSN is … mail … …”)" in tip.rest


def test_what_the_council_knows_is_free() -> None:
    assert chosen(("De SROI en het UWV en de RMC (meldpunt).", "RMC"), ("SROI",)) == ()


SIGNS = (*"\u00a0\u00ad’“-/.\n ()²٣ésS", "")
LETTERS = {"fi": "ﬁ", "ff": "ﬀ", "st": "ﬆ", "ss": "ß", "i": "İ", "k": "\u212a", "s": "ſ"}


@st.composite
def tricky(draw: st.DrawFn) -> str:
    """Official words and abbreviations in other letters, with odd signs between them."""
    words = st.sampled_from(
        (*plain.PLAIN, *plain.PLAIN_PHRASES, "AB", "SROI", "UWV", "WET (WE)", "één", "ÉÉN", "a")
    )
    pieces = []
    for word in draw(st.lists(words, min_size=1, max_size=4)):
        letters, other = draw(st.sampled_from(list(LETTERS.items())))
        shown = draw(st.sampled_from((word, word.upper(), word.title())))
        pieces.append(draw(st.sampled_from((shown, shown.replace(letters, other)))))
        pieces.append(draw(st.sampled_from(SIGNS)))
    return "".join(pieces)


@given(texts=st.lists(tricky(), min_size=1, max_size=3))
def test_the_first_look_lets_every_official_word_through(texts: list[str]) -> None:
    assert plain.may_hold_official(words_of(texts)) >= any(map(plain.official, texts))


@given(texts=st.lists(tricky(), min_size=1, max_size=3))
def test_the_first_look_lets_every_abbreviation_through(texts: list[str]) -> None:
    known = {*plain.COMMON}.union(*map(plain.explained, texts))
    without_look = [
        number
        for number, text in enumerate(texts)
        if not known.issuperset(plain.abbreviations(text))
    ]
    told = [tip.text for tip in chosen(tuple(texts), ()) if tip.code == "R02"]
    assert told[:1] == without_look[:1]


def test_a_ligature_of_a_pdf_hides_no_official_word() -> None:
    assert [tip.code for tip in chosen(("Een signiﬁcant verschil", "Kort."), ())] == ["R03"]


def test_an_abbreviation_between_letters_with_an_accent_is_seen() -> None:
    assert [tip.code for tip in chosen(("SROI é",), ())] == ["R02"]
