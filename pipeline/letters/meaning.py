"""What the tags of a template mean: whether every name exists and is used as what it is.

Walks the Jinja tree with the kinds of letter.py: a value of a letter, a list, a text. Of what a
template makes itself the kind may be unknown; of that nothing is said.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeGuard

from jinja2 import nodes
from msgspec import Struct, field

from pipeline.letters.letter import Blok
from pipeline.letters.placeholders import Many, members
from pipeline.letters.sandbox import FILTERS, METHODS

Scope = dict[str, object]
Say = Callable[[int, str], None]  # line, sentence

UNKNOWN: Final = object()
_LOOP_NAMES: Final = """
    index index0 revindex revindex0 first last length depth depth0 previtem nextitem cycle changed
"""
_LOOP: Final = frozenset(_LOOP_NAMES.split())
_ITEM_OF: Final = frozenset({"first", "last", "min", "max"})
_SAME: Final = frozenset({"list", "sort", "reverse", "unique", "select", "reject", "selectattr"})
_TEXT_NAMES: Final = "capitalize e escape join lower string title trim truncate upper"
_TEXT: Final = frozenset(_TEXT_NAMES.split())


class Meaning(Struct):
    """The walk through one template; `used` are the values that it prints or tests."""

    say: Say
    used: set[tuple[type[Struct], str]] = field(default_factory=set)
    _macros: dict[str, nodes.Macro] = field(default_factory=dict)
    _seen: set[tuple[str, tuple[object, ...]]] = field(default_factory=set)

    def read(self, tree: nodes.Template, scope: Mapping[str, object]) -> None:
        """Go through one part, with the names that it is given."""
        self._macros.update({macro.name: macro for macro in tree.find_all(nodes.Macro)})
        self._body(tree.body, {**scope, "range": UNKNOWN, **dict.fromkeys(self._macros, UNKNOWN)})

    def _body(self, body: Iterable[nodes.Node], scope: Scope) -> None:
        for node in body:
            self._statement(node, scope)

    def _statement(self, node: nodes.Node, scope: Scope) -> None:
        match node:
            case nodes.Output():
                for child in node.nodes:
                    self._printed(child, scope)
            case nodes.For():
                self._loop(node, scope)
            case nodes.If():
                self._kind(node.test, scope)
                for part in (node.body, node.elif_, node.else_):
                    self._body(part, scope)
            case nodes.Assign():
                kind = self._kind(node.node, scope)
                scope.update(_bound(node.target, kind))
            case nodes.Macro():
                pass  # read where it is used, with the kinds that it is given
            case nodes.With():
                kinds = [self._kind(value, scope) for value in node.values]
                names = [_bound(*pair) for pair in zip(node.targets, kinds, strict=True)]
                inner = {name: kind for bound in names for name, kind in bound.items()}
                self._body(node.body, {**scope, **inner})
            case _:
                self._body(node.iter_child_nodes(), scope)

    def _loop(self, node: nodes.For, scope: Scope) -> None:
        kind = self._kind(node.iter, scope)
        if kind in {str, int, bool} or _is_record(kind):
            self.say(node.lineno, "dit herhaalt iets dat geen lijst is.")
        item = kind.item if isinstance(kind, Many) else UNKNOWN
        inner = {**scope, **_bound(node.target, item), "loop": "loop"}
        if node.test is not None:
            self._kind(node.test, inner)
        self._body(node.body, inner)
        self._body(node.else_, dict(scope))

    def _printed(self, node: nodes.Expr, scope: Scope) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        kind = self._kind(node, scope)
        if kind == Many(Blok):
            self.say(node.lineno, "dit is een tekst met alinea’s; schrijf {{p tekst(…) }}.")
        elif isinstance(kind, Many):
            self.say(node.lineno, "dit is een lijst; herhaal haar met {%p for … %}.")
        elif _is_record(kind):
            self.say(node.lineno, "dit heeft onderdelen; noem er een achter een punt.")

    def _kind(self, node: nodes.Node, scope: Scope) -> object:  # noqa: PLR0911 -- a kind a node
        match node:
            case nodes.Name():
                return self._name(node, scope)
            case nodes.Getattr():
                return self._member(node, self._kind(node.node, scope))
            case nodes.Getitem():
                kind = self._kind(node.node, scope)
                is_slice = isinstance(node.arg, nodes.Slice)
                return kind.item if isinstance(kind, Many) and not is_slice else kind
            case nodes.Filter() if node.node is not None:
                return self._filtered(node, self._kind(node.node, scope))
            case nodes.Call():
                return self._call(node, scope)
            case nodes.CondExpr():
                self._kind(node.test, scope)
                kinds = [self._kind(side, scope) for side in (node.expr1, node.expr2) if side]
                return kinds[0]
            case nodes.Or() | nodes.And():
                kind, _ = (self._kind(side, scope) for side in (node.left, node.right))
                return kind
            case nodes.Const():
                return type(node.value)
            case _:
                for child in node.iter_child_nodes():
                    self._kind(child, scope)
                return UNKNOWN

    def _name(self, node: nodes.Name, scope: Scope) -> object:
        if node.name not in scope:
            self.say(node.lineno, f"de naam “{node.name}” bestaat niet{_nearest(node.name, scope)}")
        return scope.get(node.name, UNKNOWN)

    def _member(self, node: nodes.Getattr, kind: object) -> object:
        name = node.attr
        if name.startswith("_"):
            self.say(node.lineno, f"dit vraagt “{name}”; dat mag niet in een sjabloon.")
            return UNKNOWN
        known: Iterable[str] = METHODS
        if _is_record(kind):
            known = members(kind)
            self.used.add((kind, name))
            if name in known:
                return members(kind)[name]
        elif kind == "loop":
            known = _LOOP
        elif kind not in {str, int, bool} and not isinstance(kind, Many):
            return UNKNOWN
        if name not in known:
            before = f"{node.node.name}." if isinstance(node.node, nodes.Name) else "."
            nearest = _nearest(name, known, before)
            self.say(node.lineno, f"de naam “{before}{name}” bestaat niet{nearest}")
        return UNKNOWN

    def _filtered(self, node: nodes.Filter, kind: object) -> object:
        if node.name not in FILTERS:
            self.say(
                node.lineno,
                f"de bewerking “|{node.name}” bestaat niet{_nearest(node.name, FILTERS, '|')}",
            )
        if node.name in _ITEM_OF and isinstance(kind, Many):
            return kind.item
        if node.name in _TEXT:
            return str
        return kind if node.name in _SAME else UNKNOWN

    def _call(self, node: nodes.Call, scope: Scope) -> object:
        kinds = [self._kind(value, scope) for value in node.args]
        target = node.node
        if isinstance(target, nodes.Name) and target.name in self._macros:
            self._macro(self._macros[target.name], kinds, scope)
            return str
        if isinstance(target, nodes.Getattr):
            self._kind(target.node, scope)
            is_known = target.attr in {*METHODS, "cycle", "changed"}
        else:
            self._kind(target, scope)
            is_known = isinstance(target, nodes.Name) and target.name in {"range", "caller", "loop"}
        if not is_known:
            self.say(node.lineno, "dit roept iets aan; dat mag niet in een sjabloon.")
        return UNKNOWN

    def _macro(self, macro: nodes.Macro, kinds: list[object], scope: Scope) -> None:
        call = (macro.name, tuple(map(repr, kinds)))
        if call in self._seen:
            return
        self._seen.add(call)
        names = [argument.name for argument in macro.args]
        given = dict(zip(names, kinds, strict=False))
        outer = {name: kind for name, kind in scope.items() if name != "loop"}
        self._body(macro.body, {**outer, **dict.fromkeys(names, UNKNOWN), **given})


def _is_record(kind: object) -> TypeGuard[type[Struct]]:
    return isinstance(kind, type) and issubclass(kind, Struct)


def _bound(target: nodes.Node, kind: object) -> Scope:
    if isinstance(target, nodes.Name):
        return {target.name: kind}
    return {name.name: UNKNOWN for name in target.find_all(nodes.Name)}


def _nearest(name: str, known: Iterable[str], before: str = "") -> str:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; bedoelt u “{before}{near[0]}”?" if near else "."
