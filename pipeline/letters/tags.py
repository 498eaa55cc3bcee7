"""The tags of a template, each on its own: whether they are whole, and open and close in pairs.

Ends with a Jinja source of a line a paragraph, mended where it was wrong, so that `meaning` can
go on and find what else is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from jinja2 import TemplateSyntaxError
from msgspec import Struct, field

from pipeline.letters.paragraphs import Mistake, Paragraph, Place, W
from pipeline.letters.sandbox import Sandbox

_TAG: Final = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}")
_BRACES: Final = re.compile(r"\{[{%#]|[}%#]\}")
_SINGLE: Final = re.compile(r"(?<!\{)\{\s*[a-z_]+\.[a-z_.]+\s*\}(?!\})")
_PARTS: Final = re.compile(r"^(\{[{%#])(tr|tc|p|r)?([-+]?)(\s*)(.*?)([-+]?)([}%#]\})$", re.DOTALL)
_QUOTES: Final = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_PAIRS: Final = frozenset({"for", "if", "macro", "call", "filter", "with", "autoescape"})
_MIDDLE: Final = {"else": ("if", "for"), "elif": ("if",)}
_SCOPES: Final = {"p": "alinea", "tr": "rij", "tc": "cel", "r": "stukje tekst"}
# An opening tag that is always right, for one that was wrong.
_STAND_INS: Final = {
    "for": "{% for _ in () %}",
    "if": "{% if true %}",
    "macro": "{% macro _() %}",
    "call": "{% call _() %}",
    "filter": "{% filter upper %}",
    "with": "{% with %}",
    "autoescape": "{% autoescape true %}",
}
_DOCXTPL: Final = re.compile(r"^(?:vm|hm)$|^(colspan|cellbg)\s+(.*)$")
_FORBIDDEN: Final = frozenset({"include", "import", "from", "extends", "block", "do", "raw"})


class _Open(Struct):
    word: str
    tag: str
    place: Place


class Tags(Struct):
    """Goes through the paragraphs of one part; collects mistakes and the mended source."""

    sandbox: Sandbox
    mistakes: list[Mistake] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)

    @classmethod
    def of(cls, found: Sequence[Paragraph], sandbox: Sandbox) -> Tags:
        """Check all paragraphs of a part."""
        tags = cls(sandbox)
        for paragraph in found:
            tags.lines.append("".join(tags._paragraph(paragraph)))
        for left in reversed(tags._open):
            tags._say(
                left.place, left.tag, f"wordt niet gesloten: {{% end{left.word} %}} ontbreekt."
            )
            tags.lines.append(f"{{% end{left.word} %}}")
        return tags

    @property
    def source(self) -> str:
        """Jinja with every paragraph on the line of its number."""
        return "\n".join(self.lines)

    def _say(self, place: Place, tag: str, sentence: str) -> None:
        self.mistakes.append(Mistake(place, tag, sentence))

    def _paragraph(self, paragraph: Paragraph) -> Iterator[str]:
        text, place = paragraph.text, paragraph.place
        rest = _TAG.sub(" ", text)
        for brace in _BRACES.findall(rest):
            self._say(place, "", f"het teken {brace} staat hier zonder het teken dat erbij hoort.")
        for single in _SINGLE.findall(text):
            self._say(place, single, "heeft één accolade; een plaatshouder heeft er twee: {{ … }}.")
        for tag in _TAG.findall(text):
            parts = _PARTS.match(tag)
            assert parts  # both patterns see the same braces
            opening, scope, _, space, inner, _, closing = parts.groups()
            if opening[1] + closing[0] not in {"{}", "%%", "##"}:
                self._say(place, tag, "begint en eindigt met verschillende tekens.")
                continue
            if scope and not space and opening != "{#" and inner:
                inner, scope = f"{scope}{inner}", None  # {{punt.wie}} is no {{p unt.wie}}
            if scope:
                self._scoped(paragraph, tag, scope, inner)
            if opening == "{{":
                yield from self._checked(place, tag, f"{{{{ {inner.translate(_QUOTES)} }}}}")
            elif opening == "{%":
                yield from self._block(place, tag, inner.strip().translate(_QUOTES))

    def _scoped(self, paragraph: Paragraph, tag: str, scope: str, inner: str) -> None:
        """Docxtpl puts the tag in the place of the whole paragraph, row or cell around it."""
        place = paragraph.place
        if "%" in inner or "}" in inner:
            self._say(place, tag, "mag binnen de opdracht geen % of } bevatten.")
        if scope == "r":
            return
        kind = _SCOPES[scope]
        around = paragraph.element
        if scope != "p":
            holder = next(around.iterancestors(f"{W}{scope}"), None)
            if holder is None:
                self._say(place, tag, f"kan alleen in een tabel staan: er is hier geen {kind}.")
                return
            around = holder
        text = "".join(around.itertext(f"{W}t"))
        if _TAG.sub("", text).strip():
            self._say(place, tag, f"moet alleen staan: alle tekst in dezelfde {kind} verdwijnt.")
        elif len([found for found in _TAG.findall(text) if not found.startswith("{#")]) > 1:
            self._say(place, tag, f"moet de enige opdracht in deze {kind} zijn.")

    def _block(self, place: Place, tag: str, inner: str) -> Iterator[str]:
        word = inner.split(maxsplit=1)[0] if inner else ""
        if special := _DOCXTPL.match(inner):
            if special[2]:
                yield from self._checked(place, tag, f"{{{{ {special[2]} }}}}")
        elif word in _FORBIDDEN:
            self._say(place, tag, f"gebruikt “{word}”; dat kan niet in een sjabloon.")
        elif word.startswith("end") and word != "endset":
            yield from self._end(place, tag, word.removeprefix("end"))
        elif word in _MIDDLE:
            if not self._open or self._open[-1].word not in _MIDDLE[word]:
                self._say(place, tag, "hoort bij geen enkele {% if %}.")
            elif word == "else" or list(self._checked(place, tag, f"{{% if {inner[4:]} %}}", "if")):
                yield f"{{% {inner} %}}"
        elif word in _PAIRS:
            whole = "".join(self._checked(place, tag, f"{{% {inner} %}}", word))
            # One that is wrong still has its end tag somewhere: keep the pair.
            self._open.append(_Open(word, tag, place))
            yield whole or _STAND_INS[word]
        else:
            yield from self._checked(place, tag, f"{{% {inner} %}}")

    def _end(self, place: Place, tag: str, word: str) -> Iterator[str]:
        words = [entry.word for entry in self._open]
        if word not in words:
            known = word in _PAIRS
            self._say(
                place,
                tag,
                f"sluit iets dat niet open is: er is geen {{% {word} %}}."
                if known
                else f"is onbekend; bedoelt u endfor of endif? “end{word}” bestaat niet.",
            )
            return
        while (last := self._open.pop()).word != word:
            sentence = f"wordt niet gesloten vóór {tag}: {{% end{last.word} %}} ontbreekt."
            self._say(last.place, last.tag, sentence)
            yield f"{{% end{last.word} %}}"
        yield f"{{% end{word} %}}"

    def _checked(self, place: Place, tag: str, source: str, pair: str = "") -> Iterator[str]:
        """The tag itself when Jinja can read it; else a mistake and nothing."""
        try:
            self.sandbox.read(f"{source}{{% end{pair} %}}" if pair else source)
        except TemplateSyntaxError as error:
            self._say(place, tag, _dutch(error))
        else:
            yield source


def _dutch(error: TemplateSyntaxError) -> str:
    message = error.message or ""
    if unknown := re.match(r"Encountered unknown tag '(\w+)'", message):
        if unknown[1] in _SCOPES:
            return (
                f"heeft een spatie te veel: schrijf {{%{unknown[1]} in plaats van {{% {unknown[1]}."
            )
        return f"is onbekend: “{unknown[1]}” bestaat niet in een sjabloon."
    if message.startswith("unexpected char"):
        return f"bevat een teken dat daar niet kan ({message.split()[2]})."
    if message.startswith("Expected an expression"):
        return "is niet af: er ontbreekt een naam of waarde."
    return f"is geen geldige opdracht ({message})."
