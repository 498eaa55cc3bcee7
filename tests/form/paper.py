"""A council, its form, the usual advice, and a reader of workbooks that trusts only the keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook

from pipeline.form.fields import form
from pipeline.form.layout import Answer, Answers
from pipeline.form.write import write_form
from pipeline.rules.scheme import criteria_for_form
from tests.rules.harness import RAAD, SCHEMA

CRITERIA = criteria_for_form(SCHEMA)
FORM = form(CRITERIA)

_ZIN = "Mensen willen wel een paar uur werken, maar weten niet wat zij overhouden."


def usual_case() -> dict[str, Answer]:
    """Ongevraagd, three adviespunten, four bevindingen, no investment and nobody who loses."""
    answers: dict[str, Answer] = {
        "advies.onderwerp": "Bijverdienen naast de bijstand",
        "advies.thema": "Werkende armen",
        "werkgroep.naam": "Inkomen",
        "advies.kern": _ZIN,
        "advies.aanleiding": f"{_ZIN}\n\nDat hoorden wij op het spreekuur.",
        "advies.gewenste_uitkomst": "Meer mensen nemen een kleine baan aan.",
        "procedure.voorgelegd_voorzitter": date(2026, 9, 1),
        "procedure.overleg_voorzitter": date(2026, 9, 20),
        "procedure.overleg_bestuursadviseurs": date(2026, 9, 22),
        "raakvlak.wmo": False,
        "raakvlak.jeugd": False,
        "investering.nodig": False,
        "toetsing.datum": date(2026, 10, 1),
        "toetsing.toetser": "Dirk Fictief",
        "advies.gehoord.0": "Bezoekers van het inloopspreekuur",
        "advies.bronnen.0": "Jaarverslag van de afdeling Inkomen 2025",
    }
    for number in range(4):
        answers[f"advies.bevindingen.{number}"] = _ZIN
    for number in range(3):
        answers[f"advies.adviespunten.{number}.advies"] = "Zet een rekenhulp op de website."
        answers[f"advies.adviespunten.{number}.wie"] = "De afdeling Inkomen"
        answers[f"advies.adviespunten.{number}.wanneer"] = "Voor 1 april 2027"
        answers[f"advies.adviespunten.{number}.waarom"] = (
            "Dan weet iemand vooraf wat er overblijft."
        )
    for groep in ("burger", "gemeente", "ondernemer"):
        answers[f"winwin.{groep}.effect"] = "winst"
        answers[f"winwin.{groep}.toelichting"] = "Er blijft meer over."
    for criterium, _, _ in CRITERIA:
        answers[f"toetsing.antwoorden.{criterium}.antwoord"] = "ja"
    return answers


def write(answers: Answers) -> bytes:
    data = BytesIO()
    write_form(data, FORM, RAAD, answers)
    return data.getvalue()


def opened(answers: Answers) -> Workbook:
    return load_workbook(BytesIO(write(answers)))


@dataclass(frozen=True, slots=True)
class Keyed:
    """A cell for an answer: the key of its row, the name of its column and what it holds."""

    tab: str
    place: str
    key: str
    column: str
    value: str | int | date | None
    is_locked: bool


def keyed_cells(book: Workbook) -> Iterator[Keyed]:
    """Every answer cell, found as the protocol says: keys in column A, names in head rows."""
    for sheet in book.worksheets:
        heads: dict[int, str] = {}
        for row in sheet.iter_rows():
            key = row[0].value
            if not isinstance(key, str):
                continue
            if key.startswith("#"):
                heads = {c.column: str(c.value) for c in row[1:] if c.value is not None}
                continue
            for column, name in heads.items():
                cell = row[column - 1]
                value = cell.value.date() if isinstance(cell.value, datetime) else cell.value
                assert value is None or isinstance(value, str | int | date)
                place = f"{sheet.title}!{cell.coordinate}"
                locked = bool(cell.protection.locked)
                yield Keyed(sheet.title, place, key, name, value, locked)


def saved(path: Path, answers: Answers) -> Path:
    write_form(path, FORM, RAAD, answers)
    return path
