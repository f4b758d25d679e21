"""How many people come each day: weekly patterns, seasons, the shapes of stories, whole people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import fsum

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.facts import to_date
from healthdesk.core.sample.dice import Dice
from healthdesk.core.sample.part import Life

Series = NDArray[np.float64]

WINDOW = 28

PATTERNS: dict[str, tuple[float, ...]] = {
    "freight": (53, 51, 52, 52, 47, 19, 9),
    "office": (50, 52, 51, 50, 44, 3, 2),
    "shop": (40, 41, 42, 45, 52, 55, 24),
    "always": (46, 47, 47, 46, 45, 38, 36),
    "school": (52, 53, 52, 52, 45, 0, 1),
}
"""Relative use by weekday, Monday first."""

PATTERN_OF = {
    "aldermoor": "freight",
    "season": "school",
    "shop": "shop",
    "always": "always",
    "binge": "office",
}

MONTH_SEASON = (0.97, 1.0, 1.02, 1.0, 1.0, 0.99, 0.93, 0.9, 1.02, 1.03, 1.03, 0.98)


class Calendar:
    """What is known about each day of the desk's stretch, made once for all accounts."""

    def __init__(self, first: int, day: int) -> None:
        self.first = first
        self.day = day
        count = day - first + 1
        self.dates: list[date] = [to_date(first + index) for index in range(count)]
        weekdays = [when.weekday() for when in self.dates]
        self.ago = np.arange(count - 1, -1, -1)
        self.weekday = np.array(weekdays)
        self.patterns: dict[str, Series] = {
            key: np.array([pattern[number] for number in weekdays]) / (sum(pattern) / 7)
            for key, pattern in PATTERNS.items()
        }
        season = [MONTH_SEASON[when.month - 1] * _holiday(when) for when in self.dates]
        self.season: Series = np.array(season)
        self.school: Series = np.array(
            [_school(when, first + i, day) for i, when in enumerate(self.dates)]
        )


def _holiday(when: date) -> float:
    """Christmas and New Year are quiet everywhere; the first of May is too."""
    if (when.month == 12 and when.day >= 24) or (when.month == 1 and when.day <= 2):
        return 0.35
    return 0.4 if (when.month, when.day) == (5, 1) else 1.0


def _school(when: date, day_number: int, day: int) -> float:
    """School breaks: the weeks around the desk's day in every year, summer, and about Easter."""
    ago = day - day_number
    if any(year - 6 <= ago <= year + 7 for year in (0, 364, 728)):
        return 0.12
    if (when.month, when.day) >= (7, 18) and (when.month, when.day) <= (8, 29):
        return 0.1
    if when.month == 4 and when.day <= 12:
        return 0.15
    return 1.0


def _step(ago: Series, since: int, factor: float) -> Series:
    return np.where(ago <= since, factor, 1.0)


def _slide(ago: Series, since: int, factor: float) -> Series:
    return np.where(ago < since, 1 - (1 - factor) * (since - ago) / since, 1.0)


def _binge(ago: Series) -> Series:
    """Nearly all of a month's work in four days, the latest of them just now."""
    return np.where((ago % 30) < 4, 6.0, 0.12)


def _rise(ago: Series) -> Series:
    return np.where(ago <= 48, 1.0 + 0.42 * np.minimum(1, (48 - ago) / 40), 0.86)


SHAPES: dict[str, Callable[[Series], Series]] = {
    "aldermoor": lambda ago: _step(ago, 18, 0.3553),
    "step_down": lambda ago: _step(ago, 20, 0.55),
    "slide": lambda ago: _slide(ago, 120, 0.55),
    "binge": _binge,
    "rise": _rise,
}  # fmt: skip


def raw(life: Life, calendar: Calendar, dice: Dice) -> Series:
    """Draw the account's unscaled daily use: pattern x season x noise x story."""
    shape = life.part.shape
    pattern = calendar.patterns[PATTERN_OF.get(shape, shape if shape in PATTERNS else "office")]
    season = calendar.school if shape == "season" else calendar.season
    count = len(pattern)
    wobble = 0.05 if shape == "aldermoor" else 0.12
    noise = 1 + wobble * (dice.shares(count) + dice.shares(count) - 1)
    series: Series = pattern * noise * (1.0 if shape == "aldermoor" else season)
    if shape in SHAPES:
        series = series * SHAPES[shape](
            (calendar.ago - (calendar.day - life.ref)).astype(np.float64)
        )
    return series


def scaled(
    life: Life, calendar: Calendar, series: Series, levels: tuple[float, float, float]
) -> Series:
    """Scale raw use so that the last three 28-day windows have these means, then round to people.

    `levels` runs from the latest window back. Earlier days follow the third with the part's drift;
    days after the reference day (of accounts that left) follow the first.
    """
    part = life.part
    out = series.copy()
    end = life.ref - calendar.first + 1
    ends = (end, end - WINDOW, end - 2 * WINDOW)
    now, before, earlier = levels
    tilted = part.shape not in SHAPES and before > 0
    for stop, level, previous in zip(ends, levels, (before, earlier, earlier), strict=True):
        start = max(0, stop - WINDOW)
        if stop <= 0:
            continue
        block = out[start:stop]
        if tilted and previous > 0 and stop != ends[2]:
            high = min(1.7, max(0.3, 2 * level / previous - 1))
            block *= np.linspace(1.0, high, len(block), dtype=np.float64)
        _meet(block, level * len(block))
    oldest = max(0, ends[2] - WINDOW)
    if oldest:
        days = np.arange(oldest, 0, -1)
        mean = _mean(series[oldest : ends[2]])
        out[:oldest] *= earlier / mean * np.maximum(0.35, 1 - part.drift * days / 30.0)
    if end < len(out):
        days_after = np.arange(1, len(out) - end + 1)
        after = np.full(len(days_after), 1.0) + part.grows_after * days_after / WINDOW
        if part.falls_after:
            after = np.maximum(0.0, 1 - days_after / 95.0)
        mean = _mean(series[max(0, end - WINDOW) : end])
        out[end:] *= now / mean * after
    begins = life.begins - calendar.first
    out[:begins] = 0
    if life.started > calendar.first:
        grown = np.arange(len(out) - begins)
        out[begins:] *= np.minimum(1.0, 0.25 + grown / 60.0)
        for stop, level in zip(ends, levels, strict=True):
            start = max(0, stop - WINDOW)
            if start >= begins and stop > 0:
                _meet(out[start:stop], level * WINDOW)
    return _whole(out, begins, ends)


def _mean(block: Series) -> float:
    """Average a block; exact sums round alike on every machine."""
    return fsum(block) / len(block) or 1.0


def _meet(block: Series, total: float) -> None:
    sum_now = fsum(block)
    if sum_now > 0:
        block *= total / sum_now


def _whole(series: Series, begins: int, ends: tuple[int, ...]) -> Series:
    """Round to whole people so that every window keeps its sum to the nearest one."""
    out = np.floor(series + 0.5)
    for stop in ends:
        start = stop - WINDOW
        if start < begins:
            continue
        wanted = int(fsum(series[start:stop]) + 0.5)
        rest = series[start:stop] - out[start:stop]
        gap = wanted - int(out[start:stop].sum())
        order = np.argsort(-rest if gap > 0 else rest, kind="stable")[: abs(gap)]
        out[start:stop][order] += 1 if gap > 0 else -1
    return np.maximum(out, 0)


def spread(users: Series, shares: Series, dice: Dice) -> Series:
    """Turn daily users into whole uses of features (features x days), none where nobody came."""
    count = len(users)
    noise = 0.8 + 0.4 * dice.shares(count * len(shares)).reshape(len(shares), count)
    running = np.cumsum(users * shares[:, None] * noise, axis=1)
    return np.diff(np.floor(running), axis=1, prepend=0.0)
