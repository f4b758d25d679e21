"""ARR of several accounts in words: each currency by itself, what is not known told."""

from __future__ import annotations

from healthdesk.core.domain.board_money import Amounts
from healthdesk.gui.base.words import Words


def told(found: Amounts, words: Words) -> str:
    """The sums: €1.82M, or €1.82M + $300k; "ARR not known" where none is."""
    if not found.sums:
        return "ARR not known" if found.count else words.money(0)
    return " + ".join(words.money(amount, currency) for currency, amount in found.sums)


def told_with_accounts(found: Amounts, words: Words) -> str:
    """How many accounts, and their ARR: 10 accounts · €1.82M."""
    return f"{words.count(found.count, 'account')} · {told(found, words)}"


def gap(found: Amounts, words: Words) -> str:
    """How many of them have no known ARR; "" where all have."""
    return f"{words.number(found.unknown)} without known ARR" if found.unknown else ""
