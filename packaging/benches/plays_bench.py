"""A large desk with 200 successplays: what a day of all of them takes.

2,000 accounts and two years; the plays are random ones of every kind of trigger, with segments,
audiences, brakes and days that they must hold; dips are those of the main metric. Some thousand
firings come of it. A tick is measured after a fresh start (all is read from the file), with the
facts at hand, as an open window has them after an import (nothing was decided yet, dips are not
found yet), on the day after, when the facts are the same, and once more with nothing left. The
bound is what a person waits for at most: two seconds. Bound are the seconds that the process
worked.

A desk may be named instead of made: `plays_bench.py FILE` (it is copied).
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import plays_past
from desk_bench import large
from measure import line
from runs_bench import Took, day_after, took

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk, Tx
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.op import op
from healthdesk.core.domain.play import Brakes, Cause, Goal, Play
from healthdesk.core.domain.playbook import Playbook, Step, When
from healthdesk.core.domain.reading import Option, ReadingRef
from healthdesk.core.domain.rule import AllOf, FieldTest, NotOf, ReadingTest, Rule
from healthdesk.core.services import facts, play_switching, play_ticks, playbooks, plays, settings
from healthdesk.core.triggers import CATALOGUE

PLAYS, SEED = 200, 8
TICK, FRESH = 2.0, 6.0
"""Seconds: a tick with facts at hand, and with all of them to be read."""
PLAYBOOK = "Look after them"
SEGMENTS = ("", "Poor", "Average", "Strong", "Silent 45 days", "Renewing in 90 days", "Dipping")
METRICS = ("active_users", "sign_ins")
RULES: tuple[Rule, ...] = (
    ReadingTest(ReadingRef(kind="days_since_touch", options={"direction": "any", "kinds": "any"}),
                ">=", 20.0),
    ReadingTest(ReadingRef(kind="nps", options={"days": 180}), "<", 20.0),
    ReadingTest(ReadingRef(kind="days_to_renewal"), "<=", 120.0),
    ReadingTest(ReadingRef(kind="open_tickets", options={"min_priority": "high"}), ">=", 1.0),
    ReadingTest(ReadingRef(kind="usage_trend", options={"metric": "active_users", "days": 28}),
                "<=", -0.1),
    FieldTest("score_change", "<=", -5.0, 14),
    FieldTest("age_days", ">", 200.0),
    NotOf(FieldTest("band", "=", "Strong")),
)  # fmt: skip


def play(rng: Random, number: int) -> Play:
    """A random play; the kinds of triggers come by turns."""
    kinds = [key for key, one in CATALOGUE.items() if one.SPEC.shape != "hand"]
    spec = CATALOGUE[kinds[number % len(kinds)]].SPEC
    options = {
        one.key: _option(rng, one)
        for one in spec.options
        if not (spec.main and one.kind == "metric")
    }
    days = rng.choice((1, 1, 3, 14)) if spec.shape == "state" else 1
    cause = Cause(spec.key, options, _rule(rng) if spec.ruled else None, days)
    brakes = Brakes(
        often=rng.choice(("always", "once", "renewal", "spaced")),
        running=rng.choice(("leave", "note", "again")),
        a_day=rng.choice((0, 3, 10)),
        each=rng.choice((0, 2)),
        seasons=rng.random() < 0.7,
    )
    return Play(
        name=f"Play {number:03}",
        segment=rng.choice(SEGMENTS),
        audience=_rule(rng) if rng.random() < 0.4 else None,
        cause=cause,
        playbook=PLAYBOOK,
        mode="run" if number % 4 == 0 else "suggest",
        brakes=brakes,
        goal=Goal("Better", FieldTest("score_change", ">=", 5.0, 28)) if number % 3 else None,
    )


def _rule(rng: Random) -> Rule:
    return AllOf(tuple(rng.sample(RULES, rng.randint(1, 3))))


def _option(rng: Random, one: Option) -> Any:  # noqa: ANN401 - an option's value
    if one.kind == "choice":
        return rng.choice(one.choices)
    if one.kind == "metric":
        return rng.choice(METRICS)
    if one.kind == "segment":
        return rng.choice(SEGMENTS[1:])
    return one.default


@op("Bring plays of the bench")
def bring(tx: Tx, some: Sequence[Play]) -> None:
    """Make the plays live and switch them on, for what comes from now on."""
    for one in some:
        plays.publish(tx, plays.add(tx, one), "Bench")
    tx.flush()
    sql = "UPDATE play SET active = 1, on_since = ?, seen_day = ?"
    tx.connection().exec_driver_sql(sql, (settings.today(tx),) * 2)


def prepare(path: Path, today: int) -> None:
    """Furnish the desk with plays on the day before."""
    desk = Desk.open(path, clock=Clock(pretended=to_date(today - 1)))
    desk.do(playbooks.add, Playbook(PLAYBOOK, steps=(Step("see", "task", "See", When(2)),)))
    desk.do(playbooks.publish, PLAYBOOK)
    rng = Random(SEED)  # noqa: S311 - the same plays each time
    desk.do(bring, [play(rng, number) for number in range(PLAYS)])
    desk.do(play_switching.stop_all)
    desk.do(play_switching.release_all)
    desk.read(facts.load)
    desk.do(facts.keep)
    desk.close()


class Bench:
    """Ticks on copies of one desk."""

    def __init__(self, path: Path, today: int) -> None:
        self.path, self.today, self.ok = path, today, True

    def told(self, what: str, ours: Took, floor: float) -> None:
        """Print the work, which is bound, and the time that passed where that is much more."""
        self.ok &= line(what, ours[0], floor, 1.0, "s")
        if ours[1] > 1.2 * ours[0]:
            line("  as it passed", ours[1], floor, None, "s")

    def ticks(self) -> None:
        """A day of all plays: after a fresh start, with facts at hand, and with nothing left."""
        what = f"a day of {PLAYS} plays"
        desk = self._copy("fresh")
        self.told(f"{what}, fresh start", took(lambda: desk.do(play_ticks.tick, self.today)), FRESH)
        desk.close()
        desk = self._copy("warm")
        desk.read(facts.load)
        self.told(what, took(lambda: desk.do(play_ticks.tick, self.today)), TICK)
        again = took(lambda: desk.do(play_ticks.tick, self.today))
        asked = took(lambda: desk.read(play_ticks.due, self.today))
        self.told(f"ask what is due of {PLAYS} plays", asked, TICK)
        self.told(f"{what}, again", again, TICK)
        desk.clock = Clock(pretended=to_date(self.today + 1))
        after = took(lambda: desk.do(play_ticks.tick, self.today + 1))
        self.told(f"{what}, the day after", after, TICK)
        desk.close()

    def past(self) -> None:
        """A year of one play, and what firings did."""
        desk = self._copy("past")
        plays_past.measure(desk, self.today, self.told)
        desk.close()

    def _copy(self, name: str) -> Desk:
        path = self.path.with_name(f"{name}.healthdesk")
        shutil.copy(self.path, path)
        return Desk.open(path, clock=Clock(pretended=to_date(self.today)))


def main() -> int:
    """Make the desk or copy it, and go through days with it."""
    with large() as path:
        desk = Desk.open(path)
        today = day_after(desk)
        desk.close()
        prepare(path, today)
        bench = Bench(path, today)
        bench.ticks()
        bench.past()
    return 0 if bench.ok else 1


if __name__ == "__main__":
    raise SystemExit(main())
