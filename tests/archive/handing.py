"""What people hand in of letters that `advies brieven` made: scans, photos, signed PDFs.

The PDF as made is set by typeset.py, with the code of each page as LibreOffice prints it, so that
hardly a test needs LibreOffice.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from PIL import Image

from pipeline.letters.modules import modules
from tests.archive import folders, signing
from tests.archive.filings import add
from tests.archive.typeset import Style, typeset
from tests.work import ROOT, Json, Work, changed, ready, sample

NAMES = ("beschut-werk", "bijverdienen", "schuldhulp-gezinnen")
FIRST, SECOND, THIRD = KENMERKEN = tuple(f"AWI-2026-{number:03}" for number in (1, 2, 3))
OPEN, SECRET = "gesprekken-beschut-werk.pdf", "namen-van-deelnemers.pdf"  # the bijlagen of FIRST
_DOT = 1.76  # points a module: 15.5 mm over 25


def prepare(work: Work) -> None:
    """Three letters with their PDFs; of the first a bijlage is confidential."""
    bijlagen = work.root / "input" / "bijlagen"
    shutil.copytree(ROOT / "input" / "bijlagen", bijlagen)
    (bijlagen / SECRET).write_bytes(signing.pdf([["Namen"]]))
    for name in NAMES:
        work.sheet(f"{name}.xlsx", dossier(name))
    run = work.run("brieven")
    assert run.exit == 0, run.out + run.err
    for kenmerk in KENMERKEN:
        put_pdf(work, kenmerk)


def dossier(name: str) -> Json:
    if name != NAMES[0]:
        return ready(name)
    secret = {"titel": "Namen van deelnemers", "bestand": SECRET, "vertrouwelijk": True}
    known = sample(name)
    return changed(known, {"advies.bijlagen": [*known["advies"]["bijlagen"], secret]})


def put_pdf(work: Work, kenmerk: str) -> bytes:
    """Put the PDF of a letter in its folder as if LibreOffice had made it."""
    content = as_made(work, kenmerk)
    add(work.root / "output/brieven" / kenmerk, {f"{kenmerk}-brief-college.pdf": content})
    return content


def code(work: Work, kenmerk: str) -> str:
    return f"{kenmerk}:{work.record(kenmerk)['code']}"


def as_made(work: Work, kenmerk: str, printed: str = "", texts: Sequence[str] = ()) -> bytes:
    """The letter as a digital PDF; with another code or other words where they are given."""
    words = texts or work.record(kenmerk)["tekst"]
    printed = printed or code(work, kenmerk)
    document = typeset(words, Style(lines=46, foot=printed))
    with pikepdf.open(io.BytesIO(document)) as book:
        for page in book.pages:
            page.contents_add(_qr(printed).encode())
        made = io.BytesIO()
        book.save(made, deterministic_id=True)
    return made.getvalue()


def pages(work: Work, kenmerk: str, **how: str) -> list[Image.Image]:
    """The pages of a letter on paper, signed with a pen."""
    found = folders.scanned(as_made(work, kenmerk, **how))
    return [_signed(page) for page in found]


def scan(work: Work, kenmerk: str, **how: str) -> bytes:
    """The signed letter as a scanner gives it back: a PDF of pictures."""
    return folders.scan_pdf(pages(work, kenmerk, **how))


def hand_in(work: Work, name: str, content: bytes) -> Path:
    """Put a file in input/ondertekend."""
    path = work.root / "input" / "ondertekend" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _signed(page: Image.Image) -> Image.Image:
    pen = Image.new("RGB", (220, 40), (20, 30, 160))
    page.paste(pen, (page.width // 2, page.height * 2 // 3))
    return page


def _qr(text: str) -> str:
    drawn = []
    for down, row in enumerate(modules(text)):
        for across, module in enumerate(f"{row:025b}"):
            if module == "1":
                x, y = 492 + across * _DOT, 72 - down * _DOT
                drawn.append(f"{x:.2f} {y:.2f} {_DOT} {_DOT} re f")
    return "\n".join(drawn)
