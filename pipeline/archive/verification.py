"""Verification: the record of what was checked, for screen, archivist and layman in twenty years.

The Archiefregeling (article 24) asks four facts of a digital signature: the holder, the moment and
the outcome of the validation, who was responsible for it, and the certificate. They stand in the
JSON under the same names as in the text.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from pipeline import __version__, dutch
from pipeline.archive.signature_words import moment
from pipeline.archive.values import Evidence, Match, Part, Signature

VERSION: Final = 1
_WIDTH: Final = 78
_PROGRAM: Final = f"adviesbrieven {__version__}"
_BY_CODE: Final = "de code op de bladzijden"
_BY_PERSON: Final = "een persoon (--als)"


def as_json(
    evidence: Evidence, match: Match, now: datetime, verantwoordelijk: str
) -> Mapping[str, object]:
    """The record for programs; moments are ISO 8601 with their zone, hashes bear their name.

    `now` is the moment of the check, `verantwoordelijk` who answers for it: the council.
    """
    letter = match.letter
    return {
        "versie": VERSION,
        "kenmerk": letter.kenmerk,
        "code": letter.hash,
        "versienummer": letter.versienummer,
        "onderwerp": letter.onderwerp,
        "briefdatum": letter.briefdatum.isoformat(),
        "gecontroleerd_op": now.isoformat(timespec="seconds"),
        "verantwoordelijk": verantwoordelijk,
        "programma": _PROGRAM,
        "ontvangen": [_received(part) for part in match.parts],
        "herkend": {
            "aan": _BY_PERSON if match.by_person else _BY_CODE,
            "bladzijden_geteld": match.is_counted,
            "opmerkingen": list(match.remarks),
        },
        "ondertekenaar_volgens_brief": evidence.signer or None,
        "handtekeningen": [_signature(one, now, verantwoordelijk) for one in evidence.signatures],
        "tekst": {
            "vergeleken": evidence.is_compared,
            "verschillen": list(evidence.differences),
        },
        "bevindingen": list(evidence.sentences),
        "waarschuwingen": list(evidence.warnings),
        "geweigerd": evidence.refusal or None,
    }


def as_text(evidence: Evidence, match: Match, now: datetime, verantwoordelijk: str) -> str:
    """The same record as plain Dutch text, in lines of at most 78 characters."""
    letter = match.letter
    lines = [
        f"Verslag van de controle van {letter.kenmerk}",
        "",
        *_wrapped(f"Onderwerp: {letter.onderwerp}"),
        f"Datum van de brief: {dutch.day(letter.briefdatum)}",
        f"Code van de brief: {letter.kenmerk}:{letter.hash} (versie {letter.versienummer})",
        f"Gecontroleerd op: {moment(now)}",
        *_wrapped(f"Verantwoordelijk voor de controle: {verantwoordelijk}"),
        f"Programma: {_PROGRAM}",
        *_section("Wat er is ontvangen", _files(match)),
        *_section("Hoe de brief is herkend", _recognised(match)),
        *_section("Wat er is gecontroleerd", evidence.sentences),
        *_section("Verschillen met de brief zoals die is gemaakt", evidence.differences),
        *_section("Waarschuwingen", evidence.warnings),
    ]
    for number, one in enumerate(evidence.signatures, start=1):
        lines += _section(f"Handtekening {number}", _facts(one, now, verantwoordelijk))
    if evidence.refusal:
        lines += _section("Niet gearchiveerd", (evidence.refusal,))
    return "\n".join([*lines, ""])


def outcome(signature: Signature) -> str:
    """The outcome of the validation of a signature, in a few words."""
    if signature.fault or not signature.is_intact:
        return "ongeldig"
    if signature.is_trusted is None:
        return "ongeschonden; vertrouwen in het certificaat niet nagegaan"
    if signature.is_trusted:
        return "ongeschonden en vertrouwd"
    return "ongeschonden; certificaat niet als betrouwbaar herkend"


def _received(part: Part) -> Mapping[str, object]:
    handed = part.handed
    return {
        "naam": handed.path.name,
        "vorm": handed.vorm.value,
        "bytes": handed.size,
        "sha512": f"sha512:{handed.sha512}",
        "bladzijden": list(part.pages),
        "codes": [
            {"bladzijde": page.number, "codes": [str(code) for code in page.codes]}
            for page in handed.pages
            if page.codes
        ],
    }


def _signature(one: Signature, now: datetime, verantwoordelijk: str) -> Mapping[str, object]:
    return {
        "houder": one.holder,
        "gezet_op": one.at.isoformat() if one.at else None,
        "gezet_volgens": _clock(one),
        "ongeschonden": one.is_intact,
        "hele_bestand": one.covers_all,
        "gebrek": one.fault or None,
        "validatie": {
            "moment": now.isoformat(timespec="seconds"),
            "uitkomst": outcome(one),
            "vertrouwd": one.is_trusted,
            "verantwoordelijk": verantwoordelijk,
        },
        "certificaat": {
            "uitgever": one.issuer,
            "serienummer": one.serial,
            "sha256": f"sha256:{one.certificate}" if one.certificate else None,
            "geldig_van": one.valid_from.isoformat() if one.valid_from else None,
            "geldig_tot": one.valid_until.isoformat() if one.valid_until else None,
        },
    }


def _clock(one: Signature) -> str | None:
    if one.at is None:
        return None
    return "tijdstempel" if one.is_time_certified else "klok van de ondertekenaar"


def _files(match: Match) -> Iterator[str]:
    for part in match.parts:
        handed = part.handed
        pages = dutch.count(len(part.pages), "bladzijde", "bladzijden")
        yield f"{handed.path.name} ({handed.vorm.value}, {handed.size} bytes, {pages})"
        yield f"sha512 {handed.sha512[:64]}\n       {handed.sha512[64:]}"


def _recognised(match: Match) -> Iterator[str]:
    yield f"Aan {_BY_PERSON if match.by_person else _BY_CODE}."
    yield from match.remarks


def _facts(one: Signature, now: datetime, verantwoordelijk: str) -> Iterator[str]:
    yield f"Houder: {one.holder}"
    if one.at is not None:
        yield f"Gezet op: {moment(one.at)} ({_clock(one)})"
    yield f"Uitkomst van de controle: {outcome(one)}"
    yield f"Gecontroleerd op {moment(now)} door {verantwoordelijk} met {_PROGRAM}"
    yield f"Uitgever van het certificaat: {one.issuer}"
    if one.certificate:
        yield f"Serienummer: {one.serial}"
        yield f"sha256 van het certificaat: {one.certificate}"
    if one.valid_from and one.valid_until:
        yield (
            f"Certificaat geldig van {dutch.day(one.valid_from.date())} tot en met "
            f"{dutch.day(one.valid_until.date())}"
        )


def _section(title: str, sentences: Iterator[str] | tuple[str, ...]) -> list[str]:
    """A heading with its sentences, a dash each; nothing at all when there are none."""
    told = [line for sentence in sentences for line in _item(sentence)]
    return ["", title, "-" * len(title), *told] if told else []


def _item(sentence: str) -> list[str]:
    first, *rest = sentence.split("\n")  # a hash stays as it is broken
    return [*_wrapped(f"- {first}", "  "), *(f"  {line}" for line in rest)]


def _wrapped(text: str, later: str = "    ") -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, subsequent_indent=later, break_long_words=False, break_on_hyphens=False
    )
