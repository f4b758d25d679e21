"""Reads the loose ends of all accounts: promises, plans, findings, Strong ones left alone, pulses.

Each comes with the tab where something is done about it. Only accounts alive on the day are told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from healthdesk.core.domain.disagreement import gap, is_stale, steps_apart
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.loose_ends import LooseEnd, LooseEnds
from healthdesk.core.domain.moment import BY_WORDS
from healthdesk.core.domain.plan import PlanView
from healthdesk.core.domain.views import AccountRow
from healthdesk.core.services import (
    accounts,
    band_names,
    findings,
    handover_inherited,
    moments,
    people,
    plans,
)
from healthdesk.core.services.people_words import day_in_words
from healthdesk.core.services.pulse_reading import latest_all
from healthdesk.core.services.wording import count_of
from healthdesk.core.store.db import Tx

_Rows = Mapping[str, AccountRow]
AHEAD: Final = 3
"""Days ahead in which a promise counts as due."""


def read(tx: Tx, day: int, segment: str | None = None) -> LooseEnds:
    """The loose ends as of a day; of a segment, those of its accounts."""
    rows = {row.account_id: row for row in accounts.accounts_table(tx, day, segment).rows}
    found = (
        *_promises(tx, day, rows),
        *_plans(tx, day, rows),
        *_findings(tx, day, rows),
        *_alone(tx, day, rows),
        *_pulses(tx, day, rows),
    )
    return LooseEnds(day, found)


def _promises(tx: Tx, day: int, rows: _Rows) -> Iterator[LooseEnd]:
    for one in moments.promises(tx, day, AHEAD):
        row = rows.get(one.account_id)
        if row is None:
            continue
        due = day if one.due is None else one.due
        when = _when(due, day)
        words = f"{BY_WORDS.get(one.by, 'Ours')}: {one.text}, {when}"
        yield LooseEnd("promise", row.account_id, row.name, row.band, words, "work", due < day)


def _plans(tx: Tx, day: int, rows: _Rows) -> Iterator[LooseEnd]:
    """Plans whose exit condition is met, or whose day is over."""
    for plan in plans.running(tx, day):
        row = rows.get(plan.account_id)
        words = "" if row is None else _plan_words(tx, plan, day)
        if row is not None and words:
            late = plan.overdue_days > 0
            yield LooseEnd("plan", row.account_id, row.name, row.band, words, "work", late)


def _plan_words(tx: Tx, plan: PlanView, day: int) -> str:
    state = None if plan.exit_rule is None else plans.state(tx, plan.id, day)
    if state is not None and state.met:
        since = "" if state.met_on is None else f" since {day_in_words(state.met_on, day)}"
        return f"\u201c{plan.problem}\u201d: its exit is met{since}"
    if plan.overdue_days:
        return f"\u201c{plan.problem}\u201d: {count_of(plan.overdue_days, 'day')} over its day"
    return ""


def _findings(tx: Tx, day: int, rows: _Rows) -> Iterator[LooseEnd]:
    for one in findings.without_action(tx, day):
        row = rows.get(one.draft.account_id)
        if row is not None:
            said = one.draft.hypothesis or "no hypothesis written"
            words = f"{said}, written on {day_in_words(one.made_on, day)}"
            yield LooseEnd("finding", row.account_id, row.name, row.band, words, "health")


def _alone(tx: Tx, day: int, rows: _Rows) -> list[LooseEnd]:
    """Strong accounts beyond their cadence, the longest first; never touched comes before."""
    found = []
    for account, over in people.overdue(tx, day).items():
        row = rows.get(account)
        if row is None or row.band != "Strong" or _is_new(row, day, over):
            continue
        words = f"No touch in {count_of(over.days, 'day')}" if over.days else "Never touched"
        told = f"{words}; one is due every {count_of(over.cadence, 'day')}"
        end = LooseEnd("alone", account, row.name, row.band, told, "people")
        found.append((over.days is not None, -(over.days or 0), account, end))
    return [end for *_, end in sorted(found, key=lambda one: one[:3])]


def _is_new(row: AccountRow, day: int, over: people.Overdue) -> bool:
    """Whether an account that nobody touched has not been one for as long as its cadence."""
    if over.days is not None:
        return False
    try:
        started = to_day(date.fromisoformat(row.attributes.get("started_on", "")))
    except ValueError:
        return False
    return day - started <= over.cadence


def _pulses(tx: Tx, day: int, rows: _Rows) -> list[LooseEnd]:
    """Where a person and the score differ, the farthest apart first; then the old pulses."""
    names = band_names.read(tx)
    taken = handover_inherited.inherited_all(tx, day)
    apart, old = [], []
    for account, pulse in latest_all(tx, day).items():
        row = rows.get(account)
        if row is None:
            continue
        on = day_in_words(pulse.day, day)
        whose = f" ({pulse.by})" if pulse.by else ""
        felt = f"Pulse {names.of(pulse.band)} of {on}{whose}"
        if pulse.row in taken or is_stale(pulse, day):
            words = f"{felt}, {count_of(day - pulse.day, 'day')} ago"
            if pulse.row in taken:
                words = f"{felt}: {handover_inherited.WORDS}"
            end = LooseEnd("stale", account, row.name, row.band, words, "health")
            old.append((pulse.day, account, end))
            continue
        steps = steps_apart(pulse, row)
        if steps:
            score = f"score {row.shown} {names.of(row.band)} on {day_in_words(day, day)}"
            said = f"{felt}, {score}"
            far = abs(steps) > 1
            end = LooseEnd("pulse", account, row.name, row.band, said, "health", far)
            apart.append((-abs(steps), -gap(pulse, row), account, end))
    first = [end for *_, end in sorted(apart, key=lambda one: one[:3])]
    return [*first, *(end for *_, end in sorted(old, key=lambda one: one[:2]))]


def _when(due: int, day: int) -> str:
    if due < day:
        return f"{count_of(day - due, 'day')} over"
    return "today" if due == day else f"due on {day_in_words(due, day)}"
