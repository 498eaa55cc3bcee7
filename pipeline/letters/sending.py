"""Sending: the mail drafts that take a signed letter out of the house, one a reader.

What is confidential goes to the college alone, each bijlage in a draft of its own: a copy or a
mail to the leden can never carry it along. Nothing is sent, and nothing is written here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from pipeline import dutch
from pipeline.council import Raad
from pipeline.letters import mail, mailtexts, prose
from pipeline.letters.appendices import public_names
from pipeline.letters.mail import Mailbox, MailTemplate
from pipeline.model import Bestuursadviseur, Dossier

Files = Mapping[str, bytes]
_LAWS = (("wmo", "de Wmo"), ("jeugd", "de Jeugdwet"))


class Parcel(Struct, frozen=True):
    """What goes out, by file name."""

    signed: Files  # the signed letter, as it came back from the voorzitter
    copies: Files  # the copies, as they stand in the kenmerk folder
    bijlagen: Files  # by the name that the dossier knows them by; which are public it tells


class Sending(Struct, frozen=True):
    """The drafts by file name, and what the secretary must do beside them."""

    drafts: Files
    sentences: tuple[str, ...]


class _Draft(Struct, frozen=True):
    """One draft to be."""

    name: str  # after "<kenmerk>-mail-"
    text: str  # which of templates/*.txt
    to: tuple[Mailbox, ...]
    values: Mapping[str, str]
    attachments: Files


def drafts(
    kenmerk: str, d: Dossier, raad: Raad, parcel: Parcel, *, templates: Path, day: date
) -> Sending:
    """The drafts for a letter that was signed; the same input gives the same bytes.

    Raises:
        NoTemplateError: a mail text is missing or holds a mistake.
    """
    known = public_names(d)
    public = {name: content for name, content in parcel.bijlagen.items() if name in known}
    secret = {name: content for name, content in parcel.bijlagen.items() if name not in known}
    letter = {**parcel.signed, **public}
    planned = (
        *_to_college(raad, letter, secret),
        *_copies(kenmerk, d, raad, parcel.copies, letter),
        *_to_sisters(d, raad, letter),
        *_to_members(raad, letter, day),
    )
    always = {
        "kenmerk": kenmerk,
        "onderwerp": d.advies.onderwerp.answer or "",
        "raad": raad.naam,
        "termijn": prose.termijn(raad.brief.reactietermijn_weken),
        "aanhef": raad.brief.aanhef,
    }
    sender = Mailbox(raad.naam, raad.email)
    made: dict[str, bytes] = {}
    for one in planned:
        if isinstance(one, _Draft):
            values = {**always, **one.values}
            asked = {name: values[name] for name in mailtexts.MAILS[one.text][1]}
            words = MailTemplate.read(templates / one.text).fill(asked)
            name = f"{kenmerk}-mail-{one.name}.eml"
            made[name] = mail.draft(sender, one.to, words, one.attachments, day)
    return Sending(made, tuple(one for one in planned if isinstance(one, str)))


def _to_college(raad: Raad, letter: Files, secret: Files) -> Iterator[_Draft | str]:
    college = Mailbox(raad.college[0], raad.brief.email_college or "")
    yield _Draft("college", mailtexts.COLLEGE, (college,), {}, letter)
    for number, (name, content) in enumerate(sorted(secret.items()), start=1):
        part = _numbered("college-vertrouwelijk", number)
        yield _Draft(part, mailtexts.VERTROUWELIJK, (college,), {}, {name: content})
    if not college.is_reachable:
        yield (
            "Het e-mailadres van het college is niet bekend. Vul het zelf in de mail in, of zet "
            "het in input/adviesraad.toml bij [brief]: email_college."
        )


def _copies(
    kenmerk: str, d: Dossier, raad: Raad, copies: Files, letter: Files
) -> Iterator[_Draft | str]:
    seen: Counter[str] = Counter()
    for adviseur in d.bestuursadviseurs:
        if not adviseur.naam.is_filled:
            continue
        slug = dutch.slug(adviseur.naam.value)
        seen[slug] += 1
        part = _numbered(f"kopie-{slug}", seen[slug])
        box = Mailbox(adviseur.naam.value, adviseur.email.answer or "")
        if box.is_reachable:
            own = _copy(f"{kenmerk}-{part}", copies)
            values = {"naam": box.name, "kopie_voor": _copy_for(adviseur)}
            yield _Draft(part, mailtexts.KOPIE, (box,), values, {**own, **letter})
        else:
            known = raad.bestuursadviseur(box.name)
            yield _by_post([box.name], known.adres if known else None)


def _copy(stem: str, copies: Files) -> Files:
    """The PDF of a copy, or its Word file where no LibreOffice made a PDF."""
    name = next((name for name in (f"{stem}.pdf", f"{stem}.docx") if name in copies), None)
    return {name: copies[name]} if name else {}


def _copy_for(adviseur: Bestuursadviseur) -> str:
    """The same line as in the letter."""
    who = ", ".join(part for part in (adviseur.naam.value, adviseur.functie.answer) if part)
    return f"Kopie voor {who}"


def _to_sisters(d: Dossier, raad: Raad, letter: Files) -> Iterator[_Draft | str]:
    touched = {"wmo": d.raakvlak.wmo.answer, "jeugd": d.raakvlak.jeugd.answer}
    seen: Counter[str] = Counter()
    for zusterraad in raad.zusterraden:
        laws = [law for word, law in _LAWS if touched[word] and word in zusterraad.onderwerpen]
        if not laws:
            continue
        slug = dutch.slug(zusterraad.naam, 25)
        seen[slug] += 1
        box = Mailbox(zusterraad.contactpersoon or zusterraad.naam, zusterraad.email or "")
        if box.is_reachable:
            part = _numbered(f"zusterraad-{slug}", seen[slug])
            values = {"naam": box.name, "raakt": dutch.join(laws)}
            yield _Draft(part, mailtexts.ZUSTERRAAD, (box,), values, letter)
        else:
            yield _by_post([f"de {zusterraad.naam}"])


def _to_members(raad: Raad, letter: Files, day: date) -> Iterator[_Draft | str]:
    boxes = [Mailbox(lid.naam, lid.email or "") for lid in raad.leden_op(day)]
    reached = tuple(box for box in boxes if box.is_reachable)
    if reached:
        yield _Draft("leden", mailtexts.LEDEN, reached, {}, letter)
    if lost := [box.name for box in boxes if not box.is_reachable]:
        yield _by_post(lost)


def _numbered(part: str, number: int) -> str:
    """A name that two of one name do not share, numbered as the copies in the kenmerk folder."""
    return f"{part}-{number}" if number > 1 else part


def _by_post(names: Sequence[str], address: str | None = None) -> str:
    where = f" Adres: {address}." if address else ""
    return (
        f"Stuur de brief per post aan {dutch.join(names)}: een bruikbaar e-mailadres is niet "
        f"bekend.{where}"
    )
