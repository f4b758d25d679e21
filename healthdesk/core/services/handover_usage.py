"""Daily values that pass between two desks: those that one lacks, and those that differ.

What differs is one conflict for each metric and account (or person): this desk's values stay unless
a person accepts the others. What was decided once is not asked again while nothing moved. Not here:
how rows are brought together (domain/handover.py).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, Final

from healthdesk.core.domain.handover import Answer, Conflict, Where
from healthdesk.core.exporters.exchange_folder import Sheet
from healthdesk.core.services.handover_tables import SEPARATOR

FIELD: Final = "values"
_SHOWN: Final = 3
_METRICS: Final = "metrics"
_Row = Sequence[str]


@dataclass(frozen=True)
class Differing:
    """The days on which both desks have another value of one metric."""

    conflict: Conflict
    header: Sequence[str]
    rows: tuple[_Row, ...]
    """As they have them."""
    digest: str
    """Of both sides' values: what was decided about them holds while it is the same."""


@dataclass(frozen=True)
class DailyValues:
    """What a pack's daily values would do here."""

    lacking: tuple[Sheet, ...] = ()
    differing: tuple[Differing, ...] = ()

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What a person decides."""
        return tuple(one.conflict for one in self.differing)

    def sheets(self, answers: Mapping[Where, Answer]) -> tuple[Sheet, ...]:
        """What comes in: values that are lacking, and differing ones that were accepted."""
        out = {one.name: Sheet(one.name, one.header, list(one.rows)) for one in self.lacking}
        for one in self.differing:
            if answers.get(one.conflict.where) != "theirs":
                continue
            table = one.conflict.table
            rows = [*(out[table].rows if table in out else ()), *one.rows]
            out[table] = Sheet(table, one.header, rows)
        return tuple(out.values())

    def decided(self, answers: Mapping[Where, Answer]) -> dict[str, str]:
        """What is not asked again, by its place."""
        return {
            place(one.conflict): one.digest
            for one in self.differing
            if answers.get(one.conflict.where) != "theirs"
        }


def place(conflict: Conflict) -> str:
    """Where a conflict of daily values is kept."""
    return SEPARATOR.join((conflict.table, conflict.key))


def count_of(sheets: Sequence[Sheet]) -> int:
    """How many daily values these sheets hold."""
    return sum(len(list(one.rows)) for one in sheets if one.name != _METRICS)


def compared(
    mine: Sequence[Sheet], theirs: Sequence[Sheet], known: set[str], settled: Mapping[str, str]
) -> DailyValues:
    """Bring daily values together; `known` are this desk's metrics, `settled` what was decided."""
    here = {one.name: one for one in mine}
    lacking, differing = [], []
    for sheet in theirs:
        if sheet.name == _METRICS:
            rows: list[_Row] = [row for row in sheet.rows if row[0] not in known]
        else:
            ours = here.get(sheet.name)
            had = {} if ours is None else {tuple(row[:3]): row[3] for row in ours.rows}
            rows, other = _parted(sheet.rows, had)
            differing += [
                one
                for one in _differing(sheet, other, had)
                if settled.get(place(one.conflict)) != one.digest
            ]
        if rows:
            lacking.append(Sheet(sheet.name, sheet.header, rows))
    return DailyValues(tuple(lacking), tuple(differing))


def _parted(
    rows: Any,  # noqa: ANN401 - rows of texts, however they are held
    had: Mapping[tuple[str, ...], str],
) -> tuple[list[_Row], list[_Row]]:
    """Rows that are not here, and those that are here with another value."""
    new: list[_Row] = []
    other: list[_Row] = []
    for row in rows:
        mine = had.get(tuple(row[:3]))
        if mine is None:
            new.append(row)
        elif mine != row[3] and _is_value(row) and float(mine) != float(row[3]):
            other.append(row)
    return new, other


def _differing(
    sheet: Sheet, rows: Sequence[_Row], had: Mapping[tuple[str, ...], str]
) -> Iterator[Differing]:
    """Rows are whose, of which metric, which day, which value."""
    groups: dict[tuple[str, str], list[_Row]] = {}
    for row in rows:
        groups.setdefault((row[0], row[1]), []).append(row)
    for key, found in sorted(groups.items()):
        found.sort(key=itemgetter(2))
        mine = [had[tuple(row[:3])] for row in found]
        first = found[0][2]
        here, there = _told(first, mine), _told(first, [row[3] for row in found])
        yield Differing(
            Conflict(sheet.name, SEPARATOR.join(key), FIELD, None, here, there),
            sheet.header,
            tuple(found),
            hashlib.sha256(repr((found, mine)).encode()).hexdigest()[:16],
        )


def _told(first: str, values: Sequence[str]) -> dict[str, Any]:
    return {
        "count": len(values),
        "first": first,
        "values": [float(one) for one in values[:_SHOWN]],
    }


def _is_value(row: _Row) -> bool:
    """Whether a row holds a day and a number: what a colleague sends is not trusted."""
    try:
        date.fromisoformat(row[2])
        return math.isfinite(float(row[3]))
    except ValueError:
        return False
