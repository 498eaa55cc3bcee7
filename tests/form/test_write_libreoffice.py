"""The input sheet opened in the real LibreOffice and saved as what people send."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from pipeline.form.layout import Answers
from pipeline.form.parse import parse
from pipeline.form.read import Reader
from pipeline.form.reuse import answers_from, people_and_theme
from tests.form.paper import FORM, saved, usual_case

pytestmark = [
    pytest.mark.tool,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]

ANSWERS: Answers = usual_case() | {
    "formulier.id": "6f1d2c6e-3b0a-4c8f-9a51-0d7e5b2f4a11",
    "formulier.versie": 1,
    "advies.kern": "=cmd|'/c calc'!A0",
    "advies.groter_doel": "- een\n- twee",
    "advies.dossier": "B&W <b> “citaat” {{ naam }} €\u00a020.000 🙂",
    "advies.bijlagen.0.titel": "Cijfers",
    "advies.bijlagen.0.vertrouwelijk": True,
    "bestuursadviseurs.0.naam": "Gijs Gemeentemans",
    "procedure.voor": 0,
    "procedure.plenair_op": date(2026, 10, 15),
}


def convert(sheet: Path, kind: str) -> Path:
    folder = sheet.parent / kind
    profile = (sheet.parent / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", str(folder), str(sheet)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / f"{sheet.stem}.{kind}"


def test_the_answers_come_back_the_same_from_every_kind_of_file(tmp_path: Path) -> None:
    sheet = saved(tmp_path / "advies.xlsx", ANSWERS)
    files = [sheet, *(convert(sheet, kind) for kind in ("xlsx", "ods", "xls"))]

    with Reader() as reader:
        for file in files:
            dossier, meldingen = parse(reader.read(file), FORM)
            assert answers_from(dossier) == ANSWERS, file.suffix
            assert meldingen == ()


def test_a_next_advies_takes_over_people_and_theme_only(tmp_path: Path) -> None:
    with Reader() as reader:
        dossier, _ = parse(reader.read(saved(tmp_path / "advies.xlsx", ANSWERS)), FORM)

    assert people_and_theme(dossier) == {
        "werkgroep.naam": "Inkomen",
        "advies.thema": "Werkende armen",
        "advies.dossier": ANSWERS["advies.dossier"],
        "bestuursadviseurs.0.naam": "Gijs Gemeentemans",
    }
