"""The page of all rules says what the rules say."""

from __future__ import annotations

from pathlib import Path

import pipeline.rules
from pipeline.rules.registry import rules, rules_page
from tests.rules.harness import SCHEMA


def test_the_page_equals_the_rules() -> None:
    page = Path(pipeline.rules.__file__).with_name("README.md")
    assert page.read_text(encoding="utf-8") == rules_page(rules(SCHEMA)), (
        "write it again: python -m pipeline.rules.registry"
    )
