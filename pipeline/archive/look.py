"""The guarded child process: looks at files that were handed in, one request a line.

    {"path": "C:/…/scan.pdf", "page": 0, "brieven": "C:/…/output/brieven"}   (JSON, on stdin)
    {"vorm": "pdf", "sha512": "…", "size": 81234, "pages": 5}
    {"path": "C:/…/scan.pdf", "page": 3, "brieven": "C:/…/output/brieven"}
    {"codes": ["AWI-2026-007:3F9A7C2B"], "is_blank": false, "is_picture": true, "is_page": 3}
    {"fault": "pdf password", "detail": ""}

Page 0 asks for the file itself. The file that was asked for last stays open, so that each page
has a time limit of its own. inspect.py is the other end.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pypdfium2
from msgspec import Struct

from pipeline.archive import qr, word
from pipeline.archive.blank import is_blank
from pipeline.archive.codes import find
from pipeline.archive.drawn import as_made
from pipeline.archive.ink import which
from pipeline.archive.kind import kind
from pipeline.archive.limits import MAX_FILE
from pipeline.archive.opened import Leaf, Opened, open_heic, open_pdf, open_picture
from pipeline.archive.values import Code, Vorm
from pipeline.form.guard import RefusedError, load

try:
    import resource
except ImportError:  # Windows has no such limit; the time limit of the parent holds everywhere
    resource = None  # type: ignore[assignment]  # a module or nothing

_BLANK_DPI: Final = 100
MAX_MEMORY: Final = 3 * 2**30  # bytes of address space; a page at 450 dpi takes a tenth of it


class _File(Struct, frozen=True):
    """What is open now."""

    path: str
    data: bytes
    opened: Opened | None  # None for a Word file, which has no pages to look at
    codes: tuple[Code, ...] = ()  # of a Word file


def serve() -> None:
    """Answer requests until stdin closes."""
    if resource is not None:
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, most))
    file: _File | None = None
    for line in sys.stdin.buffer:
        request = json.loads(line)
        path, page = request["path"], request["page"]
        answer: Mapping[str, object]
        try:
            if file is None or file.path != path or page == 0:
                file = None  # the old one goes before the new one comes
                file = _open(path)
            answer = _page(file, page, Path(request["brieven"])) if page else _whole(file)
        except RefusedError as refused:
            answer = _fault(refused.code)
        except MemoryError:
            answer = _fault("memory")
        except FileNotFoundError:
            answer = _fault("missing")
        except OSError as error:
            answer = _fault(_closed(path, error))
        sys.stdout.buffer.write(json.dumps(answer).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()


def _open(path: str) -> _File:
    data = load(path, MAX_FILE)
    vorm = kind(data, Path(path).name)
    match vorm:
        case Vorm.DOCX:
            return _File(path, data, None, word.codes(data))
        case Vorm.PDF:
            return _File(path, data, open_pdf(data))
        case Vorm.HEIC:
            return _File(path, data, open_heic(data))
        case _:
            return _File(path, data, open_picture(data, vorm))


def _whole(file: _File) -> Mapping[str, object]:
    return {
        "vorm": file.opened.vorm if file.opened else Vorm.DOCX,
        "sha512": hashlib.sha512(file.data).hexdigest(),
        "size": len(file.data),
        "pages": file.opened.count if file.opened else 1,
    }


def _page(file: _File, number: int, brieven: Path) -> Mapping[str, object]:
    if file.opened is None:
        return _answer(file.codes, is_picture=False)
    try:
        return looked_at(file.opened.leaf(number), brieven)
    except pypdfium2.PdfiumError as error:
        raise RefusedError("pdf damaged") from error


def looked_at(leaf: Leaf, brieven: Path) -> Mapping[str, object]:
    """What one page says, as JSON knows it; `brieven` holds the letters as made."""
    marks = qr.read(leaf.image)
    blank = leaf.is_picture and not marks and is_blank(leaf.image(_BLANK_DPI))
    if leaf.is_picture and not marks and not blank:
        marks = qr.read_patiently(leaf.image)
    # Words of a digital page count beside its QR; those of a scanner are a guess.
    codes = tuple(dict.fromkeys((*(mark.code for mark in marks), *find(leaf.foot))))
    is_page = None
    if len(codes) == len(marks) == 1:
        is_page = which(leaf.image(qr.PLAIN), marks[0], as_made(brieven, marks[0].code))
    return _answer(codes, is_picture=leaf.is_picture, is_blank=blank, is_page=is_page)


def _answer(
    codes: tuple[Code, ...],
    *,
    is_picture: bool,
    is_blank: bool = False,
    is_page: int | None = None,
) -> Mapping[str, object]:
    return {
        "codes": [str(code) for code in codes],
        "is_blank": is_blank,
        "is_picture": is_picture,
        "is_page": is_page,
    }


def _fault(code: str) -> Mapping[str, object]:
    return {"fault": code, "detail": ""}


def _closed(path: str, error: OSError) -> str:
    if Path(path).name.startswith("~$"):
        return "lock"  # Word on Windows lets nobody read it
    # 362, 380 and others: the cloud files of Windows say that the provider is not there.
    return "offline" if 358 <= (getattr(error, "winerror", 0) or 0) <= 404 else "closed"  # noqa: PLR2004
