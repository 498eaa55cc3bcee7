"""The one definition of the form: every question, its label, help, type and step.

It writes the workbook (write.py), reads it (parse.py), points at cells and documents itself.
The keys are the JSON paths of the public contract and never change; labels and help may.
Which criteria stand on the tab Toets follows from the council's toetsingsschema.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pipeline.form.spec import (
    Cards,
    Form,
    Heading,
    Kind,
    Listing,
    Question,
    Tab,
    Table,
)
from pipeline.model import Stap

FORM_VERSION = 1

VORMEN = ("formeel", "informeel")
SOORTEN = ("ongevraagd", "gevraagd")
DOMEINEN = ("werk", "inkomen")
FASEN = ("start", "ontwikkeling", "besluitvorming", "uitvoering", "evaluatie")
EFFECTEN = ("winst", "gelijk", "verlies", "niet geraakt")
ANTWOORDEN = ("ja", "deels", "nee", "n.v.t.")
ACTIES = ("besluitvorming", "dialoog", "ter informatie", "anders")
STATUSSEN = (
    "open",
    "overgenomen",
    "gedeeltelijk overgenomen",
    "niet overgenomen",
    "aangehouden",
    "vervallen",
)
BRONNEN = ("brief", "mondeling")
KLANTGROEPEN = (
    ("burger", "De burger"),
    ("gemeente", "De gemeente"),
    ("ondernemer", "De ondernemer (als werkgever)"),
)
MAX_ONDERWERP = 80  # characters: the longest name that MDTO allows


START = Tab(
    name="Start",
    title="Adviesformulier",
    intro=(
        "Eén formulier is één advies. Vul de tabbladen van links naar rechts in. "
        "U hoeft niet alles in één keer te doen: wat nog leeg is, komt later."
    ),
    blocks=(
        Question("formulier.id", "Formuliernummer", Kind.LINE, is_hidden=True),
        Question("formulier.versie", "Versie van het formulier", Kind.NUMBER, is_hidden=True),
        Question("formulier.gebaseerd_op", "Gebaseerd op", Kind.LINE, is_hidden=True),
    ),
)

ONDERWERP = Tab(
    name="Onderwerp",
    title="Waar gaat het advies over, en wie maakt het?",
    intro="Begin hier. Kies uw werkgroep uit de lijst; wie erin zit, weet het programma dan al.",
    blocks=(
        Question(
            "advies.onderwerp",
            "Onderwerp",
            Kind.LINE,
            "Kort, zoals het boven de brief komt te staan. Hoogstens 80 tekens.",
            nodig=Stap.INVULLEN,
            bron="S1-16",
            max_length=MAX_ONDERWERP,
            example="Bijverdienen naast de bijstand",
        ),
        Question(
            "advies.thema",
            "Thema",
            Kind.SUGGEST,
            "Kies het thema uit de lijst. Staat het er niet bij? Typ dan het nieuwe thema.",
            options="themas",
            nodig=Stap.INVULLEN,
            bron="S0:359",
        ),
        Question(
            "werkgroep.naam",
            "Werkgroep",
            Kind.SUGGEST,
            "Kies uw werkgroep uit de lijst.",
            options="werkgroepen",
            nodig=Stap.INVULLEN,
            bron="S0:90",
        ),
        Question(
            "advies.soort",
            "Gevraagd of ongevraagd",
            Kind.CHOICE,
            "Gevraagd: de gemeente heeft om dit advies gevraagd.",
            choices=SOORTEN,
            default="ongevraagd",
            bron="S0:171",
        ),
        Question(
            "advies.vorm",
            "Formeel of informeel",
            Kind.CHOICE,
            "Formeel: er gaat een brief naar het college. "
            "Informeel: u heeft het al met de gemeente besproken en er komt geen brief.",
            choices=VORMEN,
            default="formeel",
            bron="S1-17",
        ),
        Question(
            "advies.beleidsfase",
            "Hoe ver is de gemeente?",
            Kind.CHOICE,
            "Start: er is nog geen plan. Ontwikkeling: de gemeente maakt een plan. Besluitvorming: het "
            "plan ligt voor. Uitvoering: het loopt. Evaluatie: de gemeente kijkt terug.",
            choices=FASEN,
            bron="S0:16",
        ),
        Heading(text="Alleen bij een gevraagd advies", help="Laat leeg als niemand erom vroeg."),
        Question(
            "advies.adviesvraag.vraag",
            "De adviesvraag",
            Kind.TEXT,
            "Wat vraagt de gemeente precies? Neem de zin uit de brief of mail over.",
            only_if="gevraagd",
            bron="S0:359",
            rows=2,
        ),
        Question(
            "advies.adviesvraag.van", "Van wie", Kind.LINE, "Naam of functie.", only_if="gevraagd"
        ),
        Question(
            "advies.adviesvraag.datum",
            "Datum van de vraag",
            Kind.DATE,
            "Bijvoorbeeld 15-10-2026.",
            only_if="gevraagd",
        ),
        Question(
            "advies.adviesvraag.kenmerk",
            "Kenmerk van de gemeente",
            Kind.LINE,
            "Staat meestal boven de brief. Het komt als “uw kenmerk” in onze brief.",
            only_if="gevraagd",
        ),
        Question(
            "advies.adviesvraag.gewenst_op",
            "Antwoord gewenst op",
            Kind.DATE,
            "Wanneer wil de gemeente het advies hebben?",
            only_if="gevraagd",
            bron="S0:359",
        ),
        Heading(
            text="Alleen invullen als het anders is dan gewoonlijk",
            help="Laat leeg wat klopt: het programma kent de werkgroepen en de thema's.",
        ),
        Question(
            "advies.domein",
            "Werk of inkomen",
            Kind.CHOICE,
            "Hoort bij het thema. Alleen invullen bij een nieuw thema.",
            choices=DOMEINEN,
            default="volgt uit het thema",
            bron="S1-4",
        ),
        Question(
            "advies.dossier",
            "Themadossier",
            Kind.SUGGEST,
            "Hoort dit advies bij een dossier met een eigen naam? Vul die dan hier in.",
            options="dossiers",
            default="gelijk aan het thema",
        ),
        Question(
            "advies.vervolg_op",
            "Vervolg op advies",
            Kind.LINE,
            "Het kenmerk van ons eerdere advies, als dit er een vervolg op is.",
            example="AWI-2026-004",
        ),
        Question(
            "werkgroep.contactpersoon",
            "1e contactpersoon",
            Kind.SUGGEST,
            "Wie coördineert de werkgroep?",
            options="leden",
            default="volgt uit de werkgroep",
            bron="S0:318",
        ),
        Listing(
            key="werkgroep.leden",
            label="Leden van de werkgroep",
            room=4,
            help="Twee tot vier leden.",
            options="leden",
            default="volgt uit de werkgroep",
            bron="S0:90",
        ),
        Listing(
            key="werkgroep.opstellers",
            label="Opstellers van dit advies",
            room=4,
            help="Wie schreven dit advies?",
            options="leden",
            default="alle leden van de werkgroep",
        ),
        Question(
            "werkgroep.met_hulp_van",
            "Met hulp van",
            Kind.LINE,
            "Wie hielp een tijdje mee, zonder lid van de werkgroep te zijn?",
            bron="S1-4",
        ),
        Question(
            "werkgroep.contact_gemeente.naam",
            "Aanspreekpunt bij de gemeente: naam",
            Kind.LINE,
            default="volgt uit de werkgroep",
            bron="S0:92",
        ),
        Question("werkgroep.contact_gemeente.functie", "Aanspreekpunt: functie", Kind.LINE),
        Question("werkgroep.contact_gemeente.email", "Aanspreekpunt: e-mail", Kind.LINE),
        Table(
            key="bestuursadviseurs",
            label="Bestuursadviseurs die een kopie krijgen",
            room=6,
            columns=(
                Question("naam", "Naam", Kind.SUGGEST, options="bestuursadviseurs"),
                Question("functie", "Functie", Kind.LINE),
                Question("email", "E-mail", Kind.LINE),
            ),
            help="Leeg laten mag: dan krijgen de vaste bestuursadviseurs van uw werkgroep een kopie.",
        ),
    ),
)

INHOUD = Tab(
    name="Inhoud",
    title="Wat is er aan de hand, en wat wilt u bereiken?",
    intro="Schrijf voor iemand die het onderwerp niet kent. Noem ook wat al goed gaat.",
    blocks=(
        Question(
            "advies.kern",
            "De kern in twee of drie zinnen",
            Kind.TEXT,
            "Het begin van de brief. Wie alleen dit leest, weet waar het om gaat.",
            rows=2,
            bron="S0:23",
        ),
        Question(
            "advies.aanleiding",
            "Aanleiding",
            Kind.TEXT,
            "Wat zag of hoorde u, en waarom geeft de raad nu advies?",
            rows=5,
            nodig=Stap.INVULLEN,
            bron="S1-11",
        ),
        Listing(
            key="advies.bevindingen",
            label="Bevindingen",
            room=12,
            kind=Kind.TEXT,
            help="Wat heeft u gevonden? Eén bevinding per vak. Zet erbij hoe u het weet.",
            nodig=Stap.INVULLEN,
            bron="S0:40",
        ),
        Question(
            "advies.gewenste_uitkomst",
            "Gewenste uitkomst",
            Kind.TEXT,
            "Hoe ziet u straks dat het gelukt is?",
            rows=2,
            bron="S0:388",
        ),
        Question(
            "advies.groter_doel",
            "Het grotere doel",
            Kind.TEXT,
            "Bij welk groter doel sluit dit aan? Alleen voor de raad; komt niet in de brief.",
            bron="S1-5",
        ),
        Listing(
            key="advies.gehoord",
            label="Wie heeft u gehoord?",
            room=8,
            help="Mensen en organisaties met wie u sprak, één per vak. Namen van burgers "
            "hoeven niet. Begin met (vertrouwelijk) wat niet in de brief mag.",
            bron="S0:135",
        ),
        Listing(
            key="advies.bronnen",
            label="Bronnen",
            room=8,
            help="Stukken en cijfers die u gebruikte, één per vak.",
            bron="S0:40",
        ),
    ),
)

ADVIESPUNTEN = Tab(
    name="Adviespunten",
    title="Wat adviseert u het college?",
    intro=(
        "Eén blok is één adviespunt. De gemeente antwoordt straks per punt, dus zet in elk punt "
        "één ding. Schrijf het zo dat het past achter: “Wij adviseren u:”"
    ),
    blocks=(
        Cards(
            key="advies.adviespunten",
            label="Adviespunt",
            room=10,
            fields=(
                Question(
                    "advies",
                    "Wat adviseert u?",
                    Kind.TEXT,
                    "Wat moet er gebeuren?",
                    example="Zet een rekenhulp op de website van de gemeente.",
                    nodig=Stap.INVULLEN,
                    bron="S0:357",
                ),
                Question(
                    "wie",
                    "Wie doet het?",
                    Kind.LINE,
                    "Welk deel van de gemeente, of wie anders?",
                    example="de afdeling Inkomen",
                    nodig=Stap.PLENAIR,
                    bron="S0:357",
                ),
                Question(
                    "wanneer",
                    "Vanaf of voor wanneer?",
                    Kind.LINE,
                    "Een maand of een datum.",
                    example="voor 1 april 2027",
                    nodig=Stap.PLENAIR,
                    bron="S0:357",
                ),
                Question(
                    "waarom",
                    "Waarom?",
                    Kind.TEXT,
                    "Waarom helpt dit? Komt in de toelichting bij de brief.",
                    nodig=Stap.INVULLEN,
                    bron="S0:349",
                ),
            ),
        ),
    ),
)

OVERLEG = Tab(
    name="Overleg",
    title="Met wie is het advies besproken?",
    intro=(
        "Vul de dag in waarop u het voorlegde. Wachten op een reactie hoeft niet: "
        "geen antwoord is geen bezwaar."
    ),
    blocks=(
        Question(
            "procedure.voorgelegd_voorzitter",
            "Onderwerp voorgelegd aan de voorzitter op",
            Kind.DATE,
            "De voorzitter kijkt of het onderwerp niet al ergens anders loopt.",
            nodig=Stap.OVERLEG,
            bron="S1-5",
        ),
        Question(
            "procedure.elders_in_behandeling",
            "Loopt dit al ergens anders?",
            Kind.YESNO,
            "Wat zei de voorzitter?",
            bron="S1-5",
        ),
        Question(
            "procedure.overleg_voorzitter",
            "Concept voorgelegd aan de voorzitter op",
            Kind.DATE,
            "De dag waarop de voorzitter het concept kreeg.",
            nodig=Stap.OVERLEG,
            bron="S1-15",
        ),
        Question(
            "procedure.overleg_bestuursadviseurs",
            "Concept voorgelegd aan de bestuursadviseurs op",
            Kind.DATE,
            "De dag waarop de bestuursadviseurs het concept kregen.",
            nodig=Stap.OVERLEG,
            bron="S1-15",
        ),
        Question(
            "procedure.uit_overleg",
            "Wat zeiden zij, en wat deed u ermee?",
            Kind.TEXT,
            "Alleen voor de raad; komt niet in de brief.",
            rows=2,
            bron="S1-15",
        ),
        Heading(
            text="Raakt het de Wmo of de Jeugdwet?",
            help="Dan geven wij een samenvatting door aan de andere adviesraad.",
        ),
        Question(
            "raakvlak.wmo",
            "Raakt het de Wmo?",
            Kind.YESNO,
            "Bijvoorbeeld huishoudelijke hulp, dagbesteding of opvang.",
            nodig=Stap.PLENAIR,
            bron="S1-6",
        ),
        Question(
            "raakvlak.jeugd",
            "Raakt het de Jeugdwet?",
            Kind.YESNO,
            "Bijvoorbeeld hulp aan kinderen of gezinnen.",
            nodig=Stap.PLENAIR,
            bron="S1-6",
        ),
        Question(
            "raakvlak.samenvatting",
            "Samenvatting voor de andere adviesraad",
            Kind.TEXT,
            "Alleen als u bij Wmo of Jeugdwet “ja” koos. Een paar zinnen.",
            rows=2,
            bron="S1-6",
        ),
        Question(
            "raakvlak.samen_oppakken",
            "Wilt u het samen oppakken?",
            Kind.YESNO,
            "Samen met de andere adviesraad.",
            bron="S1-6",
        ),
        Question(
            "raakvlak.doorgegeven_op",
            "Doorgegeven op",
            Kind.DATE,
            "De dag waarop de andere adviesraad de samenvatting kreeg.",
            bron="S1-6",
        ),
        Heading(
            text="Alleen bij een informeel advies",
            help="Een informeel advies is besproken en krijgt geen brief.",
        ),
        Question(
            "advies.besproken_op",
            "Besproken op",
            Kind.DATE,
            "De dag van het gesprek.",
            only_if="informeel",
            bron="S1-17",
        ),
        Question(
            "advies.besproken_met",
            "Besproken met",
            Kind.LINE,
            "Functies, of namen van de gemeente.",
            only_if="informeel",
            bron="S1-17",
        ),
        Question(
            "advies.samenvatting",
            "Samenvatting voor de leden",
            Kind.TEXT,
            "Wat is besproken en wat komt eruit?",
            rows=3,
            only_if="informeel",
            bron="S1-17",
        ),
        Listing(
            key="advies.websitepunten",
            label="Punten voor de website",
            room=5,
            help="Kort, één punt per vak. Iedereen kan dit lezen.",
            bron="S1-17",
        ),
    ),
)

WINWIN = Tab(
    name="Win-win",
    title="Wat levert het op, en voor wie?",
    intro=(
        "Een goed advies levert de burger, de gemeente en de ondernemer iets op. "
        "Verliest iemand? Zeg het eerlijk, en zeg hoe dat wordt opgevangen."
    ),
    blocks=(
        Table(
            key="winwin",
            label="Win/win",
            rows=KLANTGROEPEN,
            columns=(
                Question(
                    "effect",
                    "Wat levert het op?",
                    Kind.CHOICE,
                    "Winst: wordt er beter van. Gelijk: blijft zoals het is. Verlies: gaat erop "
                    "achteruit. Niet geraakt: heeft er niets mee te maken.",
                    choices=EFFECTEN,
                    nodig=Stap.PLENAIR,
                    bron="S0:363",
                ),
                Question(
                    "toelichting",
                    "Toelichting",
                    Kind.TEXT,
                    "Wat merkt deze groep ervan? Komt in de toelichting bij de brief.",
                    bron="S0:378",
                ),
                Question(
                    "compensatie",
                    "Hoe wordt dat opgevangen?",
                    Kind.TEXT,
                    "Alleen bij verlies. Kan het niet worden opgevangen? Schrijf dan waarom.",
                    bron="S0:378",
                ),
                Question(
                    "belang",
                    "Belang",
                    Kind.TEXT,
                    "Leeg laten mag: dan geldt het vaste belang.",
                    default="het vaste belang van deze groep",
                    bron="S0:373",
                ),
            ),
        ),
        Heading(
            text="Moet er eerst geld of tijd in worden gestoken?",
            help="Kiest u “nee”? Sla de vier vragen daaronder dan over.",
        ),
        Question(
            "investering.nodig",
            "Is eerst een investering nodig?",
            Kind.YESNO,
            nodig=Stap.PLENAIR,
            bron="S0:380",
        ),
        Question("investering.wat", "Wat is er nodig?", Kind.TEXT, bron="S0:380"),
        Question(
            "investering.wie",
            "Wie investeert?",
            Kind.LINE,
            example="de gemeente, of een werkgever",
            bron="S0:380",
        ),
        Question(
            "investering.bedrag",
            "Hoeveel ongeveer?",
            Kind.LINE,
            "Een schatting mag.",
            example="circa € 20.000 per jaar",
            bron="S0:380",
        ),
        Question(
            "investering.wanneer_winst",
            "Wanneer levert het wat op, en wat?",
            Kind.LINE,
            example="na een jaar: minder terugvorderingen",
            bron="S0:380",
        ),
    ),
)

VOORTGANG = Tab(
    name="Voortgang",
    title="Wat is er gedaan?",
    intro="Een logboek voor de werkgroep: wie deed wat, en wat is afgesproken? Invullen hoeft niet.",
    blocks=(
        Table(
            key="voortgang",
            label="Voortgang",
            room=40,
            columns=(
                Question("actie", "Actie", Kind.TEXT, bron="S0:52"),
                Question("datum", "Datum", Kind.DATE),
                Question("door", "Door", Kind.LINE),
                Question("afspraak", "Afspraak", Kind.TEXT),
            ),
        ),
    ),
)

GEZIEN = Tab(
    name="Gezien en akkoord",
    title="Klopt een melding over persoonsgegevens toch?",
    intro=(
        "Vindt het programma persoonsgegevens in uw tekst, en klopt het toch? "
        "Schrijf hier welke cel het is en waarom het mag."
    ),
    blocks=(
        Table(
            key="gezien_en_akkoord",
            label="Gezien en akkoord",
            room=8,
            columns=(
                Question("sleutel", "Cel", Kind.LINE, "Zoals in de melding.", example="Inhoud!C8"),
                Question("reden", "Waarom mag dit?", Kind.LINE),
                Question("door", "Wie heeft dit gezien?", Kind.SUGGEST, options="leden"),
            ),
        ),
    ),
)

INLEVEREN = Tab(
    name="Inleveren",
    title="Klaar om in te leveren?",
    intro=(
        "Loop dit na en stuur het formulier dan naar het secretariaat, "
        "ten minste zeven dagen voor de vergadering."
    ),
    blocks=(
        Question(
            "procedure.gewenste_actie",
            "Wat vraagt u van de vergadering?",
            Kind.CHOICE,
            "Moet de raad besluiten, erover praten of het alleen weten?",
            choices=ACTIES,
            default="besluitvorming",
            bron="S0:345",
        ),
        Question(
            "procedure.minuten",
            "Benodigde tijd op de agenda (minuten)",
            Kind.NUMBER,
            default="20 minuten",
            bron="S0:345",
        ),
        Question(
            "advies.totstandkoming",
            "Hoe kwam het advies tot stand?",
            Kind.TEXT,
            "Leeg laten mag: de brief noemt zelf wie u hoorde en wanneer er is vergaderd.",
            rows=2,
        ),
        Table(
            key="advies.bijlagen",
            label="Bijlagen bij de brief",
            room=6,
            columns=(
                Question("titel", "Titel", Kind.LINE),
                Question(
                    "bestand", "Bestand", Kind.LINE, "De naam van het bestand in de map bijlagen."
                ),
                Question("vertrouwelijk", "Vertrouwelijk?", Kind.YESNO, bron="S0:411"),
            ),
        ),
        Question(
            "advies.opvolgdatum",
            "Wanneer kijkt u in de praktijk hoe het gaat?",
            Kind.DATE,
            default="zes maanden na verzending",
            bron="S0:44",
        ),
        Question(
            "advies.openbaar_vanaf",
            "Openbaar vanaf",
            Kind.DATE,
            "Alleen invullen als het advies later op de website mag dan gewoonlijk.",
            default="meteen na verzending",
            bron="S1-18",
        ),
        Question(
            "procedure.afwijking",
            "Ging iets anders dan de afspraak is?",
            Kind.TEXT,
            "Leg uit waarom, bijvoorbeeld als u later inleverde. Alleen voor de raad.",
            bron="S0:345",
        ),
    ),
)

SECRETARIAAT = Tab(
    name="Secretariaat",
    title="Voor het secretariaat",
    intro="Dit tabblad vult de secretaris in. De werkgroep hoeft hier niets te doen.",
    is_secretariat=True,
    blocks=(
        Heading(text="Vergadering en besluit"),
        Question(
            "procedure.ingeleverd_op",
            "Ingeleverd op",
            Kind.DATE,
            bron="S0:345",
        ),
        Question(
            "procedure.plenair_op",
            "Plenaire vergadering op",
            Kind.DATE,
            nodig=Stap.PLENAIR,
            bron="S1-15",
        ),
        Question(
            "procedure.rijp_voor_stemming",
            "Rijp voor stemming?",
            Kind.YESNO,
            bron="S0:349",
        ),
        Question("procedure.voor", "Stemmen voor", Kind.NUMBER, bron="S1-16"),
        Question("procedure.tegen", "Stemmen tegen", Kind.NUMBER, bron="S1-16"),
        Question("procedure.onthouding", "Onthoudingen", Kind.NUMBER, bron="S1-16"),
        Question(
            "procedure.besluit_op",
            "Besloten op",
            Kind.DATE,
            default="de dag van de vergadering",
            bron="S1-16",
        ),
        Question(
            "procedure.akkoord_voorzitter_op",
            "Akkoord van de voorzitter op",
            Kind.DATE,
            "Alleen als er niet is gestemd.",
            bron="S1-16",
        ),
        Question(
            "procedure.reden_zonder_stemming",
            "Waarom zonder stemming?",
            Kind.LINE,
            bron="S1-16",
        ),
        Question(
            "procedure.besloten_versie",
            "Over welk concept is besloten?",
            Kind.NUMBER,
            "Het nummer dat op het concept staat.",
        ),
        Question("procedure.wijziging_akkoord_op", "Akkoord met wijziging daarna op", Kind.DATE),
        Question(
            "procedure.minderheidsstandpunt",
            "Standpunt van de minderheid",
            Kind.TEXT,
            "Schrijf geen namen op.",
            rows=2,
        ),
        Question("procedure.minderheid_in_brief", "Dat standpunt in de brief?", Kind.YESNO),
        Heading(text="Verzending"),
        Question(
            "procedure.verzonden_op",
            "Verzonden op",
            Kind.DATE,
            nodig=Stap.ONDERTEKENING,
            bron="S1-16",
        ),
        Heading(text="Reactie van het college"),
        Question("reactie.ontvangen_op", "Reactie ontvangen op", Kind.DATE, bron="S0:346"),
        Question("reactie.kenmerk", "Kenmerk van de reactie", Kind.LINE),
        Table(
            key="reactie.per_adviespunt",
            label="Reactie per adviespunt",
            room=10,
            columns=(
                Question("nummer", "Adviespunt", Kind.NUMBER),
                Question("status", "Status", Kind.CHOICE, choices=STATUSSEN),
                Question("datum", "Datum", Kind.DATE),
                Question("bron", "Brief of mondeling", Kind.CHOICE, choices=BRONNEN),
                Question("motivering", "Wat zegt het college?", Kind.TEXT),
            ),
        ),
        Heading(text="Opvolging"),
        Question(
            "opvolging.bekeken_op",
            "In de praktijk bekeken op",
            Kind.DATE,
            nodig=Stap.OPVOLGING,
            bron="S0:44",
        ),
        Question("opvolging.bevinding", "Wat zag u?", Kind.TEXT),
        Heading(text="Als het anders loopt"),
        Question(
            "procedure.doorverwezen",
            "Doorverwezen naar het wijkteam?",
            Kind.YESNO,
            "Bij het probleem van één persoon.",
            bron="S1-5",
        ),
        Question("procedure.gestopt_op", "Gestopt op", Kind.DATE),
        Question("procedure.reden_gestopt", "Waarom gestopt?", Kind.LINE),
    ),
)


def _toets(criteria: Sequence[tuple[str, str, str]], optional: Collection[str]) -> Tab:
    return Tab(
        name="Toets",
        title="De toets: klopt het advies?",
        intro=(
            "Beantwoord samen elke vraag met ja, deels, nee of n.v.t. Bij deels en nee schrijft u "
            "kort waarom. Een “nee” houdt het advies niet tegen: de toets maakt duidelijk, "
            "de raad besluit."
        ),
        blocks=(
            Question(
                "toetsing.datum",
                "Getoetst op",
                Kind.DATE,
                "De dag waarop u de vragen hieronder naliep.",
                nodig=Stap.PLENAIR,
                bron="S0:385",
            ),
            Question(
                "toetsing.toetser",
                "Getoetst door",
                Kind.SUGGEST,
                options="leden",
                nodig=Stap.PLENAIR,
                bron="S0:385",
            ),
            Table(
                key="toetsing.antwoorden",
                label="Toets",
                rows=tuple((key, question) for key, question, _ in criteria),
                row_help=tuple(help_text for _, _, help_text in criteria),
                optional=frozenset(optional),
                columns=(
                    Question("antwoord", "Antwoord", Kind.CHOICE, choices=ANTWOORDEN),
                    Question("toelichting", "Waarom?", Kind.TEXT),
                ),
            ),
        ),
    )


def form(criteria: Sequence[tuple[str, str, str]], optional: Collection[str] = ()) -> Form:
    """The form for a council whose toetsingsschema asks `criteria` (id, question, help).

    `optional` are the ids of criteria that may stay unanswered.
    """
    return Form(
        (
            START,
            ONDERWERP,
            INHOUD,
            ADVIESPUNTEN,
            OVERLEG,
            WINWIN,
            _toets(criteria, optional),
            VOORTGANG,
            GEZIEN,
            INLEVEREN,
            SECRETARIAAT,
        )
    )
