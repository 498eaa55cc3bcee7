"""Why a file is no sound spreadsheet, in one Dutch sentence: what it is, what to do.

The codes are those of guard.py, scan.py and child.py, and of read.py for a child that died.
"""

from __future__ import annotations

from pipeline.form.raw import place

_SENTENCES = {
    "folder": "Dit is een map en geen formulier; geef het Excel-bestand zelf op.",
    "special": "Dit is geen gewoon bestand; geef het Excel-bestand zelf op.",
    "big": "Dit bestand is groter dan 25 MB en dus geen gewoon formulier; haal afbeeldingen en grote plakstukken eruit en bewaar het opnieuw.",
    "empty": "Dit bestand is leeg (0 bytes); vraag de maker om het formulier opnieuw te sturen.",
    "cloud": "Van dit bestand staat alleen een lege plek op deze computer; open het één keer in OneDrive of SharePoint (kies “Altijd behouden op dit apparaat”) en probeer het opnieuw.",
    "lock": "Dit is een hulpbestand (~$) dat Excel maakt zolang een formulier open staat; sluit het formulier in Excel, dan verdwijnt het.",
    "password": "Dit formulier is beveiligd met een wachtwoord; haal het wachtwoord eraf (Bestand, Info, Werkmap beveiligen) en bewaar het opnieuw.",
    "word": "Dit is een Word-document en geen formulier; neem de tekst over in het adviesformulier.",
    "pdf": "Dit is een PDF en geen formulier; lever het Excel-bestand zelf in.",
    "picture": "Dit is een afbeelding en geen formulier; lever het Excel-bestand zelf in.",
    "xml": "Dit bestand is bewaard als XML-werkblad; open het in Excel en bewaar het als Excel-werkmap (.xlsx).",
    "html": "Dit is een webpagina met de naam van een Excel-bestand; open het in Excel en bewaar het als Excel-werkmap (.xlsx).",
    "csv": "Dit is een tekstbestand (zoals CSV) en geen formulier; lever het Excel-bestand zelf in.",
    "xlsb": "Dit bestand is bewaard als binaire werkmap (.xlsb); open het in Excel en bewaar het als Excel-werkmap (.xlsx).",
    "numbers": "Dit is een Numbers-bestand; kies in Numbers “Exporteer naar Excel” en lever dat bestand in.",
    "foreign": "Dit is geen Excel- of LibreOffice-bestand, wat de naam ook zegt; lever het adviesformulier zelf in.",
    "truncated": "Dit bestand is niet compleet: het einde ontbreekt, bijvoorbeeld door een afgebroken download; vraag de maker om het opnieuw te sturen.",
    "damaged": "Dit bestand is beschadigd; open het in Excel, laat Excel het herstellen en bewaar het opnieuw.",
    "hostile": "Dit bestand is niet door Excel of LibreOffice gemaakt of is bewerkt, en wordt uit voorzorg niet geopend; neem de antwoorden over in een nieuw formulier.",
    "bomb": "Dit bestand wordt bij het openen onredelijk groot en wordt uit voorzorg niet geopend; neem de antwoorden over in een nieuw formulier.",
    "far": "In cel {cell} staat iets, ver buiten het formulier; maak die cel leeg en bewaar het bestand opnieuw.",
    "many": "In dit bestand staan veel meer cellen dan in een formulier; haal weg wat er niet in hoort, of neem de antwoorden over in een nieuw formulier.",
    "missing": "Dit bestand bestaat niet (meer); controleer de naam en de map.",
    "closed": "Dit bestand kan niet worden geopend; sluit het in andere programma's en controleer of u het mag lezen.",
    "time": "Het lezen van dit bestand duurde te lang en is gestopt; neem de antwoorden over in een nieuw formulier.",
    "crash": "Dit bestand is zo beschadigd of zo groot dat het lezen is afgebroken; open het in Excel en bewaar het opnieuw, of neem de antwoorden over in een nieuw formulier.",
}


def sentence(fault: str, detail: str) -> str:
    """The sentence for a fault; `detail` is the row and column of a far cell."""
    if fault == "far":
        row, column = detail.split(",")
        return _SENTENCES[fault].format(cell=place("", int(row), int(column))[1:])
    return _SENTENCES[fault]
