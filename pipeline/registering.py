"""Registering: the stories of `register` and of a round of `bewaak`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline import feedback, reach
from pipeline.checking import Checked, check_all, settle
from pipeline.disk import write_file
from pipeline.form.read import Reader
from pipeline.letters import record
from pipeline.outcome import Remark
from pipeline.sheets import Progress, quiet, read_sheets
from pipeline.toetsing import Toetsing
from pipeline.world import World
from pipeline.year.register import Register, make_register
from pipeline.year.register_files import register_files


def register(world: World, progress: Progress = quiet) -> tuple[Register, tuple[str, ...]]:
    """Write the register and the overview page afresh, and append the secretary's table.

    Gives the register, and what there is to tell of the table and of letters that stand twice.

    Raises:
        ArchiveOutOfReachError, LostArchiveError: nobody can tell what was signed; nothing was
            written.
        DeskInUseError, ForeignDeskError: nothing was added; the register itself was written.
    """
    reach.expect(world.archive, world.folder.werk)
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
) -> tuple[Toetsing, Register | None]:
    """As `toets`, while `bewaak` goes on: with its reader, and the register that follows from it.

    There is no register while the archive is out of reach, for it would not tell what is signed.

    A nagekeken copy is written again when sheet or report differ from what they were `before`:
    writing all of them takes ten times as long as all the rest.
    """
    folder = world.folder
    issued, unseen = reach.issued(folder.brieven, world.archive, folder.werk)
    batch = settle(read_sheets(paths, world, reader=reader), issued, world)
    checked = check_all(batch, world, issued)
    known = {one.sheet.path: (one.sheet.sha256, one.report) for one in before}
    news = {
        one.sheet.path
        for one in checked
        if known.get(one.sheet.path) != (one.sheet.sha256, one.report)
    }
    nagekeken, remarks = feedback.write_all(checked, world, news)
    toetsing = Toetsing(batch, checked, nagekeken, (*map(Remark, batch.remarks), *remarks), unseen)
    toetsing.write(world)
    return toetsing, None if unseen else make_register(checked, batch, issued, world)
