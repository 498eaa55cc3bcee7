"""The world of a run: the council, its scheme and its lists, opened once at the start."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct

from pipeline.council import Raad
from pipeline.council_file import read_council
from pipeline.form.fields import form
from pipeline.form.spec import Form
from pipeline.model import Uitgave
from pipeline.rules.engine import Circumstances
from pipeline.rules.outdated import Verouderd, read_outdated
from pipeline.rules.scheme import Toetsingsschema, criteria_for_form, read_scheme
from pipeline.workfolder import WorkFolder


class World(Struct, frozen=True):
    """Everything that a run knows beside the sheets; nothing in it changes during the run."""

    folder: WorkFolder
    raad: Raad
    schema: Toetsingsschema
    verouderd: tuple[Verouderd, ...]
    form: Form
    vandaag: date

    @property
    def archive(self) -> Path:
        """Where the archive is; `mappen.archief` may have put it elsewhere."""
        return self.raad.archief or self.folder.archief

    def circumstances(self, uitgave: Uitgave | None = None) -> Circumstances:
        """What the rules may know of it, for a dossier that led to `uitgave`."""
        return Circumstances(self.raad, self.schema, self.verouderd, self.vandaag, uitgave)


def open_world(folder: WorkFolder, vandaag: date) -> World:
    """Read the settings of a work folder.

    Raises:
        SettingsError: adviesraad.toml, toetsingsschema.toml or verouderd.toml holds mistakes.
    """
    raad = read_council(folder.config)
    schema = read_scheme(folder.templates / "toetsingsschema.toml")
    verouderd = read_outdated(folder.templates / "verouderd.toml")
    optional = [criterium.id for criterium in schema.criteria if not criterium.verplicht]
    fields = form(criteria_for_form(schema), optional)
    return World(folder, raad, schema, verouderd, fields, vandaag)
