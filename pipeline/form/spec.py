"""The words in which the form is defined: fields, lists, tables, cards and tabs.

fields.py says with these what is on the form; write.py makes a workbook of it, parse.py
reads one back. Nothing here knows Excel or the council.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from pipeline.model import Stap


class Kind(StrEnum):
    """What an answer is."""

    LINE = "regel"  # one line of text
    TEXT = "tekst"  # text with alinea's
    DATE = "datum"
    NUMBER = "getal"  # whole, not negative
    YESNO = "ja/nee"
    CHOICE = "keuze"  # one of `choices`, nothing else
    SUGGEST = "voorstel"  # free text, with a drop-down of the council's own list `options`


class Question(Struct, frozen=True):
    """One question of the form.

    In a list, table or card `key` is relative to it ("wie"); elsewhere it is the JSON path.
    """

    key: str
    label: str
    kind: Kind
    help: str = ""
    nodig: Stap | None = None  # needed to leave this step
    bron: str = "formulier"  # source of the demand, as in S0:345 or S1-16
    choices: tuple[str, ...] = ()
    options: str = ""  # leden | werkgroepen | themas | dossiers | bestuursadviseurs
    rows: int = 1  # rows on the sheet for a long text, one alinea each
    max_length: int | None = None  # characters
    default: str = ""  # what an empty cell means, in words
    example: str = ""  # shown in grey beside the cell
    only_if: str = ""  # shown in the help: "alleen bij gevraagd advies"
    is_hidden: bool = False  # kept by the program, not shown to the lead


class Listing(Struct, frozen=True, kw_only=True):
    """A list of texts, one a row."""

    key: str
    label: str
    room: int
    kind: Kind = Kind.LINE
    help: str = ""
    nodig: Stap | None = None
    bron: str = "formulier"
    options: str = ""
    default: str = ""
    example: str = ""


class Table(Struct, frozen=True, kw_only=True):
    """Rows with columns: free rows (`room` of them), or the fixed `rows` (key part, label)."""

    key: str
    label: str
    columns: tuple[Question, ...]
    room: int = 0
    rows: tuple[tuple[str, str], ...] = ()
    row_help: tuple[str, ...] = ()  # beside each fixed row
    optional: frozenset[str] = frozenset()  # fixed rows that may stay empty
    help: str = ""

    @property
    def is_fixed(self) -> bool:
        """True for a table of which the rows are known beforehand."""
        return bool(self.rows)


class Cards(Struct, frozen=True, kw_only=True):
    """Records too wide for a row: a numbered block of questions each, `room` blocks."""

    key: str
    label: str  # of one block: "Adviespunt"
    fields: tuple[Question, ...]
    room: int
    help: str = ""


class Heading(Struct, frozen=True, kw_only=True):
    """A line that groups what follows on the tab."""

    text: str
    help: str = ""


Block = Question | Listing | Table | Cards | Heading


class Tab(Struct, frozen=True, kw_only=True):
    """One sheet of the workbook."""

    name: str
    title: str
    intro: str
    blocks: tuple[Block, ...]
    is_secretariat: bool = False


class Form(Struct, frozen=True):
    """The whole form, as the council's toetsingsschema makes it."""

    tabs: tuple[Tab, ...]

    def blocks(self) -> Iterator[tuple[Tab, Question | Listing | Table | Cards]]:
        """Every block with answers, in the order of the work."""
        for tab in self.tabs:
            for block in tab.blocks:
                if not isinstance(block, Heading):
                    yield tab, block

    def questions(self) -> Iterator[tuple[str, Question | Listing]]:
        """Every question with its full key; rows of lists and tables have `*` for their number.

        Fixed rows stand with their own key: winwin.burger.effect.
        """
        for _, block in self.blocks():
            if isinstance(block, Question):
                yield block.key, block
            elif isinstance(block, Listing):
                yield f"{block.key}.*", block
            elif isinstance(block, Cards):
                for question in block.fields:
                    yield f"{block.key}.*.{question.key}", question
            else:
                for row in [key for key, _ in block.rows] or ["*"]:
                    for column in block.columns:
                        yield f"{block.key}.{row}.{column.key}", column
