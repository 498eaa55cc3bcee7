"""Log: where the chain of entries ends, and how it goes on.

`kop.json` says which entry is the last: adding one takes as long with ten thousand as with one.
Its short code, noted on paper or in a letter, is what shows that somebody wrote the whole log
anew. `chain` reads all of it.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.archive import entries, leesmij
from pipeline.archive.digest import digest_of
from pipeline.archive.entries import End, Entry
from pipeline.archive.moves import Moves, Piece, piece
from pipeline.archive.places import KOP, LOG, YEAR
from pipeline.errors import PipelineError


class BrokenLogError(PipelineError):
    """Nobody can tell which entry is the last one."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Het logboek van het archief is beschadigd bij {path}.")
        self.hint = (
            "Kijk met “advies controleer” wat er mis is en herstel het archief uit uw tweede "
            "kopie met “advies archief herstel MAP”. Er is niets geschreven."
        )


def head(archief: Path) -> str | None:
    """The short code of the archive as it is now.

    None when nothing was ever filed, and when the log is too damaged to tell: `audit` says so.
    """
    try:
        found = end(archief)
    except BrokenLogError:
        return None
    return found.code if found else None


def put_entry(together: Moves, entry: Entry) -> None:
    """Put an entry in place as the last one, with the list of its files."""
    if entry.checklist:
        together.put(entry.checklist, piece(entries.checklist_bytes(entry)))
    together.put(entry.regel, piece(entries.entry_bytes(entry)))
    together.put(KOP, kop_piece(entries.end_at(entry)))


def kop_piece(end: End) -> Piece:
    """kop.json for a log that ends there."""
    return piece(entries.kop_bytes(end, digest_of(leesmij.text()).sha512))


def read_kop(archief: Path) -> tuple[End, str] | None:
    """Where the log ends and the hash of LEESMIJ.txt; None without kop.json, or a damaged one."""
    try:
        return entries.parse_kop((archief / KOP).read_bytes())
    except (OSError, ValueError):
        return None


def end(archief: Path) -> End | None:
    """Where the log ends; None when there is none yet.

    Looks at kop.json and at the place of the next entry only, however long the log is. Without a
    sound kop.json the newest entry of the newest year counts.

    Raises:
        BrokenLogError: neither can be read, or they contradict each other.
    """
    kop = read_kop(archief)
    last = kop[0] if kop else _newest(archief)
    while last is not None and (further := _next(archief, last)) is not None:
        last = further
    return last


def _newest(archief: Path) -> End | None:
    for year in reversed(_years(archief)):
        names = [p for p in (archief / LOG / year).glob("*.json") if p.stem.isdecimal()]
        if names:
            return _end_in(archief, max(names, key=lambda path: int(path.stem)))
    if (archief / KOP).exists():
        raise BrokenLogError(archief / KOP)
    return None


def _next(archief: Path, last: End) -> End | None:
    """The end one entry further on: there is one when kop.json was put back from a backup."""
    for year in _years(archief):
        path = archief / entries.entry_place(year, last.nummer + 1)
        if path.exists():
            if _entry_in(path).vorige != last.sha512:
                raise BrokenLogError(path)
            return _end_in(archief, path)
    return None


def _years(archief: Path) -> list[str]:
    return sorted(p.name for p in (archief / LOG).glob("*") if YEAR.fullmatch(p.name))


def _end_in(archief: Path, path: Path) -> End:
    entry = _entry_in(path)
    found = End(entry.nummer, entry.regel, digest_of(path).sha512, entry.objecten)
    if archief / found.regel != path:
        raise BrokenLogError(path)
    return found


def _entry_in(path: Path) -> Entry:
    try:
        return entries.parse(path.read_bytes())
    except (OSError, ValueError) as error:
        raise BrokenLogError(path) from error
