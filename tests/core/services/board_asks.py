"""Asks of widgets, and naive figures of a desk to hold their answers against."""

from __future__ import annotations

from collections import Counter

from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.widget import Ask
from healthdesk.core.services import accounts, scoring
from tests import make

DAY = to_day(make.NOW.date())


def ask(options, day=DAY, days=28, accounts=None):
    """An ask with these options."""
    return Ask(day, day - days + 1, options, accounts)


def told(desk, day):
    """The scores of a day by account."""
    return {one.account_id: one for one in desk.read(scoring.scores, day)}


def rows(desk, day):
    """The rows of the Accounts table of a day by account."""
    return {one.account_id: one for one in desk.read(accounts.accounts_table, day).rows}


def bands(desk, day, only=None):
    """Accounts by band, counted one by one."""
    return Counter(one.band for who, one in told(desk, day).items() if only is None or who in only)
