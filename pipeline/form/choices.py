"""What a cell accepts: drop-downs and checks, in Dutch, as Excel's data validation.

Pasting wipes validation and other programs ignore it, so reading checks everything again; here
it only helps the one who types.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.council import Raad
from pipeline.form.raw import column_letters
from pipeline.form.spec import Kind, Listing, Question

LISTS_TAB = "Lijsten"  # hidden; what the drop-downs of the council refer to
DOMAINS = "domein_van_thema"  # name in formulas: themes with their domein
TERM_FROM, TERM_TO = "lid_van", "lid_tot"  # the first and last day of every term of a member
YES, NO = "ja", "nee"
_THEME_COLUMN, _TERM_COLUMN = 6, 9


def council_lists(raad: Raad) -> Mapping[str, Sequence[str]]:
    """The names that the council's drop-downs offer, by the `options` of a question."""
    advisers = [a.naam for w in raad.werkgroepen for a in w.bestuursadviseurs]
    return {
        "leden": [lid.naam for lid in raad.leden],
        "werkgroepen": [w.naam for w in raad.werkgroepen],
        "themas": [t.naam for t in raad.themas],
        "bestuursadviseurs": list(dict.fromkeys(advisers)),
    }


def write_lists(book: Workbook, sheet: Worksheet, raad: Raad) -> Mapping[str, str]:
    """Fill the hidden tab, and give for every list that has names its name in formulas."""
    sources = {}
    for number, (name, names) in enumerate(council_lists(raad).items(), start=1):
        sheet.write_string(0, number, name)
        for row, text in enumerate(names, start=1):
            sheet.write_string(row, number, text)
        if names:
            letter = column_letters(number)
            defined = f"lijst_{name}"
            book.define_name(defined, f"={LISTS_TAB}!${letter}$2:${letter}${len(names) + 1}")
            sources[name] = f"={defined}"
    _write_domains(book, sheet, raad)
    _write_terms(book, sheet, raad)
    sheet.hide()
    return sources


def _write_domains(book: Workbook, sheet: Worksheet, raad: Raad) -> None:
    """Each theme with its domein, for the formulas of the first tab."""
    sheet.write_row(0, _THEME_COLUMN, ("thema", "domein"))
    for row, thema in enumerate(raad.themas, start=1):
        sheet.write_string(row, _THEME_COLUMN, thema.naam)
        sheet.write_string(row, _THEME_COLUMN + 1, thema.domein)
    first, second = column_letters(_THEME_COLUMN), column_letters(_THEME_COLUMN + 1)
    last = max(len(raad.themas), 1) + 1
    book.define_name(DOMAINS, f"={LISTS_TAB}!${first}$2:${second}${last}")


def _write_terms(book: Workbook, sheet: Worksheet, raad: Raad) -> None:
    """From when to when each member is one; no last day is an empty cell, which counts as 0."""
    day = book.add_format({"num_format": "d-m-yyyy"})
    for column, name in enumerate((TERM_FROM, TERM_TO), start=_TERM_COLUMN):
        sheet.write_string(0, column, name)
        letter = column_letters(column)
        last = max(len(raad.leden), 1) + 1
        book.define_name(name, f"={LISTS_TAB}!${letter}$2:${letter}${last}")
    for row, lid in enumerate(raad.leden, start=1):
        sheet.write_datetime(row, _TERM_COLUMN, lid.van, day)
        if lid.tot is not None:
            sheet.write_datetime(row, _TERM_COLUMN + 1, lid.tot, day)


def validation(
    question: Question | Listing, sources: Mapping[str, str]
) -> Mapping[str, object] | None:
    """What XlsxWriter's data_validation needs for this question; None for free text."""
    if question.kind is Kind.YESNO:
        return _one_of((YES, NO))
    if isinstance(question, Question) and question.choices:
        return _one_of(question.choices)
    if question.options in sources:
        return {**_SUGGEST, "source": sources[question.options]}
    if question.kind in _BY_KIND:
        return _BY_KIND[question.kind]
    if isinstance(question, Question) and question.max_length is not None:
        return _at_most(question.max_length)
    return None


def _one_of(choices: Sequence[str]) -> Mapping[str, object]:
    return {
        "validate": "list",
        "source": list(choices),
        "error_title": "Kies uit de lijst",
        "error_message": f"Kies een van deze woorden: {', '.join(choices)}.",
    }


def _at_most(length: int) -> Mapping[str, object]:
    return {
        "validate": "length",
        "criteria": "<=",
        "value": length,
        "error_type": "warning",
        "error_title": "Te lang",
        "error_message": f"Dit mag hoogstens {length} tekens lang zijn.",
    }


_SUGGEST: Mapping[str, object] = {
    "validate": "list",
    "error_type": "information",
    "error_title": "Staat niet in de lijst",
    "error_message": "Dit staat niet in de lijst. Klopt het toch? Klik dan op OK.",
}
_DATE: Mapping[str, object] = {
    "validate": "date",
    "criteria": "between",
    "minimum": date(1990, 1, 1),
    "maximum": date(2099, 12, 31),
    "input_title": "Datum",
    "input_message": "Dag, maand en jaar. Bijvoorbeeld: 15-10-2026",
    "error_type": "warning",
    "error_title": "Is dit een datum?",
    "error_message": "Typ de datum als 15-10-2026. Toch zo laten staan? Kies Ja.",
}
_NUMBER: Mapping[str, object] = {
    "validate": "integer",
    "criteria": "between",
    "minimum": 0,
    "maximum": 100_000,
    "error_title": "Een heel getal",
    "error_message": "Typ hier alleen een heel getal, bijvoorbeeld 20.",
}
_BY_KIND = {Kind.DATE: _DATE, Kind.NUMBER: _NUMBER}
