"""Texts as the character n-grams that the tone model was trained on.

Every run of 1 to 5 characters of the cleaned text becomes a bucket by a rolling hash of its code
points, whole arrays at once; a text is the set of its buckets. Hashing spares a vocabulary
(Weinberger et al., Feature Hashing for Large Scale Multitask Learning, 2009).
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

import numpy as np

IntArray = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

BITS: Final = 18
"""The model has 2 ** BITS buckets."""
LONGEST: Final = 5
"""Characters of the longest n-grams."""
MOST: Final = 4_000
"""Characters that are looked at: tone shows early, and a pasted log is no voice."""

_LINK: Final = re.compile(r"https?://\S+|www\.\S+|\bhttp\b")
_AT: Final = re.compile(r"\S*@\w\S*")
_DIGITS: Final = re.compile(r"\d+")
_REPEATED: Final = re.compile(r"(.)\1{2,}")
_BLANK: Final = re.compile(r"\s+")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
STEP: Final = np.uint64(0x9E3779B97F4A7C15)
"""What the rolling hash is multiplied with from one character to the next."""
_MIX: Final = np.uint64(0xBF58476D1CE4E5B9)
_FIRST, _SECOND, _TOP = np.uint64(29), np.uint64(32), np.uint64(64 - BITS)


def clean(text: str) -> str:
    """A text as the model reads it: lower case, no links, names or figures, one blank around."""
    told = html.unescape(unicodedata.normalize("NFKC", text[:MOST])).lower()
    # Most texts have no link and no name; looking for one letter by letter is what takes longest.
    if "http" in told or "www." in told:
        told = _LINK.sub(" ", told)
    if "@" in told:
        told = _AT.sub(" ", told)
    told = _REPEATED.sub(r"\1\1", _DIGITS.sub("0", told))
    return f" {_BLANK.sub(' ', told).strip()} "


def buckets(cleaned: str) -> IntArray:
    """The buckets of all n-grams of a cleaned text, each once, ascending."""
    codes = codes_of(cleaned)
    rolling = np.zeros(len(codes), np.uint64)
    found = []
    for size in range(1, min(LONGEST, len(codes)) + 1):
        rolling = rolling[: len(codes) - size + 1] * STEP + codes[size - 1 :]
        found.append(bucket(rolling + np.uint64(size)))
    return np.unique(np.concatenate(found))


def words(cleaned: str) -> tuple[str, ...]:
    """The words of a cleaned text, those of one letter left out."""
    return tuple(_WORD.findall(cleaned))


def word_spans(cleaned: str) -> list[tuple[int, int]]:
    """Where these words begin and end."""
    return [found.span() for found in _WORD.finditer(cleaned)]


def word_buckets(told: tuple[str, ...]) -> IntArray:
    """The bucket of each word, in their order."""
    out = np.empty(len(told), np.int64)
    for at, word in enumerate(told):
        rolling = np.zeros(1, np.uint64)
        for code in codes_of(word):
            rolling = rolling * STEP + code
        out[at] = bucket(rolling)[0]
    return out


def codes_of(text: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint64]]:
    """Code points, from 1; half a surrogate counts as itself."""
    raw = text.encode("utf-32-le", "surrogatepass")
    return np.frombuffer(raw, np.dtype("<u4")).astype(np.uint64) + np.uint64(1)


def bucket(rolling: np.ndarray[tuple[int, ...], np.dtype[np.uint64]]) -> IntArray:
    """The top bits of a well mixed hash."""
    mixed = (rolling ^ (rolling >> _FIRST)) * _MIX
    return ((mixed ^ (mixed >> _SECOND)) >> _TOP).astype(np.int64)
