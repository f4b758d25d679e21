"""The cells of usage that a batch wrote, packed small, with what they replaced and their lines."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from healthdesk.core.services.import_wide import Longs, Reals


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells of one metric, sorted by (account, day); `before` is NaN where nothing was replaced."""

    account: Longs
    day: Longs
    value: Reals
    before: Reals
    file: Longs
    """Number in the batch's list of files."""
    line: Longs


class _Packed(msgspec.Struct, array_like=True):
    version: int
    columns: list[tuple[str, str, bytes]]


_LEVEL = 1
_LONG = ("account", "day", "file", "line")


def pack(cells: Cells) -> bytes:
    """The bytes of some cells; differences of neighbours, in the narrowest type that holds them."""
    columns = []
    for name in Cells.__dataclass_fields__:
        values = getattr(cells, name)
        narrow = _steps(values) if name in _LONG else _narrow_real(values)
        columns.append((name, narrow.dtype.str, zlib.compress(narrow.tobytes(), _LEVEL)))
    return msgspec.msgpack.encode(_Packed(1, columns))


def unpack(payload: bytes, count: int) -> Cells:
    """The cells of some bytes."""
    packed = msgspec.msgpack.decode(payload, type=_Packed)
    longs: dict[str, Longs] = {}
    reals: dict[str, Reals] = {}
    for name, dtype, data in packed.columns:
        values = np.frombuffer(zlib.decompress(data), dtype)
        if name in _LONG:
            longs[name] = np.cumsum(values, dtype=np.int64)
        else:
            reals[name] = values.astype(np.float64) if len(values) else np.full(count, np.nan)
    return Cells(
        longs["account"],
        longs["day"],
        reals["value"],
        reals["before"],
        longs["file"],
        longs["line"],
    )


def _steps(values: Longs) -> NDArray[np.signedinteger]:
    steps = np.diff(values, prepend=0)
    low, high = (int(steps.min()), int(steps.max())) if len(steps) else (0, 0)
    for dtype in (np.int8, np.int16, np.int32):
        limits = np.iinfo(dtype)
        if limits.min <= low and high <= limits.max:
            return steps.astype(dtype)
    return steps


def _narrow_real(values: Reals) -> NDArray[np.generic]:
    """Small whole numbers as such; nothing at all where every value is NaN."""
    if np.isnan(values).all():
        return np.empty(0, np.float64)
    if np.isnan(values).any():
        return values
    whole = values.astype(np.int16, casting="unsafe") if np.abs(values).max() < 32_000 else None
    if whole is not None and (whole == values).all():
        return whole
    return values
