"""What is no sound spreadsheet is refused in one sentence, and the reader goes on."""

from __future__ import annotations

import io
import os
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.errors import UnreadableSheetError
from pipeline.form.raw import Broken
from pipeline.form.read import Reader
from tests.form.sheets import (
    book,
    in_sheet,
    lying_size,
    operated,
    saved,
    sheet_of,
    with_cell,
    with_parts,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SOUND = sheet_of(("advies.kern", "Kern", "Kort."))


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as open_reader:
        yield open_reader


def zipped(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, b"<x/>")
    return target.getvalue()


def ods(body: str, manifest: str = "") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        archive.writestr(
            "content.xml",
            '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body>'
            f'<office:spreadsheet><table:table table:name="T">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return target.getvalue()


def behind_the_cells(prefix: str) -> bytes:
    """A form whose tab has cells a second time, where only validations and colours belong."""
    cells = '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    named = cells.replace("<", f"<{prefix}").replace(f"<{prefix}/", f"</{prefix}")
    return operated(sheet_of(), in_sheet(b"</sheetData>", f"</sheetData>{named}".encode()))


def doctype(encoding: str) -> Callable[[str, bytes], bytes]:
    def add(name: str, data: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return data
        text = data.decode().replace(
            'encoding="UTF-8" standalone="yes"?>',
            f'encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]>',
        )
        return text.encode(encoding)

    return add


def bomb() -> bytes:
    return with_parts(SOUND, ("xl/worksheets/big.xml", b"<worksheet>" + b" " * 60_000_000))


def overlapping() -> bytes:
    """Two entries of the directory that share the same packed bytes."""
    data = with_parts(SOUND, ("xl/a.xml", b"<a/>"), ("xl/b.xml", b"<a/>"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start, first = archive.start_dir, archive.getinfo("xl/a.xml").header_offset
    at = data.index(b"xl/b.xml", start) - 46
    return data[: at + 42] + first.to_bytes(4, "little") + data[at + 46 :]


def in_part(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A form with other bytes in the parts whose names end so."""
    return operated(SOUND, lambda name, data: change(data) if name.endswith(part) else data)


def wide_tabs() -> bytes:
    """Twenty tabs that are each of a size to allow."""
    row = b'<row r="9999"><c r="MZ9999"><v>1</v></c></row></sheetData>'
    return operated(
        book({f"T{number}": ((1,),) for number in range(20)}),
        lambda _, data: data.replace(b"</sheetData>", row),
    )


FAR_CELLS = (
    b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
)
BILLION = b'<sst uniqueCount="99999999999"><si><t>a</t></si></sst>'
FAR_ROWS = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
    'office:value-type="string"><text:p>a</text:p></table:table-cell></table:table-row>'
)
HOSTILE = {
    "encrypted": (OLE + "EncryptedPackage\0".encode("utf-16-le"), "wachtwoord"),
    "encrypted ods": (ods("", "<encryption-data/>"), "wachtwoord"),
    "truncated": (SOUND[: len(SOUND) // 2], "niet compleet"),
    "truncated by a byte": (SOUND[:-1], "niet compleet"),
    "empty": (b"", "leeg"),
    "not downloaded": (bytes(20_000), "OneDrive"),
    "html": (b"\xef\xbb\xbf <html><table><tr><td>a</td></tr></table></html>", "webpagina"),
    "xml of 2003": (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML-werkblad"),
    "csv": ("onderwerp;één\r\n".encode(), "tekstbestand"),
    "pdf": (b"%PDF-1.7\n", "PDF"),
    "picture": (b"\x89PNG\r\n\x1a\n", "afbeelding"),
    "noise": (bytes(range(1, 256)) * 9, "geen Excel- of LibreOffice-bestand"),
    "lock file": (bytes([4]) + b"Anna" + b" " * 160, "hulpbestand"),
    "word": (zipped("[Content_Types].xml", "word/document.xml"), "Word-document"),
    "old word": (OLE + "WordDocument\0".encode("utf-16-le"), "Word-document"),
    "xlsb": (zipped("[Content_Types].xml", "xl/workbook.bin"), ".xlsb"),
    "numbers": (zipped("Index/Document.iwa"), "Numbers"),
    "any zip": (zipped("foto.jpg"), "geen Excel- of LibreOffice-bestand"),
    "other zip with a mimetype": (zipped("mimetype", "content.xml"), "geen Excel"),
    "bomb": (bomb(), "onredelijk groot"),
    "bomb with a lying size": (lying_size(bomb(), "xl/worksheets/big.xml", 10), "onredelijk groot"),
    "double name": (with_parts(SOUND, ("xl/workbook.xml", b"<workbook/>")), "uit voorzorg"),
    "double name in capitals": (with_parts(SOUND, ("XL/Workbook.xml", b"<workbook/>")), "uit voorzorg"),
    "climbing name": (with_parts(SOUND, ("../a.xml", b"<a/>")), "uit voorzorg"),
    "drive name": (with_parts(SOUND, ("c:/a.xml", b"<a/>")), "uit voorzorg"),
    "too many parts": (with_parts(SOUND, *((f"p{n}", b"") for n in range(2001))), "uit voorzorg"),
    "overlap": (overlapping(), "uit voorzorg"),
    "doctype": (operated(SOUND, doctype("utf-8")), "uit voorzorg"),
    "doctype in utf-16": (operated(SOUND, doctype("utf-16")), "uit voorzorg"),
    "doctype of a picture": (
        with_parts(SOUND, ("xl/a.xml", b"<!DOCTYPE svg><worksheet/>")),
        "uit voorzorg",
    ),
    "no xml": (operated(SOUND, in_sheet(b"</sheetData>", b"")), "beschadigd"),
    "no such encoding": (operated(sheet_of(("=1+1",)), lambda _, data: data.replace(b"UTF-8", b"UTF-9")), "beschadigd"),
    "stray cell": (with_cell("XFD1048576", "<v>1</v>"), "cel XFD1048576"),
    "stray formula": (with_cell("XFD1048576", "<f>1+1</f>"), "cel XFD1048576"),
    "stray text": (with_cell("C200000", "<is><t>a</t></is>"), "cel C200000"),
    "no such cell": (with_cell("XFE9999999", "<v>1</v>"), "beschadigd"),
    "stray cell behind the cells": (behind_the_cells(""), "cel XFD1048576"),
    "stray cell with a prefix behind the cells": (behind_the_cells("x:"), "cel XFD1048576"),
    "stray cell with a prefix": (
        operated(SOUND, in_sheet(b"</row></sheetData>", b'<x:c xmlns:x="x" r="XFD1048576"><x:v>1</x:v></x:c></row></sheetData>')),
        "cel XFD1048576",
    ),
    "cell with two places": (operated(SOUND, in_sheet(b'<c r="C2"', b'<c r="C2" r="XFD1048576"')), "beschadigd"),
    "tab with another root": (in_part("sheet2.xml", lambda _: b"<y>" + FAR_CELLS + b"</y>"), "beschadigd"),
    "tab behind white space": (
        in_part("sheet2.xml", lambda _: b" " * 70_000 + b"<worksheet>" + FAR_CELLS + b"</worksheet>"),
        "cel XFD1048576",
    ),
    "tab that is no xml": (
        in_part("sheet2.xml", lambda _: b"a<worksheet>" + FAR_CELLS + b"</worksheet>"),
        "beschadigd",
    ),
    "tab in another place": (in_part("workbook.xml.rels", lambda data: data.replace(b'"worksheets/', b'"xl/worksheets/')), "beschadigd"),
    "two tabs of one name": (in_part("xl/workbook.xml", lambda data: data.replace(b"Inhoud", b"Start")), "beschadigd"),
    "xlsx with the content of an ods": (
        with_parts(sheet_of(("=1+1",)), ("content.xml", b"<office:document-content/>")),
        "beschadigd",
    ),
    "texts with another root": (in_part("sharedStrings.xml", lambda _: b"<y>" + BILLION + b"</y>"), "beschadigd"),
    "texts behind white space": (in_part("sharedStrings.xml", lambda _: b" " * 70 + BILLION), "uit voorzorg"),
    "texts that are no xml": (in_part("sharedStrings.xml", lambda _: b"a" + BILLION), "beschadigd"),
    "many wide tabs": (wide_tabs(), "veel meer cellen"),
    "far rows in ods": (ods(FAR_ROWS), "cel A1"),
    "lying count": (operated(SOUND, lambda _, data: data.replace(b'uniqueCount="', b'uniqueCount="99999')), "uit voorzorg"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_named_and_the_next_one_reads(
    kind: str, reader: Reader, tmp_path: Path
) -> None:
    data, words = HOSTILE[kind]
    bad, good = saved(tmp_path, data), saved(tmp_path, SOUND, "goed.xlsx")
    start = time.monotonic()
    with pytest.raises(UnreadableSheetError) as refused:
        reader.read(bad)
    assert time.monotonic() - start < 2
    assert words in str(refused.value)
    assert str(refused.value).startswith(("Dit ", "Van dit ", "In "))
    assert [tab.name for tab in reader.read(good).tabs] == ["Start", "Inhoud"]


def test_names_of_parts_may_have_other_capitals(reader: Reader, tmp_path: Path) -> None:
    target = io.BytesIO()
    sheet = io.BytesIO(sheet_of(("=1+1",)))
    with zipfile.ZipFile(sheet) as source, zipfile.ZipFile(target, "w") as result:
        for name in source.namelist():
            content = source.read(name).replace(b"<v>0</v>", b"")  # of the formula
            result.writestr(name.replace("worksheets", "Worksheets"), content)
    tab = reader.read(saved(tmp_path, target.getvalue())).tabs[1]
    assert isinstance(tab.rows[1][0], Broken)


def test_a_folder_and_a_missing_file_are_named(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(UnreadableSheetError, match="Dit is een map"):
        reader.read(tmp_path)
    with pytest.raises(UnreadableSheetError, match="bestaat niet"):
        reader.read(tmp_path / "weg.xlsx")


def test_a_lock_file_is_known_by_its_name(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(UnreadableSheetError, match="hulpbestand"):
        reader.read(saved(tmp_path, b"\x05Pieter", "~$formulier.xlsx"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_is_refused_without_waiting(reader: Reader, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp.xlsx")
    with pytest.raises(UnreadableSheetError, match="geen gewoon bestand"):
        reader.read(tmp_path / "pijp.xlsx")


def test_a_file_over_25_mb_is_refused_unread(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "groot.xlsx"
    with path.open("wb") as file:
        file.truncate(26 * 2**20)
    with pytest.raises(UnreadableSheetError, match="25 MB"):
        reader.read(path)


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    with Reader(time_limit=0.0) as hasty, pytest.raises(UnreadableSheetError, match="te lang"):
        hasty.read(saved(tmp_path, SOUND))


def test_a_child_that_died_is_replaced(reader: Reader, tmp_path: Path) -> None:
    path = saved(tmp_path, SOUND)
    reader.read(path)
    process = reader._crew.child()._process
    assert process is not None
    process.kill()
    process.wait()
    assert len(reader.read(path).tabs) == 2


def test_many_files_come_back_in_order_with_the_bad_ones_named(
    reader: Reader, tmp_path: Path
) -> None:
    paths = []
    for number in range(30):
        data = b"" if number % 7 == 3 else book({f"Tab {number}": ((number,),)})
        paths.append(saved(tmp_path, data, f"{number}.xlsx"))
    found = list(reader.read_many(paths))
    assert [path for path, _ in found] == paths
    for number, (_, sheet) in enumerate(found):
        if number % 7 == 3:
            assert isinstance(sheet, UnreadableSheetError)
        else:
            assert not isinstance(sheet, UnreadableSheetError)
            assert sheet.tabs[0].rows == {0: {0: number}}
