"""The engine of runs: what comes up when, and the laws it keeps on random playbooks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.play_engine import (
    CLOSED,
    LIMIT,
    NO_CONDITION,
    RULE_HELD,
    WAITS,
    Judge,
    path,
    waits_for_rule,
)
from healthdesk.core.domain.play_hand import (
    close,
    decide_now,
    finish,
    move,
    pause,
    reopen,
    required_left,
    resume,
    skip,
    stop,
)
from healthdesk.core.domain.playbook import Arm, Playbook, Step, When, every
from healthdesk.core.domain.rule import FieldTest
from healthdesk.core.domain.run import Entry, RunState
from healthdesk.core.domain.run_days import earlier, held, later, works
from tests.core.domain.play_cases import dealt, gone_to, holds, playbooks, settled, states

MONDAY = to_day(date(2026, 11, 23))
RULE = FieldTest("score", ">", 1.0)


def never(rule, day):
    return False


def run_of(*steps, renewal=None, start=MONDAY):
    return Playbook("Any", steps=steps), RunState(start, start - 1, renewal)


def task(key, days=0, after="previous", **more):
    return Step(key, "task", key, When(days, after, more.pop("working", False)), **more)


def note(key, days=0, after="previous", **more):
    return Step(key, "note", key, When(days, after), **more)


def wait(key="wait", **options):
    until = options.pop("rule", None)
    return Step(key, "wait", key, options=options, until=until)


def planned(state):
    return {key: entry.planned - MONDAY for key, entry in state.entries.items()}


def state_of(state):
    return {key: entry.state for key, entry in state.entries.items()}


def test_tasks_are_on_the_list_at_once_and_notes_on_their_day():
    playbook, state = run_of(task("a"), task("b", 2), note("c", 1), task("d", 1))
    first = gone_to(playbook, state, MONDAY, never)
    assert [one.step.id for one in first.raised] == ["a", "b", "d"]
    assert planned(first.state) == {"a": 0, "b": 2, "c": 3, "d": 4}
    assert first.next_day == MONDAY + 3
    later_on = gone_to(playbook, first.state, MONDAY + 9, never)
    assert [(one.step.id, one.due, one.day) for one in later_on.raised] == [
        ("c", MONDAY + 3, MONDAY + 3)
    ]
    assert state_of(later_on.state)["c"] == "done"


def test_what_follows_a_step_that_holds_waits_and_counts_from_its_closing():
    playbook, state = run_of(task("a", hold=True), task("b", 2))
    first = gone_to(playbook, state, MONDAY + 4, never).state
    assert set(first.entries) == {"a"}
    after = settled(playbook, close(first, "a", MONDAY + 4), MONDAY + 4, never)
    assert [(one.step.id, one.due - MONDAY) for one in after.raised] == [("b", 6)]


def test_a_wait_of_working_days_passes_over_the_weekend():
    playbook, state = run_of(note("a"), wait(days=5), note("b"))
    gone = gone_to(playbook, state, MONDAY + 30, never)
    assert [(one.step.id, one.day - MONDAY) for one in gone.raised] == [("a", 0), ("b", 7)]
    assert (gone.state.ended, gone.state.ended_on) == ("done", MONDAY + 7)


def test_a_rule_must_hold_day_after_day_and_has_a_limit():
    steps = (wait(until="rule", rule=RULE, days=20, hold_days=3, working=False), note("b"))
    playbook, state = run_of(*steps)
    days = {MONDAY + 2, MONDAY + 3, MONDAY + 5, MONDAY + 6, MONDAY + 7}
    gone = gone_to(playbook, state, MONDAY + 40, lambda rule, day: day in days)
    assert (gone.state.entries["wait"].closed, gone.state.entries["wait"].how) == (
        MONDAY + 7,
        RULE_HELD,
    )
    late = gone_to(playbook, state, MONDAY + 40, never)
    assert (late.state.entries["wait"].closed, late.state.entries["wait"].how) == (
        MONDAY + 20,
        LIMIT,
    )


def test_what_comes_to_hold_within_the_day_ends_a_wait_that_asks_for_no_more():
    def always(rule, day):
        return True

    for needed, ended in ((1, "done"), (2, "open")):
        steps = (wait(until="rule", rule=RULE, days=20, hold_days=needed), note("b"))
        playbook, state = run_of(*steps)
        seen = gone_to(playbook, state, MONDAY + 2, never).state
        assert waits_for_rule(playbook, seen) == (needed == 1)
        after = settled(playbook, seen, MONDAY + 2, always)
        assert after.state.entries["wait"].state == ended
        again = settled(playbook, after.state, MONDAY + 2, always)
        assert again.state == after.state


def test_a_wait_lasts_until_a_day_or_before_the_renewal():
    for told, day in (("2026-12-01", 8), ("-10 renewal", 20), ("never", 0)):
        playbook, state = run_of(wait(until="day", day=told), note("b"), renewal=MONDAY + 30)
        gone = gone_to(playbook, state, MONDAY + 50, never)
        assert gone.state.ended_on == MONDAY + day, told


def branch(*arms):
    return Step("branch", "branch", "branch", arms=arms)


def test_a_branch_takes_the_first_way_that_holds_and_they_come_together_again():
    yes, no = Arm("yes", RULE, (note("y", 2),)), Arm("no", None, (note("n", 3),))
    playbook, state = run_of(branch(yes, no), note("z", 1))
    for decide, way, last in ((never, "n", 4), (lambda rule, day: True, "y", 3)):
        gone = gone_to(playbook, state, MONDAY + 20, decide)
        assert list(gone.state.entries) == ["branch", way, "z"]
        assert gone.state.ended_on == MONDAY + last


def test_a_branch_without_a_way_that_fits_is_passed():
    playbook, state = run_of(branch(Arm("yes", RULE, (note("y"),))), note("z"))
    gone = gone_to(playbook, state, MONDAY, never)
    assert list(gone.state.entries) == ["branch", "z"]
    assert gone.state.ended == "done"


def test_an_end_in_a_way_ends_the_run():
    end = Step("end", "end", "end")
    playbook, state = run_of(branch(Arm("no", None, (end,))), note("z"))
    gone = gone_to(playbook, state, MONDAY, never)
    assert list(gone.state.entries) == ["branch", "end"]
    assert gone.state.ended == "done"


def test_a_condition_that_does_not_hold_passes_the_step_over():
    playbook, state = run_of(note("a", only_if=RULE), note("b"))
    gone = gone_to(playbook, state, MONDAY, never)
    assert gone.state.entries["a"].how == NO_CONDITION
    assert [one.step.id for one in gone.raised] == ["b"]


def test_days_before_the_renewal_are_due_at_the_start_of_a_late_run():
    steps = [note(f"at {days}", -days, "renewal") for days in (120, 90, 60, 30)]
    playbook, state = run_of(*steps, renewal=MONDAY + 70)
    gone = gone_to(playbook, state, MONDAY + 80, never)
    assert [one.day - MONDAY for one in gone.raised] == [0, 0, 10, 40]
    without = gone_to(playbook, replace(state, renewal=None), MONDAY, never).state
    assert "no renewal" in without.entries["at 120"].how


def test_a_step_that_counts_from_another_is_not_reached_before_that_is_closed():
    playbook, state = run_of(task("a"), task("b", 5), note("c", 3, "a"))
    first = gone_to(playbook, state, MONDAY + 2, never).state
    assert set(first.entries) == {"a", "b"}
    after = settled(playbook, close(first, "a", MONDAY + 2), MONDAY + 2, never).state
    assert after.entries["c"].planned == MONDAY + 5


def test_a_day_given_by_a_person_wins():
    playbook, state = run_of(task("a"), note("b", 2), note("c", 1))
    first = gone_to(playbook, state, MONDAY, never).state
    after = settled(playbook, move(first, "b", MONDAY + 10), MONDAY, never).state
    assert planned(after) == {"a": 0, "b": 10, "c": 11}


def test_finishing_needs_what_is_required_and_says_what_was_not_needed():
    playbook, state = run_of(task("a", required=True), task("b"))
    first = gone_to(playbook, state, MONDAY, never).state
    with pytest.raises(UsageError, match="“a” is required"):
        finish(playbook, first, MONDAY)
    done = finish(playbook, skip(first, "a", MONDAY, "not applicable"), MONDAY)
    assert (done.ended, done.entries["b"].how) == ("done", "not needed")
    assert required_left(playbook, done) == ()


def test_a_step_opened_again_opens_the_run_again():
    playbook, state = run_of(task("a"))
    first = gone_to(playbook, state, MONDAY, never).state
    done = settled(playbook, close(first, "a", MONDAY), MONDAY, never).state
    assert done.ended == "done"
    again = settled(playbook, reopen(done, "a"), MONDAY, never).state
    assert (again.ended, again.entries["a"].state) == ("", "open")


def test_a_run_that_was_stopped_leaves_nothing_open():
    playbook, state = run_of(task("a"), note("b", 9))
    stopped = stop(gone_to(playbook, state, MONDAY, never).state, MONDAY + 1)
    assert {entry.state for entry in stopped.entries.values()} == {"skipped"}
    assert gone_to(playbook, stopped, MONDAY + 30, never).raised == ()


# Laws


@given(playbooks(), states(), st.integers(0, 40), st.integers(0, 99))
def test_going_on_to_the_same_day_again_changes_nothing(playbook, state, days, salt):
    decide = holds(salt)
    once = gone_to(playbook, state, state.start + days, decide)
    again = gone_to(playbook, once.state, state.start + days, decide)
    assert (again.state, again.raised) == (once.state, ())
    still = settled(playbook, once.state, state.start + days, decide)
    assert (still.state, still.raised) == (once.state, ())


@given(
    playbooks(),
    states(),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 8)), max_size=6),
    st.integers(0, 99),
)
def test_many_days_in_one_go_are_as_good_as_day_by_day(playbook, state, deeds, salt):
    """Also where a person closes and skips steps between."""
    decide = holds(salt)
    slow = quick = state
    slowly, quickly = [], []
    day = state.start
    for days, deed in [*deeds, (30, 0)]:
        for one in range(day, day + days + 1):
            gone = gone_to(playbook, slow, one, decide)
            slow, slowly = gone.state, [*slowly, *gone.raised]
        gone = gone_to(playbook, quick, day + days, decide)
        quick, quickly = gone.state, [*quickly, *gone.raised]
        day += days
        slow, raised = dealt(playbook, slow, day, decide, deed)
        slowly.extend(raised)
        quick, raised = dealt(playbook, quick, day, decide, deed)
        quickly.extend(raised)
    assert (slow, slowly) == (quick, quickly)
    assert len({one.step.id for one in quickly}) == len(quickly), "raised twice"


@given(playbooks(), states(), st.lists(st.integers(0, 8), max_size=6), st.integers(0, 99))
def test_nothing_comes_before_what_stands_before_it(playbook, state, deeds, salt):
    decide = holds(salt)
    for deed in deeds:
        gone = gone_to(playbook, state, state.seen + 3, decide)
        state, _ = dealt(playbook, gone.state, gone.state.seen, decide, deed)
    way = [step.id for step in path(playbook, state)[0]]
    there = [key in state.entries for key in way]
    assert there == sorted(there, reverse=True)
    assert set(state.entries) <= set(way)
    for entry in state.entries.values():
        assert entry.planned >= state.start
        assert entry.raised is None or entry.closed is None or entry.raised <= entry.closed
        assert (entry.closed is not None) == (entry.state in CLOSED)
    assert state.ended == "" or all(one.state in CLOSED for one in state.entries.values())


@given(playbooks(), states(), st.integers(0, 25), st.integers(0, 8), st.integers(0, 99))
def test_settling_twice_is_settling_once(playbook, state, days, deed, salt):
    decide = holds(salt)
    gone = gone_to(playbook, state, state.start + days, decide).state
    after, _ = dealt(playbook, gone, gone.seen, decide, deed)
    again = settled(playbook, after, after.seen, decide)
    assert (again.state, again.raised) == (after, ())


@given(playbooks(working=False), states(), st.integers(0, 12), st.integers(1, 20))
def test_a_hold_moves_what_is_to_come_by_its_length_and_no_more(playbook, state, at, length):
    """Where days are all days, none is bound to the calendar and rules never hold."""
    unbound = Playbook("Any", steps=_unbound(playbook.steps))
    state = replace(state, renewal=None)
    begun = gone_to(unbound, state, state.start + at - 1, never).state
    straight = gone_to(unbound, begun, state.start + 60, never).state
    if begun.ended:
        return
    first = state.start + at
    on_hold = gone_to(unbound, pause(begun, first), first + length - 1, never)
    assert on_hold.raised == ()
    on = resume(unbound, on_hold.state, first + length, CATALOGUE)
    shifted = gone_to(unbound, on, state.start + 60 + length, never).state
    assert {k: _moved(e, first, length) for k, e in straight.entries.items()} == dict(
        shifted.entries
    )


def _moved(entry: Entry, first: int, length: int) -> Entry:
    def on(day):
        return day if day is None or day < first else day + length

    return replace(
        entry, planned=on(entry.planned), raised=on(entry.raised), closed=on(entry.closed)
    )


def _unbound(steps):
    return tuple(_unbound_step(step) for step in steps)


def _unbound_step(step):
    when = When(abs(step.when.days), "start" if step.when.after == "renewal" else step.when.after)
    options = {**step.options, "until": "days"} if step.kind == "wait" else step.options
    arms = tuple(Arm(arm.name, arm.rule, _unbound(arm.steps)) for arm in step.arms)
    return Step(
        step.id, step.kind, step.name, when, step.required, step.hold, step.only_if, None,
        options, arms,
    )  # fmt: skip


@given(playbooks(), states(), st.integers(0, 30), st.integers(0, 99))
def test_every_step_of_a_run_is_a_step_of_its_playbook(playbook, state, days, salt):
    gone = gone_to(playbook, state, state.start + days, holds(salt)).state
    assert set(gone.entries) <= {step.id for step in every(playbook.steps)}


# Days


def naive_later(base, days, working, pauses):
    while held(base, pauses):
        base += 1
    day, left = base, days
    while left or (working and not works(day)) or held(day, pauses):
        day += 1
        if left and (works(day) or not working) and not held(day, pauses):
            left -= 1
    return day


PAUSES = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=2).map(
    lambda some: tuple((first, first + length) for first, length in some)
)


@given(st.integers(0, 40), st.integers(0, 40), st.booleans(), PAUSES)
def test_days_later_are_counted_one_by_one(base, days, working, pauses):
    assert later(base, days, working=working, pauses=pauses) == naive_later(
        base, days, working, pauses
    )


@given(st.integers(0, 400), st.integers(0, 40))
def test_working_days_before_a_day_are_as_many(base, days):
    found = earlier(base, days, working=True)
    assert works(found)
    assert sum(works(day) for day in range(found, base)) == days + (not works(base) and days == 0)


def judge_until(day, facts, since=MONDAY - 9):
    """Data that rules rest on is missing up to a day."""
    return Judge(facts, lambda rule, on: since if on < day else None)


def test_a_branch_waits_for_data_and_goes_on_by_itself():
    way = branch(Arm("Up", RULE, (task("up"),)), Arm("Else", None, (task("down"),)))
    playbook, state = run_of(way, task("after"))
    judge = judge_until(MONDAY + 3, never)
    first = gone_to(playbook, state, MONDAY, judge)
    assert (state_of(first.state), first.raised) == ({"branch": "open"}, ())
    assert first.state.entries["branch"].how == f"{WAITS} 14 Nov 2026"
    assert first.next_day == MONDAY + 1
    assert waits_for_rule(playbook, first.state)
    then = gone_to(playbook, first.state, MONDAY + 5, judge).state.entries
    assert (then["branch"].state, then["branch"].how, then["branch"].closed) == (
        "done",
        "Else",
        MONDAY + 3,
    )
    assert "down" in then
    tapped = settled(playbook, decide_now(first.state, "branch"), MONDAY, judge).state.entries
    assert (tapped["branch"].how, tapped["branch"].closed) == ("Else", MONDAY)
    with pytest.raises(UsageError, match="not open"):
        decide_now(state, "branch")


@given(playbooks(), states(), st.integers(0, 99), st.integers(0, 12))
def test_no_branch_decides_by_missing_data_in_one_go_or_day_by_day(playbook, state, salt, until):
    judge, last = judge_until(state.start + until, holds(salt)), state.start + 16
    whole, one = gone_to(playbook, state, last, judge).state, state
    for day in range(state.start, last + 1):
        one = gone_to(playbook, one, day, judge).state
    assert one == whole
    assert settled(playbook, whole, last, judge).state == whole
    for step in every(playbook.steps):
        entry = whole.entries.get(step.id)
        asks = any(arm.rule is not None for arm in step.arms)
        if asks and entry is not None and entry.state == "done":
            assert entry.closed >= state.start + until
