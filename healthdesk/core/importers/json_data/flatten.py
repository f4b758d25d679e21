"""Objects inside objects as one row: nested keys joined with dots, lists as one cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from healthdesk.core.domain.headings import distinct, headings
from healthdesk.core.domain.plain_text import TooDeepError, nested, text
from healthdesk.core.importers.json_data.decode import BrokenJsonError

DEPTH = 8
"""Levels of objects that become columns; what lies deeper is kept as JSON in one cell."""


@dataclass(slots=True)
class Record:
    """One record as cells by column, and the line or row where it is."""

    line: int
    cells: dict[str, str]


def flatten(value: object) -> dict[str, str]:
    """One record as cells by column."""
    out: dict[str, str] = {}
    try:
        if type(value) is dict and (names := plain(value)) is not None:
            cells = (one if type(one) is str else text(one) for one in value.values())
            return dict(zip(names, cells, strict=True))
        if isinstance(value, dict):
            _into(out, "", value, DEPTH)
        elif isinstance(value, list):
            for number, one in enumerate(value, 1):
                out[f"column {number}"] = text(one)
        else:
            out["value"] = text(value)
    except (TooDeepError, RecursionError):
        raise BrokenJsonError("its values lie too deep in one another") from None
    return out


def plain(value: dict[str, object]) -> tuple[str, ...] | None:
    """The columns of an object that holds no other ones, where they are all different."""
    return None if dict in map(type, value.values()) else _columns(tuple(value))


@lru_cache(maxsize=1_000)
def _columns(keys: tuple[str, ...]) -> tuple[str, ...] | None:
    names = tuple(map(column_name, keys))
    return names if len(set(names)) == len(names) else None


def _into(out: dict[str, str], prefix: str, value: dict[str, object], depth: int) -> None:
    for key, inner in value.items():
        name = column_name(f"{prefix}.{key}" if prefix else key)
        if isinstance(inner, dict) and depth > 1:
            _into(out, name, inner, depth - 1)
        else:
            told = nested(inner) if isinstance(inner, dict) else text(inner)
            out[distinct(name, out) if name in out else name] = told


@lru_cache(maxsize=10_000)
def column_name(key: str) -> str:
    """A key as the name of a column."""
    return headings((key,))[0]


def feature(value: object) -> dict[str, str]:
    """One feature of a map (GeoJSON): its properties, its shape as JSON, a point's two numbers."""
    if not isinstance(value, dict):
        return flatten(value)
    out = {"id": text(value.get("id"))}
    properties = value.get("properties")
    shape = value.get("geometry")
    shape = shape if isinstance(shape, dict) else {}
    try:
        for key, inner in (properties if isinstance(properties, dict) else {}).items():
            told = nested(inner) if isinstance(inner, dict) else text(inner)
            out[distinct(column_name(key), out)] = told
        out[distinct("geojson", out)] = nested(shape) if shape else ""
    except TooDeepError:
        raise BrokenJsonError("its values lie too deep in one another") from None
    out[distinct("type", out)] = text(shape.get("type"))
    place = shape.get("coordinates")
    if shape.get("type") == "Point" and isinstance(place, list) and len(place) >= 2:
        out[distinct("longitude", out)] = text(place[0])
        out[distinct("latitude", out)] = text(place[1])
    return out
