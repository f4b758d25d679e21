"""Facts read from a desk are the desk's facts: sorted, complete, exact, and read once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import NO_DAY, SENTIMENT_SOURCES, Facts
from healthdesk.core.domain.op import op
from healthdesk.core.domain.subset import subset, with_children
from healthdesk.core.services import facts, imports, segments, usage
from healthdesk.core.store import tables
from tests import make

DAY = 20_000


def filled(desk: Desk, function) -> Facts:
    @op("Fill")
    def fill(tx):
        function(tx)
        tx.flush()

    desk.do(fill)
    return desk.read(facts.load)


def test_an_empty_desk_has_empty_facts(desk):
    found = desk.read(facts.load)
    assert found.count == 0
    assert found.usage == {}
    assert len(found.touchpoints.contact_from) == 1


def test_everything_is_read(desk):
    desk.do(make.fill, 3, 30)
    found = desk.read(facts.load, ("logins", "exports"))
    assert found.account_ids == ("a0", "a1", "a2")
    assert found.names == ("Account 0", "Account 1", "Account 2")
    assert list(found.first_usage) == [DAY, DAY, DAY]
    assert found.metrics["exports"].fill == "gap"
    assert found.metrics["exports"].feature
    assert found.usage["logins"].values[1].tolist() == [float(one) for one in range(30)]
    assert np.isnan(found.usage["exports"].values).all()
    assert found.attributes["tier"].at(2, DAY + 2) == "gold"
    for table in ("surveys", "touchpoints", "tickets", "subscriptions", "invoices", "milestones"):
        assert getattr(found, table).account.tolist() == [0, 1, 2], table
    assert found.touchpoints.contacts.tolist() == [0, 1, 2]
    assert found.contact_ids == ("c0", "c1", "c2")
    assert found.subscriptions.arr.tolist() == [1200.0] * 3
    assert found.subscriptions.end.tolist() == [NO_DAY] * 3
    assert np.isnan(found.subscriptions.seats).all()
    assert [(one.account, one.band, one.first) for one in found.overrides] == [
        (0, "Poor", DAY), (1, "Poor", DAY + 1), (2, "Poor", DAY + 2),
    ]  # fmt: skip
    assert found.churned.tolist() == [NO_DAY] * 3


def test_accounts_stand_in_the_order_of_their_ids_whenever_they_came(desk):
    def rows(tx):
        late = make.account(tx, "b")
        early = make.account(tx, "a", parent_id=late)
        for row in (late, early):
            make.survey(tx, row, f"r{row}", day=DAY - row)
        make.survey(tx, early, "r0", day=DAY + 5)

    found = filled(desk, rows)
    assert found.account_ids == ("a", "b")
    assert found.parent.tolist() == [1, -1]
    assert found.surveys.account.tolist() == [0, 0, 1]
    assert found.surveys.day.tolist() == [*sorted(found.surveys.day[:2].tolist()), DAY - 1]
    assert found.surveys.order.tolist() == [3, 1, 2]


def test_feelings_come_from_every_table_and_say_whether_they_are_guessed(desk):
    def rows(tx):
        row = make.account(tx)
        more = {"account_id": row}
        tx.add(tables.Pulse(day=DAY, value=0.5, by="me", **more))
        tx.add(
            tables.Touchpoint(touchpoint_id="t", kind="call", day=DAY + 1, sentiment=-0.25, **more)
        )
        make.survey(tx, row, day=DAY + 2, sentiment_estimated=0.75)
        tx.add(
            tables.Ticket(
                ticket_id="k", opened_on=DAY + 3, priority="low", sentiment=0.1,
                sentiment_estimated=0.9, **more,
            )
        )  # fmt: skip
        tx.add(tables.Mention(mention_id="m", day=DAY + 4, channel="x", **more))

    felt = filled(desk, rows).sentiments
    assert [SENTIMENT_SOURCES[one] for one in felt.source] == [
        "pulse", "touchpoint", "survey", "ticket",
    ]  # fmt: skip
    assert felt.value.tolist() == [0.5, -0.25, 0.75, 0.1], "what a person said goes before a guess"
    assert felt.estimated.tolist() == [False, False, True, False]


@pytest.mark.parametrize(
    ("value", "kind"), [(0.5, np.float32), (16_777_217.0, np.float64), (1e300, np.float64)]
)
def test_a_grid_is_small_only_where_that_loses_nothing(desk, value, kind):
    def rows(tx):
        row, metric = make.account(tx), make.metric(tx)
        make.values(tx, metric, row, {DAY: 1.0, DAY + 3: value})

    filled(desk, rows)
    grid = desk.read(facts.load, ("logins",)).usage["logins"]
    assert grid.values.dtype == kind
    assert float(grid.values[0, 3]) == value
    assert np.isnan(grid.values[0, 1])


def test_a_day_far_off_makes_no_wide_grid(desk):
    def rows(tx):
        row, metric = make.account(tx), make.metric(tx)
        make.values(tx, metric, row, {-25_000: 1.0, DAY: 2.0})

    filled(desk, rows)
    grid = desk.read(facts.load, ("logins",)).usage["logins"]
    assert grid.days.tolist() == [-25_000, DAY]


def test_facts_are_read_once_until_the_desk_changes(desk):
    desk.do(make.fill)
    first = desk.read(facts.load, ("logins",))
    assert desk.read(facts.load, ("logins",)) is first
    grid = first.usage["logins"]

    @op("Name")
    def name(tx):
        make.setting(tx, "name", '"x"')

    desk.do(name)
    second = desk.read(facts.load, ("logins",))
    assert second is not first
    assert second.usage["logins"] is grid, "usage stays while no batch wrote any"


def test_an_import_and_taking_it_back_renew_the_usage(desk, tmp_path: Path):
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "accounts.csv").write_text("account_id,name\na,A\n")
    days = {1: "2026-03-01,1", 2: "2026-03-01,2"}
    seen = []
    for day in days.values():
        (folder / "usage.csv").write_text(f"account_id,metric,day,value\na,logins,{day}\n")
        result = desk.do(imports.run, [folder])
        seen.append(float(desk.read(facts.load, ("logins",)).usage["logins"].values[0, 0]))
    desk.do(imports.take_back, result.batch)
    seen.append(float(desk.read(facts.load, ("logins",)).usage["logins"].values[0, 0]))
    assert seen == [1.0, 2.0, 1.0]


def test_newest_day_is_found_without_reading_usage(desk):
    assert desk.read(usage.newest_day) is None
    desk.do(make.fill, 2, 30)
    assert desk.read(usage.newest_day) == DAY + 29


def test_a_part_of_the_facts_is_those_accounts_facts(desk):
    desk.do(make.fill, 4, 10)
    whole = desk.read(facts.load, ("logins",))
    some = subset(whole, (1, 3))
    assert some.account_ids == ("a1", "a3")
    assert some.touchpoints.contacts.tolist() == [1, 3]
    assert some.touchpoints.contact_from.tolist() == [0, 1, 2]
    assert some.tickets.row.tolist() == whole.tickets.row[[1, 3]].tolist()
    assert some.attributes["tier"].at(1, DAY + 3) == "gold"
    assert [one.account for one in some.overrides] == [0, 1]
    assert some.usage["logins"].values.tolist() == whole.usage["logins"].values[[1, 3]].tolist()


def test_children_come_along():
    class Tree:
        parent = np.array([-1, 0, 1, -1, 3], np.int32)

    assert with_children(Tree(), [0]) == (0, 1, 2)  # type: ignore[arg-type]
    assert with_children(Tree(), [2]) == (2,)  # type: ignore[arg-type]


def test_readers_that_ask_at_once_read_once(desk, monkeypatch):
    desk.do(make.fill)
    count = []
    load = facts._load

    def slow(*args):
        count.append(1)
        return load(*args)

    monkeypatch.setattr(facts, "_load", slow)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: desk.read(facts.load), range(4)))
    assert len(count) == 1
    assert all(one is found[0] for one in found)


def test_usage_is_brought_up_to_date_as_if_read_anew(desk, tmp_path: Path, monkeypatch):
    """New days before and after, new accounts between the old, values that float32 would bend."""
    read = []
    fill = usage._fill
    monkeypatch.setattr(usage, "_fill", lambda *asked: read.append(1) or fill(*asked))
    weeks = [
        ({"b": "B", "d": "D"}, ["b,logins,2026-03-02,1", "d,logins,2026-03-05,2"]),
        ({"b": "B"}, ["b,logins,2026-03-05,7", "b,logins,2026-03-09,0.1"]),
        ({"c": "C", "a": "A"}, ["c,logins,2026-02-20,5", "a,logins,2026-03-04,16777217"]),
        ({"a": "A"}, ["a,exports,2026-03-04,3"]),
    ]
    for at, (accounts, rows) in enumerate(weeks):
        folder = tmp_path / f"week {at}"
        folder.mkdir()
        named = "".join(f"{own},{name}\n" for own, name in accounts.items())
        (folder / "accounts.csv").write_text(f"account_id,name\n{named}")
        (folder / "usage.csv").write_text("account_id,metric,day,value\n" + "\n".join(rows))
        desk.do(imports.run, [folder])
        read.clear()
        held = desk.read(facts.load, ("logins",)).usage["logins"]
        known = held.values.copy()
        assert len(read) == (at == 0), "the table is read when nothing is known of it"
        desk.memory.clear()
        anew = desk.read(facts.load, ("logins",)).usage["logins"]
        assert held.days.tolist() == anew.days.tolist()
        assert known.dtype == anew.values.dtype
        assert np.array_equal(known, anew.values, equal_nan=True)


def test_facts_stay_at_hand_when_only_segments_and_profiles_change(desk, monkeypatch):
    """Another segment asks for another metric: neither events nor accounts are read again."""
    desk.do(make.fill, 3, 30)
    before = desk.read(facts.load, ("logins",))
    loads = []
    load = facts._load
    monkeypatch.setattr(facts, "_load", lambda *args: loads.append(1) or load(*args))
    ask = {"reading": {"kind": "usage_level", "metric": "exports"}, "op": ">", "value": 1}
    desk.do(segments.add, {"name": "Exports", "rule": ask})
    found = desk.read(facts.load)
    assert found.surveys is before.surveys
    assert set(found.usage) == {"exports"}
    assert loads == []
    desk.memory.clear()
    same_facts(found, desk.read(facts.load))
    assert loads == [1]
    desk.undo()
    assert set(desk.read(facts.load, ("logins",)).usage) == {"logins"}
    assert loads == [1]
    desk.do(renamed)
    assert desk.read(facts.load).names[1] == "Renamed"
    assert loads == [1, 1]


def test_an_operation_sees_what_it_wrote_itself(desk):
    desk.do(make.fill, 3, 30)
    desk.read(facts.load)

    @op("Write and read")
    def both(tx):
        renamed(tx)
        return facts.load(tx).names

    assert desk.do(both)[1] == "Renamed"
    desk.undo()
    assert desk.read(facts.load).names[1] == "Account 1"


@op("Rename")
def renamed(tx) -> None:
    tx.execute(text("UPDATE account SET name = 'Renamed' WHERE account_id = 'a1'"))


def same_facts(one: Facts, other: Facts) -> None:
    assert one.account_ids == other.account_ids
    assert one.first_usage.tolist() == other.first_usage.tolist()
    assert one.usage.keys() == other.usage.keys()
    for key, grid in one.usage.items():
        assert np.array_equal(grid.values, other.usage[key].values, equal_nan=True)
    assert one.attributes == other.attributes
    for table in ("surveys", "touchpoints", "tickets", "subscriptions", "invoices"):
        assert getattr(one, table).row.tolist() == getattr(other, table).row.tolist()
