"""Signed letters for tests: pages and photos made on the spot, matched to a letter that exists."""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha512
from pathlib import Path
from typing import Any

import pikepdf
from msgspec.structs import replace
from PIL import Image, ImageDraw

from pipeline.archive.contents import Contents, Known, contents_of
from pipeline.archive.deposit import Verification, deposit
from pipeline.archive.filing import Filing
from pipeline.archive.keeper import Keeper
from pipeline.archive.values import (
    Evidence,
    Handed,
    Letter,
    Match,
    Page,
    Part,
    Signature,
    Vorm,
)
from pipeline.council_file import read_council
from pipeline.letters import record
from pipeline.workfolder import WorkFolder
from tests.work import ROOT, Work, changed, sample

KENMERK = "AWI-2026-001"
AT = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)
BRIEFDATUM = date(2026, 11, 22)
PUBLIC = Known(openbare_bijlagen=frozenset({"gesprekken-beschut-werk.pdf"}))
UNSIGNED = Evidence((), (), is_compared=False, signer="Vera Voorbeeld", sentences=())
SIGNATURE = Signature(
    holder="Vera Voorbeeld",
    at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
    is_time_certified=False,
    is_intact=True,
    covers_all=True,
    is_trusted=None,
    issuer="Proef CA",
    serial="0a1b",
    certificate="ab" * 32,
)
VERIFICATION = Verification(b'{"versie": 1}\n', b"Gecontroleerd.\n")


def issue(work: Work, **changes: object) -> Path:
    """Make the letter of a sample; gives its kenmerk folder."""
    shutil.copytree(ROOT / "input" / "bijlagen", work.root / "input" / "bijlagen")
    work.sheet("beschut-werk.xlsx", changed(sample("beschut-werk"), changes))
    assert work.run("brieven").exit == 0
    return work.root / "output" / "brieven" / KENMERK


def add(home: Path, files: Mapping[str, bytes]) -> None:
    """Put files in a kenmerk folder as if the press had made them."""
    for name, content in files.items():
        (home / name).write_bytes(content)
    document = record.raw(home)
    document["bestanden"].update(record.hashes(files))
    amend(home, document)


def amend(home: Path, document: Mapping[str, Any]) -> None:
    (home / "brief.json").write_bytes(record.to_bytes(document))


def pdf(*texts: str) -> bytes:
    """A PDF with a line of text on each page; all pages share one list of resources."""
    with pikepdf.new() as book:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        secrets = {f"/Im{n}": _stamp(book, text) for n, text in enumerate(texts)}
        shared = book.make_indirect(
            pikepdf.Dictionary(
                Font=pikepdf.Dictionary(F1=font), XObject=pikepdf.Dictionary(secrets)
            )
        )
        for number, text in enumerate(texts):
            page = book.add_blank_page(page_size=(595, 842))
            page.obj.Resources = shared
            words = f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET /Im{number} Do"
            page.obj.Contents = book.make_stream(words.encode())
        made = io.BytesIO()
        book.save(made, deterministic_id=True, compress_streams=False)
        return made.getvalue()


def _stamp(book: pikepdf.Pdf, text: str) -> pikepdf.Stream:
    return book.make_stream(
        f"% STEMPEL {text}".encode(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 10, 10],
    )


def photo(text: str, *, kind: str = "JPEG", orientation: int = 1, mode: str = "RGB") -> bytes:
    """An upright page of 600 by 848 pixels, as a camera held in this way would store it."""
    image = Image.new("RGB", (600, 848), "white")
    pen = ImageDraw.Draw(image)
    pen.text((40, 40), text, fill="black", font_size=60)
    pen.rectangle((0, 0, 120, 20), fill="red")  # top left
    turns = {
        3: Image.Transpose.ROTATE_180,
        6: Image.Transpose.ROTATE_90,
        8: Image.Transpose.ROTATE_270,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        7: Image.Transpose.TRANSVERSE,
    }
    if orientation in turns:
        image = image.transpose(turns[orientation])
    exif = Image.Exif()
    exif[0x112] = orientation
    made = io.BytesIO()
    image.convert(mode).save(made, kind, **({} if kind == "TIFF" else {"exif": exif}))
    return made.getvalue()


def handed(path: Path, content: bytes, vorm: Vorm, pages: Sequence[Page] = (Page(1),)) -> Handed:
    """A file as it lies in input/ondertekend."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return Handed(path, vorm, sha512(content).hexdigest(), len(content), tuple(pages))


def match(home: Path, *parts: Part) -> Match:
    letter = Letter(
        kenmerk=home.name,
        hash="736DDF1E",
        versienummer=1,
        onderwerp="Beschut werk bij gewone werkgevers",
        briefdatum=BRIEFDATUM,
        home=home,
        pages=None,
    )
    return Match(letter, parts, is_counted=False)


def whole(one: Handed) -> Part:
    return Part(one, tuple(page.number for page in one.pages if not page.is_blank))


def scan(work: Work, home: Path) -> Match:
    """A PDF of two pages of paper, under the name that a scanner gave it."""
    pages = (Page(1, is_picture=True), Page(2, is_picture=True))
    path = work.root / "input" / "ondertekend" / "scan 0001.pdf"
    return match(home, whole(handed(path, pdf("een", "twee"), Vorm.PDF, pages)))


def contents(
    work: Work, found: Match, known: Known = PUBLIC, *, is_digitally_signed: bool = False
) -> Contents:
    return contents_of(
        found,
        record.raw(found.letter.home),
        known,
        WorkFolder(work.root),
        is_digitally_signed=is_digitally_signed,
    )


def filing(work: Work, found: Match, known: Known = PUBLIC, *signatures: Signature) -> Filing:
    raad = read_council(work.root / "input" / "adviesraad.toml")
    return Filing(
        found,
        replace(UNSIGNED, signatures=signatures),
        record.raw(found.letter.home),
        known,
        Keeper.of(raad, found.letter.briefdatum),
        AT,
    )


def deposited(
    work: Work, found: Match, known: Known = PUBLIC, *signatures: Signature
) -> Mapping[str, bytes]:
    """All files of the archive object."""
    kept = contents(work, found, known, is_digitally_signed=bool(signatures))
    return deposit(filing(work, found, known, *signatures), kept, VERIFICATION)
