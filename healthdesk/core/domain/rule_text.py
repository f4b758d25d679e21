"""A rule as one line of text: `band = Poor and renewal in the next 90 days and not tag = "pilot"`.

What is written by `to_text` reads back as exactly the same rule. What people say besides (`is`,
`at least`, `touches received in 30 days`, shares as `40 %`) is taken, and written the plain way
from then on. A bare name must be one that the desk knows; in brackets, or in quotes as a reading's
metric, any name stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from healthdesk.core.domain.errors import BadRuleText
from healthdesk.core.domain.reading import OptionValue, ReadingRef
from healthdesk.core.domain.rule import (
    PRESENCE,
    RELATIVE,
    TEXTUAL,
    AllOf,
    AnyOf,
    FieldTest,
    NotOf,
    Rule,
    Scalar,
    Value,
)
from healthdesk.core.domain.rule_lex import (
    bracketed,
    is_day,
    is_plain,
    number_text,
    quoted,
)
from healthdesk.core.domain.rule_names import READING, RESERVED, Names
from healthdesk.core.domain.rule_reader import Reader
from healthdesk.core.domain.segment_view import FieldChoice
from healthdesk.core.domain.views import BANDS

__all__ = ["BadRuleText", "parse_text", "to_text"]

_TOLD: Final = frozenset({"days", "metric"})
"""Options that are written even where they are what holds without a word."""


def parse_text(text: str, choices: Sequence[FieldChoice]) -> Rule:
    """Read a rule's text.

    Args:
        text: one line, or several: blanks of any kind only divide.
        choices: what the desk can test (services/segment_fields); without any, every plain name is
            taken for a field, and no reading is known.

    Raises:
        BadRuleText: It cannot be read; which characters, and what was expected there.
    """
    return Reader(text, Names(choices)).rule()


def to_text(rule: Rule, choices: Sequence[FieldChoice] = ()) -> str:
    """Write a rule as text. Read with the same choices, or with none, it is the same rule."""
    return _Writer(Names(choices), choices).rule(rule)


class _Writer:
    """Writes rules for a desk whose names are known."""

    def __init__(self, names: Names, choices: Sequence[FieldChoice]) -> None:
        self._names = names
        self._defaults = {
            one.key.removeprefix(READING): {option.key: option.default for option in one.options}
            for one in choices
            if one.key.startswith(READING)
        }
        self._known = {one.key.removeprefix(READING): dict(one.choices) for one in choices}

    def rule(self, rule: Rule) -> str:
        """A rule and what is inside it."""
        if isinstance(rule, NotOf):
            return f"not {self._inner(rule.rule)}"
        if isinstance(rule, AllOf | AnyOf):
            word = "all" if isinstance(rule, AllOf) else "any"
            if len(rule.rules) < 2:
                return f"{word}({', '.join(map(self.rule, rule.rules))})"
            return (" and " if word == "all" else " or ").join(map(self._inner, rule.rules))
        if isinstance(rule, FieldTest):
            return f"{self._field(rule)} {_asked(rule.op, rule.value, rule.field)}".rstrip()
        return f"{self._reading(rule.reading)} {_asked(rule.op, rule.value)}".rstrip()

    def _inner(self, rule: Rule) -> str:
        """A rule inside another: what is joined by `and` or `or` stands in parentheses."""
        joined = isinstance(rule, AllOf | AnyOf) and len(rule.rules) > 1
        return f"({self.rule(rule)})" if joined else self.rule(rule)

    def _field(self, test: FieldTest) -> str:
        if test.field == "score_change":
            return f"score_change(days = {test.days})"
        return test.field if self._names.is_bare(test.field) else bracketed(test.field)

    def _reading(self, ref: ReadingRef) -> str:
        usual = self._defaults.get(ref.kind, {})
        told = [
            f"{key} = {self._option(ref.kind, key, value)}"
            for key, value in ref.options.items()
            if key in _TOLD or usual.get(key) != value or key not in usual
        ]
        return f"{ref.kind}({', '.join(told)})"

    def _option(self, kind: str, key: str, value: OptionValue) -> str:
        if isinstance(value, tuple):
            return f"({', '.join(map(quoted_unless_plain, value))})"
        if not isinstance(value, str):
            return _scalar(value)
        if key == "metric" and value not in self._known.get(kind, {}):
            return quoted(value)
        return quoted_unless_plain(value)


def quoted_unless_plain(value: str) -> str:
    """A name as it stands among options."""
    return value if is_plain(value) and value.casefold() not in RESERVED else quoted(value)


def _asked(op: str, value: Value, field: str = "") -> str:
    """What a test asks: its operator and its value."""
    if op in PRESENCE:
        return op
    if isinstance(value, tuple):
        listed = [_scalar(one, field) for one in value]
        return f"{op} {' and '.join(listed)}" if op == "between" else f"{op} ({', '.join(listed)})"
    if op in RELATIVE and isinstance(value, float):
        return f"{op} {number_text(value)} days"
    if op in TEXTUAL:
        return f"{op} {quoted(str(value))}"
    return "" if value is None else f"{op} {_scalar(value, field)}"


def _scalar(value: Scalar, field: str = "") -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    bare = is_day(value) or (field == "band" and value in BANDS)
    return value if bare else quoted(value)
