"""The live Stand van zaken says what the pipeline says: recalculated by the real LibreOffice."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from pipeline.defaults import complete
from pipeline.form.layout import Answer
from pipeline.form.parse import parse
from pipeline.form.raw import RawSheet
from pipeline.form.read import Reader
from pipeline.model import Ernst, Stap
from pipeline.rules.engine import check
from tests.form.paper import FORM, usual_case, write
from tests.rules.harness import RAAD, at

TODAY = date.today()  # noqa: DTZ011 -- the sheet asks the clock of this machine too
Changes = Mapping[str, Answer | None]
FUTURE = date(2090, 1, 1)
MEETING: Changes = {"procedure.plenair_op": date(2026, 10, 15)}
VOTED: Changes = {
    **MEETING,
    "procedure.rijp_voor_stemming": True,
    "procedure.voor": 6,
    "procedure.tegen": 1,
}

CASES: Mapping[str, Changes] = {
    "usual": {},
    "empty": dict.fromkeys(usual_case()),
    "after the meeting": MEETING,
    "not ripe": {**MEETING, "procedure.rijp_voor_stemming": False},
    "approved by the voorzitter": {
        "procedure.akkoord_voorzitter_op": date(2026, 10, 20),
        "procedure.reden_zonder_stemming": "Er was haast.",
    },
    "approved without a reason": {"procedure.akkoord_voorzitter_op": date(2026, 10, 20)},
    "no onderwerp, only spaces": {"advies.onderwerp": "   "},
    "gevraagd without question": {"advies.soort": "gevraagd"},
    "gevraagd with question": {
        "advies.soort": "gevraagd",
        "advies.adviesvraag.vraag": "Wat kan beter?",
        "advies.adviesvraag.datum": date(2026, 8, 1),
        "advies.adviesvraag.gewenst_op": date(2026, 12, 1),
    },
    "text further down": {"advies.aanleiding": "\n\n".join("abcdefgh")},
    "no adviespunt": {
        f"advies.adviespunten.{n}.{part}": None
        for n in range(3)
        for part in ("advies", "wie", "wanneer", "waarom")
    },
    "half an adviespunt": {"advies.adviespunten.3.wie": "De afdeling Inkomen"},
    "adviespunten without wie and wanneer": {
        "advies.adviespunten.0.wie": None,
        "advies.adviespunten.2.wanneer": None,
    },
    "not shown to anyone": {
        "procedure.voorgelegd_voorzitter": None,
        "procedure.overleg_bestuursadviseurs": None,
    },
    "touches jeugd": {"raakvlak.jeugd": True, "raakvlak.wmo": None},
    "loss not met": {"winwin.gemeente.effect": "verlies", "winwin.gemeente.toelichting": None},
    "loss met": {
        **MEETING,
        "winwin.gemeente.effect": "verlies",
        "winwin.gemeente.compensatie": "Er komt later geld terug.",
    },
    "equal": {"winwin.burger.effect": "gelijk"},
    "one group not touched": {"winwin.ondernemer.effect": "niet geraakt"},
    "two groups not touched": {
        "winwin.burger.effect": "niet geraakt",
        "winwin.ondernemer.effect": "niet geraakt",
    },
    "nobody touched": {
        f"winwin.{g}.effect": "niet geraakt" for g in ("burger", "gemeente", "ondernemer")
    },
    "investment not explained": {"investering.nodig": True},
    "investment": {
        "investering.nodig": True,
        "investering.wat": "Een rekenhulp",
        "investering.wanneer_winst": "Na een jaar",
        "winwin.gemeente.effect": "niet geraakt",
    },
    "toets unfinished": {
        "toetsing.datum": None,
        "toetsing.antwoorden.T01.antwoord": None,
        "toetsing.antwoorden.T18.antwoord": "deels",
        "toetsing.antwoorden.T19.antwoord": "nee",
        "toetsing.antwoorden.T19.toelichting": "Er is geen geld.",
        "toetsing.antwoorden.T32.antwoord": "nee",
    },
    "paid work, theme inkomen": {"toetsing.antwoorden.T06.antwoord": None},
    "paid work, theme werk": {
        "toetsing.antwoorden.T06.antwoord": None,
        "advies.thema": "Nieuw beschut werk",
    },
    "paid work, domein says so": {
        "toetsing.antwoorden.T06.antwoord": None,
        "advies.thema": "Iets nieuws",
        "advies.domein": "inkomen",
    },
    "ripe, not voted yet": {**MEETING, "procedure.rijp_voor_stemming": True},
    "votes against missing": {**VOTED, "procedure.tegen": None},
    "voted for": VOTED,
    "voted against": {**VOTED, "procedure.voor": 1, "procedure.tegen": 6},
    "a tie": {**VOTED, "procedure.voor": 3, "procedure.tegen": 3, "procedure.onthouding": 1},
    "most abstained": {**VOTED, "procedure.voor": 3, "procedure.tegen": 0},
    "voted, not ripe": {**VOTED, "procedure.rijp_voor_stemming": False},
    "voted, nobody knows if ripe": {**VOTED, "procedure.rijp_voor_stemming": None},
    "more votes than members": {**VOTED, "procedure.onthouding": 5},
    "voted on a day without members": {**VOTED, "procedure.besluit_op": date(2024, 1, 1)},
    "approved by the voorzitter, then voted": {
        **VOTED,
        "procedure.akkoord_voorzitter_op": date(2026, 10, 20),
    },
    "decided before the question": {**VOTED, "advies.adviesvraag.datum": date(2026, 10, 16)},
    "approved before the question": {
        "procedure.akkoord_voorzitter_op": date(2026, 9, 2),
        "procedure.reden_zonder_stemming": "Er was haast.",
        "advies.adviesvraag.datum": date(2026, 9, 3),
    },
    "onderwerp of 80 signs": {**VOTED, "advies.onderwerp": "x" * 80},
    "onderwerp too long": {**VOTED, "advies.onderwerp": "x" * 81},
    "onderwerp too long, on two lines": {"advies.onderwerp": "x" * 80 + "\nen meer"},
    "two leden": {"werkgroep.leden.0": "Anna Testman", "werkgroep.leden.1": "Bea Voorbeeld"},
    "one lid, who is the contactpersoon": {"werkgroep.leden.0": "Bea Voorbeeld"},
    "five leden": {
        f"werkgroep.leden.{n}": name
        for n, name in enumerate(
            ("Anna Testman", "Bea Voorbeeld", "Cor Proefman", "Dirk Fictief", "Els Verzonnen")
        )
    },
    "a werkgroep that nobody knows": {"werkgroep.naam": "Iets nieuws"},
    "contactpersoon outside the werkgroep": {
        "werkgroep.contactpersoon": "Anna Testman",
        "werkgroep.leden.0": "Dirk Fictief",
        "werkgroep.leden.1": "Els Verzonnen",
    },
    "ambtelijk secretaris writes along": {
        "werkgroep.leden.0": "Bea Voorbeeld",
        "werkgroep.leden.1": "Ina Ambtelijk",
        "werkgroep.opstellers.0": "ina ambtelijk",
    },
    "informal, nothing about the talk": {"advies.vorm": "informeel"},
    "informal, complete": {
        "advies.vorm": "informeel",
        "advies.besproken_op": date(2026, 9, 1),
        "advies.besproken_met": "De beleidsadviseur",
        "advies.samenvatting": "Er komt een rekenhulp.",
    },
    "informal, onderwerp too long": {"advies.vorm": "informeel", "advies.onderwerp": "x" * 90},
    "stopped without a reason": {"procedure.gestopt_op": date(2026, 10, 1)},
    "stopped": {
        "procedure.gestopt_op": date(2026, 10, 1),
        "procedure.reden_gestopt": "De gemeente besloot al.",
        "advies.vorm": "informeel",
    },
    "referred": {"procedure.doorverwezen": True},
}
# Only the clock of the reader's own machine knows what lies ahead.
AHEAD: Mapping[str, Changes] = {
    "meeting ahead": {"procedure.plenair_op": FUTURE},
    "question ahead": {"advies.adviesvraag.datum": FUTURE},
    "talks ahead": {
        "procedure.overleg_voorzitter": FUTURE,
        "procedure.overleg_bestuursadviseurs": FUTURE,
    },
    "toets ahead": {**MEETING, "toetsing.datum": FUTURE},
    "informal talk ahead": {
        "advies.vorm": "informeel",
        "advies.besproken_op": FUTURE,
        "advies.besproken_met": "De beleidsadviseur",
        "advies.samenvatting": "Er komt een rekenhulp.",
    },
    "akkoord ahead": {
        "procedure.akkoord_voorzitter_op": FUTURE,
        "procedure.reden_zonder_stemming": "Er was haast.",
    },
}
STEPS = {
    Stap.INVULLEN: "Stap 1: invullen, voor het overleg",
    Stap.OVERLEG: "Stap 2: het overleg",
    Stap.PLENAIR: "Stap 3: klaar voor de vergadering",
    Stap.BESLUIT: "Stap 4: het besluit van de raad",
    Stap.BRIEF: "Klaar: de brief kan worden gemaakt",
    Stap.INFORMEEL: "Een informeel advies: er komt geen brief",
    Stap.AFGEWEZEN: "Niet aangenomen door de raad: er komt geen brief",
    Stap.DOORVERWEZEN: "Doorverwezen naar het wijkteam",
    Stap.GESTOPT: "Gestopt: er komt geen brief",
}
LOOK = "Een werkgroep heeft twee tot vier leden"

Stand = tuple[str, str, str, str, bool]  # step, need, verdict, per group, odd number of leden


def answers_of(changes: Changes) -> dict[str, Answer]:
    merged = {**usual_case(), **changes, "formulier.id": "x"}
    return {key: value for key, value in merged.items() if value is not None}


def by_sheet(said: Mapping[str, str]) -> Stand:
    is_odd = said[LOOK] != "goed"
    step, need = said["U bent nu bij"], said["Voor de volgende stap"]
    return step, need, said["Win/win"], said["Per klantgroep"], is_odd


def stored(raw: RawSheet) -> dict[str, str]:
    start = next(tab for tab in raw.tabs if tab.name == "Start")
    return {str(cells.get(2)): str(cells.get(3)) for cells in start.rows.values()}


def calculated(file: Path) -> dict[str, str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return {row[2]: row[3] for row in csv.reader(lines) if len(row) > 3}


def by_pipeline(raw: RawSheet) -> Stand:
    dossier, findings = parse(raw, FORM)
    report = check(complete(dossier, RAAD), findings, at(TODAY))
    missing = [f for f in report.of(Ernst.ONTBREEKT) if f.stap is report.stap]
    here = {report.stap, None} if report.stap in (Stap.INVULLEN, Stap.INFORMEEL) else {report.stap}
    wrong = [f for f in report.of(Ernst.FOUT) if f.stap in here]
    left = [f"{len(missing)} nog in te vullen"] if missing else []
    left += [f"{len(wrong)} te verbeteren"] if wrong else []
    is_odd = (
        any(f.regel == "M04" for f in report.bevindingen) and not dossier.werkgroep.naam.is_empty
    )
    winwin = report.winwin or "nog niet te zeggen"
    groups = " · ".join(
        f"{name}: {belang.effect.answer or 'nog open'}" for name, belang in dossier.winwin
    )
    return STEPS[report.stap], ", ".join(left) or "–", winwin, groups, is_odd


def without_values(data: bytes) -> bytes:
    """The workbook with its formulas never calculated."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = re.sub(rb"</f><v>[^<]*</v>", b"</f>", part)
            new.writestr(name, part)
    return out.getvalue()


@pytest.fixture(scope="module")
def sheets() -> Mapping[str, bytes]:
    """The form of every case, written once."""
    return {name: write(answers_of(changes)) for name, changes in {**CASES, **AHEAD}.items()}


def test_values_stored_for_protected_view_are_those_of_the_pipeline(
    sheets: Mapping[str, bytes], tmp_path: Path
) -> None:
    with Reader() as reader:
        for number, name in enumerate(CASES):
            file = tmp_path / f"{number}.xlsx"
            file.write_bytes(sheets[name])
            raw = reader.read(file)
            assert by_sheet(stored(raw)) == by_pipeline(raw), name


@pytest.mark.tool
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_recalculated_by_libreoffice_the_sheet_agrees_with_the_pipeline(
    sheets: Mapping[str, bytes], tmp_path: Path
) -> None:
    files = [tmp_path / f"{number}.xlsx" for number in range(len(sheets))]
    for file, data in zip(files, sheets.values(), strict=True):
        file.write_bytes(without_values(data))
    profile = (tmp_path / "profile").as_uri()
    # Of the first tab as text: a file of all tabs takes LibreOffice three times as long.
    text = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", text]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), *map(str, files)],
        check=True,
        capture_output=True,
        timeout=240,
    )

    with Reader() as reader:
        for name, file in zip(sheets, files, strict=True):
            said = calculated(tmp_path / f"{file.stem}-Start.csv")
            assert by_sheet(said) == by_pipeline(reader.read(file)), name
