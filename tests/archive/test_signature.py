from __future__ import annotations

import io
import random
import re
import socket
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.sign.fields import SigSeedSubFilter

from pipeline.archive.damaged import DamagedPdfError
from pipeline.archive.signature import signatures
from pipeline.archive.trust import UnreadableRootError, read_roots
from pipeline.archive.values import Signature
from tests.archive.attacks import (
    FORGERIES,
    UPDATES,
    Change,
    filled_in,
    hole,
    signed_again_by,
    updated,
    with_form,
)
from tests.archive.signing import (
    NOW,
    SIGNED_AT,
    archived,
    authority,
    chair,
    folder_of,
    pdf,
    self_made,
    signed,
    stamper,
)


def roots() -> tuple[bytes, ...]:
    return (authority().der,)


def only(content: bytes, trusted: tuple[bytes, ...] = ()) -> Signature:
    (one,) = signatures(content, trusted, NOW)
    return one


def counts(one: Signature) -> bool:
    return one.is_intact and one.covers_all and not one.fault


def test_a_pdf_that_nobody_signed_has_no_signatures() -> None:
    assert signatures(pdf(), roots(), NOW) == ()


def test_a_signature_is_told_in_three_sentences() -> None:
    one = only(signed(pdf()), roots())
    assert one.melding == (
        (
            "De handtekening is van Vera Voorbeeld, gezet op 23 november 2026 om 14.05 uur volgens de "
            "klok van de computer waarop is getekend."
        ),
        "Het hele bestand is sinds het ondertekenen niet veranderd.",
        (
            "Het certificaat is uitgegeven door Voorbeeld Stamcertificaat en hoort bij een certificaat "
            "dat u vertrouwt (map vertrouwd)."
        ),
    )
    assert counts(one)
    assert one.is_trusted is True


def test_the_facts_of_the_archiefregeling_are_there() -> None:
    one = only(signed(pdf()))
    certificate = chair().as_asn1
    assert one.holder == "Vera Voorbeeld"
    assert one.at == SIGNED_AT
    assert one.issuer == "Voorbeeld Stamcertificaat"
    assert int(one.serial, 16) == certificate.serial_number
    assert one.certificate == certificate.sha256.hex()
    assert one.valid_from == datetime(2026, 1, 1, tzinfo=UTC)
    assert one.valid_until == datetime(2028, 1, 1, tzinfo=UTC)


def test_without_roots_trust_is_unknown_and_said_so() -> None:
    one = only(signed(pdf()))
    assert one.is_trusted is None
    assert one.melding[2] == (
        "Het certificaat is uitgegeven door Voorbeeld Stamcertificaat; of dat te vertrouwen is, is "
        "niet nagegaan, want er staat geen certificaat in de map vertrouwd."
    )


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (
            lambda: signed(pdf(), chair(end=datetime(2026, 11, 1, tzinfo=UTC))),
            "; het was bij het ondertekenen al verlopen (1 november 2026).",
        ),
        (
            lambda: signed(pdf(), chair(end=datetime(2026, 11, 30, tzinfo=UTC))),
            "; het is sinds 30 november 2026 verlopen.",
        ),
        (
            lambda: signed(pdf(), chair(start=datetime(2026, 11, 29, tzinfo=UTC))),
            "; het geldt pas vanaf 29 november 2026.",
        ),
        (
            lambda: signed(pdf(), chair(usage="encrypt")),
            "; het is niet bedoeld om mee te ondertekenen.",
        ),
        (lambda: signed(pdf(), self_made()), "niet als betrouwbaar te herkennen."),
    ],
    ids=["verlopen", "inmiddels verlopen", "nog niet geldig", "verkeerd doel", "zelf gemaakt"],
)
def test_a_certificate_with_a_defect_is_named(content: Callable[[], bytes], ending: str) -> None:
    one = only(content(), roots())
    assert counts(one)
    assert one.melding[2].endswith(ending)
    assert one.is_trusted is False or "nog niet" in ending or "geldt pas" in ending


def test_an_unknown_authority_of_the_same_name_is_not_trusted() -> None:
    one = only(signed(pdf()), (authority("Voorbeeld Stamcertificaat ").der,))
    assert counts(one)
    assert one.is_trusted is False


def test_a_council_may_trust_a_certificate_that_the_voorzitter_made() -> None:
    one = only(signed(pdf(), self_made()), (self_made().der,))
    assert counts(one)
    assert one.is_trusted is True


def test_a_time_stamp_gives_the_time_and_outlives_the_certificate() -> None:
    brief = chair(end=datetime(2026, 11, 30, tzinfo=UTC))
    one = only(
        signed(pdf(), brief, at=datetime(2020, 1, 1, tzinfo=UTC), stamped_by=stamper()), roots()
    )
    assert one.is_time_certified
    assert one.at == SIGNED_AT
    assert one.is_trusted is True
    assert one.melding[0] == (
        "De handtekening is van Vera Voorbeeld, gezet op 23 november 2026 om 14.05 uur volgens een "
        "tijdstempel van Voorbeeld Tijdstempels."
    )


def test_a_time_stamp_of_a_stranger_proves_nothing_once_there_are_roots() -> None:
    content = signed(pdf(), stamped_by=stamper("Andere uitgever"))
    assert only(content).is_time_certified
    assert not only(content, roots()).is_time_certified


def test_adobes_older_form_is_read_too() -> None:
    one = only(signed(pdf(), subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED), roots())
    assert counts(one)
    assert one.at == SIGNED_AT


def test_broken_arithmetic_proves_nothing() -> None:
    one = only(signed(pdf(), digest="sha1"), roots())
    assert one.fault == (
        "De handtekening gebruikt een verouderde techniek (SHA1) die na te maken is, en bewijst "
        "daarom niets."
    )


def test_a_second_signature_behind_the_first_leaves_it_whole() -> None:
    both = signatures(signed_again_by("Bram Beleid")(signed(pdf())), roots(), NOW)
    assert [one.holder for one in both] == ["Vera Voorbeeld", "Bram Beleid"]
    assert all(counts(one) for one in both)
    assert both[0].melding[1] == (
        "De inhoud is sinds het ondertekenen niet veranderd; er kwam alleen een handtekening of "
        "een bewijs ervan bij."
    )


def test_a_signature_in_sight_counts_as_well() -> None:
    assert counts(only(signed(pdf(), box=(70, 600, 250, 650)), roots()))


def test_a_time_stamp_on_the_file_is_no_signature_and_leaves_it_whole() -> None:
    content = archived(signed(pdf()))
    one = only(content, roots())
    assert one.holder == "Vera Voorbeeld"
    assert counts(one)


def test_a_name_plays_no_tricks_on_the_screen() -> None:
    one = only(signed(pdf(), chair("Vera\u202e\x1b[31m Voor\nbeeld")))
    assert one.holder == "Vera[31m Voor beeld"


@pytest.mark.parametrize("change", UPDATES.values(), ids=UPDATES.keys())
def test_what_is_added_behind_a_signed_file_is_found(change: Change) -> None:
    found = signatures(updated(signed(pdf()), change), roots(), NOW)
    assert any(one.fault for one in found)


@pytest.mark.parametrize("change", UPDATES.values(), ids=UPDATES.keys())
def test_it_is_found_too_when_somebody_signs_behind_it(change: Change) -> None:
    content = signed_again_by("Stef Sjabloon")(updated(signed(pdf()), change))
    assert any(one.fault for one in signatures(content, roots(), NOW))


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_or_resaved_file_is_found(forge: Callable[[bytes], bytes]) -> None:
    original = signed(pdf())
    content = forge(original)
    assert content != original
    try:
        found = signatures(content, roots(), NOW)
    except DamagedPdfError:
        return
    assert any(one.fault for one in found)


def test_white_space_behind_the_end_changes_nothing() -> None:
    assert counts(only(signed(pdf()) + b"\r\n \0"))


@pytest.mark.parametrize(
    ("forge", "fault"),
    [
        (
            FORGERIES["opnieuw bewaard"],
            (
                "Het bestand is na het ondertekenen opnieuw bewaard, zodat de handtekening niet meer "
                "klopt. Vraag het bestand zoals het is ondertekend."
            ),
        ),
        (
            FORGERIES["woorden in de bytes"],
            "De inhoud van het bestand is na het ondertekenen veranderd.",
        ),
        (
            lambda content: updated(content, UPDATES["een bladzijde erbij"]),
            (
                "Na het ondertekenen zijn er bladzijden bijgekomen of weggehaald: ondertekend is een "
                "bestand van 2 bladzijden, nu zijn het er 3."
            ),
        ),
        (
            lambda content: updated(content, UPDATES["een opmerking"]),
            (
                "Na het ondertekenen is er iets in het bestand veranderd of erbij gezet: tekst, een "
                "opmerking of een stempel."
            ),
        ),
        (
            lambda content: updated(content, UPDATES["het veld weg"]),
            "Er is een handtekening uit dit bestand gehaald of vervangen.",
        ),
    ],
)
def test_the_reason_is_told(forge: Callable[[bytes], bytes], fault: str) -> None:
    assert only(forge(signed(pdf())), roots()).fault == fault


def test_what_is_filled_in_after_signing_was_not_signed() -> None:
    content = updated(signed(with_form()), filled_in)
    assert only(content, roots()).fault == (
        "Na het ondertekenen is er iets ingevuld in het bestand (veld bedrag)."
    )


def test_every_changed_byte_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    content = signed(pdf())
    start, end = hole(content)
    dice = random.Random(6)  # noqa: S311 -- the same bytes every time
    regions = {
        "voor de handtekening": [dice.randrange(start) for _ in range(150)],
        "achter de handtekening": [dice.randrange(end, len(content)) for _ in range(60)],
        "de haken eromheen": [start, end - 1],
        "de handtekening": [dice.randrange(start + 1, end - 1) for _ in range(200)],
    }
    found: Counter[str] = Counter()
    for region, places in regions.items():
        for place in places:
            flipped = bytes([content[place] ^ (1 << dice.randrange(8))])
            forged = content[:place] + flipped + content[place + 1 :]
            if is_noticed(forged) or is_the_same_signature(forged, content):
                found[region] += 1
    with capsys.disabled():
        print(f"\nveranderde bytes gevonden: {dict(found)}")  # noqa: T201 -- the count is the point
    assert found == {region: len(places) for region, places in regions.items()}


def is_noticed(forged: bytes) -> bool:
    """A fault; or no trust any more, where the byte belongs to a certificate that came along."""
    try:
        found = signatures(forged, roots(), NOW)
    except DamagedPdfError:
        return True
    return any(one.fault or not one.is_trusted for one in found)


def is_the_same_signature(forged: bytes, content: bytes) -> bool:
    """Capitals in hexadecimal, and the certificate of the authority that only came along."""
    start, end = hole(content)
    outside = content[:start] + content[end:] == forged[:start] + forged[end:]
    return outside and signatures(forged, roots(), NOW) == signatures(content, roots(), NOW)


@cache
def one_letter() -> bytes:
    return signed(pdf())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_never_ends_the_run(data: st.DataObject) -> None:
    content = bytearray(one_letter())
    for _ in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.integers(0, len(content) - 1))
        piece = data.draw(st.binary(max_size=20))
        content[place : place + len(piece)] = piece
    try:
        found = signatures(bytes(content), roots(), NOW)
    except DamagedPdfError as error:
        assert str(error).startswith("Dit PDF-bestand ")  # noqa: PT017 -- it may also be read
    else:
        assert all(len(one.melding) == 3 for one in found)


def test_nothing_is_asked_of_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def refuse(*address: Any, **_: Any) -> Any:
        asked.append(address)
        raise OSError

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "create_connection", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    content = signed(pdf(), stamped_by=stamper())
    assert b"ocsp.example" in bytes.fromhex(content[slice(*hole(content))][1:-1].decode())

    for trusted in ((), roots(), (authority("Andere").der,)):
        assert counts(only(content, trusted))
    assert asked == []


def test_a_pdf_with_a_password_is_said_to_have_one() -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(DamagedPdfError, match="is beveiligd met een wachtwoord"):
        signatures(locked.getvalue(), (), NOW)


class TestRoots:
    def test_a_folder_that_is_not_there_trusts_nobody(self, tmp_path: Path) -> None:
        assert read_roots(tmp_path / "vertrouwd") == ()

    def test_text_and_binary_are_read_and_other_files_are_left_alone(self, tmp_path: Path) -> None:
        folder = folder_of(tmp_path, authority())
        (folder / "BINAIR.CER").write_bytes(authority("Andere").der)
        (folder / "dubbel.crt").write_bytes(authority().pem + authority("Andere").pem)
        (folder / "LEESMIJ.txt").write_text("stamcertificaten", encoding="utf-8")
        (folder / ".DS_Store").write_bytes(b"\0")
        assert set(read_roots(folder)) == {authority().der, authority("Andere").der}

    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"geen certificaat", "is geen leesbaar certificaat"),
            (b"", "is geen leesbaar certificaat"),
            (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "is geen leesbaar"),
            (b"-----BEGIN PRIVATE KEY-----\nAAAA\n", "bevat een privésleutel"),
            (b"0" * 1_000_001, "is te groot voor een certificaat"),
        ],
    )
    def test_a_bad_file_is_named(self, tmp_path: Path, content: bytes, why: str) -> None:
        folder = folder_of(tmp_path, authority())
        (folder / "kapot.pem").write_bytes(content)
        with pytest.raises(UnreadableRootError, match=rf"{re.escape('kapot.pem')} {why}"):
            read_roots(folder)
