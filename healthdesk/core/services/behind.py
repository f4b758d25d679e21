"""All stored rows behind a part of a score, or behind a change of it.

Not here: the rows behind one measure (evidence.py), where a row came from (provenance.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from healthdesk.core.domain.source_ref import Ref, Sought
from healthdesk.core.services import evidence, explain
from healthdesk.core.services.health import score_view, scored_one
from healthdesk.core.store.db import Tx

PART: Final = "part:"
TOTAL: Final = "total"
_OF_MODEL: Final = {"model": "profile", "rounding": "rounding"}


def of_part(tx: Tx, account_id: str, key: str, day: int) -> tuple[tuple[Ref, ...], Sought | None]:
    """The rows behind a measure, a dimension, or `PART` with total, caps, override or model.

    Where there are none: what was looked for.
    """
    if key.startswith(PART):
        part = key.removeprefix(PART)
        if part == TOTAL:
            return _all(tx, account_id, day, ""), None
        asked = _OF_MODEL.get(part, part)
        return evidence.evidence(tx, account_id, asked, day, day).refs, None
    if "." not in key:
        return _all(tx, account_id, day, key), None
    view = evidence.evidence(tx, account_id, key, day, day)
    return view.refs, view.sought


def of_change(
    tx: Tx, account_id: str, first: int, last: int, *, as_reported: bool = False
) -> tuple[Ref, ...]:
    """The rows behind every part of a change of a score between two days."""
    rows = explain.why(tx, account_id, first, last, as_reported=as_reported).rows
    keys = dict.fromkeys(row.key or row.kind for row in rows)
    found = (
        evidence.evidence(tx, account_id, key, first, last, as_reported=as_reported).refs
        for key in keys
    )
    return _once(found)


def _all(tx: Tx, account_id: str, day: int, dimension: str) -> tuple[Ref, ...]:
    """The rows of all measures of a dimension; of "" those of all, of caps and of judgements."""
    found, account = scored_one(tx, account_id, [day])
    if found.scores.published(account, 0) is None:
        return ()
    if found.scores.rolled[account, 0] and not dimension:
        return of_change(tx, account_id, day, day)
    keys = [
        one.key
        for part in score_view(found, account, 0).dimensions
        for one in part.measures
        if dimension in ("", part.key)
    ]
    if not dimension:
        keys += [evidence.CAPS, evidence.OVERRIDE]
    return _once(evidence.refs(tx, account_id, key, day, day) for key in keys)


def _once(found: Iterable[tuple[Ref, ...]]) -> tuple[Ref, ...]:
    """All of them, none twice."""
    return tuple(dict.fromkeys(ref for refs in found for ref in refs))
