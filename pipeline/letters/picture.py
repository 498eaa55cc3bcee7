"""The pictures of a template: which of them is the QR code that each letter gets its own of."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def marks(parts: Mapping[str, bytes]) -> frozenset[str]:
    """The names of the parts with the example QR: pictures whose alt text starts with “QR”."""
    return frozenset(
        target
        for name, data in parts.items()
        if name.startswith("word/") and name.endswith(".xml") and b"<wp:docPr" in data
        for target in _in_part(name, data, parts)
    )


def relations(name: str, parts: Mapping[str, bytes]) -> Mapping[str, str]:
    """The parts that a part points at, by the id of the relation."""
    folder, file = posixpath.split(name)
    data = parts.get(f"{folder}/_rels/{file}.rels".removeprefix("/"))
    if data is None:
        return {}
    return {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, target))[1:]
        for relation in etree.fromstring(data)
        if relation.get("TargetMode") != "External" and (target := relation.get("Target"))
    }


def _in_part(name: str, data: bytes, parts: Mapping[str, bytes]) -> Iterator[str]:
    targets = relations(name, parts)
    for properties in etree.fromstring(data).iter(f"{_WP}docPr"):
        if properties.get("descr", "").startswith("QR") or properties.get("name") == "QR":
            frame = properties.getparent()
            blips = () if frame is None else frame.iter(f"{_A}blip")
            yield from (targets[blip.get(f"{_R}embed", "")] for blip in blips)
