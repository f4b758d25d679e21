"""Decides rules over a desk's accounts, line by line; says what a rule names that is gone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np

from healthdesk.core.domain.column import first_days
from healthdesk.core.domain.decide import Context, Lines, trace
from healthdesk.core.domain.facts import BoolArray, Facts, IntArray
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.reading import ReadingRef, dump_ref
from healthdesk.core.domain.rule import (
    DIMENSION,
    AllOf,
    AnyOf,
    FieldTest,
    NotOf,
    ReadingTest,
    Rule,
    parse_rule,
    rule_readings,
    tests,
)
from healthdesk.core.domain.rule_names import READING
from healthdesk.core.domain.segment_view import FieldChoice, Path, Wrong
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import profiles
from healthdesk.core.services.facts import load, metrics_of
from healthdesk.core.services.segment_scores import Book
from healthdesk.core.store.db import Tx


@dataclass(frozen=True, eq=False)
class Traced:
    """A rule decided on some days: where it and each of its parts hold, accounts x days.

    `begun` says which accounts had begun; a segment holds no other.
    """

    rule: Rule
    context: Context
    lines: Lines
    begun: BoolArray
    book: Book

    @property
    def facts(self) -> Facts:
        """The facts it was decided on."""
        return self.context.facts

    @property
    def days(self) -> IntArray:
        """The days it was decided on."""
        return self.context.days

    @property
    def inside(self) -> BoolArray:
        """Who is in, accounts x days."""
        return np.asarray(self.lines[()] & self.begun)


def parsed(tx: Tx, document: Any, place: str = "rule") -> Rule:  # noqa: ANN401 - any JSON value
    """A rule of decoded JSON; a metric that is gone may be named: it reads as missing.

    Raises:
        BadDocument: It is none; the place in it is named.
    """
    metrics = profiles.known_metrics(tx) | profiles.metrics_named(document)
    return parse_rule(document, place, metrics, CATALOGUE)


def decide(
    tx: Tx, rule: Rule, days: Sequence[int] | IntArray, progress: Progress = NOBODY
) -> Traced:
    """Decide a rule for all accounts on some days.

    Raises:
        Cancelled: The user asked to stop.
    """
    facts = load(tx, metrics_of(tx, map(dump_ref, rule_readings(rule))))
    on = np.asarray(days, np.int32)
    book = Book(tx, dimensions=_asks_dimension(rule), progress=progress)
    context = Context(facts, on, CATALOGUE, book.read)
    lines = trace(rule, context)
    begun = np.broadcast_to(first_days(facts, on) <= on[None, :], (facts.count, len(on)))
    return Traced(rule, context, lines, begun, book)


def holding(tx: Tx, rule: Rule, day: int) -> tuple[str, ...]:
    """The ids of the accounts for which a rule holds on a day, in order."""
    found = decide(tx, rule, [day])
    ids = found.facts.account_ids
    return tuple(ids[one] for one in np.flatnonzero(found.inside[:, 0]).tolist())


def _asks_dimension(rule: Rule) -> bool:
    return any(
        isinstance(test, FieldTest) and test.field.startswith(DIMENSION) for test in tests(rule)
    )


def gone(rule: Rule, choices: Mapping[str, FieldChoice]) -> Wrong | None:
    """The first thing a rule names that the desk does not have; None where it has all."""
    for path, test in leaves(rule):
        told = _gone_field(test, choices) if isinstance(test, FieldTest) else ""
        if isinstance(test, ReadingTest):
            told = _gone_reading(test.reading, choices)
        if told:
            place = "field" if isinstance(test, FieldTest) else "reading"
            return Wrong(path, place, told)
    return None


def _gone_field(test: FieldTest, choices: Mapping[str, FieldChoice]) -> str:
    if test.field in choices:
        return ""
    if test.field.startswith(DIMENSION):
        key = test.field.removeprefix(DIMENSION)
        return f"No health profile has a dimension {key}{_near(test.field, choices)}."
    return f"The desk has no field {test.field}{_near(test.field, choices)}."


def _gone_reading(ref: ReadingRef, choices: Mapping[str, FieldChoice]) -> str:
    choice = choices.get(f"{READING}{ref.kind}")
    known = {} if choice is None else dict(choice.choices)
    metric = str(ref.options.get("metric", ""))
    if metric and metric not in known:
        return f"The desk has no metric {metric}{_near(metric, known)}."
    return ""


def _near(name: str, known: Collection[str]) -> str:
    """What was perhaps meant."""
    close = get_close_matches(
        name, [one for one in known if not one.startswith(READING)], n=1, cutoff=0.75
    )
    return f" (did you mean {close[0]}?)" if close else ""


def leaves(rule: Rule, path: Path = ()) -> list[tuple[Path, FieldTest | ReadingTest]]:
    """Every test of a rule with its path, in order."""
    if isinstance(rule, AllOf | AnyOf):
        return [
            found for number, one in enumerate(rule.rules) for found in leaves(one, (*path, number))
        ]
    if isinstance(rule, NotOf):
        return leaves(rule.rule, (*path, 0))
    return [(path, rule)]
