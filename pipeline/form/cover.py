"""The first tab, which tells a volunteer how this works, and the checklist before handing in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.form.balance import verdict
from pipeline.form.formula import Cells, Count
from pipeline.form.paper import Layout
from pipeline.form.pen import Pen, write_count
from pipeline.form.raw import column_letters
from pipeline.form.stand import Need, answered_criteria, needs
from pipeline.form.style import LINE_HEIGHT, PADDING, height
from pipeline.model import Stap

_NUMBER, _NAME, _WORDS = 1, 2, 3  # columns of the cover
_COUNTS = 4  # hidden: the numbers behind the words
_SUMMARY_ROWS = 9  # heading and five lines
_STEPS = (
    (Stap.INVULLEN, "Stap 1: invullen, voor het overleg"),
    (Stap.OVERLEG, "Stap 2: het overleg"),
    (Stap.PLENAIR, "Stap 3: klaar voor de vergadering"),
)
_FINISHED = "Klaar: de raad kan besluiten"
_INFORMAL = "Een informeel advies: vul ook het blok onder aan het tabblad Overleg in"
HOW = (
    "Ziet u boven in beeld een gele balk? Klik daarin op “Bewerken inschakelen”. Anders kunt u niets invullen.",
    "Sla het bestand op uw eigen computer op, met een naam waaraan u het onderwerp herkent.",
    "Ga van links naar rechts langs de tabbladen onder in beeld. Vul de gekleurde vakken in; de rest zit op slot.",
    "Schrijf bij een lange tekst één alinea per vak. Een nieuwe regel binnen een vak maakt u met Alt+Enter.",
    "Te weinig vakken onder elkaar? Klik met rechts op het regelnummer (helemaal links) en kies “Invoegen”.",
    "Een donkere rand: dit vak is nog nodig. Een grijs vak slaat u over. “Leeg = …” zegt wat er geldt als u niets invult.",
    "U mag tussendoor stoppen: sla het bestand op en ga later verder. Met de tekst bij de hand duurt het een uur.",
)
NEXT = (
    "Stuur het formulier naar het secretariaat. Dat mag ook als het nog niet af is.",
    "U krijgt een nagekeken formulier terug. Daarin staat per vak wat er nog nodig is. Werk in dát formulier verder.",
    "Het secretariaat maakt er een concept van, voor de voorzitter, de bestuursadviseurs en de vergadering.",
    "Heeft de raad besloten? Dan komt uit dit formulier de brief aan het college, letter voor letter.",
)
CHECKLIST = (
    "Begrijpt iemand die het onderwerp niet kent de kern en de adviespunten?",
    "Staat bij elk adviespunt wie het doet en vanaf wanneer?",
    "Kan niemand een buurtgenoot of collega herkennen in de tekst?",
    "Zijn de tabbladen Win-win en Toets helemaal ingevuld?",
    "Hebben de voorzitter en de bestuursadviseurs het concept gehad? (tabblad Overleg)",
    "Staan alle opstellers achter de tekst?",
)


def write_cover(pen: Pen, plan: Layout, cells: Cells) -> None:
    """Fill the first tab below its hidden rows."""
    pen.sheet.set_column(_COUNTS, _COUNTS, 8, None, {"hidden": True})
    summary = len(pen.place.rows)
    row = _steps(pen, summary + _SUMMARY_ROWS, "Zo vult u het in", HOW)
    row = _steps(pen, row, "Zo gaat het verder", NEXT)
    totals, row = _write_needs(pen, row, plan, needs(plan, cells, pen.raad))
    _write_summary(pen, summary, cells, totals)
    row = _heading(pen, row, "De tabbladen")
    for place in plan.tabs[1:]:
        link = f"internal:'{place.tab.name}'!B2"
        pen.sheet.write_url(row, _NAME, link, pen.styles.link, place.tab.name)
        pen.sheet.write_string(row, _WORDS, place.tab.title, pen.styles.plain)
        pen.sheet.set_fixed_row(row, LINE_HEIGHT + PADDING)
        row += 1
    row = _heading(pen, row, "Vragen?")
    pen.sheet.write_url(
        row, _NAME, f"mailto:{pen.raad.email}", pen.styles.link, f"Mail naar {pen.raad.email}"
    )


def _write_needs(
    pen: Pen, row: int, plan: Layout, lines: Sequence[Need]
) -> tuple[Mapping[Stap, Count], int]:
    """What each step needs, line by line; gives the total of each step and the next row."""
    totals: dict[Stap, Count] = {}
    row = _heading(pen, row, "Wat is er nodig?")
    for stap, title in _STEPS:
        pen.sheet.write_string(row, _NAME, title, pen.styles.strong)
        pen.sheet.set_fixed_row(row, LINE_HEIGHT + PADDING)
        row += 1
        first = row
        missing = 0
        for need in (line for line in lines if line.stap is stap):
            _write_need(pen, row, need, plan)
            missing += need.missing.value
            row += 1
        letter = column_letters(_COUNTS)
        totals[stap] = Count(f"SUM(${letter}${first + 1}:${letter}${row})", missing)
        pen.sheet.set_fixed_row(row, PADDING)
        row += 1
    return totals, row


def _write_need(pen: Pen, row: int, need: Need, plan: Layout) -> None:
    sheet, looks = pen.sheet, pen.styles
    count = f"${column_letters(_COUNTS)}${row + 1}"
    number = need.missing.value
    write_count(sheet, (row, _COUNTS), need.missing.formula, number)
    sign = "○" if number else "✓"
    write_count(sheet, (row, _NUMBER), f'IF({count}=0,"✓","○")', sign, looks.number)
    cell = plan.cell(need.key)
    link = f"internal:'{cell.tab}'!{column_letters(cell.column)}{cell.row + 1}"
    sheet.write_url(row, _NAME, link, looks.link, need.label)
    words = f"nog {number} in te vullen" if number else "klaar"
    formula = f'IF({count}=0,"klaar","nog "&{count}&" in te vullen")'
    write_count(sheet, (row, _WORDS), formula, words, looks.plain)
    sheet.set_fixed_row(row, LINE_HEIGHT + PADDING)


def _write_summary(pen: Pen, row: int, cells: Cells, totals: Mapping[Stap, Count]) -> None:
    """The Stand van zaken in four lines, above all else."""
    row = _heading(pen, row, "Stand van zaken")
    informal = cells.says("advies.vorm", "informeel")
    step, step_value = f'"{_FINISHED}"', _FINISHED
    left, left_value = '"–"', "–"
    for stap, title in reversed(_STEPS):
        total = totals[stap]
        step = f'IF({total.formula}>0,"{title}",{step})'
        left = f'IF({total.formula}>0,{total.formula}&" nog in te vullen",{left})'
        if total.value:
            step_value, left_value = title, f"{total.value} nog in te vullen"
    step = f'IF({informal.formula},"{_INFORMAL}",{step})'
    step_value = _INFORMAL if informal.value else step_value
    answered, asked = answered_criteria(cells)
    toets = f'{answered.formula}&" van de {asked} vragen beantwoord"'
    verdict_formula, verdict_value = verdict(cells)
    unknown = "nog niet te zeggen"
    for label, formula, value in (
        ("U bent nu bij", step, step_value),
        ("Voor de volgende stap", left, left_value),
        ("De toets", toets, f"{answered.value} van de {asked} vragen beantwoord"),
        (
            "Win/win",
            f'IF({verdict_formula}="","{unknown}",{verdict_formula})',
            verdict_value or unknown,
        ),
    ):
        pen.sheet.write_string(row, _NAME, label, pen.styles.strong)
        write_count(pen.sheet, (row, _WORDS), formula, value, pen.styles.plain)
        pen.sheet.set_fixed_row(row, LINE_HEIGHT + PADDING)
        row += 1
    pen.sheet.write_string(row, _WORDS, "De secretaris toetst de rest.", pen.styles.soft)


def write_checklist(pen: Pen) -> None:
    """Under the questions of the last tab: what to look at before sending."""
    row = _heading(pen, len(pen.place.rows), "Laatste blik")
    for question in CHECKLIST:
        pen.sheet.merge_range(row, 1, row, 3, f"☐  {question}", pen.styles.plain)
        pen.sheet.set_fixed_row(row, LINE_HEIGHT + PADDING)
        row += 1


def _steps(pen: Pen, row: int, title: str, steps: tuple[str, ...]) -> int:
    row = _heading(pen, row, title)
    width = pen.place.grid.width(_NAME) + pen.place.grid.width(_WORDS)
    for number, step in enumerate(steps, start=1):
        pen.sheet.write_number(row, _NUMBER, number, pen.styles.number)
        pen.sheet.merge_range(row, _NAME, row, _WORDS, step, pen.styles.plain)
        pen.sheet.set_fixed_row(row, height(step, width) + PADDING)
        row += 1
    return row


def _heading(pen: Pen, row: int, title: str) -> int:
    # A head without columns: no text from here on stands in a place for answers.
    pen.sheet.write_string(row, 0, "#")
    pen.sheet.set_row(row, None, None, {"hidden": True})
    pen.sheet.set_fixed_row(row + 1, 14)
    pen.sheet.merge_range(row + 2, 1, row + 2, pen.place.grid.last, title, pen.styles.heading)
    pen.sheet.set_fixed_row(row + 2, 24)
    pen.sheet.set_fixed_row(row + 3, PADDING)
    return row + 4
