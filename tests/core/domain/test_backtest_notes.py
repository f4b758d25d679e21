"""What has to be known to read a backtest is said, and only where it holds."""

from __future__ import annotations

from typing import Any

import numpy as np

from healthdesk.core.domain.backtest import figures
from healthdesk.core.domain.backtest_notes import notes
from healthdesk.core.domain.cell_scores import cell_scores
from healthdesk.core.domain.facts import Metric
from healthdesk.core.domain.sampling import by_outcomes, by_snapshot
from healthdesk.core.readings import CATALOGUE
from tests.core.domain.score_case import DAY, desk, dimension, measure, profile, published
from tests.core.plain_desk import Churn, PlainDesk, to_facts


def told(made: PlainDesk, *, lead: int = 30, snapshot: bool = False, **more: Any) -> list[str]:
    facts = to_facts(made)
    cells = by_outcomes(facts, lead, DAY - 50, DAY + 10)
    if snapshot:
        lead, cells = 0, by_snapshot(facts, np.zeros(facts.count, bool), DAY)
    book = published(profile(dimension("d", measure("x", name="Size")), **more))
    scores = cell_scores(facts, cells, book, CATALOGUE)
    found = figures(scores, cells.lost, np.zeros(cells.count))
    return list(notes(facts, cells, scores, found, lead=lead, lost_by="x = 1"))


GONE = (Churn("a", DAY),)


def test_an_attribute_that_was_learned_after_the_days_is_said() -> None:
    late = told(desk({"a": {"x": 1}, "b": {"x": 2}}, churns=GONE))
    (said,) = [one for one in late if "Size" in one]
    assert "reads an attribute that the desk learned after the days looked at" in said
    early = desk({"a": {"x": 1}, "b": {"x": 2}}, churns=GONE)
    known = {key: ((DAY - 90, row[0][1]),) for key, row in early.attributes.items()}
    assert not [one for one in told(early.with_(attributes=known)) if "Size" in one]


def test_usage_that_ended_before_is_said() -> None:
    usage = {("a", "logins", DAY - 60): 1.0, ("b", "logins", DAY - 25): 1.0}
    made = desk({"a": {"x": 1}, "b": {"x": 2}}, churns=GONE, metrics=(Metric("logins"),))
    (said,) = [one for one in told(made.with_(usage=usage)) if one.startswith("Usage ends")]
    assert "1 account is looked at after it" in said  # b, on DAY - 20; a on DAY - 30
    assert not [
        one for one in told(made.with_(usage=usage), lead=60) if one.startswith("Usage ends")
    ]


def test_a_snapshot_is_called_another_sampling() -> None:
    said = told(desk({"a": {"x": 1}, "b": {"x": 2, "started_on": None}}), snapshot=True)
    assert said[0].startswith("Another sampling, a snapshot: every account once")
    assert "lost where x = 1" in said[0]
    assert said[1].startswith("1 account has no first day")


def test_nobody_who_left_is_said_and_so_is_an_empty_sample() -> None:
    assert "No outcome says that an account churned" in " ".join(told(desk({"a": {"x": 1}})))
    assert told(desk({})) == ["No account left in this period, and none was there on its last day."]


def test_parents_that_keep_their_mean_are_counted() -> None:
    made = desk({"a": {"x": 1}, "b": {"x": 2}}, parents={"b": "a"})
    said = told(made, hierarchy="rollup", rollup_by="count")
    assert any(one.startswith("1 account has the mean of those below") for one in said)
