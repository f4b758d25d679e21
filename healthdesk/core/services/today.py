"""Today: what changed since somebody last looked, ranked, with tasks and renewals beside it.

`quick` reads what is at hand: the Accounts table of the day (kept in the desk), marks, events,
tasks. `read` adds what takes longer: late feeds, trends, people. Both give the same page; every
figure on it is of facts up to the day asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.band_trend import band_trend
from healthdesk.core.domain.noise import excuse
from healthdesk.core.domain.run_today import MARK
from healthdesk.core.domain.task import TaskView
from healthdesk.core.domain.today import (
    PERIOD,
    Found,
    Mark,
    Reason,
    items_of,
    small_moves,
    sorted_out,
)
from healthdesk.core.domain.today_view import Renewal, TodayView
from healthdesk.core.domain.views import AccountRow
from healthdesk.core.services import accounts, band_names, noise, settings, task_reading, visits
from healthdesk.core.services.today_beside import NOT_YET, Beside, beside
from healthdesk.core.services.today_events import events
from healthdesk.core.store.db import Tx

RENEWALS: Final = 90
"""Days ahead in which renewals are shown."""
_STEPS: Final = (
    "SELECT a.account_id, t.title FROM task t JOIN account a ON a.id = t.account_id"
    " WHERE t.made_on <= :day AND (t.done_on IS NULL OR t.done_on > :day)"
    " AND (t.dropped_on IS NULL OR t.dropped_on > :day)"
    " ORDER BY t.due_on IS NULL DESC, t.due_on DESC, t.id DESC"
)


def read(tx: Tx, day: int, since: int | None = None, segment: str | None = None) -> TodayView:
    """The whole page as of a day; `since` None: the day of the look before."""
    start = visits.since(tx, day) if since is None else since
    return _view(tx, day, start, segment, None)


def quick(tx: Tx, day: int, since: int | None = None, segment: str | None = None) -> TodayView:
    """The page as far as it is known at once."""
    start = visits.since(tx, day) if since is None else since
    return _view(tx, day, start, segment, NOT_YET)


def _view(tx: Tx, day: int, since: int, segment: str | None, more: Beside | None) -> TodayView:
    rows = accounts.accounts_table(tx, day, segment).rows
    if more is None:
        more = beside(tx, day, since - 1, rows)
    by_id = {row.account_id: row for row in rows}
    reasons: dict[str, list[Reason]] = {}
    # Of the day of the last look itself too: it may have come in after the look.
    for account, reason in events(tx, day, since - 1):
        if account in by_id:
            reasons.setdefault(account, []).append(reason)
    for account, some in more.reasons.items():
        if account in by_id:
            reasons.setdefault(account, []).extend(some)
    calm = noise.read(tx)
    found = Found(
        reasons,
        more.muted,
        more.stopped,
        _steps(tx, day),
        band_names.read(tx),
        calm,
        excuse(calm, max(since, day - PERIOD + 1), None, day) or excuse(calm, day, None, day),
    )
    marks = _marks(tx, day)
    told = settings.read(tx)
    items = items_of(rows, found, day, since)
    lists = sorted_out(items, marks, by_id, day, told.today_rows)
    mine = [one for one in marks if one.day == day and one.account_id in by_id]
    owners = {row.attributes.get("owner", "") for row in rows}
    return TodayView(
        day=day,
        since=since,
        visit=visits.before(tx, day),
        lists=lists,
        late=more.late,
        tasks=task_reading.due(tx, day, segment=segment),
        done_tasks=_of(task_reading.closed_between(tx, day, day), by_id, segment),
        renewals=renewals(rows),
        accounts=len(rows),
        known=int(tx.execute(text("SELECT count(*) FROM account")).scalar_one()),
        handled=sum(one.state != "snoozed" for one in mine),
        snoozed_today=sum(one.state == "snoozed" for one in mine),
        look=visits.latest(tx, day),
        person=told.person,
        owner=next(iter(owners)) if len(owners) == 1 else "",
        whole=more is not NOT_YET,
        trend=band_trend(rows, day, calm),
        small=small_moves(rows, found, day, since, items),
    )


def _marks(tx: Tx, day: int) -> tuple[Mark, ...]:
    """The marks made within the period that ends on a day."""
    sql = (
        "SELECT m.id, m.key, a.account_id, m.state, m.day, m.until_day, m.reason FROM today_mark m"
        " JOIN account a ON a.id = m.account_id WHERE m.day <= :day AND m.day > :first"
        " AND m.key NOT LIKE :play"
    )
    asked = {"day": day, "first": day - PERIOD, "play": f"{MARK}%"}
    return tuple(Mark(*row) for row in tx.execute(text(sql), asked))


def renewals(rows: Iterable[AccountRow]) -> tuple[Renewal, ...]:
    """The renewals of the next days, the nearest first."""
    found = [
        Renewal(
            row.account_id,
            row.name,
            row.band,
            row.arr,
            row.currency,
            row.renewal_days,
            row.renewal_day,
        )
        for row in rows
        if row.renewal_days is not None
        and row.renewal_day is not None
        and 0 <= row.renewal_days <= RENEWALS
    ]
    return tuple(sorted(found, key=lambda one: (one.days, one.name.casefold(), one.account_id)))


def _of(
    found: tuple[TaskView, ...], rows: Mapping[str, AccountRow], segment: str | None
) -> tuple[TaskView, ...]:
    if segment is None:
        return found
    return tuple(one for one in found if one.account_id in rows)


def _steps(tx: Tx, day: int) -> dict[str, str]:
    """The next thing to do with each account: the open task whose day is nearest."""
    return {row[0]: row[1] for row in tx.execute(text(_STEPS), {"day": day})}
