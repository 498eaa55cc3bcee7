"""The pages of a letter as made: its PDF in the kenmerk folder, drawn once for comparison."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

import pypdfium2

from pipeline.archive import qr
from pipeline.archive.ink import Printed, printed
from pipeline.archive.limits import MAX_FILE
from pipeline.archive.naming import pdf_of
from pipeline.archive.opened import open_pdf
from pipeline.archive.values import Code
from pipeline.form.guard import RefusedError, load

_LETTERS: Final = 40  # of which the pages are remembered; a page takes 14 kB


@lru_cache(_LETTERS)
def as_made(brieven: Path, code: Code) -> tuple[Printed, ...]:
    """The pages of the letter with this code; none when there is no PDF of exactly that."""
    try:
        opened = open_pdf(load(str(pdf_of(brieven / code.kenmerk, code.kenmerk)), MAX_FILE))
        pages = []
        for number in range(1, opened.count + 1):
            image = opened.leaf(number).image(qr.PLAIN)
            marks = qr.read(lambda _, image=image: image)  # type: ignore[misc]  # bound at once
            page = printed(image, marks) if [mark.code for mark in marks] == [code] else None
            if page is None:
                return ()
            pages.append(page)
    except (RefusedError, OSError, pypdfium2.PdfiumError):
        return ()  # no PDF was made, or it is damaged: then nothing is known of the pages
    return tuple(pages)
