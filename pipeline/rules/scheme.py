"""The toetsingsschema: the criteria that a council puts its own advices to (S0:389)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Criterium:
    """One criterion that people answer on the tab Toets.

    `id` is the key of its answer; `ids` are all criteria that this one answer covers (T20 covers
    T20 and T21, T11 covers T11 and T25).
    """

    id: str
    ids: tuple[str, ...]
    groep: str  # "Kan het?" | "Klopt het?" | "Is het eerlijk?"
    vraag: str
    hulp: str
    bron: str
    wie: str  # who answers: werkgroep | voorzitter
    verplicht: bool = True
    ook_in_formulier: bool = True
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Toetsingsschema:
    """The criteria in the order of the form."""

    criteria: tuple[Criterium, ...]
