"""Free exploration: accounts by any field, band or segment, and what they add up to there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from healthdesk.core.domain.column import Column, column
from healthdesk.core.domain.facts import BoolArray, FloatArray, IntArray
from healthdesk.core.domain.pivot import (
    Pivot,
    PivotCell,
    PivotLine,
    Unit,
    edges,
    quarter_name,
    range_names,
)
from healthdesk.core.domain.standing import NUMBER, Standing, newest
from healthdesk.core.domain.views import BANDS, Band
from healthdesk.core.domain.widget import Ask, Mark
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import band_names, segments, settings, standing
from healthdesk.core.services.board_scores import NOBODY, REMEDY
from healthdesk.core.services.facts import load
from healthdesk.core.store.db import Tx

MOST: Final = {"rows": 40, "columns": 12}
"""Lines of a side beyond which the smallest stand together as "others"."""
NOT_SET: Final = "Not set"
LAST: Final = -1


@dataclass(frozen=True, eq=False)
class _Group:
    """Accounts that stand in one line."""

    key: str
    name: str
    some: BoolArray
    band: Band | None = None


@dataclass(frozen=True, eq=False)
class _Side:
    """One side of the table: what it is, its lines, whether each account stands in one of them."""

    title: str
    groups: tuple[_Group, ...]
    parts: bool = True


@dataclass(frozen=True, eq=False)
class _Value:
    """What is told of accounts: how it is called, its unit, and it of a few of them."""

    said: str
    unit: Unit
    of: Callable[[BoolArray], PivotCell]
    why: str = ""


def pivot(tx: Tx, ask: Ask) -> Pivot:
    """The table, with a mark for each row, column and cell that holds anybody."""
    found = standing.ends(tx, ask)
    alive = found.alive(found.chosen(ask.accounts), LAST)
    if not alive.any():
        return Pivot(empty=NOBODY, remedy=REMEDY)
    value = _value(tx, ask, found, alive)
    if value.why:
        return Pivot(empty=value.why, remedy="Configure the card.")
    down = _side(tx, ask, found, alive, "rows")
    across = _side(tx, ask, found, alive, "columns")
    marks: dict[str, Mark] = {}

    def line(side: str, one: _Group, title: str) -> PivotLine:
        key = f"{side}:{one.key}"
        marks[key] = Mark(key, f"{title}: {one.name}", found.ids(one.some))
        return PivotLine(one.key, one.name, key, one.band)

    def cell(row: _Group, other: _Group) -> PivotCell:
        some = row.some & other.some
        if not some.any():
            return PivotCell("", 0, amounts={})
        key = f"cell:{row.key}|{other.key}"
        label = f"{down.title}: {row.name}, {across.title}: {other.name}"
        marks[key] = Mark(key, label, found.ids(some))
        return _marked(value.of(some), key)

    rows = tuple(line("row", one, down.title) for one in down.groups)
    columns = tuple(line("column", one, across.title) for one in across.groups)
    titles = [_lower(one.title) for one in (down, across) if one.groups]
    return Pivot(
        subtitle=f"{value.said} by {' and '.join(titles)}",
        newest=newest(found.facts, ask.day),
        row_title=down.title,
        column_title=across.title if across.groups else "",
        rows=rows,
        columns=columns,
        cells=tuple(tuple(cell(row, one) for one in across.groups) for row in down.groups),
        totals=tuple(
            _marked(value.of(one.some), told.mark)
            for one, told in zip(down.groups, rows, strict=True)
        ),
        sums=tuple(
            _marked(value.of(one.some), told.mark)
            for one, told in zip(across.groups, columns, strict=True)
        ),
        whole=value.of(alive),
        unit=value.unit,
        adds=down.parts and across.parts and value.unit in {"count", "money"},
        said=value.said,
        bars=ask.text("show") == "bars" or not across.groups,
        marks=tuple(marks.values()),
    )


def _marked(cell: PivotCell, key: str) -> PivotCell:
    return PivotCell(key, cell.count, cell.known, cell.value, cell.amounts)


# The sides.


def _side(tx: Tx, ask: Ask, found: Standing, alive: BoolArray, which: str) -> _Side:
    key = ask.text(which)
    own = {"band", "segment", "arr"}
    if not key or (which == "columns" and key not in own | found.facts.attributes.keys()):
        return _Side("", ())
    if key == "band":
        names = band_names.read(tx)
        groups = [
            _Group(band, names.of(band), alive & (found.band[:, LAST] == NUMBER[band]), band)
            for band in BANDS
        ]
        return _Side("Band", _some(groups))
    if key == "segment":
        groups = [
            _Group(name, name, alive & found.chosen(frozenset(members)))
            for name, members in segments.everyone(tx, ask.day).items()
        ]
        return _Side("Segment", _few(_some(groups), MOST[which]), parts=False)
    title = _title(key)
    return _Side(title, _few(_some(_of_field(found, alive, key)), MOST[which]))


def _title(key: str) -> str:
    return "ARR" if key == "arr" else key.replace("_", " ").capitalize()


def _lower(title: str) -> str:
    return title if title.isupper() else title.lower()


def _some(groups: list[_Group]) -> tuple[_Group, ...]:
    return tuple(one for one in groups if one.some.any())


def _few(groups: tuple[_Group, ...], most: int) -> tuple[_Group, ...]:
    """As many as can be read; the smallest stand together at the end."""
    if len(groups) <= most:
        return groups
    large = sorted(groups, key=_size, reverse=True)[: most - 1]
    kept = tuple(one for one in groups if any(one is other for other in large))
    rest = [one for one in groups if not any(one is other for other in kept)]
    together = np.logical_or.reduce([one.some for one in rest])
    return (*kept, _Group("\N{HORIZONTAL ELLIPSIS}", f"{len(rest)} others", together))


def _size(group: _Group) -> int:
    return int(group.some.sum())


def _of_field(found: Standing, alive: BoolArray, key: str) -> list[_Group]:
    if key == "arr":
        return _ranges(found.arr[:, LAST], alive)
    said = column(found.facts, key)
    last = found.days[-1:]
    if said.kind == "number":
        return _ranges(_flat(said.numbers(last), found.facts.count), alive)
    if said.kind == "day":
        return _quarters(_flat(said.numbers(last), found.facts.count), alive)
    codes = _flat(said.codes(last), found.facts.count)
    return _words(said, codes, alive)


def _flat(values: FloatArray | IntArray, count: int) -> FloatArray:
    return np.asarray(np.broadcast_to(values, (count, 1))[:, 0], np.float64)


def _words(said: Column, codes: FloatArray, alive: BoolArray) -> list[_Group]:
    groups = []
    for code in np.unique(codes[alive]).astype(int).tolist():
        if code >= 0:
            word = said.words[code]
            name = {"true": "Yes", "false": "No"}.get(word, word) if _is_flag(said) else word
            groups.append(_Group(word, name, alive & (codes == code)))
    groups.sort(key=lambda one: (-_size(one), one.name.casefold()))
    return [*groups, _Group("", NOT_SET, alive & (codes < 0))]


def _is_flag(said: Column) -> bool:
    return said.kind == "boolean"


def _ranges(values: FloatArray, alive: BoolArray) -> list[_Group]:
    known = np.where(alive, values, np.nan)
    rest = _Group("", NOT_SET, alive & np.isnan(values))
    cuts = edges(known)
    if not cuts:
        each = np.unique(known[~np.isnan(known)]).tolist()
        return [*(_Group(f"{one:g}", f"{one:g}", known == one) for one in each), rest]
    whole = bool(np.all(np.mod(known[~np.isnan(known)], 1) == 0))
    names = range_names(cuts, whole)
    part = np.searchsorted(np.array(cuts), known, side="right")
    groups = [
        _Group(names[at], names[at], ~np.isnan(known) & (part == at)) for at in range(len(names))
    ]
    return [*groups, rest]


def _quarters(values: FloatArray, alive: BoolArray) -> list[_Group]:
    known = alive & ~np.isnan(values)
    told = {day: quarter_name(int(day)) for day in np.unique(values[known]).tolist()}
    keys = sorted({key for key, _ in told.values()})
    named = dict(told.values())
    groups = [
        _Group(key, named[key], known & np.isin(values, [d for d in told if told[d][0] == key]))
        for key in keys
    ]
    return [*groups, _Group("", NOT_SET, alive & ~known)]


# The values.


def _value(tx: Tx, ask: Ask, found: Standing, alive: BoolArray) -> _Value:
    wanted = ask.text("value")
    if wanted == "arr":
        own = settings.read(tx).currency

        def paid(some: BoolArray) -> PivotCell:
            sums = found.amounts(some, LAST, own)
            known = int((some & ~np.isnan(found.arr[:, LAST])).sum())
            one = next(iter(sums.values())) if len(sums) == 1 else None
            return PivotCell("", int(some.sum()), known, one, sums)

        return _Value("ARR", "money", paid)
    if wanted == "score":
        return _of_numbers("mean score", "score", found.score[:, LAST])
    if wanted == "reading":
        return _of_reading(tx, ask, found)
    if wanted in {"mean", "sum"}:
        return _of_field_value(tx, ask, found, wanted)

    def counted(some: BoolArray) -> PivotCell:
        number = int(some.sum())
        return PivotCell("", number, number, float(number))

    return _Value("accounts", "count", counted)


def _of_numbers(
    said: str, unit: Unit, numbers: FloatArray, *, adds: bool = False, why: str = ""
) -> _Value:
    def told(some: BoolArray) -> PivotCell:
        known = numbers[some & ~np.isnan(numbers)]
        value = float(known.sum() if adds else known.mean()) if len(known) else None
        return PivotCell("", int(some.sum()), len(known), value)

    return _Value(said, unit, told, why)


def _of_reading(tx: Tx, ask: Ask, found: Standing) -> _Value:
    kind, metric = ask.text("reading"), ask.text("metric")
    spec, facts = CATALOGUE[kind].SPEC, found.facts
    needs = any(one.kind == "metric" for one in spec.options)
    if needs and not metric:
        return _of_numbers(spec.title, "plain", np.zeros(0), why=f"{spec.title} needs a metric.")
    if metric and metric not in facts.usage:
        facts = load(tx, (metric,))
    told = {one.key: one.default for one in spec.options if one.default is not None}
    asked = {**told, **({"metric": metric} if needs else {})}
    values = np.asarray(CATALOGUE[kind].read(facts, found.days[-1:], asked)[:, 0])
    unit: Unit = "share" if spec.unit in {"share", "change"} else "plain"
    beside = f" ({spec.unit})" if spec.unit not in {"", "share", "change"} else ""
    return _of_numbers(f"mean of {spec.title.lower()}{beside}", unit, values)


def _of_field_value(tx: Tx, ask: Ask, found: Standing, wanted: str) -> _Value:
    key = ask.text("field")
    title = _title(key) if key else "a field"
    said = f"{'sum' if wanted == 'sum' else 'mean'} of {title}"
    if key == "arr":
        rows = found.chosen(ask.accounts)
        many = len(found.currencies(rows, settings.read(tx).currency))
        why = f"ARR in {many} currencies does not add up." if many > 1 else ""
        return _of_numbers(said, "plain", found.arr[:, LAST], adds=wanted == "sum", why=why)
    kind = column(found.facts, key).kind if key in found.facts.attributes else ""
    if kind not in {"number", "boolean"}:
        why = f"{title} holds no numbers." if key else "The field of the mean or sum is not chosen."
        return _of_numbers(said, "plain", np.zeros(0), why=why)
    numbers = _flat(column(found.facts, key).numbers(found.days[-1:]), found.facts.count)
    return _of_numbers(said, "plain", numbers, adds=wanted == "sum")
