"""T33: tells the voorzitter which other dossiers and letters are much like this one (S1-5).

Never more than an opmerking: the voorzitter decides whether two werkgroepen do the same work.
Comparing all with all would take hours for a long-lived council, so two texts are compared only
when they share words that few others use.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from sys import intern

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz import fuzz

from pipeline.model import Dossier, Ernst, Finding, Text, Uitgave

_SAME_SUBJECT = 85  # percent of likeness of two subjects, as sets of words
_SAME_TEXT = 72  # the same of subject, kern and adviespunten
_FEWEST_WORDS = 12  # in a text; a few words are easily contained in a long text
_FEWEST_SUBJECT = 2  # in a subject
_RARE = 10  # words by which a text is looked up
_SHARED = 3  # of those, to be worth comparing
_CROWD = 40  # texts with one word; more are not looked through
_COMPARED = 12  # texts at most, best candidates first
_TOLD = 3  # meldingen a sheet at most
_WORD = re.compile(r"[^\W\d_]{4,}")
_EMPTY_WORDS = frozenset(
    """aantal adviseren advies adviesraad alle alleen allemaal altijd ander andere anders
    binnen college daar daarbij daardoor daarna daarom deze dezelfde doen door dus echt eerst
    eigen elke gaan gaat gemeente geen genoeg gevraagd goed goede haar heeft hebben hier hoeft
    hoort hoeveel hoor iedereen iemand ieder inwoners jaar kunnen kunt krijgen krijgt laat laten
    maak maar maken maakt manier meer mensen minder moet moeten naar naast nieuw nieuwe niet nodig
    omdat onder ongevraagd onze over samen staan staat steeds straks tegen terug tijd toch tussen
    vaak vanaf veel verschillende volgende voor vooraf vooral waar waarom wanneer want wat weer
    welke weten wie wordt worden zelf zich zien zijn zoals zodat zonder zorg zorgen zullen""".split()  # noqa: SIM905
)


class Work(Struct, frozen=True):
    """A sheet, or a letter of which the sheet is gone, as far as likeness goes."""

    name: str  # bestand; empty for a letter
    form_id: str
    title: str
    kenmerk: str | None
    themadossier: str
    vervolg_op: str
    subject: str  # the telling words of the subject, sorted
    text: str  # those of subject, kern and adviespunten
    cell: Text | None  # where to tell it; None for a letter


def work_of(bestand: str, d: Dossier) -> Work:
    """What of a dossier, its defaults filled in, tells whether it is like another one."""
    points = [punt.advies.answer or "" for punt in d.advies.adviespunten]
    title = d.advies.onderwerp.answer or ""
    return Work(
        name=bestand,
        form_id=d.formulier.id.answer or "",
        title=title,
        kenmerk=None,
        themadossier=_plain(d.advies.dossier.answer),
        vervolg_op=_plain(d.advies.vervolg_op.answer),
        subject=_words(title),
        text=_words(" ".join((title, d.advies.kern.answer or "", *points))),
        cell=d.advies.onderwerp,
    )


def likeness(
    sheets: Sequence[Work], issued: Sequence[Uitgave]
) -> Mapping[str, tuple[Finding, ...]]:
    """Per bestand what it is much like: at most three, the best first.

    A letter of which the sheet is among them is named by its kenmerk and not compared again.
    Within one themadossier likeness is meant, as it is with a letter that is followed up.
    """
    works = _works(sheets, issued)
    index = _Index(works)
    found = {}
    for number, work in enumerate(works):
        if work.cell is not None and (alike := _alike(work, works, index.candidates(number))):
            found[work.name] = tuple(_finding(work.cell, other) for other in alike[:_TOLD])
    return found


def _alike(work: Work, works: Sequence[Work], numbers: Sequence[int]) -> list[Work]:
    scored = []
    for number in numbers:
        other = works[number]
        if not _belong_together(work, other) and (score := _score(work, other)):
            scored.append((-score, number))
    return [works[number] for _, number in sorted(scored)]


def _score(one: Work, other: Work) -> float:
    """How alike two works are, in percent; 0 when that is not enough to tell."""
    subject = text = 0.0
    if min(one.subject.count(" "), other.subject.count(" ")) >= _FEWEST_SUBJECT - 1:
        subject = fuzz.token_set_ratio(one.subject, other.subject, score_cutoff=_SAME_SUBJECT)
    if min(one.text.count(" "), other.text.count(" ")) >= _FEWEST_WORDS - 1:
        text = fuzz.token_set_ratio(one.text, other.text, score_cutoff=_SAME_TEXT)
    return max(subject, text)


def _belong_together(one: Work, other: Work) -> bool:
    if one.themadossier and one.themadossier == other.themadossier:
        return True
    return any(
        a.vervolg_op and b.kenmerk and a.vervolg_op == b.kenmerk.casefold()
        for a, b in ((one, other), (other, one))
    )


def _finding(cell: Text, other: Work) -> Finding:
    title = f"“{other.title}”" + (f" ({other.kenmerk})" if other.kenmerk else "")
    where = f", in {other.name}" if other.name and not other.kenmerk else ""
    return Finding(
        regel="T33",
        ernst=Ernst.OPMERKING,
        stap=None,
        plaats=cell.place,
        sleutel=cell.key,
        melding=(
            f"Voor de voorzitter: dit lijkt sterk op {title}{where}. "
            "Doen twee werkgroepen hetzelfde, of is het een vervolg?"
        ),
        bron="S1-5",
    )


class _Index:
    """Looks up, by their rarest words, which works may be like a given one."""

    def __init__(self, works: Sequence[Work]) -> None:
        # Ten thousand sheets share their words: each is kept once.
        use = Counter(intern(word) for work in works for word in work.text.split())
        self._rare = [
            sorted((intern(w) for w in work.text.split() if use[w] > 1), key=lambda w: (use[w], w))[
                :_RARE
            ]
            for work in works
        ]
        self._subjects = [list(map(intern, work.subject.split())) for work in works]
        self._by_rare = _postings(self._rare)
        self._by_subject = _postings(self._subjects)
        self._whole = [[words for words in (work.subject, work.text) if words] for work in works]
        self._by_whole = _postings(self._whole)

    def candidates(self, number: int) -> list[int]:
        """The works worth comparing with this one, best first."""
        shared = Counter(_near(self._by_rare, self._rare[number]))
        subject = Counter(_near(self._by_subject, self._subjects[number]))
        good = {n: count for n, count in shared.items() if count >= _SHARED}
        for n, count in subject.items():
            if count >= _FEWEST_SUBJECT:
                good[n] = good.get(n, 0) + count
        for n in _near(self._by_whole, self._whole[number]):
            good[n] = good.get(n, 0) + _RARE  # the same words: before all others
        good.pop(number, None)
        return sorted(good, key=lambda n: (-good[n], n))[:_COMPARED]


def _postings(words: Sequence[Sequence[str]]) -> Mapping[str, Sequence[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for number, of_one in enumerate(words):
        for word in of_one:
            if len(index[word]) < _CROWD:
                index[word].append(number)
    return dict(index)


def _near(index: Mapping[str, Sequence[int]], words: Sequence[str]) -> Iterator[int]:
    for word in words:
        yield from index[word]


def _works(sheets: Sequence[Work], issued: Sequence[Uitgave]) -> list[Work]:
    kenmerken = {u.formulier_id: u.kenmerk for u in issued if not u.ingetrokken}
    own = {work.form_id for work in sheets}
    return [
        *(
            replace(work, kenmerk=kenmerken[work.form_id]) if work.form_id in kenmerken else work
            for work in sheets
        ),
        *(
            Work(
                "",
                u.formulier_id,
                u.onderwerp,
                u.kenmerk,
                "",
                "",
                _words(u.onderwerp),
                _words(_printed(u)),
                None,
            )
            for u in issued
            if u.formulier_id not in own and not u.ingetrokken
        ),
    ]


def _printed(uitgave: Uitgave) -> str:
    """Subject, kern and adviespunten of a letter, from what it printed."""
    values = uitgave.waarden
    points = values.get("adviespunten")
    texts = [uitgave.onderwerp, values.get("kern")]
    if isinstance(points, (list, tuple)):
        texts += [point.get("advies") for point in points if isinstance(point, Mapping)]
    return " ".join(text for text in texts if isinstance(text, str))


def _words(text: str) -> str:
    return " ".join(sorted({*_WORD.findall(text.casefold())} - _EMPTY_WORDS))


def _plain(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()
