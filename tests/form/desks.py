"""The secretary at her table: finds a cell by its dossier and question, and fills it in."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

Answers = Mapping[str, object]

needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)


def cell(sheet: Worksheet, row: int, key: str) -> Cell:
    """The cell of a row under the hidden name `key`; openpyxl counts from 1."""
    column = next(c.column for c in sheet[1] if c.value == key)
    found = sheet.cell(row, column)
    assert isinstance(found, Cell)
    return found


def rows(sheet: Worksheet) -> list[int]:
    """The rows of dossiers or adviespunten."""
    column = (sheet.cell(row, 1) for row in range(1, sheet.max_row + 1))
    return [c.row for c in column if c.value and not str(c.value).startswith("#")]


def about(sheet: Worksheet, text: str) -> int:
    """The row of which a cell names `text`."""
    return next(row for row in rows(sheet) if any(str(c.value).find(text) >= 0 for c in sheet[row]))


def fill(table: Path, answers: Mapping[str, Answers], tab: str = "Dossiers") -> None:
    """Fill in answers in the rows that name a text, and save."""
    book = load_workbook(table)
    for text, row in answers.items():
        number = about(book[tab], text)
        for key, value in row.items():
            cell(book[tab], number, key).value = value  # type: ignore[assignment]  # any value a cell takes
    book.save(table)


def shown(table: Path, tab: str = "Dossiers") -> list[dict[str, object]]:
    """The rows by the hidden names of their columns, empty cells left out; links by their text."""
    book: Workbook = load_workbook(table, data_only=False)
    sheet = book[tab]
    keys = {c.column: str(c.value) for c in sheet[1] if c.value}
    return [
        {keys[c.column]: _text(c.value) for c in sheet[row][1:] if c.value and c.column in keys}
        for row in rows(sheet)
    ]


def convert(table: Path, *, to: str = "xlsx") -> Path:
    """The table opened and saved by the real LibreOffice."""
    folder = table.parent.parent / "libreoffice"
    profile = (folder / "profiel").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", to]
    subprocess.run(
        [*command, "--outdir", str(folder), str(table)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / f"{table.stem}.{to}"


def _text(value: object) -> object:
    link = re.fullmatch(r'=HYPERLINK\("([^"]*)","(.*)"\)', str(value))
    return link[2] if link else value
