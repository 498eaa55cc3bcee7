from __future__ import annotations

from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.letters.fault import NoTemplateError
from pipeline.letters.mail import Mailbox, MailTemplate, MailText, draft
from tests.work import ROOT

SENDER = Mailbox("Adviesraad Vóórbeeld", "secretariaat@adviesraad.example")
CHAIR = Mailbox("Vera Voorbeeld", "v@adviesraad.example")
DAY = date(2026, 11, 22)


def parsed(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_draft_is_whole_and_reads_back() -> None:
    words = MailText("Ter ondertekening: € 5 – “naam”", "Beste Vera,\n\ngroet é 😀\n")
    data = draft(SENDER, [CHAIR], words, {"AWI-2026-004-brief-cöllege.docx": b"PK\3\4"}, DAY)
    message = parsed(data)
    assert message["Subject"] == words.subject
    assert message["To"].addresses[0].addr_spec == CHAIR.address
    assert message["X-Unsent"] == "1"
    body = message.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == words.body
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "AWI-2026-004-brief-cöllege.docx"
    assert attachment.get_content() == b"PK\3\4"


@given(st.text(max_size=40), st.text(max_size=40))
def test_nobody_smuggles_in_a_header(name: str, subject: str) -> None:
    words = MailText(f"{subject}\r\nBcc: x@example.org", "tekst\n")
    data = draft(SENDER, [Mailbox(f"{name}\nBcc: y@example.org", CHAIR.address)], words, {}, DAY)
    message = parsed(data)
    assert message["Bcc"] is None
    assert set(message.keys()) <= {
        "X-Unsent",
        "From",
        "To",
        "Subject",
        "Date",
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
    }


def test_the_same_draft_has_the_same_bytes() -> None:
    words = MailText("a", "b\n")
    assert draft(SENDER, [CHAIR], words, {"x.pdf": b"1"}, DAY) == draft(
        SENDER, [CHAIR], words, {"x.pdf": b"1"}, DAY
    )


def test_without_an_address_the_line_stays_open() -> None:
    assert parsed(draft(SENDER, [Mailbox("Vera")], MailText("a", "b\n"), {}, DAY))["To"] is None


def test_the_mail_to_the_voorzitter_fills() -> None:
    template = MailTemplate.read(ROOT / "templates/mail-voorzitter.txt")
    words = template.fill(
        {
            "kenmerk": "AWI-2026-004",
            "onderwerp": "B&W <b>",
            "voorzitter": "Vera Voorbeeld",
            "raad": "adviesraad",
        }
    )
    assert words.subject == "Ter ondertekening: AWI-2026-004 – B&W <b>"
    assert words.body.startswith("Beste Vera Voorbeeld,\n")


@pytest.mark.parametrize("text", [b"{{ raar }}", b"{% if %}", b"\xff\xfe"])
def test_a_wrong_mail_text_is_named(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "mail-voorzitter.txt"
    path.write_bytes(text)
    with pytest.raises(NoTemplateError, match=r"mail-voorzitter\.txt"):
        MailTemplate.read(path).fill({"kenmerk": "x"})
