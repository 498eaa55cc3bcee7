"""Places: where everything stands in an archive, and which names may stand there.

    LEESMIJ.txt   ocfl/<year>/<kenmerk>/   log/<year>/   .werk/

A place is a path from the archive folder down, with `/` on every system.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import TypeVar

from pipeline.errors import PipelineError

T = TypeVar("T")

OCFL, LOG, WERK, LEESMIJ = "ocfl", "log", ".werk", "LEESMIJ.txt"
KOP = f"{LOG}/kop.json"
ROOT_MARK = f"{OCFL}/0=ocfl_1.1"
YEAR = re.compile(r"\d{4}")
KENMERK = re.compile(r"[A-Z][A-Z0-9]{1,9}-(\d{4})-\d{3,}")
# What Windows and macOS put in folders by themselves; harmless, but not ours.
JUNK = frozenset({"desktop.ini", ".ds_store", "thumbs.db"})

_LONGEST = 259  # characters of a path that every Windows program can open
_REFUSED = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')  # by Windows in a name
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


class UnfitNameError(PipelineError):
    """A file has a name that not every computer can store."""

    exit_status = 1

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"“{name}” kan niet onder die naam in het archief: {why}.")
        self.hint = (
            "Geef het bestand een kortere naam met alleen letters, cijfers, streepjes en punten, "
            "en probeer het opnieuw. Er is niets van gearchiveerd."
        )


def home(kenmerk: str) -> str:
    """The place of an advies: AWI-2026-007 stands in ocfl/2026/AWI-2026-007.

    Raises:
        ValueError: it is no kenmerk.
    """
    found = KENMERK.fullmatch(kenmerk)
    if found is None:
        raise ValueError(kenmerk)
    return f"{OCFL}/{found[1]}/{kenmerk}"


def checklist(year: str, kenmerk: str, versie: int) -> str:
    """The place of the list with which `sha512sum --check` checks one version."""
    return f"{LOG}/{year}/{kenmerk}-v{versie}.sha512"


def fitting(name: str) -> str:
    """The name of a file below v1/content as it is stored: NFC, with `/` between folders.

    Raises:
        UnfitNameError: Windows, macOS or a sync service could not store it.
    """
    name = unicodedata.normalize("NFC", name)
    for part in name.split("/"):
        if part in {"", ".", ".."} or _REFUSED.search(part) or _DEVICE.fullmatch(part):
            raise UnfitNameError(name, "Windows staat zo’n naam niet toe")
        if part[-1] in " ." or part[0] == " ":
            raise UnfitNameError(name, "een naam mag niet beginnen of eindigen met een spatie")
        if part.casefold() in JUNK:
            raise UnfitNameError(name, "zo heten bestanden die Windows en macOS zelf maken")
    return name


def fitting_all(files: Mapping[str, T]) -> dict[str, T]:
    """The files under names that every computer can store, each of them once.

    Raises:
        UnfitNameError: a name is refused, or differs from another in capitals only.
    """
    named: dict[str, T] = {}
    seen: set[str] = set()
    for given, content in sorted(files.items()):
        name = fitting(given)
        if name.casefold() in seen:
            raise UnfitNameError(name, "er is een bestand dat op Windows net zo heet")
        seen.add(name.casefold())
        named[name] = content
    for name in named:
        folders = (str(p).casefold() for p in PurePosixPath(name).parents)
        if any(folder in seen for folder in folders):
            raise UnfitNameError(name, "een van de bestanden heet als de map waarin dit staat")
    return named


def check_length(archief: Path, place: str) -> None:
    """Refuse a path of 260 characters and more, which many Windows programs cannot open.

    Raises:
        UnfitNameError: it would be too long.
    """
    if len(str(archief / place)) > _LONGEST:
        name = place.rsplit("/", 1)[-1]
        raise UnfitNameError(name, f"met de mappen erboven is die langer dan {_LONGEST} tekens")
