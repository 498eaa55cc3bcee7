"""What may not happen when letters are issued, and what the secretary is told of it."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from tests.letters.word import letter_text
from tests.work import Work, changed, ready


@pytest.fixture
def issued(work: Work) -> Work:
    work.sheet("bijverdienen.xlsx", ready("bijverdienen"))
    assert work.run("brieven").exit == 0
    return work


def settings(work: Work, old: str, new: str) -> None:
    path = work.root / "input/adviesraad.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def word_of(work: Work, name: str = "AWI-2026-001-brief-college.docx") -> str:
    return letter_text((work.root / "output/brieven/AWI-2026-001" / name).read_bytes())


def test_a_setting_that_changes_re_issues_nothing_and_is_told(issued: Work) -> None:
    settings(issued, 'naam = "Inkomen"', 'naam = "Inkomen en zo"')
    run = issued.run("brieven")
    assert run.exit == 0
    assert run.last_line.startswith("Klaar: 0 nieuw, 0 gewijzigd, 1 ongewijzigd")
    assert "adviesraad.toml" in run.out
    assert "--opnieuw KENMERK" in " ".join(run.out.split())


def test_a_lid_who_leaves_turns_no_old_dossier_red(issued: Work) -> None:
    lotte = 'naam = "Lotte Letterlijk"\nvan = 2023-01-01\n'
    settings(issued, f"{lotte}tot = 2039-12-31\n", f"{lotte}tot = 2026-10-31\n")
    run = issued.run("brieven", "--json")
    assert (run.exit, run.json["fout"]) == (0, [])
    assert len(run.json["ongewijzigd"]) == 1


def test_a_twin_elsewhere_in_input_is_found_though_one_sheet_was_named(work: Work) -> None:
    work.sheet("a.xlsx", ready("bijverdienen"))
    work.sheet("b.xlsx", changed(ready("bijverdienen"), {"advies.kern": "Anders."}))
    run = work.run("brieven", "input/a.xlsx", "--json")
    assert run.exit == 1
    assert run.json["gemaakt"] == []
    assert [f["bestand"] for f in run.json["fout"]] == ["input/a.xlsx"]


def test_only_the_named_sheet_gets_its_letter(work: Work) -> None:
    work.sheet("a.xlsx", ready("bijverdienen"))
    work.sheet("b.xlsx", ready("beschut-werk"))
    (work.root / "input/kapot.xlsx").write_bytes(b"")
    run = work.run("brieven", "input/b.xlsx", "--json")
    assert run.exit == 0
    assert [m["bestand"] for m in run.json["gemaakt"]] == ["input/b.xlsx"]


def test_toets_sees_a_copy_of_an_issued_letter_too(issued: Work) -> None:
    other = ready("beschut-werk")
    other["formulier"]["id"] = ready("bijverdienen")["formulier"]["id"]
    issued.sheet("bijverdienen.xlsx", other)
    for command in ("toets", "brieven"):
        run = issued.run(command)
        assert run.exit == 1
        assert "AWI-2026-001" in run.out
        assert "--nieuw-van" in run.out


def test_a_letter_that_is_not_out_gets_no_successor(issued: Work) -> None:
    run = issued.run("brieven", "--opvolger-van", "AWI-2026-001", "--json")
    assert run.exit == 1
    assert "nieuwe versie" in run.json["fout"][0]["meldingen"][0]


def test_a_letter_is_never_dated_before_its_decision(work: Work) -> None:
    work.sheet("a.xlsx", ready("bijverdienen"))
    run = work.run("brieven", "--briefdatum", "2026-01-04", "--json")
    assert run.exit == 1
    assert run.json["gemaakt"] == []
    assert "ligt vóór het besluit" in run.json["fout"][0]["meldingen"][0]


def test_a_concept_with_personal_data_does_not_leave_the_house(work: Work) -> None:
    private = {"advies.kern": "Zijn burgerservicenummer is 111222333."}
    work.sheet("a.xlsx", changed(ready("bijverdienen"), private))
    run = work.run("brieven", "--concept", "--json")
    assert run.exit == 1
    assert run.json["gemaakt"] == []
    assert not (work.root / "output/concept").exists()


def test_internal_questions_stay_inside_also_when_the_toetsing_is_printed(work: Work) -> None:
    settings(work, "toetsing_als_bijlage = false", "toetsing_als_bijlage = true")
    work.sheet("a.xlsx", ready("bijverdienen"))
    assert work.run("brieven").exit == 0
    assert "Kan het college dit doen" in word_of(work)
    assert "zelf belang" not in word_of(work)
    assert "zelf belang" in word_of(work, "AWI-2026-001-toetsing.docx")


def test_what_was_seen_and_cleared_is_kept_with_the_letter(work: Work) -> None:
    seen = {
        "advies.aanleiding": "Mail naar hulp@stichting.example voor hulp.",
        "gezien_en_akkoord": [
            {"sleutel": "advies.aanleiding", "reden": "openbaar adres", "door": "Stef Sjabloon"}
        ],
    }
    work.sheet("a.xlsx", changed(ready("bijverdienen"), seen))
    assert work.run("brieven").exit == 0
    assert work.record("AWI-2026-001")["gezien_en_akkoord"] == seen["gezien_en_akkoord"]


def test_a_template_without_its_code_makes_no_letter(work: Work) -> None:
    path = work.root / "templates/brief-college.docx"
    template = docx.Document(str(path))
    for section in template.sections:
        for footer in (section.footer, section.first_page_footer):
            for paragraph in footer.paragraphs:
                for run in paragraph.runs:
                    run.text = run.text.replace("{{ brief.code }}", "")
    template.save(str(path))
    work.sheet("a.xlsx", ready("bijverdienen"))
    run = work.run("brieven")
    assert run.exit == 3
    assert "brief-college.docx" in run.err
    assert not (work.root / "output").exists()


def test_withdrawing_tells_what_was_done(issued: Work) -> None:
    run = issued.run("brieven", "--trek-in", "AWI-2026-001", "--reden", "dubbel")
    assert run.last_line.startswith("AWI-2026-001 is ingetrokken")


@pytest.mark.parametrize(
    "wishes",
    [
        ("--concept", "--opnieuw", "AWI-2026-001"),
        ("--trek-in", "AWI-2026-001", "--reden", "x", "--opvolger-van", "AWI-2026-001"),
        ("--reden", "zomaar"),
    ],
)
def test_wishes_that_do_not_go_together_are_usage(issued: Work, wishes: tuple[str, ...]) -> None:
    assert issued.run("brieven", *wishes).exit == 2


def test_the_nagekeken_copy_itself_is_never_overwritten(work: Work) -> None:
    work.sheet("a.xlsx", changed(ready("bijverdienen"), {"advies.kern": None}))
    work.run("toets")
    copy = work.root / "output/toetsing/a-nagekeken.xlsx"
    before = copy.read_bytes()
    run = work.run("toets", Path("output/toetsing/a-nagekeken.xlsx"))
    assert run.exit == 0
    assert copy.read_bytes() == before


def test_what_ends_a_run_halfway_is_told_beside_what_was_made(work: Work) -> None:
    work.sheet("a.xlsx", ready("bijverdienen"))
    own = {"formulier.id": None, "advies.onderwerp": "Ontplof"}
    work.sheet("b.xlsx", changed(ready("bijverdienen"), own))
    path = work.root / "templates/brief-college.docx"
    template = docx.Document(str(path))
    bomb = "{% if brief.onderwerp == 'Ontplof' %}{{ 1 / 0 }}{% endif %}"
    template.add_paragraph(bomb)
    template.save(str(path))
    run = work.run("brieven")
    assert run.exit == 3, run
    assert "AWI-2026-001" in run.out, run
    assert "brief-college.docx" in run.err
    assert [p.name for p in (work.root / "output/brieven").iterdir()] == ["AWI-2026-001"]


def test_what_is_asked_of_a_letter_whose_sheet_is_not_there_is_told(work: Work) -> None:
    work.sheet("a.xlsx", ready("bijverdienen"))
    work.sheet("b.xlsx", ready("beschut-werk"))
    work.run("brieven")
    run = work.run("brieven", "--opnieuw", "AWI-2026-002", "input/a.xlsx")
    assert run.exit == 0
    assert "AWI-2026-002: het formulier van deze brief was er niet bij" in run.out


def test_a_letter_is_withdrawn_once_and_keeps_its_first_reason(issued: Work) -> None:
    for reason in ("Eerste reden", "Tweede reden"):
        told = issued.run("brieven", "--trek-in", "AWI-2026-001", "--reden", reason)
        assert told.exit == 0
    assert "AWI-2026-001 is al ingetrokken op 22 november 2026" in " ".join(told.out.split())
    assert issued.record("AWI-2026-001")["ingetrokken"]["reden"] == "Eerste reden"


def test_of_a_letter_that_gets_no_successor_one_reason_is_told(issued: Work) -> None:
    told = issued.run("brieven", "--opvolger-van", "AWI-2026-001").out
    assert "krijgt dus geen" in told
    assert "was er niet bij" not in told
