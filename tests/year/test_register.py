from __future__ import annotations

import json

import pytest

from pipeline.archive.store import opened
from tests.archive.shelf import WHEN
from tests.work import Json, Run, Work, changed, ready

SIX = (
    "beschut-werk",
    "bijverdienen",
    "doorbraak-informeel",
    "schuldhulp-gezinnen",
    "statushouders",
    "werkende-armen",
)

SIGN = "voorzitter: De brief ondertekenen; daarna archiveren en versturen."
SHOW = "werkgroep: Het concept voorleggen aan de voorzitter en de bestuursadviseurs."


@pytest.fixture
def six(work: Work) -> Work:
    for name in SIX:
        work.sheet(f"{name}.xlsx", ready(name))
    return work


def line(dossier: Json) -> str:
    nodig = dossier["nodig"]
    next_thing = f"{nodig['wie']}: {nodig['wat']}" if nodig else "niets meer te doen"
    return f"{dossier['kenmerk'] or '-'} | {dossier['stap']} | {next_thing}"


def lines(run: Run) -> list[str]:
    assert run.exit == 0, run.err
    return [line(dossier) for dossier in run.json["dossiers"]]


def test_the_register_says_of_every_sample_where_it_is_and_who_must_move(six: Work) -> None:
    six.run("brieven")
    assert lines(six.run("register", "--json")) == [
        f"AWI-2026-001 | ondertekening | {SIGN}",
        f"AWI-2026-002 | ondertekening | {SIGN}",
        "- | informeel | niets meer te doen",
        f"AWI-2026-003 | ondertekening | {SIGN}",
        "- | besluit | secretaris: Het besluit van de vergadering invullen.",
        f"- | overleg | {SHOW}",
    ]


def test_before_the_letters_the_secretary_makes_them(six: Work) -> None:
    assert lines(six.run("register", "--json"))[0] == (
        "- | brief | secretaris: De brief aan het college maken."
    )


def test_a_day_of_deciding_stands_there_once_there_is_a_decision(six: Work) -> None:
    """Until then the day of the meeting only stands for it."""
    days = {
        dossier["stap"]: (dossier["plenair_op"], dossier["besluit_op"])
        for dossier in six.run("register", "--json").json["dossiers"]
    }
    assert days["besluit"] == ("2026-11-12", None)
    assert days["brief"] == ("2026-11-12", "2026-11-12")


def test_what_is_to_be_done_with_a_signed_letter_names_the_icon_to_click(six: Work) -> None:
    six.run("brieven")
    told = [
        m["melding"]
        for f in six.run("toets", "--json").json["formulieren"]
        for m in f["bevindingen"]
    ]
    assert (
        "De ondertekende brief AWI-2026-001 staat nog niet in het archief. Zet hem in de map "
        "input/ondertekend en dubbelklik op Archiveren."
    ) in told


def test_a_dossier_stands_there_whole(work: Work) -> None:
    work.sheet("bijverdienen.xlsx", ready("bijverdienen"))
    work.run("brieven")
    reply = [{"nummer": 1, "status": "overgenomen", "datum": "2027-01-20", "bron": "brief"}]
    changes = {"reactie.per_adviespunt": reply, "reactie.ontvangen_op": "2027-01-20"}
    sent = {"procedure.verzonden_op": "2026-12-01"}
    work.sheet("bijverdienen.xlsx", changed(ready("bijverdienen"), {**changes, **sent}))
    dossier: Json = work.run("register", "--json", datum="2027-02-01").json["dossiers"][0]
    points = dossier.pop("adviespunten")
    assert dossier == {
        "bestand": "input/bijverdienen.xlsx",
        "formulier_id": "6f1d2c6e-3b0a-4c8f-9a51-0d7e5b2f4a11",
        "kenmerk": "AWI-2026-001",
        "onderwerp": "Bijverdienen in de bijstand: weten waar u aan toe bent",
        "soort": "ongevraagd",
        "vorm": "formeel",
        "domein": "inkomen",
        "thema": "Bijverdienen in de bijstand",
        "dossier": "Bijverdienen in de bijstand",
        "werkgroep": "Inkomen",
        "contactpersoon": "Dirk Denkbeeld",
        "stap": "ondertekening",
        "volgende_stap": "reactie",
        "winwin": "win/win/win",
        "adviesvraag_op": None,
        "gewenst_op": None,
        "ingeleverd_op": "2026-11-03",
        "plenair_op": "2026-11-12",
        "besluit_op": "2026-11-12",
        "briefdatum": "2026-11-22",
        "verzonden_op": "2026-12-01",
        "reactie_voor": "2027-01-12",
        "reactie_ontvangen_op": "2027-01-20",
        "openbaar_voor": "2026-12-15",
        "opvolgdatum": "2027-06-01",
        "bekeken_op": None,
        "meldingen": {"fout": 0, "ontbreekt": 1, "waarschuwing": 0, "opmerking": 0},
        "nodig": {
            "wie": "secretaris",
            "wat": "De ondertekende brief in het archief zetten.",
            "plaats": "Secretariaat!C36",
        },
        "termijnen": [
            {"wat": "advies op de website", "dag": "2026-12-15", "stand": "voorbij"},
            {"wat": "kijken in de praktijk", "dag": "2027-06-01", "stand": "later"},
        ],
        "bestanden": [
            "brieven/AWI-2026-001/AWI-2026-001-brief-college.docx",
            "brieven/AWI-2026-001/AWI-2026-001-kopie-ineke-inkomen.docx",
        ],
        "archief": None,
        "mails": [],
    }
    assert [(p["kenmerk"], p["status"], p["niet_beantwoord"], p["datum"]) for p in points[:2]] == [
        ("AWI-2026-001/1", "overgenomen", False, "2027-01-20"),
        ("AWI-2026-001/2", "open", True, None),
    ]


def test_a_filed_letter_asks_for_its_mails_to_be_sent(work: Work) -> None:
    work.sheet("bijverdienen.xlsx", ready("bijverdienen"))
    work.run("brieven")
    archief, signed = work.root / "output/archief", "AWI-2026-001-ondertekend.pdf"
    with opened(archief) as store:
        store.add("AWI-2026-001", {signed: b"1"}, message="x", user="y", when=WHEN)
    mail = work.root / "output/verzenden/AWI-2026-001/AWI-2026-001-mail-college.eml"
    mail.parent.mkdir(parents=True)
    mail.write_bytes(b"x")
    made = work.run("register", "--json").json
    dossier = made["dossiers"][0]
    assert made["archiefcode"] == work.run("controleer", "--json").json["archiefcode"]
    assert dossier["archief"] == {
        "versie": 1,
        "op": "2026-11-25",
        "ondertekend": f"archief/ocfl/2026/AWI-2026-001/v1/content/{signed}",
    }
    assert dossier["mails"] == ["verzenden/AWI-2026-001/AWI-2026-001-mail-college.eml"]
    assert line(dossier) == (
        "AWI-2026-001 | ondertekening | secretaris: De mails in output/verzenden/AWI-2026-001 "
        "versturen en de dag invullen."
    )


def test_a_mistake_goes_before_everything_else_and_names_its_cell(work: Work) -> None:
    work.sheet("een.xlsx", changed(ready("bijverdienen"), {"procedure.voor": 99}))
    nodig = work.run("register", "--json").json["dossiers"][0]["nodig"]
    assert (nodig["wie"], nodig["wat"]) == (
        "secretaris",
        "Eerst 1 fout in het formulier verbeteren.",
    )
    assert nodig["plaats"].startswith("Secretariaat!")


def test_a_letter_outlives_its_sheet(six: Work) -> None:
    six.run("brieven")
    (six.root / "input" / "bijverdienen.xlsx").unlink()
    document = six.run("register", "--json").json
    assert [letter["kenmerk"] for letter in document["brieven_zonder_formulier"]] == [
        "AWI-2026-002"
    ]
    assert document["jaren"][0]["brieven"] == 3
    assert document["jaren"][0]["zonder_formulier"] == 1


def test_a_letter_that_was_withdrawn_counts_for_nothing(six: Work) -> None:
    six.run("brieven")
    six.run("brieven", "--trek-in", "AWI-2026-002", "--reden", "Dubbel.")
    document = six.run("register", "--json").json
    assert document["jaren"][0]["brieven"] == 2
    assert lines(six.run("register", "--json"))[1] == (
        "AWI-2026-002 | ingetrokken | niets meer te doen"
    )


def test_a_sheet_that_cannot_be_read_is_named(work: Work) -> None:
    (work.root / "input" / "stuk.xlsx").write_bytes(b"PK\x03\x04 half")
    document = work.run("register", "--json").json
    assert document["onleesbaar"][0]["bestand"] == "input/stuk.xlsx"


def test_an_empty_work_folder_gives_an_empty_register(work: Work) -> None:
    run = work.run("register", "--json")
    assert (run.exit, run.json["dossiers"]) == (0, [])


def test_three_files_say_the_same(six: Work) -> None:
    six.run("brieven")
    run = six.run("register", "--json")
    output = six.root / "output"
    assert json.loads((output / "register.json").read_bytes()) == run.json
    assert (output / "register.xlsx").is_file()
    page = (output / "overzicht.html").read_text(encoding="utf-8")
    assert all(dossier["onderwerp"] in page for dossier in run.json["dossiers"])


def test_the_same_register_gives_the_same_bytes(six: Work) -> None:
    names = ("register.json", "register.xlsx", "overzicht.html")
    six.run("register")  # also makes the secretary's table, which the next run reads
    six.run("register")
    once = [(six.root / "output" / name).read_bytes() for name in names]
    six.run("register")
    assert [(six.root / "output" / name).read_bytes() for name in names] == once
