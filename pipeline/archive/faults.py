"""Why a file that was handed in cannot be looked at, in one Dutch sentence: what it is, what to do.

The codes are those of form/guard.py, of opened.py and of guarded.py for a child that died.
"""

from __future__ import annotations

from typing import Final

from pipeline.archive.limits import MAX_FILE, MAX_PAGES, MAX_PIXELS

_KINDS: Final = "een PDF, een foto of scan (JPEG, PNG, TIFF, HEIC) of een Word-bestand (.docx)"
_AGAIN: Final = "scan of fotografeer de brief opnieuw"
_FILE_MB: Final = MAX_FILE // 2**20
_MEGAPIXELS: Final = MAX_PIXELS // 1_000_000

_SENTENCES: Final = {
    "folder": "Dit is een map en geen bestand; zet de ondertekende brief zelf neer of geef die op.",
    "special": "Dit is geen gewoon bestand; zet de ondertekende brief zelf neer.",
    "big": f"Dit bestand is groter dan {_FILE_MB} MB; scan de brief opnieuw met 300 dpi of minder.",
    "empty": "Dit bestand is leeg (0 bytes); kopieer of scan de brief opnieuw.",
    "cloud": "Van dit bestand staat alleen een lege plek op deze computer; open het één keer in OneDrive of SharePoint (kies “Altijd behouden op dit apparaat”) en probeer het opnieuw.",
    "offline": "Dit bestand staat alleen in de cloud en kon niet worden opgehaald; open het één keer in OneDrive of SharePoint (kies “Altijd behouden op dit apparaat”) en probeer het opnieuw.",
    "lock": "Dit is een hulpbestand (~$) dat Word maakt zolang een document open staat; sluit het document in Word, dan verdwijnt het.",
    "pdf password": "Deze PDF is beveiligd met een wachtwoord; bewaar de PDF zonder wachtwoord (of druk de brief af en scan die) en zet die hier neer.",
    "password": "Dit Word-bestand is beveiligd met een wachtwoord; haal het wachtwoord eraf (Bestand, Info, Document beveiligen) en bewaar het opnieuw.",
    "pdf damaged": f"Deze PDF is beschadigd en kan niet worden geopend; vraag de maker om het bestand opnieuw te sturen, of {_AGAIN}.",
    "pdf truncated": "Deze PDF is niet compleet: het einde ontbreekt, bijvoorbeeld door een afgebroken download; haal of vraag het bestand opnieuw.",
    "pdf no pages": f"Deze PDF heeft geen bladzijden; {_AGAIN}.",
    "picture damaged": f"Deze afbeelding is beschadigd en kan niet worden geopend; {_AGAIN}.",
    "picture truncated": "Deze afbeelding is niet compleet: het einde ontbreekt, bijvoorbeeld door een afgebroken download; haal of vraag het bestand opnieuw.",
    "pixels": f"Deze afbeelding heeft meer dan {_MEGAPIXELS} miljoen beeldpunten; scan de brief opnieuw met 300 dpi.",
    "pages": f"Dit bestand heeft meer dan {MAX_PAGES} bladzijden en is dus niet één brief; zet de brief als apart bestand neer.",
    "damaged": "Dit Word-bestand is beschadigd; open het in Word, laat Word het herstellen en bewaar het opnieuw.",
    "truncated": "Dit Word-bestand is niet compleet: het einde ontbreekt, bijvoorbeeld door een afgebroken download; haal of vraag het bestand opnieuw.",
    "hostile": "Dit Word-bestand is niet door Word of LibreOffice gemaakt of is bewerkt, en wordt uit voorzorg niet geopend; druk de brief af en scan die.",
    "bomb": "Dit Word-bestand wordt bij het openen onredelijk groot en wordt uit voorzorg niet geopend; druk de brief af en scan die.",
    "old word": "Dit is een Word-bestand van vóór 2007 (.doc); bewaar het in Word als PDF en zet die hier neer.",
    "open document": "Dit is een LibreOffice-bestand (.odt); bewaar het als PDF en zet die hier neer.",
    "spreadsheet": "Dit is een Excel-bestand en geen brief; formulieren horen in input, niet bij de ondertekende brieven.",
    "zip": "Dit is een ingepakt bestand (.zip); pak het uit en zet de brief zelf hier neer.",
    "mail": "Dit is een e-mailbericht; open het en bewaar de bijlage met de ondertekende brief hier.",
    "other picture": "Dit is een afbeelding van een soort die niet wordt gelezen; bewaar haar als JPEG of PNG en zet die hier neer.",
    "text": f"Dit is een tekstbestand en geen ondertekende brief; wat werkt, is {_KINDS}.",
    "foreign": f"Dit is geen bestand dat een ondertekende brief kan zijn, wat de naam ook zegt; wat werkt, is {_KINDS}.",
    "name": "De naam van dit bestand bevat tekens die niet te lezen zijn; geef het een andere naam.",
    "missing": "Dit bestand bestaat niet (meer); controleer de naam en de map.",
    "closed": "Dit bestand kan niet worden geopend; sluit het in andere programma’s en controleer of u het mag lezen.",
    "time": f"Het bekijken van dit bestand duurde te lang en is gestopt; {_AGAIN} (300 dpi is genoeg).",
    "memory": f"Dit bestand wordt bij het openen te groot voor deze computer; {_AGAIN} met 300 dpi of minder.",
    "crash": f"Dit bestand is zo beschadigd of zo groot dat het bekijken is afgebroken; {_AGAIN}.",
}


def sentence(fault: str) -> str:
    """The sentence for a fault."""
    return _SENTENCES[fault]
