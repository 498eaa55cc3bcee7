"""What the quick look at a tab takes for plain, and that the slow walk says the same."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from xml.parsers import expat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.form.cells import Doubts, with_cells
from pipeline.form.guard import RefusedError
from pipeline.form.raw import Broken, Defect
from pipeline.form.read import Reader
from pipeline.form.scan import Part, is_plain
from pipeline.form.tally import Tally
from tests.form.mutants import _OF_BYTES, _OF_XML
from tests.form.sheets import in_sheet, operated, saved, sheet_of

CORPUS = Path(__file__).parent / "quirks"
WHOLE = ("eigen.xlsx", "libreoffice.xlsx")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SUM = sheet_of((1, 2, 3))
# What people and programs never write, in the place of a cell of a plain tab.
PIECES = (
    b'<c r="B9"><f>1+1</f><v>2</v></c>',
    b'<c r="B9"><f>1+1</f></c>',
    b'<c r="B9"><f>1+1</f><v/></c>',
    b'<c r="B9"><f>1+1</f><v></v></c>',
    b'<c r="B9"><f>1+1</f><v> </v></c>',
    b'<c r="B9"><f>1+1</f><v>&#32;</v></c>',
    '<c r="B9"><f>1+1</f><v>\u00a0</v></c>'.encode(),
    '<c r="B9" t="str"><f>1+1</f><v>\u2003</v></c>'.encode(),
    b'<c r="B9"><f>1+1</f><v xml:space="preserve">2</v></c>',
    b'<c r="B9"><f>1+1</f><v>2</v><v></v></c>',
    b'<c r="B9"><v>2</v><f>1+1</f></c>',
    b'<c r="B9"><f/></c>',
    b'<c r="B9"><f t="shared" si="0"/></c>',
    b'<c r="B9"><f t="array" ref="B9:B10">1+1</f><v>2</v></c>',
    b'<c r="B9"><f a="</f><v>1</v></c>"/></c>',
    b'<c r="B9"><f a=">1</f><v>1</v></c>"></f></c>',
    b'<c r="B9"><x:f xmlns:x="x">1+1</x:f></c>',
    b'<c r="B9" t="e"><v>#N/A</v></c>',
    b"<c r='B9' t='e'><v>#N/A</v></c>",
    b'<c r="B9" t="&#101;"><v>#N/A</v></c>',
    b'<x:c xmlns:x="x" r="B9" t="e"><x:v>#N/A</x:v></x:c>',
    b'<c r="B9" r="XFD1048576"><v>1</v></c>',
    b'<c r="XFD1048576"><v>1</v></c>',
    b'<x:c xmlns:x="x" r="XFD1048576"><x:v>1</x:v></x:c>',
    b'<c r="B9" t="inlineStr"><is><t>&lt;/sheetData&gt;</t></is></c>',
    b'<c r="B9" a="</sheetData>"><v>1</v></c>',
    b'<row r="0"/>',
    b"</row><row>",
    b"</sheetData><sheetData>",
    b"</sheetData >",
    b"<!-- </sheetData> -->",
    b"<![CDATA[</sheetData>]]>",
    b"<?a </sheetData>?>",
    b"\n  ",
)


def tabs_of(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(n) for n in archive.namelist() if "worksheets/sheet" in n]


TABS = [tab for name in WHOLE for tab in tabs_of((CORPUS / name).read_bytes())]
SMALL = tabs_of(SUM)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as open_reader:
        yield open_reader


def walked(part: bytes) -> Doubts | str | None:
    """What the walk finds or refuses in the cells, for the library reads nothing behind them.

    None for what is no XML: the library refuses it, or takes it for what it seems.
    """
    tab = Part(Tally())
    try:
        tab.feed([with_cells(part) + b"</sheetData></worksheet>"])
    except RefusedError as refused:
        return refused.code
    except expat.ExpatError:
        return None
    return tab.doubts


def test_the_tabs_of_a_form_are_plain() -> None:
    for tab in (*TABS, *SMALL, *(b"\xef\xbb\xbf" + tab for tab in SMALL)):
        assert is_plain(tab, Tally())
        assert walked(tab) == {}


@settings(deadline=None)
@given(seed=st.integers(min_value=0), changes=st.integers(min_value=1, max_value=3))
def test_in_what_is_plain_the_walk_finds_nothing(seed: int, changes: int) -> None:
    random = Random(seed)  # noqa: S311 -- not for secrets
    tab = random.choice(SMALL * 20 + TABS)
    for _ in range(changes):
        tab = random.choice((*_OF_XML, *_OF_BYTES))(tab, random)
    if is_plain(tab, Tally()):
        assert not walked(tab)


@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=3), at=st.integers(0, 3))
def test_in_what_looks_plain_the_walk_finds_nothing(pieces: list[bytes], at: int) -> None:
    ends = [match.end() for match in re.finditer(rb"</c>|</row>", SMALL[1])]
    place = ends[at % len(ends)]
    tab = SMALL[1][:place] + b"".join(pieces) + SMALL[1][place:]
    if is_plain(tab, Tally()):
        assert not walked(tab)


@pytest.mark.parametrize(
    "content",
    [
        "<f>1+1</f>",
        "<f>1+1</f><v/>",
        "<f>1+1</f><v></v>",
        "<f>1+1</f>\n<v>\n</v>",
        '<f>1+1</f><v xml:space="preserve"> </v>',
        "<f>1+1</f><v>&#32;</v>",
        "<f>1+1</f><v>2</v><v/>",
        "<v>2</v><f>1+1</f>",
        "<f/>",
        '<f t="shared" si="0"/>',
        '<f t="array" ref="A2">1+1</f>',
        f'<x:f xmlns:x="{MAIN}">1+1</x:f>',
    ],
)
def test_a_formula_without_a_value_is_no_empty_cell(
    content: str, reader: Reader, tmp_path: Path
) -> None:
    cell = f'<c r="A2">{content}</c>'.encode()
    data = operated(SUM, in_sheet(b'<c r="A2"><v>1</v></c>', cell))
    assert reader.read(saved(tmp_path, data)).tabs[1].rows[1] == {
        0: Broken(Defect.UNCALCULATED, ""),
        1: 2,
        2: 3,
    }


@pytest.mark.parametrize("value", ["2", "-", "–", "✓", "≥ 3", "één", "&amp;"])
def test_a_formula_with_a_value_is_that_value(value: str, reader: Reader, tmp_path: Path) -> None:
    cell = f'<c r="A2" t="str"><f>B2&amp;"a"</f><v>{value}</v></c>'.encode()
    data = operated(SUM, in_sheet(b'<c r="A2"><v>1</v></c>', cell))
    shown = value.replace("&amp;", "&")
    assert reader.read(saved(tmp_path, data)).tabs[1].rows[1][0] == shown
    if value != "&amp;":
        assert is_plain(tabs_of(data)[1], Tally())
