"""Why a file is not filed though it can be read, in Dutch: what it is, and what to do.

Each function gives the sentence for one reason; match.py decides which reason holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline import dutch
from pipeline.archive.values import Code, Letter, Soort

_ROW: Final = 3  # pages in a row from which the first and the last say it
_NONE_OF_ALL: Final = 2  # pages from which "geen van de" reads better than "de"


def foreign(code: Code, pages: Sequence[int], letter: Letter | None) -> str:
    """A code that is not that of a letter as it counts now; `letter` has the same kenmerk."""
    where = _on(pages)
    match code.soort:
        case Soort.CONCEPT:
            return (
                f"{where} staat {code}: dit is een concept en niet de brief; "
                "laat de definitieve brief ondertekenen en zet die hier neer."
            )
        case Soort.KOPIE:
            return (
                f"{where} staat {code}: dit is kopie {code.nummer} van {code.kenmerk} en niet de "
                "brief zelf; gearchiveerd wordt alleen de ondertekende brief aan het college."
            )
        case Soort.TOETSING:
            return (
                f"{where} staat {code}: dit is het verslag van de toetsing en niet de brief; "
                "dat bewaart het programma zelf al."
            )
        case Soort.DOORGELEIDING:
            return (
                f"{where} staat {code}: dit is een bericht aan een andere adviesraad en niet een "
                "brief aan het college; haal het hier weg."
            )
        case Soort.BRIEF:
            return _of_letter(code, where, letter)


def _of_letter(code: Code, where: str, letter: Letter | None) -> str:
    if letter is None:
        return (
            f"{where} staat {code}, maar er is geen brief {code.kenmerk} gemaakt in deze werkmap; "
            "controleer of het bestand bij deze adviesraad en deze map hoort."
        )
    if not code.hash:
        return (
            f"Alleen het kenmerk {code.kenmerk} is te vinden en niet de code van de versie, dus "
            "het is niet zeker of dit de laatste brief is; bewaar de brief uit Word opnieuw als "
            f"PDF. {by_hand(code.kenmerk)}"
        )
    if code.hash in letter.earlier:
        return (
            f"{where} staat {code}: dit is versie {letter.earlier[code.hash]} van "
            f"{letter.kenmerk}, en versie {letter.versienummer} is de laatste; "
            f"laat versie {letter.versienummer} ondertekenen."
        )
    if code.hash != letter.hash:
        return (
            f"{where} staat {code}, maar die tekst van {letter.kenmerk} is in deze werkmap nooit "
            f"gemaakt (de brief hier heeft {letter.kenmerk}:{letter.hash}); zoek uit waar dit "
            "exemplaar vandaan komt."
        )
    return (
        f"{letter.kenmerk} is ingetrokken en wordt niet meer gearchiveerd; "
        "haal dit bestand hier weg."
    )


def refused_for(kenmerk: str, why: str) -> str:
    """Another document, that a person took for a letter."""
    return f"Ook met --als {kenmerk} wordt dit niet gearchiveerd. {why}"


def another_letter(code: Code, pages: Sequence[int]) -> str:
    """The code of another letter than the one that a person named."""
    return f"{_on(pages)} staat {code}: dat is een andere brief."


def unknown_letter(kenmerk: str) -> str:
    """--als names a letter that does not exist."""
    return (
        f"Er is geen brief {kenmerk} gemaakt in deze werkmap; controleer het kenmerk achter --als."
    )


def withdrawn(letter: Letter) -> str:
    """The letter was withdrawn."""
    return _of_letter(Code(Soort.BRIEF, letter.kenmerk, letter.hash), "", letter)


def all_blank() -> str:
    """Nothing stands on any page."""
    return (
        "Hier staat niets op: alle bladzijden zijn leeg, misschien is de achterkant gescand; "
        "scan de brief met de tekst naar de goede kant."
    )


def no_code(count: int, *, is_word: bool) -> str:
    """No page has a readable code."""
    if is_word:
        return (
            "In dit Word-bestand is geen code van een brief te vinden; zet hier de ondertekende "
            f"brief neer (PDF, scan of foto). {by_hand('KENMERK')}"
        )
    start = (
        "De code onderaan is niet te lezen"
        if count < _NONE_OF_ALL
        else f"De code onderaan is op geen van de {count} bladzijden te lezen"
    )
    return (
        f"{start}; scan de brief opnieuw (in kleur, 300 dpi, zonder stempel of streep door de "
        f"code). {by_hand('KENMERK')}"
    )


def two_codes(page: int, codes: Sequence[Code]) -> str:
    """One page with more codes than one."""
    return (
        f"{_on([page])} staan verschillende codes: {dutch.join([str(code) for code in codes])}; "
        "leg bij het scannen één blad tegelijk neer."
    )


def unreadable(pages: Sequence[int], kenmerk: str) -> str:
    """Pages without a code among pages of a letter."""
    return (
        f"{_on(pages)} is de code onderaan niet te lezen; de andere bladzijden horen bij "
        f"{kenmerk}. Scan het bestand opnieuw. {by_hand(kenmerk)}"
    )


def incomplete(letter: Letter, there: int, lacking: Sequence[int], names: Sequence[str]) -> str:
    """Not all pages of the letter are there."""
    which = f" ({_lacking(lacking)})" if lacking else ""
    verb = "zijn er" if there > 1 else "is er"
    return (
        f"Van {letter.kenmerk} {verb} {there} van de {letter.pages} bladzijden{which}"
        f"{_together(names)}; zet de rest erbij."
    )


def doubled(
    letter: Letter, pages: Sequence[int], lacking: Sequence[int], names: Sequence[str]
) -> str:
    """A page that is there twice."""
    also = f", en {_lacking(lacking)}" if lacking else ""
    advice = "zet de ontbrekende erbij en laat er van elke één liggen"
    verb = "is" if len(pages) == 1 else "zijn"
    return (
        f"Bladzijde {dutch.join([str(n) for n in pages])} van {letter.kenmerk} {verb} er meer dan één "
        f"keer{also}{_together(names)}; {advice if lacking else 'laat er van elke één liggen'}."
    )


def too_many(letter: Letter, there: int, names: Sequence[str]) -> str:
    """More pages than the letter has."""
    return (
        f"{letter.kenmerk} heeft {dutch.count(letter.pages or 0, 'bladzijde', 'bladzijden')}, maar "
        f"hier zijn er {there}{_together(names)}; laat alleen de bladzijden van één ondertekende "
        "brief liggen."
    )


def several(letter: Letter, names: Sequence[str]) -> str:
    """More files that each may be the signed letter."""
    return (
        f"Van {letter.kenmerk} is meer dan één exemplaar ingeleverd: {dutch.join(names)}; laat "
        "alleen de ondertekende brief liggen die in het archief moet."
    )


def shared(letters: Sequence[str]) -> str:
    """Why a file with several letters waits: one of them is not certain."""
    return (
        f"In dit bestand zitten bladzijden van {dutch.join(letters)}, en niet al die brieven zijn "
        "zeker; scan elke brief apart."
    )


def by_hand(kenmerk: str) -> str:
    """How a person decides."""
    return f"Weet u zelf zeker welke brief het is? Typ: advies archiveer BESTAND --als {kenmerk}"


def _on(pages: Sequence[int]) -> str:
    if not pages:
        return "Hierop"
    first, last = pages[0], pages[-1]
    if len(pages) >= _ROW and list(pages) == list(range(first, last + 1)):
        return f"Op bladzijde {first} tot en met {last}"
    return f"Op bladzijde {dutch.join([str(page) for page in pages])}"


def _lacking(pages: Sequence[int]) -> str:
    verb = "ontbreekt" if len(pages) == 1 else "ontbreken"
    return f"bladzijde {dutch.join([str(page) for page in pages])} {verb}"


def _together(names: Sequence[str]) -> str:
    return f", samen genomen uit {dutch.join(names)}" if len(names) > 1 else ""
