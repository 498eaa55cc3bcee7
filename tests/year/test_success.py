from __future__ import annotations

from pipeline.form.fields import STATUSSEN
from pipeline.year.success import STATUSES, Answered, Jaar, years

JA, DEELS, NEE, OPEN, WEG = (
    "overgenomen",
    "gedeeltelijk overgenomen",
    "niet overgenomen",
    "open",
    "vervallen",
)


def of_2026(*letters: tuple[str, ...]) -> Jaar:
    return years([Answered(2026, letter) for letter in letters], 2026)[0]


def counted(jaar: Jaar) -> tuple[int, int, int]:
    return jaar.brieven, jaar.geheel, jaar.deels


def test_a_letter_counts_when_every_point_is_taken_over() -> None:
    assert counted(of_2026((JA, JA), (JA, NEE), (NEE,), (OPEN, OPEN))) == (4, 1, 1)


def test_a_point_that_was_dropped_does_not_stand_in_the_way() -> None:
    assert counted(of_2026((JA, WEG))) == (1, 1, 0)


def test_a_letter_of_which_all_was_dropped_is_not_taken_over() -> None:
    assert counted(of_2026((WEG, WEG))) == (1, 0, 0)


def test_partly_taken_over_does_not_count_and_stands_beside_it() -> None:
    assert counted(of_2026((JA, DEELS), (DEELS,))) == (2, 0, 2)


def test_points_are_counted_over_all_letters() -> None:
    jaar = of_2026((JA, JA, NEE), (JA, WEG))
    assert (jaar.overgenomen, jaar.alle_punten) == (3, 5)


def test_a_letter_without_its_sheet_is_a_letter_of_which_nothing_is_known() -> None:
    jaar = of_2026((), (JA,))
    assert (counted(jaar), jaar.zonder_formulier) == ((2, 1, 0), 1)


def test_every_year_with_letters_is_told_and_this_one_always_first() -> None:
    told = years([Answered(2024, (JA,)), Answered(2025, (NEE,))], 2026)
    assert [(jaar.jaar, *counted(jaar)) for jaar in told] == [
        (2026, 0, 0, 0),
        (2025, 1, 0, 0),
        (2024, 1, 1, 0),
    ]


def test_every_status_of_the_form_is_counted() -> None:
    assert set(STATUSES) == set(STATUSSEN)
