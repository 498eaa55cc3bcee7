"""Keeping: the stories of `advies archief`: find, copy, repair and deliver what was filed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from pipeline import dutch, reach
from pipeline.archive.delivery import Delivery, deliver
from pipeline.archive.keeper import Keeper
from pipeline.archive.mirror import Copied, copy
from pipeline.archive.restore import Restored, restore
from pipeline.archive.search import Found, search
from pipeline.archived import code_in_words
from pipeline.errors import MissingPathError
from pipeline.world import World


def zoek(world: World, text: str) -> Found:
    """The adviezen in which all these words stand.

    Raises:
        UsageError: there is no word to look for.
    """
    _expect(world)
    return search(world.archive, text)


def kopie(world: World, target: Path) -> Copied:
    """Bring a second copy in step; raises as `mirror.copy` does."""
    _expect(world)
    return copy(world.archive, target.absolute())


def herstel(world: World, source: Path, now: datetime) -> Restored:
    """Repair the archive from a copy; raises as `restore.restore` does.

    Raises:
        MissingPathError: there is no such folder.
    """
    if not source.exists():
        raise MissingPathError(source)
    return restore(world.archive, source.absolute(), user=world.raad.naam, when=now)


def uitvoer(world: World, kenmerken: Sequence[str], target: Path) -> Delivery:
    """Deliver adviezen to an e-depot; raises as `delivery.deliver` does."""
    _expect(world)
    keeper = Keeper.of(world.raad, world.vandaag)
    return deliver(world.archive, tuple(map(str.upper, kenmerken)), target.absolute(), keeper)


def _expect(world: World) -> None:
    """An archive that is out of reach is not an empty one."""
    reach.expect(world.archive, world.folder.werk)


def show_found(found: Found, world: World) -> Iterator[str]:
    """For the screen."""
    for hit in found.hits:
        yield f"{hit.kenmerk}  {dutch.day(hit.briefdatum)}  {hit.onderwerp}"
        if hit.snippet:
            yield f"    {hit.snippet}"
        yield f"    {world.folder.relative(hit.path)}"
    yield from found.sentences
    if not found.hits:
        yield "Probeer het met minder woorden, of met een deel van een woord."
    yield f"{dutch.count(len(found.hits), 'advies', 'adviezen')} gevonden."


def found_json(found: Found, world: World) -> Mapping[str, object]:
    """For `--json`."""
    return {
        "gevonden": [
            {
                "kenmerk": hit.kenmerk,
                "onderwerp": hit.onderwerp,
                "briefdatum": hit.briefdatum.isoformat(),
                "fragment": hit.snippet,
                "bestand": world.folder.relative(hit.path),
            }
            for hit in found.hits
        ],
        "niet_doorzocht": list(found.unsearched),
    }


def show_copied(copied: Copied) -> Iterator[str]:
    """For the screen."""
    yield from copied.meldingen
    yield from (f"Fout: {sentence}" for sentence in copied.fout)
    if copied.head:
        yield f"Code van de kopie: {copied.head}."
    new = dutch.count(len(copied.gekopieerd), "advies", "adviezen")
    yield f"Klaar: {new} gekopieerd, {len(copied.hersteld)} hersteld, {len(copied.fout)} niet goed."


def copied_json(copied: Copied) -> Mapping[str, object]:
    """For `--json`."""
    return {
        "gekopieerd": list(copied.gekopieerd),
        "hersteld": list(copied.hersteld),
        "meldingen": list(copied.meldingen),
        "fout": list(copied.fout),
        "code": copied.head,
    }


def show_restored(restored: Restored) -> Iterator[str]:
    """For the screen."""
    yield from restored.meldingen
    yield from (f"Fout: {sentence}" for sentence in restored.fout)
    if restored.opzij:
        yield f"Wat apart is gezet, staat in {restored.opzij}."
    if restored.head:
        yield from code_in_words(restored.head)
    mended = dutch.count(len(restored.hersteld), "advies", "adviezen")
    yield f"Klaar: {mended} hersteld, {len(restored.fout)} niet te herstellen."


def restored_json(restored: Restored) -> Mapping[str, object]:
    """For `--json`."""
    return {
        "hersteld": list(restored.hersteld),
        "meldingen": list(restored.meldingen),
        "fout": list(restored.fout),
        "opzij": str(restored.opzij) if restored.opzij else None,
        "code": restored.head,
    }
