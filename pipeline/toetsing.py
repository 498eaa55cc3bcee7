"""Toetsing: what a run found in all its sheets, as the screen, `--json` and toetsing.json tell it."""

from __future__ import annotations

from msgspec import Struct

from pipeline.checking import Checked
from pipeline.disk import write_file
from pipeline.letters import record
from pipeline.outcome import Remark
from pipeline.report import sheet_json, toetsing_json
from pipeline.sheets import Batch
from pipeline.world import World


class Toetsing(Struct, frozen=True):
    """All sheets of a run with their reports."""

    batch: Batch
    checked: tuple[Checked, ...]
    nagekeken: tuple[str, ...] = ()  # paths of the copies that were written
    remarks: tuple[Remark, ...] = ()
    unseen: str | None = None  # why nobody can tell now what is in the archive, and what to do

    @property
    def has_fout(self) -> bool:
        """True when any sheet is wrong or could not be read."""
        return bool(self.batch.unreadable) or any(c.report.has_fout for c in self.checked)

    def as_json(self, world: World) -> dict[str, object]:
        """The document of `toets --json` and toetsing.json (2-contract)."""
        sheets = [
            sheet_json(c.sheet.bestand, c.sheet.form_id, c.sheet.onderwerp, c.report, c.kenmerk)
            for c in self.checked
        ]
        return dict(toetsing_json(world.vandaag, sheets, self.batch.unreadable))

    def write(self, world: World) -> None:
        """Keep it as output/toetsing/toetsing.json."""
        path = world.folder.toetsing / "toetsing.json"
        write_file(path, record.to_bytes(self.as_json(world)))
