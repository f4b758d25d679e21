"""Reads for the page Health model, on a reader thread; no widgets in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from healthdesk.core.desk import Tx
from healthdesk.core.services import facts, what_if
from healthdesk.core.services.what_if import ModelView


@dataclass(frozen=True)
class Shown:
    """What the page shows: a profile, and what the desk calls its metrics."""

    view: ModelView | None
    metrics: Mapping[str, str]


def read(tx: Tx, key: str, day: int, segment: str | None) -> Shown:
    """A profile as of a day with all that its page shows."""
    view = what_if.model(tx, key, day, segment)
    return Shown(view, {one: metric.name or one for one, metric in facts.metrics(tx).items()})
