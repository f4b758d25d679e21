"""Which touchpoints, answers, tickets and feelings a reading is about; how they are told.

Not here: adding them up (spans.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.column import first_days
from healthdesk.core.domain.facts import (
    DIRECTIONS,
    NO_DAY,
    PRIORITIES,
    SENTIMENT_SOURCES,
    SURVEY_KINDS,
    TOUCH_KINDS,
    BoolArray,
    Facts,
    FloatArray,
    IntArray,
    remember,
    to_date,
)
from healthdesk.core.domain.reading import Option, Options
from healthdesk.core.domain.spans import Rows, Spans, latest, trailing
from healthdesk.core.domain.views import EvidenceRow

NOTE = TOUCH_KINDS.index("note")
NPS = SURVEY_KINDS.index("nps")
CSAT = SURVEY_KINDS.index("csat")
SENTIMENT_TABLES = ("pulse", "touchpoint", "survey", "ticket", "mention")
MAX_USAGE_ROWS = 400


def window_start(facts: Facts, account: int, day: int, window: int) -> int:
    """First day of an account's window, cut to its life."""
    first = first_days(facts, np.array([day], np.int32))[account, 0]
    return max(day - window + 1, int(first))


def of_account(owner: IntArray, account: int) -> slice:
    """Where an account's events stand in a table."""
    low, high = np.searchsorted(owner, (account, account + 1))
    return slice(int(low), int(high))


def day_words(day: int) -> str:
    """A day in evidence: ISO, as everywhere in the desk's documents."""
    return to_date(day).isoformat()


def span_words(days: int) -> str:
    """A number of days in words."""
    return "1 day" if days == 1 else f"{days} days"


def newest_first(rows: Iterable[EvidenceRow]) -> tuple[EvidenceRow, ...]:
    """Evidence in the order it is shown in: the newest first, undated last."""
    return tuple(sorted(rows, key=lambda row: (row.day is None, -(row.day or 0), row.row)))


# --- usage


def usage_rows(
    facts: Facts, metric: str, account: int, first: int, last: int
) -> tuple[EvidenceRow, ...]:
    """The stored values of a metric on the days `first` to `last`."""
    grid = facts.usage.get(metric)
    if grid is None or last < first:
        return ()
    low, high = np.searchsorted(grid.days, (first, last + 1))
    values = grid.values[account, low:high]
    days = grid.days[low:high]
    known = ~np.isnan(values)
    name = facts.metrics[metric].name or metric if metric in facts.metrics else metric
    rows = [
        EvidenceRow(int(day), name, f"{value:.15g}", "usage")
        for day, value in zip(days[known].tolist(), values[known].tolist(), strict=True)
    ]
    return newest_first(rows[-MAX_USAGE_ROWS:])


# --- touchpoints


def touches(facts: Facts, direction: str, kinds: str | tuple[str, ...]) -> BoolArray:
    """Which touchpoints match; kind "any" leaves out notes, for a note touches nobody."""
    table = facts.touchpoints
    if kinds == "any":
        chosen = table.kind != NOTE
    else:
        chosen = np.isin(table.kind, [TOUCH_KINDS.index(kind) for kind in kinds])
    if direction != "any":
        chosen = chosen & (table.direction == DIRECTIONS.index(direction))
    return np.asarray(chosen)


def chosen_touches(facts: Facts, options: Options) -> BoolArray:
    """Touchpoints that match the options `direction` and `kinds`."""
    kinds = options["kinds"]
    wanted = kinds if isinstance(kinds, tuple) else str(kinds)
    return touches(facts, str(options["direction"]), wanted)


def touch_rows(
    facts: Facts, chosen: BoolArray, account: int, first: int, last: int
) -> tuple[EvidenceRow, ...]:
    """An account's matching touchpoints on the days `first` to `last`."""
    table = facts.touchpoints
    here = of_account(table.account, account)
    rows = []
    for index in range(here.start, here.stop):
        if chosen[index] and first <= table.day[index] <= last:
            said = DIRECTIONS[table.direction[index]]
            kind = TOUCH_KINDS[table.kind[index]].capitalize()
            text = f"{kind}, {said}" if said else kind
            row = int(table.row[index])
            rows.append(EvidenceRow(int(table.day[index]), text, said, "touchpoint", row))
    return newest_first(rows)


# --- answers


def _superseded(facts: Facts) -> tuple[Rows, IntArray]:
    """NPS answers, and the day of the same contact's next one (NO_DAY: it is the last)."""
    table = facts.surveys
    rows = np.flatnonzero(table.kind == NPS)
    order = np.lexsort(
        (table.order[rows], table.day[rows], table.contact[rows], table.account[rows])
    )
    rows = rows[order]
    account, contact, day = table.account[rows], table.contact[rows], table.day[rows]
    after = np.full(len(rows), NO_DAY, np.int32)
    same = (account[1:] == account[:-1]) & (contact[1:] == contact[:-1]) & (contact[1:] >= 0)
    after[:-1][same] = day[1:][same]
    return rows, after


def nps_spans(facts: Facts, days: IntArray, window: int) -> tuple[Rows, Spans]:
    """NPS answers with the days on which each is its contact's latest within the window."""
    rows, after = remember(facts, "nps", lambda: _superseded(facts))
    table = facts.surveys
    spans = trailing(facts, table.account[rows], table.day[rows], days, window)
    return rows, Spans(
        facts.count, spans.account, spans.start, np.minimum(spans.end, after), spans.born
    )


def answer_rows(facts: Facts, rows: Rows, account: int, kind: str) -> tuple[EvidenceRow, ...]:
    """Survey answers as evidence."""
    table = facts.surveys
    found = []
    for index in rows:
        if table.account[index] == account:
            contact = int(table.contact[index])
            by = facts.contact_ids[contact] if 0 <= contact < len(facts.contact_ids) else ""
            text = f"{kind} answer by {by}" if by else f"{kind} answer"
            value = f"{float(table.rating[index]):g}"
            found.append(
                EvidenceRow(int(table.day[index]), text, value, "survey", int(table.row[index]))
            )
    return newest_first(found)


def nps_rows(facts: Facts, account: int, day: int, window: int) -> tuple[EvidenceRow, ...]:
    """The answers that count in an account's NPS on a day."""
    rows, spans = nps_spans(facts, np.array([day], np.int32), window)
    return answer_rows(facts, rows[spans.open(0, day)], account, "NPS")


# --- tickets


def tickets_from(facts: Facts, priority: str) -> BoolArray:
    """Tickets of a priority or above."""
    return np.asarray(facts.tickets.priority >= PRIORITIES.index(priority))


def open_ticket_spans(facts: Facts, priority: str) -> tuple[BoolArray, Spans]:
    """Tickets of a priority or above, each counting while it is open."""
    table = facts.tickets
    chosen = tickets_from(facts, priority)
    return chosen, Spans(facts.count, table.account, table.day, table.closed).pick(chosen)


def ticket_rows(
    facts: Facts, account: int, priority: str, opened: tuple[int, int], *, open_only: bool
) -> tuple[EvidenceRow, ...]:
    """An account's tickets opened between two days, or those of them still open on the second."""
    table = facts.tickets
    chosen = tickets_from(facts, priority)
    here = of_account(table.account, account)
    first, last = opened
    rows = []
    for index in range(here.start, here.stop):
        day, closed = int(table.day[index]), int(table.closed[index])
        if not chosen[index] or not first <= day <= last or (open_only and closed <= last):
            continue
        name = PRIORITIES[table.priority[index]].capitalize()
        state = "open" if closed > last else f"closed {day_words(closed)}"
        text = f"{name} ticket, {state}"
        value = span_words(min(closed, last) - day)
        rows.append(EvidenceRow(day, text, value, "ticket", int(table.row[index])))
    return newest_first(rows)


# --- feelings


def felt(facts: Facts, *, estimated: bool) -> BoolArray:
    """Which sentiment values count."""
    if estimated:
        return np.ones(len(facts.sentiments.day), bool)
    return ~facts.sentiments.estimated


def feeling_rows(
    facts: Facts, chosen: BoolArray, account: int, first: int, last: int
) -> tuple[EvidenceRow, ...]:
    """An account's sentiment values on the days `first` to `last`."""
    table = facts.sentiments
    here = of_account(table.account, account)
    rows = []
    for index in range(here.start, here.stop):
        if chosen[index] and first <= table.day[index] <= last:
            source = int(table.source[index])
            text = SENTIMENT_SOURCES[source].capitalize()
            text += " (estimated from its text)" if table.estimated[index] else ""
            value = f"{float(table.value[index]):+.2f}"
            rows.append(
                EvidenceRow(
                    int(table.day[index]),
                    text,
                    value,
                    SENTIMENT_TABLES[source],
                    int(table.row[index]),
                )
            )
    return newest_first(rows)


def seat_rows(facts: Facts, account: int, days: Iterable[int]) -> tuple[EvidenceRow, ...]:
    """An account's subscriptions in force on any of the days."""
    table = facts.subscriptions
    here = of_account(table.account, account)
    asked = tuple(days)
    rows = []
    for index in range(here.start, here.stop):
        start, end = int(table.day[index]), int(table.end[index])
        if any(start <= day < end for day in asked):
            until = "" if end == NO_DAY else f" to {day_words(end)}"
            seats = float(table.seats[index])
            value = "seats not known" if np.isnan(seats) else f"{seats:g} seats"
            text = f"Subscription from {day_words(start)}{until}"
            rows.append(EvidenceRow(start, text, value, "subscription", int(table.row[index])))
    return newest_first(rows)


def shares(part: NDArray[Any], whole: NDArray[Any]) -> FloatArray:
    """Part / whole; NaN where the whole is 0 (or NaN)."""
    return np.asarray(part / np.where(whole == 0, np.nan, whole), np.float64)


# --- declared options that readings share

TOUCH_OPTIONS = (
    Option("direction", "Direction", "choice", "any", choices=("any", "inbound", "outbound")),
    Option("kinds", "Kinds", "choices", "any", choices=TOUCH_KINDS),
)
PRIORITY_OPTION = Option("min_priority", "Priority at least", "choice", "low", choices=PRIORITIES)


def answers(facts: Facts, kind: int) -> Rows:
    """Row numbers of the answers to one kind of survey."""
    return remember(facts, ("answers", kind), lambda: np.flatnonzero(facts.surveys.kind == kind))


def latest_answer(facts: Facts, days: IntArray, kind: int) -> FloatArray:
    """Day of the newest answer to one kind of survey; NaN = none."""
    rows = answers(facts, kind)
    return latest(facts, facts.surveys.account[rows], facts.surveys.day[rows], days)


# --- people met


def _meetings(facts: Facts) -> tuple[IntArray, IntArray, IntArray]:
    """Account, day and next day of every (touchpoint, contact), notes left out."""
    table = facts.touchpoints
    touch = np.repeat(np.arange(len(table.day)), np.diff(table.contact_from))
    chosen = table.kind[touch] != NOTE
    touch, contact = touch[chosen], table.contacts[chosen]
    account, day = table.account[touch], table.day[touch]
    order = np.lexsort((day, contact, account))
    account, contact, day = account[order], contact[order], day[order]
    after = np.full(len(day), NO_DAY, np.int32)
    same = (account[1:] == account[:-1]) & (contact[1:] == contact[:-1])
    after[:-1][same] = day[1:][same]
    return account, day, after


def meeting_spans(facts: Facts, days: IntArray, window: int) -> Spans:
    """One open span for every contact met within the window."""
    account, day, after = remember(facts, "meetings", lambda: _meetings(facts))
    spans = trailing(facts, account, day, days, window)
    return Spans(facts.count, account, day, np.minimum(spans.end, after), spans.born)


def met_rows(facts: Facts, account: int, first: int, last: int) -> tuple[EvidenceRow, ...]:
    """An account's touchpoints of a window with the contacts on them."""
    table = facts.touchpoints
    some = touches(facts, "any", "any") & (np.diff(table.contact_from) > 0)
    number = {int(row): index for index, row in enumerate(table.row)}
    rows = []
    for row in touch_rows(facts, some, account, first, last):
        index = number[row.row]
        contacts = table.contacts[table.contact_from[index] : table.contact_from[index + 1]]
        names = ", ".join(facts.contact_ids[int(contact)] for contact in contacts)
        rows.append(replace(row, value=names))
    return tuple(rows)
