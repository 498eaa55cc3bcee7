"""Answers from a dossier that was read, to write them on a form again."""

from __future__ import annotations

from datetime import date

from pipeline.form.layout import Answer, Answers
from pipeline.form.parse import filled
from pipeline.model import Dossier

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


def people_and_theme(dossier: Dossier) -> Answers:
    """What a next advies of the same werkgroep takes over; nothing of what was advised."""
    return {
        key: answer
        for key, answer in answers_from(dossier).items()
        if key in _THEME or key.startswith(_PEOPLE)
    }
