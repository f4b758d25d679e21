"""The tone model: three classes over hashed n-grams, whole numbers, "unknown" where unsure.

Trained by packaging/train_tone.py; what it is worth is measured in resources/help/tone.md.
Weights are 8-bit integers and their sums exact, so that a text has one estimate on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from healthdesk.core.tone.features import IntArray, buckets, clean, word_buckets, words
from healthdesk.core.tone.many import grams, word_grams

CLASSES: Final = ("negative", "neutral", "positive")
SURE: Final = 0.35
"""How far "positive" must stand from "negative" (as shares of 1) to be said."""
FAMILIAR: Final = 0.6
"""Share of a text's words that the training texts had; with less it is another language."""
FEWEST: Final = 3
"""Words below which nothing is said."""
_DECIMALS: Final = 2
_AT_ONCE: Final = 20_000
"""Characters that are gone through at once: their n-grams fit a processor's cache."""


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
    return _shares(model, model.weights[:, found].sum(axis=1, dtype=np.int64), len(found))


def _shares(
    model: Model, sums: IntArray, count: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The shares of the classes, whose weights have these sums over so many buckets."""
    scores = sums * model.scales / np.sqrt(max(count, 1)) + model.biases
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), np.float64)


def familiar(model: Model, told: tuple[str, ...]) -> float:
    """Share of the words that stood in the texts the model learned from."""
    return float(model.known[word_buckets(told)].mean()) if told else 0.0


def estimate(model: Model, text: str) -> Estimate:
    """Estimate the tone of a text, or say why that cannot be done."""
    cleaned = clean(text)
    told = words(cleaned)
    why = _unreadable(len(told), familiar(model, told))
    if why:
        return Estimate(None, why)
    return _told(shares(model, buckets(cleaned)))


def estimates(model: Model, texts: Sequence[str]) -> list[Estimate]:
    """Estimate many texts, each as alone, in a fraction of the time."""
    return [one for part in _parts(texts) for one in _estimates(model, part)]


def _parts(texts: Sequence[str]) -> Iterator[list[str]]:
    """Cleaned texts, some at a time."""
    part: list[str] = []
    size = 0
    for text in texts:
        part.append(clean(text))
        size += len(part[-1])
        if size >= _AT_ONCE:
            yield part
            part, size = [], 0
    if part:
        yield part


def _estimates(model: Model, cleaned: Sequence[str]) -> list[Estimate]:
    found, text = word_grams(cleaned)
    count = np.bincount(text, minlength=len(cleaned))
    known = np.bincount(text[model.known[found]], minlength=len(cleaned))
    share = known / np.maximum(count, 1)
    out = [
        Estimate(None, _unreadable(*one))
        for one in zip(count.tolist(), share.tolist(), strict=True)
    ]
    readable = [at for at, one in enumerate(out) if not one.why]
    if not readable:
        return out
    buckets_of, starts = grams([cleaned[at] for at in readable])
    weights = model.weights[:, buckets_of]
    sums = np.add.reduceat(weights, starts, axis=1, dtype=np.int64)
    sizes = np.diff(np.append(starts, len(buckets_of))).tolist()
    for place, at in enumerate(readable):
        out[at] = _told(_shares(model, sums[:, place], sizes[place]))
    return out


def _unreadable(count: int, share: float) -> str:
    """Why nothing can be said of a text of so many words, of which a share is known; "" = can."""
    if count < FEWEST:
        return "too few words"
    return "not in a language it was trained on" if share < FAMILIAR else ""


def _told(classes: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Estimate:
    """What the shares of the classes say."""
    negative, _, positive = classes
    lean = float(positive - negative)
    if abs(lean) < SURE:
        return Estimate(None, "unsure")
    return Estimate(round(lean, _DECIMALS))
