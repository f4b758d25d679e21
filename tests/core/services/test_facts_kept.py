"""Facts that are kept are the facts that are read: to the bit, and only while nothing changed."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import hypothesis.extra.numpy as arrays
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import UsageGrid
from healthdesk.core.domain.op import op
from healthdesk.core.services import facts, facts_kept, scoring, segments, visits
from healthdesk.core.store import tables
from tests import make

DAY = 20_000


@pytest.fixture
def kept(furnished, monkeypatch):
    """A small desk whose facts are worth keeping here, and were."""
    monkeypatch.setattr(facts_kept, "WORTH", 1)
    monkeypatch.setattr(facts, "metrics_needed", lambda _: {"logins", "exports"})
    desk = furnished()
    desk.do(make.fill, 3, 30)
    return desk


def reopened(desk: Desk) -> Desk:
    desk.close()
    return Desk.open(desk.path)


def alike(one: object, other: object, place: str = "facts") -> None:
    """Both hold the same, of the same types."""
    assert type(one) is type(other), place
    if isinstance(one, np.ndarray):
        assert (one.dtype, one.shape) == (other.dtype, other.shape), place
        assert one.flags.writeable == other.flags.writeable, place
        np.testing.assert_array_equal(one, other, place)
    elif is_dataclass(one):
        for each in fields(one):
            if each.name != "memory":
                alike(getattr(one, each.name), getattr(other, each.name), f"{place}.{each.name}")
    elif isinstance(one, dict):
        assert list(one) == list(other), place
        for key, value in one.items():
            alike(value, other[key], f"{place}[{key}]")
    else:
        assert one == other, place


def test_they_are_the_same_facts_read_from_one_row(kept, monkeypatch):
    read = kept.read(facts.load)
    assert kept.do(facts.keep) is True
    assert kept.do(facts.keep) is False, "they are there already"
    with reopened(kept) as again:
        monkeypatch.setattr(facts, "_load", lambda *_: pytest.fail("the tables were read"))
        alike(read, again.read(facts.load))


def test_what_was_not_read_is_not_kept(kept):
    assert kept.do(facts.keep) is False


def test_few_facts_are_not_worth_it(desk):
    desk.do(make.fill, 3, 30)
    desk.read(facts.load)
    assert desk.do(facts.keep) is False


def test_a_change_of_facts_makes_them_worthless_and_a_look_does_not(kept):
    kept.read(facts.load)
    kept.do(facts.keep)
    kept.do(visits.begin, DAY)
    with reopened(kept) as again:
        assert again.read(lambda tx: facts_kept.find(tx, facts.metrics_needed(tx))) is not None

        @op("Add a pulse")
        def add(tx):
            tx.add(tables.Pulse(account_id=1, day=DAY, by="you", value=0.5))

        again.do(add)
        assert again.read(lambda tx: facts_kept.find(tx, facts.metrics_needed(tx))) is None
        found = again.read(facts.load)
        assert 0.5 in found.sentiments.value.tolist()


def test_other_metrics_and_damaged_rows_are_read_from_the_tables(kept):
    kept.read(facts.load)
    kept.do(facts.keep)
    assert kept.read(lambda tx: facts_kept.find(tx, {"no such metric"})) is None

    @op("Damage")
    def damage(tx):
        row = tx.query(tables.Snapshot).filter_by(key="facts arrays").one()
        row.payload = b"\xc1"

    kept.do(damage)
    with reopened(kept) as again:
        assert again.read(facts.load).count == 3


@given(
    arrays.arrays(
        st.sampled_from([np.float32, np.float64]),
        arrays.array_shapes(min_dims=2, max_dims=2, max_side=6),
        elements=st.one_of(
            st.integers(0, 70_000).map(float),
            st.floats(width=32),
            st.just(float("nan")),
            st.just(-0.0),
        ),
    )
)
def test_grids_come_back_as_they_were(values):
    days = np.arange(values.shape[1], dtype=np.int32)
    packed = facts_kept._pack_grid(UsageGrid(days, values))
    (found,) = facts_kept._grids({"m": packed}).values()
    assert found.values.dtype == values.dtype
    assert np.array_equal(found.values, values, equal_nan=True)
    there = ~np.isnan(values)
    assert np.array_equal(np.signbit(found.values)[there], np.signbit(values)[there])


def test_who_is_in_a_segment_is_known_without_facts_once_a_day_was_recorded(kept, monkeypatch):
    day = DAY + 20
    before = {one: kept.read(segments.members, one, day) for one in kept.read(segments.names)}
    table = kept.read(scoring.accounts_table, day)
    kept.do(scoring.record_reported, day)
    with reopened(kept) as again:
        monkeypatch.setattr(facts, "_load", lambda *_: pytest.fail("the tables were read"))
        for name, members in before.items():
            assert again.read(segments.members, name, day) == members
        assert again.read(scoring.accounts_table, day) == table
        assert again.do(scoring.record_reported, day) == 0
