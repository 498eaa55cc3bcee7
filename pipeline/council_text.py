"""Texts of the council file that every mail header and every line of a letter can carry.

None may hold a line break or what Word refuses; all come out in one Unicode form (NFC),
so that a name from a Mac equals the same name from Windows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from pipeline.council import same_name
from pipeline.settings import Table

_NOT_XML = "\ufffe\uffff"  # a Word file that holds them cannot be opened
_EMAIL = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+")


def line(table: Table, key: str, default: str | None = None) -> str:
    """One line of text; `default` when it is absent or empty (None: it is needed)."""
    if default is None:
        return _checked(table, key, table.text(key))
    return optional(table, key) or default


def optional(table: Table, key: str) -> str | None:
    """One line of text, or None when it is absent or empty."""
    return _checked(table, key, table.optional_text(key) or "") or None


def lines(table: Table, key: str, default: Iterable[str] | None = None) -> tuple[str, ...]:
    """A list of lines; `default` when it is absent (None: it is needed)."""
    texts = table.texts(key, None if default is None else tuple(default))
    return tuple(_checked(table, key, text) for text in texts)


def _checked(table: Table, key: str, text: str) -> str:
    if any(unicodedata.category(char) in {"Cc", "Zl", "Zp"} or char in _NOT_XML for char in text):
        table.mistake(key, "mag geen regeleinde, tab of ander onzichtbaar stuurteken bevatten.")
    return unicodedata.normalize("NFC", text)


def choice(table: Table, key: str, options: Sequence[str], default: str | None = None) -> str:
    """One of `options`; `default` when it is absent (None: it is needed)."""
    if default is None and key not in table:
        table.mistake(key, f"ontbreekt; kies uit: {', '.join(options)}.")
    return table.choice(key, options, default or options[0])


def email(table: Table, key: str, *, needed: bool = True) -> str | None:
    """An e-mail address."""
    email = line(table, key) if needed else optional(table, key)
    if email and not (_EMAIL.fullmatch(email) and email.isascii()):
        table.mistake(
            key, f"“{email}” is geen e-mailadres: dat heeft één @, en geen spaties of accenten."
        )
    return email


def refuse_doubles(rows: Sequence[Table], names: Sequence[str], where: str) -> None:
    """Note each of `names`, one a row, that stands there for the second time."""
    for number, naam in enumerate(names):
        if naam and any(same_name(naam, earlier) for earlier in names[:number]):
            rows[number].mistake("naam", f"“{naam}” staat twee keer bij {where}.")
