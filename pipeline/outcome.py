"""What a run of `brieven` did and left, one result per sheet: for the table and for `--json`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from msgspec import Struct

from pipeline.errors import PipelineError
from pipeline.model import Stap


class Made(Struct, frozen=True):
    """A letter or concept that was made, or would be in a run that only tells its plan."""

    kenmerk: str
    bestand: str
    onderwerp: str
    map: str
    bestanden: tuple[str, ...] = ()
    versienummer: int = 1
    wijzigingen: tuple[str, ...] = ()

    @property
    def is_concept(self) -> bool:
        """True for a concept, which has no kenmerk of its own."""
        return self.kenmerk.startswith("CONCEPT")


class Unchanged(Struct, frozen=True):
    """A letter that still says what its sheet says: nothing was written."""

    kenmerk: str
    bestand: str


class NotYet(Struct, frozen=True):
    """A sheet that is not that far, or went a side road; not wrong."""

    bestand: str
    onderwerp: str
    stap: str
    ontbreekt: tuple[str, ...]

    @property
    def is_aside(self) -> bool:
        """True when it will get no letter: it was discussed informally, stopped or refused."""
        return Stap(self.stap).is_side_road


class Refused(Struct, frozen=True):
    """A sheet of which nothing was written, and why."""

    bestand: str
    meldingen: tuple[str, ...]


class NoPdf(Struct, frozen=True):
    """A Word file of which no PDF came, and why."""

    naam: str
    reden: str


class Withdrawn(Struct, frozen=True):
    """A letter that was withdrawn; its kenmerk stays used and its files stay."""

    kenmerk: str
    reden: str


class Remark(Struct, frozen=True):
    """Something that the secretary should see beside all this."""

    sentence: str


Result = Made | Unchanged | NotYet | Refused | NoPdf | Withdrawn | Remark
R = TypeVar("R", Made, Unchanged, NotYet, Refused, NoPdf, Withdrawn, Remark)


class Outcome(Struct, frozen=True):
    """All results of a run, in the order of the sheets."""

    results: tuple[Result, ...]
    is_plan: bool = False  # nothing was written: the run only told what it would do
    trouble: PipelineError | None = None  # what ended the run early, or kept the PDFs away

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """The results of one kind."""
        return tuple(result for result in self.results if isinstance(result, kind))

    @property
    def has_fout(self) -> bool:
        """True when a sheet is wrong or could not be read."""
        return bool(self.of(Refused))

    def as_json(self) -> Mapping[str, object]:
        """The document of `brieven --json` (2-contract)."""
        return {
            "gemaakt": [
                {
                    "kenmerk": made.kenmerk,
                    "bestand": made.bestand,
                    "map": made.map,
                    "bestanden": list(made.bestanden),
                }
                for made in self.of(Made)
            ],
            "ongewijzigd": [
                {"kenmerk": same.kenmerk, "bestand": same.bestand} for same in self.of(Unchanged)
            ],
            "niet_zover": [
                {"bestand": sheet.bestand, "stap": sheet.stap, "ontbreekt": list(sheet.ontbreekt)}
                for sheet in self.of(NotYet)
            ],
            "fout": [
                {"bestand": sheet.bestand, "meldingen": list(sheet.meldingen)}
                for sheet in self.of(Refused)
            ],
        }
