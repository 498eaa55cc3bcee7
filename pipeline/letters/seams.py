"""Seams: finds where a template depends on what only a copy has, and cuts it there.

    {{ brief.kern }} | {% if brief.kopie_voor %}…{% endif %} | {{ brief.groet }} …
        shared       |            a copy's own             |       shared

What is shared is then filled once for a letter and all its copies. Only what is certain is cut: a
template that keeps such a value in a name of its own, or hands it to a macro, is left whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from jinja2 import Template as Compiled
from jinja2 import nodes
from msgspec import Struct

from pipeline.letters.prepare import Source
from pipeline.letters.sandbox import Sandbox

SEAM: Final = "\x01"  # stands in no letter: XML knows no such sign
_DEFINES: Final = (nodes.Assign, nodes.AssignBlock, nodes.Macro)
_STEPS: Final = (nodes.Output, nodes.For, nodes.If, nodes.With, nodes.CallBlock, nodes.FilterBlock)


class Cut(Struct, frozen=True):
    """A part in two ways: whole with a seam around every piece of a copy's own, and those alone."""

    whole: Compiled
    own: Compiled
    pieces: int  # of a copy's own


class Varying(Struct, frozen=True):
    """The values by which copies differ: attributes of one name of the context."""

    name: str
    attributes: Collection[str]

    def touch(self, tree: nodes.Node) -> bool:
        """True when a piece of a template may say something else in a copy."""
        known = 0
        for node in tree.find_all(nodes.Getattr):
            if isinstance(node.node, nodes.Name) and node.node.name == self.name:
                if node.attr in self.attributes:
                    return True
                known += 1
        names = [node for node in tree.find_all(nodes.Name) if node.name == self.name]
        return len(names) > known  # the whole of it goes somewhere


def cut(sandbox: Sandbox, source: Source, varying: Varying) -> Cut | None:
    """Cut a part along its seams; None where it must stay whole."""
    if source.refit or source.has_markers or source.resolve_all:
        return None
    tree = sandbox.parse(source.xml)
    steps = list(_steps(tree))
    if not all(map(_is_plain, steps)):
        return None
    definitions = [step for step in steps if isinstance(step, _DEFINES)]
    if any(varying.touch(step) for step in definitions):
        return None
    own = [step for step in steps if varying.touch(step)]
    seam = nodes.Output([nodes.TemplateData(SEAM)])
    whole = [n for step in steps for n in ((seam, step, seam) if step in own else (step,))]
    alone = [*definitions, *(n for step in own for n in (step, seam))]
    return Cut(_compiled(sandbox, whole), _compiled(sandbox, alone), len(own))


def _steps(tree: nodes.Template) -> Iterator[nodes.Node]:
    """What happens at the top of a template, each value that is printed apart."""
    for node in tree.body:
        if isinstance(node, nodes.Output):
            yield from (nodes.Output([child], lineno=node.lineno) for child in node.nodes)
        else:
            yield node


def _is_plain(step: nodes.Node) -> bool:
    """True for a definition, and for a step that defines nothing: an {% if %} may set a name."""
    if isinstance(step, _DEFINES):
        return True
    return isinstance(step, _STEPS) and next(step.find_all(_DEFINES), None) is None


def _compiled(sandbox: Sandbox, body: list[nodes.Node]) -> Compiled:
    tree = nodes.Template(body, lineno=1)
    tree.set_environment(sandbox)
    code = sandbox.compile(tree)
    return Compiled.from_code(sandbox, code, sandbox.make_globals(None))
