"""adviesraad.toml: what may be left out, and each mistake with its sentence and its line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.council import Raad
from pipeline.council_file import BELANGEN, read_council
from pipeline.errors import SettingsError

ROOT = Path(__file__).parents[2]

SMALL = """\
[raad]
naam = "adviesraad Proef"
gemeente = "Proefstad"
code = "PROEF"
email = "raad@proef.example"

[[leden]]
naam = "Vera Voorbeeld"
rol = "voorzitter"
van = 2025-01-01

[[leden]]
naam = "Mo Model"
van = 2025-01-01
tot = 2028-12-31

[[bestuursadviseurs]]
naam = "Bram Beleid"
functie = "bestuursadviseur"

[[werkgroepen]]
naam = "Werk"
domein = "werk"
contactpersoon = "Mo Model"
leden = ["Mo Model", "Vera Voorbeeld"]
bestuursadviseurs = ["Bram Beleid"]

[[themas]]
naam = "Werk"
domein = "werk"
"""


def read(tmp_path: Path, text: str) -> Raad:
    path = tmp_path / "input" / "adviesraad.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return read_council(path)


def mistakes(tmp_path: Path, text: str) -> Sequence[str]:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, text)
    return caught.value.mistakes


def changed(old: str, new: str) -> str:
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new)


# What may be left out


def test_what_is_left_out_has_a_sensible_default(tmp_path: Path) -> None:
    raad = read(tmp_path, SMALL)
    assert (raad.plaats, raad.zetels, raad.adres) == ("Proefstad", 2, ())
    assert raad.college == ("College van burgemeester en wethouders van Proefstad",)
    assert dict(raad.belangen) == BELANGEN
    assert (raad.besluit.drempel, raad.besluit.basis) == (Decimal("0.5"), "leden")
    assert (raad.brief.aanhef, raad.brief.groet) == ("Geacht college,", "Met vriendelijke groet,")
    assert (raad.brief.reactietermijn_weken, raad.brief.herinnering_griffie) == (6, False)
    assert (raad.stukken_dagen_vooraf, raad.publicatie_weken) == (7, 2)
    assert raad.brief.merk is None
    assert raad.archief is None
    assert (raad.waardering, raad.gemeente_code) == ("N", None)
    assert raad.leden[1].rol == "lid"
    assert raad.werkgroepen[0].contact_gemeente is None


def test_every_setting_arrives(tmp_path: Path) -> None:
    raad = read(
        tmp_path,
        SMALL
        + """
[[zusterraden]]
naam = "adviesraad Jeugd"
onderwerpen = ["jeugd"]
contactpersoon = "Zus Zusterman"
email = "zus@zuster.example"

[belangen]
burger = "Eigen belang."

[besluit]
drempel = 0.66
basis = "uitgebracht"

[brief]
college = ["Het college", "Postbus 0"]
portefeuillehouder = "de wethouder"
aanhef = "Beste leden van het college,"
groet = "Hartelijke groet,"
stemming = "aantallen"
grondslag = "Wij adviseren volgens de wet."
merk = "PROEF"
toetsing_als_bijlage = true

[kenmerk]
eerste = { 2027 = 2, 2026 = 13 }

[termijnen]
reactie_weken = 8
stukken_dagen = 10
publicatie_weken = 3
herinnering_griffie = true

[mappen]
archief = "kluis"

[archief]
waardering = "B"
gemeente_code = "gm0202"
""",
    )
    assert raad.zusterraden[0].onderwerpen == ("jeugd",)
    assert raad.belang("burger") == "Eigen belang."
    assert raad.belang("gemeente") == BELANGEN["gemeente"]
    assert (raad.besluit.drempel, raad.besluit.basis) == (Decimal("0.66"), "uitgebracht")
    assert raad.college == ("Het college", "Postbus 0")
    assert raad.brief.portefeuillehouder == "de wethouder"
    assert raad.brief.aanhef == "Beste leden van het college,"
    assert raad.brief.groet == "Hartelijke groet,"
    assert raad.brief.stemming == "aantallen"
    assert raad.brief.grondslag == "Wij adviseren volgens de wet."
    assert raad.brief.merk == "PROEF"
    assert raad.brief.toetsing_als_bijlage
    assert raad.kenmerk_eerste == ((2026, 13), (2027, 2))
    assert (raad.brief.reactietermijn_weken, raad.brief.herinnering_griffie) == (8, True)
    assert (raad.stukken_dagen_vooraf, raad.publicatie_weken) == (10, 3)
    assert raad.archief == tmp_path / "kluis"
    assert (raad.waardering, raad.gemeente_code) == ("B", "gm0202")


def test_names_come_out_as_they_stand_in_the_list_of_leden(tmp_path: Path) -> None:
    raad = read(tmp_path, changed('"Mo Model", "Vera', '"mo  MODEL", "vera'))
    assert raad.werkgroepen[0].leden == ("Mo Model", "Vera Voorbeeld")


def test_a_lid_can_get_another_role_in_a_second_term(tmp_path: Path) -> None:
    raad = read(
        tmp_path,
        changed("van = 2025-01-01\n\n", "van = 2025-01-01\ntot = 2026-12-31\n\n")
        .replace("tot = 2028-12-31\n", "tot = 2026-12-31\n")
        .replace(
            "[[bestuurs",
            '[[leden]]\nnaam = "Mo Model"\nrol = "voorzitter"\nvan = 2027-01-01\n\n[[bestuurs',
        ),
    )
    latest = raad.lid("mo model")
    assert latest is not None
    assert latest.rol == "voorzitter"
    chairs = [raad.voorzitter_op(day) for day in (date(2026, 12, 31), date(2027, 1, 1))]
    assert [chair and chair.naam for chair in chairs] == ["Vera Voorbeeld", "Mo Model"]
    assert raad.zetels == 2


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2036, 12, 31)])
def test_the_sample_council_is_complete_until_2036(day: date) -> None:
    raad = read_council(ROOT / "input" / "adviesraad.toml")
    assert len(raad.leden_op(day)) == raad.zetels == 7
    assert raad.brief.merk == "FICTIEF VOORBEELD"
    chair = raad.voorzitter_op(day)
    assert chair is not None
    assert chair.naam == "Vera Voorbeeld"
    assert all(len(werkgroep.leden) == 3 for werkgroep in raad.werkgroepen)


# One mistake, one sentence


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        pytest.param(
            'gemeente = "Proefstad"',
            'gemente = "Proefstad"\ngemeente = "Proefstad"',
            "regel 3, raad.gemente: deze instelling bestaat niet. Bedoelt u “gemeente”?",
            id="unknown key",
        ),
        pytest.param(
            'gemeente = "Proefstad"',
            "gemeente = 7",
            "regel 3, raad.gemeente: hier hoort een tekst tussen aanhalingstekens.",
            id="wrong type",
        ),
        pytest.param(
            'gemeente = "Proefstad"\n',
            "",
            "regel 1, raad.gemeente: ontbreekt; vul hier een tekst tussen aanhalingstekens in.",
            id="missing text",
        ),
        pytest.param(
            'rol = "voorzitter"\n',
            "",
            'regel 7, leden[1]: geen van de leden heeft rol = "voorzitter"; één lid is voorzitter.',
            id="no voorzitter",
        ),
        pytest.param(
            'naam = "Mo Model"\n',
            'naam = "Mo Model"\nrol = "voorzitter"\n',
            "regel 14, leden[2].rol: “Vera Voorbeeld” en “Mo Model” zijn in dezelfde tijd "
            "voorzitter; geef de eerste een einddatum (tot).",
            id="two voorzitters",
        ),
        pytest.param(
            'rol = "voorzitter"',
            'rol = "baas"',
            "regel 9, leden[1].rol: “baas” kan niet; kies uit: voorzitter, secretaris, "
            "penningmeester, lid.",
            id="unknown role",
        ),
        pytest.param(
            "tot = 2028-12-31",
            "tot = 2024-12-31",
            "regel 15, leden[2].tot: ligt voor het begin van de termijn (2025-01-01).",
            id="term ends before it begins",
        ),
        pytest.param(
            "van = 2025-01-01\ntot",
            "tot",
            "regel 12, leden[2].van: ontbreekt; vul een datum in, zoals 2026-11-22.",
            id="term without begin",
        ),
        pytest.param(
            "van = 2025-01-01\ntot",
            'van = "1 januari 2025"\ntot',
            "regel 14, leden[2].van: hier hoort een datum zonder aanhalingstekens, zoals 2026-11-22.",
            id="date as text",
        ),
        pytest.param(
            "[[bestuurs",
            '[[leden]]\nnaam = "mo model"\nvan = 2026-01-01\n\n[[bestuurs',
            "regel 18, leden[3].naam: “mo model” staat hier voor de tweede keer in dezelfde tijd; "
            "haal één blok weg, of laat het ene aflopen (tot) voor het andere begint (van).",
            id="lid twice",
        ),
        pytest.param(
            'contactpersoon = "Mo Model"',
            'contactpersoon = "Kees Kwijt"',
            "regel 24, werkgroepen[1].contactpersoon: “Kees Kwijt” is geen lid van de raad; "
            "kies een naam uit [[leden]].",
            id="contactpersoon is no lid",
        ),
        pytest.param(
            '["Mo Model", "Vera Voorbeeld"]',
            '["Vera Voorbeeld"]',
            "regel 24, werkgroepen[1].contactpersoon: “Mo Model” staat niet bij de leden van de "
            "werkgroep.",
            id="contactpersoon outside the werkgroep",
        ),
        pytest.param(
            '["Mo Model", "Vera Voorbeeld"]',
            '["Mo Model", "Kees Kwijt"]',
            "regel 25, werkgroepen[1].leden: “Kees Kwijt” is geen lid van de raad; "
            "kies een naam uit [[leden]].",
            id="werkgroep with a stranger",
        ),
        pytest.param(
            '["Mo Model", "Vera Voorbeeld"]',
            '["Mo Model", "mo model"]',
            "regel 25, werkgroepen[1].leden: “Mo Model” staat hier twee keer.",
            id="werkgroep with a lid twice",
        ),
        pytest.param(
            '["Bram Beleid"]',
            '["Ineke Inkomen"]',
            "regel 26, werkgroepen[1].bestuursadviseurs: “Ineke Inkomen” is niet bekend; "
            "zet deze persoon ook in een blok [[bestuursadviseurs]].",
            id="unknown bestuursadviseur",
        ),
        pytest.param(
            'naam = "Werk"\ndomein = "werk"\ncontact',
            'naam = "Werk"\ncontact',
            "regel 21, werkgroepen[1].domein: ontbreekt; kies uit: werk, inkomen.",
            id="werkgroep without domein",
        ),
        pytest.param(
            '[[themas]]\nnaam = "Werk"\ndomein = "werk"\n',
            '[[themas]]\nnaam = "Werk"\n',
            "regel 28, themas[1].domein: ontbreekt; kies uit: werk, inkomen.",
            id="thema without domein",
        ),
        pytest.param(
            "[[themas]]",
            '[[themas]]\nnaam = "werk"\ndomein = "werk"\n[[themas]]',
            "regel 32, themas[2].naam: “Werk” staat twee keer bij de thema's.",
            id="thema twice",
        ),
        pytest.param(
            "[[werkgroepen]]",
            '[[bestuursadviseurs]]\nnaam = "Bram Beleid"\nfunctie = "x"\n[[werkgroepen]]',
            "regel 22, bestuursadviseurs[2].naam: “Bram Beleid” staat twee keer bij "
            "de bestuursadviseurs.",
            id="bestuursadviseur twice",
        ),
        pytest.param(
            'code = "PROEF"',
            'code = "PROEF"\nplaatsvervangend_voorzitter = "Kees Kwijt"',
            "regel 5, raad.plaatsvervangend_voorzitter: “Kees Kwijt” is geen lid van de raad; "
            "kies een naam uit [[leden]].",
            id="plaatsvervanger is no lid",
        ),
        pytest.param(
            'code = "PROEF"',
            'code = "PROEF"\nambtelijk_secretaris = "Mo Model"',
            "regel 5, raad.ambtelijk_secretaris: “Mo Model” staat ook bij de leden; "
            "een ambtelijk secretaris is geen lid.",
            id="ambtelijk secretaris is a lid",
        ),
        pytest.param(
            'code = "PROEF"',
            'code = "PROEF"\nzetels = 1',
            "regel 5, raad.zetels: 1 is te weinig: er zijn 2 leden in dezelfde tijd.",
            id="more leden than seats",
        ),
        pytest.param(
            'code = "PROEF"',
            'code = "W&I"',
            "regel 4, raad.code: “W&I” kan niet: gebruik 2 tot 10 hoofdletters en cijfers, met "
            "een letter vooraan. De code staat in elk kenmerk en in bestandsnamen.",
            id="code with a sign",
        ),
        pytest.param(
            'email = "raad@proef.example"',
            'email = "raad at proef.example"',
            "regel 5, raad.email: “raad at proef.example” is geen e-mailadres: "
            "dat heeft één @, en geen spaties of accenten.",
            id="e-mail without @",
        ),
        pytest.param(
            'naam = "adviesraad Proef"',
            'naam = "adviesraad\\nBcc: x@y.example"',
            "regel 2, raad.naam: mag geen regeleinde, tab of ander onzichtbaar stuurteken bevatten.",
            id="line break in a name",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert mistakes(tmp_path, changed(old, new)) == (sentence,)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            "[kenmerk]\neerste = { jaar = 13 }",
            "regel 33, kenmerk.eerste.jaar: “jaar” is geen jaar; schrijf bijvoorbeeld 2026 = 13.",
        ),
        (
            "[kenmerk]\neerste = { 2026 = 0 }",
            "regel 33, kenmerk.eerste.2026: moet minstens 1 zijn.",
        ),
        (
            "[kenmerk]\neerste = { 2026 = 1000 }",
            "regel 33, kenmerk.eerste.2026: mag hoogstens 999 zijn.",
        ),
        (
            "[termijnen]\nreactie_weken = 1_000_000_000",
            "regel 33, termijnen.reactie_weken: mag hoogstens 104 zijn.",
        ),
        (
            "[kenmerk.eerste]\n2026 = 'dertien'",
            "regel 33, kenmerk.eerste.2026: hier hoort een heel getal.",
        ),
        (
            "[besluit]\ndrempel = 50",
            "regel 33, besluit.drempel: moet groter dan 0 zijn en hoogstens 1, zoals 0.5.",
        ),
        (
            "[besluit]\nbasis = 'iedereen'",
            "regel 33, besluit.basis: “iedereen” kan niet; kies uit: leden, uitgebracht.",
        ),
        (
            "[[zusterraden]]\nnaam = 'Zus'\nonderwerpen = ['sport']",
            "regel 34, zusterraden[1].onderwerpen: “sport” kan niet; kies uit: wmo, jeugd.",
        ),
        (
            "[archief]\nwaardering = 'X'",
            "regel 33, archief.waardering: “X” kan niet; kies uit: N, B, V.",
        ),
        (
            "[archief]\ngemeente_code = '0202'",
            (
                "regel 33, archief.gemeente_code: “0202” kan niet: schrijf gm met vier cijfers, zoals "
                "gm0202."
            ),
        ),
    ],
)
def test_a_mistake_in_the_settings_is_told_with_its_line(
    tmp_path: Path, more: str, sentence: str
) -> None:
    assert mistakes(tmp_path, f"{SMALL}\n{more}\n") == (sentence,)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        changed('code = "PROEF"', 'code = "proef"')
        .replace("tot = 2028-12-31", "tot = 2020-12-31")
        .replace('["Bram Beleid"]', "'Bram Beleid'")
    )
    assert [sentence.split(":")[0] for sentence in mistakes(tmp_path, text)] == [
        "regel 4, raad.code",
        "regel 15, leden[2].tot",
        "regel 26, werkgroepen[1].bestuursadviseurs",
    ]


def test_a_block_that_does_not_exist_is_told(tmp_path: Path) -> None:
    (sentence,) = mistakes(tmp_path, changed("[[themas]]", "[[thema]]"))
    assert sentence.endswith("thema: deze instelling bestaat niet. Bedoelt u “themas”?")


def test_an_empty_file_says_what_is_needed_and_nothing_else(tmp_path: Path) -> None:
    assert sorted(mistakes(tmp_path, "")) == [
        "leden: er staan nog geen leden in; begin elk lid met [[leden]].",
        "raad.code: ontbreekt; vul hier een tekst tussen aanhalingstekens in.",
        "raad.email: ontbreekt; vul hier een tekst tussen aanhalingstekens in.",
        "raad.gemeente: ontbreekt; vul hier een tekst tussen aanhalingstekens in.",
        "raad.naam: ontbreekt; vul hier een tekst tussen aanhalingstekens in.",
    ]


def test_a_file_that_is_not_there_is_named_as_people_know_it(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"input/adviesraad\.toml"):
        read_council(tmp_path / "input" / "adviesraad.toml")
