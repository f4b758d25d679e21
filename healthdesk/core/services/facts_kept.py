"""Facts as arrays kept in the desk, so that the next opening does not read every row of it.

They are good for one state of the desk. What tells it, a few bytes, is carried over commits that
left the facts alone; the arrays lie in a row of their own, which such commits do not write again.
Not here: how facts are read from their tables (facts.py).
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from healthdesk.core.domain.facts import (
    Attribute,
    Facts,
    Invoices,
    Metric,
    Milestones,
    Override,
    Sentiments,
    Subscriptions,
    Surveys,
    Tickets,
    Touchpoints,
    UsageGrid,
)
from healthdesk.core.services import snapshots, usage
from healthdesk.core.store.db import Tx

STATE: Final = "facts"
_ARRAYS: Final = "facts arrays"
_FORM: Final = 1
"""How they are written; another number: they are read from their tables and kept anew."""
WORTH: Final = 200_000
"""Cells of usage from which reading them anew takes long enough to be spared."""
_QUICK: Final = 1
"""Of zlib: nine tenths of what it can do, in a tenth of the time."""
_NONE: Final = 65_535
"""Of a grid of small whole numbers: no value."""
_TABLES: Final = {
    "surveys": Surveys,
    "sentiments": Sentiments,
    "touchpoints": Touchpoints,
    "tickets": Tickets,
    "subscriptions": Subscriptions,
    "invoices": Invoices,
    "milestones": Milestones,
}
_OWN: Final = ("parent", "churned", "first_usage")

Array = NDArray[np.generic]


class _Packed(msgspec.Struct, frozen=True, array_like=True):
    """An array: its type, its shape, its compressed bytes."""

    kind: str
    shape: tuple[int, ...]
    data: bytes


class _Grid(msgspec.Struct, frozen=True, array_like=True):
    """A metric's grid; `kind` is what its values are, however they are packed."""

    kind: str
    days: _Packed
    values: _Packed


class _State(msgspec.Struct, frozen=True):
    """What the arrays that are kept hold."""

    form: int
    wanted: tuple[str, ...]


class _Kept(msgspec.Struct, frozen=True):
    """All of the facts."""

    account_ids: tuple[str, ...]
    names: tuple[str, ...]
    contact_ids: tuple[str, ...]
    metrics: dict[str, Metric]
    attributes: dict[str, Attribute]
    overrides: tuple[Override, ...]
    own: dict[str, _Packed]
    usage: dict[str, _Grid]
    tables: dict[str, dict[str, _Packed]]


def find(tx: Tx, wanted: Collection[str]) -> Facts | None:
    """The facts with these metrics as they were kept, if the desk has not changed since."""
    state = snapshots.find(tx, STATE, _State)
    if state is None or state.form != _FORM or set(state.wanted) != set(wanted):
        return None
    payload = tx.execute(
        text("SELECT payload FROM snapshot WHERE key = :key"), {"key": _ARRAYS}
    ).scalar_one_or_none()
    try:
        kept = None if payload is None else msgspec.msgpack.decode(payload, type=_Kept)
    except msgspec.MsgspecError:
        kept = None
    if kept is None:
        return None
    found = _facts(kept)
    usage.remember_grids(tx, found.usage, found.first_usage)
    return found


def keep(tx: Tx, wanted: Collection[str], found: Facts) -> bool:
    """Keep facts with these metrics for the state that the desk is in; whether that was worth it.

    Facts that are kept already, and few of them, are not written.
    """
    state = _State(_FORM, tuple(sorted(wanted)))
    size = sum(grid.values.size for grid in found.usage.values())
    if size < WORTH or snapshots.find(tx, STATE, _State) == state:
        return False
    tx.execute(
        text(
            "INSERT INTO snapshot (key, stamp, payload) VALUES (:key, 0, :payload)"
            " ON CONFLICT (key) DO UPDATE SET payload = excluded.payload"
        ),
        {"key": _ARRAYS, "payload": msgspec.msgpack.encode(_kept(found))},
    )
    snapshots.keep(tx, STATE, int(tx.info["stamp"]), state)
    return True


def _kept(found: Facts) -> _Kept:
    return _Kept(
        account_ids=found.account_ids,
        names=found.names,
        contact_ids=found.contact_ids,
        metrics=dict(found.metrics),
        attributes=dict(found.attributes),
        overrides=found.overrides,
        own={name: _pack(getattr(found, name)) for name in _OWN},
        usage={key: _pack_grid(grid) for key, grid in found.usage.items()},
        tables={name: _pack_table(getattr(found, name)) for name in _TABLES},
    )


def _facts(kept: _Kept) -> Facts:
    own: dict[str, Any] = {name: _unpack(one) for name, one in kept.own.items()}
    tables: dict[str, Any] = {
        name: kind(**{key: _unpack(one) for key, one in kept.tables[name].items()})
        for name, kind in _TABLES.items()
    }
    return Facts(
        account_ids=kept.account_ids,
        names=kept.names,
        contact_ids=kept.contact_ids,
        metrics=kept.metrics,
        attributes=kept.attributes,
        overrides=kept.overrides,
        usage=_grids(kept.usage),
        **own,
        **tables,
    )


def _pack_table(table: object) -> dict[str, _Packed]:
    return {one.name: _pack(getattr(table, one.name)) for one in fields(table)}  # type: ignore[arg-type]


def _pack(array: Array) -> _Packed:
    data = zlib.compress(np.ascontiguousarray(array).tobytes(), _QUICK)
    return _Packed(array.dtype.str, array.shape, data)


def _unpack(packed: _Packed) -> Array:
    # As a bytearray: what is read from the tables may be written to as well.
    found = np.frombuffer(bytearray(zlib.decompress(packed.data)), np.dtype(packed.kind))
    return found.reshape(packed.shape)


def _pack_grid(grid: UsageGrid) -> _Grid:
    """Small whole numbers, as counts are, in half the room."""
    values = grid.values
    missing = np.isnan(values)
    with np.errstate(invalid="ignore"):
        small = np.where(missing, _NONE, values).astype(np.uint16)
    same = (small == values) & (small < _NONE) & ~np.signbit(values)
    exact = bool((missing | same).all())
    return _Grid(values.dtype.str, _pack(grid.days), _pack(small if exact else values))


def _grids(kept: Mapping[str, _Grid]) -> dict[str, UsageGrid]:
    """The grids; those with the same days share them, as they do when they are read."""
    days: dict[bytes, Array] = {}
    out = {}
    for key, one in kept.items():
        values = _unpack(one.values)
        if values.dtype == np.uint16:
            missing = values == _NONE
            values = values.astype(np.dtype(one.kind))
            values[missing] = np.nan
        if one.days.data not in days:
            days[one.days.data] = _unpack(one.days)
        out[key] = UsageGrid(days[one.days.data], values)  # type: ignore[arg-type]
    return out
