"""Dutch for click's own sentences, which it looks up through gettext.

Click knows no catalogue of its own and Python needs a compiled one for each; a dict that stands
in for the lookup says the same in one place. Sentences that are not here stay English: they
belong to features that this program does not use.
"""

from __future__ import annotations

import click
import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.termui
import click.types

_DUTCH = {
    "Usage:": "Gebruik:",
    "Options": "Opties",
    "Commands": "Opdrachten",
    "Arguments": "Argumenten",
    "Positional arguments": "Argumenten",
    "Show this message and exit.": "Toon deze uitleg en stop.",
    "Show the version and exit.": "Toon de versie en stop.",
    "Error: {message}": "Fout: {message}",
    "Aborted!": "Gestopt.",
    "default: {default}": "standaard: {default}",
    "Try '{command} {option}' for help.": "Uitleg krijgt u met: {command} {option}",
    "Invalid value: {message}": "Dit kan niet: {message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} klopt niet: {message}",
    "Missing argument": "Er ontbreekt",
    "Missing option": "Er ontbreekt een optie",
    "Missing parameter": "Er ontbreekt",
    "Missing command.": "Er ontbreekt een opdracht.",
    "Missing {param_type}": "Er ontbreekt: {param_type}",
    "Missing parameter: {param_name}": "Er ontbreekt: {param_name}",
    "No such option {name!r}.": "De optie {name} bestaat niet.",
    "No such option: {name}": "De optie {name} bestaat niet.",
    "No such command {name!r}.": "De opdracht {name} bestaat niet.",
    "Option {name!r} does not take a value.": "Achter {name} hoort niets te staan.",
    "Argument {name!r} takes {nargs} values.": "Bij {name} horen {nargs} waarden.",
    "Option {name!r} requires an argument.": "Achter {name} ontbreekt een waarde.",
    "Did you mean {possibility}?": "Bedoelt u {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Bedoelt u een van deze: {possibilities}?)",
    "Got unexpected extra argument ({args})": "Dit hoort hier niet: {args}",
    "Got unexpected extra arguments ({args})": "Dit hoort hier niet: {args}",
    "{value!r} is not a valid {number_type}.": "{value} is geen getal.",
    "{value!r} is not {choice}.": "{value} kan niet; kies {choice}.",
    "{value!r} is not one of {choices}.": "{value} kan niet; kies uit {choices}.",
}
_SPEAKING = (
    click.core,
    click.decorators,
    click.exceptions,
    click.formatting,
    click.parser,
    click.termui,
    click.types,
)


def speak_dutch() -> None:
    """Make click answer in Dutch for the rest of this process."""
    for module in _SPEAKING:
        for name, lookup in (("_", _one), ("ngettext", _counted)):
            if hasattr(module, name):
                setattr(module, name, lookup)


def _one(sentence: str) -> str:
    return _DUTCH.get(sentence, sentence)


def _counted(one: str, many: str, number: int) -> str:
    return _one(one if number == 1 else many)
