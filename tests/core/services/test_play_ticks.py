"""Plays go through days: in order, once, however the days are cut; taken back, they stand again."""

from __future__ import annotations

import shutil

import msgspec
import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import Cancelled, UsageError
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.play import Cause, Play
from healthdesk.core.services import duplicates, imports, playbooks, plays, runs, segments, tasks
from tests import folders, make
from tests.core.services.play_story import (
    CALL,
    CALLED,
    DAY,
    DETRACTOR,
    FACTS,
    FADING,
    FIRST,
    SILENT,
    answers,
    begin,
    go_to,
    rows,
    switch_on,
    told,
    touched,
)
from tests.core.services.run_story import STORY, publish

LAST = 26


def bring(desk, folder, tables):
    return desk.do(imports.run, [folders.write(folder, tables)])


def alone(play, **brakes):
    """A play with all it starts, under other brakes."""
    made = msgspec.structs.replace(play.brakes, **brakes)
    return msgspec.structs.replace(play, brakes=made)


def named(play, name):
    return msgspec.structs.replace(play, name=name)


@pytest.fixture
def story(desk, tmp_path):
    return begin(desk, tmp_path)


# Laws


def test_days_in_one_go_are_as_good_as_one_by_one(desk, tmp_path):
    begin(desk, tmp_path)
    desk.close()
    found = []
    for days in (range(1, LAST + 1), (LAST,), (9, 10, 23, LAST)):
        copy = shutil.copy(desk.path, tmp_path / "copy.healthdesk")
        with Desk.open(copy, clock=Clock(pretended=FIRST)) as opened:
            for day in days:
                opened.do(plays.tick, go_to(opened, day))
            assert not opened.read(plays.due, DAY + LAST)
            found.append(rows(opened))
            assert opened.check() == []
    assert found[0] == found[1] == found[2]
    assert len(found[0]["firing"]) > 15
    assert {one["state"] for one in found[0]["firing"]} >= {
        "started", "noted", "suggested", "lapsed",
    }  # fmt: skip


def test_a_day_gone_through_twice_changes_nothing_and_taken_back_all_stands_again(story):
    day = go_to(story, 5)
    before = rows(story)
    story.do(plays.tick, day)
    after = rows(story)
    assert before != after
    story.do(plays.tick, day)
    assert rows(story) == after
    assert story.undo_label == "Plays and playbook steps due"
    story.undo()
    assert rows(story) == before
    story.redo()
    assert rows(story) == after


def test_what_nobody_sees_is_no_step_of_undo_and_goes_with_the_one_before(desk, tmp_path):
    begin(desk, tmp_path, documents=(FADING,))
    go_to(desk, 4)
    desk.do(plays.switch_off, "Fading")
    desk.do(plays.switch_on, "Fading", existing=False)
    go_to(desk, 5)
    assert desk.read(plays.due, DAY + 5)
    assert desk.do(plays.tick, DAY + 5).fired == ()
    assert not desk.read(plays.due, DAY + 5)
    assert desk.undo_label == "Switch on play"
    assert rows(desk, "play")["play"][0]["seen_day"] == DAY + 5
    desk.undo()
    assert not rows(desk, "play")["play"][0]["active"]


def test_the_order_in_which_plays_were_made_says_nothing_where_their_order_is_told(tmp_path, desk):
    begin(desk, tmp_path, documents=(FADING, DETRACTOR, CALLED, SILENT))
    desk.do(plays.order, ["Detractor", "Silent", "Fading", "Called"])
    desk.do(plays.tick, go_to(desk, LAST))
    mine = sorted(told(desk))
    folder = tmp_path / "other"
    folder.mkdir()
    with make.desk(folder) as other:
        begin(other, folder)
        other.do(plays.tick, go_to(other, LAST))
        assert sorted(told(other)) == mine


def test_what_a_step_sets_is_seen_by_plays_on_the_same_day(desk, tmp_path):
    """Calling is marked with a tag by the playbook; the play that watches the tag fires then."""
    quick = msgspec.structs.replace(CALL, steps=CALL.steps[1:])
    begin(desk, tmp_path, documents=(DETRACTOR, CALLED))
    desk.do(playbooks.publish, "Call", "quicker", quick)
    desk.do(plays.tick, go_to(desk, 2))
    assert told(desk) == [("Detractor", "a", 2, "started"), ("Called", "a", 2, "suggested")]


def test_what_one_play_starts_another_is_noted_on_at_once(desk, tmp_path):
    """The first is kept from starting by its brake; the second starts the same playbook."""
    silent = {**FACTS, "touchpoints": touched(("t1", "a", -1), ("t2", "b", -1), ("t3", "c", -1))}
    first = alone(named(FADING, "First"), a_day=1, ends=False)
    begin(desk, tmp_path, silent, documents=(first, named(FADING, "Second")))
    desk.do(plays.tick, go_to(desk, 13))
    day = DAY + 13
    assert not desk.read(plays.due, day)
    before = told(desk)
    assert [one for one in before if one[1] == "c"] == [
        ("Second", "c", 8, "started"),
        ("First", "c", 8, "noted"),
    ]
    assert desk.do(plays.tick, day).fired == ()
    assert told(desk) == before


# Late, early, wrong


def test_an_answer_that_is_known_late_fires_once_on_the_day_the_desk_got_to_it(desk, tmp_path):
    begin(desk, tmp_path, documents=(DETRACTOR,))
    desk.do(plays.tick, go_to(desk, 10))
    desk.do(plays.tick, go_to(desk, 14))
    bring(desk, tmp_path / "late", {"surveys": answers(("late", "d", 9, 1), ("worse", "d", 1, 9))})
    before = told(desk)
    assert ("Detractor", "d", 4, "started") in before
    desk.do(plays.tick, DAY + 14)
    (new,) = told(desk)[len(before) :]
    assert new == ("Detractor", "d", 14, "noted")
    (row,) = [one for one in desk.read(plays.firings, account="d") if one.day == DAY + 14]
    assert (row.cause_day, row.known_on) == (DAY + 9, DAY + 14)
    desk.do(plays.tick, go_to(desk, 15))
    assert len(told(desk)) == len(before) + 1


def test_job_9_the_same_respondent_twice_in_a_week_does_not_fire_again(desk, tmp_path):
    begin(desk, tmp_path, documents=(DETRACTOR,))
    desk.do(plays.tick, go_to(desk, 2))
    (row,) = desk.read(plays.firings, account="a")
    desk.do(runs.stop, row.run, "settled by phone")
    desk.do(plays.tick, go_to(desk, 7))
    assert [one for one in told(desk) if one[1] == "a"] == [
        ("Detractor", "a", 2, "started"),
        ("Detractor", "a", 5, "passed"),
    ]
    again = desk.read(plays.firings, account="a")[0]
    assert again.why == "it fired there on 25 Nov 2026, and does so 1 time in 60 days"


def test_what_was_said_stands_in_the_reason(desk, tmp_path):
    begin(desk, tmp_path, documents=(DETRACTOR,))
    day = to_date(DAY + 1).isoformat()
    said = f'response_id,account_id,kind,rating,day,comment\nw1,d,nps,1,{day},"Wrong\n=again"\n'
    go_to(desk, 1)
    bring(desk, tmp_path / "said", {"surveys": said})
    desk.do(plays.tick, DAY + 1)
    (row,) = [one for one in desk.read(plays.firings) if one.account_id == "d"]
    assert row.because[-1].value == "“Wrong =again”"
    assert [one.what for one in row.because][-1] == "They said"


@pytest.mark.parametrize("ahead", [1, 30])
def test_a_clock_that_was_wrong_fires_nothing_twice(story, ahead):
    story.do(plays.tick, go_to(story, 6))
    story.do(plays.tick, go_to(story, 6 + ahead))
    before = told(story)
    go_to(story, 6)
    if ahead == 1:  # a flight: the day before is not gone through again
        assert not story.read(plays.due, DAY + 6)
    said = story.do(plays.tick, DAY + 6)
    assert bool(said.told) == (ahead > 1)
    assert said.fired == ()
    story.do(plays.tick, go_to(story, 6 + ahead))
    events = [one for one in told(story) if one[0] == "Detractor"]
    assert sorted(events) == sorted(one for one in before if one[0] == "Detractor")


def test_a_day_to_come_is_refused(story):
    with pytest.raises(UsageError, match="which is to come"):
        story.do(plays.tick, DAY + 3)
    assert not story.read(plays.due, DAY + 3)


def test_a_segment_that_is_gone_ends_nothing_and_is_told(desk, tmp_path):
    go_to(desk, 0)
    bring(desk, tmp_path / "facts", FACTS)
    rule = {"field": "stage", "op": "=", "value": "live"}
    desk.do(segments.add, {"name": "Live", "rule": rule})
    begin(desk, tmp_path / "again", documents=(msgspec.structs.replace(FADING, segment="Live"),))
    desk.do(plays.tick, go_to(desk, 1))
    desk.do(segments.remove, "Live")
    said = desk.do(plays.tick, go_to(desk, 20))
    assert said.told == ("“Fading” does not fire: there is no segment “Live”.",)
    assert told(desk) == [("Fading", "b", 1, "started")]
    assert not desk.read(plays.due, DAY + 20)


# Ends, goals, hands


def test_a_condition_that_ends_stops_the_run_unless_somebody_worked_in_it(desk, tmp_path):
    begin(desk, tmp_path, documents=(alone(FADING),))
    day = go_to(desk, 1)
    desk.do(plays.tick, day)
    desk.do(plays.tick, go_to(desk, 5))
    (row,) = desk.read(plays.firings, account="b")
    (task,) = [one for one in desk.read(tasks.everything, DAY + 5) if one.account_id == "b"]
    desk.do(tasks.snooze, task.id, DAY + 30)
    desk.do(plays.tick, go_to(desk, 13))
    ended = {one.account_id: one for one in desk.read(plays.firings)}
    assert "somebody worked on it, so it goes on" in ended["b"].why
    assert ended["a"].why == "its condition ended on 5 Dec 2026"
    states = {one["id"]: one["status"] for one in rows(desk, "run")["run"]}
    assert states[row.run] in {"active", "waiting"}
    assert states[ended["a"].run] == "stopped"


def test_a_goal_is_reached_from_the_day_after_and_ends_the_run(desk, tmp_path):
    begin(desk, tmp_path, documents=(DETRACTOR,))
    desk.do(plays.tick, go_to(desk, 16))
    reached = {one.account_id: one for one in desk.read(plays.firings) if one.goal_on}
    assert set(reached) == {"b", "c"}
    run = next(one for one in rows(desk, "run")["run"] if one["id"] == reached["b"].run)
    assert (run["status"], run["ended_why"]) == ("done", "its goal was reached: A better answer")
    (listed,) = desk.read(plays.overview, DAY + 40)
    assert listed.worked == (2, 4)


def test_a_suggestion_waits_no_more_when_its_account_left(desk, tmp_path):
    begin(desk, tmp_path, documents=(alone(SILENT, a_day=0, ends=False),))
    desk.do(plays.tick, go_to(desk, 9))
    first, second = desk.read(plays.suggestions, DAY + 9)
    lost = f"account_id,day,kind\n{first.account_id},{to_date(DAY + 11).isoformat()},churned\n"
    go_to(desk, 12)
    bring(desk, tmp_path / "lost", {"outcomes": lost})
    desk.do(plays.tick, DAY + 12)
    assert [one.account_id for one in desk.read(plays.suggestions, DAY + 12)] == [second.account_id]
    ended = {one.account_id: one for one in desk.read(plays.firings)}[first.account_id]
    assert (ended.state, ended.why) == ("lapsed", "the account left")


def test_a_suggestion_for_a_renewal_waits_no_more_once_that_has_passed(desk, tmp_path):
    cause = Cause("moment", {"days": 12})
    play = alone(
        msgspec.structs.replace(SILENT, name="Renewal", cause=cause), often="renewal", ends=False
    )
    begin(desk, tmp_path, documents=(play,))
    head = "subscription_id,account_id,product,arr,start,end\n"
    signed = f"{head}s1,a,Route planning,9000,2026-01-01,{to_date(DAY + 14).isoformat()}\n"
    bring(desk, tmp_path / "signed", {"subscriptions": signed})
    desk.do(plays.tick, go_to(desk, 14))
    (row,) = desk.read(plays.suggestions, DAY + 14)
    assert (row.account_id, row.day) == ("a", DAY + 2)
    assert desk.read(plays.due, go_to(desk, 15))
    desk.do(plays.tick, DAY + 15)
    assert desk.read(plays.suggestions, DAY + 15) == ()
    (ended,) = desk.read(plays.firings)
    assert (ended.state, ended.why, ended.closed_on) == (
        "lapsed", "its renewal has passed", DAY + 15
    )  # fmt: skip


def test_a_yes_to_several_does_what_a_yes_to_each_does_in_one_step(desk, tmp_path):
    """Two plays suggest the same playbook there: the second is noted on the run of the first."""
    other = msgspec.structs.replace(SILENT, name="Silent too")
    some = [alone(one, a_day=0, ends=False, running="note") for one in (SILENT, other)]
    begin(desk, tmp_path, documents=some)
    desk.do(plays.tick, go_to(desk, 9))
    waiting = [one.id for one in desk.read(plays.suggestions, DAY + 9)]
    tables = ("firing", "run", "run_step", "task", "message")
    before = rows(desk, *tables)
    for one in waiting:
        desk.do(plays.accept, one)
    wanted = rows(desk, *tables)
    assert {one["state"] for one in wanted["firing"]} == {"started", "noted"}
    for _ in waiting:
        desk.undo()
    told = desk.do(plays.accept_all, [*waiting, *waiting, 999])
    assert (told.done, told.left, told.why) == (len(waiting), 1, "")
    assert rows(desk, *tables) == wanted
    assert desk.do(plays.accept_all, waiting).left == len(waiting)
    desk.undo()
    assert rows(desk, *tables) == before
    with pytest.raises(Cancelled):
        desk.do(plays.accept_all, waiting, _Stopped())
    assert rows(desk, *tables) == before


class _Stopped:
    """Somebody presses Stop at once."""

    def step(self, done, total, text):
        raise Cancelled


def test_a_yes_starts_today_and_a_no_wants_a_word(desk, tmp_path):
    begin(desk, tmp_path, documents=(alone(SILENT, a_day=0, ends=False),))
    desk.do(plays.tick, go_to(desk, 9))
    first, second = desk.read(plays.suggestions, DAY + 9)
    run = desk.do(plays.accept, first.id)
    (made,) = [one for one in rows(desk, "run")["run"] if one["id"] == run]
    assert (made["start_day"], made["origin"]) == (DAY + 9, "play:Silent")
    with pytest.raises(UsageError, match="needs words"):
        desk.do(plays.decline, second.id, " ")
    desk.do(plays.decline, second.id, "on leave")
    with pytest.raises(UsageError, match="waits no more"):
        desk.do(plays.accept, second.id)
    assert desk.read(plays.suggestions, DAY + 9) == ()
    (log, *_) = desk.read(plays.log, DAY + 9, 10)
    assert (log.what, log.why) == ("declined", "on leave")
    assert log.because == second.because
    assert log.because
    desk.undo()
    desk.undo()
    assert len(desk.read(plays.suggestions, DAY + 9)) == 2


def test_stopped_nothing_fires_and_released_what_came_up_meanwhile_is_taken_as_seen(story):
    story.do(plays.stop_all)
    assert story.do(plays.tick, go_to(story, 12)).fired == ()
    story.do(plays.release_all)
    assert story.do(plays.tick, DAY + 12).fired == ()
    story.do(plays.tick, go_to(story, 20))
    assert ("Detractor", "a", 20, "started") in told(story)


@pytest.mark.parametrize("existing", [False, True])
def test_those_for_which_it_holds_already_count_where_that_is_wanted(desk, tmp_path, existing):
    go_to(desk, 0)
    begin(desk, tmp_path, documents=())
    go_to(desk, 4)
    switch_on(desk, DETRACTOR, existing=existing)
    desk.do(plays.tick, DAY + 4)
    assert [one[1:] for one in told(desk)] == (
        [("a", 4, "started"), ("c", 4, "started")] if existing else []
    )


# Data that are taken back


def test_what_fired_on_an_import_goes_with_it_and_comes_back_with_it(desk, tmp_path):
    facts = {key: FACTS[key] for key in ("accounts", "contacts", "touchpoints")}
    quick = msgspec.structs.replace(CALL, steps=CALL.steps[1:])
    go_to(desk, 0)
    bring(desk, tmp_path / "facts", facts)
    publish(desk, STORY, quick)
    switch_on(desk, msgspec.structs.replace(DETRACTOR, goal=None), alone(SILENT, ends=False))
    desk.do(plays.tick, go_to(desk, 4))
    tables = ("run", "run_step", "task", "message", "attribute_value", "touchpoint", "account")
    before = rows(desk, *tables), told(desk)
    new = {
        "accounts": "account_id,name,started_on\ne,Elm,2025-01-01\n",
        "surveys": answers(("r1", "a", 3, 2), ("r2", "b", 1, 3), ("r3", "e", 1, 3)),
    }
    batch = bring(desk, tmp_path / "new", new).batch
    desk.do(plays.tick, go_to(desk, 8))
    assert len([one for one in told(desk) if one[0] == "Detractor"]) == 3
    after = rows(desk, *tables, "firing", "play_seen")
    assert any(one["value"] == "called" for one in after["attribute_value"])
    notes = desk.do(imports.take_back, batch)
    assert notes == ()
    now = rows(desk, *tables)
    for table in ("run", "task", "message", "attribute_value", "touchpoint"):
        assert [one for one in now[table] if one not in before[0][table]] == [
            one for one in now[table] if one.get("account_id") not in (1, 2)
            and one not in before[0][table]
        ], table  # fmt: skip
    assert [one["account_id"] for one in now["account"]] == ["a", "b", "c", "d"]
    gone = [one for one in desk.read(plays.firings) if one.play == "Detractor"]
    assert {(one.account_id, one.state) for one in gone} == {("a", "withdrawn"), ("b", "withdrawn")}
    desk.undo()
    assert rows(desk, *tables, "firing", "play_seen") == after
    desk.redo()
    bring(desk, tmp_path / "again", {"surveys": new["surveys"].replace("r3,e,nps,1", "r9,d,nps,1")})
    desk.do(plays.tick, DAY + 8)
    assert ("Detractor", "a", 8, "started") in told(desk)


def test_a_run_that_somebody_worked_in_stays_when_its_data_go(desk, tmp_path):
    facts = {key: FACTS[key] for key in ("accounts", "contacts")}
    begin(desk, tmp_path, facts, documents=(DETRACTOR,))
    batch = bring(desk, tmp_path / "new", {"surveys": answers(("r1", "a", 3, 2))}).batch
    desk.do(plays.tick, go_to(desk, 4))
    (task,) = desk.read(tasks.everything, DAY + 4)
    desk.do(tasks.snooze, task.id, DAY + 30)
    (note,) = desk.do(imports.take_back, batch)
    assert note == "“Call” at Aldermoor stays: somebody worked on it."
    (row,) = desk.read(plays.firings)
    assert (row.state, row.run is None) == ("withdrawn", False)


def test_accounts_that_become_one_carry_what_fired_and_what_was_seen(desk, tmp_path):
    begin(desk, tmp_path, documents=(FADING, DETRACTOR))
    desk.do(plays.tick, go_to(desk, 12))
    before = rows(desk)
    desk.do(duplicates.merge, "accounts", "a", ["b"])
    assert {one[1] for one in told(desk)} == {"a", "c", "d"}
    desk.do(plays.tick, DAY + 12)
    desk.do(plays.tick, go_to(desk, 20))
    assert desk.check() == []
    while rows(desk) != before:
        assert desk.undo() is not None


# Names


def test_names_are_followed(desk, tmp_path):
    rule = {"field": "stage", "op": "=", "value": "live"}
    go_to(desk, 0)
    desk.do(segments.add, {"name": "Live", "rule": rule})
    play = Play("Enter", segment="Live", cause=Cause("segment", {"segment": "Live"}))
    begin(desk, tmp_path, documents=())
    desk.do(plays.add, msgspec.structs.replace(play, playbook="Call"))
    assert desk.read(segments.used_by, "Live") == (
        "The play “Enter” is for its accounts.",
        "The play “Enter” watches who is in it.",
    )
    desk.do(segments.change, "Live", {"name": "Living", "rule": rule})
    desk.do(playbooks.rename, "Call", "Ring")
    found = desk.read(plays.draft, "Enter")
    assert (found.segment, found.cause.options, found.playbook) == (
        "Living", {"segment": "Living"}, "Ring",
    )  # fmt: skip
    desk.do(plays.publish, "Enter")
    desk.do(plays.rename, "Enter", "Entered")
    assert desk.read(plays.names) == ("Entered",)
    assert desk.read(plays.document, "Entered").name == "Entered"
