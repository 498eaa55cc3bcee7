"""A letter with its copies: what they share is filled and packed once.

    series = Series.of(template, Varying("brief", {"kopie_voor", "code"}))
    letters = series.begin({"brief": brief})
    letters.first(picture), letters.copy({"brief": copy}, picture), …

A copy is the letter word for word but for a line and a code. Where the template shows for certain
which pieces those are (`seams`), only they are filled again; everything else of a copy has the
very bytes of its letter. Where it does not, a copy is filled as a letter is: the same, and slower.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from pipeline.letters.marked import CUT
from pipeline.letters.package import Entry, Piece
from pipeline.letters.prepare import Source
from pipeline.letters.seams import SEAM, Cut, Varying, cut
from pipeline.letters.template import Context, Filling, Template

# What Word writes as elements, or as runs of their own: such a piece is not filled by itself.
_ODD = ("\n", "\t", "\a", "\f", CUT, "<wp:docPr")


class Series(Struct, frozen=True):
    """A template, and what of it copies share."""

    template: Template
    shared: tuple[Filling, ...]  # parts that are the same in letter and copies
    own: tuple[Filling, ...]  # parts that each copy has of its own
    cuts: tuple[tuple[Filling, Cut], ...]  # parts with pieces of both

    @classmethod
    def of(cls, template: Template, varying: Varying) -> Series:
        """Find what copies share that differ in no other values than these."""
        shared, own, cuts = [], [], []
        for filling in template.fillings:
            tree = template.sandbox.parse(filling.source.xml)
            if not varying.touch(tree):
                shared.append(filling)
            elif found := cut(template.sandbox, filling.source, varying):
                cuts.append((filling, found))
            else:
                own.append(filling)
        return cls(template, tuple(shared), tuple(own), tuple(cuts))

    def begin(self, context: Context) -> Letters:
        """Fill what letter and copies share, from the values of the letter; raises FillError."""
        template = self.template
        own = list(self.own)
        entries: dict[str, Entry] = {}
        halves: list[Half] = []
        for filling in self.shared:
            data = template.fill(filling, context)
            entries[filling.source.name] = Entry.each(filling.source.name, data)
        for filling, found in self.cuts:
            whole = Filling(filling.source, found.whole, has_markers=False, resolve_all=False)
            texts = template.text(whole, context).split(SEAM)
            if len(texts) == 2 * found.pieces + 1 and not any(map(_is_odd, texts[1::2])):
                halves.append(_half(template, filling.source, found, texts))
            else:
                own.append(filling)
        return Letters(template, context, entries, tuple(own), tuple(halves))


class Half(Struct, frozen=True):
    """A part of which the shared pieces are packed: every second one is a copy's own."""

    source: Source
    cut: Cut
    pieces: tuple[Piece, ...]

    def joined(self, own: Mapping[int, Piece]) -> Entry:
        """The whole part, with these in the place of the letter's own."""
        pieces = [own.get(number, piece) for number, piece in enumerate(self.pieces)]
        return Entry.joined(self.source.name, pieces)


class Made(Struct, frozen=True):
    """A letter or copy as a .docx file; `own` is what was filled for it alone, by part."""

    docx: bytes
    own: Mapping[str, bytes]
    is_whole: bool  # False: all other pieces are those of the letter


class Letters(Struct, frozen=True):
    """A letter of which the shared pieces are ready."""

    template: Template
    context: Context
    entries: Mapping[str, Entry]
    own: tuple[Filling, ...]
    halves: tuple[Half, ...]

    def first(self, picture: bytes) -> bytes:
        """The letter itself; raises FillError."""
        parts = {half.source.name: half.joined({}) for half in self.halves}
        return self._document(parts, self._filled(self.context), picture)

    def copy(self, context: Context, picture: bytes) -> Made:
        """A copy; raises FillError."""
        parts: dict[str, Entry] = {}
        own = self._filled(context)
        for half in self.halves:
            filling = Filling(half.source, half.cut.own, has_markers=False, resolve_all=False)
            texts = self.template.text(filling, context).split(SEAM)
            if len(texts) != half.cut.pieces + 1 or any(map(_is_odd, texts)):
                return Made(self.template.render(context, picture), {}, is_whole=True)
            encoded = [self.template.encoded(half.source, text) for text in texts[:-1]]
            pieces = {2 * at + 1: Piece.of(data) for at, data in enumerate(encoded)}
            parts[half.source.name] = half.joined(pieces)
            own[half.source.name] = b"<w:p>%s</w:p>" % b"".join(encoded)
        docx = self._document(parts, own, picture)
        return Made(docx, {**own, **self._marks(picture)}, is_whole=False)

    def _filled(self, context: Context) -> dict[str, bytes]:
        return {filling.source.name: self.template.fill(filling, context) for filling in self.own}

    def _marks(self, picture: bytes) -> dict[str, bytes]:
        return dict.fromkeys(self.template.anatomy.marks, picture)

    def _document(
        self, parts: Mapping[str, Entry], own: Mapping[str, bytes], picture: bytes
    ) -> bytes:
        return self.template.package.write({**self.entries, **own, **parts, **self._marks(picture)})


def _half(template: Template, source: Source, found: Cut, texts: list[str]) -> Half:
    whole = [source.before + texts[0], *texts[1:-1], texts[-1] + source.after]
    pieces = (Piece.of(template.encoded(source, text)) for text in whole)
    return Half(source, found, tuple(pieces))


def _is_odd(text: str) -> bool:
    return any(sign in text for sign in _ODD)
