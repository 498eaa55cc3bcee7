"""Makes damaged forms of sound ones: bytes, parts of the zip, and what the XML says."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from random import Random

Parts = dict[str, bytes]

_NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"9" * 9,
    b"4294967295",
    b"9" * 30,
    b"1E999",
    b"-0",
    b"NaN",
    b"1.5",
    b"",
)
_REFERENCES = (
    b"A1",
    b"XFD1048576",
    b"XFE1",
    b"A0",
    b"A1048577",
    b"C7",
    b"a1",
    b"$A$1",
    b"A1:C7",
    b"1A",
    b"",
)
_TYPES = (b"s", b"b", b"e", b"n", b"d", b"str", b"inlineStr", b"zz", b"")
_VALUES = _NUMBERS + _REFERENCES + _TYPES + (
    b"_x0000_", b"&#0;", b"&#x202E;", b"&lol;", b"\xff\xfe", b"2026-13-45", b"PT99H", b"#N/A", b"formulier.id",
    b"advies.adviespunten.99999.wie", b"toetsing.antwoorden.", b"advies.kern.*", b"#", b"=cmd|'/c calc'!A0",
    "é\u0301\u200b\U0001f642".encode(),
)  # fmt: skip
_ATTRIBUTE = re.compile(rb'\s([\w:.-]+)="([^"]*)"')
_ELEMENT = re.compile(rb"<(\w[\w:.-]*)(?:\s[^<>]*)?(?:/>|>[^<]*</\1>)")
_TAG = re.compile(rb"<[^<>]+>")
_TEXT = re.compile(rb">([^<>]+)<")


def mutant(seed: bytes, random: Random) -> bytes:
    """A form with one to four things wrong."""
    data = seed
    for _ in range(random.choice((1, 1, 1, 3))):
        if data.startswith(b"PK") and random.random() < 0.9:
            data = _in_parts(data, random)
        else:
            data = random.choice(_OF_BYTES)(data, random)
    return data


def _in_parts(data: bytes, random: Random) -> bytes:
    parts = _unzipped(data)
    if not parts:
        return random.choice(_OF_BYTES)(data, random)
    if random.random() < 0.25:
        random.choice(_OF_PARTS)(parts, random)
    else:
        sheets = [name for name in parts if "sheet" in name or name == "content.xml"]
        name = (
            random.choice(sheets or list(parts))
            if random.random() < 0.7
            else random.choice(list(parts))
        )
        for _ in range(random.choice((1, 1, 1, 2, 10))):
            parts[name] = random.choice(_OF_XML)(parts[name], random)
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w") as archive:
        warnings.simplefilter("ignore")  # zipfile warns of double names
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name or "x"), content, zipfile.ZIP_DEFLATED, 1)
    return target.getvalue()


def _unzipped(data: bytes) -> Parts:
    """The parts of a zip; none of one that is too damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        ValueError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
    ):
        return {}


def _place(data: bytes, random: Random) -> int:
    return random.randrange(len(data)) if data else 0


def _flip(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 3, 30))):
        if changed:
            changed[_place(data, random)] = random.randrange(256)
    return bytes(changed)


def _truncate(data: bytes, random: Random) -> bytes:
    return data[: _place(data, random)]


def _cut(data: bytes, random: Random) -> bytes:
    at = _place(data, random)
    return data[:at] + data[at + random.choice((1, 4, 100, 5000)) :]


def _repeat(data: bytes, random: Random) -> bytes:
    at = _place(data, random)
    piece = data[at : at + random.choice((1, 30, 1000))]
    return data[:at] + piece * random.choice((2, 3, 100)) + data[at:]


def _insert(data: bytes, random: Random) -> bytes:
    at = _place(data, random)
    return data[:at] + random.choice(_VALUES) + data[at:]


def _swap(parts: Parts, random: Random) -> None:
    one, other = random.choice(list(parts)), random.choice(list(parts))
    parts[one], parts[other] = parts[other], parts[one]


def _drop(parts: Parts, random: Random) -> None:
    del parts[random.choice(list(parts))]


def _empty(parts: Parts, random: Random) -> None:
    parts[random.choice(list(parts))] = b""


def _rename(parts: Parts, random: Random) -> None:
    name = random.choice(list(parts))
    parts[random.choice((name.upper(), f"../{name}", f"xl/{name}", name[:-1]))] = parts.pop(name)


def _attribute(part: bytes, random: Random) -> bytes:
    return _changed(part, _ATTRIBUTE, 2, random.choice(_VALUES), random)


def _reference(part: bytes, random: Random) -> bytes:
    return _changed(part, re.compile(rb'<c r="([^"]*)"'), 1, random.choice(_REFERENCES), random)


def _type(part: bytes, random: Random) -> bytes:
    return _changed(
        part, re.compile(rb'\s(?:t|office:value-type)="([^"]*)"'), 1, random.choice(_TYPES), random
    )


def _number(part: bytes, random: Random) -> bytes:
    return _changed(part, re.compile(rb'[>"](\d+)[<"]'), 1, random.choice(_NUMBERS), random)


def _text(part: bytes, random: Random) -> bytes:
    return _changed(part, _TEXT, 1, random.choice(_VALUES), random)


def _without_attribute(part: bytes, random: Random) -> bytes:
    return _changed(part, _ATTRIBUTE, 0, b"", random)


def _without_tag(part: bytes, random: Random) -> bytes:
    return _changed(part, _TAG, 0, b"", random)


def _without_element(part: bytes, random: Random) -> bytes:
    return _changed(part, _ELEMENT, 0, b"", random)


def _element_elsewhere(part: bytes, random: Random) -> bytes:
    found = list(_ELEMENT.finditer(part))
    tags = list(_TAG.finditer(part))
    if not found or not tags:
        return part
    at = random.choice(tags).end()
    return part[:at] + random.choice(found)[0] * random.choice((1, 2, 50)) + part[at:]


def _changed(
    part: bytes, pattern: re.Pattern[bytes], group: int, new: bytes, random: Random
) -> bytes:
    found = list(pattern.finditer(part))
    if not found:
        return _flip(part, random)
    match = random.choice(found)
    return part[: match.start(group)] + new + part[match.end(group) :]


_OF_BYTES: tuple[Callable[[bytes, Random], bytes], ...] = (_flip, _truncate, _cut, _repeat, _insert)
_OF_PARTS: tuple[Callable[[Parts, Random], None], ...] = (_swap, _drop, _empty, _rename)
_OF_XML: tuple[Callable[[bytes, Random], bytes], ...] = (
    _attribute, _attribute, _reference, _reference, _type, _type, _number, _number, _number, _text, _text,
    _without_attribute, _without_attribute, _without_element, _without_element, _element_elsewhere, _element_elsewhere,
    _without_tag, _flip, _cut, _insert,
)  # fmt: skip
