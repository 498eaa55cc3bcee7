"""A link in a cell, as the formula that both Excel and LibreOffice open."""

from __future__ import annotations

from pipeline.form.desk_table import Link

_LONGEST = 255  # characters of a text in a formula
# Excel takes what follows a # for a place inside the file, and a % for a sign in disguise.
_NO_LINK = frozenset('#%\n\r"')


def hyperlink(link: Link) -> str | None:
    """The formula without its `=`; None where no link can be made and its text must do."""
    is_long = len(link.target) > _LONGEST or len(link.text) > _LONGEST
    if is_long or not link.text or _NO_LINK & set(link.target):
        return None
    shown = link.text.replace('"', '""').replace("\n", " ")
    return f'HYPERLINK("{link.target}","{shown}")'
