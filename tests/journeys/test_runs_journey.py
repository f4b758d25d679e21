"""A playbook over forty days: built by mouse, run by hand on three accounts, with a gap of nine.

Each day the desk is opened again by another process (run_days.py), which shows and does what a
person sees and does in the window. Beside it the engine alone goes through the same days and the
same deeds: what the desk keeps, and what the window shows, is what it says.
"""

from __future__ import annotations

import email
import json
import os
import shutil
import signal
import subprocess
import sys

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain import play_hand
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.play_engine import LIMIT, RULE_HELD, advance, settle
from healthdesk.core.domain.playbook import every
from healthdesk.core.domain.playbook_change import without_planned
from healthdesk.core.domain.rule import ReadingTest
from healthdesk.core.domain.run import VERDICTS, RunState
from healthdesk.core.services import run_rows, runs, scoring
from tests import child
from tests.core.services.run_story import STORY, dump, publish
from tests.journeys.conftest import DAY
from tests.journeys.run_days import NAME

DAYS = (0, 3, 8, 17, 25, 40)
TABLES = ("run", "run_step", "task", "message")
LATE, HIGH = 3, 60
"""Days for which an answer counts, and what a high score is, as the playbook asks."""


def a_day(path, number, accounts, home, deeds=""):
    """What the window shows at the end of a day on which a person was at work."""
    done = process(path, number, accounts, home, deeds or str(number))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def process(path, number, accounts, home, deeds):
    """A window on a day, in a process of its own, until it ends."""
    place = {
        "HEALTHDESK_TODAY": to_date(DAY + number).isoformat(),
        "HEALTHDESK_FOLDER": str(home),
        "QT_QPA_PLATFORM": "offscreen",
    }
    return subprocess.run(
        [sys.executable, "-X", "faulthandler", "-m", "tests.journeys.run_days", str(path),
         deeds, *accounts],
        cwd=child.ROOT, env={**os.environ, **place}, capture_output=True, text=True, timeout=300,
        check=False,
    )  # fmt: skip


def quiet_three(desk):
    """Three accounts with a champion who can be written to, and silent for a month."""

    def found(tx):
        return (
            tx.execute(
                text(
                    "SELECT a.account_id FROM account a WHERE EXISTS (SELECT 1 FROM contact c"
                    " WHERE c.account_id = a.id AND c.role = 'champion' AND c.email IS NOT NULL"
                    " AND coalesce(c.do_not_contact, 0) = 0)"
                    " AND NOT EXISTS (SELECT 1 FROM touchpoint t WHERE t.account_id = a.id"
                    " AND t.direction = 'inbound' AND t.day > :day - 30) ORDER BY 1"
                ),
                {"day": DAY},
            )
            .scalars()
            .all()
        )

    alive = {one.account_id for one in desk.read(scoring.scores, DAY + 40)}
    return [one for one in desk.read(found) if one in alive][:3]


def last_answer(tx, account, day):
    """The day on which an account last said something, as of a day."""
    return tx.execute(
        text(
            "SELECT max(t.day) FROM touchpoint t JOIN account a ON a.id = t.account_id"
            " WHERE a.account_id = :account AND t.direction = 'inbound' AND t.day <= :day"
        ),
        {"account": account, "day": day},
    ).scalar()


class Alone:
    """A run as the engine alone would have it."""

    def __init__(self, path, account, kept):
        self.path, self.account, self.playbook = path, account, kept.playbook
        self.state = RunState(DAY, DAY - 1, kept.state.renewal)
        self.go(0)

    def decide(self, rule, day):
        """The two rules of the playbook, from what the desk knows."""
        with Desk.open(self.path, clock=Clock(pretended=to_date(day))) as desk:
            if isinstance(rule, ReadingTest):
                last = desk.read(last_answer, self.account, day)
                return last is not None and day - last <= LATE
            (score,) = desk.read(scoring.scores, day, account=self.account)
            return score.score is not None and score.score >= HIGH

    def go(self, number):
        gone = advance(self.playbook, self.state, DAY + number, self.decide, CATALOGUE)
        self.state = gone.state

    def settle(self, number):
        gone = settle(self.playbook, self.state, DAY + number, self.decide, CATALOGUE)
        self.state = gone.state

    def close(self, number, name, how=""):
        """A person did something in the window: the engine alone does it, too."""
        self.go(number)
        step = next(one for one in every(self.playbook.steps) if one.name == name)
        self.state = play_hand.close(self.state, step.id, DAY + number, how)
        self.settle(number)

    def close_what_came(self, number):
        """What the branch brought, and what follows up to the outcome."""
        arm = self.state.entries["branch-1"].arm
        self.close(number, ("Send the newsletter", "Call them")[arm])


def kept_runs(path, number):
    """The runs as the desk keeps them, by account."""
    with Desk.open(path, clock=Clock(pretended=to_date(DAY + number))) as desk:
        assert desk.check() == []
        return {one.account_id: one for one in desk.read(run_rows.load, "r.id > 0")}


def equal(window, kept, alone, number):
    """Window, desk and engine say the same of every run."""
    for account, run in alone.items():
        entries, told = run.state.entries, window[account]
        assert kept[account].state.entries == entries, (number, account)
        assert kept[account].state.pauses == run.state.pauses
        assert (told["status"] == "done") == (run.state.ended == "done")
        assert told["paused"] == run.state.paused
        for step, (state, planned, raised, closed) in told["steps"].items():
            entry = entries.get(step)
            if entry is None:
                assert state in {"to come", "not taken"}
                assert (planned, raised, closed) == (None, None, None)
            else:
                assert (state, planned, raised, closed) == (
                    entry.state, entry.planned, entry.raised, entry.closed,
                )  # fmt: skip


class Story:
    """What is done on each day, by the engine alone."""

    def __init__(self, path, accounts):
        self.path = path
        self.first, self.changed, self.held = accounts
        self.runs: dict[str, Alone] = {}

    def day(self, number, kept):
        """The same deeds as those of run_days.py."""
        if not self.runs:
            self.runs = {key: Alone(self.path, key, run) for key, run in kept.items()}
        getattr(self, f"day_{number}")(kept)

    def all_go(self, number):
        for run in self.runs.values():
            run.go(number)

    def day_0(self, kept):
        for key in (self.first, self.changed):
            self.runs[key].close(0, "Read their last mails")

    def day_3(self, kept):
        self.all_go(3)
        self.runs[self.first].close(3, "Ask how they are")
        own, held = self.runs[self.changed], self.runs[self.held]
        own.playbook, own.state = kept[self.changed].playbook, without_planned(own.state)
        own.settle(3)
        held.state = play_hand.pause(held.state, DAY + 3)

    def day_8(self, kept):
        """The answer comes, and ends the wait for it on its day."""
        self.all_go(8)
        self.runs[self.first].settle(8)

    def day_17(self, kept):
        self.all_go(17)
        self.end(self.first, 17, "worked")
        held = self.runs[self.held]
        held.state = play_hand.resume(held.playbook, held.state, DAY + 17, CATALOGUE)
        held.go(17)

    def day_25(self, kept):
        self.all_go(25)
        self.runs[self.changed].close(25, "Ask how they are")
        self.end(self.changed, 25, "partly")

    def day_40(self, kept):
        self.all_go(40)
        self.runs[self.held].close(40, "Read their last mails")
        self.runs[self.held].close(40, "Ask how they are")
        self.end(self.held, 40, "no")

    def end(self, key, number, outcome):
        run = self.runs[key]
        run.close_what_came(number)
        run.close(number, "Who decides now?", "answered")
        run.close(number, "How did it go?", VERDICTS[outcome])


@pytest.mark.long
def test_forty_days(sample_once, tmp_path):
    path = tmp_path / "northern.healthdesk"
    shutil.copyfile(sample_once, path)
    with Desk.open(path, clock=Clock(pretended=to_date(DAY))) as desk:
        accounts = quiet_three(desk)
    story, window, kept = Story(path, accounts), {}, {}
    for number in DAYS:
        window = a_day(path, number, accounts, tmp_path / "home")
        kept = kept_runs(path, number)
        story.day(number, kept)
        equal(window, kept, story.runs, number)

    assert [window[key]["outcome"] for key in accounts] == [
        ["worked", "A call was all it took"],
        ["partly", "One of two came back"],
        ["no", "They left us alone"],
    ]
    waits = [kept[key].state.entries["wait-1"] for key in accounts]
    assert [(one.how, one.closed - DAY) for one in waits] == [
        (RULE_HELD, 8),
        (LIMIT, 11),
        (LIMIT, 25),
    ]
    assert [bool(window[key]["changed"]) for key in accounts] == [False, True, False]
    assert kept[story.changed].template == kept[story.first].template
    letters = [email.message_from_bytes(one.read_bytes()) for one in tmp_path.glob("*.eml")]
    assert len(letters) == len(accounts)
    assert all(one["To"] and one["Subject"] for one in letters)


def test_r02_a_window_killed_while_it_starts_runs_or_goes_on_with_them(sample_once, tmp_path):
    path, home = tmp_path / "northern.healthdesk", tmp_path / "home"
    shutil.copyfile(sample_once, path)
    clock = Clock(pretended=to_date(DAY))
    with Desk.open(path, clock=clock) as desk:
        accounts = quiet_three(desk)
        publish(desk, replace(STORY, name=NAME))
    assert process(path, 0, accounts, home, "killed").returncode == -signal.SIGKILL
    assert kept_runs(path, 0) == {}

    with Desk.open(path, clock=clock) as desk:
        desk.do(runs.start, NAME, accounts)
        before = dump(desk, *TABLES)
    assert process(path, 9, accounts, home, "killed").returncode == -signal.SIGKILL
    with Desk.open(path, clock=clock) as desk:
        assert desk.check() == []
        assert dump(desk, *TABLES) == before
    told = a_day(path, 9, accounts, home, "look")
    assert {one["steps"]["mail"][0] for one in told.values()} == {"open"}
    assert len(kept_runs(path, 9)) == len(accounts)
    with Desk.open(path, clock=clock) as desk:
        assert len(dump(desk, "message")["message"]) == len(accounts)
