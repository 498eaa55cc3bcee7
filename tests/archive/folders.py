"""Small letters for tests: digital PDFs with words and a QR, and what a scanner makes of them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pypdfium2
from PIL import Image

from pipeline.letters.modules import modules

KENMERK, HASH = "AWI-2026-007", "3F9A7C2B"
CODE = f"{KENMERK}:{HASH}"
WORDS = (
    "wij adviseren u om dit samen met inwoners te doen en vraag daarna wat het hun heeft gebracht"
)
_WIDTH, _HEIGHT = 595, 842
_MODULE = 1.76  # points: 15.5 mm over 25 modules


def letter(code: str = CODE, pages: int = 3) -> bytes:
    """A digital letter: every page its own words, the code below as QR and as text."""
    return pdf([(code, code, number) for number in range(1, pages + 1)])


def pdf(pages: Sequence[tuple[str, str, int]]) -> bytes:
    """A digital PDF; a page is its QR, the code in words, and a number that chooses its words."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for qr, words, number in pages:
        content = _content(qr, words, number)
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH} {_HEIGHT}] /Contents "
            f"{len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    return _file(objects)


def scanned(document: bytes, dpi: int = 150) -> list[Image.Image]:
    """The pages of a PDF as pictures."""
    pages = pypdfium2.PdfDocument(document)
    return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in pages]


def scan_pdf(images: Sequence[Image.Image]) -> bytes:
    """A PDF as a scanner makes it: a picture a page."""
    target = io.BytesIO()
    first, *rest = images
    first.save(target, "PDF", save_all=True, append_images=rest, resolution=150)
    return target.getvalue()


def picture(image: Image.Image, form: str, **options: object) -> bytes:
    """The bytes of an image file."""
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def blank() -> Image.Image:
    """The empty back of a sheet."""
    return Image.new("RGB", (1240, 1754), (246, 245, 240))


def home(brieven: Path, kenmerk: str = KENMERK, code: str = CODE, pages: int = 3) -> Path:
    """A kenmerk folder with nothing but the PDF as made."""
    folder = brieven / kenmerk
    folder.mkdir(parents=True)
    (folder / f"{kenmerk}-brief-college.pdf").write_bytes(letter(code, pages))
    return folder


def _content(qr: str, words: str, number: int) -> str:
    chance = Random(number)  # noqa: S311 -- no secret
    lines = []
    for row in range(chance.randint(18, 40)):
        text = " ".join(chance.choices(WORDS.split(), k=chance.randint(4, 13)))
        if chance.random() > 0.2:
            lines.append(f"BT /F1 11 Tf 71 {770 - row * 14.5} Td ({text}) Tj ET")
    if words:
        lines.append(f"BT /F1 8 Tf 130 49 Td ({words}  pagina {number}) Tj ET")
    if qr:
        for down, line in enumerate(modules(qr)):
            for across, module in enumerate(f"{line:025b}"):
                if module == "1":
                    x, y = 74 + across * _MODULE, 72 - down * _MODULE
                    lines.append(f"{x:.2f} {y:.2f} {_MODULE} {_MODULE} re f")
    return "\n".join(lines)


def _file(objects: Sequence[str]) -> bytes:
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += (
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return out
