"""The doorgeleiding: tells a sister council of a dossier that comes on its ground (S1-6)."""

from __future__ import annotations

from datetime import date

from pipeline import dutch
from pipeline.council import Raad
from pipeline.letters import prose
from pipeline.letters.compose import Issue, sender, signer
from pipeline.letters.letter import Doorgeleiding
from pipeline.letters.values import fingerprint
from pipeline.model import Dossier


def referral(d: Dossier, raad: Raad, day: date) -> tuple[tuple[str, Doorgeleiding], ...]:
    """The note to each sister council on whose ground the dossier comes (S1-6), by its name."""
    touched = {"wmo": d.raakvlak.wmo.answer, "jeugd": d.raakvlak.jeugd.answer}
    if not d.raakvlak.samenvatting.is_filled or not any(touched.values()):
        return ()
    laws = [name for name, word in (("de Wmo", "wmo"), ("de Jeugdwet", "jeugd")) if touched[word]]
    naam, functie = signer(raad, Issue("", day, "doorgeleiding"))
    onderwerp = d.advies.onderwerp.answer or d.advies.thema.answer or ""
    digits = fingerprint({"onderwerp": onderwerp, "samenvatting": d.raakvlak.samenvatting.value})
    return tuple(
        (
            zusterraad.naam,
            Doorgeleiding(
                afzender=dutch.sentence(raad.naam),
                gemeente=f"gemeente {raad.gemeente}",
                afzender_regels=sender(raad),
                merk=raad.brief.merk or "",
                geadresseerde=tuple(
                    line
                    for line in (
                        zusterraad.naam,
                        zusterraad.contactpersoon and f"t.a.v. {zusterraad.contactpersoon}",
                    )
                    if line
                ),
                datumregel=f"{raad.plaats}, {dutch.day(day)}",
                onderwerp=onderwerp,
                onderwerpregel=f"Ter informatie – {onderwerp}",
                raakt=dutch.join(laws),
                samenvatting=prose.written(d.raakvlak.samenvatting),
                verzoek="Wij willen dit onderwerp graag samen met u oppakken. "
                "Wilt u laten weten of u dat ook wilt?"
                if d.raakvlak.samen_oppakken.answer
                else "U beslist zelf of u hier iets mee doet.",
                groet=raad.brief.groet,
                ondertekenaar=naam,
                functie=functie,
                titel=f"Ter informatie – {onderwerp}",
                code=f"DOORGELEIDING:{digits}",
            ),
        )
        for zusterraad in raad.zusterraden
        if any(touched.get(word) for word in zusterraad.onderwerpen)
    )
