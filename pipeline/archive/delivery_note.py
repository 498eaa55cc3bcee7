"""LEESMIJ.txt of a delivery: what an archivist sees first."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import dutch
from pipeline.archive.keeper import Keeper
from pipeline.archive.text import LetterText

MANIFEST = "manifest-sha512.txt"


def readme(letters: Sequence[LetterText], keeper: Keeper, confidential: Sequence[str]) -> str:
    """What it is, what must not be published, and how to check it without this program."""
    listed = "\n".join(
        f"  {one.kenmerk}  {dutch.day(one.briefdatum)}  {one.onderwerp}" for one in letters
    )
    days = [letter.briefdatum for letter in letters]
    first, last = dutch.day(min(days)), dutch.day(max(days))
    closed = (
        f"LET OP: deze bestanden zijn vertrouwelijk: {', '.join(confidential)}.\n"
        if confidential
        else "Er zijn geen vertrouwelijke bijlagen bij.\n"
    )
    return (
        f"Levering aan een e-depot: {keeper.serie_naam}\n\n"
        f"{dutch.count(len(letters), 'advies', 'adviezen')}, van {first} tot en met {last}:\n\n"
        f"{listed}\n\n"
        f"Elk advies heeft een eigen map in {keeper.serie}. Daarin staan de bestanden zoals zij zijn\n"
        "gearchiveerd, met bij elk bestand een beschrijving volgens MDTO 1.0.1:\n"
        "  <kenmerk>.MDTO.xml          beschrijft het advies\n"
        "  <naam>.bestand.MDTO.xml     beschrijft het bestand <naam>\n"
        "  <kenmerk>-verificatie.txt   zegt wat er van de ondertekening is gecontroleerd\n"
        "Van elk advies is de nieuwste versie geleverd.\n\n"
        f"{closed}"
        "De bestanden _bron.zip bevatten het formulier en de toetsing. Die zijn alleen voor de\n"
        "adviesraad en het archief, niet om te publiceren. Waar in een bestand -ondertekend ook\n"
        "bladzijden van andere brieven staan, zegt de beschrijving van het advies dat. Alle\n"
        "beperkingen staan daar bij beperkingGebruik.\n\n"
        "Controleren of er niets is veranderd, in deze map:\n"
        f"  Linux      sha512sum -c {MANIFEST}\n"
        f"  macOS      shasum -a 512 -c {MANIFEST}\n"
        "  Windows    certutil -hashfile BESTAND SHA512, en vergelijk met de regel in "
        f"{MANIFEST}\n"
    )
