"""Tickets of many accounts for dashboards."""

from __future__ import annotations

from typing import Final

import numpy as np

from healthdesk.core.domain.board_tickets import AGES, AgeBand, TicketsShown, TicketWeek
from healthdesk.core.domain.facts import PRIORITIES, BoolArray, Facts
from healthdesk.core.domain.usage_weeks import mondays
from healthdesk.core.domain.widget import Ask, Mark
from healthdesk.core.services.board_lives import lives
from healthdesk.core.services.wording import short_date
from healthdesk.core.store.db import Tx

_URGENT: Final = PRIORITIES.index("urgent")
_WEEK: Final = 7


def tickets(tx: Tx, ask: Ask) -> TicketsShown:
    """Open tickets of accounts that are there, by age; those opened and closed in the period."""
    found = lives(tx, ask)
    facts, table = found.facts, found.facts.tickets
    least = PRIORITIES.index(ask.text("priority"))
    known = found.asked[table.account] & (table.priority >= least) & (table.day <= ask.day)
    known &= table.day < facts.churned[table.account]
    if not known.any():
        return TicketsShown(
            empty="No ticket of these accounts is known by this day.",
            remedy="Import tickets: account, opened on, closed on, priority.",
        )
    is_open = known & (table.closed > ask.day) & found.now[table.account]
    urgent = is_open & (table.priority == _URGENT)
    age = ask.day - table.day
    marks = [_mark(facts, "open", "Has an open ticket", is_open)]
    marks.append(_mark(facts, "urgent", "Has an urgent ticket", urgent))
    ages = []
    for low, high in AGES:
        inside = is_open & (age >= low)
        inside &= age <= high if high is not None else True
        accounts = len(np.unique(table.account[inside]))
        one = AgeBand(low, high, int(inside.sum()), int((inside & urgent).sum()), accounts)
        ages.append(one)
        marks.append(_mark(facts, one.key, f"Tickets open {one.name}", inside))
    weeks = []
    gone = facts.churned[table.account]
    for first in mondays(ask.first, ask.day):
        last = min(first + _WEEK - 1, ask.day)
        opened = known & (table.day >= first) & (table.day <= last)
        closed = known & (table.closed >= first) & (table.closed <= last) & (table.closed < gone)
        weeks.append(TicketWeek(first, last, int(opened.sum()), int(closed.sum())))
        when = f"the week of {short_date(first)}"
        marks.append(_mark(facts, f"opened:{first}", f"Tickets opened in {when}", opened))
        marks.append(_mark(facts, f"closed:{first}", f"Tickets closed in {when}", closed))
    closed_days = table.closed[known & (table.closed <= ask.day)]
    return TicketsShown(
        subtitle="open by age; opened and closed by week",
        newest=int(max(table.day[known].max(), closed_days.max(initial=0))),
        marks=tuple(one for one in marks if one.accounts),
        open=int(is_open.sum()),
        urgent=int(urgent.sum()),
        median=float(np.median(age[is_open])) if is_open.any() else None,
        ages=tuple(ages),
        weeks=tuple(weeks),
    )


def _mark(facts: Facts, key: str, label: str, chosen: BoolArray) -> Mark:
    some = np.unique(facts.tickets.account[chosen]).tolist()
    return Mark(key, label, frozenset(facts.account_ids[one] for one in some))
