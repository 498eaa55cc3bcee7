"""Rules over the win/win matrix and the investment: complete and honest (S0:363-388)."""

from __future__ import annotations

from pipeline.form.fields import KLANTGROEPEN
from pipeline.model import Belang, Dossier, Ernst, Stap
from pipeline.rules.engine import Circumstances, Objections, rule
from pipeline.rules.winwin import is_unmet

# "De ondernemer (als werkgever)" is too long a start for a sentence.
_NAMES = {key: name.partition(" (")[0] for key, name in KLANTGROEPEN}


@rule("T07", Ernst.ONTBREEKT, stap=Stap.PLENAIR, bron="S0:363, 373")
def effect_voor_burger(d: Dossier, _at: Circumstances) -> Objections:
    """Een antwoord op de vraag wat het advies de burger oplevert, is nodig."""
    yield from _effect(d.winwin.burger, "burger")


@rule("T08", Ernst.ONTBREEKT, stap=Stap.PLENAIR, bron="S0:363, 375")
def effect_voor_gemeente(d: Dossier, _at: Circumstances) -> Objections:
    """Een antwoord op de vraag wat het advies de gemeente oplevert, is nodig."""
    yield from _effect(d.winwin.gemeente, "gemeente")


@rule("T09", Ernst.ONTBREEKT, stap=Stap.PLENAIR, bron="S0:363, 377")
def effect_voor_ondernemer(d: Dossier, _at: Circumstances) -> Objections:
    """Een antwoord op de vraag wat het advies de ondernemer oplevert, is nodig."""
    yield from _effect(d.winwin.ondernemer, "ondernemer")


@rule("T10", Ernst.WAARSCHUWING, stap=Stap.PLENAIR, bron="S0:378")
def iedereen_wint(d: Dossier, _at: Circumstances) -> Objections:
    """Een advies hoort iedereen iets op te leveren.

    Soms kan dat niet. Dan is het goed dat de raad het weet.
    """
    for name, group in d.winwin:
        if group.effect.answer in ("gelijk", "verlies"):
            yield group.effect.say(
                f"{_NAMES[name]} wint niet: u koos “{group.effect.value}”. Kan het ook zo dat deze "
                "groep er beter van wordt? Zo niet, dan weegt de raad dat mee."
            )


@rule("W01", Ernst.ONTBREEKT, stap=Stap.PLENAIR, bron="S0:378")
def wie_niet_wint_is_uitgelegd(d: Dossier, _at: Circumstances) -> Objections:
    """Een toelichting is nodig bij elke groep die niet wint.

    Bij “niet geraakt” is één regel genoeg.
    """
    for name, group in d.winwin:
        effect = group.effect.answer
        if effect in ("gelijk", "verlies", "niet geraakt") and group.toelichting.is_empty:
            yield group.toelichting.say(f"{_NAMES[name]}: leg kort uit waarom u “{effect}” koos.")


@rule("T12", Ernst.ONTBREEKT, stap=Stap.PLENAIR, bron="S0:378")
def verlies_wordt_opgevangen(d: Dossier, _at: Circumstances) -> Objections:
    """Bij verlies is nodig hoe dat wordt opgevangen, of waarom dat niet kan."""
    for name, group in d.winwin:
        if is_unmet(group):
            yield group.compensatie.say(
                f"{_NAMES[name]} verliest, en er staat niet bij hoe dat wordt opgevangen. Schrijf "
                "op hoe, of waarom dat niet kan."
            )


@rule("T13", Ernst.ONTBREEKT, stap=Stap.PLENAIR, bron="S0:380")
def investering_is_benoemd(d: Dossier, _at: Circumstances) -> Objections:
    """Bij een investering is nodig wat er eerst gebeurt en wanneer het wat oplevert.

    Wie betaalt en hoeveel, mag u schatten of leeg laten.
    """
    if not d.investering.nodig.answer:
        return
    if d.investering.wat.is_empty:
        yield d.investering.wat.flag("is nog leeg. Noem het geld of de tijd die eerst nodig is.")
    if d.investering.wanneer_winst.is_empty:
        yield d.investering.wanneer_winst.flag("is nog leeg. Schrijf op wat het later oplevert.")


@rule("T15", Ernst.WAARSCHUWING, stap=Stap.PLENAIR, bron="S0:385")
def advies_steunt_een_belang(d: Dossier, _at: Circumstances) -> Objections:
    """Een advies hoort ten minste één groep iets op te leveren.

    Uit de tabel volgt welk belang het advies steunt.
    """
    effects = [group.effect for _, group in d.winwin]
    if all(e.is_filled for e in effects) and not any(e.value == "winst" for e in effects):
        yield effects[0].say("Volgens deze tabel wint niemand. Wat levert het advies dan op?")


RULES = (
    effect_voor_burger,
    effect_voor_gemeente,
    effect_voor_ondernemer,
    iedereen_wint,
    wie_niet_wint_is_uitgelegd,
    verlies_wordt_opgevangen,
    investering_is_benoemd,
    advies_steunt_een_belang,
)


def _effect(group: Belang, name: str) -> Objections:
    if group.effect.is_empty:
        yield group.effect.say(f"{_NAMES[name]}: kies wat het advies deze groep oplevert.")
