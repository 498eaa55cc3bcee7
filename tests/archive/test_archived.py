from __future__ import annotations

import click
import pytest

from pipeline.archived import AlreadyThere, Archived, Filing, Uncertain, in_words
from pipeline.screen import show_filing

HOME = "input/ondertekend"
PHOTOS = tuple(f"{HOME}/IMG {number}.jpg" for number in range(201, 206))


@pytest.mark.parametrize(
    ("files", "told", "said"),
    [
        (PHOTOS[:1], True, f"{HOME}/IMG 201.jpg"),
        (PHOTOS[:3], True, "IMG 201.jpg, IMG 202.jpg en IMG 203.jpg"),
        (PHOTOS, True, "5 bestanden: IMG 201.jpg … IMG 205.jpg"),
        (PHOTOS[:4], False, "IMG 201.jpg, IMG 202.jpg, IMG 203.jpg en IMG 204.jpg"),
        (("C:\\scans\\1.jpg", "C:\\scans\\2.jpg"), True, "1.jpg en 2.jpg"),
    ],
)
def test_files_are_told_in_few_words(files: tuple[str, ...], told: bool, said: str) -> None:  # noqa: FBT001 -- a parameter of a test
    assert in_words(files, is_told=told) == said


def test_files_with_one_and_the_same_melding_are_told_once() -> None:
    vague = [Uncertain(file, "Hier staat niets op.") for file in PHOTOS[:4]]
    named = Uncertain(f"{HOME}/scan.pdf", "Deze PDF is beschadigd.")
    assert Filing((*vague[:2], named, *vague[2:]), None).doubts == (
        ("IMG 201.jpg, IMG 202.jpg, IMG 203.jpg en IMG 204.jpg", "Hier staat niets op."),
        (f"{HOME}/scan.pdf", "Deze PDF is beschadigd."),
    )


def test_a_melding_that_names_the_files_needs_no_list_of_them() -> None:
    names = "IMG 201.jpg, IMG 202.jpg, IMG 203.jpg en IMG 204.jpg"
    melding = f"Er zijn 4 van de 5 bladzijden, samen genomen uit {names}; zet de rest erbij."
    doubts = Filing(tuple(Uncertain(file, melding) for file in PHOTOS[:4]), None).doubts
    assert doubts == (("4 bestanden: IMG 201.jpg … IMG 204.jpg", melding),)


def test_a_run_without_files_says_where_they_belong() -> None:
    assert list(Filing((), None).closing()) == [
        "Er is niets om te archiveren. Zet de ondertekende brieven in input/ondertekend."
    ]


def test_json_names_every_file() -> None:
    filing = Filing(tuple(Uncertain(file, "Hier staat niets op.") for file in PHOTOS), None)
    assert filing.as_json()["niet_zeker"] == [
        {"bestand": file, "melding": "Hier staat niets op."} for file in PHOTOS
    ]


def test_a_run_is_told_from_what_was_filed_to_its_last_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    filed = Archived(
        "AWI-2026-001",
        "Beschut werk",
        PHOTOS,
        2,
        ("Alle bladzijden zijn er.",),
        ("Kijk of de brief is ondertekend.",),
        ("Stuur de brief per post aan Mo Model.",),
        "output/verzenden/AWI-2026-001",
    )
    there = AlreadyThere("AWI-2026-002", PHOTOS[:1], 1)
    doubt = Uncertain(f"{HOME}/notitie.txt", "Dit is een tekstbestand.")
    lines = show_filing(Filing((filed, there, doubt), "3F9A-7C2B-11D0"))
    assert click.unstyle("\n".join(lines)) == (
        "\nGearchiveerd\n"
        "  AWI-2026-001 – Beschut werk, versie 2\n"
        "    - Uit 5 bestanden: IMG 201.jpg … IMG 205.jpg.\n"
        "    - Alle bladzijden zijn er.\n"
        "    ! Let op: Kijk of de brief is ondertekend.\n"
        "    - De mails staan klaar in output/verzenden/AWI-2026-001. Bekijk ze, verstuur\n"
        "      ze, en vul daarna in de tabel van het secretariaat de dag in bij\n"
        "      “Verzonden op”.\n"
        "    - Stuur de brief per post aan Mo Model.\n"
        "\nStond al in het archief\n"
        "  AWI-2026-002: input/ondertekend/IMG 201.jpg\n"
        "\nNiet zeker: niet gearchiveerd\n"
        "  input/ondertekend/notitie.txt\n"
        "    - Dit is een tekstbestand.\n"
        "\n"
        "Code van het archief: 3F9A-7C2B-11D0. Schrijf die op papier, bijvoorbeeld in uw verslag.\n"
        "Klaar: 1 gearchiveerd, 1 al gearchiveerd, 1 bestand niet zeker."
    )
