"""The register: every dossier and every adviespunt with dates, step, term, status and what is next.

Derived afresh from the sheets and the letters; never the place where truth lives. `Register` is
the one value of which register.json, register.xlsx and overzicht.html are all made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from pipeline.checking import Checked
from pipeline.letters.conflict import conflicts
from pipeline.model import Adviespunt, Ernst, Finding, PuntReactie, Reactie, Stap, Uitgave
from pipeline.sheets import Batch
from pipeline.world import World
from pipeline.year.filed import Filed, Gearchiveerd, filed
from pipeline.year.needs import Nodig, next_need
from pipeline.year.success import OPEN, Answered, Jaar, years
from pipeline.year.terms import Termijn, publication_term, reply_term, terms


class Punt(Struct, frozen=True):
    """One adviespunt with what the college said of it."""

    nummer: int
    kenmerk: str | None  # for life: AWI-2026-004/1
    advies: str | None
    wie: str | None
    wanneer: str | None
    status: str  # as on the form
    is_niet_beantwoord: bool  # the reply is in and does not speak of it
    datum: date | None
    bron: str | None
    motivering: str | None

    @property
    def status_in_woorden(self) -> str:
        """The status as people read it."""
        return "niet beantwoord" if self.is_niet_beantwoord else self.status


class Entry(Struct, frozen=True):
    """One dossier: one sheet, its letter if there is one, its step and what it needs next."""

    bestand: str
    formulier_id: str | None
    kenmerk: str | None
    onderwerp: str | None
    soort: str | None
    vorm: str | None
    domein: str | None
    thema: str | None
    dossier: str | None
    werkgroep: str | None
    contactpersoon: str | None
    stap: Stap
    volgende_stap: Stap | None
    winwin: str | None
    adviesvraag_op: date | None
    gewenst_op: date | None
    ingeleverd_op: date | None
    plenair_op: date | None
    besluit_op: date | None
    briefdatum: date | None
    verzonden_op: date | None
    reactie_voor: date | None  # the last day of the reply term
    reactie_ontvangen_op: date | None
    openbaar_voor: date | None  # the last day to come on the website
    opvolgdatum: date | None
    bekeken_op: date | None
    meldingen: tuple[Finding, ...]
    nodig: Nodig | None
    termijnen: tuple[Termijn, ...]
    adviespunten: tuple[Punt, ...]
    brieven: tuple[str, ...]  # the files of its letter, relative to output/
    archief: Gearchiveerd | None  # the signed letter; None as long as it is not filed
    mails: tuple[str, ...]  # the drafts in output/verzenden, relative to output/

    @property
    def volgende_termijn(self) -> Termijn | None:
        """The first term that runs or has passed."""
        return self.termijnen[0] if self.termijnen else None

    @property
    def tellingen(self) -> Mapping[Ernst, int]:
        """How many meldingen there are of each ernst."""
        count = Counter(finding.ernst for finding in self.meldingen)
        return {ernst: count[ernst] for ernst in Ernst}


class LosseBrief(Struct, frozen=True):
    """A letter of which the sheet is no longer in input/."""

    kenmerk: str
    onderwerp: str
    briefdatum: date
    brieven: tuple[str, ...]
    archief: Gearchiveerd | None


class Register(Struct, frozen=True):
    """Everything that the register knows on one day."""

    datum: date
    raad: str
    gemeente: str
    dossiers: tuple[Entry, ...]
    zonder_formulier: tuple[LosseBrief, ...]
    onleesbaar: tuple[tuple[str, str], ...]  # bestand, Dutch sentence
    overgeslagen: tuple[str, ...]  # a sentence for each sheet for which another one counts
    opmerkingen: tuple[
        str, ...
    ]  # about the secretary's table as a whole, and letters of which there are two
    jaren: tuple[Jaar, ...]
    archiefcode: str | None  # the short code of the archive as it is now

    @property
    def has_fout(self) -> bool:
        """True when any sheet is wrong or could not be read."""
        wrong = any(dossier.tellingen[Ernst.FOUT] for dossier in self.dossiers)
        return bool(self.onleesbaar) or wrong


def make_register(
    checked: Sequence[Checked], batch: Batch, issued: Sequence[Uitgave], world: World
) -> Register:
    """The register of all sheets of a settled batch and all letters."""
    there = filed(world)
    dossiers = tuple(_entry(one, world, there) for one in checked)
    loose = _without_sheet(issued, dossiers)
    doubtful = conflicts(world.folder.brieven, issued)
    return Register(
        datum=world.vandaag,
        raad=world.raad.naam,
        gemeente=world.raad.gemeente,
        dossiers=dossiers,
        zonder_formulier=tuple(
            LosseBrief(
                u.kenmerk, u.onderwerp, u.briefdatum, _files(u), there.archief.get(u.kenmerk)
            )
            for u in loose
        ),
        onleesbaar=batch.unreadable,
        overgeslagen=batch.passed_over,
        opmerkingen=(*batch.remarks, *(one.melding for one in doubtful)),
        jaren=years(
            (*_answered(dossiers), *(Answered(u.briefdatum.year, ()) for u in loose)),
            world.vandaag.year,
        ),
        archiefcode=there.code,
    )


def status_of(nummer: int, reacties: Iterable[PuntReactie]) -> PuntReactie | None:
    """The last row about one adviespunt; None as long as there is none."""
    rows = [reactie for reactie in reacties if reactie.nummer.answer == nummer]
    return rows[-1] if rows else None


def _entry(one: Checked, world: World, there: Filed) -> Entry:
    d, report, uitgave = one.sheet.dossier, one.report, one.uitgave
    return Entry(
        bestand=one.sheet.bestand,
        formulier_id=d.formulier.id.answer,
        kenmerk=one.kenmerk,
        onderwerp=d.advies.onderwerp.answer,
        soort=d.advies.soort.answer,
        vorm=d.advies.vorm.answer,
        domein=d.advies.domein.answer,
        thema=d.advies.thema.answer,
        dossier=d.advies.dossier.answer,
        werkgroep=d.werkgroep.naam.answer,
        contactpersoon=d.werkgroep.contactpersoon.answer,
        stap=report.stap,
        volgende_stap=report.volgende_stap,
        winwin=report.winwin,
        adviesvraag_op=d.advies.adviesvraag.datum.answer,
        gewenst_op=d.advies.adviesvraag.gewenst_op.answer,
        ingeleverd_op=d.procedure.ingeleverd_op.answer,
        plenair_op=d.procedure.plenair_op.answer,
        besluit_op=d.procedure.besluit_op.answer if _is_decided(report.stap) else None,
        briefdatum=uitgave.briefdatum if uitgave else None,
        verzonden_op=d.procedure.verzonden_op.answer,
        reactie_voor=reply_term(d, world.raad),
        reactie_ontvangen_op=d.reactie.ontvangen_op.answer,
        openbaar_voor=publication_term(d, world.raad),
        opvolgdatum=d.advies.opvolgdatum.answer,
        bekeken_op=d.opvolging.bekeken_op.answer,
        meldingen=report.bevindingen,
        nodig=next_need(d, report, uitgave, world.raad, world.vandaag),
        termijnen=terms(d, report.stap, world.raad, world.vandaag),
        adviespunten=tuple(
            _punt(number, punt, d.reactie, one.kenmerk)
            for number, punt in enumerate(d.advies.adviespunten, start=1)
        ),
        brieven=_files(uitgave) if uitgave else (),
        archief=there.archief.get(one.kenmerk) if one.kenmerk else None,
        mails=there.mails.get(one.kenmerk, ()) if one.kenmerk else (),
    )


def _is_decided(stap: Stap) -> bool:
    """Before a decision the day of the meeting stands for its day, and is none yet."""
    if stap.is_side_road:
        return stap in {Stap.AFGEWEZEN, Stap.INGETROKKEN}
    return stap.order > Stap.BESLUIT.order


def _punt(nummer: int, punt: Adviespunt, reactie: Reactie, kenmerk: str | None) -> Punt:
    row = status_of(nummer, reactie.per_adviespunt)
    status = (row.status.answer if row else None) or OPEN
    return Punt(
        nummer=nummer,
        kenmerk=f"{kenmerk}/{nummer}" if kenmerk else None,
        advies=punt.advies.answer,
        wie=punt.wie.answer,
        wanneer=punt.wanneer.answer,
        status=status,
        is_niet_beantwoord=status == OPEN and reactie.ontvangen_op.is_filled,
        datum=row.datum.answer if row else None,
        bron=row.bron.answer if row else None,
        motivering=row.motivering.answer if row else None,
    )


def _files(uitgave: Uitgave) -> tuple[str, ...]:
    """The letter first, then its copies; what else lies in the folder is found from there."""
    letter = f"{uitgave.kenmerk}-brief-college"
    copies = f"{uitgave.kenmerk}-kopie-"
    names = [name for name in sorted(uitgave.bestanden) if name.startswith((letter, copies))]
    return tuple(f"brieven/{uitgave.kenmerk}/{name}" for name in names)


def _without_sheet(issued: Sequence[Uitgave], dossiers: Sequence[Entry]) -> tuple[Uitgave, ...]:
    """Letters that are no sheet's present letter: it is gone, or has a later one. Not withdrawn."""
    known = {entry.kenmerk for entry in dossiers}
    return tuple(u for u in issued if u.kenmerk not in known and not u.ingetrokken)


def _answered(dossiers: Iterable[Entry]) -> Iterable[Answered]:
    for entry in dossiers:
        if entry.briefdatum and entry.stap is not Stap.INGETROKKEN:
            yield Answered(entry.briefdatum.year, tuple(p.status for p in entry.adviespunten))
