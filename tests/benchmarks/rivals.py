"""Other ways to fill a Word template, for the price of one letter.

They get an easier task than docxtpl: the letter as it came out, with a field in the place of the
text of each paragraph; so no loops, no conditions, and values that are ready.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from lxml import etree

from tests.benchmarks.clock import Measured, clock

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY: Final = "word/document.xml"
_HERE: Final = Path(__file__).parent
Values = Mapping[str, str]


def mailmerge(letters: Sequence[Path], target: Path) -> Measured:
    """Seconds a letter of docx-mailmerge2; empty when it is not installed."""
    if find_spec("mailmerge") is None:
        return {}
    merge = import_module("mailmerge").MailMerge
    template = target / "mailmerge.docx"
    tasks = [_task(path, template, is_merge=True) for path in letters]
    with clock() as lap:
        for index, values in enumerate(tasks):
            with merge(template) as document:
                document.merge(**values)
                document.write(target / f"{index}.docx")
    return {"brief": lap.seconds / len(letters)}


def docxtemplater(letters: Sequence[Path], target: Path, modules: Path) -> Measured:
    """Seconds a letter of docxtemplater; empty when node or its `modules` are not there."""
    node = shutil.which("node")
    if node is None or not (modules / "docxtemplater").is_dir():
        return {}
    template = target / "docxtemplater.docx"
    values = [_task(path, template, is_merge=False) for path in letters]
    task = {"modules": str(modules), "template": str(template), "values": values}
    run = subprocess.run(
        [node, _HERE / "docxtemplater.js", target],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        check=True,
    )
    return {"brief": float(run.stdout) / len(letters)}


def _task(letter: Path, template: Path, *, is_merge: bool) -> Values:
    """The texts of a letter; the first letter is made a template as well."""
    with zipfile.ZipFile(letter) as document:
        parts = {name: document.read(name) for name in document.namelist()}
    body = etree.fromstring(parts[_BODY])
    values: dict[str, str] = {}
    for paragraph in body.iter(f"{_W}p"):
        runs = [run for run in paragraph.findall(f"{_W}r") if run.find(f"{_W}t") is not None]
        if not runs:
            continue
        name = f"veld{len(values)}"
        values[name] = "".join(paragraph.itertext())
        first, *others = runs
        for run in others:
            paragraph.remove(run)
        _put(paragraph, first, name, is_merge=is_merge)
    if not template.exists():
        parts[_BODY] = etree.tostring(body, xml_declaration=True, encoding="UTF-8")
        template.write_bytes(_zipped(parts))
    return values


def _put(paragraph: etree._Element, run: etree._Element, name: str, *, is_merge: bool) -> None:
    text = run.find(f"{_W}t")
    assert text is not None
    if not is_merge:
        text.text = f"{{{name}}}"
        return
    field = etree.Element(f"{_W}fldSimple", {f"{_W}instr": f" MERGEFIELD {name} "})
    paragraph.replace(run, field)
    field.append(run)


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as document:
        for name, part in parts.items():
            document.writestr(name, part)
    return written.getvalue()
