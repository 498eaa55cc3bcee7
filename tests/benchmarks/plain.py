"""What a colleague would write in an afternoon: openpyxl, docxtpl, a loop.

A fair one: it opens each workbook once, walks each tab once, fills the same Word template with
the same texts and saves the letter and its copies. It checks nothing, numbers from one, draws no
QR code, and a power cut leaves half a folder.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from openpyxl import load_workbook

from tests.benchmarks.clock import Measured, clock

Answers = Mapping[str, list[str]]
Context = dict[str, Any]


def measure(sheets: Sequence[Path], templates: Path, target: Path) -> Measured:
    """Seconds for the sheets, and of that for the letters."""
    template = templates / "brief-college.docx"
    letters = 0.0
    with clock() as whole:
        for number, path in enumerate(sheets, start=1):
            brief = compose(read(path), f"AWI-2026-{number:03}")
            folder = target / brief["kenmerk"]
            folder.mkdir(parents=True)
            with clock() as lap:
                save(template, brief, folder / f"{brief['kenmerk']}-brief-college.docx")
                for naam, functie in brief["kopie"]:
                    copy = {**brief, "kopie_voor": f"Kopie voor {naam}, {functie}"}
                    save(template, copy, folder / f"{brief['kenmerk']}-kopie-{naam}.docx")
            letters += lap.seconds
    return {
        "dossiers": whole.seconds,
        "processor": whole.cpu,
        "brief": letters / 3,
    }


def read(path: Path) -> Answers:
    """All answers of a form: the key stands in column A, the answer in the named columns."""
    answers: dict[str, list[str]] = defaultdict(list)
    book = load_workbook(path, data_only=True)
    for sheet in book:
        columns: dict[int, str] = {}
        for key, *cells in sheet.iter_rows(values_only=True):
            if not isinstance(key, str):
                continue
            if key.startswith("#"):
                columns = {i: str(name) for i, name in enumerate(cells) if name}
                continue
            for index, column in columns.items():
                if index < len(cells) and cells[index] is not None:
                    path_of = key if column == "antwoord" else f"{key}.{column}"
                    answers[path_of].append(str(cells[index]))
    return answers


def save(template: Path, brief: Context, target: Path) -> None:
    """Fill the template and save it."""
    document = DocxTemplate(template)
    document.render({"brief": brief}, autoescape=True)
    document.save(target)


def compose(answers: Answers, kenmerk: str) -> Context:
    """The values that the template asks for."""

    def one(key: str) -> str:
        return "\n\n".join(answers.get(key, ()))

    onderwerp = one("advies.onderwerp")
    return {
        "kenmerk": kenmerk,
        "afzender": "adviesraad Werk en Inkomen",
        "gemeente": "gemeente Arnhem",
        "afzender_regels": ["Voorbeeldplein 1", "0000 XX Arnhem"],
        "merk": "FICTIEF VOORBEELD",
        "geadresseerde": ["College van burgemeester en wethouders", "Postbus 9000"],
        "datumregel": "Arnhem, 22 november 2026",
        "regels": [
            {"naam": "Ons kenmerk", "waarde": kenmerk},
            {"naam": "Contact", "waarde": f"werkgroep {one('werkgroep.naam')}"},
            {"naam": "Bijlage", "waarde": "Toelichting"},
            {"naam": "Kopie aan", "waarde": "de bestuursadviseurs"},
        ],
        "onderwerp": onderwerp,
        "onderwerpregel": f"Ongevraagd advies – {onderwerp}",
        "aanhef": "Geacht college,",
        "kern": tekst(one("advies.kern")),
        "inleiding_punten": "Wij adviseren u:",
        "adviespunten": list(points(answers, kenmerk)),
        "verzoek": "Wij vragen u om ons binnen zes weken per adviespunt te antwoorden.",
        "groet": "Met vriendelijke groet,",
        "namens": "namens de leden van de adviesraad Werk en Inkomen",
        "ondertekenaar": "Vera Voorbeeld",
        "functie": "voorzitter",
        "adviesvraag": tekst(one("advies.adviesvraag.vraag")),
        "adviesvraag_inleiding": "U vroeg ons:",
        "aanleiding": tekst(one("advies.aanleiding")),
        "bevindingen": [tekst(text) for text in answers.get("advies.bevindingen.*", ())],
        "belangen": [
            {
                "klantgroep": name,
                "belang": tekst(one(f"winwin.{name}.belang")),
                "oplevert": tekst(one(f"winwin.{name}.toelichting")),
            }
            for name in ("burger", "gemeente", "ondernemer")
        ],
        "gewenste_uitkomst": tekst(one("advies.gewenste_uitkomst")),
        "totstandkoming": tekst(one("advies.totstandkoming")),
        "gehoord": answers.get("advies.gehoord.*", []),
        "bronnen": answers.get("advies.bronnen.*", []),
        "grondslag": "Wij adviseren op grond van de Participatiewet.",
        "code": kenmerk,
        "titel": onderwerp,
        "kopie": list(
            zip(
                answers.get("bestuursadviseurs.*.naam", ()),
                answers.get("bestuursadviseurs.*.functie", ("bestuursadviseur",) * 9),
                strict=False,
            )
        ),
    }


def points(answers: Answers, kenmerk: str) -> Iterator[Context]:
    """The adviespunten that were filled in."""
    for number in range(1, 11):
        start = f"advies.adviespunten.{number}"
        if advies := answers.get(f"{start}.advies"):
            yield {
                "nummer": f"{kenmerk}/{number}",
                "advies": tekst("\n\n".join(advies)),
                "wie": "".join(answers.get(f"{start}.wie", ())),
                "wanneer": "".join(answers.get(f"{start}.wanneer", ())),
                "waarom": tekst("\n\n".join(answers.get(f"{start}.waarom", ()))),
            }


def tekst(text: str) -> list[Context]:
    """The alineas of a text."""
    parts = text.split("\n\n") if text else ()
    return [{"tekst": part, "is_lijst": False, "punten": []} for part in parts]
