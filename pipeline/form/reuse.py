"""Answers from a dossier that was read, to write them on a form again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from pipeline.form.layout import Answer, Answers
from pipeline.form.parse import filled
from pipeline.form.raw import Broken, RawSheet, place
from pipeline.model import Dossier, Field, Nadruk, Rows

_PEOPLE = ("werkgroep.", "bestuursadviseurs.")
_THEME = frozenset({"advies.thema", "advies.domein", "advies.dossier"})


def answers_from(dossier: Dossier) -> dict[str, Answer]:
    """Every answer that stands on the sheet, by its JSON path; defaults are not answers."""
    answers: dict[str, Answer] = {}
    for cell in filled(dossier):
        if not cell.is_default:
            assert isinstance(cell.answer, str | int | date)  # a bool is an int
            answers[cell.key] = cell.answer
    return answers


def nadruk_from(dossier: Dossier) -> dict[str, Nadruk]:
    """The bold and italic words of every answer that has some, by its JSON path."""
    return {cell.key: cell.nadruk for cell in filled(dossier) if cell.nadruk}


def as_typed(dossier: Dossier, raw: RawSheet) -> dict[str, str]:
    """What stands in the cells that could not be read, by JSON path: handed back, not lost.

    Of a long text only its first cell; a formula or an error has nothing to hand back.
    """
    cells = {
        place(tab.name, row, column): value
        for tab in raw.tabs
        for row, values in tab.rows.items()
        for column, value in values.items()
    }
    return {
        cell.key: str(cells[cell.place])
        for cell in _unreadable(dossier)
        if cell.place in cells and not isinstance(cells[cell.place], Broken)
    }


def _unreadable(part: object) -> Iterator[Field[object]]:
    if isinstance(part, Field):
        if part.unreadable:
            yield part
    elif isinstance(part, Mapping):
        for item in part.values():
            yield from _unreadable(item)
    elif isinstance(part, Rows):
        for item in part:
            yield from _unreadable(item)
    elif isinstance(part, Struct):
        for name in part.__struct_fields__:
            yield from _unreadable(getattr(part, name))


def people_and_theme(dossier: Dossier) -> Answers:
    """What a next advies of the same werkgroep takes over; nothing of what was advised."""
    return {
        key: answer
        for key, answer in answers_from(dossier).items()
        if key in _THEME or key.startswith(_PEOPLE)
    }
