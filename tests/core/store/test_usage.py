from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.op import op
from healthdesk.core.store import usage, views
from tests import make


@op("Prepare")
def prepare(tx):
    return [make.account(tx, f"a{n}") for n in (1, 2)], [make.metric(tx, f"m{n}") for n in (1, 2)]


@op("Upsert")
def upsert(tx, metrics, rows):
    return usage.upsert(tx, metrics, rows)


@op("Assign")
def assign(tx, metrics, rows):
    return usage.assign(tx, metrics, rows)


@op("Drop")
def drop(tx, accounts=None):
    return usage.drop_empty(tx, accounts)


def rows(desk, metrics, **limits):
    return desk.read(lambda tx: [r for block in usage.blocks(tx, metrics, **limits) for r in block])


def test_an_upsert_keeps_what_it_does_not_bring(desk):
    (a, b), (m, n) = desk.do(prepare)
    assert desk.do(upsert, [m, n], [(a, 1, 1.5, None), (a, 2, 2.0, 9.0), (b, 1, 0.0, None)]) == 3
    desk.do(upsert, [n], [(a, 1, 7.0)])
    desk.do(upsert, [m, n], [(a, 2, None, 3.0)])
    assert rows(desk, [m, n]) == [(a, 1, 1.5, 7.0), (a, 2, 2.0, 3.0), (b, 1, 0.0, None)]


def test_assigning_can_take_away_and_empty_rows_go(desk):
    (a, b), (m, n) = desk.do(prepare)
    desk.do(upsert, [m, n], [(a, 1, 1.0, 2.0), (a, 2, 3.0, None), (b, 1, 4.0, None)])
    desk.do(assign, [m], [(a, 1, None), (a, 2, None), (b, 1, None)])
    assert desk.do(drop, [a]) == 1
    assert rows(desk, [m, n]) == [(a, 1, None, 2.0), (b, 1, None, None)]
    assert desk.do(drop) == 1
    assert rows(desk, [m, n]) == [(a, 1, None, 2.0)]


def test_reading_is_by_blocks_in_order_and_by_ranges(desk):
    (a, b), (m, _) = desk.do(prepare)
    desk.do(upsert, [m], [(b, d, float(d)) for d in range(2500)] + [(a, 7, 1.0)])
    blocks = desk.read(lambda tx: [len(block) for block in usage.blocks(tx, [m])])
    assert blocks == [2000, 501]
    found = rows(desk, [m])
    assert found == sorted(found)
    assert rows(desk, [m], accounts=(a, a)) == [(a, 7, 1.0)]
    assert rows(desk, [], days=(7, 8), accounts=(a, b)) == [(a, 7), (b, 7), (b, 8)]


def test_a_reading_that_is_given_up_lets_go(desk):
    (a, _), (m, _) = desk.do(prepare)
    desk.do(upsert, [m], [(a, d, 1.0) for d in range(5000)])
    desk.read(lambda tx: next(usage.blocks(tx, [m])))
    desk.checkpoint()
    assert not desk.path.with_name(desk.path.name + "-wal").stat().st_size


def test_counts_and_first_days(desk):
    (a, b), (m, n) = desk.do(prepare)
    assert desk.read(usage.first_days) == {}
    assert desk.read(usage.count) == 0
    desk.do(upsert, [m, n], [(b, -3, 1.0, None), (b, 5, 1.0, 2.0)])
    assert desk.read(usage.first_days) == {b: -3}
    assert desk.read(usage.count) == 3
    assert a not in desk.read(usage.first_days)


def test_columns_come_once_and_views_follow(desk):
    (a, _), (m, n) = desk.do(prepare)
    desk.do(upsert, [m, n], [(a, 20_000, 1.0, 0.1)])

    @op("Third")
    def third(tx):
        more = make.metric(tx, "third")
        usage.add_metrics(tx, [m, more])
        usage.upsert(tx, [more], [(a, 20_001, -4.0)])
        return more

    more = desk.do(third)
    assert desk.read(usage.columns) == (m, n, more)
    for view, day in (
        ("usage_long", [20_000, 20_001]),
        ("usage_by_day", ["2024-10-04", "2024-10-05"]),
    ):
        found = desk.read(
            lambda tx, v=view: (
                tx.connection()
                .exec_driver_sql(f"SELECT metric, day, value FROM {v} ORDER BY day, metric")
                .all()
            )
        )
        assert [tuple(row) for row in found] == [
            ("m1", day[0], 1.0),
            ("m2", day[0], 0.1),
            ("third", day[1], -4.0),
        ]


def test_more_metrics_than_a_view_may_join_at_once(desk, monkeypatch):
    monkeypatch.setattr(views, "TERMS", 3)

    @op("Many")
    def many(tx):
        a = make.account(tx)
        tx.connection().exec_driver_sql(
            "INSERT INTO metric (metric, fill) VALUES (?, 'zero')", [(f"m{n}",) for n in range(8)]
        )
        usage.add_metrics(tx, range(1, 9))
        usage.upsert(tx, [1, 8], [(a, 1, 1.0, 2.0)])

    desk.do(many)
    found = desk.read(
        lambda tx: tx.connection().exec_driver_sql("SELECT metric, value FROM usage_long").all()
    )
    assert sorted(map(tuple, found)) == [("m0", 1.0), ("m7", 2.0)]


def test_too_many_metrics_are_refused_before_anything_is_written(desk):
    @op("Too many")
    def too_many(tx):
        usage.add_metrics(tx, range(1, 1902))

    with pytest.raises(DeskError, match=r"1,900.*would be 1,901"):
        desk.do(too_many)
    assert desk.read(usage.columns) == ()


@pytest.mark.long
def test_as_many_metrics_as_are_allowed_work(desk):
    @op("All")
    def most(tx):
        a = make.account(tx)
        tx.connection().exec_driver_sql(
            "INSERT INTO metric (metric, fill) VALUES (?, 'zero')",
            [(f"m{n}",) for n in range(1900)],
        )
        usage.add_metrics(tx, range(1, 1901))
        usage.upsert(tx, range(1, 1901), [(a, 1, *map(float, range(1900)))])

    desk.do(most)
    assert desk.check() == []
    assert desk.read(usage.count) == 1900
    assert desk.do(drop) == 0
    before = make.dump(desk)
    assert (desk.undo(), desk.redo()) == ("All", "All")
    assert make.dump(desk) == before
    desk.do(assign, range(1, 1901), [(1, 1, *[None] * 1900)])
    assert desk.do(drop) == 1


@pytest.mark.parametrize("wrong", ["many", b"1"])
def test_a_value_that_is_no_number_is_refused_by_the_file(desk, wrong):
    (a, _), (m, _) = desk.do(prepare)
    with pytest.raises(Exception, match="cannot store"):
        desk.do(upsert, [m], [(a, 1, wrong)])


CELLS = st.dictionaries(
    st.tuples(st.integers(0, 1), st.integers(-5, 5), st.integers(0, 1)),
    st.floats(allow_nan=False, allow_infinity=False),
    max_size=20,
)


@settings(max_examples=12, deadline=None)
@given(batches=st.lists(CELLS, max_size=4))
def test_the_table_is_a_dictionary_of_cells(tmp_path_factory, batches):
    model = {}
    with make.desk(tmp_path_factory.mktemp("cells")) as desk:
        accounts, metrics = desk.do(prepare)
        for batch in batches:
            model |= batch
            keys = sorted({(a, d) for a, d, _ in batch})
            given_rows = [
                (accounts[a], d, batch.get((a, d, 0)), batch.get((a, d, 1))) for a, d in keys
            ]
            desk.do(upsert, metrics, given_rows)
        found = {}
        for account, day, *pair in rows(desk, metrics):
            for number, value in enumerate(pair):
                if value is not None:
                    found[accounts.index(account), day, number] = value
        assert found == model
