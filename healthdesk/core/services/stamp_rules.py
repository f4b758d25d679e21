"""What usage says of milestones: the first day on which a rule of the template held.

It is found when it is asked. Not here: which stamps it sets (milestones_found.py).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain.source_ref import UsageRef
from healthdesk.core.domain.stamp import ANY, StampPlan, Suggestion
from healthdesk.core.services.facts import metrics
from healthdesk.core.services.stamp_template import template
from healthdesk.core.services.wording import long_date, number
from healthdesk.core.store import usage
from healthdesk.core.store.db import Tx

OF_RULE: Final = (
    "EXISTS (SELECT 1 FROM milestone_rule AS k"
    " WHERE k.milestone_id = m.id AND k.found_on = m.done_on)"
)
"""SQL: whether the milestone `m` bears the day that its rule found: a file may have said another
since, and that one stands while the import does."""

STARTED: Final = (
    "coalesce((SELECT CAST(julianday(v.value) - 2440587.5 AS INTEGER) FROM attribute_value AS v"
    " JOIN attribute AS k ON k.id = v.attribute_id WHERE v.account_id = a.id"
    " AND k.key = 'started_on' ORDER BY v.day DESC LIMIT 1),"
    " (SELECT min(start) FROM subscription WHERE account_id = a.id))"
)
"""SQL: the day on which the account `a` started; else when its first contract did."""


def behind(tx: Tx, rows: Sequence[int]) -> dict[int, Suggestion | None]:
    """What usage says behind the rows of milestones whose day a rule set; others are absent."""
    sql = text(
        "SELECT m.id, m.account_id, a.account_id, m.milestone, m.done_on FROM milestone AS m"
        " JOIN account AS a ON a.id = m.account_id"
        f" WHERE m.id IN (SELECT value FROM json_each(:rows)) AND {OF_RULE}"
    )
    found = tx.execute(sql, {"rows": json.dumps([*rows])}).all()
    plans = {one.name.casefold(): one for one in (template(tx) if found else ())}
    rules = StampRules(tx, max((day for *_, day in found), default=0))
    out: dict[int, Suggestion | None] = {}
    for row, account, account_id, name, _ in found:
        plan = plans.get(name.casefold())
        out[row] = None if plan is None else rules.told(plan, account, account_id)
    return out


class StampRules:
    """Finds, as of a day, when the rules of milestones first held."""

    def __init__(self, tx: Tx, day: int) -> None:
        self._tx = tx
        self._day = day

    def days(self, plan: StampPlan, accounts: Sequence[int]) -> dict[int, int]:
        """The first day that stamps a milestone, by account row; only where there is one."""
        held = self._held(plan)
        if not held or not accounts:
            return {}
        sql = (
            "SELECT one.value, (SELECT day FROM usage AS u WHERE u.account_id = one.value"
            f" AND u.day <= :day AND {held} ORDER BY u.day LIMIT 1) FROM json_each(:accounts) one"
        )
        asked = {"day": self._day, "level": plan.level, "accounts": json.dumps([*accounts])}
        days = {row: day for row, day in self._tx.execute(text(sql), asked) if day is not None}
        # On the first day of all usage nobody knows what came before it, unless the account began.
        unsure = [row for row, day in days.items() if day <= self._first]
        known = self._began(unsure)
        return {row: day for row, day in days.items() if day > self._first or row in known}

    def _began(self, accounts: Sequence[int]) -> set[int]:
        """Those that started on the first day of all usage or later: nothing came before it."""
        if not accounts:
            return set()
        sql = (
            "SELECT a.id FROM account AS a WHERE a.id IN (SELECT value FROM json_each(:rows))"
            f" AND {STARTED} >= :first"
        )
        asked = {"rows": json.dumps([*accounts]), "first": self._first}
        return set(self._tx.execute(text(sql), asked).scalars())

    def told(self, plan: StampPlan, account: int, account_id: str) -> Suggestion | None:
        """What usage says of one account's milestone, in words, and the value that says so."""
        day = self.days(plan, [account]).get(account)
        if day is None:
            return None
        metric, value = self._value(plan, account, day)
        name = self._names.get(metric, metric)
        words = f"{name}: first value, {number(value)}, on {long_date(day)}"
        return Suggestion(day, words, UsageRef(account_id, metric, day, day))

    def _held(self, plan: StampPlan) -> str:
        """SQL: whether a rule holds on a day of usage `u`; "" = it never does."""
        columns = self._columns(plan)
        terms = [f"u.{usage.column(row)} >= :level" for row in columns.values()]
        return usage.joined(terms, "OR") and f"({usage.joined(terms, 'OR')})"

    def _columns(self, plan: StampPlan) -> dict[str, int]:
        """The metrics a rule asks for, with their rows."""
        if plan.metric == ANY:
            return self._ids
        return {key: row for key, row in self._ids.items() if key == plan.metric}

    def _value(self, plan: StampPlan, account: int, day: int) -> tuple[str, float]:
        """Which metric it was on the day, and its value."""
        columns = self._columns(plan)
        names = ", ".join(map(usage.column, columns.values()))
        sql = f"SELECT {names} FROM usage WHERE account_id = :account AND day = :day"
        found: Any = self._tx.execute(text(sql), {"account": account, "day": day}).one()
        return next(
            (metric, float(value))
            for metric, value in zip(columns, found, strict=True)
            if value is not None and value >= plan.level
        )

    @cached_property
    def _ids(self) -> dict[str, int]:
        columns = set(usage.columns(self._tx))
        rows = self._tx.execute(text("SELECT metric, id FROM metric"))
        return {metric: row for metric, row in rows if row in columns}

    @cached_property
    def _names(self) -> dict[str, str]:
        return {key: one.name for key, one in metrics(self._tx).items()}

    @cached_property
    def _first(self) -> int:
        return min(usage.first_days(self._tx).values(), default=self._day)
