"""The overview page in a real Chromium: accessible, quick, and usable with the keyboard alone."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Stap
from pipeline.year.overview import overview_html
from pipeline.year.register import Register
from tests.year.registers import busy, entry, register, term

pytestmark = pytest.mark.tool

PACKAGES = ("axe-core@4.14.1", "playwright-core@1.65.1")  # for these tests only
HANGS = 5_000  # milliseconds; what is printed says whether it stays within one second
Visit = dict[str, Any]  # as browse.cjs takes and tells it
LOOKS = [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]


class Browser:
    """Chromium, driven by node; each call opens its pages anew."""

    def __init__(self, chromium: str, home: Path) -> None:
        self.chromium, self.home = chromium, home

    def visit(self, values: Register, *visits: Visit) -> list[Visit]:
        page = self.home / "overzicht.html"
        page.write_text(overview_html(values), encoding="utf-8")
        asked = [{"file": str(page), "width": 1280, "scheme": "light", **one} for one in visits]
        done = subprocess.run(
            ["node", "browse.cjs", self.chromium, json.dumps(asked)],
            cwd=self.home,
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        found: list[Visit] = json.loads(done.stdout)
        assert [one["noise"] for one in found] == [[]] * len(found)
        return found


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    npm = shutil.which("npm")
    if not (chromium and npm and shutil.which("node")):
        pytest.skip("Chromium, node or npm is missing")
    home = tmp_path_factory.mktemp("browser")
    install = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(home), *PACKAGES]
    done = subprocess.run(install, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        pytest.skip(f"axe cannot be fetched: {done.stderr}")
    shutil.copy(Path(__file__).with_name("browse.cjs"), home)
    return Browser(chromium, home)


def tell(capsys: pytest.CaptureFixture[str], line: str) -> None:
    with capsys.disabled():
        print(f"\n{line}", end="")  # noqa: T201 -- figures that a reader of the run wants to see


@pytest.mark.parametrize(("number", "looks"), [(0, LOOKS[:1]), (14, LOOKS)])
def test_axe_finds_nothing_with_all_its_rules(
    browser: Browser,
    number: int,
    looks: Sequence[tuple[str, int]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    visits = [
        {"axe": True, "scheme": scheme, "width": width, "open": True} for scheme, width in looks
    ]
    found = browser.visit(busy(number), *visits)
    for look, one in zip(looks, found, strict=True):
        tell(capsys, f"axe, {number} dossiers, {look}: {one['axe']['passed']} rules passed")
        assert one["axe"]["violations"] == []
        assert one["axe"]["doubts"] == []


def test_500_dossiers_open_and_filter_at_once(
    browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    for width in (1280, 390):
        found = browser.visit(busy(500), *[{"walk": "filter", "width": width}] * 3)
        # The best of three: what else a machine is doing says nothing of the page.
        opened = min(one["opened"] for one in found)
        filtered = min((one["walk"] for one in found), key=max)
        tell(capsys, f"500 dossiers, {width} wide: open {opened} ms, filter {filtered} ms")
        assert opened < HANGS
        assert max(filtered) < HANGS


def test_search_and_choices_leave_what_fits(browser: Browser) -> None:
    dossiers = (
        entry(1, Stap.ONDERTEKENING),
        entry(2, Stap.ONDERTEKENING),
        entry(7, Stap.INVULLEN, onderwerp="Schulden: een nieuw begin, in één keer"),
        entry(4, Stap.BRIEF, termijnen=(term(days=-1),)),
    )
    (found,) = browser.visit(register(*dossiers), {"walk": "search"})
    assert found["walk"] == {
        "seen": [4, 1, 2, 1, 4, 1, 4, 0],
        "status": "0 van 4 adviezen",
        "none": True,
    }


def test_the_keyboard_alone_finds_and_opens_an_advies(browser: Browser) -> None:
    (found,) = browser.visit(busy(5), {"walk": "keyboard"})
    assert found["walk"] == {
        "first": "Meteen naar de lijst met adviezen",
        "then": "adviezen",
        "field": "zoek",
        "opened": "Werkende Arnhemmers met weinig geld beter bereiken (3)",
    }


def test_a_link_finds_an_advies_that_was_filtered_away(browser: Browser) -> None:
    (found,) = browser.visit(busy(5), {"walk": "link"})
    assert found["walk"] == {"shown": 5, "open": 1}


def test_the_page_never_needs_to_be_pushed_aside(browser: Browser) -> None:
    long = entry(1, onderwerp="x" * 80, thema="y" * 60, bestand=f"input/{'z' * 90}.xlsx")
    widths = [{"walk": "width", "width": width, "open": True} for width in (320, 390, 768, 1280)]
    found = browser.visit(register(long, *busy(20).dossiers), *widths)
    assert [one["walk"] for one in found] == [0, 0, 0, 0]


def test_a_script_in_a_sheet_is_shown_and_never_run(browser: Browser) -> None:
    evil = entry(1, onderwerp="<script>alert(1)</script>", thema="<img src=x onerror=alert(2)>")
    browser.visit(register(evil), {"open": True})  # noise, such as a dialog, would fail it
