"""Segments: named rules over accounts; who is in one on a day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

import msgspec
import numpy as np
from sqlalchemy import text

from healthdesk.core.domain.column import first_days
from healthdesk.core.domain.decide import Context, evaluate
from healthdesk.core.domain.errors import BadDocument, NotFound
from healthdesk.core.domain.facts import Facts, IntArray
from healthdesk.core.domain.reading import dump_ref
from healthdesk.core.domain.rule import Rule, dump_rule, parse_rule, rule_readings
from healthdesk.core.domain.score import Scores, score
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import profiles, snapshots
from healthdesk.core.services.documents import canonical, decoded
from healthdesk.core.services.facts import load, metrics_of
from healthdesk.core.services.memory import remembered
from healthdesk.core.services.queries import pairs
from healthdesk.core.store.db import Tx

Document = dict[str, Any]

_KEPT: Final[Document] = {"field": "churned", "op": "=", "value": False}

SNAPSHOT: Final = "segments"


class Kept(msgspec.Struct, frozen=True):
    """Who was in each segment on a day, kept beside the record of that day's scores."""

    day: int
    members: dict[str, tuple[str, ...]]


def _starter(name: str, *tests: Document) -> Document:
    return {"name": name, "rule": {"all": [*tests, _KEPT]}}


STARTERS: Final[tuple[Document, ...]] = (
    _starter("Poor", {"field": "band", "op": "=", "value": "Poor"}),
    _starter("Average", {"field": "band", "op": "=", "value": "Average"}),
    _starter("Strong", {"field": "band", "op": "=", "value": "Strong"}),
    _starter("Silent 45 days", {"reading": {"kind": "days_since_touch"}, "op": ">=", "value": 45}),
    _starter(
        "Renewing in 90 days", {"reading": {"kind": "days_to_renewal"}, "op": "<=", "value": 90}
    ),
    _starter("Dipping", {"field": "score_change", "days": 28, "op": "<=", "value": -10}),
    _starter(
        "Advocates",
        {"field": "band", "op": "=", "value": "Strong"},
        {"reading": {"kind": "nps", "days": 180}, "op": ">=", "value": 50},
    ),
)
"""What a new desk starts with. Churned accounts are in none of them."""


def names(tx: Tx) -> tuple[str, ...]:
    """The segments in their order."""
    return tuple(
        name for (name,) in tx.execute(text("SELECT name FROM segment ORDER BY position, id"))
    )


def documents(tx: Tx) -> list[Document]:
    """Every segment as it stands in `segments.json`, in order."""
    rows = tx.execute(text("SELECT body FROM segment ORDER BY position, id"))
    return [decoded(body) for (body,) in rows]


def rule_of(tx: Tx, name: str) -> Any:  # noqa: ANN401 - any JSON value
    """The rule of a segment as a document; names are compared without case."""
    for document in documents(tx):
        if document["name"].casefold() == name.casefold():
            return document["rule"]
    known = ", ".join(names(tx)) or "none"
    raise NotFound(f"No segment is called {name!r}.", f"There are: {known}.")


def members(tx: Tx, name: str, day: int) -> tuple[str, ...]:
    """The ids of accounts in a segment on a day, churned ones too if its rule admits them."""
    rule = rule_named(tx, name)

    def make() -> tuple[str, ...]:
        kept = snapshots.find(tx, SNAPSHOT, Kept)
        same = kept is not None and kept.day == day and kept.members.get(name)
        return _holding(tx, rule, day) if not isinstance(same, tuple) else same

    return remembered(tx, f"segment {name!r} {day}", make, of_facts=True)


def everyone(tx: Tx, day: int) -> dict[str, tuple[str, ...]]:
    """Who is in each segment on a day."""
    return {name: members(tx, name, day) for name in names(tx)}


def keep(tx: Tx, day: int, stamp: int, found: dict[str, tuple[str, ...]]) -> None:
    """Keep who is in each segment on a day for the state of the desk that has this stamp."""
    snapshots.keep(tx, SNAPSHOT, stamp, Kept(day, found))


def matching(tx: Tx, document: Any, day: int) -> tuple[str, ...]:  # noqa: ANN401 - any JSON value
    """The ids of the accounts for which a rule holds as of a day."""
    return _holding(tx, parse_rule(document, "rule", profiles.known_metrics(tx), CATALOGUE), day)


def _holding(tx: Tx, rule: Rule, day: int) -> tuple[str, ...]:
    facts = load(tx, metrics_of(tx, map(dump_ref, rule_readings(rule))))
    on = np.array([day], np.int32)
    context = Context(facts, on, CATALOGUE, lambda days: _scores(tx, facts, days))
    begun = first_days(facts, on) <= day
    held = evaluate(rule, context) & begun
    return tuple(facts.account_ids[one] for one in np.flatnonzero(held[:, 0]).tolist())


def _scores(tx: Tx, facts: Facts, days: IntArray) -> Scores:
    key = f"segment scores {days.tolist()}"
    return remembered(
        tx,
        key,
        lambda: score(facts, profiles.published(tx), days, CATALOGUE, detail=False),
        of_facts=True,
    )


def rule_named(tx: Tx, name: str) -> Rule:
    """The rule of a segment; a metric that is gone reads as missing."""
    document = rule_of(tx, name)
    return parse_rule(
        document, name, profiles.known_metrics(tx) | profiles.metrics_named(document), CATALOGUE
    )


def parse_segments(data: Any, metrics: Collection[str]) -> list[Document]:  # noqa: ANN401
    """Check a list of segments; refuse it naming the place, before anything changes."""
    if not isinstance(data, list):
        raise BadDocument("segments", "must be a list")
    out: list[Document] = []
    taken: set[str] = set()
    for at, one in enumerate(data):
        place = f"segment {at + 1}"
        if not isinstance(one, dict) or set(one) != {"name", "rule"}:
            raise BadDocument(place, "must have a name and a rule, and nothing else")
        name = one["name"]
        if not isinstance(name, str) or not name.strip() or len(name) > 200:
            raise BadDocument(place, "the name must be text of 1 to 200 letters")
        if name.casefold() in taken:
            raise BadDocument(name, "stands twice in the list")
        taken.add(name.casefold())
        out.append(
            {
                "name": name,
                "rule": dump_rule(parse_rule(one["rule"], f"{name} > rule", metrics, CATALOGUE)),
            }
        )
    return out


def replace_all(tx: Tx, segments: Sequence[Document], batch: int | None = None) -> None:
    """Make these the desk's segments, in this order; those not among them go."""
    wanted = {one["name"]: canonical(one) for one in segments}
    stored = pairs(tx, "SELECT name, id FROM segment")
    for name in stored.keys() - wanted.keys():
        tx.execute(text("DELETE FROM segment WHERE id = :id"), {"id": stored[name]})
    for position, (name, body) in enumerate(wanted.items()):
        tx.execute(
            text(
                "INSERT INTO segment (name, position, body, batch_id)"
                " VALUES (:name, :at, :body, :batch) ON CONFLICT (name) DO UPDATE"
                " SET position = excluded.position, body = excluded.body, batch_id ="
                " CASE WHEN body = excluded.body THEN batch_id ELSE excluded.batch_id END"
            ),
            {"name": name, "at": position, "body": body, "batch": batch},
        )


def create_starters(tx: Tx) -> None:
    """Give a new desk the segments it starts with."""
    replace_all(tx, parse_segments(list(STARTERS), ()))
