"""Reads input/adviesraad.toml into a `Raad`: strict, with every mistake in one go.

What may be left out has its default here.
"""

from __future__ import annotations

import re
from pathlib import Path

from pipeline import council_people as people
from pipeline import council_text as texts
from pipeline.council import Besluitregels, Briefinstellingen, Raad, Thema, Zusterraad
from pipeline.form.fields import DOMEINEN
from pipeline.settings import Settings, Table, load

ONDERWERPEN = ("wmo", "jeugd")
MOST_LETTERS = 999  # a kenmerk has three digits: AWI-2026-004
LONGEST_TERM = 104  # weeks or days; nobody waits longer, and a date has its limits
BASES = ("leden", "uitgebracht")
WAARDERINGEN = ("N", "B", "V")  # MDTO: nader te bepalen, blijvend, tijdelijk te bewaren
STEMMINGEN = ("niet", "unaniem of meerderheid", "aantallen")
# What each klantgroep wants, after S0:373, 375 and 377.
BELANGEN = {
    "burger": "De burger wil onder fatsoenlijke omstandigheden in zijn onderhoud kunnen voorzien: "
    "werken en daarmee een salaris verdienen.",
    "gemeente": "De gemeente wil eerlijk beleid voeren en het welzijn van haar burgers bevorderen, "
    "binnen het beschikbare budget.",
    "ondernemer": "De ondernemer wil met zo min mogelijk geld en tijd een goede bedrijfsvoering, "
    "om winst te maken en zijn medewerkers zekerheid te bieden.",
}
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")
_GEMEENTE = re.compile(r"gm\d{4}")
_JAAR = re.compile(r"20\d\d")


def read_council(path: Path) -> Raad:
    """The council of a work folder.

    Raises:
        SettingsError: the file cannot be read or holds mistakes; it tells all of them.
    """
    settings = load(path, "/".join(path.parts[-2:]))
    raad = settings.table("raad")
    leden = people.read_leden(settings)
    adviseurs = people.read_adviseurs(settings)
    brief = settings.table("brief")
    termijnen = settings.table("termijnen")
    gemeente = texts.line(raad, "gemeente")
    archivering = settings.table("archief")
    council = Raad(
        naam=texts.line(raad, "naam"),
        gemeente=gemeente,
        code=_code(raad),
        plaats=texts.line(raad, "plaats", gemeente),
        adres=texts.lines(raad, "adres", ()),
        email=texts.email(raad, "email") or "",
        telefoon=texts.optional(raad, "telefoon"),
        website=texts.optional(raad, "website"),
        college=texts.lines(
            brief, "college", (f"College van burgemeester en wethouders van {gemeente}",)
        ),
        zetels=people.read_zetels(raad, leden),
        leden=leden,
        plaatsvervangend_voorzitter=people.read_plaatsvervanger(raad, leden),
        ambtelijk_secretaris=people.read_ambtelijk_secretaris(raad, leden),
        werkgroepen=people.read_werkgroepen(settings, leden, adviseurs),
        themas=_themas(settings),
        zusterraden=_zusterraden(settings),
        belangen=_belangen(settings),
        besluit=_besluit(settings),
        brief=_brief(brief, termijnen),
        kenmerk_eerste=_kenmerk_eerste(settings),
        afkortingen=texts.lines(raad, "afkortingen", ()),
        stukken_dagen_vooraf=_term(termijnen, "stukken_dagen", 7),
        publicatie_weken=_term(termijnen, "publicatie_weken", 2),
        archief=_archief(settings, path.parent.parent),
        bestuursadviseurs=adviseurs,
        waardering=texts.choice(archivering, "waardering", WAARDERINGEN, WAARDERINGEN[0]),
        gemeente_code=_gemeente_code(archivering),
    )
    settings.finish()
    return council


def _themas(settings: Settings) -> tuple[Thema, ...]:
    rows = settings.tables("themas")
    themas = tuple(
        Thema(texts.line(row, "naam"), texts.choice(row, "domein", DOMEINEN)) for row in rows
    )
    texts.refuse_doubles(rows, [t.naam for t in themas], "de thema's")
    return themas


def _zusterraden(settings: Settings) -> tuple[Zusterraad, ...]:
    raden = []
    for row in settings.tables("zusterraden"):
        onderwerpen = texts.lines(row, "onderwerpen")
        for onderwerp in onderwerpen:
            if onderwerp not in ONDERWERPEN:
                row.mistake("onderwerpen", f"“{onderwerp}” kan niet; kies uit: wmo, jeugd.")
        raden.append(
            Zusterraad(
                naam=texts.line(row, "naam"),
                onderwerpen=onderwerpen,
                contactpersoon=texts.optional(row, "contactpersoon"),
                email=texts.email(row, "email", needed=False),
            )
        )
    return tuple(raden)


def _belangen(settings: Settings) -> tuple[tuple[str, str], ...]:
    table = settings.table("belangen")
    return tuple((group, texts.line(table, group, belang)) for group, belang in BELANGEN.items())


def _besluit(settings: Settings) -> Besluitregels:
    table = settings.table("besluit")
    usual = Besluitregels()
    return Besluitregels(
        drempel=table.share("drempel", usual.drempel),
        basis=texts.choice(table, "basis", BASES, usual.basis),
    )


def _brief(table: Table, termijnen: Table) -> Briefinstellingen:
    usual = Briefinstellingen()
    return Briefinstellingen(
        groet=texts.line(table, "groet", usual.groet),
        aanhef=texts.line(table, "aanhef", usual.aanhef),
        portefeuillehouder=texts.optional(table, "portefeuillehouder"),
        email_college=texts.email(table, "email_college", needed=False),
        stemming=texts.choice(table, "stemming", STEMMINGEN, usual.stemming),
        grondslag=texts.optional(table, "grondslag") or "",
        merk=texts.optional(table, "merk"),
        toetsing_als_bijlage=table.yes_no("toetsing_als_bijlage", default=False),
        reactietermijn_weken=_term(termijnen, "reactie_weken", usual.reactietermijn_weken),
        herinnering_griffie=termijnen.yes_no("herinnering_griffie", default=False),
    )


def _kenmerk_eerste(settings: Settings) -> tuple[tuple[int, int], ...]:
    table = settings.table("kenmerk").table("eerste")
    numbers = []
    for jaar in table.keys():  # noqa: SIM118 -- asking for the keys is what marks them as known
        number = table.whole(jaar, least=1)
        if number > MOST_LETTERS:
            table.mistake(jaar, f"mag hoogstens {MOST_LETTERS} zijn.")
        if _JAAR.fullmatch(jaar):
            numbers.append((int(jaar), number))
        else:
            table.mistake(jaar, f"“{jaar}” is geen jaar; schrijf bijvoorbeeld 2026 = 13.")
    return tuple(sorted(numbers))


def _term(termijnen: Table, key: str, default: int) -> int:
    term = termijnen.whole(key, default)
    if term > LONGEST_TERM:
        termijnen.mistake(key, f"mag hoogstens {LONGEST_TERM} zijn.")
    return term


def _archief(settings: Settings, root: Path) -> Path | None:
    text = texts.optional(settings.table("mappen"), "archief")
    return root / Path(text).expanduser() if text else None


def _gemeente_code(archivering: Table) -> str | None:
    code = texts.optional(archivering, "gemeente_code")
    if code and not _GEMEENTE.fullmatch(code):
        archivering.mistake(
            "gemeente_code", f"“{code}” kan niet: schrijf gm met vier cijfers, zoals gm0202."
        )
    return code


def _code(raad: Table) -> str:
    code = texts.line(raad, "code")
    if code and not _CODE.fullmatch(code):
        raad.mistake(
            "code",
            f"“{code}” kan niet: gebruik 2 tot 10 hoofdletters en cijfers, met een letter "
            "vooraan. De code staat in elk kenmerk en in bestandsnamen.",
        )
    return code
