"""The files of the register: one value becomes register.json, register.xlsx and overzicht.html."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.letters import record
from pipeline.year.register import Register
from pipeline.year.register_json import register_json


def register_files(register: Register) -> Mapping[str, bytes]:
    """Name in output/ and content of each file; the same register gives the same bytes.

    The workbook comes last: somebody may have it open in Excel, which keeps it from being replaced.
    """
    return {**page_files(register), **workbook_files(register)}


def page_files(register: Register) -> Mapping[str, bytes]:
    """The overview, and the register for other programs."""
    # It takes Jinja, which no other command should wait for.
    from pipeline.year.overview import overview_html  # noqa: PLC0415 -- see above

    return {
        "register.json": record.to_bytes(register_json(register)),
        "overzicht.html": overview_html(register).encode(),
    }


def workbook_files(register: Register) -> Mapping[str, bytes]:
    """The register for Excel."""
    from pipeline.year.register_xlsx import register_xlsx  # noqa: PLC0415 -- a workbook writer

    return {"register.xlsx": register_xlsx(register)}
