from __future__ import annotations

from datetime import date

import pytest

from pipeline.defaults import complete
from pipeline.model import Ernst, Finding, Report, Stap, Uitgave
from pipeline.year.needs import Nodig, next_need
from tests.work import Json, ready
from tests.year.dossiers import RAAD, dossier

TODAY = date(2026, 11, 22)
LETTER = Uitgave("AWI-2026-001", "een", TODAY, 1, "3F9A7C2B", "Bijverdienen", {}, {}, {})
ARCHIVED = Uitgave(
    "AWI-2026-001", "een", TODAY, 1, "3F9A7C2B", "Bijverdienen", {}, {}, {}, is_gearchiveerd=True
)
SENT = {"procedure.verzonden_op": "2026-11-02"}


def need(
    stap: Stap,
    *findings: tuple[Ernst, str],
    changes: Json | None = None,
    uitgave: Uitgave | None = None,
    today: date = TODAY,
) -> Nodig | None:
    d = complete(dossier(ready("bijverdienen"), changes or {}), RAAD)
    told = tuple(Finding("X", ernst, stap, "Tab!C1", key, "…", "S") for ernst, key in findings)
    return next_need(d, Report(stap, stap.next, None, told), uitgave, RAAD, today)


def said(nodig: Nodig | None) -> str:
    return f"{nodig.wie}: {nodig.wat}" if nodig else "niets"


ASK = "Het college vragen wanneer de reactie komt. De termijn liep tot 14 december 2026."
FOUT, ONTBREEKT = Ernst.FOUT, Ernst.ONTBREEKT


@pytest.mark.parametrize(
    ("key", "who"),
    [
        ("advies.onderwerp", "werkgroep"),
        ("procedure.voorgelegd_voorzitter", "werkgroep"),
        ("procedure.voor", "secretaris"),
        ("reactie.per_adviespunt.0.nummer", "secretaris"),
        ("formulier.id", "secretaris"),
    ],
)
def test_a_mistake_is_for_who_fills_in_that_cell(key: str, who: str) -> None:
    mistake = need(Stap.REACTIE, (FOUT, key), uitgave=LETTER)
    assert said(mistake) == f"{who}: Eerst 1 fout in het formulier verbeteren."


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        (["procedure.overleg_voorzitter"], "Het concept voorleggen aan de voorzitter."),
        (
            ["procedure.overleg_voorzitter", "procedure.overleg_bestuursadviseurs"],
            "Het concept voorleggen aan de voorzitter en de bestuursadviseurs.",
        ),
        (["procedure.voorgelegd_voorzitter"], "Het onderwerp voorleggen aan de voorzitter."),
    ],
)
def test_overleg_names_whom_to_show_it(keys: list[str], sentence: str) -> None:
    found = need(Stap.OVERLEG, *((ONTBREEKT, key) for key in keys))
    assert said(found) == f"werkgroep: {sentence}"


def test_the_werkgroep_goes_before_the_secretary() -> None:
    found = need(Stap.PLENAIR, (ONTBREEKT, "toetsing.datum"), (ONTBREEKT, "procedure.plenair_op"))
    assert said(found) == "werkgroep: Nog 1 vraag in het formulier invullen."


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-12-10", "Bespreken in de vergadering van 10 december 2026."),
        (None, "Een dag kiezen voor de plenaire vergadering."),
    ],
)
def test_plenair_waits_for_the_meeting(day: str | None, sentence: str) -> None:
    found = need(
        Stap.PLENAIR,
        (ONTBREEKT, "procedure.plenair_op"),
        changes={"procedure.plenair_op": day},
    )
    assert said(found) == f"secretaris: {sentence}"


@pytest.mark.parametrize(
    ("uitgave", "changes", "sentence"),
    [
        (LETTER, {}, "voorzitter: De brief ondertekenen; daarna archiveren en versturen."),
        (
            ARCHIVED,
            {},
            "secretaris: De mails in output/verzenden/AWI-2026-001 versturen en de dag invullen.",
        ),
        (LETTER, SENT, "secretaris: De ondertekende brief in het archief zetten."),
    ],
)
def test_signing_archiving_and_sending_follow_each_other(
    uitgave: Uitgave, changes: Json, sentence: str
) -> None:
    assert said(need(Stap.ONDERTEKENING, changes=changes, uitgave=uitgave)) == sentence


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        (date(2026, 12, 14), "college: Reageren, het liefst uiterlijk op 14 december 2026."),
        (date(2026, 12, 15), f"secretaris: {ASK}"),
    ],
)
def test_after_the_term_it_is_the_secretary_who_asks(today: date, sentence: str) -> None:
    assert said(need(Stap.REACTIE, changes=SENT, uitgave=ARCHIVED, today=today)) == sentence


def test_a_reply_without_a_day_of_sending_asks_for_that_day() -> None:
    assert said(need(Stap.REACTIE, uitgave=ARCHIVED)) == (
        "secretaris: De dag van verzenden invullen."
    )


def test_the_werkgroep_looks_in_practice() -> None:
    found = need(
        Stap.OPVOLGING, changes={**SENT, "advies.opvolgdatum": "2027-05-01"}, uitgave=ARCHIVED
    )
    assert said(found) == "werkgroep: Op 1 mei 2027 in de praktijk kijken hoe het gaat."


@pytest.mark.parametrize("stap", [Stap.AFGEROND, Stap.GESTOPT, Stap.INFORMEEL, Stap.AFGEWEZEN])
def test_at_the_end_of_a_road_nothing_is_needed(stap: Stap) -> None:
    assert need(stap) is None
