"""What a run of `archiveer` did and left: for the screen and for `--json`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from pipeline import dutch
from pipeline.errors import PipelineError

_MANY: Final = 4  # names from which the first and the last say enough: photos, numbered by a phone


class Archived(Struct, frozen=True):
    """A signed letter that was filed, or would be in a run that only tells its plan."""

    kenmerk: str
    onderwerp: str
    bestanden: tuple[str, ...]  # what was handed in
    versie: int  # of the advies in the archive
    meldingen: tuple[str, ...] = ()  # what was and was not checked
    waarschuwingen: tuple[str, ...] = ()
    te_doen: tuple[str, ...] = ()  # for the secretary, beside the mails
    mails: str = ""  # folder with the drafts; empty when there are none


class AlreadyThere(Struct, frozen=True):
    """Files that the archive holds already, byte for byte."""

    kenmerk: str
    bestanden: tuple[str, ...]
    versie: int


class Uncertain(Struct, frozen=True):
    """A file that was not filed: what it is and what to do."""

    bestand: str
    melding: str


class Unnoted(Struct, frozen=True):
    """An advies that is damaged in the archive, so that its day of sending cannot be noted."""

    kenmerk: str
    plaats: str  # its folder in the archive
    melding: str


Filed = Archived | AlreadyThere | Uncertain


class Filing(Struct, frozen=True):
    """All results of a run."""

    results: tuple[Filed, ...]
    head: str | None  # the short code of the archive; None as long as it is empty
    is_plan: bool = False
    trouble: PipelineError | None = None  # what ended the run early
    sent: tuple[
        str, ...
    ] = ()  # kenmerken of which the archive tells from now on that they went out
    unnoted: tuple[Unnoted, ...] = ()

    @property
    def archived(self) -> tuple[Archived, ...]:
        """What was filed."""
        return tuple(one for one in self.results if isinstance(one, Archived))

    @property
    def already_there(self) -> tuple[AlreadyThere, ...]:
        """What needed no filing."""
        return tuple(one for one in self.results if isinstance(one, AlreadyThere))

    @property
    def uncertain(self) -> tuple[Uncertain, ...]:
        """What a person must look at."""
        return tuple(one for one in self.results if isinstance(one, Uncertain))

    @property
    def has_fout(self) -> bool:
        """True when a person must look at a file, or at the archive."""
        return bool(self.uncertain or self.unnoted)

    @property
    def doubts(self) -> tuple[tuple[str, str], ...]:
        """The uncertain files as people read them: those with one and the same melding together."""
        together: dict[str, list[str]] = {}
        for one in self.uncertain:
            together.setdefault(one.melding, []).append(one.bestand)
        return tuple(
            (in_words(files, is_told=all(_name(f) in melding for f in files)), melding)
            for melding, files in together.items()
        )

    def as_json(self) -> Mapping[str, object]:
        """The document of `archiveer --json` (2-contract)."""
        return {
            "gearchiveerd": [
                {"kenmerk": one.kenmerk, "bestanden": list(one.bestanden), "versie": one.versie}
                for one in self.archived
            ],
            "al_gearchiveerd": [
                {"kenmerk": one.kenmerk, "bestanden": list(one.bestanden), "versie": one.versie}
                for one in self.already_there
            ],
            "niet_zeker": [
                *({"bestand": one.bestand, "melding": one.melding} for one in self.uncertain),
                *({"bestand": one.plaats, "melding": one.melding} for one in self.unnoted),
            ],
        }

    def closing(self) -> Iterator[str]:
        """The last lines of the run."""
        if self.head and not self.is_plan:
            yield from code_in_words(self.head)
        unnoted = ""
        if self.unnoted:
            letters = dutch.count(len(self.unnoted), "brief", "brieven")
            unnoted = f" Van {letters} kon de dag van verzenden niet worden genoteerd."
        if not self.results:
            yield (
                "Er is niets om te archiveren. Zet de ondertekende brieven in input/ondertekend."
                f"{unnoted}"
            )
            return
        counts = (
            f"{len(self.archived)} gearchiveerd, {len(self.already_there)} al gearchiveerd, "
            f"{dutch.count(len(self.uncertain), 'bestand', 'bestanden')} niet zeker."
        )
        if self.is_plan:
            yield f"Er is niets geschreven. Het plan: {counts}"
        else:
            yield f"Klaar: {counts}{unnoted}"


def in_words(files: Sequence[str], *, is_told: bool = True) -> str:
    """Files as one line; `is_told` when the reader needs not see the name of every one of many."""
    if len(files) == 1:
        return files[0]
    names = [_name(file) for file in files]
    if len(names) >= _MANY and is_told:
        return f"{len(names)} bestanden: {names[0]} … {names[-1]}"
    return dutch.join(names)


def code_in_words(code: str) -> Iterator[str]:
    """The short code of the archive, and what to do with it."""
    yield f"Code van het archief: {code}. Schrijf die op papier, bijvoorbeeld in uw verslag."


def _name(file: str) -> str:
    return file.replace("\\", "/").rsplit("/", 1)[-1]
