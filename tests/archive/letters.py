"""The letters of the sample dossiers as they were made, and what people do to their words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.work import Work, ready

NAMES = ("beschut-werk", "bijverdienen", "schuldhulp-gezinnen")
Words = list[str]
Edit = Callable[[Words], Words]


@cache
def paragraphs() -> Mapping[str, tuple[str, ...]]:
    """The texts of three letters, by kenmerk."""
    with TemporaryDirectory() as folder:
        work = Work(Path(folder) / "werkmap")
        for name in NAMES:
            work.sheet(f"{name}.xlsx", ready(name))
        assert work.run("brieven", "--geen-pdf").exit == 0
        made = sorted(p.name for p in (work.root / "output/brieven").iterdir())
        return {kenmerk: tuple(work.record(kenmerk)["tekst"]) for kenmerk in made}


def bijverdienen() -> tuple[str, ...]:
    return paragraphs()["AWI-2026-002"]


def swap(old: str, new: str) -> Edit:
    """Put other words in the first paragraph that holds these."""

    def edit(texts: Words) -> Words:
        place = next(i for i, text in enumerate(texts) if re.search(old, text))
        return [*texts[:place], re.sub(old, new, texts[place], count=1), *texts[place + 1 :]]

    return edit


def drop(start: str) -> Edit:
    return lambda texts: [text for text in texts if not text.startswith(start)]


def add(after: str, text: str) -> Edit:
    def edit(texts: Words) -> Words:
        place = next(i for i, one in enumerate(texts) if one.startswith(after)) + 1
        return [*texts[:place], text, *texts[place:]]

    return edit


def move(start: str, count: int, before: str) -> Edit:
    def edit(texts: Words) -> Words:
        place = next(i for i, one in enumerate(texts) if one.startswith(start))
        taken, left = texts[place : place + count], texts[:place] + texts[place + count :]
        goal = next(i for i, one in enumerate(left) if one.startswith(before))
        return left[:goal] + taken + left[goal:]

    return edit


# Each with a piece of the sentence that must tell it.
EDITS: Mapping[str, tuple[Edit, str]] = {
    "een cijfer": (swap("1 maart 2027", "7 maart 2027"), "7 maart"),
    "een jaar": (swap("1 april 2027", "1 april 2028"), "2028"),
    "een maand": (swap("1 juni 2027", "1 juli 2027"), "juli"),
    "niet erbij": (swap("bijverdienen vooraf", "bijverdienen niet vooraf"), "niet vooraf"),
    "niet weg": (swap("durven het niet", "durven het"), "niet."),
    "een woord": (swap("iedereen die wil", "iedereen die kan"), "kan"),
    "een woord weg": (swap("elke brief", "brief"), "elke"),
    "een letter": (swap("één vast", "een vast"), "een vast"),
    "een hoofdletter": (swap("Begin elke", "begin elke"), "begin"),
    "een komma weg": (swap("werken, maar durven", "werken maar durven"), "werken maar"),
    "een komma erbij": (swap("wisselende uren met", "wisselende uren, met"), "uren,"),
    "een punt": (swap("gewone taal\\.", "gewone taal!"), "taal!"),
    "een getal in letters": (swap("tien werkdagen", "twintig werkdagen"), "twintig"),
    "een getal erbij": (swap("binnen tien", "binnen 10 tien"), "10 tien"),
    "een naam": (swap("Vera Voorbeeld", "Stef Sjabloon"), "Stef Sjabloon"),
    "de functie": (swap("^voorzitter$", "secretaris"), "secretaris"),
    "de afdeling": (swap("de afdeling Inkomen", "de afdeling Werk"), "Werk"),
    "het kenmerk": (swap("kenmerk AWI-2026-002", "kenmerk AWI-2026-003"), "AWI-2026-003"),
    "het nummer van een punt": (swap("AWI-2026-002/3 ·", "AWI-2026-002/2 ·"), "002/2"),
    "de datum": (swap("22 november 2026", "23 november 2026"), "23 november"),
    "een ontkenning": (swap("adviseren wij niet", "adviseren wij wel"), "wel."),
    "een zin erbij": (
        add("Geacht college", "Dit is een voorstel zonder verplichting."),
        "zonder verplichting",
    ),
    "een zin weg": (drop("Met vier kleine"), "Met vier kleine"),
    "een adviespunt weg": (
        lambda texts: drop("AWI-2026-002/3 ·")(drop("Begin elke brief")(texts)),
        "Begin elke brief",
    ),
    "een adviespunt verplaatst": (move("Houd een proef", 2, "Geef iedereen"), "andere plaats"),
    "twee alinea's gewisseld": (
        move("Met vier kleine", 1, "Veel mensen met"),
        "andere plaats",
    ),
    "een opsomming erbij": (
        add("mensen zeggen dat zij", "er komt geen geld bij"),
        "er komt geen geld bij",
    ),
    "een bron erbij": (add("Bronnen", "Krant van gisteren"), "Krant van gisteren"),
    "een bedrag": (swap("acht inwoners", "€ 20.000 inwoners"), "€ 20.000"),
    "een termijn": (swap("zes weken", "zestien weken"), "zestien"),
    "een samenstelling": (swap("klantmanagers", "klant managers van"), "managers"),
    "een artikel": (swap("artikel 47", "artikel 41"), "artikel 41"),
    "een postcode": (swap("0000 XX Arnhem$", "0001 XX Arnhem"), "0001"),
    "een streepje in getallen": (swap("acht mensen", "8-10 mensen"), "8-10"),
}
