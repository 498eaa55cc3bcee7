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
    # These take a workbook writer and Jinja, which no other command should wait for.
    from pipeline.year.overview import overview_html  # noqa: PLC0415 -- see above
    from pipeline.year.register_xlsx import register_xlsx  # noqa: PLC0415 -- the same

    return {
        "register.json": record.to_bytes(register_json(register)),
        "overzicht.html": overview_html(register).encode(),
        "register.xlsx": register_xlsx(register),
    }
