"""Fixtures for all tests; and a real tool that is missing where CI must have it is a failure."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

from pipeline.letters.office import OVERRIDE
from tests.work import Work

# Printing takes a second a run: a test that looks at PDFs names LibreOffice itself.
os.environ[OVERRIDE] = ""


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return Work(tmp_path / "werkmap")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and item.get_closest_marker("tool"):
        report.outcome = "failed"
        report.longrepr = "a real tool is missing, which CI must have installed"
    return report
