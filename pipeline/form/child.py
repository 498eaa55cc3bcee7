"""The guarded child process: reads spreadsheets, one request a line, one answer a line.

    "C:/…/bijverdienen.xlsx"        (JSON, on stdin)
    {"sha256": "…", "tabs": [["Start", [[0, [[0, "#"], [2, "antwoord"]]], …], []], …]}
    {"fault": "password", "detail": ""}

Where words of a cell are bold or italic, the third item of its tab says so: [[0, 2, [[4, 9, "b"]]]],
the row and column of the cell with the places in its text.

A cell is [column, value]; a value that JSON does not know is a list: ["d", "2026-03-01"] a date,
["m", "2026-03-01T14:30:00"] a moment, ["t", "14:30:00"] a time of day, ["n", "100000000000000000000"] a
very large whole number, ["e", "#N/A"] a cell
error, ["f", ""] a formula that was never calculated. read.py is the other end.

If the reading library aborts, hangs or eats all memory, only this process is lost. It is kept
warm, so it imports nothing but light modules.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from math import isfinite
from xml.parsers import expat

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from pipeline.form import biff, emphasis
from pipeline.form.cells import Doubts
from pipeline.form.emphasis import Words
from pipeline.form.guard import Archive, RefusedError, kind, load
from pipeline.form.scan import Part, is_plain
from pipeline.form.squeeze import CONTENT, squeezed
from pipeline.form.tally import MAX_BOXES, Tally
from pipeline.garbage import look_seldom

try:
    import resource
except ImportError:  # Windows has no such limit; the time limit of the parent holds everywhere
    resource = None  # type: ignore[assignment]  # a module or nothing

MAX_MEMORY = 280 * 2**20  # bytes of address space
_SHORTEST_STRING = 5  # bytes of XML: <si/>
_PLAIN_CHUNKS = 15  # 1 MB: no sheet of a form is larger
_MANY = 32  # sheets, from which a faster packer earns back the time to load it
_WHOLE = 2**53  # larger numbers do not travel as JSON
_WORKSHEET = "WorkSheet"
_SHARED = "xl/sharedstrings.xml"  # as all names of parts here, without capitals
Row = tuple[int, list[tuple[int, object]]]
Rows = list[Row]
Packer = Callable[[Mapping[str, object]], bytes]
Tabs = list[tuple[str, Rows, list[tuple[int, int, emphasis.Spans]]]]


def serve() -> None:
    """Answer requests until stdin closes."""
    if resource is not None:
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, most))
    look_seldom()
    pack: Packer = _as_json
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if number == _MANY:
            pack = _packer()
        sys.stdout.buffer.write(pack(_answer(json.loads(line))) + b"\n")
        sys.stdout.buffer.flush()


def _as_json(answer: Mapping[str, object]) -> bytes:
    return json.dumps(answer).encode("ascii")


def _packer() -> Packer:
    """Does the same seven times as fast, and takes as long to load as it saves in `_MANY`."""
    from msgspec.json import encode  # noqa: PLC0415

    return encode


def _answer(path: str) -> Mapping[str, object]:
    try:
        return _read(path)
    except RefusedError as refused:
        return _fault(refused.code, refused.detail)
    except PasswordError:
        code = "password"
    except (CalamineError, expat.ExpatError):
        code = "damaged"
    except MemoryError:
        code = "many"
    except FileNotFoundError:
        code = "missing"
    except OSError:
        # Excel on Windows lets nobody read the lock file beside an open sheet.
        code = "lock" if _name(path).startswith("~$") else "closed"
    except BaseException as error:
        # A panic of the library derives from BaseException, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        code = "damaged"
    return _fault(code)


def _fault(code: str, detail: str = "") -> Mapping[str, object]:
    return {"fault": code, "detail": detail}


def _read(path: str) -> Mapping[str, object]:
    data = load(path)
    archive = Archive(data) if kind(data, _name(path)) == "zip" else None
    words = Words()
    if archive is not None:
        sound = data
        doubts, words = _inspect(archive)
    else:
        sound, doubts = biff.inspect(data)
    try:
        workbook = _opened(sound)
    except CalamineError:
        if archive is None or CONTENT not in {entry.orig_filename for entry in archive.entries}:
            raise
        workbook = _opened(squeezed(archive))
    tabs = _tabs(workbook, doubts, words, is_sure=archive is None)
    return {"sha256": hashlib.sha256(data).hexdigest(), "tabs": tabs}


def _opened(data: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(data))


def _name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


def _inspect(archive: Archive) -> tuple[Mapping[str, Doubts], Words]:
    """Let every part pass the guards; gives by tab the doubtful cells and those with emphasis."""
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
    """The worksheets of an .xlsx by the name of the tab, through the workbook's relations."""
    workbook = parts.get("xl/workbook.xml")
    relations = parts.get("xl/_rels/workbook.xml.rels")
    if workbook is None or relations is None:
        return {}
    found: dict[str, Part] = {}
    for name, relation in workbook.sheets:
        target = relations.targets.get(relation, "")
        path = (target[1:] if target.startswith("/") else f"xl/{target}").lower()
        if name in found:
            raise RefusedError("damaged")
        if path in parts and parts[path].root in ("", "worksheet"):  # a plain one has no root
            found[name] = parts[path]
    return found


def _tabs(
    workbook: CalamineWorkbook, doubts: Mapping[str, Doubts], words: Words, *, is_sure: bool
) -> Tabs:
    tabs: Tabs = []
    size = 0
    for index, sheet in enumerate(workbook.sheets_metadata):
        if str(sheet.typ).rpartition(".")[2] != _WORKSHEET:
            continue
        if not is_sure and sheet.name not in doubts:
            raise RefusedError("damaged")  # the library found it elsewhere than the guards did
        content = workbook.get_sheet_by_index(index)
        size += content.total_height * content.total_width
        if size > MAX_BOXES:
            raise RefusedError("many")
        rows = list(_rows(content))
        if of_tab := doubts.get(sheet.name):
            rows = _with_doubts(rows, of_tab)
        tabs.append((sheet.name, rows, list(words.spans(sheet.name, rows))))
    return tabs


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    left = sheet.start[1] if sheet.start else 0
    for number, row in enumerate(sheet.iter_rows()):
        cells = [
            (column, value if type(value) is str else _plain(value))
            for column, value in enumerate(row, left)
            if value != ""
        ]
        if cells:
            yield number, cells


def _with_doubts(rows: Rows, doubts: Doubts) -> Rows:
    """The cells, with the doubts in the place of what the library made of them."""
    found: dict[int, dict[int, object]] = {number: dict(cells) for number, cells in rows}
    for (number, column), doubt in doubts.items():
        found.setdefault(number, {})[column] = doubt
    return [(number, sorted(found[number].items())) for number in sorted(found)]


def _plain(value: object) -> object:
    """A value as JSON knows it."""
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, (datetime, date)):
        if not isinstance(value, datetime) or value.time() == time.min:
            return ("d", value.isoformat()[:10])
        return ("m", value.isoformat(timespec="seconds"))
    if isinstance(value, time):
        return ("t", value.isoformat(timespec="seconds"))
    return str(value) if isinstance(value, timedelta) else value


def _number(value: float) -> object:
    if not isfinite(value):
        return str(value)  # JSON has no such number; nor has a spreadsheet
    if not value.is_integer():
        return value
    return int(value) if abs(value) < _WHOLE else ("n", str(int(value)))
