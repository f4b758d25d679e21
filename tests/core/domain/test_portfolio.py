"""ARR, quality and retention."""

from __future__ import annotations

import numpy as np
import pytest

from healthdesk.core.domain.portfolio import arr, quality, retention
from tests.core.domain.score_case import DAY, desk
from tests.core.plain_desk import Churn, Contract, to_facts


def test_arr() -> None:
    made = desk(
        {"a": {"arr": 7.0}, "b": {"arr": 7.0}, "c": {}, "d": {}},
        contracts=(
            Contract("a", DAY, DAY + 2, None, 100),
            Contract("a", DAY + 1, None, None, 50.5),
            Contract("a", DAY, None, None, None),
            Contract("d", DAY, DAY + 2, None, None),
        ),
        churns=(Churn("b", DAY + 2),),
    )
    days = np.array([DAY - 1, DAY, DAY + 1, DAY + 2], np.int32)
    found = arr(to_facts(made), days)
    assert found[0].tolist() == [7, 100, 150.5, 50.5]
    assert found[1].tolist() == [7, 7, 7, 0]
    assert np.isnan(found[2]).all()
    assert np.isnan(found[3, :3]).all()
    assert found[3, 3] == 0


def test_a_text_is_no_arr() -> None:
    made = desk({"a": {"arr": "lots"}})
    made = made.with_(kinds=made.kinds | {"arr": "text"})
    assert np.isnan(arr(to_facts(made), np.array([DAY], np.int32))).all()


def test_quality() -> None:
    bands = np.array([0, 1, 2, 3, -1], np.int8)
    assert quality(bands) == pytest.approx(200 / 3)
    assert quality(bands, np.array([2.0, 1, 1, 9, 9])) == 75
    assert quality(bands, np.array([2.0, np.nan, np.nan, 9, 9])) == 100
    assert quality(bands[3:]) is None
    assert quality(bands, np.zeros(5)) is None


def test_retention() -> None:
    first, last = DAY, DAY + 10
    made = desk(
        {name: {} for name in ("kept", "grew", "fell", "left", "ended", "came", "unknown")},
        contracts=(
            Contract("kept", first, None, None, 100),
            Contract("grew", first, DAY + 5, None, 100),
            Contract("grew", DAY + 5, None, None, 150),
            Contract("fell", first, DAY + 5, None, 100),
            Contract("fell", DAY + 5, None, None, 70),
            Contract("left", first, None, None, 100),
            Contract("ended", first, DAY + 5, None, 100),
            Contract("came", DAY + 5, None, None, 900),
            Contract("unknown", first, DAY + 5, None, 100),
            Contract("unknown", DAY + 5, None, None, None),
        ),
        churns=(Churn("left", DAY + 10),),
    )
    facts = to_facts(made)
    found = retention(facts, first, last)
    assert (found.start, found.churned, found.downgraded, found.expanded) == (500, 200, 30, 50)
    assert found.gross == pytest.approx(270 / 500)
    assert found.net == pytest.approx(320 / 500)
    only = retention(facts, first, last, np.arange(7) == 1)
    assert (only.gross, only.net) == (1, 1.5)
    nobody = retention(facts, first, last, np.zeros(7, bool))
    assert (nobody.gross, nobody.net) == (None, None)


def test_who_left_before_is_no_customer_at_the_start_though_a_contract_runs_on() -> None:
    made = desk(
        {"stays": {}, "left": {}},
        contracts=(
            Contract("stays", DAY, None, None, 100),
            Contract("left", DAY, None, None, 300),
        ),
        churns=(Churn("left", DAY + 1),),
    )
    found = retention(to_facts(made), DAY + 1, DAY + 30)
    assert (found.start, found.net) == (100, 1)
