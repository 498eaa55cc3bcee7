"""Matches of signed files with a letter, as far as the checks look at them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from hashlib import sha512
from pathlib import Path

from pipeline.archive.values import Code, Handed, Letter, Match, Page, Part, Soort, Vorm
from pipeline.letters.record import digest
from tests.archive.letters import bijverdienen
from tests.archive.typeset import Style, typeset

KENMERK = "AWI-2026-002"
CODE = Code(Soort.BRIEF, KENMERK, "8A99B334")
PRINT = Style(is_numbered=True, bullet="•", head="FICTIEF VOORBEELD")


def letter(home: Path, *, with_pdf: bool = True) -> Letter:
    """A letter with its kenmerk folder."""
    home.mkdir(parents=True, exist_ok=True)
    pdf = typeset(bijverdienen(), PRINT)
    name = f"{KENMERK}-brief-college.pdf"
    files = {}
    if with_pdf:
        (home / name).write_bytes(pdf)
        files[name] = digest(pdf)
    record = {"kenmerk": KENMERK, "tekst": bijverdienen(), "bestanden": files}
    (home / "brief.json").write_text(json.dumps(record), encoding="utf-8")
    return Letter(
        kenmerk=KENMERK,
        hash=CODE.hash,
        versienummer=1,
        onderwerp="Bijverdienen in de bijstand: weten waar u aan toe bent",
        briefdatum=date(2026, 11, 22),
        home=home,
        pages=3 if with_pdf else None,
    )


def match(
    brief: Letter,
    content: bytes = b"",
    *,
    name: str = "scan 12.pdf",
    vorm: Vorm = Vorm.PDF,
    pages: int = 3,
    by_person: bool = False,
    remarks: Sequence[str] = (),
) -> Match:
    """One file that is all of the letter."""
    handed = Handed(
        path=Path("input/ondertekend") / name,
        vorm=vorm,
        sha512=sha512(content).hexdigest(),
        size=len(content),
        pages=tuple(Page(number + 1, (CODE,)) for number in range(pages)),
    )
    return Match(
        letter=brief,
        parts=(Part(handed, tuple(range(1, pages + 1))),),
        is_counted=brief.pages is not None,
        by_person=by_person,
        remarks=tuple(remarks),
    )
