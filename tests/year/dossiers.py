"""Dossiers as values, read back from a sheet that was written of their JSON."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.council_file import read_council
from pipeline.form.fields import FORM_VERSION, form
from pipeline.form.normal import from_json
from pipeline.form.parse import parse
from pipeline.form.read import Reader
from pipeline.form.spec import Form
from pipeline.form.write import write_form
from pipeline.model import Dossier
from pipeline.rules.scheme import criteria_for_form, read_scheme
from tests.work import ROOT, Json, changed

RAAD = read_council(ROOT / "input" / "adviesraad.toml")


def dossier(json: Json, changes: Json) -> Dossier:
    """The dossier of this JSON, some values changed, without the council's defaults."""
    answers = {
        **from_json(changed(json, changes), _form()),
        "formulier.id": "een",
        "formulier.versie": FORM_VERSION,
    }
    buffer = io.BytesIO()
    write_form(buffer, _form(), RAAD, answers)
    with TemporaryDirectory() as folder, Reader() as reader:
        path = Path(folder) / "formulier.xlsx"
        path.write_bytes(buffer.getvalue())
        read, _findings = parse(reader.read(path), _form())
    return read


@cache
def _form() -> Form:
    return form(criteria_for_form(read_scheme(ROOT / "templates" / "toetsingsschema.toml")))
