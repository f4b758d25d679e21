"""The three layers of a score: what customers do, what they say, how they feel.

A measure's layer follows from what it reads; only where that says nothing, from its dimension.
"""

from __future__ import annotations

from typing import Final

LAYERS: Final = (("usage", "Usage"), ("said", "Survey"), ("felt", "Sentiment"))
"""Keys and names, in the order in which they are told."""
_OF_READING: Final = {
    "usage_level": "usage",
    "usage_trend": "usage",
    "usage_frequency": "usage",
    "usage_breadth": "usage",
    "nps": "said",
    "nps_rating": "said",
    "csat": "said",
    "sentiment": "felt",
}


def layer_of(reading: str, dimension: str) -> str:
    """The layer of a measure: of the kind it reads, else of its dimension; "" is none.

    A survey and a feeling are two layers even where they share a dimension.
    """
    return _OF_READING.get(reading, dimension)
