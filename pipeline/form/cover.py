"""The first tab, which tells a volunteer how this works, and the checklist before handing in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.form.balance import per_group, verdict
from pipeline.form.choices import YES
from pipeline.form.decided import rejected
from pipeline.form.formula import Cells, Count, Truth, Words, said
from pipeline.form.need import Need, Weight
from pipeline.form.paper import Layout
from pipeline.form.pen import Pen, write_count
from pipeline.form.raw import column_letters
from pipeline.form.stand import answered_criteria, needs
from pipeline.form.style import LINE_HEIGHT, PADDING, height
from pipeline.model import Stap

_NUMBER, _NAME, _WORDS = 1, 2, 3  # columns of the cover
_COUNTS = 4  # hidden: the numbers behind the words, a column for each weight
_SUMMARY_ROWS = 10  # heading and six lines
_STEPS = (
    (Stap.INVULLEN, "Stap 1: invullen, voor het overleg"),
    (Stap.OVERLEG, "Stap 2: het overleg"),
    (Stap.PLENAIR, "Stap 3: klaar voor de vergadering"),
    (Stap.BESLUIT, "Stap 4: het besluit van de raad"),
)
_SIDE = (Stap.INFORMEEL, "Alleen bij een informeel advies")
_FINISHED = "Klaar: de brief kan worden gemaakt"
_INFORMAL = "Een informeel advies: er komt geen brief"
_STOPPED = "Gestopt: er komt geen brief"
_REFERRED = "Doorverwezen naar het wijkteam"
_REJECTED = "Niet aangenomen door de raad: er komt geen brief"
Totals = Mapping[Weight, Count]
HOW = (
    "Ziet u boven in beeld een gele balk? Klik daarin op “Bewerken inschakelen”. Anders kunt u niets invullen.",
    "Sla het bestand op uw eigen computer op, met een naam waaraan u het onderwerp herkent.",
    "Ga van links naar rechts langs de tabbladen onder in beeld. Vul de gekleurde vakken in; de rest zit op slot.",
    "Schrijf bij een lange tekst één alinea per vak. Een nieuwe regel binnen een vak maakt u met Alt+Enter.",
    "Te weinig vakken onder elkaar? Klik met rechts op het regelnummer (helemaal links) en kies “Invoegen”.",
    "Een donkere rand: dit vak is nog nodig. Een grijs vak slaat u over. “Leeg = …” zegt wat er geldt als u niets invult.",
    "U mag tussendoor stoppen: sla het bestand op en ga later verder.",
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
    pen.sheet.set_column(_COUNTS, _COUNTS + len(Weight) - 1, 8, None, {"hidden": True})
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
) -> tuple[Mapping[Stap, Totals], int]:
    """What each step needs, line by line; gives the totals of each step and the next row."""
    totals: dict[Stap, Totals] = {}
    row = _heading(pen, row, "Wat is er nodig?")
    for stap, title in (*_STEPS, _SIDE):
        pen.sheet.write_string(row, _NAME, title, pen.styles.strong)
        pen.sheet.set_fixed_row(row, LINE_HEIGHT + PADDING)
        of_step = [line for line in lines if line.stap is stap]
        totals[stap] = _write_totals(pen, row, of_step)
        for line in of_step:
            row += 1
            _write_need(pen, row, line, plan)
        pen.sheet.set_fixed_row(row + 1, PADDING)
        row += 2
    return totals, row


def _write_totals(pen: Pen, row: int, lines: Sequence[Need]) -> Totals:
    """Beside the name of a step, hidden, the sums of the lines under it."""
    sums = {}
    for column, weight in enumerate(Weight, start=_COUNTS):
        letter = column_letters(column)
        value = sum(line.count.value for line in lines if line.weight is weight)
        formula = f"SUM({letter}{row + 2}:{letter}{row + 1 + len(lines)})"
        write_count(pen.sheet, (row, column), formula, value)
        sums[weight] = Count(f"${letter}${row + 1}", value)
    return sums


def _write_need(pen: Pen, row: int, need: Need, plan: Layout) -> None:
    sheet, looks = pen.sheet, pen.styles
    column = _COUNTS + list(Weight).index(need.weight)
    count = f"${column_letters(column)}${row + 1}"
    number = need.count.value
    write_count(sheet, (row, column), need.count.formula, number)
    open_sign = "○" if need.weight is Weight.MISSING else "!"
    sign = open_sign if number else "✓"
    write_count(sheet, (row, _NUMBER), f'IF({count}=0,"✓","{open_sign}")', sign, looks.number)
    cell = plan.cell(need.key)
    link = f"internal:'{cell.tab}'!{column_letters(cell.column)}{cell.row + 1}"
    sheet.write_url(row, _NAME, link, looks.link, need.label)
    ahead = "nog " if need.weight is Weight.MISSING else ""
    done = "klaar" if need.weight is Weight.MISSING else "goed"
    words = f"{ahead}{number} {need.weight}" if number else done
    formula = f'IF({count}=0,"{done}","{ahead}"&{count}&" {need.weight}")'
    write_count(sheet, (row, _WORDS), formula, words, looks.plain)
    sheet.set_fixed_row(row, LINE_HEIGHT + PADDING)


def _write_summary(pen: Pen, row: int, cells: Cells, totals: Mapping[Stap, Totals]) -> None:
    """The Stand van zaken in five lines, above all else."""
    row = _heading(pen, row, "Stand van zaken")
    step, left = _stand(pen, cells, totals)
    answered, asked = answered_criteria(cells)
    toets = f'{answered.formula}&" van de {asked} vragen beantwoord"'
    verdict_formula, verdict_value = verdict(cells)
    unknown = "nog niet te zeggen"
    for label, words in (
        ("U bent nu bij", step),
        ("Voor de volgende stap", left),
        ("De toets", Words(toets, f"{answered.value} van de {asked} vragen beantwoord")),
        (
            "Win/win",
            Words(
                f'IF({verdict_formula}="","{unknown}",{verdict_formula})', verdict_value or unknown
            ),
        ),
        ("Per klantgroep", per_group(cells)),
    ):
        pen.sheet.write_string(row, _NAME, label, pen.styles.strong)
        write_count(pen.sheet, (row, _WORDS), words.formula, words.value, pen.styles.plain)
        pen.sheet.set_fixed_row(row, LINE_HEIGHT + PADDING)
        row += 1
    pen.sheet.write_string(row, _WORDS, "De secretaris toetst de rest.", pen.styles.soft)


def _stand(pen: Pen, cells: Cells, totals: Mapping[Stap, Totals]) -> tuple[Words, Words]:
    """Where the advies is, and what that step still needs; a side road goes before the steps."""
    step, left = said(_FINISHED), said("–")
    for stap, title in reversed(_STEPS):
        missing, wrong = totals[stap][Weight.MISSING], totals[stap][Weight.WRONG]
        both = missing + wrong
        is_here = Truth(f"{both.formula}>0", both.value > 0)
        step = said(title).when(is_here, step)
        left = _left(totals[stap]).when(is_here, left)
    reason = {
        Weight.MISSING: cells.empty("procedure.reden_gestopt"),
        Weight.WRONG: Count("0", 0),
    }
    for road, title, rest in (
        (rejected(cells, pen.raad), _REJECTED, said("–")),
        (cells.says("advies.vorm", "informeel"), _INFORMAL, _left(totals[Stap.INFORMEEL])),
        (cells.says("procedure.doorverwezen", YES), _REFERRED, said("–")),
        (cells.filled("procedure.gestopt_op"), _STOPPED, _left(reason)),
    ):
        step, left = said(title).when(road, step), rest.when(road, left)
    return step, left


def _left(totals: Totals) -> Words:
    """What is still to be done, in words."""
    missing, wrong = totals[Weight.MISSING], totals[Weight.WRONG]
    formula = (
        f'IF({missing.formula}+{wrong.formula}=0,"–",'
        f'IF({missing.formula}>0,{missing.formula}&" nog {Weight.MISSING}","")'
        f'&IF(AND({missing.formula}>0,{wrong.formula}>0),", ","")'
        f'&IF({wrong.formula}>0,{wrong.formula}&" {Weight.WRONG}",""))'
    )
    parts = [f"{missing.value} nog {Weight.MISSING}"] if missing.value else []
    parts += [f"{wrong.value} {Weight.WRONG}"] if wrong.value else []
    return Words(formula, ", ".join(parts) or "–")


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
