"""All that the Usage tab shows of an account as of a day, and its raw values.

Not here: what finds events (trends.py), how any of it looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from sqlalchemy import text

from healthdesk.core.domain.facts import FloatArray
from healthdesk.core.domain.trend_event import TrendEvent
from healthdesk.core.domain.trend_view import Record
from healthdesk.core.domain.usage_view import (
    Finding,
    Known,
    RawUsage,
    UsageMark,
    UsageMetric,
    UsageSeries,
    UsageView,
)
from healthdesk.core.domain.usage_weeks import Daily, features, trailing_mean, weekdays
from healthdesk.core.services import (
    profiles,
    trends,
    usage_finding,
    usage_people,
    usage_rows,
    usage_seats,
    usage_steady,
)
from healthdesk.core.services.usage_people import People
from healthdesk.core.services.usage_rows import AccountUsage
from healthdesk.core.services.wording import begun, long_date
from healthdesk.core.store.db import Tx

OTHERS: Final = 4
_SAID: Final = 90
"""Letters of what was written that a mark keeps."""
_RAW: Final = 400
"""Days of raw values that are shown at once."""


def view(
    tx: Tx, account_id: str, day: int, metric: str = "", event: int | None = None
) -> UsageView:
    """An account's usage as of a day.

    Args:
        tx: the desk.
        account_id: whose.
        day: nothing later is looked at.
        metric: the one in view; "" or one never used: a watched one, else the one most is known of.
        event: the first day of the event that the cards tell about; None: the newest in force.
    """
    usage = usage_rows.read(tx, account_id, day, trends.watched(tx))
    blank, chosen = _blank(account_id, day, usage, metric)
    return blank if chosen is None else _filled(tx, blank, usage, chosen, event)


def line(tx: Tx, account_id: str, day: int, metric: str = "") -> UsageView:
    """Only the line of a metric, at once: finding what is normal takes longer than drawing it."""
    usage = usage_rows.read(tx, account_id, day, trends.watched(tx), quickly=True)
    blank, chosen = _blank(account_id, day, usage, metric)
    if chosen is None:
        return blank
    daily = usage.daily(chosen.key)
    none = (None,) * len(daily.values)
    series = UsageSeries(
        metric=chosen,
        first=usage.first,
        values=_known(daily.values),
        means=_known(trailing_mean(daily.values)),
        low=none,
        high=none,
        expected=none,
        implied=usage.implied(chosen.key, daily),
    )
    return replace(blank, series=series, finding=Finding("Looking for dips and rises"))


def _blank(
    account_id: str, day: int, usage: AccountUsage, metric: str
) -> tuple[UsageView, UsageMetric | None]:
    """What is known before anything is looked for, and the metric in view."""
    chosen = _chosen(usage.metrics, metric)
    known = [one.last for one in usage.metrics if one.last is not None]
    blank = UsageView(
        account_id=account_id,
        name=usage.name,
        day=day,
        metrics=in_order(usage.metrics),
        newest=max(known, default=None),
        churned=usage.churned,
        began=usage.first if known else None,
    )
    return blank, chosen


def _filled(
    tx: Tx, blank: UsageView, usage: AccountUsage, chosen: UsageMetric, event: int | None
) -> UsageView:
    """The view of an account that has usage."""
    account_id, day = blank.account_id, blank.day
    asked = dict.fromkeys([chosen.key, *trends.watched(tx)])
    found = trends.events(tx, account_id, day, tuple(asked))
    own = tuple(one for one in found if one.metric == chosen.key)
    shown = _shown(own, event)
    split = (None, None) if shown is None else (shown.first, shown.last)
    daily = usage.daily(chosen.key)
    upto = usage.last
    series = _series(tx, usage, daily, day)
    map_of = features([usage.daily(one.key) for one in usage.metrics if one.feature], upto, *split)
    people = usage_people.read(tx, usage.row, usage.first, day)
    before, since = usage_steady.windows(daily.first, upto, *split)
    heavy = () if people is None else usage_people.heaviest(people, before, since)
    pattern = weekdays(daily, upto, *split)
    marks = _marks(tx, usage, people, day)
    around = usage_finding.Around(series, pattern, heavy, _unit(usage, people), map_of, marks, upto)
    return UsageView(
        account_id=account_id,
        name=blank.name,
        day=day,
        metrics=blank.metrics,
        series=series,
        events=own,
        others=tuple(one for one in found if one.metric != chosen.key and one.last is None)[
            :OTHERS
        ],
        shown=shown,
        finding=_finding(shown, around, usage.churned),
        marks=marks,
        weekdays=pattern,
        steady=(
            usage_steady.steadiness(daily, _with_metric(usage, people), upto, split)
            if chosen.fill == "zero"
            else None
        ),
        seats=usage_seats.seats(tx, usage, upto),
        features=map_of,
        people=heavy,
        records=_records(tx, account_id, day),
        newest=blank.newest,
        churned=blank.churned,
        began=blank.began,
    )


def _finding(
    shown: TrendEvent | None, around: usage_finding.Around, churned: int | None
) -> Finding:
    """What is said under the chart; of a churned account also that its days end there."""
    found = (
        usage_finding.quiet(around.series, around.day)
        if shown is None
        else usage_finding.finding(shown, around)
    )
    if churned is None:
        return found
    gone = f"It churned on {long_date(churned)}; the days end there."
    return replace(found, text=f"{found.text} {gone}".strip())


def _records(tx: Tx, account_id: str, day: int) -> tuple[Record, ...]:
    if not trends.watched(tx):
        return ()
    return trends.records(tx, account_id, day)


def in_order(metrics: Sequence[UsageMetric]) -> tuple[UsageMetric, ...]:
    """Metrics to choose from: watched ones first, then those used, then those never used."""
    return tuple(sorted(metrics, key=lambda one: (not one.used, not one.watched, one.feature)))


def _chosen(metrics: Sequence[UsageMetric], wanted: str) -> UsageMetric | None:
    used = [one for one in metrics if one.used]
    found = next((one for one in used if one.key == wanted), None)
    return found or min(used, key=lambda one: (not one.watched, -one.days), default=None)


def _shown(events: Sequence[TrendEvent], wanted: int | None) -> TrendEvent | None:
    """The event asked for, else the newest in force that needs somebody, else any in force."""
    if wanted is not None:
        return next((one for one in events if one.first == wanted), None)
    lasting = [one for one in events if one.last is None]
    return next((one for one in lasting if not one.muted), next(iter(lasting), None))


def _series(tx: Tx, usage: AccountUsage, daily: Daily, day: int) -> UsageSeries:
    """The metric's days to the day in view (or the last before it churned), with their band."""
    first, last = usage.first, usage.last
    normal = trends.normal(tx, _id(tx, usage), daily.metric.key, first, last, day)
    return UsageSeries(
        metric=daily.metric,
        first=first,
        values=_known(daily.values),
        means=_known(trailing_mean(daily.values)),
        low=normal.low,
        high=normal.high,
        expected=normal.expected,
        implied=usage.implied(daily.metric.key, daily),
    )


def _id(tx: Tx, usage: AccountUsage) -> str:
    sql = "SELECT account_id FROM account WHERE id = :row"
    return str(tx.execute(text(sql), {"row": usage.row}).scalar_one())


def _known(values: FloatArray) -> tuple[Known, ...]:
    return tuple(
        None if missing else value
        for value, missing in zip(values.tolist(), np.isnan(values).tolist(), strict=True)
    )


def _with_metric(usage: AccountUsage, people: People | None) -> tuple[People, Daily] | None:
    if people is None or not any(one.key == people.metric for one in usage.metrics):
        return None
    return people, usage.daily(people.metric)


def _unit(usage: AccountUsage, people: People | None) -> str:
    """What people are counted in."""
    if people is None:
        return ""
    found = next((one for one in usage.metrics if one.key == people.metric), None)
    return "" if found is None else found.unit or found.name.lower()


_TOUCHES: Final = (
    "SELECT day, kind, direction, coalesce(subject, ''), coalesce(body, '') FROM touchpoint"
    " WHERE account_id = :row AND day BETWEEN :first AND :last AND kind <> 'note' ORDER BY day"
)
_OVERRIDES: Final = (
    "SELECT first_day, reason FROM score_override WHERE account_id = :row"
    " AND first_day BETWEEN :first AND :last"
)
_LEFT: Final = (
    "SELECT k.left_on, coalesce(nullif(c.name, ''), c.contact_id) FROM contact_care k"
    " JOIN contact c ON c.id = k.contact_id WHERE c.account_id = :row"
    " AND k.left_on BETWEEN :first AND :last"
)
_OUTCOMES: Final = (
    "SELECT day, kind, coalesce(reason, '') FROM outcome WHERE account_id = :row"
    " AND day BETWEEN :first AND :last"
)


def _marks(tx: Tx, usage: AccountUsage, people: People | None, day: int) -> tuple[UsageMark, ...]:
    """What happened on the days of the chart, in their order."""
    asked = {"row": usage.row, "first": usage.first, "last": day}
    out = [
        UsageMark(
            when, "touch", begun(f"{kind}{_way(way)}{subject and ': ' + subject}"), _cut(body)
        )
        for when, kind, way, subject, body in tx.execute(text(_TOUCHES), asked)
    ]
    for when, reason in tx.execute(text(_OVERRIDES), asked):
        out.append(UsageMark(when, "override", "Score set by hand", _cut(reason)))
    for when, name in tx.execute(text(_LEFT), asked):
        out.append(UsageMark(when, "person", f"{name} left"))
    out += _last_uses(people, day)
    for when, kind, reason in tx.execute(text(_OUTCOMES), asked):
        out.append(UsageMark(when, "outcome", begun(kind), _cut(reason)))
    versions = profiles.versions(tx)
    if len({one.profile for one in versions}) == 1:
        out += [
            UsageMark(one.day, "profile", f"Health profile v{one.version}", one.reason)
            for one in versions
            if one.version > 1 and usage.first <= one.day <= day
        ]
    return tuple(sorted(out, key=lambda one: (one.day, one.kind)))


def _way(direction: str | None) -> str:
    return {"inbound": " from them", "outbound": " to them"}.get(direction or "", "")


def _cut(words: str) -> str:
    told = " ".join(words.split())
    return told if len(told) <= _SAID else f"{told[:_SAID].rstrip()}…"


_SILENT: Final = 10
_STEADY: Final = 14


def _last_uses(people: People | None, day: int) -> list[UsageMark]:
    """The last use of somebody who used it on most days, and then not at all."""
    if people is None:
        return []
    out = []
    for contact, days in people.days.items():
        last = max(days)
        lately = sum(1 for one in days if last - 27 <= one)
        if day - last >= _SILENT and lately >= _STEADY and contact not in people.left:
            out.append(UsageMark(last, "use", f"Last use by {people.names[contact]}"))
    return out


def raw(tx: Tx, account_id: str, day: int) -> RawUsage:
    """An account's stored values of all its metrics, day by day, newest first."""
    usage = usage_rows.read(tx, account_id, day, trends.watched(tx))
    places = [at for at, one in enumerate(usage.metrics) if one.used]
    chosen = tuple(usage.metrics[at] for at in places)
    if not places:
        return RawUsage((), (), ())
    order = {one.key: at for at, one in enumerate(in_order(chosen))}
    rank = sorted(range(len(chosen)), key=lambda at: order[chosen[at].key])
    block = usage.stored[places][rank].T
    some = np.flatnonzero(~np.isnan(block).all(axis=1))[::-1][:_RAW]
    return RawUsage(
        metrics=tuple(chosen[at] for at in rank),
        days=tuple((some + usage.first).tolist()),
        values=tuple(_known(block[at]) for at in some.tolist()),
    )


def nothing(found: UsageView) -> Finding:
    """Why an account shows no usage."""
    if not found.metrics:
        return Finding("The desk has no usage", "Import daily usage to see it here.")
    if found.churned is not None:
        return Finding(
            f"Churned on {long_date(found.churned)}", "No usage of it from before is known."
        )
    return Finding(
        "No usage of this account",
        f"{len(found.metrics)} metrics are known on the desk; none has a value of it up to"
        f" {long_date(found.day)}.",
    )
