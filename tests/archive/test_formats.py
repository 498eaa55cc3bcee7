"""File formats by their bytes, in the words of PRONOM."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.archive.formats import Format, format_of
from tests.archive.filings import pdf, photo

PDFA = b"%%PDF-1.7 <rdf:Description><pdfaid:part>%s</pdfaid:part><pdfaid:conformance>%s<"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("x.pdf", pdf("a"), "Acrobat PDF 1.3 - Portable Document Format fmt/17"),
        ("x.pdf", b"%PDF-2.0", "Acrobat PDF 2.0 - Portable Document Format fmt/1129"),
        ("x.pdf", b"%PDF-3.7", "Acrobat PDF 3.7 - Portable Document Format None"),
        ("x.pdf", PDFA % (b"2", b"A"), "Acrobat PDF/A - Portable Document Format 2a fmt/476"),
        ("x.pdf", PDFA % (b"9", b"A"), "Acrobat PDF 1.7 - Portable Document Format fmt/276"),
        (
            "x.pdf",
            b"%PDF-1.4 pdfaid:part='1' pdfaid:conformance=\"B\"",
            "Acrobat PDF/A - Portable Document Format 1b fmt/354",
        ),
        (
            "x.pdf",
            PDFA % (b"2", b"A") + PDFA % (b"1", b"B"),  # two claims: nobody knows
            "Acrobat PDF 1.7 - Portable Document Format fmt/276",
        ),
        ("x.jpg", photo("a"), "JPEG File Interchange Format 1.01 fmt/43"),
        ("x.jpg", b"\xff\xd8\xff\xe1..Exif\0\0", "JPEG None"),
        ("x.png", photo("a", kind="PNG"), "Portable Network Graphics None"),
        ("x.tif", photo("a", kind="TIFF"), "Tagged Image File Format fmt/353"),
        ("x.heic", b"\0\0\0\x18ftypheic", "High Efficiency Image File Format fmt/1101"),
        ("x_bron.zip", b"PK\3\4 word/document.xml", "ZIP Format x-fmt/263"),
        (
            "x.docx",
            b"PK\3\4 word/document.xml",
            "Microsoft Word for Windows 2007 onwards fmt/412",
        ),
        ("x.ods", b"PK\3\4 mimetype", "onbekend, met de extensie ods None"),
        ("x.txt", b"tekst", "Plain Text File x-fmt/111"),
        ("x.json", b"{}", "JSON Data Interchange Format fmt/817"),
        ("x.pdf", b"geen pdf", "onbekend, met de extensie pdf None"),
        ("x.txt", b"\0\0", "onbekend, met de extensie txt None"),
        ("x", b"", "onbekend None"),
    ],
)
def test_the_bytes_say_what_a_file_is(name: str, content: bytes, expected: str) -> None:
    found = format_of(name, content)
    assert f"{found.name} {found.puid}" == expected


@given(st.binary(max_size=200), st.text(max_size=20))
def test_every_file_has_a_format(content: bytes, name: str) -> None:
    assert isinstance(format_of(name, content), Format)
