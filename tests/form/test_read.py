"""Every quirk of honest spreadsheets, one small file each."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.form.raw import Broken, Defect, Value
from pipeline.form.read import Reader
from tests.form.sheets import Rows, book, in_sheet, operated, saved, sheet_of, with_cell, with_parts

STRICT = (
    (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
)  # fmt: skip
KINDS: Rows = (
    ("tekst", 12.0, 12.5, True, False),
    (date(2026, 3, 1), datetime(2026, 3, 1, 14, 30), time(9, 15)),  # noqa: DTZ001 -- cells have no zone
)
READ_KINDS: dict[int, dict[int, Value]] = {
    0: {0: "tekst", 1: 12, 2: 12.5, 3: True, 4: False},
    1: {0: date(2026, 3, 1), 1: datetime(2026, 3, 1, 14, 30), 2: time(9, 15)},  # noqa: DTZ001 -- the same
}


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as open_reader:
        yield open_reader


def rows_of(reader: Reader, folder: Path, data: bytes) -> dict[int, dict[int, Value]]:
    """The rows of the last tab."""
    rows = reader.read(saved(folder, data)).tabs[-1].rows
    return {number: dict(cells) for number, cells in rows.items()}


def test_the_bytes_are_hashed(reader: Reader, tmp_path: Path) -> None:
    data = book({"T": KINDS})
    assert reader.read(saved(tmp_path, data)).sha256 == hashlib.sha256(data).hexdigest()


def test_a_sheet_reads_the_same_by_a_child_that_is_new_or_has_read_many(tmp_path: Path) -> None:
    path = saved(tmp_path, book({"Één & “twee”": ((*KINDS[0], 10**20, 0.1, "\U0001f642\t\n"),)}))
    with Reader() as reader:
        reader.get_ready()
        child = reader._crew.child()._process
        first, *others = (reader.read(path) for _ in range(40))
        assert reader._crew.child()._process is child
    assert first.tabs[0].rows[0][5] == 10**20
    assert all(sheet == first for sheet in others)


def test_only_cells_with_content_are_read_by_row_and_column(reader: Reader, tmp_path: Path) -> None:
    data = book({"T": ((), (None, None, "c"), (), ("a",))})
    assert rows_of(reader, tmp_path, data) == {1: {2: "c"}, 3: {0: "a"}}


@pytest.mark.parametrize("options", [{}, {"date_1904": True}])
def test_every_type_is_kept_in_both_date_systems(
    options: dict[str, object], reader: Reader, tmp_path: Path
) -> None:
    assert rows_of(reader, tmp_path, book({"T": KINDS}, options)) == READ_KINDS


def test_strict_ooxml_reads_the_same(reader: Reader, tmp_path: Path) -> None:
    def strict(_: str, data: bytes) -> bytes:
        for old, new in STRICT:
            data = data.replace(old, new)
        return data

    assert rows_of(reader, tmp_path, operated(book({"T": KINDS}), strict)) == READ_KINDS


def test_names_with_a_prefix_read_the_same(reader: Reader, tmp_path: Path) -> None:
    def prefixed(name: str, data: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return data
        text = (
            data.decode().replace("xmlns=", "xmlns:x=").replace("<", "<x:").replace("<x:/", "</x:")
        )
        return text.replace("<x:?", "<?").encode()

    data = operated(book({"T": (*KINDS, ("=1/0",))}), prefixed)
    assert rows_of(reader, tmp_path, data) == {**READ_KINDS, 2: {0: 0}}


def test_a_formula_gives_its_value(reader: Reader, tmp_path: Path) -> None:
    data = operated(sheet_of(("=6*7",)), in_sheet(b"</f><v>0</v>", b"</f><v>42</v>"))
    assert rows_of(reader, tmp_path, data)[1] == {0: 42}


def test_a_formula_without_a_value_is_told(reader: Reader, tmp_path: Path) -> None:
    workbook = Workbook()
    assert workbook.active is not None
    workbook.active["B2"] = "=6*7"
    workbook.active["C2"] = "ja"
    path = tmp_path / "a.xlsx"
    workbook.save(path)
    assert reader.read(path).tabs[0].rows == {1: {1: Broken(Defect.UNCALCULATED, ""), 2: "ja"}}


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell(
    reader: Reader, tmp_path: Path
) -> None:
    empty = in_sheet(b'<c r="A2"><f>A9</f><v>0</v>', b'<c r="A2" t="str"><f>A9</f><v></v>')
    data = operated(sheet_of(("=A9", "b")), empty)
    assert rows_of(reader, tmp_path, data)[1] == {1: "b"}


def test_a_cell_error_is_told(reader: Reader, tmp_path: Path) -> None:
    typed = in_sheet(b'<c r="A2"><v>1</v>', b'<c r="A2" t="e"><v>#N/A</v>')
    data = operated(sheet_of((1, "b")), typed)
    assert rows_of(reader, tmp_path, data)[1] == {0: Broken(Defect.ERROR, "#N/A"), 1: "b"}
    counted = in_sheet(b'"A2"><f>1/0</f><v>0</v>', b'"A2" t="e"><f>1/0</f><v>#DIV/0!</v>')
    data = operated(sheet_of(("=1/0",)), counted)
    assert rows_of(reader, tmp_path, data)[1] == {0: Broken(Defect.ERROR, "#DIV/0!")}


def test_text_stays_as_it_is(reader: Reader, tmp_path: Path) -> None:
    texts = (
        "B&W <b> \"a\" 'b' {{ x }}",
        "a\nb",
        "\u00a0a\u00a0b",
        "👩‍👩‍👧 é",
        "_x0041_",
        "'=1+1",
        " a ",
    )
    assert rows_of(reader, tmp_path, book({"T": (texts,)}))[0] == dict(enumerate(texts))


def test_a_stored_carriage_return_is_one(reader: Reader, tmp_path: Path) -> None:
    def stored(name: str, data: bytes) -> bytes:
        return data.replace(b"MARK", b"_x000D_") if name.endswith("sharedStrings.xml") else data

    data = operated(sheet_of(("aMARK\nb",)), stored)
    assert rows_of(reader, tmp_path, data)[1] == {0: "a\r\nb"}


def test_merged_cells_keep_the_first(reader: Reader, tmp_path: Path) -> None:
    merged = in_sheet(
        b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells>'
    )
    data = operated(sheet_of(("a",), (None, None, "c")), merged)
    assert rows_of(reader, tmp_path, data) == {0: {0: "#", 2: "antwoord"}, 1: {0: "a"}, 2: {2: "c"}}


def test_a_formatted_empty_cell_far_away_is_innocent(reader: Reader, tmp_path: Path) -> None:
    assert rows_of(reader, tmp_path, with_cell("XFD1048576", "")) == {0: {0: "#", 2: "antwoord"}}


def test_a_claim_of_a_million_rows_is_only_a_claim(reader: Reader, tmp_path: Path) -> None:
    claim = in_sheet(b'<dimension ref="A1:C1"/>', b'<dimension ref="A1:XFD1048576"/>')
    data = operated(sheet_of(), claim)
    assert rows_of(reader, tmp_path, data) == {0: {0: "#", 2: "antwoord"}}


def test_a_hundred_thousand_formatted_rows_are_innocent(reader: Reader, tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="D%d" s="1"/></row>' % (n, n) for n in range(2, 200_002))
    data = operated(sheet_of(), in_sheet(b"</sheetData>", rows + b"</sheetData>"))
    assert rows_of(reader, tmp_path, data) == {0: {0: "#", 2: "antwoord"}}


def test_a_pasted_picture_with_a_doctype_is_innocent(reader: Reader, tmp_path: Path) -> None:
    svg = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a.dtd"><svg/>'
    data = with_parts(sheet_of(), ("xl/media/image1.svg", svg))
    assert rows_of(reader, tmp_path, data) == {0: {0: "#", 2: "antwoord"}}


def test_hidden_tabs_are_read(reader: Reader, tmp_path: Path) -> None:
    hide = lambda name, data: data.replace(b'sheetId="2"', b'sheetId="2" state="hidden"')  # noqa: ARG005, E731 -- one line tells it
    assert rows_of(reader, tmp_path, operated(sheet_of(), hide)) == {0: {0: "#", 2: "antwoord"}}


@pytest.mark.tool
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_keeps_what_was_typed_in_every_format(reader: Reader, tmp_path: Path) -> None:
    texts = ("_x0041_", "a\nb", "a  b\u00a0c", "B&W")
    error = b'<c r="A4" t="e"><f>NA()</f><v>#N/A</v>'
    data = operated(
        book({"S": (("a" * 5000,),), "T": (*KINDS, texts, ("=NA()",))}, {"date_1904": True}),
        in_sheet(b'<c r="A4"><f>NA()</f><v>0</v>', error),
    )
    path = saved(tmp_path, data)
    for kind in ("ods", "xls"):
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(tmp_path / 'lo').as_uri()}", "--headless",
             "--convert-to", kind, "--outdir", str(tmp_path), str(path)],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
        sheet = reader.read(path.with_suffix(f".{kind}"))
        assert sheet.tabs[1].rows == {
            **READ_KINDS,
            2: dict(enumerate(texts)),
            3: {0: Broken(Defect.ERROR, "#N/A")},
        }
