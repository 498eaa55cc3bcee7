"""A letter with its copies beside letters that are each filled by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.letters import compose
from pipeline.letters.fault import FillError, UnsoundLetterError
from pipeline.letters.letter import COPY_VALUES
from pipeline.letters.mark import qr_png
from pipeline.letters.package import unpack
from pipeline.letters.seams import Varying
from pipeline.letters.series import Series
from pipeline.letters.sound import check_parts
from pipeline.letters.template import Template
from pipeline.model import Bestuursadviseur, Field
from tests.letters import sample
from tests.letters.word import TEMPLATES, canonical, p, row, table, template
from tests.letters.word import cell as tc

COLLEGE = Template.open(TEMPLATES / "brief-college.docx")
OF_COPY = Varying("brief", COPY_VALUES)
BRIEF = sample.brief()
COPY = replace(
    BRIEF, kopie_voor="Kopie voor Bram Beleid, B&W <werk>", code="AWI-2026-004-K1:3F9A7C2B"
)
PICTURE = qr_png(BRIEF.code)
# Bodies in which a copy differs: first those that can be cut, then those that stay whole.
CUT = (
    p("{{ brief.kopie_voor }}"),
    p("{%p if brief.kopie_voor %}") + p("» {{ brief.kopie_voor|upper }}") + p("{%p endif %}"),
    p("{{ brief.kern }}{{ brief.kopie_voor }}{{ brief.kern }}"),
    p("{% if brief['kopie_voor'] %}ja{% endif %}"),
    p("{{ brief|string|length > 0 }}"),
    p("{% if brief.kopie_voor == “” %}brief{% else %}kopie {{ brief.kern }}{% endif %}"),
    p("{%p for x in brief.punten %}") + p("{{ x }} {{ brief.kopie_voor }}") + p("{%p endfor %}"),
    p("{%p macro zin(t) %}") + p("» {{ t }}") + p("{%p endmacro %}") + p("{{p zin(brief.code) }}"),
    table(1, row(tc(p("{{ brief.kopie_voor }}"))), row(tc(p("{{ brief.kern }}")))),
)
WHOLE = (
    p("{% set z = brief.kopie_voor %}{{ z }}"),
    p("{% if brief.kopie_voor %}{% set z = 1 %}{% endif %}{{ z is defined }}"),
    p("{%p macro zin() %}") + p("{{ brief.code }}") + p("{%p endmacro %}") + p("{{p zin() }}"),
    p("{% set z = brief %}{{ z.code }}"),
    p("{_{ x }_} {{ brief.code }}"),
)
STEADY = (
    p("{{ brief.kern }}"),
    p("{%p for x in brief.punten %}") + p("{{ loop.index }} {{ x }}") + p("{%p endfor %}"),
    table(1, row(tc(p("{{ brief.kern }}")))),
)
TEXTS = st.text(st.sampled_from("ab&<>\"'{}%\n\t\u00a0é"), max_size=8)


def values(kern: str, punten: list[str], line: str, code: str) -> Mapping[str, object]:
    return {"brief": SimpleNamespace(kern=kern, punten=punten, kopie_voor=line, code=code)}


def test_a_copy_is_what_it_would_be_by_itself() -> None:
    letters = Series.of(COLLEGE, OF_COPY).begin({"brief": BRIEF})
    copy = letters.copy({"brief": COPY}, PICTURE)
    assert not copy.is_whole
    assert unpack(letters.first(PICTURE)) == unpack(COLLEGE.render({"brief": BRIEF}, PICTURE))
    assert unpack(copy.docx) == unpack(COLLEGE.render({"brief": COPY}, PICTURE))


def test_of_the_template_of_the_council_every_part_can_be_cut() -> None:
    series = Series.of(COLLEGE, OF_COPY)
    assert not series.own
    assert "word/document.xml" in {filling.source.name for filling, _ in series.cuts}


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.tuples(
        st.lists(st.sampled_from((*CUT, *STEADY)), min_size=1, max_size=4),
        st.lists(st.sampled_from(WHOLE), max_size=1),
    ),
    st.tuples(TEXTS, st.lists(TEXTS, max_size=2)),
    st.tuples(TEXTS, TEXTS),
    st.tuples(TEXTS, TEXTS),
)
def test_whatever_the_template_a_copy_is_what_it_would_be_by_itself(
    tmp_path: Path,
    bodies: tuple[list[str], list[str]],
    shared: tuple[str, list[str]],
    of_letter: tuple[str, str],
    of_copy: tuple[str, str],
) -> None:
    opened = Template.open(template(tmp_path, *bodies[0], *bodies[1]))
    letter, copy = values(*shared, *of_letter), values(*shared, *of_copy)
    letters = Series.of(opened, OF_COPY).begin(letter)
    assert canonical(letters.first(PICTURE)) == canonical(opened.render(letter, PICTURE))
    made = letters.copy(copy, PICTURE)
    assert canonical(made.docx) == canonical(opened.render(copy, PICTURE))


@pytest.mark.parametrize("body", CUT)
def test_what_is_certain_is_cut(body: str, tmp_path: Path) -> None:
    series = Series.of(Template.open(template(tmp_path, body)), OF_COPY)
    assert [filling.source.name for filling, _ in series.cuts] == ["word/document.xml"]


@pytest.mark.parametrize("body", WHOLE)
def test_what_is_not_certain_stays_whole(body: str, tmp_path: Path) -> None:
    series = Series.of(Template.open(template(tmp_path, body)), OF_COPY)
    assert not series.cuts


def test_copies_differ_from_their_letter_in_nothing_but_the_named_values() -> None:
    adviseurs = (Bestuursadviseur(*(Field("", "", "", "Bram Beleid") for _ in range(3))),)
    ((_, copy),) = compose.copies(BRIEF, adviseurs)
    assert copy != BRIEF
    assert replace(copy, kopie_voor=BRIEF.kopie_voor, code=BRIEF.code) == BRIEF
    assert set(COPY_VALUES) == {"kopie_voor", "code"}


def test_a_copy_that_lacks_its_own_line_is_refused() -> None:
    """Nobody may take a copy for the letter."""
    made = Series.of(COLLEGE, OF_COPY).begin({"brief": BRIEF}).copy({"brief": COPY}, PICTURE)
    check_parts(made.own, [COPY.kopie_voor, COPY.code], COLLEGE)
    with pytest.raises(UnsoundLetterError, match="Kopie voor iemand anders"):
        check_parts(made.own, ["Kopie voor iemand anders", COPY.code], COLLEGE)


@pytest.mark.parametrize("sign", ["\x01", "\x02", "\ud800"])
def test_a_sign_that_no_letter_can_hold_is_refused(sign: str) -> None:
    series = Series.of(COLLEGE, OF_COPY)
    with pytest.raises(FillError):
        series.begin({"brief": replace(BRIEF, groet=f"dag{sign}")}).first(PICTURE)
    letters = series.begin({"brief": BRIEF})
    with pytest.raises(FillError):
        letters.copy({"brief": replace(COPY, kopie_voor=f"Kopie voor {sign}")}, PICTURE)
