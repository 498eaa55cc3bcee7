"""Empty means default: which cells get one, and which are left as they are."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from pipeline.council_file import read_council
from pipeline.defaults import complete
from pipeline.model import (
    Antwoord,
    Bestuursadviseur,
    Dossier,
    Field,
    Number,
    Rows,
    Text,
    Texts,
)

RAAD = read_council(Path(__file__).parents[2] / "input" / "adviesraad.toml")


def test_thema_and_werkgroep_alone_give_everything_else() -> None:
    d = completed({"advies.thema": "bijverdienen in de bijstand", "werkgroep.naam": "Inkomen"})
    assert filled(d) == {
        "advies.dossier": "bijverdienen in de bijstand",
        "advies.domein": "inkomen",
        "advies.vorm": "formeel",
        "advies.soort": "ongevraagd",
        "werkgroep.contactpersoon": "Dirk Denkbeeld",
        "werkgroep.leden.0": "Dirk Denkbeeld",
        "werkgroep.leden.1": "Lotte Letterlijk",
        "werkgroep.leden.2": "Stef Sjabloon",
        "werkgroep.opstellers.0": "Dirk Denkbeeld",
        "werkgroep.opstellers.1": "Lotte Letterlijk",
        "werkgroep.opstellers.2": "Stef Sjabloon",
        "werkgroep.contact_gemeente.naam": "Ineke Inkomen",
        "werkgroep.contact_gemeente.functie": "bestuursadviseur Inkomen",
        "werkgroep.contact_gemeente.email": "i.inkomen@gemeente.example",
        "bestuursadviseurs.0.naam": "Ineke Inkomen",
        "bestuursadviseurs.0.functie": "bestuursadviseur Inkomen",
        "bestuursadviseurs.0.email": "i.inkomen@gemeente.example",
        "winwin.burger.belang": RAAD.belang("burger"),
        "winwin.gemeente.belang": RAAD.belang("gemeente"),
        "winwin.ondernemer.belang": RAAD.belang("ondernemer"),
        "toetsing.antwoorden.T06.antwoord": "n.v.t.",
        "procedure.gewenste_actie": "besluitvorming",
        "procedure.minuten": 20,
    }


def test_an_empty_sheet_gets_only_what_needs_no_answer() -> None:
    assert set(filled(completed({}))) == {
        "advies.vorm",
        "advies.soort",
        "winwin.burger.belang",
        "winwin.gemeente.belang",
        "winwin.ondernemer.belang",
        "procedure.gewenste_actie",
        "procedure.minuten",
    }


def test_a_default_keeps_the_cell_that_was_left_empty() -> None:
    d = completed({"werkgroep.naam": "Werk"})
    assert d.werkgroep.contactpersoon == Field(
        "werkgroep.contactpersoon",
        "label van werkgroep.contactpersoon",
        "Tab!werkgroep.contactpersoon",
        "Mo Model",
        is_default=True,
    )
    assert d.werkgroep.leden.is_default
    assert d.werkgroep.leden[1].place == d.werkgroep.leden.place
    assert d.bestuursadviseurs.is_default
    assert d.bestuursadviseurs[0].email.place == d.bestuursadviseurs.place


def test_what_is_filled_in_stays() -> None:
    answers: dict[str, object] = {
        "advies.thema": "Werk",
        "werkgroep.naam": "Werk",
        "advies.domein": "inkomen",
        "advies.dossier": "Banen",
        "advies.vorm": "informeel",
        "advies.soort": "gevraagd",
        "advies.opvolgdatum": date(2027, 1, 1),
        "werkgroep.contactpersoon": "Petra Proef",
        "werkgroep.contact_gemeente.naam": "Iemand Anders",
        "winwin.burger.belang": "Eigen belang",
        "toetsing.antwoorden.T06.antwoord": "ja",
        "procedure.gewenste_actie": "dialoog",
        "procedure.minuten": 45,
        "procedure.plenair_op": date(2026, 11, 2),
        "procedure.besluit_op": date(2026, 11, 3),
        "procedure.verzonden_op": date(2026, 11, 4),
    }
    d = completed(answers)
    assert filled(d).keys().isdisjoint(answers)
    assert values(d).items() >= answers.items()


def test_an_unreadable_cell_gets_no_default() -> None:
    unreadable: Number = Field(
        "procedure.minuten", "Minuten", "Inleveren!C3", None, unreadable=True
    )
    d = blank({})
    d = replace(d, procedure=replace(d.procedure, minuten=unreadable))
    assert complete(d, RAAD).procedure.minuten is unreadable


def test_a_new_thema_names_its_dossier_but_no_domein() -> None:
    d = completed({"advies.thema": "Iets nieuws"})
    assert d.advies.dossier.answer == "Iets nieuws"
    assert d.advies.domein.is_empty


def test_other_people_at_the_gemeente_get_no_one_elses_address() -> None:
    d = completed({"werkgroep.naam": "Werk", "werkgroep.contact_gemeente.naam": "Iemand Anders"})
    assert d.werkgroep.contact_gemeente.functie.is_empty
    assert d.werkgroep.contact_gemeente.email.is_empty


def test_the_known_contact_by_name_gets_function_and_address() -> None:
    d = completed({"werkgroep.naam": "Werk", "werkgroep.contact_gemeente.naam": "paul project"})
    assert d.werkgroep.contact_gemeente.email.answer == "p.project@gemeente.example"


def test_chosen_leden_are_the_opstellers() -> None:
    leden = rows("werkgroep.leden", "Mo Model", "Stef Sjabloon")
    d = blank({"werkgroep.naam": "Werk"})
    d = complete(replace(d, werkgroep=replace(d.werkgroep, leden=leden)), RAAD)
    assert d.werkgroep.leden is leden
    assert [f.answer for f in d.werkgroep.opstellers] == ["Mo Model", "Stef Sjabloon"]


def test_a_bestuursadviseur_chosen_by_name_gets_function_and_address() -> None:
    chosen = Bestuursadviseur(
        text("bestuursadviseurs.0.naam", "Bram Beleid"),
        text("bestuursadviseurs.0.functie"),
        text("bestuursadviseurs.0.email"),
    )
    listed = Rows("bestuursadviseurs", "Bestuursadviseurs", "Onderwerp!B40", (chosen,))
    d = replace(blank({"werkgroep.naam": "Inkomen"}), bestuursadviseurs=listed)
    (adviseur,) = complete(d, RAAD).bestuursadviseurs
    assert adviseur.naam.answer == "Bram Beleid"
    assert adviseur.functie.answer == "bestuursadviseur Werk"
    assert adviseur.email.answer == "b.beleid@gemeente.example"


@pytest.mark.parametrize(
    ("sent", "look_again"),
    [
        (date(2026, 11, 22), date(2027, 5, 22)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 6, 30), date(2026, 12, 30)),
        (date(2026, 7, 1), date(2027, 1, 1)),
    ],
)
def test_the_follow_up_is_six_months_after_sending(sent: date, look_again: date) -> None:
    assert completed({"procedure.verzonden_op": sent}).advies.opvolgdatum.answer == look_again


def test_the_decision_falls_on_the_day_of_the_meeting() -> None:
    day = date(2026, 11, 2)
    assert completed({"procedure.plenair_op": day}).procedure.besluit_op.answer == day


def test_paid_work_is_a_question_for_werk() -> None:
    d = completed({"advies.thema": "Werk"})
    assert d.toetsing.antwoorden["T06"].antwoord.is_empty


def test_completing_twice_changes_nothing() -> None:
    once = completed({"advies.thema": "Werk", "werkgroep.naam": "Werk"})
    assert complete(once, RAAD) == once


# Dossiers without a form


def completed(answers: Mapping[str, object]) -> Dossier:
    return complete(blank(answers), RAAD)


def blank(answers: Mapping[str, object]) -> Dossier:
    """A dossier with these answers and nothing else."""
    made = _made(Dossier, "", answers)
    assert isinstance(made, Dossier)
    return made


def _made(kind: Any, key: str, answers: Mapping[str, object]) -> object:
    origin = typing.get_origin(kind) or kind
    if origin is Field:
        return Field(key, f"label van {key}", f"Tab!{key}", answers.get(key))
    if origin is Rows:
        return Rows(key, f"label van {key}", f"Tab!{key}", items=())
    if not (isinstance(origin, type) and issubclass(origin, Struct)):
        return {"T06": _made(Antwoord, f"{key}.T06", answers)}
    hints = typing.get_type_hints(origin)
    return kind(**{n: _made(h, f"{key}.{n}".lstrip("."), answers) for n, h in hints.items()})


def text(key: str, answer: str | None = None) -> Text:
    return Field(key, key, "Tab!B2", answer)


def rows(key: str, *answers: str) -> Texts:
    return Rows(key, key, "Tab!B1", tuple(text(f"{key}.{n}", a) for n, a in enumerate(answers)))


def filled(dossier: Dossier) -> dict[str, object]:
    """The answers that were filled in as default, by key."""
    return {f.key: f.answer for f in fields(dossier) if f.is_default}


def values(dossier: Dossier) -> dict[str, object]:
    return {f.key: f.answer for f in fields(dossier) if f.is_filled}


def fields(value: Any) -> typing.Iterator[Field[object]]:
    if isinstance(value, Field):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from fields(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from fields(item)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from fields(getattr(value, name))
