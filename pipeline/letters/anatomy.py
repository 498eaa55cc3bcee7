"""What holds a Word document together: parts, content types, relations and styles.

Read once per template; a letter made of it only has to be compared with it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree
from msgspec import Struct

_TYPES: Final = "[Content_Types].xml"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


class Anatomy(Struct, frozen=True):
    """The skeleton of a Word document, and what is wrong with it in Dutch."""

    relations: Mapping[str, Mapping[str, str]]  # by part: id -> target ("" outside the file)
    styles: frozenset[str] | None  # None without a part with styles
    pictures: frozenset[int]  # numbers of the pictures outside the body, which must be unique
    marks: frozenset[str]  # parts that hold the example of the QR code
    faults: tuple[str, ...]

    @classmethod
    def of(cls, parts: Mapping[str, bytes]) -> Anatomy:
        """Read the skeleton; XML that cannot be read is a fault, never an exception."""
        faults: list[str] = []
        trees: dict[str, etree._Element] = {}
        for name, data in parts.items():
            if name.endswith((".xml", ".rels")):
                try:
                    trees[name] = etree.fromstring(data)
                except etree.XMLSyntaxError as error:
                    faults.append(f"het onderdeel {name} is beschadigd: {error}")
        relations = {name: _relations(name, trees) for name in trees if "_rels/" not in name}
        faults.extend(_untyped(parts, trees))
        faults.extend(_dangling(relations, parts))
        return cls(
            relations,
            _styles(trees),
            frozenset(_numbers(trees)),
            frozenset(_marks(trees, relations)),
            tuple(faults),
        )


def _relations(name: str, trees: Mapping[str, etree._Element]) -> Mapping[str, str]:
    folder, file = posixpath.split(name)
    tree = trees.get(posixpath.join(folder, "_rels", f"{file}.rels"))
    return {} if tree is None else dict(_targets(folder, tree))


def _targets(folder: str, tree: etree._Element) -> Iterator[tuple[str, str]]:
    for relation in tree:
        inside = relation.get("TargetMode") != "External"
        path = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
        yield relation.get("Id", ""), path[1:] if inside else ""


def _untyped(parts: Mapping[str, bytes], trees: Mapping[str, etree._Element]) -> Iterator[str]:
    tree = trees.get(_TYPES)
    if tree is None:
        yield f"het onderdeel {_TYPES} ontbreekt"
        return
    names = {entry.get("PartName", "").removeprefix("/").casefold() for entry in tree}
    endings = {entry.get("Extension", "").casefold() for entry in tree}
    for name in parts:
        ending = posixpath.splitext(name)[1].removeprefix(".").casefold()
        if name != _TYPES and name.casefold() not in names and ending not in endings:
            yield f"van het onderdeel {name} is de soort onbekend"


def _dangling(
    relations: Mapping[str, Mapping[str, str]], parts: Mapping[str, bytes]
) -> Iterator[str]:
    for name, targets in relations.items():
        for target in targets.values():
            if target and target not in parts:
                yield f"{name} verwijst naar {target}, dat er niet is"


def _styles(trees: Mapping[str, etree._Element]) -> frozenset[str] | None:
    tree = trees.get("word/styles.xml")
    if tree is None:
        return None
    return frozenset(style.get(f"{_W}styleId", "") for style in tree.iter(f"{_W}style"))


def _numbers(trees: Mapping[str, etree._Element]) -> Iterator[int]:
    for name, tree in trees.items():
        if name != "word/document.xml":
            for picture in tree.iter(f"{_WP}docPr"):
                yield int(picture.get("id", "0"))


def _marks(
    trees: Mapping[str, etree._Element], relations: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    """The QR codes: pictures whose name or alt text starts with “QR”."""
    for name, tree in trees.items():
        for picture in tree.iter(f"{_WP}docPr"):
            if any(picture.get(key, "").startswith("QR") for key in ("name", "descr")):
                frame = picture.getparent()
                for blip in () if frame is None else frame.iter(f"{_A}blip"):
                    yield relations[name].get(blip.get(f"{_R}embed", ""), "")
