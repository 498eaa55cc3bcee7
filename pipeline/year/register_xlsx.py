"""register.xlsx: the register for Excel and LibreOffice, to filter, sort and print.

A row per dossier, a row per adviespunt, and a tab with the code of the archive. Days are dates, what people typed is text
and never a formula, and the same register gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Generic, TypeVar

from msgspec import Struct
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline import dutch
from pipeline.model import Ernst
from pipeline.year.filed import Gearchiveerd, code_sentences
from pipeline.year.register import Entry, Punt, Register
from pipeline.year.terms import Stand

_CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 -- a workbook's date has no zone; fixed, so that equal input gives equal bytes
_LONGEST = 32_767  # characters that fit in a cell
_LONGEST_LINK = 2_000  # Excel refuses a workbook with longer ones
_LONGEST_NAME = 100  # of the council, above a printed page; Excel has room for 255 signs there
_PRINTED = 8  # columns on paper: what people discuss; all of them would be too small to read
_CODE_WIDTH = 80  # characters: the tab with the code of the archive is read as a note
_INK = "#00417F"
_LINE, _MOST_LINES = 15, 25  # points a line; Excel knows no row of more than 409 points

Row = TypeVar("Row")


class Link(Struct, frozen=True):
    """A text that opens a file; `target` is relative to the folder of the register."""

    text: str
    target: str


Value = str | int | date | Link | None


class Column(Struct, Generic[Row], frozen=True):
    """One column: what stands above it, how wide it is, and what a row says in it."""

    title: str
    width: int  # characters
    value: Callable[[Row], Value]


PuntRow = tuple[Entry, Punt]

DOSSIERS: tuple[Column[Entry], ...] = (
    Column("Kenmerk", 15, lambda e: _letter(e, e.kenmerk)),
    Column("Onderwerp", 44, lambda e: e.onderwerp),
    Column("Stap", 15, lambda e: e.stap.value),
    Column("Aan zet", 12, lambda e: e.nodig.wie.value if e.nodig else None),
    Column("Wat er nu moet gebeuren", 44, lambda e: e.nodig.wat if e.nodig else None),
    Column("Eerste termijn", 13, lambda e: e.volgende_termijn.dag if e.volgende_termijn else None),
    Column("Waarvoor", 24, lambda e: e.volgende_termijn.soort if e.volgende_termijn else None),
    Column("Stand", 12, lambda e: e.volgende_termijn.stand if e.volgende_termijn else None),
    Column("Waar invullen", 26, lambda e: e.nodig.plaats if e.nodig else None),
    Column("Fout", 8, lambda e: e.tellingen[Ernst.FOUT]),
    Column("Ontbreekt", 11, lambda e: e.tellingen[Ernst.ONTBREEKT]),
    Column("Waar-\nschuwing", 11, lambda e: e.tellingen[Ernst.WAARSCHUWING]),
    Column("Tip", 7, lambda e: e.tellingen[Ernst.OPMERKING]),
    Column("Soort", 13, lambda e: e.soort),
    Column("Vorm", 11, lambda e: e.vorm),
    Column("Domein", 10, lambda e: e.domein),
    Column("Thema", 24, lambda e: e.thema),
    Column("Dossier", 24, lambda e: e.dossier),
    Column("Werkgroep", 14, lambda e: e.werkgroep),
    Column("Contactpersoon", 18, lambda e: e.contactpersoon),
    Column("Win/win", 20, lambda e: e.winwin),
    Column("Gevraagd op", 12, lambda e: e.adviesvraag_op),
    Column("Gewenst op", 12, lambda e: e.gewenst_op),
    Column("Ingeleverd op", 12, lambda e: e.ingeleverd_op),
    Column("Vergadering", 12, lambda e: e.plenair_op),
    Column("Besloten op", 12, lambda e: e.besluit_op),
    Column("Briefdatum", 12, lambda e: e.briefdatum),
    Column("Gearchiveerd op", 13, lambda e: e.archief.op if e.archief else None),
    Column("In het archief", 30, lambda e: signed_link(e.archief)),
    Column("Mails", 24, lambda e: mails_link(e.mails)),
    Column("Verzonden op", 12, lambda e: e.verzonden_op),
    Column("Reactie uiterlijk", 12, lambda e: e.reactie_voor),
    Column("Reactie ontvangen", 12, lambda e: e.reactie_ontvangen_op),
    Column("Op website uiterlijk", 12, lambda e: e.openbaar_voor),
    Column("Opvolging op", 12, lambda e: e.opvolgdatum),
    Column("Bekeken op", 12, lambda e: e.bekeken_op),
    Column("Formulier", 34, lambda e: sheet_link(e.bestand)),
)
ADVIESPUNTEN: tuple[Column[PuntRow], ...] = (
    Column("Kenmerk", 18, lambda row: _letter(row[0], row[1].kenmerk)),
    Column("Nummer", 9, lambda row: row[1].nummer),
    Column("Advies", 60, lambda row: row[1].advies),
    Column("Wie", 26, lambda row: row[1].wie),
    Column("Wanneer", 24, lambda row: row[1].wanneer),
    Column("Status", 22, lambda row: row[1].status_in_woorden),
    Column("Status op", 12, lambda row: row[1].datum),
    Column("Brief of mondeling", 12, lambda row: row[1].bron),
    Column("Wat zegt het college?", 40, lambda row: row[1].motivering),
    Column("Reactie uiterlijk", 12, lambda row: row[0].reactie_voor),
    Column("Onderwerp", 40, lambda row: row[0].onderwerp),
    Column("Stap", 15, lambda row: row[0].stap.value),
    Column("Formulier", 34, lambda row: sheet_link(row[0].bestand)),
)


def register_xlsx(register: Register) -> bytes:
    """The whole workbook."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "default_date_format": "d-m-yyyy"})
    book.set_properties(
        {
            "title": f"Register van {dutch.day(register.datum)}",
            "author": register.raad,
            "created": _CREATED,
        }
    )
    raad = register.raad[:_LONGEST_NAME].replace("&", "&&")  # a single & starts a code
    looks = _Looks(book, f"{dutch.sentence(raad)}: register van {dutch.day(register.datum)}")
    punten = [(entry, punt) for entry in register.dossiers for punt in entry.adviespunten]
    dossiers = looks.tab(
        "Dossiers", DOSSIERS, register.dossiers, "Er staan nog geen formulieren in de map input."
    )
    looks.tab("Adviespunten", ADVIESPUNTEN, punten, "Er zijn nog geen adviespunten.")
    looks.archive(register.archiefcode)
    looks.colour(dossiers, DOSSIERS, len(register.dossiers))
    book.close()
    return buffer.getvalue()


def sheet_link(bestand: str) -> Link | str:
    """A link from output/ to a sheet of the work folder; plain text where no link can lead.

    That is a sheet elsewhere, or one with a sign in its name that means something in an address.
    """
    return _link(bestand, f"../{bestand}") if bestand.startswith("input/") else bestand


def signed_link(filed: Gearchiveerd | None) -> Value:
    """The signed letter in the archive; says so when its inventory cannot be read."""
    if filed is None:
        return None
    if filed.ondertekend is None:
        return "niet te lezen; kijk met: advies controleer"
    version = f", versie {filed.versie}" if filed.versie != 1 else ""
    return _link(f"ondertekende brief{version}", filed.ondertekend)


def mails_link(mails: Sequence[str]) -> Value:
    """The folder with the mails of a letter."""
    if not mails:
        return None
    return _link(dutch.count(len(mails), "mail", "mails"), mails[0].rsplit("/", 1)[0])


def _link(text: str, target: str) -> Link | str:
    is_plain = len(target) <= _LONGEST_LINK and not set("#%") & set(target)
    return Link(text, target) if is_plain else text


def _letter(entry: Entry, text: str | None) -> Value:
    return Link(text, entry.brieven[0]) if text and entry.brieven else text


def _height(values: Sequence[Value], columns: Sequence[Column[Row]]) -> int:
    """Room for the longest text of a row, in points: LibreOffice does not make it by itself."""
    texts = [value.text if isinstance(value, Link) else value for value in values]
    lines = [
        sum(max(1, -(-len(part) // column.width)) for part in text.split("\n"))
        for text, column in zip(texts, columns, strict=True)
        if isinstance(text, str)
    ]
    return _LINE * min(max(lines, default=1), _MOST_LINES)


class _Looks:
    """The formats of one workbook, and the tabs that are written with them."""

    def __init__(self, book: Workbook, head_line: str) -> None:
        cell = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#C9D3DF"}
        self.book = book
        self.head_line = head_line  # above each printed page
        self.head: Format = book.add_format(
            {**cell, "bold": True, "bg_color": _INK, "font_color": "#FFFFFF"}
        )
        self.text: Format = book.add_format(cell)
        self.code: Format = book.add_format({**cell, "bold": True, "font_size": 16})
        self.day: Format = book.add_format({**cell, "num_format": "d-m-yyyy", "align": "left"})
        self.link: Format = book.add_format({**cell, "font_color": _INK, "underline": 1})
        self.stands: dict[Stand, Format] = {
            Stand.VOORBIJ: book.add_format({"bg_color": "#FDE7E5", "font_color": "#7A0C10"}),
            Stand.BINNENKORT: book.add_format({"bg_color": "#FFF1CC", "font_color": "#553500"}),
        }

    def tab(
        self, name: str, columns: Sequence[Column[Row]], rows: Sequence[Row], when_empty: str
    ) -> Worksheet:
        """Write a tab: a frozen head with filters, a row per item; a sentence when there is none."""
        sheet: Worksheet = self.book.add_worksheet(name)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
            sheet.write_string(0, number, column.title, self.head)
        for line, row in enumerate(rows, start=1):
            values = [column.value(row) for column in columns]
            sheet.set_row(line, _height(values, columns))
            for number, value in enumerate(values):
                self.write(sheet, line, number, value)
        if not rows:
            sheet.write_string(1, 0, when_empty)
        sheet.set_row(0, 2 * _LINE + 2)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.print_area(0, 0, max(len(rows), 1), _PRINTED - 1)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_header(f"&L{self.head_line}")
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def write(self, sheet: Worksheet, line: int, number: int, value: Value) -> None:
        """Write one cell by the kind of its value; text is always text."""
        if value is None:
            sheet.write_blank(line, number, None, self.text)
        elif isinstance(value, Link):
            sheet.write_url(line, number, f"external:{value.target}", self.link, value.text)
        elif isinstance(value, date):
            sheet.write_datetime(line, number, value, self.day)
        elif isinstance(value, int):
            sheet.write_number(line, number, value, self.text)
        else:
            sheet.write_string(line, number, value[:_LONGEST], self.text)

    def archive(self, code: str | None) -> None:
        """Write the tab with the code of the archive, and what it is for."""
        sheet: Worksheet = self.book.add_worksheet("Archief")
        sheet.set_column(0, 0, _CODE_WIDTH)
        sheet.write_string(0, 0, "Code van het archief", self.head)
        sheet.write_string(1, 0, code or "nog geen", self.code)
        for line, sentence in enumerate(code_sentences(code), start=2):
            sheet.write_string(line, 0, sentence, self.text)
            sheet.set_row(line, _LINE * (1 + len(sentence) // _CODE_WIDTH))
        sheet.set_paper(9)  # A4
        sheet.set_header(f"&L{self.head_line}")

    def colour(self, sheet: Worksheet, columns: Sequence[Column[Entry]], rows: int) -> None:
        """Colour the terms that have passed or come near; the word stands there too."""
        titles = [column.title for column in columns]
        first, last = titles.index("Eerste termijn"), titles.index("Stand")
        letter = chr(ord("A") + last)
        for stand, look in self.stands.items():
            rule = {"type": "formula", "criteria": f'=${letter}2="{stand}"', "format": look}
            sheet.conditional_format(1, first, max(rows, 1), last, rule)
