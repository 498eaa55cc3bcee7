"""The page of all rules says what the rules say; run as a module, this writes the page again."""

from __future__ import annotations

import re
from pathlib import Path

import pipeline.rules
from pipeline.rules.registry import rules, rules_page
from tests.rules.harness import SCHEMA

PAGE = Path(pipeline.rules.__file__).with_name("README.md")


def test_the_page_equals_the_rules() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_page(rules(SCHEMA)), (
        "write it again with: python -m tests.rules.test_page"
    )


def test_every_code_in_the_program_stands_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for path in Path(pipeline.rules.__file__).parents[1].rglob("*.py"):
        for code in re.findall(r"\"([A-SU-Z]\d\d)\"", path.read_text(encoding="utf-8")):
            assert code in page, f"{path.name}: {code}"


if __name__ == "__main__":
    PAGE.write_text(rules_page(rules(SCHEMA)), encoding="utf-8", newline="\n")
