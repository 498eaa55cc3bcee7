"""The record of the toetsing: what was asked, answered, seen and decided. Archived, never sent."""

from __future__ import annotations

from pipeline import dutch
from pipeline.council import Raad
from pipeline.letters import prose
from pipeline.letters.letter import Brief, BriefVraag, Regel, Toetsverslag
from pipeline.model import Dossier, Ernst, Report
from pipeline.rules.decision import Besluit
from pipeline.rules.scheme import Toetsingsschema


def public_questions(d: Dossier, schema: Toetsingsschema) -> tuple[BriefVraag, ...]:
    """The questions of the toets with their answers, without what stays inside the council."""
    public = tuple(criterium for criterium in schema.criteria if not criterium.internal)
    return questions(d, Toetsingsschema(public))


def questions(d: Dossier, schema: Toetsingsschema) -> tuple[BriefVraag, ...]:
    """The questions of the toets with their answers, as the council itself sees them."""
    answers = d.toetsing.antwoorden
    return tuple(
        BriefVraag(
            criterium.groep,
            criterium.vraag,
            answers[criterium.id].antwoord.answer or "nog niet beantwoord",
            prose.written(answers[criterium.id].toelichting),
        )
        for criterium in schema.criteria
        if criterium.id in answers
    )


def record_of_toetsing(
    d: Dossier,
    raad: Raad,
    schema: Toetsingsschema,
    *,
    report: Report,
    brief: Brief,
    besluit: Besluit | None,
) -> Toetsverslag:
    """The internal record beside the letter: what was asked, answered, seen and decided."""
    getoetst = d.toetsing.datum.answer
    return Toetsverslag(
        afzender=dutch.sentence(raad.naam),
        merk=brief.merk,
        kenmerk=brief.kenmerk,
        datumregel=brief.datumregel,
        onderwerp=brief.onderwerp,
        titel=f"Toetsing van {brief.kenmerk}",
        code=brief.code.replace(":", "-T:", 1),
        toetser=d.toetsing.toetser.answer or "niet ingevuld",
        getoetst_op=dutch.day(getoetst) if getoetst else "niet ingevuld",
        winwin=report.winwin or "niet ingevuld",
        besluit=prose.besluitzin(besluit, "aantallen", d.procedure.plenair_op.answer)
        if besluit
        else "",
        toetsing=questions(d, schema),
        meldingen=tuple(f.melding for f in report.of(Ernst.WAARSCHUWING)),
        gezien=tuple(
            Regel(akkoord.sleutel.answer or "", f"{akkoord.reden.answer} ({akkoord.door.answer})")
            for akkoord in d.gezien_en_akkoord
            if akkoord.reden.is_filled and akkoord.door.is_filled
        ),
    )
