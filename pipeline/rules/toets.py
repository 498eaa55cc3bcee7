"""The rules of the toets: one per criterion of the council's toetsingsschema (S0:385-389).

The toets makes clear, it does not overrule the council: an answer is needed, and a “deels” or
“nee” needs its reason; with that reason it is a waarschuwing and nothing more.
"""

from __future__ import annotations

from pipeline.model import Antwoord, Dossier, Ernst, Objection, Stap
from pipeline.rules.engine import Circumstances, Objections, Rule
from pipeline.rules.scheme import Criterium, Toetsingsschema

# The one criterion that asks for something that should not be: "ja" is what needs attention.
EIGEN_BELANG = "T32"


def criteria_rules(schema: Toetsingsschema) -> tuple[Rule, ...]:
    """A rule for each criterion on the form, with the id of the criterion as its code."""
    return tuple(_rule(criterium) for criterium in schema.criteria if criterium.ook_in_formulier)


def _rule(criterium: Criterium) -> Rule:
    check = _own_interest if criterium.id == EIGEN_BELANG else _answered

    def judge(d: Dossier, _at: Circumstances) -> Objections:
        row = d.toetsing.antwoorden.get(criterium.id)
        if row is not None:
            yield from check(criterium, row)
        elif criterium.verplicht:
            # An older form does not ask it: the newer one does.
            yield d.toetsing.datum.say(
                f"Dit formulier heeft een vraag nog niet: “{criterium.vraag}” Neem uw antwoorden "
                "over in een nieuw formulier."
            )

    judge.__doc__ = (
        f"Een antwoord is nodig op de vraag: {criterium.vraag}"
        if criterium.verplicht
        else f"Uitleg is nodig bij “deels” of “nee” op de vraag: {criterium.vraag}"
    ) + f"\n\n{criterium.hulp}"
    return Rule(criterium.id, Ernst.ONTBREEKT, Stap.PLENAIR, criterium.bron, judge)


def _answered(criterium: Criterium, row: Antwoord) -> Objections:
    answer = row.antwoord.answer
    if row.antwoord.is_empty and criterium.verplicht:
        yield _no_answer(criterium, row)
    if answer not in ("deels", "nee"):
        return
    if row.toelichting.is_empty:
        yield row.toelichting.say(f"“{criterium.vraag}” Leg kort uit waarom u “{answer}” koos.")
    elif row.toelichting.is_filled:
        yield row.antwoord.say(
            f"“{criterium.vraag}” U koos “{answer}”. Dat mag; de raad weegt het mee.",
            Ernst.WAARSCHUWING,
        )


def _own_interest(criterium: Criterium, row: Antwoord) -> Objections:
    if row.antwoord.is_empty and criterium.verplicht:
        yield _no_answer(criterium, row)
    if row.antwoord.answer in ("ja", "deels"):
        yield row.antwoord.say(
            f"“{criterium.vraag}” U koos “ja, wel”: deze opsteller stemt niet mee.",
            Ernst.WAARSCHUWING,
        )


def _no_answer(criterium: Criterium, row: Antwoord) -> Objection:
    return row.antwoord.say(f"“{criterium.vraag}” Deze vraag is nog niet beantwoord.")
