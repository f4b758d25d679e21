"""Use of many accounts for dashboards: lines, weeks against own normal, features by adoption.

Arrays are accounts x days or accounts x weeks, NaN where nothing was measured.
Not here: where the values come from (services/board_usage.py), how any of it looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from healthdesk.core.domain.facts import BoolArray, FloatArray, Values
from healthdesk.core.domain.usage_view import Known
from healthdesk.core.domain.widget import Shown

WEEK: Final = 7
NORMAL: Final = 13
"""Weeks before a week whose median is its normal."""
ENOUGH: Final = 4
"""Of them, how many must have been measured; and days of a week that make it one."""
LEAST: Final = 2.0
"""Use in a normal week from which a week can be held against it."""
BOUNDS: Final = (0.15, 0.30, 0.50)
"""Shares off normal at which the ramp's three steps begin."""
MISSING: Final = 9
AWAY: Final = 8
"""Steps of weeks without data, and of weeks that have no normal yet (or before the account)."""
LATELY: Final = 4
"""Weeks that decide which account is the most below its normal."""
SEGMENTS: Final = ("segment_1", "segment_2", "segment_3", "segment_4")


@dataclass(frozen=True)
class UsageLine:
    """One line: its values, one a point; `accounts` counts those it stands for at its end."""

    key: str
    name: str
    values: tuple[Known, ...]
    accounts: int


@dataclass(frozen=True, kw_only=True)
class UsageTrend(Shown):
    """A metric over the days or weeks of a period.

    Attributes:
        days: the first day of each point.
        step: days of a point: 1 or 7.
        holes: days of the period for which nobody's values came.
    """

    metric: str = ""
    unit: str = ""
    each: bool = False
    days: tuple[int, ...] = ()
    step: int = 1
    last: int = 0
    lines: tuple[UsageLine, ...] = ()
    holes: tuple[int, ...] = ()


@dataclass(frozen=True)
class HeatRow:
    """An account's weeks: steps of the ramp (-3 to 3, MISSING, AWAY), means a day, normals."""

    account_id: str
    name: str
    steps: tuple[int, ...]
    values: tuple[Known, ...]
    normal: tuple[Known, ...]


@dataclass(frozen=True, kw_only=True)
class UsageHeat(Shown):
    """Accounts by weeks; `total` counts the accounts that could have a row."""

    metric: str = ""
    unit: str = ""
    weeks: tuple[int, ...] = ()
    rows: tuple[HeatRow, ...] = ()
    total: int = 0


@dataclass(frozen=True)
class FeatureShare:
    """A feature: the accounts that used it now and before, of those whose use is known."""

    key: str
    name: str
    used: int | None
    of: int
    used_before: int | None
    of_before: int

    @property
    def share(self) -> Known:
        """The share that used it; None: not measured."""
        return None if self.used is None or not self.of else self.used / self.of

    @property
    def before(self) -> Known:
        """The share in the period before."""
        if self.used_before is None or not self.of_before:
            return None
        return self.used_before / self.of_before

    @property
    def change(self) -> Known:
        """The change between the two, as a share of 1."""
        if self.share is None or self.before is None:
            return None
        return self.share - self.before


@dataclass(frozen=True, kw_only=True)
class FeatureAdoption(Shown):
    """Features by adoption; `unheard` accounts have no usage at all, so nobody knows."""

    features: tuple[FeatureShare, ...] = ()
    accounts: int = 0
    unheard: int = 0
    days: int = 0


def daily(values: Values, there: BoolArray, off: BoolArray, *, gap: bool) -> FloatArray:
    """What each account had on each day: absent days of a count are 0 while it was there."""
    known = np.array(values, np.float64)
    if not gap:
        known[np.isnan(known)] = 0.0
    known[~there] = np.nan
    known[:, off] = np.nan
    return known


def weekly(values: FloatArray, least: int = 1) -> FloatArray:
    """Means a day of each seven columns; NaN where fewer than `least` days were measured."""
    count, width = values.shape
    weeks = -(-width // WEEK)
    padded = np.full((count, weeks * WEEK), np.nan)
    padded[:, :width] = values
    parts = padded.reshape(count, weeks, WEEK)
    known = (~np.isnan(parts)).sum(axis=2)
    total = np.nansum(parts, axis=2)
    return np.where(known >= least, total / np.maximum(known, 1), np.nan)


def line(values: FloatArray, chosen: BoolArray, *, each: bool) -> tuple[Known, ...]:
    """The sum over some accounts, or their mean; None where none of them was measured."""
    part = values[chosen]
    known = (~np.isnan(part)).sum(axis=0)
    total = np.nansum(part, axis=0)
    shown = total / np.maximum(known, 1) if each else total
    return tuple(
        None if not count else float(value)
        for count, value in zip(known.tolist(), shown.tolist(), strict=True)
    )


def normals(weeks: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Each week's normal and usual scatter: of the thirteen weeks before it.

    The first `NORMAL` columns only serve as the past of the others.
    """
    past = np.lib.stride_tricks.sliding_window_view(weeks[:, :-1], NORMAL, axis=1)
    middle = _median(past)
    scatter = 1.4826 * _median(np.abs(past - middle[:, :, None]))
    return middle, scatter


def _median(parts: FloatArray) -> FloatArray:
    """Medians along the last axis of what is known; NaN where too little is."""
    ordered = np.sort(parts, axis=2)
    count = (~np.isnan(parts)).sum(axis=2)
    low = np.maximum(count - 1, 0) // 2
    high = np.minimum(count // 2, parts.shape[2] - 1)
    first = np.take_along_axis(ordered, low[:, :, None], axis=2)[:, :, 0]
    second = np.take_along_axis(ordered, high[:, :, None], axis=2)[:, :, 0]
    return np.where(count >= ENOUGH, (first + second) / 2, np.nan)


def steps(weeks: FloatArray, normal: FloatArray, scatter: FloatArray) -> FloatArray:
    """The step of each week against its normal; within its usual scatter a week is normal."""
    some = normal * WEEK >= LEAST
    off = np.where(some, weeks / np.where(some, normal, 1.0) - 1, 0.0)
    usual = np.where(some, 2 * scatter / np.where(some, normal, 1.0), 0.0)
    size = np.abs(off)
    step = sum((size >= bound).astype(np.float64) for bound in BOUNDS)
    step = np.where(size > usual, step * np.sign(off), 0.0)
    return np.where(np.isnan(weeks), MISSING, np.where(some, step, AWAY))


def ranking(step: FloatArray, weeks: FloatArray, normal: FloatArray) -> FloatArray:
    """How far above (below: negative) its normal each account was lately."""
    level = np.where(np.abs(step) <= len(BOUNDS), step, 0.0)[:, -LATELY:]
    with np.errstate(invalid="ignore", divide="ignore"):
        off = np.clip(weeks / normal - 1, -1, 1)[:, -LATELY:]
    fine = np.nan_to_num(np.where(level == 0, 0.0, off))
    return np.asarray(level.sum(axis=1) + fine.sum(axis=1) / 100)
