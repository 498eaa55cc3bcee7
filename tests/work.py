"""A work folder for tests, and the command line run in it as a user would."""

from __future__ import annotations

import copy
import io
import json
import shutil
import sys
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from pipeline.cli import main
from pipeline.council_file import read_council
from pipeline.form.fields import FORM_VERSION, form
from pipeline.form.normal import from_json
from pipeline.form.write import write_form
from pipeline.rules.scheme import criteria_for_form, read_scheme

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "tests" / "samples"
TODAY = "2026-11-22"
Json = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """What one command gave back."""

    exit: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def last_line(self) -> str:
        return self.out.rstrip().splitlines()[-1]


class Work:
    """A work folder of the fictional council, without sheets."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "input").mkdir(parents=True)
        shutil.copy(ROOT / "input" / "adviesraad.toml", root / "input")
        shutil.copytree(ROOT / "templates", root / "templates")
        self.form = form(criteria_for_form(read_scheme(root / "templates/toetsingsschema.toml")))

    def sheet(self, name: str, dossier: Json) -> Path:
        """Put an input sheet in input/ that holds this dossier."""
        path = self.root / "input" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        answers = {**from_json(dossier, self.form), "formulier.versie": FORM_VERSION}
        answers.setdefault("formulier.id", str(uuid5(NAMESPACE_URL, name)))
        write_form(path, self.form, read_council(self.root / "input/adviesraad.toml"), answers)
        return path

    def run(self, *arguments: str | Path, datum: str | None = TODAY) -> Run:
        """Run `advies …` in this folder."""
        command, *rest = map(str, arguments)
        given = [command, *rest, *(["--datum", datum] if datum else [])]
        out, err = io.StringIO(), io.StringIO()
        before, sys.argv = sys.argv, ["advies", *given]
        try:
            with chdir(self.root), redirect_stdout(out), redirect_stderr(err):
                main()
        except SystemExit as stop:
            return Run(int(stop.code or 0), out.getvalue(), err.getvalue())
        finally:
            sys.argv = before

    def listing(self, folder: str) -> list[str]:
        """Every file below a folder of output/, by name."""
        home = self.root / "output" / folder
        return sorted(p.relative_to(home).as_posix() for p in home.rglob("*") if p.is_file())

    def record(self, kenmerk: str) -> Json:
        """The brief.json of one letter."""
        path = self.root / "output" / "brieven" / kenmerk / "brief.json"
        data: Json = json.loads(path.read_bytes())
        return data


def sample(name: str) -> Json:
    """One of the sample dossiers."""
    data: Json = json.loads((SAMPLES / f"{name}.json").read_bytes())
    return data


def ready(name: str) -> Json:
    """A sample dossier that needs no files beside it."""
    return changed(sample(name), {"advies.bijlagen": []})


def changed(dossier: Json, changes: Mapping[str, object]) -> Json:
    """The dossier with some values changed, by JSON path: advies.adviespunten.0.wie."""
    result = copy.deepcopy(dossier)
    for path, value in changes.items():
        *way, last = path.split(".")
        here: Any = result
        for part in way:
            here = here[int(part)] if isinstance(here, list) else here.setdefault(part, {})
        if isinstance(here, list):
            here[int(last)] = value
        else:
            here[last] = value
    return result
