"""Which features an account uses when, how many users its story needs, and the usage from both."""

from __future__ import annotations

from math import fsum

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.sample import aim, aldermoor, model
from healthdesk.core.sample.dice import Dice
from healthdesk.core.sample.part import Life
from healthdesk.core.sample.usage import WINDOW, Calendar, Series, raw, scaled, spread

SHARES = (0.6, 0.5, 0.12, 0.2, 0.06, 0.1, 0.04, 0.03, 0.08, 0.03, 0.02, 0.015)
"""Uses of each feature a user and day, where the account uses it."""

USUAL = (0, 1, 2, 4, 5, 6, 3, 8, 9, 7, 10, 11)
"""The order in which accounts take features up; each account changes it a little."""

NEVER = aldermoor.NEVER
LEAST = 0.12
"""Uses a day of the rarest feature in use: enough to be seen in every 28 days."""
FEW = 1.2
"""No account that is scored has fewer users a day than this."""


def levels(life: Life) -> tuple[float, float, float]:
    """Find the mean users a day in the last three windows that make the part's score and change."""
    part = life.part
    if part.score is None:
        return (0.4, 0.4, 0.4)
    before = part.features if part.features_before is None else part.features_before
    room = aim.seats(life, life.ref) or part.seats
    room_before = aim.seats(life, life.ref - WINDOW) or room
    now = aim.steady(life, life.ref, part.features)
    then = aim.steady(life, life.ref - WINDOW, before)
    top = 0.97 * room
    grown = 1 + 2 * part.drift
    young = life.ref - life.begins < 2 * WINDOW

    def score_then(level: float) -> float:
        return aim.with_users(then, level, None if young else level / grown, room_before)

    if part.change is None:
        rate = 1 + part.growth
        level = aim.solve(
            part.score, lambda users: aim.with_users(now, users, users / rate, room), FEW, top
        )
        return level, level / rate, level / rate / grown

    level_then = aim.solve(part.score - part.change, score_then, FEW, min(top, 0.97 * room_before))

    def score_now(level: float) -> float:
        return aim.with_users(now, level, level_then, room)

    level_now = aim.solve(part.score, score_now, 0.6 * FEW, min(top, 4 * level_then))
    return level_now, level_then, level_then / grown


def windows_of_use(life: Life, dice: Dice) -> list[tuple[int, int]]:
    """Say for each feature from which to which day the account used it (first > last: never)."""
    part = life.part
    before = part.features if part.features_before is None else part.features_before
    order = list(USUAL)
    for _ in range(3):
        spot = dice.whole(0, len(order) - 2)
        order[spot], order[spot + 1] = order[spot + 1], order[spot]
    spans = [(NEVER, -NEVER)] * len(order)
    settled = min(part.features, before)
    long = settled if part.features_long is None else part.features_long
    for place, feature in enumerate(order[:settled]):
        if place >= long:
            spans[feature] = (life.ref - 47 + 3 * (place - long), NEVER)
            continue
        late = 0 if place < 4 else dice.whole(0, 20) + 25 * (place - 3)
        spans[feature] = (min(life.begins + late, life.ref - 3 * WINDOW), NEVER)
    for place in range(settled, max(part.features, before)):
        if part.features > before:
            began = life.ref - WINDOW + 1 + dice.whole(1, 8) + 2 * (place - settled)
            spans[order[place]] = (began, NEVER)
        else:
            spans[order[place]] = (life.begins + 30, life.ref - WINDOW - dice.whole(0, 3))
    return spans


def use(
    life: Life, calendar: Calendar, seed: int, fixed: Series | None = None
) -> NDArray[np.float32]:
    """Make the account's values: metrics (as in `model.METRICS`) x days, NaN where no row is."""
    dice = Dice(seed, "usage", life.part.account_id)
    users = (
        fixed
        if fixed is not None
        else scaled(life, calendar, raw(life, calendar, dice), levels(life))
    )
    users = users.copy()
    days = np.arange(calendar.first, calendar.day + 1)
    users[(days < life.begins) | (days > life.last)] = 0
    story = life.part.shape == aldermoor.SHAPE
    spans = aldermoor.feature_days(life) if story else windows_of_use(life, dice)
    latest = users[max(0, life.ref - calendar.first + 1 - 3 * WINDOW) :]
    rare = LEAST / max(FEW / 2, fsum(latest) / max(1, len(latest)))
    uses = spread(users, np.maximum(np.array(SHARES), rare), dice)
    if story:
        uses[aldermoor.STEADY] = aldermoor.steady_uses(calendar, dice)
    for feature, (start, end) in enumerate(spans):
        uses[feature, (days < start) | (days > end)] = 0
    signs = np.floor(users * (1.55 + 0.3 * dice.shares(len(users))))
    alive = (days >= life.begins) & (days <= life.last)
    size = life.part.seats * 0.35 * (1 + 0.9 * (days - calendar.first) / 730)
    storage = np.where(alive & (calendar.weekday == 0), np.floor(size * 10 + 0.5) / 10, np.nan)
    grid = np.vstack([users, signs, storage, uses]).astype(np.float32)
    counts = np.array([metric[3] == "zero" for metric in model.METRICS])
    grid[counts[:, None] & (grid == 0)] = np.nan
    if life.feed_ends is not None:
        grid[:, days > life.feed_ends] = np.nan
    return grid
