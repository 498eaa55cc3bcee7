"""Reports as JSON: what `toets --json` prints, toetsing.json keeps and brief.json freezes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from pipeline.model import Finding, Report

VERSION = 1
Json = dict[str, object]


def sheet_json(
    bestand: str, form_id: str | None, onderwerp: str | None, report: Report, kenmerk: str | None
) -> Json:
    """One form of toetsing.json (2-contract)."""
    return {
        "bestand": bestand,
        "formulier_id": form_id or None,
        "onderwerp": onderwerp,
        "stap": report.stap.value,
        "volgende_stap": report.volgende_stap.value if report.volgende_stap else None,
        "winwin": report.winwin,
        "kenmerk": kenmerk,
        "bevindingen": [finding_json(finding) for finding in report.bevindingen],
        "niet_getoetst": [{"regel": s.regel, "reden": s.reden} for s in report.niet_getoetst],
    }


def finding_json(finding: Finding) -> Json:
    """One melding."""
    return {
        "regel": finding.regel,
        "ernst": finding.ernst.value,
        "stap": finding.stap.value if finding.stap else "invullen",
        "plaats": finding.plaats,
        "sleutel": finding.sleutel,
        "melding": finding.melding,
        "bron": finding.bron,
    }


def toetsing_json(
    day: date, sheets: Iterable[Json], unreadable: Iterable[tuple[str, str]]
) -> Mapping[str, object]:
    """The whole of toetsing.json."""
    return {
        "versie": VERSION,
        "datum": day.isoformat(),
        "formulieren": list(sheets),
        "onleesbaar": [{"bestand": name, "melding": melding} for name, melding in unreadable],
    }


def as_line(finding: Finding) -> str:
    """A melding on one line, with its cell."""
    return f"{finding.plaats}: {finding.melding}"
