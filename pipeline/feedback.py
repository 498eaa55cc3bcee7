"""The nagekeken copies of a run: what comes back to the lead, only where there is something to do.

A lead may go on working in such a copy where it lies. So the hash of each copy that was written
is kept, and a copy that was changed since is never overwritten: it is told instead.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Collection, Iterable
from hashlib import sha256
from pathlib import Path, PurePosixPath

from pipeline import lineage
from pipeline.checking import Checked
from pipeline.disk import write_file, writing
from pipeline.form.reuse import answers_from, nadruk_from
from pipeline.model import Dossier
from pipeline.outcome import Remark
from pipeline.world import World

_KEPT = "nagekeken.json"
_SUFFIX = "-nagekeken"
# What a browser or Windows adds to a second copy stands behind the suffix.
_SUFFIXED = re.compile(rf"(?:{_SUFFIX}(?: ?\(\d+\)| - [Kk]opie)?)+$")


def write_all(
    checked: Iterable[Checked], world: World, only: Collection[Path] | None = None
) -> tuple[tuple[str, ...], tuple[Remark, ...]]:
    """Write the copies: their paths, and a remark for each that someone is working in.

    A copy of an earlier run of which the sheet is mended now is taken away. `only` names the
    sheets whose copies may change; None: all of them.
    """
    memory = world.folder.werk / _KEPT
    kept = _remembered(memory)
    written: list[str] = []
    made: list[tuple[str, Dossier]] = []
    remarks: list[Remark] = []
    taken: set[str] = set()
    for one in checked:
        name = _name(one.sheet.bestand, taken)
        taken.add(name)
        if only is not None and one.sheet.path not in only:
            continue
        path = world.folder.toetsing / name
        is_source = path == one.sheet.path
        ours = not is_source and (
            not path.exists() or kept.get(name) == sha256(path.read_bytes()).hexdigest()
        )
        if not ours:
            remarks.append(Remark(_in_use(world.folder.relative(path))))
        elif one.report.bevindingen:
            content = _copy(one, world)
            write_file(path, content)
            kept[name] = sha256(content).hexdigest()
            written.append(world.folder.relative(path))
            made.append((one.sheet.sha256, one.sheet.read))
        elif path.exists():
            with writing(path):
                path.unlink()
            del kept[name]
    write_file(memory, json.dumps(kept, indent=2, sort_keys=True).encode())
    lineage.keep(world.folder.werk, made)
    return tuple(written), tuple(remarks)


def feedback_name(name: str) -> str:
    """The name of the nagekeken copy of a sheet; the suffix never stands in it twice."""
    stem = _SUFFIXED.sub("", Path(name).stem)
    return f"{stem}{_SUFFIX}.xlsx"


def _remembered(memory: Path) -> dict[str, str]:
    """Hash by name; without it every copy that is there counts as changed, and stays."""
    try:
        kept: dict[str, str] = dict(json.loads(memory.read_bytes()))
    except (OSError, ValueError):
        return {}
    return kept


def _copy(one: Checked, world: World) -> bytes:
    # Writing workbooks loads what a run without remarks does not need.
    from pipeline.form.feedback import write_feedback  # noqa: PLC0415

    buffer = io.BytesIO()
    write_feedback(
        buffer,
        world.form,
        world.raad,
        {**answers_from(one.sheet.read), **one.sheet.unreadable},
        one.report.bevindingen,
        source_sha256=one.sheet.sha256,
        source_name=one.sheet.path.name,
        stap=one.report.stap,
        datum=world.vandaag,
        nadruk=nadruk_from(one.sheet.read),
    )
    return buffer.getvalue()


def _name(bestand: str, taken: set[str]) -> str:
    """Where the copy of a sheet stands in output/toetsing: subfolders stay, no two names clash."""
    path = PurePosixPath(bestand.replace("\\", "/"))
    inside = path.parts[1:-1] if path.parts[:1] == ("input",) else ()
    name = feedback_name(path.name)
    folder = PurePosixPath(*inside)
    if str(folder / name) in taken:
        name = feedback_name(f"{path.stem}-{path.suffix.removeprefix('.')}{path.suffix}")
    return str(folder / name)


def _in_use(path: str) -> str:
    return (
        f"{path} is veranderd sinds het programma het maakte en blijft staan. Wilt u daarin "
        "verdergaan? Zet het in de map input, naast het oude formulier."
    )
