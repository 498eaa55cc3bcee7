"""The XML schema of MDTO, where it lies beside the project; nothing of it is copied into it."""

from __future__ import annotations

import os
from functools import cache

import pytest
from lxml import etree

from tests.work import ROOT

_SHARED = ROOT.parent / "shared"
_XSD = _SHARED / "mdto" / "MDTO-XML1.0.1.xsd"
_MUST_BE_THERE = os.environ.get("CI") == "true" and _SHARED.is_dir()

needs_schema = pytest.mark.skipif(
    not _XSD.is_file() and not _MUST_BE_THERE,
    reason="het XML-schema van MDTO staat niet naast het project (../shared/mdto)",
)


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(_XSD))


def mistakes(document: bytes) -> list[str]:
    """What the schema has against a document."""
    schema = _schema()
    schema.validate(etree.fromstring(document))
    return [f"{error.line}: {error.message}" for error in schema.error_log]
