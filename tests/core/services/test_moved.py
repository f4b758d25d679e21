"""Tests of what an import moved: the same day before and after it."""

from __future__ import annotations

from healthdesk.core.domain.op import op
from healthdesk.core.services import imports, moved, scoring, segments
from tests.core import worked_example


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
    assert (found.unchanged, found.other_band, found.dips, found.new, found.gone) == (0, 0, 0, 0, 0)
    assert found.sentence == "1 of 1 score moved"


def test_nothing_moves_when_nothing_new_comes(example, tmp_path):
    then = example.read(moved.before)
    example.do(imports.run, [worked_example.write(tmp_path / "again")])
    found = example.read(moved.moved, then)
    assert (found.rows, found.unchanged) == ((), 1)
    assert found.sentence == "The score did not move"


def test_an_account_that_falls_into_dipping_is_told(example, tmp_path):
    then = example.read(moved.before)
    assert "a1" in example.read(segments.members, moved.DIPPING, then.day) or not then.dipping
    more = worked_example.write(
        tmp_path / "more",
        accounts="account_id,name,started_on\na1,Aldermoor,2026-01-01\nb,Bell,2025-01-01\n",
        usage="account_id,metric,day,value\n"
        + "".join(f"b,active_users,2026-02-{day:02},30\n" for day in range(1, 15)),
    )
    example.do(imports.run, [more])
    then = example.read(moved.before)
    drop = worked_example.write(
        tmp_path / "drop",
        accounts="account_id,name,started_on\na1,Aldermoor,2026-01-01\nb,Bell,2025-01-01\n",
        usage="account_id,metric,day,value\n"
        + "".join(f"b,active_users,2026-02-{day:02},90\n" for day in range(8, 15)),
        surveys="response_id,account_id,kind,rating,day\nr9,b,nps,0,2026-03-14\n",
    )
    example.do(imports.run, [drop])
    found = example.read(moved.moved, then)
    now = set(example.read(segments.members, moved.DIPPING, then.day))
    assert {row.account_id for row in found.rows if row.dips} == now - then.dipping


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
    assert then.dipping == computed.dipping
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


def test_a_desk_without_that_segment_has_no_dips(example):
    @op("Drop segments")
    def drop(tx):
        segments.replace_all(tx, [])

    example.do(drop)
    assert example.read(moved.before).dipping == frozenset()
