"""History tables: finds which rows are in force, in a first reading of the file.

Only rows that pass the mapping's conditions compete. What is remembered is one entry for each key.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from healthdesk.core.domain.columns import column_of
from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.facts import EPOCH
from healthdesk.core.domain.mapping import DateOrder, TableMap
from healthdesk.core.domain.records import Chunk, RawTable
from healthdesk.core.mapping.cell_error import CellError
from healthdesk.core.mapping.dates import fits, parse_day
from healthdesk.core.mapping.numbers import parse_number
from healthdesk.core.mapping.where import Filter

KEYS = 2_000_000
"""Most different keys of a history table: some 800 MB."""

Rank = tuple[int, float, str]
"""Sorts empty cells, texts, numbers and instants, in this order."""


@dataclass
class _Best:
    rank: Rank
    place: int


def newest(
    raw: RawTable, chunks: Iterator[Chunk], mapping: TableMap, rows: Filter, zone: tzinfo
) -> bytearray:
    """For each record of the file 1 if it is the greatest of its key, else 0."""
    latest = mapping.latest
    if latest is None:
        return bytearray()
    places = [raw.header.index(name) for name in latest.by]
    at = raw.header.index(latest.order)
    order = _order(mapping, latest.order)
    best: dict[tuple[str, ...], _Best] = {}
    seen = 0
    for chunk in chunks:
        kept = rows.keep(chunk.cells)
        ordered = column_of(chunk.cells, at)
        named = ([text.strip() for text in column_of(chunk.cells, one)] for one in places)
        keys = list(zip(*named, strict=True))
        for place in range(len(chunk.cells)) if kept is None else kept:
            rank = _rank(ordered[place], order, zone)
            key = keys[place]
            before = best.get(key)
            if before is None or rank >= before.rank:
                best[key] = _Best(rank, seen + place)
        seen += len(chunk.cells)
        if len(best) > KEYS:
            raise BadImport(
                f"{raw.name} has the history of more than {KEYS:,} things, too many to tell which "
                "of its rows are in force; nothing was imported."
            )
    flags = bytearray(seen)
    for one in best.values():
        flags[one.place] = 1
    return flags


def _order(mapping: TableMap, column: str) -> DateOrder:
    """How the days of a column are spelled, where the mapping says so for one of its columns."""
    orders = (one.date for one in mapping.columns.values() if one.source == column and one.date)
    return next(orders, "")


def _rank(text: str, order: DateOrder, zone: tzinfo) -> Rank:
    told = text.strip()
    if not told:
        return (0, 0.0, "")
    try:
        if order or "" in fits(told):
            day, instant = parse_day(told, order, zone)
            return (3, _seconds(day, instant, zone), "")
    except CellError:
        pass
    try:
        return (2, float(parse_number(told, "")), "")
    except CellError:
        return (1, 0.0, told)


def _seconds(day: int, instant: str | None, zone: tzinfo) -> float:
    """An instant as a number; a day alone is its midnight."""
    if instant is not None:
        return datetime.fromisoformat(instant).timestamp()
    date = EPOCH + timedelta(days=day)
    return datetime(date.year, date.month, date.day, tzinfo=zone).timestamp()
