"""Goes on with runs inside one operation: all of them day by day, effects done at each day's end.

Every run of a day is decided on what was known when the day began, so that their order does not
matter; ten days in one go are as good as ten days one by one. Not here: who calls it (runs.py,
run_ticks.py), what comes up when (domain/play_engine.py), what steps ask for (run_effects.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from sqlalchemy import text

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain import play_engine
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.play_engine import Advance
from healthdesk.core.domain.play_hand import NOT_NEEDED, finish, required_left, skip, stop
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.run import RunState
from healthdesk.core.domain.run_view import RaisedStep
from healthdesk.core.services import playbook_names, run_stamps
from healthdesk.core.services.playbook_documents import parsed, rules_of
from healthdesk.core.services.run_effects import Effects, take_back
from healthdesk.core.services.run_rows import UNDER_WAY, Kept, Writer, load
from healthdesk.core.services.run_rules import Rules
from healthdesk.core.store.db import Tx

LOOK_AGAIN: Final = 60
"""Days after a run's end on which its figures are looked at again, unless its playbook says."""
_EVERY: Final = 25
"""Runs that are gone through before somebody may stop it."""
RENEWALS: Final = (
    'SELECT min("end") FROM subscription WHERE account_id = :account AND start <= :day'
    ' AND "end" > :day'
)


@dataclass
class Told:
    """What going on brought."""

    runs: set[int] = field(default_factory=set)
    raised: int = 0
    first: int | None = None
    labels: list[str] = field(default_factory=list)
    steps: list[RaisedStep] = field(default_factory=list)


class Going:
    """Goes on with some runs up to a day; `write` puts down what became of them."""

    def __init__(
        self,
        tx: Tx,
        runs: Sequence[Kept],
        day: int,
        more: Sequence[Rule] = (),
        progress: Progress = NOBODY,
    ) -> None:
        """Take runs in hand; before the operation writes anything where that can be.

        `more` are rules of runs that are yet to begin; `progress` may stop it as a whole.
        """
        self._progress = progress
        self.told = Told()
        self.started: list[Kept] = []
        """Runs that began."""
        self.changed = False
        """Attributes of accounts changed; whoever looked at them sets it back."""
        self._tx = tx
        self._day = day
        self._runs = {run.id: run for run in runs}
        self._writer = Writer(tx, runs)
        self._effects = Effects(tx)
        self._days: dict[int, list[int]] = {}
        self._waiting: list[Kept] = []
        rules = [*more]
        for playbook in {id(run.playbook): run.playbook for run in runs if run.readable}.values():
            rules.extend(rules_of(playbook))
        alone = runs[0].account if len(runs) == 1 and not more else None
        self.rules = Rules(tx, rules, day, alone)

    def go(self) -> None:
        """Go through every day that was not seen yet, up to the day.

        Where it was seen already, a wait whose rule came to hold since then ends.
        """
        self.plan()
        self.through(self._day)
        self.close()

    def plan(self) -> None:
        """See which days runs have to go through; facts are read now, if any."""
        self._waiting = [run for run in self._runs.values() if run.state.seen == self._day]
        for run in self._runs.values():
            if run.under_way and run.readable and run.state.seen < self._day:
                self._plan(run.id, run.state.seen + 1)
        if self._days:
            self.rules.ready()

    def through(self, last: int) -> None:
        """Go through the days up to one, all runs of a day together."""
        while self._days and min(self._days) <= last:
            day = min(self._days)
            # Runs that others start on this day come up behind it, until nobody starts any.
            while day in self._days:
                some = sorted(self._days.pop(day))
                for at, key in enumerate(some):
                    if at % _EVERY == 0:
                        self._progress.step(at, len(some), "Going through playbooks")
                    self._one(self._runs[key], day)
                self._finish_day(day)

    def close(self) -> None:
        """Look again at what waits on the last day; all have seen it then."""
        for run in self._waiting:
            if run.under_way and run.readable:
                self._again(run)
        self._finish_day(self._day)
        self.through(self._day)
        for run in self._runs.values():
            if run.under_way and run.state.seen < self._day:
                run.state = replace(run.state, seen=self._day)

    def settle(self, run: Kept) -> None:
        """Go on with a run within the day after a person did something to it."""
        if not run.readable:
            return
        self.rules.renew()
        self._again(run)
        self._finish_day(self._day)
        self.through(self._day)

    def _again(self, run: Kept) -> None:
        """Walk a run once more within the day."""
        decide = self.rules.of(run.account_id)
        gone = play_engine.settle(run.playbook, run.state, self._day, decide, CATALOGUE)
        self._came(run, gone, self._day)

    def begin(self, run: Kept) -> None:
        """Take a new run in hand, from its first day on."""
        self._runs[run.id] = run
        self.started.append(run)
        if run.state.start <= self._day:
            self._plan(run.id, run.state.start)

    def start(
        self,
        account: tuple[int, str, str],
        playbook: tuple[int | None, str, int, str],
        *,
        day: int,
        origin: str,
        owner: str,
    ) -> Kept:
        """Begin a run of a playbook on an account (row, own id, name) on a day."""
        made = new_run(
            self._tx, self.next_id(), account, playbook, day=day, origin=origin, owner=owner
        )
        self.begin(made)
        return made

    @property
    def in_hand(self) -> Mapping[int, Kept]:
        """The runs that are gone on with, by their rows."""
        return self._runs

    def take(self, run: int) -> Kept | None:
        """A run, in hand from now on; None = it is gone."""
        if run not in self._runs:
            for found in load(self._tx, "r.id = :run", run=run):
                self._hold(found)
        return self._runs.get(run)

    def next_id(self) -> int:
        """A row for a new run."""
        return self._writer.next_id()

    def write(self) -> None:
        """Put down what became of the runs and what they asked for."""
        self._effects.flush()
        self._writer.write(list(self._runs.values()))
        self._tx.expire_all()

    def _plan(self, run: int, day: int | None) -> None:
        if day is not None and day <= self._day:
            self._days.setdefault(day, []).append(run)

    def _one(self, run: Kept, day: int) -> None:
        if not run.under_way or run.state.seen >= day:
            return
        decide = self.rules.of(run.account_id)
        gone = play_engine.one_day(run.playbook, run.state, day, decide, CATALOGUE)
        self._came(run, gone, day)
        self._plan(run.id, gone.next_day)

    def _came(self, run: Kept, gone: Advance, day: int) -> None:
        """Keep what the engine says of a run, and do what its steps ask for."""
        before, run.state = run.state, gone.state
        if not gone.raised and run.state.entries == before.entries and not run.state.ended:
            return
        self.told.runs.add(run.id)
        self.told.first = day if self.told.first is None else min(self.told.first, day)
        for raised in gone.raised:
            self.told.raised += 1
            self.told.labels.append(f"{raised.step.name}, {run.account_name}")
            step = raised.step
            told = (run.account_id, run.name, step.id, step.kind, step.name)
            self.told.steps.append(RaisedStep(raised.day, run.id, *told))
            how = self._effects.apply(run, raised)
            if how:
                self.tell(run, raised.step.id, how)
        if run.state.ended == "done":
            ended(run, day)

    def _finish_day(self, day: int) -> None:
        """Do what the steps of a day asked of runs; rules see from now on what was set."""
        asked = self._effects.asked
        starts, asked.starts = asked.starts, []
        stops, asked.stops = asked.stops, []
        for run, step, start in starts:
            self.tell(run, step, self._start(run, start.name, day))
        for run, step, halt in stops:
            self.tell(run, step, self._stop(run, halt.name, halt.reason, day))
        if self._effects.fields_set:
            self._effects.fields_set = False
            self.changed = True
            self.rules.changed(day + 1)

    def tell(self, run: Kept, step: str, how: str) -> None:
        """Note in a step what there is to tell of it."""
        entry = run.state.entries.get(step)
        if entry is not None and how:
            words = f"{entry.how}; {how}" if entry.how else how
            run.state = run.state.with_entry(step, replace(entry, how=words))

    # Runs that runs start and stop

    def _start(self, run: Kept, name: str, day: int) -> str:
        row = playbook_names.find_ever(self._tx, name)
        found = None if row is None else published(self._tx, row)
        if found is None:
            return f"not started: there is no published playbook “{name}”"
        known = found[0]
        if any(one.playbook_id == row for one in self._of(run.account, day)):
            return f"“{known}” is already at work here"
        account = (run.account, run.account_id, run.account_name)
        origin = f"playbook:{run.name}"
        self.start(account, (row, *found), day=day, origin=origin, owner=run.owner)
        return f"“{known}” was started"

    def _of(self, account: int, day: int) -> list[Kept]:
        """Runs of an account that are under way, or that began on this very day."""
        here = [one for one in self._runs.values() if one.account == account]
        stored = load(self._tx, f"{UNDER_WAY} AND r.account_id = :account", account=account)
        here.extend(one for one in stored if one.id not in self._runs)
        return [one for one in here if one.under_way or one.state.start == day]

    def _stop(self, run: Kept, name: str, reason: str, day: int) -> str:
        row = playbook_names.find_ever(self._tx, name)
        found = [
            one
            for one in self._of(run.account, day)
            if one.under_way
            and one.id != run.id
            and (one.playbook_id == row if row is not None else one.name == name)
        ]
        for one in found:
            self._hold(one)
            self.halt(one, reason, day)
        return f"“{name}” was stopped" if found else f"“{name}” was not at work here"

    def _hold(self, run: Kept) -> None:
        if run.id not in self._runs:
            self._runs[run.id] = run
            self._writer.watch(run)

    def finish(self, run: Kept, why: str, day: int) -> None:
        """Call a run done, whatever is required and still open in it."""
        self._effects.flush()
        drop_open(self._tx, run, day, f"not needed: {why}")
        while left := required_left(run.playbook, run.state):
            for step in left:
                run.state = skip(run.state, step.id, day, f"{NOT_NEEDED}: {why}")
        done = finish(run.playbook, run.state, day)
        run.state = replace(done, seen=max(done.seen, day))
        run.ended_why = why
        ended(run, day)

    def halt(self, run: Kept, reason: str, day: int) -> None:
        """Stop a run; what it has open is dropped."""
        self._effects.flush()
        drop_open(self._tx, run, day, f"The run of {run.name} was stopped: {reason}")
        stopped = stop(run.state, day)
        run.state = replace(stopped, seen=max(stopped.seen, day))
        run.ended_why = reason


def drop_open(tx: Tx, run: Kept, day: int, why: str) -> None:
    """Drop what the open steps of a run brought onto lists."""
    for step, entry in run.state.entries.items():
        if entry.state == "open" and step in run.made:
            take_back(tx, run.made[step], day, why)


def ended(run: Kept, day: int) -> None:
    """Ask what came of a run that is done, and look at the figures again some time later."""
    if run.ask_on is None:
        run.ask_on = day
    if run.look_on is None:
        run.look_on = day + LOOK_AGAIN


def published(tx: Tx, row: int) -> tuple[str, int, str] | None:
    """Name, version and document of a playbook that can be started; None = it cannot."""
    found = tx.execute(
        text("SELECT name, version, body FROM playbook WHERE id = :row AND body IS NOT NULL"),
        {"row": row},
    ).first()
    if found is None:
        return None
    try:
        parsed(found[2])
    except BadDocument:
        return None
    return str(found[0]), int(found[1]), str(found[2])


def new_run(
    tx: Tx,
    row: int,
    account: Kept | tuple[int, str, str],
    playbook: tuple[int | None, str, int, str],
    *,
    day: int,
    origin: str = "",
    owner: str = "",
    made_on: int | None = None,
    renewal: int | None = None,
) -> Kept:
    """A run that begins on a day, made on that day or before; nothing is written yet."""
    if isinstance(account, Kept):
        account = (account.account, account.account_id, account.account_name)
    key, name, version, body = playbook
    if renewal is None:
        asked = {"account": account[0], "day": day}
        renewal = tx.execute(text(RENEWALS), asked).scalar()
    moved = run_stamps.days(tx, account[0], parsed(body), day)
    return Kept(
        id=row,
        playbook_id=key,
        name=name,
        version=version,
        template=body,
        body=None,
        account=account[0],
        account_id=account[1],
        account_name=account[2],
        owner=owner,
        origin=origin,
        made_on=day if made_on is None else made_on,
        state=RunState(day, day - 1, renewal, moved=MappingProxyType(moved)),
    )
