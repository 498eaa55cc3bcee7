"""The command line `advies`: what the user types, and what comes back. Nothing is decided here.

Exit status: 0 done; 1 a sheet, scan or archived file has a fout or could not be read, all else
was done; 2 usage; 3 the world is wrong (settings, template, disk, another run).
"""

from __future__ import annotations

import os
import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Never

import click

from pipeline import __version__
from pipeline.cli_archief import archief
from pipeline.click_nl import speak_dutch
from pipeline.errors import PipelineError
from pipeline.garbage import look_seldom
from pipeline.terminal import (
    FILE,
    HELP,
    PADEN,
    Commands,
    Day,
    moment,
    print_json,
    progressing,
    tell,
    with_json,
    with_reader,
    with_world,
)

if TYPE_CHECKING:
    from pipeline.form.read import Reader
    from pipeline.world import World


@click.group(
    cls=Commands,
    options_metavar="[OPTIES]",
    subcommand_metavar="OPDRACHT …",
    context_settings=HELP,
    invoke_without_command=True,
)
@click.version_option(
    __version__,
    "--versie",
    prog_name="advies",
    message="advies %(version)s",
    help="Toon de versie en stop.",
)
@click.option(
    "--map",
    "folder",
    type=FILE,
    help="De werkmap. Standaard: de map waarin u staat.",
)
@click.pass_context
def advies(ctx: click.Context, folder: Path | None) -> None:
    """Van invulformulier tot adviesbrief aan het college van B&W."""
    ctx.obj = folder
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@advies.command()
@click.argument("map", type=FILE, metavar="MAP")
def init(**given: Path) -> None:
    """Maak een nieuwe werkmap voor uw adviesraad."""
    from pipeline.init import init as make

    target = given["map"]
    make(target)
    click.echo(f"De werkmap {target} is klaar.")
    click.echo(f"Vul eerst {target / 'input' / 'adviesraad.toml'} in, en controleer dan met:")
    click.echo(f"  advies --map {target} controleer")


@advies.command()
@click.option("--onderwerp", metavar="TEKST", help="Het onderwerp van het advies.")
@click.option("--werkgroep", metavar="NAAM", help="De naam van de werkgroep.")
@click.option("--gegevens", type=FILE, help="Vul het formulier met dit JSON-bestand.")
@click.option(
    "--bijwerken",
    type=FILE,
    help="Zet de antwoorden van dit formulier over op een formulier van deze versie.",
)
@click.option(
    "--nieuw-van",
    type=FILE,
    help="Neem mensen en thema over uit dit formulier.",
)
@click.option("-o", "target", type=FILE, help="Waar het formulier komt te staan.")
@with_world
def formulier(world: World, target: Path | None, **wanted: Any) -> None:
    """Maak een nieuw invulformulier (.xlsx)."""
    from pipeline.newsheet import Wanted, new_form

    made = new_form(world, Wanted(**wanted), target)
    click.echo(f"Het formulier staat klaar: {world.folder.relative(made.absolute())}")


@advies.command()
@click.argument("bestand", type=FILE, metavar="BESTAND")
@click.option("--plaatsen", is_flag=True, help="Geef ook de cel van elke waarde.")
@with_json
@with_world
def lees(world: World, bestand: Path, *, plaatsen: bool, as_json: bool) -> None:  # noqa: ARG001 -- it is always JSON
    """Laat als JSON zien wat het programma in een formulier leest."""
    from pipeline import run

    document, meldingen = run.lees(world, bestand, with_places=plaatsen)
    print_json(document)
    for melding in meldingen:
        click.echo(melding, err=True)
    sys.exit(1 if meldingen else 0)


@advies.command()
@PADEN
@with_json
@with_reader
@with_world
def toets(world: World, reader: Reader, paden: tuple[Path, ...], *, as_json: bool) -> None:
    """Toets formulieren: wat klopt, wat ontbreekt er nog?"""
    from pipeline import run, screen

    with progressing() as progress:
        sheets = world.folder.sheets(paden, Path.cwd())
        toetsing = run.toets(world, sheets, progress, reader)
    tell(as_json, toetsing.as_json(world), screen.show_toetsing(toetsing))
    if as_json and toetsing.unseen:
        click.echo(toetsing.unseen, err=True)
    sys.exit(1 if toetsing.has_fout else 0)


@advies.command()
@PADEN
@click.option("--concept", "is_concept", is_flag=True, help="Maak concepten in plaats van brieven.")
@click.option(
    "--pdf/--geen-pdf",
    default=None,
    help="Maak ook PDF’s. Standaard: van nieuwe brieven, als LibreOffice er is.",
)
@click.option("--droog", "is_dry", is_flag=True, help="Vertel alleen wat er zou gebeuren.")
@click.option("--briefdatum", type=Day(), help="De datum op nieuwe brieven. Standaard: vandaag.")
@click.option(
    "--opnieuw",
    multiple=True,
    metavar="KENMERK",
    help="Maak deze brief opnieuw, ook als er niets veranderde.",
)
@click.option(
    "--vervang",
    is_flag=True,
    help="Ook als iemand de brief in Word veranderde; die blijft bewaard.",
)
@click.option(
    "--opvolger-van",
    multiple=True,
    metavar="KENMERK",
    help="Maak een nieuwe brief na deze gearchiveerde.",
)
@click.option(
    "--trek-in", metavar="KENMERK", help="Trek deze brief in. Het kenmerk blijft gebruikt."
)
@click.option("--reden", metavar="TEKST", help="Waarom u de brief intrekt.")
@with_json
@with_reader
@with_world
def brieven(
    world: World, reader: Reader, paden: tuple[Path, ...], *, as_json: bool, **wishes: Any
) -> None:
    """Maak de brieven aan het college, met de kopieën."""
    from pipeline import issuing, screen
    from pipeline.letters.office import find_office
    from pipeline.letters.plan import Wishes

    asked = Wishes.of(world.vandaag, **wishes)
    with progressing() as progress:
        sheets = world.folder.sheets(paden, Path.cwd())
        office = find_office(os.environ)
        outcome = issuing.brieven(world, sheets, asked, progress, office, reader=reader)
    tell(as_json, outcome.as_json(), screen.show_outcome(outcome))
    if outcome.trouble:
        raise outcome.trouble
    sys.exit(1 if outcome.has_fout else 0)


@advies.command()
@PADEN
@click.option("--als", metavar="KENMERK", help="Zeg zelf welke brief dit is.")
@click.option("--droog", "is_dry", is_flag=True, help="Vertel alleen wat er zou gebeuren.")
@with_json
@with_world
def archiveer(
    world: World, paden: tuple[Path, ...], *, als: str | None, is_dry: bool, as_json: bool
) -> None:
    """Zet ondertekende brieven in het archief.

    Zonder PAD: alles in input/ondertekend. Daarna staan de mails klaar.
    """
    from pipeline import archiving, screen

    asked = archiving.Asked.of(world, paden, als, is_dry=is_dry)
    with progressing() as progress:
        filing = archiving.archiveer(world, asked, moment(world), progress)
    tell(as_json, filing.as_json(), screen.show_filing(filing))
    if filing.trouble:
        raise filing.trouble
    sys.exit(1 if filing.has_fout else 0)


@advies.command()
@with_json
@with_world
def register(world: World, *, as_json: bool) -> None:
    """Maak het register en het overzicht opnieuw.

    Vult ook de tabel van het secretariaat aan.
    """
    from pipeline import registering, screen
    from pipeline.year.register_json import register_json

    with progressing() as progress:
        made, told = registering.register(world, progress)
    tell(as_json, register_json(made), [*told, *screen.show_register(made)])
    sys.exit(1 if made.has_fout else 0)


@advies.command()
@click.option("--snel", is_flag=True, help="Lees niet elk bestand na; kijk alleen of het er is.")
@click.option(
    "--code",
    metavar="CODE",
    help="Een code van het archief die u eerder noteerde, zoals 3F9A-7C2B-11D0.",
)
@with_json
@click.option("--datum", type=Day(), help="Doe alsof het deze dag is. Standaard: vandaag.")
def controleer(*, snel: bool, code: str | None, as_json: bool, datum: date | None) -> None:
    """Controleer instellingen, sjablonen, brieven en het archief."""
    from pipeline import verify, workfolder

    folder = workfolder.find(Path.cwd(), click.get_current_context().obj)
    today = datum or date.today()  # noqa: DTZ011 -- the user's own day
    verdict = verify.verify(folder, today, is_quick=snel, noted=code)
    tell(as_json, verdict.as_json(), verdict.lines())
    sys.exit(verdict.exit_status)


@advies.command()
@click.option("--eenmaal", "is_once", is_flag=True, help="Kijk één keer, en stop dan.")
@click.option("--datum", type=Day(), help="Doe alsof het deze dag is. Standaard: vandaag.")
def bewaak(*, is_once: bool, datum: date | None) -> None:
    """Toets elk formulier zodra het is bewaard, tot Ctrl-C."""
    from pipeline import watch, workfolder

    folder = workfolder.find(Path.cwd(), click.get_current_context().obj)
    clock = watch.Clock(datetime.now, lambda: datum or date.today(), time.monotonic, time.sleep)  # noqa: DTZ011 -- the user's own day
    if is_once:
        sys.exit(0 if watch.look_once(folder, clock, click.echo) else 1)
    watch.watch(folder, clock, click.echo)


advies.add_command(archief)


def main() -> Never:
    """Run the command line; every failure ends in a Dutch sentence and an exit status."""
    look_seldom()
    speak_dutch()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a cp1252 console knows no “…” of ours
    colour = False if os.environ.get("NO_COLOR") else None
    try:
        advies(prog_name="advies", color=colour)
    except PipelineError as error:
        click.echo(f"Fout: {error}", err=True)
        if error.hint:
            click.echo(error.hint, err=True)
        sys.exit(error.exit_status)
    sys.exit(0)


if __name__ == "__main__":
    main()
