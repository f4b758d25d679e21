"""How the benches time things and print a line."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

FRAME = 1 / 60
"""Seconds of one frame at 60 Hz."""


def paired(
    ours: Callable[[], object], floor: Callable[[], object], runs: int
) -> tuple[float, float]:
    """Median seconds of two functions, run in turn after one warm-up of each."""
    ours()
    floor()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for function, kept in zip((ours, floor), times, strict=True):
            began = time.perf_counter()
            function()
            kept.append(time.perf_counter() - began)
    return statistics.median(times[0]), statistics.median(times[1])


def median(function: Callable[[], object], runs: int) -> float:
    """Median seconds of a function after one warm-up."""
    function()
    kept = []
    for _ in range(runs):
        began = time.perf_counter()
        function()
        kept.append(time.perf_counter() - began)
    return statistics.median(kept)


def line(what: str, ours: float, floor: float, bound: float | None, unit: str = "ms") -> bool:
    """Print one row; tell whether the bound was kept."""
    scale = 1000 if unit == "ms" else 1
    ratio = ours / floor
    kept = bound is None or ratio <= bound
    limit = "-" if bound is None else f"{bound:g}"
    print(
        f"{what:<46} {ours * scale:>8.1f} {unit:<2} {floor * scale:>8.1f} {unit:<2} {ratio:>7.2f} "
        f"{limit:>6}{'' if kept else '  BROKEN'}",
        flush=True,
    )
    return kept
