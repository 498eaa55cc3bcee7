"""The input sheet as a program and a volunteer meet it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.form.fields import form
from pipeline.form.formula import Cells
from pipeline.form.layout import Answers, alineas, layout
from pipeline.form.spec import Cards, Kind, Listing, Question, Table
from pipeline.form.stand import needs
from pipeline.form.write import TextTooLongError
from tests.form.paper import CRITERIA, FORM, Keyed, keyed_cells, opened, usual_case, write
from tests.rules.harness import RAAD

HIDDEN = {"formulier.id", "formulier.versie", "formulier.gebaseerd_op"}


def cells_of(answers: Answers, key: str) -> list[Keyed]:
    return [cell for cell in keyed_cells(opened(answers)) if cell.key == key]


def validations(answers: Answers) -> dict[str, tuple[str | None, str | None]]:
    found = {}
    for sheet in opened(answers).worksheets:
        for rule in sheet.data_validations.dataValidation:
            for cells in str(rule.sqref).split():
                for row in sheet[cells] if ":" in cells else ((sheet[cells],),):
                    for cell in row:
                        found[f"{sheet.title}!{cell.coordinate}"] = (rule.type, rule.errorStyle)
    return found


def test_every_question_of_the_form_has_its_cell() -> None:
    found = {(cell.key, cell.column) for cell in keyed_cells(opened({}))}

    wanted = set()
    for _, block in FORM.blocks():
        if isinstance(block, Question):
            wanted.add((block.key, "antwoord"))
        elif isinstance(block, Listing):
            wanted.add((f"{block.key}.*", "antwoord"))
        elif isinstance(block, Cards):
            wanted |= {
                (f"{block.key}.{number}.{question.key}", "antwoord")
                for number in range(1, block.room + 1)
                for question in block.fields
            }
        elif isinstance(block, Table):
            rows = [key for key, _ in block.rows] or ["*"]
            wanted |= {(f"{block.key}.{row}", c.key) for row in rows for c in block.columns}
    assert found == wanted


def test_the_form_has_the_room_that_was_promised() -> None:
    cells = list(keyed_cells(opened({})))

    def rows(key: str) -> int:
        return len(
            {
                cell.place
                for cell in cells
                if cell.key == key and cell.column in {"antwoord", "naam", "actie"}
            }
        )

    assert rows("advies.bevindingen.*") == 12
    assert rows("bestuursadviseurs.*") == 6
    assert rows("voortgang.*") == 40
    assert rows("advies.adviespunten.10.advies") == 1


def test_only_answers_can_be_typed_in() -> None:
    book = opened(usual_case())
    kept = {"Start!C4", "Start!C5", "Start!C6"}  # of the program itself
    keyed = {cell.place for cell in keyed_cells(book)}

    for sheet in book.worksheets[:-1]:
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert not sheet.protection.formatRows  # openpyxl: False is "not forbidden"
        unlocked = {
            f"{sheet.title}!{c.coordinate}"
            for row in sheet.iter_rows()
            for c in row
            if not c.protection.locked
        }
        assert unlocked == {place for place in keyed if place.startswith(f"{sheet.title}!")} - kept


def test_answers_stand_under_their_keys() -> None:
    answers = usual_case() | {
        "procedure.voor": 5,
        "voortgang.1.actie": "Gebeld",
        "voortgang.1.datum": date(2026, 9, 2),
    }
    cells = [
        (c.key, c.column, c.value) for c in keyed_cells(opened(answers)) if c.value is not None
    ]

    assert ("advies.onderwerp", "antwoord", "Bijverdienen naast de bijstand") in cells
    assert ("procedure.overleg_voorzitter", "antwoord", date(2026, 9, 20)) in cells
    assert ("raakvlak.wmo", "antwoord", "nee") in cells
    assert ("procedure.voor", "antwoord", 5) in cells
    assert ("winwin.burger", "effect", "winst") in cells
    assert ("advies.adviespunten.2.wie", "antwoord", "De afdeling Inkomen") in cells
    assert ("voortgang.*", "datum", date(2026, 9, 2)) in cells
    assert ("formulier.versie", "antwoord", 1) in cells


def test_a_long_text_takes_a_row_for_each_alinea_and_grows_the_form() -> None:
    few = cells_of({"advies.aanleiding": "een\n\ntwee"}, "advies.aanleiding")
    many = cells_of({"advies.aanleiding": "\n\n".join("abcdefgh")}, "advies.aanleiding")

    assert [cell.value for cell in few] == ["een", "twee", None, None, None]
    assert [cell.value for cell in many] == list("abcdefgh")


@given(st.text(alphabet="ab \n", max_size=20).map(str.strip))
@settings(max_examples=300)
def test_alineas_joined_again_are_the_text(text: str) -> None:
    assert "\n\n".join(alineas(text)) == text


def test_more_items_than_room_grow_the_form() -> None:
    answers = {f"advies.bevindingen.{number}": str(number) for number in range(20)}
    answers |= {f"advies.adviespunten.{number}.advies": str(number) for number in range(14)}

    assert len(cells_of(answers, "advies.bevindingen.*")) == 20
    assert cells_of(answers, "advies.adviespunten.14.advies")[0].value == "13"


@pytest.mark.parametrize(
    "text",
    ["=cmd|'/c calc'!A0", "+1+1", "-2", "@SUM(1)", "{=1}", "http://x.example", "12", "_x000D_"],
)
def test_what_is_typed_never_becomes_a_formula_or_link(text: str) -> None:
    data = write({"advies.onderwerp": text, "advies.gehoord.0": text})
    with ZipFile(BytesIO(data)) as parts:
        sheets = [
            parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/worksheets/sheet")
        ]
    typed = [cell for cell in keyed_cells(opened({"advies.onderwerp": text})) if cell.value == text]

    assert [cell.key for cell in typed] == ["advies.onderwerp"]
    assert not any(f"<f>{text.lstrip('=')}" in sheet for sheet in sheets)


def test_the_same_answers_give_the_same_bytes() -> None:
    assert write(usual_case()) == write(usual_case())


def test_an_alinea_that_does_not_fit_in_a_cell_is_refused() -> None:
    with pytest.raises(TextTooLongError, match=r"advies\.kern is te lang"):
        write({"advies.kern": "a" * 32_768})


def test_every_choice_date_and_number_is_checked_while_typing() -> None:
    book = opened({})
    checks = validations({})
    kinds = {key: question.kind for key, question in FORM.questions()}

    for cell in keyed_cells(book):
        key = re.sub(r"\.\d+\.", ".*.", cell.key)
        kind = kinds.get(key) or kinds.get(f"{key}.{cell.column}")
        if cell.key in HIDDEN:
            continue
        wanted = (
            {
                Kind.CHOICE: ("list", None),
                Kind.YESNO: ("list", None),
                Kind.DATE: ("date", "warning"),
                Kind.NUMBER: ("whole", None),
            }.get(kind)
            if kind
            else None
        )
        if wanted:
            assert checks[cell.place] == wanted, cell


def test_names_of_the_council_are_offered_and_others_accepted() -> None:
    checks = validations({})
    plan = layout(FORM, {})

    for key in (
        "werkgroep.naam",
        "advies.thema",
        "werkgroep.leden.3",
        "bestuursadviseurs.0.naam",
        "toetsing.toetser",
    ):
        assert checks[plan.cell(key).place] == ("list", "information")
    assert [c.value for c in opened({})["Lijsten"]["B"]][:2] == ["leden", "Anna Testman"]
    assert opened({})["Lijsten"].sheet_state == "hidden"


def test_keys_and_head_rows_are_out_of_sight() -> None:
    for sheet in opened(usual_case()).worksheets[:-1]:
        assert sheet.column_dimensions["A"].hidden
        for row in range(1, sheet.max_row + 1):
            key = sheet.cell(row, 1).value
            if isinstance(key, str) and (key.startswith("#") or key in HIDDEN):
                assert sheet.row_dimensions[row].hidden, (sheet.title, row)


def test_only_labels_stand_where_no_answer_is_read() -> None:
    """Below a head row, a cell of an answer column without a key would be taken for a mistake."""
    for sheet in opened({}).worksheets[:-1]:
        columns: set[int] = set()
        for row in sheet.iter_rows():
            key = row[0].value
            if isinstance(key, str) and key.startswith("#"):
                columns = {c.column for c in row[1:] if c.value is not None}
            elif key is None:
                assert not [c for c in row if c.column in columns and c.value is not None]


def test_rows_with_answers_grow_with_their_text() -> None:
    with ZipFile(BytesIO(write(usual_case()))) as parts:
        sheet = parts.read("xl/worksheets/sheet3.xml").decode()
    rows = dict(re.findall(r'<row r="(\d+)"([^>]*)>', sheet))
    plan = layout(FORM, usual_case())

    assert "customHeight" not in rows[str(plan.cell("advies.aanleiding").row + 1)]
    assert "customHeight" in rows["2"]


def conditions(key: str) -> list[str]:
    plan = layout(FORM, {})
    tab, _, cell = plan.cell(key).place.partition("!")
    found = []
    for area in opened({})[tab].conditional_formatting:
        if str(area.sqref) == cell:
            found += [str(rule.formula[0]) for rule in area.rules]
    return found


def test_answers_that_are_not_asked_turn_grey() -> None:
    soort = layout(FORM, {}).cell("advies.soort").row + 1

    assert conditions("advies.adviesvraag.datum") == [
        f"NOT(OR(TRIM('Onderwerp'!$C${soort})=\"gevraagd\"))"
    ]
    assert '="winst"' in conditions("winwin.burger.compensatie")[0]
    assert '="nee"' in conditions("investering.wat")[0]
    assert '="informeel"' in conditions("advies.besproken_met")[0]
    assert conditions("advies.bronnen") == []


def test_answers_that_are_still_needed_or_too_long_show_it() -> None:
    assert conditions("advies.onderwerp") == [
        "NOT(LEN(TRIM('Onderwerp'!$C$5))>0)",
        "LEN('Onderwerp'!$C$5)>80",
    ]
    assert conditions("procedure.plenair_op") == []
    assert conditions("advies.adviespunten.0.waarom") == [
        f"NOT(LEN(TRIM('Adviespunten'!$C${layout(FORM, {}).cell('advies.adviespunten.0.waarom').row + 1}))>0)"
    ]
    # Of the second adviespunt only what it lacks once it is begun.
    assert conditions("advies.adviespunten.1.waarom")[0].startswith("AND(OR(")


def test_criteria_that_may_stay_empty_are_not_counted() -> None:
    def missing(optional: Sequence[str]) -> int:
        plan = layout(form(CRITERIA, optional), {})
        lines = needs(plan, Cells(plan), RAAD)
        return next(line.count.value for line in lines if line.label == "Toets: de vragen")

    assert missing(["T01", "T18"]) == missing([]) - 2


def test_every_tab_prints_on_a4_one_page_wide() -> None:
    for sheet in opened({}).worksheets[:-1]:
        assert sheet.page_setup.paperSize == 9
        pages = sheet.sheet_properties.pageSetUpPr
        assert pages is not None
        assert pages.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert "Pagina &P van &N" in str(sheet.HeaderFooter.oddFooter)


def test_the_usual_case_asks_for_few_cells() -> None:
    answers = usual_case()
    filled = [
        c for c in keyed_cells(opened(answers)) if c.value is not None and c.key not in HIDDEN
    ]
    before_overleg = [c for c in filled if c.tab in {"Onderwerp", "Inhoud", "Adviespunten"}]

    assert len(filled) <= 65
    assert len(before_overleg) <= 26


def test_the_cell_of_a_key_is_the_nearest_that_exists() -> None:
    plan = layout(FORM, {})

    assert plan.cell("advies.onderwerp").place == "Onderwerp!C5"
    assert plan.cell("advies.bevindingen") == plan.cell("advies.bevindingen.0")
    assert plan.cell("advies.adviespunten.11.wie") == plan.cell("advies.adviespunten.0.advies")
    assert plan.cell("toetsing.antwoorden.T18") == plan.cell("toetsing.antwoorden.T18.antwoord")
    assert plan.cell("formulier.id").place == plan.cell("").place == "Start!B2"
