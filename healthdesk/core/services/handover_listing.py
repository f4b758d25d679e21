"""Lists the handovers a desk has a part in: given and taken, with whom, how long."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from healthdesk.core.domain.op import op
from healthdesk.core.services import handover_making as making
from healthdesk.core.services import settings
from healthdesk.core.services.queries import pairs
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Handover


@dataclass(frozen=True)
class HandoverRow:
    """A handover; `given`: these accounts are mine and a colleague has them for a while."""

    row: int
    pack: str
    given: bool
    colleague: str
    accounts: tuple[str, ...]
    day: int
    until: int | None
    lasting: bool
    closed_on: int | None
    came: tuple[str, ...] = ()
    """Accounts that came with it and were not here before."""
    me: str = ""
    """Under which name changes go to the other side; "" = nobody said."""
    names: tuple[str, ...] = ()
    """What its accounts are called here, in their order."""
    met: int | None = None
    """The day of the newest pack of the other side that was taken in."""


def listed(tx: Tx) -> tuple[HandoverRow, ...]:
    """All of them, the newest first."""
    found = tx.scalars(select(Handover).order_by(Handover.id.desc()))
    called = pairs(tx, "SELECT account_id, name FROM account")
    return tuple(
        HandoverRow(
            one.id,
            one.pack,
            one.way == making.GIVEN,
            one.colleague,
            tuple(one.accounts),
            one.day,
            one.until_day,
            one.lasting,
            one.closed_on,
            tuple(account for account in one.options.get("new", ()) if account in called),
            making.my_name(tx, one),
            tuple(str(called[account]) for account in one.accounts if account in called),
            one.options.get("met"),
        )
        for one in found
    )


@op("End handover")
def close(tx: Tx, row: int) -> None:
    """Note that a cover is over: nothing more is expected of it."""
    one = tx.get(Handover, row)
    if one is not None and one.closed_on is None:
        one.closed_on = settings.today(tx)
        tx.flush()
