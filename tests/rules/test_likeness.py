"""T33: which dossiers are told to the voorzitter as much alike, and which are not."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from pipeline.model import Dossier, Ernst, Uitgave
from pipeline.rules.likeness import Work, likeness, work_of
from tests.rules.harness import UITGAVE, changed

KERN = (
    "Mensen met een bijstandsuitkering durven geen baan van een paar uur aan te nemen. Zij weten "
    "niet wat er van hun loon overblijft, en de verrekening komt weken later."
)
PUNTEN = (
    "Maak een rekenhulp waarmee iemand vooraf ziet wat er overblijft van zijn loon.",
    "Verreken inkomsten in dezelfde maand waarin ze binnenkomen.",
    "Leg in een gewone brief uit welke regels gelden bij wisselende uren.",
)
FIETSEN = {
    "onderwerp": "Fietsen voor kinderen uit arme gezinnen",
    "kern": "Veel kinderen hebben geen fiets en komen te laat op school of bij hun sportclub.",
    "punten": ("Begin een fietsenbank met de kringloopwinkel.", "Geef een fiets via de stadspas."),
}


def works(named: Sequence[tuple[str, Dossier]]) -> list[Work]:
    return [work_of(name, dossier) for name, dossier in named]


def advice(
    number: int,
    *,
    onderwerp: str = "Bijverdienen in de bijstand",
    kern: str = KERN,
    punten: tuple[str, ...] = PUNTEN,
    themadossier: str = "",
    vervolg_op: str | None = None,
) -> Dossier:
    rows = [{"advies": punt, "wie": "x", "wanneer": "y", "waarom": "z"} for punt in punten]
    return changed(
        {
            "formulier.id": f"id-{number}",
            "advies.onderwerp": onderwerp,
            "advies.kern": kern,
            "advies.adviespunten": rows,
            "advies.dossier": themadossier or f"dossier {number}",
            "advies.vervolg_op": vervolg_op,
        }
    )


def alike(*dossiers: Dossier, issued: tuple[Uitgave, ...] = ()) -> dict[str, list[str]]:
    named = [(f"{number}.xlsx", dossier) for number, dossier in enumerate(dossiers)]
    return {
        name: [f.melding for f in found] for name, found in likeness(works(named), issued).items()
    }


def test_a_reworked_copy_is_told_at_both_sheets() -> None:
    reworked = advice(
        1,
        onderwerp="Kleine banen naast de uitkering",
        punten=(*PUNTEN[:2], "Geef ondernemers een vast aanspreekpunt."),
    )
    found = likeness(works([("a.xlsx", advice(0)), ("b.xlsx", reworked)]), [])
    assert {name: len(findings) for name, findings in found.items()} == {"a.xlsx": 1, "b.xlsx": 1}
    (finding,) = found["a.xlsx"]
    assert (finding.regel, finding.ernst, finding.sleutel) == (
        "T33",
        Ernst.OPMERKING,
        "advies.onderwerp",
    )
    assert finding.melding == (
        "Voor de voorzitter: dit lijkt sterk op “Kleine banen naast de uitkering”, in b.xlsx. "
        "Doen twee werkgroepen hetzelfde, of is het een vervolg?"
    )


def test_the_same_subject_in_other_words_is_told() -> None:
    other = advice(
        1,
        onderwerp="Bijverdienen naast de bijstand",
        kern="Wij zien dat mensen stoppen.",
        punten=("Stel een coach aan.",),
    )
    assert len(alike(advice(0), other)) == 2


def test_another_subject_is_not_told() -> None:
    other = advice(
        1,
        onderwerp=str(FIETSEN["onderwerp"]),
        kern=str(FIETSEN["kern"]),
        punten=tuple(FIETSEN["punten"]),
    )
    assert alike(advice(0), other) == {}


def test_a_sheet_that_has_hardly_begun_is_not_told() -> None:
    assert alike(advice(0), advice(1, onderwerp="Bijstand", kern="", punten=())) == {}


def test_within_one_themadossier_likeness_is_meant() -> None:
    assert alike(advice(0, themadossier="Banen"), advice(1, themadossier=" banen ")) == {}


def letter(**changes: object) -> Uitgave:
    values = {"kern": KERN, "adviespunten": [{"advies": punt} for punt in PUNTEN]}
    made = replace(UITGAVE, formulier_id="id-9", onderwerp="Loon en uitkering", waarden=values)
    return replace(made, **changes)


def test_a_letter_is_named_by_its_kenmerk() -> None:
    (told,) = alike(advice(0), issued=(letter(),))["0.xlsx"]
    assert "“Loon en uitkering” (AWI-2026-004). " in told


def test_a_sheet_with_a_letter_is_named_once_by_its_kenmerk() -> None:
    own = letter(formulier_id="id-1")
    found = alike(advice(0), advice(1), issued=(own,))
    assert [len(told) for told in found.values()] == [1, 1]
    assert "(AWI-2026-004)" in found["0.xlsx"][0]


def test_a_follow_up_may_be_like_its_letter() -> None:
    assert alike(advice(0, vervolg_op="awi-2026-004"), issued=(letter(),)) == {}
    assert (
        alike(
            advice(0, vervolg_op="AWI-2026-004"), advice(1), issued=(letter(formulier_id="id-1"),)
        )
        == {}
    )


def test_a_withdrawn_letter_is_forgotten() -> None:
    assert alike(advice(0), issued=(letter(ingetrokken=True),)) == {}


def test_at_most_three_are_told() -> None:
    found = alike(*(advice(number) for number in range(6)))
    assert {len(told) for told in found.values()} == {3}


def test_the_sample_sheets_are_six_different_advices() -> None:
    samples = Path(__file__).parents[1] / "samples"
    dossiers = []
    for number, path in enumerate(sorted(samples.glob("*.json"))):
        advies = json.loads(path.read_text(encoding="utf-8"))["advies"]
        punten = tuple(punt["advies"] for punt in advies["adviespunten"])
        dossiers.append(
            advice(number, onderwerp=advies["onderwerp"], kern=advies["kern"], punten=punten)
        )
    assert alike(*dossiers) == {}


def test_a_thousand_dossiers_take_about_a_second_and_no_copy_is_missed() -> None:
    first = advice(0)
    named = []
    for number in range(1000):
        words = f"woord{'abcdefghij'[number // 2 % 10]}{'klmnopqrst'[number // 20 % 10]}"
        title = f"{words} onderwerp{'abcdefghij'[number // 200]} raakt bijstand"
        onderwerp = replace(first.advies.onderwerp, answer=title)
        dossier = replace(first.advies.dossier, answer=f"dossier {number}")
        advies = replace(first.advies, onderwerp=onderwerp, dossier=dossier)
        named.append((f"{number}.xlsx", replace(first, advies=advies)))
    start = time.perf_counter()
    found = likeness(works(named), [])
    assert time.perf_counter() - start < 3  # a third of it is usual
    assert len(found) == 1000
