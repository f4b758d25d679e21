"""Makes the metrics that usage names and nobody described."""

from __future__ import annotations

from collections.abc import Sequence

from healthdesk.core.services.import_batch import Batch


def make(batch: Batch, file: str, found: Sequence[tuple[str, int]]) -> list[int]:
    """Make metrics, each named first in a line of a file; gives their row ids.

    Their columns of usage are not made here.
    """
    if not found:
        return []
    following = batch.next_id("metric")
    ids = list(range(following, following + len(found)))
    batch.driver.many(
        "INSERT INTO metric (metric, id, fill, feature, batch_id) VALUES (?, ?, 'zero', 0, ?)",
        [(name, one, batch.number(file)) for (name, _), one in zip(found, ids, strict=True)],
    )
    for (_, line), one in zip(found, ids, strict=True):
        batch.rows.made("metric", one, (file, line))
    return ids
