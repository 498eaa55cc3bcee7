"""Never guessed: what is certain is a match, everything else is told in a sentence of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.archive.codes import of_kenmerk, parse
from pipeline.archive.match import NOT_COUNTED, match
from pipeline.archive.values import Code, Handed, Letter, Match, Page, Vorm

K7, K8 = "AWI-2026-007", "AWI-2026-008"
C7, C8 = f"{K7}:3F9A7C2B", f"{K8}:11112222"
SEVEN = Letter(K7, "3F9A7C2B", 2, "Bijverdienen", date(2026, 11, 22), Path(K7), 3, {"0000AAAA": 1})
EIGHT = replace(SEVEN, kenmerk=K8, hash="11112222", pages=2, earlier={})
LETTERS = (SEVEN, EIGHT)
COUNTED = "De volgorde is die van de bestandsnamen; dat alle bladzijden er zijn, volgt alleen uit hun aantal."


def code(text: str) -> Code:
    found = parse(text) or of_kenmerk(text)
    assert found is not None
    return found


def file(name: str, *pages: str, numbers: tuple[int, ...] = (), vorm: Vorm = Vorm.PDF) -> Handed:
    """A page is its codes, with a space between; "" is unreadable and "leeg" is blank."""
    return Handed(
        Path("input/ondertekend") / name,
        vorm,
        f"hash of {name}",
        1000,
        tuple(
            Page(
                number,
                () if text == "leeg" else tuple(code(one) for one in text.split()),
                is_blank=text == "leeg",
                is_picture=True,
                is_page=numbers[number - 1] if numbers else None,
            )
            for number, text in enumerate(pages, 1)
        ),
    )


def doubts(
    *handed: Handed, letters: tuple[Letter, ...] = LETTERS, als: str | None = None
) -> list[str]:
    matches, told = match(handed, letters, als)
    assert matches == ()
    return [f"{one.path.name}: {one.melding}" for one in told]


def only(*handed: Handed, letters: tuple[Letter, ...] = LETTERS, als: str | None = None) -> Match:
    (found,), told = match(handed, letters, als)
    assert told == ()
    return found


def shape(found: Match) -> list[tuple[str, tuple[int, ...]]]:
    return [(part.handed.path.name, part.pages) for part in found.parts]


def test_a_whole_scan_is_its_letter() -> None:
    found = only(file("scan.pdf", C7, C7, C7, numbers=(1, 2, 3)))
    assert (found.letter, found.is_counted, found.by_person) == (SEVEN, True, False)
    assert shape(found) == [("scan.pdf", (1, 2, 3))]
    assert found.remarks == ()


def test_blank_backs_do_not_count() -> None:
    found = only(file("scan.pdf", C7, "leeg", C7, "leeg", C7, "leeg"))
    assert shape(found) == [("scan.pdf", (1, 3, 5))]


def test_photos_of_single_pages_are_joined_in_natural_order() -> None:
    found = only(file("foto10.jpg", C7), file("foto9.jpg", C7), file("foto1.jpg", C7))
    assert shape(found) == [("foto1.jpg", (1,)), ("foto9.jpg", (1,)), ("foto10.jpg", (1,))]
    assert found.remarks == (COUNTED,)


def test_pages_that_are_known_go_in_the_order_of_the_letter() -> None:
    found = only(file("a.jpg", C7, numbers=(3,)), file("b.pdf", C7, C7, numbers=(2, 1)))
    assert shape(found) == [("b.pdf", (2, 1)), ("a.jpg", (1,))]
    assert found.remarks == ()


def test_the_same_file_twice_counts_once() -> None:
    one = file("scan.pdf", C8, C8, numbers=(1, 2))
    found = only(replace(one, path=Path("scan2.pdf")), one)
    assert shape(found) == [("scan.pdf", (1, 2))]
    assert found.remarks == ("scan2.pdf is hetzelfde bestand als scan.pdf en telt niet mee.",)


def test_a_doubtful_file_that_is_there_twice_is_told_twice() -> None:
    one = file("a.pdf", "")
    told = doubts(one, replace(one, path=Path("b.pdf")))
    assert [line[:6] for line in told] == ["a.pdf:", "b.pdf:"]


def test_several_letters_in_one_file_are_split_by_page() -> None:
    stack = file("stapel.pdf", C7, C7, C8, C8, C7)
    (seven, eight), told = match([stack], LETTERS)
    assert told == ()
    assert (shape(seven), shape(eight)) == ([("stapel.pdf", (1, 2, 5))], [("stapel.pdf", (3, 4))])
    assert eight.remarks[-1] == f"Het bestand bevat ook {K7}; van {K8} is bladzijde 3 en 4."


def test_a_stack_of_which_one_letter_is_not_whole_waits_as_a_whole() -> None:
    assert doubts(file("stapel.pdf", C7, C7, C8, C8)) == [
        f"stapel.pdf: Van {K7} zijn er 2 van de 3 bladzijden; zet de rest erbij."
    ]


def test_a_letter_without_a_pdf_as_made_is_not_counted() -> None:
    found = only(file("scan.pdf", C7), letters=(replace(SEVEN, pages=None),))
    assert (found.is_counted, found.remarks) == (False, (NOT_COUNTED,))


def test_a_word_file_is_not_counted() -> None:
    found = only(file("brief.docx", C7, vorm=Vorm.DOCX))
    assert (found.is_counted, found.remarks) == (False, (NOT_COUNTED,))


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ((f"{K7}-K1:3F9A7C2B",) * 3, "Op bladzijde 1 tot en met 3 staat AWI-2026-007-K1:3F9A7C2B: dit is kopie 1 van AWI-2026-007 en niet de brief zelf; gearchiveerd wordt alleen de ondertekende brief aan het college."),
        (("CONCEPT-2:3F9A7C2B",), "Hierop staat CONCEPT-2:3F9A7C2B: dit is een concept en niet de brief; laat de definitieve brief ondertekenen en zet die hier neer."),
        ((f"{K7}-T:3F9A7C2B",), "Hierop staat AWI-2026-007-T:3F9A7C2B: dit is het verslag van de toetsing en niet de brief; dat bewaart het programma zelf al."),
        ((f"{K7}:0000AAAA",), "Hierop staat AWI-2026-007:0000AAAA: dit is versie 1 van AWI-2026-007, en versie 2 is de laatste; laat versie 2 ondertekenen."),
        ((f"{K7}:DEADBEEF",), "Hierop staat AWI-2026-007:DEADBEEF, maar die tekst van AWI-2026-007 is in deze werkmap nooit gemaakt (de brief hier heeft AWI-2026-007:3F9A7C2B); zoek uit waar dit exemplaar vandaan komt."),
        (("AWI-2026-099:3F9A7C2B",), "Hierop staat AWI-2026-099:3F9A7C2B, maar er is geen brief AWI-2026-099 gemaakt in deze werkmap; controleer of het bestand bij deze adviesraad en deze map hoort."),
        ((K7,), "Alleen het kenmerk AWI-2026-007 is te vinden en niet de code van de versie, dus het is niet zeker of dit de laatste brief is; bewaar de brief uit Word opnieuw als PDF. Weet u zelf zeker welke brief het is? Typ: advies archiveer BESTAND --als AWI-2026-007"),
        (("", "", ""), "De code onderaan is op geen van de 3 bladzijden te lezen; scan de brief opnieuw (in kleur, 300 dpi, zonder stempel of streep door de code). Weet u zelf zeker welke brief het is? Typ: advies archiveer BESTAND --als KENMERK"),
        (("",), "De code onderaan is niet te lezen; scan de brief opnieuw (in kleur, 300 dpi, zonder stempel of streep door de code). Weet u zelf zeker welke brief het is? Typ: advies archiveer BESTAND --als KENMERK"),
        ((f"{C7} {C8}", C7), f"Op bladzijde 1 staan verschillende codes: {C7} en {C8}; leg bij het scannen één blad tegelijk neer."),
        ((C7, "", C7), "Op bladzijde 2 is de code onderaan niet te lezen; de andere bladzijden horen bij AWI-2026-007. Scan het bestand opnieuw. Weet u zelf zeker welke brief het is? Typ: advies archiveer BESTAND --als AWI-2026-007"),
        ((C7, C7), "Van AWI-2026-007 zijn er 2 van de 3 bladzijden; zet de rest erbij."),
        ((C7,) * 4, "AWI-2026-007 heeft 3 bladzijden, maar hier zijn er 4; laat alleen de bladzijden van één ondertekende brief liggen."),
        (("leeg", "leeg"), "Hier staat niets op: alle bladzijden zijn leeg, misschien is de achterkant gescand; scan de brief met de tekst naar de goede kant."),
    ],
)  # fmt: skip
def test_what_is_not_the_letter_is_told(pages: tuple[str, ...], said: str) -> None:
    assert doubts(file("scan.pdf", *pages)) == [f"scan.pdf: {said}"]


def test_a_withdrawn_letter_is_told() -> None:
    assert doubts(file("s.pdf", C7), letters=(replace(SEVEN, is_withdrawn=True),)) == [
        "s.pdf: AWI-2026-007 is ingetrokken en wordt niet meer gearchiveerd; haal dit bestand hier weg."
    ]


def test_loose_pages_that_do_not_make_a_letter_are_each_told() -> None:
    told = doubts(file("a.jpg", C7), file("b.jpg", C7))
    said = "Van AWI-2026-007 zijn er 2 van de 3 bladzijden, samen genomen uit a.jpg en b.jpg; zet de rest erbij."
    assert told == [f"a.jpg: {said}", f"b.jpg: {said}"]


def test_the_same_page_photographed_twice_does_not_hide_a_missing_one() -> None:
    told = doubts(*(file(f"{n}.jpg", C7, numbers=(page,)) for n, page in enumerate((1, 2, 2))))
    said = (
        "Bladzijde 2 van AWI-2026-007 is er meer dan één keer, en bladzijde 3 ontbreekt, samen "
        "genomen uit 0.jpg, 1.jpg en 2.jpg; zet de ontbrekende erbij en laat er van elke één liggen."
    )
    assert told == [f"{n}.jpg: {said}" for n in range(3)]


def test_a_missing_page_is_named_when_all_others_are_known() -> None:
    assert doubts(file("s.pdf", C7, C7, numbers=(1, 3))) == [
        "s.pdf: Van AWI-2026-007 zijn er 2 van de 3 bladzijden (bladzijde 2 ontbreekt); zet de rest erbij."
    ]


def test_two_whole_copies_are_a_choice_for_a_person() -> None:
    told = doubts(file("a.pdf", C8, C8), file("b.pdf", C8, C8))
    said = "Van AWI-2026-008 is meer dan één exemplaar ingeleverd: a.pdf en b.pdf; laat alleen de ondertekende brief liggen die in het archief moet."
    assert told == [f"a.pdf: {said}", f"b.pdf: {said}"]


def test_a_bad_file_does_not_stop_a_good_one() -> None:
    (found,), (doubt,) = match([file("a.pdf", ""), file("b.pdf", C8, C8)], LETTERS)
    assert (found.letter.kenmerk, doubt.path.name) == (K8, "a.pdf")


def test_a_person_decides_what_cannot_be_read() -> None:
    found = only(file("scan.pdf", "", C7, ""), als=K7)
    assert (found.by_person, found.is_counted, shape(found)) == (
        True,
        True,
        [("scan.pdf", (1, 2, 3))],
    )


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (C8, f"Hierop staat {C8}: dat is een andere brief."),
        (f"{K7}-K1:3F9A7C2B", f"Hierop staat {K7}-K1:3F9A7C2B: dit is kopie 1 van {K7} en niet de brief zelf; gearchiveerd wordt alleen de ondertekende brief aan het college."),
        (f"{K7}:0000AAAA", f"Hierop staat {K7}:0000AAAA: dit is versie 1 van {K7}, en versie 2 is de laatste; laat versie 2 ondertekenen."),
    ],
)  # fmt: skip
def test_a_person_is_kept_from_filing_another_paper(page: str, why: str) -> None:
    assert doubts(file("scan.pdf", page), als=K7) == [
        f"scan.pdf: Ook met --als {K7} wordt dit niet gearchiveerd. {why}"
    ]


def test_a_person_decides_of_which_version_a_word_file_is() -> None:
    found = only(file("brief.docx", K7, vorm=Vorm.DOCX), als=K7)
    assert (found.by_person, found.is_counted, found.remarks) == (True, False, (NOT_COUNTED,))


def test_a_person_cannot_file_a_letter_of_which_a_page_is_missing() -> None:
    assert doubts(file("scan.pdf", "", C7), als=K7) == [
        "scan.pdf: Van AWI-2026-007 zijn er 2 van de 3 bladzijden; zet de rest erbij."
    ]


def test_a_person_may_add_a_page_and_the_record_says_so() -> None:
    found = only(file("scan.pdf", C7, C7, C7, ""), als=K7)
    assert found.remarks == (
        "Er zijn 4 bladzijden; de brief zoals gemaakt heeft er 3.",
        NOT_COUNTED,
    )


def test_a_person_who_names_no_letter_is_told() -> None:
    assert doubts(file("scan.pdf", ""), als="AWI-2026-099") == [
        "scan.pdf: Er is geen brief AWI-2026-099 gemaakt in deze werkmap; controleer het kenmerk achter --als."
    ]


PAGES = st.sampled_from([C7, C8, f"{K7}:0000AAAA", f"{K7}-K1:3F9A7C2B", "", "leeg", f"{C7} {C8}"])
FILES = st.lists(st.lists(PAGES, min_size=1, max_size=5), max_size=5)


@given(FILES)
def test_every_file_is_matched_or_told_and_nothing_uncertain_is_matched(
    files: list[list[str]],
) -> None:
    handed = [file(f"{n}.pdf", *pages) for n, pages in enumerate(files)]
    matches, told = match(handed, LETTERS)
    matched = {part.handed.path for found in matches for part in found.parts}
    assert matched.isdisjoint({one.path for one in told})
    assert matched | {one.path for one in told} == {one.path for one in handed}
    for found in matches:
        pages = [part.handed.pages[n - 1] for part in found.parts for n in part.pages]
        assert len(pages) == found.letter.pages
        assert {str(one) for page in pages for one in page.codes} == {
            f"{found.letter.kenmerk}:{found.letter.hash}"
        }
