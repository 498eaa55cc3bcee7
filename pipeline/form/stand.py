"""The live "Stand van zaken" of the first tab: what is still needed, counted while typing.

Plain formulas that count the empty cells of each step. They say the same as the rules of ernst
*ontbreekt* up to the letter; a test recalculates them in LibreOffice and compares. What is wrong
rather than empty wrong.py counts, where a formula can know: "de secretaris toetst de rest".
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from pipeline.council import Raad
from pipeline.form.balance import unmet
from pipeline.form.choices import DOMAINS, NO, YES
from pipeline.form.decided import by_chair, undecided
from pipeline.form.fields import KLANTGROEPEN
from pipeline.form.formula import ONE, Cells, Count, Truth, count_filled
from pipeline.form.need import Need
from pipeline.form.paper import Layout, RowKind, TabLayout
from pipeline.form.raw import column_letters
from pipeline.form.spec import Table
from pipeline.form.wrong import is_unknown, wrongs
from pipeline.model import Stap

CARDS = "advies.adviespunten"
CRITERIA = "toetsing.antwoorden."
OWN_INTEREST = f"{CRITERIA}T32"  # here "nee" is the good answer and needs no reason
PAID_WORK = f"{CRITERIA}T06"  # not asked for inkomen
_INFORMAL = (
    ("Onderwerp", "advies.onderwerp"),
    ("Thema", "advies.thema"),
    ("Werkgroep", "werkgroep.naam"),
    ("Besproken op", "advies.besproken_op"),
    ("Besproken met", "advies.besproken_met"),
    ("Samenvatting voor de leden", "advies.samenvatting"),
)
_FURTHEST = 5000  # row to which cards are counted, copied ones included


class CardCount(Struct, frozen=True):
    """Counts of one card: is it used, what does it lack for the overleg and for the vergadering."""

    row: int  # of the band above it
    counts: tuple[Count, Count, Count]


def needs(plan: Layout, cells: Cells, raad: Raad) -> tuple[Need, ...]:
    """Every line, in the order of the work."""
    early, late = Stap.INVULLEN, Stap.OVERLEG

    def single(stap: Stap, label: str, key: str) -> Need:
        return Need(stap, label, key, cells.empty(key))

    werkgroep = cells.empty("werkgroep.naam") + ONE.when(is_unknown(cells, raad))
    vraag = "advies.adviesvraag.vraag"
    gevraagd = cells.says("advies.soort", "gevraagd")
    used, unfinished, unplanned = _card_totals(plan)
    no_card = ONE.when(Truth(f"{used.formula}=0", used.value == 0))
    return (
        single(early, "Onderwerp", "advies.onderwerp"),
        single(early, "Thema", "advies.thema"),
        Need(early, "Werkgroep", "werkgroep.naam", werkgroep),
        Need(
            early,
            "Adviesvraag (als de gemeente erom vroeg)",
            vraag,
            cells.empty(vraag).when(gevraagd),
        ),
        single(early, "Aanleiding", "advies.aanleiding"),
        single(early, "Bevindingen: minstens één", "advies.bevindingen"),
        Need(early, "Adviespunten: wat en waarom", CARDS, no_card + unfinished),
        single(late, "Onderwerp voorgelegd aan de voorzitter", "procedure.voorgelegd_voorzitter"),
        single(late, "Concept voorgelegd aan de voorzitter", "procedure.overleg_voorzitter"),
        single(
            late,
            "Concept voorgelegd aan de bestuursadviseurs",
            "procedure.overleg_bestuursadviseurs",
        ),
        *_for_the_meeting(cells, unplanned, _criteria(cells, raad, _optional(plan))),
        Need(
            Stap.BESLUIT,
            "Stemming, of akkoord van de voorzitter",
            "procedure.rijp_voor_stemming",
            undecided(cells),
        ),
        *(single(Stap.INFORMEEL, label, key) for label, key in _INFORMAL),
        *wrongs(cells, raad),
    )


def _for_the_meeting(cells: Cells, unplanned: Count, criteria: Count) -> Iterator[Need]:
    stap = Stap.PLENAIR
    yield Need(stap, "Adviespunten: wie en wanneer", f"{CARDS}.0.wie", unplanned)
    touched = cells.says("raakvlak.wmo", YES) | cells.says("raakvlak.jeugd", YES)
    raakvlak = cells.empty("raakvlak.wmo") + cells.empty("raakvlak.jeugd")
    raakvlak += cells.empty("raakvlak.samenvatting").when(touched)
    yield Need(stap, "Raakt het de Wmo of de Jeugdwet?", "raakvlak.wmo", raakvlak)
    matrix = Count("0", 0)
    for group, _ in KLANTGROEPEN:
        key = f"winwin.{group}"
        explain = cells.says(f"{key}.effect", "gelijk", "verlies", "niet geraakt")
        matrix += cells.empty(f"{key}.effect")
        matrix += cells.empty(f"{key}.toelichting").when(explain)
        matrix += unmet(cells, group)
    yield Need(stap, "Win-win: wat levert het op?", "winwin.burger.effect", matrix)
    investing = cells.says("investering.nodig", YES)
    details = cells.empty("investering.wat") + cells.empty("investering.wanneer_winst")
    investering = cells.empty("investering.nodig") + details.when(investing)
    yield Need(stap, "Investering", "investering.nodig", investering)
    tested = cells.empty("toetsing.datum") + cells.empty("toetsing.toetser")
    yield Need(stap, "Toets: wanneer en door wie", "toetsing.datum", tested)
    yield Need(stap, "Toets: de vragen", CRITERIA.rstrip("."), criteria)
    yield Need(stap, "Vergadering (vult de secretaris in)", "procedure.plenair_op", _meeting(cells))


def answered_criteria(cells: Cells) -> tuple[Count, int]:
    """How many questions of the toets have an answer, and how many there are."""
    answers = [key for key in cells.keys(CRITERIA) if key.endswith(".antwoord")]
    total = Count("0", 0)
    for key in answers:
        total += ONE.when(cells.filled(key))
    return total, len(answers)


def _optional(plan: Layout) -> frozenset[str]:
    """The criteria that need no answer."""
    blocks = [block for place in plan.tabs for block in place.tab.blocks]
    return frozenset().union(*[b.optional for b in blocks if isinstance(b, Table)])


def _criteria(cells: Cells, raad: Raad, optional: frozenset[str]) -> Count:
    """Questions without answer, and “deels” or “nee” without a reason."""
    answers = [key for key in cells.keys(CRITERIA) if key.endswith(".antwoord")]
    total = Count("0", 0)
    for key in answers:
        criterium = key.removesuffix(".antwoord")
        reason = f"{criterium}.toelichting"
        is_free = criterium.removeprefix(CRITERIA) in optional
        missing = Count("0", 0) if is_free else cells.empty(key)
        if criterium == PAID_WORK:
            missing = missing.when(~(_is_inkomen(cells, raad) & ~cells.filled(reason)))
        if criterium != OWN_INTEREST:
            missing += cells.empty(reason).when(cells.says(key, "deels", NO))
        total += missing
    return total


def _is_inkomen(cells: Cells, raad: Raad) -> Truth:
    """The domein as filled in, else that of the theme."""
    own, theme = cells.name("advies.domein"), cells.name("advies.thema")
    known = raad.thema(cells.word("advies.thema"))
    value = cells.word("advies.domein") or (known.domein if known else "")
    formula = (
        f'IF(LEN(TRIM({own}))>0,TRIM({own}),IFERROR(VLOOKUP(TRIM({theme}),{DOMAINS},2,FALSE),""))'
    )
    return Truth(f'{formula}="inkomen"', value == "inkomen")


def _meeting(cells: Cells) -> Count:
    """1 as long as the meeting has to come, or found the advice not ripe; no meeting without vote."""
    day = cells.name("procedure.plenair_op")
    # Today's value takes the meeting for past: the same answers must give the same bytes.
    ahead = Truth(f"IF(ISNUMBER({day}),{day}>TODAY(),FALSE)", value=False)
    waiting = cells.empty("procedure.plenair_op") + ONE.when(ahead)
    not_ripe = ONE.when(cells.says("procedure.rijp_voor_stemming", NO))
    return (waiting + not_ripe).when(~by_chair(cells))


def card_counts(place: TabLayout) -> Iterator[CardCount]:
    """The hidden counts of each card, in its own rows: a copied card brings them along."""
    used_in = f"{column_letters(card_column(place))}"
    answer = column_letters(place.grid.answer)
    for band, row in enumerate(place.rows):
        if row.kind is not RowKind.CARD:
            continue
        rows: dict[str, list[int]] = {}
        filled: set[str] = set()
        for number in range(band + 1, len(place.rows)):
            if place.rows[number].kind is not RowKind.ANSWER:
                break
            (slot,) = place.rows[number].slots
            rows.setdefault(slot.question.key, []).append(number)
            if slot.value is not None and str(slot.value).strip():
                filled.add(slot.question.key)
        lines = [number for part in rows.values() for number in part]
        is_used = Truth(f"{used_in}{band + 1}=1", bool(filled))
        whole = count_filled(f"{answer}{min(lines) + 1}:{answer}{max(lines) + 1}")

        def lacks(part: str, rows: dict[str, list[int]] = rows, filled: set[str] = filled) -> Count:
            cells = f"{answer}{rows[part][0] + 1}:{answer}{rows[part][-1] + 1}"
            return ONE.when(Truth(f"{count_filled(cells)}=0", part not in filled))

        yield CardCount(
            band,
            (
                ONE.when(Truth(f"{whole}>0", bool(filled))),
                (lacks("advies") + lacks("waarom")).when(is_used),
                (lacks("wie") + lacks("wanneer")).when(is_used),
            ),
        )


def card_column(place: TabLayout) -> int:
    """The first of the three hidden columns with the counts; behind that of the marks."""
    return place.grid.last + 2


def _card_totals(plan: Layout) -> tuple[Count, Count, Count]:
    place = next(p for p in plan.tabs if any(row.kind is RowKind.CARD for row in p.rows))
    counts = list(card_counts(place))
    totals = []
    for number in range(3):
        letter = column_letters(card_column(place) + number)
        formula = f"SUM('{place.tab.name}'!${letter}$1:${letter}${_FURTHEST})"
        totals.append(Count(formula, sum(card.counts[number].value for card in counts)))
    return totals[0], totals[1], totals[2]
