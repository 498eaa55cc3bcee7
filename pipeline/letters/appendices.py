"""The files of the bijlagen that go with a letter, as they lie ready in input/bijlagen."""

from __future__ import annotations

from pathlib import Path

from pipeline.model import Dossier


def appendices(d: Dossier, folder: Path) -> dict[str, Path]:
    """The files of the bijlagen, by name; only plain names inside input/bijlagen count."""
    named = (bijlage.bestand.answer for bijlage in d.advies.bijlagen)
    return {name: folder / name for name in named if name and is_plain_name(name)}


def public_names(d: Dossier) -> set[str]:
    """The bijlagen that everyone may see: the dossier knows them, and nowhere as confidential."""
    rows = [(bijlage.bestand.answer, bijlage.vertrouwelijk.answer) for bijlage in d.advies.bijlagen]
    secret = {name for name, is_secret in rows if is_secret}
    return {name for name, _ in rows if name and name not in secret}


def is_plain_name(name: str) -> bool:
    """True when a name leads to a file in the folder itself and nowhere else."""
    return not set(name) & set('/\\:*?"<>|') and name not in {".", ".."}
