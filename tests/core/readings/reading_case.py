"""Reads one reading of the account "a" of a plain desk, and its evidence."""

from __future__ import annotations

from typing import Any

import numpy as np

from healthdesk.core.domain.facts import Metric
from healthdesk.core.domain.reading import parse_ref, read, read_texts
from healthdesk.core.domain.views import EvidenceRow
from healthdesk.core.readings import CATALOGUE
from tests.core.plain_desk import PlainDesk, to_facts

DAY = 20_000
METRICS = (Metric("m", "Logins"), Metric("gauge", fill="gap"), Metric("f", "Export", feature=True))


def desk(first: int | None = 0, **rows: Any) -> PlainDesk:
    """A desk with one account whose first day is DAY + `first` (None: by its facts alone)."""
    attributes = dict(rows.pop("attributes", {}))
    if first is not None:
        attributes["a", "started_on"] = ((DAY, float(DAY + first)),)
    kinds = {"started_on": "day"} | rows.pop("kinds", {})
    metrics = rows.pop("metrics", METRICS)
    return PlainDesk(
        accounts=("a", "b"), metrics=metrics, kinds=kinds, attributes=attributes, **rows
    )


def uses(values: dict[int, float], metric: str = "m") -> dict[tuple[str, str, int], float]:
    """Usage of the account by day, counted from DAY."""
    return {("a", metric, DAY + day): value for day, value in values.items()}


def reads(made: PlainDesk, day: int, kind: str, **options: Any) -> float | None:
    """The reading DAY + `day`; None = missing."""
    keys = {metric.key for metric in made.metrics}
    ref = parse_ref({"kind": kind} | options, keys, CATALOGUE, "reading")
    value = float(read(to_facts(made), ref, np.array([DAY + day], np.int32), CATALOGUE)[0, 0])
    return None if np.isnan(value) else value


def word(made: PlainDesk, day: int, kind: str, **options: Any) -> str | None:
    """The reading as text."""
    ref = parse_ref({"kind": kind} | options, (), CATALOGUE, "reading")
    texts = read_texts(to_facts(made), ref, np.array([DAY + day], np.int32), CATALOGUE)
    return texts.word(0, 0)


def newest(made: PlainDesk, day: int, kind: str, **options: Any) -> float | None:
    """Day of the newest fact, counted from DAY."""
    ref = parse_ref({"kind": kind} | options, (), CATALOGUE, "reading")
    module: Any = CATALOGUE[kind]
    found = float(module.newest(to_facts(made), np.array([DAY + day], np.int32), ref.options)[0, 0])
    return None if np.isnan(found) else found - DAY


def evidence(made: PlainDesk, day: int, kind: str, **options: Any) -> tuple[EvidenceRow, ...]:
    """The evidence behind the reading."""
    keys = {metric.key for metric in made.metrics}
    ref = parse_ref({"kind": kind} | options, keys, CATALOGUE, "reading")
    return CATALOGUE[kind].evidence(to_facts(made), 0, DAY + day, ref.options)


def told(rows: tuple[EvidenceRow, ...]) -> list[tuple[int | None, str, str]]:
    """Evidence as (day counted from DAY, text, value)."""
    return [(None if row.day is None else row.day - DAY, row.text, row.value) for row in rows]
