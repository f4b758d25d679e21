"""Fits the profile a desk starts with to the facts it has.

Which kinds of facts there are is asked by SQL alone, after every import; figures are read only when
the answer changed, and only of the latest weeks, so that a large import pays little for it.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import text

from healthdesk.core.domain.default_profile import (
    LONG,
    FactsSummary,
    MetricSummary,
    default_profile,
    summarise,
)
from healthdesk.core.domain.profile import Profile
from healthdesk.core.services.facts import load_recent, metrics
from healthdesk.core.services.queries import pairs
from healthdesk.core.services.usage import newest_day
from healthdesk.core.store import usage
from healthdesk.core.store.db import Tx

_ANY = """
SELECT
  EXISTS (SELECT 1 FROM survey WHERE kind = 'nps'),
  EXISTS (SELECT 1 FROM survey WHERE kind = 'csat'),
  EXISTS (SELECT 1 FROM pulse),
  EXISTS (SELECT 1 FROM touchpoint),
  EXISTS (SELECT 1 FROM touchpoint WHERE direction IN ('inbound', 'outbound')),
  EXISTS (SELECT 1 FROM ticket),
  EXISTS (SELECT 1 FROM subscription WHERE seats > 0),
  EXISTS (SELECT 1 FROM invoice),
  EXISTS (SELECT 1 FROM milestone)"""
_FELT = ("survey", "touchpoint", "ticket", "mention")


def kinds(tx: Tx) -> FactsSummary:
    """Which facts the desk has, without their figures."""
    nps, csat, pulses, touched, directions, tickets, seats, invoices, milestones = tx.execute(
        text(_ANY)
    ).one()
    said = bool(pulses) or _some_felt(tx)
    return FactsSummary(
        metrics=_counted(tx),
        rows=int(tx.execute(text("SELECT count(*) FROM usage")).scalar_one()),
        nps=bool(nps),
        csat=bool(csat),
        sentiment=said,
        touchpoints=bool(touched),
        directions=bool(directions),
        tickets=bool(tickets),
        seats=bool(seats),
        invoices=bool(invoices),
        milestones=bool(milestones),
    )


def outline(tx: Tx) -> Profile:
    """The profile that the desk's facts call for, on scales that are not yet fitted."""
    return default_profile(kinds(tx))


def fitted(tx: Tx, day: int) -> Profile:
    """The same, on scales cut to the desk's figures as of a day."""
    found = kinds(tx)
    newest = newest_day(tx)
    if newest is None:
        return default_profile(found)
    figures = summarise(load_recent(tx, min(day, newest) - LONG), day)
    counts = {one.key: one.values for one in found.metrics}
    exact = tuple(replace(one, values=counts[one.key]) for one in figures.metrics)
    return default_profile(
        replace(found, metrics=exact, window=figures.window, breadth=figures.breadth)
    )


def _some_felt(tx: Tx) -> bool:
    """Whether any fact with words has a sentiment; estimates count only where a person says so."""
    parts = [f"EXISTS (SELECT 1 FROM {table} WHERE sentiment IS NOT NULL)" for table in _FELT]
    return bool(tx.execute(text(f"SELECT {' OR '.join(parts)}")).scalar_one())


def _counted(tx: Tx) -> tuple[MetricSummary, ...]:
    """Every metric with the number of its values."""
    known = metrics(tx)
    ids = pairs(tx, "SELECT metric, id FROM metric")
    present = set(usage.columns(tx))
    asked = [key for key in sorted(known) if ids[key] in present]
    counts = dict.fromkeys(known, 0)
    if asked:
        sums = ", ".join(f"count({usage.column(ids[key])})" for key in asked)
        row = tx.execute(text(f"SELECT {sums} FROM usage")).one()
        counts.update(zip(asked, map(int, row), strict=True))
    return tuple(
        MetricSummary(key, known[key].name, counts[key], known[key].feature)
        for key in sorted(known)
    )
