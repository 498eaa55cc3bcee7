"""The nagekeken copy: what the lead gets back and goes on working in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from pipeline.feedback import feedback_name
from pipeline.form.feedback import write_feedback
from pipeline.form.layout import Answers, layout
from pipeline.form.parse import parse
from pipeline.form.read import Reader
from pipeline.form.reuse import answers_from, as_typed
from pipeline.model import Ernst, Finding, Stap
from tests.form.paper import FORM, keyed_cells, opened, saved, usual_case
from tests.rules.harness import RAAD

SHA = "ab" * 32


def finding(ernst: Ernst, key: str, message: str) -> Finding:
    return Finding("T01", ernst, Stap.INVULLEN, "Blad1!Z99", key, message, "S0:357")


FINDINGS = (
    finding(Ernst.OPMERKING, "advies.aanleiding", "Een lange zin."),
    finding(Ernst.WAARSCHUWING, "advies.adviespunten.1.wanneer", "Dit is geen maand."),
    finding(Ernst.ONTBREEKT, "winwin.ondernemer.effect", "Kies wat het oplevert."),
    finding(Ernst.FOUT, "procedure.overleg_voorzitter", "Ligt in de toekomst."),
    finding(Ernst.FOUT, "formulier", "Twee bestanden."),
)


def written(findings: Sequence[Finding], answers: Answers | None = None) -> bytes:
    data = BytesIO()
    write_feedback(
        data,
        FORM,
        RAAD,
        usual_case() if answers is None else answers,
        findings,
        source_sha256=SHA,
        source_name="bijverdienen.xlsx",
        stap=Stap.INVULLEN,
        datum=date(2026, 11, 22),
    )
    return data.getvalue()


def book(findings: Sequence[Finding]) -> Workbook:
    return load_workbook(BytesIO(written(findings)))


def lines(workbook: Workbook) -> list[str]:
    tab = workbook["Nagekeken"]
    rows = [
        [str(c.value) for c in row[1:] if c.value is not None] for row in tab.iter_rows(min_row=2)
    ]
    return [" | ".join(row) for row in rows if row]


@pytest.mark.parametrize(
    ("sheet", "copy"),
    [
        ("bijverdienen.xlsx", "bijverdienen-nagekeken.xlsx"),
        ("bijverdienen.ods", "bijverdienen-nagekeken.xlsx"),
        ("bijverdienen-nagekeken.xlsx", "bijverdienen-nagekeken.xlsx"),
        ("bijverdienen-nagekeken (1).xlsx", "bijverdienen-nagekeken.xlsx"),
        ("bijverdienen-nagekeken - kopie.xls", "bijverdienen-nagekeken.xlsx"),
        ("versie 2.1.xlsx", "versie 2.1-nagekeken.xlsx"),
    ],
)
def test_the_suffix_stands_once_in_the_name(sheet: str, copy: str) -> None:
    assert feedback_name(sheet) == copy


def test_the_tab_nagekeken_tells_what_to_do_first() -> None:
    text = "    "
    assert lines(book(FINDINGS)) == [
        "Nagekeken op 22 november 2026",
        "Dit is een kopie van bijverdienen.xlsx, met uw antwoorden.",
        "Werk in dit bestand verder en stuur het weer naar het secretariaat. Uw oude bestand is niet meer nodig.",
        "Stand: invullen. Het advies is nog niet ver genoeg ingevuld om te overleggen.",
        f"Eerst verbeteren (2){text}Zolang dit er staat, komt er geen brief.",
        "1 | Overleg!C9 | Ligt in de toekomst.",
        "2 | Start!B2 | Twee bestanden.",
        f"Nog in te vullen (1){text}Dit is nodig voor de volgende stap.",
        "1 | Win-win!C10 | Kies wat het oplevert.",
        f"Let op (1){text}Dit houdt de brief niet tegen.",
        "1 | Adviespunten!C14 | Dit is geen maand.",
        f"Tips (1){text}Klik links op het plusje om ze te zien. Het mag, het hoeft niet.",
        "1 | Inhoud!C8 | Een lange zin.",
    ]


def test_every_line_leads_to_its_cell() -> None:
    tab = book(FINDINGS)["Nagekeken"]
    cells = [cell for row in tab.iter_rows() for cell in row]
    links = [cell.hyperlink.location for cell in cells if cell.hyperlink is not None]

    assert links == [
        "'Overleg'!C9",
        "'Start'!B2",
        "'Win-win'!C10",
        "'Adviespunten'!C14",
        "'Inhoud'!C8",
    ]


def test_tips_are_folded_away() -> None:
    tab = book(FINDINGS)["Nagekeken"]
    hidden = [n for n in range(2, tab.max_row + 1) if tab.row_dimensions[n].hidden]

    assert [tab.cell(n, 4).value for n in hidden] == [None, "Een lange zin."]
    assert all(tab.row_dimensions[n].outlineLevel == 1 for n in hidden)


def test_cells_carry_their_melding_as_a_note_and_a_word_beside_them() -> None:
    workbook = book(FINDINGS)
    notes = {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None
    }

    assert notes == {
        "Inhoud!C8": "Tip: Een lange zin.",
        "Adviespunten!C14": "Let op: Dit is geen maand.",
        "Win-win!C10": "Nog nodig: Kies wat het oplevert.",
        "Overleg!C9": "Verbeteren: Ligt in de toekomst.",
    }
    assert workbook["Overleg"]["E9"].value == "◄ Verbeteren"
    assert workbook["Win-win"]["G10"].value == "◄ Nog nodig"


def test_the_copy_holds_the_same_answers_and_knows_what_it_follows() -> None:
    copy = [(c.key, c.column, c.value) for c in keyed_cells(book(FINDINGS))]
    own = [(c.key, c.column, c.value) for c in keyed_cells(opened(usual_case()))]

    assert ("formulier.gebaseerd_op", "antwoord", SHA) in copy
    assert [c for c in copy if c[0] != "formulier.gebaseerd_op"] == [
        c for c in own if c[0] != "formulier.gebaseerd_op"
    ]


def test_what_was_mended_is_no_longer_marked() -> None:
    workbook = book(FINDINGS[:1])

    assert workbook["Overleg"]["C9"].comment is None
    assert workbook["Overleg"]["E9"].value is None


def test_meldingen_point_at_the_cell_in_this_copy_however_much_it_grew() -> None:
    answers = usual_case() | {"advies.aanleiding": "\n\n".join("abcdefghij")}
    melding = finding(Ernst.FOUT, "advies.bevindingen.2", "Hier staat een rekeningnummer.")
    workbook = load_workbook(BytesIO(written([melding], answers)))
    cell = layout(FORM, answers).cell("advies.bevindingen.2")

    assert f"1 | Inhoud!C{cell.row + 1} | {melding.melding}" in lines(workbook)
    assert workbook["Inhoud"].cell(cell.row + 1, cell.column + 1).comment is not None


def test_a_text_where_a_date_belongs_stays_as_it_was_typed() -> None:
    answers = usual_case() | {"procedure.overleg_voorzitter": "volgende week"}
    cells = list(keyed_cells(load_workbook(BytesIO(written([], answers)))))

    assert [c.value for c in cells if c.key == "procedure.overleg_voorzitter"] == ["volgende week"]


def test_a_melding_never_becomes_a_formula() -> None:
    workbook = book([finding(Ernst.FOUT, "advies.kern", "=cmd|'/c calc'!A0")])
    types = {c.data_type for row in workbook["Nagekeken"].iter_rows() for c in row}

    assert "f" not in types


def test_the_same_answers_and_meldingen_give_the_same_bytes() -> None:
    assert written(FINDINGS) == written(FINDINGS)


def test_three_rounds_keep_every_answer(tmp_path: Path) -> None:
    answers = usual_case() | {
        "formulier.id": "6f1d2c6e",
        "formulier.versie": 1,
        "gezien_en_akkoord.0.sleutel": "advies.bevindingen.2",
        "gezien_en_akkoord.0.reden": "De organisatie wil genoemd worden.",
    }
    with Reader() as reader:
        for number in range(3):
            answers["advies.aanleiding"] = "\n\n".join("abcdefghijkl"[: 4 + 4 * number])
            file = tmp_path / f"{number}.xlsx"
            file.write_bytes(written(FINDINGS, answers))
            dossier, meldingen = parse(reader.read(file), FORM)
            back = answers_from(dossier)
            assert back.pop("formulier.gebaseerd_op") == SHA
            assert back == answers
            assert meldingen == ()
            answers = back


def test_what_was_cleared_is_named_by_its_cell_on_this_form() -> None:
    cleared: Answers = {
        "advies.kern": "Een telefoonnummer.",
        "gezien_en_akkoord.0.sleutel": "advies.kern",
        "gezien_en_akkoord.1.sleutel": "Inhoud!C99",
    }
    cells = [c.value for c in keyed_cells(opened(cleared)) if c.column == "sleutel" and c.value]

    assert cells == [layout(FORM, cleared).cell("advies.kern").place, "Inhoud!C99"]


def test_what_could_not_be_read_is_handed_back_as_it_was_typed(tmp_path: Path) -> None:
    typed: Answers = usual_case() | {
        "formulier.id": "6f1d2c6e",
        "procedure.overleg_voorzitter": "volgende week",
        "advies.soort": "allebei",
        "winwin.burger.effect": "veel",
        "voortgang.0.datum": "ooit",
        "voortgang.0.actie": "Gebeld",
    }
    file = saved(tmp_path / "advies.xlsx", typed)
    with Reader() as reader:
        raw = reader.read(file)
    dossier, _ = parse(raw, FORM)

    assert as_typed(dossier, raw) == {
        "procedure.overleg_voorzitter": "volgende week",
        "advies.soort": "allebei",
        "winwin.burger.effect": "veel",
        "voortgang.0.datum": "ooit",
    }
