from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.letters.lint import lint
from pipeline.letters.mark import qr_png
from pipeline.letters.sound import check_sound
from pipeline.letters.template import Template
from tests.letters import sample
from tests.letters.word import TEMPLATES, letter_text


@pytest.mark.tool
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_template_saved_by_another_program_still_works(tmp_path: Path) -> None:
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profiel').as_uri()}",
            "--headless",
            "--infilter=MS Word 2007 XML",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(tmp_path),
            str(TEMPLATES / "brief-college.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    path = tmp_path / "brief-college.docx"
    assert lint(path) == ()
    opened = Template.open(path)
    assert opened.is_fast
    letter = opened.render({"brief": sample.brief()}, qr_png(sample.CODE))
    check_sound(letter, sample.brief().printed(), opened)
    assert "Geacht college," in letter_text(letter)
