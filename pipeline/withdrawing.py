"""Withdrawing: marks a letter as withdrawn; its kenmerk stays used, its files stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pipeline import dutch
from pipeline.disk import write_file
from pipeline.errors import UsageError
from pipeline.letters import record
from pipeline.letters.folder import RECORD
from pipeline.letters.plan import Wishes
from pipeline.model import Uitgave
from pipeline.outcome import Outcome, Remark, Withdrawn
from pipeline.world import World


def withdraw(world: World, wishes: Wishes) -> Outcome:
    """Mark a letter as withdrawn in its brief.json; its kenmerk stays used, its files stay."""
    assert wishes.trek_in is not None
    assert wishes.reden is not None
    home = world.folder.brieven / wishes.trek_in
    document = record.raw(home)
    if "ingetrokken" in document:
        earlier = document["ingetrokken"]
        day = dutch.day(date.fromisoformat(earlier["op"]))
        sentence = (
            f"{wishes.trek_in} is al ingetrokken op {day}, met als reden: {earlier['reden']}. "
            "Er is niets veranderd."
        )
        return Outcome((Remark(sentence),), is_plan=wishes.is_dry)
    document["ingetrokken"] = {"op": world.vandaag.isoformat(), "reden": wishes.reden}
    if not wishes.is_dry:
        write_file(home / RECORD, record.to_bytes(document))
    return Outcome((Withdrawn(wishes.trek_in, wishes.reden),), is_plan=wishes.is_dry)


def know_all(named: Iterable[str], issued: Sequence[Uitgave]) -> None:
    """Refuse to go on about a letter that was never made.

    Raises:
        UsageError: there is no letter with this kenmerk.
    """
    known = {uitgave.kenmerk for uitgave in issued}
    for kenmerk in sorted(named):
        if kenmerk not in known:
            raise UsageError(
                f"Er is geen brief met kenmerk {kenmerk}.", "Kijk in de map output/brieven."
            )
