"""Signature: what the digital signatures in a PDF are worth, without asking a network.

pyHanko does the arithmetic. Its own verdict is too lenient for an archive, so more is demanded
here: a signature counts when it is intact, when it stands where it says it stands, and when
nothing came behind it but other signatures and their proofs. Revocation is never asked for, and
never fetched: that would tell the outside world what is filed, and no two runs would agree.
"""

from __future__ import annotations

import io
import logging
from datetime import datetime
from typing import Final

from asn1crypto import parser, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from msgspec import Struct
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from pipeline.archive import signature_words as words
from pipeline.archive.damaged import BROKEN
from pipeline.archive.traces import count_traces
from pipeline.archive.trust import Roots
from pipeline.archive.values import Signature

for _name in ("pyhanko", "pyhanko_certvalidator"):
    # They warn on the screen, in English, of what stands in our own sentences already.
    logging.getLogger(_name).addHandler(logging.NullHandler())

_UNSOUND: Final = (PdfError, InvalidSignature, UnsupportedAlgorithm, *BROKEN)
Anchors = tuple[x509.Certificate, ...]
_TIME_STAMP: Final = "/DocTimeStamp"
_HARMLESS: Final = frozenset(
    {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING}
)
_WEAK: Final = frozenset({"md2", "md5", "sha1"})
_NOTHING: Final = b"\0\t\n\f\r "  # what a mail server or a disk may leave behind a file
_FOR_SIGNING: Final = frozenset({"non_repudiation", "digital_signature"})


class _Document(Struct, frozen=True):
    """A PDF, and those of its fields that bear a signature."""

    content: bytes
    reader: PdfFileReader
    fields: frozenset[str]


def signatures(pdf: bytes, roots: Roots, now: datetime) -> tuple[Signature, ...]:
    """Every signature in a PDF, the oldest first; () for a PDF that nobody signed digitally.

    `roots` are the certificates that the council trusts (trust.read_roots), `now` is the moment
    of the check, with its time zone. A signature that was flattened or printed away leaves no
    trace, and such a file is simply one without a signature.

    Raises:
        DamagedPdfError: the file cannot be read as a PDF.
        ValueError: `now` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("the moment of the check needs its time zone")
    traces = count_traces(pdf)
    if not traces:
        return ()
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        if reader.encrypted:
            reader.decrypt(b"")
        found = list(enumerate_sig_fields(reader, filled_status=True))
    except _UNSOUND:
        return (words.unverifiable(words.UNREADABLE),)
    document = _Document(pdf, reader, frozenset(name for name, _, _ in found))
    anchors = tuple(map(x509.Certificate.load, roots))
    judged: list[tuple[int, Signature]] = []
    for name, _, field in found:
        try:
            one = EmbeddedPdfSignature(reader, field, name)
            if one.sig_object_type == _TIME_STAMP:
                continue
            signature, about = _judge(one, document, anchors, now)
        except _UNSOUND:
            judged.append((-1, words.unverifiable(words.UNKNOWN_FORM)))
        else:
            told = words.with_sentences(signature, about, now)
            judged.append((one.signed_revision, told))
    if traces > len(found):
        judged.append((-1, words.unverifiable(words.TAKEN_OUT)))
    return tuple(signature for _, signature in sorted(judged, key=lambda pair: pair[0]))


def _judge(
    one: EmbeddedPdfSignature, document: _Document, roots: Anchors, now: datetime
) -> tuple[Signature, words.Certificate]:
    status = _validated(one, roots, now)
    stamp = status.timestamp_validity
    is_certified = stamp is not None and _holds(stamp, roots)
    if is_certified and roots and stamp is not None:
        # The certificate has to be good on the day that is proven, not on the day of the check.
        status = _validated(one, roots, stamp.timestamp)
    at = stamp.timestamp if is_certified and stamp else status.signer_reported_dt
    if at is not None and at.tzinfo is None:
        at = at.replace(tzinfo=words.DUTCH_TIME)  # some programs write the hour and no more
    certificate = status.signing_cert
    is_intact = bool(status.intact and status.valid)
    fault = _fault(one, status, document)
    signature = Signature(
        holder=words.name_of(certificate.subject),
        at=at,
        is_time_certified=is_certified,
        is_intact=is_intact,
        covers_all=is_intact and not fault,
        is_trusted=bool(status.trusted) if roots else None,
        issuer=words.name_of(certificate.issuer),
        serial=f"{certificate.serial_number:X}",
        certificate=certificate.sha256.hex(),
        valid_from=certificate.not_valid_before,
        valid_until=certificate.not_valid_after,
        fault=fault,
    )
    about = words.Certificate(
        is_self_made=certificate.self_issued,
        is_for_signing=_is_for_signing(certificate),
        is_revoked=bool(status.revoked),
        stamped_by=words.name_of(stamp.signing_cert.subject) if stamp else "",
        is_followed=status.coverage != SignatureCoverageLevel.ENTIRE_FILE,
    )
    return signature, about


def _validated(one: EmbeddedPdfSignature, roots: Anchors, moment: datetime) -> PdfSignatureStatus:
    # An empty list trusts nobody; None would trust whatever this computer trusts.
    context = ValidationContext(trust_roots=list(roots), moment=moment, allow_fetching=False)
    has_usage = one.signer_cert.key_usage_value is not None
    usage = KeyUsageConstraints(key_usage=_FOR_SIGNING if has_usage else frozenset())
    return validate_pdf_signature(one, context, context, key_usage_settings=usage)


def _holds(stamp: TimestampSignatureStatus, roots: Anchors) -> bool:
    """True when a time stamp proves its time; where roots are given, one of them must vouch."""
    return bool(stamp.intact and stamp.valid and (stamp.trusted or not roots))


def _is_for_signing(certificate: x509.Certificate) -> bool:
    usage = certificate.key_usage_value
    return usage is None or bool(_FOR_SIGNING & set(usage.native))


def _fault(one: EmbeddedPdfSignature, status: PdfSignatureStatus, document: _Document) -> str:
    """Why a signature does not count, in Dutch; "" when it does."""
    if fault := _misplaced(one, document.content):
        return fault
    if not status.intact or not status.valid:
        return words.CHANGED if status.valid else words.FORGED
    if status.md_algorithm in _WEAK:
        return words.weak(status.md_algorithm)
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return ""
    return _followed(one, status, document)


def _followed(one: EmbeddedPdfSignature, status: PdfSignatureStatus, document: _Document) -> str:
    """What is wrong with what came behind a signature; "" for other signatures and proofs."""
    result = status.diff_result
    is_whole = status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
    reader = document.reader
    is_last = one.signed_revision == reader.xrefs.total_revisions - 1
    if is_last and document.content[_end(one) :].strip(_NOTHING):
        return _extended(one, document)
    # Two programs can read a hybrid file differently, and only one of the two was signed.
    is_plain = not reader.xrefs.hybrid_xrefs_present
    if not (isinstance(result, DiffResult) and is_whole and is_plain):
        return _extended(one, document)
    if result.modification_level not in _HARMLESS:
        return _extended(one, document)
    # A letter is no form: what is filled in after signing was not signed.
    filled = sorted(result.changed_form_fields - document.fields)
    return words.filled_in(filled) if filled else ""


def _misplaced(one: EmbeddedPdfSignature, content: bytes) -> str:
    """Looks whether the hole in the signed bytes is the signature itself and nothing else."""
    numbers = [int(number) for number in one.byte_range]
    if len(numbers) != 4 or min(numbers) < 0 or numbers[0] != 0:  # noqa: PLR2004 -- two ranges
        return words.RESAVED
    _, start, end, rest = numbers
    if end + rest > len(content):
        return words.CUT_OFF if _is_hole(content[start:end], one) else words.RESAVED
    return "" if _is_hole(content[start:end], one) else words.RESAVED


def _is_hole(hole: bytes, one: EmbeddedPdfSignature) -> bool:
    if hole[:1] != b"<" or hole[-1:] != b">":
        return False
    try:
        held = bytes.fromhex(hole[1:-1].decode("ascii"))
        end = parser.peek(held)
    except ValueError:
        return False
    # What is reserved and not used is zeros, else something hides in it.
    return held == one.pkcs7_content and not held[end:].strip(b"\0")


def _end(one: EmbeddedPdfSignature) -> int:
    """Where the signed bytes end."""
    return int(one.byte_range[2]) + int(one.byte_range[3])


def _extended(one: EmbeddedPdfSignature, document: _Document) -> str:
    """What came behind a signature, as far as a layman would call it something."""
    before = document.reader.get_historical_root(one.signed_revision)
    try:
        was, now = int(before["/Pages"]["/Count"]), int(document.reader.root["/Pages"]["/Count"])
    except _UNSOUND:
        return words.EXTENDED
    return words.EXTENDED if was == now else words.other_pages(was, now)
