"""The whole of `archiveer` killed, out of space, and several at once: nothing lost, nothing twice.

`ADVIES_FAULTS=full pytest tests/faults` tries every step that writes instead of one in a few.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.archive import moves
from tests.archive.handing import FIRST, KENMERKEN, SECOND, THIRD, hand_in, photos, prepare, scan
from tests.archive.verdict import sound
from tests.faults.standing import Launcher, Tell, tree
from tests.faults.test_kill import IS_FULL, KILLED, start_over
from tests.work import Work

STRIDE = 3 if IS_FULL else 61  # steps between one trouble and the next
ROUNDS = 6 if IS_FULL else 1


@pytest.fixture
def standing(work: Work) -> Path:
    """Three letters that were made; two of them signed, one in photos."""
    prepare(work)
    hand_in(work, "scan.pdf", scan(work, FIRST))
    for number, photo in enumerate(photos(work, SECOND), start=1):
        hand_in(work, f"foto {number}.jpg", photo)
    return shutil.copytree(work.root / "output", work.root.parent / "stond")


def assert_complete(work: Work, expected: dict[str, bytes], *kenmerken: str) -> None:
    """Each letter stands once in the archive, and its mails are those of an undisturbed run."""
    archief = work.root / "output/archief"
    assert sound(archief).goed == len(kenmerken)
    assert sorted(p.name for p in (archief / "ocfl").glob("*/*")) == [*kenmerken]
    assert all(
        [p.name for p in home.glob("v?")] == ["v1"] for home in (archief / "ocfl").glob("*/*")
    )
    assert len(list((archief / "log").glob("*/*.json"))) == len(kenmerken)
    assert tree(work.root / "output/verzenden") == expected
    # Of a file that was being written a piece may be left, which goes after a minute.
    left = {p.name for p in (work.root / "output/.werk").iterdir() if p.suffix != ".nieuw"}
    assert left == {"slot", "archiefcode"}
    assert not moves.is_unfinished(archief)


def test_killed_before_any_step_that_writes(
    work: Work, advies: Launcher, tell: Tell, standing: Path
) -> None:
    whole = advies.run(work.root, "archiveer")
    assert whole["exits"] == [0], whole["err"]
    expected = tree(work.root / "output/verzenden")
    assert_complete(work, expected, FIRST, SECOND)
    handed = tree(work.root / "input/ondertekend")
    steps, unsent = range(1, whole["steps"] + 1, STRIDE), 0
    for step in steps:
        start_over(work, standing)
        assert advies.run(work.root, "archiveer", kill_before=step)["exits"] == [KILLED], step
        filed = list((work.root / "output/archief/ocfl").glob("*/*"))
        unsent += len(filed) > len(list((work.root / "output/verzenden").glob("*")))
        again = advies.run(work.root, "archiveer")
        assert again["exits"] == [0], (step, again["err"])
        assert_complete(work, expected, FIRST, SECOND)
    assert unsent, "none was killed between filing and the mails"
    assert tree(work.root / "input/ondertekend") == handed
    tell(
        f"archiveer: killed before {len(steps)} of {whole['steps']} steps, {unsent} of them between "
        "filing and the mails; the next run completed all"
    )


def test_controleer_completes_what_a_killed_run_left(
    work: Work, advies: Launcher, tell: Tell, standing: Path
) -> None:
    whole = advies.run(work.root, "archiveer")
    steps = range(1, whole["steps"] + 1, STRIDE * 2)
    for step in steps:
        start_over(work, standing)
        advies.run(work.root, "archiveer", kill_before=step)
        run = advies.run(work.root, "controleer")
        assert run["exits"] == [0], (step, run["out"])
    tell(f"controleer after archiveer was killed before {len(steps)} steps: nothing wrong")


def test_full_from_any_step_on(work: Work, advies: Launcher, tell: Tell, standing: Path) -> None:
    whole = advies.run(work.root, "archiveer")
    expected = tree(work.root / "output/verzenden")
    steps, refused = range(1, whole["steps"] + 1, STRIDE), 0
    for step in steps:
        start_over(work, standing)
        run = advies.run(work.root, "archiveer", full_from=step)
        if run["exits"] != [0]:  # with room for all but what the end of the run needs
            refused += 1
            assert run["exits"] == [3], (step, run["err"])
            assert "de schijf is vol" in run["err"], step
        assert advies.run(work.root, "controleer")["exits"] == [0], step
        assert advies.run(work.root, "archiveer")["exits"] == [0], step
        assert_complete(work, expected, FIRST, SECOND)
    assert refused
    tell(f"archiveer: disk full from {len(steps)} of {whole['steps']} steps on; nothing half")


def test_three_at_once_and_brieven_beside_it(
    work: Work, advies: Launcher, tell: Tell, standing: Path
) -> None:
    hand_in(work, "derde.pdf", scan(work, THIRD))
    whole = advies.run(work.root, "archiveer")
    assert whole["exits"] == [0], whole["err"]
    expected = tree(work.root / "output/verzenden")
    letters = tree(work.root / "output/brieven")
    for _ in range(ROUNDS):
        start_over(work, standing)
        race = advies.run(work.root, "archiveer", at_once=3)
        assert race["exits"] == [0, 0, 0], race["err"]
        assert_complete(work, expected, *KENMERKEN)
        start_over(work, standing)
        race = advies.run(work.root, program="tests.faults.beside", at_once=4)
        assert race["exits"] == [0] * 4, race["err"]
        assert_complete(work, expected, *KENMERKEN)
        assert tree(work.root / "output/brieven") == letters
    tell(f"three at once, and two beside two runs of brieven, {ROUNDS} times: all filed once")
