"""The stories of `toets` and `lees`, a stage a line. Read this first, then issuing.py for `brieven`.

Every function here takes an opened `World` and gives what the command line tells the user; the
stages themselves stand in the modules that they are called from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline import feedback, reach
from pipeline.checking import check_all, settle
from pipeline.form.normal import to_json
from pipeline.form.parse import places
from pipeline.form.read import Reader
from pipeline.model import Ernst
from pipeline.outcome import Remark
from pipeline.report import as_line
from pipeline.sheets import Progress, quiet, read_sheet, read_sheets
from pipeline.toetsing import Toetsing
from pipeline.world import World


def toets(
    world: World,
    paths: Sequence[Path],
    progress: Progress = quiet,
    reader: Reader | None = None,
) -> Toetsing:
    """Check sheets; write toetsing.json, and a nagekeken copy where there is something to do."""
    folder = world.folder
    issued, unseen = reach.issued(folder.brieven, world.archive, folder.werk)
    batch = settle(read_sheets(paths, world, progress, reader), issued, world)
    checked = check_all(batch, world, issued)
    nagekeken, remarks = feedback.write_all(checked, world)
    toetsing = Toetsing(batch, checked, nagekeken, (*map(Remark, batch.remarks), *remarks), unseen)
    toetsing.write(world)
    return toetsing


def lees(
    world: World, path: Path, *, with_places: bool
) -> tuple[Mapping[str, object], tuple[str, ...]]:
    """What the pipeline reads from one sheet, in normal form, and what it could not read.

    Raises:
        MissingPathError: there is no such file.
        UnreadableSheetError: it is no form of ours.
    """
    sheet = read_sheet(path, world)
    document = to_json(sheet.read)
    if with_places:
        document["plaatsen"] = places(sheet.read)
    return document, tuple(as_line(f) for f in sheet.findings if f.ernst is Ernst.FOUT)
