"""Mail drafts as .eml files that open in any mail program; nothing is ever sent from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

from jinja2 import StrictUndefined, Template
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import SandboxedEnvironment

from pipeline import dutch
from pipeline.letters.fault import NoTemplateError

DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
PDF = ("application", "pdf")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Someone who sends or gets mail; without `address` the draft leaves the line open."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class MailText:
    """Subject and body of one mail."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class MailTemplate:
    """A text of templates/*.txt: the first line is the subject, below a blank line the body."""

    name: str
    compiled: Template

    @classmethod
    def read(cls, path: Path) -> MailTemplate:
        """Open a mail text.

        Raises:
            NoTemplateError: it is missing, not UTF-8 or no template.
        """
        environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
        try:
            return cls(path.name, environment.from_string(path.read_bytes().decode("utf-8-sig")))
        except OSError as error:
            raise NoTemplateError(path.name, "kan niet worden gelezen") from error
        except UnicodeDecodeError as error:
            raise NoTemplateError(path.name, "is niet bewaard als UTF-8") from error
        except JinjaError as error:
            raise NoTemplateError(path.name, "heeft een fout in {{ of {%") from error

    def fill(self, values: Mapping[str, str]) -> MailText:
        """The mail for one letter.

        Raises:
            NoTemplateError: the text asks for a placeholder that does not exist.
        """
        try:
            subject, _, body = self.compiled.render(values).partition("\n")
        except JinjaError as error:
            known = dutch.join([f"{{{{ {name} }}}}" for name in values])
            raise NoTemplateError(self.name, f"kent alleen {known}") from error
        return MailText(subject.removeprefix("Onderwerp:").strip(), f"{body.strip()}\n")


def draft(
    sender: Mailbox, to: Mailbox, words: MailText, attachments: Mapping[str, bytes], day: date
) -> bytes:
    """A draft (RFC 5322, UTF-8, RFC 2231 attachment names).

    The same input gives the same bytes. Line breaks in a name or subject become spaces, so that
    nobody can smuggle in a header.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"  # Outlook opens such a file as a draft, ready to send
    message["From"] = _address(sender)
    if to.address:
        message["To"] = _address(to)
    message["Subject"] = _one_line(words.subject)
    message["Date"] = format_datetime(datetime.combine(day, time(9), UTC))
    message.set_content(words.body, cte="base64")
    for name, content in attachments.items():
        main, sub = PDF if name.endswith(".pdf") else DOCX
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    if message.is_multipart():
        whole = "\n".join([words.subject, words.body, *attachments])
        message.set_boundary(f"=_{sha256(whole.encode()).hexdigest()[:24]}")
    return message.as_bytes()


def _address(person: Mailbox) -> Address:
    return Address(_one_line(person.name), addr_spec=person.address)


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
