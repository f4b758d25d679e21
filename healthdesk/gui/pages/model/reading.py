"""Reads for the page Health model, on a reader thread; no widgets in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from healthdesk.core.desk import Tx
from healthdesk.core.domain.column import first_days
from healthdesk.core.domain.facts import NO_DAY, Facts
from healthdesk.core.services import facts, what_if
from healthdesk.core.services.what_if import ModelView


@dataclass(frozen=True)
class Shown:
    """What the page shows: a profile, and what the desk calls its metrics.

    Attributes:
        unborn: all accounts, where none of them has a first day.
    """

    view: ModelView | None
    metrics: Mapping[str, str]
    unborn: int = 0


def read(tx: Tx, key: str, day: int, segment: str | None) -> Shown:
    """A profile as of a day with all that its page shows."""
    view = what_if.model(tx, key, day, segment)
    named = {one: metric.name or one for one, metric in facts.metrics(tx).items()}
    return Shown(view, named, 0 if view is None or view.named else _unborn(facts.load(tx), day))


def _unborn(known: Facts, day: int) -> int:
    """How many accounts there are, where none has a first day."""
    first = first_days(known, np.array([day], np.int32))
    return known.count if bool((first == NO_DAY).all()) else 0
