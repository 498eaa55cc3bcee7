"""The description by MDTO: valid, complete, and saying nothing that is not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha512
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from pipeline.archive.contents import Contents, Known
from pipeline.archive.filing import Filing
from pipeline.archive.keeper import Keeper
from pipeline.archive.mdto import bestand, informatieobject, serie
from pipeline.archive.values import Evidence, Letter, Match, Page, Part, Vorm
from pipeline.council_file import read_council
from pipeline.letters import record
from tests.archive.filings import (
    AT,
    BRIEFDATUM,
    KENMERK,
    PUBLIC,
    SIGNATURE,
    add,
    amend,
    deposited,
    handed,
    match,
    pdf,
    photo,
    scan,
    whole,
)
from tests.archive.schema import mistakes, needs_schema
from tests.work import ROOT, Work

RAAD = read_council(ROOT / "input" / "adviesraad.toml")
KEEPER = Keeper.of(RAAD, BRIEFDATUM)
Files = Mapping[str, bytes]
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=120)  # surrogates too


def scanned(desk: Work, home: Path) -> Files:
    return deposited(desk, scan(desk, home))


def signed_digitally(desk: Work, home: Path) -> Files:
    one = handed(desk.root / "x.pdf", pdf("een"), Vorm.PDF)
    signatures = (SIGNATURE, replace(SIGNATURE, is_trusted=True, at=None))
    return deposited(desk, match(home, whole(one)), PUBLIC, *signatures)


def photographed(desk: Work, home: Path) -> Files:
    one = handed(desk.root / "1.jpg", photo("een"), Vorm.JPEG)
    two = handed(desk.root / "2.png", photo("twee", kind="PNG"), Vorm.PNG)
    return deposited(desk, match(home, whole(one), whole(two)))


def in_word(desk: Work, home: Path) -> Files:
    content = (home / f"{KENMERK}-brief-college.docx").read_bytes()
    return deposited(desk, match(home, whole(handed(desk.root / "x.docx", content, Vorm.DOCX))))


def in_a_stack(desk: Work, home: Path) -> Files:
    one = handed(desk.root / "x.pdf", pdf("een", "ander"), Vorm.PDF, (Page(1), Page(2)))
    return deposited(desk, match(home, Part(one, (1,))))


def without_pdf(desk: Work, home: Path) -> Files:
    document = record.raw(home)
    for name in [name for name in document["bestanden"] if name.endswith(".pdf")]:
        del document["bestanden"][name]
    amend(home, document)
    return deposited(desk, scan(desk, home))


def confidential(desk: Work, home: Path) -> Files:
    known = Known(openbaar_vanaf=date(2026, 12, 6), verzonden_op=date(2026, 11, 26))
    add(home, {"Namen & adressen.docx": b"PK\3\4 word/document.xml"})
    return deposited(desk, scan(desk, home), known)


def in_place_of_another(desk: Work, home: Path) -> Files:
    amend(home, {**record.raw(home), "opvolger_van": "AWI-2025-009"})
    return deposited(desk, scan(desk, home))


def by_the_voorzitter(desk: Work, home: Path) -> Files:
    besluit = {"route": "voorzitter", "op": "2026-11-20", "reden": "Er was haast bij."}
    amend(home, {**record.raw(home), "besluit": besluit})
    return deposited(desk, scan(desk, home))


def undecided_and_old(desk: Work, home: Path) -> Files:
    document = {**record.raw(home), "besluit": {}}
    document["waarden"].update(soort=None, kern=None)
    del document["programma"], document["tekst"]
    amend(home, document)
    return deposited(desk, scan(desk, home))


VARIANTS = (
    scanned,
    signed_digitally,
    photographed,
    in_word,
    in_a_stack,
    without_pdf,
    confidential,
    in_place_of_another,
    by_the_voorzitter,
    undecided_and_old,
)


def outline(document: bytes, path: str) -> list[str]:
    """The text of every element at a path, its descendants joined with |."""
    root = etree.fromstring(document)
    names = {"m": "https://www.nationaalarchief.nl/mdto"}
    steps = "/".join(f"m:{step}" for step in path.split("/"))
    return [
        "|".join(t.strip() for t in one.itertext() if t.strip())
        for one in root.findall(f".//{steps}", names)
    ]


def events(files: Files) -> list[str]:
    """Kind, day and result of each event."""
    root = etree.fromstring(files[f"{KENMERK}.MDTO.xml"])
    told = []
    for event in root.iter("{*}event"):
        kind, at, result = (
            event.findtext(f".//{{*}}{tag}")
            for tag in ("begripLabel", "eventTijd", "eventResultaat")
        )
        told.append(f"{kind} {(at or '-')[:10]}: {result}")
    return told


@needs_schema
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_description_is_valid(
    variant: Callable[[Work, Path], Files], desk: Work, home: Path
) -> None:
    files = variant(desk, home)
    described = [name for name in files if name.endswith(".MDTO.xml")]
    assert len(described) == len(files) // 2 + 1
    assert {name: mistakes(files[name]) for name in described} == {name: [] for name in described}


@needs_schema
def test_the_schema_refuses_what_is_wrong(desk: Work, home: Path) -> None:
    document = scanned(desk, home)[f"{KENMERK}.MDTO.xml"]
    assert mistakes(document.replace(b"<taal>nl</taal>", b"<taal>n l</taal>"))
    assert mistakes(document.replace(b"begripLabel", b"label"))


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_description_has_the_size_and_checksum_of_its_file(
    variant: Callable[[Work, Path], Files], desk: Work, home: Path
) -> None:
    files = variant(desk, home)
    for name, content in files.items():
        if not name.endswith(".MDTO.xml"):
            document = files[f"{name}.bestand.MDTO.xml"]
            assert outline(document, "bestand/omvang") == [str(len(content))]
            digest = sha512(content).hexdigest()
            assert outline(document, "checksum/checksumWaarde") == [digest]
    description = files[f"{KENMERK}.MDTO.xml"]
    assert outline(description, "heeftRepresentatie/verwijzingNaam") == sorted(
        name for name in files if not name.endswith(".MDTO.xml")
    )


def test_a_scan_was_decided_made_digitised_and_taken_in(desk: Work, home: Path) -> None:
    assert events(scanned(desk, home)) == [
        "Accordering 2026-11-12: Vastgesteld na stemming door de leden.",
        "Creatie 2026-11-22: Brief gemaakt, versie 1, met adviesbrieven 1.0.0.",
        "Digitalisering -: Op papier ondertekend, gescand of gefotografeerd.",
        (
            "Opname 2026-11-25: Opgenomen in het archief van de adviesraad. Ingeleverd als: "
            "scan 0001.pdf (AWI-2026-001-ondertekend.pdf)."
        ),
    ]


def test_a_digital_signature_was_set_and_judged(desk: Work, home: Path) -> None:
    assert events(signed_digitally(desk, home))[2:-1] == [
        "Accordering 2026-11-24: Digitaal ondertekend.",
        "Accordering -: Digitaal ondertekend.",
        (
            "Validatie Handtekening 2026-11-25: Handtekening ongeschonden, over het hele bestand; of het "
            "certificaat te vertrouwen is, is niet beoordeeld. Certificaat 0a1b."
        ),
        (
            "Validatie Handtekening 2026-11-25: Handtekening ongeschonden, over het hele bestand; het "
            "certificaat is vertrouwd. Certificaat 0a1b."
        ),
    ]


def test_photos_were_converted_to_be_read(desk: Work, home: Path) -> None:
    assert events(photographed(desk, home))[2:4] == [
        "Digitalisering -: Op papier ondertekend, gescand of gefotografeerd.",
        (
            "Conversie 2026-11-25: Van wat is ingeleverd is ook een leesbare PDF gemaakt: "
            "AWI-2026-001-ondertekend-leesbaar.pdf. Wat is ingeleverd, is onveranderd bewaard."
        ),
    ]


def test_the_voorzitter_may_have_decided(desk: Work, home: Path) -> None:
    assert events(by_the_voorzitter(desk, home))[0] == (
        "Accordering 2026-11-20: Akkoord van de voorzitter, zonder stemming."
    )


def test_what_is_not_public_is_said(desk: Work, home: Path) -> None:
    files = confidential(desk, home)
    document = files[f"{KENMERK}.MDTO.xml"]
    assert outline(document, "beperkingGebruik/beperkingGebruikNadereBeschrijving") == [
        "Niet openbaar voor 6 december 2026.",
        (
            "Vertrouwelijke bijlagen, alleen voor het college: "
            "AWI-2026-001-bijlage-vertrouwelijk-gesprekken-beschut-werk.pdf, "
            "AWI-2026-001-bijlage-vertrouwelijk-namen-en-adressen_bron.zip."
        ),
        (
            "Alleen voor de adviesraad zelf (formulier, toetsing en instellingen): "
            "AWI-2026-001_bron.zip."
        ),
    ]
    assert outline(document, "beperkingGebruikTermijn/termijnEinddatum") == ["2026-12-06"]
    assert events(files)[-1] == "Verzending 2026-11-26: Verzonden aan het college."


def test_pages_of_others_are_said(desk: Work, home: Path) -> None:
    document = in_a_stack(desk, home)[f"{KENMERK}.MDTO.xml"]
    assert outline(document, "beperkingGebruik/beperkingGebruikNadereBeschrijving")[0] == (
        "Bevat ook bladzijden die niet bij dit advies horen: AWI-2026-001-ondertekend.pdf. Alleen "
        "dit advies staat in AWI-2026-001-ondertekend-leesbaar.pdf."
    )


def test_a_successor_names_the_letter_before_it(desk: Work, home: Path) -> None:
    document = in_place_of_another(desk, home)[f"{KENMERK}.MDTO.xml"]
    assert outline(document, "gerelateerdInformatieobject") == [
        (
            "Advies AWI-2025-009|AWI-2025-009|Archief Adviesraad Werk en Inkomen gemeente Arnhem"
            "|Vervangt|Begrippenlijst Relatietypen (informatieobject) MDTO"
        )
    ]


def test_what_the_council_has_not_decided_is_not_guessed(desk: Work, home: Path) -> None:
    document = scanned(desk, home)[f"{KENMERK}.MDTO.xml"]
    assert outline(document, "waardering") == [
        "Nader te bepalen|N|Begrippenlijst Waarderingen MDTO"
    ]
    assert b"<bewaartermijn" not in document
    assert b"<informatiecategorie" not in document
    assert b"Vera Voorbeeld" not in document


def test_settings_of_the_gemeente_are_told() -> None:
    keeper = Keeper.of(replace(RAAD, waardering="B", gemeente_code=None), BRIEFDATUM)
    document = serie(keeper, {KENMERK: "Onderwerp"}, (BRIEFDATUM, BRIEFDATUM), ())
    assert outline(document, "waardering/begripLabel") == ["Blijvend te bewaren"]
    assert outline(document, "archiefvormer") == [
        "Adviesraad Werk en Inkomen gemeente Arnhem",
        "Gemeente Arnhem",
    ]


def test_a_deputy_signs_as_deputy() -> None:
    leden = tuple(replace(lid, tot=date(2026, 1, 1)) for lid in RAAD.leden[:1]) + RAAD.leden[1:]
    keeper = Keeper.of(replace(RAAD, leden=leden), BRIEFDATUM)
    assert keeper.signer == (
        "Plaatsvervangend voorzitter van de adviesraad Werk en Inkomen gemeente Arnhem"
    )


def test_the_gemeente_is_named_once() -> None:
    keeper = Keeper.of(replace(RAAD, naam="adviesraad Jeugd & Wmo gemeente Arnhem"), BRIEFDATUM)
    assert keeper.naam == "Adviesraad Jeugd & Wmo gemeente Arnhem"
    assert keeper.serie_naam == "Adviezen van de adviesraad Jeugd & Wmo gemeente Arnhem"


@needs_schema
@given(onderwerp=ANY_TEXT, kern=ANY_TEXT, name=st.text(max_size=30))
def test_no_text_breaks_a_description(onderwerp: str, kern: str, name: str) -> None:
    kept = Contents({}, {Path(f"map/{name}x"): "x.pdf"}, internal=("x.zip",))
    made = informatieobject(_filing(onderwerp, kern), kept, ["x.pdf"])
    assert mistakes(made) == []
    (naam,) = outline(made, "informatieobject/naam")
    assert 1 <= len(naam) <= 80


@needs_schema
@given(content=st.binary(max_size=60), onderwerp=ANY_TEXT, name=ANY_TEXT)
def test_no_file_breaks_its_description(content: bytes, onderwerp: str, name: str) -> None:
    letter = _filing(onderwerp, "").match.letter
    assert mistakes(bestand(name, content, letter, KEEPER, AT)) == []


def _filing(onderwerp: str, kern: str) -> Filing:
    letter = Letter(KENMERK, "3F9A7C2B", 1, onderwerp, BRIEFDATUM, Path("x"), None)
    waarden = {"soort": "gevraagd", "kern": kern}
    return Filing(
        Match(letter, (), is_counted=False),
        Evidence((), (), is_compared=False, signer="", sentences=()),
        {"waarden": waarden, "besluit": {}},
        PUBLIC,
        KEEPER,
        AT,
    )
