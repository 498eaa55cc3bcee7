"""Lets every part of an .xlsx or .ods pass the guards, before the library opens the file.

What the library reads must have been looked at: a part with a name or root that the guards do not
know, where the library looks for cells or texts, makes the file a damaged one. Runs in the child
process (child.py) and imports nothing heavy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from xml.parsers import expat

from pipeline.form import emphasis
from pipeline.form.cells import Doubts
from pipeline.form.emphasis import Words
from pipeline.form.guard import Archive, RefusedError
from pipeline.form.scan import Part, is_plain
from pipeline.form.squeeze import CONTENT
from pipeline.form.tally import Tally

_SHORTEST_STRING = 5  # bytes of XML: <si/>
_PLAIN_CHUNKS = 15  # 1 MB: no sheet of a form is larger
# Names of parts are without capitals here: office programs and the library see no difference.
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SHARED = "xl/sharedstrings.xml"


def inspect(archive: Archive) -> tuple[Mapping[str, Doubts], Words]:
    """For every tab that was looked at its doubtful cells, and the words with emphasis.

    Raises:
        RefusedError: a part does not pass.
        expat.ExpatError: a part that the library reads is no XML.
    """
    names = {entry.orig_filename for entry in archive.entries}
    _refuse_other_kinds(names)
    has_shared = _SHARED in map(str.lower, names)
    tally = Tally()
    parts: dict[str, Part] = {}
    for entry in archive.entries:
        chunks = archive.chunks(entry)
        first = next(chunks, b"")
        if entry.orig_filename == "mimetype" and b"spreadsheet" not in first:
            raise RefusedError("foreign")
        if b"encryption-data" in first and entry.orig_filename == "META-INF/manifest.xml":
            raise RefusedError("password")
        if _is_xml(first):
            parts[entry.orig_filename.lower()] = _parsed(first, chunks, tally)
        else:
            for _ in chunks:
                pass  # inflated only to be counted
    content = parts.get(CONTENT)
    if content is not None:
        return content.tables, Words(content.words)
    tabs = _by_tab(parts)
    texts = parts.get(_SHARED, Part(tally))
    if has_shared and texts.root != "sst":
        raise RefusedError("damaged")  # what it claims to hold was not looked at
    shared = texts.emphasis
    cells = {name: emphasis.of_cells(part.emphasis, shared) for name, part in tabs.items()}
    by_text = shared.by_text if shared.is_certain else {}
    return {name: part.doubts for name, part in tabs.items()}, Words(cells, by_text)


def _parsed(first: bytes, chunks: Iterator[bytes], tally: Tally) -> Part:
    part = Part(tally)
    start = first + b"".join(islice(chunks, _PLAIN_CHUNKS))
    rest = next(chunks, b"")
    if not rest:
        part.emphasis = emphasis.look(start)
    if not rest and is_plain(start, tally):
        return part
    try:
        size = part.feed(chain((start, rest), chunks))
    except expat.ExpatError:
        if part.root in ("", "worksheet", "document-content", "workbook", "sst"):
            raise
        for _ in chunks:
            pass  # of no use to the library, but counted
        return part
    # The library makes room for as many shared texts as the part claims to hold.
    if part.unique * _SHORTEST_STRING > size:
        raise RefusedError("hostile", "count")
    return part


def _is_xml(first: bytes) -> bool:
    start = first.lstrip()  # white space alone may have XML behind it
    marks = (b"<", b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe", b"\0<")
    return bool(first) and (not start or start.startswith(marks))


def _refuse_other_kinds(names: Iterable[str]) -> None:
    names = set(names)
    if "word/document.xml" in names:
        raise RefusedError("word")
    if "xl/workbook.bin" in names:
        raise RefusedError("xlsb")
    if any(name.startswith("Index/") and name.endswith(".iwa") for name in names):
        raise RefusedError("numbers")
    if not names & {"xl/workbook.xml", "content.xml"} and "[Content_Types].xml" not in names:
        raise RefusedError("foreign")


def _by_tab(parts: Mapping[str, Part]) -> Mapping[str, Part]:
    """The worksheets of an .xlsx by the name of the tab, through the workbook's relations.

    Tabs of which the part has another root, as charts have, are none.
    """
    workbook = parts.get(_WORKBOOK)
    relations = parts.get(_RELATIONS)
    if workbook is None or relations is None:
        return {}
    found: dict[str, Part] = {}
    for name, relation in workbook.sheets:
        target = relations.targets.get(relation, "")
        path = (target[1:] if target.startswith("/") else f"xl/{target}").lower()
        if name in found:
            raise RefusedError("damaged")  # the doubts of one would count for the other
        if path in parts and parts[path].root in ("", "worksheet"):  # a plain one has no root
            found[name] = parts[path]
    return found
