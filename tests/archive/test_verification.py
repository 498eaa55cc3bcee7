from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import __version__
from pipeline.archive.evidence import verify
from pipeline.archive.examine import examine
from pipeline.archive.made import made
from pipeline.archive.values import Evidence, Match, Vorm
from pipeline.archive.verification import as_json, as_text
from pipeline.council_file import read_council
from tests.archive import letters
from tests.archive.letters import bijverdienen
from tests.archive.matches import KENMERK, PRINT, letter, match
from tests.archive.signing import NOW, authority, signed
from tests.archive.typeset import typeset
from tests.work import ROOT

WHO = "adviesraad Werk en Inkomen gemeente Arnhem"


def checked(tmp: Path, content: bytes) -> tuple[Evidence, Match]:
    found = match(letter(tmp / KENMERK), content)
    raad = read_council(ROOT / "input/adviesraad.toml")
    one = examine(content, Vorm.PDF, 3, (authority().der,), NOW)
    return verify(found, raad, [one], made(found.letter)), found


@pytest.fixture
def good(tmp_path: Path) -> tuple[Evidence, Match]:
    return checked(tmp_path, signed(typeset(bijverdienen(), PRINT)))


def test_the_text_can_be_read_in_twenty_years(good: tuple[Evidence, Match]) -> None:
    evidence, found = good
    (one,) = evidence.signatures
    handed = found.parts[0].handed
    assert as_text(evidence, found, NOW, WHO) == (
        f"""\
Verslag van de controle van AWI-2026-002

Onderwerp: Bijverdienen in de bijstand: weten waar u aan toe bent
Datum van de brief: 22 november 2026
Code van de brief: AWI-2026-002:8A99B334 (versie 1)
Gecontroleerd op: 1 december 2026 om 10.00 uur
Verantwoordelijk voor de controle: adviesraad Werk en Inkomen gemeente Arnhem
Programma: adviesbrieven {__version__}

Wat er is ontvangen
-------------------
- scan 12.pdf (pdf, {handed.size} bytes, 3 bladzijden)
  sha512 {handed.sha512[:64]}
         {handed.sha512[64:]}

Hoe de brief is herkend
-----------------------
- Aan de code op de bladzijden.

Wat er is gecontroleerd
-----------------------
- De handtekening is van Vera Voorbeeld, gezet op 23 november 2026 om 14.05
  uur volgens de klok van de computer waarop is getekend.
- Het hele bestand is sinds het ondertekenen niet veranderd.
- Het certificaat is uitgegeven door Voorbeeld Stamcertificaat en hoort bij
  een certificaat dat u vertrouwt (map vertrouwd).
- Of een certificaat later is ingetrokken, is niet nagegaan: dit programma
  vraagt niets op internet.
- De tekst is woord voor woord gelijk aan de brief zoals die is gemaakt.
- Alle bladzijden zijn er: evenveel als in de PDF van de brief zoals die is
  gemaakt.

Handtekening 1
--------------
- Houder: Vera Voorbeeld
- Gezet op: 23 november 2026 om 14.05 uur (klok van de ondertekenaar)
- Uitkomst van de controle: ongeschonden en vertrouwd
- Gecontroleerd op 1 december 2026 om 10.00 uur door adviesraad Werk en
  Inkomen gemeente Arnhem met adviesbrieven {__version__}
- Uitgever van het certificaat: Voorbeeld Stamcertificaat
- Serienummer: {one.serial}
- sha256 van het certificaat:{_folded(one.certificate)}
- Certificaat geldig van 1 januari 2026 tot en met 1 januari 2028
"""
    )


def _folded(sha256: str) -> str:
    return f"\n  {sha256}"


def test_the_four_facts_of_the_archiefregeling_stand_in_the_json(
    good: tuple[Evidence, Match],
) -> None:
    evidence, found = good
    record = json.loads(json.dumps(as_json(evidence, found, NOW, WHO)))
    (one,) = record["handtekeningen"]
    (signature,) = evidence.signatures
    assert one == {
        "houder": "Vera Voorbeeld",
        "gezet_op": "2026-11-23T13:05:00+00:00",
        "gezet_volgens": "klok van de ondertekenaar",
        "ongeschonden": True,
        "hele_bestand": True,
        "gebrek": None,
        "validatie": {
            "moment": "2026-12-01T09:00:00+00:00",
            "uitkomst": "ongeschonden en vertrouwd",
            "vertrouwd": True,
            "verantwoordelijk": WHO,
        },
        "certificaat": {
            "uitgever": "Voorbeeld Stamcertificaat",
            "serienummer": signature.serial,
            "sha256": f"sha256:{signature.certificate}",
            "geldig_van": "2026-01-01T00:00:00+00:00",
            "geldig_tot": "2028-01-01T00:00:00+00:00",
        },
    }
    assert record["ontvangen"][0]["sha512"] == f"sha512:{found.parts[0].handed.sha512}"
    assert record["ontvangen"][0]["codes"][0] == {
        "bladzijde": 1,
        "codes": ["AWI-2026-002:8A99B334"],
    }
    assert record["tekst"] == {"vergeleken": True, "verschillen": []}
    assert record["geweigerd"] is None


def test_what_differs_and_why_it_was_refused_stand_in_both(tmp_path: Path) -> None:
    texts = letters.swap("artikel 47", "artikel 41")(list(bijverdienen()))
    evidence, found = checked(tmp_path, signed(typeset(texts, PRINT)))
    record = json.loads(json.dumps(as_json(evidence, found, NOW, WHO)))
    text = as_text(evidence, found, NOW, WHO)
    assert record["geweigerd"] == evidence.refusal != ""
    assert record["tekst"]["verschillen"] == list(evidence.differences) != []
    assert "Verschillen met de brief zoals die is gemaakt" in text
    assert "Niet gearchiveerd" in text
    assert max(map(len, text.splitlines())) <= 79
