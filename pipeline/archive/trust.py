"""Trust: the root certificates in input/vertrouwd, by which signatures are judged.

Who may vouch for a certificate is for the council to decide, so nothing is trusted that does not
lie in that folder; the list of the computer, which differs from one to the next, is never asked.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pipeline.errors import PipelineError

Roots = tuple[bytes, ...]  # certificates in DER
_KINDS: Final = frozenset({".pem", ".cer", ".crt", ".der"})
_PEM: Final = b"-----BEGIN "
_PRIVATE: Final = b"PRIVATE KEY-----"
_LARGEST: Final = 1_000_000  # bytes; a list of all root certificates of a country is smaller


class UnreadableRootError(PipelineError):
    """A file in input/vertrouwd holds no certificate."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} {why}.")
        self.hint = (
            "Haal dit bestand uit de map vertrouwd, of zet er het stamcertificaat voor in de plaats "
            "dat de uitgever op zijn website heeft staan (.pem, .cer of .crt). Zonder goede map is "
            "niet te zeggen welke handtekening u vertrouwt. Er is niets gearchiveerd."
        )


def read_roots(folder: Path) -> Roots:
    """The certificates of a folder, each once, in the order of the file names; () without a folder.

    A .pem, .cer, .crt or .der file, as text (PEM, with one certificate or more) or binary (DER).
    Other files are left alone.

    Raises:
        UnreadableRootError: such a file holds no certificate, or a private key.
    """
    if not folder.is_dir():
        return ()
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _KINDS)
    return tuple(dict.fromkeys(one for path in paths for one in _certificates(path)))


def _certificates(path: Path) -> list[bytes]:
    from cryptography import x509  # noqa: PLC0415 -- heavy, and most councils have no such files
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415

    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise UnreadableRootError(path, "is niet te openen") from error
    if len(data) > _LARGEST:
        raise UnreadableRootError(path, "is te groot voor een certificaat")
    if _PRIVATE in data:
        raise UnreadableRootError(path, "bevat een privésleutel, en die hoort hier niet")
    try:
        found = (
            x509.load_pem_x509_certificates(data)
            if _PEM in data
            else [x509.load_der_x509_certificate(data)]
        )
        return [certificate.public_bytes(Encoding.DER) for certificate in found]
    except ValueError as error:
        raise UnreadableRootError(path, "is geen leesbaar certificaat") from error
