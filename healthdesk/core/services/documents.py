"""Documents kept in a desk: one way to write them, one way to find the readings they name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

_encoder = msgspec.json.Encoder(order="deterministic")


def canonical(document: Any) -> str:  # noqa: ANN401 - any JSON value
    """The text of a document: the same for equal documents, in whatever order their keys stand."""
    return _encoder.encode(document).decode()


def decoded(body: str) -> Any:  # noqa: ANN401 - any JSON value
    """The document of a text."""
    return msgspec.json.decode(body)


@lru_cache(maxsize=2_048)
def readings_of(body: str) -> tuple[dict[str, Any], ...]:
    """Those of a text; they are remembered, for the same texts are asked many times."""
    return tuple(readings_in(decoded(body)))


def readings_in(document: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON value
    """Every `"reading": {...}` of a document, at any depth: in measures, caps and rules alike."""
    waiting = [document]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if isinstance(one.get("reading"), dict):
                yield one["reading"]
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
