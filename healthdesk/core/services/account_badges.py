"""What the tabs of an account's page carry beside their names: a count, or a mark that asks."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.services import commercial, people, tasks
from healthdesk.core.services.wording import count_of
from healthdesk.core.store.db import Tx


@dataclass(frozen=True)
class TabBadge:
    """Beside the name of the tab `key`: a count (0 = none), a notice mark, and both in words."""

    key: str
    count: int = 0
    notice: bool = False
    text: str = ""


def badges(tx: Tx, account_id: str, day: int) -> tuple[TabBadge, ...]:
    """The badges of an account's tabs as of a day; tabs without any are left out."""
    found = (
        _people(tx, account_id, day),
        _work(tx, account_id, day),
        _commercial(tx, account_id, day),
    )
    return tuple(one for one in found if one is not None)


def _work(tx: Tx, account_id: str, day: int) -> TabBadge | None:
    """How many tasks are open, and whether one is overdue."""
    opened = [one for one in tasks.of_account(tx, account_id, day) if one.state == "open"]
    if not opened:
        return None
    late = sum(one.overdue_days > 0 for one in opened)
    said = count_of(len(opened), "open task")
    return TabBadge("work", len(opened), bool(late), f"{said}, {late} overdue" if late else said)


def _people(tx: Tx, account_id: str, day: int) -> TabBadge | None:
    """Whether somebody or something between people needs care."""
    alerts = people.alerts(tx, account_id, day)
    if not alerts:
        return None
    more = f" and {len(alerts) - 1} more" if len(alerts) > 1 else ""
    return TabBadge("people", 0, notice=True, text=f"{alerts[0].title}{more}")


def _commercial(tx: Tx, account_id: str, day: int) -> TabBadge | None:
    """Whether an invoice is overdue."""
    late = commercial.overdue(tx, account_id, day)
    if not late:
        return None
    return TabBadge("commercial", late, notice=True, text=f"{count_of(late, 'invoice')} overdue")
