"""The same features as features.py of many texts at once: what a text costs alone is mostly calls.

The texts are laid end to end. N-grams that reach from one into the next are left out; a word's
hash is the difference of two running sums, since the step of the rolling hash has an inverse
among the 64-bit numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from healthdesk.core.tone.features import (
    BITS,
    LONGEST,
    STEP,
    IntArray,
    bucket,
    codes_of,
    word_spans,
)

_BACK: Final = np.uint64(pow(int(STEP), -1, 1 << 64))
_MASK: Final = (1 << BITS) - 1


def grams(cleaned: Sequence[str]) -> tuple[IntArray, IntArray]:
    """The buckets of cleaned texts, text after text, and where each text's begin.

    No text is empty (a cleaned one never is).
    """
    codes = codes_of("".join(cleaned))
    text = _text_of(cleaned)
    rolling = np.zeros(len(codes), np.uint64)
    found = []
    for size in range(1, min(LONGEST, len(codes)) + 1):
        rolling = rolling[: len(codes) - size + 1] * STEP + codes[size - 1 :]
        first, last = text[: len(rolling)], text[size - 1 :]
        inside = first == last
        found.append((first[inside] << BITS) | bucket(rolling[inside] + np.uint64(size)))
    keys = np.sort(np.concatenate(found))  # np.unique takes five times as long, and lets none go on
    keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))]
    starts = np.searchsorted(keys, np.arange(len(cleaned)) << BITS)
    return keys & _MASK, starts.astype(np.int64)


def word_grams(cleaned: Sequence[str]) -> tuple[IntArray, IntArray]:
    """The bucket of each word of cleaned texts, and the number of the text that it stands in."""
    whole = "".join(cleaned)
    spans = np.array(word_spans(whole), np.int64).reshape(-1, 2)
    codes = codes_of(whole)
    steps = np.full(len(codes), STEP, np.uint64)
    steps[:1] = 1
    backs = np.full(len(codes), _BACK, np.uint64)
    backs[:1] = 1
    ahead = np.cumprod(steps, dtype=np.uint64)
    sums = np.cumsum(codes * np.cumprod(backs, dtype=np.uint64), dtype=np.uint64)
    low, high = spans[:, 0], spans[:, 1] - 1
    # A cleaned text begins with a blank: no word is at the very start.
    rolling = (sums[high] - sums[low - 1]) * ahead[high]
    return bucket(rolling), _text_of(cleaned)[low]


def _text_of(cleaned: Sequence[str]) -> IntArray:
    """The number of the text that each letter belongs to."""
    return np.repeat(np.arange(len(cleaned), dtype=np.int64), [len(one) for one in cleaned])
