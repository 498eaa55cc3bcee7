"""The win/win verdict of one advies, derived from the matrix of the three klantgroepen (S0:363-388)."""

from __future__ import annotations

from pipeline import dutch
from pipeline.model import Belang, Investering, Winwin

NIET_IN_BALANS = "niet in balans"
NIET_IEDEREEN_WINT = "niet iedereen wint"
NA_INVESTERING = "win/win na investering"
IEDEREEN_WINT = "win/win/win"
BEIDEN_WINNEN = "win/win"  # followed by who is not touched


def verdict(winwin: Winwin, investering: Investering) -> str | None:
    """The verdict in words, the first that holds; None as long as an effect is open.

    `niet in balans`: someone loses and nothing is said of how that is met. `niet iedereen wint`: a
    group stays equal or loses, or none is touched at all. `win/win na investering`: first money or
    time. `win/win/win`: all three win. A group that is not touched is left out and named:
    `win/win (ondernemer niet geraakt)`.
    """
    groups = tuple(winwin)
    if any(group.effect.answer is None for _, group in groups):
        return None
    if any(is_unmet(group) for _, group in groups):
        return NIET_IN_BALANS
    if any(group.effect.answer in ("gelijk", "verlies") for _, group in groups):
        return NIET_IEDEREEN_WINT
    untouched = [name for name, group in groups if group.effect.answer == "niet geraakt"]
    if len(untouched) == len(groups):
        return NIET_IEDEREEN_WINT
    named = f" ({dutch.join(untouched)} niet geraakt)" if untouched else ""
    if investering.nodig.answer:
        return NA_INVESTERING + named
    return BEIDEN_WINNEN + named if untouched else IEDEREEN_WINT


def is_unmet(group: Belang) -> bool:
    """True for a group that loses while nothing is said of how that is met, or why it cannot be."""
    return group.effect.answer == "verlies" and group.compensatie.is_empty
