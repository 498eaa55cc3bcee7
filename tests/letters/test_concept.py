"""Concepts: numbered, in two forms, never mistaken for a letter and never in its way."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import docx
import pytest

from tests.work import Json, Work, changed, ready, sample

SHEET = "werkende-armen.xlsx"
GROEPEN = ("burger", "gemeente", "ondernemer")
NAMES = (
    "concept-1-voor-de-gemeente.docx",
    "concept-1-voor-de-raad.docx",
    "concept-1.json",
)


def concepts(work: Work, changes: Json | None = None) -> Path:
    """Make the concepts of one dossier; gives their folder."""
    work.sheet(SHEET, changed(sample("werkende-armen"), changes or {}))
    assert work.run("brieven", "--concept").exit == 0
    (home,) = (work.root / "output/concept").iterdir()
    return home


def names(home: Path) -> list[str]:
    return sorted(path.name for path in home.iterdir())


@pytest.mark.parametrize("audience", ["raad", "gemeente"])
def test_number_and_code_stand_on_every_page(work: Work, audience: str) -> None:
    home = concepts(work)
    document = docx.Document(str(home / f"concept-1-voor-de-{audience}.docx"))
    section = document.sections[0]
    assert section.different_first_page_header_footer
    pages = (
        (section.first_page_header, section.first_page_footer),
        (section.header, section.footer),
    )
    for head, foot in pages:
        text = "\n".join(
            "".join(node.text or "" for node in area._element.iter() if node.tag.endswith("}t"))
            for area in (head, foot)
        )
        assert f"CONCEPT 1 – voor de {audience}" in text
        assert "CONCEPT-1:" in text


def test_both_forms_share_the_code_of_their_text(work: Work) -> None:
    home = concepts(work)
    codes = set()
    for audience in ("raad", "gemeente"):
        with zipfile.ZipFile(home / f"concept-1-voor-de-{audience}.docx") as package:
            foot = package.read("word/footer1.xml").decode()
        codes.add(foot[foot.index("CONCEPT-1:") :][: len("CONCEPT-1:3F9A7C2B")])
    assert len(codes) == 1


def test_another_onderwerp_is_no_other_advies(work: Work) -> None:
    home = concepts(work)
    again = concepts(work, {"advies.onderwerp": "Een heel ander onderwerp"})
    assert again == home
    assert "concept-2.json" in names(home)


def test_a_concept_is_never_written_again(work: Work) -> None:
    home = concepts(work)
    first = {name: (home / name).read_bytes() for name in NAMES}
    concepts(work, {"advies.kern": "Anders."})
    concepts(work, {"advies.kern": "Nog anders."})
    assert {name: (home / name).read_bytes() for name in NAMES} == first
    assert json.loads((home / "concept-3.json").read_bytes())["nummer"] == 3


def test_what_a_killed_run_left_without_its_record_is_made_again(work: Work) -> None:
    home = concepts(work)
    whole = {name: (home / name).read_bytes() for name in NAMES}
    (home / "concept-1.json").unlink()
    (home / "concept-1-voor-de-raad.docx").write_bytes(b"half")
    concepts(work)
    assert {name: (home / name).read_bytes() for name in NAMES} == whole
    assert names(home) == list(NAMES)


def test_a_damaged_record_is_never_taken_for_the_same_text(work: Work) -> None:
    home = concepts(work)
    (home / "concept-1.json").write_bytes(b'{"waarden": ')
    concepts(work)
    assert "concept-2.json" in names(home)


def test_a_concept_never_touches_a_definitive_letter(work: Work) -> None:
    work.sheet("bijverdienen.xlsx", ready("bijverdienen"))
    work.run("brieven")
    before = work.listing("")
    run = work.run("brieven", "--concept")
    assert run.exit == 0
    assert "al de definitieve brief" in run.out
    assert work.listing("") == before
    work.sheet("bijverdienen.xlsx", changed(ready("bijverdienen"), {"advies.kern": "Anders."}))
    assert work.run("brieven", "--concept", "--json").json["gemaakt"] == []
    assert work.record("AWI-2026-001")["versienummer"] == 1


def test_a_letter_leaves_its_concepts_as_they_are(work: Work) -> None:
    work.sheet("bijverdienen.xlsx", ready("bijverdienen"))
    work.run("brieven", "--concept")
    before = {p: p.read_bytes() for p in (work.root / "output/concept").rglob("*.*")}
    assert work.run("brieven", "--json").json["gemaakt"][0]["kenmerk"] == "AWI-2026-001"
    assert {p: p.read_bytes() for p in (work.root / "output/concept").rglob("*.*")} == before


def test_a_matrix_that_is_still_empty_is_not_told_to_be_explained_elsewhere(work: Work) -> None:
    empty = {
        f"winwin.{groep}.{part}": None for groep in GROEPEN for part in ("effect", "toelichting")
    }
    home = concepts(work, empty)
    document = docx.Document(str(home / "concept-1-voor-de-gemeente.docx"))
    cells = [
        row.cells[2].text for table in document.tables for row in table.rows if len(row.cells) == 3
    ]
    assert cells[1:] == ["Nog in te vullen."] * 3


def test_what_was_voted_on_is_what_is_sent(work: Work) -> None:
    work.sheet("bijverdienen.xlsx", ready("bijverdienen"))
    work.run("brieven", "--concept")
    other = {"procedure.besloten_versie": 1, "advies.adviespunten.1.wie": "het college zelf"}
    work.sheet("bijverdienen.xlsx", changed(ready("bijverdienen"), other))
    run = work.run("brieven", "--json")
    assert run.json["gemaakt"] == []
    (waiting,) = run.json["niet_zover"]
    assert waiting["stap"] == "brief"
    assert "Adviespunt 2, wie: er stond" in waiting["ontbreekt"][0]
    consent = {**other, "procedure.wijziging_akkoord_op": "2026-11-20"}
    work.sheet("bijverdienen.xlsx", changed(ready("bijverdienen"), consent))
    assert len(work.run("brieven", "--json").json["gemaakt"]) == 1


def test_the_text_that_was_voted_on_goes_out_under_a_later_onderwerp_of_the_folder(
    work: Work,
) -> None:
    """The concept is found by the form, not by the name that its folder once got."""
    first = {"advies.onderwerp": "Werktitel"}
    work.sheet("bijverdienen.xlsx", changed(ready("bijverdienen"), first))
    work.run("brieven", "--concept")
    work.sheet("bijverdienen.xlsx", ready("bijverdienen"))
    work.run("brieven", "--concept")
    decided = {"procedure.besloten_versie": 2}
    work.sheet("bijverdienen.xlsx", changed(ready("bijverdienen"), decided))
    assert len(work.run("brieven", "--json").json["gemaakt"]) == 1


def test_two_texts_under_one_concept_number_hold_the_letter(work: Work) -> None:
    """Two laptops made concept 1 at the same time; the sync client kept both."""
    work.sheet("bijverdienen.xlsx", ready("bijverdienen"))
    work.run("brieven", "--concept")
    (home,) = (work.root / "output/concept").iterdir()
    record = json.loads((home / "concept-1.json").read_bytes())
    (home / "concept-12.json").write_text("ander", encoding="utf-8")
    copy = home / "concept-1-LAPTOP.json"
    copy.write_text(json.dumps(record), encoding="utf-8")
    decided = {"procedure.besloten_versie": 1}
    work.sheet("bijverdienen.xlsx", changed(ready("bijverdienen"), decided))
    assert work.run("brieven", "--droog", "--json").json["niet_zover"] == []
    record["waarden"]["kern"] = "Anders."
    copy.write_text(json.dumps(record), encoding="utf-8")
    (waiting,) = work.run("brieven", "--json").json["niet_zover"]
    assert "Concept 1 van dit advies is er niet of is er dubbel" in waiting["ontbreekt"][0]


def test_a_new_version_of_a_letter_is_held_too(work: Work) -> None:
    work.sheet("bijverdienen.xlsx", ready("bijverdienen"))
    work.run("brieven", "--concept")
    decided = {"procedure.besloten_versie": 1}
    work.sheet("bijverdienen.xlsx", changed(ready("bijverdienen"), decided))
    assert len(work.run("brieven", "--json").json["gemaakt"]) == 1
    other = {**decided, "advies.kern": "Na de stemming anders."}
    work.sheet("bijverdienen.xlsx", changed(ready("bijverdienen"), other))
    run = work.run("brieven", "--json")
    assert run.json["gemaakt"] == []
    assert "waarover is gestemd, veranderd" in run.json["niet_zover"][0]["ontbreekt"][0]
    assert work.record("AWI-2026-001")["versienummer"] == 1
