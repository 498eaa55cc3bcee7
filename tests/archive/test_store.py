"""The store: an advies stands in the archive whole, once, and never changes."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.archive.log import BrokenLogError, head
from pipeline.archive.moves import NoSourceError
from pipeline.archive.places import UnfitNameError, fitting
from pipeline.archive.store import DamagedObjectError, Filed, Files, opened
from pipeline.letters.record import archived
from tests.archive.shelf import USER, WHEN, add, files_of, fill, tree
from tests.archive.test_audit import forge
from tests.archive.verdict import held, sound


def test_an_advies_stands_under_its_year_and_kenmerk(tmp_path: Path) -> None:
    filed = add(tmp_path, "AWI-2026-001")
    assert filed == Filed("AWI-2026-001", 1, head(tmp_path) or "", is_new=True)
    assert list(tree(tmp_path)) == [
        "LEESMIJ.txt",
        "log/2026/000001.json",
        "log/2026/AWI-2026-001-v1.sha512",
        "log/kop.json",
        "ocfl/0=ocfl_1.1",
        "ocfl/2026/AWI-2026-001/0=ocfl_object_1.1",
        "ocfl/2026/AWI-2026-001/inventory.json",
        "ocfl/2026/AWI-2026-001/inventory.json.sha512",
        "ocfl/2026/AWI-2026-001/v1/content/AWI-2026-001_bron.zip",
        "ocfl/2026/AWI-2026-001/v1/content/brief-ondertekend.pdf",
        "ocfl/2026/AWI-2026-001/v1/content/mdto/object.xml",
        "ocfl/2026/AWI-2026-001/v1/inventory.json",
        "ocfl/2026/AWI-2026-001/v1/inventory.json.sha512",
    ]
    assert held(tmp_path, "AWI-2026-001") == files_of("AWI-2026-001")
    assert archived(tmp_path) == {"AWI-2026-001"}
    sound(tmp_path)


def test_the_same_again_writes_nothing(tmp_path: Path) -> None:
    first = add(tmp_path, "AWI-2026-001")
    before = tree(tmp_path)
    assert add(tmp_path, "AWI-2026-001") == Filed("AWI-2026-001", 1, first.head, is_new=False)
    assert tree(tmp_path) == before


def test_a_new_version_stores_only_what_is_new_and_keeps_what_was(tmp_path: Path) -> None:
    add(tmp_path, "AWI-2026-001")
    before = tree(tmp_path)
    filed = add(tmp_path, "AWI-2026-001", 2)
    after = tree(tmp_path)
    assert (filed.versie, filed.is_new) == (2, True)
    assert sorted(after.keys() - before.keys()) == [
        "log/2026/000002.json",
        "log/2026/AWI-2026-001-v2.sha512",
        "ocfl/2026/AWI-2026-001/v2/content/mdto/object.xml",
        "ocfl/2026/AWI-2026-001/v2/content/reactie.pdf",
        "ocfl/2026/AWI-2026-001/v2/inventory.json",
        "ocfl/2026/AWI-2026-001/v2/inventory.json.sha512",
    ]
    changed = {place for place in before if after[place] != before[place]}
    assert changed == {
        "log/kop.json",
        "ocfl/2026/AWI-2026-001/inventory.json",
        "ocfl/2026/AWI-2026-001/inventory.json.sha512",
    }
    assert held(tmp_path, "AWI-2026-001") == files_of("AWI-2026-001", 2)
    sound(tmp_path)


def test_an_earlier_state_can_come_back_as_a_version_without_bytes_of_its_own(
    tmp_path: Path,
) -> None:
    for versie in (1, 2, 1):
        filed = add(tmp_path, "AWI-2026-001", versie)
    assert filed.versie == 3
    assert not (tmp_path / "ocfl/2026/AWI-2026-001/v3/content").exists()
    assert held(tmp_path, "AWI-2026-001") == files_of("AWI-2026-001")
    sound(tmp_path)


def test_files_may_be_paths_and_empty_and_alike(tmp_path: Path) -> None:
    source = tmp_path / "scan 1.pdf"
    source.write_bytes(b"%PDF scan")
    files: Files = {"é – scan.pdf": source, "zelfde.pdf": source, "leeg.txt": b""}
    with opened(tmp_path / "archief") as store:
        store.add("AWI-2026-001", files, message="m", user=USER, email="v@example.org", when=WHEN)
    content = tmp_path / "archief/ocfl/2026/AWI-2026-001/v1/content"
    assert {path.name: path.read_bytes() for path in content.iterdir()} == {
        "é – scan.pdf": b"%PDF scan",
        "zelfde.pdf": b"%PDF scan",
        "leeg.txt": b"",
    }
    sound(tmp_path / "archief")
    assert source.read_bytes() == b"%PDF scan"


def test_the_log_says_what_when_and_by_whom(tmp_path: Path) -> None:
    fill(tmp_path)
    entries = [json.loads(p.read_bytes()) for p in sorted((tmp_path / "log/2026").glob("0*.json"))]
    assert [
        (e["nummer"], e["wat"], e["object"], e["objectversie"], e["objecten"], e["door"], e["tijd"])
        for e in entries
    ] == [
        (1, "toegevoegd", "AWI-2026-001", 1, 1, USER, "2026-11-25T14:03:11+00:00"),
        (2, "toegevoegd", "AWI-2026-002", 1, 2, USER, "2026-11-25T14:03:11+00:00"),
        (3, "toegevoegd", "AWI-2027-001", 1, 3, USER, "2026-11-25T14:03:11+00:00"),
        (4, "nieuwe versie", "AWI-2026-002", 2, 3, USER, "2026-11-25T14:03:11+00:00"),
    ]
    kop = json.loads((tmp_path / "log/kop.json").read_bytes())
    assert kop["code"] == head(tmp_path)
    assert kop["sha512"][:12].upper() == (head(tmp_path) or "").replace("-", "")


def test_a_clock_set_back_does_not_set_the_log_back(tmp_path: Path) -> None:
    for kenmerk, year in (("AWI-2027-001", 2027), ("AWI-2026-001", 2026), ("AWI-2028-001", 2028)):
        with opened(tmp_path) as store:
            when = datetime(year, 1, 2, 3, 4, 5, tzinfo=UTC)
            store.add(kenmerk, {"a": b"a"}, message="m", user=USER, when=when)
    assert sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.glob("log/*/0*.json")) == [
        "log/2027/000001.json",
        "log/2027/000002.json",
        "log/2028/000003.json",
    ]
    sound(tmp_path)


@pytest.mark.parametrize(
    "name",
    ["../a.pdf", "/a.pdf", "a//b", "", "a:b.pdf", "a\\b.pdf", "a\nb", "con.txt", "a.", " a", "a ",
     "Thumbs.db", "x" * 300],
)  # fmt: skip
def test_a_name_that_not_every_computer_can_store_is_refused(tmp_path: Path, name: str) -> None:
    with opened(tmp_path) as store:
        before = tree(tmp_path)
        with pytest.raises(UnfitNameError):
            store.add("AWI-2026-001", {name: b"a"}, message="m", user=USER, when=WHEN)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("names", [("Scan.pdf", "scan.PDF"), ("a", "a/b.pdf"), ("A", "a/b.pdf")])
def test_names_that_clash_on_windows_are_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    with opened(tmp_path) as store, pytest.raises(UnfitNameError):
        store.add("AWI-2026-001", dict.fromkeys(names, b"a"), message="m", user=USER, when=WHEN)
    assert not archived(tmp_path)


def test_a_source_that_cannot_be_read_leaves_the_archive_as_it_was(tmp_path: Path) -> None:
    add(tmp_path / "archief", "AWI-2026-001")
    before = tree(tmp_path / "archief")
    files: Files = {"a.pdf": b"a", "b.pdf": tmp_path / "weg.pdf"}
    with opened(tmp_path / "archief") as store, pytest.raises(NoSourceError):
        store.add("AWI-2026-002", files, message="m", user=USER, when=WHEN)
    assert tree(tmp_path / "archief") == before
    assert sorted(p.name for p in (tmp_path / "archief/.werk").iterdir()) == ["slot"]


@pytest.mark.parametrize(
    "fault",
    [
        lambda home: (home / "inventory.json").write_bytes(b"{}"),
        lambda home: (home / "inventory.json.sha512").unlink(),
        lambda home: (home / "v1/inventory.json").write_bytes(b"x"),
        lambda home: (home / "v2").mkdir(),
        lambda home: forge(home, "v1/content/mdto/object.xml", b"iets anders"),
        lambda home: home.rename(home.parent.parent.parent / "elders"),
    ],
)
def test_nothing_is_added_to_an_advies_that_is_damaged(tmp_path: Path, fault: object) -> None:
    add(tmp_path, "AWI-2026-001")
    assert callable(fault)
    fault(tmp_path / "ocfl/2026/AWI-2026-001")
    before = tree(tmp_path)
    with pytest.raises(DamagedObjectError):
        add(tmp_path, "AWI-2026-001", 2)
    assert tree(tmp_path) == before


def test_without_kop_json_the_log_goes_on_where_it_stands(tmp_path: Path) -> None:
    fill(tmp_path)
    code = head(tmp_path)
    (tmp_path / "log/kop.json").unlink()
    assert head(tmp_path) == code
    add(tmp_path, "AWI-2026-003")
    sound(tmp_path)


def test_a_kop_json_from_a_backup_does_not_fork_the_log(tmp_path: Path) -> None:
    add(tmp_path, "AWI-2026-001")
    old = (tmp_path / "log/kop.json").read_bytes()
    fill(tmp_path)
    code = head(tmp_path)
    (tmp_path / "log/kop.json").write_bytes(old)
    assert head(tmp_path) == code
    add(tmp_path, "AWI-2026-003")
    sound(tmp_path)


def test_a_log_of_which_nobody_knows_the_end_is_not_added_to(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / "log/kop.json").write_bytes(b"{}")
    (tmp_path / "log/2026/000004.json").write_bytes(b"{}")
    with pytest.raises(BrokenLogError):
        add(tmp_path, "AWI-2026-003")


def test_three_writers_at_once_wait_for_each_other(tmp_path: Path) -> None:
    def write(number: int) -> None:
        for at in range(4):
            add(tmp_path, f"AWI-2026-{number}{at:02}")

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(write, (1, 2, 3)))
    assert sound(tmp_path).goed == 12


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.text(max_size=5), st.binary(max_size=9), min_size=1, max_size=3),
        min_size=1,
        max_size=4,
    )
)
def test_every_version_reads_as_it_was_given(versions: list[dict[str, bytes]]) -> None:
    with TemporaryDirectory() as folder:
        archief = Path(folder)
        states: list[dict[str, bytes]] = []
        for given_files in versions:
            files = {f"x{name.encode().hex()}y": data for name, data in given_files.items()}
            with opened(archief) as store:
                filed = store.add("AWI-2026-001", files, message="m", user=USER, when=WHEN)
            assert filed.is_new == (not states or states[-1] != files)
            states += [files] if filed.is_new else []
            assert filed.versie == len(states)
            assert held(archief, "AWI-2026-001") == files
        sound(archief)


@given(st.text(max_size=20))
def test_a_name_is_refused_or_fits_as_it_is(text: str) -> None:
    try:
        name = fitting(text)
    except UnfitNameError:
        return
    assert fitting(name) == name
    assert not set(name) & set('<>:"|?*\\')
