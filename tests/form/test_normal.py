"""The JSON of a dossier: strict in, whole and normal out."""

from __future__ import annotations

import pytest

from pipeline.form.fields import form
from pipeline.form.normal import WrongAnswersError, from_json, normal

FORM = form((("T01", "Kan het?", ""), ("T11", "Win/win?", ""), ("T20", "Verbindt het?", "")))
SECTIONS = [
    "formulier", "advies", "werkgroep", "bestuursadviseurs", "winwin", "investering", "toetsing",
    "raakvlak", "procedure", "reactie", "opvolging", "voortgang", "gezien_en_akkoord",
]  # fmt: skip


def mistakes(data: object) -> tuple[str, ...]:
    with pytest.raises(WrongAnswersError) as wrong:
        from_json(data, FORM)
    return wrong.value.mistakes


def test_the_normal_form_of_nothing_has_every_key() -> None:
    plain = normal({}, FORM)
    assert list(plain) == SECTIONS
    assert plain["formulier"] == {"id": None, "versie": 1, "gebaseerd_op": None}
    assert plain["reactie"] == {"ontvangen_op": None, "kenmerk": None, "per_adviespunt": []}
    assert plain["toetsing"] == {"datum": None, "toetser": None, "antwoorden": {}}


def test_the_normal_form_is_normal() -> None:
    data = {
        "formulier": {"id": "f-1"},
        "advies": {
            "onderwerp": " B&W \r\n",
            "kern": "a\n\nb\n\n\u200b\n\nc",
            "soort": "Gevraagd",
            "gehoord": ["", "x", None, " ", "y"],
            "adviespunten": [{}, {"advies": "", "wie": None}, {"waarom": "omdat"}],
            "opvolgdatum": "2026-12-01",
        },
        "toetsing": {"antwoorden": {"T20+T21": {"antwoord": "nvt"}, "T01": {"toelichting": ""}}},
        "raakvlak": {"wmo": False},
        "voortgang": None,
    }
    once = normal(data, FORM)
    assert once["advies"] == {
        **normal({}, FORM)["advies"],  # type: ignore[dict-item]  # JSON: an object
        "onderwerp": "B&W",
        "kern": "a\n\nb\n\nc",
        "soort": "gevraagd",
        "gehoord": ["x", "y"],
        "adviespunten": [{"advies": None, "wie": None, "wanneer": None, "waarom": "omdat"}],
        "opvolgdatum": "2026-12-01",
    }
    assert once["toetsing"] == {
        "datum": None,
        "toetser": None,
        "antwoorden": {"T20": {"antwoord": "n.v.t.", "toelichting": None}},
    }
    assert normal(once, FORM) == once


def test_only_filled_answers_are_given_by_path() -> None:
    data = {
        "advies": {"adviespunten": [{}, {"wie": "A"}]},
        "procedure": {"minuten": 20, "voor": None},
    }
    assert from_json(data, FORM) == {"advies.adviespunten.0.wie": "A", "procedure.minuten": 20}


def test_all_mistakes_are_told_at_once_with_their_path() -> None:
    data = {
        "adviezen": {},
        "advies": {
            "onderwerp": 12,
            "soort": "zus",
            "gehoord": "x",
            "opvolgdatum": "1 december 2026",
            "besproken_op": "2026-02-31",
            "adviespunten": [{"wi": "A"}, "x"],
            "bevindingen": ["goed", 3],
        },
        "procedure": {"minuten": 2.5, "voor": True, "tegen": -1, "rijp_voor_stemming": "ja"},
        "toetsing": {"antwoorden": {"T99": {}, "T11": {}, "T25": {}}},
        "formulier": {"versie": 9},
    }
    assert mistakes(data) == (
        "adviezen: deze naam bestaat niet. Bedoelt u “advies”?",
        "advies.onderwerp: moet een tekst zijn, tussen aanhalingstekens.",
        "advies.soort: is niet te lezen: er staat “zus”, en het moet een van deze keuzes zijn: ongevraagd, gevraagd.",
        "advies.gehoord: moet een lijst zijn, tussen [ en ].",
        "advies.opvolgdatum: “1 december 2026” moet een datum zijn, zoals “2026-10-15”.",
        "advies.besproken_op: is niet te lezen: er staat “2026-02-31”, en het moet een datum zijn, zoals 15-10-2026.",
        "advies.adviespunten.0.wi: deze naam bestaat niet. Bedoelt u “wie”?",
        "advies.adviespunten.1: moet een blok zijn, tussen { en }.",
        "advies.bevindingen.1: moet een tekst zijn, tussen aanhalingstekens.",
        "procedure.minuten: moet een heel getal zijn, zonder aanhalingstekens.",
        "procedure.voor: moet een heel getal zijn, zonder aanhalingstekens.",
        "procedure.tegen: is niet te lezen: er staat “-1”, en het moet een heel getal zijn, zoals 20.",
        "procedure.rijp_voor_stemming: moet true (ja), false (nee) of null zijn.",
        "toetsing.antwoorden.T99: deze naam bestaat niet.",
        "toetsing.antwoorden.T25: is hetzelfde als “T11”, dat er ook staat.",
        "formulier.versie: moet 1 zijn.",
    )


def test_a_document_that_is_no_object_is_refused() -> None:
    assert mistakes([]) == ("het geheel: moet een blok zijn, tussen { en }.",)


def test_text_that_no_letter_can_carry_is_refused() -> None:
    (mistake,) = mistakes({"advies": {"thema": "a\x00b"}})
    assert mistake.startswith("advies.thema: bevat een onzichtbaar stuurteken (U+0000) na “a”")


def test_a_text_may_be_longer_than_a_cell_but_an_alinea_may_not() -> None:
    long = "a" * 32_767
    assert from_json({"advies": {"aanleiding": f"{long}\n\n{long}"}}, FORM)
    assert mistakes({"advies": {"aanleiding": f"{long}a\n\nb"}, "opvolging": {"bevinding": "👍" * 17_000}}) == (
        "advies.aanleiding: is te lang: een alinea mag hoogstens 32767 tekens hebben. Verdeel de tekst met lege regels.",
        "opvolging.bevinding: is te lang: een alinea mag hoogstens 32767 tekens hebben. Verdeel de tekst met lege regels.",
    )  # fmt: skip
