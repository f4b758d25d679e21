"""Why an account is in a segment, came into it or left it: the lines that decide, as values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from healthdesk.core.domain.band_names import BandNames
from healthdesk.core.domain.column import Column, column, first_days
from healthdesk.core.domain.facts import FloatArray
from healthdesk.core.domain.part import parent_ids
from healthdesk.core.domain.reading import Texts, read, read_texts
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
from healthdesk.core.domain.segment_view import Path
from healthdesk.core.domain.views import BANDS
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services.rule_sentence import Choices, lowered, subject
from healthdesk.core.services.segment_rules import Traced
from healthdesk.core.services.wording import (
    Asked,
    begun,
    count_of,
    long_date,
    number,
    points,
    short_date,
    state,
)

_MOST: Final = 3
"""Pieces that are told of one account."""
_LONG: Final = 40
_CUT: Final = "\u2026"
_SENT: Final = {"inbound": "received", "outbound": "sent"}


class Teller:
    """Tells why, for a rule that was decided on some days."""

    def __init__(self, traced: Traced, choices: Choices, bands: BandNames) -> None:
        self._traced = traced
        self._choices = choices
        self._bands = bands
        self._numbers: dict[Path, FloatArray] = {}
        self._texts: dict[Path, Texts] = {}

    def lets_in(self, account: int, at: int) -> str:
        """What lets an account in on the day of a column: "Poor, -33"."""
        pieces = list(self._held(self._traced.rule, (), account, at))
        telling = [told for told, renewal in pieces if told and not renewal]
        return begun(self._joined(telling or [told for told, _ in pieces])) or "Every account"

    def changed(self, account: int, at: int) -> str:
        """What made an account come or go between the day before a column and its day."""
        if self._traced.begun[account, at] != self._traced.begun[account, at - 1]:
            return "new account" if self._traced.begun[account, at] else "not begun"
        return self._joined(list(self._flipped(self._traced.rule, (), account, at)))

    def _joined(self, pieces: Sequence[str]) -> str:
        return ", ".join(list(dict.fromkeys(one for one in pieces if one))[:_MOST])

    def _held(self, rule: Rule, path: Path, account: int, at: int) -> Iterator[tuple[str, bool]]:
        """What the lines say by which a rule holds; True: about the renewal, which rows show."""
        if isinstance(rule, AllOf | AnyOf):
            for place, one in enumerate(rule.rules):
                inner = (*path, place)
                if self._traced.lines[inner][account, at]:
                    yield from self._held(one, inner, account, at)
        elif isinstance(rule, FieldTest | ReadingTest):
            about_renewal = isinstance(rule, ReadingTest) and rule.reading.kind == RENEWAL
            yield self._piece(rule, path, account, at, brief=True), about_renewal

    def _flipped(self, rule: Rule, path: Path, account: int, at: int) -> Iterator[str]:
        """What the lines say that made a rule another one than the day before."""
        if isinstance(rule, AllOf | AnyOf):
            for place, one in enumerate(rule.rules):
                inner = (*path, place)
                held = self._traced.lines[inner][account]
                if held[at] != held[at - 1]:
                    yield from self._flipped(one, inner, account, at)
        elif isinstance(rule, NotOf):
            yield from self._flipped(rule.rule, (*path, 0), account, at)
        else:
            yield self._piece(rule, path, account, at, brief=False)

    def _piece(
        self, test: FieldTest | ReadingTest, path: Path, account: int, at: int, *, brief: bool
    ) -> str:
        """The value of an account that a line tests, in words."""
        if isinstance(test, ReadingTest):
            return self._reading(test, path, account, at, brief=brief)
        name = test.field
        if name in SCORE_FIELDS or name.startswith(DIMENSION):
            return self._score(test, path, account, at, brief=brief)
        if name in COLUMNS:
            return self._own(test, account)
        if name == "churned":
            gone = self._traced.days[at] >= self._traced.facts.churned[account]
            return "churned" if gone else ""
        if name == "age_days":
            return self._age(account, at)
        return (self._tags if name in ("tag", "tags") else self._attribute)(test, account, at)

    def _score(self, test: FieldTest, path: Path, account: int, at: int, *, brief: bool) -> str:
        context = self._traced.context
        if test.field == "band":
            code = int(context.scored(context.days).band_codes()[account, at])
            if code < 0:
                return "no score"
            told = self._bands.of(BANDS[code])
            return told if brief else f"band {told}"
        if path not in self._numbers:
            self._numbers[path] = self._scores(test)
        value = float(self._numbers[path][account, at])
        if np.isnan(value):
            return "no score"
        if test.field == "score_change":
            return points(value, 0) if brief else _fell(value, test.days)
        if test.field == "coverage":
            return f"{number(value * 100)} % of the data"
        return f"{subject(test, self._choices)} {number(value)}"

    def _scores(self, test: FieldTest) -> FloatArray:
        context = self._traced.context
        now = context.scored(context.days)
        if test.field != "score_change":
            return now.field(test.field)
        before = context.scored(context.days - np.int32(test.days))
        return np.asarray(now.field("score") - before.field("score"))

    def _own(self, test: FieldTest, account: int) -> str:
        facts = self._traced.facts
        if test.field == "parent_id":
            parent = parent_ids(facts)[account]
            return "no parent account" if parent is None else f"below {parent}"
        if test.field == "account_id":
            return "chosen" if test.op in ("in", "=") else facts.account_ids[account]
        return ""

    def _age(self, account: int, at: int) -> str:
        facts, days = self._traced.facts, self._traced.days
        first = np.broadcast_to(first_days(facts, days), (facts.count, len(days)))
        return f"{count_of(int(days[at]) - int(first[account, at]), 'day')} old"

    def _tags(self, test: FieldTest, account: int, at: int) -> str:
        told = self._word(column(self._traced.facts, "tags"), account, at) or ""
        tags = [one.strip() for one in told.split(";") if one.strip()]
        wanted = test.value if isinstance(test.value, tuple) else (test.value,)
        words = [str(one).casefold() for one in wanted]
        some = [tag for tag in tags if any(word in tag.casefold() for word in words)]
        if some:
            return f"tagged \u201c{', '.join(some)}\u201d"
        if test.op in ("=", "in", "contains", "starts with"):
            return "tag taken off"
        return "tagged" if tags else "no tag"

    def _attribute(self, test: FieldTest, account: int, at: int) -> str:
        found = column(self._traced.facts, test.field)
        title = subject(test, self._choices)
        told = self._word(found, account, at)
        if told is None:
            return f"no {title}"
        if found.kind == "day":
            return f"{title} {short_date(int(self._value(found, account, at)))}"
        if found.kind == "boolean":
            return title if told == "true" else f"not {title}"
        if found.kind == "number":
            return f"{title} {number(self._value(found, account, at))}"
        return f"{title} {told if len(told) <= _LONG else told[:_LONG] + _CUT}"

    def _word(self, found: Column, account: int, at: int) -> str | None:
        row = _row(found, account, int(self._traced.days[at]))
        code = -1 if row < 0 else int(found.code[row])
        return None if code < 0 else found.words[code]

    def _value(self, found: Column, account: int, at: int) -> float:
        return float(found.number[_row(found, account, int(self._traced.days[at]))])

    def _reading(self, test: ReadingTest, path: Path, account: int, at: int, *, brief: bool) -> str:
        ref, facts, days = test.reading, self._traced.facts, self._traced.days
        spec = CATALOGUE[ref.kind].SPEC
        if spec.text:
            if path not in self._texts:
                self._texts[path] = read_texts(facts, ref, days, CATALOGUE)
            texts = self._texts[path]
            word = texts.word(account, at if texts.codes.shape[1] > 1 else 0)
            return word or f"no {ref.options.get('key', '')}"
        if path not in self._numbers:
            found = read(facts, ref, days, CATALOGUE)
            self._numbers[path] = np.broadcast_to(found, (facts.count, len(days)))
        value = float(self._numbers[path][account, at])
        if np.isnan(value):
            return f"no {'renewal' if ref.kind == RENEWAL else lowered(spec.title)} known"
        if not brief and ref.kind == RENEWAL and value > self._numbers[path][account, at - 1]:
            return f"renewal moved to {long_date(int(days[at]) + int(value))}"
        return self._reading_words(test, value)

    def _reading_words(self, test: ReadingTest, value: float) -> str:
        ref, facts = test.reading, self._traced.facts
        if ref.kind == RENEWAL:
            return f"renews in {count_of(value, 'day')}"
        if ref.kind == "touches":
            what = _SENT.get(str(ref.options["direction"]), "")
            if what:
                return f"{number(value) if value else 'none'} {what}"
            return count_of(value, "touch", "touches") if value else "no touch"
        metric = facts.metrics.get(str(ref.options.get("metric", "")))
        told = state(
            Asked(
                name=CATALOGUE[ref.kind].SPEC.title,
                kind=ref.kind,
                options=ref.options,
                metric="" if metric is None else metric.name or metric.key,
            ),
            value,
        )
        return lowered(told)


def _fell(value: float, days: int) -> str:
    """A change of the score with the tenth that may decide."""
    return f"{points(value)} over {count_of(days, 'day')}"


def word_of(found: Column, account: int, day: int) -> str:
    """The text of an attribute that is in force on a day; "" where there is none."""
    row = _row(found, account, day)
    code = -1 if row < 0 else int(found.code[row])
    return "" if code < 0 else found.words[code]


def _row(found: Column, account: int, day: int) -> int:
    """The change of an account's attribute that is in force on a day; -1 = none."""
    low, high = int(found.start[account]), int(found.start[account + 1])
    return (
        low + int(np.searchsorted(found.day[low:high], day, side="right")) - 1 if high > low else -1
    )
