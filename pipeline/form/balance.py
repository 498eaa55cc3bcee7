"""The win/win verdict as a formula, in the words of rules/winwin."""

from __future__ import annotations

from pipeline.form.choices import YES
from pipeline.form.fields import KLANTGROEPEN
from pipeline.form.formula import Cells, Count, Words

_OPEN = "nog open"


def verdict(cells: Cells) -> tuple[str, str]:
    """The win/win verdict in the words of rules/winwin, as formula and as value; empty if open."""
    groups = [group for group, _ in KLANTGROEPEN]
    effects = {group: f"winwin.{group}.effect" for group in groups}
    words = [cells.word(key) for key in effects.values()]
    untouched = {g: cells.says(key, "niet geraakt") for g, key in effects.items()}
    number = "+".join(f"IF({truth.formula},1,0)" for truth in untouched.values())
    open_ = "+".join(cells.empty(key).formula for key in effects.values())
    losing = [cells.says(key, "gelijk", "verlies") for key in effects.values()]
    lost = Count("0", 0)
    for group in groups:
        lost += unmet(cells, group)
    first, second, third = (untouched[group].formula for group in groups)
    named = (
        f'IF({number}=0,""," ("&IF({first},"{groups[0]}"&IF({second}," en {groups[1]}",'
        f'IF({third}," en {groups[2]}","")),IF({second},"{groups[1]}"&IF({third}," en {groups[2]}",""),'
        f'"{groups[2]}"))&" niet geraakt)")'
    )
    investing = cells.says("investering.nodig", YES)
    formula = (
        f'IF({open_}>0,"",IF({lost.formula}>0,"niet in balans",'
        f'IF(OR({",".join(truth.formula for truth in losing)},{number}=3),"niet iedereen wint",'
        f'IF({investing.formula},"win/win na investering"&{named},'
        f'IF({number}=0,"win/win/win","win/win"&{named})))))'
    )
    out = [group for group in groups if untouched[group].value]
    suffix = f" ({' en '.join(out)} niet geraakt)" if out else ""
    if "" in words:
        return formula, ""
    if lost.value:
        return formula, "niet in balans"
    if any(truth.value for truth in losing) or len(out) == len(groups):
        return formula, "niet iedereen wint"
    if investing.value:
        return formula, f"win/win na investering{suffix}"
    return formula, f"win/win{suffix}" if out else "win/win/win"


def per_group(cells: Cells) -> Words:
    """What the advies brings each klantgroep, in one line: burger: winst · gemeente: nog open."""
    formulas, values = [], []
    for group, _ in KLANTGROEPEN:
        key = f"winwin.{group}.effect"
        cell = f"TRIM({cells.name(key)})"
        formulas.append(f'"{group}: "&IF({cell}="","{_OPEN}",{cell})')
        values.append(f"{group}: {cells.text(key).strip() or _OPEN}")
    return Words('&" · "&'.join(formulas), " · ".join(values))


def unmet(cells: Cells, group: str) -> Count:
    """1 for a group that loses while nothing is said of how that is met."""
    loses = cells.says(f"winwin.{group}.effect", "verlies")
    return cells.empty(f"winwin.{group}.compensatie").when(loses)
