"""The work folder of a benchmark: any number of filled-in forms, no two alike.

Three forms are written by the pipeline itself, with a mark in the place of every text; each sheet
of the batch is one of them with its own texts instead. Writing all of them would take a minute a
thousand, and gives the same cells.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from pipeline.council_file import read_council
from pipeline.form.fields import form
from pipeline.form.normal import from_json
from pipeline.form.write import write_form
from pipeline.rules.scheme import criteria_for_form, read_scheme
from tests.work import ROOT, Json, ready

SAMPLES = ("bijverdienen", "schuldhulp-gezinnen", "beschut-werk")
DATE = "2026-11-22"
_MARK = re.compile(r"merk(\d{4})(kort|lang|zin|naam)")
_ID = "00000000-0000-0000-0000-000000000000"
_SUBJECT = "een onderwerp dat voor elk formulier anders is"
_THEME = "een themadossier van deze werkgroep"

_FIRST = """
    arbeids armoede beroeps bewoners buurt cliënten computer diploma energie gezins huur inkomens
    jeugd kinder klanten leer loon loopbaan mantel minima mobiliteits ondernemers opleidings
    participatie reis schulden spreek stage taal toeslag uitkerings vacature vervoers vrijwilligers
    werk wijk winkel woon zorg zelf
""".split()  # noqa: SIM905 -- words read better so
_LAST = """
    aanbod aanpak adviseur afspraak agenda akkoord balie beleid bijdrage brief budget buddy coach
    cursus fonds gesprek groep hulp kaart kans kring lening loket makelaar markt netwerk opgave
    plan proef project punt regeling spreekuur steun team traject vraag wijzer winst
""".split()  # noqa: SIM905 -- words read better so
_VERB = """
    bereiken betalen bewaren bezoeken delen geven helpen kennen kiezen leren melden missen noemen
    openen organiseren plannen regelen ruilen sluiten spreken starten steunen tellen tonen vinden
    volgen vragen wijzen zoeken
""".split()  # noqa: SIM905 -- words read better so
_KIND = """
    betaalbare brede directe duidelijke eenvoudige eigen extra gezamenlijke goede kleine korte
    lokale nuttige open passende rustige sterke tijdelijke vaste veilige vertrouwde vlotte vrije
""".split()  # noqa: SIM905 -- words read better so
_WHO = """
    inwoners ouders jongeren starters buren leerlingen werkgevers vrijwilligers klantmanagers
    bewoners reizigers studenten gezinnen ondernemers collega's bezoekers
""".split()  # noqa: SIM905 -- words read better so
_SENTENCES = (
    "De {kind} {noun} helpt {who} om de {noun} te {verb}.",
    "Veel {who} kennen de {noun} niet, en {verb} daarom de {noun}.",
    "Wij spraken {who} over de {noun} en de {kind} {noun}.",
    "Met een {kind} {noun} kunnen {who} de {noun} beter {verb}.",
    "In de {noun} staat nu weinig over de {noun}.",
    "Zo {verb} {who} en {who} samen de {kind} {noun}.",
    "Dat gaat goed bij de {noun}, maar de {noun} blijft achter.",
    "Wie de {noun} wil {verb}, krijgt hulp van de {noun}.",
)


def make(folder: Path, number: int) -> None:
    """Fill `folder` with a work folder of `number` sheets that are ripe for their letter."""
    (folder / "input").mkdir(parents=True)
    shutil.copy(ROOT / "input" / "adviesraad.toml", folder / "input")
    shutil.copytree(ROOT / "templates", folder / "templates")
    shapes = [_unpacked(_shape(folder, name)) for name in SAMPLES]
    for index in range(number):
        _write(folder / "input" / f"advies-{index:05}.xlsx", shapes[index % len(shapes)], index)


def _shape(folder: Path, name: str) -> bytes:
    questions = form(criteria_for_form(read_scheme(folder / "templates" / "toetsingsschema.toml")))
    answers = from_json(_marked(ready(name)), questions)
    written = io.BytesIO()
    write_form(written, questions, read_council(folder / "input" / "adviesraad.toml"), answers)
    return written.getvalue()


def _marked(dossier: Json) -> Json:
    """The sample with marks for texts, two copies to send, and nothing to remark."""
    marks = iter(range(10_000))
    advies = dossier["advies"]
    for key in ("kern", "aanleiding", "gewenste_uitkomst", "groter_doel", "totstandkoming"):
        if key in advies:
            advies[key] = _marks_of(advies[key], marks)
    for key in ("bevindingen", "gehoord", "bronnen"):
        kind = "lang" if key == "bevindingen" else "naam"
        advies[key] = [f"merk{next(marks):04}{kind}" for _ in advies.get(key, ())]
    for punt in advies["adviespunten"]:
        punt["advies"] = f"merk{next(marks):04}zin"
        punt["waarom"] = _marks_of(punt["waarom"], marks)
    for belang in dossier["winwin"].values():
        belang["toelichting"] = f"merk{next(marks):04}kort"
    for answer in dossier["toetsing"]["antwoorden"].values():
        if answer["antwoord"] == "deels":
            answer["antwoord"] = "ja"
    advies["onderwerp"] = _SUBJECT
    advies["dossier"] = _THEME
    dossier["formulier"]["id"] = _ID
    dossier["bestuursadviseurs"] = [{"naam": "Bram Beleid"}, {"naam": "Ineke Inkomen"}]
    return dossier


def _marks_of(text: str, marks: Iterator[int]) -> str:
    return "\n\n".join(f"merk{next(marks):04}lang" for _ in text.split("\n\n"))


def _unpacked(data: bytes) -> Mapping[str, str | bytes]:
    """The parts of a form; those that differ per sheet as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts: dict[str, Any] = {name: book.read(name) for name in book.namelist()}
    for name, part in parts.items():
        if name.endswith(".xml") and (b"merk0" in part or _ID.encode() in part):
            parts[name] = part.decode()
    return parts


def _write(path: Path, shape: Mapping[str, str | bytes], index: int) -> None:
    random = Random(index)  # noqa: S311 -- the same texts each time
    texts = {
        _ID: str(uuid5(NAMESPACE_URL, f"advies-{index}")),
        _SUBJECT: f"{_compound(random).capitalize()} en {_compound(random)} nummer {index}",
        _THEME: f"Dossier {_compound(random)} {index}",
    }
    replaced: dict[str, str] = {}

    def own(found: re.Match[str]) -> str:
        return replaced.setdefault(found[0], _text(random, found[2]))

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in shape.items():
            if isinstance(part, str):
                book.writestr(name, _MARK.sub(own, _replaced(part, texts)))
            else:
                book.writestr(name, part)


def _replaced(part: str, texts: Mapping[str, str]) -> str:
    for old, new in texts.items():
        part = part.replace(old, new)
    return part


def _text(random: Random, kind: str) -> str:
    if kind == "naam":
        return f"{random.choice(_WHO)} van {random.choice(_KIND)} {_compound(random)}"
    sentences = {"kort": 2, "zin": 1, "lang": 4}[kind]
    return " ".join(_sentence(random) for _ in range(sentences))


def _sentence(random: Random) -> str:
    pools = {"noun": None, "kind": _KIND, "who": _WHO, "verb": _VERB}

    def word(found: re.Match[str]) -> str:
        pool = pools[found[1]]
        return random.choice(pool) if pool else _compound(random)

    return re.sub(r"\{(\w+)\}", word, random.choice(_SENTENCES))


def _compound(random: Random) -> str:
    return random.choice(_FIRST) + random.choice(_LAST)
