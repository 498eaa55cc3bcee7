"""Two sheets with one form id: which counts, and what is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.model import Ernst
from pipeline.rules.twins import Sheet, Twins, twins
from tests.rules.harness import UITGAVE

ANSWERS: Mapping[str, str] = {
    "formulier.id": "id-1",
    "advies.onderwerp": "Bijverdienen naast de bijstand",
    "advies.kern": "Laat vooraf zien wat iemand overhoudt.",
    "advies.adviespunten.0.advies": "Zet een rekenhulp op de website van de gemeente.",
    "advies.adviespunten.0.wie": "De afdeling Inkomen",
    "advies.adviespunten.1.advies": "Stuur de brief over de inkomsten binnen een maand.",
}
PLACES = {key: f"Inhoud!C{row}" for row, key in enumerate(ANSWERS, start=4)}
LETTER = replace(
    UITGAVE,
    formulier_id="id-1",
    waarden={
        "adviespunten": [
            {"advies": ANSWERS["advies.adviespunten.0.advies"], "wie": "De afdeling Inkomen"},
            {"advies": ANSWERS["advies.adviespunten.1.advies"], "wie": None},
        ]
    },
)


def sheet(bestand: str, sha256: str = "", **changes: str) -> Sheet:
    answers = {**ANSWERS, **{key.replace("__", "."): value for key, value in changes.items()}}
    saved = datetime(2026, 11, 21, 9, 5)  # noqa: DTZ001 -- files have local time
    return Sheet(bestand, answers, PLACES, sha256 or f"hash of {bestand}", saved)


def told(result: Twins) -> dict[str, list[str]]:
    return {name: [f.melding for f in found] for name, found in result.findings.items()}


def test_sheets_with_their_own_id_are_left_alone() -> None:
    result = twins([sheet("a.xlsx"), sheet("b.xlsx", formulier__id="id-2")], [])
    assert result == Twins((), {})


def test_a_nagekeken_copy_takes_the_place_of_its_unchanged_base() -> None:
    base = sheet("a.xlsx", "ABC")
    copy = sheet("a-nagekeken.xlsx", formulier__gebaseerd_op="sha256:abc", advies__kern="Beter.")
    result = twins([base, copy], [])
    assert told(result) == {}
    assert [(passed.bestand, passed.door) for passed in result.passed] == [
        ("a.xlsx", "a-nagekeken.xlsx")
    ]
    assert result.passed[0].reden == (
        "a.xlsx is overgeslagen: a-nagekeken.xlsx is de nagekeken versie ervan."
    )


def test_of_a_copy_of_a_copy_only_the_last_counts() -> None:
    first = sheet("a.xlsx", "A")
    second = sheet("b.xlsx", "B", formulier__gebaseerd_op="A", advies__kern="Beter.")
    third = sheet("c.xlsx", "C", formulier__gebaseerd_op="B", advies__kern="Nog beter.")
    result = twins([third, first, second], [])
    assert [(passed.bestand, passed.door) for passed in result.passed] == [
        ("a.xlsx", "b.xlsx"),
        ("b.xlsx", "c.xlsx"),
    ]
    assert told(result) == {}


def test_a_base_that_changed_since_is_a_fout_at_both() -> None:
    base = sheet("map/a.xlsx", "CHANGED", advies__onderwerp="Anders", advies__kern="Anders.")
    copy = sheet("map/b.xlsx", formulier__gebaseerd_op="ABC")
    result = twins([base, copy], [])
    assert result.passed == ()
    assert list(result.findings) == ["map/a.xlsx", "map/b.xlsx"]
    (finding,) = result.findings["map/a.xlsx"]
    assert (finding.ernst, finding.plaats, finding.sleutel) == (
        Ernst.FOUT,
        "Start!B2",
        "formulier.id",
    )
    assert finding.melding == (
        "Dit formulier ligt er 2 keer, met verschillende antwoorden: map/a.xlsx (opgeslagen "
        "21 november 2026, 09:05) en map/b.xlsx (opgeslagen 21 november 2026, 09:05). De "
        "verschillen beginnen in Inhoud!C5 en Inhoud!C6. Laat het goede bestand staan en zet "
        "het andere in een andere map. Is dit een ander advies? Maak dan een nieuw formulier met: "
        'advies formulier --nieuw-van "map/a.xlsx" -o "map/a-nieuw.xlsx"'
    )


def test_only_the_first_three_differing_cells_are_named() -> None:
    other = sheet(
        "b.xlsx", **{key.replace(".", "__"): "x" for key in ANSWERS if key != "formulier.id"}
    )
    (finding,) = twins([sheet("a.xlsx"), other], []).findings["a.xlsx"]
    assert "beginnen in Inhoud!C5, Inhoud!C6 en Inhoud!C7. " in finding.melding


def test_the_same_answers_count_once() -> None:
    result = twins([sheet("B.xlsx"), sheet("a.xlsx")], [])
    assert told(result) == {}
    assert [passed.reden for passed in result.passed] == [
        "B.xlsx is overgeslagen: er staat hetzelfde in als in a.xlsx."
    ]


def test_a_third_sheet_is_named_too() -> None:
    three = [sheet("a.xlsx"), sheet("b.xlsx", advies__kern="B"), sheet("c.xlsx", advies__kern="C")]
    found = told(twins(three, []))
    assert [len(messages) for messages in found.values()] == [1, 1, 1]
    assert "ligt er 3 keer" in found["c.xlsx"][0]
    assert all(name in found["c.xlsx"][0] for name in ("a.xlsx", "b.xlsx", "c.xlsx"))


def test_a_sheet_without_id_has_no_twin() -> None:
    assert twins([sheet("a.xlsx", formulier__id=""), sheet("b.xlsx", formulier__id="")], []) == (
        Twins((), {})
    )


def test_a_sheet_used_as_template_for_another_advice_is_a_copy_of_the_letter() -> None:
    copied = sheet(
        "input/nieuw plan.xlsx",
        advies__onderwerp="Fietsen voor kinderen",
        advies__adviespunten__0__advies="Begin een fietsenbank.",
        advies__adviespunten__1__advies="Geef kinderen een fiets.",
    )
    assert told(twins([copied], [LETTER])) == {
        "input/nieuw plan.xlsx": [
            (
                "Dit is een kopie van AWI-2026-004 (“Bijverdienen naast de bijstand”), met een "
                "ander onderwerp. Voor een nieuw advies is een nieuw formulier nodig. Maak het "
                'met: advies formulier --nieuw-van "input/nieuw plan.xlsx" '
                '-o "input/nieuw plan-nieuw.xlsx"'
            ),
        ]
    }


def test_a_sheet_that_was_reworked_after_its_letter_is_no_copy() -> None:
    renamed = sheet("a.xlsx", advies__onderwerp="Werk en bijstand")
    half = sheet(
        "a.xlsx", advies__onderwerp="Werk", advies__adviespunten__1__advies="Iets heel anders."
    )
    same_subject = sheet(
        "a.xlsx",
        advies__onderwerp="bijverdienen  naast de Bijstand",
        advies__adviespunten__0__advies="Anders.",
        advies__adviespunten__1__advies="Ook anders.",
    )
    for reworked in (renamed, half, same_subject):
        assert told(twins([reworked], [LETTER])) == {}


def test_a_copy_of_a_letter_does_not_make_the_first_sheet_suspect() -> None:
    copied = sheet(
        "b.xlsx",
        advies__onderwerp="Fietsen",
        advies__adviespunten__0__advies="Begin een fietsenbank.",
        advies__adviespunten__1__advies="Geef kinderen een fiets.",
    )
    assert list(twins([sheet("a.xlsx"), copied], [LETTER]).findings) == ["b.xlsx"]


def test_of_many_sheets_four_are_named() -> None:
    many = [sheet(f"{number}.xlsx", advies__kern=str(number)) for number in range(9)]
    melding = told(twins(many, []))["5.xlsx"][0]
    assert "ligt er 9 keer" in melding
    assert "2.xlsx (opgeslagen 21 november 2026, 09:05) en nog 5 andere. " in melding


def test_any_letter_of_the_form_will_do() -> None:
    successor = replace(LETTER, kenmerk="AWI-2027-001", onderwerp="Fietsen", waarden={})
    assert told(twins([sheet("a.xlsx")], [LETTER, successor])) == {}


@st.composite
def families(draw: st.DrawFn) -> list[Sheet]:
    """Sheets of one form, some nagekeken from an earlier one; a hash cannot come full circle."""
    sheets = []
    for number in range(draw(st.integers(0, 6))):
        base = draw(st.sampled_from(["", *(f"hash{n}" for n in range(number))]))
        kern = draw(st.sampled_from(["een", "twee"]))
        name = draw(st.sampled_from("abc"))
        sheets.append(
            sheet(
                f"{name}{number}.xlsx",
                f"hash{number}",
                advies__kern=kern,
                formulier__gebaseerd_op=base,
            )
        )
    return sheets


@given(sheets=families())
def test_at_least_one_sheet_counts_and_what_is_passed_over_leads_to_it(
    sheets: list[Sheet],
) -> None:
    result = twins(sheets, [])
    assert result == twins(sheets[::-1], [])
    passed = {one.bestand: one.door for one in result.passed}
    counting = {one.bestand for one in sheets} - passed.keys()
    assert bool(counting) == bool(sheets)
    for door in passed.values():
        last = door
        for _ in passed:
            last = passed.get(last, last)
        assert last in counting
    assert result.findings.keys() == (counting if len(counting) > 1 else set())
