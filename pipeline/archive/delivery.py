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
from dataclasses import dataclass
from datetime import date
from hashlib import sha512
from pathlib import Path

from pipeline import dutch
from pipeline.archive import mdto
from pipeline.archive.keeper import Keeper
from pipeline.archive.objects import INVENTORY, BrokenObjectError, homes, read_object
from pipeline.archive.papers import CONFIDENTIAL
from pipeline.archive.text import SUFFIX, LetterText, read_text
from pipeline.disk import rename, sync_folder, write_through, writing
from pipeline.errors import UsageError

README, MANIFEST = "LEESMIJ.txt", "manifest-sha512.txt"


@dataclass(frozen=True, slots=True)
class Undelivered:
    """An advies that was asked for and is not in the delivery."""

    kenmerk: str
    melding: str


@dataclass(frozen=True, slots=True)
class Delivery:
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


@dataclass(frozen=True, slots=True)
class _Piece:
    """One advies, read and found sound."""

    letter: LetterText
    files: Mapping[str, bytes]

    @property
    def confidential(self) -> tuple[str, ...]:
        return tuple(
            n for n in self.files if CONFIDENTIAL in n and not n.endswith(mdto.FILE_SUFFIX)
        )


def deliver(archief: Path, kenmerken: Sequence[str], target: Path, keeper: Keeper) -> Delivery:
    """Put a delivery of the named adviezen in a new folder; the archive itself is only read.

    Raises:
        UsageError: `target` exists and is not an empty folder.
        UnwritableError: the disk refuses; nothing of the delivery is left.
    """
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise UsageError(
            f"{target} bestaat al en is niet leeg.",
            "Kies met -o een nieuwe map. Er is niets geschreven.",
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
        _write(target, _files(sorted(pieces, key=lambda p: p.letter.kenmerk), keeper))
    return Delivery(
        target,
        tuple(piece.letter.kenmerk for piece in pieces),
        tuple(refused),
        tuple(name for piece in pieces for name in piece.confidential),
    )


def _read(home: Path) -> _Piece | str:
    """An advies of which every byte is as it was archived; or a sentence that says why not."""
    files: dict[str, bytes] = {}
    try:
        newest = read_object(home)
        _check_inventory(home)
        for name, digest in newest.files.items():
            files[name] = newest.path(name).read_bytes()
            if sha512(files[name]).hexdigest() != digest:
                return f"{name} is veranderd sinds het is gearchiveerd. {_MEND}"
        letter = read_text(files[f"{newest.kenmerk}{SUFFIX}"])
    except BrokenObjectError as error:
        return f"het archief van dit advies {error}. {_MEND}"
    except OSError as error:
        return f"{Path(error.filename or home).name} is weg of niet leesbaar. {_MEND}"
    except (KeyError, ValueError):
        return f"er staat geen tekst van de brief bij. {_MEND}"
    return _Piece(letter, dict(sorted(files.items())))


_MEND = "Kijk met: advies controleer. Herstel het met: advies archief herstel"


def _check_inventory(home: Path) -> None:
    sidecar = (home / f"{INVENTORY}.sha512").read_text(encoding="ascii", errors="replace").split()
    digest = sha512((home / INVENTORY).read_bytes()).hexdigest()
    if sidecar[:1] != [digest]:
        raise BrokenObjectError("heeft een inhoudsopgave die is veranderd")


def _files(pieces: Sequence[_Piece], keeper: Keeper) -> Mapping[str, bytes]:
    """Everything in the delivery, by its path in the folder."""
    files: dict[str, bytes] = {}
    for piece in pieces:
        for name, content in piece.files.items():
            files[f"{keeper.serie}/{piece.letter.kenmerk}/{name}"] = content
    days = [piece.letter.briefdatum for piece in pieces]
    confidential = [name for piece in pieces for name in piece.confidential]
    files[f"{keeper.serie}/{keeper.serie}{mdto.SUFFIX}"] = mdto.serie(
        keeper,
        {piece.letter.kenmerk: piece.letter.onderwerp for piece in pieces},
        (min(days), max(days)),
        confidential,
    )
    files[README] = _readme(pieces, keeper, (min(days), max(days)), confidential).encode()
    lines = (f"{sha512(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return {**files, MANIFEST: "".join(lines).encode()}


def _readme(
    pieces: Sequence[_Piece], keeper: Keeper, period: tuple[date, date], confidential: Sequence[str]
) -> str:
    listed = "\n".join(
        f"  {p.letter.kenmerk}  {dutch.day(p.letter.briefdatum)}  {p.letter.onderwerp}"
        for p in pieces
    )
    first, last = map(dutch.day, period)
    closed = (
        f"LET OP: deze bestanden zijn vertrouwelijk: {', '.join(confidential)}.\n"
        if confidential
        else "Er zijn geen vertrouwelijke bijlagen bij.\n"
    )
    return (
        f"Levering aan een e-depot: {keeper.serie_naam}\n\n"
        f"{dutch.count(len(pieces), 'advies', 'adviezen')}, van {first} tot en met {last}:\n\n"
        f"{listed}\n\n"
        f"Elk advies heeft een eigen map in {keeper.serie}. Daarin staan de bestanden zoals zij zijn\n"
        "gearchiveerd, met bij elk bestand een beschrijving volgens MDTO 1.0.1:\n"
        "  <kenmerk>.MDTO.xml          beschrijft het advies\n"
        "  <naam>.bestand.MDTO.xml     beschrijft het bestand <naam>\n"
        "  <kenmerk>-verificatie.txt   zegt wat er van de ondertekening is gecontroleerd\n"
        "Van elk advies is de nieuwste versie geleverd.\n\n"
        f"{closed}"
        "De bestanden _bron.zip bevatten het formulier en de toetsing. Die zijn alleen voor de\n"
        "adviesraad en het archief, niet om te publiceren. De beperkingen staan ook in de\n"
        "beschrijving van elk advies, bij beperkingGebruik.\n\n"
        "Controleren of er niets is veranderd, in deze map:\n"
        f"  Linux      sha512sum -c {MANIFEST}\n"
        f"  macOS      shasum -a 512 -c {MANIFEST}\n"
        "  Windows    certutil -hashfile BESTAND SHA512, en vergelijk met de regel in "
        f"{MANIFEST}\n"
    )


def _write(target: Path, files: Mapping[str, bytes]) -> None:
    """Build the folder beside its place, and put it there when every file is safe on disk."""
    staged = target.with_name(f"{target.name}.onvolledig-{os.getpid()}")
    with writing(target):
        try:
            folders = {staged, *((staged / name).parent for name in files)}
            for folder in folders:
                folder.mkdir(parents=True, exist_ok=True)
            for name, content in files.items():
                write_through(staged / name, content)
            for folder in folders:
                sync_folder(folder)
            if target.exists():
                target.rmdir()  # it is empty; Windows does not rename over a folder
            rename(staged, target)
            sync_folder(target.parent)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
