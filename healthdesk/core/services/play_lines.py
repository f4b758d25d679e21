"""The lines that say why a play fired or not: what was looked at, its value then, what was asked.

Each line tells of one account on one day. Not here: whether it fires (domain/play_watch.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from healthdesk.core.domain.band_names import BandNames
from healthdesk.core.domain.column import Column, column, first_days
from healthdesk.core.domain.decide import Context, evaluate
from healthdesk.core.domain.facts import BoolArray
from healthdesk.core.domain.part import parent_ids
from healthdesk.core.domain.reading import read, read_texts
from healthdesk.core.domain.rule import (
    COLUMNS,
    DIMENSION,
    SCORE_FIELDS,
    AllOf,
    AnyOf,
    FieldTest,
    NotOf,
    ReadingTest,
    Rule,
)
from healthdesk.core.domain.rule_names import RENEWAL
from healthdesk.core.domain.segment_view import FieldChoice
from healthdesk.core.domain.trigger import Told
from healthdesk.core.domain.views import BANDS
from healthdesk.core.services.rule_sentence import figure, runs, subject
from healthdesk.core.services.segment_starters import is_kept
from healthdesk.core.services.segment_why import word_of
from healthdesk.core.services.wording import begun, count_of, long_date, number, points

MOST: Final = 24
"""Lines that are told of one firing."""
_LONG: Final = 60
_CUT: Final = "\u2026"
_MISSING: Final = "missing"


class Lines:
    """Tells rules on one day."""

    def __init__(
        self, context: Context, choices: Mapping[str, FieldChoice], bands: BandNames
    ) -> None:
        """Get ready for a day; `context` is of this day alone."""
        self._context = context
        self._choices = choices
        self._bands = bands
        self._held: dict[int, tuple[Rule, BoolArray]] = {}
        """Rules that were decided, with where they hold; held themselves, so that they stay."""

    def of(self, rules: Iterable[Rule], account: int) -> tuple[Told, ...]:
        """The lines of some rules; of ways of which one is enough, those that hold, if any."""
        return tuple(line for rule in rules for line in self._lines(rule, account))

    def named(self, lines: Iterable[Told]) -> tuple[Told, ...]:
        """Lines in which bands have the names that the desk gives them."""
        told = self._bands.in_text
        return tuple(replace(one, value=told(one.value), asked=told(one.asked)) for one in lines)

    def _lines(self, rule: Rule, account: int) -> Iterator[Told]:
        if is_kept(rule) and self._holds(rule, account):
            # That it has not left is told of nobody: plays are for accounts that are there.
            return
        if isinstance(rule, AllOf):
            for one in rule.rules:
                yield from self._lines(one, account)
        elif isinstance(rule, AnyOf):
            held = [one for one in rule.rules if self._holds(one, account)]
            for one in held or rule.rules:
                yield from self._lines(one, account)
        elif isinstance(rule, NotOf):
            for line in self._lines(rule.rule, account):
                yield replace(line, asked=f"not {line.asked}", held=not line.held)
        else:
            yield self._line(rule, account)

    def _line(self, test: FieldTest | ReadingTest, account: int) -> Told:
        told = runs(test, self._choices, self._bands)
        held = self._holds(test, account)
        value = self._value(test, account)
        if told and told[0][1]:
            # A flag is told by its name alone: "Not churned".
            asked = "no" if isinstance(test, FieldTest) and test.value is False else "yes"
            return Told(begun(subject(test, self._choices)), value, asked, held)
        what = told[0][0].strip() if told else ""
        return Told(what, value, "".join(part for part, _ in told[1:]), held)

    def _holds(self, rule: Rule, account: int) -> bool:
        known = self._held.get(id(rule))
        if known is None:
            held = np.broadcast_to(evaluate(rule, self._context), self._context.shape)
            known = self._held[id(rule)] = rule, held
        return bool(known[1][account, 0])

    def _value(self, test: FieldTest | ReadingTest, account: int) -> str:
        if isinstance(test, ReadingTest):
            return self._reading(test, account)
        if test.field in SCORE_FIELDS or test.field.startswith(DIMENSION):
            return self._score(test, account)
        own = self._own(test.field, account)
        return self._attribute(test.field, account) if own is None else own

    def _reading(self, test: ReadingTest, account: int) -> str:
        ref, context = test.reading, self._context
        if context.readings[ref.kind].SPEC.text:
            texts = read_texts(context.facts, ref, context.days, context.readings)
            return _cut(texts.word(account, 0) or _MISSING)
        value = float(read(context.facts, ref, context.days, context.readings)[account, 0])
        if np.isnan(value):
            return "none known" if ref.kind == RENEWAL else _MISSING
        return f"in {count_of(value, 'day')}" if ref.kind == RENEWAL else figure(test, value)

    def _score(self, test: FieldTest, account: int) -> str:
        context = self._context
        now = context.scored(context.days)
        if test.field == "band":
            code = int(now.band_codes()[account, 0])
            return "no score" if code < 0 else self._bands.of(BANDS[code])
        if test.field == "score_change":
            before = context.scored(context.days - np.int32(test.days))
            change = float((now.field("score") - before.field("score"))[account, 0])
            return "not known then and now" if np.isnan(change) else points(change)
        value = float(now.field(test.field)[account, 0])
        if np.isnan(value):
            return "no score"
        return f"{number(value * 100)} %" if test.field == "coverage" else number(value)

    def _own(self, name: str, account: int) -> str | None:
        """A field every account has; None: it is none of them."""
        context = self._context
        facts, days = context.facts, context.days
        if name == "age_days":
            first = int(np.broadcast_to(first_days(facts, days), context.shape)[account, 0])
            age = int(days[0]) - first
            return "not begun" if age < 0 else count_of(age, "day")
        if name == "churned":
            return "yes" if int(days[0]) >= int(facts.churned[account]) else "no"
        if name == "tag":
            tags = word_of(column(facts, "tags"), account, int(days[0])).split(";")
            return _cut(", ".join(one.strip() for one in tags if one.strip()) or "none")
        if name not in COLUMNS:
            return None
        if name == "parent_id":
            return parent_ids(facts)[account] or "none"
        return facts.account_ids[account] if name == "account_id" else facts.names[account]

    def _attribute(self, name: str, account: int) -> str:
        context = self._context
        known: Column = column(context.facts, name)
        if known.kind == "text":
            return _cut(word_of(known, account, int(context.days[0])) or _MISSING)
        value = float(known.numbers(context.days)[account, 0])
        if np.isnan(value):
            return _MISSING
        if known.kind == "boolean":
            return "yes" if value else "no"
        if known.kind == "day":
            return long_date(int(value))
        return number(value)


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else text[:_LONG] + _CUT
