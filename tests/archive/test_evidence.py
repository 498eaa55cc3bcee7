from __future__ import annotations

import io
import pickle
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.archive.evidence import verify
from pipeline.archive.examine import Examined, examine
from pipeline.archive.made import Made, made
from pipeline.archive.signer import is_same_person
from pipeline.archive.values import Evidence, Letter, Match, Vorm
from pipeline.council import Raad
from pipeline.council_file import read_council
from tests.archive import letters
from tests.archive.attacks import a_layer, a_note, drawn_over, new_drawing, resaved, updated
from tests.archive.letters import bijverdienen
from tests.archive.matches import KENMERK, PRINT, letter, match
from tests.archive.signing import NOW, authority, chair, signed
from tests.archive.typeset import typeset
from tests.work import ROOT


@pytest.fixture
def brief(tmp_path: Path) -> Letter:
    return letter(tmp_path / KENMERK)


@pytest.fixture(scope="module")
def raad() -> Raad:
    return read_council(ROOT / "input/adviesraad.toml")


def checked(
    brief: Letter, raad: Raad, content: bytes, *, by_person: bool = False, name: str = "scan 12.pdf"
) -> Evidence:
    found = match(brief, content, by_person=by_person, name=name)
    return verify(found, raad, [examine(content, Vorm.PDF, 3, (), NOW)], made(brief))


def printed() -> bytes:
    return typeset(bijverdienen(), PRINT)


def changed(name: str) -> bytes:
    edit, _ = letters.EDITS[name]
    return typeset(edit(list(bijverdienen())), PRINT)


def test_a_signed_letter_is_filed_with_what_was_checked(brief: Letter, raad: Raad) -> None:
    evidence = checked(brief, raad, signed(printed()))
    assert evidence.refusal == ""
    assert evidence.warnings == ()
    assert evidence.differences == ()
    assert evidence.is_compared
    assert evidence.signer == "Vera Voorbeeld"
    assert evidence.sentences == (
        (
            "De handtekening is van Vera Voorbeeld, gezet op 23 november 2026 om 14.05 uur volgens de "
            "klok van de computer waarop is getekend."
        ),
        "Het hele bestand is sinds het ondertekenen niet veranderd.",
        (
            "Het certificaat is uitgegeven door Voorbeeld Stamcertificaat; of dat te vertrouwen is, is "
            "niet nagegaan, want er staat geen certificaat in de map vertrouwd."
        ),
        (
            "Of een certificaat later is ingetrokken, is niet nagegaan: dit programma vraagt niets op "
            "internet."
        ),
        "De tekst is woord voor woord gelijk aan de brief zoals die is gemaakt.",
        "Alle bladzijden zijn er: evenveel als in de PDF van de brief zoals die is gemaakt.",
    )


def test_a_changed_word_is_shown_with_its_place_and_refused(brief: Letter, raad: Raad) -> None:
    evidence = checked(brief, raad, signed(changed("een cijfer")))
    (one,) = evidence.differences
    assert one == (
        "Bladzijde 1: er stond “… · Wanneer: vanaf 1 maart 2027 2. …”, nu staat er “… · "
        "Wanneer: vanaf 7 maart 2027 2. …”."
    )
    assert evidence.refusal == (
        f"De tekst is niet die van {KENMERK}. {one} Laat de brief zoals die is gemaakt "
        "ondertekenen. Is dit toch de brief die is verstuurd? Leg het dan vast met --als "
        f"{KENMERK}."
    )


def test_a_person_may_decide_that_it_is_the_letter_and_that_is_recorded(
    brief: Letter, raad: Raad
) -> None:
    evidence = checked(brief, raad, signed(changed("een cijfer")), by_person=True)
    assert evidence.refusal == ""
    assert len(evidence.differences) == 1
    assert evidence.sentences[-1] == (
        f"Dat dit {KENMERK} is, heeft een persoon vastgesteld (--als), niet het programma."
    )


def test_a_broken_signature_is_refused_whatever_a_person_says(brief: Letter, raad: Raad) -> None:
    for broken in (
        resaved(signed(printed())),
        updated(signed(printed()), a_note),
        updated(signed(printed()), new_drawing),
    ):
        for by_person in (False, True):
            evidence = checked(brief, raad, broken, by_person=by_person)
            assert evidence.refusal.endswith(
                "Vraag het ondertekende bestand nog een keer op, en bewaar het zonder het te "
                "openen in een ander programma."
            )


def test_the_letter_as_made_is_not_a_signed_letter(brief: Letter, raad: Raad) -> None:
    assert checked(brief, raad, printed()).refusal == (
        "scan 12.pdf is de brief zoals die is gemaakt, zonder handtekening. Zet het ondertekende "
        "bestand of de scan in input/ondertekend."
    )


def test_a_print_on_which_nothing_was_written_is_warned_of(brief: Letter, raad: Raad) -> None:
    evidence = checked(brief, raad, resaved(printed(), packed=True))
    assert evidence.refusal == ""
    assert evidence.warnings == (
        (
            "scan 12.pdf: er is geen handtekening te vinden, ook niet als tekening of afbeelding. Kijk "
            "of de brief is ondertekend."
        ),
    )


def test_of_a_scan_is_said_what_cannot_be_known(brief: Letter, raad: Raad) -> None:
    found = match(brief, name="scan.jpg", vorm=Vorm.JPEG)
    evidence = verify(found, raad, [examine(b"", Vorm.JPEG, 3, (), NOW)], made(brief))
    assert evidence == Evidence(
        signatures=(),
        differences=(),
        is_compared=False,
        signer="Vera Voorbeeld",
        sentences=(
            (
                "Er is geen digitale handtekening gevonden. Of een handtekening met de pen echt is, kan "
                "dit programma niet zien."
            ),
            "Van een scan zijn de woorden niet te vergelijken met de brief zoals die is gemaakt.",
            "Alle bladzijden zijn er: evenveel als in de PDF van de brief zoals die is gemaakt.",
        ),
    )


def test_without_the_pdf_as_made_the_words_are_those_of_the_word_file(
    tmp_path: Path, raad: Raad
) -> None:
    brief = letter(tmp_path / KENMERK, with_pdf=False)
    content = signed(typeset(bijverdienen(), replace(PRINT, head="")))
    evidence = checked(brief, raad, content)
    assert evidence.differences == ()
    assert evidence.is_compared
    assert evidence.sentences[-1] == (
        "Aantal bladzijden niet gecontroleerd: er is geen PDF van de brief zoals die is gemaakt."
    )
    worse = signed(typeset(letters.swap("artikel 47", "artikel 41")(list(bijverdienen()))))
    assert len(checked(brief, raad, worse).differences) == 1


def test_a_pdf_as_made_that_somebody_changed_is_not_believed(brief: Letter, raad: Raad) -> None:
    (brief.home / f"{KENMERK}-brief-college.pdf").write_bytes(changed("een cijfer"))
    assert made(brief).marks is None
    assert len(checked(brief, raad, signed(changed("een cijfer"))).differences) >= 1


def test_somebody_else_who_signs_is_warned_of(brief: Letter, raad: Raad) -> None:
    evidence = checked(brief, raad, signed(printed(), chair("Stef Sjabloon")))
    assert evidence.refusal == ""
    (one,) = evidence.warnings
    assert one.startswith(
        "De handtekening is van Stef Sjabloon, en niet van de voorzitter of de plaatsvervangend "
        "voorzitter op 23 november 2026 (Vera Voorbeeld"
    )


def test_a_signature_from_before_the_letter_is_warned_of(brief: Letter, raad: Raad) -> None:
    early = signed(printed(), at=datetime(2026, 11, 1, 9, tzinfo=UTC))
    assert checked(brief, raad, early).warnings == (
        (
            "De handtekening van Vera Voorbeeld is volgens haar eigen datum gezet op 1 november 2026, "
            "voor de datum van de brief (22 november 2026)."
        ),
    )


def test_layers_make_a_letter_that_not_everybody_reads_alike(brief: Letter, raad: Raad) -> None:
    evidence = checked(brief, raad, updated(printed(), a_layer))
    assert evidence.differences == (
        (
            "Het bestand heeft lagen die een lezer aan en uit kan zetten, zodat niet iedereen dezelfde "
            "brief ziet."
        ),
    )


def test_a_signature_that_covers_the_text_is_told(brief: Letter, raad: Raad) -> None:
    evidence = checked(brief, raad, signed(printed(), box=(40, 300, 560, 800)))
    (one,) = evidence.differences
    assert one.startswith("Bladzijde 1: het vak van een handtekening ligt over de tekst “")
    assert evidence.refusal != ""


def test_a_pen_signature_is_seen_and_said_to_be_unread(brief: Letter, raad: Raad) -> None:
    pen = b"q 2 w 0 0 1 RG 70 100 m 120 140 160 80 200 120 c S Q"
    evidence = checked(brief, raad, drawn_over(printed(), pen))
    assert (evidence.refusal, evidence.warnings, evidence.differences) == ("", (), ())
    assert (
        "Op de bladzijden staat ook iets dat geen tekst is en dat de brief zoals die is gemaakt "
        "niet heeft, zoals een handtekening met de pen. Wat het is, kan dit programma niet lezen."
    ) in evidence.sentences


def test_what_a_signature_in_sight_shows_is_said_not_to_be_compared(
    brief: Letter, raad: Raad
) -> None:
    evidence = checked(brief, raad, signed(printed(), box=(60, 60, 260, 110)))
    assert evidence.differences == ()
    assert (
        "Wat in het vak van een digitale handtekening staat, is niet vergeleken."
        in evidence.sentences
    )


def test_a_signature_that_was_printed_away_is_told(brief: Letter, raad: Raad) -> None:
    look = (
        "Digitally signed by Vera Voorbeeld.",
        "Timestamp: 2026-11-23 13:05:00 UTC.",
    )
    evidence = checked(brief, raad, typeset([*bijverdienen(), *look], PRINT))
    assert (evidence.refusal, evidence.differences) == ("", ())
    assert (
        "Er staat “Digitally signed by Vera Voorbeeld.”, maar dit bestand heeft geen digitale "
        "handtekening meer: het is afgedrukt of opnieuw bewaard. Vraag het ondertekende bestand "
        "zelf."
    ) in evidence.warnings


def test_a_damaged_file_is_refused_with_its_name(brief: Letter, raad: Raad) -> None:
    assert checked(brief, raad, signed(printed())[:-3000]).refusal == (
        "scan 12.pdf: Dit PDF-bestand is niet volledig: het einde ontbreekt."
    )


def word(texts: list[str]) -> bytes:
    made = io.BytesIO()
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("word/document.xml", f"<w:document><w:body>{body}</w:body></w:document>")
    return made.getvalue()


def test_a_signed_word_file_is_compared_and_warned_of(brief: Letter, raad: Raad) -> None:
    texts = list(bijverdienen())
    for content, count in (
        (word(texts), 0),
        (word(letters.swap("artikel 47", "artikel 41")(texts)), 1),
    ):
        found = match(brief, content, name="getekend.docx", vorm=Vorm.DOCX)
        evidence = verify(found, raad, [examine(content, Vorm.DOCX, 3, (), NOW)], made(brief))
        assert len(evidence.differences) == count
        assert bool(evidence.refusal) == bool(count)
        assert evidence.warnings == (
            (
                "getekend.docx is een Word-bestand, en dat is na het ondertekenen nog te veranderen. "
                "Bewaar liever een scan of een ondertekende PDF."
            ),
        )


def test_what_is_examined_travels_between_processes(brief: Letter) -> None:
    found = examine(signed(printed()), Vorm.PDF, 3, (authority().der,), NOW)
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 -- our own bytes
    kept = made(brief)
    assert pickle.loads(pickle.dumps(kept)) == kept  # noqa: S301 -- the same


def test_pages_in_two_files_are_compared_as_one_letter(brief: Letter, raad: Raad) -> None:
    content = signed(printed())
    first = match(brief, content).parts[0]
    parts = (replace(first, pages=(1,)), replace(first, pages=(2, 3)))
    both = Match(brief, parts, is_counted=True)
    one = examine(content, Vorm.PDF, 3, (), NOW)
    assert verify(both, raad, [one, one], made(brief)).differences == ()


@pytest.mark.parametrize(
    ("holder", "naam", "same"),
    [
        ("Vera Voorbeeld", "Vera Voorbeeld", True),
        ("V. Voorbeeld", "Vera Voorbeeld", True),
        ("VOORBEELD, Vera", "Vera Voorbeeld", True),
        ("mw. drs. V.J. Voorbeeld-Sjabloon", "Vera Voorbeeld", True),
        ("Véra Voorbeeld", "Vera Voorbeeld", True),
        ("Jan van den Voorbeeld", "Jan van den Voorbeeld", True),
        ("Stef Voorbeeld", "Vera Voorbeeld", False),
        ("Vera Sjabloon", "Vera Voorbeeld", False),
        ("Gemeente Voorbeeldstad", "Vera Voorbeeld", False),
        ("", "Vera Voorbeeld", False),
    ],
)
def test_a_certificate_holds_a_name_in_many_forms(holder: str, naam: str, *, same: bool) -> None:
    assert is_same_person(holder, naam) is same


def test_the_deputy_may_sign_too(brief: Letter, raad: Raad) -> None:
    other = next(lid for lid in raad.leden_op(date(2026, 11, 23)) if lid.rol == "lid")
    council = replace(raad, plaatsvervangend_voorzitter=other.naam)
    content = signed(printed(), chair(other.naam))
    one: list[Examined] = [examine(content, Vorm.PDF, 3, (), NOW)]
    kept: Made = made(brief)
    assert verify(match(brief, content), council, one, kept).warnings == ()
