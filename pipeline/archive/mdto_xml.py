"""The notation of MDTO 1.0.1 (Nationaal Archief): groups of elements that come back everywhere.

The order of elements is fixed by the standard, so every function writes its children in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from xml.etree.ElementTree import Element, indent, tostring

NAMESPACE = "https://www.nationaalarchief.nl/mdto"
_SCHEMA = f"{NAMESPACE} {NAMESPACE}/MDTO-XML1.0.1.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
# What XML 1.0 cannot hold, however it is escaped.
_REFUSED = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Child = Element | str | None


def document(root: Element) -> bytes:
    """A whole MDTO document, UTF-8, two spaces a level."""
    attributes = {
        "xmlns": NAMESPACE,
        "xmlns:xsi": _INSTANCE,
        "xsi:schemaLocation": _SCHEMA,
    }
    mdto = Element("MDTO", attributes)
    mdto.append(root)
    indent(mdto)
    body = tostring(mdto, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


def element(tag: str, *children: Child | Iterable[Element]) -> Element:
    """An element with its text or its children; None leaves a place empty."""
    made = Element(tag)
    for child in children:
        if child is None:
            continue
        if isinstance(child, str):
            made.text = _REFUSED.sub("\ufffd", child)
        elif isinstance(child, Element):
            made.append(child)
        else:
            made.extend(child)
    return made


def moment(at: date | datetime) -> str:
    """A day, or a moment to the second with its time zone, as XML Schema writes it."""
    return at.isoformat(timespec="seconds") if isinstance(at, datetime) else at.isoformat()


def identificatie(tag: str, kenmerk: str, bron: str) -> Element:
    """By what something is known, and in whose numbering."""
    return element(
        tag, element("identificatieKenmerk", kenmerk), element("identificatieBron", bron)
    )


def verwijzing(tag: str, naam: str, kenmerk: str = "", bron: str = "") -> Element:
    """The name of something else, with its identity where it has one."""
    known = identificatie("verwijzingIdentificatie", kenmerk, bron) if kenmerk else None
    return element(tag, element("verwijzingNaam", naam), known)


def begrip(tag: str, label: str, lijst: str, code: str = "") -> Element:
    """A word from a list of words, with its code where it has one."""
    return element(
        tag,
        element("begripLabel", label),
        element("begripCode", code) if code else None,
        verwijzing("begripBegrippenlijst", lijst),
    )
