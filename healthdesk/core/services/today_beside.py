"""What takes longer to find than the table: trends, people, late feeds, as reasons of Today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.people_view import PeopleAlert
from healthdesk.core.domain.today import Reason
from healthdesk.core.domain.today_view import LateFeed
from healthdesk.core.domain.trend_event import TrendEvent
from healthdesk.core.domain.views import AccountRow
from healthdesk.core.services import feeds, people, trends
from healthdesk.core.services.wording import begun
from healthdesk.core.store.db import Tx

RECORDS: Final = 5
"""Accounts on the rise that are looked at for records: each is read by itself."""
_LONG_AGO: Final = 60
"""Days after which who left is no longer told beside a fall."""
_PEOPLE: Final = {"left": 0.75, "silent": 0.65, "absent": 0.5, "one_sided": 0.5}


@dataclass(frozen=True)
class Beside:
    """By account id; and the feeds that are late."""

    reasons: Mapping[str, Sequence[Reason]]
    muted: Mapping[str, str]
    stopped: Mapping[str, str]
    late: tuple[LateFeed, ...]


NOT_YET: Final = Beside({}, {}, {}, ())


def beside(tx: Tx, day: int, since: int, rows: Sequence[AccountRow]) -> Beside:
    """Look at trends, people and feeds as of a day."""
    lasting = trends.lasting(tx, day)
    reasons: dict[str, list[Reason]] = {}
    muted: dict[str, str] = {}
    stopped: dict[str, str] = {}
    for account, events in lasting.items():
        for event in events:
            if event.muted:
                if event.kind == "dip" and (event.last is None or event.last > since):
                    muted.setdefault(account, _sentence(event))
            elif event.kind == "stopped":
                if event.last is None:
                    stopped.setdefault(account, event.text)
            else:
                reasons.setdefault(account, []).extend(_trend(event, day, since))
    for account, alerts in people.alerts_all(tx, day).items():
        reasons.setdefault(account, []).extend(_people(alerts, day, since))
    for account in _rising(rows, reasons, day - since):
        reasons.setdefault(account, []).extend(_records(tx, account, day, since))
    return Beside(reasons, muted, stopped, _late(tx, day, rows))


def _sentence(event: TrendEvent) -> str:
    return event.muted if event.muted[:1].isupper() else begun(event.muted)


def _trend(event: TrendEvent, day: int, since: int) -> Iterable[Reason]:
    """A dip or a rise that began since the last look is news; one that lasts is a side note."""
    ref = f"{event.kind}:{event.metric}:{event.first}"
    if event.kind == "dip":
        if event.last is None or event.last >= day:
            news = event.first > since
            weight = 0.55 if news else 0.45
            yield Reason(-1, weight, "Usage dip", event.text, ref, soft=not news)
        elif event.last > since:
            yield Reason(1, 0.3, "Use is back", event.text, f"{ref}:ended", soft=True)
    elif event.first > since and (event.last is None or event.last >= day):
        yield Reason(1, 0.35, "Usage up", event.text, ref, soft=True)


def _people(alerts: Iterable[PeopleAlert], day: int, since: int) -> Iterable[Reason]:
    for one in alerts:
        if one.kind not in _PEOPLE or one.since is None or one.since <= day - _LONG_AGO:
            continue
        weight = _PEOPLE[one.kind]
        who = one.contacts[0] if one.contacts else ""
        news = one.since > since
        yield Reason(
            -1, weight, one.title, one.text or one.title, f"{one.kind}:{who}", soft=not news
        )


def _rising(
    rows: Sequence[AccountRow], reasons: Mapping[str, Sequence[Reason]], ago: int
) -> list[str]:
    """The accounts that may have records: on the rise by their score or by their use."""
    found: list[tuple[float, str]] = []
    for row in rows:
        was = row.line[-1 - min(ago, len(row.line) - 1)] if row.line else None
        moved = 0 if was is None or row.shown is None else row.shown - was
        used = any(one.tag == "Usage up" for one in reasons.get(row.account_id, ()))
        if (moved >= 5 or used) and not row.stale:
            found.append((-moved - (row.arr or 0.0) / 1e9, row.account_id))
    return [account for _, account in sorted(found)[:RECORDS]]


def _records(tx: Tx, account_id: str, day: int, since: int) -> Iterable[Reason]:
    for one in trends.records(tx, account_id, day):
        if one.best and one.last > since:
            yield Reason(
                1, 0.5, f"Record {one.period}", one.text, f"record:{one.metric}:{one.first}"
            )


def _late(tx: Tx, day: int, rows: Sequence[AccountRow]) -> tuple[LateFeed, ...]:
    found = feeds.late(tx, day)
    resting = sum(row.stale and not row.quiet_days for row in rows)
    return tuple(
        LateFeed(
            one.key,
            begun(one.name),
            one.newest,
            one.quiet,
            one.table,
            resting if len(found) == 1 else 0,
        )
        for one in found
    )
