"""A new input sheet: empty, filled from JSON, or with what an earlier one holds."""

from __future__ import annotations

import io
import json
from pathlib import Path
from uuid import uuid4

from msgspec import Struct

from pipeline import dutch
from pipeline.disk import write_file
from pipeline.errors import MissingPathError, UsageError
from pipeline.form.fields import FORM_VERSION
from pipeline.form.layout import Answer
from pipeline.form.normal import from_json
from pipeline.form.reuse import answers_from, nadruk_from, people_and_theme
from pipeline.form.write import write_form
from pipeline.sheets import Sheet, read_sheet
from pipeline.world import World


class Wanted(Struct, frozen=True):
    """What the new sheet starts with; later wishes win over earlier ones."""

    bijwerken: Path | None = None  # the same advies on a form of this version
    nieuw_van: Path | None = None  # another advies with the same people and theme
    gegevens: Path | None = None
    onderwerp: str | None = None
    werkgroep: str | None = None


def new_form(world: World, wanted: Wanted, target: Path | None) -> Path:
    """Write a new sheet and give its path; a sheet that stands there is never overwritten.

    `target` is a file or a folder; by default a name after the onderwerp in input/.

    Raises:
        UsageError: the target exists, is no .xlsx, or the JSON cannot be read.
        UnreadableSheetError: the earlier sheet cannot be read.
        UnwritableError: the disk refuses.
    """
    old = read_sheet(wanted.bijwerken, world) if wanted.bijwerken else None
    answers = _answers(world, wanted, old)
    path = _target(world, target, str(answers.get("advies.onderwerp", "")))
    sheet = io.BytesIO()
    nadruk = nadruk_from(old.read) if old else {}
    write_form(sheet, world.form, world.raad, answers, nadruk=nadruk)
    write_file(path, sheet.getvalue())
    return path


def _answers(world: World, wanted: Wanted, old: Sheet | None) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    if old is not None:
        answers.update(answers_from(old.read))
        answers.update(old.unreadable)  # as it was typed: nothing is lost
        answers["formulier.gebaseerd_op"] = old.sha256
    if wanted.nieuw_van is not None:
        answers.update(people_and_theme(read_sheet(wanted.nieuw_van, world).read))
    if wanted.gegevens is not None:
        answers.update(from_json(_json(_there(wanted.gegevens)), world.form))
    if wanted.onderwerp is not None:
        answers.update(from_json({"advies": {"onderwerp": wanted.onderwerp}}, world.form))
    if wanted.werkgroep is not None:
        naam = _werkgroep(world, wanted.werkgroep)
        answers.update(from_json({"werkgroep": {"naam": naam}}, world.form))
    answers.setdefault("formulier.id", str(uuid4()))
    answers["formulier.versie"] = FORM_VERSION
    return answers


def _werkgroep(world: World, naam: str) -> str:
    """The name as the council writes it; a new name is kept."""
    known = world.raad.werkgroep(naam)
    return known.naam if known else naam


def _target(world: World, target: Path | None, onderwerp: str) -> Path:
    name = f"{dutch.slug(onderwerp) if onderwerp else 'nieuw-advies'}.xlsx"
    if target is None:
        return _free(world.folder.input / name)
    if target.is_dir():
        return _free(target / name)
    if target.suffix.lower() != ".xlsx":
        raise UsageError(f"{target} eindigt niet op .xlsx.", f"Bedoelt u {target.name}.xlsx?")
    if target.exists():
        raise UsageError(
            f"{target} bestaat al en wordt niet overschreven.", "Kies met -o een andere naam."
        )
    return target


def _free(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def _there(path: Path) -> Path:
    if not path.exists():
        raise MissingPathError(path)
    return path


def _json(path: Path) -> object:
    try:
        data: object = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path} kan niet worden gelezen: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is geen UTF-8.", "Bewaar het bestand als UTF-8.") from error
    except RecursionError as error:
        raise UsageError(f"{path} is geen formulier: er zitten te veel haken in elkaar.") from error
    except ValueError as error:
        where = f"regel {error.lineno}" if isinstance(error, json.JSONDecodeError) else "het begin"
        raise UsageError(f"{path} is geen geldige JSON; kijk bij {where}.") from error
    return data
