"""What came of a play: firings, answers, work, goal, suggestions; and what it did, read plainly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import isnan
from random import Random
from statistics import fmean

import msgspec
import pytest
from sqlalchemy import text

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.firing import STATES
from healthdesk.core.domain.op import op
from healthdesk.core.domain.play import Cause, Goal, Play
from healthdesk.core.domain.play_effect import Effect, Horizon
from healthdesk.core.domain.play_results import (
    GoalResult,
    PlayResults,
    Suggestion,
    most_often,
    suggestions,
)
from healthdesk.core.domain.playbook import Playbook, Step
from healthdesk.core.domain.playbook_view import StepResult
from healthdesk.core.domain.rule import FieldTest
from healthdesk.core.services import (
    accounts,
    loops,
    play_effect,
    play_results,
    plays,
    run_reading,
    runs,
    scoring,
)
from tests import ready
from tests.core.domain.test_play_effect import plain_counting, plain_like
from tests.core.services import play_story
from tests.core.services.play_story import DAY, DETRACTOR, SILENT, go_to
from tests.core.services.run_story import publish

SMALL = {key: play_story.FACTS[key] for key in ("accounts", "contacts", "surveys", "touchpoints")}
TODAY = date(2026, 11, 23)
END = to_day(TODAY)


@pytest.fixture
def story(desk, tmp_path):
    play_story.begin(desk, tmp_path, SMALL, (DETRACTOR, SILENT))
    return desk


def test_firings_answers_work_and_goal_are_told(story):
    none = story.read(play_results.results, "Detractor", DAY)
    assert (none.fired, none.runs, none.effect.firings, none.goal.of) == (0, 0, 0, 0)
    go_to(story, 14)
    story.do(plays.tick, DAY + 14)
    found = story.read(play_results.results, "Detractor", DAY + 14)
    counts = {
        state: sum(one.state == state for one in story.read(plays.firings, play="Detractor"))
        for state in STATES
    }
    assert found.states == counts
    # The second bad answer of one came while somebody was at it: noted, no work of its own.
    assert (found.fired, found.accounts, found.states["noted"]) == (5, 4, 1)
    assert (found.runs, found.active, found.automatic, found.minutes) == (4, 2, 4, 40)
    assert found.goal == GoalResult("A better answer", 20, 2, 2, 2, 10.0)
    assert [story.read(play_results.results, "Detractor", DAY + 22 + at).goal.of
            for at in range(4)] == [2, 3, 3, 4]  # fmt: skip
    assert {one.step for one in found.steps} == {"ring", "mark", "rest", "note"}
    assert next(one for one in found.steps if one.step == "ring").reached == 4
    assert sum(one.minutes for one in story.read(plays.log, DAY + 14, 30, "Detractor")) == 40
    with pytest.raises(NotFound):
        story.read(play_results.results, "Nobody", DAY)


def test_a_no_and_a_late_yes_are_counted(story):
    go_to(story, 4)
    story.do(plays.tick, DAY + 4)
    (waiting,) = story.read(plays.suggestions, DAY + 4)
    story.do(plays.decline, waiting.id, "Not now")
    go_to(story, 10)
    story.do(plays.tick, DAY + 10)
    (waiting,) = story.read(plays.suggestions, DAY + 10)
    story.do(runs.stop, story.do(plays.accept, waiting.id), "no more")
    found = story.read(play_results.results, "Silent", DAY + 10)
    assert (found.states["declined"], found.declined_why, found.stopped) == (1, "Not now", 1)
    assert found.answered_days == DAY + 10 - waiting.day > 0
    assert found.goal is None
    assert found.suggestions[-1].words.startswith("It says no measure")
    (open_loop,) = story.read(loops.read, DAY + 10).of("play")
    assert (open_loop.play, open_loop.account_id) == ("Silent", "")
    assert f"{found.fired} firings" in open_loop.words


def test_a_yes_is_told_from_what_ran_by_itself(story):
    """A person's yes, a press by hand, and a start by itself each say so; only that saves work."""
    go_to(story, 4)
    story.do(plays.tick, DAY + 4)
    (waiting,) = story.read(plays.suggestions, DAY + 4)
    story.do(plays.accept, waiting.id)
    story.do(plays.fire_by_hand, "Detractor", [waiting.account_id])
    said = {(one.play, one.state, one.way, bool(one.minutes), one.what.rpartition("”")[2])
            for one in story.read(plays.log, DAY + 4, 30)}  # fmt: skip
    assert said == {
        ("Silent", "started", "yes", False, " after a yes"),
        ("Detractor", "started", "itself", True, " by itself"),
        ("Detractor", "noted", "hand", False, " by hand"),
    }
    by_yes = story.read(play_results.results, "Silent", DAY + 4)
    assert (by_yes.runs, by_yes.automatic, by_yes.minutes) == (1, 0, 0)
    alone = story.read(play_results.results, "Detractor", DAY + 4)
    assert (alone.automatic, alone.minutes, alone.answered_days) == (alone.runs, 40, None)


def test_a_yes_to_a_playbook_that_starts_another(story):
    """What its first day brings beside it is no run of the play."""
    go = Step("go", "start_playbook", "Go on", options={"playbook": "Call"})
    publish(story, Playbook("First", measure="they answer", steps=(go,)))
    play = msgspec.structs.replace(SILENT, playbook="First", name="Both")
    play_story.switch_on(story, play)
    both = story.do(plays.fire_by_hand, "Both", ["b", "c"])
    assert len(both) == len(set(both)) == 2
    made = [story.read(run_reading.one, one, DAY).row for one in both]
    assert [(one.playbook, one.account_id) for one in made] == [("First", "b"), ("First", "c")]


# What its results suggest

NOTHING = PlayResults(
    name="Quiet", day=END, mode="suggest", playbook="Call", on_since=END - 400,
    states=dict.fromkeys(STATES, 0), passed=(), accounts=0, first=None, last=END - 3, runs=0,
    active=0, done=0, stopped=0, outcomes={}, asks=0, goal=GoalResult("Back", 60, 3, 6, 0),
    steps=(), answered_days=None, automatic=0, minutes=0,
)  # fmt: skip
CALL = StepResult("ring", "call", "Call", 9, 7, 0, 0, 6, 2.0, waits=True, late=5)


def told(**more):
    return [one.words for one in suggestions(replace(NOTHING, **more))]


def test_nothing_is_suggested_of_little():
    assert told() == []
    few = {"declined": 2, "lapsed": 2, "passed": 4}
    assert told(states=NOTHING.states | few, outcomes={"no": 2}, answered_days=4.5) == []
    assert told(steps=(replace(CALL, late=2), replace(CALL, late=3)), last=END - 89) == []


def test_what_its_results_suggest_is_said():
    said = NOTHING.states | {"declined": 6, "started": 3}
    (found,) = told(states=said, declined_why="No time")
    assert found.startswith("It fires and nobody acts: 6 of 9 declined (most often “No time”). ")
    lapsed = NOTHING.states | {"lapsed": 3, "started": 2}
    assert told(states=lapsed) == [
        "3 of 5 lapsed before anybody said yes: let its condition hold some days before it fires."
    ]
    assert told(answered_days=6.5)[0].startswith("A yes takes 6.5 days in the median")
    assert told(answered_days=6.5, mode="run") == []
    passed = {"states": NOTHING.states | {"passed": 6, "started": 3}, "passed": (("often", 4),)}
    assert told(**passed) == [
        "It is passed over more often than it fires: 6 of 9, most often because often."
    ]
    assert told(outcomes={"no": 4, "worked": 3, "too early": 9})[0].startswith("4 of 7 did not")
    assert told(goal=GoalResult("Back", 60, 1, 5, 0))[0].startswith("Its goal was reached after 1 ")
    assert told(goal=None) == ["It says no measure: what would show that it worked?"]
    assert told(last=None, on_since=END - 90)[0].startswith("It has not fired for 90 days")
    assert told(last=None, on_since=None) == []


def test_a_late_step_is_made_later_and_a_press_leads_there():
    (found,) = suggestions(replace(NOTHING, steps=(CALL,)))
    words = "5 of 7 late at step “Call”: make it 2 working days later."
    assert found == Suggestion(words, "playbook", "Call", "ring")
    (found,) = suggestions(replace(NOTHING, steps=(replace(CALL, late_days=5),)))
    assert found.words == "5 of 7 late at step “Call”: make it a working day later."
    passed = replace(CALL, late=0, passed=6, why="no phone")
    assert told(steps=(passed,)) == [
        "6 of 9 passed over step “Call” (most often “no phone”): is it needed?"
    ]


def test_scores_that_do_worse_are_told():
    worse = Horizon(60, "score", (), 0, (), (0, 0), (0, 0), -5.0, -8.0, -2.0)
    found = told(effect=Effect(END, 12, 0, (replace(worse, after=30, low=-8.0, high=1.0), worse)))
    assert found == [
        "Scores did worse than those of accounts like them 60 days after: does it help?"
    ]


def test_words_are_counted():
    assert most_often(["b", "", "a", "b", "c", "a"]) == (("a", 2), ("b", 2), ("c", 1))


# What it did


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """A sample desk with a play, and firings that led to work on random days."""
    path = tmp_path_factory.mktemp("effect") / "sample.healthdesk"
    with ready.sample(path, END, 20, 330, name="Effect", clock=Clock(pretended=TODAY)) as made:
        goal = Goal("Up", FieldTest("score_change", ">", 0.0, 7))
        made.do(plays.add, Play("Any", cause=Cause("by_hand"), goal=goal))
        made.do(fire, 7)
        yield made


@op("Fire")
def fire(tx, seed):
    """Firings on random days, most with a run that began some days after."""
    chance = Random(seed)
    play = tx.execute(text("SELECT id FROM play WHERE name = 'Any'")).scalar()
    rows = [row for (row,) in tx.execute(text("SELECT id FROM account ORDER BY account_id"))]
    for _ in range(14):
        account, day = chance.choice(rows), END - chance.randrange(200)
        run, state = None, chance.choice(("started", "started", "started", "noted", "declined"))
        if state != "declined":
            run = tx.execute(
                text(
                    "INSERT INTO run (name, version, template, account_id, status, start_day,"
                    " seen_day, moved, pauses, made_on) VALUES ('Any', 1, '{}', :account, 'done',"
                    " :day, :day, '{}', '[]', :day) RETURNING id"
                ),
                {"account": account, "day": day + chance.randrange(4)},
            ).scalar()
        tx.execute(
            text(
                "INSERT INTO firing (play_id, play, version, account_id, day, known_on, cause_day,"
                " because, state, run_id) VALUES (:play, 'Any', 1, :account, :day, :day, :day,"
                " '[]', :state, :run)"
            ),
            {"play": play, "account": account, "day": day, "state": state, "run": run},
        )


class Known:
    """Scores, bands and ARR as screens show them, a day at a time."""

    def __init__(self, desk, ids):
        self.desk, self.account_ids = desk, ids
        self.score, self.band, self.arr = _Days(self._score), _Days(self._band), _Days(self._arr)

    def _views(self, day):
        found = {one.account_id: one for one in self.desk.read(scoring.scores, day)}
        return [found.get(key) for key in self.account_ids]

    def _score(self, day):
        return [float("nan") if one is None or one.score is None else one.score
                for one in self._views(day)]  # fmt: skip

    def _band(self, day):
        return [-1 if one is None else ("Strong", "Average", "Poor", "Unknown").index(one.band)
                for one in self._views(day)]  # fmt: skip

    def _arr(self, day):
        rows = {
            row.account_id: row.arr for row in self.desk.read(accounts.accounts_table, day).rows
        }
        return [float("nan") if rows.get(key) is None else rows[key] for key in self.account_ids]


class _Days(dict):
    def __init__(self, make):
        super().__init__()
        self.make = make

    def __missing__(self, day):
        self[day] = self.make(day)
        return self[day]


def test_what_it_did_is_what_screens_show_of_accounts_like_those(lived):
    found = lived.read(play_effect.read, "any", END)
    every = "SELECT account_id FROM account ORDER BY account_id"
    ids = tuple(key for (key,) in lived.read(lambda tx: tx.execute(text(every)).all()))
    known = Known(lived, ids)
    rows = lived.read(lambda tx: tx.execute(text(_FIRED)).all())
    fired = [(ids.index(key), day) for key, day, *_ in rows]
    worked = [_Worked(ids.index(key), start) for key, _, start, state in rows
              if start is not None and state != "noted" and start <= END]  # fmt: skip
    some = plain_counting(worked)
    pairs = 0
    for one in found.of("score"):
        want = {}
        for each in (each for each in some if each.day + one.after <= END):
            then, later = known.score[each.day], known.score[each.day + one.after]
            moved = [later[at] - then[at] for at in plain_like(each, fired, known)]
            moved = [value for value in moved if not isnan(value)]
            own = later[each.account] - then[each.account]
            if moved and not isnan(own):
                want[ids[each.account], each.day] = own - fmean(moved)
        assert {
            (pair.treated.account_id, pair.day): pytest.approx(pair.difference)
            for pair in one.pairs
        } == want
        pairs += len(want)
    assert pairs > 8
    assert found.firings == len(worked)
    assert found.metric == "Active users"
    assert len(found.of("usage")[0].pairs) > 3


@op("Lose usage")
def lose(tx, account_id, day):
    """An account's feed stops on a day."""
    sql = "DELETE FROM usage WHERE day >= :day AND account_id IN (SELECT id FROM account WHERE"
    tx.execute(text(f"{sql} account_id = :account)"), {"day": day, "account": account_id})


def test_a_score_on_missing_data_is_no_effect(lived, tmp_path):
    pair = lived.read(play_effect.read, "any", END).of("score")[0].pairs[-1]
    path = tmp_path / "copy.healthdesk"
    lived.backup(path)
    with Desk.open(path, clock=Clock(pretended=TODAY)) as desk:
        desk.do(lose, pair.treated.account_id, pair.day + 15)
        found = desk.read(play_effect.read, "any", END)
    for kind in ("score", "usage"):
        told = [(one.treated.account_id, one.day) for one in found.of(kind)[0].pairs]
        assert told
        assert (pair.treated.account_id, pair.day) not in told


_FIRED = (
    "SELECT a.account_id, f.day, r.start_day, f.state FROM firing f"
    " JOIN account a ON a.id = f.account_id LEFT JOIN run r ON r.id = f.run_id"
)


class _Worked:
    def __init__(self, account, day):
        self.account, self.day = account, day
