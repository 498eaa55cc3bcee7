"""Which texts leave the house, and which never do."""

from __future__ import annotations

from msgspec.structs import replace

from pipeline.rules.text import confidential_titles, leaving, own_words, without_mark
from tests.rules.harness import RAAD, Changes, changed, good


def keys(changes: Changes) -> list[str]:
    return [text.key for text in leaving(changed(changes), RAAD)]


def test_everything_that_the_letter_prints_leaves_the_house() -> None:
    assert [text.key for text in leaving(good(), RAAD)] == [
        "advies.onderwerp",
        "advies.kern",
        "advies.aanleiding",
        "advies.bevindingen.0",
        "advies.bevindingen.1",
        "advies.gewenste_uitkomst",
        "advies.gehoord.0",
        "advies.gehoord.1",
        "advies.bronnen.0",
        "advies.adviespunten.0.advies",
        "advies.adviespunten.0.wie",
        "advies.adviespunten.0.wanneer",
        "advies.adviespunten.0.waarom",
        "advies.adviespunten.1.advies",
        "advies.adviespunten.1.wie",
        "advies.adviespunten.1.wanneer",
        "advies.adviespunten.1.waarom",
        "winwin.burger.toelichting",
        "winwin.burger.belang",
        "winwin.gemeente.toelichting",
        "winwin.gemeente.belang",
        "winwin.ondernemer.toelichting",
        "winwin.ondernemer.belang",
    ]


def test_the_summary_and_the_website_leave_the_house_too() -> None:
    more = keys(
        {
            "advies.samenvatting": "Besproken.",
            "advies.websitepunten": ["Een punt"],
            "raakvlak.samenvatting": "Het raakt de jeugd.",
        }
    )
    assert {"advies.samenvatting", "advies.websitepunten.0", "raakvlak.samenvatting"} <= set(more)


def test_what_only_the_council_sees_stays_inside() -> None:
    assert not {"procedure.uit_overleg", "procedure.afwijking", "advies.groter_doel"} & set(
        keys({"procedure.afwijking": "Te laat.", "advies.groter_doel": "Meedoen"})
    )


def test_confidential_lines_and_titles_stay_inside() -> None:
    changes: Changes = {
        "advies.gehoord": ["(Vertrouwelijk) Een klantmanager", "Een winkelier"],
        "advies.bronnen": ["  (vertrouwelijk)Concept plan"],
        "advies.bijlagen": [
            {"titel": "Verslag", "vertrouwelijk": False},
            {"titel": "Geheim verslag", "vertrouwelijk": True},
        ],
    }
    found = keys(changes)
    assert "advies.gehoord.0" not in found
    assert "advies.gehoord.1" in found
    assert "advies.bronnen.0" not in found
    assert "advies.bijlagen.0.titel" in found
    assert "advies.bijlagen.1.titel" not in found
    assert list(confidential_titles(changed(changes))) == ["Geheim verslag", "Concept plan"]


def test_the_minority_view_leaves_only_when_it_is_printed() -> None:
    view = {"procedure.minderheidsstandpunt": "Wij zijn tegen."}
    assert "procedure.minderheidsstandpunt" not in keys(view)
    assert "procedure.minderheidsstandpunt" in keys({**view, "procedure.minderheid_in_brief": True})


def test_explanations_of_the_toets_leave_only_when_the_council_prints_them() -> None:
    raad = replace(RAAD, brief=replace(RAAD.brief, toetsing_als_bijlage=True))
    key = "toetsing.antwoorden.T11.toelichting"
    assert key not in keys({})
    assert key in [text.key for text in leaving(good(), raad)]


def test_a_fixed_belang_is_no_text_of_the_sheet() -> None:
    assert "winwin.burger.belang" not in keys({"winwin.burger.belang": None})


def test_own_words_are_no_titles_or_questions_of_others() -> None:
    found = {text.key for text in own_words(good(), RAAD)}
    assert "advies.kern" in found
    assert not [key for key in found if key.startswith(("advies.gehoord", "advies.bronnen"))]


def test_the_mark_comes_off() -> None:
    assert without_mark(" (vertrouwelijk)  Jan ") == "Jan"
    assert without_mark(" Jan ") == "Jan"
