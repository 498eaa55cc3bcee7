"""A command loads what it uses and no more: counted, for a clock in a test only tells the weather.

The numbers are those of today and a few more. Does one grow? Then look first whether the command
really needs what it loads now (python -X importtime), and only then raise the number.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.work import ROOT, TODAY, Work, changed, ready

WORD = {"docx", "docxtpl", "jinja2", "lxml", "segno", "pypdf", "pikepdf"}
WORKBOOKS = {"openpyxl", "xlsxwriter"}
NETWORK = {"http.client", "urllib.request", "asyncio"}
LOADED = """
import sys
from pipeline.cli import main
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
finally:
    import json
    print("\\n" + json.dumps(sorted(sys.modules)))
"""


def loaded_by(*command: str | Path) -> set[str]:
    """The modules that one command has loaded when it is done."""
    run = subprocess.run(
        [sys.executable, "-c", LOADED, *command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=True,
    )
    return set(json.loads(run.stdout.splitlines()[-1]))


@pytest.fixture
def finished(work: Work) -> Work:
    """A work folder with one sheet about which there is nothing to remark."""
    work.sheet(
        "klaar.xlsx",
        changed(ready("bijverdienen"), {"toetsing.antwoorden.T01": {"antwoord": "ja"}}),
    )
    return work


def test_help_loads_the_command_line_and_nothing_else() -> None:
    loaded = loaded_by("--help")
    ours = {name for name in loaded if name.startswith("pipeline.")}
    assert ours == {
        f"pipeline.{name}"
        for name in ("cli", "cli_archief", "click_nl", "errors", "garbage", "terminal")
    }
    assert loaded.isdisjoint(WORD | WORKBOOKS | NETWORK)
    assert len(loaded) <= 135


def test_toets_without_remarks_loads_no_word_and_writes_no_workbook(finished: Work) -> None:
    loaded = loaded_by("--map", finished.root, "toets", "--datum", TODAY)
    assert loaded.isdisjoint(WORD | WORKBOOKS | NETWORK)
    assert finished.listing("toetsing") == ["toetsing.json"]
    assert len(loaded) <= 360
