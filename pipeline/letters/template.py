"""A Word template: prepared and compiled once, then filled for each letter.

    template = Template.open(path)
    data = template.render({"brief": brief}, qr_png(brief.code))

The dialect is docxtpl's. Its own preparation makes Jinja of each XML part once; per letter only
texts are rendered and put in a zip in which all other parts keep their compressed bytes. The
result is the same XML as docxtpl's own, and the same bytes each time. Where that cannot be, the
slower steps of docxtpl are taken, and `slow_reason` says so. What a letter says is not decided
here.
"""

from __future__ import annotations

import io
import re
import traceback
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from types import FunctionType
from typing import Final

from docxtpl import DocxTemplate
from jinja2 import Template as Compiled
from jinja2 import TemplateError as JinjaError
from jinja2 import TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError
from lxml import etree
from msgspec import Struct

from pipeline.letters.anatomy import Anatomy
from pipeline.letters.fault import FillError, NoTemplateError
from pipeline.letters.marked import with_looks
from pipeline.letters.package import NotAPackageError, Package, unpack
from pipeline.letters.prepare import MARKERS, Source, sources
from pipeline.letters.sandbox import Sandbox

Context = Mapping[str, object]

# What a template can raise is what any program can raise, for it is one, written by someone else.
_FAILURES: Final = (
    JinjaError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
_PARAGRAPH: Final = re.compile(r"<w:p(?=[ >])")
_BREAK: Final = re.compile("[\n\t]")
_PICTURE_NUMBER: Final = re.compile(r'(<wp:docPr\b[^>]*?\sid=")[^"]*')
# Not allowed in XML; a reader drops everything behind one of these.
_CONTROLS: Final = bytes(set(range(32)) - {9, 10, 13})
_FIRST_PICTURE: Final = 1001  # as docxtpl counts


class Filling(Struct, frozen=True):
    """A part that differs per letter: compiled, with what was worked out of it once."""

    source: Source
    code: Compiled
    has_markers: bool
    resolve_all: bool


class Template(Struct, frozen=True):
    """A prepared template. Not for use by several threads at once."""

    name: str
    package: Package
    anatomy: Anatomy
    slow_reason: str  # empty when every step is a fast one
    sandbox: Sandbox
    fillings: tuple[Filling, ...]
    _data: bytes
    _docxtpl: DocxTemplate

    @property
    def is_fast(self) -> bool:
        """True when no letter needs the slower steps of docxtpl."""
        return not self.slow_reason

    @classmethod
    def open(cls, path: Path) -> Template:
        """Prepare and compile a template; raises NoTemplateError and FillError."""
        try:
            data = path.read_bytes()
        except OSError as error:
            raise NoTemplateError(path.name, "kan niet worden gelezen") from error
        try:
            package = Package.read(data)
            docxtpl = DocxTemplate(io.BytesIO(data))
            docxtpl.render_init()
            prepared = tuple(source for source in sources(docxtpl) if not source.is_static)
        except NotAPackageError as error:
            raise NoTemplateError(path.name, str(error)) from error
        except (KeyError, ValueError, etree.XMLSyntaxError) as error:
            # KeyError: a part is missing. ValueError: it is another kind of document.
            raise NoTemplateError(path.name, "is geen Word-document (.docx)") from error
        sandbox = Sandbox()
        fillings = tuple(_compile(sandbox, path.name, source) for source in prepared)
        refit = any(source.refit for source in prepared)
        reason = "heeft een tabel met rijen of kolommen die er niet altijd staan" if refit else ""
        anatomy = Anatomy.of(package.parts)
        return cls(path.name, package, anatomy, reason, sandbox, fillings, data, docxtpl)

    def render(self, context: Context, picture: bytes | None = None) -> bytes:
        """The letter as a .docx file, with `picture` in the place of the QR of the template.

        A value that must be made inside the document (docxtpl's InlineImage, Subdoc) is given as
        a function of the DocxTemplate. Raises FillError.
        """
        package = self.package
        fillings = self.fillings
        if any(isinstance(value, FunctionType) for value in context.values()):
            package = self._by_docxtpl(context)
            fillings = tuple(filling for filling in fillings if not filling.source.is_word)
        changed = {filling.source.name: self.fill(filling, context) for filling in fillings}
        if picture is not None:
            changed.update(dict.fromkeys(self.anatomy.marks, picture))
        return package.write(changed)

    def fill(self, filling: Filling, context: Context) -> bytes:
        """One part of a letter; raises FillError."""
        source = filling.source
        data = self.encoded(source, f"{source.before}{self.text(filling, context)}{source.after}")
        return self._refitted(data) if source.refit else data

    def text(self, filling: Filling, context: Context) -> str:
        """The same without what stands before and after it, as text; raises FillError."""
        source = filling.source
        self.sandbox.refill()
        try:
            xml = filling.code.render(context)
        except _FAILURES as error:
            raise _explained(self.sandbox, self.name, source, context, error) from error
        if filling.has_markers:
            for marker, sign in MARKERS:
                xml = xml.replace(marker, sign)
        if source.is_word:
            xml = with_looks(xml)
            xml = _with_breaks(self._docxtpl, filling, xml)
        if source.renumber and not source.refit:
            number = count(_FIRST_PICTURE)
            xml = _PICTURE_NUMBER.sub(lambda found: f"{found[1]}{next(number)}", xml)
        return xml

    def encoded(self, source: Source, xml: str) -> bytes:
        """XML as bytes; raises FillError for what no XML can hold."""
        try:
            data = xml.encode()
        except UnicodeEncodeError as error:
            raise FillError(self.name, source.title, "", "een teken is onbruikbaar") from error
        if len(data.translate(None, _CONTROLS)) != len(data):
            raise FillError(self.name, source.title, "", "een waarde bevat een stuurteken")
        return data

    def _refitted(self, data: bytes) -> bytes:
        tree = self._docxtpl.fix_tables(data)
        self._docxtpl.docx_ids_index = _FIRST_PICTURE - 1
        self._docxtpl.fix_docpr_ids(tree)
        return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _by_docxtpl(self, context: Context) -> Package:
        docxtpl = DocxTemplate(io.BytesIO(self._data))
        docxtpl.init_docx()
        values = {
            name: value(docxtpl) if isinstance(value, FunctionType) else value
            for name, value in context.items()
        }
        written = io.BytesIO()
        self.sandbox.refill()
        try:
            docxtpl.render(values, self.sandbox, autoescape=True)
        except _FAILURES as error:
            raise FillError(self.name, "het document", "", _reason(error)) from error
        docxtpl.save(written)
        return Package.of(unpack(written.getvalue()))


def _compile(sandbox: Sandbox, name: str, source: Source) -> Filling:
    try:
        code = sandbox.from_string(source.xml)
    except _FAILURES as error:
        raise _explained(sandbox, name, source, {}, error) from error
    return Filling(source, code, source.has_markers, source.resolve_all)


def _explained(
    sandbox: Sandbox, name: str, source: Source, context: Context, error: Exception
) -> FillError:
    """Find the paragraph of a mistake: once more, now with every paragraph on a line of its own."""
    lines = _PARAGRAPH.sub("\n<w:p", source.xml)
    line = 0
    sandbox.refill()
    try:
        sandbox.from_string(lines).render(context)
    except _FAILURES as again:
        line = again.lineno if isinstance(again, TemplateSyntaxError) else _line(again)
    shown = lines.splitlines()[line - 1] if line else ""
    paragraph = re.sub(r"<[^>]*>", "", shown).strip()
    return FillError(name, source.title, paragraph, _reason(error))


def _line(error: Exception) -> int:
    """The line of the Jinja source where an error arose; 0 when it arose nowhere in it."""
    lines = [
        number
        for frame, number in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == "<template>"
    ]
    return lines[-1] if lines else 0


def _reason(error: Exception) -> str:
    if isinstance(error, UndefinedError | SecurityError):
        return error.message or "dit mag niet in een sjabloon"
    if isinstance(error, RecursionError):
        return "dit sjabloon roept zichzelf aan"
    return f"dit is geen geldige opdracht ({error})"


def _with_breaks(docxtpl: DocxTemplate, filling: Filling, xml: str) -> str:
    """Make line breaks and tabs in values real ones, in the way of docxtpl.

    docxtpl looks through all paragraphs; here only those that hold such a sign are looked at.
    """
    if filling.resolve_all or "\a" in xml or "\f" in xml:
        whole: str = docxtpl.resolve_listing(xml)
        return whole
    if "\n" not in xml and "\t" not in xml:
        return xml
    pieces: list[str] = []
    done = 0
    for sign in _BREAK.finditer(xml):
        if sign.start() < done:
            continue
        start = max(xml.rfind("<w:p>", done, sign.start()), xml.rfind("<w:p ", done, sign.start()))
        end = xml.find("</w:p>", sign.start()) + len("</w:p>")
        if start < 0:
            continue  # between paragraphs
        pieces += (xml[done:start], docxtpl.resolve_listing(xml[start:end]))
        done = end
    return "".join((*pieces, xml[done:]))
