"""Writes the nagekeken copy: our own form with the lead's answers and what was found in them.

Each melding stands on the tab "Nagekeken" with a link to its cell, and at that cell as a note
and in words beside it. The lead goes on working in this copy; since it is made anew every time,
marks are gone where they were mended. The lead's own file is never touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from msgspec import Struct

from pipeline.council import Raad
from pipeline.dutch import day
from pipeline.form.grid import LABEL
from pipeline.form.layout import Answers, layout
from pipeline.form.nadruk_write import write_nadruk
from pipeline.form.page import print_on_a4
from pipeline.form.paper import Cell, Layout
from pipeline.form.pen import Pen
from pipeline.form.raw import column_letters
from pipeline.form.spec import Form
from pipeline.form.style import PADDING, RED, GrowingSheet, Styles, height
from pipeline.form.write import kept, open_book, write_tabs
from pipeline.model import Ernst, Finding, Nadruk, Stap

TAB = "Nagekeken"
_WHERE, _WHAT = 2, 3  # columns of the tab
_WIDTHS = (4.0, 26.0, 110.0)
_LONGEST_NOTE = 2_000  # characters that still read as a note


class Section(Struct, frozen=True):
    """What one ernst is called on the tab and beside a cell, in the order of doing."""

    ernst: Ernst
    title: str
    help: str
    word: str


SECTIONS = (
    Section(
        Ernst.FOUT, "Eerst verbeteren", "Zolang dit er staat, komt er geen brief.", "Verbeteren"
    ),
    Section(
        Ernst.ONTBREEKT, "Nog in te vullen", "Dit is nodig voor de volgende stap.", "Nog nodig"
    ),
    Section(Ernst.WAARSCHUWING, "Let op", "Dit houdt de brief niet tegen.", "Let op"),
    Section(
        Ernst.OPMERKING,
        "Tips",
        "Klik links op het plusje om ze te zien. Het mag, het hoeft niet.",
        "Tip",
    ),
)
_STANDS = {
    Stap.INVULLEN: "Het advies is nog niet ver genoeg ingevuld om te overleggen.",
    Stap.OVERLEG: "Het concept kan naar de voorzitter en de bestuursadviseurs.",
    Stap.PLENAIR: "Het advies wordt klaargemaakt voor de vergadering.",
    Stap.BESLUIT: "Het advies wacht op het besluit van de raad.",
    Stap.BRIEF: "De brief kan worden gemaakt.",
    Stap.ONDERTEKENING: "De brief is gemaakt en wacht op handtekening en verzending.",
    Stap.REACTIE: "De brief is verzonden en wacht op de reactie van het college.",
    Stap.OPVOLGING: "Het college heeft geantwoord. Kijk straks in de praktijk hoe het gaat.",
    Stap.AFGEROND: "Dit advies is afgerond.",
    Stap.INFORMEEL: "Dit is een informeel advies: er komt geen brief.",
    Stap.AFGEWEZEN: "De raad heeft dit advies niet aangenomen.",
    Stap.DOORVERWEZEN: "Deze zaak is doorverwezen naar het wijkteam.",
    Stap.GESTOPT: "De werkgroep is met dit advies gestopt.",
    Stap.INGETROKKEN: "De brief is ingetrokken.",
}


def write_feedback(
    path: Path | BinaryIO,
    form: Form,
    raad: Raad,
    answers: Answers,
    findings: Sequence[Finding],
    *,
    source_sha256: str,
    source_name: str,
    stap: Stap,
    datum: date,
    nadruk: Mapping[str, Nadruk] = MappingProxyType({}),
) -> None:
    """Write the nagekeken copy of the sheet `source_name`, of which `answers` were read.

    `nadruk` are the bold and italic words of the answers, by their path.
    `source_sha256` (64 hex) is kept in the copy, so that the pipeline knows which file it follows.

    Raises:
        TextTooLongError: an alinea is longer than a cell can hold; nothing is written.
    """
    plan = layout(form, kept({**answers, "formulier.gebaseerd_op": source_sha256}))
    with open_book(path, raad) as book:
        pens = write_tabs(book, plan, raad, extra_tab=TAB)
        write_nadruk(book, pens, plan, nadruk)
        looks = pens[plan.tabs[0].tab.name].styles
        sheet: GrowingSheet = book.get_worksheet_by_name(TAB)
        _set_up(sheet, raad)
        head = (
            f"Nagekeken op {day(datum)}",
            f"Dit is een kopie van {source_name}, met uw antwoorden.",
        )
        row = _write_head(sheet, looks, head, stap)
        for section in SECTIONS:
            of_section = [
                (plan.cell(f.sleutel), f.melding) for f in findings if f.ernst is section.ernst
            ]
            if of_section:
                row = _write_section(sheet, row, section, of_section, looks)
        _mark_cells(pens, plan, findings)


def _set_up(sheet: GrowingSheet, raad: Raad) -> None:
    sheet.set_column(0, 0, 12, None, {"hidden": True})
    for column, width in enumerate(_WIDTHS, start=LABEL):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(RED)
    sheet.freeze_panes(2, 0)
    sheet.outline_settings(symbols_below=False)
    # Not protected: Excel opens a folded block only on a tab without a lock.
    print_on_a4(sheet, raad, is_landscape=True)
    sheet.activate()


def _write_head(sheet: GrowingSheet, looks: Styles, texts: tuple[str, str], stap: Stap) -> int:
    title, source = texts
    sheet.write_string(0, 0, "#")  # no column here holds answers
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.write_string(1, LABEL, title, looks.title)
    sheet.set_fixed_row(1, 34)
    for row, text in enumerate(
        (
            source,
            "Werk in dit bestand verder en stuur het weer naar het secretariaat. Uw oude bestand is niet meer nodig.",
            f"Stand: {stap.value}. {_STANDS[stap]}",
        ),
        start=2,
    ):
        sheet.merge_range(row, LABEL, row, _WHAT, text, looks.plain)
        sheet.set_fixed_row(row, height(text, sum(_WIDTHS)) + PADDING)
    return 5


def _write_section(
    sheet: GrowingSheet,
    row: int,
    section: Section,
    links: Sequence[tuple[Cell, str]],
    looks: Styles,
) -> int:
    sheet.set_fixed_row(row, 12)
    title = f"{section.title} ({len(links)})"
    sheet.merge_range(row + 1, LABEL, row + 1, _WHAT, title, looks.heading)
    words = looks.heading_words, title, looks.soft, f"    {section.help}"
    sheet.write_rich_string(row + 1, LABEL, *words, looks.heading)
    folds = section.ernst is Ernst.OPMERKING
    sheet.set_row(row + 1, 24, None, {"collapsed": folds})
    # Excel wants the folded rows directly under their summary, the space between them included.
    folded = {"level": 1, "hidden": True} if folds else {}
    sheet.set_row(row + 2, PADDING, None, folded)
    row += 3
    for number, (cell, melding) in enumerate(links, start=1):
        sheet.write_number(row, LABEL, number, looks.number)
        link = f"internal:'{cell.tab}'!{column_letters(cell.column)}{cell.row + 1}"
        sheet.write_url(row, _WHERE, link, looks.link, cell.place)
        sheet.write_string(row, _WHAT, melding, looks.plain)
        points = height(melding, _WIDTHS[-1]) + PADDING
        sheet.set_row(row, points, None, folded)
        row += 1
    return row


def _mark_cells(pens: Mapping[str, Pen], plan: Layout, findings: Sequence[Finding]) -> None:
    by_cell: dict[Cell, list[Finding]] = {}
    for finding in findings:
        by_cell.setdefault(plan.cell(finding.sleutel), []).append(finding)
    order = [section.ernst for section in SECTIONS]
    words = {section.ernst: section.word for section in SECTIONS}
    worst_of_row: dict[tuple[str, int], Ernst] = {}
    for cell, of_cell in by_cell.items():
        if cell.row <= 1:  # of the whole form: told on the tab, no cell to mark
            continue
        pen = pens[cell.tab]
        worst = min((f.ernst for f in of_cell), key=order.index)
        note = "\n\n".join(f"{words[f.ernst]}: {f.melding}" for f in of_cell)[:_LONGEST_NOTE]
        pen.sheet.write_comment(
            cell.row, cell.column, note, {"author": "Nagekeken", "x_scale": 2.2, "y_scale": 1.4}
        )
        if worst is not Ernst.OPMERKING:
            always = {"type": "formula", "criteria": "=TRUE", "format": pen.styles.mark}
            pen.sheet.conditional_format(cell.row, cell.column, cell.row, cell.column, always)
        at = (cell.tab, cell.row)
        worst_of_row[at] = min(worst_of_row.get(at, worst), worst, key=order.index)
    for (tab, row), ernst in worst_of_row.items():
        column = pens[tab].place.grid.last + 1
        pens[tab].sheet.set_column(column, column, 16)
        pens[tab].sheet.write_string(row, column, f"◄ {words[ernst]}", pens[tab].styles.mark_word)
