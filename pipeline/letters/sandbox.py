"""The one Jinja environment of the templates: strict, escaping, and unable to do harm or to hang.

A template comes from a colleague and is edited in Word. Whatever stands in it, it can only read
the values that it is given: no private attributes, no calls but a few harmless ones, no numbers
or texts without an end, and a fixed number of steps per part.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Sized
from typing import Any, Final

from jinja2 import DictLoader, StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.filters import sync_do_join
from jinja2.nodes import EvalContext
from jinja2.parser import Parser
from jinja2.runtime import Context, LoopContext, Macro, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import pass_eval_context
from jinja2.visitor import NodeTransformer
from msgspec import Struct

from pipeline.letters import letter

STEPS: Final = 20_000  # turns of loops and calls per part; a large letter takes a few hundred
_LONGEST: Final = 100_000  # characters of a text that a template makes itself
_LARGEST: Final = 10**15
_FILTER_NAMES: Final = """
    abs capitalize count d default dictsort e escape first float forceescape groupby int items
    join last length list lower map max min reject rejectattr reverse safe select selectattr sort
    string striptags sum title trim truncate unique upper wordcount
"""
_METHOD_NAMES: Final = """
    capitalize count endswith get index isdigit isoformat items keys lower lstrip removeprefix
    removesuffix rstrip split splitlines startswith strip title upper values
"""
FILTERS: Final = frozenset(_FILTER_NAMES.split())
METHODS: Final = frozenset(_METHOD_NAMES.split())
# The classes of a letter hold nothing that a template may not read.
_PLAIN: Final = frozenset(
    kind for kind in vars(letter).values() if isinstance(kind, type) and issubclass(kind, Struct)
)


class Unknown(StrictUndefined):
    """A name that the template uses and the letter does not have."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return f"“{self._undefined_name}” is niet bekend"


class Sandbox(ImmutableSandboxedEnvironment):
    """Renders with the limits of this module; `refill` before each part."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=Unknown, loader=DictLoader({}))
        self.filters = {name: self.filters[name] for name in FILTERS - {"join"}}
        self.filters |= {"join": self.joined, "begrensd": self.counted}
        self.globals = {"range": range}
        self.steps = STEPS

    def refill(self) -> None:
        """Give the next part its full number of steps."""
        self.steps = STEPS

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Values of a letter directly, all else by the rules of the sandbox."""
        if type(obj) in _PLAIN and attribute[:1] != "_":
            try:
                return getattr(obj, attribute)
            except AttributeError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def is_safe_callable(self, obj: Any) -> bool:
        """Say whether a template may call this: macros, loops, and methods that only look."""
        if isinstance(obj, Macro | LoopContext) or obj is range or obj == self.concatenated:
            return True
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, LoopContext):
            return obj.__name__ in {"cycle", "changed"}
        bound = isinstance(obj, types.BuiltinMethodType | types.MethodType)
        return bound and obj.__name__ in METHODS and not isinstance(owner, types.ModuleType)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what is safe, and count it."""
        self._spend(1)
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Calculate with bounded numbers, and add bounded texts."""
        for value in (left, right):
            if isinstance(value, Sized) and operator != "+":
                raise SecurityError(f"met tekst rekenen ({operator}) kan niet in een sjabloon")
            if isinstance(value, int | float) and abs(value) > _LARGEST:
                raise SecurityError("dit getal is te groot voor een sjabloon")
        if operator == "**":
            raise SecurityError("machtsverheffen (**) kan niet in een sjabloon")
        return self._measured(super().call_binop(context, operator, left, right))

    def counted(self, values: Iterable[object]) -> Iterable[object]:
        """Let a loop through, unless it takes more turns than are left."""
        if isinstance(values, Unknown):
            return values  # reports itself, with its name
        known = values if isinstance(values, tuple | range) else list(values)
        self._spend(len(known) + 1)
        return known

    def concatenated(self, *values: object) -> object:
        """Join texts as `~` does, while they stay of a bearable length."""
        return self._measured(markup_join(values))

    @pass_eval_context
    def joined(
        self,
        context: EvalContext,
        values: Iterable[object],
        d: str = "",
        attribute: str | int | None = None,
    ) -> object:
        """Join a list as Jinja does, with a separator of a bearable length."""
        self._spend(len(d))
        return self._measured(sync_do_join(context, values, d, attribute))

    def read(self, source: str) -> nodes.Template:
        """The tree of a source as it stands there, without the limits; raises TemplateSyntaxError."""
        return Parser(self, source).parse()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Limits().visit(super()._parse(source, name, filename))
        return tree

    def _spend(self, steps: int) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise SecurityError("dit sjabloon herhaalt te veel")

    def _measured(self, value: object) -> object:
        if isinstance(value, Sized):
            self._spend(len(value) // 1000)
            if len(value) > _LONGEST:
                raise SecurityError("dit sjabloon maakt te lange tekst")
        return value


class _Limits(NodeTransformer):
    """Puts the counters of the sandbox around every loop and every `~`."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 -- name of the node
        self.generic_visit(node)
        node.iter = nodes.Filter(node.iter, "begrensd", [], [], None, None, lineno=node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 -- the same
        self.generic_visit(node)
        limited = nodes.EnvironmentAttribute("concatenated", lineno=node.lineno)
        return nodes.Call(limited, node.nodes, [], None, None, lineno=node.lineno)
