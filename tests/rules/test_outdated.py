"""templates/verouderd.toml: strictly read, and found in a text as a secretary would expect."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SettingsError
from pipeline.rules.outdated import Verouderd, candidates, read_outdated, uses
from pipeline.rules.sketch import words_of

FILE = Path(__file__).parents[2] / "templates" / "verouderd.toml"
REAL = read_outdated(FILE)
BLOCK = """[[verouderd]]
woorden = ["WIJ", "bijstandswet*", "Wet werk en bijstand"]
beter = "Schrijf “Participatiewet”."
gecontroleerd_op = 2026-11-22
"""


def entries(tmp_path: Path, text: str) -> tuple[Verouderd, ...]:
    path = tmp_path / "verouderd.toml"
    path.write_text(text, encoding="utf-8")
    return read_outdated(path)


def found(text: str, known: tuple[Verouderd, ...] = REAL) -> list[str]:
    entries = candidates((text,), words_of((text,)), known)
    return [words for _, words in uses(text, entries)]


def test_every_entry_of_the_file_finds_its_own_words() -> None:
    assert len(REAL) >= 15
    for entry in REAL:
        for words in entry.woorden:
            text = words.replace("*", "en")
            expected = [text] if not entry.near else []  # those need another word beside them
            assert found(f"Wij vinden {text}!", (entry,)) == expected


def test_every_entry_of_the_file_says_what_is_better_in_a_sentence() -> None:
    for entry in REAL:
        assert entry.beter.endswith((".", "?")), entry.beter
        assert date(2026, 1, 1) <= entry.checked_on


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Een bedrijf met 25 medewerkers is verplicht mee te doen.", ["25 medewerkers"]),
        ("Een bedrijf met 25 medewerkers doet mee.", []),
        ("Een bedrijf met 25 medewerkers.\nDat is verplicht.", []),
        ("Zie de participatie wet.", ["participatie wet"]),
        ("Zie de Participatiewet.", []),
        ("De wwb-uitkering", ["wwb"]),
        ("De wet werk\u00a0en  Bijstand", ["wet werk\u00a0en  Bijstand"]),
        ("Nieuwe mensen komen niet meer in de Wsw.", ["Wsw"]),
        ("Wie al in de Wsw zit, blijft.", []),
        ("De kostendelersnorm geldt vanaf 21 jaar.", ["21 jaar"]),
        ("Jongeren vanaf 21 jaar", []),
        ("Schuldhulp op grond van de Wet gemeentelijke schuldhulpverlening", []),
        ("De inwoner vraagt huurtoeslag en kinderbijslag aan bij de SVB.", []),
    ],
)
def test_the_file_finds_what_is_outdated_and_nothing_else(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_word_in_capitals_must_stand_in_capitals(tmp_path: Path) -> None:
    known = entries(tmp_path, BLOCK)
    assert found("Wij adviseren u: wij blijven.", known) == []
    assert found("De WIJ is vervallen.", known) == ["WIJ"]


def test_a_star_stands_for_more_letters_of_the_word(tmp_path: Path) -> None:
    known = entries(tmp_path, BLOCK)
    assert found("de bijstandswetten", known) == ["bijstandswetten"]
    assert found("de bijstandswet", known) == ["bijstandswet"]
    assert found("de nieuwebijstandswet", known) == []


def test_all_mistakes_are_told_with_their_line(tmp_path: Path) -> None:
    wrong = """[[verouderd]]
woorden = ["a*", "(x+)+y", "goed woord"]
bij = ["*"]
beter = ""
gecontroleerd_op = "22 november"
near = ["x"]

[[verouderd]]
beter = "Anders."
gecontroleerd_op = 2026-11-22
"""
    with pytest.raises(SettingsError) as error:
        entries(tmp_path, wrong)
    assert error.value.mistakes == (
        "regel 2, verouderd[1].woorden: “a*” is te kort; schrijf minstens drie letters van een woord.",
        "regel 2, verouderd[1].woorden: “(x+)+y” is te kort; schrijf minstens drie letters van een woord.",
        "regel 3, verouderd[1].bij: “*” is te kort; schrijf minstens drie letters van een woord.",
        "regel 4, verouderd[1].beter: mag niet leeg zijn.",
        "regel 5, verouderd[1].gecontroleerd_op: hier hoort een datum zonder aanhalingstekens, zoals 2026-11-22.",
        "regel 6, verouderd[1].near: deze instelling bestaat niet.",
        'regel 8, verouderd[2].woorden: ontbreekt; vul hier een lijst, zoals ["een", "twee"] in.',
    )


def test_no_entry_can_make_a_search_run_away(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="hoogstens twee keer"):
        entries(tmp_path, BLOCK.replace("bijstandswet*", "aaa*a*a*"))
    known = entries(tmp_path, BLOCK.replace("bijstandswet*", "*aaa*b"))
    assert found("a" * 50_000, known) == []


@pytest.mark.parametrize("words", ["(abc", "abc|def", "abc+", "ab[c]d", "abc\\\\d", "^abc", "abc?"])
def test_a_regular_expression_is_refused(tmp_path: Path, words: str) -> None:
    with pytest.raises(SettingsError, match="mag alleen letters, cijfers"):
        entries(tmp_path, BLOCK.replace("bijstandswet*", words))


def test_an_empty_file_knows_nothing(tmp_path: Path) -> None:
    assert entries(tmp_path, "# nog niets\n") == ()


@given(text=st.text(alphabet="WwIiJj bistandwe*\n.-", max_size=200))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    for entry, words in uses(text, REAL):
        assert words in text
        assert entry in REAL


# Texts of what a first look may trip over, between words that the file knows.
SIGNS = (*"\u00a0\u202f\u00ad\u200b\x1c\x85’“-.\n ", "  ", "")
OTHERS = {"s": "ſ", "k": "\u212a", "i": "İ", "ss": "ß", "S": "ſ", "K": "\u212a", "I": "ı"}


@st.composite
def tricky(draw: st.DrawFn) -> str:
    """Words of the file in other letters, with odd signs between and around them."""
    words = [w.replace("*", "en") for e in REAL for w in (*e.woorden, *e.near)]
    pieces = []
    for word in draw(st.lists(st.sampled_from(words), min_size=1, max_size=4)):
        letters, other = draw(st.sampled_from(list(OTHERS.items())))
        shown = draw(st.sampled_from((word, word.upper(), word.title(), word.swapcase())))
        spaced = draw(st.sampled_from(SIGNS)).join(shown.split(" "))
        pieces.append(draw(st.sampled_from((shown, spaced, shown.replace(letters, other)))))
        pieces.append(draw(st.sampled_from(SIGNS)))
    return "".join(pieces)


@given(texts=st.lists(tricky(), min_size=1, max_size=3))
def test_the_first_look_lets_every_use_through(texts: list[str]) -> None:
    likely = candidates(texts, words_of(texts), REAL)
    for text in texts:
        assert list(uses(text, likely)) == list(uses(text, REAL))


@pytest.mark.parametrize(
    "text", ["bij\u017ftandswet", "BIJSTANDSWET", "bİjstandswet", "wet wer\u212a en bijstand"]
)
def test_the_first_look_knows_letters_of_other_alphabets(tmp_path: Path, text: str) -> None:
    assert found(text, entries(tmp_path, BLOCK)) == [text]


def test_a_star_may_stand_for_a_word_that_is_not_there(tmp_path: Path) -> None:
    known = entries(tmp_path, BLOCK.replace("bijstandswet*", "* bijstandswet *"))
    assert found(" bijstandswet ", known) == [" bijstandswet "]
