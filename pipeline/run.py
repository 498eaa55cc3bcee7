"""The stories of the commands, a stage a line. Read this first, then issuing.py for `brieven`.

Every function here takes an opened `World` and gives what the command line tells the user; the
stages themselves stand in the modules that they are called from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline import feedback
from pipeline.checking import Checked, check_all, settle
from pipeline.disk import write_file
from pipeline.form.normal import to_json
from pipeline.form.parse import places
from pipeline.form.read import Reader
from pipeline.letters import record
from pipeline.model import Ernst
from pipeline.outcome import Remark
from pipeline.report import as_line
from pipeline.sheets import Progress, quiet, read_sheet, read_sheets
from pipeline.toetsing import Toetsing
from pipeline.world import World
from pipeline.year.register import Register, make_register
from pipeline.year.register_files import register_files


def toets(world: World, paths: Sequence[Path], progress: Progress = quiet) -> Toetsing:
    """Check sheets; write toetsing.json, and a nagekeken copy where there is something to do."""
    issued = record.issued(world.folder.brieven, world.archive)
    batch = settle(read_sheets(paths, world, progress), issued, world)
    checked = check_all(batch, world, issued)
    nagekeken, remarks = feedback.write_all(checked, world)
    toetsing = Toetsing(batch, checked, nagekeken, (*map(Remark, batch.remarks), *remarks))
    toetsing.write(world)
    return toetsing


def register(world: World, progress: Progress = quiet) -> tuple[Register, tuple[str, ...]]:
    """Write the register and the overview page afresh, and append the secretary's table.

    Gives the register, and what there is to tell of the table and of letters that stand twice.

    Raises:
        DeskInUseError, ForeignDeskError: nothing was added; the register itself was written.
    """
    from pipeline.desk_append import append_desk  # noqa: PLC0415 -- no other command writes it

    issued = record.issued(world.folder.brieven, world.archive)
    paths = world.folder.sheets((), world.folder.root)
    batch = settle(read_sheets(paths, world, progress), issued, world)
    checked = check_all(batch, world, issued)
    values = make_register(checked, batch, issued, world)
    write_output(register_files(values), world)
    return values, (*values.opmerkingen, *append_desk(checked, issued, world))


def write_output(files: Mapping[str, bytes], world: World) -> None:
    """Write files in output/, in their order."""
    for name, content in files.items():
        write_file(world.folder.output / name, content)


def toets_anew(
    world: World, paths: Sequence[Path], reader: Reader, before: Sequence[Checked] = ()
) -> tuple[Toetsing, Register]:
    """As `toets`, while `bewaak` goes on: with its reader, and the register that follows from it.

    A nagekeken copy is written again when sheet or report differ from what they were `before`:
    writing all of them takes ten times as long as all the rest.
    """
    issued = record.issued(world.folder.brieven, world.archive)
    batch = settle(read_sheets(paths, world, reader=reader), issued, world)
    checked = check_all(batch, world, issued)
    known = {one.sheet.path: (one.sheet.sha256, one.report) for one in before}
    news = {
        one.sheet.path
        for one in checked
        if known.get(one.sheet.path) != (one.sheet.sha256, one.report)
    }
    nagekeken, remarks = feedback.write_all(checked, world, news)
    toetsing = Toetsing(batch, checked, nagekeken, (*map(Remark, batch.remarks), *remarks))
    toetsing.write(world)
    return toetsing, make_register(checked, batch, issued, world)


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
