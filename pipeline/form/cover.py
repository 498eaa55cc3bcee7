"""The first tab, which tells a volunteer how this works, and the checklist before handing in."""

from __future__ import annotations

from pipeline.council import Raad
from pipeline.form.layout import Layout
from pipeline.form.rows import Pen
from pipeline.form.style import LINE_HEIGHT, PADDING, height

_NUMBER, _NAME, _WORDS = 1, 2, 3  # columns of the cover
HOW = (
    "Ziet u boven in beeld een gele balk? Klik daarin op “Bewerken inschakelen”. Anders kunt u niets invullen.",
    "Sla het bestand op uw eigen computer op, met een naam waaraan u het onderwerp herkent.",
    "Ga van links naar rechts langs de tabbladen onder in beeld. Vul de gekleurde vakken in; de rest zit op slot.",
    "Schrijf bij een lange tekst één alinea per vak. Een nieuwe regel binnen een vak maakt u met Alt+Enter.",
    "Te weinig vakken onder elkaar? Klik met rechts op het regelnummer (helemaal links) en kies “Invoegen”.",
    "Naast een vak staat wanneer het nodig is. “Leeg = …” zegt wat er geldt als u niets invult. Grijze vakken slaat u over.",
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


def write_cover(pen: Pen, plan: Layout, raad: Raad) -> None:
    """Fill the first tab below its hidden rows."""
    row = len(pen.place.rows)
    row = _steps(pen, row, "Zo vult u het in", HOW)
    row = _steps(pen, row, "Zo gaat het verder", NEXT)
    row = _heading(pen, row, "De tabbladen")
    for place in plan.tabs[1:]:
        link = f"internal:'{place.tab.name}'!B2"
        pen.sheet.write_url(row, _NAME, link, pen.styles.link, place.tab.name)
        pen.sheet.write_string(row, _WORDS, place.tab.title, pen.styles.plain)
        pen.sheet.set_fixed_row(row, LINE_HEIGHT + PADDING)
        row += 1
    row = _heading(pen, row, "Vragen?")
    pen.sheet.write_url(
        row, _NAME, f"mailto:{raad.email}", pen.styles.link, f"Mail naar {raad.email}"
    )


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
