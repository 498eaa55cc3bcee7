"""What people hand in of letters that `advies brieven` made: scans, photos, signed PDFs.

The PDF as made is set by typeset.py, with the code of each page as LibreOffice prints it, so that
hardly a test needs LibreOffice.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Sequence
from functools import cache
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


def as_made(
    work: Work, kenmerk: str, *, printed: str = "", edit: tuple[str, str] = ("", "")
) -> bytes:
    """The letter as a digital PDF; with another code, or words changed, where that is given."""
    texts = (text.replace(*edit) if edit[0] else text for text in work.record(kenmerk)["tekst"])
    return _set(tuple(texts), printed or code(work, kenmerk))


def pages(work: Work, kenmerk: str, *, printed: str = "") -> list[Image.Image]:
    """The pages of a letter on paper, signed with a pen."""
    # Copies: Pillow leaves the settings of a save with a picture, for the next one to trip over.
    return [page.copy() for page in _on_paper(as_made(work, kenmerk, printed=printed))]


def scan(work: Work, kenmerk: str, *, printed: str = "") -> bytes:
    """The signed letter as a scanner gives it back: a PDF of pictures."""
    return _scanned(as_made(work, kenmerk, printed=printed))


def photos(work: Work, kenmerk: str) -> list[bytes]:
    """A photo a page."""
    return [folders.picture(page, "JPEG", quality=85) for page in pages(work, kenmerk)]


def hand_in(work: Work, name: str, content: bytes) -> Path:
    """Put a file in input/ondertekend."""
    path = work.root / "input" / "ondertekend" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@cache
def _set(texts: Sequence[str], printed: str) -> bytes:
    with pikepdf.open(io.BytesIO(typeset(texts, Style(lines=46, foot=printed)))) as book:
        for page in book.pages:
            page.contents_add(_qr(printed).encode())
        made = io.BytesIO()
        book.save(made, deterministic_id=True)
    return made.getvalue()


@cache
def _scanned(document: bytes) -> bytes:
    return folders.scan_pdf([page.copy() for page in _on_paper(document)])


@cache
def _on_paper(document: bytes) -> tuple[Image.Image, ...]:
    return tuple(_signed(page) for page in folders.scanned(document))


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


def saved_again(document: bytes) -> bytes:
    """A Word file as Word saves it: other bytes, the same words."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return made.getvalue()
