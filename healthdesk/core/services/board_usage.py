"""What the usage widgets of dashboards show, read from a desk.

Not here: the arithmetic (domain/board_usage.py); dips and rises (board_trends.py).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from healthdesk.core.domain import board_usage as use
from healthdesk.core.domain.board_usage import SEGMENTS
from healthdesk.core.domain.facts import BoolArray, Facts, FloatArray, Metric, UsageGrid
from healthdesk.core.domain.usage_weeks import monday
from healthdesk.core.domain.widget import Ask, Mark
from healthdesk.core.services import segments, usage
from healthdesk.core.services.board_lives import Lives, lives
from healthdesk.core.services.facts import account_rows, metrics
from healthdesk.core.services.trend_desk import watched
from healthdesk.core.services.trend_series import undelivered
from healthdesk.core.services.wording import count_of
from healthdesk.core.store.db import Tx

DAILY: Final = 90
"""Days up to which a period is shown day by day where nobody said otherwise."""
_ENOUGH: Final = 5
"""Days of the running week from which it is a point."""
_PAST: Final = 63
"""Days before the first one from which it is known on which days values usually come."""
ROWS: Final = 100
"""Accounts that a heat map holds at most."""
NO_USE: Final = "No usage of these accounts is known by this day."
IMPORT: Final = "Import a file of usage: account, day and figures."
NOBODY: Final = "None of these accounts was there in this period."
WIDEN: Final = "Choose a longer period, another segment, or take a filter off."


def trend(tx: Tx, ask: Ask) -> use.UsageTrend:
    """A metric over a period: its sum, its mean an account, or means by segment."""
    metric = _metric(tx, ask.text("metric"))
    grid = None if metric is None else grid_of(tx, lives(tx, ask).facts, metric.key)
    if metric is None or grid is None:
        return use.UsageTrend(empty=NO_USE, remedy=IMPORT)
    found = lives(tx, ask)
    told = ask.text("step")
    weekly = told == "week" or (not told and ask.day - ask.first >= DAILY)
    first, last = _weeks(ask.first, ask.day) if weekly else (ask.first, ask.day)
    if last < first:
        return use.UsageTrend(empty="The period has no whole week.", remedy="Show it by day.")
    days = np.arange(first, last + 1, dtype=np.int32)
    off = _off(grid, first, last)
    there = found.on(days)
    values = use.daily(grid.window(first, last), there, off, gap=metric.fill == "gap")
    points = use.weekly(values) if weekly else values
    if weekly:
        there = np.add.reduceat(there, np.arange(0, len(days), use.WEEK), axis=1) > 0
    by, each = ask.text("show"), ask.text("show") != "total"
    drawn, marks = _lines(tx, ask, found, points, by)
    if all(value is None for one in drawn for value in one.values):
        return use.UsageTrend(empty=NOBODY, remedy=WIDEN)
    step = use.WEEK if weekly else 1
    what = "mean of the accounts there" if each else "all accounts together"
    return use.UsageTrend(
        subtitle=f"{metric.unit or 'figures'} a day, {what}, by {'week' if weekly else 'day'}",
        newest=newest_of(grid, found.asked, ask.day),
        marks=marks,
        metric=metric.name,
        unit=metric.unit,
        each=each,
        days=tuple(range(first, last + 1, step)),
        step=step,
        last=last,
        lines=drawn,
        holes=tuple(days[off].tolist()),
    )


def _lines(
    tx: Tx, ask: Ask, found: Lives, points: FloatArray, by: str
) -> tuple[tuple[use.UsageLine, ...], tuple[Mark, ...]]:
    """The lines; those of segments are marks, too."""
    if by != "segments":
        name = "All accounts" if by == "total" else "Mean an account"
        values = use.line(points, found.asked, each=by == "account")
        return (use.UsageLine("", name, values, _counted(points, found.asked)),), ()
    told = [ask.text(key) for key in SEGMENTS if ask.text(key)]
    names = told or segments.names(tx)[: len(SEGMENTS)]
    drawn, marks = [], []
    for name in names:
        inside = frozenset(segments.members(tx, name, ask.day))
        chosen = found.asked & np.array([one in inside for one in found.facts.account_ids])
        values = use.line(points, chosen, each=True)
        key = f"segment:{name}"
        drawn.append(use.UsageLine(key, name, values, _counted(points, chosen)))
        accounts = found.ids(chosen & found.now)
        if accounts:
            marks.append(Mark(key, f"Segment: {name}", accounts))
    return tuple(drawn), tuple(marks)


def _counted(points: FloatArray, chosen: BoolArray) -> int:
    """Accounts in the last point that has any."""
    known = (~np.isnan(points[chosen])).sum(axis=0)
    some = np.flatnonzero(known)
    return int(known[some[-1]]) if len(some) else 0


def heat(tx: Tx, ask: Ask) -> use.UsageHeat:
    """Accounts by weeks, each week against the account's own normal."""
    metric = _metric(tx, ask.text("metric"))
    found = lives(tx, ask)
    grid = None if metric is None else grid_of(tx, found.facts, metric.key)
    if metric is None or grid is None:
        return use.UsageHeat(empty=NO_USE, remedy=IMPORT)
    _, last = _weeks(ask.day - 7 * use.WEEK, ask.day)
    count = ask.whole("weeks")
    first = monday(last) - use.WEEK * (count + use.NORMAL - 1)
    now = found.now & (found.facts.first_usage <= ask.day)
    rows = np.flatnonzero(now)
    if not len(rows):
        silent = bool(found.now.any())
        return use.UsageHeat(empty=NO_USE if silent else NOBODY, remedy=IMPORT if silent else WIDEN)
    days = np.arange(first, last + 1, dtype=np.int32)
    there = found.on(days)[rows] & (found.facts.first_usage[rows, None] <= days[None, :])
    off = _off(grid, first, last)
    values = use.daily(grid.window(first, last)[rows], there, off, gap=metric.fill == "gap")
    weeks = use.weekly(values, 1 if metric.fill == "gap" else use.ENOUGH)
    normal, scatter = use.normals(weeks)
    weeks = weeks[:, use.NORMAL :]
    step = use.steps(weeks, normal, scatter)
    ends = np.arange(first + use.WEEK * (use.NORMAL + 1) - 1, last + use.WEEK, use.WEEK)
    born = found.facts.first_usage[rows, None] > ends[None, : weeks.shape[1]] - use.ENOUGH + 1
    step = np.where(born, use.AWAY, step)
    rank = use.ranking(step, weeks, normal)
    order_all = np.argsort(rank if ask.text("order") == "below" else -rank, kind="stable")
    order = order_all[:ROWS]
    start = first + use.WEEK * use.NORMAL
    cut = f", {ROWS} of {count_of(len(order_all), 'account')}" if len(order_all) > ROWS else ""
    return use.UsageHeat(
        subtitle=f"{metric.name.lower()}, {count_of(weeks.shape[1], 'week')}{cut}",
        newest=newest_of(grid, now, ask.day),
        metric=metric.name,
        unit=metric.unit,
        weeks=tuple(range(start, start + use.WEEK * weeks.shape[1], use.WEEK)),
        rows=tuple(
            use.HeatRow(
                found.facts.account_ids[rows[at]],
                found.facts.names[rows[at]],
                tuple(int(one) for one in step[at]),
                _known(weeks[at]),
                _known(normal[at]),
            )
            for at in order.tolist()
        ),
        total=len(rows),
    )


def adoption(tx: Tx, ask: Ask) -> use.FeatureAdoption:
    """Which features are used by how many of the accounts, now and in the period before."""
    found = lives(tx, ask)
    facts = found.facts
    known = {key: one for key, one in metrics(tx).items() if one.feature}
    if not known:
        return use.FeatureAdoption(
            empty="No metric of this desk is a feature.",
            remedy="Mark metrics as features when usage is imported.",
        )
    width = ask.day - ask.first + 1
    now = found.now & (facts.first_usage <= ask.day)
    before_day = ask.first - 1
    before = found.on(np.array([before_day], np.int32))[:, 0] & (facts.first_usage <= before_day)
    if not now.any():
        silent = bool(found.now.any())
        return use.FeatureAdoption(
            empty=NO_USE if silent else NOBODY, remedy=IMPORT if silent else WIDEN
        )
    grids = _grids(tx, facts, tuple(known))
    some: list[use.FeatureShare] = []
    marks: list[Mark] = []
    newest: list[int] = []
    for key, metric in known.items():
        grid = grids.get(key)
        used, past = _used(grid, ask.first, ask.day), _used(grid, ask.first - width, before_day)
        some.append(
            use.FeatureShare(
                key,
                metric.name,
                None if used is None else int((used & now).sum()),
                int(now.sum()),
                None if past is None else int((past & before).sum()),
                int(before.sum()),
            )
        )
        if grid is None or used is None:
            continue
        last = newest_of(grid, now, ask.day)
        newest += [] if last is None else [last]
        parts = (("used", f"Uses {metric.name}", used), ("unused", f"Without {metric.name}", ~used))
        for part, label, held in parts:
            if (held & now).any():
                marks.append(Mark(f"{part}:{key}", label, found.ids(held & now)))
    unheard = int((found.now & ~now).sum())
    return use.FeatureAdoption(
        subtitle=f"share of {count_of(int(now.sum()), 'account')}, {count_of(width, 'day')}",
        newest=max(newest, default=None),
        marks=tuple(marks),
        features=_ordered(some, ask.text("order")),
        accounts=int(now.sum()),
        unheard=unheard,
        days=width,
    )


def _ordered(some: list[use.FeatureShare], order: str) -> tuple[use.FeatureShare, ...]:
    """In the order asked for; what was not measured is last."""

    def place(one: use.FeatureShare) -> tuple[bool, float]:
        if order == "share":
            return one.share is None, -(one.share or 0.0)
        change = one.change or 0.0
        return one.change is None, change if order == "fallen" else -change

    return tuple(sorted(some, key=place))


def _used(grid: UsageGrid | None, first: int, last: int) -> BoolArray | None:
    """Who used a feature between two days; None where nobody's values came."""
    if grid is None:
        return None
    low, high = np.searchsorted(grid.days, (first, last + 1))
    values = grid.values[:, low:high]
    if np.isnan(values).all():
        return None
    return np.asarray((values > 0).any(axis=1))


def _metric(tx: Tx, told: str) -> Metric | None:
    """The metric asked for; without a word the first that a score watches, else the first."""
    known = metrics(tx)
    if told:
        return known.get(told)
    key = next(iter(watched(tx)), None) or next(iter(known), None)
    return None if key is None else known[key]


def grid_of(tx: Tx, facts: Facts, metric: str) -> UsageGrid | None:
    """A metric's values; None: it has none."""
    return _grids(tx, facts, (metric,)).get(metric)


def _grids(tx: Tx, facts: Facts, wanted: tuple[str, ...]) -> dict[str, UsageGrid]:
    """The values of some metrics: those that scores need are at hand, others are read in one go."""
    out = {key: facts.usage[key] for key in wanted if key in facts.usage}
    missing = [key for key in wanted if key not in out and key in facts.metrics]
    if missing:
        out.update(usage.grids(tx, account_rows(tx), missing).grids)
    return out


def _weeks(first: int, last: int) -> tuple[int, int]:
    """The whole weeks between two days, the running one if most of it is over."""
    start = first if monday(first) == first else monday(first) + use.WEEK
    end = last if last - monday(last) + 1 >= _ENOUGH else monday(last) - 1
    return start, end


def _off(grid: UsageGrid, first: int, last: int) -> BoolArray:
    """The days between two on which nobody's values came, of all accounts."""
    out = np.zeros(last - first + 1, np.bool_)
    holes = [day for day in undelivered(grid, first - _PAST, last) if day >= first]
    out[[day - first for day in holes]] = True
    newest = newest_of(grid, np.ones(len(grid.values), np.bool_), last)
    if newest is None or newest < last:
        out[max((first - 1 if newest is None else newest) + 1 - first, 0) :] = True
    return out


def newest_of(grid: UsageGrid, chosen: BoolArray, day: int) -> int | None:
    """The last day by a day on which any of the accounts has a value."""
    stop = int(np.searchsorted(grid.days, day + 1))
    rows = np.flatnonzero(chosen)
    for column in range(stop - 1, -1, -1):
        if not np.isnan(grid.values[rows, column]).all():
            return int(grid.days[column])
    return None


def _known(values: FloatArray) -> tuple[float | None, ...]:
    return tuple(None if one != one else one for one in values.tolist())  # noqa: PLR0124 - NaN
