"""Whether a template will work, before a letter is made of it: every mistake at once, in Dutch.

`lint` looks at the file, at each tag, at what the tags mean and at what a reader needs. A template
without mistakes can be opened and filled with any letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

from jinja2 import TemplateSyntaxError
from lxml import etree
from msgspec import Struct

from pipeline.letters.accessible import Trees, check_accessible
from pipeline.letters.anatomy import Anatomy
from pipeline.letters.fault import TemplateError
from pipeline.letters.letter import NOT_PRINTED
from pipeline.letters.meaning import Meaning
from pipeline.letters.package import NotAPackageError, unpack
from pipeline.letters.paragraphs import FILE, Mistake, Paragraph, Place, paragraphs, title_of
from pipeline.letters.placeholders import ROOTS, name_of, parts_of
from pipeline.letters.sandbox import Sandbox
from pipeline.letters.tags import Tags
from pipeline.letters.template import Template

_BODY: Final = "word/document.xml"
_FILLED: Final = ("word/document", "word/header", "word/footer", "word/footnotes", "docProps/")


def lint(path: Path, kind: str = "") -> tuple[Mistake, ...]:
    """All mistakes of a template; `kind` is the name of the template that it takes the place of."""
    try:
        parts = unpack(path.read_bytes())
    except OSError:
        return (Mistake(Place(FILE), "", "kan niet worden gelezen."),)
    except NotAPackageError as error:
        return (Mistake(Place(FILE), "", f"{error}."),)
    anatomy = Anatomy.of(parts)
    if anatomy.faults or _BODY not in parts:
        faults = anatomy.faults or ("is geen Word-document (.docx)",)
        return tuple(Mistake(Place(FILE), "", f"{fault}.") for fault in faults)
    trees = {name: etree.fromstring(data) for name, data in parts.items() if name.endswith(".xml")}
    mistakes = [*_tags(trees, kind or path.name), *check_accessible(trees, anatomy)]
    return tuple(mistakes or _opening(path))


def _tags(trees: Trees, kind: str) -> Iterator[Mistake]:
    sandbox = Sandbox()
    root, root_kind = ROOTS[kind]
    used: set[tuple[type[Struct], str]] = set()
    for name, tree in trees.items():
        if name.startswith(_FILLED):
            found = list(
                paragraphs(name, tree) if name.startswith("word/") else _fields(name, tree)
            )
            tags = Tags.of(found, sandbox)
            yield from tags.mistakes
            told: list[Mistake] = []
            try:
                tree_of_tags = sandbox.read(tags.source)
            except TemplateSyntaxError as error:
                place = found[min(error.lineno, len(found)) - 1].place
                yield Mistake(place, "", f"dit is geen geldige opdracht ({error.message}).")
            else:
                Meaning(_teller(found, told), used).read(tree_of_tags, {root: root_kind})
            yield from told
        elif name.startswith("word/") and "{{" in "".join(tree.itertext()):
            sentence = "hier worden geen plaatshouders ingevuld."
            yield Mistake(Place(title_of(name)), "", sentence)
    for owner, missing in _unused(root_kind, used):
        sentence = f"{{{{ {owner}.{missing} }}}} staat nergens: dat komt dan nooit in de brief."
        yield Mistake(Place(FILE), "", sentence)


def _teller(found: Sequence[Paragraph], told: list[Mistake]) -> Callable[[int, str], None]:
    def say(line: int, sentence: str) -> None:
        place = found[min(line, len(found)) - 1].place
        told.append(Mistake(place, "", sentence))

    return say


def _fields(name: str, tree: etree._Element) -> Iterator[Paragraph]:
    """The document properties: each text of its own, without paragraphs."""
    for element in tree.iter():
        if text := (element.text or "").strip():
            yield Paragraph(text, Place(title_of(name), text), element)


def _unused(
    root: type[Struct], used: AbstractSet[tuple[type[Struct], str]]
) -> Iterator[tuple[str, str]]:
    """Values that every letter must show (sound.py looks for them) and this template does not."""
    for kind in (root, *sorted(parts_of(root), key=lambda part: part.__name__)):
        for name in kind.__struct_fields__:
            # The onderwerp may stand in its onderwerpregel only.
            names = {name, f"{name}regel"}
            if not any((kind, one) in used for one in names) and name not in NOT_PRINTED:
                yield name_of(kind), name


def _opening(path: Path) -> Iterator[Mistake]:
    """What only the real thing can tell."""
    try:
        Template.open(path)
    except TemplateError as error:
        yield Mistake(Place(FILE), "", str(error))
