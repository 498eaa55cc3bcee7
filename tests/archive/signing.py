"""A little world of certificates, and PDFs signed with them: all fictional and made on the spot."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
SIGNED_AT = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
LINES = (
    ("Geacht college,", "Wij adviseren u om 12 banen te maken.", "Vera Voorbeeld", "voorzitter"),
    ("Bijlage 1", "Er is € 20.000 nodig, en dat is niet veel."),
)


@dataclass(frozen=True)
class Identity:
    """A certificate with its key, and who vouches for it."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def as_asn1(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.der)

    @property
    def key_as_asn1(self) -> asn1_keys.PrivateKeyInfo:
        raw = self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return asn1_keys.PrivateKeyInfo.load(raw)

    @property
    def store(self) -> SimpleCertificateStore:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # not annotated there
        for one in (self.certificate, *self.chain):
            store.register(asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)))
        return store


@cache
def authority(name: str = "Voorbeeld Stamcertificaat") -> Identity:
    return _identity(name, is_authority=True)


@cache
def chair(
    name: str = "Vera Voorbeeld",
    start: datetime = datetime(2026, 1, 1, tzinfo=UTC),
    end: datetime = datetime(2028, 1, 1, tzinfo=UTC),
    usage: str = "sign",
) -> Identity:
    return _identity(name, authority(), start=start, end=end, usage=usage)


@cache
def self_made(name: str = "Vera Voorbeeld") -> Identity:
    return _identity(name)


@cache
def stamper(issuer: str = "") -> Identity:
    vouches = authority(issuer) if issuer else authority()
    return _identity("Voorbeeld Tijdstempels", vouches, usage="time")


def pdf(pages: Sequence[Sequence[str]] = LINES) -> bytes:
    """A small PDF with these lines on its pages."""
    document = pikepdf.new()
    font = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )
    for lines in pages:
        page = document.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = document.make_stream(text(lines))
    saved = io.BytesIO()
    document.save(saved, deterministic_id=True, compress_streams=False)
    return saved.getvalue()


def text(lines: Sequence[str], top: int = 760) -> bytes:
    """The drawing of lines of text below each other."""
    shown = b"".join(
        b"(" + line.encode("cp1252").translate(None, b"()\\") + b") Tj T* " for line in lines
    )
    return f"BT /F1 11 Tf 14 TL 70 {top} Td ".encode() + shown + b"ET\n"


def signed(
    content: bytes,
    who: Identity | None = None,
    field: str = "Handtekening1",
    *,
    at: datetime = SIGNED_AT,
    stamped_by: Identity | None = None,
    box: tuple[int, int, int, int] | None = None,
    digest: str = "sha256",
    subfilter: SigSeedSubFilter = SigSeedSubFilter.PADES,
) -> bytes:
    """The PDF signed by somebody, as an update behind what was there."""
    who = who or chair()
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    append_signature_field(writer, SigFieldSpec(field, box=box, on_page=0))
    signer = signers.SimpleSigner(
        signing_cert=who.as_asn1, signing_key=who.key_as_asn1, cert_registry=who.store
    )
    meta = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm=digest, subfilter=subfilter, name=None
    )
    time_stamps = stamped_by and DummyTimeStamper(
        stamped_by.as_asn1, stamped_by.key_as_asn1, stamped_by.store, fixed_dt=SIGNED_AT
    )
    made = ClockedSigner(meta, signer, timestamper=time_stamps, at=at).sign_pdf(
        writer, existing_fields_only=True
    )
    return bytes(made.getbuffer())


def archived(content: bytes) -> bytes:
    """The file with a time stamp of its own behind all signatures, as archives add."""
    who = stamper()
    time_stamper = DummyTimeStamper(
        who.as_asn1, who.key_as_asn1, who.store, fixed_dt=SIGNED_AT + timedelta(days=1)
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    made = signers.PdfTimeStamper(time_stamper).timestamp_pdf(writer, "sha256")
    return bytes(made.getbuffer())


class ClockedSigner(signers.PdfSigner):
    """Signs on a computer of which the clock stands at a moment."""

    def __init__(self, *settings: Any, at: datetime, **others: Any) -> None:
        super().__init__(*settings, **others)
        self._at = at

    def init_signing_session(self, *settings: Any, **others: Any) -> Any:
        session = super().init_signing_session(*settings, **others)
        session.system_time = self._at
        return session


def folder_of(tmp: Path, *who: Identity) -> Path:
    """A folder with root certificates."""
    folder = tmp / "vertrouwd"
    folder.mkdir(exist_ok=True)
    for number, one in enumerate(who):
        (folder / f"stam{number}.pem").write_bytes(one.pem)
    return folder


def _identity(
    name: str,
    issuer: Identity | None = None,
    *,
    is_authority: bool = False,
    start: datetime = datetime(2020, 1, 1, tzinfo=UTC),
    end: datetime = datetime(2036, 1, 1, tzinfo=UTC),
    usage: str = "sign",
) -> Identity:
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey = ec.generate_private_key(ec.SECP256R1())
    if usage == "time":  # the stamper of pyHanko knows no other
        key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "NL"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=usage == "time",
                content_commitment=usage == "sign" and not is_authority,
                key_encipherment=usage == "encrypt",
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=is_authority,
                crl_sign=is_authority,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
    )
    if usage == "time":
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
        )
    if issuer is not None:
        # Addresses that a careless program would visit.
        places = [
            x509.AccessDescription(
                AuthorityInformationAccessOID.OCSP,
                x509.UniformResourceIdentifier("http://ocsp.example/"),
            ),
            x509.AccessDescription(
                AuthorityInformationAccessOID.CA_ISSUERS,
                x509.UniformResourceIdentifier("http://ca.example/stam.cer"),
            ),
        ]
        builder = builder.add_extension(x509.AuthorityInformationAccess(places), critical=False)
    made = builder.sign(issuer.key if issuer else key, hashes.SHA256())
    return Identity(made, key, (issuer.certificate,) if issuer else ())
