"""Rows put in someone's workbook: they are there, and nothing else is any different."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator
from xlsxwriter import Workbook

from pipeline.form.desk_table import Link
from pipeline.form.graft import Graft, NewRow, graft
from pipeline.form.read import Reader
from pipeline.form.sheet_map import UnknownStructureError
from tests.form.sheets import operated, saved

SHEET = "xl/worksheets/sheet1.xml"


def book(fill: Callable[[Workbook], None]) -> bytes:
    target = io.BytesIO()
    workbook = Workbook(target, {"in_memory": True})
    fill(workbook)
    workbook.close()
    return target.getvalue()


def usual(workbook: Workbook) -> None:
    """Two keyed rows under a head row in date format; a drop-down, a colour rule, own column E."""
    sheet = workbook.add_worksheet("Lijst")
    day = workbook.add_format({"num_format": "d-m-yyyy"})
    sheet.write_row(0, 0, ("#lijst", "naam"))
    sheet.write_string(0, 2, "dag", day)
    sheet.write_row(1, 0, ("a", "Eén"))
    sheet.write_row(2, 0, ("b", "Twee"))
    sheet.write_row(1, 4, ("eigen", 1))
    sheet.write_string(4, 4, "eigen, lager")
    sheet.data_validation("B2:B3", {"validate": "list", "source": ["Eén", "Twee"]})
    sheet.conditional_format("A2:C3", {"type": "no_blanks", "format": day})
    sheet.autofilter("A1:C3")
    workbook.add_worksheet("Ander").write_string(0, 0, "blijft")


USUAL = book(usual)
NEW = (
    NewRow(30, {0: "c", 1: "Drie", 2: date(2026, 11, 22)}),
    NewRow(15, {0: "d", 1: Link("a.xlsx", "Vier")}),
    NewRow(15, {0: "e", 1: 5}),
)


def wanted(*rows: NewRow, fills: dict[tuple[int, int], Link] | None = None) -> Graft:
    return Graft("Lijst", 0, 2, (0, 1, 2), rows, fills or {})


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read(folder: Path, data: bytes) -> dict[int, dict[int, object]]:
    with Reader() as reader:
        tab = reader.read(saved(folder, data)).tabs[0]
    return {row: dict(cells) for row, cells in tab.rows.items()}


def test_new_rows_stand_below_and_everything_else_is_as_it_was(tmp_path: Path) -> None:
    before, after = read(tmp_path, USUAL), read(tmp_path, graft(USUAL, [wanted(*NEW)]))
    assert after == {
        **before,
        3: {0: "c", 1: "Drie", 2: date(2026, 11, 22)},
        4: {0: "d", 1: "Vier", **before[4]},
        5: {0: "e", 1: 5},
    }


def test_all_other_parts_keep_their_bytes() -> None:
    before, after = parts(USUAL), parts(graft(USUAL, [wanted(*NEW)]))
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {SHEET}


def test_nothing_is_taken_from_the_tab_itself() -> None:
    before, after = (
        parts(USUAL)[SHEET].decode(),
        parts(graft(USUAL, [wanted(*NEW)]))[SHEET].decode(),
    )
    kept = iter(after)
    changed = before.replace('ref="A1:F5"', 'ref="A1:F6"').replace('ref="A1:C3"', 'ref="A1:C6"')
    assert all(sign in kept for sign in changed), "not a subsequence of what it became"


def test_filter_drop_downs_and_colour_rules_reach_the_new_rows() -> None:
    xml = parts(graft(USUAL, [wanted(*NEW)]))[SHEET].decode()
    assert '<dimension ref="A1:F6"/>' in xml
    assert '<autoFilter ref="A1:C6"' in xml
    assert 'sqref="B2:B3 B4:B6"' in xml
    assert '<conditionalFormatting sqref="A2:C3 A4:A6 B4:B6 C4:C6">' in xml


def test_new_cells_look_as_the_head_of_their_column() -> None:
    sheet = load_workbook(io.BytesIO(graft(USUAL, [wanted(*NEW)])))["Lijst"]
    assert sheet["C4"].number_format == "d-m-yyyy"
    assert sheet["C5"].number_format == "d-m-yyyy"
    assert sheet["B5"].value == '=HYPERLINK("a.xlsx","Vier")'
    assert sheet.row_dimensions[4].height == 30


def test_one_cell_of_a_row_that_is_there_can_be_filled(tmp_path: Path) -> None:
    fills = {(1, 2): Link("../output/brieven/AWI-2026-001", "AWI-2026-001")}
    after = read(tmp_path, graft(USUAL, [wanted(fills=fills)]))
    assert after == {**(before := read(tmp_path, USUAL)), 1: {**before[1], 2: "AWI-2026-001"}}


@pytest.mark.parametrize(
    "row",
    [
        '<row r="4"/>',
        "<row r='4' ht='20' customHeight='1'></row>",
        '<row r="4"><c r="A4" s="1"/><c r="C4" s="1"></c></row>',
        '<row r="4" spans="1:9"><c r="B4"/><c r="I4" t="inlineStr"><is><t>a &gt; b</t></is></c></row>',
        '<row r="1048576" hidden="1"/>',
    ],
)
def test_rows_that_a_program_left_empty_are_used(tmp_path: Path, row: str) -> None:
    next_one = b"</sheetData>" if "1048576" in row else b'<row r="5"'
    odd = operated(
        USUAL,
        lambda name, data: (
            data.replace(next_one, row.encode() + next_one) if name == SHEET else data
        ),
    )
    before, after = read(tmp_path, odd), read(tmp_path, graft(odd, [wanted(*NEW)]))
    assert after[3] == {**before.get(3, {}), 0: "c", 1: "Drie", 2: date(2026, 11, 22)}
    assert after[5] == {0: "e", 1: 5}
    assert after[4] == {0: "d", 1: "Vier", **before[4]}


def test_the_result_is_a_sound_workbook(tmp_path: Path) -> None:
    path = saved(tmp_path, graft(USUAL, [wanted(*NEW)]))
    assert [error.description for error in OpenXmlValidator().validate(path).errors] == []


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_can_stand_in_a_new_row(text: str) -> None:
    rows = NewRow(15, {0: "c", 1: text}), NewRow(15, {0: "d", 1: Link("a.xlsx", text)})
    sheet = load_workbook(io.BytesIO(graft(USUAL, [wanted(*rows)])))["Lijst"]
    assert (sheet["A4"].value, sheet["A5"].value) == ("c", "d")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<row r="2"', b"<row"),  # rows without a number
        (b'<row r="3"', b'<row r="1"'),  # out of order
        (b'<c r="A2"', b"<c"),  # cells without a place
        (b"sheetData", b"sheetdata"),
    ],
)
def test_a_tab_in_an_unknown_shape_is_refused(old: bytes, new: bytes) -> None:
    odd = operated(USUAL, lambda name, data: data.replace(old, new) if name == SHEET else data)
    with pytest.raises(UnknownStructureError):
        graft(odd, [wanted(*NEW)])


def test_a_tab_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownStructureError):
        graft(USUAL, [Graft("Weg", 0, 2, (0,), NEW, {})])


def test_an_empty_tab_and_a_prefix_are_understood(tmp_path: Path) -> None:
    def prefixed(name: str, data: bytes) -> bytes:
        if name != SHEET:
            return data
        start = b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        return start + b"<x:sheetData/></x:worksheet>"

    odd = operated(USUAL, prefixed)
    after = read(tmp_path, graft(odd, [Graft("Lijst", 0, -1, (0, 1), NEW[2:], {})]))
    assert after == {0: {0: "e", 1: 5}}
