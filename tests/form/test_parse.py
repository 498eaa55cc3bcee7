"""What a sheet says, whatever was inserted, moved, copied or typed in another way."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

import pytest
from msgspec.structs import replace

from pipeline.errors import UnreadableSheetError
from pipeline.form.fields import form
from pipeline.form.normal import to_json
from pipeline.form.parse import filled, parse, places
from pipeline.form.raw import Broken, Defect, RawSheet, RawTab, Value
from pipeline.model import Dossier, Ernst, Finding

FORM = form((("T01", "Kan het?", ""), ("T20", "Verbindt het?", "")))
START: Sequence[Sequence[Value | None]] = (
    ("#", None, "antwoord"),
    (None, "Adviesformulier"),
    ("formulier.id", None, "f-1"),
    ("formulier.versie", None, 1),
)
HEAD = ("#", None, "antwoord")
TITLE = (None, "Titel")


def raw(tabs: Mapping[str, Sequence[Sequence[Value | None]]]) -> RawSheet:
    """A sheet as read.py gives it: only cells with content."""
    return RawSheet(
        "0" * 64,
        tuple(
            RawTab(
                name,
                {
                    number: {c: value for c, value in enumerate(row) if value is not None}
                    for number, row in enumerate(rows)
                    if any(value is not None for value in row)
                },
            )
            for name, rows in tabs.items()
        ),
    )


def read(*rows: Sequence[Value | None]) -> tuple[Dossier, tuple[Finding, ...]]:
    """The dossier of a form with these rows from row 3 of the tab Inhoud on."""
    return parse(raw({"Start": START, "Inhoud": (HEAD, TITLE, *rows)}), FORM)


def answers(dossier: Dossier) -> dict[str, object]:
    return {f.key: f.answer for f in filled(dossier) if not f.key.startswith("formulier.")}


def told(findings: Sequence[Finding]) -> list[tuple[str, str, str]]:
    return [(f.regel, f.plaats, f.sleutel) for f in findings]


# ---- keys and rows


def test_an_answer_knows_its_cell() -> None:
    dossier, findings = read(("advies.kern", "Kern", "Kort."))
    assert findings == ()
    assert answers(dossier) == {"advies.kern": "Kort."}
    assert places(dossier)["advies.kern"] == "Inhoud!C3"


def test_a_long_text_is_joined_from_its_rows() -> None:
    dossier, _ = read(
        ("advies.aanleiding", "Aanleiding", " Een.\n"),
        ("advies.aanleiding", None, None),
        ("advies.aanleiding", None, "Twee.\nNog twee."),
    )
    assert dossier.advies.aanleiding.answer == "Een.\n\nTwee.\nNog twee."
    assert dossier.advies.aanleiding.place == "Inhoud!C3"


def test_inserted_rows_belong_to_the_text_list_or_table_above() -> None:
    dossier, findings = read(
        ("advies.aanleiding", "Aanleiding", "Een."),
        (None, None, "Twee."),
        (None, None, "Drie."),
        ("advies.gehoord.*", "Gehoord", "A"),
        (None, None, "B"),
        ("advies.gehoord.*", None, "C"),
        ("#voortgang", "actie", "datum"),
        ("voortgang.*", "Gebeld", date(2026, 3, 1)),
        (None, "Gemaild", date(2026, 3, 2)),
    )
    assert findings == ()
    assert answers(dossier) == {
        "advies.aanleiding": "Een.\n\nTwee.\n\nDrie.",
        "advies.gehoord.0": "A",
        "advies.gehoord.1": "B",
        "advies.gehoord.2": "C",
        "voortgang.0.actie": "Gebeld",
        "voortgang.0.datum": date(2026, 3, 1),
        "voortgang.1.actie": "Gemaild",
        "voortgang.1.datum": date(2026, 3, 2),
    }
    assert places(dossier)["voortgang.1.datum"] == "Inhoud!C11"


def test_what_stands_beside_the_form_gets_a_remark() -> None:
    dossier, findings = read(
        ("advies.besproken_met", "Besproken met", "wethouder"),
        (None, "label", "los"),
        (None, None, None, "geen antwoordkolom"),
    )
    assert answers(dossier) == {"advies.besproken_met": "wethouder"}
    assert told(findings) == [("L12", "Inhoud!C4", "")]
    assert findings[0].ernst is Ernst.OPMERKING


def test_empty_items_and_rows_are_dropped() -> None:
    dossier, _ = read(
        ("advies.bronnen.*", "Bronnen", " \u200b"),
        ("advies.bronnen.*", None, None),
        ("advies.bronnen.*", None, "CBS"),
        ("#bestuursadviseurs", "naam", "functie", "email"),
        ("bestuursadviseurs.*", " ", None, None),
        ("bestuursadviseurs.*", None, None, "a@gemeente.example"),
    )
    assert answers(dossier) == {
        "advies.bronnen.0": "CBS",
        "bestuursadviseurs.0.email": "a@gemeente.example",
    }
    assert dossier.advies.bronnen.place == "Inhoud!C3"
    assert dossier.bestuursadviseurs.place == "Inhoud!B7"


def test_cards_are_ordered_by_number_and_empty_ones_dropped() -> None:
    dossier, _ = read(
        ("advies.adviespunten.3.advies", "Wat", "Derde"),
        ("advies.adviespunten.1.advies", "Wat", "Eerste"),
        (None, None, "tweede alinea"),
        ("advies.adviespunten.1.wie", "Wie", "Gemeente"),
        ("advies.adviespunten.2.advies", "Wat", None),
        ("advies.adviespunten.2.wie", "Wie", " "),
    )
    assert answers(dossier) == {
        "advies.adviespunten.0.advies": "Eerste\n\ntweede alinea",
        "advies.adviespunten.0.wie": "Gemeente",
        "advies.adviespunten.1.advies": "Derde",
    }
    assert places(dossier)["advies.adviespunten.1.advies"] == "Inhoud!C3"


def test_a_copied_card_is_a_new_one_after_the_others() -> None:
    dossier, findings = read(
        ("advies.adviespunten.1.advies", "Wat", "Een"),
        ("advies.adviespunten.1.wie", "Wie", "A"),
        ("advies.adviespunten.1.advies", "Wat", "Kopie"),
        ("advies.adviespunten.1.wie", "Wie", "B"),
        ("advies.adviespunten.2.advies", "Wat", "Twee"),
        ("advies.adviespunten.1.advies", "Wat", "Nog een"),
    )
    assert findings == ()
    assert [str(p.advies.answer) for p in dossier.advies.adviespunten] == ["Een", "Twee", "Kopie", "Nog een"]  # fmt: skip
    assert [p.wie.answer for p in dossier.advies.adviespunten] == ["A", None, "B", None]


def test_fixed_rows_are_read_by_their_key_and_columns_by_their_head() -> None:
    rows = [
        ("#winwin", "Voor wie?", "toelichting", "effect"),
        ("winwin.ondernemer", "De ondernemer", "Minder werk", "verlies"),
        ("winwin.burger", "De burger", "Meer geld", "Winst"),
    ]
    for ordered in itertools.permutations(rows):
        dossier, findings = read(*ordered)
        assert findings == ()
        assert answers(dossier) == {
            "winwin.ondernemer.toelichting": "Minder werk",
            "winwin.ondernemer.effect": "verlies",
            "winwin.burger.toelichting": "Meer geld",
            "winwin.burger.effect": "winst",
        }


def test_sorted_rows_and_a_head_below_them_still_read() -> None:
    sheet = raw({"Start": START[::-1], "X": (("advies.kern", None, "Kort."), HEAD)})
    dossier, findings = parse(sheet, FORM)
    assert findings == ()
    assert answers(dossier) == {"advies.kern": "Kort."}


def test_tabs_may_be_moved_renamed_and_added() -> None:
    dossier, findings = parse(
        raw(
            {
                "Eigen kladblok": (("advies.kern", None, "niet lezen"),),
                "inhoud": (HEAD, TITLE),
                "Iets anders": (HEAD, TITLE, ("advies.thema", None, "Armoede")),
                "Start": START,
            }
        ),
        FORM,
    )
    assert findings == ()
    assert answers(dossier) == {"advies.thema": "Armoede"}
    assert dossier.advies.kern.place == "inhoud!B2"  # its row is gone: the title of its tab
    assert dossier.advies.vorm.place == "Start!B2"  # its tab is gone: the title of the form
    assert dossier.advies.bevindingen.place == "inhoud!B2"


def test_a_tab_of_which_the_head_row_was_deleted_is_read_as_the_others() -> None:
    rows = [("advies.kern", None, "Kort."), *[("advies.gehoord.*", None, "Iemand")] * 3]
    dossier, findings = parse(raw({"Start": START, "Inhoud": rows}), FORM)
    assert findings == ()
    assert answers(dossier)["advies.kern"] == "Kort."


def test_a_copied_tab_is_not_read_twice() -> None:
    rows = (HEAD, TITLE, ("advies.gehoord.*", None, "A"), ("advies.gehoord.*", None, None))
    dossier, findings = parse(raw({"Start": START, "Inhoud": rows, "Inhoud (2)": rows}), FORM)
    assert answers(dossier) == {"advies.gehoord.0": "A"}
    assert told(findings) == [("L10", "Inhoud (2)!C3", "advies.gehoord")]


def test_a_question_answered_twice_is_a_fout_only_if_the_answers_differ() -> None:
    dossier, findings = read(("advies.thema", None, "A"), ("advies.thema", None, "B"))
    assert dossier.advies.thema.unreadable
    assert [f.melding for f in findings] == ["“Thema” is ook ingevuld in Inhoud!C3; maak een van beide leeg."]  # fmt: skip
    dossier, findings = read(("advies.thema", None, None), ("advies.thema", None, "B"))
    assert (dossier.advies.thema.answer, dossier.advies.thema.place) == ("B", "Inhoud!C4")
    assert findings == ()


def test_an_unknown_key_gets_a_remark() -> None:
    _, findings = read(("advies.vroeger", "Oude vraag", "x"))
    assert told(findings) == [("L11", "Inhoud!A3", "advies.vroeger")]


def test_every_criterion_has_an_answer_and_dropped_ones_are_kept() -> None:
    head = ("#toetsing.antwoorden", None, "antwoord", "toelichting")
    dossier, findings = read(
        head,
        ("toetsing.antwoorden.T21", None, "NVT", None),
        ("toetsing.antwoorden.T99", None, "deels", "omdat"),
    )
    assert findings == ()
    assert list(dossier.toetsing.antwoorden) == ["T01", "T20", "T99"]
    assert dossier.toetsing.antwoorden["T01"].antwoord.is_empty
    assert dossier.toetsing.antwoorden["T20"].antwoord.answer == "n.v.t."
    assert answers(dossier)["toetsing.antwoorden.T99.toelichting"] == "omdat"


@pytest.mark.parametrize("cell", ["Inhoud!C3", "inhoud!c4", "'Inhoud'!$C$4"])
def test_a_cleared_cell_becomes_the_key_of_its_answer(cell: str) -> None:
    dossier, _ = read(
        ("advies.aanleiding", None, "Een."),
        (None, None, "Twee."),
        ("#gezien_en_akkoord", "sleutel", "reden", "door"),
        ("gezien_en_akkoord.*", cell, "mag", "Anna Testman"),
        ("gezien_en_akkoord.*", "Inhoud!C99", "mag", "Anna Testman"),
    )
    keys = [row.sleutel.answer for row in dossier.gezien_en_akkoord]
    assert keys == ["advies.aanleiding", "Inhoud!C99"]


def test_another_workbook_and_a_newer_form_are_refused() -> None:
    with pytest.raises(UnreadableSheetError, match="geen adviesformulier"):
        parse(raw({"Blad1": (("Onderwerp", "Iets"),)}), FORM)
    newer = raw({"Start": (*START[:3], ("formulier.versie", None, 2))})
    with pytest.raises(UnreadableSheetError, match="nieuwere versie"):
        parse(newer, FORM)


def test_the_empty_form_gives_every_key_and_no_melding() -> None:
    dossier, findings = read()
    assert findings == ()
    assert to_json(dossier)["winwin"] == {
        group: {"belang": None, "effect": None, "toelichting": None, "compensatie": None}
        for group in ("burger", "gemeente", "ondernemer")
    }


# ---- typed answers


@pytest.mark.parametrize(
    "typed",
    [
        date(2026, 3, 3), datetime(2026, 3, 3, 14, 30), "3 maart 2026", "3-3-2026", "03/03/26",  # noqa: DTZ001 -- cells have no zone
        "2026-03-03", "2026-03-03T00:00:00", "dinsdag 3 maart 2026", "di 3 mrt. 2026", "Di. 3-3-2026",
        "3 MAART 2026", "3\u00a0maart\u00a02026", "3.3.2026", "3 mrt '26", " 3 - 3 - 2026 ", "3e maart 2026.", 46084,
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(typed: Value) -> None:
    dossier, findings = read(("advies.opvolgdatum", None, typed))
    assert findings == ()
    assert dossier.advies.opvolgdatum.answer == date(2026, 3, 3)


@pytest.mark.parametrize(
    "typed", ["31-2-2026", "maart 2026", "3 maart", "volgende week", "3-3-202", "13/25/2026", 2026, 3032026,
              20260303, "46084", "1-1-1900", True, time(9, 0), "3-3-2026 of 4-3-2026", "³-3-2026"],
)  # fmt: skip
def test_no_date_is_guessed(typed: Value) -> None:
    dossier, findings = read(("advies.opvolgdatum", None, typed))
    assert dossier.advies.opvolgdatum.unreadable
    assert told(findings) == [("L01", "Inhoud!C3", "advies.opvolgdatum")]
    assert findings[0].ernst is Ernst.FOUT
    assert findings[0].bron == "formulier"


@pytest.mark.parametrize("typed", [20, "20", " 20\u00a0", "20,0", "20.0", "+20"])
def test_a_number_is_read(typed: Value) -> None:
    dossier, findings = read(("procedure.minuten", None, typed))
    assert findings == ()
    assert dossier.procedure.minuten.answer == 20


def test_a_point_for_thousands_is_not_a_decimal() -> None:
    dossier, _ = read(("procedure.minuten", None, "1.000"))
    assert dossier.procedure.minuten.answer == 1000


@pytest.mark.parametrize("typed", ["twintig", 20.5, -1, "-1", True, 10**10, "1.00.0", date(2026, 1, 1)])  # fmt: skip
def test_no_number_is_guessed(typed: Value) -> None:
    dossier, findings = read(("procedure.minuten", None, typed))
    assert dossier.procedure.minuten.unreadable
    assert told(findings) == [("L02", "Inhoud!C3", "procedure.minuten")]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("ja", True), ("JA.", True), ("j", True), ("x", True), (True, True), ("true", True), (1, True),
     ("Nee", False), ("n", False), (False, False), ("“nee”", False), (0, False)],
)  # fmt: skip
def test_yes_and_no_are_read(typed: Value, answer: bool) -> None:  # noqa: FBT001 -- a parameter of pytest
    dossier, findings = read(("raakvlak.wmo", None, typed))
    assert findings == ()
    assert dossier.raakvlak.wmo.answer is answer


def test_no_yes_is_guessed() -> None:
    _, findings = read(("raakvlak.wmo", None, "ja, maar nee"))
    assert [f.melding for f in findings] == [
        "“Raakt het de Wmo?” is niet te lezen: er staat “ja, maar nee”, en het moet ja of nee zijn."
    ]


@pytest.mark.parametrize("typed", ["Niet geraakt", "niet\u00a0 geraakt", " 'NIET GERAAKT' ", "niet-geraakt"])  # fmt: skip
def test_a_choice_ignores_case_space_and_quotes(typed: str) -> None:
    dossier, findings = read(("#winwin", "effect"), ("winwin.burger", typed))
    assert findings == ()
    assert dossier.winwin.burger.effect.answer == "niet geraakt"


def test_an_unknown_choice_is_unreadable() -> None:
    _, findings = read(("advies.soort", None, "misschien"))
    assert [f.melding for f in findings] == [
        (
            "“Gevraagd of ongevraagd” is niet te lezen: er staat “misschien”, "
            "en het moet een van deze keuzes zijn: ongevraagd, gevraagd."
        )
    ]


@pytest.mark.parametrize(
    ("typed", "text"),
    [(12, "12"), (12.5, "12,5"), (date(2026, 11, 22), "22-11-2026"), (time(9, 5), "09:05"),
     (datetime(2026, 11, 22, 9, 5), "22-11-2026 09:05"), (True, "WAAR")],  # noqa: DTZ001 -- the same
)  # fmt: skip
def test_what_is_no_text_becomes_the_text_that_the_user_sees(typed: Value, text: str) -> None:
    dossier, _ = read(("advies.thema", None, typed))
    assert dossier.advies.thema.answer == text


@pytest.mark.parametrize(
    ("typed", "text"),
    [("a\r\nb\rc_x000D_\nd", "a\nb\nc\nd"), ("e\u0301", "é"), ("\u00a0 a\u00a0b \t", "a\u00a0b"),
     (" \u200b\ufeff\n", None), ("👩\u200d👧", "👩\u200d👧"), ("“a”  b", "“a”  b")],
)  # fmt: skip
def test_text_gets_its_normal_form(typed: str, text: str | None) -> None:
    dossier, findings = read(("advies.thema", None, typed))
    assert findings == ()
    assert dossier.advies.thema.answer == text


@pytest.mark.parametrize(
    ("typed", "rule"),
    [("a\x00b", "L07"), ("a\x0bb", "L07"), ("a\x85b", "L07"), ("a\ud800b", "L07"), ("a\uffffb", "L07"),
     ("a\u202eb", "L08"), ("a\u2066b", "L08"),
     (Broken(Defect.ERROR, "#N/A"), "L05"), (Broken(Defect.UNCALCULATED, ""), "L06")],
)  # fmt: skip
def test_what_no_letter_can_carry_is_a_fout_at_its_cell(typed: Value, rule: str) -> None:
    dossier, findings = read(
        ("advies.aanleiding", None, "Goed."), ("advies.aanleiding", None, typed)
    )
    assert dossier.advies.aanleiding.unreadable
    assert told(findings) == [(rule, "Inhoud!C4", "advies.aanleiding")]


def test_an_unreadable_cell_keeps_its_row() -> None:
    dossier, findings = read(("#voortgang", "actie", "datum"), ("voortgang.*", None, "ooit"))
    assert len(dossier.voortgang) == 1
    assert told(findings) == [("L01", "Inhoud!C4", "voortgang.0.datum")]


def test_reading_leaves_the_dossier_of_another_form_alone() -> None:
    other = form((("T05", "Iets", ""),))
    sheet = raw({"Start": START})
    assert list(parse(sheet, FORM)[0].toetsing.antwoorden) == ["T01", "T20"]
    assert list(parse(sheet, other)[0].toetsing.antwoorden) == ["T05"]
    assert parse(sheet, replace(other))[0] == parse(sheet, other)[0]
