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


def test_what_gets_no_letter_is_told_apart_from_what_is_not_that_far(work: Work) -> None:
    work.sheet("a.xlsx", sample("doorbraak-informeel"))
    work.sheet("b.xlsx", sample("werkende-armen"))
    told = work.run("brieven")
    assert "\nKrijgt geen brief\n  input/a.xlsx – informeel\n" in told.out
    assert "\nNog niet zover\n  input/b.xlsx – stap overleg\n" in told.out
    assert told.last_line == (
        "Klaar: 0 nieuw, 0 gewijzigd, 0 ongewijzigd, 1 nog niet zover, 1 zonder brief, "
        "0 niet gemaakt."
    )


def test_the_run_says_where_the_letters_are_and_what_comes_next(work: Work) -> None:
    work.sheet("a.xlsx", ready("beschut-werk"))
    next_step = (
        "De brieven staan in output/brieven, elk in een eigen map. Daarin staat ook de mail "
        "waarmee u de voorzitter om een handtekening vraagt."
    )
    assert next_step not in work.run("brieven", "--droog").out
    assert next_step not in work.run("brieven", "--concept").out
    assert next_step in work.run("brieven").out.splitlines()
    assert next_step not in work.run("brieven").out


def test_the_run_says_for_whom_each_form_of_a_concept_is(work: Work) -> None:
    work.sheet("a.xlsx", sample("werkende-armen"))
    for_whom = (
        "Elk concept is er twee keer: “voor de gemeente” is voor de bestuursadviseurs, “voor "
        "de raad” (met de toetsing) is voor de voorzitter en de leden."
    )
    assert for_whom not in work.run("brieven", "--concept", "--droog").out
    assert for_whom in work.run("brieven", "--concept").out.splitlines()
    assert for_whom not in work.run("brieven", "--concept").out


def test_an_empty_folder_is_told_with_what_to_do(work: Work) -> None:
    assert work.run("brieven").last_line == (
        "Er staan nog geen formulieren in de map input. Zet ze daar neer, of maak er een met: "
        "advies formulier. Er is niets gemaakt."
    )
