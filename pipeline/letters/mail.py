"""Mail drafts as .eml files that open in any mail program; nothing is ever sent from here."""

from __future__ import annotations

import re
from binascii import b2a_base64
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from email.charset import BASE64, Charset
from email.header import Header
from email.utils import encode_rfc2231, format_datetime, formataddr
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePath

from jinja2 import StrictUndefined, Template
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import SandboxedEnvironment
from msgspec import Struct

from pipeline import dutch
from pipeline.letters.fault import NoTemplateError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_KINDS = {
    ".docx": DOCX,
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}
# As strict as adviesraad.toml: an address of a sheet may not bring a second one along.
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+")
_LINE = 76  # characters of base64
_BASE64 = Charset("utf-8")
_BASE64.header_encoding = BASE64  # by itself it tries two ways and keeps the shorter one


class Mailbox(Struct, frozen=True):
    """Someone who sends or gets mail; without `address` the draft leaves the line open."""

    name: str
    address: str = ""

    @property
    def is_reachable(self) -> bool:
        """True when the address is one that a mail can be sent to."""
        return self.address.isascii() and bool(_ADDRESS.fullmatch(self.address))


class MailText(Struct, frozen=True):
    """Subject and body of one mail."""

    subject: str
    body: str


class MailTemplate(Struct, frozen=True):
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
    sender: Mailbox,
    to: Sequence[Mailbox],
    words: MailText,
    attachments: Mapping[str, bytes],
    day: date,
) -> bytes:
    """A draft (RFC 5322, UTF-8, RFC 2231 attachment names).

    The same input gives the same bytes. Line breaks in a name or subject become spaces, and who
    cannot be reached is left out, so that nobody can smuggle in a header or a reader.
    """
    reached = ",\r\n ".join(_address(person) for person in to if person.is_reachable)
    whole = "\n".join([words.subject, words.body, *attachments])
    boundary = f"=_{sha256(whole.encode()).hexdigest()[:24]}"
    head = [
        "X-Unsent: 1",  # Outlook opens such a file as a draft, ready to send
        f"From: {_address(sender)}",
        *([f"To: {reached}"] if reached else []),
        _header("Subject", words.subject),
        f"Date: {format_datetime(datetime.combine(day, time(9), UTC))}",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/mixed; boundary="{boundary}"',
        "",
    ]
    pieces = ["\r\n".join(head), _part(['Content-Type: text/plain; charset="utf-8"'], words.body)]
    for name, content in attachments.items():
        kind = _KINDS.get(PurePath(name).suffix.lower(), "application/octet-stream")
        encoded = encode_rfc2231(_one_line(name), "utf-8")
        disposition = f"Content-Disposition: attachment;\r\n filename*={encoded}"
        pieces.append(_part([f"Content-Type: {kind}", disposition], content))
    message = f"\r\n--{boundary}\r\n".join(pieces)
    return f"{message}\r\n--{boundary}--\r\n".encode("ascii")


def _part(head: Sequence[str], content: str | bytes) -> str:
    data = content.encode() if isinstance(content, str) else content
    whole = b2a_base64(data, newline=False).decode("ascii")
    lines = [whole[start : start + _LINE] for start in range(0, len(whole), _LINE)]
    return "\r\n".join([*head, "Content-Transfer-Encoding: base64", "", *lines])


def _header(name: str, text: str) -> str:
    value = Header(_one_line(text), _BASE64, header_name=name).encode(linesep="\r\n")
    return f"{name}: {value}"


@lru_cache(500)  # the same few people in every letter
def _address(person: Mailbox) -> str:
    name = _one_line(person.name)
    if name.isascii():
        return formataddr((name, person.address))
    encoded = Header(name, _BASE64, header_name="From").encode(linesep="\r\n")
    return f"{encoded}\r\n <{person.address}>"


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
