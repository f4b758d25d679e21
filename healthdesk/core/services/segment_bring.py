"""Segments out of a document that somebody was handed: each is added as a further one."""

from __future__ import annotations

from healthdesk.core.domain.document import decode
from healthdesk.core.domain.op import op
from healthdesk.core.services import profiles
from healthdesk.core.services.segment_documents import parse_segments
from healthdesk.core.services.segments import add
from healthdesk.core.store.db import Tx


@op("Import segments")
def bring(tx: Tx, data: bytes) -> tuple[str, ...]:
    """Add the segments of a document, one or a list; a name that is taken gets a number.

    Raises:
        BadDocument: It holds no segment; the place in it is named and nothing is added.
    """
    found = decode(data, "segments")
    listed = [found] if isinstance(found, dict) else found
    metrics = profiles.known_metrics(tx) | profiles.metrics_named(listed)
    return tuple(add(tx, one) for one in parse_segments(listed, metrics))
