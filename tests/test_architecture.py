"""The arrows between modules, as pipeline/README.md draws them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "pipeline").rglob("*.py"))
SPREADSHEETS = {"python_calamine", "xlsxwriter", "openpyxl"}
WORD = {"docx", "docxtpl"}
PDF = {"pikepdf", "pypdfium2", "pyhanko", "pyhanko_certvalidator", "img2pdf"}
PICTURES = {"PIL", "zxingcpp", "pi_heif"}
CERTIFICATES = {"pyhanko", "pyhanko_certvalidator", "asn1crypto", "cryptography"}
TERMINAL = {"click"}
ALLOWED_TERMINAL = {
    f"pipeline.{name}" for name in ("cli", "cli_archief", "click_nl", "screen", "terminal")
}
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
    "pi_heif",
    "img2pdf",
    "pyhanko",
    "cryptography",
)
EDGE = (
    "cli",
    "cli_archief",
    "terminal",
    "click_nl",
    "screen",
    "run",
    "registering",
    "issuing",
    "archiving",
    "noting",
    "posting",
    "keeping",
    "archived",
    "verify",
    "watch",
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


def test_only_the_archive_and_the_press_know_pdf() -> None:
    outside = {n for n in importers_of(PDF) if not n.startswith("pipeline.archive.")}
    assert outside == {"pipeline.letters.pdf_mend"}


def test_only_the_child_of_the_archive_opens_pictures() -> None:
    looking = {"blank", "edges", "ink", "opened", "qr"}
    making = {"lasting", "readable"}  # of what the child found sound
    assert importers_of(PICTURES) <= {f"pipeline.archive.{n}" for n in looking | making}


def test_only_the_signatures_know_certificates() -> None:
    signatures = ("signature", "signature_words", "trust")
    assert importers_of(CERTIFICATES) == {f"pipeline.archive.{n}" for n in signatures}


def test_the_archive_knows_neither_rules_nor_sheets() -> None:
    stages = ("pipeline.rules", "pipeline.form", "pipeline.year")
    shared = {
        "pipeline.form.guard",  # what is wrong with a file of Office, whoever opens it
        "pipeline.rules.decision",  # the name of a route in brief.json
    }
    for path in (ROOT / "pipeline" / "archive").rglob("*.py"):
        outside = {module for module in imports(path) if module.startswith(stages)}
        assert outside <= shared, path.name


def test_only_the_edge_knows_the_terminal() -> None:
    assert importers_of(TERMINAL) == ALLOWED_TERMINAL


def test_the_model_imports_nothing_of_ours() -> None:
    assert not [m for m in imports(ROOT / "pipeline/model.py") if m.startswith("pipeline")]


@pytest.mark.parametrize("stage", ["form", "rules", "letters", "archive", "year"])
def test_no_stage_calls_back(stage: str) -> None:
    above = {f"pipeline.{name}" for name in EDGE}
    for path in (ROOT / "pipeline" / stage).rglob("*.py"):
        assert above.isdisjoint(imports(path)), path.name


def test_rules_know_neither_sheets_nor_letters() -> None:
    for path in (ROOT / "pipeline" / "rules").rglob("*.py"):
        for module in imports(path):
            assert not module.startswith("pipeline.letters"), path.name
            assert module not in {"pipeline.form.read", "pipeline.form.write"}, path.name


def test_the_readme_names_modules_that_exist() -> None:
    text = (ROOT / "pipeline" / "README.md").read_text(encoding="utf-8")
    homes = ("", *(f"{path.name}/" for path in (ROOT / "pipeline").iterdir() if path.is_dir()))
    known = {path.relative_to(ROOT / "pipeline").as_posix() for path in MODULES}
    text = text.replace("`tests/test_architecture.py`", "")
    for name in re.findall(r"`([a-z_/]+\.py)`", text):
        assert any(f"{home}{name}" in known for home in homes), name


def test_starting_the_command_loads_nothing_heavy() -> None:
    code = f"import sys, pipeline.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert out.stdout.strip() == "[]"
