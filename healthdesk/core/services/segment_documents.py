"""Segments as documents: how they stand in the desk and in `segments.json`, checked place by place.

Not here: who is in one (segments.py), those that a new desk starts with (segment_starters.py).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain import document as checked
from healthdesk.core.domain.errors import BadDocument, NotFound
from healthdesk.core.domain.rule import FieldTest, Rule, dump_rule, parse_rule
from healthdesk.core.domain.views import BANDS
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services.documents import canonical, decoded
from healthdesk.core.services.queries import pairs
from healthdesk.core.services.segment_starters import Document, is_kept
from healthdesk.core.store.db import Tx

MAX_NAME: Final = 200
MAX_PURPOSE: Final = 2_000
MAX_CADENCE: Final = 366
KEYS: Final = ("name", "purpose", "rule", "playbook", "cadence_days")
"""What a segment's document may hold; name and rule it must."""
_ELSE: Final = "a purpose, a playbook and cadence_days, and nothing else"


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
    return document_of(tx, name)["rule"]


def document_of(tx: Tx, name: str) -> Document:
    """A segment as it stands in `segments.json`; names are compared without case."""
    for document in documents(tx):
        if document["name"].casefold() == name.casefold():
            return document
    known = ", ".join(names(tx)) or "none"
    raise NotFound(f"No segment is called {name!r}.", f"There are: {known}.")


def parse_segments(data: Any, metrics: Collection[str]) -> list[Document]:  # noqa: ANN401
    """Check a list of segments; refuse it naming the place, before anything changes."""
    if not isinstance(data, list):
        raise BadDocument("segments", "must be a list")
    out: list[Document] = []
    taken: set[str] = set()
    for at, one in enumerate(data):
        made = parse_segment(one, metrics, f"segment {at + 1}")
        name = made["name"]
        if name.casefold() in taken:
            raise BadDocument(name, "stands twice in the list")
        taken.add(name.casefold())
        out.append(made)
    return out


def parse_segment(data: Any, metrics: Collection[str], place: str = "segment") -> Document:  # noqa: ANN401
    """Check one segment; what is empty is left out of it.

    Raises:
        BadDocument: It is none; the place in it is named.
    """
    if not isinstance(data, dict) or not {"name", "rule"} <= set(data) <= set(KEYS):
        raise BadDocument(place, f"must have a name and a rule, and may have {_ELSE}")
    name = data["name"]
    if not isinstance(name, str) or not name.strip() or len(name) > MAX_NAME:
        raise BadDocument(place, f"the name must be text of 1 to {MAX_NAME} letters")
    rule = dump_rule(parse_rule(data["rule"], f"{name} > rule", metrics, CATALOGUE))
    out: Document = {"name": name, "rule": rule}
    for key, most in (("purpose", MAX_PURPOSE), ("playbook", MAX_NAME)):
        told = data.get(key, "")
        if not isinstance(told, str) or len(told) > most:
            raise BadDocument(f"{name} > {key}", f"must be text of at most {most} letters")
        if told.strip():
            out[key] = told.strip()
    days = data.get("cadence_days")
    if days is not None:
        out["cadence_days"] = checked.as_whole(days, f"{name} > cadence_days", 1, MAX_CADENCE)
    return out


def band_of(rule: Rule) -> str:
    """The band that a rule stands for, churned accounts aside; "" for any other rule."""
    left = [one for one in getattr(rule, "rules", (rule,)) if not is_kept(one)]
    one = left[0] if len(left) == 1 else None
    if isinstance(one, FieldTest) and one.field == "band" and one.op == "=" and one.value in BANDS:
        return str(one.value)
    return ""


def listed_ids(rule: Rule) -> tuple[str, ...] | None:
    """The accounts that a rule names one by one, if it does nothing else."""
    if not isinstance(rule, FieldTest) or rule.field != "account_id" or rule.op != "in":
        return None
    return tuple(str(one) for one in rule.value) if isinstance(rule.value, tuple) else None


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
