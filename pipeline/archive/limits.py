"""How large a signed file may be: what honest scanners and phones make stays below this."""

from __future__ import annotations

from typing import Final

MAX_FILE: Final = 200 * 2**20  # bytes; forty pages in colour at 300 dpi take about 40 MB
MAX_PAGES: Final = 200  # a stack of forty letters in one scan
MAX_PIXELS: Final = 120_000_000  # of one picture; A4 at 600 dpi has 35 million, a phone up to 108
