"""The command line `advies`: what the user types, and what comes back. Nothing is decided here.

Exit status: 0 done; 1 a sheet, scan or archived file has a fout or could not be read, all else
was done; 2 usage; 3 the world is wrong (settings, template, disk, another run).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Never, TypeVar

import click

from pipeline import __version__
from pipeline.click_nl import speak_dutch
from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from pipeline.world import World

F = TypeVar("F", bound=Callable[..., None])
_HELP = {"help_option_names": ["-h", "--help"]}
FILE = click.Path(path_type=Path, readable=False)  # whether it can be read is told per sheet
FILE.name = "pad"


class Command(click.Command):
    """A command whose usage line is Dutch."""

    def __init__(self, name: str | None, **rest: Any) -> None:  # what click gives
        super().__init__(name, **{"options_metavar": "[OPTIES]", **rest})


class Commands(click.Group):
    """The commands, each with a Dutch usage line."""

    command_class = Command


class Day(click.ParamType[date]):
    """A day as JJJJ-MM-DD."""

    name = "JJJJ-MM-DD"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read an ISO date."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value} is geen datum; schrijf bijvoorbeeld 2026-11-22.", param, ctx)


def with_json(command: F) -> F:
    """Add --json."""
    option = click.option("--json", "as_json", is_flag=True, help="Geef het resultaat als JSON.")
    return option(command)


def with_world(command: F) -> F:
    """Add --datum and open the work folder; the command gets a `World`."""

    @wraps(command)
    def opened(datum: date | None, **rest: Any) -> None:  # click decides at run time what it passes
        from pipeline.workfolder import find
        from pipeline.world import open_world

        folder = find(Path.cwd(), click.get_current_context().obj)
        command(world=open_world(folder, datum or date.today()), **rest)  # noqa: DTZ011 -- the user's own day

    option = click.option(
        "--datum", type=Day(), help="Doe alsof het deze dag is. Standaard: vandaag."
    )
    return option(opened)  # type: ignore[return-value]  # wraps keeps the command's own shape


PADEN = click.argument("paden", nargs=-1, type=FILE, metavar="[PAD]...")


@click.group(
    cls=Commands,
    options_metavar="[OPTIES]",
    subcommand_metavar="OPDRACHT …",
    context_settings=_HELP,
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
    _print_json(document)
    for melding in meldingen:
        click.echo(melding, err=True)
    sys.exit(1 if meldingen else 0)


@advies.command()
@PADEN
@with_json
@with_world
def toets(world: World, paden: tuple[Path, ...], *, as_json: bool) -> None:
    """Toets formulieren: wat klopt, wat ontbreekt er nog?"""
    from pipeline import run, screen

    with _progress() as progress:
        toetsing = run.toets(world, world.folder.sheets(paden, Path.cwd()), progress)
    _tell(as_json, toetsing.as_json(world), screen.show_toetsing(toetsing))
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
@with_world
def brieven(world: World, paden: tuple[Path, ...], *, as_json: bool, **wishes: Any) -> None:
    """Maak de brieven aan het college, met de kopieën."""
    from pipeline import issuing, reach, screen
    from pipeline.letters.office import find_office
    from pipeline.letters.plan import Wishes

    asked = Wishes.of(world.vandaag, **wishes)
    reach.expect(world.archive, world.folder.werk)  # else what was signed could change
    with _progress() as progress:
        sheets = world.folder.sheets(paden, Path.cwd())
        outcome = issuing.brieven(world, sheets, asked, progress, find_office(os.environ))
    _tell(as_json, outcome.as_json(), screen.show_outcome(outcome))
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
    with _progress() as progress:
        filing = archiving.archiveer(world, asked, _moment(world), progress)
    _tell(as_json, filing.as_json(), screen.show_filing(filing))
    if filing.trouble:
        raise filing.trouble
    sys.exit(1 if filing.uncertain else 0)


@advies.group(cls=Commands, options_metavar="[OPTIES]", subcommand_metavar="OPDRACHT …")
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
    _tell(as_json, keeping.found_json(found, world), keeping.show_found(found, world))
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
    _tell(as_json, keeping.copied_json(copied), keeping.show_copied(copied))
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

    restored = keeping.herstel(world, bron, _moment(world))
    _tell(as_json, keeping.restored_json(restored), keeping.show_restored(restored))
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
    _tell(as_json, delivery.as_json(), delivery.sentences())
    sys.exit(delivery.exit_status)


@advies.command()
@with_json
@with_world
def register(world: World, *, as_json: bool) -> None:
    """Maak het register en het overzicht opnieuw.

    Vult ook de tabel van het secretariaat aan.
    """
    from pipeline import run, screen
    from pipeline.year.register_json import register_json

    with _progress() as progress:
        made, told = run.register(world, progress)
    _tell(as_json, register_json(made), [*told, *screen.show_register(made)])
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
    _tell(as_json, verdict.as_json(), verdict.lines())
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


def main() -> Never:
    """Run the command line; every failure ends in a Dutch sentence and an exit status."""
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


def _tell(as_json: bool, document: object, lines: Iterable[str]) -> None:  # noqa: FBT001 -- the switch itself
    if as_json:
        _print_json(document)
    else:
        for line in lines:
            click.echo(line)


def _print_json(document: object) -> None:
    """One JSON document on stdout: UTF-8, or plain ASCII where the console knows no UTF-8."""
    knows_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(document, ensure_ascii=not knows_utf8, indent=2))


def _moment(world: World) -> datetime:
    """Now; with --datum the same time of that day."""
    now = datetime.now().astimezone()
    return datetime.combine(world.vandaag, now.timetz())


@contextmanager
def _progress() -> Any:  # a context manager of a callback; click types neither
    """Count on stderr while a long run goes on; silent when nobody watches."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    shown = ""

    def show(what: str, number: int, total: int) -> None:
        nonlocal shown
        of = f" van {total}" if total else ""
        shown = f"\r{what}: {number}{of} "
        click.echo(shown, nl=False, err=True)

    yield show
    click.echo(f"\r{' ' * len(shown)}\r", nl=False, err=True)


if __name__ == "__main__":
    main()
