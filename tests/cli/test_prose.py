"""What the guides tell people to type is what the command line takes."""

from __future__ import annotations

import re
import shlex

import click
import pytest

from pipeline.cli import advies
from tests.work import ROOT

_LEFT_OUT = re.compile(r"\[[^]]*\]|…|\\\|[^ ]*")  # what may be left out, and alternatives


def typed() -> list[str]:
    """Every command between backticks in the two guides."""
    text = "".join(
        (ROOT / guide).read_text(encoding="utf-8")
        for guide in ("README.md", "input/HANDLEIDING.md")
    )
    found = (" ".join(one.split()) for one in re.findall(r"`(advies [^`]+)`", text))
    return sorted({_LEFT_OUT.sub("", one).strip() for one in found})


@pytest.mark.parametrize("line", typed())
def test_what_the_guides_tell_to_type_is_understood(line: str) -> None:
    words = shlex.split(line)[1:]
    command: click.Command = advies
    while words and isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    if words:  # without, it is the name of a command and not a line to type
        command.make_context(command.name, words)


def test_the_guides_tell_every_command() -> None:
    told = {line.split()[1] for line in typed()}
    assert told == set(advies.commands)
