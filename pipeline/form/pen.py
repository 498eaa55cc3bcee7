"""Writes single cells: an answer by its type, a formula of our own with its value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct
from xlsxwriter.format import Format

from pipeline.council import Raad
from pipeline.form.choices import NO, YES
from pipeline.form.paper import Answer, Slot, TabLayout
from pipeline.form.spec import Kind, Listing, Question
from pipeline.form.style import GrowingSheet, Styles

_FIRST_REAL_DAY = date(1900, 3, 1)  # before it Excel's calendar has a day that never was


class Pen(Struct, frozen=True):
    """What it takes to write on one tab."""

    sheet: GrowingSheet
    styles: Styles
    place: TabLayout
    raad: Raad
    sources: Mapping[str, str]  # names of the drop-downs


def write_value(pen: Pen, number: int, slot: Slot) -> None:
    """Write what was answered in a slot, dressed as its question asks."""
    looks = _look_of(pen.styles, slot.question)
    write_answer(pen.sheet, (number, slot.column), slot.value, looks)


def write_count(
    sheet: GrowingSheet,
    at: tuple[int, int],
    formula: str,
    value: int | str,
    looks: Format | None = None,
) -> None:
    """Write one of our own formulas with its value for now."""
    sheet.write_formula(*at, f"={formula}", looks, value)


def write_answer(
    sheet: GrowingSheet, at: tuple[int, int], value: Answer | None, looks: Format
) -> None:
    """Write what was answered by its type; text stays text, whatever it starts with."""
    if value is None:
        sheet.write_blank(*at, None, looks)
    elif isinstance(value, bool):
        sheet.write_string(*at, YES if value else NO, looks)
    elif isinstance(value, int):
        sheet.write_number(*at, value, looks)
    elif isinstance(value, str):
        sheet.write_string(*at, value, looks)
    elif value < _FIRST_REAL_DAY:
        sheet.write_string(*at, f"{value.day}-{value.month}-{value.year}", looks)
    else:
        sheet.write_datetime(*at, value, looks)


def _look_of(looks: Styles, question: Question | Listing) -> Format:
    by_kind = {Kind.DATE: looks.date, Kind.NUMBER: looks.count}
    return by_kind.get(question.kind, looks.text)
