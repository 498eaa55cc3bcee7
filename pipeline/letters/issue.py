"""Issue: makes of one planned step the files of its kenmerk folder; writes nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from pipeline import __version__, dutch
from pipeline.letters import compose, record, toetsverslag
from pipeline.letters.appendices import appendices
from pipeline.letters.compose import Issue
from pipeline.letters.draft import Covering, Draft, Files, is_printed
from pipeline.letters.edited import paragraphs
from pipeline.letters.folder import RECORD
from pipeline.letters.letter import Brief
from pipeline.letters.mail import Mailbox
from pipeline.letters.pdf import Word
from pipeline.letters.plan import Candidate, Step
from pipeline.letters.stationery import Stationery
from pipeline.report import sheet_json
from pipeline.world import World

VERSIONS = "versies"


class Source(Struct, frozen=True):
    """The sheet that a letter was made of, as brief.json names it."""

    bestand: str
    sha256: str


def draft_of(step: Step, world: World, stationery: Stationery, source: Source) -> Draft:
    """Everything that belongs in the folder of this letter, but for the PDFs.

    Raises:
        NoChairError: nobody may sign on the day of the letter.
        TemplateError: a template cannot be filled.
        UnsoundLetterError: a filled letter lacks a value or is no sound Word file.
    """
    candidate = step.candidate
    d = candidate.dossier
    issue = Issue(step.kenmerk, step.briefdatum)
    internal = compose.PUBLIC
    if world.raad.brief.toetsing_als_bijlage:
        internal = compose.Internal(toetsing=toetsverslag.public_questions(d, world.schema))
    brief = compose.letter(d, world.raad, candidate.besluit, issue, internal)
    verslag = toetsverslag.record_of_toetsing(
        d, world.raad, world.schema, report=candidate.report, brief=brief, besluit=candidate.besluit
    )
    files: dict[str, bytes | Path] = {}
    copies = compose.copies(brief, tuple(d.bestuursadviseurs))
    made = stationery.letters(brief, [copy for _, copy in copies])
    files[f"{step.kenmerk}-brief-college.docx"] = next(made)
    for (naam, _), docx in zip(copies, made, strict=True):
        name = _free(f"{step.kenmerk}-kopie-{dutch.slug(naam)}", ".docx", files)
        files[name] = docx
    files[f"{step.kenmerk}-toetsing.docx"] = stationery.record(verslag)
    for name, path in appendices(d, world.folder.bijlagen).items():
        is_ours = name.casefold().startswith((step.kenmerk.casefold(), RECORD))
        files[f"bijlage-{name}" if is_ours else name] = path
    words = {
        name: Word(content, step.briefdatum)
        for name, content in files.items()
        if isinstance(content, bytes) and is_printed(name, step.kenmerk)
    }
    covering = _covering(step, brief, world, stationery)
    return Draft(files, _record(step, brief, source, stationery, files), words, covering)


def earlier_files(home: Path) -> Files:
    """What stands in a kenmerk folder, each file at the place where the next version keeps it."""
    version = record.raw(home)["versienummer"]
    files: dict[str, bytes | Path] = {}
    for path in sorted(p for p in home.rglob("*") if p.is_file()):
        name = path.relative_to(home).as_posix()
        kept = name if name.startswith(f"{VERSIONS}/") else f"{VERSIONS}/{version}/{name}"
        files[kept] = path
    return files


def _free(stem: str, suffix: str, taken: Mapping[str, object]) -> str:
    """A name that two advisers of one name do not share."""
    number = 1
    name = f"{stem}{suffix}"
    while name in taken:
        number += 1
        name = f"{stem}-{number}{suffix}"
    return name


def _covering(step: Step, brief: Brief, world: World, stationery: Stationery) -> Covering:
    raad = world.raad
    chair = raad.voorzitter_op(step.briefdatum)
    values = {
        "kenmerk": step.kenmerk,
        "onderwerp": brief.onderwerp,
        "voorzitter": brief.ondertekenaar,
        "raad": raad.naam,
    }
    return Covering(
        f"{step.kenmerk}-mail-voorzitter.eml",
        f"{step.kenmerk}-brief-college.docx",
        Mailbox(raad.naam, raad.email),
        Mailbox(brief.ondertekenaar, (chair.email if chair else None) or ""),
        stationery.mail.fill(values),
        step.briefdatum,
    )


def _record(
    step: Step, brief: Brief, source: Source, stationery: Stationery, files: Files
) -> Mapping[str, object]:
    candidate: Candidate = step.candidate
    besluit = candidate.besluit
    form_id = candidate.dossier.formulier.id.answer
    letter = files[f"{step.kenmerk}-brief-college.docx"]
    assert isinstance(letter, bytes)
    return {
        "versie": record.VERSION,
        "kenmerk": step.kenmerk,
        "formulier_id": form_id,
        "briefdatum": step.briefdatum.isoformat(),
        "versienummer": step.versienummer,
        "code": brief.code.rpartition(":")[2],
        "onderwerp": brief.onderwerp,
        "waarden": candidate.waarden,
        "toetsing": sheet_json(
            source.bestand, form_id, brief.onderwerp, candidate.report, step.kenmerk
        ),
        "besluit": besluit.as_json() if besluit else {},
        "gezien_en_akkoord": [
            {"sleutel": a.sleutel.answer, "reden": a.reden.answer, "door": a.door.answer}
            for a in candidate.dossier.gezien_en_akkoord
        ],
        "bestanden": record.hashes(files),
        "bron": {"bestand": source.bestand, "sha256": source.sha256},
        "sjablonen": dict(stationery.hashes),
        "programma": f"adviesbrieven {__version__}",
        "tekst": paragraphs(letter),
        **({"opvolger_van": step.opvolger_van} if step.opvolger_van else {}),
    }
