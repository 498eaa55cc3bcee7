"""Finds which words of a cell are bold or italic: the library that reads gives plain text only.

Looks at the XML of an .xlsx that passed the guards, in parts of an ordinary size, written as
Excel and LibreOffice write it; of anything else the text just has no emphasis. Runs in the child
process (child.py) and imports nothing heavy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape

from pipeline.form.cells import column_number, has_markup, with_cells

Runs = Sequence[tuple[str, str]]  # a text in pieces, each with its style: "", "b", "i" or "bi"
Spans = list[tuple[int, int, str]]  # from, to, style; only the pieces that have one

_SHARED = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="[0-9]*")? t="s"(?: s="[0-9]*")?><v>([0-9]{1,9})</v>'
)
_INLINE = re.compile(r'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]* t="inlineStr"[^<>]*><is>')
_ITEM = re.compile(r"<si(/)?>")
_TEXT = re.compile(r"<t(?: [^<>]*)?>([^<]*)</t>")
_STYLE = re.compile(r'<([bi])(?: val="([a-z0-9]*)")?/>')
_PLAIN, _END = "<t>", "</t></si>"  # around a text without a style, as nearly all are
_LABEL = 2_000  # characters of XML of a label with its help
_OFF = frozenset({"0", "false"})


class Emphasis:
    """What one part says: texts that cells share, or a tab with cells."""

    def __init__(
        self,
        texts: Mapping[int, Runs] | None = None,  # by their number
        by_text: Mapping[str, Runs] | None = None,  # the same by what they say
        *,
        is_certain: bool = True,  # no two texts say the same with another emphasis
        tab: bytes = b"",
        inline: Mapping[tuple[int, int], Runs] | None = None,
    ) -> None:
        self.texts = texts or {}
        self.by_text = by_text or {}
        self.is_certain = is_certain
        self.tab = tab
        self.inline = inline or {}


NONE = Emphasis()


def look(part: bytes) -> Emphasis:
    """The emphasis in one part."""
    start = part[:2000]
    if b"<sst" in start and not has_markup(part):
        return _look_at_texts(_text_of(part)) if b"<r>" in part else NONE
    if b"<worksheet" in start and not has_markup(cells := with_cells(part)):
        has_any = b"<is><r>" in cells
        return Emphasis(tab=part, inline=dict(_inline(_text_of(part))) if has_any else {})
    return NONE


def of_cells(tab: Emphasis, shared: Emphasis) -> dict[tuple[int, int], Runs]:
    """The cells of a tab with emphasis, by row and column from 0; but see `by_text`.

    Looking up the text of each cell takes a hundredth of the time of finding the number of its
    text, so where a text has one emphasis only, its cells are not looked for here.
    """
    found = dict(tab.inline)
    if not shared.is_certain:
        for letters, row, number in _SHARED.findall(tab.tab):
            if (runs := shared.texts.get(int(number))) is not None:
                found[int(row) - 1, column_number(letters.decode("ascii"))] = runs
    return found


class Words:
    """Where the emphasis of a workbook is: in cells, by tab, or wherever a text stands."""

    def __init__(
        self,
        cells: Mapping[str, Mapping[tuple[int, int], Runs]] | None = None,
        texts: Mapping[str, Runs] | None = None,
    ) -> None:
        self.cells = cells or {}
        self.texts = texts or {}

    def spans(
        self, tab: str, rows: Sequence[tuple[int, Sequence[tuple[int, object]]]]
    ) -> Iterator[tuple[int, int, Spans]]:
        """Row, column and emphasis of the cells of a tab, as they were read."""
        cells = self.cells.get(tab, {})
        if cells:
            values = {(row, column): value for row, of_row in rows for column, value in of_row}
            for (row, column), runs in cells.items():
                if found := _spans(runs, values.get((row, column))):
                    yield row, column, found
        texts = self.texts
        for row, of_row in rows if texts else ():
            for column, value in of_row:
                if value in texts and (row, column) not in cells:
                    yield row, column, _spans(texts[str(value)], value)


def _spans(runs: Runs, text: object) -> Spans:
    """Where the emphasis is in the text that was read; nowhere if that is another text."""
    if "".join(piece for piece, _ in runs) != text:
        return []
    found: Spans = []
    end = 0
    for piece, style in runs:
        start, end = end, end + len(piece)
        if style and found and found[-1][1:] == (start, style):
            found[-1] = (found[-1][0], end, style)
        elif style and piece:
            found.append((start, end, style))
    return found


def _text_of(part: bytes) -> str:
    return part.decode("utf-8", "replace")


def _look_at_texts(part: str) -> Emphasis:
    texts: dict[int, Runs] = {}
    by_text: dict[str, Runs] = {}
    others: list[str] = []
    is_certain = True
    for number, content in enumerate(_items(part)):
        text, runs = _label(content) if content.startswith("<r>") else ("", ())
        if runs:
            is_certain = is_certain and by_text.setdefault(text, runs) == runs
            texts[number] = runs
        else:
            others.append(content)
    is_certain = is_certain and by_text.keys().isdisjoint(map(_plain, others))
    return Emphasis(texts, by_text, is_certain=is_certain)


def _items(part: str) -> Sequence[str]:
    """What stands in each shared text, up to the next one."""
    if "<si/>" in part:
        return [content for _, content in _contents(_ITEM, part)]
    return part.split("<si>")[1:]


def _plain(content: str) -> str:
    """All that an item says, of whatever pieces."""
    text = content[len(_PLAIN) : -len(_END)]
    if not (content.startswith(_PLAIN) and content.endswith(_END)) or "<" in text:
        text = "".join(_TEXT.findall(content))
    return unescape(text) if "&" in text else text


def _inline(part: str) -> Iterator[tuple[tuple[int, int], Runs]]:
    for cell, behind in _contents(_INLINE, part):
        content = behind.partition("</is>")[0]
        if content.startswith("<r>") and (runs := _runs(content)[1]):
            yield (int(cell[2]) - 1, column_number(cell[1])), runs


def _contents(opening: re.Pattern[str], part: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each element with what follows it up to the next: a search for its end may take for ever."""
    found = list(opening.finditer(part))
    ends = [element.start() for element in found[1:]] + [len(part)]
    for element, end in zip(found, ends, strict=True):
        yield element, part[element.end() : end]


def _label(content: str) -> tuple[str, Runs]:
    return _known(content) if len(content) < _LABEL else _runs(content)


@lru_cache(maxsize=500)
def _known(content: str) -> tuple[str, Runs]:
    """The same as `_runs`: the labels of a form are bold, and stand in every form of a run."""
    return _runs(content)


def _runs(content: str) -> tuple[str, Runs]:
    """A text and its pieces; no pieces when none has a style."""
    runs = []
    for piece in content.split("<r>")[1:]:
        looks, _, rest = piece.rpartition("</rPr>")
        text = _TEXT.search(rest)
        if text is None:
            continue
        style = "".join(sorted(f[0] for f in _STYLE.findall(looks) if f[1] not in _OFF))
        runs.append((unescape(text[1]), style))
    together = "".join(piece for piece, _ in runs)
    return together, tuple(runs) if any(style for _, style in runs) else ()
