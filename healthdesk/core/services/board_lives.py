"""Which accounts a widget of a dashboard is about, and on which days they were there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from healthdesk.core.domain.column import first_days
from healthdesk.core.domain.facts import BoolArray, Facts, IntArray
from healthdesk.core.domain.widget import Ask
from healthdesk.core.services.facts import load
from healthdesk.core.store.db import Tx


@dataclass(frozen=True, eq=False)
class Lives:
    """The accounts of a desk as of a day.

    Attributes:
        asked: which of them the widget is about.
        first: each one's first day as known on the day asked about (NO_DAY: none).
    """

    facts: Facts
    day: int
    asked: BoolArray
    first: IntArray

    def on(self, days: IntArray) -> BoolArray:
        """Which of the accounts asked about were there on each day, accounts x days."""
        begun = self.first[:, None] <= days[None, :]
        return np.asarray(
            self.asked[:, None] & begun & (days[None, :] < self.facts.churned[:, None])
        )

    @property
    def now(self) -> BoolArray:
        """Which of the accounts asked about are there on the day."""
        return self.on(np.array([self.day], np.int32))[:, 0]

    def ids(self, chosen: BoolArray) -> frozenset[str]:
        """The ids of some accounts."""
        known = self.facts.account_ids
        return frozenset(known[one] for one in np.flatnonzero(chosen).tolist())


def lives(tx: Tx, ask: Ask) -> Lives:
    """The accounts that a widget is asked about."""
    facts = load(tx)
    if ask.accounts is None:
        asked = np.ones(facts.count, np.bool_)
    else:
        asked = np.array([one in ask.accounts for one in facts.account_ids], np.bool_)
    first = first_days(facts, np.array([ask.day], np.int32))[:, 0]
    return Lives(facts, ask.day, asked, first)
