"""The values of a sheet that its letter prints, in canonical form, and the code made of them.

`waarden` decides whether an issued letter still says what the sheet says: it holds what the
werkgroep wrote and nothing that follows from the config, the template or the day of the run, so
that a new secretary or another letterhead never re-issues a letter.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256

from pipeline.model import Belang, Dossier, Field, Procedure, Rows, Text
from pipeline.rules.decision import STEMMING, VOORZITTER, has_votes
from pipeline.rules.text import is_confidential

Values = Mapping[str, object]
_NADRUK = "nadruk"


def printed_values(d: Dossier) -> Values:
    """Everything of this dossier that stands in its letter; dates as ISO text."""
    advies = d.advies
    vraag = advies.adviesvraag if advies.soort.answer == "gevraagd" else None
    nadruk = {cell.key: [list(words) for words in cell.nadruk] for cell in _texts(d) if cell.nadruk}
    investering = d.investering if d.investering.nodig.answer else None
    return {
        "onderwerp": advies.onderwerp.answer,
        "soort": advies.soort.answer,
        "kern": advies.kern.answer,
        "adviesvraag": vraag
        and {
            "datum": _iso(vraag.datum),
            "kenmerk": vraag.kenmerk.answer,
            "vraag": vraag.vraag.answer,
            "van": vraag.van.answer,
        },
        "aanleiding": advies.aanleiding.answer,
        "bevindingen": [item.answer for item in advies.bevindingen],
        "adviespunten": [
            {
                "advies": punt.advies.answer,
                "wie": punt.wie.answer,
                "wanneer": punt.wanneer.answer,
                "waarom": punt.waarom.answer,
            }
            for punt in advies.adviespunten
        ],
        "winwin": {klantgroep: _belang(belang) for klantgroep, belang in d.winwin},
        "investering": investering
        and {
            "wie": investering.wie.answer,
            "wat": investering.wat.answer,
            "bedrag": investering.bedrag.answer,
            "wanneer_winst": investering.wanneer_winst.answer,
        },
        "gewenste_uitkomst": advies.gewenste_uitkomst.answer,
        "totstandkoming": advies.totstandkoming.answer,
        "overleg_bestuursadviseurs": _iso(d.procedure.overleg_bestuursadviseurs),
        "getoetst_op": _iso(d.toetsing.datum),
        "besluit": _decided(d.procedure),
        "gehoord": public_lines(advies.gehoord),
        "bronnen": public_lines(advies.bronnen),
        "bijlagen": public_appendices(d),
        "minderheidsstandpunt": d.procedure.minderheidsstandpunt.answer
        if d.procedure.minderheid_in_brief.answer
        else None,
        "werkgroep": d.werkgroep.naam.answer,
        "kopie": None
        if d.bestuursadviseurs.is_default or not d.bestuursadviseurs.items
        else [
            [adviseur.naam.answer, None if adviseur.functie.is_default else adviseur.functie.answer]
            for adviseur in d.bestuursadviseurs
        ],
        # Only where there is some, so that letters of before are not made again.
        **({_NADRUK: nadruk} if nadruk else {}),
    }


def public_lines(lines: Rows[Field[str]]) -> list[str]:
    """The lines that may leave the house: those that do not start with "(vertrouwelijk)"."""
    return [
        line.answer
        for line in lines
        if line.answer is not None and not is_confidential(line.answer)
    ]


def public_appendices(d: Dossier) -> list[str]:
    """Titles of the bijlagen that everyone may see (S0:411)."""
    return [
        bijlage.titel.answer
        for bijlage in d.advies.bijlagen
        if bijlage.titel.answer is not None and not bijlage.vertrouwelijk.answer
    ]


def code_of(kenmerk: str, day: date, waarden: Values) -> str:
    """The 8 hex digits that letter and copies share: SHA-256 over kenmerk, date and values."""
    return fingerprint({"kenmerk": kenmerk, "datum": day.isoformat(), "waarden": waarden})


def fingerprint(values: Values) -> str:
    """The first 8 hex digits of the SHA-256 over the values as canonical JSON."""
    canonical = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode("utf-8")).hexdigest()[:8].upper()


def differences(old: Values, new: Values) -> tuple[str, ...]:
    """What a reader would call changed, in Dutch: onderwerp, adviespunt 2, bronnen."""
    changed: list[str] = []
    for key in (*new, *({_NADRUK} & (old.keys() - new.keys()))):
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        if key == "adviespunten" and isinstance(before, list) and isinstance(after, list):
            longest = max(len(before), len(after))
            changed.extend(
                f"adviespunt {number + 1}"
                for number in range(longest)
                if before[number : number + 1] != after[number : number + 1]
            )
        else:
            changed.append(key.replace("_", " "))
    return tuple(changed)


def _decided(procedure: Procedure) -> Mapping[str, object] | None:
    """How was decided, as the sheet has it: who was a lid that day is not asked again."""
    if has_votes(procedure):
        return {
            "route": STEMMING,
            "op": _iso(procedure.besluit_op),
            "voor": procedure.voor.answer,
            "tegen": procedure.tegen.answer,
            "onthouding": procedure.onthouding.answer or 0,
        }
    if procedure.akkoord_voorzitter_op.is_filled:
        return {"route": VOORZITTER, "op": _iso(procedure.akkoord_voorzitter_op)}
    return None


def _texts(d: Dossier) -> Iterator[Text]:
    """The running texts of the letter: those that keep their bold and italic words."""
    advies = d.advies
    yield from (advies.kern, advies.aanleiding, *advies.bevindingen)
    if advies.soort.answer == "gevraagd":
        yield advies.adviesvraag.vraag
    for punt in advies.adviespunten:
        yield from (punt.advies, punt.waarom)
    for _, belang in d.winwin:
        yield from (belang.toelichting, belang.compensatie)
    yield from (advies.gewenste_uitkomst, advies.totstandkoming)
    if d.procedure.minderheid_in_brief.answer:
        yield d.procedure.minderheidsstandpunt


def _belang(belang: Belang) -> Mapping[str, str | None]:
    return {
        "belang": None if belang.belang.is_default else belang.belang.answer,
        "toelichting": belang.toelichting.answer,
        "compensatie": belang.compensatie.answer,
    }


def _iso(cell: Field[date]) -> str | None:
    return cell.answer.isoformat() if cell.answer else None
