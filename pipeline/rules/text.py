"""The texts of a dossier that leave the house: in the letter, to the sister council, on the site.

The checks on personal data, outdated words and readability all look at exactly these fields.
What only the council sees (uit_overleg, afwijking, groter_doel, toelichting bij de toets) is
left alone, as are lines that their writer marked as confidential.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import TypeVar

from pipeline.council import Raad
from pipeline.model import Bijlage, Dossier, Text
from pipeline.rules.sketch import words_of

T = TypeVar("T")
_MARK = "(vertrouwelijk)"
_QUOTED = ("advies.adviesvraag.", "advies.gehoord.", "advies.bronnen.", "advies.bijlagen.")


def for_one_dossier(look: Callable[[Dossier, Raad], T]) -> Callable[[Dossier, Raad], T]:
    """Remember the last answer: the rules ask the same of one dossier, one after the other."""
    last: list[tuple[Dossier, Raad, T]] = []

    @wraps(look)
    def asked(d: Dossier, raad: Raad) -> T:
        if not (last and last[0][0] is d and last[0][1] is raad):
            last[:] = [(d, raad, look(d, raad))]
        return last[0][2]

    return asked


@for_one_dossier
def leaving(d: Dossier, raad: Raad) -> tuple[Text, ...]:
    """Every filled text that others than the council get to read, in the order of the form.

    A fixed belang that the lead left as it is comes from the council and is no text of the sheet.
    """
    return tuple(text for text in _leaving(d, raad) if text.answer and not text.is_default)


@for_one_dossier
def own_words(d: Dossier, raad: Raad) -> tuple[Text, ...]:
    """What leaves the house in the werkgroep's own words: no questions, titles or names of others."""
    return tuple(text for text in leaving(d, raad) if not text.key.startswith(_QUOTED))


@for_one_dossier
def vocabulary(d: Dossier, raad: Raad) -> frozenset[str]:
    """Each different word of `own_words` once, for a first look (sketch.py)."""
    return words_of(text.value for text in own_words(d, raad))


def is_confidential(line: str) -> bool:
    """True for a line of gehoord or bronnen that its writer keeps out of the letter."""
    return line.lstrip()[: len(_MARK)].casefold() == _MARK


def without_mark(line: str) -> str:
    """A confidential line without the mark at its start."""
    return line.strip()[len(_MARK) :].strip() if is_confidential(line) else line.strip()


def confidential_titles(d: Dossier) -> Iterator[str]:
    """What may not be named outside: titles of confidential bijlagen and confidential bronnen."""
    for bijlage in d.advies.bijlagen:
        if _is_closed(bijlage) and bijlage.titel.answer:
            yield bijlage.titel.answer
    for bron in d.advies.bronnen:
        if bron.answer and is_confidential(bron.answer):
            yield without_mark(bron.answer)


def _is_closed(bijlage: Bijlage) -> bool:
    return bijlage.vertrouwelijk.answer is True


def _leaving(d: Dossier, raad: Raad) -> Iterator[Text]:
    advies = d.advies
    vraag = advies.adviesvraag
    yield from (advies.onderwerp, vraag.vraag, vraag.van, vraag.kenmerk)
    yield from (advies.kern, advies.aanleiding)
    yield from advies.bevindingen
    yield advies.gewenste_uitkomst
    for lines in (advies.gehoord, advies.bronnen):
        yield from (line for line in lines if not is_confidential(line.answer or ""))
    for punt in advies.adviespunten:
        yield from (punt.advies, punt.wie, punt.wanneer, punt.waarom)
    yield d.raakvlak.samenvatting
    yield from (advies.besproken_met, advies.samenvatting)
    yield from advies.websitepunten
    for _, belang in d.winwin:
        yield from (belang.toelichting, belang.compensatie, belang.belang)
    geld = d.investering
    yield from (geld.wat, geld.wie, geld.bedrag, geld.wanneer_winst)
    if raad.brief.toetsing_als_bijlage:
        yield from (antwoord.toelichting for antwoord in d.toetsing.antwoorden.values())
    yield advies.totstandkoming
    yield from (bijlage.titel for bijlage in advies.bijlagen if not _is_closed(bijlage))
    if d.procedure.minderheid_in_brief.answer:
        yield d.procedure.minderheidsstandpunt
