"""Decides rules for accounts and days, as of each day (health-model §12)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import numpy as np

from healthdesk.core.domain.column import Column, as_words, column, first_days
from healthdesk.core.domain.facts import BoolArray, Facts, FloatArray, IntArray, to_day
from healthdesk.core.domain.part import parent_ids
from healthdesk.core.domain.reading import Readings, Texts, read, read_texts
from healthdesk.core.domain.rule import (
    COLUMNS,
    DIMENSION,
    LISTS,
    PRESENCE,
    RELATIVE,
    SCORE_FIELDS,
    AllOf,
    AnyOf,
    FieldTest,
    NotOf,
    ReadingTest,
    Rule,
    Scalar,
    Value,
)
from healthdesk.core.domain.views import BANDS


class ScoreFields(Protocol):
    """What rules ask of scores, accounts x days."""

    def field(self, name: str) -> FloatArray:
        """`score`, `shown`, `coverage` or `dimension.KEY`; NaN = missing."""

    def band_codes(self) -> IntArray:
        """Index into BANDS; -1 = no score at all."""


@dataclass(frozen=True, eq=False)
class Context:
    """What a rule is decided on. `scores` scores these accounts on the days a rule asks about."""

    facts: Facts
    days: IntArray
    readings: Readings
    scores: Callable[[IntArray], ScoreFields] | None = None
    _known: dict[bytes, ScoreFields] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[int, int]:
        """Accounts x days."""
        return self.facts.count, len(self.days)

    def scored(self, days: IntArray) -> ScoreFields:
        """Scores on some days, computed once."""
        if self.scores is None:
            raise ValueError("a rule asks for the score where there is none yet")
        key = days.tobytes()
        if key not in self._known:
            self._known[key] = self.scores(days)
        return self._known[key]


Comparison = Callable[[FloatArray, float], BoolArray]
_NUMBERS: dict[str, Comparison] = {
    "=": np.equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
_WORDS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda word, target: word == target,
    "<": lambda word, target: word < target,
    "<=": lambda word, target: word <= target,
    ">": lambda word, target: word > target,
    ">=": lambda word, target: word >= target,
    "contains": lambda word, target: target in word,
    "starts with": lambda word, target: word.startswith(target),
}


def _number(kind: str, value: Scalar) -> float:
    """A rule's value as a number of the field's kind; NaN = it is none."""
    if isinstance(value, bool):
        return float(value) if kind == "boolean" else np.nan
    if isinstance(value, str):
        return _read_number(kind, value.strip())
    return value if kind == "number" else np.nan


def _read_number(kind: str, text: str) -> float:
    """A rule's text as a number of the field's kind."""
    try:
        if kind == "day":
            return float(to_day(date.fromisoformat(text)))
        if kind == "boolean":
            return {"true": 1.0, "false": 0.0}.get(text.casefold(), np.nan)
        return float(text)
    except ValueError:
        return np.nan


def _scalars(value: Value) -> tuple[Scalar, ...]:
    """A rule's value or values."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _on_numbers(values: FloatArray, kind: str, op: str, value: Value, days: IntArray) -> BoolArray:
    """A test on numbers, day numbers or truth values; NaN = missing."""
    present = ~np.isnan(values)
    if op in PRESENCE:
        return ~present if op == "is missing" else present
    if op in RELATIVE:
        ahead = float(value) if kind == "day" and isinstance(value, float) else np.nan
        low, high = (days - ahead, days) if op == "in the last" else (days, days + ahead)
        return np.asarray((values >= low[None, :]) & (values <= high[None, :]))
    # What cannot be a number of this kind is NaN: no comparison with it holds.
    targets = [_number(kind, one) for one in _scalars(value)]
    if op == "between":
        return np.asarray((values >= targets[0]) & (values <= targets[1]))
    if op in (*LISTS, "!="):
        found = np.isin(values, [target for target in targets if not np.isnan(target)])
        return found if op == "in" else present & ~found
    compare = _NUMBERS.get(op)
    return np.zeros_like(present) if compare is None else compare(values, targets[0])


def _word_holds(
    words: tuple[str, ...], op: str, targets: list[str], listed: frozenset[str]
) -> bool:
    """A test on folded words, of which there are some: does one pass (`!=`, `not in`: all)?"""
    if op in PRESENCE:
        return op == "is present"
    if op == "between":
        return any(targets[0] <= word <= targets[1] for word in words)
    if op in (*LISTS, "!="):
        found = not listed.isdisjoint(words)
        return found if op == "in" else not found
    test = _WORDS.get(op)
    return test is not None and any(test(word, targets[0]) for word in words)


def _on_words(
    codes: IntArray, words: tuple[tuple[str, ...], ...], op: str, value: Value
) -> BoolArray:
    """A test on texts: a code stands for one or several (tags); -1 or none at all = missing."""
    targets = [(as_words("number", one) or "").casefold() for one in _scalars(value)]
    missing, listed = op == "is missing", frozenset(targets)
    holds = [_word_holds(some, op, targets, listed) if some else missing for some in words]
    return np.asarray(np.array([*holds, missing])[codes])


def _on_column(known: Column, op: str, value: Value, days: IntArray) -> BoolArray:
    """A test on an attribute."""
    if known.kind == "text":
        words = tuple((word.casefold(),) for word in known.words)
        return _on_words(known.codes(days), words, op, value)
    return _on_numbers(known.numbers(days), known.kind, op, value, days)


def _on_tags(known: Column, op: str, value: Value, days: IntArray) -> BoolArray:
    """A test on tags: on the set of them."""
    words = tuple(
        tuple(tag.strip().casefold() for tag in word.split(";") if tag.strip())
        for word in known.words
    )
    return _on_words(known.codes(days), words, op, value)


def _on_own_column(test: FieldTest, facts: Facts) -> BoolArray:
    """A test on a column every account has."""
    texts: tuple[str | None, ...]
    if test.field == "account_id":
        texts = facts.account_ids
    else:
        texts = facts.names if test.field == "name" else parent_ids(facts)
    codes = np.arange(len(texts), dtype=np.int32)[:, None]
    words = tuple(() if text is None else (text.casefold(),) for text in texts)
    return _on_words(codes, words, test.op, test.value)


def _on_score(test: FieldTest, context: Context) -> BoolArray:
    """A test on the account's score."""
    days = context.days
    scores = context.scored(days)
    if test.field == "band":
        words = tuple((band.casefold(),) for band in BANDS)
        return _on_words(scores.band_codes(), words, test.op, test.value)
    if test.field == "score_change":
        before = context.scored(days - np.int32(test.days))
        values = scores.field("score") - before.field("score")
    else:
        values = scores.field(test.field)
    return _on_numbers(values, "number", test.op, test.value, days)


def _field(test: FieldTest, context: Context) -> BoolArray:
    """A test on a field; what is no field of ours is an attribute, one nobody has is missing."""
    facts, days, name = context.facts, context.days, test.field
    if name in SCORE_FIELDS or name.startswith(DIMENSION):
        return _on_score(test, context)
    if name in COLUMNS:
        return _on_own_column(test, facts)
    if name == "age_days":
        age = (days[None, :] - first_days(facts, days).astype(np.int64)).astype(np.float64)
        age = np.where(age < 0, np.nan, age)
        return _on_numbers(age, "number", test.op, test.value, days)
    if name == "churned":
        gone = (days[None, :] >= facts.churned[:, None]).astype(np.float64)
        return _on_numbers(gone, "boolean", test.op, test.value, days)
    if name == "tag":
        return _on_tags(column(facts, "tags"), test.op, test.value, days)
    return _on_column(column(facts, name), test.op, test.value, days)


def _reading(test: ReadingTest, context: Context) -> BoolArray:
    """A test on a reading; one that can be text is compared as text with a text."""
    facts, days, ref = context.facts, context.days, test.reading
    if context.readings[ref.kind].SPEC.text:
        texts: Texts = read_texts(facts, ref, days, context.readings)
        if any(isinstance(one, str) for one in _scalars(test.value)) or test.value is None:
            words = tuple((word.casefold(),) for word in texts.words)
            return _on_words(texts.codes, words, test.op, test.value)
    values = read(facts, ref, days, context.readings)
    return _on_numbers(values, "number", test.op, test.value, days)


Lines = dict[tuple[int, ...], BoolArray]
"""Where each part of a rule holds, by the indices of children from the root."""


def evaluate(rule: Rule, context: Context) -> BoolArray:
    """Where a rule holds: accounts x days."""
    return _decided(rule, context, (), None)


def trace(rule: Rule, context: Context) -> Lines:
    """Where a rule and every part of it hold, each accounts x days; the rule itself is at ()."""
    lines: Lines = {}
    _decided(rule, context, (), lines)
    return lines


def _decided(rule: Rule, context: Context, path: tuple[int, ...], lines: Lines | None) -> BoolArray:
    """Where a part of a rule holds; noted among the lines, if somebody wants them."""
    if isinstance(rule, AllOf | AnyOf):
        out = _joined(rule, context, path, lines)
    elif isinstance(rule, NotOf):
        out = ~_decided(rule.rule, context, (*path, 0), lines)
    else:
        held = _field(rule, context) if isinstance(rule, FieldTest) else _reading(rule, context)
        out = np.broadcast_to(held, context.shape)
    if lines is not None:
        lines[path] = out
    return out


def _joined(
    rule: AllOf | AnyOf, context: Context, path: tuple[int, ...], lines: Lines | None
) -> BoolArray:
    every = isinstance(rule, AllOf)
    out = np.full(context.shape, every)
    for number, one in enumerate(rule.rules):
        held = _decided(one, context, (*path, number), lines)
        if every:
            out &= held
        else:
            out |= held
    return out
