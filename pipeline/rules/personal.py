"""Rules against personal data in text that leaves the house (S1-5, AVG).

What the council itself has in its settings (its people, addresses and phone) never counts. A hit
that someone has looked at is cleared on the tab “Gezien en akkoord”, with a reason and a name. A
melding never repeats the number itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from pipeline.council import Raad
from pipeline.model import Dossier, Ernst, Text
from pipeline.rules import numbers
from pipeline.rules.engine import Circumstances, Objections, rule
from pipeline.rules.numbers import Hit
from pipeline.rules.text import confidential_titles, for_one_dossier, leaving

_SHORTEST_TITLE = 6  # characters; a title of one short word stands in any text
_KEY = re.compile(r"[a-z_]+(\.[A-Za-z0-9_]+)+")  # a JSON path: a place became one when it was read
_MARKABLE = ("advies.gehoord.", "advies.bronnen.", "advies.bijlagen.")
_CLEAR = "Haal het weg, of zet het met een reden op het tabblad “Gezien en akkoord”."


@rule("X01", Ernst.FOUT, stap=None, bron="AVG")
def geen_burgerservicenummer(d: Dossier, at: Circumstances) -> Objections:
    """Een burgerservicenummer moet uit de tekst blijven.

    Negen cijfers die toevallig kloppen maar geen BSN genoemd worden, geven een waarschuwing.
    """
    for text, hit in _hits(d, at, numbers.citizen_numbers):
        if hit.is_grave:
            yield text.flag(f"bevat een burgerservicenummer ({hit.masked}). {_CLEAR}")
        else:
            yield text.flag(
                f"bevat een getal dat een burgerservicenummer kan zijn ({hit.masked}). {_CLEAR}",
                Ernst.WAARSCHUWING,
            )


@rule("X02", Ernst.FOUT, stap=None, bron="AVG")
def geen_rekeningnummer(d: Dossier, at: Circumstances) -> Objections:
    """Een rekeningnummer (IBAN) moet uit de tekst blijven."""
    for text, hit in _hits(d, at, numbers.accounts):
        yield text.flag(f"bevat een rekeningnummer ({hit.masked}). {_CLEAR}")


@rule("X03", Ernst.WAARSCHUWING, stap=None, bron="AVG")
def geen_prive_mailadres(d: Dossier, at: Circumstances) -> Objections:
    """Een e-mailadres van een privépersoon hoort niet in de tekst.

    Een adres van een organisatie geeft alleen een opmerking.
    """
    for text, hit in _hits(d, at, numbers.email_addresses):
        domain = hit.found.rpartition("@")[2]
        if hit.is_grave:
            yield text.flag(f"bevat een privé-e-mailadres (…@{domain}). {_CLEAR}")
        else:
            yield text.flag(
                f"bevat een e-mailadres (…@{domain}). Mag dat openbaar worden?", Ernst.OPMERKING
            )


@rule("X04", Ernst.WAARSCHUWING, stap=None, bron="AVG")
def geen_mobiel_nummer(d: Dossier, at: Circumstances) -> Objections:
    """Een mobiel telefoonnummer hoort niet in de tekst.

    Een vast nummer is meestal van een organisatie en geeft alleen een opmerking.
    """
    for text, hit in _hits(d, at, numbers.phone_numbers):
        if hit.is_grave:
            yield text.flag(f"bevat een mobiel telefoonnummer ({hit.masked}). {_CLEAR}")
        else:
            yield text.flag(
                f"bevat een telefoonnummer ({hit.masked}). Mag dat openbaar worden?",
                Ernst.OPMERKING,
            )


@rule("X05", Ernst.WAARSCHUWING, stap=None, bron="AVG")
def geen_geboortedatum(d: Dossier, at: Circumstances) -> Objections:
    """Een geboortedatum hoort niet in de tekst."""
    for text, _ in _hits(d, at, numbers.birth_dates):
        yield text.flag(f"bevat een geboortedatum. {_CLEAR}")


@rule("X06", Ernst.WAARSCHUWING, stap=None, bron="AVG")
def geen_woonadres(d: Dossier, at: Circumstances) -> Objections:
    """Een postcode met huisnummer hoort niet in de tekst."""
    for text, hit in _hits(d, at, numbers.addresses):
        yield text.flag(f"bevat een adres met postcode ({hit.masked}). {_CLEAR}")


@rule("X07", Ernst.WAARSCHUWING, stap=None, bron="S0:411")
def vertrouwelijke_titel_niet_genoemd(d: Dossier, at: Circumstances) -> Objections:
    """De titel van een vertrouwelijk stuk hoort niet in de tekst te staan."""
    titles = [title for title in confidential_titles(d) if len(title) >= _SHORTEST_TITLE]
    for title in dict.fromkeys(titles):
        for text in leaving(d, at.raad):
            if _quotes(text.value, title) and not _is_cleared(text, d):
                yield text.flag(f"noemt een vertrouwelijk stuk: “{title}”. {_CLEAR}")


@rule("X08", Ernst.WAARSCHUWING, stap=None, bron="S1-5")
def akkoord_heeft_reden_en_naam(d: Dossier, _at: Circumstances) -> Objections:
    """Een akkoord hoort een cel, een reden en een naam te hebben; anders telt het niet."""
    for akkoord in d.gezien_en_akkoord:
        for cell in (akkoord.sleutel, akkoord.reden, akkoord.door):
            if cell.is_empty:
                yield cell.flag("is leeg. Zolang dat zo is, telt dit akkoord niet.")
        if akkoord.sleutel.is_filled and not _KEY.fullmatch(akkoord.sleutel.value):
            yield akkoord.sleutel.flag(
                f"(“{akkoord.sleutel.value}”) is geen vak dat het programma kent, dus dit akkoord telt "
                "niet. Schrijf het vak zoals in de melding, bijvoorbeeld: Inhoud!C8."
            )


@rule("X09", Ernst.WAARSCHUWING, stap=None, bron="S0:411")
def vertrouwelijk_is_gemerkt(d: Dossier, at: Circumstances) -> Objections:
    """Wat vertrouwelijk heet, hoort ook zo te zijn gemerkt; anders komt het in de brief.

    Een regel begint dan met “(vertrouwelijk)”, en bij een bijlage staat “ja”.
    """
    for text in leaving(d, at.raad):
        if (
            text.key.startswith(_MARKABLE)
            and "vertrouwelijk" in text.value.casefold()
            and not _is_cleared(text, d)
        ):
            yield text.flag(
                "noemt iets vertrouwelijk, maar komt zo wel in de brief. Begin een regel met "
                "“(vertrouwelijk)”, of kies “ja” bij de bijlage."
            )


RULES = (
    geen_burgerservicenummer,
    geen_rekeningnummer,
    geen_prive_mailadres,
    geen_mobiel_nummer,
    geen_geboortedatum,
    geen_woonadres,
    vertrouwelijke_titel_niet_genoemd,
    akkoord_heeft_reden_en_naam,
    vertrouwelijk_is_gemerkt,
)


def _hits(
    d: Dossier, at: Circumstances, search: Callable[[str], Iterator[Hit]]
) -> Iterator[tuple[Text, Hit]]:
    """What `search` finds in text that leaves the house, once per text, as far as it counts."""
    for text in _suspect(d, at.raad):
        seen = set()
        for hit in search(text.value):
            bare = _bare(hit.found)
            if bare in seen or bare in _own(at.raad) or _is_cleared(text, d):
                continue
            seen.add(bare)
            yield text, hit


@for_one_dossier
def _suspect(d: Dossier, raad: Raad) -> tuple[Text, ...]:
    texts = leaving(d, raad)
    if not numbers.may_hold_any("\n".join([text.value for text in texts])):
        return ()
    return tuple(text for text in texts if numbers.may_hold_any(text.value))


def _is_cleared(text: Text, d: Dossier) -> bool:
    """True when someone has seen and approved this text: by its cell, its key or its list."""
    names = {text.key.casefold(), text.place.casefold()}
    parts = text.key.casefold().split(".")
    for number, part in enumerate(parts):
        if part.isdigit():  # advies.adviespunten.0.wie: the whole list, or the whole punt
            names |= {".".join(parts[:number]), ".".join(parts[: number + 1])}
    return any(
        akkoord.reden.is_filled
        and akkoord.door.is_filled
        and _cell_name(akkoord.sleutel.answer or "") in names
        for akkoord in d.gezien_en_akkoord
    )


def _cell_name(written: str) -> str:
    """A cell as people write it ("Inhoud! $C$8", "'Inhoud'!C8:C9"), as the program names it."""
    return re.sub(r"[$'’“”\"]", "", written).strip().partition(":")[0].replace("! ", "!").casefold()


@lru_cache(maxsize=4)
def _own(raad: Raad) -> frozenset[str]:
    """What the council publishes of itself and its contacts, without spaces and signs."""
    groups = raad.werkgroepen
    contacts = [w.contact_gemeente for w in groups if w.contact_gemeente is not None]
    advisers = [*contacts, *(adviser for w in groups for adviser in w.bestuursadviseurs)]
    known = [raad.email, raad.telefoon or ""]
    known += [lid.email or "" for lid in raad.leden]
    known += [adviser.email or "" for adviser in advisers]
    known += [council.email or "" for council in raad.zusterraden]
    lines = [*raad.adres, *raad.college, *(adviser.adres or "" for adviser in advisers)]
    for line in (*lines, *known):
        for search in (numbers.addresses, numbers.phone_numbers, numbers.email_addresses):
            known.extend(hit.found for hit in search(line))
        known.extend(re.findall(r"[1-9]\d{3} ?[A-Z]{2}", line))
    return frozenset(map(_bare, known))


def _bare(found: str) -> str:
    """A number or address without what people put in between; +31 and 0031 read as 0."""
    plain = re.sub(r"[\s().\-–‑/]", "", found).casefold()
    return re.sub(r"^(?:\+|00)310?(?=\d{9}$)", "0", plain)


def _quotes(text: str, title: str) -> bool:
    """True when the title stands in the text as whole words, however spaced and capitalised."""
    words = r"\s+".join(map(re.escape, title.split()))
    return re.search(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE) is not None
