"""Finding an advies by its words, straight from disk."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.archive.search import Hit, _terms, fold, search
from pipeline.archive.text import LetterText, read_text, searchable
from pipeline.errors import UsageError
from tests.archive.objects import store

WORDS = st.text(st.characters(codec="utf-8"), max_size=40)
DAYS = {1: date(2026, 3, 1), 2: date(2026, 9, 1), 3: date(2027, 1, 5)}


def letter(number: int, onderwerp: str, *alineas: str) -> LetterText:
    day = DAYS[number]
    return LetterText(f"AWI-{day.year}-00{number}", onderwerp, day, alineas)


def put(archief: Path, *versions: LetterText, beside: str = "-ondertekend.pdf") -> Path:
    """An object with a version for each text."""
    kenmerk = versions[0].kenmerk
    kept = [
        {f"{kenmerk}-tekst.txt": one.to_bytes(), f"{kenmerk}{beside}": b"%PDF"} for one in versions
    ]
    return store(archief, kenmerk, *kept)


@pytest.fixture
def archief(tmp_path: Path) -> Path:
    put(tmp_path, letter(1, "Schulden", "Geacht college,", "Wie bijverdient in de bijstand, wint."))
    put(tmp_path, letter(2, "Bijverdienen in de bijstand", "Zó’n “vaste” café-baan helpt."))
    put(tmp_path, letter(3, "Beschut werk", "Ook wie in de bijstand zit, kan werken in Arnhem."))
    return tmp_path


def found(archief: Path, text: str) -> list[str]:
    return [hit.kenmerk for hit in search(archief, text).hits]


def test_a_hit_tells_which_letter_it_is_and_where(archief: Path) -> None:
    assert search(archief, "café").hits == (
        Hit(
            "AWI-2026-002",
            "Bijverdienen in de bijstand",
            DAYS[2],
            "Zó’n “vaste” café-baan helpt.",
            archief / "ocfl/2026/AWI-2026-002/v1/content/AWI-2026-002-ondertekend.pdf",
        ),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bijstand", ["AWI-2026-002", "AWI-2027-003", "AWI-2026-001"]),
        ("BIJSTAND Bijverdien", ["AWI-2026-002", "AWI-2026-001"]),
        ('"in de bijstand"', ["AWI-2026-002", "AWI-2027-003", "AWI-2026-001"]),
        ('"bijverdient in de"', ["AWI-2026-001"]),
        ("“bijverdient in de”", ["AWI-2026-001"]),
        ("cafe zo'n", ["AWI-2026-002"]),
        ('vaste "cafe-baan', ["AWI-2026-002"]),
        ("awi-2026-001", ["AWI-2026-001"]),
        ("arnhem schulden", []),
        ("nergens", []),
        ("ondertekend", []),  # stands in the head of every text
    ],
)
def test_words_are_found_whatever_their_capitals_and_accents(
    archief: Path, text: str, expected: list[str]
) -> None:
    assert found(archief, text) == expected


@pytest.mark.parametrize("text", ["", "  ", '"', '""', '" "'])
def test_without_a_word_there_is_nothing_to_look_for(archief: Path, text: str) -> None:
    with pytest.raises(UsageError, match="geen woord"):
        search(archief, text)


def test_a_long_alinea_is_cut_around_the_words(tmp_path: Path) -> None:
    long = f"{'vooraf ' * 30}hier staat het woord RÉGELING dat telt {'daarna ' * 30}"
    put(tmp_path, letter(1, "Regeling", "Onderwerp: Regeling", long))
    (hit,) = search(tmp_path, "regeling").hits
    assert hit.snippet == (
        "…vooraf vooraf vooraf vooraf hier staat het woord RÉGELING dat telt daarna daarna daarna daarna "
        "daarna daarna daarna daarna daarna daarna daarna daarna daarna…"
    )


def test_the_newest_version_counts(tmp_path: Path) -> None:
    put(tmp_path, letter(1, "Werk", "oud"), letter(1, "Werk", "nieuw"))
    assert found(tmp_path, "nieuw") == ["AWI-2026-001"]
    assert found(tmp_path, "oud") == []


def test_an_unchanged_text_is_found_where_an_older_version_has_it(tmp_path: Path) -> None:
    same = letter(1, "Werk", "zelfde")
    put(tmp_path, same, same)
    assert found(tmp_path, "zelfde") == ["AWI-2026-001"]


def test_what_to_open_is_the_readable_pdf(tmp_path: Path) -> None:
    put(tmp_path, letter(1, "Werk"), beside="-ondertekend-leesbaar.pdf")
    (hit,) = search(tmp_path, "werk").hits
    assert hit.path.name == "AWI-2026-001-ondertekend-leesbaar.pdf"


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b'{"digestAlgorithm": "md5"}', b'{"head": 1}']
)
def test_a_damaged_inventory_hides_no_letter(tmp_path: Path, damage: bytes) -> None:
    home = put(tmp_path, letter(1, "Werk", "oud"), letter(1, "Werk", "nieuw"))
    (home / "inventory.json").write_bytes(damage)
    assert found(tmp_path, "nieuw") == ["AWI-2026-001"]


def test_a_letter_without_readable_text_is_named(archief: Path) -> None:
    text = archief / "ocfl/2026/AWI-2026-001/v1/content/AWI-2026-001-tekst.txt"
    text.write_bytes(b"\xff\xfe kapot")
    result = search(archief, "bijstand")
    assert [hit.kenmerk for hit in result.hits] == ["AWI-2026-002", "AWI-2027-003"]
    assert result.sentences == (
        (
            "AWI-2026-001 kon niet worden doorzocht: de tekst in het archief is niet leesbaar. Kijk "
            "met: advies controleer"
        ),
    )


def test_copies_that_a_sync_client_made_are_no_letters(archief: Path) -> None:
    year = archief / "ocfl" / "2026"
    (year / "AWI-2026-001").rename(year / "AWI-2026-001 (conflicted copy)")
    (year / "desktop.ini").write_text("x")
    assert found(archief, "bijverdient") == []


def test_without_an_archive_nothing_is_found(tmp_path: Path) -> None:
    assert search(tmp_path / "weg", "werk").hits == ()


def test_an_inventory_never_leads_outside_its_object(tmp_path: Path) -> None:
    outside = tmp_path / "geheim.txt"
    outside.write_bytes(letter(1, "Werk", "geheim").to_bytes())
    home = put(tmp_path, letter(1, "Werk", "gewoon"))
    inventory = (
        (home / "inventory.json")
        .read_text()
        .replace("v1/content/AWI-2026-001-tekst.txt", "../../../geheim.txt")
    )
    (home / "inventory.json").write_text(inventory)
    assert found(tmp_path, "geheim") == []
    assert found(tmp_path, "gewoon") == ["AWI-2026-001"]


@given(onderwerp=WORDS, alineas=st.lists(WORDS, max_size=4))
def test_a_text_reads_back_as_it_was_written(onderwerp: str, alineas: list[str]) -> None:
    written = LetterText("AWI-2026-001", onderwerp, DAYS[1], tuple(alineas))
    read = read_text(written.to_bytes())
    assert read.onderwerp == " ".join(onderwerp.split())
    assert read.alineas == tuple(one for text in alineas if (one := " ".join(text.split())))
    assert read_text(read.to_bytes()) == read


@given(WORDS)
def test_every_word_of_a_letter_finds_it(text: str) -> None:
    words = [word for word in text.split() if '"' not in fold(word)]
    one = LetterText("AWI-2026-001", "x", DAYS[1], (" ".join(text.split()),))
    folded = fold(searchable(one.to_bytes()))
    assert all(term in folded for word in words for term in _terms(word))
