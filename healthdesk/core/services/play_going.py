"""Does what successplays ask for as they go through days, inside one operation.

Of a day: goals that were reached and what stops a play come first, then plays in their order, each
with what it ends and what it fires. What is fired starts its run on that day; whoever goes on with
runs (run_going.py) does so when the plays of the day are through, and where that changes attributes
of accounts the plays look at the day again. Not here: what plays find (play_sight.py), when all
this is called (play_ticks.py).
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import insert, text

from healthdesk.core.domain.play import Play
from healthdesk.core.domain.play_view import FiredRow
from healthdesk.core.domain.play_watch import NO_RENEWAL, Fired, Held
from healthdesk.core.services import play_open
from healthdesk.core.services.play_answers import ORIGIN, goal_until, newest_import
from healthdesk.core.services.play_open import Open
from healthdesk.core.services.play_rows import Watched, remember, told_lines
from healthdesk.core.services.play_sight import Sight
from healthdesk.core.services.run_going import Going, published
from healthdesk.core.services.run_rows import Kept
from healthdesk.core.services.run_touched import CONDITION_ENDED, GOAL, STOP_HELD, worked_in
from healthdesk.core.services.wording import long_date
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Firing


class PlayGoing:
    """Goes through days with plays; `write` puts down what became of them.

    Attributes:
        fired: what fired or was passed over, in order.
        lapsed: suggestions that lapsed, and runs that were stopped.
        reached: goals that were reached.
    """

    def __init__(self, tx: Tx, sight: Sight, day: int) -> None:
        """Take what plays found in hand; before the operation writes anything."""
        self.fired: list[FiredRow] = []
        self.lapsed = self.reached = 0
        self._tx, self._sight, self._today = tx, sight, day
        self._found = {
            row: published(tx, row)
            for row in {one for one in sight.playbooks.values() if one is not None}
        }
        self._mark = newest_import(tx)
        last = tx.execute(text("SELECT coalesce(max(id), 0) FROM firing")).scalar_one()
        self._last = int(last)
        self._made: list[dict[str, Any]] = []
        self._at: defaultdict[tuple[int | None, int], list[Open]] = defaultdict(list)
        """What is open, by its play and its account."""
        for one in sight.open:
            self._at[one.play_id, one.account].append(one)

    @property
    def documents(self) -> list[str]:
        """The documents of the playbooks that may be started."""
        return [found[2] for found in self._found.values() if found is not None]

    def go(self, day: int, going: Going) -> bool:
        """Go through a day, or once more through it; whether anything moved."""
        before = self._moved
        sight = self._sight
        sight.begin(day, going.in_hand)
        for one, on in list(sight.goals(day)):
            self._reach(one, on, day, going)
        for one in list(sight.stops(day)):
            self._end(one, STOP_HELD, day, going)
        for one, why in list(sight.over(day)):
            self._end(one, why, day, going)
        sight.see_runs(day, going.in_hand)
        for watched in sight.due(day):
            self._one(watched, day, going)
        return self._moved != before

    @property
    def _moved(self) -> tuple[int, int, int]:
        return len(self.fired), self.lapsed, self.reached

    def write(self) -> None:
        """Put down firings and what plays remember; after the runs."""
        sight = self._sight
        later = {one.id: one.values() for one in sight.open if one.new}
        made = [{**row, **later.get(row["id"], {})} for row in self._made]
        if made:
            self._tx.connection().execute(insert(Firing), made)
        play_open.write(self._tx, sight.open)
        for key in sight.gone:
            remember(self._tx, key, sight.before[key], sight.memory(key), sight.rows)
        self._tx.expire_all()

    def _one(self, watched: Watched, day: int, going: Going) -> None:
        sight = self._sight
        done = sight.step(watched, day)
        sight.now[watched.id] = done.memory
        for ending in list(sight.ends(watched, done)):
            self._end(ending, CONDITION_ENDED, day, going)
        for held in done.passed:
            self._pass(watched, held)
        for fired in done.fired:
            self._fire(watched, fired, going)

    def _reach(self, one: Open, on: int, day: int, going: Going) -> None:
        """The goal of a firing was reached."""
        goal = None if one.document is None else one.document.goal
        one.goal_on, one.changed = on, True
        self.reached += 1
        if goal is None or not goal.ends:
            return
        if one.state == "suggested":
            one.lapse(f"{GOAL}: {goal.name}", day)
            self.lapsed += 1
        run = self._run(one, going) if one.state == "started" else None
        if run is not None and run.readable:
            going.finish(run, f"{GOAL}: {goal.name}", day)
            one.under_way = False

    def _end(self, one: Open, why: str, day: int, going: Going) -> None:
        """A suggestion lapses; a run is stopped unless somebody worked in it."""
        if one.state == "suggested":
            one.lapse(why, day)
            self.lapsed += 1
            return
        run = self._run(one, going)
        if run is None:
            one.under_way = False
        elif worked_in(self._tx, run):
            one.tell(f"{why} on {long_date(day)}; somebody worked on it, so it goes on")
        else:
            going.halt(run, why, day)
            one.under_way = False
            one.tell(f"{why} on {long_date(day)}")
            self.lapsed += 1

    def _run(self, one: Open, going: Going) -> Kept | None:
        """The run of a firing, if it is under way."""
        run = None if one.run is None else going.take(one.run)
        return run if run is not None and run.under_way else None

    def _pass(self, watched: Watched, held: Held) -> None:
        row = self._row(watched, held.account, held.day, held.cause_day)
        row |= {"state": "passed", "why": held.why}
        self._note(watched, row)

    def _fire(self, watched: Watched, fired: Fired, going: Going) -> None:
        play = watched.play
        if play is None:
            return
        row = self._row(watched, fired.account, fired.day, fired.cause_day)
        account = row["account_id"]
        row["renewal_day"] = None if fired.renewal == NO_RENEWAL else fired.renewal
        row["goal_until"] = goal_until(play, fired.day)
        because = self._sight.because(watched, fired)
        row["because"] = told_lines(because)
        playbook = self._sight.playbook_of(watched)
        found = None if playbook is None else self._found[playbook]
        if fired.noted:
            row |= {"state": "noted", "run_id": self._at_work(watched, account)}
        elif play.mode == "run" and found is not None:
            name = (account, *self._sight.names[account])
            run = going.start(
                name,
                (playbook, *found),
                day=fired.day,
                origin=f"{ORIGIN}{watched.name}",
                owner=play.owner,
            )
            self._sight.work.setdefault(playbook or 0, {})[account] = run.id
            row |= {"state": "started", "run_id": run.id}
        elif found is None:
            row["why"] = f"there is no published playbook “{play.playbook}”"
        if not fired.noted:
            self._sight.taken.setdefault(account, []).append(fired.day)
        self._supersede(watched, account, fired.day)
        self._note(watched, row)
        made = _open(row, play)
        self._sight.open.append(made)
        self._at[watched.id, account].append(made)

    def _supersede(self, watched: Watched, account: int, day: int) -> None:
        """What the play suggested there before waits no more."""
        for one in self._at.pop((watched.id, account), ()):
            if one.state == "suggested":
                one.lapse(f"it fired again on {long_date(day)}", day)

    def _at_work(self, watched: Watched, account: int) -> int | None:
        playbook = self._sight.playbook_of(watched)
        return self._sight.work.get(playbook or 0, {}).get(account)

    def _row(self, watched: Watched, place: int, day: int, cause: int) -> dict[str, Any]:
        self._last += 1
        return {
            "id": self._last,
            "play_id": watched.id,
            "play": watched.name,
            "version": watched.version,
            "account_id": self._sight.rows[place],
            "day": day,
            "known_on": self._today,
            "cause_day": cause,
            "because": [],
            "state": "suggested",
            "why": "",
            "run_id": None,
            "renewal_day": None,
            "goal_until": None,
            "goal_on": None,
            "closed_on": None,
            "batch_mark": self._mark,
        }

    def _note(self, watched: Watched, row: dict[str, Any]) -> None:
        self._made.append(row)
        key, name = self._sight.names[row["account_id"]]
        playbook = "" if watched.play is None else watched.play.playbook
        told = (row["state"], row["id"], row["cause_day"])
        self.fired.append(FiredRow(row["day"], key, name, watched.name, playbook, *told))


def _open(row: dict[str, Any], play: Play) -> Open:
    """A firing that was made just now, to go on with."""
    return Open(
        id=row["id"],
        play_id=row["play_id"],
        play=row["play"],
        account=row["account_id"],
        day=row["day"],
        state=row["state"],
        why=row["why"],
        run=row["run_id"],
        goal_until=row["goal_until"],
        renewal=row["renewal_day"],
        document=play,
        under_way=row["state"] == "started",
        new=True,
    )
