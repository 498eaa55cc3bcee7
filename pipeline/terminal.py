"""Terminal: what the commands have in common, on the way in and on the way out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from pipeline.world import World

F = TypeVar("F", bound=Callable[..., None])
HELP = {"help_option_names": ["-h", "--help"]}
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


def with_reader(command: F) -> F:
    """Start what reads the sheets; it gets ready while the rest of the program loads."""

    @wraps(command)
    def started(**rest: Any) -> None:  # as above
        from pipeline.form.read import Reader

        with Reader() as reader:
            reader.get_ready()
            command(reader=reader, **rest)

    return started  # type: ignore[return-value]  # as above


PADEN = click.argument("paden", nargs=-1, type=FILE, metavar="[PAD]...")


def tell(as_json: bool, document: object, lines: Iterable[str]) -> None:  # noqa: FBT001 -- the switch itself
    """Print what came of a command: one JSON document, or lines for a person."""
    if as_json:
        print_json(document)
    else:
        for line in lines:
            click.echo(line)


def print_json(document: object) -> None:
    """Print one JSON document on stdout: UTF-8, or plain ASCII where the console knows no UTF-8."""
    knows_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(document, ensure_ascii=not knows_utf8, indent=2))


def moment(world: World) -> datetime:
    """Now; with --datum the same time of that day."""
    now = datetime.now().astimezone()
    return datetime.combine(world.vandaag, now.timetz())


@contextmanager
def progressing() -> Any:  # a context manager of a callback; click types neither
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
