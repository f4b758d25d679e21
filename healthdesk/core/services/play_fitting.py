"""Fits the plays that come with the program to the metrics of a desk.

Their documents name one metric for the use of the product. Where a desk has another one that speaks
for it (the same that its first profile measures), the plays look at that, as long as nobody has
changed or switched them on. Seats are held against users alone. Where nothing fits, the document
stays as it is, and the play says what it lacks.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.default_profile import primary
from healthdesk.core.domain.play import Play, dump_play
from healthdesk.core.services import fitting, play_documents
from healthdesk.core.services.profiles import known_metrics
from healthdesk.core.store.db import Tx

SHIPPED: Final = "as it came with HealthDesk"
FITTED: Final = "fitted to the metrics of the desk"
_METRIC: Final = "active_users"
"""What the documents that come with the program call the use of the product."""
_OF_USERS: Final = "seat_use"
_UNTOUCHED: Final = """
SELECT p.id, p.name, p.body FROM play p WHERE NOT p.active AND p.draft IS NULL
  AND p.body LIKE '%"' || :metric || '"%'
  AND NOT EXISTS (SELECT 1 FROM play_seen s WHERE s.play_id = p.id)
  AND NOT EXISTS (SELECT 1 FROM firing f WHERE f.play_id = p.id)
  AND NOT EXISTS (SELECT 1 FROM play_version v WHERE v.play_id = p.id
    AND v.reason NOT IN (:shipped, :fitted))
ORDER BY p.position, p.id"""


def fitted(tx: Tx, play: Play) -> Play:
    """A play that came with the program, on the metric of the desk that speaks for its use."""
    known = known_metrics(tx)
    if _METRIC in known or not known or _METRIC not in play_documents.named(dump_play(play)):
        return play
    found = fitting.kinds(tx)
    metric = primary(found.metrics, found.rows)
    if metric is None:
        return play
    users = "user" in f"{metric.key} {metric.name}".casefold()
    document = _renamed(dump_play(play), metric.key, users=users)
    return play_documents.parsed(msgspec.json.encode(document).decode())


def to_fit(tx: Tx) -> tuple[tuple[int, Play], ...]:
    """Plays that came with the program and would now look at another metric: their rows."""
    if _METRIC in known_metrics(tx):
        return ()
    asked = {"metric": _METRIC, "shipped": SHIPPED, "fitted": FITTED}
    out = []
    for row, _, body in tx.execute(text(_UNTOUCHED), asked):
        play = play_documents.parsed(body)
        made = fitted(tx, play)
        if made != play:
            out.append((row, made))
    return tuple(out)


def _renamed(told: Any, metric: str, *, users: bool) -> Any:  # noqa: ANN401 - any JSON value
    """A document with another metric in place of the one that is shipped."""
    if isinstance(told, list):
        return [_renamed(one, metric, users=users) for one in told]
    if not isinstance(told, dict):
        return told
    seats = _OF_USERS in (told.get("kind"), told.get("reading"))
    return {
        key: metric
        if key == "metric" and one == _METRIC and (users or not seats)
        else _renamed(one, metric, users=users)
        for key, one in told.items()
    }
