"""Puts runs of playbooks into the sample desk: what was done, by when, and what came of it.

The engine goes through their days as it does for a person, who closes every step when the sample
says so. Only what is open today stands on lists: tasks, and messages in the outbox.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sqlalchemy import text

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain import play_engine, play_hand
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.play_engine import Raised
from healthdesk.core.domain.playbook import Playbook, Step, every
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.run import VERDICTS, RunState
from healthdesk.core.sample.cast import cast
from healthdesk.core.sample.plays import Played, plays
from healthdesk.core.services import playbook_names
from healthdesk.core.services.playbook_documents import parsed
from healthdesk.core.services.run_effects import Effects
from healthdesk.core.services.run_going import LOOK_AGAIN, new_run, published
from healthdesk.core.services.run_rows import Kept, Writer
from healthdesk.core.store.db import Tx

_ASK_AGAIN: Final = 30
_ACCOUNTS: Final = """
SELECT a.id, a.account_id, a.name, coalesce(max(v.value), '') AS began FROM account AS a
LEFT JOIN attribute AS k ON k.key = 'started_on'
LEFT JOIN attribute_value AS v ON v.attribute_id = k.id AND v.account_id = a.id
WHERE a.id NOT IN (SELECT account_id FROM outcome WHERE kind = 'churned')
GROUP BY a.id ORDER BY a.account_id"""
_APART: Final = 5
"""Those without a story are taken from all over the alphabet: every fifth of them in turn."""


def fill(tx: Tx, day: int, first: int) -> None:
    """Write them as of `day`; what would have begun before the desk's `first` day is left out."""
    _Filler(tx, day, first).fill()


class _Filler:
    """Knows the accounts that are there, and which of them had a run already."""

    def __init__(self, tx: Tx, day: int, first: int) -> None:
        self._tx = tx
        self._day = day
        self._first = first
        named = {part.account_id for part in (*cast().alive, *cast().left)}
        rows = tx.execute(text(_ACCOUNTS)).all()
        self._known = {row.account_id: (row.id, row.account_id, row.name) for row in rows}
        others = [row for row in rows if row.account_id not in named]
        self._others = {
            row.account_id: row.began for at in range(_APART) for row in others[at::_APART]
        }

    def fill(self) -> None:
        """Write all that have an account here."""
        writer, effects = Writer(self._tx), Effects(self._tx)
        made = []
        for told in plays():
            run = self._run(told, writer, effects)
            if run is not None:
                made.append(run)
        effects.flush()
        writer.write(made)
        self._tx.expire_all()

    def _run(self, told: Played, writer: Writer, effects: Effects) -> Kept | None:
        start = self._day - told.start
        row = playbook_names.find(self._tx, told.playbook)
        found = None if row is None else published(self._tx, row)
        if row is None or found is None or start <= self._first:
            return None
        account = self._known.get(told.account or self._other(start))
        if account is None:
            return None
        run = new_run(self._tx, writer.next_id(), account, (row, *found), day=start)
        story = _Story(parsed(found[2]), told, run.state, self._day)
        run.state = story.state
        self._told(run, told)
        for raised in story.open:
            effects.apply(run, raised)
        return run

    def _other(self, start: int) -> str:
        """An account without a story that was a customer on that day; each once."""
        began = to_date(start).isoformat()
        found = next((key for key, since in self._others.items() if since <= began), "")
        self._others.pop(found, None)
        return found

    def _told(self, run: Kept, told: Played) -> None:
        """What its end says: why it was stopped, or what came of it."""
        if told.stopped is not None:
            run.ended_why = told.words
            return
        asked = run.state.entries.get("outcome")
        if asked is None or asked.raised is None:
            return
        run.ask_on, run.look_on = asked.raised, asked.raised + LOOK_AGAIN
        if told.outcome and asked.closed is not None:
            run.outcome, run.outcome_words = told.outcome, told.words
            run.outcome_on = asked.closed
            if told.outcome == "too early":
                run.ask_on = asked.closed + _ASK_AGAIN


class _Story:
    """One run gone through day by day, each step closed when the sample says so."""

    def __init__(self, playbook: Playbook, told: Played, state: RunState, day: int) -> None:
        self._told = told
        self._playbook = playbook
        self._holds = self._decided()
        self._raised: dict[str, Raised] = {}
        self.state = state
        for one in range(state.start, day + 1):
            if not self.state.ended:
                self._day(one)

    @property
    def open(self) -> list[Raised]:
        """What is on lists to this day."""
        if self.state.ended:
            return []
        entries = self.state.entries
        return [one for key, one in self._raised.items() if entries[key].state == "open"]

    def _decided(self) -> list[Rule]:
        """Rules that do not hold: of arms that were not taken, of waits behind what is open."""
        out = []
        behind = False
        for step in every(self._playbook.steps):
            behind = behind or step.id in self._told.open
            if behind and step.until is not None:
                out.append(step.until)
            way = self._told.ways.get(step.id, step.arms[0].name if step.arms else "")
            out += [arm.rule for arm in step.arms if arm.name != way and arm.rule is not None]
        return out

    def _decide(self, rule: Rule, day: int) -> bool:
        del day
        return rule not in self._holds

    def _day(self, day: int) -> None:
        self._keep(
            play_engine.advance(self._playbook, self.state, day, self._decide, CATALOGUE), day
        )
        stopped = self._told.stopped
        if stopped is not None and day == self.state.start + stopped:
            self.state = play_hand.stop(self.state, day)
            return
        while (step := self._due(day)) is not None:
            self.state = self._closed(step, day)
            self._keep(
                play_engine.settle(self._playbook, self.state, day, self._decide, CATALOGUE), day
            )

    def _keep(self, gone: play_engine.Advance, day: int) -> None:
        self.state = gone.state
        self._raised.update({one.step.id: one for one in gone.raised})
        if self.state.ended and self.state.ended_on is None:
            self.state = replace(self.state, ended_on=day)

    def _due(self, day: int) -> Step | None:
        """An open step that is closed on a day."""
        if self.state.ended:
            return None
        for key, one in self._raised.items():
            entry = self.state.entries[key]
            late = self._told.late.get(key, self._told.told if self._is_asked(one.step) else 0)
            if key in self._told.open or entry.state != "open":
                continue
            if max(entry.planned, one.day) + late <= day:
                return one.step
        return None

    @staticmethod
    def _is_asked(step: Step) -> bool:
        return step.kind == "outcome"

    def _closed(self, step: Step, day: int) -> RunState:
        why = self._told.skipped.get(step.id)
        if why is not None:
            return play_hand.skip(self.state, step.id, day, why)
        how = VERDICTS.get(self._told.outcome, "") if self._is_asked(step) else ""
        return play_hand.close(self.state, step.id, day, how)
