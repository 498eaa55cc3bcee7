"""The secretary's table laid beside a sheet: what counts, and what is told when they differ."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from pipeline.form.desk import Desk, NoDeskError, read_desk
from pipeline.form.desk_merge import merge
from pipeline.form.desk_table import Content, Line, desk_tabs
from pipeline.form.desk_write import write_desk
from pipeline.form.parse import parse
from pipeline.form.raw import RawSheet, RawTab, Value
from pipeline.form.read import Reader
from pipeline.model import Dossier, Ernst
from tests.form.paper import FORM
from tests.form.sheets import book, saved
from tests.rules.harness import RAAD

ID = "f-1"
TABS = desk_tabs(FORM)
Cells = Mapping[str, Content]


def table(folder: Path, *lines: Cells, punten: tuple[Cells, ...] = (), form_id: str = ID) -> Desk:
    rows = {
        "Dossiers": [Line(form_id, {"bestand": "input/a.xlsx", **cells}) for cells in lines],
        "Reacties": [Line(form_id, cells) for cells in punten],
    }
    path = saved(folder, write_desk(rows, TABS, RAAD), "secretariaat.xlsx")
    with Reader() as reader:
        return read_desk(reader.read(path), FORM)


def sheet(answers: Mapping[str, Value]) -> Dossier:
    rows = ((key, None, value) for key, value in answers.items())
    return dossier(("#", None, "antwoord"), ("formulier.id", None, ID), *rows)


def reacties(*rows: tuple[Value | None, ...]) -> Dossier:
    names = ("nummer", "status", "datum", "bron", "motivering")
    return dossier(
        ("#", None, "antwoord"),
        ("formulier.id", None, ID),
        ("#reactie.per_adviespunt", *names),
        *(("reactie.per_adviespunt.*", *row) for row in rows),
    )


def dossier(*rows: tuple[Value | None, ...]) -> Dossier:
    cells = {
        number: {column: value for column, value in enumerate(row) if value is not None}
        for number, row in enumerate(rows)
    }
    return parse(RawSheet("", (RawTab("Secretariaat", cells),)), FORM)[0]


def test_an_answer_of_either_counts_and_keeps_its_cell(tmp_path: Path) -> None:
    desk = table(tmp_path, {"procedure.voor": 5, "procedure.besluit_op": date(2026, 11, 12)})
    merged, findings = desk.beside(sheet({"procedure.tegen": 2}), "input/a.xlsx")

    procedure = merged.procedure
    assert findings == ()
    assert (procedure.voor.value, procedure.voor.place) == (5, "secretariaat.xlsx, Dossiers!H6")
    assert procedure.besluit_op.value == date(2026, 11, 12)
    assert (procedure.tegen.value, procedure.tegen.place) == (2, "Secretariaat!C3")
    assert procedure.verzonden_op.is_empty
    assert procedure.verzonden_op.place == "secretariaat.xlsx, Dossiers!R6"


def test_equal_answers_are_fine_however_a_text_is_divided(tmp_path: Path) -> None:
    desk = table(
        tmp_path,
        {"procedure.voor": 5, "procedure.minderheidsstandpunt": "Te vroeg.\nEn te duur."},
    )
    other = sheet(
        {"procedure.voor": "5", "procedure.minderheidsstandpunt": "Te vroeg. En te duur."}
    )
    assert desk.beside(other, "input/a.xlsx")[1] == ()


def test_different_answers_are_a_fout_with_both_cells_and_the_table_stays(tmp_path: Path) -> None:
    desk = table(tmp_path, {"procedure.voor": 5, "procedure.rijp_voor_stemming": "ja"})
    other = sheet({"procedure.voor": 4, "procedure.rijp_voor_stemming": "nee"})
    merged, findings = desk.beside(other, "input/a.xlsx")

    assert merged.procedure.voor.value == 5
    assert merged.procedure.rijp_voor_stemming.value is True
    assert {(f.regel, f.ernst, f.bron) for f in findings} == {("S01", Ernst.FOUT, "formulier")}
    assert [(f.plaats, f.sleutel, f.melding) for f in findings] == [
        (
            "secretariaat.xlsx, Dossiers!G6",
            "procedure.rijp_voor_stemming",
            (
                "“Rijp voor stemming?” is hier “ja”, maar in het formulier (Secretariaat!C4) “nee”. "
                "Maak ze gelijk, of maak een van beide leeg."
            ),
        ),
        (
            "secretariaat.xlsx, Dossiers!H6",
            "procedure.voor",
            (
                "“Stemmen voor” is hier 5, maar in het formulier (Secretariaat!C3) 4. "
                "Maak ze gelijk, of maak een van beide leeg."
            ),
        ),
    ]


def test_an_unreadable_cell_is_a_fout_there_and_is_no_answer(tmp_path: Path) -> None:
    desk = table(tmp_path, {"procedure.plenair_op": "donderdag", "procedure.voor": "vijf"})
    merged, findings = desk.beside(sheet({"procedure.voor": 5}), "input/a.xlsx")

    assert [(f.regel, f.plaats) for f in findings] == [
        ("L01", "secretariaat.xlsx, Dossiers!F6"),
        ("L02", "secretariaat.xlsx, Dossiers!H6"),
    ]
    assert merged.procedure.voor.unreadable


def test_a_dossier_without_a_row_is_as_its_sheet_says(tmp_path: Path) -> None:
    desk = table(tmp_path, {"procedure.voor": 5}, form_id="f-2")
    of_sheet = sheet({"procedure.voor": 4})
    assert desk.beside(of_sheet, "input/b.xlsx") == (of_sheet, ())


def test_reactions_are_laid_together_by_the_number_of_the_adviespunt(tmp_path: Path) -> None:
    punten: tuple[Cells, ...] = (
        {"kenmerk": "AWI-2026-001", "nummer": 1, "status": "overgenomen", "bron": "brief"},
        {"kenmerk": "AWI-2026-001", "nummer": 2, "status": "niet overgenomen"},
        {"kenmerk": "AWI-2026-001", "nummer": 3},
    )
    desk = table(tmp_path, {}, punten=punten)
    of_sheet = reacties((2, "aangehouden"), (1, "overgenomen", None, None, "Goed idee."))
    merged, findings = desk.beside(of_sheet, "input/a.xlsx")

    rows = merged.reactie.per_adviespunt
    assert [
        (r.nummer.answer, r.status.answer, r.bron.answer, r.motivering.answer) for r in rows
    ] == [
        (2, "niet overgenomen", None, None),
        (1, "overgenomen", "brief", "Goed idee."),
    ]
    assert [(f.plaats, f.sleutel) for f in findings] == [
        ("secretariaat.xlsx, Reacties!E7", "reactie.per_adviespunt.0.status")
    ]


def test_only_the_reactions_to_the_last_letter_count(tmp_path: Path) -> None:
    punten: tuple[Cells, ...] = (
        {"kenmerk": "AWI-2026-009", "nummer": 1, "status": "open"},
        {"kenmerk": "AWI-2026-010", "nummer": 1, "status": "overgenomen"},
    )
    merged, _ = table(tmp_path, {}, punten=punten).beside(sheet({}), "input/a.xlsx")
    rows = merged.reactie.per_adviespunt
    assert [(r.nummer.answer, r.status.answer) for r in rows] == [(1, "overgenomen")]
    assert rows[0].status.key == "reactie.per_adviespunt.0.status"


def test_a_dossier_with_two_rows_is_told(tmp_path: Path) -> None:
    desk = table(tmp_path, {"procedure.voor": 5}, {"procedure.voor": 6})
    merged, findings = merge(sheet({}), desk.rows[ID])
    assert merged.procedure.voor.value == 5
    assert [(f.regel, f.plaats) for f in findings] == [("S02", "secretariaat.xlsx, Dossiers!B7")]


def test_a_row_that_names_the_sheet_of_another_row_is_told(tmp_path: Path) -> None:
    rows = {
        "Dossiers": [
            Line("f-1", {"bestand": "input/b.xlsx", "procedure.voor": 7}),
            Line("f-2", {"bestand": "input/a.xlsx"}),
        ]
    }
    path = saved(tmp_path, write_desk(rows, TABS, RAAD), "secretariaat.xlsx")
    with Reader() as reader:
        desk = read_desk(reader.read(path), FORM)

    assert [f.regel for f in desk.beside(sheet({}), "input/a.xlsx")[1]] == ["S03"]
    assert desk.beside(sheet({}), "input/andere-naam.xlsx")[1] == ()


def test_answers_without_a_key_are_told_and_not_read(tmp_path: Path) -> None:
    desk = table(tmp_path, {"procedure.voor": 5}, form_id=" ")
    assert desk.rows == {}
    assert [remark.partition(":")[0] for remark in desk.remarks] == [
        "secretariaat.xlsx, Dossiers!H6"
    ]


def test_another_workbook_is_no_table(tmp_path: Path) -> None:
    path = saved(tmp_path, book({"Blad1": (("Advies", "Stemmen"), ("A", 5))}))
    with Reader() as reader, pytest.raises(NoDeskError):
        read_desk(reader.read(path), FORM)


def test_a_melding_about_a_cell_of_the_table_can_be_cleared_by_that_cell(tmp_path: Path) -> None:
    desk = table(tmp_path, {"procedure.minderheidsstandpunt": "Bel 06-12345678."})
    lead = dossier(
        ("#", None, "antwoord"),
        ("formulier.id", None, ID),
        ("#gezien_en_akkoord", "sleutel", "reden", "door"),
        ("gezien_en_akkoord.*", "secretariaat.xlsx, Dossiers!P6", "Mag", "Dirk"),
        ("gezien_en_akkoord.*", "Inhoud!C3", "Mag", "Dirk"),
    )
    merged, _ = desk.beside(lead, "input/a.xlsx")
    assert [row.sleutel.answer for row in merged.gezien_en_akkoord] == [
        "procedure.minderheidsstandpunt",
        "Inhoud!C3",
    ]
