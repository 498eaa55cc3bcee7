"""Plan: which letter each ripe dossier gets. Pure: decides what will be on disk, writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum

from msgspec import Struct, field

from pipeline.errors import UsageError
from pipeline.letters.kenmerk import Kenmerk, next_number, parse
from pipeline.letters.values import Values, differences
from pipeline.model import Dossier, Report, Uitgave
from pipeline.rules.decision import Besluit


class Candidate(Struct, frozen=True):
    """A dossier that may have a letter now: checked, with the values that it would print."""

    bestand: str
    dossier: Dossier
    report: Report
    besluit: Besluit | None
    waarden: Values
    uitgave: Uitgave | None = None  # the letter that it has already

    @property
    def is_out(self) -> bool:
        """True when its letter is sent or archived: what was said, was said."""
        is_filed = self.uitgave is not None and self.uitgave.is_gearchiveerd
        return is_filed or self.dossier.procedure.verzonden_op.is_filled


class Wishes(Struct, frozen=True):
    """What the secretary asked for on the command line, beyond the usual run."""

    briefdatum: date
    opnieuw: frozenset[str] = frozenset()  # kenmerken to issue again though nothing changed
    opvolger_van: frozenset[str] = frozenset()  # archived kenmerken that get a successor
    is_concept: bool = False
    is_dry: bool = False  # only tell the plan
    pdf: bool | None = None  # --pdf or --geen-pdf; None: when LibreOffice is there
    vervang: bool = False  # a letter edited in Word may make room for a new version
    trek_in: str | None = None  # kenmerk of a letter to withdraw
    reden: str | None = None  # why it is withdrawn

    @classmethod
    def of(
        cls,
        vandaag: date,
        *,
        briefdatum: date | None,
        opnieuw: Sequence[str],
        opvolger_van: Sequence[str],
        trek_in: str | None,
        **rest: bool | str | None,
    ) -> Wishes:
        """The wishes as typed; kenmerken may be typed in small letters.

        Raises:
            UsageError: a letter is to be withdrawn without a reason, or wishes that do not go
                together.
        """
        if trek_in and not rest["reden"]:
            raise UsageError(
                "Bij --trek-in hoort een --reden.", 'Bijvoorbeeld: --reden "dubbel verstuurd"'
            )
        if rest["reden"] and not trek_in:
            raise UsageError("--reden hoort bij --trek-in KENMERK.")
        asked = [bool(opnieuw or opvolger_van), bool(trek_in), bool(rest["is_concept"])]
        if sum(asked) > 1:
            raise UsageError(
                "--concept, --trek-in en --opnieuw of --opvolger-van gaan niet samen.",
                "Doe het na elkaar, met één opdracht per keer.",
            )
        return cls(
            briefdatum or vandaag,
            frozenset(map(str.upper, opnieuw)),
            frozenset(map(str.upper, opvolger_van)),
            trek_in=trek_in.upper() if trek_in else None,
            **rest,  # type: ignore[arg-type]  # the names are those of the fields
        )

    @property
    def named(self) -> frozenset[str]:
        """Every kenmerk that was named."""
        return self.opnieuw | self.opvolger_van | ({self.trek_in} if self.trek_in else frozenset())


class Action(Enum):
    """What happens to one dossier."""

    NIEUW = "nieuw"
    VERSIE = "nieuwe versie"
    ONGEWIJZIGD = "ongewijzigd"
    OP_SLOT = "op slot"  # changed, but the letter is sent or in the archive


class Step(Struct, frozen=True):
    """What will be done for one dossier."""

    action: Action
    candidate: Candidate
    kenmerk: str
    briefdatum: date
    versienummer: int = 1
    wijzigingen: tuple[str, ...] = ()
    opvolger_van: str | None = None  # kenmerk of the letter in whose place this one comes

    @property
    def writes(self) -> bool:
        """True when a letter will be made."""
        return self.action in {Action.NIEUW, Action.VERSIE}


class Numbering(Struct, frozen=True):
    """How a council numbers its letters, and which numbers are gone."""

    code: str
    taken: tuple[Kenmerk, ...]
    first: Mapping[int, int] = field(default_factory=dict)  # by year, for a start mid-year


def numbering(code: str, kenmerken: Iterable[str], first: Iterable[tuple[int, int]]) -> Numbering:
    """The numbering after all `kenmerken` that were ever issued."""
    known = (parse(text, code) for text in kenmerken)
    return Numbering(code, tuple(k for k in known if k is not None), dict(first))


def plan(candidates: Iterable[Candidate], numbers: Numbering, wishes: Wishes) -> Iterator[Step]:
    """A step for every candidate, in their order; new kenmerken follow each other without gaps.

    A new version keeps the kenmerk and the date of its first letter.
    """
    jaar = wishes.briefdatum.year
    free = next_number(jaar, numbers.taken, numbers.first.get(jaar, 1))
    for candidate in candidates:
        step = _follow_up(candidate, wishes)
        if step is None:
            kenmerk = str(Kenmerk(numbers.code, jaar, free))
            free += 1
            before = candidate.uitgave.kenmerk if candidate.uitgave else None
            step = Step(Action.NIEUW, candidate, kenmerk, wishes.briefdatum, opvolger_van=before)
        yield step


def _follow_up(candidate: Candidate, wishes: Wishes) -> Step | None:
    """The step for a dossier that has a letter already; None when it gets a new kenmerk."""
    uitgave = candidate.uitgave
    if uitgave is None or uitgave.kenmerk in wishes.opvolger_van:
        return None
    changed = differences(uitgave.waarden, candidate.waarden)
    again = uitgave.kenmerk in wishes.opnieuw
    action = Action.VERSIE if changed or again else Action.ONGEWIJZIGD
    if action is Action.VERSIE and candidate.is_out:
        action = Action.OP_SLOT
    version = uitgave.versienummer + (action is Action.VERSIE)
    return Step(
        action,
        candidate,
        uitgave.kenmerk,
        uitgave.briefdatum,
        version,
        changed,
        uitgave.opvolger_van,
    )
