"""Tests of what an import moved: the same day before and after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from healthdesk.core.domain.facts import to_day
from healthdesk.core.services import imports, moved, scoring
from tests.core import worked_example

DAY = date(2026, 3, 14)


def test_what_an_import_moved_and_why(example, tmp_path):
    then = example.read(moved.before)
    more = worked_example.write(
        tmp_path / "more",
        surveys="response_id,account_id,contact_id,kind,rating,day,comment\n"
        "r3,a1,c2,nps,10,2026-03-14,All well again\n",
    )
    example.do(imports.run, [more])
    found = example.read(moved.moved, then)
    (row,) = found.rows
    assert (row.account_id, row.shown_before, row.band_before) == ("a1", 49, "Average")
    assert (row.shown_after, row.band_after, row.change) == (61, "Average", 12)
    assert row.reason == "nps up from 0 to +100"
    assert (found.unchanged, found.other_band, found.new, found.gone) == (0, 0, 0, 0)
    assert found.sentence == "1 of 1 score moved"


def test_nothing_moves_when_nothing_new_comes(example, tmp_path):
    then = example.read(moved.before)
    example.do(imports.run, [worked_example.write(tmp_path / "again")])
    found = example.read(moved.moved, then)
    assert (found.rows, found.unchanged) == ((), 1)
    assert found.sentence == "The score did not move"


def use(account: str, last: int, of: Callable[[int], int]) -> str:
    """Usage of a year and a half up to a day, as rows of an exchange file."""
    days = (DAY - timedelta(days=back) for back in range(500, DAY.toordinal() - last - 1, -1))
    return "".join(
        f"{account},active_users,{day.isoformat()},{of(day.toordinal() - DAY.toordinal())}\n"
        for day in days
    )


def steady(day: int) -> int:
    return 60 + day % 3 - (25 if (day + DAY.weekday()) % 7 > 4 else 0)


def halved(day: int) -> int:
    return steady(day) // (1 if day < -20 else 3)


def doubled(day: int) -> int:
    return steady(day) * (1 if day < -20 else 3)


HEAD = "account_id,metric,day,value\n"
ACCOUNTS = "account_id,name,started_on\n" + "".join(
    f"{one},{one.title()},2024-01-01\n" for one in "xyz"
)


@pytest.fixture
def used(furnished, tmp_path):
    """A desk of three accounts with steady use until four weeks ago, its scores recorded."""
    desk = furnished("used")
    weeks_ago = DAY.toordinal() - 28
    rows = "".join(use(one, weeks_ago, steady) for one in "xyz")
    desk.do(
        imports.run, [worked_example.write(tmp_path / "a", accounts=ACCOUNTS, usage=HEAD + rows)]
    )
    desk.do(scoring.record_reported, to_day(DAY))
    return desk


def test_a_dip_and_a_rise_that_begin_with_an_import_are_told(used, tmp_path):
    then = used.read(moved.before)
    assert then.turned is not None
    now = DAY.toordinal()
    rows = use("x", now, halved) + use("y", now, doubled) + use("z", now, steady)
    used.do(
        imports.run, [worked_example.write(tmp_path / "b", accounts=ACCOUNTS, usage=HEAD + rows)]
    )
    first = used.read(moved.moved, then)
    assert first.turns == ()
    found = used.read(moved.turned, then, first)
    told = {row.account_id: row.turn for row in found.rows if row.turn is not None}
    assert {key: turn.kind for key, turn in told.items()} == {"x": "dip", "y": "rise"}
    assert "below normal" in told["x"].text
    assert (found.turned("dip"), found.turned("rise"), found.turned("stopped")) == (1, 1, 0)
    assert found.sentence == f"{first.sentence}; 1 account now dips; 1 account now rises"
    again = used.read(moved.before)
    assert used.read(moved.turned, again, used.read(moved.moved, again)).turns == ()


def test_where_no_dips_were_known_before_none_is_called_new(used):
    then = replace(used.read(moved.before), turned=None)
    first = used.read(moved.moved, then)
    assert used.read(moved.turned, then, first) == first


def test_accounts_that_come_and_go_are_said_so(example, furnished, tmp_path):
    empty = furnished("other")
    nothing = empty.read(moved.before)
    assert empty.read(moved.moved, nothing).sentence == "There is no score yet"
    empty.do(imports.run, [worked_example.write(tmp_path / "facts")])
    found = empty.read(moved.moved, nothing)
    assert [(row.shown_before, row.shown_after, row.new) for row in found.rows] == [
        (None, 49, True)
    ]
    assert found.rows[0].reason == "Scored for the first time"
    assert found.sentence == "1 account scored for the first time"
    then = empty.read(moved.before)
    empty.do(imports.take_back, 1)
    found = empty.read(moved.moved, then)
    assert [(row.shown_after, row.band_after) for row in found.rows] == [(None, None)]
    assert found.gone == 1


def test_what_was_recorded_is_read_and_nothing_computed(example, tmp_path, monkeypatch):
    computed = example.read(moved.before)
    example.do(scoring.record_reported, computed.day)

    def refuse(*asked: object) -> None:
        raise AssertionError(f"scores were computed for {asked[1:]}")

    with monkeypatch.context() as held:
        held.setattr(moved, "scored", refuse)
        then = example.read(moved.before)
    assert then.records == computed.records
    more = worked_example.write(
        tmp_path / "more",
        surveys="response_id,account_id,contact_id,kind,rating,day,comment\n"
        "r3,a1,c2,nps,10,2026-03-14,All well again\n",
    )
    example.do(imports.run, [more])
    after = example.read(moved.before)
    assert after.records != then.records, "the record of before is not good any more"
    assert example.read(moved.moved, then) == example.read(moved.moved, computed)


def test_a_record_of_another_day_is_not_todays(example):
    then = example.read(moved.before)
    example.do(scoring.record_reported, then.day - 1)
    assert example.read(moved.before).records == then.records
