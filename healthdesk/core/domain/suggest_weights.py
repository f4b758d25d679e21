"""Weights that tell those who left from those who stayed, never below 0, pulled to a beginning.

Logistic regression with a ridge around given weights, solved by Newton steps, each of which is
worked out a weight at a time. Nothing is drawn by lot: the same cells give the same weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from healthdesk.core.domain.facts import BoolArray, FloatArray

STEPS: Final = 60
ROUNDS: Final = 100
NEAR: Final = 1e-7
FLAT: Final = 1e-6
"""Least curvature of a cell: where the model is sure, a step stays finite."""


@dataclass(frozen=True, eq=False)
class Weights:
    """What was found: log-odds of being lost = `base` - sum of weight x goodness."""

    base: float
    weights: FloatArray


def weights(good: FloatArray, lost: BoolArray, pull: FloatArray, ridge: float) -> Weights:
    """The likeliest weights at or above 0.

    Args:
        good: cells x measures; more of it is better (any scale, best around 0).
        lost: what became of each cell; both kinds must be there.
        pull: the weights that nothing speaks against.
        ridge: how much it costs to leave them, in squares.
    """
    share = float(lost.mean())
    found = Weights(float(np.log(share / (1 - share))), np.maximum(pull, 0.0))
    for _ in range(STEPS):
        now = _step(good, lost, found, pull, ridge)
        moved = float(np.abs(now.weights - found.weights).max(initial=0.0))
        moved = max(moved, abs(now.base - found.base))
        most = cost(good, lost, found, pull, ridge) + NEAR
        found = now if cost(good, lost, now, pull, ridge) <= most else _halfway(found, now)
        if moved < NEAR:
            break
    return found


def cost(good: FloatArray, lost: BoolArray, at: Weights, pull: FloatArray, ridge: float) -> float:
    """What the weights make as small as they can: surprise at what came, and how far they went."""
    score = at.base - good @ at.weights
    surprise = np.logaddexp(0.0, score) - np.where(lost, score, 0.0)
    return float(surprise.sum()) + ridge / 2 * float(((at.weights - pull) ** 2).sum())


def _step(
    good: FloatArray, lost: BoolArray, at: Weights, pull: FloatArray, ridge: float
) -> Weights:
    """One Newton step: the quadratic around `at`, a weight at a time until none moves."""
    score = at.base - good @ at.weights
    chance = 1.0 / (1.0 + np.exp(-np.clip(score, -500, 500)))
    heavy = np.maximum(chance * (1.0 - chance), FLAT)
    # All that the rounds need: sums over cells, so that a round costs nothing.
    whole = float(heavy.sum())
    first = heavy @ good
    second = good.T @ (heavy[:, None] * good)
    aim = lost - chance
    wanted = float(aim.sum() + heavy @ score)
    cross = good.T @ (heavy * score + aim)
    base: float = at.base
    found = at.weights.copy()
    for _ in range(ROUNDS):
        before, old = base, found.copy()
        base = float(wanted + first @ found) / whole
        for place in range(len(found)):
            others = float(second[place] @ found) - second[place, place] * found[place]
            top = first[place] * base - cross[place] - others + ridge * pull[place]
            bottom = second[place, place] + ridge
            found[place] = max(0.0, top / bottom) if bottom > 0 else 0.0
        if max(abs(base - before), float(np.abs(found - old).max(initial=0.0))) < NEAR / 10:
            break
    return Weights(float(base), found)


def _halfway(first: Weights, second: Weights) -> Weights:
    return Weights((first.base + second.base) / 2, (first.weights + second.weights) / 2)
