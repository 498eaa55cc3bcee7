"""Fictional letters with everything in them, for the tests of the templates."""

from pipeline.letters.letter import (
    Blok,
    Brief,
    BriefBelang,
    BriefPunt,
    BriefVraag,
    Doorgeleiding,
    Regel,
    Tekst,
    Toetsverslag,
)

KENMERK = "AWI-2026-004"
CODE = f"{KENMERK}:3F9A7C2B"
ADRES = ("Postbus 1234, 6800 AA Voorbeeldstad", "raad@voorbeeld.example", "www.voorbeeld.example")


def tekst(*alineas: str | tuple[str, ...]) -> Tekst:
    return tuple(
        Blok(tekst=alinea) if isinstance(alinea, str) else Blok(punten=alinea) for alinea in alineas
    )


def punt(volgnummer: int, advies: Tekst, wie: str, wanneer: str, waarom: Tekst) -> BriefPunt:
    return BriefPunt(volgnummer, f"{KENMERK}/{volgnummer}", advies, wie, wanneer, waarom)


def vragen() -> tuple[BriefVraag, ...]:
    return (
        BriefVraag(
            "Kan het?",
            "Kan het college dit oppakken?",
            "Ja",
            tekst("Het college is bevoegd en het past bij de begroting van 2027."),
        ),
        BriefVraag(
            "Kan het?", "Sluit dit aan op wat al loopt?", "Deels", tekst("Er loopt een proef.")
        ),
        BriefVraag("Klopt het?", "Doet hierdoor iedereen mee?", "Ja", ()),
    )


def brief() -> Brief:
    return Brief(
        afzender="adviesraad Werk & Inkomen",
        gemeente="gemeente Voorbeeldstad",
        afzender_regels=ADRES,
        merk="FICTIEF VOORBEELD",
        concept="",
        kopie_voor="",
        geadresseerde=(
            "College van burgemeester en wethouders",
            "t.a.v. wethouder J. Voorbeeld",
            "Postbus 9000",
            "6800 HA Voorbeeldstad",
        ),
        datumregel="Voorbeeldstad, 22 november 2026",
        regels=(
            Regel("Ons kenmerk", KENMERK),
            Regel("Uw kenmerk", "2026-0815"),
            Regel("Contact", "werkgroep Bijverdienen, secretariaat@voorbeeld.example"),
            Regel("Bijlagen", "1. Toelichting; 2. Verslag van de bijeenkomst"),
            Regel("Kopie", "bestuursadviseur Werk, projectleider Inkomen"),
        ),
        onderwerp="Bijverdienen in de bijstand moet lonen",
        onderwerpregel="Ongevraagd advies – Bijverdienen in de bijstand moet lonen",
        aanhef="Geacht college,",
        kern=tekst(
            "Veel inwoners met een bijstandsuitkering willen een paar uur per week werken. Zij doen het "
            "niet, omdat zij niet weten wat zij overhouden en bang zijn voor een terugvordering. Wij zien "
            "dat uw consulenten hier al goed over meedenken, en dat het met drie stappen beter kan.",
            "Met dit advies vragen wij u om drie dingen: vooraf duidelijk maken, snel verrekenen en "
            "samen met werkgevers beginnen.",
        ),
        inleiding_punten="Wij adviseren u:",
        adviespunten=(
            punt(
                1,
                tekst(
                    "Wij adviseren u om voor 1 juli 2027 een rekenhulp op de website te zetten die laat "
                    "zien wat iemand overhoudt van een bijbaan."
                ),
                "afdeling Werk en Inkomen",
                "voor 1 juli 2027",
                tekst(
                    "Wie vooraf weet wat een uur werk oplevert, durft te beginnen.",
                    ("minder vragen aan de balie", "minder terugvorderingen"),
                    "In de buurgemeente nam het aantal mensen met een bijbaan in een jaar toe.",
                ),
            ),
            punt(
                2,
                tekst(
                    "Wij adviseren u om inkomsten binnen vijf werkdagen te verrekenen:",
                    ("met een bericht in gewone taal", "met een vast aanspreekpunt"),
                ),
                "het team Inkomensbeheer",
                "vanaf 1 januari 2027",
                tekst("Een late verrekening geeft schulden van € 500 tot € 1.500 per huishouden."),
            ),
            punt(
                3,
                tekst(
                    "Wij adviseren u om met tien werkgevers afspraken te maken over kleine banen tot "
                    "twaalf uur per week, en om na een jaar samen te kijken wat het heeft opgeleverd."
                ),
                "het werkgeversservicepunt",
                "in het eerste kwartaal van 2027",
                tekst("Werkgevers zoeken mensen voor een paar uur, maar weten de weg niet."),
            ),
        ),
        verzoek=(
            "Wij vragen u om binnen zes weken na verzending schriftelijk te reageren op elk "
            "adviespunt, met het nummer dat erbij staat. In Bijlage 1 leest u de toelichting."
        ),
        groet="Met vriendelijke groet,",
        namens="namens de leden van de adviesraad Werk & Inkomen",
        ondertekenaar="A. Voorbeeld",
        functie="voorzitter",
        adviesvraag_inleiding="Op 3 oktober 2026 vroeg het college ons:",
        adviesvraag=tekst("Hoe kunnen wij werken naast de uitkering aantrekkelijker maken?"),
        aanleiding=tekst(
            "In drie bijeenkomsten hoorden wij hetzelfde: een bijbaan levert onrust op.",
            "De regels zijn sinds 2023 soepeler, maar dat weet bijna niemand.",
        ),
        bevindingen=(
            tekst(
                "Van de 24 mensen die wij spraken wilden er 19 een paar uur werken.",
                "Vijf van hen zijn ermee gestopt na een terugvordering.",
            ),
            tekst("De verrekening duurt nu zes tot tien weken."),
            tekst(
                ("Consulenten leggen de regels verschillend uit:", "de een rekent per week"),
                "Dat geeft een gevoel van willekeur.",
            ),
            tekst("Uw balie helpt mensen vriendelijk en snel."),
        ),
        belangen=(
            BriefBelang(
                "Inwoner",
                tekst("zeker zijn van inkomen"),
                tekst("Meer inkomen en rust.", ("een vast bedrag", "één aanspreekpunt")),
            ),
            BriefBelang(
                "Gemeente",
                tekst("minder uitkering, minder uitvoering"),
                tekst("Minder terugvorderingen. Het vraagt € 20.000 voor de rekenhulp."),
            ),
            BriefBelang("Ondernemer", tekst("personeel voor kleine banen"), ()),
        ),
        investering=(
            Regel("Wat", "een rekenhulp op de website"),
            Regel("Bedrag", "€ 20.000"),
            Regel("Wie", "de gemeente"),
            Regel("Winst", "vanaf het tweede jaar"),
        ),
        gewenste_uitkomst=tekst("Eind 2027 werken 100 inwoners meer naast hun uitkering."),
        totstandkoming=tekst(
            "Dit advies is gemaakt door de werkgroep Bijverdienen. Het is besproken met uw "
            "bestuursadviseurs op 1 oktober 2026 en vastgesteld op 10 november 2026.",
            "Wij hebben het advies op 2 november 2026 getoetst met onze vaste vragen.",
        ),
        gehoord=("24 inwoners met een uitkering", "zes werkgevers uit de wijk", "de cliëntenraad"),
        bronnen=("Participatiewet, artikel 31", "Jaarverslag Inkomen 2025, bladzijde 14"),
        grondslag="Wij geven dit advies op grond van de verordening adviesraden.",
        minderheid=tekst("Een deel van de leden vindt dat de rekenhulp te vroeg komt."),
        bijlagen=("Bijlage 2 – Verslag van de bijeenkomst",),
        toetsing=(),
        open_punten=(),
        code=CODE,
        titel="Advies AWI-2026-004: Bijverdienen in de bijstand moet lonen",
        kenmerk=KENMERK,
    )


def verslag() -> Toetsverslag:
    return Toetsverslag(
        afzender="adviesraad Werk & Inkomen",
        merk="FICTIEF VOORBEELD",
        kenmerk="AWI-2026-004",
        datumregel="Voorbeeldstad, 22 november 2026",
        onderwerp="Bijverdienen in de bijstand moet lonen",
        titel="Toetsing van AWI-2026-004",
        code=CODE,
        toetser="de werkgroep Bijverdienen",
        getoetst_op="2 november 2026",
        winwin="Win/win na investering.",
        besluit="Met 5 stemmen voor en 1 tegen aangenomen op 10 november 2026.",
        toetsing=vragen(),
        meldingen=("De stukken zijn later dan een week vooraf ingeleverd.",),
        gezien=(Regel("Aanleiding", "het telefoonnummer is van de balie (secretaris)"),),
    )


def doorgeleiding() -> Doorgeleiding:
    return Doorgeleiding(
        afzender="adviesraad Werk & Inkomen",
        gemeente="gemeente Voorbeeldstad",
        afzender_regels=ADRES,
        merk="FICTIEF VOORBEELD",
        geadresseerde=("adviesraad Jeugd & Wmo", "Postbus 1234", "6800 AA Voorbeeldstad"),
        datumregel="Voorbeeldstad, 22 november 2026",
        onderwerp="Schulden bij jonge ouders",
        onderwerpregel="Ter informatie – raakvlak met de Jeugdwet",
        raakt="de Jeugdwet",
        samenvatting=tekst("Jonge ouders met schulden vragen laat om hulp.", ("te veel loketten",)),
        verzoek="Wilt u ons laten weten of u dit samen met ons wilt oppakken?",
        groet="Met vriendelijke groet,",
        ondertekenaar="A. Voorbeeld",
        functie="voorzitter",
        titel="Doorgeleiding: Schulden bij jonge ouders",
        code="AWI-D-2026-01:3F9A7C2B",
    )
