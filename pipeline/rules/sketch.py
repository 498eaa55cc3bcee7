"""Sketch: a text in small letters of ASCII, for a first look that costs next to nothing.

Most sheets hold nothing of what some rules look for, and nearly all of their words were looked at
in a sheet before. What stands in a text stands, sketched, in its sketch; also when capitals make no
difference to whoever looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

_MOST = 20_000  # words to remember: some MB
_ASCII = bytes(range(128))
# Signs that are the same as letters of ASCII where capitals make no difference. Most come from
# ligatures in a text that was copied from a PDF.
_LETTERS = {
    "ß": "ss", "ẞ": "ss", "ſ": "s", "İ": "i", "ı": "i", "\u212a": "k", "ŉ": "?n", "ǰ": "j?",
    "ẖ": "h?", "ẗ": "t?", "ẘ": "w?", "ẙ": "y?", "ẚ": "a?", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl",
    "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip


def sketch(text: str) -> str:
    """The text in lower case of ASCII, with a question mark for what has no letters there."""
    return _in_ascii(text).lower()


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Each different word of some texts once, with the signs around it, sketched; capitals stay."""
    return frozenset(_in_ascii("\n".join(texts)).split())


def _in_ascii(text: str) -> str:
    if not text.isascii():
        others = text.encode("utf-8", "replace").translate(None, _ASCII).decode("utf-8")
        for sign in _LETTERS.keys() & set(others):
            text = text.replace(sign, _LETTERS[sign])
    return text.encode("ascii", "replace").decode("ascii")


class FirstLook:
    """Tells which of its anchors, pieces of sketched words, stand in any of some words.

    Sheets are written in one language: of a next one nearly all words were looked at before.
    """

    def __init__(self, anchors: Sequence[str]) -> None:
        self._anchors = anchors
        self._innocent: set[str] = set()

    def found(self, words: AbstractSet[str]) -> list[str]:
        """The anchors that stand in these words (`words_of`); usually none."""
        rest = words - self._innocent
        sketched = " ".join(rest).lower()
        found = [anchor for anchor in self._anchors if anchor in sketched]
        if len(self._innocent) > _MOST:
            self._innocent.clear()
        self._innocent.update(
            word for word in rest if not any(anchor in word.lower() for anchor in found)
        )
        return found
