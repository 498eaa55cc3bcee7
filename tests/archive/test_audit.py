"""The audit: whatever is not as it was filed, is named by advies and file."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.archive import entries, ocfl
from pipeline.archive.audit import audit
from pipeline.archive.digest import digest_of
from pipeline.archive.entries import End
from pipeline.archive.log import head
from tests.archive.shelf import add, fill, tree
from tests.archive.verdict import sound, wrong

ONE, TWO = "ocfl/2026/AWI-2026-001", "ocfl/2026/AWI-2026-002"
PDF = f"{ONE}/v1/content/brief-ondertekend.pdf"


def flip(path: Path, at: int = -1) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def swap(one: Path, other: Path) -> None:
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)


Fault = Callable[[Path], object]
FAULTS: list[tuple[Fault, list[str]]] = [
    (lambda a: flip(a / PDF), ["“brief-ondertekend.pdf” van AWI-2026-001 is na het archiveren veranderd."]),
    (lambda a: truncate(a / PDF), ["“brief-ondertekend.pdf” van AWI-2026-001 is na het archiveren veranderd: het is korter geworden (2993 in plaats van 3000 bytes)."]),
    (lambda a: (a / PDF).unlink(), ["“brief-ondertekend.pdf” van AWI-2026-001 is weg."]),
    (lambda a: (a / PDF).rename(a / ONE / "v1/content/x.pdf"), ["“brief-ondertekend.pdf” van AWI-2026-001 heet nu “x.pdf”; geef het zijn oude naam terug."]),
    (lambda a: (a / PDF).with_name("x.pdf").write_bytes(b"x"), ["“x.pdf” hoort niet bij AWI-2026-001."]),
    (lambda a: (a / ONE / "v1/content/leeg").mkdir(), ["“leeg” hoort niet bij AWI-2026-001."]),
    (lambda a: shutil.copy(a / PDF, (a / PDF).with_name("brief-ondertekend (1).pdf")), ["“brief-ondertekend (1).pdf” is een dubbele van “brief-ondertekend.pdf”, waarschijnlijk gemaakt door het synchroniseren tussen twee computers; het hoort niet in het archief."]),
    (lambda a: swap(a / PDF, a / ONE / "v1/content/mdto/object.xml"), [
        "“brief-ondertekend.pdf” van AWI-2026-001 heeft nu de inhoud van “mdto/object.xml”.",
        "“mdto/object.xml” van AWI-2026-001 heeft nu de inhoud van “brief-ondertekend.pdf”."]),
    (lambda a: flip(a / ONE / "inventory.json.sha512"), ["“inventory.json.sha512” van AWI-2026-001 is na het archiveren veranderd."]),
    (lambda a: flip(a / ONE / "inventory.json"), ["“inventory.json” van AWI-2026-001 is na het archiveren veranderd."]),
    (lambda a: flip(a / ONE / "0=ocfl_object_1.1"), ["“0=ocfl_object_1.1” van AWI-2026-001 is na het archiveren veranderd."]),
    (lambda a: shutil.rmtree(a / ONE), ["AWI-2026-001 is weg."]),
    (lambda a: (a / ONE).rename(a / "ocfl/2026/AWI-2026-009"), [
        "AWI-2026-001 is weg.",
        "“AWI-2026-009” is de map van AWI-2026-001 onder een andere naam, of een dubbele ervan."]),
    (lambda a: shutil.copytree(a / ONE, a / "ocfl/2026/AWI-2026-001-LAPTOP"), ["“AWI-2026-001-LAPTOP” is de map van AWI-2026-001 onder een andere naam, of een dubbele ervan."]),
    (lambda a: (a / "ocfl/2031").mkdir(), ["“ocfl/2031” hoort niet in het archief."]),
    (lambda a: (a / "ocfl/x.txt").write_bytes(b""), ["“ocfl/x.txt” hoort niet in het archief."]),
    (lambda a: (a / "x.txt").write_bytes(b""), ["“x.txt” hoort niet in het archief."]),
    (lambda a: (a / "ocfl/0=ocfl_1.1").unlink(), ["“ocfl/0=ocfl_1.1” is weg."]),
    (lambda a: flip(a / "LEESMIJ.txt"), ["“LEESMIJ.txt” is na het archiveren veranderd."]),
    (lambda a: flip(a / "log/kop.json"), ["“log/kop.json” is na het archiveren veranderd."]),
    (lambda a: (a / "log/kop.json").unlink(), ["“log/kop.json” is weg."]),
    (lambda a: flip(a / "log/2026/000002.json"), ["regel 2 van het logboek is veranderd: het controlegetal is niet meer dat wat de volgende regel of kop.json noemt."]),
    (lambda a: (a / "log/2026/000004.json").unlink(), ["regel 4 van het logboek is weg."]),
    (lambda a: (a / "log/2026/000003.json").rename(a / "log/2026/000003.bak"), ["regel 3 van het logboek is weg.", "“log/2026/000003.bak” hoort niet in het archief."]),
    (lambda a: flip(a / "log/2026/AWI-2026-002-v2.sha512"), ["“log/2026/AWI-2026-002-v2.sha512” is na het archiveren veranderd."]),
    (lambda a: shutil.rmtree(a / "log/2026"), [f"regel {n} van het logboek is weg." for n in (4, 3, 2, 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "told"), FAULTS)
def test_each_fault_is_told_in_one_sentence(tmp_path: Path, fault: Fault, told: list[str]) -> None:
    fault(fill(tmp_path))
    found = wrong(tmp_path)
    expected = [line for line in found if "staat in het archief, maar niet" not in line]
    assert expected == told


def test_an_archive_that_is_not_there_is_not_wrong(tmp_path: Path) -> None:
    assert audit(tmp_path / "geen").fout == ()
    assert audit(tmp_path / "geen").head is None


def test_what_windows_and_macos_leave_behind_is_only_remarked(tmp_path: Path) -> None:
    fill(tmp_path)
    for place in ("desktop.ini", "ocfl/.DS_Store", "ocfl/2026/Thumbs.db", f"{ONE}/v1/.DS_Store"):
        (tmp_path / place).write_bytes(b"x")
    (tmp_path / "log/2026/desktop.ini").write_bytes(b"x")
    found = audit(tmp_path)
    assert found.fout == ()
    assert found.goed == 3
    assert len(found.opmerkingen) == 5
    assert found.opmerkingen[0].melding == (
        "“desktop.ini” is door Windows of macOS gemaakt en doet geen kwaad; u mag het weggooien."
    )


def forge(home: Path, name: str, data: bytes) -> None:
    """Change a file, and make the inventory and all sidecars agree with it."""
    old = digest_of(home / name).sha512
    (home / name).write_bytes(data)
    inventory = home / ocfl.INVENTORY
    text = inventory.read_text("utf-8").replace(old, digest_of(data).sha512).encode()
    for folder in (home, home / "v1"):
        (folder / ocfl.INVENTORY).write_bytes(text)
        (folder / ocfl.SIDECAR).write_bytes(ocfl.sidecar(text))


def test_a_forgery_that_ocfl_accepts_is_found_by_the_log(tmp_path: Path) -> None:
    fill(tmp_path)
    forge(tmp_path / ONE, "v1/content/brief-ondertekend.pdf", b"een ander besluit")
    found = wrong(tmp_path)
    assert (
        "de inhoudsopgave van AWI-2026-001 is vervangen door een andere die op zichzelf klopt, "
        "maar niet de gearchiveerde is: dit is geen gewone schade, iemand heeft haar veranderd."
    ) in found
    assert any("“brief-ondertekend.pdf” van AWI-2026-001" in line for line in found)


def test_an_advies_put_back_to_its_first_version_is_found(tmp_path: Path) -> None:
    fill(tmp_path)
    home = tmp_path / TWO
    shutil.rmtree(home / "v2")
    for name in (ocfl.INVENTORY, ocfl.SIDECAR):
        shutil.copy(home / "v1" / name, home / name)
    assert "AWI-2026-002 is teruggezet naar versie 1; het logboek kent versie 2." in wrong(tmp_path)


def test_an_advies_that_was_added_behind_the_log_is_found(tmp_path: Path) -> None:
    fill(tmp_path / "a")
    add(tmp_path / "b", "AWI-2026-050")
    shutil.copytree(tmp_path / "b/ocfl/2026/AWI-2026-050", tmp_path / "a/ocfl/2026/AWI-2026-050")
    assert wrong(tmp_path / "a") == ["AWI-2026-050 staat in het archief, maar niet in het logboek."]


def test_damage_to_an_advies_of_which_the_entry_is_lost_is_found_too(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / "log/2026/000001.json").unlink()
    flip(tmp_path / PDF)
    assert wrong(tmp_path) == [
        "regel 1 van het logboek is weg.",
        "AWI-2026-001 staat in het archief, maar niet in het logboek.",
        "“brief-ondertekend.pdf” van AWI-2026-001 is na het archiveren veranderd.",
    ]


def shorten(archief: Path) -> None:
    """Remove the last advies with its log entry, and make kop.json agree."""
    shutil.rmtree(archief / "ocfl/2026/AWI-2026-003")
    (archief / "log/2026/AWI-2026-003-v1.sha512").unlink()
    (archief / "log/2026/000005.json").unlink()
    last = archief / "log/2026/000004.json"
    end = End(4, "log/2026/000004.json", digest_of(last).sha512, 3)
    readme = digest_of(archief / "LEESMIJ.txt").sha512
    (archief / "log/kop.json").write_bytes(entries.kop_bytes(end, readme))


def test_only_a_code_noted_elsewhere_shows_a_complete_rewrite(tmp_path: Path) -> None:
    fill(tmp_path)
    earlier = head(tmp_path)
    noted = add(tmp_path, "AWI-2026-003").head
    assert audit(tmp_path, expected_head=noted).fout == ()
    assert audit(tmp_path, expected_head=earlier).fout == ()
    shorten(tmp_path)
    assert sound(tmp_path).head == earlier
    (only,) = audit(tmp_path, expected_head=noted).fout
    assert only.melding == (
        f"de code {noted} die u noteerde, komt in het logboek niet voor. Typte u haar goed over? "
        "Dan is het logboek ingekort of opnieuw geschreven, of de code is van een ander archief."
    )


def test_a_log_whose_entry_and_successors_were_hashed_anew_needs_the_code(tmp_path: Path) -> None:
    noted = head(fill(tmp_path))
    forge(tmp_path / ONE, "v1/content/brief-ondertekend.pdf", b"een ander besluit")
    previous = ""
    for number in range(1, 5):
        path = tmp_path / f"log/2026/{number:06}.json"
        entry = json.loads(path.read_bytes())
        for stored in entry["bestanden"]:
            now = digest_of(tmp_path / stored["pad"])
            stored |= {"bytes": now.size, "sha512": f"sha512:{now.sha512}"}
        top = [s for s in entry["bestanden"] if s["pad"].endswith("/inventory.json")]
        entry["inventaris"] = top[0]["sha512"]
        entry["vorige"] = previous
        parsed = entries.parse(json.dumps(entry).encode())
        path.write_bytes(entries.entry_bytes(parsed))
        (tmp_path / parsed.checklist).write_bytes(entries.checklist_bytes(parsed))
        end = entries.end_at(parsed)
        previous = f"sha512:{end.sha512}"
        assert audit(tmp_path).fout  # until the very last file is made to agree
    readme = digest_of(tmp_path / "LEESMIJ.txt").sha512
    (tmp_path / "log/kop.json").write_bytes(entries.kop_bytes(end, readme))
    assert audit(tmp_path).fout == ()
    assert len(audit(tmp_path, expected_head=noted).fout) == 1


def test_quick_finds_all_but_a_flipped_byte_in_a_file_of_the_same_size(tmp_path: Path) -> None:
    fill(tmp_path)
    flip(tmp_path / PDF)
    assert audit(tmp_path, is_quick=True).fout == ()
    truncate(tmp_path / PDF)
    assert [one.plaats for one in audit(tmp_path, is_quick=True).fout] == [PDF]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_is_no_file(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / PDF).rename(tmp_path.parent / "elders.pdf")
    (tmp_path / PDF).symlink_to(tmp_path.parent / "elders.pdf")
    assert wrong(tmp_path) == [
        "“brief-ondertekend.pdf” van AWI-2026-001 is weg.",
        "“brief-ondertekend.pdf” hoort niet bij AWI-2026-001.",
    ]
    (tmp_path.parent / "elders.pdf").unlink()


@pytest.mark.parametrize("place", ["log", "ocfl", "ocfl/2026", "log/2026"])
def test_a_file_where_a_folder_was_is_told(tmp_path: Path, place: str) -> None:
    fill(tmp_path)
    shutil.rmtree(tmp_path / place)
    (tmp_path / place).write_bytes(b"x")
    assert f"“{place}” hoort niet in het archief." in wrong(tmp_path)


def test_looking_changes_nothing(tmp_path: Path) -> None:
    before = tree(fill(tmp_path))
    audit(tmp_path)
    assert tree(tmp_path) == before


def test_hostile_files_are_told_and_not_followed(tmp_path: Path) -> None:
    fill(tmp_path)
    for data in (b"[" * 100_000, b'{"nummer": []}', b"null", b"\xff", b'{"nummer": 1e999}'):
        for place in ("log/kop.json", "log/2026/000001.json", f"{ONE}/inventory.json"):
            (tmp_path / place).write_bytes(data)
        assert len(wrong(tmp_path)) >= 3


def test_a_damaged_kop_json_does_not_put_the_blame_on_the_last_entry(tmp_path: Path) -> None:
    path = fill(tmp_path) / "log/kop.json"
    data = path.read_bytes()
    for at in range(len(data)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert wrong(tmp_path) == ["“log/kop.json” is na het archiveren veranderd."], at
