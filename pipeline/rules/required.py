"""What is needed to leave a step: one rule per question, with a sentence that says what to write.

Step and source of each demand stand in the definition of the form.
"""

from __future__ import annotations

from operator import attrgetter

from pipeline import dutch
from pipeline.form.fields import form
from pipeline.model import Dossier, Ernst, Stap
from pipeline.rules.decision import has_chair_route
from pipeline.rules.engine import Circumstances, Objections, Rule, rule

_QUESTIONS = dict(form(()).questions())


def _needs(code: str, key: str, ask: str) -> Rule:
    """A rule that the question of this key is answered; `ask` says what to write."""
    question = _QUESTIONS[key]
    cell_of = attrgetter(key)

    def check(d: Dossier, _at: Circumstances) -> Objections:
        cell = cell_of(d)
        if cell.is_empty:
            yield cell.flag(f"is nog leeg. {ask}")

    check.__doc__ = f"“{question.label}” is nodig.\n\n{ask}"
    return Rule(code, Ernst.ONTBREEKT, question.nodig, question.bron, check)


def _needs_per_point(code: str, part: str, ask: str) -> Rule:
    """A rule that this part of every adviespunt is answered."""
    question = _QUESTIONS[f"advies.adviespunten.*.{part}"]
    cell_of = attrgetter(part)

    def check(d: Dossier, _at: Circumstances) -> Objections:
        for number, punt in enumerate(d.advies.adviespunten, start=1):
            cell = cell_of(punt)
            if cell.is_empty:
                yield cell.flag(f"is bij adviespunt {number} nog leeg. {ask}")

    check.__doc__ = f"“{question.label}” is nodig bij elk adviespunt.\n\n{ask}"
    return Rule(code, Ernst.ONTBREEKT, question.nodig, question.bron, check)


@rule("N05", Ernst.ONTBREEKT, stap=Stap.INVULLEN, bron="S0:40")
def een_bevinding(d: Dossier, _at: Circumstances) -> Objections:
    """Minstens één bevinding is nodig.

    Een advies rust op wat de werkgroep zag, hoorde of las.
    """
    if not d.advies.bevindingen.items:
        yield d.advies.bevindingen.flag("zijn nog leeg. Schrijf ten minste één ding op dat u vond.")


@rule("N06", Ernst.ONTBREEKT, stap=Stap.INVULLEN, bron="S0:349")
def een_adviespunt(d: Dossier, _at: Circumstances) -> Objections:
    """Minstens één adviespunt is nodig.

    Het college antwoordt straks per adviespunt.
    """
    if not d.advies.adviespunten.items:
        yield d.advies.adviespunten.say(
            "Er is nog geen adviespunt. Schrijf op wat u het college adviseert, en waarom."
        )


@rule("N17", Ernst.ONTBREEKT, stap=Stap.PLENAIR, bron="S1-15")
def vergadering_is_geweest(d: Dossier, at: Circumstances) -> Objections:
    """De dag van de plenaire vergadering is nodig, en die dag is aangebroken.

    Keurt de voorzitter het advies goed zonder stemming, dan is er geen vergadering nodig.
    """
    meeting = d.procedure.plenair_op
    if has_chair_route(d.procedure):
        return
    if meeting.is_empty:
        yield meeting.flag("is nog leeg. De secretaris vult hier de dag van de vergadering in.")
    elif meeting.value > at.vandaag:
        yield meeting.flag(
            f"is {dutch.day(meeting.value)}: de raad moet het advies daar nog bespreken."
        )


RULES = (
    _needs(
        "N01",
        "advies.onderwerp",
        "Schrijf in een paar woorden waar het advies over gaat, zoals het boven de brief komt.",
    ),
    _needs("N02", "advies.thema", "Kies het thema uit de lijst, of typ een nieuw thema."),
    _needs("N03", "werkgroep.naam", "Kies uw werkgroep uit de lijst."),
    _needs("N04", "advies.aanleiding", "Vertel waarom de raad nu advies geeft."),
    een_bevinding,
    een_adviespunt,
    _needs_per_point("N07", "advies", "Schrijf op wat er moet gebeuren."),
    _needs_per_point("N08", "waarom", "Schrijf op waarom dit helpt."),
    _needs(
        "N09",
        "procedure.voorgelegd_voorzitter",
        "Leg het onderwerp voor aan de voorzitter en vul hier de dag in.",
    ),
    _needs(
        "N10",
        "procedure.overleg_voorzitter",
        "Stuur het concept naar de voorzitter en vul hier de dag in.",
    ),
    _needs(
        "N11",
        "procedure.overleg_bestuursadviseurs",
        "Stuur het concept naar de bestuursadviseurs en vul hier de dag in. "
        "Op antwoord wachten hoeft niet.",
    ),
    _needs_per_point("N12", "wie", "Schrijf op wie dit moet doen."),
    _needs_per_point("N13", "wanneer", "Noem een maand of een datum."),
    _needs(
        "N14",
        "investering.nodig",
        "Kies “ja” als er eerst geld of tijd in gestoken moet worden, anders “nee”.",
    ),
    _needs("N15", "toetsing.datum", "Vul de dag in waarop u de vragen van de toets naliep."),
    _needs("N16", "toetsing.toetser", "Vul in wie de vragen van de toets naliep."),
    vergadering_is_geweest,
)
