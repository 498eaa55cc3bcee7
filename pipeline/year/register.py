"""The register: every dossier and every adviespunt with dates, step, term and status.

Derived afresh from the sheets and the letters; never the place where truth lives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from pipeline.checking import Checked
from pipeline.model import Adviespunt, Dossier, PuntReactie, Uitgave
from pipeline.world import World

VERSION = 1
OPEN = "open"


def register_json(
    checked: Sequence[Checked], issued: Sequence[Uitgave], world: World
) -> Mapping[str, object]:
    """The document register.json; days as ISO text, `reactie_voor` is the end of the reply term."""
    seen = {one.kenmerk for one in checked}
    return {
        "versie": VERSION,
        "datum": world.vandaag.isoformat(),
        "raad": world.raad.naam,
        "dossiers": [_dossier(one, world) for one in checked],
        "brieven_zonder_formulier": [
            {"kenmerk": u.kenmerk, "onderwerp": u.onderwerp, "briefdatum": u.briefdatum.isoformat()}
            for u in issued
            if u.kenmerk not in seen
        ],
    }


def status_of(nummer: int, reacties: Iterable[PuntReactie]) -> PuntReactie | None:
    """The last row about one adviespunt; None as long as there is none."""
    rows = [reactie for reactie in reacties if reactie.nummer.answer == nummer]
    return rows[-1] if rows else None


def _dossier(one: Checked, world: World) -> Mapping[str, object]:
    d = one.sheet.dossier
    verzonden = d.procedure.verzonden_op.answer
    termijn = timedelta(weeks=world.raad.brief.reactietermijn_weken)
    return {
        "bestand": one.sheet.bestand,
        "formulier_id": d.formulier.id.answer,
        "kenmerk": one.kenmerk,
        "onderwerp": d.advies.onderwerp.answer,
        "soort": d.advies.soort.answer,
        "vorm": d.advies.vorm.answer,
        "domein": d.advies.domein.answer,
        "thema": d.advies.thema.answer,
        "dossier": d.advies.dossier.answer,
        "werkgroep": d.werkgroep.naam.answer,
        "stap": one.report.stap.value,
        "volgende_stap": one.report.volgende_stap.value if one.report.volgende_stap else None,
        "winwin": one.report.winwin,
        "briefdatum": one.uitgave.briefdatum.isoformat() if one.uitgave else None,
        "plenair_op": _iso(d.procedure.plenair_op.answer),
        "verzonden_op": _iso(verzonden),
        "reactie_voor": _iso(verzonden + termijn) if verzonden else None,
        "reactie_ontvangen_op": _iso(d.reactie.ontvangen_op.answer),
        "opvolgdatum": _iso(d.advies.opvolgdatum.answer),
        "adviespunten": [
            _punt(number, punt, d, one.kenmerk)
            for number, punt in enumerate(d.advies.adviespunten, start=1)
        ],
    }


def _punt(nummer: int, punt: Adviespunt, d: Dossier, kenmerk: str | None) -> Mapping[str, object]:
    reactie = status_of(nummer, d.reactie.per_adviespunt)
    return {
        "nummer": nummer,
        "kenmerk": f"{kenmerk}/{nummer}" if kenmerk else None,
        "advies": punt.advies.answer,
        "wie": punt.wie.answer,
        "wanneer": punt.wanneer.answer,
        "status": (reactie.status.answer if reactie else None) or OPEN,
        "datum": _iso(reactie.datum.answer) if reactie else None,
        "bron": reactie.bron.answer if reactie else None,
        "motivering": reactie.motivering.answer if reactie else None,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
