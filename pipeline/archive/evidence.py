"""Evidence: what was checked of a signed letter, what came out, and whether it may be filed.

`examine` looked into the files; here is decided, over values alone. A broken signature is never
filed. Other words than those of the letter are filed only when a person took that decision
(--als), and then the record says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from pipeline import dutch
from pipeline.archive import compare, signer
from pipeline.archive.compare import Comparison
from pipeline.archive.examine import Examined
from pipeline.archive.made import Made
from pipeline.archive.page_text import DocumentText, PageText
from pipeline.archive.values import Evidence, Match, Part, Signature, Vorm
from pipeline.council import Raad

_FEW_WORDS: Final = 8  # that tell where something is
_MANY_WORDS: Final = 15  # under a signature; its name and function are fewer


def verify(match: Match, raad: Raad, examined: Sequence[Examined], made: Made) -> Evidence:
    """Weigh what was found in the files of a match, in the order of `match.parts`."""
    fault = next(
        (f"{p.handed.path.name}: {e.fault}" for p, e in _pairs(match, examined) if e.fault), ""
    )
    signatures = tuple(one for each in examined for one in each.signatures)
    broken = next((one for one in signatures if one.fault), None)
    comparison = _compared(match, examined, made)
    differences = (*comparison.differences, *_hidden(examined))
    printed = signer.printed(raad, made.paragraphs)
    refusal = fault or (_broken(broken.fault) if broken else "") or _unsigned(match, examined, made)
    if not refusal and differences and not match.by_person:
        refusal = _different(match, differences)
    return Evidence(
        signatures=signatures,
        differences=differences,
        is_compared=comparison.is_compared,
        signer=printed,
        sentences=(*_sentences(match, examined, made, comparison),),
        warnings=(
            *_warnings(match, raad, examined, made, printed),
            *_printed_away(signatures, comparison),
        ),
        refusal=refusal,
    )


def _pairs(match: Match, examined: Sequence[Examined]) -> Iterator[tuple[Part, Examined]]:
    return iter(zip(match.parts, examined, strict=True))


def _compared(match: Match, examined: Sequence[Examined], made: Made) -> Comparison:
    if made.text is None:
        return Comparison(is_compared=False)
    if all(part.handed.vorm is Vorm.DOCX for part in match.parts):
        pages = tuple(page for each in examined for page in each.text.pages)
        if not made.paragraphs:
            return Comparison(is_compared=False)
        return compare.compare(DocumentText(pages), compare.as_paragraphs(made.paragraphs))
    return compare.compare(DocumentText(_joined(match, examined)), made.text)


def _joined(match: Match, examined: Sequence[Examined]) -> tuple[PageText, ...]:
    """The pages of the letter in their order, out of one file or several, numbered anew."""
    pages = [
        page
        for part, each in _pairs(match, examined)
        for page in each.text.pages
        if page.number in part.pages or not part.pages
    ]
    return tuple(replace(page, number=number) for number, page in enumerate(pages, start=1))


def _hidden(examined: Sequence[Examined]) -> Iterator[str]:
    """What makes a reader see another letter than the words of the file tell."""
    for each in examined:
        if each.text.has_layers:
            yield (
                "Het bestand heeft lagen die een lezer aan en uit kan zetten, zodat niet iedereen "
                "dezelfde brief ziet."
            )
        for page in each.text.pages:
            if len(page.under_signature.split()) > _MANY_WORDS:
                yield (
                    f"Bladzijde {page.number}: het vak van een handtekening ligt over de tekst "
                    f"“{_start(page.under_signature)}”."
                )


def _start(text: str) -> str:
    words = text.split()
    return f"{' '.join(words[:_FEW_WORDS])} …" if len(words) > _FEW_WORDS else " ".join(words)


def _broken(fault: str) -> str:
    return (
        f"{fault} Het wordt niet gearchiveerd. Vraag het ondertekende bestand nog een keer op, en "
        "bewaar het zonder het te openen in een ander programma."
    )


def _unsigned(match: Match, examined: Sequence[Examined], made: Made) -> str:
    names = [
        part.handed.path.name
        for part, each in _pairs(match, examined)
        if each.sha256 in made.unsigned
    ]
    if not names:
        return ""
    return (
        f"{dutch.join(names)} is de brief zoals die is gemaakt, zonder handtekening. "
        "Zet het ondertekende bestand of de scan in input/ondertekend."
    )


def _different(match: Match, differences: Sequence[str]) -> str:
    return (
        f"De tekst is niet die van {match.letter.kenmerk}. {' '.join(differences)} "
        "Laat de brief zoals die is gemaakt ondertekenen. Is dit toch de brief die is verstuurd? "
        f"Leg het dan vast met --als {match.letter.kenmerk}."
    )


def _sentences(
    match: Match, examined: Sequence[Examined], made: Made, comparison: Comparison
) -> Iterator[str]:
    signatures = [one for each in examined for one in each.signatures]
    for one in signatures:
        yield from one.melding
    if signatures:
        yield (
            "Of een certificaat later is ingetrokken, is niet nagegaan: dit programma vraagt "
            "niets op internet."
        )
    else:
        yield (
            "Er is geen digitale handtekening gevonden. Of een handtekening met de pen echt is, kan "
            "dit programma niet zien."
        )
    if made.text is None and not comparison.pictures:
        yield "De tekst is niet vergeleken: de brief zoals die is gemaakt, is er niet meer."
    else:
        yield from compare.told(comparison)
    if comparison.is_compared and _has_drawings(examined, made):
        yield (
            "Op de bladzijden staat ook iets dat geen tekst is en dat de brief zoals die is "
            "gemaakt niet heeft, zoals een handtekening met de pen. Wat het is, kan dit programma "
            "niet lezen."
        )
    if any(each.text.has_boxes for each in examined):
        yield "Wat in het vak van een digitale handtekening staat, is niet vergeleken."
    if match.is_counted:
        yield "Alle bladzijden zijn er: evenveel als in de PDF van de brief zoals die is gemaakt."
    else:
        yield f"Aantal bladzijden niet gecontroleerd: {_why_not_counted(match)}."
    if match.by_person:
        yield (
            f"Dat dit {match.letter.kenmerk} is, heeft een persoon vastgesteld (--als), niet het "
            "programma."
        )


def _why_not_counted(match: Match) -> str:
    if any(part.handed.vorm is Vorm.DOCX for part in match.parts):
        return "een Word-bestand heeft geen vaste bladzijden"
    if match.letter.pages is None:
        return "er is geen PDF van de brief zoals die is gemaakt"
    return "er zijn er meer dan de brief zoals die is gemaakt heeft"


def _warnings(
    match: Match, raad: Raad, examined: Sequence[Examined], made: Made, printed: str
) -> Iterator[str]:
    signatures = [one for each in examined for one in each.signatures]
    yield from signer.doubts(raad, signatures, printed, match.letter.briefdatum)
    for part, each in _pairs(match, examined):
        name = part.handed.path.name
        if each.has_foreign_signature:
            yield f"{name}: een digitale handtekening van Word kan dit programma niet controleren."
        yield from (f"{name}: in het bestand staat de opmerking “{n}”." for n in each.text.notes)
        for page in each.text.pages:
            if page.under_image:
                yield (
                    f"{name}, bladzijde {page.number}: een afbeelding ligt over "
                    f"“{_start(page.under_image)}”."
                )
        if part.handed.vorm is Vorm.DOCX:
            yield (
                f"{name} is een Word-bestand, en dat is na het ondertekenen nog te veranderen. "
                "Bewaar liever een scan of een ondertekende PDF."
            )
    if len(examined) == 1 and _seems_unsigned(examined[0], made):
        yield (
            f"{match.parts[0].handed.path.name}: er is geen handtekening te vinden, ook niet als "
            "tekening of afbeelding. Kijk of de brief is ondertekend."
        )
    if any(one.is_trusted is False for one in signatures):
        yield (
            "Een handtekening is met de certificaten in de map vertrouwd niet als betrouwbaar te "
            "herkennen."
        )


def _printed_away(signatures: Sequence[Signature], comparison: Comparison) -> Iterator[str]:
    """Words of a digital signature without the signature: printing a file takes it away."""
    if comparison.additions and not signatures:
        yield (
            f"Er staat “{comparison.additions[0]}”, maar dit bestand heeft geen digitale "
            "handtekening meer: het is afgedrukt of opnieuw bewaard. Vraag het ondertekende "
            "bestand zelf."
        )


def _has_drawings(examined: Sequence[Examined], made: Made) -> bool:
    drawn = sum(each.text.marks for each in examined)
    is_more = made.marks is not None and drawn > made.marks
    return is_more or any(each.text.has_drawings for each in examined)


def _seems_unsigned(each: Examined, made: Made) -> bool:
    text = each.text
    return (
        not each.signatures
        and made.marks is not None
        and bool(text.pages)
        and not text.has_drawings
        and not any(page.is_picture or page.number == 0 for page in text.pages)
        and text.marks == made.marks
    )
