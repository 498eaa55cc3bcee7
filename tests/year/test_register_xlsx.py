from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from msgspec.structs import replace
from openpyxl import Workbook, load_workbook

from pipeline.model import Stap
from pipeline.year.filed import Gearchiveerd, code_sentences
from pipeline.year.register import Register
from pipeline.year.register_xlsx import register_xlsx
from tests.year.registers import busy, entry, point, register, term


def opened(values: Register) -> Workbook:
    return load_workbook(io.BytesIO(register_xlsx(values)))


def row(book: Workbook, tab: str, line: int = 2) -> dict[str, Any]:  # what a cell can hold
    """The values below their heads; a cell with a day gives the day."""
    heads = [str(cell.value) for cell in book[tab][1]]
    values = (cell.value for cell in book[tab][line])
    days = (value.date() if isinstance(value, datetime) else value for value in values)
    return dict(zip(heads, days, strict=True))


def test_a_dossier_is_a_row_with_its_dates_as_dates() -> None:
    made = opened(register(entry(4, Stap.REACTIE, termijnen=(term(days=-3),))))
    assert row(made, "Dossiers") == {
        "Kenmerk": "AWI-2026-004",
        "Onderwerp": "Goed voorbereid zelf de vaste lasten betalen (4)",
        "Stap": "reactie",
        "Aan zet": "college",
        "Wat er nu moet gebeuren": "Reageren, het liefst uiterlijk op 1 december 2026.",
        "Eerste termijn": date(2026, 11, 19),
        "Waarvoor": "reactie van het college",
        "Stand": "voorbij",
        "Waar invullen": None,
        "Fout": 0,
        "Ontbreekt": 0,
        "Waar-\nschuwing": 0,
        "Tip": 0,
        "Soort": "ongevraagd",
        "Vorm": "formeel",
        "Domein": "inkomen",
        "Thema": "Nieuw beschut werk",
        "Dossier": "Werkende armen",
        "Werkgroep": "Inkomen",
        "Contactpersoon": "Dirk Denkbeeld",
        "Win/win": "win/win/win",
        "Gevraagd op": None,
        "Gewenst op": None,
        "Ingeleverd op": date(2026, 11, 2),
        "Vergadering": date(2026, 11, 12),
        "Besloten op": date(2026, 11, 12),
        "Briefdatum": date(2026, 11, 22),
        "Gearchiveerd op": date(2026, 11, 25),
        "In het archief": "ondertekende brief",
        "Mails": "1 mail",
        "Verzonden op": date(2026, 10, 1),
        "Reactie uiterlijk": date(2026, 11, 12),
        "Reactie ontvangen": None,
        "Op website uiterlijk": date(2026, 10, 15),
        "Opvolging op": date(2027, 9, 15),
        "Bekeken op": None,
        "Formulier": "input/advies-004.xlsx",
    }


def test_every_adviespunt_is_a_row_with_its_status() -> None:
    points = (point(1, "overgenomen", "AWI-2026-001"), point(2, kenmerk="AWI-2026-001"))
    made = opened(register(entry(1, adviespunten=points)))
    rows = [row(made, "Adviespunten", line) for line in (2, 3)]
    assert [(one["Kenmerk"], one["Nummer"], one["Status"]) for one in rows] == [
        ("AWI-2026-001/1", 1, "overgenomen"),
        ("AWI-2026-001/2", 2, "open"),
    ]


def test_heads_are_frozen_and_every_column_can_be_filtered() -> None:
    made = opened(busy(12))
    told = [(sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) for sheet in made]
    assert told == [
        ("Dossiers", "C2", "A1:AK13"),
        ("Adviespunten", "C2", "A1:M43"),
        ("Archief", None, None),
    ]


def test_kenmerk_and_form_open_the_letter_and_the_sheet() -> None:
    sheet = opened(register(entry(4)))["Dossiers"]
    assert [sheet["A2"].hyperlink.target, sheet["AK2"].hyperlink.target] == [
        r"brieven\AWI-2026-004\AWI-2026-004-brief-college.docx",
        r"..\input\advies-004.xlsx",
    ]


def test_a_sheet_elsewhere_or_with_an_odd_name_gets_no_link() -> None:
    odd = (entry(1, bestand="/elders/een.xlsx"), entry(2, bestand="input/nr #2.xlsx"))
    sheet = opened(register(*odd))["Dossiers"]
    assert [sheet[place].hyperlink for place in ("AK2", "AK3")] == [None, None]
    assert sheet["AK3"].value == "input/nr #2.xlsx"


def test_the_signed_letter_and_its_mails_open_from_the_register() -> None:
    sheet = opened(register(entry(4, Stap.REACTIE)))["Dossiers"]
    assert [sheet[place].hyperlink.target for place in ("AC2", "AD2")] == [
        r"archief\AWI-2026-004.pdf",
        r"verzenden\AWI-2026-004",
    ]


def test_a_later_version_and_one_that_cannot_be_read_are_told() -> None:
    later = Gearchiveerd(2, date(2026, 12, 1), "archief/AWI-2026-001.pdf")
    entries = (entry(1, archief=later), entry(2, archief=Gearchiveerd()), entry(3))
    sheet = opened(register(*entries))["Dossiers"]
    assert [sheet[f"AC{line}"].value for line in (2, 3, 4)] == [
        "ondertekende brief, versie 2",
        "niet te lezen; kijk met: advies controleer",
        None,
    ]


@pytest.mark.parametrize("code", ["3F9A-7C2B-11D0", None])
def test_the_code_of_the_archive_has_a_tab_that_says_what_it_is_for(code: str | None) -> None:
    sheet = opened(register(archiefcode=code))["Archief"]
    cells = [cell.value for (cell,) in sheet.iter_rows(max_col=1)]
    assert cells == ["Code van het archief", code or "nog geen", *code_sentences(code)]


def test_what_people_typed_is_never_a_formula() -> None:
    typed = '=HYPERLINK("http://kwaad.example","klik")'
    odd = entry(1, onderwerp=typed, adviespunten=(point(), point(2)), werkgroep="{=1+1}")
    content = register_xlsx(register(odd))
    made = load_workbook(io.BytesIO(content))
    assert row(made, "Dossiers")["Onderwerp"] == typed
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = [book.read(n) for n in book.namelist() if n.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_a_text_longer_than_a_cell_keeps_what_fits() -> None:
    made = opened(register(entry(1, onderwerp="x" * 40_000)))
    assert len(row(made, "Dossiers")["Onderwerp"]) == 32_767


def test_without_dossiers_a_sentence_says_so() -> None:
    made = opened(register())
    assert made["Dossiers"]["A2"].value == "Er staan nog geen formulieren in de map input."
    assert made["Adviespunten"]["A2"].value == "Er zijn nog geen adviespunten."


def test_every_printed_page_says_whose_register_it_is_and_of_which_day() -> None:
    made = opened(replace(register(entry(1)), raad="adviesraad Jeugd & Wmo"))
    for sheet in made.worksheets:
        assert sheet.oddHeader is not None
        assert sheet.oddHeader.left.text == "Adviesraad Jeugd && Wmo: register van 22 november 2026"
