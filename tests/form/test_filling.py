"""What the handleiding promises about the form is true of the form."""

from __future__ import annotations

import re
from pathlib import Path

from tests.form.filling import fillings

ROOT = Path(__file__).parents[2]
HANDLEIDING = (ROOT / "input" / "HANDLEIDING.md").read_text(encoding="utf-8")
BEFORE_TALKS = {"Onderwerp", "Inhoud", "Adviespunten"}


def test_the_handleiding_counts_the_cells_of_the_usual_case() -> None:
    tabs = list(fillings())
    early = sum(tab.cells for tab in tabs if tab.tab in BEFORE_TALKS)
    late = sum(tab.cells for tab in tabs if tab.tab not in BEFORE_TALKS)
    chosen = sum(tab.chosen for tab in tabs)
    counts = r"is (\d+) vakken: (\d+) vóór het\s+overleg en (\d+) daarna. Bij (\d+) daarvan"
    told = re.search(counts, HANDLEIDING)
    assert told is not None
    assert tuple(map(int, told.groups())) == (early + late, early, late, chosen)


def test_the_pictures_of_the_handleiding_are_there_and_small() -> None:
    pictures = re.findall(r"\]\((handleiding/[^)]+)\)", HANDLEIDING)
    assert len(pictures) == 4
    assert all((ROOT / "input" / name).stat().st_size < 200_000 for name in pictures)
