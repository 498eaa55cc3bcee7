"""The sentences of the letter: what the council says in its own words around the sheet's.

Wording stands here, choices in compose.py, layout in the template. Tone: u, plain, friendly.
"""

from __future__ import annotations

import re
from datetime import date

from pipeline import dutch
from pipeline.council import Raad
from pipeline.letters.letter import Blok, Tekst
from pipeline.letters.marked import marked
from pipeline.model import Dossier, Field, Text
from pipeline.rules.decision import VOORZITTER, Besluit

WIJ_ADVISEREN = "Wij adviseren u:"
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_BULLET = re.compile(r"\s*[-•][ \t]+(?=\S)")
_TELWOORDEN = (
    *("nul", "één", "twee", "drie", "vier", "vijf", "zes"),
    *("zeven", "acht", "negen", "tien", "elf", "twaalf"),
)


def written(cell: Text, before: str = "") -> Tekst:
    """What the werkgroep wrote in a cell, with its bold and italic words; `before` goes before."""
    if cell.answer is None:
        return ()
    nadruk = tuple((s + len(before), e + len(before), style) for s, e, style in cell.nadruk)
    return marked(text(before + cell.answer), before + cell.answer, nadruk)


def text(answer: str | None) -> Tekst:
    """Running text as alinea's and lists: a blank line parts alinea's, "- " starts a list item.

    Indented lines below a list item belong to it.
    """
    blocks: list[Blok] = []
    for alinea in _BLANK_LINE.split(answer or ""):
        blocks.extend(_blocks(alinea.splitlines()))
    return tuple(blocks)


def alinea(*sentences: str) -> Tekst:
    """One alinea of the sentences that are there; nothing when there are none."""
    words = " ".join(sentence for sentence in sentences if sentence)
    return (Blok(words),) if words else ()


def termijn(weken: int) -> str:
    """A term in words: één week, zes weken, 26 weken."""
    if weken == 1:
        return "één week"
    return f"{_TELWOORDEN[weken] if weken < len(_TELWOORDEN) else weken} weken"


def verzoek(weken: int) -> str:
    """The request for a reaction per adviespunt (S0:346)."""
    return (
        f"Wij vragen u om binnen {termijn(weken)} na verzending van deze brief schriftelijk te reageren. "
        "Wilt u daarbij per adviespunt laten weten of u het overneemt, en waarom? "
        "U kunt de nummers gebruiken die bij de adviespunten staan."
    )


def totstandkoming(d: Dossier, raad: Raad, besluit: Besluit | None) -> Tekst:
    """How the advice came about: the cell's own words, then what the dates tell."""
    procedure = d.procedure
    told = alinea(
        _on(
            procedure.overleg_bestuursadviseurs,
            "Op {} legden wij het concept voor aan de bestuursadviseurs van de gemeente.",
        ),
        besluitzin(besluit, raad.brief.stemming, procedure.plenair_op.answer) if besluit else "",
        _on(
            d.toetsing.datum,
            "Voordat wij dit advies vaststelden, hebben wij het op {} getoetst aan onze "
            "uitgangspunten."
            if _was_before(d.toetsing.datum, besluit)
            else "Op {} hebben wij dit advies getoetst aan onze uitgangspunten.",
        ),
    )
    return written(d.advies.totstandkoming) + told


def _was_before(cell: Field[date], besluit: Besluit | None) -> bool:
    return besluit is not None and cell.answer is not None and cell.answer <= besluit.op


def besluitzin(besluit: Besluit, stemming: str, plenair_op: date | None = None) -> str:
    """The route of the decision, as far as the council wants it told (`brief.stemming`).

    The plenary meeting is named when the decision fell on its day, a majority when it was one.
    """
    op = f" op {dutch.day(besluit.op)}"
    if besluit.route == VOORZITTER:
        return f"De voorzitter heeft dit advies{op} namens de leden goedgekeurd."
    hoe = ""
    if stemming == "aantallen":
        hoe = f" met {_stemmen(besluit)}"
    elif stemming != "niet" and besluit.unaniem:
        hoe = " unaniem"
    elif stemming != "niet" and besluit.voor > besluit.tegen:
        hoe = " bij meerderheid van stemmen"
    waar = " in de plenaire vergadering" if plenair_op == besluit.op else ""
    return f"De raad heeft dit advies{op}{waar}{hoe} vastgesteld."


def _stemmen(besluit: Besluit) -> str:
    parts = [
        f"{besluit.voor} {'stem' if besluit.voor == 1 else 'stemmen'} voor",
        f"{besluit.tegen} tegen",
    ]
    if besluit.onthouding:
        parts.append(dutch.count(besluit.onthouding, "onthouding", "onthoudingen"))
    return dutch.join(parts)


def _on(cell: Field[date], sentence: str) -> str:
    return sentence.format(dutch.day(cell.answer)) if cell.answer else ""


def _blocks(lines: list[str]) -> list[Blok]:
    blocks: list[Blok] = []
    prose: list[str] = []
    items: list[str] = []
    for line in [*lines, None]:
        bullet = _BULLET.match(line) if line is not None else None
        if items and line is not None and bullet is None and line[:1].isspace():
            items[-1] += f"\n{line.strip()}"
            continue
        if prose and (line is None or bullet):
            blocks.append(Blok("\n".join(prose)))
            prose = []
        if items and not bullet:
            blocks.append(Blok(punten=tuple(items)))
            items = []
        if line is not None and bullet:
            items.append(line[bullet.end() :].strip())
        elif line is not None and line.strip():
            prose.append(line)
    return blocks
