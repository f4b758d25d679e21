"""Reads a desk's facts into arrays, once per change of the desk.

Not here: what is made of them (readings, domain/score.py), and the usage grids (usage.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from healthdesk.core.domain.attribute import typed
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.facts import (
    DIRECTIONS,
    NO_DAY,
    PRIORITIES,
    SENTIMENT_SOURCES,
    SURVEY_KINDS,
    TOUCH_KINDS,
    Attribute,
    AttributeValue,
    Facts,
    IntArray,
    Invoices,
    Metric,
    Milestones,
    Override,
    Sentiments,
    Subscriptions,
    Surveys,
    Tickets,
    Touchpoints,
)
from healthdesk.core.domain.op import op
from healthdesk.core.services import facts_kept, usage
from healthdesk.core.services.documents import decoded, readings_in
from healthdesk.core.services.memory import remembered
from healthdesk.core.services.queries import blocks
from healthdesk.core.store.db import Tx

_AT_HAND = "facts at hand"
_FEW = 500
"""Accounts up to which a query names them."""
_FOREVER = 2**62
"""A stamp that no commit reaches: what was touched since tells old from new here."""
_TOPICS = frozenset({Topic.FACTS, Topic.ACCOUNTS, Topic.CONTACTS})
"""What a commit touches that changed any fact."""
_DOCUMENTS = """
SELECT v.body FROM profile p JOIN profile_version v ON v.profile_id = p.id
WHERE NOT p.retired
  AND v.version = (SELECT max(version) FROM profile_version WHERE profile_id = p.id)
UNION ALL SELECT body FROM segment
UNION ALL SELECT body FROM play WHERE active AND NOT archived AND body IS NOT NULL"""
_FELT = """
SELECT account_id, {day}, coalesce(sentiment, sentiment_estimated), sentiment IS NULL, {source}, id
FROM {table} WHERE coalesce(sentiment, sentiment_estimated) IS NOT NULL"""


_BELOW = text("""
WITH RECURSIVE family (id) AS (
  SELECT :account UNION SELECT a.id FROM account a JOIN family ON a.parent_id = family.id
) SELECT id FROM family""")


def load(tx: Tx, more: Collection[str] = ()) -> Facts:
    """Read all facts, with the metrics that profiles and segments ask about and those in `more`."""
    wanted = metrics_needed(tx) | set(more)
    return remembered(tx, _key(wanted), lambda: _found(tx, wanted), of_facts=True)


def _found(tx: Tx, wanted: set[str]) -> Facts:
    """The facts with these metrics: from those at hand, as they were kept, or from the tables.

    Facts stay the same over commits that touch none, as one that changes a segment or a profile;
    only which metrics are asked for differs then.
    """
    near = _at_hand(tx)
    if near is not None:
        found = _with_metrics(tx, near, wanted)
    else:
        found = facts_kept.find(tx, wanted) or _load(tx, wanted)
    memory = tx.info.get("memory")
    if memory is not None:
        memory.put(_AT_HAND, _FOREVER, (tx.info["stamp"], found))
    return found


def _at_hand(tx: Tx) -> Facts | None:
    memory = tx.info.get("memory")
    kept: tuple[int, Facts] | None = None if memory is None else memory.get(_AT_HAND, _FOREVER)
    if memory is None or kept is None:
        return None
    return kept[1] if memory.untouched(kept[0], tx.info["stamp"], _TOPICS) else None


def _with_metrics(tx: Tx, near: Facts, wanted: set[str]) -> Facts:
    """The same facts with the usage of other metrics; what was worked out of them holds on."""
    grids = usage.grids(tx, account_rows(tx), [key for key in near.metrics if key in wanted])
    made = replace(near, usage=grids.grids, first_usage=grids.first)
    made.memory.update(near.memory)
    return made


@op("Keep the facts")
def keep(tx: Tx) -> bool:
    """Keep the facts in the desk for its next opening, if they were read already.

    Returns whether they were and that was worth its room.
    """
    wanted, memory = metrics_needed(tx), tx.info.get("memory")
    found: Facts | None = None if memory is None else memory.get(_key(wanted), tx.info["stamp"])
    return found is not None and facts_kept.keep(tx, wanted, found)


def _key(wanted: Collection[str]) -> str:
    return "facts " + "\n".join(sorted(wanted))


def metrics_needed(tx: Tx) -> set[str]:
    """The metrics that scores, segments and plays need: those named; features for breadth."""
    return metrics_of(tx, _references(tx))


def metrics_of(tx: Tx, references: Iterable[Mapping[str, Any]]) -> set[str]:
    """The metrics that some readings look at; breadth looks at every feature."""
    told = list(references)
    needed = {str(one["metric"]) for one in told if one.get("metric")}
    if any(one.get("kind") == "usage_breadth" for one in told):
        needed |= {key for key, metric in metrics(tx).items() if metric.feature}
    return needed


def load_recent(tx: Tx, since: int) -> Facts:
    """Every fact, with the usage of all metrics from a day on; it is not kept."""
    return _load(tx, set(metrics(tx)), since)


def load_some(tx: Tx, account: int, more: Collection[str] = ()) -> Facts:
    """The facts of one account (its row) and of all below it, as the tables are now; not kept.

    For operations that have written: they see what nobody may remember yet.
    """
    wanted = metrics_needed(tx) | set(more)
    return _load(tx, wanted, only=tuple(row for (row,) in tx.execute(_BELOW, {"account": account})))


def _references(tx: Tx) -> Iterator[dict[str, Any]]:
    """The readings that published profiles, segments and plays that are on ask about."""
    for (body,) in tx.execute(text(_DOCUMENTS)):
        yield from _asked_in(body)


@lru_cache(maxsize=2_048)
def _asked_in(body: str) -> tuple[dict[str, Any], ...]:
    """What the text of a document asks about; the same texts are asked many times."""
    document = decoded(body)
    return (*readings_in(document), document.get("trigger", {}).get("options", {}))


def metrics(tx: Tx) -> dict[str, Metric]:
    """Every metric of the desk by its key, in the order in which they came."""
    rows = tx.execute(text("SELECT metric, name, unit, fill, feature FROM metric ORDER BY id"))
    return {
        key: Metric(key, name or key, unit or "", "gap" if fill == "gap" else "zero", bool(feature))
        for key, name, unit, fill, feature in rows
    }


def account_rows(tx: Tx) -> dict[int, int]:
    """The number of each account's primary key: accounts stand in the order of their ids."""
    rows = tx.execute(text("SELECT id FROM account ORDER BY account_id"))
    return {key: number for number, (key,) in enumerate(rows)}


def _load(
    tx: Tx, wanted: set[str], since: int | None = None, only: Sequence[int] | None = None
) -> Facts:
    which = "" if only is None else f" WHERE id IN ({_listed(only)})"
    sql = f"SELECT id, account_id, name, parent_id FROM account{which} ORDER BY account_id"
    accounts = tuple(tx.execute(text(sql)))
    number = {row[0]: at for at, row in enumerate(accounts)}
    contacts = tuple(tx.execute(text("SELECT id, contact_id FROM contact ORDER BY contact_id")))
    contact = {row[0]: at for at, row in enumerate(contacts)}
    known = metrics(tx)
    asked = [key for key in known if key in wanted]
    few = only is not None
    grids = usage.some(tx, number, asked) if few else usage.grids(tx, number, asked, since)
    reader = _Reader(tx, number, few=few)
    return Facts(
        account_ids=tuple(row[1] for row in accounts),
        names=tuple(row[2] for row in accounts),
        parent=np.array([number.get(row[3], -1) for row in accounts], np.int32),
        churned=_churned(tx, number),
        metrics=known,
        usage=grids.grids,
        surveys=_surveys(reader, contact),
        sentiments=_sentiments(reader),
        touchpoints=_touchpoints(reader, contact),
        tickets=_tickets(reader),
        subscriptions=_subscriptions(reader),
        invoices=_invoices(reader),
        milestones=_milestones(reader),
        attributes=attributes(tx, number),
        overrides=_overrides(tx, number),
        contact_ids=tuple(row[1] for row in contacts),
        first_usage=grids.first,
    )


class _Reader:
    """Reads a table as columns, in blocks, sorted by account number and then as the query says."""

    def __init__(self, tx: Tx, number: Mapping[int, int], *, few: bool = False) -> None:
        self._tx = tx
        self._number = number
        self._which = f" WHERE account_id IN ({_listed(number)})" if few else ""

    def columns(self, sql: str, width: int) -> list[list[Any]]:
        """Run a query that begins with an account's key; give its columns, the key numbered."""
        out: list[list[Any]] = [[] for _ in range(width)]
        if self._which:
            sql = f"SELECT * FROM ({sql}){self._which}"
        for block in blocks(self._tx, sql):
            for column, values in zip(out, zip(*block, strict=True), strict=True):
                column.extend(values)
        accounts = np.array([self._number[key] for key in out[0]], np.int32)
        order = np.argsort(accounts, kind="stable").tolist()
        out[0] = accounts.tolist()
        return [[column[at] for at in order] for column in out]


def _churned(tx: Tx, number: Mapping[int, int]) -> IntArray:
    out = np.full(len(number), NO_DAY, np.int32)
    sql = "SELECT account_id, min(day) FROM outcome WHERE kind = 'churned' GROUP BY account_id"
    for account, day in tx.execute(text(sql)):
        if account in number:
            out[number[account]] = day
    return out


def _surveys(reader: _Reader, contact: Mapping[int, int]) -> Surveys:
    account, day, kind, rating, who, order, row = reader.columns(
        "SELECT account_id, day, kind, rating, contact_id, rank() OVER (ORDER BY response_id), id"
        " FROM survey ORDER BY day, response_id",
        7,
    )
    return Surveys(
        account=_ints(account),
        day=_ints(day),
        kind=_codes(kind, SURVEY_KINDS),
        rating=_floats(rating),
        contact=_ints(contact.get(one, -1) for one in who),
        order=_ints(order),
        row=_keys(row),
    )


def _sentiments(reader: _Reader) -> Sentiments:
    parts = [f"SELECT account_id, day, value, 0, {SENTIMENT_SOURCES.index('pulse')}, id FROM pulse"]
    for source, name in enumerate(SENTIMENT_SOURCES):
        if name != "pulse":
            day = "opened_on" if name == "ticket" else "day"
            parts.append(_FELT.format(day=day, source=source, table=name))
    sql = f"{' UNION ALL '.join(parts)} ORDER BY 2, 5, 6"
    account, when, value, estimated, kind, row = reader.columns(sql, 6)
    return Sentiments(
        account=_ints(account),
        day=_ints(when),
        value=_floats(value),
        estimated=np.array([bool(one) for one in estimated], np.bool_),
        source=np.array(kind, np.int8),
        row=_keys(row),
    )


def _touchpoints(reader: _Reader, contact: Mapping[int, int]) -> Touchpoints:
    account, day, kind, direction, who, row = reader.columns(
        "SELECT account_id, day, kind, direction, contacts, id FROM touchpoint ORDER BY day, id", 6
    )
    # One whose row is gone is nobody; Check my data tells of them.
    people = [
        [contact[int(one)] for one in (some or "").split(";") if one and int(one) in contact]
        for some in who
    ]
    return Touchpoints(
        account=_ints(account),
        day=_ints(day),
        kind=_codes(kind, TOUCH_KINDS),
        direction=_codes((one or "" for one in direction), DIRECTIONS),
        contact_from=_ints(np.cumsum([0, *map(len, people)])),
        contacts=_ints(one for some in people for one in some),
        row=_keys(row),
    )


def _tickets(reader: _Reader) -> Tickets:
    account, day, closed, priority, row = reader.columns(
        "SELECT account_id, opened_on, closed_on, priority, id FROM ticket ORDER BY opened_on, id",
        5,
    )
    return Tickets(
        account=_ints(account),
        day=_ints(day),
        closed=_days(closed),
        priority=_codes(priority, PRIORITIES),
        row=_keys(row),
    )


def _subscriptions(reader: _Reader) -> Subscriptions:
    account, day, end, seats, arr, row = reader.columns(
        'SELECT account_id, start, "end", seats, arr, id FROM subscription ORDER BY start, id', 6
    )
    return Subscriptions(
        account=_ints(account),
        day=_ints(day),
        end=_days(end),
        seats=_floats(seats),
        arr=_floats(arr),
        row=_keys(row),
    )


def _invoices(reader: _Reader) -> Invoices:
    account, day, due, paid, row = reader.columns(
        "SELECT account_id, issued_on, due_on, paid_on, id FROM invoice ORDER BY issued_on, id", 5
    )
    return Invoices(_ints(account), _ints(day), _days(due), _days(paid), _keys(row))


def _milestones(reader: _Reader) -> Milestones:
    account, day, due, row = reader.columns(
        f"SELECT account_id, coalesce(done_on, {NO_DAY}), due_on, id FROM milestone ORDER BY 2, id",
        4,
    )
    return Milestones(_ints(account), _ints(day), _days(due), _keys(row))


def attributes(tx: Tx, number: Mapping[int, int]) -> dict[str, Attribute]:
    """Every attribute with its changes, in the order in which the columns came."""
    kinds = tuple(tx.execute(text("SELECT id, key, kind FROM attribute ORDER BY position, id")))
    histories: dict[int, dict[int, list[AttributeValue]]] = {row[0]: {} for row in kinds}
    kind_of = {row[0]: row[2] for row in kinds}
    few = f" WHERE account_id IN ({_listed(number)})" if len(number) <= _FEW else ""
    sql = f"SELECT attribute_id, account_id, day, value FROM attribute_value{few} ORDER BY 1, 2, 3"
    for block in blocks(tx, sql):
        for attribute, account, day, value in block:
            one = AttributeValue(day, typed(kind_of[attribute], value))
            histories[attribute].setdefault(number[account], []).append(one)
    return {
        key: Attribute(key, kind, {at: tuple(some) for at, some in histories[row].items()})
        for row, key, kind in kinds
    }


def _overrides(tx: Tx, number: Mapping[int, int]) -> tuple[Override, ...]:
    sql = (
        "SELECT account_id, band, score, reason, first_day, until_day, by, id FROM score_override"
        " ORDER BY account_id, first_day, until_day, reason, id"
    )
    return tuple(
        Override(number[account], band, score, reason, first, until, by or "", row)
        for account, band, score, reason, first, until, by, row in tx.execute(text(sql))
        if account in number
    )


def _listed(rows: Iterable[int]) -> str:
    return ", ".join(str(int(row)) for row in rows)


def _ints(values: Iterable[int]) -> IntArray:
    return np.fromiter(values, np.int32)


def _keys(values: Iterable[int]) -> NDArray[np.int64]:
    return np.fromiter(values, np.int64)


def _days(values: Iterable[int | None]) -> IntArray:
    return np.fromiter((NO_DAY if one is None else one for one in values), np.int32)


def _floats(values: Iterable[float | None]) -> NDArray[np.float64]:
    return np.fromiter((np.nan if one is None else one for one in values), np.float64)


def _codes(values: Iterable[str], names: tuple[str, ...]) -> NDArray[np.int8]:
    place = {name: at for at, name in enumerate(names)}
    return np.fromiter((place[one] for one in values), np.int8)
