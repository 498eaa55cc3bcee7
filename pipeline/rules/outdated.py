"""Outdated law and names in a text, from templates/verouderd.toml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Verouderd:
    """An expression that was once right: `pattern` (regular expression), better `beter`."""

    pattern: str
    near: tuple[str, ...]  # only when one of these words stands in the same alinea
    beter: str
    checked_on: date
