"""What to do with each key in column A: made once of a form, asked for every row of a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from pipeline.form.shape import ANTWOORDEN, Maker, maker
from pipeline.form.spec import Cards, Form, Kind, Listing, Question, Table

ANSWER = "antwoord"  # name of the column of single questions and lists


class Target(Struct, frozen=True):
    """What a row with a certain key holds."""

    key: str  # without `.*`
    columns: tuple[str, ...]  # names in the head row
    is_list: bool = False  # a list, the rows of a free table, or cards
    is_row: bool = False  # of a free table
    is_fixed: bool = False  # a row of a table of which the rows are known
    card: str = ""  # the field of a card
    goes_on: bool = False  # an inserted row below it belongs to it


class Plan(Struct, frozen=True):
    """What to do with each key of a form; made once."""

    form: Form
    targets: Mapping[str, Target]
    maker: Maker


_plans: dict[int, Plan] = {}  # by identity: to hash a form takes as long as to read a sheet


def plan_of(form: Form) -> Plan:
    """The plan of a form, made once."""
    plan = _plans.get(id(form))
    if plan is None or plan.form is not form:
        _plans.clear()  # one form a run
        plan = _plans[id(form)] = Plan(form, dict(_targets(form)), maker(form))
    return plan


def _targets(form: Form) -> Iterator[tuple[str, Target]]:
    for _, block in form.blocks():
        key = block.key
        if isinstance(block, Question):
            yield key, Target(key, (ANSWER,), goes_on=block.kind is Kind.TEXT)
        elif isinstance(block, Listing):
            yield f"{key}.*", Target(key, (ANSWER,), is_list=True, goes_on=True)
        elif isinstance(block, Cards):
            yield from _card_targets(block)
        else:
            yield from _table_targets(block)


def _card_targets(cards: Cards) -> Iterator[tuple[str, Target]]:
    for question in cards.fields:
        is_long = question.kind is Kind.TEXT
        target = Target(cards.key, (ANSWER,), is_list=True, card=question.key, goes_on=is_long)
        yield f"{cards.key}#{question.key}", target  # for numbers beyond the room
        for number in range(1, cards.room + 1):
            yield f"{cards.key}.{number}.{question.key}", target


def _table_targets(table: Table) -> Iterator[tuple[str, Target]]:
    columns = tuple(column.key for column in table.columns)
    if not table.is_fixed:
        yield f"{table.key}.*", Target(table.key, columns, is_list=True, is_row=True, goes_on=True)
    for row, _ in table.rows:
        yield f"{table.key}.{row}", Target(f"{table.key}.{row}", columns, is_fixed=True)
    if table.key == ANTWOORDEN:  # criteria that the council has dropped since
        yield f"{table.key}#", Target(table.key, columns, is_fixed=True)
