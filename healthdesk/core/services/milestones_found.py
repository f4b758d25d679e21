"""Stamps milestones by what usage shows, for all accounts at once, and keeps those stamps true.

A stamp that a rule set follows its rule: it is withdrawn when nothing is found any more, and
corrected when the day is another. What a person or a file said stays as it is. Only milestones
that an account has are stamped: one that nobody planned is none of its journey.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.op import op
from healthdesk.core.domain.stamp import FoundStamp, StampPlan, StampsFound
from healthdesk.core.services.stamp_rules import OF_RULE, StampRules
from healthdesk.core.services.stamp_template import template
from healthdesk.core.store.db import Tx

_OPEN: Final = text(
    "SELECT m.id, m.account_id, m.milestone, m.done_on, a.account_id, a.name FROM milestone AS m"
    " JOIN account AS a ON a.id = m.account_id"
    f" WHERE (m.done_on IS NULL OR (m.done_on <= :day AND {OF_RULE}))"
    " AND NOT EXISTS (SELECT 1 FROM hand_edit AS h WHERE h.table_name = 'milestone'"
    " AND h.row_id = m.id AND h.field = 'done_on') ORDER BY a.name, m.id"
)
"""Milestones that are not stamped, or were by a rule, and of whose day no person spoke."""
_MARK: Final = text("INSERT INTO milestone_rule (milestone_id, found_on) VALUES (:row, :day)")
_Row = tuple[int, int, int | None, str, str, str]
"""Its row, its account's row, the day it bears, the account's id and name, its own name."""


def due(tx: Tx, day: int) -> bool:
    """Whether usage shows anything that the stamps do not say yet."""
    return any(True for _ in _changes(tx, day))


@op("Stamp milestones by usage")
def stamp(tx: Tx, day: int) -> StampsFound:
    """Set every stamp whose rule held by a day; correct or withdraw those that held otherwise."""
    changes = tuple(_changes(tx, day))
    if changes:
        told = [{"row": row, "day": one.day} for row, one in changes]
        tx.execute(text("UPDATE milestone SET done_on = :day WHERE id = :row"), told)
        tx.execute(text("DELETE FROM milestone_rule WHERE milestone_id = :row"), told)
        if kept := [one for one in told if one["day"] is not None]:
            tx.execute(_MARK, kept)
        tx.expire_all()
    return StampsFound(tuple(one for _, one in changes))


def _changes(tx: Tx, day: int) -> Iterator[tuple[int, FoundStamp]]:
    """The rows whose day is to be another, with what they become."""
    plans = {one.name.casefold(): one for one in template(tx) if one.metric}
    by_plan: dict[str, list[_Row]] = {name: [] for name in plans}
    for row, account, name, done, account_id, called in tx.execute(_OPEN, {"day": day}):
        rows = by_plan.get(name.casefold())
        if rows is not None:
            rows.append((row, account, done, account_id, called, name))
    rules = StampRules(tx, day)
    for name, rows in by_plan.items():
        yield from _of_plan(rules, plans[name], rows)


def _of_plan(
    rules: StampRules, plan: StampPlan, rows: list[_Row]
) -> Iterator[tuple[int, FoundStamp]]:
    found = rules.days(plan, [account for _, account, *_ in rows])
    for row, account, done, account_id, called, name in rows:
        now = found.get(account)
        if now != done:
            yield row, FoundStamp(account_id, called, name, now, done)
