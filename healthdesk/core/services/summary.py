"""The desk at a glance: how far its data reaches, and which of its feeds are late."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.source import Feed
from healthdesk.core.domain.views import DeskSummary
from healthdesk.core.services import feeds, settings, usage
from healthdesk.core.services.wording import begun
from healthdesk.core.store.db import Tx

_EVENTS: Final = (("survey", "day"), ("touchpoint", "day"), ("ticket", "opened_on"))
"""Tables of events, and the column of their day."""


def desk_summary(tx: Tx, day: int) -> DeskSummary:
    """What the top bar says about the desk as of a day."""
    accounts = tx.execute(text("SELECT count(*) FROM account")).scalar_one()
    found = feeds.feeds(tx, day)
    newest = [_newest_event(tx, table, column, day) for table, column in _EVENTS]
    newest += [one.newest for one in found if one.table == "usage"]
    return DeskSummary(
        name=settings.read(tx).name,
        accounts=int(accounts),
        newest_day=max((one for one in newest if one is not None), default=None),
        late=tuple(begun(one.sentence) for one in found if one.late and one.pack is None),
        packs=tuple(begun(one.sentence) for one in found if one.pack is not None),
        pack_day=_pack_day(found),
    )


def _pack_day(found: Sequence[Feed]) -> int | None:
    """The day of the newest handover pack, where nothing came in another way."""
    packs = [one.pack for one in found if one.pack is not None]
    return max(packs) if packs and len(packs) == len(found) else None


def newest_day(tx: Tx) -> int | None:
    """The last day that any usage, answer, touchpoint or ticket speaks of."""
    found = [usage.newest_day(tx)]
    for table, column in _EVENTS:
        found.append(tx.execute(text(f"SELECT max({column}) FROM {table}")).scalar_one())
    return max((int(one) for one in found if one is not None), default=None)


def _newest_event(tx: Tx, table: str, column: str, day: int) -> int | None:
    """The newest day of a kind of event, made by hand or not."""
    sql = f"SELECT max({column}) FROM {table} WHERE {column} <= :day"
    found = tx.execute(text(sql), {"day": day}).scalar_one()
    return None if found is None else int(found)
