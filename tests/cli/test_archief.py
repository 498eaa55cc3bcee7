"""`advies archief …` and `advies controleer` over an archive that the real command made."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.archive.conftest import tmp_path  # noqa: F401 -- an archive in memory, as there
from tests.archive.handing import FIRST, SECOND, SECRET, hand_in, photos, prepare, saved_again, scan
from tests.archive.schema import mistakes, needs_schema
from tests.archive.verdict import sound
from tests.work import Work

SIGNED = f"ocfl/2026/{FIRST}/v1/content/{FIRST}-ondertekend.pdf"


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = Work(tmp_path_factory.mktemp("gearchiveerd") / "werkmap")
    prepare(work)
    hand_in(work, "scan.pdf", scan(work, FIRST))
    for number, photo in enumerate(photos(work, SECOND), start=1):
        hand_in(work, f"foto {number}.jpg", photo)
    assert work.run("archiveer").exit == 0
    return work.root


@pytest.fixture
def desk(filed: Path, tmp_path: Path) -> Work:  # noqa: F811 -- a fixture
    """Two letters in the archive: a scan, and photos of each page."""
    work = Work(tmp_path / "werkmap")
    shutil.copytree(filed, work.root, dirs_exist_ok=True)
    return work


@pytest.fixture
def archief(desk: Work) -> Path:
    return desk.root / "output" / "archief"


def flip(archief: Path) -> None:
    path = archief / SIGNED
    data = bytearray(path.read_bytes())
    data[1000] ^= 1
    path.chmod(0o644)
    path.write_bytes(data)


def rewrite_log(archief: Path) -> None:
    path = archief / "log/2026/000001.json"
    text = path.read_text(encoding="utf-8")
    path.chmod(0o644)
    path.write_text(text.replace("adviesraad", "Adviesraad", 1), encoding="utf-8")


def put_extra(archief: Path) -> None:
    (archief / SIGNED).with_name("notitie.txt").write_text("x")


TROUBLES: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a flipped byte": (flip, SIGNED, "veranderd"),
    "a removed file": (lambda a: (a / SIGNED).unlink(), SIGNED, "weg"),
    "an extra file": (put_extra, f"ocfl/2026/{FIRST}/v1/content/notitie.txt", "notitie.txt"),
    "a removed advies": (
        lambda a: shutil.rmtree(a / f"ocfl/2026/{FIRST}"),
        f"ocfl/2026/{FIRST}",
        FIRST,
    ),
    "a rewritten log": (rewrite_log, "log/2026/000001.json", ""),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_controleer_names_advies_and_file(desk: Work, archief: Path, trouble: str) -> None:
    make, place, word = TROUBLES[trouble]
    make(archief)
    run = desk.run("controleer", "--json")
    assert run.exit == 1
    found = [one for one in run.json["fout"] if one["soort"] == "archief"]
    assert found == run.json["fout"]
    assert any(one["plaats"] == f"output/archief/{place}" for one in found), found
    assert any(word in one["melding"] for one in found), found
    screen = desk.run("controleer")
    assert screen.exit == 1
    assert f"Fout in output/archief/{place}" in screen.out


def test_controleer_of_a_sound_archive(desk: Work) -> None:
    run = desk.run("controleer", "--json")
    assert (run.exit, run.err, run.json["fout"], run.json["opmerkingen"]) == (0, "", [], [])
    assert re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", run.json["archiefcode"])
    assert desk.run("controleer", "--code", run.json["archiefcode"].lower()).exit == 0
    assert desk.run("controleer", "--snel", "--json").json == run.json


def test_controleer_quick_sees_what_is_gone_and_not_what_is_flipped(
    desk: Work, archief: Path
) -> None:
    flip(archief)
    assert desk.run("controleer", "--snel").exit == 0
    (archief / SIGNED).unlink()
    assert desk.run("controleer", "--snel").exit == 1


def test_a_code_that_the_archive_never_had(desk: Work) -> None:
    run = desk.run("controleer", "--code", "AAAA-BBBB-CCCC", "--json")
    assert run.exit == 1
    assert "AAAA-BBBB-CCCC" in run.json["fout"][0]["melding"]


def test_what_an_operating_system_leaves_behind_is_only_remarked(desk: Work, archief: Path) -> None:
    for name in ("desktop.ini", "Thumbs.db", ".DS_Store"):
        (archief / SIGNED).with_name(name).write_bytes(b"x")
    run = desk.run("controleer", "--json")
    assert (run.exit, run.json["fout"], len(run.json["opmerkingen"])) == (0, [], 3)


def test_a_copy_kept_in_step_repairs_the_archive(desk: Work, archief: Path) -> None:
    copy = desk.root.parent / "Tweede kopie"
    run = desk.run("archief", "kopie", copy, "--json")
    code = desk.run("controleer", "--json").json["archiefcode"]
    assert (run.exit, run.json) == (
        0,
        {"gekopieerd": [FIRST, SECOND], "hersteld": [], "meldingen": [], "fout": [], "code": code},
    )
    assert sound(copy).goed == 2
    assert desk.run("archief", "kopie", copy).last_line == (
        "Klaar: 0 adviezen gekopieerd, 0 hersteld, 0 niet goed."
    )
    flip(archief)
    shutil.rmtree(archief / f"ocfl/2026/{SECOND}")
    desk.run("archief", "kopie", copy)
    assert sound(copy).goed == 2  # damage is never copied
    run = desk.run("archief", "herstel", copy, "--json")
    assert (run.exit, run.json["hersteld"], run.json["fout"]) == (0, [FIRST, SECOND], [])
    assert desk.run("controleer").exit == 0
    assert sound(archief).goed == 2


def test_search_finds_words_of_the_letter(desk: Work) -> None:
    run = desk.run("archief", "zoek", "beschut", "WERK", "--json")
    assert run.exit == 0
    (one,) = run.json["gevonden"]
    assert (one["kenmerk"], one["bestand"]) == (FIRST, f"output/archief/{SIGNED}")
    assert (desk.root / one["bestand"]).is_file()
    assert run.json["niet_doorzocht"] == []
    assert desk.run("archief", "zoek", "nergenswoord").last_line == "0 adviezen gevonden."
    assert desk.run("archief", "zoek", " ").exit == 2


def test_a_delivery_carries_the_files_and_names_what_is_confidential(desk: Work) -> None:
    target = desk.root.parent / "Levering"
    run = desk.run("archief", "uitvoer", FIRST.lower(), "AWI-2026-099", "-o", target, "--json")
    assert run.exit == 1
    assert (run.json["geleverd"], len(run.json["niet_geleverd"])) == ([FIRST], 1)
    (secret,) = run.json["vertrouwelijk"]
    assert SECRET in secret
    delivered = target / "AWI-adviezen" / FIRST / f"{FIRST}-ondertekend.pdf"
    assert delivered.read_bytes() == scan(desk, FIRST)
    assert desk.run("archief", "uitvoer", FIRST, "-o", target).exit == 2  # never over another


@needs_schema
def test_every_description_in_archive_and_delivery_follows_mdto(desk: Work, archief: Path) -> None:
    target = desk.root.parent / "Levering"
    letter = desk.root / "output/brieven/AWI-2026-003/AWI-2026-003-brief-college.docx"
    hand_in(desk, "getekend.docx", saved_again(letter.read_bytes()))
    assert desk.run("archiveer").exit == 0
    desk.run("archief", "uitvoer", FIRST, SECOND, "AWI-2026-003", "-o", target)
    described = [*archief.rglob("*.MDTO.xml"), *target.rglob("*.MDTO.xml")]
    assert len(described) > 40
    assert {path.name: mistakes(path.read_bytes()) for path in described} == {
        path.name: [] for path in described
    }


@pytest.mark.skipif(shutil.which("sha512sum") is None, reason="needs sha512sum")
def test_the_archive_checks_with_sha512sum_alone(archief: Path) -> None:
    lists = sorted((archief / "log/2026").glob("*.sha512"))
    assert [path.name for path in lists] == [f"{FIRST}-v1.sha512", f"{SECOND}-v1.sha512"]
    for path in lists:
        check = ["sha512sum", "--check", "--strict", path.relative_to(archief).as_posix()]
        done = subprocess.run(check, cwd=archief, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    assert sound(archief).goed == 2
    flip(archief)
    check = ["sha512sum", "--check", "--quiet", f"log/2026/{FIRST}-v1.sha512"]
    done = subprocess.run(check, cwd=archief, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"{FIRST}-ondertekend.pdf" in done.stdout


def test_nothing_of_the_archive_names_this_computer(archief: Path, desk: Work) -> None:
    """What is kept for twenty years says nothing of the folder in which it was made."""
    texts = [*archief.rglob("*.json"), *archief.rglob("*.xml"), *archief.rglob("*.txt")]
    assert [path.name for path in texts if str(desk.root.parent) in path.read_text("utf-8")] == []
    record = json.loads((archief / SIGNED).with_name(f"{FIRST}-verificatie.json").read_bytes())
    assert record["ontvangen"][0]["naam"] == "scan.pdf"
