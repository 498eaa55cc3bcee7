"""The commands `advies archief …`: find, copy, repair and deliver what was filed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.terminal import FILE, Commands, moment, tell, with_json, with_world

if TYPE_CHECKING:
    from pipeline.world import World


@click.group(cls=Commands, options_metavar="[OPTIES]", subcommand_metavar="OPDRACHT …")
def archief() -> None:
    """Zoek in het archief, kopieer het, herstel het, lever het uit."""


@archief.command()
@click.argument("tekst", nargs=-1, required=True, metavar="TEKST…")
@with_json
@with_world
def zoek(world: World, tekst: tuple[str, ...], *, as_json: bool) -> None:
    """Zoek adviezen waarin al deze woorden staan."""
    from pipeline import keeping

    found = keeping.zoek(world, " ".join(tekst))
    tell(as_json, keeping.found_json(found, world), keeping.show_found(found, world))
    sys.exit(1 if found.unsearched else 0)


@archief.command()
@click.argument("doel", type=FILE, metavar="MAP")
@with_json
@with_world
def kopie(world: World, doel: Path, *, as_json: bool) -> None:
    """Houd een tweede kopie van het archief bij.

    MAP is een lege map, of die van de vorige keer. Neem liefst een andere schijf.
    """
    from pipeline import keeping

    copied = keeping.kopie(world, doel)
    tell(as_json, keeping.copied_json(copied), keeping.show_copied(copied))
    sys.exit(1 if copied.fout else 0)


@archief.command()
@click.argument("bron", type=FILE, metavar="MAP")
@with_json
@with_world
def herstel(world: World, bron: Path, *, as_json: bool) -> None:
    """Herstel wat beschadigd of weg is, uit een kopie.

    MAP is de map die u bij “advies archief kopie” gebruikt. Daarin verandert niets.
    """
    from pipeline import keeping

    restored = keeping.herstel(world, bron, moment(world))
    tell(as_json, keeping.restored_json(restored), keeping.show_restored(restored))
    sys.exit(1 if restored.fout else 0)


@archief.command()
@click.argument("kenmerken", nargs=-1, required=True, metavar="KENMERK…")
@click.option("-o", "target", type=FILE, required=True, metavar="MAP", help="Een nieuwe map.")
@with_json
@with_world
def uitvoer(world: World, kenmerken: tuple[str, ...], target: Path, *, as_json: bool) -> None:
    """Lever adviezen uit aan een e-depot, met hun beschrijving (MDTO)."""
    from pipeline import keeping

    delivery = keeping.uitvoer(world, kenmerken, target)
    tell(as_json, delivery.as_json(), delivery.sentences())
    sys.exit(delivery.exit_status)
