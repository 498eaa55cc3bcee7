"""Voted: what the council decided on is what is sent to the college.

Members vote on the text of a numbered concept. Whoever improves that text afterwards needs the
voorzitter's consent: the letter waits for it. The kept values of the concept come in as values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pipeline.contrast import contrast
from pipeline.model import Dossier, Ernst, Field, Finding, Stap

_SHOWN = 3  # places where the texts differ
_PARTS = {"advies": "", "wie": ", wie", "wanneer": ", wanneer", "waarom": ", waarom"}


def voted(d: Dossier, concept: Mapping[str, object] | None) -> tuple[Finding, ...]:
    """What holds the letter of this dossier; `concept` is what was voted on, None if unknown.

    Only where the sheet says which concept that was, and nobody consented to the change.
    """
    procedure = d.procedure
    consent = procedure.wijziging_akkoord_op
    number = procedure.besloten_versie.answer
    if number is None or consent.is_filled:
        return ()
    if concept is None:
        return (
            _finding(
                "F03",
                procedure.besloten_versie,
                f"Concept {number} van dit advies is er niet of is er dubbel, dus is niet na te gaan of "
                f"de brief zegt waarover is gestemd. Verbeter het nummer. Klopt het wel? Vul dan bij "
                f"“{consent.label}” in wanneer de voorzitter de tekst goedkeurde.",
            ),
        )
    changed = list(_changes(concept, _printed(d)))
    if not changed:
        return ()
    more = f" En nog {len(changed) - _SHOWN} andere." if len(changed) > _SHOWN else ""
    return (
        _finding(
            "F02",
            consent,
            f"De tekst is na concept {number}, waarover is gestemd, veranderd. "
            f"{' '.join(changed[:_SHOWN])}{more} Zet de tekst terug, of vul bij "
            f"“{consent.label}” in wanneer de voorzitter de verandering goedkeurde.",
        ),
    )


def _printed(d: Dossier) -> Mapping[str, str]:
    """What was voted on, by the name that a reader knows it by."""
    advies = d.advies
    texts: dict[str, str | None] = {
        "Onderwerp": advies.onderwerp.answer,
        "Kern": advies.kern.answer,
    }
    for number, punt in enumerate(advies.adviespunten, start=1):
        for part, name in _PARTS.items():
            texts[f"Adviespunt {number}{name}"] = getattr(punt, part).answer
    return {name: _plain(text) for name, text in texts.items()}


def _kept(concept: Mapping[str, object]) -> Mapping[str, str]:
    """The same of the values that were kept with the concept."""
    texts = {"Onderwerp": concept.get("onderwerp"), "Kern": concept.get("kern")}
    punten = concept.get("adviespunten")
    for number, punt in enumerate(punten if isinstance(punten, list) else (), start=1):
        for part, name in _PARTS.items() if isinstance(punt, Mapping) else ():
            texts[f"Adviespunt {number}{name}"] = punt.get(part)
    return {name: _plain(text) for name, text in texts.items()}


def _changes(concept: Mapping[str, object], now: Mapping[str, str]) -> Iterator[str]:
    was = _kept(concept)
    for name in dict.fromkeys((*was, *now)):
        before, after = was.get(name, ""), now.get(name, "")
        if before != after:
            yield f"{name}: {contrast(before, after)}."


def _plain(text: object) -> str:
    """Spaces and line ends are not what people vote on."""
    return " ".join(text.split()) if isinstance(text, str) else ""


def _finding(code: str, cell: Field[int] | Field[date], sentence: str) -> Finding:
    return Finding(code, Ernst.ONTBREEKT, Stap.BRIEF, cell.place, cell.key, sentence, "S1-16")
