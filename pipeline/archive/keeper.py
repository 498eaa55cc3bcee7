"""Who keeps the archive: the council and its gemeente, as descriptions name them."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from pipeline import dutch
from pipeline.council import Raad

_GEMEENTEN = "https://identifier.overheid.nl/tooi/id/gemeente/"
_TOOI = "TOOI, register van gemeenten"


class Keeper(Struct, frozen=True):
    """The archiefvormer, its series of adviezen, and the roles around a letter."""

    naam: str  # Adviesraad Werk en Inkomen gemeente Arnhem
    gemeente: str  # Arnhem
    serie: str  # AWI-adviezen: one series for all years
    college: str
    voorzitter: str  # the role, with the council
    signer: str  # the role of who signs a letter of that day
    waardering: str = "N"  # B, V or N, as the gemeente's archivist decides
    gemeente_code: str = ""  # TOOI: gm0202; empty when not known

    @classmethod
    def of(cls, raad: Raad, day: date) -> Keeper:
        """The council as it was on the day of a letter."""
        has_gemeente = raad.gemeente.casefold() in raad.naam.casefold()
        naam = raad.naam if has_gemeente else f"{raad.naam} gemeente {raad.gemeente}"
        chair = raad.voorzitter_op(day)
        is_deputy = chair is not None and chair.rol != "voorzitter"
        return cls(
            naam=dutch.sentence(naam),
            gemeente=raad.gemeente,
            serie=f"{raad.code}-adviezen",
            college=raad.college[0],
            voorzitter=f"Voorzitter van de {naam}",
            signer=f"{'Plaatsvervangend voorzitter' if is_deputy else 'Voorzitter'} van de {naam}",
            waardering=raad.waardering,
            gemeente_code=raad.gemeente_code or "",
        )

    @property
    def bron(self) -> str:
        """In whose numbering a kenmerk or file name is unique."""
        return f"Archief {self.naam}"

    @property
    def serie_naam(self) -> str:
        """The series as people call it."""
        return f"Adviezen van de {self.naam[:1].lower()}{self.naam[1:]}"

    @property
    def gemeente_naam(self) -> str:
        """The gemeente with the word before it."""
        return f"Gemeente {self.gemeente}"

    @property
    def gemeente_id(self) -> tuple[str, str]:
        """The gemeente in the register of the Dutch government; empty when not known."""
        return (f"{_GEMEENTEN}{self.gemeente_code}", _TOOI) if self.gemeente_code else ("", "")
