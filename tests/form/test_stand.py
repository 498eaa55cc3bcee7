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
MEETING: Changes = {"procedure.plenair_op": date(2026, 10, 15)}

CASES: Mapping[str, Changes] = {
    "usual": {},
    "empty": dict.fromkeys(usual_case()),
    "after the meeting": MEETING,
    "meeting ahead": {"procedure.plenair_op": date(2090, 1, 1)},
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
}
STEPS = {
    Stap.INVULLEN: "Stap 1: invullen, voor het overleg",
    Stap.OVERLEG: "Stap 2: het overleg",
    Stap.PLENAIR: "Stap 3: klaar voor de vergadering",
}

Stand = tuple[str, str, str]  # step, what it still needs, verdict


def answers_of(changes: Changes) -> dict[str, Answer]:
    merged = {**usual_case(), **changes, "formulier.id": "x"}
    return {key: value for key, value in merged.items() if value is not None}


def by_sheet(said: Mapping[str, str]) -> Stand:
    return said["U bent nu bij"], said["Voor de volgende stap"], said["Win/win"]


def stored(raw: RawSheet) -> dict[str, str]:
    start = next(tab for tab in raw.tabs if tab.name == "Start")
    return {str(cells.get(2)): str(cells.get(3)) for cells in start.rows.values()}


def calculated(file: Path) -> dict[str, str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return {row[2]: row[3] for row in csv.reader(lines) if len(row) > 3}


def by_pipeline(raw: RawSheet) -> Stand:
    dossier, findings = parse(raw, FORM)
    report = check(complete(dossier, RAAD), findings, at(TODAY))
    assert not report.has_fout, report.of(Ernst.FOUT)
    winwin = report.winwin or "nog niet te zeggen"
    if report.stap not in STEPS:
        return "Klaar: de raad kan besluiten", "–", winwin
    missing = [f for f in report.of(Ernst.ONTBREEKT) if f.stap is report.stap]
    return STEPS[report.stap], f"{len(missing)} nog in te vullen", winwin


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


def test_values_stored_for_protected_view_are_those_of_the_pipeline(tmp_path: Path) -> None:
    with Reader() as reader:
        for number, (name, changes) in enumerate(CASES.items()):
            if name == "meeting ahead":
                continue  # only the clock of the reader's own machine knows
            file = tmp_path / f"{number}.xlsx"
            file.write_bytes(write(answers_of(changes)))
            raw = reader.read(file)
            assert by_sheet(stored(raw)) == by_pipeline(raw), name


@pytest.mark.tool
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_recalculated_by_libreoffice_the_sheet_agrees_with_the_pipeline(tmp_path: Path) -> None:
    for number, changes in enumerate(CASES.values()):
        file = tmp_path / f"{number}.xlsx"
        file.write_bytes(without_values(write(answers_of(changes))))
    profile = (tmp_path / "profile").as_uri()
    # Of the first tab as text: a file of all tabs takes LibreOffice three times as long.
    text = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", text]
    files = [tmp_path / f"{number}.xlsx" for number in range(len(CASES))]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), *map(str, files)],
        check=True,
        capture_output=True,
        timeout=120,
    )

    with Reader() as reader:
        for name, file in zip(CASES, files, strict=True):
            said = calculated(tmp_path / f"{file.stem}-Start.csv")
            assert by_sheet(said) == by_pipeline(reader.read(file)), name
