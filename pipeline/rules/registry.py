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
    return "\n".join(lines) + "\n"
