"""Cells score as the book does on each one's day; nothing later counts, sampling to the letter."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from healthdesk.core.domain import cells as cells_module
from healthdesk.core.domain import portfolio
from healthdesk.core.domain.cell_scores import (
    cell_arr,
    cell_readings,
    cell_rules,
    cell_scores,
    cell_texts,
)
from healthdesk.core.domain.cells import Cells
from healthdesk.core.domain.decide import Context, evaluate
from healthdesk.core.domain.facts import NO_DAY, Facts
from healthdesk.core.domain.profile import Published, parse_profiles
from healthdesk.core.domain.progress import NOBODY
from healthdesk.core.domain.reading import parse_ref, read, read_texts
from healthdesk.core.domain.rule import parse_rule
from healthdesk.core.domain.sampling import by_outcomes, by_snapshot, split
from healthdesk.core.domain.score import Scores, reweigh, score
from healthdesk.core.readings import CATALOGUE
from tests.core.domain.score_case import DAY, desk, dimension, measure, profile, published
from tests.core.naive.facts import alive, churn_day
from tests.core.plain_desk import Churn, Judgement, PlainDesk, cut, to_facts
from tests.core.random_desk import (
    SPAN,
    START,
    random_desk,
    random_profiles,
    random_reading,
    random_rule,
)

KEYS = {"logins", "load", "export", "board", "unused"}
SAME = ("raw", "unrounded", "capped", "number", "final", "shown", "band", "coverage", "rolled")
seeds = st.integers(0, 2**32)
relaxed = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(autouse=True)
def short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many blocks of a few cells, as large desks have many of many."""
    monkeypatch.setattr(cells_module, "RUN", 3)


def random_cells(rng: Random, count: int) -> Cells:
    accounts = [rng.randrange(count) for _ in range(rng.randrange(1, 12))] if count else []
    few = [START + rng.randrange(SPAN) for _ in range(3)]
    days = [rng.choice((*few, START + rng.randrange(SPAN))) for _ in accounts]
    lost = [rng.random() < 0.4 for _ in accounts]
    return Cells(np.array(accounts, np.int32), np.array(days, np.int32), np.array(lost, bool))


def random_book(rng: Random, count: int) -> tuple[PlainDesk, list[Published], Cells]:
    made = random_desk(rng, count)
    parsed = parse_profiles(list(random_profiles(rng)), KEYS, CATALOGUE)
    return made, [Published(one, 1, START) for one in parsed], random_cells(rng, count)


def whole_book(facts: Facts, profiles: list[Published], cells: Cells) -> tuple[Scores, Any]:
    """The book's scores of every day, and where each cell stands in them."""
    days, column = np.unique(cells.day, return_inverse=True)
    made = score(replace(facts, overrides=()), profiles, days.astype(np.int32), CATALOGUE)
    return made, (cells.account, column)


@relaxed
@given(seeds, st.integers(1, 6))
def test_cells_score_as_the_book_does_on_their_day(seed: int, count: int) -> None:
    made, profiles, cells = random_book(Random(seed), count)
    facts = to_facts(made)
    found = cell_scores(facts, cells, profiles, CATALOGUE)
    book, at = whole_book(facts, profiles, cells)
    for name in SAME:
        mine, theirs = getattr(found, name)[:, 0], getattr(book, name)[at]
        assert np.array_equal(mine, theirs, equal_nan=mine.dtype.kind == "f"), name
    for cell in range(cells.count):
        account, column = cells.account[cell], at[1][cell]
        assert found.published(cell, 0) == book.published(account, column)
        assert found.caps(cell, 0) == book.caps(account, column)
    assert found.facts.account_ids == tuple(made.accounts[one] for one in cells.account)


@relaxed
@given(seeds, st.integers(1, 6))
def test_weighed_again_unchanged_cells_stay_what_they_are(seed: int, count: int) -> None:
    made, profiles, cells = random_book(Random(seed), count)
    found = cell_scores(to_facts(made), cells, profiles, CATALOGUE)
    again = reweigh(found, found.profiles)
    for name in SAME[:-1]:
        mine, theirs = getattr(found, name), getattr(again, name)
        assert np.array_equal(mine, theirs, equal_nan=mine.dtype.kind == "f"), name


@relaxed
@given(seeds, st.integers(1, 5))
def test_facts_after_a_cells_day_change_nothing(seed: int, count: int) -> None:
    rng = Random(seed)
    made, profiles, cells = random_book(rng, count)
    now = cell_scores(to_facts(made), cells, profiles, CATALOGUE)
    for cell in {0, cells.count - 1}:
        early = to_facts(cut(made, int(cells.day[cell])))
        then = cell_scores(early, cells.pick(np.array([cell])), profiles, CATALOGUE)
        assert np.array_equal(now.number[cell], then.number[0], equal_nan=True)
        assert now.band[cell] == then.band[0]


@relaxed
@given(seeds, st.integers(1, 5))
def test_readings_rules_and_arr_of_cells_are_those_of_their_day(seed: int, count: int) -> None:
    rng = Random(seed)
    made, profiles, cells = random_book(rng, count)
    facts = to_facts(made)
    refs = [parse_ref(random_reading(rng), KEYS, CATALOGUE, "reading") for _ in range(3)]
    rule = parse_rule(random_rule(rng, scores=True), "rule", KEYS, CATALOGUE)
    numbers = cell_readings(facts, cells, refs, CATALOGUE)
    holds = cell_rules(facts, cells, [rule], profiles, CATALOGUE)[0]
    arr = cell_arr(facts, cells)
    tier = parse_ref({"kind": "attribute", "key": "tier"}, KEYS, CATALOGUE, "reading")
    words = cell_texts(facts, cells, tier, CATALOGUE)
    for cell in range(cells.count):
        account, day = int(cells.account[cell]), cells.day[cell : cell + 1]
        want = [read(facts, ref, day, CATALOGUE)[account, 0] for ref in refs]
        assert np.array_equal(numbers[:, cell], want, equal_nan=True)
        context = Context(
            facts, day, CATALOGUE, lambda days: score(facts, profiles, days, CATALOGUE)
        )
        begun = evaluate(
            parse_rule(
                {"field": "age_days", "op": ">=", "value": 0},
                "rule", KEYS, CATALOGUE,
            ),
            context,
        )  # fmt: skip
        assert holds[cell] == (evaluate(rule, context) & begun)[account, 0]
        assert np.array_equal(arr[cell], portfolio.arr(facts, day)[account, 0], equal_nan=True)
        assert words.word(cell, 0) == read_texts(facts, tier, day, CATALOGUE).word(account, 0)


def test_an_override_counts_not() -> None:
    said = (Judgement("a", DAY - 5, DAY + 5, band="Strong"),)
    made = to_facts(desk({"a": {"x": 20}, "b": {"x": 80}}, overrides=said))
    profiles = published(profile(dimension("d", measure("x"))))
    one = Cells(np.array([0], np.int32), np.array([DAY], np.int32), np.array([True]))
    found = cell_scores(made, one, profiles, CATALOGUE)
    assert (found.number[0, 0], found.override[0, 0]) == (20, -1)
    assert score(made, profiles, one.day, CATALOGUE).number[0, 0] == 85


def test_a_mean_of_children_stays_when_cells_are_weighed_again() -> None:
    accounts = {"top": {"x": 10, "y": 90}, "kid": {"x": 60, "y": 80}}
    made = to_facts(desk(accounts, parents={"kid": "top"}))
    document = profile(
        dimension("d", measure("x")), dimension("e", measure("y")),
        hierarchy="rollup", rollup_by="count",
    )  # fmt: skip
    profiles = published(document)
    cells = Cells(np.array([0, 1], np.int32), np.array([DAY, DAY], np.int32), np.zeros(2, bool))
    found = cell_scores(made, cells, profiles, CATALOGUE)
    assert found.number[:, 0].tolist() == [70, 70]
    heavy = list(found.profiles[0].profile.dimensions)
    heavy[0] = msgspec.structs.replace(heavy[0], weight=0.0)
    body = msgspec.structs.replace(found.profiles[0].profile, dimensions=tuple(heavy))
    again = reweigh(found, [Published(body, 2, DAY), *found.profiles[1:]])
    assert again.number[:, 0].tolist() == [70, 80]


def test_no_cells_at_all() -> None:
    made = to_facts(desk({"a": {"x": 20}}))
    none = Cells(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, bool))
    found = cell_scores(made, none, published(profile(dimension("d", measure("x")))), CATALOGUE)
    assert found.number.shape == (0, 1)


class StoppedError(Exception):
    """The user asked to stop."""


def test_it_stops_when_asked_to() -> None:
    class Stop:
        def step(self, done: int, total: int, text: str) -> None:
            assert (done, total, text) == (1, 1, "Scoring the days before")
            raise StoppedError

    made = to_facts(desk({"a": {"x": 20}}))
    one = Cells(np.zeros(1, np.int32), np.array([DAY], np.int32), np.zeros(1, bool))
    profiles = published(profile(dimension("d", measure("x"))))
    with pytest.raises(StoppedError):
        cell_scores(made, one, profiles, CATALOGUE, Stop())
    assert cell_scores(made, one, profiles, CATALOGUE, NOBODY).number[0, 0] == 20


@relaxed
@given(seeds, st.integers(1, 6), st.integers(0, 40), st.integers(0, SPAN), st.integers(0, SPAN))
def test_sampling_by_outcomes_is_the_pages(
    seed: int, count: int, lead: int, start: int, length: int
) -> None:
    made = random_desk(Random(seed), count)
    first, last = START + start, START + start + length
    found = by_outcomes(to_facts(made), lead, first, last)
    want = []
    for number, account in enumerate(made.accounts):
        gone = churn_day(made, account)
        if gone is not None and first <= gone <= last:
            want.append((number, gone - lead, True))
        elif alive(made, account, last):
            want.append((number, last - lead, False))
    rows = zip(found.account.tolist(), found.day.tolist(), found.lost.tolist(), strict=True)
    assert list(rows) == want


def test_a_parent_that_lives_through_its_children_is_kept_where_the_book_has_it() -> None:
    accounts = {"top": {"x": 10, "started_on": None}, "kid": {"x": 60}}
    facts = to_facts(desk(accounts, parents={"kid": "top"}))
    assert by_outcomes(facts, 5, DAY - 50, DAY).account.tolist() == [1]
    cells = by_outcomes(facts, 5, DAY - 50, DAY, lent=True)
    assert cells.account.tolist() == [0, 1]
    rolled = profile(dimension("d", measure("x")), hierarchy="rollup", rollup_by="count")
    assert cell_scores(facts, cells, published(rolled), CATALOGUE).number[:, 0].tolist() == [60, 60]


def test_a_split_looks_forward_only() -> None:
    accounts: dict[str, dict[str, Any]] = {"early": {}, "late": {}, "stays": {}}
    churns = (Churn("early", DAY + 10), Churn("late", DAY + 60))
    facts = to_facts(desk(accounts, churns=churns))
    learned, tried = split(facts, 30, DAY - 50, DAY + 40, DAY + 90)
    assert learned.account.tolist() == [0, 1, 2]
    assert learned.lost.tolist() == [True, False, False]
    assert learned.day.tolist() == [DAY - 20, DAY + 10, DAY + 10]
    assert tried.account.tolist() == [1, 2]
    assert tried.lost.tolist() == [True, False]
    assert tried.day.tolist() == [DAY + 30, DAY + 60]


def test_a_snapshot_reads_accounts_without_a_first_day_as_they_stand() -> None:
    made = desk({"a": {"x": 20, "started_on": None}, "b": {"x": 80}, "c": {"x": 50}})
    later = made.with_(attributes=made.attributes | {("c", "started_on"): ((DAY, float(DAY + 1)),)})
    facts = to_facts(later)
    cells = by_snapshot(facts, np.array([True, False, False]), DAY)
    profiles = published(profile(dimension("d", measure("x"))))
    found = cell_scores(facts, cells, profiles, CATALOGUE)
    assert found.number[:2, 0].tolist() == [20, 80]
    assert np.isnan(found.number[2, 0])  # its first day is still to come
    book = score(facts, profiles, np.array([DAY], np.int32), CATALOGUE)
    assert np.isnan(book.number[0, 0])
    assert facts.churned.tolist() == [NO_DAY] * 3
