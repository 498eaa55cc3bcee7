"""The rule on outdated law and names in text that leaves the house."""

from __future__ import annotations

from pipeline.model import Dossier, Ernst
from pipeline.rules.engine import Circumstances, Objections, rule
from pipeline.rules.outdated import candidates, uses
from pipeline.rules.text import own_words, vocabulary


@rule("U01", Ernst.OPMERKING, stap=None, bron="templates/verouderd.toml")
def woorden_zijn_van_nu(d: Dossier, at: Circumstances) -> Objections:
    """Een wet of naam die niet meer bestaat, mag worden vervangen door die van nu.

    Welke dat zijn, en wat ervoor in de plaats kwam, houdt de raad bij in verouderd.toml.
    """
    texts = own_words(d, at.raad)
    # Most sheets use none of them: one look at all texts together tells.
    entries = candidates((t.value for t in texts), vocabulary(d, at.raad), at.verouderd)
    for text in texts if entries else ():
        for entry, found in uses(text.value, entries):
            yield text.flag(f"noemt “{found}”. {entry.beter}")


RULES = (woorden_zijn_van_nu,)
