"""Makes small workbooks for the tests of reading: sound ones, and sound ones made hostile."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

from xlsxwriter import Workbook

Rows = Sequence[Sequence[object]]
Surgery = Callable[[str, bytes], bytes]
START: Rows = (
    ("#", None, "antwoord"),
    (None, "Adviesformulier"),
    ("formulier.id", None, "f-1"),
    ("formulier.versie", None, 1),
)


def book(tabs: Mapping[str, Rows], options: Mapping[str, object] | None = None) -> bytes:
    """A workbook of these tabs; a text that starts with = becomes a formula."""
    target = io.BytesIO()
    workbook = Workbook(target, {"in_memory": True, **(options or {})})
    day = workbook.add_format({"num_format": "d-m-yyyy"})
    hour = workbook.add_format({"num_format": "hh:mm"})
    for name, rows in tabs.items():
        sheet = workbook.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, time):
                    sheet.write_datetime(number, column, value, hour)
                elif isinstance(value, (date, datetime)):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, str) and not value.startswith("="):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write(number, column, value)
    workbook.close()
    return target.getvalue()


def sheet_of(*rows: Sequence[object], tab: str = "Inhoud") -> bytes:
    """A form with these rows under a head row on one tab; row 2 is the first of `rows`."""
    return book({"Start": START, tab: (("#", None, "antwoord"), *rows)})


def operated(data: bytes, surgery: Surgery) -> bytes:
    """The same zip with other bytes in its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as result:
        for entry in source.infolist():
            content = surgery(entry.filename, source.read(entry))
            result.writestr(entry.filename, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def with_parts(data: bytes, *parts: tuple[str, bytes]) -> bytes:
    """The same zip with more parts, of which names may be odd or double."""
    target = io.BytesIO(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of the double name that is meant
        with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as result:
            for name, content in parts:
                result.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def in_sheet(old: bytes, new: bytes) -> Surgery:
    """Replace bytes in the last tab's XML."""
    return lambda name, data: data.replace(old, new) if name.endswith("sheet2.xml") else data


def with_cell(reference: str, content: str) -> bytes:
    """A form with one more row, far below, with this cell in it."""
    row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    cell = f'<row r="{row}"><c r="{reference}">{content}</c></row></sheetData>'
    return operated(sheet_of(), in_sheet(b"</sheetData>", cell.encode()))


def lying_size(data: bytes, name: str, size: int) -> bytes:
    """The same zip, in which the directory gives another size for a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        start = source.start_dir
    at = data.index(name.encode(), start) - 46
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


def saved(folder: Path, data: bytes, name: str = "formulier.xlsx") -> Path:
    """The file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    return path
