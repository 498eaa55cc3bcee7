"""Edited: tells a letter that a person changed from one that a program only saved again.

SharePoint and Word write a .docx anew without a word being different. So bytes say whether there
is something to look at, and the text says whether anything changed. Head and foot of the pages
are left alone: programs count their pages anew on every save.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from itertools import islice
from pathlib import Path

from msgspec import Struct

from pipeline import dutch
from pipeline.contrast import contrasts
from pipeline.letters import record
from pipeline.letters.package import NotAPackageError, part
from pipeline.model import Uitgave

_BODY = "word/document.xml"
_END = "</w:p>"
_WORDS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)")
_COPY_LINE = "Kopie voor "
_COPY_CODE = re.compile(r"-K\d+(?=:)")
_SHOWN = 2  # differences of one letter


class Edited(Struct, frozen=True):
    """What happened to the Word files of one letter after they were made."""

    resaved: tuple[str, ...] = ()  # names: other bytes, the same text
    changed: tuple[tuple[str, str], ...] = ()  # name, and what differs in Dutch

    @property
    def names(self) -> tuple[str, ...]:
        """The files in which the text was changed."""
        return tuple(name for name, _ in self.changed)

    def differences(self) -> str:
        """A sentence for each changed file: where it differs."""
        return " ".join(f"In {name}: {what}." for name, what in self.changed)


def edited(home: Path, uitgave: Uitgave) -> Edited:
    """Compare the Word files of a letter with what was issued; unchanged bytes are not unpacked.

    The record of the toetsing never leaves the house and is kept with each version, so a changed
    one is told as saved again.
    """
    words = [name for name in uitgave.bestanden if name.endswith(".docx")]
    touched = record.edited_by_hand(home, uitgave, words)
    if not touched:
        return Edited()
    issued = record.raw(home).get("tekst")
    resaved: list[str] = []
    changed: list[tuple[str, str]] = []
    for name in touched:
        what = "" if name.endswith("-toetsing.docx") else _difference(home / name, issued)
        if what:
            changed.append((name, what))
        else:
            resaved.append(name)
    return Edited(tuple(resaved), tuple(changed))


def paragraphs(docx: bytes) -> list[str]:
    """The text of a Word file, an alinea each, spaces evened out; raises NotAPackageError."""
    body = part(docx, _BODY).decode()
    for space in ("<w:tab/>", "<w:br/>"):
        body = body.replace(space, "<w:t> <")
    alineas = ("".join(_WORDS.findall(alinea)).split() for alinea in body.split(_END))
    return [unescape(" ".join(words)) for words in alineas if words]


def _difference(path: Path, issued: object) -> str:
    """Where the text of a letter or copy is not as issued; "" when it is."""
    if not isinstance(issued, list):
        return "het is niet na te gaan of de tekst nog gelijk is"
    try:
        now = paragraphs(path.read_bytes())
    except (NotAPackageError, UnicodeDecodeError, OSError):
        return "het is geen leesbaar Word-document meer"
    found = list(islice(contrasts(_as_letter(issued), _as_letter(now)), _SHOWN + 1))
    told = [str(one) for one in found[:_SHOWN]]
    if len(found) > _SHOWN:
        told.append("er is nog meer veranderd")
    return dutch.join(told)


def _as_letter(texts: Sequence[str]) -> list[str]:
    """A copy is the letter word for word, but for one line more and the number in its code."""
    return [_COPY_CODE.sub("", text) for text in texts if not text.startswith(_COPY_LINE)]
