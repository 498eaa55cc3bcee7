"""Before a batch: the plan in words, and nothing written."""

from __future__ import annotations

from tests.work import Work, changed, ready, sample

POINT = {"advies.adviespunten.1.wie": "het college zelf"}


def test_the_plan_counts_and_names_what_changed(work: Work) -> None:
    work.sheet("a.xlsx", ready("beschut-werk"))
    work.sheet("b.xlsx", ready("bijverdienen"))
    work.run("brieven")
    work.sheet("b.xlsx", changed(ready("bijverdienen"), POINT))
    work.sheet("c.xlsx", ready("schuldhulp-gezinnen"))
    work.sheet("d.xlsx", sample("werkende-armen"))
    before = work.listing("")
    assert work.run("brieven", "--droog").last_line == (
        "Er is niets geschreven. Het plan: 1 nieuw, 1 gewijzigd (adviespunt 2), 1 ongewijzigd, "
        "1 nog niet zover, 0 niet gemaakt."
    )
    assert work.listing("") == before
    assert work.run("brieven").last_line == (
        "Klaar: 1 nieuw, 1 gewijzigd (adviespunt 2), 1 ongewijzigd, 1 nog niet zover, "
        "0 niet gemaakt."
    )


def test_of_several_changed_letters_the_plan_says_which(work: Work) -> None:
    for name in ("beschut-werk", "bijverdienen"):
        work.sheet(f"{name}.xlsx", ready(name))
    work.run("brieven")
    for name in ("beschut-werk", "bijverdienen"):
        work.sheet(f"{name}.xlsx", changed(ready(name), {**POINT, "advies.kern": "Anders."}))
    assert (
        "2 gewijzigd (AWI-2026-001: kern en adviespunt 2; AWI-2026-002: kern en adviespunt 2)"
        in work.run("brieven", "--droog").last_line
    )
