"""Compose: decides what the letter and its copies say, from a dossier and the council. Knows no Word.

Everything the werkgroep wrote goes into the letter letter for letter. What is confidential or
internal (toetsing, talks, members' names) never does, by construction: only `Brief` is printed,
and only this module fills it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from pipeline import dutch
from pipeline.council import Raad
from pipeline.errors import PipelineError
from pipeline.letters import prose
from pipeline.letters.letter import (
    Brief,
    BriefBelang,
    BriefPunt,
    BriefVraag,
    Regel,
    Tekst,
)
from pipeline.letters.values import (
    code_of,
    printed_values,
    public_appendices,
    public_lines,
)
from pipeline.model import Belang, Bestuursadviseur, Dossier
from pipeline.rules.decision import Besluit

KLANTGROEPEN = {
    "burger": "De burger",
    "gemeente": "De gemeente",
    "ondernemer": "De ondernemer",
}


class NoChairError(PipelineError):
    """Nobody may sign on the day of the letter."""

    hint = (
        "Vul in input/adviesraad.toml bij [[leden]] de termijn van de voorzitter in, of noem een "
        "plaatsvervangend_voorzitter. Er is niets geschreven."
    )

    def __init__(self, day: date) -> None:
        super().__init__(
            f"Op {dutch.day(day)} is er geen voorzitter die de brief kan ondertekenen."
        )


class Issue(Struct, frozen=True):
    """What makes a letter out of a dossier: its name, its day, and whether it is a concept."""

    kenmerk: str  # AWI-2026-004, or CONCEPT-2
    day: date
    concept: str = ""  # "CONCEPT 2 – voor de raad"; empty for a definitive letter

    @property
    def is_concept(self) -> bool:
        """True when this is no letter yet."""
        return bool(self.concept)


class Internal(Struct, frozen=True):
    """What is printed for the council only."""

    toetsing: tuple[BriefVraag, ...] = ()
    open_punten: tuple[str, ...] = ()


PUBLIC = Internal()


def letter(
    d: Dossier, raad: Raad, besluit: Besluit | None, issue: Issue, internal: Internal = PUBLIC
) -> Brief:
    """The letter to the college (1-domain, "The letter").

    Raises:
        NoChairError: the council has no voorzitter on the day of a definitive letter.
    """
    advies = d.advies
    soort = advies.soort.answer or "ongevraagd"
    onderwerp = advies.onderwerp.answer or ""
    naam, functie = signer(raad, issue)
    gevraagd = soort == "gevraagd"
    waarden = printed_values(d)
    return Brief(
        afzender=dutch.sentence(raad.naam),
        gemeente=f"gemeente {raad.gemeente}",
        afzender_regels=sender(raad),
        merk=raad.brief.merk or "",
        concept=issue.concept,
        kopie_voor="",
        geadresseerde=_addressee(raad),
        datumregel=f"{raad.plaats}, {dutch.day(issue.day)}",
        regels=_reference(d, raad, issue, gevraagd=gevraagd),
        onderwerp=onderwerp,
        onderwerpregel=f"{dutch.sentence(soort)} advies – {onderwerp}",
        aanhef=raad.brief.aanhef,
        kern=prose.written(advies.kern),
        inleiding_punten=prose.WIJ_ADVISEREN,
        adviespunten=_points(d, issue),
        verzoek=prose.verzoek(raad.brief.reactietermijn_weken),
        groet=raad.brief.groet,
        namens=f"namens de leden van de {raad.naam}",
        ondertekenaar=naam,
        functie=functie,
        adviesvraag_inleiding=_question_lead(d) if gevraagd else "",
        adviesvraag=prose.written(advies.adviesvraag.vraag) if gevraagd else (),
        aanleiding=prose.written(advies.aanleiding),
        bevindingen=tuple(prose.written(item) for item in advies.bevindingen),
        belangen=tuple(_interest(name, belang, raad) for name, belang in d.winwin),
        investering=_investment(d),
        gewenste_uitkomst=prose.written(advies.gewenste_uitkomst),
        totstandkoming=prose.totstandkoming(d, raad, besluit),
        gehoord=tuple(public_lines(advies.gehoord)),
        bronnen=tuple(public_lines(advies.bronnen)),
        grondslag=raad.brief.grondslag,
        minderheid=prose.written(d.procedure.minderheidsstandpunt)
        if d.procedure.minderheid_in_brief.answer
        else (),
        bijlagen=tuple(public_appendices(d)),
        toetsing=internal.toetsing,
        open_punten=internal.open_punten,
        code=f"{issue.kenmerk}:{code_of(issue.kenmerk, issue.day, waarden)}",
        titel=f"{dutch.sentence(soort)} advies – {onderwerp}",
        kenmerk="" if issue.is_concept else issue.kenmerk,
    )


def copies(brief: Brief, adviseurs: Sequence[Bestuursadviseur]) -> tuple[tuple[str, Brief], ...]:
    """The copy for each bestuursadviseur: the same letter plus one line, and its own code."""
    kenmerk, _, digits = brief.code.partition(":")
    named = [a for a in adviseurs if a.naam.is_filled]
    made = []
    for number, adviseur in enumerate(named, start=1):
        who = ", ".join(part for part in (adviseur.naam.value, adviseur.functie.answer) if part)
        copy = replace(brief, kopie_voor=f"Kopie voor {who}", code=f"{kenmerk}-K{number}:{digits}")
        made.append((adviseur.naam.value, copy))
    return tuple(made)


def signer(raad: Raad, issue: Issue) -> tuple[str, str]:
    """Name and function under the letter; a concept needs no voorzitter yet."""
    chair = raad.voorzitter_op(issue.day)
    if chair is None:
        if issue.is_concept:
            return "", "voorzitter"
        raise NoChairError(issue.day)
    is_deputy = chair.rol != "voorzitter"
    return chair.naam, "plaatsvervangend voorzitter" if is_deputy else "voorzitter"


def sender(raad: Raad) -> tuple[str, ...]:
    """The lines under the name of the council: address, e-mail, phone and website."""
    contact = [line for line in (raad.email, raad.telefoon, raad.website) if line]
    return (*raad.adres, *contact)


def _addressee(raad: Raad) -> tuple[str, ...]:
    first, *rest = raad.college
    holder = raad.brief.portefeuillehouder
    return (first, *([f"t.a.v. {holder}"] if holder else []), *rest)


def _reference(d: Dossier, raad: Raad, issue: Issue, *, gevraagd: bool) -> tuple[Regel, ...]:
    uw_kenmerk = d.advies.adviesvraag.kenmerk.answer if gevraagd else None
    groep = d.werkgroep.naam.answer
    functies = [a.functie.answer or a.naam.value for a in d.bestuursadviseurs if a.naam.is_filled]
    bijlagen = ["Toelichting", *public_appendices(d)]
    lines = (
        ("Ons kenmerk", "" if issue.is_concept else issue.kenmerk),
        ("Uw kenmerk", uw_kenmerk),
        ("Contact", ", ".join(part for part in (_werkgroep(groep), raad.email) if part)),
        ("Bijlage" if len(bijlagen) == 1 else "Bijlagen", "; ".join(bijlagen)),
        ("Kopie aan", dutch.join(list(dict.fromkeys(functies)))),
    )
    return tuple(Regel(name, value) for name, value in lines if value)


def _points(d: Dossier, issue: Issue) -> tuple[BriefPunt, ...]:
    return tuple(
        BriefPunt(
            number,
            f"{issue.kenmerk}/{number}",
            prose.written(punt.advies),
            punt.wie.answer or "",
            punt.wanneer.answer or "",
            prose.written(punt.waarom),
        )
        for number, punt in enumerate(d.advies.adviespunten, start=1)
    )


def _question_lead(d: Dossier) -> str:
    vraag = d.advies.adviesvraag
    op = f"Op {dutch.day(vraag.datum.answer)} " if vraag.datum.answer else ""
    wie = vraag.van.answer or "de gemeente"
    lead = f"{op}vroeg {wie} ons:" if op else f"{dutch.sentence(wie)} vroeg ons:"
    return lead if vraag.vraag.is_filled else ""


def _interest(name: str, belang: Belang, raad: Raad) -> BriefBelang:
    oplevert: Tekst = prose.written(belang.toelichting)
    if belang.compensatie.is_filled:
        oplevert += prose.written(belang.compensatie, "Hoe dat wordt opgevangen: ")
    return BriefBelang(
        KLANTGROEPEN[name],
        prose.text(belang.belang.answer or raad.belang(name)),
        oplevert or prose.alinea(_unexplained(belang)),
    )


def _unexplained(belang: Belang) -> str:
    if belang.effect.answer is None:  # in a concept
        return "Nog in te vullen."
    return "Zie de toelichting bij de adviespunten."


def _investment(d: Dossier) -> tuple[Regel, ...]:
    investering = d.investering
    if not investering.nodig.answer:
        return ()
    lines = (
        ("Wat er nodig is", investering.wat.answer),
        ("Wie investeert", investering.wie.answer),
        ("Hoeveel ongeveer", dutch.money(investering.bedrag.answer or "")),
        ("Wat het oplevert, en wanneer", investering.wanneer_winst.answer),
    )
    return tuple(Regel(name, value) for name, value in lines if value)


def _werkgroep(naam: str | None) -> str:
    if not naam:
        return ""
    return naam if naam.casefold().startswith("werkgroep") else f"werkgroep {naam}"
