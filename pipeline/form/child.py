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
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from math import isfinite
from xml.parsers import expat

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from pipeline.form import biff, emphasis
from pipeline.form.cells import Doubts
from pipeline.form.emphasis import Words
from pipeline.form.guard import Archive, RefusedError, kind, load
from pipeline.form.parts import inspect
from pipeline.form.squeeze import CONTENT, squeezed
from pipeline.form.tally import MAX_BOXES
from pipeline.garbage import look_seldom

try:
    import resource
except ImportError:  # Windows has no such limit; the time limit of the parent holds everywhere
    resource = None  # type: ignore[assignment]  # a module or nothing

MAX_MEMORY = 280 * 2**20  # bytes of address space
_MANY = 40  # sheets, from which a faster packer earns back the time to load it
_WHOLE = 2**53  # larger numbers do not travel as JSON
_WORKSHEET = "WorkSheet"
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
    """Does the same six times as fast, and takes as long to load as it saves in `_MANY`."""
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
        doubts, words = inspect(archive)
    else:
        sound, doubts = biff.inspect(data)
    try:
        workbook = _opened(sound)
    except CalamineError:
        if archive is None or CONTENT not in {entry.orig_filename for entry in archive.entries}:
            raise
        workbook = _opened(squeezed(archive))
    tabs = _tabs(workbook, doubts, words, is_zip=archive is not None)
    return {"sha256": hashlib.sha256(data).hexdigest(), "tabs": tabs}


def _opened(data: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(data))


def _name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


def _tabs(
    workbook: CalamineWorkbook, doubts: Mapping[str, Doubts], words: Words, *, is_zip: bool
) -> Tabs:
    tabs: Tabs = []
    size = 0
    for index, sheet in enumerate(workbook.sheets_metadata):
        if str(sheet.typ).rpartition(".")[2] != _WORKSHEET:
            continue
        if is_zip and sheet.name not in doubts:
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
