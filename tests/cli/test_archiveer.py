"""`advies archiveer`: what people hand in is found, filed and made ready to send; the rest is told."""

from __future__ import annotations

import email
import io
import json
import os
import shutil
from email import policy
from pathlib import Path

import pikepdf
import pytest

from pipeline.letters.office import OVERRIDE, find_office
from tests.archive import folders, signing
from tests.archive.conftest import tmp_path  # noqa: F401 -- an archive in memory, as there
from tests.archive.handing import (
    FIRST,
    KENMERKEN,
    NAMES,
    OPEN,
    SECOND,
    SECRET,
    THIRD,
    as_made,
    code,
    dossier,
    hand_in,
    pages,
    photos,
    prepare,
    put_pdf,
    saved_again,
    scan,
)
from tests.archive.verdict import held, sound
from tests.cli.test_commands import advies
from tests.work import Json, Run, Work, changed, ready

HANDED = "input/ondertekend"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = Work(tmp_path_factory.mktemp("gemaakt") / "werkmap")
    prepare(work)
    return work.root


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Work:  # noqa: F811 -- a fixture
    """Three letters, made and not yet signed."""
    work = Work(tmp_path / "werkmap")
    shutil.copytree(made, work.root, dirs_exist_ok=True)
    return work


def filed(kenmerk: str, *names: str, versie: int = 1) -> Json:
    return {
        "kenmerk": kenmerk,
        "bestanden": [f"{HANDED}/{name}" for name in names],
        "versie": versie,
    }


def told(run: Run) -> dict[str, str]:
    """The sentence of each file that was not filed."""
    return {
        one["bestand"].removeprefix(f"{HANDED}/"): one["melding"] for one in run.json["niet_zeker"]
    }


def archive_of(work: Work) -> Path:
    return work.root / "output" / "archief"


def step(work: Work, name: str) -> str:
    sheets = work.run("toets", "--json").json["formulieren"]
    return str(next(one["stap"] for one in sheets if one["bestand"] == f"input/{name}"))


def everything(work: Work) -> dict[str, tuple[bytes, int]]:
    """Every file of the work folder with its bytes and its time, but for locks."""
    return {
        path.relative_to(work.root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(work.root.rglob("*"))
        if path.is_file() and path.name != "slot"
    }


def mails(work: Work, kenmerk: str) -> dict[str, tuple[str, list[str]]]:
    """To whom each draft goes, and what goes with it."""
    found = {}
    for path in sorted((work.root / "output/verzenden" / kenmerk).glob("*.eml")):
        mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        assert mail["Subject"], path.name
        assert mail["X-Unsent"] == "1", path.name
        names = [str(part.get_filename()) for part in mail.iter_attachments()]
        found[path.name.removeprefix(f"{kenmerk}-mail-")] = (str(mail["To"]), names)
    return found


# What people hand in


def test_scan_photos_and_a_signed_pdf_are_filed_and_their_mails_stand_ready(desk: Work) -> None:
    hand_in(desk, "scan 0001.pdf", scan(desk, FIRST))
    for number, photo in enumerate(photos(desk, SECOND), start=1):
        hand_in(desk, f"IMG_{number}.jpg", photo)
    hand_in(desk, "getekend.pdf", signing.signed(as_made(desk, THIRD)))
    run = desk.run("archiveer", "--json")
    assert (run.exit, run.err) == (0, "")
    assert run.json == {
        "gearchiveerd": [
            filed(FIRST, "scan 0001.pdf"),
            filed(SECOND, "IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg"),
            filed(THIRD, "getekend.pdf"),
        ],
        "al_gearchiveerd": [],
        "niet_zeker": [],
    }
    assert sound(archive_of(desk)).goed == 3
    kept = held(archive_of(desk), FIRST)
    assert kept[f"{FIRST}-ondertekend.pdf"] == scan(desk, FIRST)
    assert sorted(path.name for path in (desk.root / "output/verzenden").iterdir()) == [*KENMERKEN]
    signed = f"{FIRST}-ondertekend.pdf"
    assert mails(desk, FIRST) == {
        "college.eml": (
            "College van burgemeester en wethouders van Arnhem <college@gemeente.example>",
            [signed, OPEN],
        ),
        "college-vertrouwelijk.eml": (
            "College van burgemeester en wethouders van Arnhem <college@gemeente.example>",
            [SECRET],
        ),
        "kopie-bram-beleid.eml": (
            "Bram Beleid <b.beleid@gemeente.example>",
            [f"{FIRST}-kopie-bram-beleid.docx", signed, OPEN],
        ),
        "leden.eml": ("Vera Voorbeeld <v.voorbeeld@adviesraad.example>", [signed, OPEN]),
    }
    assert mails(desk, SECOND)["college.eml"][1] == [f"{SECOND}-ondertekend-leesbaar.pdf"]
    assert sorted(path.suffix for path in (desk.root / "output/verzenden" / FIRST).iterdir()) == [
        *[".eml"] * 4,
        ".pdf",
    ]


def test_the_screen_says_what_was_checked_and_what_to_do(desk: Work) -> None:
    hand_in(desk, "scan.pdf", scan(desk, FIRST))
    run = desk.run("archiveer")
    head, *_ = desk.run("controleer", "--json").json["archiefcode"].split()
    assert run.exit == 0
    assert f"  {FIRST} – Beschut werk bij gewone werkgevers\n" in run.out
    assert f"    - Uit {HANDED}/scan.pdf.\n" in run.out
    assert f"De mails staan klaar in output/verzenden/{FIRST}." in run.out
    assert run.out.rstrip().splitlines()[-2:] == [
        f"Code van het archief: {head}. Schrijf die op papier, bijvoorbeeld in uw verslag.",
        "Klaar: 1 gearchiveerd, 0 al gearchiveerd, 0 bestanden niet zeker.",
    ]


def test_a_signed_word_file_is_filed_once_and_sent_as_it_came(desk: Work) -> None:
    original = desk.root / "output/brieven" / FIRST / f"{FIRST}-brief-college.docx"
    signed = saved_again(original.read_bytes())
    hand_in(desk, "getekend.docx", signed)
    assert desk.run("archiveer", "--json").json["gearchiveerd"] == [filed(FIRST, "getekend.docx")]
    name = f"{FIRST}-ondertekend.docx"
    assert (desk.root / "output/verzenden" / FIRST / name).read_bytes() == signed
    assert mails(desk, FIRST)["college.eml"][1] == [name, OPEN]
    again = desk.run("archiveer", "--json")
    assert (again.exit, again.json["al_gearchiveerd"]) == (0, [filed(FIRST, "getekend.docx")])


def test_the_letter_as_made_is_no_signed_letter(desk: Work) -> None:
    home = desk.root / "output/brieven" / FIRST
    for end in ("docx", "pdf"):
        hand_in(desk, f"brief.{end}", (home / f"{FIRST}-brief-college.{end}").read_bytes())
        assert "zonder handtekening" in told(desk.run("archiveer", "--json"))[f"brief.{end}"]
        (desk.root / HANDED / f"brief.{end}").unlink()


def test_several_letters_in_one_scan_are_split_and_each_mail_has_its_own(desk: Work) -> None:
    stack = folders.scan_pdf([*pages(desk, SECOND), *pages(desk, THIRD)])
    hand_in(desk, "stapel.pdf", stack)
    run = desk.run("archiveer", "--json")
    assert run.json["gearchiveerd"] == [filed(SECOND, "stapel.pdf"), filed(THIRD, "stapel.pdf")]
    for kenmerk in (SECOND, THIRD):
        kept = held(archive_of(desk), kenmerk)
        assert kept[f"{kenmerk}-ondertekend.pdf"] == stack
        sent = desk.root / "output/verzenden" / kenmerk / f"{kenmerk}-ondertekend-leesbaar.pdf"
        with pikepdf.open(sent) as document:
            assert len(document.pages) == 3
    again = desk.run("archiveer", "--json")
    assert again.json["al_gearchiveerd"] == [
        filed(SECOND, "stapel.pdf"),
        filed(THIRD, "stapel.pdf"),
    ]


def test_letters_signed_in_one_file_go_out_together_and_the_run_says_so(desk: Work) -> None:
    with (
        pikepdf.open(io.BytesIO(as_made(desk, SECOND))) as book,
        pikepdf.open(io.BytesIO(as_made(desk, THIRD))) as other,
    ):
        book.pages.extend(other.pages)
        both = io.BytesIO()
        book.save(both)
    hand_in(desk, "beide.pdf", signing.signed(both.getvalue()))
    run = desk.run("archiveer")
    assert run.exit == 0
    assert (
        f"{SECOND}-ondertekend.pdf gaat in zijn geheel mee met de mails, ook de bladzijden die "
        "niet bij deze brief horen. Kijk of iedereen die mag zien."
    ) in " ".join(run.out.split())


@pytest.mark.parametrize("end", ["png", "tif"])
def test_a_page_as_another_kind_of_picture(desk: Work, end: str) -> None:
    kind = {"png": "PNG", "tif": "TIFF"}[end]
    for number, page in enumerate(pages(desk, FIRST), start=1):
        hand_in(desk, f"blad {number}.{end}", folders.picture(page, kind))
    names = [f"blad {number}.{end}" for number in (1, 2, 3)]
    assert desk.run("archiveer", "--json").json["gearchiveerd"] == [filed(FIRST, *names)]


# What is not certain


def test_each_file_that_is_not_certain_gets_its_sentence_and_the_others_go_on(desk: Work) -> None:
    hash_ = code(desk, FIRST).split(":")[1]
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(as_made(desk, FIRST))) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    signed = signing.signed(as_made(desk, SECOND))
    files = {
        "kopie.pdf": (scan(desk, FIRST, printed=f"{FIRST}-K1:{hash_}"), "dit is kopie 1 van"),
        "concept.pdf": (scan(desk, FIRST, printed=f"CONCEPT-2:{hash_}"), "dit is een concept"),
        "vreemd.pdf": (scan(desk, FIRST, printed=f"{FIRST}:00000000"), "nooit gemaakt"),
        "onbekend.pdf": (
            scan(desk, FIRST, printed=f"AWI-2026-099:{hash_}"),
            "geen brief AWI-2026-099",
        ),
        "half.pdf": (
            folders.scan_pdf(pages(desk, FIRST)[:2]),
            "2 van de 3 bladzijden (bladzijde 3",
        ),
        "leeg.pdf": (folders.scan_pdf([folders.blank()]), "Hier staat niets op"),
        "slot.pdf": (locked.getvalue(), "beveiligd met een wachtwoord"),
        "kapot.pdf": (scan(desk, FIRST)[:3000], "niet compleet"),
        "veranderd.pdf": (signed.replace(b"Tj", b"TJ", 1) + b"%", "niet gearchiveerd"),
        "notitie.txt": (b"De brief volgt.", "tekstbestand"),
        "niets.pdf": (b"", "leeg (0 bytes)"),
        "bericht.eml": (b"From: a@b.example\nSubject: x\n\nZie bijlage", "e-mailbericht"),
        "~$brief.docx": (b"\x05Stef" * 30, "hulpbestand"),
    }
    for name, (content, _) in files.items():
        hand_in(desk, name, content)
    hand_in(desk, "goed.pdf", scan(desk, THIRD))
    run = desk.run("archiveer", "--json")
    assert run.exit == 1
    assert run.json["gearchiveerd"] == [filed(THIRD, "goed.pdf")]
    sentences = told(run)
    assert set(sentences) == set(files)
    for name, (_, words) in files.items():
        assert words in sentences[name], (name, sentences[name])
        assert sentences[name].endswith("."), name


def test_other_words_than_those_of_the_letter_are_refused_with_their_place(desk: Work) -> None:
    edited = as_made(desk, SECOND, edit=("tien werkdagen", "twintig werkdagen"))
    path = hand_in(desk, "getekend.pdf", signing.signed(edited))
    run = desk.run("archiveer", "--json")
    assert run.exit == 1
    assert "twintig" in told(run)["getekend.pdf"]
    assert f"--als {SECOND}" in told(run)["getekend.pdf"]
    run = desk.run("archiveer", path, "--als", SECOND, "--json")
    assert (run.exit, run.json["gearchiveerd"]) == (0, [filed(SECOND, "getekend.pdf")])
    record = json.loads(held(archive_of(desk), SECOND)[f"{SECOND}-verificatie.json"])
    assert record["herkend"]["aan"] == "een persoon (--als)"
    assert any("twintig" in one for one in record["tekst"]["verschillen"])


def test_an_older_version_is_not_the_letter(desk: Work) -> None:
    old = scan(desk, SECOND)
    desk.sheet("bijverdienen.xlsx", changed(dossier(NAMES[1]), {"advies.kern": "Anders."}))
    assert desk.run("brieven").exit == 0
    put_pdf(desk, SECOND)
    hand_in(desk, "oud.pdf", old)
    assert (
        "dit is versie 1 van AWI-2026-002, en versie 2 is de laatste"
        in told(desk.run("archiveer", "--json"))["oud.pdf"]
    )
    hand_in(desk, "nieuw.pdf", scan(desk, SECOND))
    run = desk.run("archiveer", "--json")
    assert run.json["gearchiveerd"] == [filed(SECOND, "nieuw.pdf")]
    assert list(told(run)) == ["oud.pdf"]


def test_a_withdrawn_letter_is_not_filed(desk: Work) -> None:
    path = hand_in(desk, "scan.pdf", scan(desk, FIRST))
    assert desk.run("brieven", "--trek-in", FIRST, "--reden", "Dubbel.").exit == 0
    for run in (
        desk.run("archiveer", "--json"),
        desk.run("archiveer", path, "--als", FIRST, "--json"),
    ):
        assert run.exit == 1
        assert "is ingetrokken" in told(run)["scan.pdf"]


def test_of_two_folders_of_one_letter_nothing_is_filed(desk: Work) -> None:
    home = desk.root / "output/brieven" / FIRST
    shutil.copytree(home, home.with_name(f"{FIRST} (conflicted copy)"))
    hand_in(desk, "een.pdf", scan(desk, FIRST))
    hand_in(desk, "twee.pdf", scan(desk, SECOND))
    run = desk.run("archiveer", "--json")
    assert run.json["gearchiveerd"] == [filed(SECOND, "twee.pdf")]
    assert "dubbele map van AWI-2026-001" in told(run)["een.pdf"]


# A person decides


def test_a_person_decides_of_a_scan_without_codes(desk: Work) -> None:
    bare = [page.crop((0, 0, page.width, page.height * 9 // 10)) for page in pages(desk, FIRST)]
    path = hand_in(desk, "zonder code.pdf", folders.scan_pdf(bare))
    assert (
        "op geen van de 3 bladzijden te lezen" in told(desk.run("archiveer", "--json"))[path.name]
    )
    run = desk.run("archiveer", path, "--als", FIRST.lower(), "--json")
    assert (run.exit, run.json["gearchiveerd"]) == (0, [filed(FIRST, "zonder code.pdf")])
    text = held(archive_of(desk), FIRST)[f"{FIRST}-verificatie.txt"].decode()
    assert "een persoon" in text


def test_a_person_takes_two_files_together(desk: Work) -> None:
    first, *rest = pages(desk, FIRST)
    one = hand_in(desk, "blad 1.pdf", folders.scan_pdf([first]))
    two = hand_in(desk, "blad 2 en 3.pdf", folders.scan_pdf(rest))
    run = desk.run("archiveer", one, two, "--als", FIRST, "--json")
    assert run.json["gearchiveerd"] == [filed(FIRST, "blad 1.pdf", "blad 2 en 3.pdf")]
    assert mails(desk, FIRST)["leden.eml"][1] == [f"{FIRST}-ondertekend-leesbaar.pdf", OPEN]
    # Without --als both are known again, each by its bytes.
    assert desk.run("archiveer", "--json").json["al_gearchiveerd"] == [
        filed(FIRST, "blad 1.pdf", "blad 2 en 3.pdf")
    ]


@pytest.mark.parametrize("end", ["-K1:{hash}", ":00000000"])
def test_even_a_person_cannot_file_what_says_to_be_something_else(desk: Work, end: str) -> None:
    other = FIRST + end.format(hash=code(desk, FIRST).split(":")[1])
    path = hand_in(desk, "ander.pdf", scan(desk, FIRST, printed=other))
    run = desk.run("archiveer", path, "--als", FIRST, "--json")
    assert run.exit == 1
    assert told(run)["ander.pdf"].startswith(f"Ook met --als {FIRST} wordt dit niet gearchiveerd.")


def test_als_needs_a_file_and_a_letter(desk: Work) -> None:
    run = desk.run("archiveer", "--als", FIRST)
    assert (run.exit, run.out) == (2, "")
    path = hand_in(desk, "scan.pdf", scan(desk, FIRST))
    run = desk.run("archiveer", path, "--als", "AWI-2026-099", "--json")
    assert run.exit == 1
    assert told(run)["scan.pdf"].startswith("Er is geen brief AWI-2026-099 gemaakt")


def test_a_better_scan_becomes_a_new_version_when_a_person_says_so(desk: Work) -> None:
    first = scan(desk, FIRST)
    hand_in(desk, "scan.pdf", first)
    desk.run("archiveer")
    better = hand_in(desk, "beter.pdf", first + b"%\n")
    run = desk.run("archiveer", "--json")
    assert run.json["al_gearchiveerd"] == [filed(FIRST, "scan.pdf")]
    assert "staat al in het archief (versie 1), met een ander bestand" in told(run)["beter.pdf"]
    (note := desk.root / "output/verzenden" / FIRST / "notitie.txt").write_text("Gebeld.")
    run = desk.run("archiveer", better, "--als", FIRST, "--json")
    assert run.json["gearchiveerd"] == [filed(FIRST, "beter.pdf", versie=2)]
    sound(archive_of(desk))
    assert (note.parent / f"{FIRST}-ondertekend.pdf").read_bytes() == first + b"%\n"
    assert (note.parent / "eerder" / "notitie.txt").read_text() == "Gebeld."


# Nothing is changed, and nothing is done twice


def test_what_was_handed_in_keeps_its_bytes_and_its_time(desk: Work) -> None:
    paths = [
        hand_in(desk, "goed.pdf", scan(desk, FIRST)),
        hand_in(desk, "fout.pdf", b"%PDF-1.7 kapot"),
        hand_in(desk, "foto.jpg", photos(desk, SECOND)[0]),
    ]
    for path in paths:
        os.utime(path, (1_700_000_000, 1_700_000_000))
    before = {path: path.read_bytes() for path in paths}
    for words in ((), ("--droog",), (paths[2], "--als", SECOND)):
        desk.run("archiveer", *words)
    assert {path: path.read_bytes() for path in paths} == before
    assert {path.stat().st_mtime for path in paths} == {1_700_000_000}
    assert sorted(path.name for path in (desk.root / HANDED).iterdir()) == sorted(
        path.name for path in paths
    )


def test_a_second_run_writes_nothing(desk: Work) -> None:
    hand_in(desk, "scan.pdf", scan(desk, FIRST))
    desk.run("archiveer")
    before = everything(desk)
    run = desk.run("archiveer", "--json")
    assert (run.exit, run.json["al_gearchiveerd"]) == (0, [filed(FIRST, "scan.pdf")])
    assert everything(desk) == before


def test_the_same_file_twice_counts_once(desk: Work) -> None:
    hand_in(desk, "scan.pdf", scan(desk, FIRST))
    hand_in(desk, "scan (1).pdf", scan(desk, FIRST))
    run = desk.run("archiveer", "--json")
    assert (run.exit, len(run.json["gearchiveerd"])) == (0, 1)
    again = desk.run("archiveer", "--json").json
    assert again == {
        "gearchiveerd": [],
        "al_gearchiveerd": [filed(FIRST, "scan.pdf", "scan (1).pdf")],
        "niet_zeker": [],
    }


def test_a_dry_run_tells_the_plan_and_writes_nothing(desk: Work) -> None:
    hand_in(desk, "scan.pdf", scan(desk, FIRST))
    before = everything(desk)
    run = desk.run("archiveer", "--droog", "--json")
    assert (run.exit, run.json["gearchiveerd"]) == (0, [filed(FIRST, "scan.pdf")])
    assert desk.run("archiveer", "--droog").last_line == (
        "Er is niets geschreven. Het plan: 1 gearchiveerd, 0 al gearchiveerd, 0 bestanden niet zeker."
    )
    assert everything(desk) == before


def test_nothing_handed_in_is_nothing_done(work: Work) -> None:
    run = work.run("archiveer", "--json")
    assert (run.exit, run.err) == (0, "")
    assert run.json == {"gearchiveerd": [], "al_gearchiveerd": [], "niet_zeker": []}
    assert work.run("archiveer").last_line == (
        "Er is niets om te archiveren. Zet de ondertekende brieven in input/ondertekend."
    )
    assert not archive_of(work).exists()


# The road of the dossier


def test_the_dossier_moves_on_when_it_is_archived_and_sent(desk: Work) -> None:
    hand_in(desk, "scan.pdf", scan(desk, FIRST))
    assert step(desk, "beschut-werk.xlsx") == "ondertekening"
    desk.run("archiveer")
    assert step(desk, "beschut-werk.xlsx") == "ondertekening"
    desk.sheet(
        "beschut-werk.xlsx", changed(dossier(NAMES[0]), {"procedure.verzonden_op": "2026-11-22"})
    )
    assert step(desk, "beschut-werk.xlsx") == "reactie"
    # Once it is sent, no drafts come back.
    shutil.rmtree(desk.root / "output/verzenden")
    assert desk.run("archiveer").exit == 0
    assert not (desk.root / "output/verzenden").exists()


def test_the_archive_tells_when_a_letter_was_sent(desk: Work) -> None:
    hand_in(desk, "scan.pdf", scan(desk, FIRST))
    desk.run("archiveer")
    home = archive_of(desk) / "ocfl" / "2026" / FIRST
    name = f"content/{FIRST}.MDTO.xml"
    first = (home / "v1" / name).read_bytes()
    assert b">Verzending<" not in first
    desk.sheet(
        "beschut-werk.xlsx", changed(dossier(NAMES[0]), {"procedure.verzonden_op": "2026-11-22"})
    )
    told = desk.run("archiveer", datum="2026-11-25")
    assert told.exit == 0
    assert "Verzonden: de dag staat nu ook in het archief" in told.out
    event = (home / "v2" / name).read_text("utf-8")
    assert event.count("<event>") == first.count(b"<event>") + 1
    assert "<eventTijd>2026-11-22</eventTijd>" in event
    # Only the description is new; the first one stays, and nothing is noted twice.
    assert [path.name for path in (home / "v2" / "content").iterdir()] == [f"{FIRST}.MDTO.xml"]
    assert (home / "v1" / name).read_bytes() == first
    again = desk.run("archiveer", datum="2026-11-26")
    assert "Verzonden" not in again.out
    assert not (home / "v3").exists()
    assert desk.run("controleer").exit == 0


INVENTORY = "heeft een beschadigde inhoudsopgave (inventory.json)"
DAMAGED = {
    "inventory.json": (b"{", INVENTORY),
    "inventory.json.sha512": (b"", "is in het archief beschadigd"),
    f"v1/content/{FIRST}.MDTO.xml": (
        b"<MDTO",
        f"heeft een bestand dat veranderd is ({FIRST}.MDTO.xml)",
    ),
    # A new version that took this over would say that it was filed like that.
    f"v1/content/{FIRST}-tekst.txt": (
        b"Anders",
        f"heeft een bestand dat veranderd is ({FIRST}-tekst.txt)",
    ),
}


@pytest.mark.parametrize("place", DAMAGED)
def test_a_damaged_advies_cannot_tell_when_it_was_sent_and_the_others_do(
    desk: Work, place: str
) -> None:
    scans = [hand_in(desk, f"{kenmerk}.pdf", scan(desk, kenmerk)) for kenmerk in (FIRST, SECOND)]
    desk.run("archiveer")
    for path, name in zip(scans, NAMES, strict=False):
        path.unlink()
        desk.sheet(f"{name}.xlsx", changed(dossier(name), {"procedure.verzonden_op": "2026-11-22"}))
    content, what = DAMAGED[place]
    home = f"output/archief/ocfl/2026/{FIRST}"
    good = (desk.root / home / place).read_bytes()
    (desk.root / home / place).write_bytes(content)
    run = desk.run("archiveer", "--json", datum="2026-11-25")
    sentence = (
        f"{FIRST} {what}; daarom kan de dag van verzenden (22 november 2026) niet in het archief "
        "worden genoteerd: kijk met “advies controleer” wat er mis is, en herstel het archief "
        "daarna uit uw tweede kopie met “advies archief herstel MAP”."
    )
    assert (run.exit, run.err) == (1, "")
    assert run.json["niet_zeker"] == [{"bestand": home, "melding": sentence}]
    assert not (desk.root / home / "v2").exists()
    assert (desk.root / "output/archief/ocfl/2026" / SECOND / "v2").is_dir()
    shown = desk.run("archiveer", datum="2026-11-25")
    assert shown.exit == 1
    assert sentence in " ".join(shown.out.split())
    assert shown.last_line == (
        "Er is niets om te archiveren. Zet de ondertekende brieven in input/ondertekend. "
        "Van 1 brief kon de dag van verzenden niet worden genoteerd."
    )
    (desk.root / home / place).write_bytes(good)
    assert desk.run("archiveer", datum="2026-11-25").exit == 0
    assert sound(archive_of(desk)).goed == 2


def test_of_a_damaged_advies_nobody_can_tell_which_file_was_filed(desk: Work) -> None:
    hand_in(desk, "scan.pdf", scan(desk, FIRST))
    desk.run("archiveer")
    (archive_of(desk) / "ocfl/2026" / FIRST / "inventory.json").write_bytes(b"{")
    hand_in(desk, "ander.pdf", scan(desk, SECOND))
    for words in (["--droog"], []):
        run = desk.run("archiveer", *words, "--json")
        assert run.exit == 1
        assert told(run) == {
            "scan.pdf": f"{FIRST} {INVENTORY}. Kijk met “advies controleer” wat er mis is en "
            "herstel het archief uit uw tweede kopie met “advies archief herstel MAP”. Van dit "
            "advies is niets toegevoegd."
        }
        assert run.json["gearchiveerd"] == [filed(SECOND, "ander.pdf")]


def test_an_archived_letter_never_changes_and_its_successor_is_filed_too(desk: Work) -> None:
    hand_in(desk, "scan.pdf", scan(desk, FIRST))
    desk.run("archiveer")
    letter = desk.record(FIRST)
    desk.sheet("beschut-werk.xlsx", changed(dossier(NAMES[0]), {"advies.kern": "Anders."}))
    run = desk.run("brieven")
    assert run.exit == 1
    assert f"{FIRST} is al de deur uit en verandert niet meer" in run.out
    assert desk.record(FIRST) == letter
    assert desk.run("brieven", "input/beschut-werk.xlsx", "--opvolger-van", FIRST).exit == 0
    successor = "AWI-2026-004"
    put_pdf(desk, successor)
    hand_in(desk, "opvolger.pdf", scan(desk, successor))
    shutil.rmtree(desk.root / "output/verzenden")  # those of the first were sent long ago
    run = desk.run("archiveer", "--json")
    assert run.json == {
        "gearchiveerd": [filed(successor, "opvolger.pdf")],
        "al_gearchiveerd": [filed(FIRST, "scan.pdf")],
        "niet_zeker": [],
    }
    assert [path.name for path in (desk.root / "output/verzenden").iterdir()] == [successor]
    assert sound(archive_of(desk)).goed == 2


def test_a_letter_edited_in_word_is_filed_and_told(desk: Work) -> None:
    letter = desk.root / "output/brieven" / FIRST / f"{FIRST}-brief-college.docx"
    letter.write_bytes(saved_again(letter.read_bytes()))
    hand_in(desk, "scan.pdf", scan(desk, FIRST))
    run = desk.run("archiveer")
    assert run.exit == 0
    assert f"{FIRST}-brief-college.docx is veranderd sinds de brief is gemaakt." in run.out


def test_without_a_sheet_it_is_filed_and_mailed_when_the_sheet_is_back(desk: Work) -> None:
    sheet = desk.root / "input/beschut-werk.xlsx"
    content = sheet.read_bytes()
    sheet.unlink()
    hand_in(desk, "scan.pdf", scan(desk, FIRST))
    run = desk.run("archiveer")
    assert run.exit == 0
    assert "daarom zijn er geen mails klaargezet" in " ".join(run.out.split())
    assert mails(desk, FIRST) == {}
    sheet.write_bytes(content)
    assert desk.run("archiveer").exit == 0
    assert mails(desk, FIRST)["college-vertrouwelijk.eml"][1] == [SECRET]


def test_two_sheets_that_contradict_each_other_give_no_mails(desk: Work) -> None:
    """One of them says that a bijlage is public; the other that it is not."""
    desk.sheet("anders.xlsx", changed(ready(NAMES[0]), {"formulier.id": form_id(desk)}))
    hand_in(desk, "scan.pdf", scan(desk, FIRST))
    run = desk.run("archiveer")
    assert run.exit == 0
    assert mails(desk, FIRST) == {}


def form_id(work: Work) -> str:
    return str(work.record(FIRST)["formulier_id"])


def test_a_broken_mail_text_is_told_and_what_was_filed_too(desk: Work) -> None:
    template = desk.root / "templates/mail-college.txt"
    good = template.read_text(encoding="utf-8")
    template.write_text("Onderwerp: {{ onbekend }}\n\nGeacht college,", encoding="utf-8")
    hand_in(desk, "scan.pdf", scan(desk, FIRST))
    run = desk.run("archiveer", "--json")
    assert run.exit == 3
    assert run.json["gearchiveerd"] == [filed(FIRST, "scan.pdf")]
    assert "mail-college.txt" in run.err
    assert not (desk.root / "output/verzenden" / FIRST).exists()
    template.write_text(good, encoding="utf-8")
    assert desk.run("archiveer").exit == 0
    assert "college.eml" in mails(desk, FIRST)


# Where things lie


def put_archive(work: Work, place: Path) -> None:
    config = work.root / "input/adviesraad.toml"
    text = config.read_text(encoding="utf-8")
    line = f'archief = "{place.as_posix()}"'
    config.write_text(text.replace('# archief = "D:/Archief adviesraad"', line), encoding="utf-8")


def test_an_archive_elsewhere_and_out_of_reach(desk: Work) -> None:
    disk = desk.root.parent / "schijf"
    put_archive(desk, disk / "Archief raad")
    hand_in(desk, "scan.pdf", scan(desk, FIRST))
    run = desk.run("archiveer", "--json")
    assert (run.exit, run.out) == (3, "")
    assert "is niet te bereiken" in run.err
    disk.mkdir()
    assert desk.run("archiveer").exit == 0
    assert sound(disk / "Archief raad").goed == 1
    assert not archive_of(desk).exists()
    # Unplugged; and plugged in elsewhere, so that an empty folder is in its place.
    disk.rename(away := disk.with_name("weg"))
    desk.sheet("beschut-werk.xlsx", changed(dossier(NAMES[0]), {"advies.kern": "Anders."}))
    letter = desk.record(FIRST)
    for is_mounted in (False, True):
        if is_mounted:
            disk.mkdir()
        for words in (["archiveer"], ["brieven"], ["register"], ["archief", "zoek", "werk"]):
            run = desk.run(*words)
            assert (run.exit, run.out) == (3, ""), words
            assert "Traceback" not in run.err
        assert desk.run("controleer", "--json").json["fout"][0]["soort"] == "archief"
    assert desk.record(FIRST) == letter
    disk.rmdir()
    away.rename(disk)
    assert desk.run("archiveer").exit == 0
    assert sound(disk / "Archief raad").goed == 1


def test_toets_goes_on_without_the_archive_and_claims_no_more_than_was_noted(desk: Work) -> None:
    (disk := desk.root.parent / "schijf").mkdir()
    put_archive(desk, disk / "Archief raad")
    hand_in(desk, "scan.pdf", scan(desk, FIRST))
    desk.run("archiveer")
    for name in NAMES[:2]:
        desk.sheet(f"{name}.xlsx", changed(dossier(name), {"procedure.verzonden_op": "2026-11-22"}))
    filed, other = f"input/{NAMES[0]}.xlsx", f"input/{NAMES[1]}.xlsx"
    assert signing_of(desk.run("toets", "--json")) == {filed: ("reactie", []), other: (SIGN, [NOT])}
    disk.rename(away := disk.with_name("weg"))
    for why in ("is niet te bereiken. Sluit", "staat geen archief, maar er is eerder gearchiveerd"):
        run = desk.run("toets")
        words = " ".join(run.out.split())
        assert (run.exit, run.err) == (0, "")
        assert words.count(why) == words.count("Toetsen gaat gewoon door.") == 1
        assert str(disk / "Archief raad") in words
        assert "Sluit de schijf of netwerkmap" in words
        assert "Er is niets geschreven" not in words
        run = desk.run("toets", "--json")
        assert (run.exit, run.err.count(why)) == (0, 1)
        assert signing_of(run) == {filed: ("reactie", []), other: (SIGN, [UNKNOWN])}
        disk.mkdir(exist_ok=True)  # plugged in elsewhere: an empty folder is in its place
    note = desk.root / "output/.werk/archiefcode"
    note.write_text(note.read_text("utf-8").splitlines()[0], encoding="utf-8")  # and no kenmerken
    assert signing_of(desk.run("toets", "--json"))[filed] == (
        SIGN,
        [UNKNOWN.replace(SECOND, FIRST)],
    )
    disk.rmdir()
    away.rename(disk)
    run = desk.run("toets", "--json")
    assert run.err == ""
    assert signing_of(run) == {filed: ("reactie", []), other: (SIGN, [NOT])}


SIGN = "ondertekening"
NOT = (
    f"De ondertekende brief {SECOND} staat nog niet in het archief. Zet hem in de map "
    "input/ondertekend en dubbelklik op Archiveren."
)
UNKNOWN = (
    f"Of de ondertekende brief {SECOND} in het archief staat, is nu niet bekend. Toets opnieuw "
    "zodra het archief te bereiken is."
)


def signing_of(run: Run) -> dict[str, tuple[str, list[str]]]:
    """Of the first two letters the step, and what is said of the archive."""
    return {
        sheet["bestand"]: (
            sheet["stap"],
            [one["melding"] for one in sheet["bevindingen"] if one["regel"] == "V01"],
        )
        for sheet in run.json["formulieren"]
        if sheet["kenmerk"] in {FIRST, SECOND}
    }


def test_an_archive_that_was_lost_is_put_back_from_the_copy(desk: Work) -> None:
    hand_in(desk, "scan.pdf", scan(desk, FIRST))
    desk.run("archiveer")
    copy = desk.root.parent / "kopie"
    assert desk.run("archief", "kopie", copy).exit == 0
    shutil.rmtree(archive_of(desk))
    assert desk.run("archiveer").exit == 3
    assert desk.run("archief", "herstel", copy).exit == 0
    assert desk.run("archiveer").exit == 0
    assert sound(archive_of(desk)).goed == 1


def test_files_outside_the_work_folder_and_from_another_place(desk: Work) -> None:
    outside = desk.root.parent / "Bureaublad"
    outside.mkdir()
    (outside / "Scan van Ænne – ë.pdf").write_bytes(scan(desk, FIRST))
    run = advies("--map", desk.root, "archiveer", "Scan van Ænne – ë.pdf", "--json", cwd=outside)
    assert (run.returncode, run.stderr) == (0, b"")
    (one,) = json.loads(run.stdout)["gearchiveerd"]
    assert one["kenmerk"] == FIRST
    assert [Path(name).name for name in one["bestanden"]] == ["Scan van Ænne – ë.pdf"]
    assert [path.name for path in outside.iterdir()] == ["Scan van Ænne – ë.pdf"]
    assert desk.run("archiveer", outside).exit == 0


def test_a_path_that_is_not_there_is_usage(desk: Work) -> None:
    run = desk.run("archiveer", "weg.pdf", "--json")
    assert (run.exit, run.out) == (2, "")
    assert run.err.startswith("Fout: weg.pdf bestaat niet.")


@pytest.mark.skipif(os.name == "nt", reason="Windows refuses such names")
@pytest.mark.parametrize("name", ["a:b?<x>|y.pdf", "CON.pdf", "punt. .pdf", f"{'n' * 240}.pdf"])
def test_names_that_windows_refuses_do_not_reach_the_archive(desk: Work, name: str) -> None:
    hand_in(desk, f"onder map/{name}", scan(desk, FIRST))
    run = desk.run("archiveer", "--json")
    assert run.json["gearchiveerd"] == [filed(FIRST, f"onder map/{name}")]
    assert f"{FIRST}-ondertekend.pdf" in held(archive_of(desk), FIRST)
    sound(archive_of(desk))


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such names")
def test_a_name_that_no_record_can_hold_is_told(desk: Work) -> None:
    name = os.fsdecode(b"scan \xff.pdf")
    try:
        hand_in(desk, name, scan(desk, FIRST))
    except OSError:
        pytest.skip("this disk refuses such a name")
    run = advies("--map", desk.root, "archiveer", "--json", cwd=desk.root)
    assert run.returncode == 1
    (one,) = json.loads(run.stdout)["niet_zeker"]
    assert "geef het een andere naam" in one["melding"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)
def test_an_archive_that_may_not_be_written(desk: Work) -> None:
    hand_in(desk, "scan.pdf", scan(desk, FIRST))
    archive_of(desk).mkdir()
    archive_of(desk).chmod(0o555)
    run = desk.run("archiveer")
    archive_of(desk).chmod(0o755)
    assert run.exit == 3
    assert "geen rechten" in run.err


def test_a_file_where_the_archive_must_come(desk: Work) -> None:
    hand_in(desk, "scan.pdf", scan(desk, FIRST))
    archive_of(desk).write_bytes(b"")
    run = desk.run("archiveer")
    assert run.exit == 3
    assert run.err.startswith("Fout: ")


def test_a_certificate_that_cannot_be_read_stops_the_run(desk: Work) -> None:
    (desk.root / "input/vertrouwd").mkdir(exist_ok=True)
    (desk.root / "input/vertrouwd/stam.pem").write_bytes(b"geen certificaat")
    hand_in(desk, "getekend.pdf", signing.signed(as_made(desk, THIRD)))
    run = desk.run("archiveer")
    assert (run.exit, run.out) == (3, "")
    (desk.root / "input/vertrouwd/stam.pem").write_bytes(signing.authority().pem)
    run = desk.run("archiveer", datum="2026-12-01")
    assert run.exit == 0
    assert "hoort bij een certificaat dat u vertrouwt" in " ".join(run.out.split())


@pytest.mark.tool
def test_a_letter_that_libreoffice_printed(desk: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(OVERRIDE)
    if find_office(os.environ) is None:
        pytest.skip("LibreOffice is not installed")
    assert desk.run("brieven", "--pdf", "--opnieuw", FIRST).exit == 0
    printed = (desk.root / "output/brieven" / FIRST / f"{FIRST}-brief-college.pdf").read_bytes()
    hand_in(desk, "getekend.pdf", signing.signed(printed))
    run = desk.run("archiveer")
    assert run.exit == 0, run.out
    words = " ".join(run.out.split())
    assert "De tekst is woord voor woord gelijk aan de brief zoals die is gemaakt." in words
    assert "Alle bladzijden zijn er: evenveel als in de PDF" in words
    sound(archive_of(desk))
