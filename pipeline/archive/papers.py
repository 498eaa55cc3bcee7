"""What was made before the letter was signed, as it goes into the archive.

PDFs and bijlagen stand there to be read. What they were made of is for the council alone, and goes
into one zip. Everything is held against the hashes of brief.json: what was changed since is never
passed off as what was made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

from msgspec import Struct, field

from pipeline import dutch
from pipeline.archive.bundle import SOURCE, bundle
from pipeline.letters import record as records
from pipeline.letters.folder import RECORD
from pipeline.workfolder import WorkFolder

CONFIDENTIAL = "-bijlage-vertrouwelijk-"  # stands in the name of a confidential bijlage
# SharePoint and OneDrive write these anew on upload, and then no hash fits any more.
_REWRITTEN = frozenset({".docx", ".docm", ".doc", ".xlsx", ".xlsm", ".xls", ".pptx", ".ppt"})
_LONGEST_SLUG = 30
_NOT_IN_EXTENSION = re.compile(r"[^a-z0-9]")


class Papers(Struct):
    """The files that are kept, as they are gathered."""

    kenmerk: str
    files: dict[str, bytes] = field(default_factory=dict)  # to stand in the object
    sources: dict[str, bytes] = field(default_factory=dict)  # to be in its _bron.zip
    confidential: list[str] = field(default_factory=list)  # names of bijlagen
    remarks: list[str] = field(default_factory=list)  # Dutch sentences for screen and record

    def free(self, stem: str, end: str) -> str:
        """A name that two bijlagen do not share."""
        number, name = 1, f"{stem}{end}"
        while name in self.files:
            number += 1
            name = f"{stem}-{number}{end}"
        return name


def papers_of(
    home: Path,
    record: Mapping[str, Any],  # JSON: brief.json
    public: frozenset[str],
    folder: WorkFolder,
) -> Papers:
    """The letter, its copies, its bijlagen and their sources.

    `public` are the bijlagen that everyone may see; one that is not among them is confidential.
    """
    made = Papers(record["kenmerk"])
    made.sources[RECORD] = (home / RECORD).read_bytes()
    for name, digest in sorted(record["bestanden"].items()):
        content = _read(home / name)
        is_own = name.startswith(f"{made.kenmerk}-")
        if is_own and name.endswith(".eml"):
            continue  # a draft of a mail is no part of the advies
        if content is None:
            made.remarks.append(f"{name} staat niet meer bij de brief en is niet gearchiveerd.")
        elif is_own:
            _add_own(made, name, content, is_as_made=records.digest(content) == digest)
        else:
            _add_appendix(made, name, content, public)
            if records.digest(content) != digest:
                made.remarks.append(
                    f"De bijlage {name} is veranderd sinds de brief is gemaakt. Zij is "
                    "gearchiveerd zoals zij nu is."
                )
    _add_sheet(made, record["bron"], folder)
    _add_templates(made, record["sjablonen"], folder)
    return made


def _add_own(made: Papers, name: str, content: bytes, *, is_as_made: bool) -> None:
    if not is_as_made:
        made.sources[f"veranderd/{name}"] = content
        made.remarks.append(
            f"{name} is veranderd sinds de brief is gemaakt. Het veranderde bestand is bewaard in "
            f"{made.kenmerk}{SOURCE}, in de map veranderd."
        )
    elif name.endswith(".pdf") and not name.endswith("-toetsing.pdf"):
        made.files[name] = content
    else:
        made.sources[name] = content


def _add_appendix(made: Papers, name: str, content: bytes, public: frozenset[str]) -> None:
    # The kenmerk folder puts this before a name that would pass for one of its own.
    own = name.removeprefix("bijlage-")
    original = own if own.casefold().startswith((made.kenmerk.casefold(), RECORD)) else name
    is_public = original in public
    stem = f"{made.kenmerk}{'-bijlage-' if is_public else CONFIDENTIAL}"
    stem += dutch.slug(PurePath(original).stem, _LONGEST_SLUG)
    suffix = PurePath(original).suffix.casefold()
    if suffix in _REWRITTEN:
        stored, content = made.free(stem, SOURCE), bundle({original: content})
    else:
        extension = _NOT_IN_EXTENSION.sub("", suffix)
        stored = made.free(stem, f".{extension}" if extension else "")
    made.files[stored] = content
    if not is_public:
        made.confidential.append(stored)


def _add_sheet(made: Papers, bron: Mapping[str, str], folder: WorkFolder) -> None:
    sheet = bron["bestand"]
    content = _read(folder.root / sheet)
    if content is not None and records.digest(content).endswith(f":{bron['sha256']}"):
        made.sources[f"formulier/{PurePath(sheet).name}"] = content
        return
    what = "staat er niet meer" if content is None else "is daarna veranderd"
    made.remarks.append(
        f"Het formulier {sheet} waarvan de brief is gemaakt, {what} en is niet gearchiveerd. Wat "
        "de brief daaruit overnam, staat in brief.json."
    )


def _add_templates(made: Papers, hashes: Mapping[str, str], folder: WorkFolder) -> None:
    lost = []
    for name, digest in hashes.items():
        home = folder.config.parent if name == folder.config.name else folder.templates
        content = _read(home / name)
        if content is not None and records.digest(content) == digest:
            made.sources[f"sjablonen/{name}"] = content
        else:
            lost.append(name)
    if lost:
        verb = "is" if len(lost) == 1 else "zijn"
        made.remarks.append(
            f"{dutch.join(lost)} {verb} veranderd sinds de brief is gemaakt en {verb} niet "
            "gearchiveerd."
        )


def _read(path: Path) -> bytes | None:
    """The bytes of a file; None when it is not there or cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None
