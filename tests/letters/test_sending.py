from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import mailparser
import pytest
from msgspec.structs import replace

from pipeline.council_file import read_council
from pipeline.defaults import complete
from pipeline.form.normal import dossier_of, from_json
from pipeline.letters import mailtexts
from pipeline.letters.fault import NoTemplateError
from pipeline.letters.sending import Parcel, Sending, drafts
from tests.work import ROOT, Json, Work, changed, sample

DAY = date(2026, 11, 22)
KENMERK = "AWI-2026-004"
LETTER = f"{KENMERK}-brief-college.pdf"
PARCEL = Parcel(
    signed={LETTER: b"%PDF getekend"},
    copies={
        f"{KENMERK}-kopie-bram-beleid.pdf": b"%PDF kopie",
        f"{KENMERK}-kopie-bram-beleid.docx": b"PK",
        f"{KENMERK}-kopie-ineke-inkomen.docx": b"PK",
    },
    bijlagen={"verslag één.pdf": b"%PDF verslag", "namen.xlsx": b"PK geheim"},
)
DOSSIER = changed(
    sample("schuldhulp-gezinnen"),
    {
        "advies.onderwerp": "Schuldhulp – “anders”",
        "bestuursadviseurs": [
            {"naam": "Bram Beleid", "functie": "bestuursadviseur Werk"},
            {"naam": "Ineke Inkomen", "functie": "bestuursadviseur Inkomen"},
        ],
        "advies.bijlagen": [
            {"titel": "Verslag", "bestand": "verslag één.pdf", "vertrouwelijk": False},
            {"titel": "Namen", "bestand": "namen.xlsx", "vertrouwelijk": True},
        ],
    },
)


def send(work: Work, dossier: Json = DOSSIER, parcel: Parcel = PARCEL) -> Sending:
    raad = read_council(work.root / "input/adviesraad.toml")
    d = complete(dossier_of(from_json(dossier, work.form), work.form), raad)
    return drafts(KENMERK, d, raad, parcel, templates=work.root / "templates", day=DAY)


def parsed(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def attached(drafts: Mapping[str, bytes]) -> dict[str, list[str | None]]:
    return {
        name.removeprefix(f"{KENMERK}-mail-"): [
            part.get_filename() for part in parsed(data).iter_attachments()
        ]
        for name, data in drafts.items()
    }


def test_everyone_gets_the_signed_letter_and_only_the_college_what_is_confidential(
    work: Work,
) -> None:
    letter = [LETTER, "verslag één.pdf"]
    assert attached(send(work).drafts) == {
        "college.eml": letter,
        "college-vertrouwelijk.eml": ["namen.xlsx"],
        "kopie-bram-beleid.eml": [f"{KENMERK}-kopie-bram-beleid.pdf", *letter],
        "kopie-ineke-inkomen.eml": [f"{KENMERK}-kopie-ineke-inkomen.docx", *letter],
        "zusterraad-adviesraad-jeugd-en-wmo-g.eml": letter,
        "leden.eml": letter,
    }


def test_a_copy_says_for_whom_it_is(work: Work) -> None:
    message = parsed(send(work).drafts[f"{KENMERK}-mail-kopie-bram-beleid.eml"])
    assert message["To"] == "Bram Beleid <b.beleid@gemeente.example>"
    assert message["Subject"] == "Kopie van advies AWI-2026-004 – Schuldhulp – “anders”"
    body = message.get_body()
    assert body is not None
    assert "\nKopie voor Bram Beleid, bestuursadviseur Werk.\n" in body.get_content().replace(
        "\r\n", "\n"
    )


def test_another_mail_parser_reads_the_same(work: Work) -> None:
    for name, data in send(work).drafts.items():
        one, other = parsed(data), mailparser.parse_from_bytes(data)
        assert other.subject == one["Subject"], name
        assert other.to == [(a.display_name, a.addr_spec) for a in one["To"].addresses]
        body = one.get_body()
        assert body is not None
        assert other.body.split() == body.get_content().split()
        assert [a["filename"] for a in other.attachments] == [
            part.get_filename() for part in one.iter_attachments()
        ]
        assert not other.defects


def test_who_has_no_address_gets_it_by_post(work: Work) -> None:
    config = work.root / "input/adviesraad.toml"
    text = config.read_text("utf-8").replace('email = "b.beleid@gemeente.example"', 'adres = "A 1"')
    text = text.replace("email_college", "# email_college")
    config.write_text(text.replace('email = "zus.zusterman@zusterraad.example"', ""), "utf-8")
    sending = send(work)
    college, adviser, sister, members = sending.sentences
    post = "Stuur de brief per post aan"
    assert college.startswith("Het e-mailadres van het college is niet bekend.")
    assert adviser == (
        "Stuur de brief per post aan Bram Beleid: een bruikbaar e-mailadres is niet bekend. "
        "Adres: A 1."
    )
    assert sister.startswith(f"{post} de adviesraad Jeugd & Wmo gemeente Arnhem: een")
    assert members.startswith(f"{post} Stef Sjabloon, Petra Proef, ")
    assert parsed(sending.drafts[f"{KENMERK}-mail-college.eml"])["To"] is None
    assert f"{KENMERK}-mail-kopie-bram-beleid.eml" not in sending.drafts


@pytest.mark.parametrize(
    "address", ["x@a.nl, y@b.nl", "x@a.nl>\nBcc: y@b.nl", "x", "é@a.nl", "x@a.nl;y@b.nl"]
)
def test_an_address_of_a_sheet_brings_no_other_reader_along(work: Work, address: str) -> None:
    adviser = {"naam": "Ni\u00ebls Nieuw\r\nBcc: z@b.nl", "functie": "x", "email": address}
    sending = send(work, changed(DOSSIER, {"bestuursadviseurs": [adviser]}))
    assert not [name for name in sending.drafts if "kopie" in name]
    assert any("per post aan Niëls Nieuw" in sentence for sentence in sending.sentences)
    assert not [name for name, data in sending.drafts.items() if b"b.nl" in data]


def test_a_name_or_subject_makes_no_header(work: Work) -> None:
    adviser = {"naam": "Niels\r\nBcc: z@b.nl", "functie": "x", "email": "n@gemeente.example"}
    dossier = changed(
        DOSSIER, {"bestuursadviseurs": [adviser], "advies.onderwerp": "A\r\nBcc: z@b.nl"}
    )
    sending = send(work, dossier)
    assert len(sending.drafts) == 5
    for data in sending.drafts.values():
        assert parsed(data)["Bcc"] is None
        assert b"\nBcc" not in data


def test_a_bijlage_that_the_dossier_does_not_know_goes_to_the_college_alone(work: Work) -> None:
    parcel = replace(PARCEL, bijlagen={"a.pdf": b"1", "b.pdf": b"2"})
    with_either = {
        n: f
        for n, f in attached(send(work, parcel=parcel).drafts).items()
        if "a.pdf" in f or "b.pdf" in f
    }
    assert with_either == {
        "college-vertrouwelijk.eml": ["a.pdf"],
        "college-vertrouwelijk-2.eml": ["b.pdf"],
    }


def test_without_raakvlak_the_sister_council_gets_nothing(work: Work) -> None:
    dossier = changed(DOSSIER, {"raakvlak.wmo": False, "raakvlak.jeugd": False})
    assert not [name for name in send(work, dossier).drafts if "zusterraad" in name]


def test_the_same_letter_gives_the_same_drafts(work: Work) -> None:
    assert send(work) == send(work)


@pytest.mark.parametrize("name", mailtexts.MAILS)
def test_every_mail_text_of_the_samples_is_sound(name: str) -> None:
    assert not list(mailtexts.lint_mail(ROOT / "templates" / name))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Onderwerp: x\n\n{{ raar }}", "kent alleen {{ kenmerk }}, {{ onderwerp }}"),
        ("\n\ntekst", "de eerste regel hoort het onderwerp te zijn"),
        ("Onderwerp: x\n\n", "staat geen tekst"),
    ],
)
def test_controleer_names_a_wrong_mail_text(work: Work, text: str, sentence: str) -> None:
    (work.root / "templates/mail-leden.txt").write_text(text, "utf-8")
    run = work.run("controleer", "--json")
    (flaw,) = run.json["fout"]
    assert (run.exit, flaw["plaats"]) == (3, "templates/mail-leden.txt")
    assert sentence in flaw["melding"]


def test_a_missing_mail_text_is_named(work: Work) -> None:
    (work.root / "templates/mail-kopie.txt").unlink()
    with pytest.raises(NoTemplateError, match=r"mail-kopie\.txt"):
        send(work)


def test_the_council_tells_the_address_of_the_college(work: Work) -> None:
    raad = read_council(work.root / "input/adviesraad.toml")
    assert raad.brief.email_college == "college@gemeente.example"
