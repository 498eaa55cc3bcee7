"""The arrows between modules, as pipeline/README.md draws them."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "pipeline").rglob("*.py"))
SPREADSHEETS = {"python_calamine", "xlsxwriter", "openpyxl"}
WORD = {"docx", "docxtpl"}
TERMINAL = {"click"}
ALLOWED_TERMINAL = {"pipeline.cli", "pipeline.click_nl", "pipeline.screen"}
HEAVY = (
    "pikepdf",
    "docx",
    "docxtpl",
    "jinja2",
    "openpyxl",
    "xlsxwriter",
    "lxml",
    "segno",
    "rapidfuzz",
    "PIL",
    "pypdfium2",
    "zxingcpp",
)


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def importers_of(packages: set[str]) -> set[str]:
    return {
        name_of(path)
        for path in MODULES
        if any(module.split(".")[0] in packages for module in imports(path))
    }


def test_only_the_form_and_the_register_know_spreadsheets() -> None:
    outside = {n for n in importers_of(SPREADSHEETS) if not n.startswith("pipeline.form.")}
    assert outside <= {"pipeline.year.register_xlsx"}


def test_only_the_letters_know_word() -> None:
    assert all(name.startswith("pipeline.letters.") for name in importers_of(WORD))


def test_only_the_child_of_the_archive_opens_pictures() -> None:
    looking = {"blank", "edges", "ink", "made", "opened", "qr", "look"}
    assert importers_of({"PIL", "zxingcpp", "pi_heif"}) <= {
        f"pipeline.archive.{n}" for n in looking
    }


def test_only_the_edge_knows_the_terminal() -> None:
    assert importers_of(TERMINAL) == ALLOWED_TERMINAL


def test_the_model_imports_nothing_of_ours() -> None:
    assert not [m for m in imports(ROOT / "pipeline/model.py") if m.startswith("pipeline")]


@pytest.mark.parametrize("stage", ["form", "rules", "letters", "archive", "year"])
def test_no_stage_calls_back(stage: str) -> None:
    edge = ("cli", "run", "issuing", "watch", "screen", "click_nl")
    above = {f"pipeline.{name}" for name in edge}
    for path in (ROOT / "pipeline" / stage).rglob("*.py"):
        assert above.isdisjoint(imports(path)), path.name


def test_rules_know_neither_sheets_nor_letters() -> None:
    for path in (ROOT / "pipeline" / "rules").rglob("*.py"):
        for module in imports(path):
            assert not module.startswith("pipeline.letters"), path.name
            assert module not in {"pipeline.form.read", "pipeline.form.write"}, path.name


def test_starting_the_command_loads_nothing_heavy() -> None:
    code = f"import sys, pipeline.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert out.stdout.strip() == "[]"
