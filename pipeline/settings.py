"""Strict reading of a TOML settings file: every mistake in one go, in Dutch, with its line.

    settings = load(path, 'input/adviesraad.toml')
    raad = settings.table("raad")
    naam = raad.text("naam")
    settings.finish()          # unknown keys become mistakes; raises SettingsError with all of them

A value that is missing or wrong gives a stand-in of the right type, so that reading goes on and
finds the other mistakes; `finish` never lets such a stand-in out.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, field

from pipeline.errors import SettingsError

V = TypeVar("V")
_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+|\"[^\"]*\")\s*=")
_POSITION = re.compile(r"line (\d+), column (\d+)")


class _File(Struct):
    name: str
    lines: Mapping[str, int]
    mistakes: list[tuple[int, str]] = field(default_factory=list)


class Table(Struct):
    """One table of the file; asking for a key marks it as known."""

    _file: _File
    path: str
    _data: Mapping[str, object]
    _asked: set[str] = field(default_factory=set)
    _children: list[Table] = field(default_factory=list)

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def mistake(self, key: str, sentence: str) -> None:
        """Note a mistake at `key` of this table ("" for the table itself)."""
        path = ".".join(part for part in (self.path, key) if part)
        line = self._file.lines.get(path) or self._file.lines.get(self.path) or 0
        where = f"regel {line}, {path}" if line else path or "het bestand"
        self._file.mistakes.append((line, f"{where}: {sentence}"))

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty; `default` when the key is absent (None: it is needed)."""
        value = self._get(key, str, "een tekst tussen aanhalingstekens", needed=default is None)
        if value is None:
            return default or ""
        if not value.strip() and default is None:
            self.mistake(key, "mag niet leeg zijn.")
        return value.strip()

    def optional_text(self, key: str) -> str | None:
        """A text, or None when it is absent or empty."""
        return self.text(key, "") or None

    def texts(self, key: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        """A list of texts."""
        value = self._get(key, list, 'een lijst, zoals ["een", "twee"]', needed=default is None)
        if value is None:
            return tuple(default or ())
        if not all(isinstance(item, str) and item.strip() for item in value):
            self.mistake(key, "elk onderdeel van de lijst moet een tekst zijn.")
            return ()
        return tuple(item.strip() for item in value)

    def choice(self, key: str, options: Sequence[str], default: str | None = None) -> str:
        """One of `options`."""
        value = self.text(key, default)
        if value not in options and (key in self._data):
            self.mistake(key, f"“{value}” kan niet; kies uit: {', '.join(options)}.")
            return options[0]
        return value

    def whole(self, key: str, default: int | None = None, *, least: int = 0) -> int:
        """A whole number of at least `least`."""
        value = self._get(key, int, "een heel getal", needed=default is None)
        if value is None:
            return least if default is None else default
        if value < least:
            self.mistake(key, f"moet minstens {least} zijn.")
        return value

    def share(self, key: str, default: Decimal) -> Decimal:
        """A share above 0 and up to 1, as 0.5."""
        value = self._get(key, float, "een getal, zoals 0.5", needed=False)
        if value is None:
            return default
        if not 0 < value <= 1:
            self.mistake(key, "moet groter dan 0 zijn en hoogstens 1, zoals 0.5.")
        return Decimal(str(value))

    def yes_no(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._get(key, bool, "true (ja) of false (nee)", needed=False)
        return default if value is None else value

    def day(self, key: str) -> date | None:
        """A date, or None when it is absent."""
        return self._get(
            key, date, "een datum zonder aanhalingstekens, zoals 2026-11-22", needed=False
        )

    def needed_day(self, key: str) -> date:
        """A date that must be there."""
        if key not in self._data:
            self.mistake(key, "ontbreekt; vul een datum in, zoals 2026-11-22.")
        return self.day(key) or date.min

    def table(self, key: str) -> Table:
        """A table below this one; an empty one when it is absent."""
        value = self._get(key, dict, "een blok met instellingen", needed=False)
        return self._child(key, value or {})

    def tables(self, key: str) -> tuple[Table, ...]:
        """Repeated tables: [[key]]."""
        value = self._get(
            key, list, f"een of meer blokken die beginnen met [[{key}]]", needed=False
        )
        rows = []
        for number, row in enumerate(value or (), start=1):
            if isinstance(row, dict):
                rows.append(self._child(f"{key}[{number}]", row))
            else:
                self.mistake(key, f"moet uit blokken bestaan die beginnen met [[{key}]].")
        return tuple(rows)

    def keys(self) -> tuple[str, ...]:
        """All keys of a table that has free names; they count as known from here on."""
        self._asked.update(self._data)
        return tuple(self._data)

    def _child(self, key: str, data: Mapping[str, object]) -> Table:
        path = ".".join(part for part in (self.path, key) if part)
        child = Table(self._file, path, data)
        self._children.append(child)
        return child

    def _get(self, key: str, kind: type[V], words: str, *, needed: bool) -> V | None:
        self._asked.add(key)
        if key not in self._data:
            if needed:
                self.mistake(key, f"ontbreekt; vul hier {words} in.")
            return None
        value = self._data[key]
        if kind is float and type(value) is int:
            value = float(value)
        is_bool_as_number = isinstance(value, bool) and kind is not bool
        is_moment_as_day = isinstance(value, datetime)
        if not isinstance(value, kind) or is_bool_as_number or is_moment_as_day:
            self.mistake(key, f"hier hoort {words}.")
            return None
        return value

    def _refuse_unknown(self) -> None:
        for key in self._data:
            if key not in self._asked:
                near = difflib.get_close_matches(key, sorted(self._asked), n=1)
                hint = f" Bedoelt u “{near[0]}”?" if near else ""
                self.mistake(key, f"deze instelling bestaat niet.{hint}")
        for child in self._children:
            child._refuse_unknown()  # noqa: SLF001 -- a table asks its own children


class Settings(Table):
    """The whole file."""

    def finish(self) -> None:
        """End the reading.

        Raises:
            SettingsError: there was any mistake; it tells all of them in the order of the file.
        """
        self._refuse_unknown()
        if self._file.mistakes:
            ordered = sorted(self._file.mistakes, key=lambda mistake: mistake[0])
            raise SettingsError(self._file.name, [sentence for _, sentence in ordered])


def load(path: Path, name: str) -> Settings:
    """Open a TOML file; `name` is how messages call it.

    Raises:
        SettingsError: the file is absent, not UTF-8 or not TOML.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        data = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(
            name, [f"het bestand kan niet worden gelezen ({error.strerror})."]
        ) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        sentence = f"regel {line}: sla het bestand op als UTF-8 (in Kladblok: Opslaan als, Codering UTF-8)."
        raise SettingsError(name, [sentence]) from error
    except tomllib.TOMLDecodeError as error:
        found = _POSITION.search(str(error))
        where = f"regel {found[1]}, teken {found[2]}" if found else "aan het eind van het bestand"
        sentence = (
            f"{where}: hier staat iets dat niet te lezen is. Let op aanhalingstekens om elke tekst, "
            "een = tussen naam en waarde, en elke naam één keer."
        )
        raise SettingsError(name, [sentence]) from error
    return Settings(_File(name, _line_numbers(text)), "", data)


def _line_numbers(text: str) -> dict[str, int]:
    """The line of every table and key, by path: leden[3].rol. Lists over more lines keep their first."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    here = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            parts = [part.strip().strip('"') for part in header[2].split(".")]
            if header[1] == "[[":
                name = _with_numbers(parts[:-1], counts, parts[-1])
                counts[name] = counts.get(name, 0) + 1
                here = f"{name}[{counts[name]}]"
            else:
                here = _with_numbers(parts, counts)
            lines.setdefault(here, number)
        elif key := _KEY.match(line):
            path = f"{here}.{key[1].strip(chr(34))}" if here else key[1].strip('"')
            lines.setdefault(path, number)
    return lines


def _with_numbers(parts: Sequence[str], counts: Mapping[str, int], last: str = "") -> str:
    path = ""
    for part in parts:
        path = f"{path}.{part}" if path else part
        if path in counts:
            path = f"{path}[{counts[path]}]"
    return ".".join(part for part in (path, last) if part)
