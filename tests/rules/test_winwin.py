"""The win/win verdict, in the order of its words."""

from __future__ import annotations

import pytest

from pipeline.rules.winwin import verdict
from tests.rules.harness import UNREADABLE, changed


@pytest.mark.parametrize(
    ("effects", "investering", "expected"),
    [
        ("winst winst winst", False, "win/win/win"),
        ("winst winst winst", True, "win/win na investering"),
        ("winst winst leeg", False, None),
        ("winst winst onleesbaar", False, None),
        ("verlies leeg winst", False, None),
        ("winst winst verlies", False, "niet in balans"),
        ("gelijk winst verlies", True, "niet in balans"),
        ("winst winst opgevangen", False, "niet iedereen wint"),
        ("winst winst opgevangen", True, "niet iedereen wint"),
        ("winst gelijk winst", False, "niet iedereen wint"),
        ("winst winst niet_geraakt", False, "win/win (ondernemer niet geraakt)"),
        ("winst winst niet_geraakt", True, "win/win na investering (ondernemer niet geraakt)"),
        ("winst niet_geraakt niet_geraakt", False, "win/win (gemeente en ondernemer niet geraakt)"),
        ("winst gelijk niet_geraakt", False, "niet iedereen wint"),
        ("niet_geraakt niet_geraakt niet_geraakt", False, "niet iedereen wint"),
    ],
)
def test_verdict(effects: str, investering: bool, expected: str | None) -> None:  # noqa: FBT001 -- a column of the table
    changes: dict[str, object] = {"investering.nodig": investering}
    for group, effect in zip(("burger", "gemeente", "ondernemer"), effects.split(), strict=True):
        words = {"leeg": "", "onleesbaar": UNREADABLE, "opgevangen": "verlies"}
        changes[f"winwin.{group}.effect"] = words.get(effect, effect.replace("_", " "))
        if effect == "opgevangen":
            changes[f"winwin.{group}.compensatie"] = "De gemeente betaalt mee."
    dossier = changed(changes)
    assert verdict(dossier.winwin, dossier.investering) == expected
