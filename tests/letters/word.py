"""Small Word documents, templates and the text of letters, for the tests."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from pipeline.letters.package import Package, unpack
from tests.letters import sample

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = ROOT / "templates"
CONTEXTS: Mapping[str, Mapping[str, object]] = {
    "brief-college.docx": {"brief": sample.brief()},
    "toetsing.docx": {"verslag": sample.verslag()},
    "doorgeleiding.docx": {"doorgeleiding": sample.doorgeleiding()},
}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY = re.compile(r"(<w:body>).*(<w:sectPr>)", re.DOTALL)


def environment() -> SandboxedEnvironment:
    """What docxtpl itself is given, to compare with."""
    return SandboxedEnvironment(undefined=StrictUndefined)


def p(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{escaped}</w:t></w:r></w:p>'


def cell(*content: str, properties: str = "") -> str:
    width = '<w:tcW w:w="2000" w:type="dxa"/>'
    return f"<w:tc><w:tcPr>{width}{properties}</w:tcPr>{''.join(content)}</w:tc>"


def row(*cells: str, head: bool = False) -> str:
    mark = "<w:trPr><w:tblHeader/></w:trPr>" if head else ""
    return f"<w:tr>{mark}{''.join(cells)}</w:tr>"


def table(columns: int, *rows: str) -> str:
    grid = '<w:gridCol w:w="2000"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def with_parts(path: Path, changes: Mapping[str, str], target: Path) -> Path:
    """A copy of a document with some parts replaced."""
    parts = {**unpack(path.read_bytes()), **{k: v.encode() for k, v in changes.items()}}
    target.write_bytes(Package.of(parts).write({}))
    return target


def template(tmp_path: Path, *body: str, kind: str = "brief-college.docx", **changes: str) -> Path:
    """The template of that kind with another body; `changes` are other parts, "/" as "__"."""
    parts = unpack((TEMPLATES / kind).read_bytes())
    document = parts["word/document.xml"].decode()
    replaced = BODY.sub(lambda found: f"{found[1]}{''.join(body)}{found[2]}", document)
    others = {name.replace("__", "/") + ".xml": text for name, text in changes.items()}
    plain = {} if others else dict.fromkeys(QUIET, "")
    for name in plain:
        plain[name] = re.sub(r"\{\{.*?\}\}", "", parts[name].decode())
    changed = {**plain, **others, "word/document.xml": replaced}
    return with_parts(TEMPLATES / kind, changed, tmp_path / kind)


# Parts that hold placeholders of a letter, emptied for templates with contexts of their own.
QUIET = (
    *(f"word/{kind}{number}.xml" for kind in ("header", "footer") for number in (1, 2)),
    "docProps/core.xml",
    "docProps/custom.xml",
)


def letter_text(docx: bytes) -> str:
    """The letter as a person reads it: a line a paragraph, footers at the end."""
    parts = unpack(docx)
    names = ["word/header2.xml", "word/document.xml", "word/footer2.xml"]
    lines = (line for name in names for line in _lines(etree.fromstring(parts[name])))
    return "\n".join(lines) + "\n"


def _lines(tree: etree._Element) -> list[str]:
    lines = []
    for paragraph in tree.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        text = "".join(
            {f"{W}tab": "\t", f"{W}br": "\n"}.get(str(node.tag), node.text or "")
            for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br")
            if not next(node.iterancestors(f"{W}tabs"), None) is not None
        )
        name = "" if style is None else style.get(f"{W}val", "")
        lines.append(f"[{name}] {text}" if name else text)
    return lines


def canonical(docx: bytes) -> dict[str, bytes]:
    """Every XML part in canonical form, but those that python-docx writes in its own way."""
    skipped = ("_rels/", "docProps/", "[Content_Types]")
    return {
        name: etree.tostring(etree.fromstring(data), method="c14n")
        for name, data in unpack(docx).items()
        if name.endswith(".xml") and not name.startswith(skipped) and "/_rels/" not in name
    }


def zipped(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()
