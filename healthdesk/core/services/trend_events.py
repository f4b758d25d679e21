"""Makes events of what the detector found in a series: kinds, excuses, sentences.

Not here: reading the series (trend_series.py), finding anything in them (domain/trend.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from healthdesk.core.domain.facts import FloatArray, Metric
from healthdesk.core.domain.season import excuse
from healthdesk.core.domain.source import Feed
from healthdesk.core.domain.trend import Stretch
from healthdesk.core.domain.trend_event import TrendEvent, TrendKind
from healthdesk.core.services import trend_words as words
from healthdesk.core.services.wording import begun

SILENT: Final = 5
"""Days without anything at all from which a fall is told as a stop."""
_YOUNG: Final = 120
"""Days of an account in which a rise is use that builds up."""
_OUTAGE: Final = 3
"""Days without any delivery from which they are told."""
_RECENT: Final = 28
"""Days before an outage in which an account must have had use to be told of it."""
_WEEKEND: Final = 3
"""Days between two days without delivery that belong together."""
NO_SHARES: Final = np.empty(0)


@dataclass(frozen=True, eq=False)
class Around:
    """What stands around one metric's series on a desk, as of a day."""

    metric: Metric
    day: int
    shares: FloatArray = field(default_factory=lambda: NO_SHARES)
    """What most accounts had of their normal, from `since` on."""
    since: int = 0
    holes: Sequence[int] = ()
    late: Feed | None = None


def events_of(
    around: Around,
    series: tuple[int, FloatArray, FloatArray],
    found: Sequence[Stretch],
    wanted: Sequence[Stretch],
    still: Callable[[int, int], bool],
) -> tuple[TrendEvent, ...]:
    """The events of one account's metric, oldest first.

    Args:
        around: its metric, the day, and the desk.
        series: its first day, values and what was normal.
        found: all that was found in it.
        wanted: of that, what is told.
        still: whether nothing of any metric was used between two days.
    """
    out = [_event(around, series, found, one, still) for one in wanted]
    out += _outages(around, series)
    return tuple(sorted(out, key=lambda one: (one.first, one.kind)))


def _event(
    around: Around,
    series: tuple[int, FloatArray, FloatArray],
    found: Sequence[Stretch],
    one: Stretch,
    still: Callable[[int, int], bool],
) -> TrendEvent:
    first, values, expected = series
    end = around.day if one.last is None else one.last
    kind: TrendKind = "rise" if one.up else "dip"
    if one.silent and one.days >= SILENT and still(one.first, end):
        kind = "stopped"
    if kind == "stopped":
        span = (one.first, one.last)
        sentence = words.stopped(around.metric.name, one.expected, span, one.days, around.day)
    else:
        part = slice(one.first - first, end - first + 1)
        pattern = words.pattern_words(values[part], expected[part], one.first)
        sentence = words.moved(
            around.metric.name,
            one.size,
            (one.first, one.last),
            around.day,
            pattern,
            shift=one.shift,
        )
    return TrendEvent(
        metric=around.metric.key,
        kind=kind,
        first=one.first,
        last=one.last,
        size=-1.0 if kind == "stopped" else one.size,
        muted=_muted(around, found, one, (first, values)),
        text=sentence,
        expected=one.expected,
        actual=one.actual,
        shift=one.shift,
    )


def _muted(
    around: Around, found: Sequence[Stretch], one: Stretch, series: tuple[int, FloatArray]
) -> str:
    """Why an event needs nobody; "": it does. What lasts is known to last to the newest value."""
    first, values = series
    if one.up:
        return "use still builds up: new on the desk" if one.first - first < _YOUNG else ""
    newest = first + int(np.flatnonzero(~np.isnan(values))[-1])
    why = excuse(one, found, around.shares, around.since, min(newest, around.day))
    return "" if why is None else words.excuse_words(why, around.day)


def _outages(around: Around, series: tuple[int, FloatArray, FloatArray]) -> Iterator[TrendEvent]:
    """The stretches on which nobody's values came: one of them may last."""
    first, values, expected = series
    runs: list[list[int]] = []
    for day in sorted(around.holes):
        if runs and day - runs[-1][-1] <= _WEEKEND:
            runs[-1].append(day)
        else:
            runs.append([day])
    for run in runs:
        late = around.late is not None and run[-1] > around.late.newest
        if len(run) >= _OUTAGE and not late and run[-1] < around.day:
            yield from _outage(around, (first, values, expected), run[0], run[-1])
    if around.late is not None:
        yield from _outage(around, (first, values, expected), around.late.newest + 1, None)


def _outage(
    around: Around, series: tuple[int, FloatArray, FloatArray], start: int, last: int | None
) -> Iterator[TrendEvent]:
    """One of them, if the account had any use shortly before."""
    first, values, expected = series
    low, high = max(start - _RECENT - first, 0), start - first
    before = values[low : max(high, 0)]
    if high <= 0 or high > len(values) or not (np.nan_to_num(before) != 0).any():
        return
    usual = expected[max(high - 7, 0) : high]
    known = usual[~np.isnan(usual)]
    if last is None and around.late is not None:
        sentence = begun(around.late.sentence)
        why = f"the feed stopped, for every account: {around.late.sentence}"
    else:
        end = around.day if last is None else last
        sentence = words.undelivered(around.metric.name, start, end, around.day)
        why = "the feed stopped, for every account"
    yield TrendEvent(
        metric=around.metric.key,
        kind="stopped",
        first=start,
        last=last,
        size=-1.0,
        muted=why,
        text=sentence,
        expected=float(known.mean()) if len(known) else None,
        actual=None,
    )
