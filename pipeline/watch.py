"""Watch: keeps an eye on input/ and toetst a sheet as soon as it stands still. Makes no letters.

Nothing that goes wrong ends it: a vanished folder, mistakes in the settings and a file that another
program holds are told once, and the watch goes on when they are over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from math import inf
from pathlib import Path

from msgspec import Struct

from pipeline import dutch, registering
from pipeline.checking import Checked
from pipeline.errors import PipelineError
from pipeline.form.recall import Recall
from pipeline.glance import Snapshot, Watched, glance
from pipeline.memory import Memory
from pipeline.model import Ernst
from pipeline.owed import Owed
from pipeline.toetsing import Toetsing
from pipeline.workfolder import SHEET_SUFFIXES, WorkFolder
from pipeline.world import World, open_world
from pipeline.year.register_files import page_files

_PAUSE = 0.2  # seconds between two looks, and never shorter than it takes to look
_AGAIN = 5.0  # seconds after which what failed is tried again
_STALE = "Het overzicht en het register blijven intussen zoals ze waren."
_BACK = "Het archief is weer te bereiken. Het overzicht en het register worden weer bijgewerkt."
_COUNTED = (
    (Ernst.FOUT, "fout", "fouten"),
    (Ernst.ONTBREEKT, "ontbreekt nog", "ontbreken nog"),
    (Ernst.WAARSCHUWING, "waarschuwing", "waarschuwingen"),
    (Ernst.OPMERKING, "tip", "tips"),
)


class Clock(Struct, frozen=True):
    """The time, as the command line hands it in."""

    now: Callable[[], datetime]
    today: Callable[[], date]
    elapsed: Callable[[], float]  # seconds, never set back
    sleep: Callable[[float], None]


def watch(folder: WorkFolder, clock: Clock, say: Callable[[str], None]) -> None:
    """Watch until Ctrl-C."""
    with Recall() as reader:
        watcher = Watcher(folder, clock, say, reader)
        try:
            say("De map input wordt bewaakt. Stoppen: Ctrl-C.")
            while True:
                watcher.look()
                clock.sleep(watcher.pause)
        except KeyboardInterrupt:
            say("Gestopt met bewaken. Er zijn geen brieven gemaakt.")


def look_once(folder: WorkFolder, clock: Clock, say: Callable[[str], None]) -> bool:
    """Toets everything that is there now, and refresh the overview; True when all of it is right.

    Raises:
        PipelineError: the settings or the disk are wrong.
    """
    with Recall() as reader:
        watcher = Watcher(folder, clock, say, reader)
        toetsing = watcher.refresh(glance(folder, folder.archief))
        watcher.owed.write()
        return not toetsing.has_fout


class Watcher:
    """The state of a watch: what it acted on, what it told, and what it could not do yet."""

    def __init__(
        self, folder: WorkFolder, clock: Clock, say: Callable[[str], None], reader: Recall
    ) -> None:
        self.folder = folder
        self.clock = clock
        self.say = say
        self.reader = reader
        self.watched = Watched()
        self.open: set[Path] = set()  # changed, and not told of yet
        self.checked: tuple[Checked, ...] = ()  # in the last round
        self.told: dict[str, str] = {}  # the last line of each sheet
        self.unseen: str | None = None  # why the archive was out of reach in the last round
        self.day: date | None = None  # of the last round
        self.trouble = ""
        self.failed_at = -inf
        self.pause = _PAUSE  # until the next look; longer for a folder far away
        self.world: World | None = None  # of the last round
        self.memory = Memory()
        self.owed = Owed(folder.output / "register.xlsx", reader, self._tell)

    def look(self) -> None:
        """Look once; toets when something changed and stands still, or when a new day began."""
        at = self.clock.elapsed()
        try:
            there = glance(self.folder, self._archive)
        except OSError:
            self._fail("De map input is nu niet te bereiken. Het bewaken wacht tot zij er weer is.")
            return
        self.pause = max(_PAUSE, self.clock.elapsed() - at)
        if self.day is None and not self.open:
            self.watched, ready = Watched(there), frozenset(there)  # what is there at the start
        else:
            self.watched, ready = self.watched.seen(there, at)
        is_calm = not (ready or self.watched.waiting) and at >= self.owed.due
        if is_calm:
            ready = self.owed.outdated()
        self.open |= ready
        is_stale = bool(self.trouble) or self.day != self.clock.today()
        if ready or (is_stale and at - self.failed_at >= _AGAIN):
            self._try()
        elif is_calm:
            self.owed.settle(at)

    def refresh(self, known: Snapshot) -> Toetsing:
        """Toets, tell what changed, and write the register and the overview.

        While the archive is out of reach these two stay as they were.

        Raises:
            PipelineError: the settings, the secretary's table or the disk are wrong.
        """
        self.reader.forget(self.open)
        is_first = self.day is None
        today = self.clock.today()
        world = self._world(today)
        sheets = [path for path in self.folder.sheets((), self.folder.root) if path in known]
        with self.memory.round():
            toetsing, values = registering.toets_anew(world, sheets, self.reader, self.checked)
        for line in self._summary(toetsing) if is_first else self._news(toetsing, known):
            self._tell(line)
        self.told = _lines(toetsing)
        self.checked = toetsing.checked
        self.day = today
        self.owed.put_off(values, world, self.open, self.clock.elapsed())
        self.open.clear()
        if values is not None:
            registering.write_output(page_files(values), world)
        if toetsing.unseen != self.unseen:
            self.unseen = toetsing.unseen
            self._tell(f"{self.unseen} {_STALE}" if self.unseen else _BACK)
        return toetsing

    @property
    def _archive(self) -> Path:
        return self.world.archive if self.world else self.folder.archief

    def _world(self, today: date) -> World:
        """The settings as they are now; the same object as long as they say the same."""
        opened = open_world(self.folder, today)
        if opened != self.world:
            self.world = opened
        return self.world

    def _try(self) -> None:
        try:
            self.refresh(self.watched.known)
        except PipelineError as error:
            self._fail(f"{error} {error.hint}".strip())
        except OSError as error:  # a file or folder that went away under our hands
            self._fail(f"Een bestand is nu niet te bereiken ({error.strerror or error}).")
        else:
            if self.trouble:
                self.trouble = ""
                self._tell("Dat is verholpen. Het bewaken gaat verder.")

    def _fail(self, sentence: str) -> None:
        self.failed_at = self.clock.elapsed()
        if sentence != self.trouble:
            self.trouble = sentence
            self._tell(sentence)

    def _tell(self, sentence: str) -> None:
        self.say(f"{self.clock.now():%H:%M:%S}  {sentence}")

    def _summary(self, toetsing: Toetsing) -> Iterator[str]:
        fouten = sum(one.report.has_fout for one in toetsing.checked)
        yield (
            f"{dutch.count(len(toetsing.checked), 'formulier', 'formulieren')} getoetst, "
            f"{fouten} met een fout, {len(toetsing.batch.unreadable)} niet te lezen."
        )

    def _news(self, toetsing: Toetsing, known: Snapshot) -> Iterator[str]:
        """A line for each sheet that was saved, or that is judged otherwise than before."""
        saved = {self.folder.relative(path) for path in self.open}
        for key, line in _lines(toetsing).items():
            if key in saved or self.told.get(key) != line:
                yield line
        for path in sorted(self.open - known.keys()):
            if path.suffix.lower() in SHEET_SUFFIXES and path.is_relative_to(self.folder.input):
                yield f"{self.folder.relative(path)} – staat er niet meer"


def _lines(toetsing: Toetsing) -> dict[str, str]:
    """What there is to tell, by sheet; a sentence about no sheet is its own key."""
    lines = {one.sheet.bestand: _line(one) for one in toetsing.checked}
    for bestand, melding in toetsing.batch.unreadable:
        lines[bestand] = f"{bestand} – niet te lezen: {melding}"
    others = (*toetsing.batch.passed_over, *(remark.sentence for remark in toetsing.remarks))
    return {**lines, **{sentence: sentence for sentence in others}}


def _line(one: Checked) -> str:
    counts = [
        dutch.count(len(found), single, many)
        for ernst, single, many in _COUNTED
        if (found := one.report.of(ernst))
    ]
    told = ", ".join(counts) or "geen meldingen"
    return f"{one.sheet.bestand} – stap {one.report.stap.value}: {told}"
