"""Which files together are which signed letter: `Handed` and `Letter` in, `Match` and `Doubt` out.

Pure, and it never guesses: a page counts for a letter when its code is exactly that of the letter
as it counts now, and a letter is there when all its pages are there once. Everything else is a
doubt, a sentence for each file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from pipeline import dutch
from pipeline.archive import doubts
from pipeline.archive.naming import natural
from pipeline.archive.values import (
    Code,
    Doubt,
    Handed,
    Letter,
    Match,
    Page,
    Part,
    Soort,
    Vorm,
)

NOT_COUNTED: Final = "aantal bladzijden niet gecontroleerd"
_BY_COUNT: Final = "De volgorde is die van de bestandsnamen; dat alle bladzijden er zijn, volgt alleen uit hun aantal."


class _Share(Struct, frozen=True):
    """The pages of one file that are pages of one letter."""

    handed: Handed
    pages: tuple[Page, ...]

    @property
    def name(self) -> str:
        return self.handed.path.name


def match(
    handed: Sequence[Handed], letters: Sequence[Letter], als: str | None = None
) -> tuple[tuple[Match, ...], tuple[Doubt, ...]]:
    """The letters that are certain, by kenmerk, and a doubt for each file that is not.

    `als` is the kenmerk of the letter that these files are, as a person decided: pages without
    readable code then count too. What plainly says to be something else is refused even then.
    """
    known = {letter.kenmerk: letter for letter in letters}
    files, doubles = _each_once(handed)
    shares: dict[str, list[_Share]] = defaultdict(list)
    told: dict[Handed, str] = {}
    for one in files:
        reason = _objection(one, known) if als is None else _objection_to(one, known, als)
        if reason:
            told[one] = reason
            continue
        for kenmerk, pages in _by_letter(one, als).items():
            shares[kenmerk].append(_Share(one, pages))
    found: dict[str, Match] = {}
    for kenmerk, of_letter in shares.items():
        result = _joined(known[kenmerk], of_letter, by_person=als is not None)
        if isinstance(result, Match):
            found[kenmerk] = result
        else:
            told.update({share.handed: told.get(share.handed) or result for share in of_letter})
    _take_back(found, told)
    return (
        tuple(_told_of(found[kenmerk], doubles) for kenmerk in sorted(found)),
        tuple(
            Doubt(path, told[one])
            for one in files
            if one in told
            for path in (one.path, *doubles.get(one.sha512, ()))
        ),
    )


def _each_once(handed: Sequence[Handed]) -> tuple[list[Handed], Mapping[str, list[Path]]]:
    """The files without those of the same bytes, and the paths of these by their hash."""
    first: dict[str, Handed] = {}
    doubles: dict[str, list[Path]] = defaultdict(list)
    for one in sorted(handed, key=lambda one: natural(one.path.name)):
        if first.setdefault(one.sha512, one) is not one:
            doubles[one.sha512].append(one.path)
    return list(first.values()), doubles


def _objection(one: Handed, known: Mapping[str, Letter]) -> str:
    """Why nothing of a file can be filed, whatever else is there; empty when there is no reason."""
    written = [page for page in one.pages if not page.is_blank]
    if not written:
        return doubts.all_blank()
    wrong = _other_paper(one, known)
    if wrong:
        return wrong
    codes = {code for page in written for code in page.codes}
    if not codes:
        return doubts.no_code(len(written), is_word=one.vorm is Vorm.DOCX)
    unread = [page.number for page in written if not page.codes]
    kenmerken = dutch.join(sorted({code.kenmerk for code in codes}))
    return doubts.unreadable(unread, kenmerken) if unread else ""


def _objection_to(one: Handed, known: Mapping[str, Letter], als: str) -> str:
    """Why a file cannot be the letter that a person says it is."""
    letter = known.get(als)
    if letter is None:
        return doubts.unknown_letter(als)
    if letter.is_withdrawn:
        return doubts.withdrawn(letter)
    if all(page.is_blank for page in one.pages):
        return doubts.all_blank()
    wrong = _other_paper(one, {als: letter}, known)
    return doubts.refused_for(als, wrong) if wrong else ""


def _other_paper(
    one: Handed, wanted: Mapping[str, Letter], known: Mapping[str, Letter] | None = None
) -> str:
    """What a page says to be that is none of the letters; or that it says two things."""
    for page in one.pages:
        if len(page.codes) > 1:
            return doubts.two_codes(page.number, page.codes)
    for code in dict.fromkeys(code for page in one.pages for code in page.codes):
        is_version_lost = known is not None and code.kenmerk in wanted and not code.hash
        if not is_version_lost and not _counts(code, wanted.get(code.kenmerk)):
            pages = [page.number for page in one.pages if code in page.codes]
            where = pages if one.vorm is not Vorm.DOCX and len(one.pages) > 1 else []
            letter = (known or wanted).get(code.kenmerk)
            return (
                doubts.another_letter(code, where)
                if known is not None and _counts(code, letter)
                else doubts.foreign(code, where, letter)
            )
    return ""


def _counts(code: Code, letter: Letter | None) -> bool:
    return (
        letter is not None
        and code.soort is Soort.BRIEF
        and code.hash == letter.hash
        and not letter.is_withdrawn
    )


def _by_letter(one: Handed, als: str | None) -> Mapping[str, tuple[Page, ...]]:
    pages: dict[str, list[Page]] = defaultdict(list)
    for page in one.pages:
        if not page.is_blank:
            pages[als or page.codes[0].kenmerk].append(page)
    return {kenmerk: tuple(found) for kenmerk, found in pages.items()}


def _joined(letter: Letter, shares: Sequence[_Share], *, by_person: bool) -> Match | str:
    """The signed letter that the files are together, or why they are not."""
    is_word = any(share.handed.vorm is Vorm.DOCX for share in shares)
    if letter.pages is not None and not is_word:
        wrong = _miscount(letter, shares, by_person=by_person)
        surplus = _surplus(letter, sum(len(share.pages) for share in shares))
        return wrong or _match(letter, shares, by_person=by_person, remarks=surplus)
    is_loose = all(len(share.pages) == 1 for share in shares)  # photos, a page each
    if len(shares) > 1 and (is_word or not (is_loose or by_person)):
        return doubts.several(letter, [share.name for share in shares])
    return _match(letter, shares, by_person=by_person, remarks=(NOT_COUNTED,))


def _surplus(letter: Letter, there: int) -> tuple[str, ...]:
    """What the record says when a person took more pages for the letter than it has."""
    if letter.pages is None or there <= letter.pages:
        return ()
    said = f"Er zijn {there} bladzijden; de brief zoals gemaakt heeft er {letter.pages}."
    return (said, NOT_COUNTED)


def _miscount(letter: Letter, shares: Sequence[_Share], *, by_person: bool) -> str:
    """Why the pages are not those of one letter, each once; empty when they are."""
    assert letter.pages is not None
    names = [share.name for share in shares]
    pages = [page for share in shares for page in share.pages]
    counted = Counter(page.is_page for page in pages if page.is_page is not None)
    lacking = sorted(set(range(1, letter.pages + 1)) - counted.keys())
    is_known = counted.total() == len(pages)
    if len(shares) > 1 and not by_person and any(len(s.pages) >= letter.pages for s in shares):
        return doubts.several(letter, names)
    twice = sorted(number for number, times in counted.items() if times > 1)
    if twice:
        return doubts.doubled(letter, twice, lacking if is_known else (), names)
    if len(pages) < letter.pages:
        return doubts.incomplete(letter, len(pages), lacking if is_known else (), names)
    if len(pages) > letter.pages and not by_person:
        return doubts.too_many(letter, len(pages), names)
    return ""


def _match(
    letter: Letter, shares: Sequence[_Share], *, by_person: bool, remarks: tuple[str, ...]
) -> Match:
    is_known = all(page.is_page is not None for share in shares for page in share.pages)
    is_counted = NOT_COUNTED not in remarks
    if is_known:
        # By the page of the letter: a scanner may have turned the stack.
        shares = [_Share(s.handed, tuple(sorted(s.pages, key=_place))) for s in shares]
        shares.sort(key=lambda share: _place(share.pages[0]))
    elif is_counted and letter.pages != 1:
        remarks = (*remarks, _BY_COUNT)
    parts = tuple(Part(s.handed, tuple(page.number for page in s.pages)) for s in shares)
    return Match(letter, parts, is_counted, by_person, remarks)


def _place(page: Page) -> int:
    return page.is_page or page.number


def _told_of(found: Match, doubles: Mapping[str, Sequence[Path]]) -> Match:
    """The match with what must be said of its files."""
    remarks = list(found.remarks)
    for part in found.parts:
        remarks += [
            f"{path.name} is hetzelfde bestand als {part.handed.path.name} en telt niet mee."
            for path in doubles.get(part.handed.sha512, ())
        ]
    others = {k for part in found.parts for k in _kenmerken(part.handed)} - {found.letter.kenmerk}
    if others:
        pages = dutch.join([str(page) for part in found.parts for page in part.pages])
        names = dutch.join(sorted(others))
        remarks.append(
            f"Het bestand bevat ook {names}; van {found.letter.kenmerk} is bladzijde {pages}."
        )
    return replace(found, remarks=tuple(remarks))


def _take_back(found: dict[str, Match], told: dict[Handed, str]) -> None:
    """Undo each match of which a file holds pages that are not certain; that may undo others."""
    while True:
        undone = [k for k, m in found.items() if any(part.handed in told for part in m.parts)]
        if not undone:
            return
        for kenmerk in undone:
            for part in found.pop(kenmerk).parts:
                told.setdefault(part.handed, doubts.shared(_kenmerken(part.handed)))


def _kenmerken(one: Handed) -> list[str]:
    return sorted({code.kenmerk for page in one.pages for code in page.codes})
