"""The dossier as JSON: its normal form out, strict reading in.

`to_json` is what `lees` prints; `from_json` reads such a document for a new form and tells every
mistake with its path. `normal` is the one after the other, without a sheet in between.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct, field

from pipeline.errors import UsageError
from pipeline.form.fields import FORM_VERSION
from pipeline.form.keys import plan_of
from pipeline.form.layout import Answers, alineas
from pipeline.form.parse import ALIASES, filled
from pipeline.form.shape import ANTWOORDEN, Harvest
from pipeline.form.spec import Cards, Form, Kind, Listing, Question, Table
from pipeline.form.values import Answer, UnreadableAnswerError, is_blank, read
from pipeline.model import Dossier, Field, Rows

LONGEST_CELL = 32_767  # UTF-16 units: what Excel keeps in one cell
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDS: Mapping[Kind, tuple[Any, str]] = {
    Kind.LINE: (str, "een tekst zijn, tussen aanhalingstekens"),
    Kind.TEXT: (str, "een tekst zijn, tussen aanhalingstekens"),
    Kind.SUGGEST: (str, "een tekst zijn, tussen aanhalingstekens"),
    Kind.CHOICE: (str, "een tekst zijn, tussen aanhalingstekens"),
    Kind.DATE: (str, "een datum zijn, zoals “2026-10-15”"),
    Kind.NUMBER: (int, "een heel getal zijn, zonder aanhalingstekens"),
    Kind.YESNO: (bool, "true (ja), false (nee) of null zijn"),
}


class WrongAnswersError(UsageError):
    """A JSON document does not hold the answers of a form; all mistakes are told at once."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        lines = "\n".join(f"  - {mistake}" for mistake in mistakes)
        super().__init__(
            f"De gegevens kloppen nog niet:\n{lines}",
            "Verbeter de gegevens en probeer het opnieuw. Er is niets geschreven.",
        )
        self.mistakes = tuple(mistakes)


def to_json(dossier: Dossier) -> dict[str, object]:
    """The normal form: every key present in the order of the contract, no empty rows."""
    plain: dict[str, object] = _plain(dossier)
    return plain


def from_json(data: object, form: Form) -> Answers:
    """The filled answers of a JSON document, by path, in their normal form.

    Raises:
        WrongAnswersError: unknown keys, wrong types, dates or choices, or texts that are too
            long for a cell; each with its path.
    """
    reading = _Reading()
    reading.section(_tree(form), data, "")
    if reading.answers.get("formulier.versie", 1) not in range(1, FORM_VERSION + 1):
        reading.mistake("formulier.versie", f"moet {FORM_VERSION} zijn.")
    if reading.mistakes:
        raise WrongAnswersError(reading.mistakes)
    return reading.answers


def normal(data: object, form: Form) -> dict[str, object]:
    """What `lees` prints of a form that was made of this document.

    Raises:
        WrongAnswersError: as `from_json`.
    """
    return to_json(dossier_of({**from_json(data, form), "formulier.versie": FORM_VERSION}, form))


def dossier_of(answers: Answers, form: Form) -> Dossier:
    """A dossier of flat answers; the place of each is its path, for there is no sheet."""
    plan = plan_of(form)
    harvest = Harvest("")
    for key, value in answers.items():
        spot = (key, value)
        section, number, name = _split(key)
        if f"{section}.*" not in plan.targets and f"{section}#{name}" not in plan.targets:
            harvest.single[key] = [spot]
        elif not name:
            harvest.items.setdefault(section, []).append(spot)
        else:
            records = harvest.records.setdefault(section, [])
            while len(records) <= number:
                records.append({})
            records[number][name] = [spot]
    dossier: Dossier = plan.maker.make(harvest)
    return dossier


def _split(key: str) -> tuple[str, int, str]:
    """advies.adviespunten.0.wie as its list, number and column."""
    match = re.fullmatch(r"(.+)\.(\d+)(?:\.(\w+))?", key)
    return (match[1], int(match[2]), match[3] or "") if match else (key, 0, "")


def _plain(part: object) -> Any:  # JSON
    if isinstance(part, Field):
        return part.answer.isoformat() if isinstance(part.answer, date) else part.answer
    if isinstance(part, Rows):
        return [_plain(item) for item in part]
    if isinstance(part, Mapping):
        return {key: _plain(row) for key, row in part.items() if any(filled(row))}
    assert isinstance(part, Struct)
    return {name: _plain(getattr(part, name)) for name in part.__struct_fields__}


Tree = Mapping[str, Any]  # names to questions, columns, lists, tables and further trees


class _Column(Struct, frozen=True):
    """A question that has one cell of a table, so that a long text is not split over rows."""

    question: Question


def _columns(table: Table) -> Tree:
    return {column.key: _Column(column) for column in table.columns}


def _tree(form: Form) -> Tree:
    """The form by the nesting of the JSON."""
    root: dict[str, Any] = {}
    for _, block in form.blocks():
        here = root
        *above, name = block.key.split(".")
        for part in above:
            here = here.setdefault(part, {})
        if isinstance(block, Table) and (block.is_fixed or block.key == ANTWOORDEN):
            here[name] = {row: _columns(block) for row, _ in block.rows}
        else:
            here[name] = block
    return root


class _Reading(Struct):
    """One reading of a document: the answers so far, and the mistakes."""

    answers: dict[str, Answer] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)

    def mistake(self, path: str, sentence: str) -> None:
        """Note a mistake at `path`."""
        self.mistakes.append(f"{path or 'het geheel'}: {sentence}")

    def section(self, tree: Tree, data: object, path: str) -> None:
        """Read a block of named values."""
        if data is None and path:
            return
        if not isinstance(data, Mapping):
            self.mistake(path, "moet een blok zijn, tussen { en }.")
            return
        seen: set[str] = set()
        for key, value in data.items():
            name = ALIASES.get(key, key) if path == ANTWOORDEN else key
            here = f"{path}.{key}" if path else str(key)
            if name not in tree:
                near = difflib.get_close_matches(str(key), tree, n=1)
                hint = f" Bedoelt u “{near[0]}”?" if near else ""
                self.mistake(here, f"deze naam bestaat niet.{hint}")
            elif name in seen:
                self.mistake(here, f"is hetzelfde als “{name}”, dat er ook staat.")
            else:
                seen.add(name)
                self.value(tree[name], value, f"{path}.{name}" if path else name)

    def value(self, node: Any, data: object, path: str) -> None:
        """Read what stands at `path`, by what the form has there."""
        if isinstance(node, (Question, _Column)):
            found = self.read(node, data, path)
            if found is not None:
                self.answers[path] = found
        elif isinstance(node, Listing):
            self.items(node, data, path)
        elif isinstance(node, Table):
            self.records(_columns(node), data, path)
        elif isinstance(node, Cards):
            self.records({question.key: question for question in node.fields}, data, path)
        else:
            self.section(node, data, path)

    def items(self, listing: Listing, data: object, path: str) -> None:
        """Read a list of texts; empty ones are left out."""
        number = 0
        for index, item in enumerate(self.sequence(data, path)):
            found = self.read(listing, item, f"{path}.{index}")
            if found is not None:
                self.answers[f"{path}.{number}"] = found
                number += 1

    def records(self, columns: Tree, data: object, path: str) -> None:
        """Read the rows of a table, or cards; empty ones are left out."""
        number = 0
        for index, item in enumerate(self.sequence(data, path)):
            row = _Reading()
            row.section(columns, item, f"{path}.{index}")
            self.mistakes += row.mistakes
            for key, answer in row.answers.items():
                self.answers[f"{path}.{number}.{key.rpartition('.')[2]}"] = answer
            number += bool(row.answers)

    def sequence(self, data: object, path: str) -> Sequence[object]:
        """A list, empty where there is none."""
        if data is None:
            return ()
        if isinstance(data, Sequence) and not isinstance(data, str):
            return data
        self.mistake(path, "moet een lijst zijn, tussen [ en ].")
        return ()

    def read(self, node: Question | Listing | _Column, data: Any, path: str) -> Answer | None:
        """One answer, strictly of its type; None when it is empty or wrong."""
        if data is None:
            return None
        question = node.question if isinstance(node, _Column) else node
        kind, words = _WORDS[question.kind]
        if not isinstance(data, kind) or (kind is int and isinstance(data, bool)):
            self.mistake(path, f"moet {words}.")
            return None
        if (
            question.kind is Kind.DATE
            and str(data).strip()
            and not _ISO.fullmatch(str(data).strip())
        ):
            self.mistake(path, f"“{str(data)[:40]}” moet {words}.")
            return None
        try:
            found = read(data, question)
        except UnreadableAnswerError as error:
            self.mistake(path, error.message)
            return None
        if not isinstance(found, str):
            return found
        cells = [found]
        if isinstance(node, Question) and node.kind is Kind.TEXT:
            cells = [alinea for alinea in alineas(found) if not is_blank(alinea)]
        if any(len(cell.encode("utf-16-le")) // 2 > LONGEST_CELL for cell in cells):
            self.mistake(
                path,
                f"is te lang: een alinea mag hoogstens {LONGEST_CELL} tekens hebben. Verdeel de "
                "tekst met lege regels.",
            )
        return "\n\n".join(cells)
