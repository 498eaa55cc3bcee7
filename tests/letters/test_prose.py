from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.letters import prose
from pipeline.letters.letter import Blok
from pipeline.rules.decision import Besluit

VOTE = Besluit("stemming", date(2026, 11, 12), aangenomen=True, voor=6, tegen=1, basis=7)


@pytest.mark.parametrize(
    ("answer", "blocks"),
    [
        (None, ()),
        ("Eén zin.", (Blok("Eén zin."),)),
        ("Een regel\nnog een regel", (Blok("Een regel\nnog een regel"),)),
        ("Alinea een\n\nAlinea twee", (Blok("Alinea een"), Blok("Alinea twee"))),
        ("Let op:\n- een\n- twee", (Blok("Let op:"), Blok(punten=("een", "twee")))),
        ("- een\n  vervolg van een\n- twee", (Blok(punten=("een\nvervolg van een", "twee")),)),
        ("- een\nGewone zin", (Blok(punten=("een",)), Blok("Gewone zin"))),
        ("• een\n• twee", (Blok(punten=("een", "twee")),)),
        ("-5 graden\n3 - 2 = 1", (Blok("-5 graden\n3 - 2 = 1"),)),
        ("-\n- ", (Blok("-\n- "),)),
    ],
)
def test_text_becomes_alineas_and_lists(answer: str | None, blocks: tuple[Blok, ...]) -> None:
    assert prose.text(answer) == blocks


@given(st.text(alphabet="ab -•\n\t.", max_size=60))
def test_no_word_is_lost_or_added(answer: str) -> None:
    said = " ".join(" ".join((block.tekst, *block.punten)) for block in prose.text(answer))
    letters = [c for c in answer if c in "ab."]
    assert [c for c in said if c in "ab."] == letters


@pytest.mark.parametrize(
    ("besluit", "stemming", "words"),
    [
        (VOTE, "niet", "in de plenaire vergadering vastgesteld."),
        (VOTE, "unaniem of meerderheid", "bij meerderheid van stemmen vastgesteld."),
        (replace(VOTE, tegen=0), "unaniem of meerderheid", "unaniem vastgesteld."),
        (VOTE, "aantallen", "met 6 stemmen voor en 1 tegen vastgesteld."),
        (
            replace(VOTE, voor=1, onthouding=2),
            "aantallen",
            "met 1 stem voor, 1 tegen en 2 onthoudingen vastgesteld.",
        ),
        (replace(VOTE, route="voorzitter"), "aantallen", "namens de leden goedgekeurd."),
    ],
)
def test_the_decision_is_told_as_the_council_wants(
    besluit: Besluit, stemming: str, words: str
) -> None:
    sentence = prose.besluitzin(besluit, stemming, besluit.op)
    assert "12 november 2026" in sentence
    assert sentence.endswith(words)


@pytest.mark.parametrize(
    ("weken", "words"), [(1, "één week"), (6, "zes weken"), (12, "twaalf weken"), (16, "16 weken")]
)
def test_the_reply_term_is_a_request_in_words(weken: int, words: str) -> None:
    assert f"binnen {words} na verzending" in prose.verzoek(weken)


def test_the_sentence_claims_nothing_that_was_not_so() -> None:
    tie = replace(VOTE, voor=3, tegen=3)
    assert prose.besluitzin(tie, "unaniem of meerderheid", tie.op) == (
        "De raad heeft dit advies op 12 november 2026 in de plenaire vergadering vastgesteld."
    )
    elsewhere = prose.besluitzin(VOTE, "niet", date(2026, 11, 5))
    assert elsewhere == "De raad heeft dit advies op 12 november 2026 vastgesteld."
