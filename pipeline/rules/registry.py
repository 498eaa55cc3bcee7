"""All rules of the pipeline, in one tuple, and the page that tells them (README.md beside this)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pipeline.rules import (
    belangen,
    content,
    dates,
    followup,
    people,
    personal,
    procedure,
    raakvlak,
    reading,
    required,
    sideroads,
    subject,
    votes,
    wording,
)
from pipeline.rules.engine import Rule
from pipeline.rules.scheme import Toetsingsschema
from pipeline.rules.toets import criteria_rules

# In the order of the work; a council's own criteria come after.
RULES: tuple[Rule, ...] = (
    *required.RULES,
    *subject.RULES,
    *content.RULES,
    *people.RULES,
    *personal.RULES,
    *wording.RULES,
    *reading.RULES,
    *procedure.RULES,
    *raakvlak.RULES,
    *dates.RULES,
    *belangen.RULES,
    *votes.RULES,
    *followup.RULES,
    *sideroads.RULES,
)


# Found while reading or beside other files, not by a rule over one dossier.
BESIDE: tuple[tuple[str, str], ...] = (
    ("L01", "fout: een cel moet een datum zijn en is dat niet"),
    ("L02", "fout: een cel moet een heel getal zijn en is dat niet"),
    ("L03", "fout: een cel moet ja of nee zijn en is dat niet"),
    ("L04", "fout: een cel moet een keuze uit de lijst zijn en is dat niet"),
    ("L05", "fout: een cel bevat een fout van het rekenprogramma, zoals #N/B"),
    ("L06", "fout: een formule is niet uitgerekend"),
    ("L07", "fout: een tekst bevat een onzichtbaar stuurteken"),
    ("L08", "fout: een tekst bevat een teken dat de leesrichting omkeert"),
    ("L09", "fout: één vraag is op twee plaatsen verschillend beantwoord"),
    ("L10", "fout: een vraag staat op twee tabbladen"),
    ("L11", "opmerking: een regel hoort bij een vraag die het programma niet kent"),
    ("L12", "opmerking: een tekst staat naast het formulier en wordt niet gelezen"),
    ("L13", "fout: het formulier is zijn eigen nummer kwijt"),
    ("K01", "fout: twee formulieren met één nummer en verschillende antwoorden"),
    ("K02", "fout: een kopie van een formulier waarvan de brief al bestaat, voor een ander advies"),
    ("T33", "opmerking: een ander dossier of een brief lijkt hier veel op (S1-5)"),
    ("S01", "fout: het formulier en de tabel van het secretariaat spreken elkaar tegen"),
    ("S02", "fout: een advies staat twee keer in de tabel van het secretariaat"),
    ("S03", "fout: een regel van die tabel hoort bij een ander formulier dan hij noemt"),
    ("F01", "ontbreekt: het bestand van een bijlage ligt niet in input/bijlagen"),
    ("F02", "ontbreekt: de tekst is na het concept waarover is gestemd veranderd (S1-16)"),
    ("F03", "ontbreekt: het concept waarover is gestemd is er niet, of is er dubbel (S1-16)"),
)


@lru_cache(maxsize=8)
def rules(schema: Toetsingsschema) -> tuple[Rule, ...]:
    """Every rule that a council with this toetsingsschema has."""
    return (*RULES, *criteria_rules(schema))


def rules_page(all_rules: Sequence[Rule]) -> str:
    """The page of all rules, as Markdown: code, demand, step, source and why."""
    lines = [
        "# What is checked",
        "",
        "Generated from the rules themselves; change the docstring of a rule, not this page.",
        "S0 is the council's werkwijze (with its line), S1 the agreement of 17 June 2019 (with its article).",
    ]
    for one in all_rules:
        step = one.stap.value if one.stap else "elke stap"
        lines += ["", f"## {one.code} · {one.ernst} · {step}", "", f"**{one.demand}** ({one.bron})"]
        if one.why:
            lines += ["", one.why]
    lines += ["", "## Found while reading, or beside other files", ""]
    lines += [f"- **{code}** {what}" for code, what in BESIDE]
    return "\n".join(lines) + "\n"
