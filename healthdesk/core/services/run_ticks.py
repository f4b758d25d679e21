"""Catches up with the calendar: every run goes through the days that passed, in order, once.

Asking whether anything is due writes nothing, so that a day on which nothing comes up is no
operation.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.op import op
from healthdesk.core.domain.play_engine import Decide, settle, waits_for_rule
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.run_view import Ticked
from healthdesk.core.services import settings
from healthdesk.core.services.playbook_documents import rules_of
from healthdesk.core.services.run_going import Going
from healthdesk.core.services.run_rows import UNDER_WAY, Kept, load
from healthdesk.core.services.run_rules import Rules
from healthdesk.core.services.work_rows import NOTHING_CHANGED
from healthdesk.core.store.db import Tx

_BY_NOW: Final = f"{UNDER_WAY} AND r.seen_day <= :day"
_MOST_LABELS: Final = 5


class _Unknown(Exception):  # noqa: N818 - no error: a rule stands in the way of an answer
    """A rule would have to be decided."""


def due(tx: Tx, day: int) -> bool:
    """Whether anything comes up: on days not gone through yet, or a rule waited for holds now."""
    behind = [run for run in open_runs(tx, day) if run.readable]
    asking: list[Kept] = []
    for run in behind:
        try:
            if _comes(run, day, _never_asked):
                return True
        except _Unknown:
            asking.append(run)
    if not asking:
        return False
    rules = Rules(tx, _rules(asking), day)
    return any(_comes(run, day, rules.of(run.account_id)) for run in asking)


@op("Playbook steps due")
def tick(tx: Tx, day: int) -> Ticked:
    """Go on with every run up to a day: all that came up meanwhile, in order, nothing twice.

    Raises:
        UsageError: The day lies ahead.
    """
    today = settings.today(tx)
    if day > today:
        named = to_date(day).isoformat()
        raise UsageError(f"Playbooks cannot go on to {named}, which is to come; {NOTHING_CHANGED}.")
    runs = open_runs(tx, day)
    first = min((run.state.seen + 1 for run in runs), default=day + 1)
    going = Going(tx, runs, day)
    going.go()
    going.write()
    return ticked(going, day, first)


def ticked(going: Going, day: int, first: int) -> Ticked:
    """What going on with runs brought; `first` is the first day they had to go through."""
    told = going.told
    return Ticked(
        day,
        max(day - first + 1, 1) if going.in_hand else 0,
        len(told.runs),
        told.raised,
        tuple(told.labels[:_MOST_LABELS]),
        tuple(told.steps),
    )


def open_runs(tx: Tx, day: int) -> list[Kept]:
    """Runs that have days to go through, or wait for a rule that may have come to hold."""
    return [
        run
        for run in load(tx, _BY_NOW, day=day)
        if run.state.seen < day or (run.readable and waits_for_rule(run.playbook, run.state))
    ]


def _comes(run: Kept, day: int, decide: Decide) -> bool:
    """Whether anything in a run changes up to a day beside its count of days."""
    gone = settle(run.playbook, run.state, day, decide, CATALOGUE)
    if gone.raised or gone.state.ended:
        return True
    before, after = run.state.entries, gone.state.entries
    return any(
        key not in before or before[key].state != entry.state for key, entry in after.items()
    )


def _never_asked(rule: Rule, day: int) -> bool:
    raise _Unknown


def _rules(runs: Iterable[Kept]) -> list[Rule]:
    seen = {id(run.playbook): run.playbook for run in runs}
    return [rule for playbook in seen.values() for rule in rules_of(playbook)]
