"""Looks through a text with fields before anything of it runs: only what is on a short list may.

Everything that is not on the list is a fault with its line. Not here: filling (merge_sandbox.py).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from healthdesk.core.domain.template import (
    ATTRIBUTE,
    BY_KEY,
    FILTERS,
    Fault,
    attribute_key,
)

if TYPE_CHECKING:  # a tenth of a second: only who fills a text waits for it
    from jinja2 import nodes

DEEPEST: Final = 6
"""Blocks within blocks."""
LOOPS: Final = 2
"""Loops within loops."""
TERMS: Final = 12
"""Parts of one condition within each other."""
_PLAIN: Final = "Only fields, if and for can stand in a message"
_COMPARED: Final = frozenset({"eq", "ne", "lt", "lteq", "gt", "gteq"})
Scope = Mapping[str, tuple[str, ...]]
"""Names that loops give to the things of a list, and what each of those has."""


class Checker:
    """Goes through a parsed text once; `keys` are the fields it uses, `faults` what is wrong."""

    def __init__(self, source: str, attributes: Collection[str] | None) -> None:
        """Be ready; `attributes` are the desk's own fields, None = they are not looked at."""
        self.faults: list[Fault] = []
        self.keys: dict[str, None] = {}
        self._lines = source.split("\n")
        self._attributes = attributes

    def fault(self, told: int | None, sentence: str, word: str = "") -> None:
        """Note a fault, at the place of a word in its line where it is found there."""
        line = told or 1
        text = self._lines[line - 1] if 0 < line <= len(self._lines) else ""
        at = text.find(word) + 1 if word else text.find("{") + 1
        self.faults.append(Fault(line, max(at, 1), sentence))

    def body(self, body: Collection[nodes.Node], scope: Scope, depth: int, loops: int) -> None:
        """Look through what stands one after the other."""
        for node in body:
            kind = type(node).__name__
            if depth > DEEPEST:
                self.fault(node.lineno, f"More than {DEEPEST} blocks stand within each other.")
            elif kind == "Output":
                self._output(node, scope)
            elif kind == "If":
                self._if(node, scope, depth, loops)
            elif kind == "For":
                self._for(node, scope, depth, loops)
            else:
                self.fault(node.lineno, f"{_PLAIN}, not “{kind.lower()}”.")

    def _output(self, node: nodes.Node, scope: Scope) -> None:
        for one in node.nodes:  # type: ignore[attr-defined]
            if type(one).__name__ != "TemplateData":
                self._shown(one, scope)

    def _if(self, node: nodes.Node, scope: Scope, depth: int, loops: int) -> None:
        for way in (node, *node.elif_):  # type: ignore[attr-defined]
            self._condition(way.test, scope, 0)
            self.body(way.body, scope, depth + 1, loops)
        self.body(node.else_, scope, depth + 1, loops)  # type: ignore[attr-defined]

    def _for(self, node: nodes.Node, scope: Scope, depth: int, loops: int) -> None:
        name = getattr(node.target, "name", "")  # type: ignore[attr-defined]
        source = getattr(node.iter, "name", "")  # type: ignore[attr-defined]
        field = BY_KEY.get(source)
        if loops >= LOOPS:
            self.fault(node.lineno, f"More than {LOOPS} loops stand within each other.")
        elif field is None or not field.listed:
            listed = " and ".join(one.key for one in BY_KEY.values() if one.listed)
            self.fault(node.lineno, f"“for” goes through a list: {listed}.", source)
        elif not name.isidentifier() or name.startswith("_") or name in BY_KEY:
            self.fault(node.lineno, "“for” needs a name of its own for each thing.", name)
        elif node.test is not None or node.recursive:  # type: ignore[attr-defined]
            self.fault(node.lineno, f"{_PLAIN}; a condition goes into an “if” of its own.")
        else:
            self.keys[source] = None
            inner = {**scope, name: field.parts}
            self.body(node.body, inner, depth + 1, loops + 1)  # type: ignore[attr-defined]
            self.body(node.else_, scope, depth + 1, loops)  # type: ignore[attr-defined]

    def _shown(self, node: nodes.Node, scope: Scope, depth: int = 0) -> None:
        """A field, with filters behind it or not."""
        if type(node).__name__ != "Filter":
            self._field(node, scope)
            return
        if depth > TERMS:
            self.fault(node.lineno, f"More than {TERMS} filters stand behind a field.")
            return
        name = str(node.name)  # type: ignore[attr-defined]
        if name not in FILTERS:
            listed = ", ".join(FILTERS)
            self.fault(node.lineno, f"There is no filter “{name}”; there are {listed}.", name)
        self._arguments(node, name)
        inner = node.node  # type: ignore[attr-defined]
        if inner is None:
            self.fault(node.lineno, "A filter stands behind a field.")
            return
        self._shown(inner, scope, depth + 1)

    def _arguments(self, node: nodes.Node, name: str) -> None:
        given = node.args  # type: ignore[attr-defined]
        odd = node.kwargs or node.dyn_args or node.dyn_kwargs  # type: ignore[attr-defined]
        if odd or len(given) > 1 or any(not _constant(one) for one in given):
            self.fault(node.lineno, f"“{name}” takes one number or one text in quotes.", name)

    def _condition(self, node: nodes.Node, scope: Scope, depth: int) -> None:
        kind = type(node).__name__
        if depth > TERMS:
            self.fault(node.lineno, f"A condition has more than {TERMS} parts within each other.")
        elif kind in ("And", "Or"):
            self._condition(node.left, scope, depth + 1)  # type: ignore[attr-defined]
            self._condition(node.right, scope, depth + 1)  # type: ignore[attr-defined]
        elif kind == "Not":
            self._condition(node.node, scope, depth + 1)  # type: ignore[attr-defined]
        elif kind == "Compare":
            self._compare(node, scope)
        else:
            self._shown(node, scope)

    def _compare(self, node: nodes.Node, scope: Scope) -> None:
        self._shown(node.expr, scope)  # type: ignore[attr-defined]
        for one in node.ops:  # type: ignore[attr-defined]
            if one.op not in _COMPARED:
                self.fault(node.lineno, "A condition compares with ==, !=, <, <=, > or >=.")
            elif not _constant(one.expr):
                self._shown(one.expr, scope)

    def _field(self, node: nodes.Node, scope: Scope) -> None:
        kind = type(node).__name__
        if kind == "Name":
            self._name(node, str(node.name), scope)  # type: ignore[attr-defined]
        elif kind in ("Getattr", "Getitem"):
            self._part(node, scope)
        elif kind == "Const":
            self.fault(node.lineno, "Write words as they are, without braces.")
        else:
            self.fault(node.lineno, f"{_PLAIN}; this is none of them ({kind.lower()}).")

    def _name(self, node: nodes.Node, name: str, scope: Scope) -> None:
        if name in scope:
            if scope[name]:
                parts = ", ".join(f"{name}.{one}" for one in scope[name])
                self.fault(node.lineno, f"“{name}” has parts: {parts}.", name)
        elif name == ATTRIBUTE:
            self.fault(node.lineno, f"Say which: {attribute_key('region')}.", name)
        elif name in BY_KEY:
            if BY_KEY[name].parts:
                self.fault(node.lineno, f"“{name}” is a list: go through it with “for”.", name)
            self.keys[name] = None
        else:
            self.fault(node.lineno, f"There is no field “{name}”.", name)

    def _part(self, node: nodes.Node, scope: Scope) -> None:
        """attribute["region"], attribute.region or ticket.subject."""
        owner = getattr(node.node, "name", "")  # type: ignore[attr-defined]
        part = _part_of(node)
        if owner == ATTRIBUTE and part is not None and ATTRIBUTE not in scope:
            if self._attributes is not None and part not in self._attributes:
                self.fault(node.lineno, f"No account has a field “{part}”.", part)
            self.keys[attribute_key(part)] = None
        elif owner not in scope or part not in scope[owner]:
            told = f"{owner}.{part}" if owner and part is not None else "this"
            self.fault(node.lineno, f"There is no field “{told}”.", owner)


def _part_of(node: nodes.Node) -> str | None:
    """What is asked of a thing, where that is plainly said."""
    if type(node).__name__ == "Getattr":
        return str(node.attr)  # type: ignore[attr-defined]
    value = getattr(node.arg, "value", None)  # type: ignore[attr-defined]
    return value if isinstance(value, str) and value.isprintable() and '"' not in value else None


def _constant(node: nodes.Node) -> bool:
    """A number or a short text as it stands."""
    value = getattr(node, "value", None) if type(node).__name__ == "Const" else None
    if isinstance(value, str):
        return len(value) <= 200
    return isinstance(value, int | float) and abs(value) < 1e15
