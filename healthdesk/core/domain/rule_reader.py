"""Reads a rule out of the pieces of its text (rule_lex); every refusal points at characters.

`and` binds tighter than `or`, `not` tightest; `all(...)` and `any(...)` stand for groups of none or
of one. Not here: what names mean (rule_names.py), what a test asks (rule_asks.py).
"""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.rule import MAX_DEPTH, MAX_NODES, AllOf, AnyOf, NotOf, Rule
from healthdesk.core.domain.rule_asks import Asks
from healthdesk.core.domain.rule_lex import Token
from healthdesk.core.domain.rule_names import Names
from healthdesk.core.domain.rule_tokens import Tokens

_MOST_BRACKETS: Final = 40
"""Parentheses inside each other: far more than a rule of any use has."""


class Reader:
    """Reads one rule."""

    def __init__(self, text: str, names: Names) -> None:
        self._tokens = Tokens(text)
        self._asks = Asks(self._tokens, names)
        self._leaves: list[Token] = []
        """Where each test and each empty group stands, in order."""
        self._brackets = 0

    def rule(self) -> Rule:
        """The rule of the whole text."""
        if self._tokens.next.sort == "end":
            raise self._tokens.next.wrong("A rule wants at least one condition: band = Poor.")
        found = self._either()
        self._tokens.expect_end("and, or, or the end of the rule")
        self._check(found)
        return found

    def _either(self) -> Rule:
        """Alternatives: a or b or c."""
        some = [self._both()]
        while self._tokens.take_word("or"):
            some.append(self._both())
        return some[0] if len(some) == 1 else AnyOf(tuple(some))

    def _both(self) -> Rule:
        """Conditions that hold together: a and b and c."""
        some = [self._negated()]
        while self._tokens.take_word("and"):
            some.append(self._negated())
        return some[0] if len(some) == 1 else AllOf(tuple(some))

    def _negated(self) -> Rule:
        begin, nots = self._tokens.next, 0
        while self._tokens.take_word("not"):
            nots += 1
        if nots >= MAX_DEPTH:
            raise begin.wrong(f"A rule is at most {MAX_DEPTH} deep; here are {nots} times not.")
        found = self._primary()
        for _ in range(nots):
            found = NotOf(found)
        return found

    def _primary(self) -> Rule:
        """A group in parentheses, `all(...)`, `any(...)` or a test."""
        begin = self._tokens.next
        if begin.is_sign("("):
            self._open(begin)
            found = self._either()
            self._close(begin)
            return found
        if begin.says("all", "any") and self._tokens.after.is_sign("("):
            return self._group(begin)
        self._leaves.append(begin)
        if len(self._leaves) > MAX_NODES:
            raise begin.wrong(f"A rule has at most {MAX_NODES} parts; this one would be beyond.")
        return self._asks.test()

    def _group(self, begin: Token) -> Rule:
        """`all(a, b)` or `any(a, b)`."""
        self._tokens.take()
        self._open(begin)
        some: list[Rule] = []
        if self._tokens.next.is_sign(")"):
            self._leaves.append(begin)
        else:
            some.append(self._either())
            while self._tokens.take_sign(","):
                some.append(self._either())
        self._close(begin)
        return AllOf(tuple(some)) if begin.says("all") else AnyOf(tuple(some))

    def _open(self, begin: Token) -> None:
        self._brackets += 1
        if self._brackets > _MOST_BRACKETS:
            raise begin.wrong(f"Not more than {_MOST_BRACKETS} parentheses stand in each other.")
        self._tokens.take()

    def _close(self, begin: Token) -> None:
        self._brackets -= 1
        if not self._tokens.take_sign(")"):
            found = self._tokens.next
            if found.sort == "end":
                raise begin.wrong("This parenthesis is not closed.")
            raise found.wrong(f'Expected and, or, or ")" here, not {self._tokens.told()}.')

    def _check(self, rule: Rule) -> None:
        """Refuse what is too deep or too large, at the place where it is."""
        depths, nodes = _depths(rule, 1), _nodes(rule)
        for leaf, depth in zip(self._leaves, depths, strict=True):
            if depth > MAX_DEPTH:
                raise leaf.wrong(f"This stands {depth} deep; a rule is at most {MAX_DEPTH} deep.")
        if nodes > MAX_NODES:
            last = self._leaves[-1]
            raise last.wrong(f"The rule has {nodes} parts; it may have {MAX_NODES} at most.")


def _depths(rule: Rule, depth: int) -> list[int]:
    """How deep each test and each empty group stands, in order."""
    if isinstance(rule, NotOf):
        return _depths(rule.rule, depth + 1)
    if isinstance(rule, AllOf | AnyOf) and rule.rules:
        return [one for inner in rule.rules for one in _depths(inner, depth + 1)]
    return [depth]


def _nodes(rule: Rule) -> int:
    if isinstance(rule, NotOf):
        return 1 + _nodes(rule.rule)
    if isinstance(rule, AllOf | AnyOf):
        return 1 + sum(map(_nodes, rule.rules))
    return 1
