"""register.json: the register for other programs. Days are ISO text; a key is never left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pipeline.year.filed import Gearchiveerd
from pipeline.year.register import Entry, Punt, Register
from pipeline.year.success import TARGET, Jaar
from pipeline.year.terms import Termijn

VERSION = 1
Json = Mapping[str, object]


def register_json(register: Register) -> Json:
    """The whole document."""
    return {
        "versie": VERSION,
        "datum": register.datum.isoformat(),
        "raad": register.raad,
        "dossiers": [_dossier(entry) for entry in register.dossiers],
        "brieven_zonder_formulier": [
            {
                "kenmerk": letter.kenmerk,
                "onderwerp": letter.onderwerp,
                "briefdatum": letter.briefdatum.isoformat(),
                "bestanden": list(letter.brieven),
                "archief": _archief(letter.archief),
            }
            for letter in register.zonder_formulier
        ],
        "onleesbaar": [{"bestand": name, "melding": text} for name, text in register.onleesbaar],
        "overgeslagen": list(register.overgeslagen),
        "opmerkingen": list(register.opmerkingen),
        "jaren": [_jaar(jaar) for jaar in register.jaren],
        "archiefcode": register.archiefcode,
    }


def _dossier(entry: Entry) -> Json:
    nodig = entry.nodig
    return {
        "bestand": entry.bestand,
        "formulier_id": entry.formulier_id,
        "kenmerk": entry.kenmerk,
        "onderwerp": entry.onderwerp,
        "soort": entry.soort,
        "vorm": entry.vorm,
        "domein": entry.domein,
        "thema": entry.thema,
        "dossier": entry.dossier,
        "werkgroep": entry.werkgroep,
        "contactpersoon": entry.contactpersoon,
        "stap": entry.stap.value,
        "volgende_stap": entry.volgende_stap.value if entry.volgende_stap else None,
        "winwin": entry.winwin,
        "adviesvraag_op": _iso(entry.adviesvraag_op),
        "gewenst_op": _iso(entry.gewenst_op),
        "ingeleverd_op": _iso(entry.ingeleverd_op),
        "plenair_op": _iso(entry.plenair_op),
        "besluit_op": _iso(entry.besluit_op),
        "briefdatum": _iso(entry.briefdatum),
        "verzonden_op": _iso(entry.verzonden_op),
        "reactie_voor": _iso(entry.reactie_voor),
        "reactie_ontvangen_op": _iso(entry.reactie_ontvangen_op),
        "openbaar_voor": _iso(entry.openbaar_voor),
        "opvolgdatum": _iso(entry.opvolgdatum),
        "bekeken_op": _iso(entry.bekeken_op),
        "meldingen": {ernst.value: number for ernst, number in entry.tellingen.items()},
        "nodig": {"wie": nodig.wie.value, "wat": nodig.wat, "plaats": nodig.plaats}
        if nodig
        else None,
        "termijnen": [_termijn(term) for term in entry.termijnen],
        "bestanden": list(entry.brieven),
        "archief": _archief(entry.archief),
        "mails": list(entry.mails),
        "adviespunten": [_punt(punt) for punt in entry.adviespunten],
    }


def _archief(filed: Gearchiveerd | None) -> Json | None:
    if filed is None:
        return None
    return {"versie": filed.versie, "op": _iso(filed.op), "ondertekend": filed.ondertekend}


def _termijn(term: Termijn) -> Json:
    return {"wat": term.soort.value, "dag": term.dag.isoformat(), "stand": term.stand.value}


def _punt(punt: Punt) -> Json:
    return {
        "nummer": punt.nummer,
        "kenmerk": punt.kenmerk,
        "advies": punt.advies,
        "wie": punt.wie,
        "wanneer": punt.wanneer,
        "status": punt.status,
        "niet_beantwoord": punt.is_niet_beantwoord,
        "datum": _iso(punt.datum),
        "bron": punt.bron,
        "motivering": punt.motivering,
    }


def _jaar(jaar: Jaar) -> Json:
    return {
        "jaar": jaar.jaar,
        "doel": TARGET,
        "brieven": jaar.brieven,
        "geheel_overgenomen": jaar.geheel,
        "deels_overgenomen": jaar.deels,
        "zonder_formulier": jaar.zonder_formulier,
        "adviespunten": jaar.alle_punten,
        "adviespunten_per_status": dict(jaar.punten),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
