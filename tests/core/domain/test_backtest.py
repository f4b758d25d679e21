"""Figures of a backtest on cells whose scores are given, and what they come to in words."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.backtest import (
    Figures,
    calibration,
    falling,
    figures,
    leaks,
    lowest,
    quick,
)
from healthdesk.core.domain.backtest_lost import lost_by
from healthdesk.core.domain.backtest_words import compared, verdict
from healthdesk.core.domain.cell_scores import cell_scores, some_cells
from healthdesk.core.domain.cells import Cells
from healthdesk.core.domain.discrimination import auc, paired
from healthdesk.core.domain.judgement import wilson
from healthdesk.core.domain.rule import dump_rule
from healthdesk.core.domain.what_if import Book, tried
from healthdesk.core.readings import CATALOGUE
from tests.core.domain.score_case import DAY, desk, dimension, measure, profile, published
from tests.core.plain_desk import PlainDesk, to_facts

BOOK = profile(dimension("d", measure("x"), measure("y", weight=0)))


def cells_of(rows: list[dict[str, Any]], gone: list[bool]) -> tuple[Any, Any]:
    """The scores of accounts with these attributes, all on one day, and what became of them."""
    made = desk({f"a{number:03}": row for number, row in enumerate(rows)})
    lost = np.array(gone, bool)
    count = len(rows)
    cells = Cells(np.arange(count, dtype=np.int32), np.full(count, DAY, np.int32), lost)
    return cell_scores(to_facts(made), cells, published(BOOK), CATALOGUE), lost


def told(scores: list[float | None], gone: list[bool], arr: list[float] | None = None) -> Figures:
    found, lost = cells_of([{"x": one} for one in scores], gone)
    worth = np.full(len(scores), np.nan) if arr is None else np.array(arr)
    return figures(found, lost, worth)


def many(lost: list[float], kept: list[float]) -> Figures:
    return told([*lost, *kept], [True] * len(lost) + [False] * len(kept))


def test_bands_misses_and_alarms_are_counted_and_named() -> None:
    found = told(
        [90, 50, 20, 10, 80, 75, 30, 20, None, None],
        [True, True, True, False, False, False, False, True, True, False],
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    )
    assert (found.churned, found.kept) == (4, 4)
    assert (found.unscored_churned, found.unscored_kept, found.unscored) == (1, 1, 2)
    assert [(one.accounts, one.lost) for one in found.bands] == [(3, 1), (1, 1), (4, 2)]
    assert found.band("Poor").span == wilson(2, 4)
    assert found.falls is False
    assert found.misses == (0, 1)  # the highest score first
    assert found.alarms == (6, 3)  # the largest ARR first
    assert found.few


def test_alarms_without_a_known_arr_come_last() -> None:
    found = told([10, 10, 10], [False, False, False], [np.nan, 5, 50])
    assert found.alarms == (2, 1, 0)
    assert found.auc is None


@pytest.mark.parametrize(
    ("rates", "want"),
    [
        ([(10, 1), (10, 3), (10, 5)], True),
        ([(10, 3), (10, 3), (10, 5)], False),
        ([(10, 1), (0, 0), (5, 2)], True),
        ([(0, 0), (0, 0), (5, 2)], None),
    ],
)
def test_rates_fall_from_poor_to_strong(rates: Any, want: bool | None) -> None:
    lost = [[number < gone for number in range(of)] for of, gone in rates]
    scores = [[value] * of for value, (of, _) in zip((90, 50, 10), rates, strict=True)]
    found = told(list(chain(*scores)), list(chain(*lost)))
    assert falling(found.bands) is want


def test_the_lowest_tenth_shares_ties_at_its_edge() -> None:
    number = np.array([1.0] * 1 + [2.0] * 4 + [3.0] * 25)
    lost = np.array([True] + [True, False, False, False] + [True] * 2 + [False] * 23)
    found = lowest(number, lost)
    assert found is not None
    # 3 of 30: the first, and two of the four equal ones, of which one is lost.
    assert found.lost == pytest.approx(1 + 2 / 4)
    assert found.caught == pytest.approx(1.5 / 4)
    assert found.lift == pytest.approx(1.5 / 4 * 10)
    assert lowest(number, np.zeros(30, bool)) is None


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=2, max_size=40))
def test_the_lowest_parts_of_all_is_all(rows: list[tuple[int, bool]]) -> None:
    number = np.array([float(one) for one, _ in rows])
    lost = np.array([gone for _, gone in rows])
    if lost.all() or not lost.any():
        assert lowest(number, lost) is None
        return
    shares = [lowest(number, lost, part / 10) for part in range(1, 11)]
    caught = [one.caught for one in shares if one is not None]
    assert caught[-1] == pytest.approx(1)
    assert all(a <= b + 1e-9 for a, b in pairwise(caught))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), max_size=120))
def test_calibration_holds_every_cell_once_and_equal_scores_together(
    rows: list[tuple[int, bool]],
) -> None:
    number = np.array([float(one) for one, _ in rows] + [np.nan])
    lost = np.array([gone for _, gone in rows] + [True])
    bins = calibration(number, lost)
    if len(rows) < 40:
        assert bins == ()
        return
    assert sum(one.rate.accounts for one in bins) == len(rows)
    assert sum(one.rate.lost for one in bins) == sum(gone for _, gone in rows)
    assert all(a.high < b.low for a, b in pairwise(bins))
    assert all(one.low <= one.mean <= one.high for one in bins)


def test_a_measure_alone_tells_by_its_points_and_one_that_knows_is_marked() -> None:
    rows = [{"x": 50.0 + number, "y": 5.0} for number in range(12)]
    rows += [{"x": 50.0 + number, "y": 95.0} for number in range(12)]
    rows.append({"x": 50.0, "y": None})
    found, lost = cells_of(rows, [True] * 12 + [False] * 13)
    seen = figures(found, lost, np.zeros(25))
    knows, even = seen.measures
    assert (knows.key, knows.cells, knows.lost, knows.leak, knows.weight) == (
        "d.y", 24, 12, True, 0,
    )  # fmt: skip
    assert knows.auc is not None
    assert knows.auc.value == 1
    assert even.auc == auc(found.number[:, 0], lost)
    assert not even.leak
    assert seen.leaks == (knows,)
    # It weighs nothing, so it is marked but not what the score rests on.
    assert verdict(seen, "90 days before").kind == "chance"


def test_of_a_few_no_measure_is_called_a_leak() -> None:
    assert not leaks(auc(np.arange(8.0), np.arange(8) < 4))
    assert leaks(auc(np.arange(20.0), np.arange(20) < 10))
    assert leaks(auc(-np.arange(20.0), np.arange(20) < 10))
    assert not leaks(None)


def test_figures_by_segment_are_those_of_its_cells() -> None:
    found, lost = cells_of(
        [{"x": one} for one in (10, 20, 30, 40, None)], [True, True] + [False] * 3
    )
    inside = np.array([True, True, True, False, True])
    (part,) = figures(found, lost, np.zeros(5), [("Some", inside)]).parts
    assert (part.rate.accounts, part.rate.lost, part.unscored) == (3, 2, 1)
    assert part.auc is None
    (whole,) = figures(found, lost, np.zeros(5), [("All", np.ones(5, bool))]).parts
    assert whole.auc == auc(found.number[:, 0], lost)


def test_the_quick_form_follows_a_weight() -> None:
    rows = [{"x": 10.0 * one, "y": 100 - 10.0 * one} for one in range(8)]
    found, lost = cells_of(rows, [True] * 4 + [False] * 4)
    before = quick(found, lost)
    assert (before.auc, before.low, before.high) == (1, 1, 1)
    assert before.bands == figures(found, lost, np.zeros(8)).bands
    body = found.profiles[0].profile
    measures = body.dimensions[0].measures
    turned = tuple(
        msgspec.structs.replace(one, weight=float(place)) for place, one in enumerate(measures)
    )
    other = msgspec.structs.replace(
        body, dimensions=(msgspec.structs.replace(body.dimensions[0], measures=turned),)
    )
    after = quick(tried(Book(found, 0, np.ones(8, bool)), other), lost)
    assert after.auc == 0
    assert quick(some_cells(found, np.array([0, 4])), lost[[0, 4]]).auc is None


def test_verdicts_say_no_more_than_the_numbers_bear() -> None:
    spread = [float(one) for one in range(30)]
    kinds = {
        "none": many([10], spread),
        "few": many([10, 20, 30], spread),
        "chance": many(spread, [one + 0.5 for one in spread]),
        "worse": many([one + 12 for one in spread], spread),
        "strong": many(spread, [one + 18 for one in spread]),
        "weak": many([one * 0.7 for one in spread], [one * 0.7 + 4.5 for one in spread]),
    }
    for kind, found in kinds.items():
        assert verdict(found, "90 days before").kind == kind
    few = verdict(kinds["few"], "90 days before").sentence
    assert few.startswith("Too few to tell: 3 lost accounts had a score 90 days before")
    assert "0." not in few
    assert "No better than chance" in verdict(kinds["chance"], "90 days before").sentence
    assert verdict(kinds["none"], "90 days before").sentence == (
        "Nothing can be told: only 1 lost account had a score 90 days before."
    )


def test_a_measure_that_knows_the_answer_is_said_before_anything_else() -> None:
    found = many([one / 10 for one in range(12)], [50.0 + one for one in range(12)])
    seen = verdict(found, "90 days before")
    assert (seen.kind, seen.title) == ("leak", "A measure that knows the answer")
    assert "\u201cx\u201d alone" in seen.text
    turned = many([90.0 + one / 10 for one in range(12)], [50.0 + one for one in range(12)])
    assert "AUC of 0.00, the wrong way round" in verdict(turned, "90 days before").text


def test_without_any_score_or_any_loss_it_says_which() -> None:
    nobody = told([None, None], [True, False])
    assert "none of the 2 accounts had a score" in verdict(nobody, "on that day").text
    assert verdict(told([10, 20], [False, False]), "on that day").text == "no account was lost."
    assert verdict(told([10, 20], [True, True]), "on that day").text == "no account was kept."
    assert verdict(told([10, 20, None], [False, False, True]), "then").text == (
        "no lost account had a score then (1 had none)."
    )


def test_two_versions_are_told_apart_only_where_they_differ_beyond_chance() -> None:
    lost = np.arange(40) < 20
    good = np.arange(40.0)
    bad = (np.arange(40) * 17 % 40).astype(float)
    assert compared(paired(bad, good, lost), "version 1", "version 2").startswith(
        "Version 2 tells better who leaves (AUC "
    )
    assert compared(paired(good, bad, lost), "version 1", "version 2").startswith("Version 1 tells")
    assert compared(paired(bad, bad, lost), "a", "b").startswith("Both tell the same")
    near = bad.copy()
    near[[0, 30]] = near[[30, 0]]
    assert compared(paired(bad, near, lost), "a", "b").startswith("The difference is within")
    few = np.arange(40) < 3
    assert "3 have a score under both" in compared(paired(bad, good, few), "a", "b")
    assert compared(None, "a", "b").startswith("Nothing can be told")


def test_which_attribute_says_who_left() -> None:
    def found(kind: str, *values: Any, key: str = "Churn") -> Any:
        made = PlainDesk(
            accounts=tuple(f"a{number}" for number in range(len(values))),
            kinds={key: kind},
            attributes={
                (f"a{number}", key): ((DAY, value),) for number, value in enumerate(values)
            },
        )
        said = lost_by(to_facts(made))
        return None if said is None else dump_rule(said.rule)

    assert found("boolean", True, False) == {"field": "Churn", "op": "=", "value": True}
    assert found("number", 1.0, 0.0, key="churn_value") == {
        "field": "churn_value", "op": "=", "value": 1,
    }  # fmt: skip
    assert found("text", "Yes", "No", "no", key="is_churned") == {
        "field": "is_churned", "op": "in", "value": ["Yes"],
    }  # fmt: skip
    assert found("text", "Churned", "Stayed", "Joined", key="Customer Status") == {
        "field": "Customer Status", "op": "in", "value": ["Churned"],
    }  # fmt: skip
    assert found("text", "Attrited Customer", "Existing Customer", key="Attrition_Flag") is not None
    for values in ((True, True), (False,)):
        assert found("boolean", *values) is None  # nobody stayed, nobody left
    assert found("text", "Yes", "No", "perhaps") is None
    assert found("text", "Yes", "No", key="Customer Status") is None
    assert found("boolean", True, False, key="churn_survey_sent") is None
    assert found("number", 0.0, 1.0, 7.0, key="churn_score") is None
    assert found("day", 1.0, 0.0) is None
