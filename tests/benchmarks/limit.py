"""The physical limit: what any program must at least do with the same bytes, and nothing else.

It reads the same sheets, inflates them and parses each part of a workbook once; it parses each
letter's own parts once, packs them once, and writes and syncs the same files. It reads no answer,
checks nothing and composes nothing.
"""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from lxml import etree

from tests.benchmarks.clock import Measured, clock

_LEVEL = 2  # as the letters are packed

Files = Mapping[str, bytes]


def measure(sheets: Sequence[Path], issued: Path, templates: Path, target: Path) -> Measured:
    """Seconds for the sheets, and for writing all that stands in `issued` again in `target`."""
    folders = {folder.name: _files(folder) for folder in sorted(issued.iterdir())}
    ready = _template_parts(templates)
    changed = {name: _changed(files, ready) for name, files in folders.items()}
    with clock() as reading:
        for sheet in sheets:
            _parse_sheet(sheet)
    with clock() as writing:
        for name, files in folders.items():
            for part in changed[name]:
                _parse_and_pack(part)
            _write(target / name, files)
    return {
        "dossiers": reading.seconds + writing.seconds,
        "processor": reading.cpu + writing.cpu,
    }


def _files(folder: Path) -> Files:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _template_parts(templates: Path) -> set[bytes]:
    found: set[bytes] = set()
    for path in templates.glob("*.docx"):
        with zipfile.ZipFile(path) as document:
            found |= {document.read(name) for name in document.namelist()}
    return found


def _changed(files: Files, ready: set[bytes]) -> list[bytes]:
    """The parts of the letters that are not as in their template."""
    found: list[bytes] = []
    for name in files:
        if name.endswith(".docx"):
            found += _own_parts(files[name], ready)
    return found


def _own_parts(data: bytes, ready: set[bytes]) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as document:
        return [part for name in document.namelist() if (part := document.read(name)) not in ready]


def _parse_sheet(path: Path) -> None:
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            part = book.read(name)
            if name.startswith("xl/") and name.endswith(".xml"):
                etree.fromstring(part)


def _parse_and_pack(part: bytes) -> None:
    if part.startswith(b"<"):
        etree.fromstring(part)
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packer.compress(part)
    packer.flush()


def _write(folder: Path, files: Files) -> None:
    folder.mkdir(parents=True)
    for name, data in files.items():
        with (folder / name).open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
