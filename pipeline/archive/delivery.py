"""A delivery to an e-depot: copies of archived adviezen with their descriptions, and a manifest.

    MAP/LEESMIJ.txt                         what this is, and how to check it
    MAP/manifest-sha512.txt                 for sha512sum -c
    MAP/AWI-adviezen/AWI-adviezen.MDTO.xml  the series
    MAP/AWI-adviezen/AWI-2026-004/…         an advies: its files as archived, byte for byte

That is the sidecar structure that the SIP specification of MDTO asks for. An advies of which a
byte is wrong is not delivered. The folder appears whole or not at all.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from hashlib import file_digest, sha512
from pathlib import Path

from msgspec import Struct

from pipeline import dutch
from pipeline.archive import mdto
from pipeline.archive.delivery_note import MANIFEST, readme
from pipeline.archive.keeper import Keeper
from pipeline.archive.objects import INVENTORY, BrokenObjectError, homes, read_object
from pipeline.archive.papers import CONFIDENTIAL
from pipeline.archive.text import SUFFIX, LetterText, read_text
from pipeline.disk import rename, sync_folder, write_through, writing
from pipeline.errors import PipelineError, UsageError

README = "LEESMIJ.txt"


class BrokenCopyError(PipelineError):
    """A file came out of the copying with other bytes than it has in the archive."""

    hint = "Er is niets geleverd. Probeer het nog eens, liefst naar een andere schijf."

    def __init__(self, name: str) -> None:
        super().__init__(f"Bij het overzetten is {name} veranderd: de kopie is niet goed.")


class Undelivered(Struct, frozen=True):
    """An advies that was asked for and is not in the delivery."""

    kenmerk: str
    melding: str


class Delivery(Struct, frozen=True):
    """What was delivered, and what was not."""

    target: Path
    delivered: tuple[str, ...]  # kenmerken
    refused: tuple[Undelivered, ...] = ()
    confidential: tuple[str, ...] = ()  # names of confidential files that are in it

    @property
    def exit_status(self) -> int:
        """0 all that was asked for is there, 1 something is not."""
        return 1 if self.refused else 0

    def sentences(self) -> Iterator[str]:
        """For the screen; the last line says what was done and what was not."""
        for one in self.refused:
            yield f"{one.kenmerk} is niet geleverd: {one.melding}"
        if self.confidential:
            yield f"Let op: de levering bevat vertrouwelijke bijlagen: {dutch.join(self.confidential)}."
        done = dutch.count(len(self.delivered), "advies", "adviezen")
        place = f" in {self.target}" if self.delivered else ""
        yield f"Klaar: {done} geleverd{place}, {len(self.refused)} niet geleverd."

    def as_json(self) -> Mapping[str, object]:
        """As `archief uitvoer --json` tells it."""
        return {
            "map": str(self.target) if self.delivered else None,
            "geleverd": list(self.delivered),
            "niet_geleverd": [
                {"kenmerk": one.kenmerk, "melding": one.melding} for one in self.refused
            ],
            "vertrouwelijk": list(self.confidential),
        }


class _Piece(Struct, frozen=True):
    """One advies, read and found sound."""

    letter: LetterText
    files: Mapping[str, Path]
    digests: Mapping[str, str]  # SHA-512 of each, by name

    @property
    def confidential(self) -> tuple[str, ...]:
        return tuple(
            n for n in self.files if CONFIDENTIAL in n and not n.endswith(mdto.FILE_SUFFIX)
        )


def deliver(archief: Path, kenmerken: Sequence[str], target: Path, keeper: Keeper) -> Delivery:
    """Put a delivery of the named adviezen in a new folder; the archive itself is only read.

    Raises:
        UsageError: `target` exists and is not an empty folder, or lies in the archive.
        BrokenCopyError: a copy is not what is in the archive.
        UnwritableError: the disk refuses; nothing of the delivery is left.
    """
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise UsageError(
            f"{target} bestaat al en is niet leeg.",
            "Kies met -o een nieuwe map. Er is niets geschreven.",
        )
    if target.resolve().is_relative_to(archief.resolve()):
        raise UsageError(
            f"{target} ligt in het archief zelf: daar komt niets anders bij.",
            "Kies met -o een map ergens anders. Er is niets geschreven.",
        )
    known = homes(archief)
    pieces: list[_Piece] = []
    refused: list[Undelivered] = []
    for kenmerk in dict.fromkeys(word.upper() for word in kenmerken):
        piece = _read(known[kenmerk]) if kenmerk in known else "dit kenmerk is niet gearchiveerd."
        if isinstance(piece, str):
            refused.append(Undelivered(kenmerk, piece))
        else:
            pieces.append(piece)
    if pieces:
        _write(target, _load(sorted(pieces, key=lambda p: p.letter.kenmerk), keeper))
    return Delivery(
        target,
        tuple(piece.letter.kenmerk for piece in pieces),
        tuple(refused),
        tuple(name for piece in pieces for name in piece.confidential),
    )


def _read(home: Path) -> _Piece | str:
    """An advies of which every byte is as it was archived; or a sentence that says why not."""
    try:
        newest = read_object(home)
        _check_inventory(home)
        files = {name: newest.path(name) for name in sorted(newest.files)}
        for name, path in files.items():
            if _sha512(path) != newest.files[name]:
                return f"{name} is veranderd sinds het is gearchiveerd. {_MEND}"
        letter = read_text(files[f"{newest.kenmerk}{SUFFIX}"].read_bytes())
    except BrokenObjectError as error:
        return f"het archief van dit advies {error}. {_MEND}"
    except OSError as error:
        return f"{Path(error.filename or home).name} is weg of niet leesbaar. {_MEND}"
    except (KeyError, ValueError):
        return f"er staat geen tekst van de brief bij. {_MEND}"
    return _Piece(letter, files, newest.files)


_MEND = (
    "Kijk met “advies controleer” wat er mis is. Haal het terug uit uw tweede kopie: advies "
    "archief herstel MAP"
)


def _check_inventory(home: Path) -> None:
    sidecar = (home / f"{INVENTORY}.sha512").read_text(encoding="ascii", errors="replace").split()
    digest = sha512((home / INVENTORY).read_bytes()).hexdigest()
    if sidecar[:1] != [digest]:
        raise BrokenObjectError("heeft een inhoudsopgave die is veranderd")


class _Load(Struct, frozen=True):
    """Everything that will be in the folder, by its path in it, with what it must hash to."""

    files: Mapping[str, bytes | Path]
    digests: Mapping[str, str]


def _load(pieces: Sequence[_Piece], keeper: Keeper) -> _Load:
    days = [piece.letter.briefdatum for piece in pieces]
    period = (min(days), max(days))
    confidential = [name for piece in pieces for name in piece.confidential]
    parts = {piece.letter.kenmerk: piece.letter.onderwerp for piece in pieces}
    made = {
        f"{keeper.serie}/{keeper.serie}{mdto.SUFFIX}": mdto.serie(
            keeper, parts, period, confidential
        ),
        README: readme([piece.letter for piece in pieces], keeper, confidential).encode(),
    }
    files: dict[str, bytes | Path] = dict(made)
    digests = {name: sha512(content).hexdigest() for name, content in made.items()}
    for piece in pieces:
        for name, path in piece.files.items():
            place = f"{keeper.serie}/{piece.letter.kenmerk}/{name}"
            files[place], digests[place] = path, piece.digests[name]
    manifest = "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))
    return _Load({**files, MANIFEST: manifest.encode()}, digests)


def _write(target: Path, load: _Load) -> None:
    """Build the folder beside its place, and put it there when every file is safe on disk."""
    staged = target.with_name(f"{target.name}.onvolledig-{os.getpid()}")
    with writing(target):
        try:
            folders = {staged, *((staged / name).parent for name in load.files)}
            for folder in folders:
                folder.mkdir(parents=True, exist_ok=True)
            for name, content in load.files.items():
                write_through(staged / name, content)
            for name, digest in load.digests.items():
                if _sha512(staged / name) != digest:
                    raise BrokenCopyError(name)
            for folder in folders:
                sync_folder(folder)
            if target.exists():
                target.rmdir()  # it is empty; Windows does not rename over a folder
            rename(staged, target)
            sync_folder(target.parent)
        finally:
            shutil.rmtree(staged, ignore_errors=True)


def _sha512(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha512").hexdigest()
