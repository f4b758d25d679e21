"""A rule as a sentence in runs, for people: what is asked stands out from what it is asked of.

Not here: the text of a rule that can be written (domain/rule_text.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from healthdesk.core.domain.band_names import USUAL, BandNames
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.reading import OptionValue, ReadingRef
from healthdesk.core.domain.rule import (
    PRESENCE,
    RELATIVE,
    TEXTUAL,
    AllOf,
    AnyOf,
    FieldTest,
    NotOf,
    ReadingTest,
    Rule,
    Scalar,
    Value,
)
from healthdesk.core.domain.rule_lex import is_day
from healthdesk.core.domain.rule_names import READING, RENEWAL
from healthdesk.core.domain.segment_view import FieldChoice
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services.wording import Asked, begun, count_of, long_date, number
from healthdesk.core.services.wording import reading as reading_words

Runs = tuple[tuple[str, bool], ...]
Choices = Mapping[str, FieldChoice]

_OPERATORS: Final = {
    "=": "is",
    "!=": "is not",
    ">=": "at least",
    "<=": "at most",
    ">": "above",
    "<": "below",
}
_ON_DAYS: Final = {
    "=": "on",
    "!=": "not on",
    ">=": "on or after",
    "<=": "on or before",
    ">": "after",
    "<": "before",
}
_SAID: Final = {"inbound": " received", "outbound": " sent"}
_WITHIN: Final = frozenset({"touches", "tickets_opened", "angry_tickets"})
"""Readings that count what came in a window; others look over one."""
_MOST: Final = 4
"""Values of a list that are told one by one."""


def runs(rule: Rule, choices: Choices, bands: BandNames = USUAL) -> Runs:
    """A rule's sentence; True marks what stands out.

    Args:
        rule: what is told.
        choices: what the desk can test, by key (services/segment_fields.titles).
        bands: what the desk calls its bands.
    """
    found: list[tuple[str, bool]] = []
    for text, strong in _Words(choices, bands).rule(rule):
        if found and found[-1][1] == strong:
            found[-1] = (found[-1][0] + text, strong)
        else:
            found.append((text, strong))
    return ((begun(found[0][0]), found[0][1]), *found[1:]) if found else ()


def in_words(rule: Rule, names: Mapping[str, str], bands: BandNames = USUAL) -> str:
    """The sentence as it stands within another one; `names` are those of metrics.

    For those who have no list of what the desk can test: readings are told by their own titles.
    """
    return "".join(text for text, _ in _Words(_known(names), bands).rule(rule))


def _known(names: Mapping[str, str]) -> Choices:
    """Readings by their titles, and what metrics are called."""
    called = tuple(names.items())
    return {
        f"{READING}{kind}": FieldChoice(
            f"{READING}{kind}", module.SPEC.title, "Usage", "number", (), choices=called
        )
        for kind, module in CATALOGUE.items()
    }


def figure(rule: Rule, value: float) -> str:
    """A figure as the rule that asks for it spells it."""
    if isinstance(rule, ReadingTest):
        return reading_words(Asked("", rule.reading.kind, rule.reading.options), value)
    return number(value)


def plain(told: Runs) -> str:
    """The sentence without what stands out."""
    return "".join(text for text, _ in told)


def subject(test: FieldTest | ReadingTest, choices: Choices) -> str:
    """What a test asks about, as it stands within a sentence."""
    if isinstance(test, ReadingTest):
        return _reading(test.reading, choices)
    if test.field == "score_change":
        return f"score change over {count_of(test.days, 'day')}"
    choice = choices.get(test.field)
    if choice is None or test.field == "tags":
        return test.field.removeprefix("dimension.").replace("_", " ")
    return choice.title if choice.group == "Attributes" else lowered(choice.title)


def lowered(title: str) -> str:
    """A title within a sentence: what is an abbreviation stays as it is."""
    first, _, _ = title.partition(" ")
    return title if any(letter.isupper() for letter in first[1:]) else title[:1].lower() + title[1:]


class _Words:
    """Tells rules of one desk."""

    def __init__(self, choices: Choices, bands: BandNames) -> None:
        self._choices = choices
        self._bands = bands

    def rule(self, rule: Rule) -> list[tuple[str, bool]]:
        """A rule and what is inside it."""
        if isinstance(rule, NotOf):
            return [("not ", False), *self._inner(rule.rule)]
        if isinstance(rule, AllOf | AnyOf):
            return self._group(rule)
        if _is_renewal(rule):
            days = count_of(_as_float(rule.value), "day")
            return [("renewal ", False), (f"in the next {days}", True)]
        about = subject(rule, self._choices)
        if self._is_flag(rule):
            return [(about if rule.value else f"not {about}", True)]
        return [(f"{about} ", False), (self._asked(rule), True)]

    def _is_flag(self, test: FieldTest | ReadingTest) -> bool:
        """Whether it asks if something is so: "not churned"."""
        if not isinstance(test, FieldTest) or not isinstance(test.value, bool) or test.op != "=":
            return False
        choice = self._choices.get(test.field)
        return choice is None or choice.kind == "boolean"

    def _group(self, rule: AllOf | AnyOf) -> list[tuple[str, bool]]:
        every = isinstance(rule, AllOf)
        if not rule.rules:
            return [("every account" if every else "no account", False)]
        if len(rule.rules) == 1:
            return self.rule(rule.rules[0])
        found: list[tuple[str, bool]] = []
        for one in rule.rules:
            if found:
                found.append((" and " if every else " or ", False))
            found.extend(self._inner(one))
        return found

    def _inner(self, rule: Rule) -> list[tuple[str, bool]]:
        joined = isinstance(rule, AllOf | AnyOf) and len(rule.rules) > 1
        told = self.rule(rule)
        return [("(", False), *told, (")", False)] if joined else told

    def _asked(self, test: FieldTest | ReadingTest) -> str:
        """Operator and value."""
        op, value = test.op, test.value
        if op in PRESENCE:
            return op
        if op in RELATIVE:
            return f"{op} {count_of(_as_float(value), 'day')}"
        if op in TEXTUAL:
            return f"{op} \u201c{value}\u201d"
        if isinstance(value, tuple):
            return self._listed(test, value)
        words = _ON_DAYS if isinstance(value, str) and is_day(value) else _OPERATORS
        return f"{words.get(op, op)} {self._value(test, value)}"

    def _listed(self, test: FieldTest | ReadingTest, value: tuple[Scalar, ...]) -> str:
        told = [self._value(test, one) for one in value[:_MOST]]
        if test.op == "between":
            return f"between {' and '.join(told)}"
        if len(value) > _MOST:
            what = "accounts" if _is_id(test) else "values"
            told_all = f"{len(value):,} {what}"
        else:
            told_all = alternatives(told) or "nothing"
        if len(value) == 1:
            return f"{'is' if test.op == 'in' else 'is not'} {told_all}"
        return f"is {'one' if test.op == 'in' else 'none'} of {told_all}"

    def _value(self, test: FieldTest | ReadingTest, value: Value) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int | float):
            return self._number(test, float(value))
        told = str(value)
        if isinstance(test, FieldTest) and test.field == "band":
            return self._bands.of(begun(told.lower()))
        if is_day(told):
            return long_date(to_day(date.fromisoformat(told)))
        return f"\u201c{told}\u201d"

    def _number(self, test: FieldTest | ReadingTest, value: float) -> str:
        if isinstance(test, ReadingTest):
            return figure(test, value)
        choice = self._choices.get(test.field)
        unit = "" if choice is None else choice.unit
        if unit == "share":
            return f"{number(value * 100)} %"
        return count_of(value, "day") if unit == "days" else number(value)


def alternatives(told: Sequence[str]) -> str:
    """Some words of which any will do: "a, b or c"."""
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} or {told[-1]}" if told else ""


def _is_id(test: FieldTest | ReadingTest) -> bool:
    return isinstance(test, FieldTest) and test.field == "account_id"


def _is_renewal(test: FieldTest | ReadingTest) -> bool:
    """Whether it asks for renewals of the next days, which is how people say it."""
    return (
        isinstance(test, ReadingTest)
        and test.reading.kind == RENEWAL
        and test.op == "<="
        and isinstance(test.value, float)
    )


def _as_float(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _reading(ref: ReadingRef, choices: Choices) -> str:
    """What a reading reads, with what was told of it."""
    choice = choices.get(f"{READING}{ref.kind}")
    title = lowered(choice.title) if choice is not None else ref.kind
    if ref.kind == "attribute":
        return str(ref.options.get("key", title))
    named = dict(choice.choices) if choice is not None else {}
    if ref.kind == "usage_level" and ref.options.get("metric"):
        return _level(ref, named)
    out = title
    for key, told in _OPTIONS.items():
        if key in ref.options:
            out += told(ref, ref.options[key], named)
    return out


def _level(ref: ReadingRef, named: Mapping[str, str]) -> str:
    """The level of a metric by its own name, as people called it."""
    metric, days = str(ref.options["metric"]), float(str(ref.options.get("days", 1)))
    over = f", average of {count_of(days, 'day')}," if days > 1 else ""
    return f"{named.get(metric, metric)}{over}"


def _metric(ref: ReadingRef, value: OptionValue, named: Mapping[str, str]) -> str:
    return f" of {named.get(str(value), value)}"


def _direction(ref: ReadingRef, value: OptionValue, named: Mapping[str, str]) -> str:
    return _SAID.get(str(value), "")


def _kinds(ref: ReadingRef, value: OptionValue, named: Mapping[str, str]) -> str:
    return f" ({alternatives(value)})" if isinstance(value, tuple) else ""


def _priority(ref: ReadingRef, value: OptionValue, named: Mapping[str, str]) -> str:
    return "" if value == "low" else f" ({value}{'' if value == 'urgent' else ' or above'})"


def _days(ref: ReadingRef, value: OptionValue, named: Mapping[str, str]) -> str:
    word = "in" if ref.kind in _WITHIN else "over"
    return f" {word} {count_of(float(str(value)), 'day')}"


_Told = Callable[[ReadingRef, OptionValue, Mapping[str, str]], str]
_OPTIONS: Final[Mapping[str, _Told]] = {
    "metric": _metric,
    "direction": _direction,
    "kinds": _kinds,
    "min_priority": _priority,
    "days": _days,
}
"""How the options of readings are told, in the order of a sentence."""
