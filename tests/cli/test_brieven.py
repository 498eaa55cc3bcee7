from __future__ import annotations

import hashlib
import zipfile

import docx
import pytest

from tests.letters.word import letter_text
from tests.work import Work, changed, ready, sample

RIPE = ("beschut-werk", "bijverdienen", "schuldhulp-gezinnen")


@pytest.fixture
def ripe(work: Work) -> Work:
    for name in RIPE:
        work.sheet(f"{name}.xlsx", ready(name))
    return work


def test_kenmerken_follow_the_names_of_the_sheets(ripe: Work) -> None:
    run = ripe.run("brieven", "--json")
    assert run.exit == 0
    assert [(m["kenmerk"], m["bestand"]) for m in run.json["gemaakt"]] == [
        ("AWI-2026-001", "input/beschut-werk.xlsx"),
        ("AWI-2026-002", "input/bijverdienen.xlsx"),
        ("AWI-2026-003", "input/schuldhulp-gezinnen.xlsx"),
    ]
    assert ripe.listing("brieven/AWI-2026-002") == [
        "AWI-2026-002-brief-college.docx",
        "AWI-2026-002-kopie-ineke-inkomen.docx",
        "AWI-2026-002-mail-voorzitter.eml",
        "AWI-2026-002-toetsing.docx",
        "brief.json",
    ]


def test_brief_json_holds_what_the_contract_says(ripe: Work) -> None:
    ripe.run("brieven")
    record = ripe.record("AWI-2026-002")
    assert list(record) == [
        "versie",
        "kenmerk",
        "formulier_id",
        "briefdatum",
        "versienummer",
        "code",
        "onderwerp",
        "waarden",
        "toetsing",
        "besluit",
        "gezien_en_akkoord",
        "bestanden",
        "bron",
        "sjablonen",
        "programma",
        "tekst",
    ]
    assert record["besluit"]["route"] == "stemming"
    assert record["toetsing"]["stap"] == "brief"
    home = ripe.root / "output/brieven/AWI-2026-002"
    for name, digest in record["bestanden"].items():
        content = (home / name).read_bytes()
        assert digest == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_a_second_run_writes_nothing(ripe: Work) -> None:
    ripe.run("brieven")
    before = {
        p: p.stat().st_mtime_ns for p in (ripe.root / "output/brieven").rglob("*") if p.is_file()
    }
    run = ripe.run("brieven", "--json", datum="2026-12-24")
    assert run.json["gemaakt"] == []
    assert [u["kenmerk"] for u in run.json["ongewijzigd"]] == [
        "AWI-2026-001",
        "AWI-2026-002",
        "AWI-2026-003",
    ]
    after = {
        p: p.stat().st_mtime_ns for p in (ripe.root / "output/brieven").rglob("*") if p.is_file()
    }
    assert after == before


def test_the_same_input_gives_the_same_bytes(ripe: Work) -> None:
    ripe.run("brieven")
    first = {
        p.name: p.read_bytes() for p in (ripe.root / "output/brieven").rglob("*") if p.is_file()
    }
    other = Work(ripe.root.parent / "ander")
    for name in RIPE:
        other.sheet(f"{name}.xlsx", ready(name))
    other.run("brieven")
    second = {
        p.name: p.read_bytes() for p in (other.root / "output/brieven").rglob("*") if p.is_file()
    }
    assert first == second


def test_a_changed_adviespunt_gives_a_new_version_under_the_same_kenmerk(ripe: Work) -> None:
    ripe.run("brieven")
    mended = changed(ready("bijverdienen"), {"advies.adviespunten.1.wie": "het college zelf"})
    ripe.sheet("bijverdienen.xlsx", mended)
    run = ripe.run("brieven", datum="2026-12-01")
    assert run.exit == 0
    assert "adviespunt 2" in run.last_line
    record = ripe.record("AWI-2026-002")
    assert (record["versienummer"], record["briefdatum"]) == (2, "2026-11-22")
    assert "versies/1/brief.json" in ripe.listing("brieven/AWI-2026-002")
    new = (ripe.root / "output/brieven/AWI-2026-002/AWI-2026-002-brief-college.docx").read_bytes()
    old = (
        ripe.root / "output/brieven/AWI-2026-002/versies/1/AWI-2026-002-brief-college.docx"
    ).read_bytes()
    assert "het college zelf" in letter_text(new)
    assert "het college zelf" not in letter_text(old)


def test_brieven_never_overwrites_a_letter_edited_in_word(ripe: Work) -> None:
    ripe.run("brieven")
    path = ripe.root / "output/brieven/AWI-2026-002/AWI-2026-002-brief-college.docx"
    edited = docx.Document(str(path))
    edited.add_paragraph("Met de hand toegevoegd.")
    edited.save(str(path))
    theirs = path.read_bytes()
    mended = changed(ready("bijverdienen"), {"advies.kern": "Een nieuwe kern."})
    ripe.sheet("bijverdienen.xlsx", mended)
    run = ripe.run("brieven", "--json")
    assert run.exit == 1
    assert path.read_bytes() == theirs
    assert "--vervang" in run.json["fout"][0]["meldingen"][0]
    assert ripe.run("brieven", "--vervang").exit == 0
    kept = ripe.root / "output/brieven/AWI-2026-002/versies/1/AWI-2026-002-brief-college.docx"
    assert kept.read_bytes() == theirs


def test_a_withdrawn_letter_keeps_its_kenmerk_used(ripe: Work) -> None:
    ripe.run("brieven")
    assert ripe.run("brieven", "--trek-in", "awi-2026-003").exit == 2
    run = ripe.run("brieven", "--trek-in", "AWI-2026-003", "--reden", "dubbel verstuurd")
    assert run.exit == 0
    assert ripe.record("AWI-2026-003")["ingetrokken"] == {
        "op": "2026-11-22",
        "reden": "dubbel verstuurd",
    }
    forms = ripe.run("toets", "--json").json["formulieren"]
    assert forms[2]["stap"] == "ingetrokken"
    ripe.sheet("z.xlsx", changed(ready("bijverdienen"), {"formulier.id": None}))
    assert ripe.run("brieven", "--json").json["gemaakt"][0]["kenmerk"] == "AWI-2026-004"


def test_opnieuw_makes_an_unchanged_letter_again(ripe: Work) -> None:
    ripe.run("brieven")
    run = ripe.run("brieven", "--opnieuw", "AWI-2026-001", "--json")
    assert [m["kenmerk"] for m in run.json["gemaakt"]] == ["AWI-2026-001"]
    assert ripe.record("AWI-2026-001")["versienummer"] == 2
    assert ripe.run("brieven", "--opnieuw", "AWI-2026-099").exit == 2


def test_droog_tells_the_plan_and_writes_nothing(ripe: Work) -> None:
    run = ripe.run("brieven", "--droog")
    assert run.exit == 0
    assert run.last_line == (
        "Er is niets geschreven. Het plan: 3 nieuw, 0 gewijzigd, 0 ongewijzigd, "
        "0 nog niet zover, 0 niet gemaakt."
    )
    assert not (ripe.root / "output").exists()


def test_numbers_start_where_the_council_says(ripe: Work) -> None:
    config = ripe.root / "input/adviesraad.toml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("eerste = {}", "eerste = { 2026 = 13 }"),
        encoding="utf-8",
    )
    made = ripe.run("brieven", "--json").json["gemaakt"]
    assert [m["kenmerk"] for m in made] == ["AWI-2026-013", "AWI-2026-014", "AWI-2026-015"]


def test_the_year_is_that_of_the_letters_date(ripe: Work) -> None:
    made = ripe.run("brieven", "--briefdatum", "2027-01-04", "--json").json["gemaakt"]
    assert made[0]["kenmerk"] == "AWI-2027-001"
    assert ripe.record("AWI-2027-001")["briefdatum"] == "2027-01-04"


def test_what_people_type_arrives_letter_for_letter(work: Work) -> None:
    nasty = 'B&W <b>vet</b> "aan" {{ brief.code }} {% if %} 😀 € 20.000 50 % {# #} \\n'
    work.sheet(
        "a.xlsx",
        changed(
            ready("bijverdienen"),
            {
                "advies.onderwerp": nasty[:80],
                "advies.kern": f"{nasty}\nnieuwe regel\n\nNieuwe alinea\n- een\n- twee {nasty}",
                "advies.adviespunten.0.waarom": nasty,
            },
        ),
    )
    assert work.run("brieven").exit == 0
    home = work.root / "output/brieven/AWI-2026-001"
    text = letter_text((home / "AWI-2026-001-brief-college.docx").read_bytes())
    assert nasty[:80] in text
    assert text.count(nasty) == 4


def test_copies_are_the_letter_with_one_line_more(ripe: Work) -> None:
    ripe.run("brieven")
    home = ripe.root / "output/brieven/AWI-2026-002"
    letter = letter_text((home / "AWI-2026-002-brief-college.docx").read_bytes())
    copy = letter_text((home / "AWI-2026-002-kopie-ineke-inkomen.docx").read_bytes())
    code = ripe.record("AWI-2026-002")["code"]
    assert f"AWI-2026-002:{code}" in letter
    assert f"AWI-2026-002-K1:{code}" in copy
    more = set(copy.replace("-K1:", ":").splitlines()) - set(letter.splitlines())
    assert len(more) == 1
    assert "Kopie voor Ineke Inkomen" in more.pop()


def test_nothing_internal_stands_in_a_letter(ripe: Work) -> None:
    dossier = changed(
        ready("bijverdienen"),
        {
            "advies.groter_doel": "GEHEIM-DOEL",
            "procedure.uit_overleg": "GEHEIM-OVERLEG",
            "procedure.afwijking": "GEHEIM-AFWIJKING",
            "advies.gehoord": ["de cliëntenraad", "(vertrouwelijk) GEHEIM-GESPREK"],
            "advies.bronnen": ["(Vertrouwelijk) GEHEIM-BRON"],
        },
    )
    ripe.sheet("bijverdienen.xlsx", dossier)
    ripe.run("brieven")
    home = ripe.root / "output/brieven/AWI-2026-002"
    for path in home.glob("*.docx"):
        if "toetsing" not in path.name:
            with zipfile.ZipFile(path) as package:
                whole = b"".join(map(package.read, package.namelist()))
            text = letter_text(path.read_bytes())
            assert b"GEHEIM" not in whole
            for word in ("GEHEIM", "T01", "win/win/win", "Dirk Denkbeeld", "Lotte Letterlijk"):
                assert word not in text


def test_a_bad_folder_gives_the_good_ones_their_letters(work: Work) -> None:
    for number in range(24):
        own = {"formulier.id": None, "advies.onderwerp": f"Onderwerp nummer {number}"}
        work.sheet(f"goed-{number:02}.xlsx", changed(ready("bijverdienen"), own))
    folder = work.root / "input"
    good = (folder / "goed-00.xlsx").read_bytes()
    (folder / "x-afgekapt.xlsx").write_bytes(good[: len(good) // 2])
    (folder / "x-leeg.xlsx").write_bytes(b"")
    (folder / "x-ander.xlsx").write_bytes(b"<html><body>geen formulier</body></html>")
    (folder / "~$goed-00.xlsx").write_bytes(b"\x07Gebruiker" + b" " * 150)
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
    (folder / "x-wachtwoord.xlsx").write_bytes(ole + b"\0" * 2000)
    wrong = {"formulier.id": None, "procedure.voor": 9}
    work.sheet("x-fout.xlsx", changed(ready("bijverdienen"), wrong))
    run = work.run("brieven", "--json")
    assert run.exit == 1
    assert len(run.json["gemaakt"]) == 24
    assert sorted(f["bestand"] for f in run.json["fout"]) == [
        "input/x-afgekapt.xlsx",
        "input/x-ander.xlsx",
        "input/x-fout.xlsx",
        "input/x-leeg.xlsx",
        "input/x-wachtwoord.xlsx",
        "input/~$goed-00.xlsx",
    ]
    for wrong_sheet in run.json["fout"]:
        assert len(wrong_sheet["meldingen"]) == 1
    made = {m["map"] for m in run.json["gemaakt"]}
    assert len(made) == len(list((work.root / "output/brieven").iterdir())) == 24


def test_a_missing_appendix_holds_the_letter(work: Work) -> None:
    work.sheet("beschut-werk.xlsx", sample("beschut-werk"))
    run = work.run("brieven", "--json")
    assert run.exit == 0
    (waiting,) = run.json["niet_zover"]
    assert "input/bijlagen" in waiting["ontbreekt"][0]


def test_concepts_carry_their_number_and_no_kenmerk(work: Work) -> None:
    work.sheet("werkende-armen.xlsx", sample("werkende-armen"))
    first = work.run("brieven", "--concept", "--json").json["gemaakt"]
    assert [m["kenmerk"] for m in first] == ["CONCEPT-1"]
    assert work.run("brieven", "--concept", "--json").json["gemaakt"] == []
    work.sheet("werkende-armen.xlsx", changed(sample("werkende-armen"), {"advies.kern": "Anders."}))
    second = work.run("brieven", "--concept", "--json").json["gemaakt"][0]
    assert second["kenmerk"] == "CONCEPT-2"
    home = work.root / second["map"]
    raad = letter_text((home / "concept-2-voor-de-raad.docx").read_bytes())
    gemeente = letter_text((home / "concept-2-voor-de-gemeente.docx").read_bytes())
    assert "CONCEPT 2 – voor de raad" in raad
    assert "Kan het college dit doen" in raad
    assert "Kan het college dit doen" not in gemeente
    assert "AWI-2026" not in raad + gemeente
    assert not (work.root / "output/brieven").exists()


def test_the_note_to_the_sister_council_is_made_once(work: Work) -> None:
    work.sheet("a.xlsx", changed(sample("schuldhulp-gezinnen"), {"raakvlak.doorgegeven_op": None}))
    work.run("brieven")
    (name,) = work.listing("doorgegeven")
    assert name.startswith("eerder-hulp-bij-schulden-voor-gezinnen-m")
    work.run("brieven", datum="2026-12-01")
    assert work.listing("doorgegeven") == [name]


def test_a_letter_that_was_sent_never_changes(ripe: Work) -> None:
    ripe.run("brieven")
    sent = {"procedure.verzonden_op": "2026-11-20", "advies.kern": "Achteraf anders."}
    ripe.sheet("bijverdienen.xlsx", changed(ready("bijverdienen"), sent))
    run = ripe.run("brieven", "--json")
    assert run.exit == 1
    (refused,) = run.json["fout"]
    assert "--opvolger-van AWI-2026-002" in refused["meldingen"][0]
    assert ripe.record("AWI-2026-002")["versienummer"] == 1


def test_an_archived_advies_gets_a_successor_under_a_new_kenmerk(ripe: Work) -> None:
    ripe.run("brieven")
    (ripe.root / "output/archief/ocfl/2026/AWI-2026-002").mkdir(parents=True)
    ripe.sheet("bijverdienen.xlsx", changed(ready("bijverdienen"), {"advies.kern": "Anders."}))
    assert ripe.run("brieven").exit == 1
    run = ripe.run("brieven", "--opvolger-van", "AWI-2026-002", "--json")
    assert [m["kenmerk"] for m in run.json["gemaakt"]] == ["AWI-2026-004"]
    assert ripe.record("AWI-2026-002")["versienummer"] == 1
    assert ripe.run("brieven", "--json").json["gemaakt"] == []


def test_a_kenmerk_in_the_archive_is_never_used_again(ripe: Work) -> None:
    (ripe.root / "output/archief/ocfl/2026/AWI-2026-041").mkdir(parents=True)
    made = ripe.run("brieven", "--json").json["gemaakt"]
    assert made[0]["kenmerk"] == "AWI-2026-042"


def test_a_letter_without_its_record_stops_the_run_before_a_kenmerk_is_used_twice(
    ripe: Work,
) -> None:
    ripe.run("brieven")
    (ripe.root / "output/brieven/AWI-2026-003/brief.json").unlink()
    run = ripe.run("brieven")
    assert run.exit == 3
    assert "AWI-2026-003" in run.err


def test_a_changed_sheet_with_a_fout_gets_no_new_version(ripe: Work) -> None:
    ripe.run("brieven")
    wrong = {"advies.kern": "Bel met burgerservicenummer 111222333."}
    ripe.sheet("bijverdienen.xlsx", changed(ready("bijverdienen"), wrong))
    run = ripe.run("brieven", "--json")
    assert run.exit == 1
    assert [f["bestand"] for f in run.json["fout"]] == ["input/bijverdienen.xlsx"]
    assert ripe.record("AWI-2026-002")["versienummer"] == 1


def test_an_appendix_never_takes_the_place_of_the_letter(work: Work) -> None:
    folder = work.root / "input/bijlagen"
    folder.mkdir()
    for name in ("brief.json", "AWI-2026-001-brief-college.docx"):
        (folder / name).write_bytes(b"bijlage")
    rows = [
        {"titel": "Een", "bestand": "brief.json", "vertrouwelijk": False},
        {"titel": "Twee", "bestand": "AWI-2026-001-brief-college.docx", "vertrouwelijk": False},
    ]
    work.sheet("a.xlsx", changed(ready("bijverdienen"), {"advies.bijlagen": rows}))
    assert work.run("brieven").exit == 0
    names = work.listing("brieven/AWI-2026-001")
    assert "bijlage-brief.json" in names
    assert "bijlage-AWI-2026-001-brief-college.docx" in names
    assert work.record("AWI-2026-001")["kenmerk"] == "AWI-2026-001"


def test_an_appendix_outside_its_folder_is_not_taken(work: Work) -> None:
    (work.root / "geheim.txt").write_text("geheim")
    rows = [{"titel": "Een", "bestand": "../../geheim.txt", "vertrouwelijk": False}]
    work.sheet("a.xlsx", changed(ready("bijverdienen"), {"advies.bijlagen": rows}))
    run = work.run("brieven", "--json")
    assert run.json["gemaakt"] == []
    assert "geheim.txt" in run.json["niet_zover"][0]["ontbreekt"][0]
