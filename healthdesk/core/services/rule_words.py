"""Rules and the readings they ask for, in words: what a condition, a cap or a profile looks at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from healthdesk.core.domain.reading import ReadingRef
from healthdesk.core.domain.rule import AllOf, AnyOf, FieldTest, NotOf, ReadingTest, Rule
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services.wording import Asked, number, reading

_WORDS: Final = {
    ">=": "at least",
    "<=": "at most",
    ">": "above",
    "<": "below",
    "=": "is",
    "!=": "is not",
}


def figure(rule: Rule, value: float) -> str:
    """A figure as the rule that asks for it spells it."""
    if isinstance(rule, ReadingTest):
        return reading(Asked("", rule.reading.kind, rule.reading.options), value)
    return number(value)


def rule_in_words(rule: Rule, names: Mapping[str, str]) -> str:
    """A rule in words; `names` are those of metrics."""
    if isinstance(rule, NotOf):
        return f"not ({rule_in_words(rule.rule, names)})"
    if isinstance(rule, AllOf | AnyOf):
        word = " and " if isinstance(rule, AllOf) else " or "
        return word.join(rule_in_words(one, names) for one in rule.rules) or "always"
    op = _WORDS.get(rule.op, rule.op)
    if isinstance(rule, FieldTest):
        name = rule.field.replace("_", " ").removeprefix("dimension.")
        return f"{name} {op} {_value_words(rule.value)}".rstrip()
    told = rule.value
    if isinstance(told, int | float) and not isinstance(told, bool):
        told_figure = figure(rule, float(told))
    else:
        told_figure = _value_words(told)
    return f"{reading_in_words(rule.reading, names)} {op} {told_figure}".rstrip()


def reading_in_words(ref: ReadingRef, names: Mapping[str, str]) -> str:
    """What a reading reads; `names` are those of metrics."""
    metric = str(ref.options.get("metric", ""))
    title = f"{CATALOGUE[ref.kind].SPEC.title}{_which(ref)}"
    length = int(str(ref.options.get("days", 0)))
    if ref.kind == "usage_level":
        over = f", average of {length} days," if length > 1 else ""
        return f"{names.get(metric, metric)}{over}"
    return f"{title} of {names.get(metric, metric)}" if metric else title


def _which(ref: ReadingRef) -> str:
    """What a reading counts where it does not count all: " (inbound)"."""
    told = [
        _value_words(ref.options[option.key])
        for option in CATALOGUE[ref.kind].SPEC.options
        if option.kind in {"choice", "choices"}
        and ref.options.get(option.key, option.default) not in (option.default, option.choices)
    ]
    return f" ({', '.join(told)})" if told else ""


def _value_words(value: object) -> str:
    if isinstance(value, tuple | list):
        return " or ".join(_value_words(one) for one in value)
    if isinstance(value, float):
        return number(value)
    return "" if value is None else str(value)
