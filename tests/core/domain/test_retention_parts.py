"""Retention account by account: any two parts of a book make up the whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.portfolio import course, retention
from tests.core.domain.score_case import DAY, desk
from tests.core.plain_desk import Contract, to_facts

AMOUNTS = st.one_of(st.none(), st.integers(0, 900))


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS, st.booleans()), min_size=1, max_size=6))
def test_parts_of_a_book_add_up_and_rows_are_the_change(rows):
    names = [f"a{at}" for at in range(len(rows))]
    contracts = tuple(
        contract
        for name, (was, now, _) in zip(names, rows, strict=True)
        for contract in (
            Contract(name, DAY, DAY + 5, None, was),
            Contract(name, DAY + 5, None, None, now),
        )
    )
    facts = to_facts(desk({name: {} for name in names}, contracts=contracts))
    found = course(facts, DAY, DAY + 10)
    some = np.array([chosen for _, _, chosen in rows])
    whole, one, other = found.kept(), found.kept(some), found.kept(~some)
    assert whole == retention(facts, DAY, DAY + 10)
    for key in ("start", "churned", "downgraded", "expanded"):
        assert getattr(whole, key) == pytest.approx(getattr(one, key) + getattr(other, key))
    lost = whole.churned + whole.downgraded
    assert found.change.sum() == pytest.approx(whole.expanded - lost)
    told = sum(was is None or (was > 0 and now is None) for was, now, _ in rows)
    assert int(found.unknown.sum()) == told
