"""The page of an account's review on tickets: opened, closed, how long they take, what is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.report import Cell, Column, Figure, Figures, Row, Section, Table
from healthdesk.core.domain.report_chart import ColumnChart, Series
from healthdesk.core.domain.usage_view import Known
from healthdesk.core.services.reports import review_words
from healthdesk.core.services.reports.blocks import amount, beside, rows, short
from healthdesk.core.services.reports.review_facts import Gathered
from healthdesk.core.services.wording import count_of

_ROWS: Final = """
SELECT t.opened_on, t.closed_on, t.priority, coalesce(nullif(trim(t.subject), ''), '') AS subject
FROM ticket t JOIN account a ON a.id = t.account_id
WHERE a.account_id = :account AND t.opened_on <= :day ORDER BY t.opened_on, t.id"""
_MONTHS: Final = 6
_SHOWN: Final = 6
_URGENT: Final = frozenset({"urgent", "high"})


@dataclass(frozen=True)
class Ticket:
    """A ticket as of the end of the period: closed later is open."""

    opened: int
    closed: int | None
    priority: str
    subject: str


@dataclass(frozen=True)
class Counts:
    """Tickets of some days: opened, closed, and the days that those closed took (median)."""

    opened: int
    closed: int
    days: Known


def section(found: Gathered) -> Section | None:
    """The page; None where no ticket is known at all."""
    known = tickets(found)
    if not known:
        return None
    now = counts(known, found.period.first, found.end)
    earlier = found.period.before()
    covered = known[0].opened < found.period.first
    before = counts(known, earlier.first, earlier.last) if covered else None
    headline = review_words.tickets(
        now.opened,
        None if before is None else before.opened,
        now.days,
        None if before is None else before.days,
    )
    return Section(
        key="support",
        title="Tickets",
        headline=headline,
        lines=(
            *rows(_figures(found, known, now, before)),
            *beside(_months(found, known), _open(found, known), shares=(1, 1)),
        ),
    )


def tickets(found: Gathered) -> tuple[Ticket, ...]:
    """The account's tickets as of the end of the period, the oldest first."""
    asked = {"account": found.account, "day": found.end}
    return tuple(
        Ticket(
            int(one.opened_on),
            int(one.closed_on)
            if one.closed_on is not None and one.closed_on <= found.end
            else None,
            one.priority or "",
            one.subject,
        )
        for one in found.tx.execute(text(_ROWS), asked)
    )


def counts(known: Sequence[Ticket], first: int, last: int) -> Counts:
    """What was opened and closed between two days, both in."""
    took = [
        one.closed - one.opened
        for one in known
        if one.closed is not None and first <= one.closed <= last
    ]
    opened = sum(first <= one.opened <= last for one in known)
    return Counts(opened, len(took), float(median(took)) if took else None)


def _figures(
    found: Gathered, known: Sequence[Ticket], now: Counts, before: Counts | None
) -> Figures:
    style = found.style
    formula = f"{style.date(found.period.first)} to {style.date(found.end)}"
    key = found.notes.tickets(formula=formula)
    still = [one for one in known if one.closed is None]
    oldest = max((found.end - one.opened for one in still), default=0)
    items = [
        Figure(
            key="opened",
            label="Opened",
            text=style.number(now.opened),
            value=now.opened,
            detail="" if before is None else f"{style.number(before.opened)} in the period before",
            notes=(key,),
        ),
        Figure(
            key="closed",
            label="Solved",
            text=style.number(now.closed),
            value=now.closed,
            detail="" if before is None else f"{style.number(before.closed)} in the period before",
            notes=(key,),
        ),
        Figure(
            key="open",
            label="Open at the end",
            text=style.number(len(still)),
            value=len(still),
            detail=f"the oldest for {style.number(oldest)} days" if still else "",
            notes=(found.notes.tickets(),),
        ),
    ]
    if now.days is not None:
        took = None if before is None else before.days
        items.append(
            Figure(
                key="days",
                label="Days to solve one",
                text=amount(style, now.days),
                value=now.days,
                detail="median" if took is None else f"median; {amount(style, took)} before",
                notes=(key,),
            )
        )
    return Figures(key="figures", items=tuple(items))


def _months(found: Gathered, known: Sequence[Ticket]) -> ColumnChart:
    """Tickets opened a month, the urgent and high ones apart."""
    firsts = months_to(found.end, _MONTHS)
    ends = (*firsts[1:], found.end + 1)
    begun = known[0].opened
    high, other = [], []
    for first, after in zip(firsts, ends, strict=True):
        some = [one for one in known if first <= one.opened < after]
        told = sum(one.priority in _URGENT for one in some)
        # Before the first ticket that is known nobody knows whether there was none.
        high.append(float(told) if after > begun else None)
        other.append(float(len(some) - told) if after > begun else None)
    labels = tuple(found.style.month(first, year=False) for first in firsts)
    series = [Series(name="Other", values=tuple(other), tone="accent")]
    if any(high):
        series.insert(0, Series(name="Urgent and high", values=tuple(high), tone="fourth"))
    total = count_of(sum(one or 0 for one in (*high, *other)), "ticket")
    return ColumnChart(
        key="months",
        title="Tickets opened a month",
        summary=f"{total} opened in {len(labels)} months.",
        unit="tickets",
        labels=labels,
        series=tuple(series),
        notes=(found.notes.tickets(),),
    )


def months_to(day: int, count: int) -> tuple[int, ...]:
    """The first days of the months up to a day's."""
    told = to_date(day)
    at = told.year * 12 + told.month - 1
    return tuple(to_day(date(one // 12, one % 12 + 1, 1)) for one in range(at - count + 1, at + 1))


def _open(found: Gathered, known: Sequence[Ticket]) -> Table:
    """What is open at the end of the period, the oldest first."""
    style = found.style
    still = [one for one in known if one.closed is None]
    return Table(
        key="open",
        title=f"Open on {style.date(found.end)}",
        columns=(
            Column(key="subject", title="Ticket", width=3, wraps=True),
            Column(key="priority", title="Priority", width=1),
            Column(key="since", title="Since", kind="day", width=1),
            Column(key="days", title="Days", kind="number", width=0.7),
        ),
        rows=tuple(
            Row(
                cells=(
                    Cell(text=short(one.subject, 80) or "without a subject"),
                    Cell(text=one.priority or "not said", value=one.priority or None),
                    Cell(text=style.date(one.opened, year=False), value=one.opened),
                    Cell(text=style.number(found.end - one.opened), value=found.end - one.opened),
                )
            )
            for one in still
        ),
        most=_SHOWN,
        empty="No ticket is open.",
        notes=(found.notes.tickets(),),
    )
