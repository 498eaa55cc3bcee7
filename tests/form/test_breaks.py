"""Where the form and the secretary's table break over pages."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.form.breaks import pages
from pipeline.form.desk_table import Line, desk_tabs
from pipeline.form.desk_write import write_desk
from tests.form.paper import FORM, opened, usual_case, write
from tests.form.sheets import saved
from tests.rules.harness import RAAD

LINES = {"Dossiers": [Line("f-1", {"advies.onderwerp": "Rondkomen", "bestand": "input/a.xlsx"})]}
needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="LibreOffice or poppler is not installed",
)


def rows_after_breaks(sheet: Worksheet) -> list[int]:
    """The first row of each next page, from 1."""
    return [int(one.id) + 1 for one in sheet.row_breaks.brk]


def printed(folder: Path, name: str, content: bytes) -> list[str]:
    """The text of each page as LibreOffice prints it."""
    sheet = saved(folder, content, name)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(sheet)], check=True, capture_output=True, timeout=120)
    text = subprocess.run(
        ["pdftotext", "-layout", str(sheet.with_suffix(".pdf")), "-"],
        check=True,
        capture_output=True,
        timeout=60,
    ).stdout.decode()
    return text.split("\f")[:-1]


@given(st.lists(st.floats(0, 300), min_size=1), st.floats(100, 400), st.floats(0, 50))
def test_a_page_holds_what_fits_and_a_new_one_begins_for_a_reason(
    pieces: list[float], room: float, again: float
) -> None:
    firsts = pages(pieces, room, again)
    assert firsts[0] == 0
    assert list(firsts) == sorted(set(firsts))
    for first, after in zip(firsts, (*firsts[1:], len(pieces)), strict=True):
        start = again if first else 0.0
        if all(piece + start <= room for piece in pieces[first:after]):
            assert start + sum(pieces[first:after]) <= room + 1e-6


def test_a_piece_longer_than_a_page_runs_on_and_others_follow_it() -> None:
    assert pages([250, 40, 20], 100) == (0, 2)
    assert pages([30, 250, 40], 100, again=10) == (0, 1, 2)


def test_a_page_of_the_form_ends_between_two_questions() -> None:
    for answers in ({}, usual_case()):
        for sheet in opened(answers).worksheets[:-1]:
            for row in rows_after_breaks(sheet):
                assert sheet.cell(row, 2).value is None, (sheet.title, row)  # the room between two
                assert not any(
                    cells.min_row < row <= cells.max_row for cells in sheet.merged_cells.ranges
                )


def test_a_card_is_printed_whole() -> None:
    sheet = opened({})["Adviespunten"]
    labels = [sheet.cell(row + 1, 2).value for row in rows_after_breaks(sheet)]

    assert labels == ["Adviespunt 6"]


def test_a_tab_that_is_a_little_too_long_is_made_to_fit_on_one_page() -> None:
    long = "De burger weet eerder waar hij of zij aan toe is. " * 6
    groups = ("burger", "gemeente", "ondernemer")
    answers = usual_case() | {f"winwin.{group}.toelichting": long for group in groups}
    sheet = opened(answers)["Win-win"]

    assert sheet.page_setup.fitToHeight in {None, 1}  # left out, it is 1
    assert not sheet.row_breaks.brk


def test_the_table_breaks_between_groups_and_repeats_the_onderwerp_under_whole_titles() -> None:
    sheet = load_workbook(BytesIO(write_desk(LINES, desk_tabs(FORM), RAAD)))["Dossiers"]
    merged = sheet.merged_cells.ranges
    firsts = [int(one.id) + 1 for one in sheet.col_breaks.brk]

    assert [sheet.cell(4, column).value for column in firsts] == [
        "Bijzonderheden bij het besluit",
        "Reactie van het college",
    ]
    assert not any(cells.min_col < at <= cells.max_col for at in firsts for cells in merged)
    assert sheet.print_title_cols == "$A:$B"
    assert sheet.print_title_rows == "$4:$5"
    # What is repeated on every page is no longer than its column.
    assert sheet.cell(2, 2).value == "Het secretariaat"
    assert sheet.cell(3, 2).value == "Eén regel per advies."
    assert not any(cells.min_col == 2 for cells in merged if cells.min_row < 4)
    pages_set_up = sheet.sheet_properties.pageSetUpPr
    assert pages_set_up is None or not pages_set_up.fitToPage
    assert (sheet.page_setup.scale or 0) >= 66


@pytest.mark.tool
@needs_libreoffice
def test_libreoffice_prints_whole_blocks_and_whole_groups(tmp_path: Path) -> None:
    table = printed(tmp_path, "tabel.xlsx", write_desk(LINES, desk_tabs(FORM), RAAD))
    assert len(table) == 3 + 1
    for page, group in zip(table, ("Vergadering en", "Bijzonderheden", "Opvolging"), strict=False):
        assert group in page
        assert "Rondkomen" in page

    form = printed(tmp_path, "formulier.xlsx", write({}))
    cards = [page for page in form if "Adviespunt 5" in page or "Adviespunt 6" in page]
    assert [page.count("Waarom?") for page in cards] == [5, 5]
