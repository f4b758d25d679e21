"""The tone model: three classes over hashed n-grams, whole numbers, "unknown" where unsure.

Trained by packaging/train_tone.py; what it is worth is measured in resources/help/tone.md.
Weights are 8-bit integers and their sums exact, so that a text has one estimate on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from healthdesk.core.tone.features import IntArray, buckets, clean, word_buckets, words

CLASSES: Final = ("negative", "neutral", "positive")
SURE: Final = 0.35
"""How far "positive" must stand from "negative" (as shares of 1) to be said."""
FAMILIAR: Final = 0.6
"""Share of a text's words that the training texts had; with less it is another language."""
FEWEST: Final = 3
"""Words below which nothing is said."""
_DECIMALS: Final = 2


@dataclass(frozen=True, eq=False)
class Model:
    """Weights (classes x buckets, int8) with a scale a class, biases, and which words are known."""

    weights: np.ndarray[tuple[int, ...], np.dtype[np.int8]]
    scales: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    biases: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    known: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Estimate:
    """The tone of a text, -1 to 1; None = unknown, `why` says why."""

    value: float | None
    why: str = ""


def load(path: Path) -> Model:
    """Read the model from its file."""
    with np.load(path, allow_pickle=False) as kept:
        known = np.unpackbits(kept["known"]).astype(np.bool_)
        return Model(kept["weights"], kept["scales"], kept["biases"], known)


def shares(model: Model, found: IntArray) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """How the three classes share 1, for the buckets of a text (softmax of a linear model)."""
    sums = model.weights[:, found].sum(axis=1, dtype=np.int64)
    scores = sums * model.scales / np.sqrt(max(len(found), 1)) + model.biases
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), np.float64)


def familiar(model: Model, told: tuple[str, ...]) -> float:
    """Share of the words that stood in the texts the model learned from."""
    return float(model.known[word_buckets(told)].mean()) if told else 0.0


def estimate(model: Model, text: str) -> Estimate:
    """Estimate the tone of a text, or say why that cannot be done."""
    cleaned = clean(text)
    told = words(cleaned)
    if len(told) < FEWEST:
        return Estimate(None, "too few words")
    if familiar(model, told) < FAMILIAR:
        return Estimate(None, "not in a language it was trained on")
    negative, _, positive = shares(model, buckets(cleaned))
    lean = float(positive - negative)
    if abs(lean) < SURE:
        return Estimate(None, "unsure")
    return Estimate(round(lean, _DECIMALS))
