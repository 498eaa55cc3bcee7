from __future__ import annotations

import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.model import Ernst, Stap
from pipeline.year.filed import Gearchiveerd
from pipeline.year.overview import distance, overview_html
from pipeline.year.register import LosseBrief, Register
from pipeline.year.success import Answered, years
from pipeline.year.terms import Soort
from tests.year.registers import TODAY, busy, entry, finding, point, register, term

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">&amp;\'"'
VOID = {"meta", "input", "br"}


class Page(HTMLParser):
    """The page as a browser takes it apart: its tags, the text in each section, its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.section = ""
        self.texts: dict[str, str] = {}
        self.inside: dict[str, str] = {}  # the text of style and script
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag == "section":
            self.section = given["aria-labelledby"] or ""
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "section":
            self.section = ""

    def handle_data(self, data: str) -> None:
        if self.open[-1:] and self.open[-1] in {"style", "script"}:
            self.inside[self.open[-1]] = data
        else:
            self.texts[self.section] = self.texts.get(self.section, "") + data

    def text(self, section: str) -> str:
        return " ".join(self.texts.get(section, "").split())

    def attributes(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]


def page(values: Register) -> Page:
    return Page(overview_html(values))


def test_every_dossier_stands_on_its_step() -> None:
    made = page(register(entry(1, Stap.OVERLEG), entry(2, Stap.BRIEF), entry(3, Stap.GESTOPT)))
    road = made.text("weg")
    assert "2. overleg met voorzitter en gemeente 1 advies Bijverdienen" in road
    assert "5. brief aan het college 1 advies Eerder hulp" in road
    assert "3. plenair naar de vergadering geen adviezen" in road
    assert "1 gestopt (er komt geen brief) Werkende Arnhemmers" in road


def test_who_must_move_is_told_with_what() -> None:
    told = page(register(entry(1, Stap.BESLUIT))).text("aan-zet")
    assert "1 Secretaris Bijverdienen" in told
    assert "Het besluit van de vergadering invullen." in told
    assert "0 Voorzitter Niets te doen." in told


def test_terms_are_told_before_they_pass_and_after() -> None:
    made = page(
        register(
            entry(1, termijnen=(term(Soort.REACTIE, 5),)),
            entry(2, termijnen=(term(Soort.WEBSITE, -3),)),
            entry(3, termijnen=(term(Soort.PRAKTIJK, 200),)),
        )
    )
    assert "27 november 2026 over 5 dagen Reactie van het college" in made.text("termijnen")
    assert "3 dagen geleden Voorbij: advies op de website" in made.text("termijnen")
    assert "praktijk" not in made.text("termijnen")


def test_the_most_urgent_advies_stands_first() -> None:
    made = page(
        register(
            entry(1, Stap.AFGEROND),
            entry(2, Stap.INVULLEN),
            entry(3, termijnen=(term(days=9),)),
            entry(4, termijnen=(term(days=-1),)),
        )
    )
    steps = [attrs["data-stap"] for tag, attrs in made.tags if tag == "details" if "id" in attrs]
    names = re.findall(r"\((\d)\)", made.text("adviezen"))
    assert steps == ["ondertekening", "ondertekening", "invullen", "afgerond"]
    assert names == ["4", "3", "2", "1"]


def test_meldingen_are_told_with_their_cell_and_tips_in_a_closed_block() -> None:
    tip = finding(Ernst.OPMERKING, "Een tip.")
    made = page(register(entry(1, meldingen=(finding(), tip, tip))))
    told = made.text("adviezen")
    assert "ontbreekt Adviespunten!C9 “Wie” is nog leeg." in told
    assert "2 tips Adviespunten!C9 Een tip. Adviespunten!C9 Een tip. Bestanden" in told
    assert [attrs for tag, attrs in made.tags if tag == "details" if "open" in attrs] == []


def test_the_goal_is_told_with_what_counts_beside_it() -> None:
    letters = (Answered(2026, ("overgenomen",)), Answered(2026, ("overgenomen", "open")))
    told = page(register(jaren=years(letters, 2026))).text("resultaat")
    assert "2026 1 brief helemaal overgenomen (doel: 5) en 1 deels, van alle 2." in told
    assert "Adviespunten: 2 van de 3 overgenomen." in told


def test_an_empty_register_says_so_in_words() -> None:
    made = page(register())
    assert "er zijn nog geen adviezen." in made.text("")
    assert "Er is geen termijn voorbij" in made.text("termijnen")
    assert "Er staan nog geen formulieren in de map input." in made.text("adviezen")
    assert "Er zijn in 2026 nog geen brieven gemaakt." in made.text("resultaat")


def test_a_dossier_of_which_hardly_anything_is_filled_in_still_has_a_name() -> None:
    empty = entry(
        1,
        Stap.INVULLEN,
        **dict.fromkeys(("onderwerp", "thema", "werkgroep", "contactpersoon", "soort", "winwin")),
        adviespunten=(),
    )
    told = page(register(empty)).text("adviezen")
    assert "Nog zonder onderwerp (input/advies-001.xlsx) nog zonder thema stap 1 van 9" in told
    assert "Er is nog geen brief." in told
    assert "Er is nog geen adviespunt." in told


def test_an_informal_advies_waits_for_no_letter() -> None:
    told = page(register(entry(1, Stap.INFORMEEL, vorm="informeel"))).text("adviezen")
    assert "Een informeel advies krijgt geen brief." in told
    assert "nog geen brief" not in told


def test_the_lines_of_an_adviespunt_stay_lines() -> None:
    advies = "Geef hun daarvoor:\n- een kaartje\n- een nummer"
    made = page(register(entry(1, adviespunten=(replace(point(), advies=advies),))))
    assert advies in made.texts["adviezen"]
    assert "advies" in made.attributes("class")
    assert ".advies { white-space: pre-line; }" in made.inside["style"]


def test_a_long_list_is_shortened_and_one_more_is_not() -> None:
    four = page(busy_on(Stap.BRIEF, 4))
    five = page(busy_on(Stap.BRIEF, 5))
    assert "Toon alle" not in four.text("weg")
    assert "Toon alle 5 op stap brief" in five.text("weg")
    assert "Toon alle 5 voor de secretaris" in five.text("aan-zet")


def busy_on(stap: Stap, number: int) -> Register:
    return register(*(entry(n, stap) for n in range(number)))


def test_what_the_page_cannot_know_is_said() -> None:
    loose = LosseBrief("AWI-2026-009", "Weg", TODAY, (), None)
    made = page(
        register(
            zonder_formulier=(loose,),
            onleesbaar=(("input/stuk.xlsx", "Dit bestand is beschadigd."),),
            overgeslagen=("Voor a telt b.",),
            opmerkingen=("De tabel heeft een rij te veel.",),
        )
    )
    assert made.text("let-op") == (
        "Let op input/stuk.xlsx staat niet in dit overzicht. Dit bestand is beschadigd. "
        "Voor a telt b. De tabel heeft een rij te veel. AWI-2026-009 (Weg, 22 november 2026): het "
        "formulier van deze brief staat niet meer in de map input. Daarom is niet bekend hoe het ermee gaat."
    )


def test_whatever_a_sheet_says_is_shown_as_text() -> None:
    evil = entry(
        1,
        onderwerp=EVIL,
        thema=EVIL,
        dossier=EVIL,
        werkgroep=EVIL,
        contactpersoon=EVIL,
        soort=EVIL,
        winwin=EVIL,
        bestand=f"input/{EVIL}.xlsx",
        meldingen=(replace(finding(melding=EVIL), plaats=EVIL),),
        adviespunten=(replace(point(), advies=EVIL, wie=EVIL, wanneer=EVIL, motivering=EVIL),),
    )
    made = page(
        register(evil, onleesbaar=((EVIL, EVIL),), overgeslagen=(EVIL,), raad=EVIL, gemeente=EVIL)
    )
    plain = page(register(entry(1), onleesbaar=(("a", "b"),), overgeslagen=("c",)))
    assert [tag for tag, _ in made.tags].count("script") == 1
    assert "img" not in [tag for tag, _ in made.tags]
    assert made.attributes("onerror") == plain.attributes("onerror") == []
    assert made.text("adviezen").count(EVIL) >= 9


def test_the_policy_admits_the_style_and_the_script_of_the_page_and_nothing_else() -> None:
    made = page(busy(5))
    policy = next(a["content"] for t, a in made.tags if t == "meta" and "http-equiv" in a)
    hashes = {
        kind: b64encode(sha256(text.encode()).digest()).decode()
        for kind, text in made.inside.items()
    }
    assert policy == (
        "default-src 'none'; "
        f"style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def test_the_page_asks_nothing_of_a_network_and_holds_no_inline_code() -> None:
    html = overview_html(busy(40))
    made = Page(html)
    assert not re.search(r"https?:|//[a-z]|url\(|@import|\beval\(|innerHTML", html)
    assert not [name for _, attrs in made.tags for name in attrs if name.startswith("on")]
    assert made.attributes("style") == made.attributes("src") == []


def test_every_link_leads_somewhere() -> None:
    made = page(busy(40))
    anchors = {f"#{name}" for name in made.attributes("id")}
    inside = [link for link in made.attributes("href") if link.startswith("#")]
    files = {link for link in made.attributes("href") if not link.startswith("#")}
    assert set(inside) <= anchors
    assert len(made.attributes("id")) == len(set(made.attributes("id")))
    expected = (
        r"\.\./input/advies-\d+\.xlsx|brieven/(AWI-2026-\d+)/\1-brief-college\.docx|register\.xlsx"
        r"|archief/AWI-2026-\d+\.pdf|verzenden/(AWI-2026-\d+)/\2-mail-college\.eml"
    )
    assert all(re.fullmatch(expected, link) for link in files)


def test_the_signed_letter_opens_from_the_archive_wherever_that_lies(tmp_path: Path) -> None:
    elsewhere = Gearchiveerd(1, TODAY, str(tmp_path / "Archief één.pdf"))
    inside = Gearchiveerd(2, TODAY, "archief/ocfl/AWI 1.pdf")
    made = page(register(entry(1, archief=elsewhere), entry(2, archief=inside)))
    assert {(tmp_path / "Archief één.pdf").as_uri(), "archief/ocfl/AWI%201.pdf"} <= set(
        made.attributes("href")
    )
    assert "AWI 1.pdf (versie 2)" in made.text("adviezen")


def test_an_advies_that_the_archive_cannot_show_is_told() -> None:
    made = page(register(entry(1, archief=Gearchiveerd())))
    assert "De ondertekende brief is niet te lezen. Typ “advies controleer”" in made.text(
        "adviezen"
    )


def test_mails_are_shown_as_work_until_they_were_sent() -> None:
    mails = ("verzenden/AWI-2026-001/AWI-2026-001-mail-college.eml",)
    sent = date(2026, 11, 28)
    assert "Nog te versturen" in page(register(entry(1, mails=mails))).text("adviezen")
    made = page(register(entry(1, mails=mails, verzonden_op=sent))).text("adviezen")
    assert "Nog te versturen" not in made
    assert "De mails" in made


def test_the_foot_tells_the_code_of_the_archive_and_what_it_is_for() -> None:
    html = overview_html(register(archiefcode="3F9A-7C2B-11D0"))
    assert "Code van het archief: 3F9A-7C2B-11D0" in html
    assert "advies controleer --code 3F9A-7C2B-11D0" in html
    assert "Er is nog geen ondertekende brief gearchiveerd." in overview_html(register())


def test_file_names_with_odd_signs_still_link() -> None:
    made = page(register(entry(1, bestand="input/één & twee #3 50%.xlsx")))
    assert "../input/%C3%A9%C3%A9n%20%26%20twee%20%233%2050%25.xlsx" in made.attributes("href")


def test_a_sheet_outside_the_work_folder_is_named_without_a_link() -> None:
    made = page(register(entry(1, bestand="/elders/een.xlsx")))
    assert "/elders/een.xlsx" in made.text("adviezen")
    assert not [link for link in made.attributes("href") if "elders" in link]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "vandaag"),
        (1, "morgen"),
        (-1, "gisteren"),
        (12, "over 12 dagen"),
        (-40, "40 dagen geleden"),
    ],
)
def test_how_far_a_day_is_stands_in_words(days: int, words: str) -> None:
    assert distance(days) == words
